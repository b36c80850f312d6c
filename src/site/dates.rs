//! Dates in the words of a language. In: EDTF dates. Out: [`DateView`]s and [`Day`]s. The formatters are
//! built once for a site, because building them is what costs.

use std::sync::RwLock;

use chrono::Datelike;
use icu::calendar::{Date as IcuDate, Gregorian};
use icu::datetime::FixedCalendarDateTimeFormatter;
use icu::datetime::fieldsets;
use icu::locale::Locale;
use rustc_hash::FxHashMap;

use super::texts::{self, Texts};
use super::view::{DateView, Day};
use crate::calendar::{Bound, Date, Edtf, Granularity, NaiveDate, Qualifier, Season};
use crate::config::DateOrder;

type Format<F> = FixedCalendarDateTimeFormatter<Gregorian, F>;

/// Formatters of one language.
pub(crate) struct Dates {
    year_month_day: Format<fieldsets::YMD>,
    year_month_day_short: Format<fieldsets::YMD>,
    weekday_date: Format<fieldsets::YMDE>,
    month_day: Format<fieldsets::MD>,
    month_day_long: Format<fieldsets::MD>,
    weekday: Format<fieldsets::E>,
    year_month: Format<fieldsets::YM>,
    year_month_short: Format<fieldsets::YM>,
    month: Format<fieldsets::M>,
    month_short: Format<fieldsets::M>,
    year: Format<fieldsets::Y>,
    /// Dates put in words already: a site names each of its days on many pages.
    known: RwLock<FxHashMap<Edtf, DateView>>,
}

/// The month, weekday or day that a formatter is built for cannot fail on compiled data: a language
/// that CLDR does not know falls back to the root locale.
macro_rules! format {
    ($locale:expr, $set:expr) => {
        Format::try_new($locale.into(), $set)
            .or_else(|_: icu::datetime::DateTimeFormatterLoadError| {
                Format::try_new(Locale::UNKNOWN.into(), $set)
            })
            .expect("compiled data has dates for the root locale")
    };
}

impl Dates {
    /// Formatters of `language`. English without a region writes the day first, unless `order` says
    /// otherwise.
    pub(crate) fn new(language: &str, order: Option<DateOrder>) -> Self {
        let tag = match (language, order) {
            ("en", Some(DateOrder::Mdy)) => "en-US",
            ("en", _) => "en-GB",
            _ => language,
        };
        let locale = texts::locale(tag);
        let mut year_month_short = format!(&locale, fieldsets::YM::medium());
        let sample = year_month_short.format(&first_of(2016, 2)).to_string();
        // Where the short form is all figures ("02/2016"), the long one names the month.
        if !sample.contains(char::is_alphabetic) {
            year_month_short = format!(&locale, fieldsets::YM::long());
        }
        Self {
            year_month_day: format!(&locale, fieldsets::YMD::long()),
            year_month_day_short: format!(&locale, fieldsets::YMD::medium()),
            weekday_date: format!(&locale, fieldsets::YMDE::long()),
            month_day: format!(&locale, fieldsets::MD::medium()),
            month_day_long: format!(&locale, fieldsets::MD::long()),
            weekday: format!(&locale, fieldsets::E::medium()),
            year_month: format!(&locale, fieldsets::YM::long()),
            year_month_short,
            month: format!(&locale, fieldsets::M::long()),
            month_short: format!(&locale, fieldsets::M::medium()),
            year: format!(&locale, fieldsets::Y::long()),
            known: RwLock::default(),
        }
    }

    /// A calendar day.
    pub(crate) fn day(&self, day: NaiveDate) -> Day {
        let icu = gregorian(day);
        Day {
            iso: iso(day),
            text: self.year_month_day.format(&icu).to_string(),
            short: self.year_month_day_short.format(&icu).to_string(),
        }
    }

    /// `2016`, `490 BC`.
    pub(crate) fn year(&self, year: i32) -> String {
        self.year.format(&first_of(year, 1)).to_string()
    }

    /// `February 2016`.
    pub(crate) fn month_of_year(&self, year: i32, month: u32) -> String {
        self.year_month.format(&first_of(year, month)).to_string()
    }

    /// `February`.
    pub(crate) fn month(&self, month: u32) -> String {
        self.month.format(&first_of(2000, month)).to_string()
    }

    /// `Feb 2016`.
    pub(crate) fn month_of_year_short(&self, year: i32, month: u32) -> String {
        self.year_month_short
            .format(&first_of(year, month))
            .to_string()
    }

