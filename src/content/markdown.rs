//! Markdown. In: the body of a `.md` file. Out: pieces of safe markup and text, straight from the
//! parser's events; where the author wrote raw HTML, the whole body as HTML for the sanitiser
//! instead.

use pulldown_cmark::{
    Alignment, CodeBlockKind, CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd,
};

use super::address::{Addresses, escape_attribute, escape_text};
use super::builder::Builder;
use super::document::{BlockKind, Piece};

/// What became of a Markdown body.
pub(crate) enum Rendered {
    /// All of it is in the builder.
    Done,
    /// It holds raw HTML: here it is as HTML, block tags carrying their offset.
    NeedsSanitiser(String),
    /// It nests deeper than allowed, at this offset.
    TooDeep(usize),
}

/// Reads `markdown`, which begins at byte `base` of the file, into `builder`.
pub(crate) fn render(
    markdown: &str,
    base: usize,
    addresses: &Addresses<'_>,
    max_depth: usize,
    builder: &mut Builder<'_>,
) -> Rendered {
    let mut direct = Walker::new(Direct(builder), addresses, max_depth, base);
    match direct.walk(markdown) {
        Stop::End => {
            demote_headings(&mut builder.body);
            Rendered::Done
        }
        Stop::TooDeep(at) => Rendered::TooDeep(at),
        Stop::RawHtml => {
            builder.reset();
            let html = AsHtml {
                html: String::with_capacity(markdown.len() * 5 / 4),
                block_at: None,
            };
            let mut walker = Walker::new(html, addresses, max_depth, base);
            match walker.walk(markdown) {
                Stop::TooDeep(at) => Rendered::TooDeep(at),
                Stop::End | Stop::RawHtml => Rendered::NeedsSanitiser(walker.sink.html),
            }
        }
    }
}

/// Heading tags in the order of their level.
const HEADINGS: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];

/// Shifts headings down by one level where the body has one of the first: the page's own title is
/// its only `h1`.
pub(crate) fn demote_headings(body: &mut [Piece]) {
    let has_first = body
        .iter()
        .any(|piece| matches!(piece, Piece::Markup(m) if m.contains("<h1")));
    if !has_first {
        return;
    }
    for piece in body {
        let Piece::Markup(markup) = piece else {
            continue;
        };
        if !markup.contains("<h") && !markup.contains("</h") {
            continue;
        }
        for level in (0..5).rev() {
            let (from, to) = (HEADINGS[level], HEADINGS[level + 1]);
            for (open, close) in [("<", '>'), ("<", ' '), ("</", '>')] {
                let old = format!("{open}{from}{close}");
                if markup.contains(&old) {
                    *markup = markup.replace(&old, &format!("{open}{to}{close}"));
                }
            }
        }
    }
}

enum Stop {
    End,
    RawHtml,
    TooDeep(usize),
}

/// Where the walker's output goes.
trait Sink {
    fn markup(&mut self, markup: &str);
    fn text(&mut self, text: &str, offset: usize);
    fn block(&mut self, kind: BlockKind, offset: usize);
    fn close(&mut self);
    /// Raw HTML; `false` when this sink takes none.
    fn raw(&mut self, html: &str, offset: usize) -> bool;
}

/// Into the builder.
struct Direct<'b, 's>(&'b mut Builder<'s>);

impl Sink for Direct<'_, '_> {
    fn markup(&mut self, markup: &str) {
        self.0.markup(markup);
    }
    fn text(&mut self, text: &str, offset: usize) {
        self.0.text(text, offset);
    }
    fn block(&mut self, kind: BlockKind, _: usize) {
        self.0.block(kind);
    }
    fn close(&mut self) {
        self.0.close();
    }
    fn raw(&mut self, html: &str, _: usize) -> bool {
        // A remark on a line of its own is nothing to show.
        let html = html.trim();
        html.is_empty() || (html.starts_with("<!--") && html.find("-->") == Some(html.len() - 3))
    }
}

