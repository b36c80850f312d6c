//! What must hold for any bytes: the fuzz targets call these, and so does `tests/fuzz_corpus.rs` with
//! the committed corpus.

#![allow(dead_code, reason = "each fuzz target uses one of these")]

use dateline::config::Config;
use dateline::content::{ContentFile, Document, Options, Piece, load};
use dateline::diagnostic::Severity;

fn options() -> Options {
    Options::new(&Config::default())
}

/// Loads `data` as the file `path` and holds the outcome to what later stages rely on.
fn loaded(path: &str, data: &[u8]) -> Option<Document> {
    let found = load(&ContentFile::virtual_file(path), data, None, &options());
    for diagnostic in &found.diagnostics {
        assert!(!diagnostic.message.is_empty());
        if diagnostic.severity == Severity::Error {
            assert!(!diagnostic.hint.is_empty(), "{diagnostic:?}");
            assert!(diagnostic.position.is_some(), "{diagnostic:?}");
            assert!(found.document.is_none());
        }
    }
    let document = found.document?;
    assert_eq!(document.blocks.len(), document.positions.len());
    let mut end = 0;
    for block in &document.blocks {
        assert!(end <= block.span.start && block.span.start < block.span.end);
        let _ = block.span.of(&document.text);
        end = block.span.end;
    }
    let mut end = 0;
    for piece in &document.body {
        match piece {
            Piece::Text(span) => {
                assert!(end <= span.start);
                let _ = span.of(&document.text);
                end = span.end;
            }
            Piece::Markup(markup) => safe(markup),
        }
    }
    Some(document)
}

/// Markup is whole tags of an allow-list: nothing in it runs.
fn safe(markup: &str) {
    const TAGS: [&str; 59] = [
        "a",
        "abbr",
        "address",
        "b",
        "bdi",
        "bdo",
        "blockquote",
        "br",
        "caption",
        "cite",
        "code",
        "dd",
        "del",
        "details",
        "dfn",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "input",
        "ins",
        "kbd",
        "li",
        "mark",
        "ol",
        "p",
        "pre",
        "q",
        "s",
        "samp",
        "small",
        "strong",
        "sub",
        "summary",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "time",
        "tr",
        "u",
        "ul",
        "section",
        "article",
        "header",
    ];
    const ATTRIBUTES: [&str; 21] = [
        "href", "src", "alt", "title", "id", "class", "width", "height", "align", "colspan",
        "rowspan", "scope", "start", "lang", "dir", "datetime", "type", "disabled", "checked",
        "open", "cite",
    ];
    let mut rest = markup;
    while let Some(open) = rest.find('<') {
        assert!(!rest[..open].contains('>'), "{markup}");
        let tag = &rest[open + 1..];
        let mut quoted = false;
        let close = tag
            .char_indices()
            .find_map(|(at, c)| {
                quoted ^= c == '"';
                assert!(c != '<', "{markup}");
                (c == '>' && !quoted).then_some(at)
            })
            .unwrap_or_else(|| panic!("a tag without an end: {markup}"));
        let inside = &tag[..close];
        let name_end = inside.find(' ').unwrap_or(inside.len());
        let name = inside[..name_end].trim_start_matches('/');
        assert!(TAGS.contains(&name), "<{name}> in {markup}");
        let mut attributes = inside[name_end..].trim_start();
        while !attributes.is_empty() {
            let end = attributes.find(['=', ' ']).unwrap_or(attributes.len());
            let key = &attributes[..end];
            assert!(ATTRIBUTES.contains(&key), "{key} in {markup}");
            attributes = &attributes[end..];
            if let Some(value) = attributes.strip_prefix("=\"") {
                let end = value
                    .find('"')
                    .unwrap_or_else(|| panic!("an open quote: {markup}"));
                if key == "href" || key == "src" {
                    let address = &value[..end];
                    let fine = ["http:", "https:", "mailto:", "#", "content:", "site:/"];
                    assert!(
                        fine.iter().any(|start| address.starts_with(start)),
                        "{address} in {markup}"
                    );
                }
                attributes = &value[end + 1..];
            }
            attributes = attributes.trim_start();
        }
        rest = &tag[close + 1..];
    }
    assert!(!rest.contains('>'), "{markup}");
}