    /// A date as templates see it; `texts` are those of the same language, always.
    pub(crate) fn view(&self, date: &Edtf, texts: &Texts) -> DateView {
        if let Ok(known) = self.known.read()
            && let Some(view) = known.get(date)
        {
            return view.clone();
        }
        let view = self.new_view(date, texts);
        if let Ok(mut known) = self.known.write() {
            known.insert(*date, view.clone());
        }
        view
    }

    fn new_view(&self, date: &Edtf, texts: &Texts) -> DateView {
        let days = date.days();
        let words = self.words(date, texts);
        let (datetime, datetime_end) = match date {
            Edtf::Date(date, _) => (datetime(date), None),
            Edtf::Interval { start, end } => (bound_datetime(start), bound_datetime(end)),
        };
        DateView {
            edtf: date.to_string(),
            datetime,
            datetime_end,
            short: words.short,
            detail: words.detail,
            long: words.long,
            medium: words.medium,
            precision: date.granularity().name(),
            shape: shape(date),
            earliest: days.earliest.map(iso),
            latest: days.latest.map(iso),
            about: date.is_approximate(),
        }
    }

    /// A date with its year, short: `25 Feb 2016`.
    pub(crate) fn medium(&self, date: &Edtf, texts: &Texts) -> String {
        self.words(date, texts).medium
    }

    fn words(&self, date: &Edtf, texts: &Texts) -> Words {
        match date {
            Edtf::Date(date, qualifier) => self.qualified(date, *qualifier, texts),
            Edtf::Interval { start, end } => {
                let end_words = |bound: &Bound| match bound {
                    Bound::Date(date, qualifier) => Some(self.qualified(date, *qualifier, texts)),
                    Bound::Open | Bound::Unknown => None,
                };
                match (end_words(start), end_words(end)) {
                    (Some(start), Some(end)) => Words {
                        short: join(&start.short, &end.short, texts),
                        detail: String::new(),
                        long: join(&start.long, &end.long, texts),
                        medium: join(&start.medium, &end.medium, texts),
                    },
                    (Some(words), None) => open(words, "from", "start", texts),
                    (None, Some(words)) => open(words, "until", "end", texts),
                    (None, None) => Words::default(),
                }
            }
        }
    }

    fn qualified(&self, date: &Date, qualifier: Qualifier, texts: &Texts) -> Words {
        let words = self.plain(date, texts);
        match qualifier {
            Qualifier::Exact => words,
            Qualifier::Uncertain => Words {
                detail: "?".into(),
                long: texts.fill("uncertain", &[("date", &words.long)]),
                medium: texts.fill("uncertain", &[("date", &words.medium)]),
                ..words
            },
            Qualifier::Approximate | Qualifier::UncertainApproximate => Words {
                short: texts.fill("about_short", &[("date", &words.short)]),
                detail: texts.get("about").into(),
                long: texts.fill("approximately", &[("date", &words.long)]),
                medium: texts.fill("about_short", &[("date", &words.medium)]),
            },
        }
    }

    fn plain(&self, date: &Date, texts: &Texts) -> Words {
        let season_year = |part: &str, year: i16| Words {
            short: part.into(),
            detail: String::new(),
            long: texts.fill(
                "season_year",
                &[("season", part), ("year", &self.year(year.into()))],
            ),
            medium: texts.fill(
                "season_year",
                &[("season", part), ("year", &self.year(year.into()))],
            ),
        };
        let part_year = |part: &str, year: i16| Words {
            short: part.into(),
            detail: String::new(),
            long: texts.fill(
                "part_year",
                &[("part", part), ("year", &self.year(year.into()))],
            ),
            medium: texts.fill(
                "season_year",
                &[("season", part), ("year", &self.year(year.into()))],
            ),
        };
        let span = |from: i32, to: i32| Words::same(join(&self.year(from), &self.year(to), texts));
        match *date {
            Date::Century { hundreds } => {
                let from = i32::from(hundreds) * 100;
                span(from, from + 99)
            }
            Date::Decade { tens } if tens >= 0 => {
                let year = self.year(i32::from(tens) * 10);
                Words::same(texts.fill("decade", &[("year", &year)]))
            }
            Date::Decade { tens } => span(i32::from(tens) * 10, i32::from(tens) * 10 + 9),
            Date::Year { year } => Words::same(self.year(year.into())),
            Date::Half { year, half } => {
                part_year(texts.get(if half == 1 { "half_1" } else { "half_2" }), year)
            }
            Date::Season { year, season } => season_year(
                texts.get(match season {
                    Season::Spring => "spring",
                    Season::Summer => "summer",
                    Season::Autumn => "autumn",
                    Season::Winter => "winter",
                }),
                year,
            ),
            Date::Quarter { year, quarter } => {
                season_year(&texts.fill("quarter", &[("n", &quarter.to_string())]), year)
            }
            Date::Month { year, month } => {
                let first = first_of(year.into(), month.into());
                Words {
                    short: self.month_short.format(&first).to_string(),
                    detail: texts.get("day_unknown").into(),
                    long: self.year_month.format(&first).to_string(),
                    medium: self.year_month_short.format(&first).to_string(),
                }
            }
            Date::Week { first } => self.days_of(first, 6, "week_of", texts),
            Date::Weekend { first } => self.days_of(first, 1, "weekend_of", texts),
            Date::Day(day) => self.day_words(day),
            Date::Minute { day, minute, .. } => {
                let words = self.day_words(day);
                let time = format_args!("{:02}:{:02}", minute / 60, minute % 60).to_string();
                Words {
                    detail: [words.detail.as_str(), time.as_str()].join(" "),
                    long: [words.long.as_str(), time.as_str()].join(", "),
                    medium: [words.medium.as_str(), time.as_str()].join(", "),
                    short: words.short,
                }
            }
            Date::AnyYearMonth { month } => Words {
                detail: texts.get("year_unknown").into(),
                ..Words::same(self.month(month.into()))
            },
            Date::AnyYearDay { .. } => {
                let day = gregorian(date.first_day());
                Words {
                    short: self.month_day.format(&day).to_string(),
                    detail: texts.get("year_unknown").into(),
                    long: self.month_day_long.format(&day).to_string(),
                    medium: self.month_day.format(&day).to_string(),
                }
            }
        }
    }

