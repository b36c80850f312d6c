//! Whole files, good and hostile, through [`load`].

use super::*;
use crate::config::{Config, Publish, RawHtml, SourceRule};
use crate::diagnostic::{Diagnostic, Severity};

fn options() -> Options {
    Options::new(&Config::default())
}

fn loaded(path: &str, bytes: &[u8]) -> Loaded {
    load(&ContentFile::virtual_file(path), bytes, None, &options())
}

#[track_caller]
fn document(path: &str, text: &str) -> Document {
    let loaded = loaded(path, text.as_bytes());
    let document = loaded
        .document
        .unwrap_or_else(|| panic!("{:?}", loaded.diagnostics));
    check_invariants(&document);
    document
}

/// What every stage after this one relies on.
#[track_caller]
fn check_invariants(document: &Document) {
    assert_eq!(document.blocks.len(), document.positions.len());
    let mut end = 0;
    for block in &document.blocks {
        assert!(block.span.start >= end && block.span.end > block.span.start);
        let text = block.span.of(&document.text);
        // Code keeps the white space it begins with.
        let bare = match block.kind {
            BlockKind::Code => text.trim_end().trim_start_matches('\n'),
            _ => text.trim(),
        };
        assert_eq!(bare, text, "blocks have no white space around them");
        end = block.span.end;
    }
    let mut end = 0;
    for piece in &document.body {
        if let Piece::Text(span) = piece {
            assert!(span.start >= end);
            let _ = span.of(&document.text);
            end = span.end;
        }
    }
}

fn shown(document: &Document) -> String {
    let mut out = String::new();
    for piece in &document.body {
        match piece {
            Piece::Markup(markup) => out.push_str(markup),
            Piece::Text(span) => escape_text(&mut out, span.of(&document.text)),
        }
    }
    out
}

#[track_caller]
fn error(path: &str, bytes: &[u8], code: &str) -> Diagnostic {
    let loaded = loaded(path, bytes);
    assert!(loaded.document.is_none());
    let first = loaded
        .diagnostics
        .into_iter()
        .find(|d| d.severity == Severity::Error)
        .expect("an error");
    assert_eq!(first.code, code, "{first:?}");
    assert!(
        first.position.is_some() && !first.hint.is_empty(),
        "{first:?}"
    );
    first
}

#[test]
fn the_title_leaves_the_body_when_it_was_found_there() {
    let found = document("a.md", "# Talks *fail*\n\nThey failed on 3 May 2021.\n");
    assert_eq!(found.title, "Talks fail");
    assert_eq!(shown(&found), "<p>They failed on 3 May 2021.</p>");
    let found = document("a.txt", "Talks fail\n\nThey failed on 3 May 2021.\n");
    assert_eq!(found.title, "Talks fail");
    assert_eq!(found.text, "They failed on 3 May 2021.");
    let found = document("a.html", "<h1>Talks fail</h1><p>They failed.</p>");
    assert_eq!(
        (found.title.as_str(), shown(&found).as_str()),
        ("Talks fail", "<p>They failed.</p>")
    );
    let found = document(
        "a.md",
        "---\ntitle: Talks fail\n---\n# Talks fail!\n\nText.\n\n# Two\n",
    );
    assert_eq!(shown(&found), "<p>Text.</p><h2>Two</h2>");
    let found = document("a.txt", "By Jane Doe\n\nTalks fail\n\nThey failed.\n");
    assert_eq!(
        (found.title.as_str(), found.text.as_str()),
        ("Talks fail", "By Jane Doe\n\nThey failed.")
    );
    assert_eq!(
        shown(&found).replace('\n', ""),
        "<p>By Jane Doe</p><p>They failed.</p>"
    );
    let found = document("a.txt", "They failed on 3 May 2021.\n");
    assert_eq!(
        (found.title.as_str(), found.text.as_str()),
        ("", "They failed on 3 May 2021.")
    );
}

#[test]
fn anchors_are_looked_for_in_order() {
    let anchor = |path: &str, text: &str| {
        let found = document(path, text).anchor;
        found.map(|anchor| (anchor.date.to_string(), anchor.origin))
    };
    let dated = "PARIS, June 6, 2016 — It rained on Friday, the mayor said.\n";
    assert_eq!(
        anchor(
            "2016-01-01-a.md",
            &format!("---\ndate: 2016-02-12\n---\n{dated}")
        ),
        Some(("2016-02-12".into(), AnchorOrigin::FrontMatter))
    );
    assert_eq!(
        anchor("2016-01-01-a.txt", dated),
        Some(("2016-06-06".into(), AnchorOrigin::Dateline))
    );
    assert_eq!(
        anchor("2016/01/01/a.txt", "It rained on Friday."),
        Some(("2016-01-01".into(), AnchorOrigin::FileName))
    );
    assert_eq!(
        anchor(
            "a.txt",
            "By Jane Doe, Feb. 12, 2016\n\nIt rained on Friday."
        ),
        Some(("2016-02-12".into(), AnchorOrigin::Dateline))
    );
    assert_eq!(
        anchor(
            "a.txt",
            "It rained on 12 February 2016, and then it snowed."
        ),
        None
    );
}

