//! Agency clutter. In: a block at an article's beginning or end. Out: whether it belongs to the
//! newsroom and not to the report: corrections notes, "click here", bylines, copyright,
//! newsletters. Dates in it make no claims.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use super::anchor;
use super::document::{Block, BlockKind};

/// How many blocks from either end are looked at.
const FROM_START: usize = 5;
const FROM_END: usize = 12;

/// Beginnings of clutter lines, lowercase.
const OPENINGS: [&str; 74] = [
    "connect with ",
    "for corrections to this",
    "for more information, visit",
    "for more coverage",
    "reporting by ",
    "(reporting by",
    "additional reporting by",
    "(additional reporting",
    "editing by ",
    "(editing by",
    "writing by ",
    "(writing by",
    "compiled by ",
    "(compiled by",
    "contributing: ",
    "copyright ",
    "(c) ",
    "© ",
    "follow us",
    "follow @",
    "read more",
    "read also",
    "also read",
    "read next",
    "see also",
    "related:",
    "related stories",
    "related articles",
    "more on this story",
    "more stories",
    "more from ",
    "share this",
    "share on ",
    "share:",
    "tweet",
    "sign up ",
    "subscribe ",
    "get the latest",
    "download our",
    "download the",
    "advertisement",
    "correction:",
    "corrections:",
    "correction (",
    "clarification:",
    "editor's note",
    "editor’s note",
    "editors' note",
    "editors’ note",
    "an earlier version of this",
    "this story has been",
    "this article has been",
    "this story was",
    "this article was originally",
    "this version of the",
    "this material may not",
    "the views expressed",
    "photo:",
    "photo by",
    "image:",
    "picture:",
    "newsletter",
    "email us",
    "e-mail us",
    "contact us",
    "contact the ",
    "to submit a ",
    "tags:",
    "filed under",
    "topics:",
    "lesen sie auch",
    "mehr zum thema",
    "alle rechte",
    "korrektur:",
];

/// What only clutter says, wherever in a line, lowercase.
const PHRASES: [&str; 28] = [
    "click here",
    "all rights reserved",
    "alle rechte vorbehalten",
    "our newsletter",
    "sign up for our",
    "sign up for the",
    "sign up here",
    "terms of use",
    "terms of service",
    "privacy policy",
    "contributed to this report",
    "contributed to this story",
    "contributed to this article",
    "contributed reporting",
    "may not be published, broadcast",
    "follow us on",
    "on twitter at",
    "on twitter @",
    "follow him on twitter",
    "follow her on twitter",
    "like us on facebook",
    "letter to the editor",
    "email the reporter",
    "download our app",
    "download the app",
    "to read the full",
    "’s ai policy",
    "'s ai policy",
];

/// Signs of a copyright line, lowercase; they count in short lines only.
const COPYRIGHT: [&str; 7] = [
    "©",
    "(c) 1",
    "(c) 2",
    "copyright 1",
    "copyright 2",
    "copyright ©",
    "copyright (c)",
];

/// [`PHRASES`], then [`COPYRIGHT`], in one automaton: most blocks are read once and hold none.
static SIGNS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .kind(Some(AhoCorasickKind::DFA))
        .build(PHRASES.iter().chain(&COPYRIGHT))
        .expect("a few fixed phrases")
});

/// Marks the clutter among `blocks`. The title's block, if any, is left alone.
pub(crate) fn mark(text: &str, blocks: &mut [Block], title: Option<usize>) {
    let count = blocks.len();
    for (at, block) in blocks.iter_mut().enumerate() {
        let near = at < FROM_START || at + FROM_END >= count;
        if !near || Some(at) == title || matches!(block.kind, BlockKind::Code | BlockKind::Cell) {
            continue;
        }
        block.clutter = block.clutter || is_clutter(block.span.of(text), at < FROM_START);
    }
}