    fn day_words(&self, day: NaiveDate) -> Words {
        let icu = gregorian(day);
        Words {
            short: self.month_day.format(&icu).to_string(),
            detail: self.weekday.format(&icu).to_string(),
            long: self.weekday_date.format(&icu).to_string(),
            medium: self.year_month_day_short.format(&icu).to_string(),
        }
    }

    fn days_of(&self, first: NaiveDate, more: u64, key: &str, texts: &Texts) -> Words {
        let last = first + chrono::Days::new(more);
        let (start, end) = (self.day_words(first), self.day_words(last));
        Words {
            short: join(&start.short, &end.short, texts),
            detail: String::new(),
            long: texts.fill(key, &[("date", &self.day(first).text)]),
            medium: join(&start.medium, &end.medium, texts),
        }
    }
}

/// One date in the lengths a page needs.
#[derive(Default)]
struct Words {
    short: String,
    detail: String,
    long: String,
    medium: String,
}

impl Words {
    fn same(text: String) -> Self {
        Self {
            short: text.clone(),
            detail: String::new(),
            long: text.clone(),
            medium: text,
        }
    }
}

fn open(words: Words, key: &str, name: &str, texts: &Texts) -> Words {
    let fill = |text: &str| texts.fill(key, &[(name, text)]);
    Words {
        short: fill(&words.short),
        detail: String::new(),
        long: fill(&words.long),
        medium: fill(&words.medium),
    }
}

/// "22 Feb" and "27 Feb" are "22–27 Feb", "Feb 22" and "Feb 27" are "Feb 22–27": words that both begin
/// or end with are said once.
fn join(start: &str, end: &str, texts: &Texts) -> String {
    if start == end {
        return start.to_owned();
    }
    let (a, b): (Vec<&str>, Vec<&str>) = (start.split(' ').collect(), end.split(' ').collect());
    let shared = |pair: &(&&str, &&str)| pair.0 == pair.1;
    let head = a.iter().zip(&b).take_while(shared).count();
    let tail = a
        .iter()
        .rev()
        .zip(b.iter().rev())
        .take_while(shared)
        .count();
    let tail = tail.min(a.len() - head).min(b.len() - head);
    let (mid_a, mid_b) = (&a[head..a.len() - tail], &b[head..b.len() - tail]);
    if head + tail == 0 || mid_a.len() != 1 || mid_b.len() != 1 {
        return texts.fill("range", &[("start", start), ("end", end)]);
    }
    let middle = [mid_a[0], mid_b[0]].join("–");
    let mut words: Vec<&str> = a[..head].to_vec();
    words.push(&middle);
    words.extend(&a[a.len() - tail..]);
    words.join(" ")
}

/// The shape of the mark.
fn shape(date: &Edtf) -> &'static str {
    if date.is_yearless() {
        return "yearless";
    }
    if date.is_approximate() {
        return "about";
    }
    match date {
        Edtf::Interval { .. } => "range",
        Edtf::Date(date, _) => match date.granularity() {
            Granularity::Day | Granularity::Minute => "day",
            Granularity::Week => "range",
            Granularity::Month => "month",
            Granularity::Season | Granularity::Quarter | Granularity::Half => "season",
            Granularity::Year | Granularity::Decade | Granularity::Century => "year",
        },
    }
}

