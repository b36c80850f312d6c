//! How long and how often. In: counts, units and frequency words. Out: `P3D`, `PT5H30M`, `PXM`,
//! `P1W` with its `quant`.

use super::super::lexicon::{Class, code, decode};
use super::slots::Slots;
use super::{Resolver, TimexKind, Value};
use crate::calendar::Date;

impl Resolver<'_> {
    /// `three days`: a fixed value, else the count and the unit.
    pub(super) fn duration(&mut self, slots: &Slots<'_>, fixed: &str) -> Option<Value> {
        if !fixed.is_empty() && fixed != "age" {
            return Some(Value::text(TimexKind::Duration, fixed).step("duration"));
        }
        if let Some(text) = Self::compound(slots) {
            return Some(Value::text(TimexKind::Duration, text).step("duration"));
        }
        if fixed == "age" {
            let text = duration_text(slots.count(), false, false, code("Y"))?;
            return Some(Value::text(TimexKind::Duration, text).step("duration"));
        }
        let unit = slots.unit_code()?;
        // "12 to 18 months": how many, nobody said. Where only one of the numbers lies in the extent, that one.
        let mut numbers = slots
            .all
            .iter()
            .filter(|slot| slot.class == Class::NUMBER)
            .map(|slot| slot.group);
        let one = numbers.next();
        let count = slots
            .count()
            .filter(|_| numbers.all(|group| Some(group) != one));
        let text = match count {
            // Histories count decades as such.
            Some(count) if self.narrative && unit == code("DE") && count % 1000 == 0 => {
                format!("P{}DE", count / 1000)
            }
            _ => duration_text(count, slots.has(Class::HALF_OF), one_number(slots), unit)?,
        };
        if unit == code("M") {
            self.months_told = slots.count().is_some_and(|count| count > 3000);
        }
        Some(Value::text(TimexKind::Duration, text).step("duration"))
    }

    /// "An hour and ten minutes": two counts, each with its own unit, the greater first.
    fn compound(slots: &Slots<'_>) -> Option<String> {
        let (first, second) = (slots.nth(Class::UNIT, 0)?, slots.nth(Class::UNIT, 1)?);
        let mut counts = slots.all.iter().filter_map(|slot| match slot.class {
            Class::NUMBER => Some(slot.value),
            Class::ONE => Some(1),
            _ => None,
        });
        let (one, other) = (counts.next()?, counts.next()?);
        let rank = |unit: i32| {
            ["Y", "M", "W", "D", "H", "MI", "S"]
                .iter()
                .position(|u| code(u) == unit)
        };
        let (before, behind) = (rank(first)?, rank(second)?);
        if before >= behind {
            return None;
        }
        let letter = |unit: i32| decode(unit).chars().next();
        // The T stands before hours and what is finer.
        let time = 4;
        Some(format!(
            "P{}{one}{}{}{other}{}",
            if before >= time { "T" } else { "" },
            letter(first)?,
            if behind >= time && before < time {
                "T"
            } else {
                ""
            },
            letter(second)?,
        ))
    }

    /// The length the slots tell, counted or not.
    pub(super) fn length(slots: &Slots<'_>) -> Option<String> {
        if let Some(text) = Self::compound(slots) {
            return Some(text);
        }
        let half_more = slots.has(Class::HALF_OF);
        duration_text(
            slots.count(),
            half_more,
            one_number(slots),
            slots.unit_code()?,
        )
    }

    /// `every week`, `daily`, `each Thursday`: a fixed value, else what recurs.
    pub(super) fn set(&self, slots: &Slots<'_>, fixed: &str) -> Option<Value> {
        // "twice a week": the unit recurs, so many times in each.
        let times = fixed == "times";
        let text = if times {
            duration_text(Some(1000), false, false, slots.unit_code()?)?
        } else if fixed == "calendar" {
            calendar_text(slots.unit_code()?)?.to_owned()
        } else if !fixed.is_empty() {
            fixed.to_owned()
        } else if let Some(frequency) = slots.get(Class::FREQUENCY) {
            duration_text(Some(1000), false, false, frequency)?
        } else if let Some(weekday) = slots.get(Class::WEEKDAY) {
            let part = slots
                .get(Class::PART)
                .map_or(String::new(), |p| format!("T{}", decode(p)));
            format!("{}{part}", self.any_week(weekday))
        } else if let Some(month) = slots.get(Class::MONTH) {
            match slots
                .get(Class::DAY)
                .or_else(|| slots.get(Class::DAY_ORDINAL))
            {
                // 2000 is a leap year: only days no year has are refused.
                Some(day) => {
                    Date::ymd(2000, month.try_into().ok()?, day.try_into().ok()?)?;
                    format!("XXXX-{month:02}-{day:02}")
                }
                None => format!("XXXX-{month:02}"),
            }
        } else if let Some(season) = slots.get(Class::SEASON) {
            format!("XXXX-{}", decode(season))
        } else if let Some(part) = slots.get(Class::PART) {
            format!("XXXX-XX-XXT{}", decode(part))
        } else {
            // "every few years": how many, nobody said.
            let few = slots.has(Class::INDEFINITE);
            let count = slots.count().or((!few).then_some(1000));
            duration_text(count, false, false, slots.unit_code()?)?
        };
        let mut value = Value::text(TimexKind::Set, text).step("set");
        if slots.has(Class::EVERY) {
            value.quant = Some("EVERY".to_owned());
        }
        if let Some(times) = slots
            .nth(Class::NUMBER, 0)
            .filter(|_| times || slots.has(Class::FREQUENCY))
        {
            value.freq = Some(format!("{times}X"));
        }
        Some(value)
    }
}

