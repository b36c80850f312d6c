//! Reads JSON lines (`{"path", "text", "published", "language"}`) from standard input and writes
//! one mention a line, for measuring the tagger by itself.

use std::io::{BufRead, Write};

use dateline::calendar::Edtf;
use dateline::config::Mode;
use dateline::content::{Anchor, AnchorOrigin, Block, BlockKind};
use dateline::source::Span;
use dateline::temporal::{Context, Tagger};

fn main() -> std::io::Result<()> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let record: serde_json::Value = serde_json::from_str(&line?)?;
        let field = |name: &str| record[name].as_str().unwrap_or("");
        let text = field("text");
        let anchor = Edtf::parse(field("published")).ok().map(|date| Anchor {
            date,
            origin: AnchorOrigin::FrontMatter,
        });
        let context = Context {
            anchor,
            mode: Mode::Auto,
            ..Context::default()
        };
        let blocks = paragraphs(text);
        let sentences = dateline::text::split(text, &blocks);
        for timex in
            Tagger::for_language(field("language")).tag(text, &blocks, &sentences, &context)
        {
            let mention = serde_json::json!({
                "path": field("path"),
                "start": timex.span.start,
                "end": timex.span.end,
                "text": timex.span.of(text),
                "type": timex.kind,
                "value": timex.value,
                "rule": timex.rule,
            });
            writeln!(out, "{mention}")?;
        }
    }
    Ok(())
}

/// Blocks as a plain text file has them: parted by blank lines.
fn paragraphs(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut start = 0;
    for piece in text.split_inclusive("\n\n") {
        blocks.push(Block {
            span: Span::new(start, start + piece.len()),
            kind: BlockKind::Paragraph,
            clutter: false,
        });
        start += piece.len();
    }
    blocks
}
