//! Plain text. In: text as news saves it. Out: one block a paragraph, found by blank lines or by
//! line ends.
//!
//! The text itself stays as it is, so that offsets into it are offsets into the record it came in.

use super::document::{Block, BlockKind};
use crate::source::Span;

/// What a line break means.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum LineBreaks {
    /// A space in hard-wrapped text, else the end of a paragraph: the text itself shows which.
    #[default]
    Auto,
    /// Always the end of a paragraph, and so of a sentence.
    Paragraph,
}

/// The paragraphs of `text`, in order, without surrounding white space.
pub(crate) fn paragraphs(text: &str, breaks: LineBreaks) -> Vec<Block> {
    let lines = lines(text);
    let wrapped = breaks == LineBreaks::Auto && is_wrapped(text, &lines);
    let widest = lines.iter().map(|line| line.len()).max().unwrap_or(0);
    let mut blocks: Vec<Block> = Vec::new();
    let mut previous: Option<Span> = None;
    for line in lines {
        if line.is_empty() {
            previous = None;
            continue;
        }
        let indented = line.start as usize >= 2
            && text.as_bytes()[line.start as usize - 1].is_ascii_whitespace()
            && !matches!(text.as_bytes()[line.start as usize - 1], b'\n' | b'\r');
        match (previous, blocks.last_mut()) {
            // A line far shorter than the rest ended its paragraph.
            (Some(before), Some(block))
                if wrapped && !indented && before.len() * 5 >= widest * 3 =>
            {
                block.span.end = line.end;
            }
            _ => blocks.push(Block {
                span: line,
                kind: BlockKind::Paragraph,
                clutter: false,
            }),
        }
        previous = Some(line);
    }
    blocks
}

/// The lines without surrounding white space; blank ones are empty.
fn lines(text: &str) -> Vec<Span> {
    let mut out = Vec::new();
    let mut at = 0;
    for line in text.split('\n') {
        let trimmed = line.trim();
        let start = at + (line.len() - line.trim_start().len());
        out.push(Span::new(
            start.min(at + line.len()),
            start.min(at + line.len()) + trimmed.len(),
        ));
        at += line.len() + 1;
    }
    out
}

/// Hard-wrapped text: no line is long, and lines that go on mostly break within a sentence.
fn is_wrapped(text: &str, lines: &[Span]) -> bool {
    let widest = lines.iter().map(|line| line.len()).max().unwrap_or(0);
    if widest > 120 {
        return false;
    }
    let (mut going_on, mut within) = (0usize, 0usize);
    for pair in lines.windows(2) {
        if pair[0].is_empty() || pair[1].is_empty() {
            continue;
        }
        going_on += 1;
        let ends = pair[0]
            .of(text)
            .trim_end_matches(['"', '\'', '”', '’', ')', ']', '`'])
            .ends_with(['.', '!', '?', ':', ';', '…']);
        within += usize::from(!ends);
    }
    going_on > 0 && within * 2 >= going_on && widest >= 30
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let blocks = paragraphs(text, LineBreaks::Auto);
        let found: Vec<&str> = blocks.iter().map(|block| block.span.of(text)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn paragraphs_by_line() {
        check(
            "The mayor resigned on Friday after a long night of talks.\nThe council met.\n",
            &[
                "The mayor resigned on Friday after a long night of talks.",
                "The council met.",
            ],
        );
    }

    #[test]
    fn paragraphs_by_blank_line() {
        check(
            "One.\r\n\r\nTwo.\r\n \t\r\n\r\nThree.",
            &["One.", "Two.", "Three."],
        );
    }

    #[test]
    fn wrapped_paragraphs() {
        let one = "The mayor resigned on Friday, three days after the\ncouncil had asked her to, and left for the coast at\nonce.";
        let two = "Nobody knew who would follow, the speaker said in\nthe evening.";
        check(&format!("{one}\n\n{two}\n"), &[one, two]);
        check(&format!("{one}\n{two}\n"), &[one, two]);
        check(&format!("{one}\n   {two}\n"), &[one, two]);
    }

    #[test]
    fn every_line_when_asked() {
        let text = "wrapped in the middle of a sentence\nthat goes on";
        assert_eq!(paragraphs(text, LineBreaks::Paragraph).len(), 2);
        assert_eq!(paragraphs("", LineBreaks::Auto).len(), 0);
    }
}
