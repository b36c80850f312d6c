//! An article's first lines. In: its text and blocks. Out: the clutter marked, the dateline split
//! off, and the full date that stands in either.

use super::document::{Anchor, AnchorOrigin, Block, BlockKind};
use super::options::Options;
use super::{anchor, clutter, dateline};
use crate::source::Span;

/// What an article's first lines tell.
#[derive(Debug, Default)]
pub(crate) struct Opening {
    pub(crate) place: Option<String>,
    pub(crate) anchor: Option<Anchor>,
    /// The block that was split after its dateline, and the dateline's characters.
    pub(crate) split: Option<(usize, u32)>,
}

/// Marks the clutter, splits off the dateline, and looks for a full date in either.
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
    let mut prose = 0;
    for at in 0..blocks.len().min(6) {
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
            let middle = block.span.start as usize + found.length;
            let head = &text[block.span.start as usize..middle];
            opening.place = found.place;
            opening.anchor = opening.anchor.or_else(|| dated(head));
            if found.length == line.len() {
                blocks[at].clutter = true;
                break;
            }
            opening.split = Some((at, head.chars().count() as u32));
            let end = block.span.end as usize;
            blocks[at].span = Span::new(
                block.span.start as usize,
                block.span.start as usize + head.trim_end().len(),
            );
            blocks[at].clutter = true;
            blocks.insert(
                at + 1,
                Block {
                    span: Span::new(middle, end),
                    clutter: false,
                    ..block
                },
            );
            break;
        }
        prose += 1;
        if prose == 2 {
            break;
        }
    }
    opening
}
