//! Loading one article. In: a content file's bytes and its corrections'. Out: a complete
//! [`Document`], or none and the reasons.

use super::address::Addresses;
use super::builder::Builder;
use super::document::{Anchor, AnchorOrigin, Document, DocumentId, Format, Kind, Meta};
use super::files::{read_bytes, too_large};
use super::front::{self, Fence, Front};
use super::opening::{Opening, open_text};
use super::options::Options;
use super::plain::LineBreaks;
use super::walk::{CORRECTIONS_ENDING, ContentFile};
use super::{anchor, decode, html, markdown, plain, table, title};
use crate::calendar::{Date, Edtf};
use crate::corrections::{self, Corrections};
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Position;

/// What became of one file.
#[derive(Debug, Clone, PartialEq)]
pub struct Loaded {
    /// The article; `None` when there is an error among the diagnostics, or nothing to read in the
    /// file.
    pub document: Option<Document>,
    /// What was found wrong, in the order of the file.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads and loads a file.
pub fn read(file: &ContentFile, options: &Options) -> Loaded {
    match read_bytes(file, options) {
        Ok((bytes, corrections)) => load(file, &bytes, corrections.as_deref(), options),
        Err(diagnostic) => Loaded {
            document: None,
            diagnostics: vec![diagnostic],
        },
    }
}

/// Loads an article from its bytes and those of its corrections file.
pub fn load(
    file: &ContentFile,
    bytes: &[u8],
    corrections_bytes: Option<&[u8]>,
    options: &Options,
) -> Loaded {
    let shown = file.shown();
    let mut diagnostics = Vec::new();
    let corrections = corrections_bytes
        .map(|bytes| read_corrections(&shown, bytes, options, &mut diagnostics))
        .unwrap_or_default();
    let document = document(file, &shown, bytes, corrections, options, &mut diagnostics);
    let failed = diagnostics.iter().any(|d| d.severity == Severity::Error);
    Loaded {
        document: document.filter(|_| !failed),
        diagnostics,
    }
}

fn read_corrections(
    shown: &str,
    bytes: &[u8],
    options: &Options,
    diagnostics: &mut Vec<Diagnostic>,
) -> Corrections {
    let path = format!("{shown}{CORRECTIONS_ENDING}");
    let Some(text) = text_of(&path, bytes, options, diagnostics) else {
        return Corrections::default();
    };
    let (corrections, found) = corrections::parse(&path, &text);
    diagnostics.extend(found);
    corrections
}

/// The decoded text, within the size limit.
fn text_of<'b>(
    shown: &str,
    bytes: &'b [u8],
    options: &Options,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<std::borrow::Cow<'b, str>> {
    if bytes.len() as u64 > options.max_file_bytes() {
        diagnostics.push(too_large(shown, bytes.len() as u64, options));
        return None;
    }
    match decode::decode(bytes) {
        Ok(decoded) => {
            if let Some(said) = decoded.repaired {
                diagnostics.push(
                    Diagnostic::warning("encoding", shown, said)
                        .at(Position::START)
                        .hint("save the file as UTF-8"),
                );
            }
            Some(decoded.text)
        }
        Err(what) => {
            let (at, hint) = match what {
                decode::NUL => (
                    first_nul(bytes),
                    "remove it, or restore the file: it was damaged",
                ),
                _ => (
                    Position::START,
                    "remove it, or give it the ending of what it is",
                ),
            };
            diagnostics.push(
                Diagnostic::error("not-text", shown, format!("expected text, found {what}"))
                    .at(at)
                    .hint(hint),
            );
            None
        }
    }
}

/// Where the first NUL byte stands.
fn first_nul(bytes: &[u8]) -> Position {
    let before = &bytes[..memchr::memchr(0, bytes).unwrap_or(0)];
    let line = memchr::memrchr(b'\n', before).map_or(0, |at| at + 1);
    Position {
        line: 1 + memchr::memchr_iter(b'\n', before).count() as u32,
        column: 1 + String::from_utf8_lossy(&before[line..]).chars().count() as u32,
    }
}

