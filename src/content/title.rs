//! The title of an article that gives none. In: its blocks. Out: which block is the title.

use super::document::{Block, BlockKind};
use super::{clutter, dateline};

/// The longest first line that is taken for a title, in characters.
const LONGEST: usize = 100;

/// The block that is the title: the first heading, else a short first line without a full stop.
/// Bylines and time stamps may stand before it.
pub(crate) fn find(text: &str, blocks: &[Block]) -> Option<usize> {
    if let Some(at) = blocks.iter().position(|b| b.kind == BlockKind::Heading) {
        return Some(at);
    }
    let at = first_line(text, blocks)?;
    let more = blocks.len() > at + 1;
    (more && blocks[at].kind == BlockKind::Paragraph && is_title_line(blocks[at].span.of(text)))
        .then_some(at)
}

/// Whether nothing but bylines and time stamps stands before block `at`.
pub(crate) fn is_at_top(text: &str, blocks: &[Block], at: usize) -> bool {
    first_line(text, blocks) == Some(at)
}

/// The first block that is the article's own.
fn first_line(text: &str, blocks: &[Block]) -> Option<usize> {
    blocks.iter().take(4).position(|block| {
        let line = block.span.of(text);
        let only_dateline = dateline::find(line).is_some_and(|found| found.length == line.len());
        !only_dateline && !clutter::is_clutter(line, true)
    })
}

/// Short, one line, and no sentence.
pub(crate) fn is_title_line(line: &str) -> bool {
    if line.contains('\n') || line.chars().count() > LONGEST {
        return false;
    }
    let bare = line.trim_end_matches(['"', '\'', '”', '’', ')', ']']);
    if bare.ends_with(['.', ':', ';', ',']) || !bare.chars().any(char::is_alphabetic) {
        return false;
    }
    // A full stop inside: a short word with a capital or another stop is an abbreviation ("U.N.").
    let mut rest = line;
    while let Some(at) = rest.find(". ") {
        let word = rest[..at].rsplit(' ').next().unwrap_or_default();
        let next_is_capital = rest[at + 2..].starts_with(char::is_uppercase);
        let abbreviation = word.contains('.')
            || (word.chars().count() <= 4 && word.starts_with(char::is_uppercase));
        if next_is_capital && !abbreviation {
            return false;
        }
        rest = &rest[at + 2..];
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: bool) {
        assert_eq!(is_title_line(line), expected, "{line}");
    }

    #[test]
    fn titles_and_sentences() {
        check("Talks resume in Geneva", true);
        check("U.N. talks resume in Geneva", true);
        check("Sen. Smith to resign", true);
        check("Will the truce hold?", true);
        check("The mayor resigned.", false);
        check("The mayor resigned. The council met", false);
        check("He said: \"I resign.\"", false);
        check("", false);
        check("***", false);
        check(&"long ".repeat(30), false);
    }
}
