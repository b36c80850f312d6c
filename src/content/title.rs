//! The title of an article that gives none. In: its blocks. Out: which block is the title.

use super::document::{Block, BlockKind};

/// The longest first line that is taken for a title, in characters.
const LONGEST: usize = 100;

/// The block that is the title: the first heading, else a short first line without a full stop.
pub(crate) fn find(text: &str, blocks: &[Block]) -> Option<usize> {
    let prose = |block: &&Block| !matches!(block.kind, BlockKind::Code | BlockKind::Cell);
    if let Some(at) = blocks.iter().position(|b| b.kind == BlockKind::Heading) {
        return Some(at);
    }
    let first = blocks.iter().find(prose)?;
    let at = blocks.iter().position(|block| block == first)?;
    let more = blocks.iter().skip(at + 1).any(|block| !block.clutter);
    (!first.clutter && more && is_title_line(first.span.of(text))).then_some(at)
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
