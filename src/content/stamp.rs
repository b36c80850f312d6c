//! What a newsroom's page sets before the report's own words. In: the beginning of a block. Out: where the report
//! begins: behind "28 May 2010 Last updated at 17:55 GMT", "(Updated 3:11 a.m.)", "By the Post's Staff",
//! "Photograph: Jane Doe/AP". Pages whose text was copied whole run them into the first sentence.

use super::{anchor, dateline};

/// How far into a block a page's head may reach, in bytes.
const HEAD: usize = 400;
/// So many notes and heads may stand one behind the other.
const MOST: usize = 4;
/// The longest bracketed note, in bytes.
const NOTE: usize = 140;
/// Words between a date and the clock time that stands with it.
const NEAR: usize = 5;
/// Words that bind a date into a sentence when they stand before it, lowercase.
const BINDS: [&str; 16] = [
    "on", "of", "since", "until", "till", "by", "before", "after", "from", "to", "in", "between",
    "am", "seit", "bis", "vom",
];
/// What web pages set behind the time, lowercase.
const BEHIND: [&str; 4] = ["help", "-", "–", "|"];
/// Ends of a byline that names no person.
const STAFF: [&str; 7] = [
    "Staff",
    "Writer",
    "Writers",
    "Correspondent",
    "Correspondents",
    "Reporter",
    "Reporters",
];

/// Bytes of `block` until the report begins, where something is set before it. `opens`: it is one of the first
/// blocks, which may hold a page's head.
pub(crate) fn find(block: &str, opens: bool) -> Option<usize> {
    let mut from = 0;
    // One may follow the other: a stamp, then a photographer.
    for _ in 0..MOST {
        let rest = &block[from..];
        let found = note(rest, MOST).or_else(|| credit(rest)).or_else(|| {
            opens
                .then(|| {
                    byline(rest)
                        .or_else(|| page_head(rest))
                        .or_else(|| dateline_within(rest))
                })
                .flatten()
        });
        match found {
            Some(length) if from + length < block.len() => from += length,
            _ => break,
        }
    }
    (from > 0).then_some(from)
}