fn bound_datetime(bound: &Bound) -> Option<String> {
    match bound {
        Bound::Date(date, _) => datetime(date),
        Bound::Open | Bound::Unknown => None,
    }
}

/// What HTML's `<time datetime>` takes: never finer than what is known, nothing for years before 1.
fn datetime(date: &Date) -> Option<String> {
    if !date.is_yearless() && date.year() < 1 {
        return None;
    }
    Some(match *date {
        Date::Century { .. } | Date::Decade { .. } | Date::AnyYearMonth { .. } => return None,
        Date::Season { year, .. } | Date::Half { year, .. } | Date::Quarter { year, .. } => {
            std::format!("{year:04}")
        }
        Date::Weekend { first } => iso(first),
        Date::Week { first } => {
            let week = first.iso_week();
            std::format!("{:04}-W{:02}", week.year(), week.week())
        }
        Date::AnyYearDay { month, day } => std::format!("{month:02}-{day:02}"),
        _ => date.to_string(),
    })
}

/// `2016-02-25`; years before 1 with their sign, as EDTF writes them.
pub(crate) fn iso(day: NaiveDate) -> String {
    Date::Day(day).to_string()
}

fn gregorian(day: NaiveDate) -> IcuDate<Gregorian> {
    IcuDate::try_new_gregorian(day.year(), day.month() as u8, day.day() as u8)
        .expect("chrono's days are days of the proleptic Gregorian calendar")
}

fn first_of(year: i32, month: u32) -> IcuDate<Gregorian> {
    IcuDate::try_new_gregorian(year, month as u8, 1).expect("months are 1..=12")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts() -> Texts {
        let en = include_str!("../../templates/i18n/en.toml");
        Texts::new("en", &[("i18n/en.toml".into(), en.into())]).expect("the built-in texts")
    }

    #[track_caller]
    fn check(edtf: &str, short: &str, detail: &str, long: &str, datetime: Option<&str>) {
        let view = Dates::new("en", None).view(&Edtf::parse(edtf).expect("EDTF"), &texts());
        assert_eq!(
            (
                &*view.short,
                &*view.detail,
                &*view.long,
                view.datetime.as_deref()
            ),
            (short, detail, long, datetime),
            "{edtf}"
        );
    }

    #[test]
    fn dates_read_at_the_precision_they_were_told_in() {
        check(
            "2016-02-25",
            "25 Feb",
            "Thu",
            "Thursday, 25 February 2016",
            Some("2016-02-25"),
        );
        check(
            "2016-02",
            "Feb",
            "day unknown",
            "February 2016",
            Some("2016-02"),
        );
        check("2016", "2016", "", "2016", Some("2016"));
        check("1984~", "c. 1984", "about", "about 1984", Some("1984"));
        check("2016-22", "Summer", "", "Summer 2016", Some("2016"));
        check("2016-33", "Q1", "", "Q1 2016", Some("2016"));
        check("196X", "1960s", "", "1960s", None);
        check("19XX", "1900 – 1999", "", "1900 – 1999", None);
        check("-0489", "490 BC", "", "490 BC", None);
        check(
            "XXXX-02-25",
            "25 Feb",
            "Year unknown",
            "25 February",
            Some("02-25"),
        );
        check(
            "2016-02-22/2016-02-27",
            "22–27 Feb",
            "",
            "Monday, 22 February 2016 – Saturday, 27 February 2016",
            Some("2016-02-22"),
        );
        check("2011/..", "from 2011", "", "from 2011", Some("2011"));
        check(
            "2016-02-22/2016-02-28",
            "22–28 Feb",
            "",
            "week of 22 February 2016",
            Some("2016-W08"),
        );
        check(
            "2016-02-27T00:00+02:00",
            "27 Feb",
            "Sat 00:00",
            "Saturday, 27 February 2016, 00:00",
            Some("2016-02-27T00:00+02:00"),
        );
    }

    #[test]
    fn languages_write_dates_their_own_way() {
        let date = Edtf::parse("2016-02-25").expect("EDTF");
        let long = |language: &str| Dates::new(language, None).view(&date, &texts()).long;
        assert_eq!(long("de"), "Donnerstag, 25. Februar 2016");
        assert_eq!(long("fr"), "jeudi 25 février 2016");
        assert_eq!(long("en-US"), "Thursday, February 25, 2016");
    }
}
