//! What mentions owe each other: ranges of two, clock times that take the day beside them, what recurs. In: the
//! mentions so far. Out: the same, with days and intervals put right.

use std::borrow::Cow;

use chrono::Datelike;

use super::super::lexicon::Class;
use super::slots::Slots;
use super::{Resolver, Timex, TimexKind, Value, clock, timex_value};
use crate::calendar::{Bound, Date, Edtf, NaiveDate, Qualifier, Unit};

impl Resolver<'_> {
    /// "10 p.m. Friday to 2 a.m. Saturday": the end's weekday is the one that follows the start.
    pub(super) fn follow(&self, end: &mut Value, slots: &Slots<'_>) {
        let bare = slots.has(Class::WEEKDAY)
            && !slots.has(Class::MONTH)
            && !slots.has(Class::DIRECTION)
            && end.text.is_none();
        if let (true, Some(to), Some(Edtf::Date(from, _))) =
            (bare, end.date, self.out.last().and_then(|start| start.edtf))
            && !from.is_yearless()
            && to.end_day() <= from.first_day()
            && !self.out.last().is_some_and(day_open)
        {
            end.date = to.shift(1, Unit::Week).ok().or(end.date);
        }
    }

    /// Makes one interval of the mention told last and `end`, where it ends after that begins.
    pub(super) fn link(&mut self, end: &mut Timex) {
        let (Some(start), Some(Edtf::Date(to, to_sure))) = (self.out.last_mut(), end.edtf) else {
            return;
        };
        let Some(Edtf::Date(mut from, from_sure)) = start.edtf else {
            return;
        };
        // "from 6 a.m. to 6 p.m. on Tuesday": the day is told once.
        if let (
            Date::Minute { minute, offset, .. },
            Date::Minute {
                day, minute: until, ..
            },
        ) = (from, to)
            && minute < until
            && day_open(start)
            && !day_open(end)
        {
            from = Date::Minute {
                day,
                minute,
                offset,
            };
            write(start, from, from_sure);
        }
        let later = match (from, to) {
            (
                Date::Minute { day, minute, .. },
                Date::Minute {
                    day: until,
                    minute: end,
                    ..
                },
            ) => (day, minute) < (until, end),
            _ => from.is_yearless() == to.is_yearless() && from.end_day() <= to.first_day(),
        };
        let closed = |interval: Option<Edtf>| {
            matches!(
                interval,
                Some(Edtf::Interval {
                    start: Bound::Date(..),
                    end: Bound::Date(..)
                })
            )
        };
        if !later || closed(start.interval) {
            return;
        }
        let interval = Some(Edtf::Interval {
            start: Bound::Date(from, from_sure),
            end: Bound::Date(to, to_sure),
        });
        start.interval = interval;
        end.interval = interval;
    }

    /// "Daily from 10 a.m. to 6 p.m.", "on 25 and 26 August from 10 to 18": a clock time right behind what recurs, or
    /// behind several days, is on no one day.
    fn settle_recurring(&mut self) {
        /// How far behind, in bytes.
        const NEAR: u32 = 40;
        for at in 1..self.out.len() {
            let (before, rest) = self.out.split_at_mut(at);
            let (last, timex) = (&before[at - 1], &mut rest[0]);
            let near = |earlier: &Timex, later: &Timex| {
                earlier.sentence == later.sentence
                    && later.span.start.saturating_sub(earlier.span.end) <= NEAR
            };
            let Some(Edtf::Date(Date::Minute { minute, .. }, _)) = timex.edtf else {
                continue;
            };
            let day = |timex: &Timex| matches!(timex.edtf, Some(Edtf::Date(Date::Day(_), _)));
            let recurs = match last.kind {
                TimexKind::Set => true,
                TimexKind::Time => last.derivation.steps.iter().any(|s| s == "each-time"),
                _ => {
                    day(last)
                        && at >= 2
                        && before.get(at - 2).is_some_and(|first| {
                            day(first) && near(first, last) && first.edtf < last.edtf
                        })
                }
            };
            if recurs && day_assumed(timex) && near(last, timex) {
                // "every evening at eight"
                let late = last.value.ends_with("TEV") || last.value.ends_with("TAF");
                let later = if late && minute < 720 { 720 } else { 0 };
                timex.value = clock::any_day(minute + later);
                timex.edtf = None;
                timex.interval = None;
                timex.derivation.from = None;
                timex.derivation.from_anchor = false;
                timex.derivation.steps = vec![Cow::Borrowed("each-time")];
            }
        }
    }

    /// "Every year on 3 May", "jedes Jahr im Herbst": what stands right behind a set of years is of no one year.
    fn settle_yearly(&mut self) {
        /// How far behind, in bytes.
        const NEAR: u32 = 12;
        /// The months of the movable feasts.
        const FEASTS: std::ops::RangeInclusive<u32> = 2..=6;
        for at in 1..self.out.len() {
            let (before, rest) = self.out.split_at_mut(at);
            let (last, timex) = (&before[at - 1], &mut rest[0]);
            let near = last.sentence == timex.sentence
                && timex.span.start.saturating_sub(last.span.end) <= NEAR;
            let yearly = last.kind == TimexKind::Set
                && last.freq.is_none()
                && matches!(&*last.value, "P1Y" | "XXXX");
            let has = |step: &str| timex.derivation.steps.iter().any(|s| s == step);
            let (written, nth) = (has("written"), has("nth-weekday"));
            let Some(Edtf::Date(date, sure)) = timex.edtf.filter(|_| near && yearly && !written)
            else {
                continue;
            };
            // Easter and its like are on no one day of the year.
            let movable = sure != Qualifier::Exact || FEASTS.contains(&date.first_day().month());
            if has("holiday") && movable {
                continue;
            }
            let any = match date {
                // "On the first Sunday in October": in that month.
                Date::Day(day) if nth => Date::AnyYearMonth {
                    month: day.month() as u8,
                },
                Date::Day(day) if timex.kind == TimexKind::Date => Date::AnyYearDay {
                    month: day.month() as u8,
                    day: day.day() as u8,
                },
                Date::Month { month, .. } => Date::AnyYearMonth { month },
                Date::Season { .. } => {
                    timex.value.replace_range(..4, "XXXX");
                    timex.edtf = None;
                    continue;
                }
                _ => continue,
            };
            write(timex, any, sure);
            timex.interval = None;
            timex.derivation.from = None;
            timex.derivation.from_anchor = false;
            timex.derivation.steps = vec![Cow::Borrowed("yearless")];
        }
    }

    /// "Heute" is the present, not a day, in a text that tells of no other day by its distance ("gestern") and where
    /// nothing else says that something happened.
    fn settle_present(&mut self) {
        let has = |timex: &Timex, step: &str| timex.derivation.steps.iter().any(|s| s == step);
        let open = |timex: &Timex| has(timex, "day-or-present");
        let past = |timex: &Timex| match timex.edtf {
            Some(Edtf::Date(date, _)) => self.day.is_some_and(|day| date.first_day() <= day),
            _ => false,
        };
        let daily = self.out.iter().any(|timex| {
            !open(timex) && has(timex, "day-from-anchor") && (past(timex) || timex.edtf.is_none())
        });
        for timex in self.out.iter_mut().filter(|timex| open(timex)) {
            timex.derivation.steps.retain(|s| s != "day-or-present");
            if !daily && has(timex, "day-from-anchor") {
                timex.value = "PRESENT_REF".to_owned();
                timex.edtf = None;
                timex.interval = None;
                timex.derivation.from = None;
                timex.derivation.from_anchor = false;
                timex.derivation.steps = vec![Cow::Borrowed("reference")];
            }
        }
    }

    /// Gives a clock time without a day the day told before it in its sentence ("On Friday it left at 6 p.m."), else
    /// the one right behind it: "6 p.m. (1600 GMT) Monday".
    pub(in crate::temporal) fn settle(&mut self) {
        /// How far behind, in bytes.
        const NEAR: u32 = 24;
        self.settle_recurring();
        self.settle_yearly();
        self.settle_present();
        let mut last: Option<(u32, NaiveDate)> = None;
        for timex in &mut self.out {
            match timex.edtf {
                Some(Edtf::Date(Date::Day(day), _)) => last = Some((timex.sentence, day)),
                Some(Edtf::Date(Date::Minute { minute, offset, .. }, sure))
                    if day_assumed(timex) =>
                {
                    if let Some((sentence, day)) = last
                        && sentence == timex.sentence
                    {
                        let date = Date::Minute {
                            day,
                            minute,
                            offset,
                        };
                        write(timex, date, sure);
                        let steps = &mut timex.derivation.steps;
                        steps.retain(|step| step != "anchor-day" && step != "day-told");
                        steps.push(Cow::Borrowed("day-before"));
                    }
                }
                _ => {}
            }
        }
        let mut next: Option<(u32, u32, Date)> = None;
        for timex in self.out.iter_mut().rev() {
            match timex.edtf {
                Some(Edtf::Date(Date::Minute { minute, offset, .. }, sure))
                    if day_assumed(timex) =>
                {
                    if let Some((sentence, start, Date::Day(day))) = next
                        && sentence == timex.sentence
                        && start.saturating_sub(timex.span.end) <= NEAR
                    {
                        let date = Date::Minute {
                            day,
                            minute,
                            offset,
                        };
                        write(timex, date, sure);
                        timex.derivation.steps.push(Cow::Borrowed("day-behind"));
                        next = Some((sentence, timex.span.start, Date::Day(day)));
                        continue;
                    }
                }
                _ => {}
            }
            // "At noon it was gone, and five weeks later …" is another day.
            let counted = ["count-from-told", "unit-told"];
            let steps = &timex.derivation.steps;
            next = match timex.edtf {
                Some(Edtf::Date(date @ Date::Day(_), _))
                    if !steps.iter().any(|step| counted.contains(&&**step)) =>
                {
                    Some((timex.sentence, timex.span.start, date))
                }
                _ => None,
            };
        }
    }
}

/// Whether a clock time has its day from the writing or from what was told before.
fn day_assumed(timex: &Timex) -> bool {
    let steps = &timex.derivation.steps;
    steps.iter().any(|s| s == "anchor-day" || s == "day-told")
}

/// Makes `date` what a mention says.
fn write(timex: &mut Timex, date: Date, sure: Qualifier) {
    (timex.value, timex.edtf) = (timex_value(date), Some(Edtf::Date(date, sure)));
}

/// Whether the day of a clock time is not told.
fn day_open(timex: &Timex) -> bool {
    timex
        .derivation
        .steps
        .iter()
        .any(|step| step == "anchor-day")
}