/// Into HTML for the sanitiser.
struct AsHtml {
    html: String,
    block_at: Option<usize>,
}

impl Sink for AsHtml {
    fn markup(&mut self, markup: &str) {
        // The first tag of a block carries the block's place.
        if let Some(offset) = self.block_at
            && markup.starts_with('<')
            && !markup.starts_with("</")
        {
            let name_end = markup.find([' ', '>']).unwrap_or(markup.len());
            self.html.push_str(&markup[..name_end]);
            self.html.push_str(&format!(" data-at=\"{offset}\""));
            self.html.push_str(&markup[name_end..]);
            self.block_at = None;
            return;
        }
        self.html.push_str(markup);
    }
    fn text(&mut self, text: &str, _: usize) {
        escape_text(&mut self.html, text);
    }
    fn block(&mut self, _: BlockKind, offset: usize) {
        self.block_at = Some(offset);
    }
    fn close(&mut self) {
        self.block_at = None;
    }
    fn raw(&mut self, html: &str, offset: usize) -> bool {
        super::html::mark_places(html, offset, &mut self.html);
        true
    }
}

struct Walker<'a, S> {
    sink: S,
    addresses: &'a Addresses<'a>,
    max_depth: usize,
    base: usize,
    depth: usize,
    quotes: usize,
    /// For each open list: whether it is ordered.
    lists: Vec<bool>,
    /// For each open link: whether its address was allowed.
    links: Vec<bool>,
    /// The picture whose words are being read.
    picture: Option<Picture>,
    alignments: Vec<Alignment>,
    in_head: bool,
    cell: usize,
    code: bool,
}

struct Picture {
    address: Option<String>,
    title: String,
    words: String,
    nested: usize,
}

impl<'a, S: Sink> Walker<'a, S> {
    fn new(sink: S, addresses: &'a Addresses<'a>, max_depth: usize, base: usize) -> Self {
        Self {
            sink,
            addresses,
            max_depth,
            base,
            depth: 0,
            quotes: 0,
            lists: Vec::new(),
            links: Vec::new(),
            picture: None,
            alignments: Vec::new(),
            in_head: false,
            cell: 0,
            code: false,
        }
    }

    fn walk(&mut self, markdown: &str) -> Stop {
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_SMART_PUNCTUATION
            | Options::ENABLE_HEADING_ATTRIBUTES;
        for (event, range) in Parser::new_ext(markdown, options).into_offset_iter() {
            let offset = self.base + range.start;
            if self.picture.is_some() {
                self.picture_event(event);
                continue;
            }
            match event {
                Event::Start(tag) => {
                    self.depth += 1;
                    if self.depth > self.max_depth {
                        return Stop::TooDeep(offset);
                    }
                    self.start(tag, offset);
                }
                Event::End(tag) => {
                    self.depth -= 1;
                    self.end(tag);
                }
                Event::Text(text) => self.sink.text(&text, offset),
                Event::Code(code) => {
                    self.sink.markup("<code>");
                    self.sink.text(&code, offset + 1);
                    self.sink.markup("</code>");
                }
                Event::SoftBreak => self.sink.text(" ", offset),
                Event::HardBreak => {
                    self.sink.markup("<br>");
                    self.sink.text("\n", offset);
                }
                Event::Rule => {
                    self.sink.close();
                    self.sink.markup("<hr>");
                }
                Event::FootnoteReference(name) => {
                    let name = slug(&name);
                    self.sink.markup(&format!(
                        "<sup class=\"footnote-reference\"><a href=\"#fn-{name}\">{name}</a></sup>"
                    ));
                }
                Event::TaskListMarker(done) => {
                    let checked = if done { " checked" } else { "" };
                    self.sink
                        .markup(&format!("<input type=\"checkbox\" disabled{checked}>"));
                }
                Event::Html(html) | Event::InlineHtml(html) => {
                    if !self.sink.raw(&html, offset) {
                        return Stop::RawHtml;
                    }
                }
                Event::InlineMath(text) | Event::DisplayMath(text) => {
                    self.sink.text(&text, offset);
                }
            }
        }
        self.sink.close();
        Stop::End
    }

