//! Resolving: what was captured becomes a value.
//!
//! In: matches in text order, the anchor and the settings. Out: [`Timex`]es. The resolver walks
//! the document once and remembers what was told last: the date, the quarter under discussion.

mod clock;
mod compose;
mod duration;
mod feast;
mod month;
mod nearby;
mod period;
mod range;
mod settle;
mod shift;
mod slots;
mod within;
mod year;

use std::borrow::Cow;

use super::lexicon::Class;
use super::rules::{OpenEnd, Rule, RuleBook, Way, Yields};
use super::scan::{Match, Slot, Tense};
use super::timex::{Derivation, Modifier, Reading, Timex, TimexKind};
use super::value::timex_value;
use crate::calendar::{Bound, Date, Edtf, NaiveDate, Qualifier};
use crate::config::DateOrder;
use slots::Slots;

/// A step's code, and what it came to.
type Steps = Vec<Cow<'static, str>>;

/// What one extent came to.
#[derive(Debug, Clone, Default)]
struct Value {
    kind: Option<TimexKind>,
    /// TIMEX3 value, where it is not that of `date`.
    text: Option<String>,
    date: Option<Date>,
    qualifier: Qualifier,
    modifier: Option<Modifier>,
    quant: Option<String>,
    freq: Option<String>,
    needs_anchor: bool,
    /// Counted from the last date told, not from the anchor.
    from_told: bool,
    /// Said in full: nothing was counted from anywhere.
    absolute: bool,
    steps: Steps,
    alternatives: Vec<Reading>,
}

impl Value {
    fn of(date: Date) -> Self {
        Self {
            date: Some(date),
            ..Self::default()
        }
    }

    fn text(kind: TimexKind, value: impl Into<String>) -> Self {
        Self {
            kind: Some(kind),
            text: Some(value.into()),
            ..Self::default()
        }
    }

    fn step(mut self, code: &'static str) -> Self {
        self.steps.push(Cow::Borrowed(code));
        self
    }

    /// A relative expression in a document without an anchor.
    fn needs_anchor(kind: TimexKind, value: &str) -> Self {
        Self {
            needs_anchor: true,
            ..Self::text(kind, value)
        }
    }
}

/// The resolver of one document.
#[derive(Debug)]
pub(super) struct Resolver<'a> {
    pub(super) book: &'a RuleBook,
    pub(super) anchor: Option<Edtf>,
    /// The anchor's day.
    pub(super) day: Option<NaiveDate>,
    pub(super) narrative: bool,
    pub(super) order: DateOrder,
    pub(super) zone: Option<chrono_tz::Tz>,
    /// The date told last.
    pub(super) told: Option<Date>,
    /// The day told last.
    pub(super) told_day: Option<NaiveDate>,
    /// The clock time told last.
    pub(super) told_clock: Option<(NaiveDate, u16)>,
    /// Whether a year of three digits at hand is before our era; `None`: the text tells of none.
    pub(super) before_era: Option<bool>,
    /// The year told last, in full.
    pub(super) told_year: Option<i16>,
    /// The year of the month at hand in a history, by the dates around it.
    pub(super) story_year: Option<i32>,
    /// Whether the year at hand is named in passing in a history.
    pub(super) passing: bool,
    /// The quarter told last.
    pub(super) quarter: Option<(i16, u8)>,
    /// The quarter told first: the one a report is about, and its comparisons with.
    pub(super) lead_quarter: Option<(i16, u8)>,
    /// Whether the sentence speaks of several months ("In the first nine months"), and not of a quarter since.
    pub(super) months_told: bool,
    /// The sentence of the mention told last.
    pub(super) sentence: u32,
    pub(super) out: Vec<Timex>,
}