fn document(
    file: &ContentFile,
    shown: &str,
    bytes: &[u8],
    corrections: Corrections,
    options: &Options,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Document> {
    let text = text_of(shown, bytes, options, diagnostics)?;
    let format = file.format().unwrap_or(Format::Text);
    if format == Format::Table {
        return table::load(file, shown, &text, corrections, options, diagnostics);
    }
    let (mut front, found) = front::read(shown, &text, options.content.max_front_matter_kb);
    let broken = found.iter().any(|d| d.severity == Severity::Error);
    diagnostics.extend(found);
    if broken {
        return None;
    }
    let body_at = front.body;
    let mut builder = Builder::new(&text, body_at);
    let mut page = html::PageMeta::default();
    let fault = match format {
        Format::Markdown => markdown_body(file, &text[body_at..], body_at, options, &mut builder),
        Format::Html => {
            let rendered = html::page(&file.path, &text, &front, options, &mut builder);
            rendered.map(|found| page = found).err()
        }
        Format::Text | Format::Table => {
            text_body(&text[body_at..], body_at, &mut builder);
            None
        }
    };
    if let Some(fault) = fault {
        diagnostics.push(fault.diagnostic(shown, &text));
        return None;
    }
    let kind = front.kind.unwrap_or(Kind::Article);
    let mut body = builder.finish();
    let given = front.title.take().or_else(|| page.title.take());
    let title = settle_title(&mut body, given.as_deref());
    let nothing =
        body.blocks.is_empty() && front.events.is_empty() && corrections.events.is_empty();
    if nothing && kind == Kind::Article {
        diagnostics.push(
            Diagnostic::warning(
                "empty-article",
                shown,
                "expected an article, found no text in it; it is left out",
            )
            .at(Position::START)
            .hint("write it, or remove the file"),
        );
        return None;
    }
    let opening = if kind == Kind::Article {
        let opening = open_text(&body.text, &mut body.blocks, None, options);
        body.split_positions(&opening.splits);
        opening
    } else {
        Opening::default()
    };
    let anchor = find_anchor(
        &file.path,
        &corrections,
        &front,
        &page,
        opening.anchor,
        options,
    );
    if kind == Kind::Article {
        check_anchor(shown, &text, anchor.as_ref(), &front, diagnostics);
    }
    let mut corrections = corrections;
    merge_entries(shown, &mut corrections, std::mem::take(&mut front.events));
    Some(Document {
        id: DocumentId(0),
        path: file.path.clone(),
        format,
        kind,
        title,
        meta: meta(file, given, front, page, options),
        anchor,
        text: body.text,
        blocks: body.blocks,
        body: body.pieces,
        dateline_place: opening.place,
        corrections,
        positions: body.positions,
    })
}

/// Why a body cannot be read.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) code: &'static str,
    pub(crate) message: String,
    pub(crate) hint: String,
    /// Byte offset into the decoded file.
    pub(crate) offset: usize,
}

impl Fault {
    /// The body nests deeper than `max_depth`.
    pub(crate) fn too_deep(limit: usize, offset: usize) -> Self {
        Self {
            code: "too-deep",
            message: format!("expected at most {limit} levels of nesting (max_depth), found more"),
            hint: "write it flatter, or raise max_depth in [content]".into(),
            offset,
        }
    }

    fn diagnostic(self, shown: &str, text: &str) -> Diagnostic {
        Diagnostic::error(self.code, shown, self.message)
            .at(Position::of(text, self.offset))
            .hint(self.hint)
    }
}

fn markdown_body(
    file: &ContentFile,
    body: &str,
    base: usize,
    options: &Options,
    builder: &mut Builder<'_>,
) -> Option<Fault> {
    let addresses = Addresses::new(&file.path);
    let limit = options.content.max_depth;
    match markdown::render(body, base, &addresses, limit, builder) {
        markdown::Rendered::Done => None,
        markdown::Rendered::TooDeep(at) => Some(Fault::too_deep(limit, at)),
        markdown::Rendered::NeedsSanitiser(html) => {
            html::fragment(&html, &addresses, options, builder).err()
        }
    }
}

fn text_body(body: &str, base: usize, builder: &mut Builder<'_>) {
    for block in plain::paragraphs(body, LineBreaks::Auto) {
        builder.markup("<p>");
        builder.block(block.kind);
        let written = block.span.of(body);
        let at = base + block.span.start as usize;
        if memchr::memchr(b'\n', written.as_bytes()).is_some() {
            let joined: Vec<&str> = written.lines().map(str::trim).collect();
            builder.text(&joined.join(" "), at);
        } else {
            builder.text(written, at);
        }
        builder.close();
        builder.markup("</p>\n");
    }
}

