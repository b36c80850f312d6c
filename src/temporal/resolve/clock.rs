//! Times of day: clock times with zones, and parts of the day. In: slots and a day. Out: the
//! minute with its offset, or the day with a part (`2016-02-12TNI`).

use chrono::{NaiveDate, Offset, TimeZone};

use super::super::lexicon::{Class, code, decode};
use super::slots::Slots;
use super::{Resolver, TimexKind, Value};
use crate::calendar::{Date, Edtf};

impl Resolver<'_> {
    /// A time of day alone belongs to the anchor's day, or to the day told last.
    pub(super) fn time_alone(&self, slots: &Slots<'_>) -> Option<Value> {
        if slots.has(Class::PART)
            || slots.has(Class::HOUR)
            || slots.has(Class::CLOCK_WORD)
            || slots.has(Class::CLOCK_DIGITS)
            || slots.has(Class::MERIDIEM)
        {
            let told = self.told.filter(|t| matches!(t, Date::Day(_)));
            return Some(match (self.narrative, told, self.day) {
                (true, Some(told), _) | (false, Some(told), None) => Value {
                    from_told: true,
                    ..Value::of(told).step("day-told")
                },
                (true, None, _) | (_, None, None) => Value {
                    needs_anchor: true,
                    ..Value::default()
                },
                (false, _, Some(day)) => match self.told_day {
                    // The day told in this story, when it is within the week, or told just now.
                    Some(d) if (d - day).num_days().abs() <= self.reach(d) => Value {
                        from_told: true,
                        ..Value::of(Date::Day(d)).step("day-told")
                    },
                    _ => Value::of(Date::Day(day)).step("anchor-day"),
                },
            });
        }
        None
    }

    /// How many days off the day `told` last may lie for a clock time without a day to be on it: a week, or half a
    /// year where the sentence or the one before told it. "The fair opens on 27 May. Buses leave at 8 a.m."
    fn reach(&self, told: NaiveDate) -> i64 {
        let now = self.out.last().is_some_and(|last| {
            let day = match last.edtf {
                Some(Edtf::Date(Date::Day(day) | Date::Minute { day, .. }, _)) => Some(day),
                _ => None,
            };
            day == Some(told) && last.sentence + 1 >= self.sentence
        });
        if now { 180 } else { 7 }
    }

    /// Puts the captured time of day on `value`, when there is one.
    pub(super) fn with_time(&self, mut value: Value, slots: &Slots<'_>) -> Value {
        let day = match value.date {
            Some(Date::Day(day)) => Some(day),
            Some(_) => None,
            None => None,
        };
        if let Some(minute) = minute_of(slots) {
            value.kind = Some(TimexKind::Time);
            // "at 8 p.m. each": on no one day.
            if slots.has(Class::EVERY) {
                value.text = Some(any_day(minute));
                value.date = None;
                return value.step("each-time");
            }
            match day {
                Some(day) => {
                    // The midnight at the day's end, not that at its beginning.
                    let (until, minute) = match (minute, day.succ_opt()) {
                        (1440, Some(next)) => {
                            value.text =
                                Some(format!("{}T24:00", super::timex_value(Date::Day(day))));
                            (next, 0)
                        }
                        _ => (day, minute % 1440),
                    };
                    value.date = Some(Date::Minute {
                        day: until,
                        minute,
                        offset: self.offset(slots, until, minute),
                    });
                    value = value.step("clock");
                }
                None => {
                    value.text = Some(match value.date {
                        Some(Date::AnyYearDay { .. }) | None => {
                            format!(
                                "{}T{:02}:{:02}",
                                yearless(value.date),
                                minute / 60,
                                minute % 60
                            )
                        }
                        Some(_) => format!("XXXX-XX-XXT{:02}:{:02}", minute / 60, minute % 60),
                    });
                }
            }
        } else if let Some(part) = slots.get(Class::PART) {
            value.kind = Some(TimexKind::Time);
            let part = decode(part);
            value.text = Some(match (day, value.date) {
                (Some(_), Some(date)) => format!("{}T{part}", super::timex_value(date)),
                (_, date @ (None | Some(Date::AnyYearDay { .. }))) => {
                    format!("{}T{part}", yearless(date))
                }
                (_, Some(date)) => format!("{}T{part}", super::timex_value(date)),
            });
            value = value.step("part-of-day");
        }
        value
    }

    /// The offset the text tells, else that of the configured zone on that day.
    fn offset(&self, slots: &Slots<'_>, day: NaiveDate, minute: u16) -> Option<i16> {
        if let Some(minutes) = slots.get(Class::ZONE) {
            return i16::try_from(minutes).ok();
        }
        // "T14:30+02:00"
        if let Some(sign) = slots.get(Class::OFFSET) {
            let minutes = slots.nth(Class::HOUR, 1)? * 60 + slots.nth(Class::MINUTE, 1)?;
            return i16::try_from(sign * minutes).ok();
        }
        let zone = match slots.get(Class::ZONE_PLACE) {
            Some(index) => self.book.lexicon.zone(index)?,
            None => self.zone?,
        };
        let time = day.and_hms_opt(u32::from(minute / 60).min(23), u32::from(minute % 60), 0)?;
        let offset = zone.offset_from_local_datetime(&time).earliest()?;
        i16::try_from(offset.fix().local_minus_utc() / 60).ok()
    }

    /// The anchor's own time of day, in minutes, when it was given with one.
    pub(super) fn anchor_minute(&self) -> Option<(NaiveDate, u16)> {
        match self.anchor {
            Some(Edtf::Date(Date::Minute { day, minute, .. }, _)) => Some((day, minute)),
            _ => None,
        }
    }
}