    /// The kind of a paragraph here.
    fn prose(&self) -> BlockKind {
        if self.quotes > 0 {
            BlockKind::Quote
        } else if !self.lists.is_empty() {
            BlockKind::Item
        } else {
            BlockKind::Paragraph
        }
    }

    fn start(&mut self, tag: Tag<'_>, offset: usize) {
        match tag {
            Tag::Paragraph => {
                self.sink.block(self.prose(), offset);
                self.sink.markup("<p>");
            }
            Tag::Heading { level, id, .. } => {
                self.sink.block(BlockKind::Heading, offset);
                let name = heading(level);
                match id {
                    Some(id) => self
                        .sink
                        .markup(&format!("<{name} id=\"s-{}\">", slug(&id))),
                    None => self.sink.markup(&format!("<{name}>")),
                }
            }
            Tag::BlockQuote(_) => {
                self.quotes += 1;
                self.sink.close();
                self.sink.markup("<blockquote>");
            }
            Tag::CodeBlock(kind) => {
                self.code = true;
                self.sink.block(BlockKind::Code, offset);
                let language = match &kind {
                    CodeBlockKind::Fenced(info) => language_class(info),
                    CodeBlockKind::Indented => None,
                };
                match language {
                    Some(name) => self
                        .sink
                        .markup(&format!("<pre><code class=\"language-{name}\">")),
                    None => self.sink.markup("<pre><code>"),
                }
            }
            Tag::List(first) => {
                self.sink.close();
                self.lists.push(first.is_some());
                match first {
                    None => self.sink.markup("<ul>"),
                    Some(1) => self.sink.markup("<ol>"),
                    Some(number) => self.sink.markup(&format!("<ol start=\"{number}\">")),
                }
            }
            Tag::Item => {
                self.sink.block(BlockKind::Item, offset);
                self.sink.markup("<li>");
            }
            Tag::FootnoteDefinition(name) => {
                self.sink.close();
                let name = slug(&name);
                self.sink.markup(&format!(
                    "<div class=\"footnote\" id=\"fn-{name}\"><sup class=\"footnote-label\">{name}</sup>"
                ));
            }
            Tag::Table(alignments) => {
                self.sink.close();
                self.alignments = alignments;
                self.sink.markup("<table>");
            }
            Tag::TableHead => {
                self.in_head = true;
                self.cell = 0;
                self.sink.markup("<thead><tr>");
            }
            Tag::TableRow => {
                self.cell = 0;
                self.sink.markup("<tr>");
            }
            Tag::TableCell => {
                self.sink.block(BlockKind::Cell, offset);
                let name = if self.in_head { "th" } else { "td" };
                let align = match self.alignments.get(self.cell) {
                    Some(Alignment::Left) => " align=\"left\"",
                    Some(Alignment::Center) => " align=\"center\"",
                    Some(Alignment::Right) => " align=\"right\"",
                    Some(Alignment::None) | None => "",
                };
                self.sink.markup(&format!("<{name}{align}>"));
                self.cell += 1;
            }
            Tag::Emphasis => self.sink.markup("<em>"),
            Tag::Strong => self.sink.markup("<strong>"),
            Tag::Strikethrough => self.sink.markup("<del>"),
            Tag::Superscript => self.sink.markup("<sup>"),
            Tag::Subscript => self.sink.markup("<sub>"),
            Tag::Link {
                dest_url, title, ..
            } => {
                let address = self.addresses.link(&dest_url);
                if let Some(address) = &address {
                    let mut open = String::with_capacity(address.len() + 16);
                    open.push_str("<a href=\"");
                    escape_attribute(&mut open, address);
                    if !title.is_empty() {
                        open.push_str("\" title=\"");
                        escape_attribute(&mut open, &title);
                    }
                    open.push_str("\">");
                    self.sink.markup(&open);
                }
                self.links.push(address.is_some());
            }
            Tag::Image {
                dest_url, title, ..
            } => {
                self.picture = Some(Picture {
                    address: self.addresses.picture(&dest_url),
                    title: title.into_string(),
                    words: String::new(),
                    nested: 0,
                });
            }
            Tag::HtmlBlock
            | Tag::MetadataBlock(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => {
                self.sink.close();
                self.sink.markup("</p>");
            }
            TagEnd::Heading(level) => {
                self.sink.close();
                self.sink.markup(&format!("</{}>", heading(level)));
            }
            TagEnd::BlockQuote(_) => {
                self.quotes -= 1;
                self.sink.close();
                self.sink.markup("</blockquote>");
            }
            TagEnd::CodeBlock => {
                self.code = false;
                self.sink.close();
                self.sink.markup("</code></pre>");
            }
            TagEnd::List(ordered) => {
                self.sink.close();
                self.lists.pop();
                self.sink.markup(if ordered { "</ol>" } else { "</ul>" });
            }
            TagEnd::Item => {
                self.sink.close();
                self.sink.markup("</li>");
            }
            TagEnd::FootnoteDefinition => {
                self.sink.close();
                self.sink.markup("</div>");
            }
            TagEnd::Table => {
                self.sink.close();
                self.sink.markup("</tbody></table>");
            }
            TagEnd::TableHead => {
                self.in_head = false;
                self.sink.markup("</tr></thead><tbody>");
            }
            TagEnd::TableRow => self.sink.markup("</tr>"),
            TagEnd::TableCell => {
                self.sink.close();
                self.sink
                    .markup(if self.in_head { "</th>" } else { "</td>" });
            }
            TagEnd::Emphasis => self.sink.markup("</em>"),
            TagEnd::Strong => self.sink.markup("</strong>"),
            TagEnd::Strikethrough => self.sink.markup("</del>"),
            TagEnd::Superscript => self.sink.markup("</sup>"),
            TagEnd::Subscript => self.sink.markup("</sub>"),
            TagEnd::Link => {
                if self.links.pop() == Some(true) {
                    self.sink.markup("</a>");
                }
            }
            TagEnd::Image
            | TagEnd::HtmlBlock
            | TagEnd::MetadataBlock(_)
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition => {}
        }
    }

    /// Within a picture, words go into its `alt`.
    fn picture_event(&mut self, event: Event<'_>) {
        let Some(picture) = &mut self.picture else {
            return;
        };
        match event {
            Event::Text(text) | Event::Code(text) => picture.words.push_str(&text),
            Event::SoftBreak | Event::HardBreak => picture.words.push(' '),
            Event::Start(_) => picture.nested += 1,
            Event::End(_) if picture.nested > 0 => picture.nested -= 1,
            Event::End(_) => {
                self.depth -= 1;
                if let Some(picture) = self.picture.take()
                    && let Some(address) = picture.address
                {
                    let mut tag = String::from("<img src=\"");
                    escape_attribute(&mut tag, &address);
                    tag.push_str("\" alt=\"");
                    escape_attribute(&mut tag, &picture.words);
                    if !picture.title.is_empty() {
                        tag.push_str("\" title=\"");
                        escape_attribute(&mut tag, &picture.title);
                    }
                    tag.push_str("\">");
                    self.sink.markup(&tag);
                }
            }
            _ => {}
        }
    }
}

fn heading(level: HeadingLevel) -> &'static str {
    HEADINGS[level as usize - 1]
}

/// A name that is safe inside an `id`: letters, digits and hyphens.
pub(crate) fn slug(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars().take(80) {
        if c.is_alphanumeric() || c == '_' {
            out.push(c);
        } else if !out.ends_with('-') {
            out.push('-');
        }
    }
    out
}

/// The language of a fenced block, when it is a plain name.
fn language_class(info: &CowStr<'_>) -> Option<String> {
    let name = info.split([' ', ',', '{', '\t']).next()?;
    let plain = !name.is_empty()
        && name.len() <= 32
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"-_+#".contains(&b));
    plain.then(|| name.to_owned())
}