#[test]
fn an_undated_article_is_told_the_line_to_add() {
    let found = loaded("a.md", b"---\ntitle: A\n---\nIt rained.\n");
    assert_eq!(found.diagnostics.len(), 1);
    let first = &found.diagnostics[0];
    assert_eq!(first.code, "no-publication-date");
    assert!(first.hint.contains("date: 2016-02-12"), "{first:?}");
    let page = loaded("a.md", b"---\nkind: page\n---\nIt rained.\n");
    assert_eq!(page.diagnostics, []);
    let option = options().published(crate::calendar::Edtf::parse("2016-02-12").ok());
    let told = load(
        &ContentFile::virtual_file("a.md"),
        b"It rained.",
        None,
        &option,
    );
    assert_eq!(told.diagnostics, []);
}

#[test]
fn newsrooms_come_from_path_host_or_name() {
    let mut config = Config::default();
    let rule = |name: &str, matches: Option<&str>| SourceRule {
        name: name.into(),
        matches: matches.map(str::to_owned),
        publish: Some(Publish::Quotes),
    };
    config.content.sources = vec![
        rule("By path", Some("wire/**")),
        rule("By host", Some("example.org")),
        rule("By name", None),
    ];
    let options = Options::new(&config);
    let source = |path: &str, text: &str| {
        let file = ContentFile::virtual_file(path);
        let meta = load(&file, text.as_bytes(), None, &options)
            .document
            .expect("a document")
            .meta;
        (meta.source, meta.publish)
    };
    let told = |name: &str| (Some(name.to_owned()), Publish::Quotes);
    assert_eq!(source("wire/a.md", "It rained."), told("By path"));
    assert_eq!(
        source("a.md", "---\nurl: https://www.example.org/x\n---\nA."),
        told("By host")
    );
    assert_eq!(
        source("a.md", "---\nsource: By name\n---\nA."),
        told("By name")
    );
    assert_eq!(source("a.md", "It rained."), (None, Publish::Full));
    assert_eq!(
        source("wire/a.md", "---\nsource: X\npublish: none\n---\nA."),
        (Some("X".into()), Publish::None)
    );
}

#[test]
fn corrections_stand_before_front_matter() {
    let file = ContentFile::virtual_file("a.md");
    let text = b"---\nevents:\n  - quote: \"on 3 May\"\n    headline: Front\n  - date: 2020-01-01\n    headline: By hand\n---\nIt rained on 3 May.\n";
    let toml = b"[article]\ndate = \"2021-05-04\"\n[[events]]\nquote = \"on 3  May\"\nheadline = \"File\"\n";
    let found = load(&file, text, Some(toml), &options())
        .document
        .expect("a document");
    let headlines: Vec<_> = found
        .corrections
        .events
        .iter()
        .filter_map(|e| e.headline.as_deref())
        .collect();
    assert_eq!(headlines, ["File", "By hand"]);
    assert_eq!(
        found.anchor.map(|a| a.origin),
        Some(AnchorOrigin::Corrections)
    );
    let broken = load(
        &file,
        b"Text.",
        Some(b"[[events]]\nquote = 3 x\n"),
        &options(),
    );
    assert!(broken.document.is_none());
    assert_eq!(broken.diagnostics[0].path, "content/a.md.events.toml");
}

#[test]
fn code_and_pictures_are_no_prose() {
    let found = document(
        "a.md",
        "![Alt on 3 May](p.png)\n\n```toml\nd = 2016-01-01\n```\n\nText.\n",
    );
    assert!(!found.text.contains("Alt"));
    assert_eq!(found.blocks[0].kind, BlockKind::Code);
    assert!(shown(&found).contains("<code class=\"language-toml\">"));
}

/// Nothing of an article runs in a reader's browser.
#[test]
fn nothing_runs() {
    let evil = [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)><script>alert(1)</script></svg>",
        "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\"></math>",
        "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
        "<base href=\"https://evil.example/\"><meta http-equiv=refresh content=\"0;url=javascript:alert(1)\">",
        "<form action=\"javascript:alert(1)\"><button formaction=\"javascript:alert(1)\">x</button></form>",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
        "<a href=\"java&#9;script:alert(1)\" style=\"x\">x</a>",
        "<object data=\"javascript:alert(1)\"></object><embed src=\"javascript:alert(1)\">",
        "<p id=\"search\" class=\"ev\" data-at=\"9\">x</p>",
        "[a](javascript:alert(1)) [b](&#106;avascript:alert(1)) ![c](data:text/html,x)",
        "<javascript:alert(1)>",
        "```a\"><script>alert(1)</script>\nx\n```",
        "# H {#x\"onclick=alert(1) .ev onclick=alert(1)}",
        "[^<script>]\n\n[^<script>]: x",
    ];
    for text in evil {
        for path in ["x.md", "x.html", "x.txt"] {
            let both = format!("First on 3 May 2021.\n\n{text}\n\nLast.");
            let found = loaded(path, both.as_bytes()).document.expect("a document");
            check_invariants(&found);
            for piece in &found.body {
                let Piece::Markup(markup) = piece else {
                    continue;
                };
                let lower = markup.to_lowercase();
                for bad in [
                    "<script",
                    "onerror=",
                    "onload=",
                    "onclick=",
                    "javascript:",
                    "srcdoc",
                    "<iframe",
                    "<base",
                    "<meta",
                    "<form",
                    "<object",
                    "<embed",
                    "style=",
                    "data:",
                    "<svg",
                    "<math",
                    "id=\"search\"",
                    "data-at",
                    "class=\"ev\"",
                ] {
                    // In an attribute's text they are words.
                    let in_words = lower
                        .split("alt=\"")
                        .nth(1)
                        .is_some_and(|alt| alt.contains(bad));
                    assert!(!lower.contains(bad) || in_words, "{bad} in {markup}");
                }
            }
        }
    }
}