/// Front matter of either kind, with any content.
pub(crate) fn front_matter(data: &[u8]) {
    for fence in ["---", "+++"] {
        let mut file = format!("{fence}\n").into_bytes();
        file.extend_from_slice(data);
        file.extend_from_slice(format!("\n{fence}\nOn 3 May 2021.\n").as_bytes());
        loaded("x.md", &file);
    }
}

/// Any bytes as text.
pub(crate) fn decode(data: &[u8]) {
    if let Some(document) = loaded("x.txt", data) {
        assert!(!document.text.contains('\0'));
    }
}

/// Any Markdown.
pub(crate) fn markdown(data: &[u8]) {
    loaded("x.md", data);
}

/// Any HTML, as a page and within Markdown.
pub(crate) fn html(data: &[u8]) {
    loaded("x.html", data);
    let mut inside = b"Text <i>x</i>\n\n".to_vec();
    inside.extend_from_slice(data);
    loaded("x.md", &inside);
}

/// Any table.
pub(crate) fn tables(data: &[u8]) {
    loaded("x.csv", data);
    let mut rows = b"date,headline,status,tags\n".to_vec();
    rows.extend_from_slice(data);
    loaded("x.csv", &rows);
}

/// Any corrections file; an edit of one that is right changes what it says and nothing else.
pub(crate) fn corrections(data: &[u8]) {
    use dateline::corrections::{Change, EntryKey, Value, edit, find, parse};
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let (before, diagnostics) = parse("x.md.events.toml", text);
    for span in find(&text[..text.floor_char_boundary(12)], text) {
        let _ = span.of(text);
    }
    if !diagnostics.is_empty() {
        return;
    }
    let change = Change::Entry {
        key: EntryKey {
            quote: Some("a quote that nobody wrote".into()),
            ..EntryKey::default()
        },
        fields: vec![("headline", Some(Value::from("Said")))],
    };
    let Ok(edited) = edit(text, &[change]) else {
        return;
    };
    let (after, diagnostics) = parse("x.md.events.toml", &edited);
    assert_eq!(diagnostics, []);
    assert_eq!(after.article_date, before.article_date);
    assert_eq!(after.events.len(), before.events.len() + 1);
    for (a, b) in after.events.iter().zip(&before.events) {
        assert_eq!(
            (&a.quote, &a.headline, &a.date),
            (&b.quote, &b.headline, &b.date)
        );
    }
}

/// Any file to import; the first byte says as what. Whatever is planned can be loaded.
pub(crate) fn import(data: &[u8]) {
    let Some((first, data)) = data.split_first() else {
        return;
    };
    let endings = ["html", "txt", "eml", "xml", "json", "ics", "csv"];
    let name = format!("x.{}", endings[*first as usize % endings.len()]);
    let plan = dateline::import::plan_bytes(&name, data, "in", &Config::default());
    for file in &plan.files {
        assert!(
            file.path.starts_with("in/") && !file.path.contains(".."),
            "{}",
            file.path
        );
        loaded(&file.path, file.content.as_bytes());
    }
}

/// Any text is tagged: extents in order and on character boundaries, dates that read back.
pub(crate) fn tag(data: &[u8]) {
    use dateline::calendar::Edtf;
    use dateline::config::Mode;
    use dateline::content::{Anchor, AnchorOrigin, Block, BlockKind};
    use dateline::source::Span;
    use dateline::temporal::{Context, Tagger};

    let text = String::from_utf8_lossy(data);
    let blocks = [Block {
        span: Span::new(0, text.len()),
        kind: BlockKind::Paragraph,
        clutter: false,
    }];
    let sentences = dateline::text::split(&text, &blocks);
    let published = Edtf::parse("2016-02-12").ok().map(|date| Anchor {
        date,
        origin: AnchorOrigin::FrontMatter,
    });
    for language in Tagger::languages() {
        for (anchor, mode) in [
            (published, Mode::News),
            (published, Mode::Narrative),
            (None, Mode::Auto),
        ] {
            let context = Context {
                anchor,
                mode,
                ..Context::default()
            };
            let mut end = 0;
            for timex in Tagger::for_language(language).tag(&text, &blocks, &sentences, &context) {
                assert!(end <= timex.span.start && timex.span.start < timex.span.end);
                assert!(!timex.span.of(&text).is_empty());
                end = timex.span.end;
                for edtf in [timex.edtf, timex.interval].into_iter().flatten() {
                    assert!(Edtf::parse(&edtf.to_string()).is_ok(), "{edtf}");
                }
            }
        }
    }
}

