//! Loading one article. In: a content file's bytes and its corrections'. Out: a complete
//! [`Document`], or none and the reasons.

use std::path::Path;

use globset::GlobSet;

use super::address::Addresses;
use super::builder::Builder;
use super::document::{Anchor, AnchorOrigin, Block, Document, DocumentId, Format, Kind, Meta};
use super::front::{self, Fence, Front};
use super::plain::LineBreaks;
use super::walk::{self, CORRECTIONS_ENDING, ContentFile};
use super::{anchor, clutter, dateline, decode, html, markdown, plain, table, title};
use crate::calendar::{Date, Edtf};
use crate::config::{self, Config, DateOrder, Publish};
use crate::corrections::{self, Corrections};
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::{Position, Span};

/// What loading depends on beside the file itself.
#[derive(Debug, Clone)]
pub struct Options {
    /// `[content]` of the settings.
    pub content: config::Content,
    /// How `03/04/2016` reads.
    pub date_order: DateOrder,
    /// `--published`: the publication day of articles that tell none.
    pub published: Option<Edtf>,
    /// What a line break means in JSON records.
    pub line_breaks: LineBreaks,
    sources: Vec<SourceRule>,
}

#[derive(Debug, Clone)]
struct SourceRule {
    name: String,
    paths: GlobSet,
    host: Option<String>,
    publish: Option<Publish>,
}

impl Options {
    /// Options from the settings, patterns compiled.
    pub fn new(config: &Config) -> Self {
        let sources = config.content.sources.iter().map(|rule| {
            let pattern = rule.matches.as_deref().unwrap_or_default();
            let host = pattern.contains('.') && !pattern.contains(['/', '*', '?', '[', '{']);
            SourceRule {
                name: rule.name.clone(),
                paths: if pattern.is_empty() {
                    GlobSet::empty()
                } else {
                    walk::globs(&[pattern.to_owned()])
                },
                host: host.then(|| pattern.trim_start_matches("www.").to_ascii_lowercase()),
                publish: rule.publish,
            }
        });
        Self {
            sources: sources.collect(),
            date_order: config
                .site
                .date_order
                .unwrap_or(match config.site.language.as_str() {
                    "en" | "en-US" => DateOrder::Mdy,
                    _ => DateOrder::Dmy,
                }),
            content: config.content.clone(),
            published: None,
            line_breaks: LineBreaks::Auto,
        }
    }

    /// With `--published`.
    #[must_use]
    pub fn published(mut self, date: Option<Edtf>) -> Self {
        self.published = date;
        self
    }

    /// With every line break of a JSON record ending its paragraph, as `timeline` reads.
    #[must_use]
    pub fn line_breaks(mut self, breaks: LineBreaks) -> Self {
        self.line_breaks = breaks;
        self
    }

    /// `max_file_mb` in bytes.
    pub(crate) fn max_file_bytes(&self) -> u64 {
        (self.content.max_file_mb.max(0.0) * 1_000_000.0) as u64
    }

    /// The rule an article falls under: by its path, its host or the newsroom it names.
    fn source_of(&self, path: &str, url: Option<&str>, named: Option<&str>) -> Option<&SourceRule> {
        let host = url
            .and_then(|url| url::Url::parse(url).ok())
            .and_then(|url| {
                url.host_str()
                    .map(|host| host.trim_start_matches("www.").to_owned())
            });
        self.sources.iter().find(|rule| {
            rule.paths.is_match(path)
                || matches!((&rule.host, &host), (Some(rule), Some(host))
                    if host == rule || host.ends_with(&format!(".{rule}")))
                || named.is_some_and(|name| name == rule.name)
        })
    }
}