/// The title: given, else found in the body, which it then leaves.
fn settle_title(body: &mut super::builder::Body, given: Option<&str>) -> String {
    let found = title::find(&body.text, &body.blocks);
    let words = |at: usize| front::clean_line(body.blocks[at].span.of(&body.text));
    match (given, found) {
        (Some(given), Some(at)) => {
            // A heading that only repeats the title is not shown twice.
            if same_words(given, &words(at)) {
                body.remove(at);
            }
            given.to_owned()
        }
        (Some(given), None) => given.to_owned(),
        (None, Some(at)) => {
            let title = words(at);
            // A heading further down stays where it heads its part of the text.
            if title::is_at_top(&body.text, &body.blocks, at) {
                body.remove(at);
            }
            title
        }
        (None, None) => String::new(),
    }
}

fn same_words(a: &str, b: &str) -> bool {
    let words = |text: &str| -> String {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect()
    };
    words(a) == words(b)
}

fn find_anchor(
    path: &str,
    corrections: &Corrections,
    front: &Front,
    page: &html::PageMeta,
    opening: Option<Anchor>,
    options: &Options,
) -> Option<Anchor> {
    let from = |date: Option<Edtf>, origin| date.map(|date| Anchor { date, origin });
    from(corrections.article_date, AnchorOrigin::Corrections)
        .or(from(front.date, AnchorOrigin::FrontMatter))
        .or(from(page.date, AnchorOrigin::PageMetadata))
        .or(opening)
        .or_else(|| from(anchor::from_path(path), AnchorOrigin::FileName))
        .or(from(options.published, AnchorOrigin::Option))
}

/// Tells the line to add to an article without a publication day.
fn check_anchor(
    shown: &str,
    text: &str,
    anchor: Option<&Anchor>,
    front: &Front,
    diagnostics: &mut Vec<Diagnostic>,
) {
    if let Some(anchor) = anchor {
        if let Edtf::Date(date, _) = anchor.date
            && !matches!(date, Date::Day(_) | Date::Minute { .. })
        {
            diagnostics.push(
                Diagnostic::warning(
                    "publication-day-unknown",
                    shown,
                    format!("expected a publication day, found only {date}: \"Friday\" cannot be told from it"),
                )
                .at(Position::START)
                .hint("write the day, as in date: 2016-02-12"),
            );
        }
        return;
    }
    let start = front
        .fence
        .map_or(0, |_| text.find('\n').map_or(0, |at| at + 1));
    let line = match front.fence {
        Some(Fence::Toml) => "add \"date = 2016-02-12\" (the day it was published) to its front matter".to_owned(),
        Some(Fence::Yaml) => "add \"date: 2016-02-12\" (the day it was published) to its front matter".to_owned(),
        None => "add \"date: 2016-02-12\" (the day it was published) between two lines \"---\" at its top".to_owned(),
    };
    diagnostics.push(
        Diagnostic::warning(
            "no-publication-date",
            shown,
            "expected a publication day, found none: \"Friday\" or \"last month\" make no events, and \"Feb. 25\" has no year",
        )
        .at(Position::of(text, start))
        .hint(line),
    );
}

/// Entries of the front matter stand behind those of the corrections file, which win where both
/// speak of the same quote.
fn merge_entries(shown: &str, corrections: &mut Corrections, from_front: Vec<corrections::Entry>) {
    if corrections.path.is_empty() {
        corrections.path = shown.to_owned();
    }
    for entry in from_front {
        let told = corrections
            .events
            .iter()
            .any(|other| match (&other.quote, &entry.quote) {
                (Some(a), Some(b)) => same_words(a, b) && other.nth == entry.nth,
                (None, None) => other.date == entry.date && other.headline == entry.headline,
                _ => false,
            });
        if !told {
            corrections.events.push(corrections::Entry {
                in_front_matter: true,
                ..entry
            });
        }
    }
}

fn meta(
    file: &ContentFile,
    title: Option<String>,
    front: Front,
    page: html::PageMeta,
    options: &Options,
) -> Meta {
    let url = front.url.or(page.url);
    let rule = options.source_of(&file.path, url.as_deref(), front.source.as_deref());
    Meta {
        title,
        updated: front.updated.or(page.updated),
        source: front
            .source
            .clone()
            .or_else(|| rule.map(|rule| rule.name.clone()))
            .or(page.source),
        authors: if front.authors.is_empty() {
            page.authors
        } else {
            front.authors
        },
        tags: front.tags,
        place: front.place,
        language: front.language.or(page.language),
        slug: front.slug,
        aliases: front.aliases,
        draft: front.draft,
        summary: front.summary,
        image: front.image,
        publish: front
            .publish
            .or(rule.and_then(|rule| rule.publish))
            .unwrap_or(options.content.publish),
        mode: front.mode.unwrap_or_default(),
        extra: front.extra,
        url,
    }
}