/// Any text is split: sentences in order, within one block each, on character boundaries, without white space around them;
/// none of the words is lost.
pub(crate) fn split(data: &[u8]) {
    use dateline::content::{Block, BlockKind};
    use dateline::source::Span;

    let text = String::from_utf8_lossy(data);
    let mut blocks: Vec<Block> = Vec::new();
    let mut at = 0;
    for part in text.split("\n\n") {
        let span = Span::new(at, at + part.len());
        at += part.len() + 2;
        if !part.trim().is_empty() {
            blocks.push(Block {
                span,
                kind: BlockKind::Paragraph,
                clutter: false,
            });
        }
    }
    let sentences = dateline::text::split(&text, &blocks);
    let mut end = 0;
    let mut letters = 0;
    for sentence in &sentences {
        let (span, block) = (sentence.span, &blocks[sentence.block as usize]);
        assert!(end <= span.start && span.start < span.end);
        assert!(block.span.start <= span.start && span.end <= block.span.end);
        let words = span.of(&text);
        assert_eq!(words, words.trim());
        letters += words.chars().filter(|c| c.is_alphanumeric()).count();
        end = span.end;
    }
    assert_eq!(
        letters,
        text.chars().filter(|c| c.is_alphanumeric()).count()
    );
}

/// Any line has one line of JSON as its answer; offsets lie within the text, on character boundaries.
pub(crate) fn extract(data: &[u8]) {
    let reader = dateline::pipeline::Reader::new(&Config::default(), None);
    let record = serde_json::json!({
        "id": "a", "published": "2016-02-12", "text": String::from_utf8_lossy(data),
    });
    for line in [data, record.to_string().as_bytes()] {
        let answer = dateline::cli::extract_line(&reader, line);
        assert!(answer.ends_with(b"\n") && !answer[..answer.len() - 1].contains(&b'\n'));
        let answer: serde_json::Value = serde_json::from_slice(&answer).expect("JSON");
        if answer.get("error").is_some() {
            continue;
        }
        let asked: serde_json::Value =
            serde_json::from_slice(line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(line))
                .expect("it was read");
        assert_eq!(answer["id"], asked["id"]);
        let text = asked["text"].as_str().expect("it was read");
        let span = |value: &serde_json::Value| {
            let at = |key| value[key].as_u64().expect("an offset") as usize;
            text.get(at("start")..at("end"))
                .expect("within the text")
                .to_owned()
        };
        let mentions = answer["mentions"].as_array().expect("a list");
        for mention in mentions {
            assert_eq!(Some(&*span(mention)), mention["text"].as_str());
        }
        for claim in answer["claims"].as_array().expect("a list") {
            assert!(!span(claim).is_empty());
            for mention in claim["mentions"].as_array().expect("a list") {
                assert!(
                    mention
                        .as_u64()
                        .is_some_and(|at| (at as usize) < mentions.len())
                );
            }
            let date = claim["date"].as_str().expect("a date");
            assert!(dateline::calendar::Edtf::parse(date).is_ok(), "{date}");
        }
    }
}

/// Any file name, slug, alias and tag has an address within the site that every file system can hold; any request path names a
/// page within the site, or none.
pub(crate) fn address(data: &[u8]) {
    use dateline::{serve, site};

    let text = String::from_utf8_lossy(data);
    let (path, other) = text.split_once('\n').unwrap_or((&text, ""));
    let slug = (!other.is_empty()).then_some(other);
    let found = [
        Some(site::of_document(path, None)),
        Some(site::of_document(path, slug)),
        site::of_alias(path),
        Some(site::slug(path)),
    ];
    for address in found.into_iter().flatten() {
        for name in address.split('/') {
            assert!(!name.is_empty() && name.len() <= 255, "{address}");
            assert!(
                !name.starts_with('.') && !name.ends_with(['.', ' ']),
                "{address}"
            );
            let odd = |c: char| c.is_control() || "<>:\"|?*\\ ".contains(c);
            assert!(!name.contains(odd), "{address}");
        }
        assert_eq!(
            site::folded(&address),
            site::folded(&address.to_lowercase())
        );
    }
    if let Some(route) = serve::route(path) {
        assert!(
            route.starts_with('/') && !route.contains(['\\', '\0']),
            "{route}"
        );
        assert!(
            !route.split('/').any(|name| name == ".." || name == "."),
            "{route}"
        );
        assert!(!route[1..].contains("//"), "{route}");
        let _ = serve::canonical(&route);
    }
}
