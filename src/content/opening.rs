//! An article's first lines. In: its text and blocks. Out: the clutter marked, the dateline split
//! off, and the full date that stands in either.

use super::document::{Anchor, AnchorOrigin, Block, BlockKind};
use super::options::Options;
use super::{anchor, clutter, dateline, stamp};
use crate::source::Span;

/// Blocks at the beginning that may hold the head of a page.
const FIRST: usize = 8;

/// What an article's first lines tell.
#[derive(Debug, Default)]
pub(crate) struct Opening {
    pub(crate) place: Option<String>,
    pub(crate) anchor: Option<Anchor>,
    /// The blocks that were split before the report's words, one after the other, and the characters before them.
    pub(crate) splits: Vec<(usize, u32)>,
}

/// Marks the clutter, splits off stamps and the dateline, and looks for a full date in either.
pub(crate) fn open_text(
    text: &str,
    blocks: &mut Vec<Block>,
    title: Option<usize>,
    options: &Options,
) -> Opening {
    let mut opening = Opening::default();
    clutter::mark(text, blocks, title);
    let dated = |line: &str| {
        anchor::full_date(line, options.date_order).map(|date| Anchor {
            date,
            origin: AnchorOrigin::Dateline,
        })
    };
    let mut at = 0;
    while at < blocks.len() {
        let block = blocks[at];
        let is_report = block.kind == BlockKind::Paragraph && !block.clutter && title != Some(at);
        if is_report && let Some(length) = stamp::find(block.span.of(text), at < FIRST) {
            let head = split(text, blocks, at, length, &mut opening);
            if at < FIRST {
                opening.place = opening
                    .place
                    .take()
                    .or_else(|| dateline::place_before(head));
                opening.anchor = opening.anchor.or_else(|| dated(head));
            }
            at += 1;
        }
        at += 1;
    }
    let mut prose = 0;
    for at in 0..blocks.len().min(FIRST) {
        let block = blocks[at];
        let line = block.span.of(text);
        if block.clutter {
            if opening.anchor.is_none() && anchor::is_date_line(line) {
                opening.anchor = dated(line);
            }
            continue;
        }
        if block.kind != BlockKind::Paragraph {
            continue;
        }
        if let Some(found) = dateline::find(line) {
            opening.place = found.place;
            let head = &line[..found.length];
            opening.anchor = opening.anchor.or_else(|| dated(head));
            if found.length == line.len() {
                blocks[at].clutter = true;
            } else {
                split(text, blocks, at, found.length, &mut opening);
            }
            break;
        }
        prose += 1;
        if prose == 2 {
            break;
        }
    }
    opening
}

/// Splits the block `at` after `length` bytes, marks the first part as clutter and gives it.
fn split<'a>(
    text: &'a str,
    blocks: &mut Vec<Block>,
    at: usize,
    length: usize,
    opening: &mut Opening,
) -> &'a str {
    let block = blocks[at];
    let (start, end) = (block.span.start as usize, block.span.end as usize);
    let head = &text[start..start + length];
    opening.splits.push((at, head.chars().count() as u32));
    blocks[at].span = Span::new(start, start + head.trim_end().len());
    blocks[at].clutter = true;
    let rest = Block {
        span: Span::new(start + length, end),
        ..block
    };
    blocks.insert(at + 1, rest);
    head
}