/// What became of one file.
#[derive(Debug, Clone, PartialEq)]
pub struct Loaded {
    /// The article; `None` when there is an error among the diagnostics, or nothing to read in the
    /// file.
    pub document: Option<Document>,
    /// What was found wrong, in the order of the file.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a file's bytes and those of its corrections, no more than the settings allow.
///
/// # Errors
/// A diagnostic naming the file: too large, unreadable, vanished or no file.
pub fn read_bytes(
    file: &ContentFile,
    options: &Options,
) -> Result<(Vec<u8>, Option<Vec<u8>>), Diagnostic> {
    let shown = file.shown();
    let article = read_one(&file.full, &shown, options)?;
    let corrections = match &file.corrections {
        Some(path) => Some(read_one(
            path,
            &format!("{shown}{CORRECTIONS_ENDING}"),
            options,
        )?),
        None => None,
    };
    Ok((article, corrections))
}

/// Reads one file; one that changes while it is read is read again, once.
fn read_one(path: &Path, shown: &str, options: &Options) -> Result<Vec<u8>, Diagnostic> {
    for _ in 0..2 {
        let read = read_once(path, options.max_file_bytes());
        match read.map_err(|cause| unreadable(shown, &cause))? {
            Read::Whole(bytes) => return Ok(bytes),
            Read::TooLarge(length) => return Err(too_large(shown, length, options)),
            Read::Changed => {}
            Read::NoFile => {
                let message = "expected a file, found something else";
                return Err(Diagnostic::error("not-a-file", shown, message)
                    .at(Position::START)
                    .hint("remove it from content/"));
            }
        }
    }
    Err(Diagnostic::error(
        "changed-while-read",
        shown,
        "expected a file that stays as it is, found one that changes while it is read",
    )
    .at(Position::START)
    .hint("run again when it is no longer written to"))
}

enum Read {
    Whole(Vec<u8>),
    /// Longer than allowed: this many bytes.
    TooLarge(u64),
    /// Its length or time changed meanwhile.
    Changed,
    NoFile,
}

fn read_once(path: &Path, limit: u64) -> std::io::Result<Read> {
    use std::io::Read as _;
    let file = std::fs::File::open(path)?;
    let before = file.metadata()?;
    if !before.is_file() {
        return Ok(Read::NoFile);
    }
    if before.len() > limit {
        return Ok(Read::TooLarge(before.len()));
    }
    let mut bytes = Vec::with_capacity(before.len() as usize + 1);
    (&file).take(limit + 1).read_to_end(&mut bytes)?;
    let after = file.metadata()?;
    if after.len() != bytes.len() as u64 || before.modified().ok() != after.modified().ok() {
        return Ok(Read::Changed);
    }
    Ok(Read::Whole(bytes))
}

fn unreadable(shown: &str, cause: &std::io::Error) -> Diagnostic {
    let hint = match cause.kind() {
        std::io::ErrorKind::PermissionDenied => "check who may read the file",
        std::io::ErrorKind::NotFound => "run again: the file went away while it was read",
        _ => "run again; if it stays, check the disk",
    };
    Diagnostic::error(
        "unreadable",
        shown,
        format!("expected a readable file, found: {cause}"),
    )
    .at(Position::START)
    .hint(hint)
}

fn too_large(shown: &str, bytes: u64, options: &Options) -> Diagnostic {
    Diagnostic::error(
        "file-too-large",
        shown,
        format!(
            "expected at most {} MB (max_file_mb), found {:.1} MB",
            options.content.max_file_mb,
            bytes as f64 / 1_000_000.0
        ),
    )
    .at(Position::START)
    .hint("split the file, or raise max_file_mb in [content]")
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
            diagnostics.push(
                Diagnostic::error("not-text", shown, format!("expected text, found {what}"))
                    .at(Position::START)
                    .hint("remove it, or give it the ending of what it is"),
            );
            None
        }
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
        if let Some((index, characters)) = opening.split {
            let mut position = body.positions[index];
            position.column += characters;
            body.positions.insert(index + 1, position);
        }
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
        if block.kind != super::document::BlockKind::Paragraph {
            continue;
        }
        if let Some(found) = dateline::find(line) {
            let middle = block.span.start as usize + found.length;
            let head = &text[block.span.start as usize..middle];
            opening.place = found.place;
            opening.anchor = opening.anchor.or_else(|| dated(head));
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
