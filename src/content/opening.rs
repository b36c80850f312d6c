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
    /// The blocks that stand before the report's words, split off the next one, in order, and their characters.
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
    let written = std::mem::replace(blocks, Vec::with_capacity(blocks.len() + 1));
    for (number, block) in written.into_iter().enumerate() {
        let at = blocks.len();
        let is_report =
            block.kind == BlockKind::Paragraph && !block.clutter && title != Some(number);
        let stamp = is_report.then(|| stamp::find(block.span.of(text), at < FIRST));
        let Some(length) = stamp.flatten() else {
            blocks.push(block);
            continue;
        };
        let (before, rest) = split(text, block, length);
        let head = &text[block.span.start as usize..][..length];
        opening.splits.push((at, head.chars().count() as u32));
        blocks.extend([before, rest]);
        if at < FIRST {
            opening.place = opening
                .place
                .take()
                .or_else(|| dateline::place_before(head));
            opening.anchor = opening.anchor.or_else(|| dated(head));
        }
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
                let (before, rest) = split(text, block, found.length);
                blocks[at] = before;
                blocks.insert(at + 1, rest);
                let behind = opening.splits.partition_point(|(split, _)| *split < at);
                for (split, _) in &mut opening.splits[behind..] {
                    *split += 1;
                }
                let characters = head.chars().count() as u32;
                opening.splits.insert(behind, (at, characters));
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

/// Splits `block` after `length` bytes: what stands before the report, as clutter, and the report.
fn split(text: &str, block: Block, length: usize) -> (Block, Block) {
    let (start, end) = (block.span.start as usize, block.span.end as usize);
    let head = text[start..start + length].trim_end();
    let before = Block {
        span: Span::new(start, start + head.len()),
        clutter: true,
        ..block
    };
    let rest = Block {
        span: Span::new(start + length, end),
        ..block
    };
    (before, rest)
}
