//! Putting an article's body together. In: runs of text, safe markup and where blocks begin, in the
//! order of the source. Out: the text, its blocks with their places, and the body's pieces.

use super::document::{Block, BlockKind, Piece};
use crate::source::{Position, Span};

/// Positions of ever later offsets in one text, in linear time altogether.
pub(crate) struct Places<'s> {
    source: &'s str,
    offset: usize,
    at: Position,
}

impl<'s> Places<'s> {
    pub(crate) fn new(source: &'s str) -> Self {
        Self {
            source,
            offset: 0,
            at: Position::START,
        }
    }

    /// The position of `offset`; an offset before an earlier one gets the earlier one's position.
    pub(crate) fn of(&mut self, offset: usize) -> Position {
        let mut end = offset.min(self.source.len());
        while !self.source.is_char_boundary(end) {
            end -= 1;
        }
        if end > self.offset {
            let passed = &self.source[self.offset..end];
            let lines = memchr::memchr_iter(b'\n', passed.as_bytes()).count() as u32;
            let tail = match memchr::memrchr(b'\n', passed.as_bytes()) {
                Some(last) => {
                    self.at.column = 1;
                    &passed[last + 1..]
                }
                None => passed,
            };
            self.at.line += lines;
            self.at.column += tail.chars().count() as u32;
            self.offset = end;
        }
        self.at
    }
}

/// The growing body of one article.
pub(crate) struct Builder<'s> {
    /// The extracted prose.
    pub(crate) text: String,
    /// Its blocks.
    pub(crate) blocks: Vec<Block>,
    /// The position of each block's first character.
    pub(crate) positions: Vec<Position>,
    /// The body.
    pub(crate) body: Vec<Piece>,
    places: Places<'s>,
    /// Start of the open block, when one is open.
    open: Option<usize>,
    kind: BlockKind,
    /// Start of the run of text that is not yet a piece.
    run: usize,
}

impl<'s> Builder<'s> {
    /// A body whose offsets count in `source`, the decoded file, and begin at `start`.
    pub(crate) fn new(source: &'s str, start: usize) -> Self {
        Self {
            text: String::with_capacity(source.len() - start),
            blocks: Vec::with_capacity(16),
            positions: Vec::with_capacity(16),
            body: Vec::with_capacity(48),
            places: Places::new(source),
            open: None,
            kind: BlockKind::Paragraph,
            run: 0,
        }
    }

    /// Forgets all that was added.
    pub(crate) fn reset(&mut self) {
        *self = Self::new(self.places.source, 0);
    }

    /// Ends the open block; text that follows begins a new one of `kind`.
    pub(crate) fn block(&mut self, kind: BlockKind) {
        self.close();
        self.kind = kind;
    }

    /// Ends the open block.
    pub(crate) fn close(&mut self) {
        self.flush();
        if let Some(start) = self.open.take() {
            let end = start + self.text[start..].trim_end().len();
            if end > start {
                self.blocks.push(Block {
                    span: Span::new(start, end),
                    kind: self.kind,
                    clutter: false,
                });
            } else {
                self.positions.pop();
            }
        }
    }

    /// Adds text found at `offset` of the source. White space at a block's beginning is dropped,
    /// except in code.
    pub(crate) fn text(&mut self, text: &str, offset: usize) {
        let mut text = text;
        let mut offset = offset;
        if self.open.is_none() {
            let trimmed = if self.kind == BlockKind::Code {
                text.trim_start_matches(['\n', '\r'])
            } else {
                // What is left out below must not hide white space that would then stand first.
                text.trim_start_matches(|c: char| {
                    c.is_whitespace() || c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}')
                })
            };
            if trimmed.is_empty() {
                return;
            }
            offset += text.len() - trimmed.len();
            text = trimmed;
            self.flush();
            if !self.text.is_empty() {
                self.text.push_str("\n\n");
            }
            self.run = self.text.len();
            self.open = Some(self.run);
            self.positions.push(self.places.of(offset));
        }
        let odd = |b: u8| (b < 0x20 && b != b'\n' && b != b'\t') || b == 0x7f || b == 0xef;
        if text.bytes().fold(false, |seen, b| seen | odd(b)) {
            // XML and readers' terminals cannot take them.
            self.text.extend(text.chars().filter_map(|c| match c {
                '\n' | '\t' => Some(c),
                '\u{fffe}' | '\u{ffff}' => None,
                c if c.is_control() => c.is_whitespace().then_some(' '),
                c => Some(c),
            }));
            return;
        }
        self.text.push_str(text);
    }

    /// Whether the open block (if any) has no text yet or ends with white space.
    pub(crate) fn at_space(&self) -> bool {
        self.open.is_none() || self.text.ends_with(char::is_whitespace)
    }

    /// Adds safe markup.
    pub(crate) fn markup(&mut self, markup: &str) {
        self.flush();
        match self.body.last_mut() {
            Some(Piece::Markup(last)) => last.push_str(markup),
            _ => self.body.push(Piece::Markup(markup.to_owned())),
        }
    }

    /// The finished body.
    pub(crate) fn finish(mut self) -> Body {
        self.close();
        Body {
            text: self.text,
            blocks: self.blocks,
            positions: self.positions,
            pieces: self.body,
        }
    }

    fn flush(&mut self) {
        if self.run < self.text.len() {
            self.body
                .push(Piece::Text(Span::new(self.run, self.text.len())));
            self.run = self.text.len();
        }
    }
}

