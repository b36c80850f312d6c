//! Years of three digits: whether a text tells of such years, and which are before our era. In: the matches of a
//! document. Out: for each, the era of the years without one.

use super::lexicon::{Class, code};
use super::scan::{Match, Slot, value_of};

/// Years before this one are mostly written with three digits.
const OLD: i32 = 1100;
/// So many numbers that read like years of old are enough, where there are fewer others.
const MANY: usize = 3;

/// How far a number may lie off the years that are told for sure, before our era and in it: dates before it are told
/// with their era again and again.
const AWAY: (i32, i32) = (100, 400);

/// What a document says of years of old.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Eras {
    /// Dates with their era, before ours and in it.
    before: usize,
    within: usize,
    /// Months and seasons with a year of three digits.
    months: usize,
    seasons: usize,
    /// Decades and centuries of old, without an era.
    periods: usize,
    /// Numbers of three digits that may be years.
    pub(super) bare: usize,
    /// Years of four digits.
    modern: usize,
    /// Steps from one year of three digits to the next.
    up: usize,
    down: usize,
    /// The least and the greatest year that is told for sure, whatever its era.
    sure: Option<(i32, i32)>,
}

/// What one match says of them.
enum Sign {
    /// Its own era; whether it is before ours.
    Told(bool),
    Month,
    Season(i32),
    Period,
    Bare(i32),
    Modern,
}

fn sign(slots: &[Slot]) -> Option<Sign> {
    let value = |class: Class| value_of(slots, class);
    if let Some(era) = value(Class::ERA) {
        return Some(Sign::Told(era == code("BC")));
    }
    if let Some(year) = value(Class::THREE_DIGITS) {
        return Some(if value(Class::MONTH).or(value(Class::HOLIDAY)).is_some() {
            Sign::Month
        } else if value(Class::SEASON).is_some() {
            Sign::Season(year)
        } else {
            Sign::Bare(year)
        });
    }
    let decade = value(Class::DECADE).is_some_and(|tens| (10..OLD / 10).contains(&tens));
    let century = value(Class::CENTURY_WORD).is_some()
        && value(Class::ORDINAL).is_some_and(|nth| (1..=OLD / 100).contains(&nth));
    if decade || century {
        return Some(Sign::Period);
    }
    value(Class::YEAR).map(|_| Sign::Modern)
}

fn is_year(class: Class) -> bool {
    matches!(class, Class::YEAR | Class::YEAR_ANY | Class::THREE_DIGITS)
}

impl Eras {
    /// Counts the signs of a document.
    pub(super) fn of(matches: &[Match], slots: &[Slot]) -> Self {
        let mut eras = Self::default();
        let mut last: Option<i32> = None;
        for found in matches {
            let slots = found.of(slots);
            let sign = sign(slots);
            if let Some(Sign::Told(_) | Sign::Month | Sign::Season(_)) = sign {
                for slot in slots.iter().filter(|s| is_year(s.class)) {
                    let (least, greatest) = eras.sure.unwrap_or((slot.value, slot.value));
                    eras.sure = Some((least.min(slot.value), greatest.max(slot.value)));
                }
            }
            match sign {
                Some(Sign::Told(true)) => eras.before += 1,
                Some(Sign::Told(false)) => eras.within += 1,
                Some(Sign::Month) => eras.months += 1,
                Some(Sign::Period) => eras.periods += 1,
                Some(Sign::Modern) => eras.modern += 1,
                Some(sign @ (Sign::Season(year) | Sign::Bare(year))) => {
                    eras.up += usize::from(last.is_some_and(|last| year > last));
                    eras.down += usize::from(last.is_some_and(|last| year < last));
                    last = Some(year);
                    match sign {
                        Sign::Season(_) => eras.seasons += 1,
                        _ => eras.bare += 1,
                    }
                }
                None => {}
            }
        }
        eras
    }

    /// Whether something but the numbers themselves says that they are years.
    pub(super) fn told(&self) -> bool {
        self.before + self.within + self.months + self.seasons > 0
    }

    /// Whether the numbers are years, in a history.
    pub(super) fn known(&self) -> bool {
        self.told()
            || self.bare > 0 && self.periods > 0
            || self.bare >= MANY && self.bare > self.modern
    }

    /// For each match, whether a year without an era is before ours, or `None` where it is hardly a year; nothing where
    /// there are no such years.
    ///
    /// Where dates of both eras are told, that of the one told last; else one for all: ours, but where a date before it
    /// is told and more numbers fall than rise.
    pub(super) fn each(
        &self,
        matches: &[Match],
        slots: &[Slot],
        narrative: bool,
    ) -> Vec<Option<bool>> {
        if !(self.told() || narrative && self.known()) {
            return Vec::new();
        }
        let mixed = self.before > 0 && self.within > 0;
        let falls = 2 * self.before + self.down > 2 * self.within + self.months + self.up;
        let mut now = self.before > 0 && falls;
        let each = matches.iter().map(|found| {
            let slots = found.of(slots);
            let sign = sign(slots);
            if let (true, Some(Sign::Told(before))) = (mixed, &sign) {
                now = *before;
            }
            let away = if now { AWAY.0 } else { AWAY.1 };
            let hardly = match (sign, self.sure) {
                (Some(Sign::Bare(year)), Some((least, greatest))) => {
                    !(least - away..=greatest + away).contains(&year)
                }
                _ => false,
            };
            (!hardly).then_some(now)
        });
        each.collect()
    }
}
