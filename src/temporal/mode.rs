//! Whether a document is a history: years and full dates throughout, far from the day it was
//! published, and hardly a weekday or a "yesterday". In: what was tagged. Out: news or narrative.

use chrono::Datelike;

use super::era::Eras;
use super::lexicon::Class;
use super::rules::{Rule, Yields};
use super::scan::{Match, Slot, Tense, value_of};
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
    let mut long_ago = 0usize;
    let mut last_year = None;
    let (mut opens_bare, mut opens_near) = (false, false);
    let (mut bare_told, mut behind, mut open) = (false, 0usize, 0usize);
    for found in matches {
        let (mut far, mut old, mut fine, mut of_old) = (false, false, false, false);
        let (mut year_told, mut counted_from_now, mut of_days) = (false, false, false);
        let own = found.of(slots);
        for slot in own {
            match slot.class {
                Class::YEAR | Class::ERA => {
                    years += 1;
                    year_told = true;
                    let year = slot.value;
                    let back = day.map_or(i32::MAX, |day| (day.year() - year).abs());
                    last_year = Some(year).filter(|_| slot.class == Class::YEAR && back >= 2);
                    if slot.class == Class::ERA || back >= 2 {
                        distant += 1;
                        far = true;
                    }
                    old |= back >= LONG_AGO;
                    long_ago += usize::from(back >= LONG_AGO);
                }
                Class::WEEKDAY | Class::DEICTIC | Class::DIRECTION => {
                    counted_from_now = true;
                    of_days |= slot.class == Class::WEEKDAY || slot.value != 0;
                }
                Class::MONTH | Class::SEASON | Class::HOLIDAY => fine = true,
                Class::THREE_DIGITS => of_old = true,
                _ => {}
            }
        }
        // "The autumn of 867"
        if of_old && fine && !year_told {
            (year_told, far, old) = (true, true, true);
            years += 1;
            distant += 1;
            long_ago += 1;
        }
        bare_told |= of_old;
        opens_bare |= fine && !year_told && years == 0 && !bare_told;
        if fine && !year_told {
            match found.tense {
                Tense::Past if !found.ahead => behind += 1,
                _ => open += 1,
            }
        }
        // A month or season with its year, years back: a report would hardly be so exact.
        full += usize::from(far && fine) + usize::from(old && fine);
        // "Friday, 12 March 1938", "on Fridays" and "the following Friday" are no signs of a report.
        let of_a_day = !matches!(
            rules[usize::from(found.rule)].yields,
            Yields::Set(_) | Yields::Duration(_) | Yields::Told(_)
        );
        let of_story = last_year.is_some_and(|year| fits(own, year));
        let counted = counted_from_now && of_a_day && !year_told && !of_story;
        near += usize::from(counted);
        opens_near |= counted && of_days && years == 0;
    }
    // "In 476 …, in 489 …": years of three digits, where something says that they are years.
    let eras = Eras::of(matches, slots);
    if eras.known() && (eras.told() || near == 0) {
        years += eras.bare;
        distant += eras.bare;
        long_ago += eras.bare;
    }
    // One year at least in two thousand bytes, most of them far, and more of them the more the
    // text counts from its own day; or so many that it can only be a chronicle. A short history has two
    // such years and begins with one: "on Feb. 3 … the first stone was laid on 9 May 1949" is a report.
    let dense = years * 2000 >= bytes;
    let short = distant >= 2 && full > 0 && !opens_bare && distant + full >= 3 + 3 * near;
    // Years alone, all of them long ago, in a text that counts nothing from its own day.
    let old_years = long_ago >= 4 && long_ago == distant && near == 0 && !opens_bare;
    // Perhaps one date of long ago, the months behind it told as past, and nothing that counts from the day of writing.
    let old_only = full >= 2 && long_ago == years && near == 0;
    let old_day = old_only && !opens_bare && behind > open;
    let many = years >= 8 || short || old_years || old_day;
    let old = if long_ago == years { full } else { 0 };
    let far = many && distant * 3 >= years * 2 && near * 4 <= years + old;
    let chronicle = years >= 15 && near * 6 <= years;
    // "… died Monday at her home": whoever counts from the day before a year is told writes news.
    dense && !opens_near && (far || chronicle)
}

/// Whether a weekday with its day and month is one of `year`: "on Friday, 12 March", told of 1938.
fn fits(slots: &[Slot], year: i32) -> bool {
    let value = |class: Class| value_of(slots, class);
    let day = value(Class::DAY).or(value(Class::DAY_ORDINAL));
    let (Some(weekday), Some(month), Some(day)) = (value(Class::WEEKDAY), value(Class::MONTH), day)
    else {
        return false;
    };
    NaiveDate::from_ymd_opt(year, month as u32, day as u32)
        .is_some_and(|date| date.weekday().number_from_monday() as i32 == weekday)
}
