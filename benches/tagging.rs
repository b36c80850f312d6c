//! Speed of tagging and resolving, in megabytes of text a second on one core.
//!
//! Run with `cargo bench --bench tagging`. The text is generated: news-like sentences, about one
//! date in every second one, with no two documents alike. Twice the text takes twice the time.

use dateline::calendar::Edtf;
use dateline::content::{Anchor, AnchorOrigin, Block, BlockKind};
use dateline::source::Span;
use dateline::temporal::{Context, Tagger};
use divan::counter::BytesCount;

fn main() {
    divan::main();
}

/// The length of the text of `1x`, in bytes.
const ONE: usize = 1 << 20;

const SENTENCES: [&str; 12] = [
    "Negotiators fell short of an agreement early Friday, a senior official said, after talks that ran through the night.",
    "The company said that net income rose 12 percent in the third quarter, compared with a year earlier, on revenue of $1.4 billion.",
    "Residents of the eastern districts have been without water since the pipeline was damaged, aid workers told reporters.",
    "The first convoy is to reach the town on March 1, and two more are expected by the end of the month.",
    "He was born in the village, studied law in the capital and returned to open a practice with his brother.",
    "On 12 September 1938 the commission published its report, and two days later the government resigned.",
    "There was no immediate comment from the ministry, which has not published figures for several months.",
    "Prices of wheat and barley have risen sharply, and traders do not see an end to the shortage.",
    "A spokeswoman declined to say whether the minister would travel to the meeting, which is due to begin next week.",
    "The bridge, opened in 1962 and rebuilt in the late 1980s, carries some 40,000 vehicles a day across the river.",
    "Witnesses described a column of smoke over the harbour, where firefighters were still at work.",
    "The court adjourned until Monday at 9:30 a.m., when the defence will call its first witnesses.",
];

/// Sentences in an order that does not repeat within a document, in paragraphs of five.
fn text(bytes: usize) -> (String, Vec<Block>) {
    let (mut text, mut blocks) = (String::with_capacity(bytes + 200), Vec::new());
    let (mut start, mut state) = (0, 7usize);
    for number in 1.. {
        state = (state * 1_103_515_245 + 12_345) % (1 << 31);
        text.push_str(SENTENCES[state / 65_536 % SENTENCES.len()]);
        text.push(' ');
        if number % 5 == 0 {
            blocks.push(Block {
                span: Span::new(start, text.len()),
                kind: BlockKind::Paragraph,
                clutter: false,
            });
            text.push_str("\n\n");
            start = text.len();
            if text.len() >= bytes {
                return (text, blocks);
            }
        }
    }
    unreachable!("the loop returns when the text is long enough")
}

fn context() -> Context {
    Context {
        anchor: Edtf::parse("2016-02-12").ok().map(|date| Anchor {
            date,
            origin: AnchorOrigin::FrontMatter,
        }),
        ..Context::default()
    }
}

#[divan::bench(args = [1, 2, 4])]
fn tag_and_resolve(bencher: divan::Bencher<'_, '_>, times: usize) {
    let (text, blocks) = text(ONE * times);
    let sentences = dateline::text::split(&text, &blocks);
    let tagger = Tagger::for_language("en");
    bencher
        .counter(BytesCount::of_str(&text))
        .bench(|| tagger.tag(&text, &blocks, &sentences, &context()));
}

#[divan::bench(args = [1, 2])]
fn split(bencher: divan::Bencher<'_, '_>, times: usize) {
    let (text, blocks) = text(ONE * times);
    bencher
        .counter(BytesCount::of_str(&text))
        .bench(|| dateline::text::split(&text, &blocks));
}
