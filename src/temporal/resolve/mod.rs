//! Resolving: what was captured becomes a value.
//!
//! In: matches in text order, the anchor and the settings. Out: [`Timex`]es. The resolver walks
//! the document once and remembers what was told last: the date, the quarter under discussion.

mod clock;
mod compose;
mod duration;
mod range;
mod shift;
mod slots;
mod within;

use std::borrow::Cow;

use super::lexicon::Class;
use super::rules::{OpenEnd, Rule, RuleBook, Way, Yields};
use super::scan::{Match, Slot, Tense};
use super::timex::{Derivation, Modifier, Reading, Timex, TimexKind};
use super::value::timex_value;
use crate::calendar::{Bound, Date, Edtf, NaiveDate, Qualifier, Unit};
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
    /// The year told last, in full.
    pub(super) told_year: Option<i16>,
    /// The year of the month at hand in a history, by the dates around it.
    pub(super) story_year: Option<i32>,
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
        self.narrative &= !(rule.from_writing && self.day.is_some());
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
            if !(glance && self.narrative) {
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

    /// "10 p.m. Friday to 2 a.m. Saturday": the end's weekday is the one that follows the start.
    fn follow(&self, end: &mut Value, slots: &Slots<'_>) {
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
    fn link(&mut self, end: &mut Timex) {
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
            (start.value, start.edtf) = (timex_value(from), Some(Edtf::Date(from, from_sure)));
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
            let bare = timex
                .derivation
                .steps
                .iter()
                .any(|s| s == "anchor-day" || s == "day-told");
            if recurs && bare && near(last, timex) {
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
    pub(super) fn settle(&mut self) {
        /// How far behind, in bytes.
        const NEAR: u32 = 24;
        self.settle_recurring();
        self.settle_present();
        let mut last: Option<(u32, NaiveDate)> = None;
        for timex in &mut self.out {
            match timex.edtf {
                Some(Edtf::Date(Date::Day(day), _)) => last = Some((timex.sentence, day)),
                Some(Edtf::Date(Date::Minute { minute, offset, .. }, sure))
                    if timex
                        .derivation
                        .steps
                        .iter()
                        .any(|s| s == "anchor-day" || s == "day-told") =>
                {
                    if let Some((sentence, day)) = last
                        && sentence == timex.sentence
                    {
                        let date = Date::Minute {
                            day,
                            minute,
                            offset,
                        };
                        (timex.value, timex.edtf) =
                            (timex_value(date), Some(Edtf::Date(date, sure)));
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
                    if timex
                        .derivation
                        .steps
                        .iter()
                        .any(|s| s == "anchor-day" || s == "day-told") =>
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
                        (timex.value, timex.edtf) =
                            (timex_value(date), Some(Edtf::Date(date, sure)));
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
        self.told = Some(whole(date));
        self.told_year = Some(
            date.first_day()
                .format("%Y")
                .to_string()
                .parse()
                .unwrap_or(0),
        );
    }
}

/// The day of a clock time; every other date is itself.
fn whole(date: Date) -> Date {
    match date {
        Date::Minute { day, .. } => Date::Day(day),
        other => other,
    }
}

/// Whether the day of a clock time is not told.
fn day_open(timex: &Timex) -> bool {
    timex
        .derivation
        .steps
        .iter()
        .any(|step| step == "anchor-day")
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
        _ => Some(Value::text(TimexKind::Date, text).step("literal")),
    }
}

/// Whether a way leads into the past, as a sign.
fn sign(way: Way) -> i64 {
    match way {
        Way::Past => -1,
        Way::Future => 1,
    }
}
