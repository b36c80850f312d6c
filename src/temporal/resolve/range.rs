//! Ranges: two mentions, one interval. In: a match with two extents. Out: both mentions, each
//! with what it leaves out taken from the other, and the interval on both.

use super::super::lexicon::Class;
use super::super::rules::Rule;
use super::super::scan::{Match, Slot};
use super::Resolver;
use super::slots::Slots;
use crate::calendar::{Bound, Date, Edtf, Unit};

impl Resolver<'_> {
    /// Resolves both ends and appends them.
    pub(super) fn range(&mut self, found: &Match, rule: &Rule, slots: &[Slot]) {
        // "May 3, 4 and 5": what lies between is a day of its own.
        let between = !found.extents[2].is_empty();
        let last = if between { 3 } else { 2 };
        let (first, second) = (Slots::of_group(slots, 1), Slots::of_group(slots, last));
        let Some(mut start) = self.date(&first, found, rule) else {
            return;
        };
        // "1914–18": the short year lies in the first one's century.
        let short = slots
            .iter()
            .find(|s| s.group == last && s.class == Class::YEAR_SHORT);
        let full = slots
            .iter()
            .find(|s| s.group == 1 && matches!(s.class, Class::YEAR | Class::THREE_DIGITS));
        let end = match (short, full) {
            (Some(short), Some(full)) => {
                let year = full.value / 100 * 100 + short.value;
                (year > full.value).then(|| {
                    super::Value {
                        absolute: true,
                        ..super::Value::of(Date::Year { year: year as i16 })
                    }
                    .step("written")
                })
            }
            _ => {
                let keep = (self.told, self.told_day);
                if let Some(date) = start.date.filter(|d| !d.is_yearless()) {
                    self.tell(date);
                }
                let end = self.date(&second, found, rule);
                (self.told, self.told_day) = keep;
                end
            }
        };
        let Some(mut end) = end else {
            let timex = self.finish(start, found, 0, rule, &first);
            self.remember(&timex);
            self.out.push(timex);
            return;
        };
        if let (Some(from), Some(to)) = (start.date, end.date) {
            // A time and its day are no range.
            let backwards = match (from, to) {
                (Date::Minute { .. }, Date::Day(_)) => false,
                // "between 10 p.m. and 6 a.m."
                (
                    Date::Minute { day, minute, .. },
                    Date::Minute {
                        day: until,
                        minute: end,
                        ..
                    },
                ) => (until, end) < (day, minute),
                _ => to.end_day() <= from.first_day(),
            };
            let of_year = |s: &Slot| matches!(s.class, Class::YEAR | Class::THREE_DIGITS);
            let own_year = |group| slots.iter().any(|s| s.group == group && of_year(s));
            if backwards && !own_year(1) && own_year(last) {
                // "from December to March 2017" began the year before.
                start.date = from.shift(-1, Unit::Year).ok().or(start.date);
            } else if backwards && second.has(Class::WEEKDAY) && !second.has(Class::DAY) {
                end.date = to.shift(1, Unit::Week).ok().or(end.date);
            } else if backwards && matches!(to, Date::Minute { .. }) {
                end.date = to.shift(1, Unit::Day).ok().or(end.date);
            } else if backwards && !second.has(Class::YEAR) && !first.has(Class::YEAR) && {
                // "January-August", told in October: the end is nearer to the day of writing than next January.
                let far = |date: Date| {
                    self.reference_day()
                        .map_or(0, |told| (date.first_day() - told).num_days().abs())
                };
                second.has(Class::MONTH) && !second.has(Class::DAY) && far(to) < far(from)
            } {
                start.date = from.shift(-1, Unit::Year).ok().or(start.date);
            } else if backwards && !own_year(last) {
                end.date = to.shift(1, Unit::Year).ok().or(end.date);
            }
        }
        let interval = interval(
            start.date.filter(super::in_range),
            end.date.filter(super::in_range),
            start.qualifier,
            end.qualifier,
        );
        let mut from = self.finish(start, found, 0, rule, &first);
        let mut to = self.finish(end, found, usize::from(last) - 1, rule, &second);
        from.interval = interval;
        to.interval = interval;
        self.remember(&from);
        self.out.push(from);
        let middle = Slots::of_group(slots, 2);
        if let Some(value) = between.then(|| self.date(&middle, found, rule)).flatten() {
            let mut middle = self.finish(value, found, 1, rule, &middle);
            middle.interval = interval;
            self.out.push(middle);
        }
        self.remember(&to);
        self.out.push(to);
    }
}

fn interval(
    start: Option<Date>,
    end: Option<Date>,
    about_start: crate::calendar::Qualifier,
    about_end: crate::calendar::Qualifier,
) -> Option<Edtf> {
    let (start, end) = (start?, end?);
    if start.is_yearless() != end.is_yearless()
        || start.first_day() >= end.end_day()
        || start == end
        || matches!(start, Date::Minute { .. }) != matches!(end, Date::Minute { .. })
    {
        return None;
    }
    Some(Edtf::Interval {
        start: Bound::Date(start, about_start),
        end: Bound::Date(end, about_end),
    })
}
