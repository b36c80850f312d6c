//! Whether a document is a history: years and full dates throughout, far from the day it was
//! published, and hardly a weekday or a "yesterday". In: what was tagged. Out: news or narrative.

use chrono::Datelike;

use super::lexicon::Class;
use super::rules::{Rule, Yields};
use super::scan::{Match, Slot};
use crate::calendar::NaiveDate;

/// So many years back, a month with its year counts twice.
const LONG_AGO: i32 = 25;

/// Whether relative dates count from the last date told rather than from `day`.
///
/// A report names few years, those near its own, and counts from its day ("Friday", "last week");
/// a history names a year every few sentences, most of them years back.
pub(super) fn is_narrative(
    matches: &[Match],
    slots: &[Slot],
    rules: &[Rule],
    bytes: usize,
    day: Option<NaiveDate>,
) -> bool {
    let (mut years, mut distant, mut near, mut full) = (0usize, 0usize, 0usize, 0usize);
    let mut opens_bare = false;
    for found in matches {
        let (mut far, mut old, mut fine) = (false, false, false);
        let (mut year_told, mut counted_from_now) = (false, false);
        for slot in &slots[found.slots.0 as usize..found.slots.1 as usize] {
            match slot.class {
                Class::YEAR | Class::ERA => {
                    years += 1;
                    year_told = true;
                    let year = slot.value;
                    let back = day.map_or(i32::MAX, |day| (day.year() - year).abs());
                    if slot.class == Class::ERA || back >= 2 {
                        distant += 1;
                        far = true;
                    }
                    old |= back >= LONG_AGO;
                }
                Class::WEEKDAY | Class::DEICTIC | Class::DIRECTION => counted_from_now = true,
                Class::MONTH | Class::SEASON => fine = true,
                _ => {}
            }
        }
        opens_bare |= fine && !year_told && years == 0;
        // A month or season with its year, years back: a report would hardly be so exact.
        full += usize::from(far && fine) + usize::from(old && fine);
        // "Friday, 12 March 1938" and "on Fridays" are no signs of a report.
        let of_a_day = !matches!(
            rules[usize::from(found.rule)].yields,
            Yields::Set(_) | Yields::Duration(_)
        );
        near += usize::from(counted_from_now && of_a_day && !year_told);
    }
    // One year at least in two thousand bytes, most of them far, and more of them the more the
    // text counts from its own day; or so many that it can only be a chronicle. A short history has two
    // such years and begins with one: "on Feb. 3 … the first stone was laid on 9 May 1949" is a report.
    let dense = years * 2000 >= bytes;
    let short = distant >= 2 && full > 0 && !opens_bare && distant + full >= 3 + 3 * near;
    let many = years >= 8 || short;
    let far = many && distant * 3 >= years * 2 && near * 4 <= years;
    let chronicle = years >= 15 && near * 6 <= years;
    dense && (far || chronicle)
}