#[test]
fn trusted_html_stays_as_it_is() {
    let mut config = Config::default();
    config.content.raw_html = RawHtml::Trusted;
    let file = ContentFile::virtual_file("a.md");
    let text = b"One <b onclick=\"x()\">two</b>.\n\n<video src=\"a.mp4\"></video>\n";
    let found = load(&file, text, None, &Options::new(&config))
        .document
        .expect("a document");
    let body = shown(&found);
    assert!(body.contains("<b onclick=\"x()\">two</b>"), "{body}");
    assert!(body.contains("<video src=\"a.mp4\">"), "{body}");
    assert_eq!(found.text, "One two.");
}

#[test]
fn limits_are_errors_that_name_themselves() {
    let deep = error(
        "a.html",
        format!("<p>{}x", "<div>".repeat(200_000)).as_bytes(),
        "too-deep",
    );
    assert!(deep.message.contains("max_depth") && deep.hint.contains("max_depth"));
    error(
        "a.md",
        format!("{} x\n", ">".repeat(1_000_000)).as_bytes(),
        "too-deep",
    );
    error(
        "a.md",
        format!("a <i>b</i>\n\n{}", "<div>\n".repeat(1000)).as_bytes(),
        "too-deep",
    );
    error(
        "a.html",
        format!("<p {}>x", "a ".repeat(300)).as_bytes(),
        "too-many-attributes",
    );
    let long = error(
        "a.md",
        format!("a <b title=\"{}\">b</b>", "x".repeat(5_000_000)).as_bytes(),
        "tag-too-long",
    );
    assert!(long.message.contains("max_tag_kb"));
    error("a.txt", &vec![b'a'; 17_000_000], "file-too-large");
    error(
        "a.md",
        format!("---\nx: {}\n---\n", "y".repeat(70_000)).as_bytes(),
        "front-matter-too-long",
    );
    error("a.md", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not-text");
}

#[test]
fn hostile_shapes_are_read_in_time() {
    let started = std::time::Instant::now();
    let long_line: String = (0..20_000)
        .map(|i| {
            format!(
                "On {} May the council met; nothing was agreed on. ",
                i % 28 + 1
            )
        })
        .collect();
    document("a.txt", &long_line);
    document(
        "a.md",
        &format!(
            "{}\n\n{}\n\n{}",
            "[".repeat(100_000),
            "[a](".repeat(50_000),
            "![".repeat(50_000)
        ),
    );
    document(
        "a.md",
        &format!(
            "[x]: https://example.org/{}\n\n{}",
            "a".repeat(10_000),
            "[x] \n".repeat(40_000)
        ),
    );
    document("a.html", &"<p>One on 3 May 2021<br>".repeat(30_000));
    document(
        "a.html",
        &format!("<p>{}", "a &amp; <b>b</b> ".repeat(50_000)),
    );
    document("a.md", &"| a ".repeat(5_000));
    document("a.txt", &"(".repeat(500_000));
    document("a.txt", &"(A - B)".repeat(200_000));
    document("a.txt", &"(Update) Rain fell.\n\n".repeat(200_000));
    document("a.txt", &"\n \u{a0}\n".repeat(100_000).replace(' ', "x "));
    // Unoptimised and beside other tests; an optimised build needs a twentieth.
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
}

proptest::proptest! {
    #[test]
    fn any_bytes_load(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..400), kind in 0usize..4) {
        let path = ["a.md", "a.txt", "a.html", "a.csv"][kind];
        if let Some(document) = loaded(path, &bytes).document {
            check_invariants(&document);
        }
    }

    #[test]
    fn any_marks_load(text in "(---\n|\\+\\+\\+\n|title: |\\[|\\]|\\(|\\)|<p>|</div>|<b |=\"|>|#+ |é|\n|\n\n|- |\\| ?|`+|\\*|x |&amp;|<!--|-->|\\^|: ){0,40}", kind in 0usize..3) {
        let path = ["a.md", "a.txt", "a.html"][kind];
        if let Some(document) = loaded(path, text.as_bytes()).document {
            check_invariants(&document);
        }
    }
}
