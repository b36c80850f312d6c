//! Loading articles, one core: Markdown (the generated articles of the build benchmark, about 4 KB),
//! the same as plain text, and a saved page. `cargo bench --bench content`.

use dateline::config::Config;
use dateline::content::{ContentFile, Options, load};
use divan::counter::{BytesCount, ItemsCount};

fn main() {
    divan::main();
}

/// Sentences without sense, as an article has them: three dates, a link, some emphasis.
fn prose(seed: usize) -> String {
    let words = [
        "council", "harbour", "bridge", "talks", "mayor", "minister", "border", "water", "budget",
        "plan", "station", "court", "police", "office", "vote", "river", "market", "union",
        "school", "hospital",
    ];
    let mut out = String::new();
    for paragraph in 0..8 {
        for sentence in 0..5 {
            out.push_str("The");
            for word in 0..14 {
                out.push(' ');
                out.push_str(
                    words[(seed * 7 + paragraph * 31 + sentence * 13 + word * 3) % words.len()],
                );
            }
            if sentence == 0 && paragraph < 3 {
                out.push_str(&format!(" on {} May {}", seed % 28 + 1, 1990 + seed % 30));
            }
            if sentence == 1 && paragraph == 4 {
                out.push_str(&format!(" [see the report](a{seed}.md) *again*"));
            }
            out.push_str(". ");
        }
        out.push_str("\n\n");
    }
    out
}

const FRONT: &str =
    "---\ntitle: \"An article\"\ndate: 2021-05-04\ntags: [one, two]\nsource: The Post\n---\n";

fn bench(bencher: divan::Bencher<'_, '_>, ending: &str, make: impl Fn(usize) -> String) {
    let options = Options::new(&Config::default());
    let files: Vec<(ContentFile, String)> = (0..200)
        .map(|seed| {
            (
                ContentFile::virtual_file(format!("a{seed}.{ending}")),
                make(seed),
            )
        })
        .collect();
    let bytes: usize = files.iter().map(|(_, text)| text.len()).sum();
    bencher
        .counter(BytesCount::new(bytes))
        .counter(ItemsCount::new(files.len()))
        .bench(|| {
            for (file, text) in &files {
                divan::black_box(load(file, text.as_bytes(), None, &options));
            }
        });
}

#[divan::bench]
fn markdown(bencher: divan::Bencher<'_, '_>) {
    bench(bencher, "md", |seed| format!("{FRONT}{}", prose(seed)));
}

#[divan::bench]
fn markdown_with_html(bencher: divan::Bencher<'_, '_>) {
    bench(bencher, "md", |seed| {
        format!("{FRONT}{}\n\n<b>Bold</b> end.\n", prose(seed))
    });
}

#[divan::bench]
fn text(bencher: divan::Bencher<'_, '_>) {
    bench(bencher, "txt", |seed| format!("{FRONT}{}", prose(seed)));
}

#[divan::bench]
fn saved_page(bencher: divan::Bencher<'_, '_>) {
    bench(bencher, "html", |seed| {
        let paragraphs: String = prose(seed)
            .split("\n\n")
            .map(|paragraph| format!("<p>{paragraph}</p>\n"))
            .collect();
        format!(
            "<!doctype html><html lang=en><head><title>T</title><meta property=\"article:published_time\" content=\"2021-05-04\">\
             </head><body><nav><ul>{}</ul></nav><article><h1>T</h1>{paragraphs}</article><footer>©</footer></body></html>",
            "<li><a href=/x>Section</a></li>".repeat(30)
        )
    });
}