/// A finished body.
pub(crate) struct Body {
    pub(crate) text: String,
    pub(crate) blocks: Vec<Block>,
    pub(crate) positions: Vec<Position>,
    pub(crate) pieces: Vec<Piece>,
}

impl Body {
    /// Gives blocks that were split their positions: `splits` are the first halves, in order, with their characters.
    pub(crate) fn split_positions(&mut self, splits: &[(usize, u32)]) {
        let mut positions = Vec::with_capacity(self.blocks.len());
        let mut written = std::mem::take(&mut self.positions).into_iter();
        let mut splits = splits.iter().peekable();
        let mut behind = None;
        while let Some(position) = behind.take().or_else(|| written.next()) {
            if let Some((_, characters)) = splits.next_if(|(at, _)| *at == positions.len()) {
                behind = Some(Position {
                    column: position.column + characters,
                    ..position
                });
            }
            positions.push(position);
        }
        self.positions = positions;
    }

    /// Takes block `at` out, with the tags around it: it has become the title.
    pub(crate) fn remove(&mut self, at: usize) {
        let from = self.blocks[at].span.start;
        let to = match self.blocks.get(at + 1) {
            Some(next) => next.span.start,
            None => self.text.len() as u32,
        };
        let inside = |piece: &Piece| matches!(piece, Piece::Text(span) if from <= span.start && span.start < to);
        let first = self.pieces.iter().position(inside);
        let last = self.pieces.iter().rposition(inside);
        if let (Some(first), Some(last)) = (first, last) {
            // The tag that opens the block goes, and so does the one that closes it.
            let mut between = String::new();
            let mut range = first..last + 1;
            if first > 0
                && let Piece::Markup(before) = &self.pieces[first - 1]
            {
                between.push_str(&before[..before.rfind('<').unwrap_or(before.len())]);
                range.start -= 1;
            }
            if let Some(Piece::Markup(after)) = self.pieces.get(last + 1) {
                between.push_str(first_closing(after).map_or("", |end| after[end..].trim_start()));
                range.end += 1;
            }
            let between = (!between.is_empty()).then_some(Piece::Markup(between));
            self.pieces.splice(range, between);
        }
        for piece in &mut self.pieces {
            if let Piece::Text(span) = piece
                && span.start >= to
            {
                *span = Span {
                    start: span.start - (to - from),
                    end: span.end - (to - from),
                };
            }
        }
        self.text.drain(from as usize..to as usize);
        self.blocks.remove(at);
        self.positions.remove(at);
        for block in &mut self.blocks[at..] {
            block.span.start -= to - from;
            block.span.end -= to - from;
        }
    }
}

/// The end of the closing tag of a heading or paragraph that `markup` holds first.
fn first_closing(markup: &str) -> Option<usize> {
    ["</h", "</p>"]
        .iter()
        .filter_map(|tag| markup.find(tag))
        .min()
        .and_then(|at| markup[at..].find('>').map(|end| at + end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_and_pieces_cover_the_text() {
        let source = "# A\n\nOne é *two*\n";
        let mut builder = Builder::new(source, 0);
        builder.markup("<h2>");
        builder.block(BlockKind::Heading);
        builder.text("A", 2);
        builder.block(BlockKind::Paragraph);
        builder.markup("</h2><p>");
        builder.text(" One é ", 4);
        builder.markup("<em>");
        builder.text("two", 13);
        builder.markup("</em>");
        builder.close();
        builder.block(BlockKind::Quote);
        builder.text("  ", 20);
        builder.close();
        assert_eq!(builder.text, "A\n\nOne é two");
        assert_eq!(builder.blocks.len(), 2);
        assert_eq!(builder.positions.len(), 2);
        assert_eq!(builder.blocks[1].span.of(&builder.text), "One é two");
        assert_eq!(builder.positions[1], Position { line: 3, column: 1 });
        let shown: String = builder
            .body
            .iter()
            .map(|piece| match piece {
                Piece::Markup(markup) => markup.as_str(),
                Piece::Text(span) => span.of(&builder.text),
            })
            .collect();
        assert_eq!(shown, "<h2>A</h2><p>One é <em>two</em>");
    }
}