impl Resolver<'_> {
    /// Resolves one match and appends its one or two mentions.
    pub(super) fn take(&mut self, found: &Match, slots: &[Slot]) {
        let rule = &self.book.rules[usize::from(found.rule)];
        if rule.yields == Yields::Range {
            self.range(found, rule, slots);
            return;
        }
        if found.sentence != self.sentence {
            self.sentence = found.sentence;
            self.months_told = false;
        }
        if let Yields::Set(fixed) = &rule.yields
            && !found.extents[1].is_empty()
        {
            self.sets(found, rule, slots, fixed);
            return;
        }
        let view = Slots::all(slots);
        let narrative = self.narrative;
        // Histories say "the previous autumn" of their story, and "last autumn", "last year" of their own day.
        let last = rule.yields == Yields::Date
            && view.get(Class::DIRECTION) == Some(-1)
            && !view.has(Class::PART);
        self.narrative &= !((rule.from_writing || last) && self.day.is_some());
        let value = match &rule.yields {
            Yields::Block | Yields::Range => return,
            Yields::Date => self.date(&view, found, rule),
            Yields::Shift(way) => self.shift(&view, *way),
            Yields::After(way) => self
                .after(&view, *way)
                .map(|value| self.not_ahead(value, found, *way)),
            Yields::Told(count) => self.told_unit(&view, *count),
            Yields::Unit => self.unit(&view),
            Yields::YearEarlier => self.year_earlier(&view),
            Yields::Reference(value) => {
                Some(Value::text(TimexKind::Date, value.as_str()).step("reference"))
            }
            Yields::Duration(fixed) => self.duration(&view, fixed),
            Yields::Set(fixed) => self.set(&view, fixed),
            Yields::Literal(text) => literal(text),
            Yields::QuarterNumber(kind) => self.quarter_number(&view, found, rule, kind),
            Yields::NthWeekday => self.nth_weekday(&view, found),
        };
        self.narrative = narrative;
        if let Some(mut value) = value {
            if rule.as_duration {
                value.text = Self::length(&view).or(value.text);
                value.kind = Some(TimexKind::Duration);
            }
            if found.linked {
                self.follow(&mut value, &view);
            }
            let mut timex = self.finish(value, found, 0, rule, &view);
            if found.linked {
                self.link(&mut timex);
            }
            // "the year before", "two days earlier": a glance back, from which the story returns.
            let glance = matches!(rule.yields, Yields::After(Way::Past))
                || matches!(rule.yields, Yields::Told(n) if n < 0);
            let aside = found.aside && self.told_year.is_some();
            let until = self.narrative && until_a_season(found, &timex);
            let passing = aside || until || self.passing || rule.passing;
            if !(glance && self.narrative || passing) {
                self.remember(&timex);
            }
            self.out.push(timex);
        }
    }

    /// "every Monday, Wednesday and Friday": what recurs, a mention for each extent.
    fn sets(&mut self, found: &Match, rule: &Rule, slots: &[Slot], fixed: &str) {
        for extent in 0..found.extents.len() {
            let own = Slots::of_group(slots, extent as u8 + 1);
            if !found.extents[extent].is_empty()
                && let Some(value) = self.set(&own, fixed)
            {
                let timex = self.finish(value, found, extent, rule, &own);
                self.out.push(timex);
            }
        }
    }

    /// The direction a bare weekday, month or holiday is looked for in.
    fn tense(&self, found: &Match, rule: &Rule) -> Tense {
        let will = found.tense == Tense::Future && !found.said;
        // "from March 30 … until August 6": after a day to come, in the same sentence, another.
        let goes_on = found.tense == Tense::Open
            && !self.narrative
            && self
                .out
                .iter()
                .rev()
                .take(4)
                .take_while(|last| last.sentence == found.sentence)
                .any(|last| match last.edtf {
                    Some(Edtf::Date(date @ (Date::Day(_) | Date::Month { .. }), _)) => {
                        self.day.is_some_and(|day| date.first_day() > day)
                    }
                    _ => false,
                });
        if rule.ahead || found.ahead || will || goes_on {
            Tense::Future
        } else {
            found.tense
        }
    }

    /// Completes a value into a mention.
    fn finish(
        &self,
        mut value: Value,
        found: &Match,
        extent: usize,
        rule: &Rule,
        slots: &Slots<'_>,
    ) -> Timex {
        if let Some(modifier) = rule.modifier.or_else(|| slots.modifier()) {
            value.modifier = value.modifier.or(Some(modifier));
            if modifier == Modifier::Approx && value.qualifier == Qualifier::Exact {
                value.qualifier = Qualifier::Approximate;
            }
        }
        // Years beyond four digits have no form here.
        let date = value.date.filter(in_range);
        let kind = value.kind.unwrap_or(match date {
            Some(Date::Minute { .. }) => TimexKind::Time,
            _ => TimexKind::Date,
        });
        let edtf = date
            .filter(|_| rule.as_duration || matches!(kind, TimexKind::Date | TimexKind::Time))
            .map(|d| Edtf::Date(d, value.qualifier));
        let interval = match (rule.open.or(found.open), date) {
            (Some(OpenEnd::End), Some(d)) => Some(Edtf::Interval {
                start: Bound::Date(d, value.qualifier),
                end: Bound::Open,
            }),
            (Some(OpenEnd::Start), Some(d)) => Some(Edtf::Interval {
                start: Bound::Open,
                end: Bound::Date(d, value.qualifier),
            }),
            _ => None,
        };
        let text = value
            .text
            .or_else(|| date.map(timex_value))
            .unwrap_or_else(|| "XXXX".to_owned());
        let from = if value.absolute || edtf.is_none() {
            None
        } else if value.from_told {
            self.told.map(Edtf::from)
        } else {
            self.anchor
        };
        Timex {
            span: found.extents[extent],
            sentence: found.sentence,
            kind,
            value: text,
            edtf,
            interval,
            modifier: value.modifier,
            quant: value.quant,
            freq: value.freq,
            rule: Cow::Borrowed(rule.name),
            derivation: Derivation {
                from,
                from_anchor: from.is_some() && !value.from_told,
                steps: value.steps,
            },
            alternatives: value.alternatives,
            needs_anchor: value.needs_anchor,
        }
    }

    /// Keeps what later expressions count from.
    fn remember(&mut self, timex: &Timex) {
        // A comparison with the year before does not change what is spoken of.
        if timex
            .derivation
            .steps
            .iter()
            .any(|s| s == "quarter-year-before" || s == "year-before")
        {
            return;
        }
        let Some(Edtf::Date(date, _)) = timex.edtf else {
            return;
        };
        if date.is_yearless() {
            return;
        }
        match date {
            Date::Century { .. } | Date::Decade { .. } => return,
            Date::Quarter { year, quarter } => {
                self.months_told = false;
                self.quarter = Some((year, quarter));
                self.lead_quarter = self.lead_quarter.or(self.quarter);
            }
            _ => {}
        }
        if let Date::Minute { day, minute, .. } = date {
            self.told_clock = Some((day, minute));
        }
        self.tell(date);
        self.told_year = Some(date.year() as i16);
    }

    /// Makes `date` the one told last; of a clock time its day.
    fn tell(&mut self, date: Date) {
        self.told = Some(match date {
            Date::Minute { day, .. } => Date::Day(day),
            other => other,
        });
        if let Some(Date::Day(day)) = self.told {
            self.told_day = Some(day);
        }
    }
}

/// "It was put off until the spring": the story does not go there.
fn until_a_season(found: &Match, timex: &Timex) -> bool {
    let season = matches!(timex.edtf, Some(Edtf::Date(Date::Season { .. }, _)));
    found.open == Some(OpenEnd::Start) && !found.linked && season
}

fn in_range(date: &Date) -> bool {
    use chrono::Datelike;
    date.first_day().year() >= -9999 && date.end_day().pred_opt().is_some_and(|d| d.year() <= 9999)
}

fn literal(text: &str) -> Option<Value> {
    match Edtf::parse(text) {
        Ok(Edtf::Date(date, qualifier)) => Some(
            Value {
                qualifier,
                absolute: true,
                ..Value::of(date)
            }
            .step("literal"),
        ),
        _ => {
            let kind = if text.contains('T') {
                TimexKind::Time
            } else {
                TimexKind::Date
            };
            Some(Value::text(kind, text).step("literal"))
        }
    }
}

/// Whether a way leads into the past, as a sign.
fn sign(way: Way) -> i64 {
    match way {
        Way::Past => -1,
        Way::Future => 1,
    }
}