/// A clock time of no one day: `T20:00`.
pub(super) fn any_day(minute: u16) -> String {
    format!("T{:02}:{:02}", minute / 60, minute % 60)
}

fn yearless(date: Option<Date>) -> String {
    date.map_or_else(|| "XXXX-XX-XX".to_owned(), super::timex_value)
}

/// Minutes from midnight of the captured clock time.
fn minute_of(slots: &Slots<'_>) -> Option<u16> {
    if let Some(minutes) = slots.get(Class::CLOCK_WORD) {
        return u16::try_from(minutes).ok();
    }
    let (mut hour, minute) = if let Some(digits) = slots.get(Class::CLOCK_DIGITS) {
        (digits / 100, digits % 100)
    } else {
        match slots.slot(Class::DECIMAL) {
            // "5.30pm", but not the seconds of "14:30:05.5".
            Some(slot) if !slots.has(Class::HOUR) => (slot.value, i32::from(slot.thousandths / 10)),
            _ => (
                slots.get(Class::HOUR)?,
                slots.get(Class::MINUTE).unwrap_or(0),
            ),
        }
    };
    // A decimal number may be anything; "quarter to six" counts back from the hour.
    if !(0..=24).contains(&hour) || !(-59..60).contains(&minute) {
        return None;
    }
    let afternoon = match slots.get(Class::MERIDIEM) {
        Some(half) if half == code("PM") => Some(true),
        Some(_) => Some(false),
        None => slots.get(Class::PART).map(|part| {
            part == code("AF") || part == code("EV") || (part == code("NI") && hour >= 6)
        }),
    };
    let part = slots.get(Class::PART).map(decode);
    match afternoon {
        // "12 Uhr mittags", "ein Uhr mittags", "12 Uhr nachts"
        _ if part.as_deref() == Some("MI") => hour += if (1..=3).contains(&hour) { 12 } else { 0 },
        _ if part.as_deref() == Some("NI") && hour == 12 => hour = 0,
        Some(true) if hour < 12 => hour += 12,
        Some(false) if hour == 12 => hour = 0,
        _ => {}
    }
    u16::try_from(hour * 60 + minute)
        .ok()
        .filter(|m| *m <= 1440 && minute < 60)
}
