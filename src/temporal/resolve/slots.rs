//! What a match captured, by class. In: the slots of a match, or of one of its extents. Out:
//! values by class and the units and modifiers they stand for.

use super::super::lexicon::{Class, code};
use super::super::scan::Slot;
use super::super::timex::Modifier;
use crate::calendar::Unit;

/// The slots of a match.
#[derive(Debug, Clone)]
pub(super) struct Slots<'a> {
    pub(super) all: std::borrow::Cow<'a, [Slot]>,
}

impl<'a> Slots<'a> {
    /// All slots of a match.
    pub(super) fn all(slots: &'a [Slot]) -> Self {
        Self { all: slots.into() }
    }

    /// The slots of extent `group`, with what it leaves out taken from the other.
    pub(super) fn of_group(slots: &[Slot], group: u8) -> Slots<'static> {
        const SHARED: [Class; 12] = [
            Class::MONTH,
            Class::MONTH_NUMBER,
            Class::YEAR,
            Class::YEAR_SHORT,
            Class::ERA,
            Class::DIRECTION,
            Class::MERIDIEM,
            Class::ZONE,
            Class::CENTURY_WORD,
            Class::EDGE,
            Class::SEASON,
            Class::DEICTIC,
        ];
        let mut own: Vec<Slot> = slots
            .iter()
            .filter(|s| s.group == group || s.group == 0)
            .copied()
            .collect();
        let has = |own: &[Slot], class: Class| own.iter().any(|s| s.class == class);
        let only_times = own.iter().all(|s| {
            matches!(
                s.class,
                Class::HOUR
                    | Class::MINUTE
                    | Class::MERIDIEM
                    | Class::ZONE
                    | Class::ZONE_PLACE
                    | Class::CLOCK_WORD
                    | Class::CLOCK_DIGITS
                    | Class::DECIMAL
                    | Class::COMPARE
                    | Class::COMMA
            )
        });
        let hour = |group: u8| {
            let mut hours = slots.iter().filter(|s| s.class == Class::HOUR);
            hours.find(|s| s.group == group).map(|s| s.value)
        };
        let weekday = has(&own, Class::WEEKDAY);
        let years = slots
            .iter()
            .any(|s| s.class == Class::UNIT && s.value == code("Y"));
        for slot in slots.iter().filter(|s| s.group != group && s.group != 0) {
            let shared = match slot.class {
                Class::EDGE | Class::SEASON => false,
                Class::DEICTIC | Class::WEEKDAY | Class::DAY | Class::DAY_ORDINAL => only_times,
                // "from seven to eleven in the evening"
                Class::PART => only_times && hour(group) < hour(slot.group),
                // "from mid-March to early May last year"
                Class::DIRECTION | Class::UNIT if years && !weekday => has(&own, Class::MONTH),
                Class::DIRECTION => weekday,
                Class::MONTH | Class::MONTH_NUMBER => {
                    has(&own, Class::DAY) || has(&own, Class::DAY_ORDINAL) || only_times
                }
                Class::YEAR => !has(&own, Class::YEAR_SHORT) || !has(&own, Class::MONTH),
                class => SHARED.contains(&class),
            };
            if shared && !has(&own, slot.class) {
                own.push(*slot);
            }
        }
        Slots { all: own.into() }
    }

    /// The value of the first slot of `class`.
    pub(super) fn get(&self, class: Class) -> Option<i32> {
        self.nth(class, 0)
    }

    /// The value of a slot of `class`, counted from 0.
    pub(super) fn nth(&self, class: Class, nth: usize) -> Option<i32> {
        self.all
            .iter()
            .filter(|s| s.class == class)
            .nth(nth)
            .map(|s| s.value)
    }

    /// The first slot of `class`.
    pub(super) fn slot(&self, class: Class) -> Option<&Slot> {
        self.all.iter().find(|s| s.class == class)
    }

    /// Whether there is a slot of `class`.
    pub(super) fn has(&self, class: Class) -> bool {
        self.all.iter().any(|s| s.class == class)
    }

    /// The code of the first unit.
    pub(super) fn unit_code(&self) -> Option<i32> {
        self.get(Class::UNIT)
    }

    /// The first unit of the calendar, with what one of it counts (a fortnight is two weeks).
    pub(super) fn unit(&self) -> Option<(i64, Unit)> {
        self.unit_code().and_then(unit_of)
    }

    /// The count, as thousandths; articles count one.
    pub(super) fn count(&self) -> Option<i64> {
        if let Some(thousandths) = self.get(Class::FRACTION) {
            return Some(if thousandths > 0 {
                thousandths.into()
            } else {
                500
            });
        }
        let number = self
            .slot(Class::NUMBER)
            .or_else(|| self.slot(Class::DECIMAL))
            .or_else(|| self.slot(Class::ORDINAL).filter(|_| false));
        match number {
            Some(slot) => Some(i64::from(slot.value) * 1000 + i64::from(slot.thousandths)),
            None if self.has(Class::ONE) && !self.has(Class::INDEFINITE) => Some(1000),
            None => None,
        }
    }

    /// "early", "about", "at least": the modifier of a captured word.
    pub(super) fn modifier(&self) -> Option<Modifier> {
        if let Some(value) = self.get(Class::EDGE) {
            return modifier_of(value);
        }
        self.get(Class::COMPARE).and_then(modifier_of)
    }
}

fn modifier_of(value: i32) -> Option<Modifier> {
    const TABLE: [(i32, Modifier); 10] = [
        (code("S"), Modifier::Start),
        (code("M"), Modifier::Mid),
        (code("E"), Modifier::End),
        (code("AP"), Modifier::Approx),
        (code("LT"), Modifier::LessThan),
        (code("MT"), Modifier::MoreThan),
        (code("EL"), Modifier::EqualOrLess),
        (code("EM"), Modifier::EqualOrMore),
        (code("BF"), Modifier::Before),
        (code("AF"), Modifier::After),
    ];
    TABLE
        .iter()
        .find(|(code, _)| *code == value)
        .map(|(_, m)| *m)
}

/// The unit a code of the lexicon stands for.
pub(super) fn unit_of(value: i32) -> Option<(i64, Unit)> {
    const TABLE: [(i32, i64, Unit); 18] = [
        (code("D"), 1, Unit::Day),
        (code("W"), 1, Unit::Week),
        (code("FN"), 2, Unit::Week),
        (code("WE"), 1, Unit::Weekend),
        (code("M"), 1, Unit::Month),
        (code("Q"), 1, Unit::Quarter),
        (code("HY"), 1, Unit::Half),
        (code("QY"), 1, Unit::Quarter),
        (code("TQY"), 9, Unit::Month),
        (code("Y"), 1, Unit::Year),
        (code("DE"), 1, Unit::Decade),
        (code("CE"), 1, Unit::Century),
        (code("QCE"), 25, Unit::Year),
        (code("ML"), 10, Unit::Century),
        (code("H"), 1, Unit::Hour),
        (code("MI"), 1, Unit::Minute),
        (code("QH"), 15, Unit::Minute),
        (code("TQH"), 45, Unit::Minute),
    ];
    TABLE
        .iter()
        .find(|(code, ..)| *code == value)
        .map(|(_, n, unit)| (*n, *unit))
}