/// The bytes of `text` to look at.
fn head(text: &str, most: usize) -> &str {
    let mut end = text.len().min(most);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Past white space and the dashes or colons that part a head from the report.
fn past_dashes(text: &str, from: usize) -> usize {
    let mut rest = text[from..].trim_start();
    while !rest.starts_with("-LRB-")
        && let Some(after) = rest.strip_prefix(['-', '–', '—', ':', '|'])
    {
        rest = after.trim_start();
    }
    text.len() - rest.len()
}

/// Whether a sentence may begin with `rest`.
fn begins(rest: &str) -> bool {
    rest.starts_with(|c: char| {
        c.is_uppercase() || c.is_ascii_digit() || matches!(c, '"' | '“' | '„' | '`' | '\'' | '‘')
    })
}

/// "(Update 1:12 a.m. in Cairo (0112)) --", "(Jane Doe - Harbour News)": a note of the newsroom in brackets.
/// At most `most` of them stand one behind the other.
fn note(text: &str, most: usize) -> Option<usize> {
    let open = ["(", "[", "-LRB-"]
        .iter()
        .find(|open| text.starts_with(**open))?;
    let head = head(text, NOTE);
    let (mut depth, mut at) = (0i32, 0);
    while at < head.len() {
        let rest = &head[at..];
        let sign = ["(", "[", "-LRB-", ")", "]", "-RRB-"]
            .iter()
            .position(|sign| rest.starts_with(sign));
        let Some(sign) = sign else {
            at += rest.chars().next().map_or(1, char::len_utf8);
            continue;
        };
        depth += if sign < 3 { 1 } else { -1 };
        if depth == 0 {
            let inner = head[open.len()..at].trim();
            let end = past_dashes(text, at + [1, 1, 5, 1, 1, 5][sign]);
            let is_note = is_update(inner)
                || is_picture(inner)
                    && (begins(&text[end..]) || most > 1 && note(&text[end..], most - 1).is_some());
            return is_note.then_some(end);
        }
        at += [1, 1, 5, 1, 1, 5][sign];
    }
    None
}

/// "Update 1:12 a.m. in Cairo", "Posted at 3 p.m.".
fn is_update(inner: &str) -> bool {
    let word: String = inner
        .chars()
        .take_while(|c| c.is_alphabetic())
        .flat_map(char::to_lowercase)
        .collect();
    matches!(
        word.as_str(),
        "update" | "updated" | "posted" | "aktualisiert"
    )
}

/// "By Jane Doe -- Harbour News", "AP Photo/Jane Doe, Pool": names alone, a photographer's and an agency's.
fn is_picture(inner: &str) -> bool {
    let parted = [" - ", " -- ", " – ", " — ", "/", " Photo"];
    parted.iter().any(|sign| inner.contains(sign))
        && inner.len() <= 80
        && inner.split_whitespace().count() >= 2
        && inner.split_whitespace().all(|word| {
            word.starts_with(char::is_uppercase)
                || !word.chars().any(char::is_alphanumeric)
                || matches!(word, "for" | "via" | "and" | "of" | "the")
        })
}

/// "Photograph: Jane Doe/AP The two": who took the picture, up to the agency.
fn credit(text: &str) -> Option<usize> {
    let label = ["Photograph", "Photo", "Picture", "Image", "Foto"]
        .iter()
        .find(|label| text.starts_with(**label))?;
    let after = text[label.len()..].trim_start().strip_prefix(':')?;
    let from = text.len() - after.len();
    let mut words = 0;
    for word in spans(head(text, from + 80)).filter(|(start, _)| *start >= from) {
        words += 1;
        let written = &text[word.0..word.1];
        if words > 5 || !written.starts_with(|c: char| c.is_uppercase()) {
            return None;
        }
        if let Some((_, agency)) = written.split_once('/')
            && dateline::is_agency(agency)
        {
            let mut end = past_dashes(text, word.1);
            if text[end..].starts_with("Images") {
                end = past_dashes(text, end + "Images".len());
            }
            return begins(&text[end..]).then_some(end);
        }
    }
    None
}

/// "By the Harbour Post Staff Rain fell", "By Jane Doe and John Roe, CNN Rain fell", "By Jane Doe PARIS -- Rain fell": a
/// byline run into the sentence, up to what ends it.
fn byline(text: &str) -> Option<usize> {
    let after = text
        .strip_prefix("By ")
        .or_else(|| text.strip_prefix("BY "))?;
    let from = text.len() - after.len();
    let names = spans(head(text, from + 120)).filter(|(start, _)| *start >= from);
    let mut comma = false;
    for (at, (start, end)) in names.enumerate() {
        let word = &text[start..end];
        let is_name = word.starts_with(char::is_uppercase) || matches!(word, "the" | "and" | "of");
        if word == "," {
            comma = true;
            continue;
        }
        if at > 12 || !is_name {
            return None;
        }
        let ends = STAFF.contains(&word) || comma && dateline::is_agency(word);
        let rest = past_dashes(text, end);
        if ends && begins(&text[rest..]) {
            return Some(rest);
        }
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        let capitals = letters > 1 && !word.contains('.') && !word.chars().any(char::is_lowercase);
        if at > 1 && capitals && dateline::find(&text[start..]).is_some() {
            return Some(start);
        }
        comma = word.ends_with(',');
    }
    None
}

/// "Storm hits coast 28 May 2010 Last updated at 17:55 GMT Help", "Jane Doe | 09:51 UK time, Friday, 28 May 2010": a
/// full date beside a time of the clock, bound into no sentence.
fn page_head(text: &str) -> Option<usize> {
    let head = head(text, HEAD);
    // Most blocks hold no clock time or no year, and are read no further.
    if !may_hold_clock(head) || !holds_year(head) {
        return None;
    }
    let words: Vec<(usize, usize)> = spans(head).collect();
    let word = |at: usize| {
        words.get(at).map_or("", |(start, end)| {
            head[*start..*end].trim_matches([',', '|', '(', ')'])
        })
    };
    let clocks: Vec<usize> = (0..words.len()).filter(|at| is_clock(word(*at))).collect();
    let (Some(earliest), Some(latest)) = (clocks.first(), clocks.last()) else {
        return None;
    };
    for at in earliest.saturating_sub(NEAR + 5)..words.len().min(latest + NEAR + 3) {
        let Some((first, last)) = full_date_at(&words, head, at) else {
            continue;
        };
        // The clock time and its zone stand before the date or behind it.
        let clock = |at: &usize| is_clock(word(*at));
        let behind = (last..words.len().min(last + NEAR)).find(clock);
        let before = (first.saturating_sub(NEAR + 2)..first).rev().find(clock);
        let (start, mut end) = match (behind, before) {
            (Some(behind), _) if is_stamp_between(&words, head, last, behind) => {
                (first, behind + 1)
            }
            (_, Some(before)) if is_stamp_between(&words, head, before + 1, first) => {
                (before, last)
            }
            _ => continue,
        };
        let binds = (start.saturating_sub(2)..start)
            .map(word)
            .any(|word| BINDS.contains(&word.to_lowercase().as_str()));
        if binds || word(start.wrapping_sub(1)) == "at" && !is_label(word(start.wrapping_sub(2))) {
            continue;
        }
        while end < words.len()
            && (is_zone(word(end)) || is_half(word(end)) || word(end).is_empty())
        {
            end += 1;
        }
        while end < words.len() && BEHIND.contains(&word(end).to_lowercase().as_str()) {
            end += 1;
        }
        let end = past_dashes(text, words[end - 1].1);
        return begins_report(&text[end..]).then_some(end);
    }
    None
}

/// Whether the report may begin here: a sentence, or an agency's name in brackets.
fn begins_report(rest: &str) -> bool {
    begins(rest)
        || ["(", "-LRB-"].iter().any(|open| {
            rest.strip_prefix(open).is_some_and(|rest| {
                let name: String = rest
                    .trim_start()
                    .chars()
                    .take_while(|c| c.is_alphabetic() || *c == '/')
                    .collect();
                dateline::is_agency(&name)
            })
        })
}

/// "Court frees editor Port Lorn (Reuters) -- The court", "Rates cut PARIS, Dec. 4 -- The bank": a dateline with headlines
/// run into it, told by an agency's name or by capitals and a comma.
fn dateline_within(text: &str) -> Option<usize> {
    let head = head(text, HEAD);
    if let (Some(_), end) = dateline::agency(head) {
        let dash = head[end..].trim_start();
        let has_dash = ["-", "–", "—", "_"]
            .iter()
            .any(|sign| dash.starts_with(sign));
        let end = past_dashes(text, end);
        return (has_dash && begins(&text[end..])).then_some(end);
    }
    let dash = [" -- ", " — ", " – "]
        .iter()
        .filter_map(|sign| head.find(sign))
        .min()?;
    let end = past_dashes(text, dash);
    let words: Vec<usize> = spans(&head[..dash]).map(|(start, _)| start).collect();
    let first = words[words.len().saturating_sub(8)..].iter().find(|start| {
        let place = &head[**start..dash];
        let capitals = place.chars().take_while(|c| !c.is_whitespace());
        capitals.clone().count() > 2
            && capitals
                .clone()
                .all(|c| c.is_uppercase() || matches!(c, ',' | '.'))
            && place.contains(',')
            && dateline::find(&text[**start..]).is_some_and(|found| found.place.is_some())
    });
    (first.is_some_and(|first| *first > 0) && begins(&text[end..])).then_some(end)
}

/// The words of `text` as byte ranges.
fn spans(text: &str) -> impl Iterator<Item = (usize, usize)> {
    text.split_whitespace().map(move |word| {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        (start, start + word.len())
    })
}

/// The words of a full date that begins with the word `at`, a weekday before it included.
fn full_date_at(words: &[(usize, usize)], text: &str, at: usize) -> Option<(usize, usize)> {
    for length in 1..=5 {
        let last = at.checked_add(length).filter(|last| *last <= words.len())?;
        let written = &text[words[at].0..words[last - 1].1];
        if !holds_year(written) {
            continue;
        }
        if anchor::full_date(written, crate::config::DateOrder::Dmy).is_some() {
            // A date begins with its first word, not with one before it.
            let shorter = length > 1
                && anchor::full_date(
                    &text[words[at + 1].0..words[last - 1].1],
                    crate::config::DateOrder::Dmy,
                )
                .is_some();
            return (!shorter
                || anchor::is_weekday(text[words[at].0..words[at].1].trim_matches(',')))
            .then_some((at, last));
        }
    }
    None
}

/// Whether four digits stand together, as in every full date.
fn holds_year(text: &str) -> bool {
    let mut run = 0;
    text.bytes().any(|byte| {
        run = if byte.is_ascii_digit() { run + 1 } else { 0 };
        run == 4
    })
}

/// Whether a digit stands before a colon or a stop, as in every clock time.
fn may_hold_clock(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr2_iter(b':', b'.', bytes).any(|at| at > 0 && bytes[at - 1].is_ascii_digit())
}

/// "17:55", "9.14", "14:30:05", "3:40pm".
fn is_clock(word: &str) -> bool {
    let word = word.trim_end_matches(|c: char| c.is_alphabetic() || c == '.');
    let Some((hours, minutes)) = word.split_once([':', '.']) else {
        return false;
    };
    let short = |text: &str, most: u32| {
        text.len() <= 2 && text.parse::<u32>().is_ok_and(|number| number <= most)
    };
    short(hours, 24)
        && (2..=5).contains(&minutes.len())
        && minutes.get(..2).is_some_and(|minutes| short(minutes, 59))
}

/// Whether the words from `from` to `to` only part a date from a time.
fn is_stamp_between(words: &[(usize, usize)], text: &str, from: usize, to: usize) -> bool {
    (from..to).all(|at| {
        let word = text[words[at].0..words[at].1].trim_matches(|c: char| !c.is_alphanumeric());
        word.is_empty()
            || is_label(word)
            || is_zone(word)
            || is_half(word)
            || anchor::is_weekday(word)
            || matches!(word, "at" | "um")
    })
}

fn is_label(word: &str) -> bool {
    let word = word.to_lowercase();
    matches!(
        word.as_str(),
        "updated"
            | "posted"
            | "published"
            | "modified"
            | "last"
            | "page"
            | "first"
            | "aktualisiert"
            | "stand"
    )
}

fn is_zone(word: &str) -> bool {
    matches!(
        word,
        "GMT"
            | "BST"
            | "UTC"
            | "EDT"
            | "EST"
            | "ET"
            | "CET"
            | "CEST"
            | "IST"
            | "PST"
            | "PDT"
            | "UK"
            | "time"
            | "Uhr"
    )
}

fn is_half(word: &str) -> bool {
    matches!(word.to_lowercase().replace('.', "").as_str(), "am" | "pm")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(block: &str, rest: &str) {
        let found = find(block, true).expect("something before the report");
        assert_eq!(&block[found..], rest, "{block}");
    }

    #[test]
    fn heads_of_pages() {
        check(
            "Storm hits the coast 28 May 2010 Last updated at 17:55 GMT Help Waves broke the pier.",
            "Waves broke the pier.",
        );
        check(
            "Jane Doe | 09:51 UK time , Friday , 28 May 2010 Readers wrote of the pier.",
            "Readers wrote of the pier.",
        );
        check(
            "Page last updated at 08:14 GMT, Tuesday, 8 November 2011 The pier broke.",
            "The pier broke.",
        );
        check(
            "Wednesday 23 February 2005 12.14 GMT A boat lies on the quay.",
            "A boat lies on the quay.",
        );
        check(
            "Sun May 30 , 2010 3:40 pm EDT -LRB- Reuters -RRB- - With the pier gone , ferries wait .",
            "With the pier gone , ferries wait .",
        );
        check(
            "LORN | Thu Apr 22, 2010 7:30pm EDT LORN (Reuters) - The pier broke.",
            "The pier broke.",
        );
        check(
            "Dienstag, 8. November 2011 08:14 Uhr Der Steg brach.",
            "Der Steg brach.",
        );
    }

    #[test]
    fn notes_bylines_and_credits() {
        check(
            "(Updated 6:40 p.m. (0140 in Lorn)) The mayor called for calm.",
            "The mayor called for calm.",
        );
        check(
            "-LRB- Update 9:40 p.m. Lorn , 2:40 p.m. ET -RRB- -- The mayor called for calm .",
            "The mayor called for calm .",
        );
        check(
            "By the Harbour Post Staff Rain fell on Lorn.",
            "Rain fell on Lorn.",
        );
        check(
            "By Jane Doe and John Roe, CNN Rain fell on Lorn.",
            "Rain fell on Lorn.",
        );
        check(
            "By Jane T. Doe NEW LORN, Ohio -- Rain fell.",
            "NEW LORN, Ohio -- Rain fell.",
        );
        check("(By Jane Doe -- Harbour News) Rain fell.", "Rain fell.");
        check(
            "-LRB- AP Photo\\/Jane Doe , Pool -RRB- -LRB- Jane Doe - AP -RRB- Rain fell .",
            "Rain fell .",
        );
        check(
            "Bank cuts rates LORN, Dec. 4 -- The bank met.",
            "The bank met.",
        );
        check("Photograph: Jane Doe/AP The pier broke.", "The pier broke.");
        check(
            "Photograph : Jane Doe\\/AP The pier broke .",
            "The pier broke .",
        );
        check(
            "Mayor denies all Envoy to leave Port Lorn (CNN) -- The pier broke.",
            "The pier broke.",
        );
    }

    #[track_caller]
    fn none(block: &str) {
        assert_eq!(find(block, true), None, "{block}");
    }

    #[test]
    fn reports() {
        none("The pier broke on 28 May 2010 at 09:51 GMT and fell.");
        none("On Friday, 28 May 2010, at 09:51 GMT The Pride of Lorn sank.");
        none("At 09:51 GMT on 28 May 2010 Lorn went dark.");
        none("The agency (AP) said so.");
        none("(The mayor was updated.) He left.");
        none("By Friday the Staff had left.");
        none("Photographs of the pier were shown.");
        none("(He left.) Rain fell.");
        none("The council -- the IAEA, that is -- Said so.");
        none("By Jane Doe");
        none("The fee rose by 5.1€ in 2010.");
        none("Some 2.5–3 tonnes were sold in 2010, at 3.5° above the mean.");
        none("28 May 2010");
        none("");
    }
}
