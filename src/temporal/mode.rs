//! Whether a document is a history: years and full dates throughout, far from the day it was
//! published, and hardly a weekday or a "yesterday". In: what was tagged. Out: news or narrative.

use chrono::Datelike;

use super::lexicon::Class;
use super::scan::Slot;
use crate::calendar::NaiveDate;

/// Whether relative dates count from the last date told rather than from `day`.
///
/// A report names few years, those near its own, and counts from its day ("Friday", "last week");
/// a history names a year every few sentences, most of them years back.
pub(super) fn is_narrative(slots: &[Slot], bytes: usize, day: Option<NaiveDate>) -> bool {
    let (mut years, mut distant, mut near) = (0usize, 0usize, 0usize);
    for slot in slots {
        match slot.class {
            Class::YEAR | Class::ERA => {
                years += 1;
                let year = slot.value;
                if slot.class == Class::ERA || day.is_none_or(|day| (day.year() - year).abs() >= 2)
                {
                    distant += 1;
                }
            }
            Class::WEEKDAY | Class::DEICTIC | Class::DIRECTION => near += 1,
            _ => {}
        }
    }
    // Eight years at least, one in two thousand bytes, most of them far, or so many that the
    // text can only be a chronicle.
    let dense = years >= 8 && years * 2000 >= bytes;
    let far = distant * 3 >= years * 2 && near * 4 <= years;
    let chronicle = years >= 15 && near * 6 <= years;
    dense && (far || chronicle)
}