/// `XXXX-WXX`: what recurs, by the unit it recurs in.
fn calendar_text(unit: i32) -> Option<&'static str> {
    const TABLE: [(i32, &str); 5] = [
        (code("D"), "XXXX-XX-XX"),
        (code("W"), "XXXX-WXX"),
        (code("WE"), "XXXX-WXX-WE"),
        (code("M"), "XXXX-XX"),
        (code("Y"), "XXXX"),
    ];
    TABLE
        .iter()
        .find(|(code, _)| *code == unit)
        .map(|(_, text)| *text)
}

/// Whether whole and fraction are one word ("zweieinhalb Stunden"): then they are one number, `PT2.5H`.
fn one_number(slots: &Slots<'_>) -> bool {
    slots
        .get(Class::FRACTION)
        .is_some_and(|thousandths| thousandths > 1000)
}

/// `P3D` of a count in thousandths (`None`: an unknown number) and a unit's code.
fn duration_text(
    count: Option<i64>,
    half_more: bool,
    one_number: bool,
    unit: i32,
) -> Option<String> {
    let unit = decode(unit);
    let (scale, letter, timed) = match unit.as_str() {
        "D" | "W" | "M" | "Y" | "Q" => (1, unit.as_str(), false),
        "DE" => (10, "Y", false),
        "CE" => (100, "Y", false),
        "QCE" => (25, "Y", false),
        "ML" => (1000, "Y", false),
        "FN" => (2, "W", false),
        "HY" => (6, "M", false),
        "QY" => (3, "M", false),
        "TQY" => (9, "M", false),
        "WE" => (1, "WE", false),
        "H" => (1, "H", true),
        "MI" => (1, "M", true),
        "S" => (1, "S", true),
        "QH" => (15, "M", true),
        "TQH" => (45, "M", true),
        "HH" => (30, "M", true),
        // "three nights", "the whole summer"
        "MO" | "AF" | "EV" | "NI" => (1, unit.as_str(), true),
        "SP" | "SU" | "FA" | "WI" => (1, unit.as_str(), false),
        _ => return None,
    };
    let head = if timed { "PT" } else { "P" };
    let Some(count) = count else {
        let letter = match unit.as_str() {
            "DE" => "DE",
            "CE" => "C",
            "FN" => "W",
            _ => letter,
        };
        return Some(format!("{head}X{letter}"));
    };
    let count = count + if half_more { 500 } else { 0 };
    let amount = count.checked_mul(scale)?;
    let (whole, rest) = (amount / 1000, amount % 1000);
    if rest == 0 {
        return Some(format!("{head}{whole}{letter}"));
    }
    if timed && matches!(letter, "H" | "M") && !one_number {
        let finer = if letter == "H" { "M" } else { "S" };
        let rest = rest * 60 / 1000;
        return Some(if whole == 0 {
            format!("PT{rest}{finer}")
        } else {
            format!("PT{whole}{letter}{rest}{finer}")
        });
    }
    // Half a year is six months to everybody, and three quarters of one are nine.
    if letter == "Y" && rest % 250 == 0 && whole == 0 {
        return Some(format!("P{}M", rest * 12 / 1000));
    }
    let fraction = format!("{rest:03}");
    Some(format!(
        "{head}{whole}.{}{letter}",
        fraction.trim_end_matches('0')
    ))
}