/// Whether `line` is the newsroom's and not the report's.
pub(crate) fn is_clutter(line: &str, at_start: bool) -> bool {
    let line = line.trim();
    // What a newsroom says about itself is short.
    if line.len() > 700 {
        return false;
    }
    let head: String = line.chars().take(60).collect::<String>().to_lowercase();
    let head = head.trim_start_matches(['*', '_', '-', '—', '–', '>', '[', '•', ' ', '"', '“']);
    let first = head.bytes().next();
    let opens = |opening: &&str| opening.bytes().next() == first && head.starts_with(*opening);
    if OPENINGS.iter().any(opens) && !speaks_on(head, line) {
        return true;
    }
    let short = line.chars().count() <= 240;
    let signed = SIGNS
        .find_iter(line)
        .any(|found| found.pattern().as_usize() < PHRASES.len() || short);
    if signed || is_byline(line) {
        return true;
    }
    at_start
        && anchor::is_date_line(line)
        && anchor::full_date(line, crate::config::DateOrder::Mdy).is_some()
}

/// "Contact the …", "This story was …" may also open a report's own sentence; clutter is short.
fn speaks_on(head: &str, line: &str) -> bool {
    let doubtful = [
        "more from ",
        "subscribe ",
        "this story was",
        "contact the ",
        "tweet",
        "copyright ",
        "sign up ",
        "share on ",
        "connect with ",
        "newsletter",
        "compiled by ",
        "download the",
        "picture:",
        "image:",
    ];
    doubtful.iter().any(|opening| head.starts_with(opening)) && line.chars().count() > 160
}

/// "By JANE DOE", "By Jane Doe and John Roe, Associated Press", "Von Max Muster".
pub(crate) fn is_byline(line: &str) -> bool {
    if line.len() > 400
        || !["By ", "BY ", "by ", "Von ", "Par "]
            .iter()
            .any(|opening| line.starts_with(opening))
    {
        return false;
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    let opens = matches!(words.first(), Some(&("By" | "BY" | "by" | "Von" | "Par")));
    if !opens || !(2..=16).contains(&words.len()) || line.chars().count() > 120 {
        return false;
    }
    let small = [
        "and",
        "und",
        "et",
        "of",
        "the",
        "in",
        "for",
        "with",
        "at",
        "de",
        "la",
        "van",
        "von",
        "der",
        "al",
        "bin",
        "el",
        "staff",
        "writer",
        "writers",
        "correspondent",
        "correspondents",
        "reporter",
    ];
    let names = words[1..].iter().all(|word| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        bare.is_empty()
            || bare.starts_with(char::is_uppercase)
            || bare.starts_with(|c: char| c.is_ascii_digit())
            || small.contains(&bare)
            || bare.contains('@')
            || bare.starts_with("al-")
    });
    let verbless = !line.trim_end().ends_with(['.', '!', '?'])
        || words.len() <= 4
        || line.trim_end().ends_with("Press.");
    let name = words[1].trim_start_matches(['(', '"']);
    // "By Friday the talks …" is prose.
    let is_day = [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    names
        && verbless
        && name.starts_with(char::is_uppercase)
        && !is_day.contains(&name.trim_end_matches(','))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: bool) {
        assert_eq!(is_clutter(line, true), expected, "{line}");
    }

    #[test]
    fn newsrooms_about_themselves() {
        check("Connect with the Harbour Post Newsroom:", true);
        check(
            "For corrections to this story or other insights, click here.",
            true,
        );
        check("To submit a letter to the editor, click here.", true);
        check(
            "(Reporting by Jane Doe in Geneva; Editing by John Roe)",
            true,
        );
        check("By JANE DOE", true);
        check("By Jane Doe and John Roe, Associated Press", true);
        check("Von Max Muster", true);
        check("© 2016 The Harbour Post. All rights reserved.", true);
        check("Copyright 2016 The Harbour Post", true);
        check("(c) 2016 Harbour Media", true);
        check("Read more: The bridge that never opened", true);
        check("Sign up for our newsletter", true);
        check("Jane Doe in Paris contributed to this report.", true);
        check(
            "Correction: an earlier version gave 3 May as the day.",
            true,
        );
        check("Follow us on Facebook", true);
        check("Published: 12 February 2016", true);
        check("Friday 12 February 2016 10.30 GMT", true);
    }

    #[test]
    fn reports() {
        check("The mayor resigned on Friday.", false);
        check("By Friday the talks had failed.", false);
        check("By March 1 a truce is to hold.", false);
        check("By then Geneva was ready", false);
        check(
            "The bridge opened on 12 February 2016 after years of work.",
            false,
        );
        check("He was asked to follow the rules.", false);
    }
}
