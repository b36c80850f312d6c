//! From clean HTML to an article's body. In: the sanitiser's output. Out: blocks, text and pieces in
//! the builder. Every tag and attribute is checked against a second allow-list on the way.

use super::super::address::{Addresses, escape_attribute, escape_text};
use super::super::builder::Builder;
use super::super::document::BlockKind;
use super::scan::{Tag, Token, Tokens, unescape};

/// What a tag does to the flow of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// Holds text itself: `p`, `li`, `td`.
    Text(BlockKind),
    /// Holds blocks: `ul`, `blockquote`, `div`.
    Holder,
    /// Within text: `em`.
    Inline,
    /// Passed over, content kept: `span`.
    Plain,
    /// Stands alone: `hr`, `img`.
    Single,
}

fn role(name: &str) -> Role {
    match name {
        "p" | "dt" | "dd" | "summary" | "address" => Role::Text(BlockKind::Paragraph),
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Role::Text(BlockKind::Heading),
        "li" => Role::Text(BlockKind::Item),
        "td" | "th" => Role::Text(BlockKind::Cell),
        "figcaption" | "caption" => Role::Text(BlockKind::Caption),
        "pre" => Role::Text(BlockKind::Code),
        "blockquote" | "ul" | "ol" | "dl" | "table" | "thead" | "tbody" | "tfoot" | "tr"
        | "figure" | "details" => Role::Holder,
        "div" | "section" | "article" | "main" | "header" | "footer" | "aside" | "center" => {
            Role::Holder
        }
        "br" | "hr" | "img" | "input" | "col" => Role::Single,
        "a" | "abbr" | "b" | "bdi" | "bdo" | "cite" | "code" | "del" | "dfn" | "em" | "i"
        | "ins" | "kbd" | "mark" | "q" | "s" | "samp" | "small" | "strong" | "sub" | "sup"
        | "time" | "u" => Role::Inline,
        _ => Role::Plain,
    }
}

/// Holders that mean nothing to a reader by themselves.
fn is_wrapper(name: &str) -> bool {
    matches!(
        name,
        "div" | "section" | "article" | "main" | "header" | "footer" | "aside" | "center"
    )
}

/// Whether an element holds text of its own, so that its place in the file is worth keeping.
pub(crate) fn holds_text(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    matches!(role(&name), Role::Text(_))
        || is_wrapper(&name)
        || matches!(name.as_str(), "blockquote" | "body")
}

struct Open<'h> {
    name: &'h str,
    role: Role,
    shown: bool,
}

struct Build<'a, 'b, 's, 'h> {
    builder: &'b mut Builder<'s>,
    addresses: &'a Addresses<'a>,
    open: Vec<Open<'h>>,
    /// Where in the file the text being read began.
    at: usize,
    quotes: usize,
    /// Inside `pre`, white space counts.
    pre: usize,
    /// A paragraph opened for text that stood in none.
    own_paragraph: bool,
    /// Inside a footnote's number, which is a sign and no text of the article.
    sign: bool,
}

/// Reads clean `html` into `builder`.
pub(crate) fn build(html: &str, addresses: &Addresses<'_>, builder: &mut Builder<'_>) {
    let mut build = Build {
        builder,
        addresses,
        open: Vec::new(),
        at: 0,
        quotes: 0,
        pre: 0,
        own_paragraph: false,
        sign: false,
    };
    for token in Tokens::new(html) {
        match token {
            Token::Open(tag) => build.start(tag),
            Token::Close { name, .. } => build.end(name),
            Token::Text { text, .. } => build.text(text),
            Token::Other => {}
        }
    }
    while let Some(open) = build.open.last() {
        let name = open.name;
        build.end(name);
    }
    build.end_own_paragraph();
    build.builder.close();
}

/// Reads HTML that the site's owner vouches for: all its tags stay as they are.
pub(crate) fn build_trusted(html: &str, builder: &mut Builder<'_>) {
    let whole = scraper::Html::parse_fragment(html).html();
    let mut pre = 0usize;
    let mut at = 0;
    let mut raw = false;
    for token in Tokens::new(&whole) {
        match token {
            Token::Open(tag) => {
                if let Some(place) = tag.attribute("data-at").and_then(|at| at.parse().ok()) {
                    at = place;
                }
                raw = matches!(
                    tag.name,
                    "script"
                        | "style"
                        | "title"
                        | "textarea"
                        | "iframe"
                        | "noembed"
                        | "noframes"
                        | "xmp"
                );
                let kind = match role(tag.name) {
                    Role::Text(kind) => Some(kind),
                    Role::Holder => Some(BlockKind::Paragraph),
                    _ => None,
                };
                if let Some(kind) = kind {
                    builder.block(kind);
                }
                pre += usize::from(tag.name == "pre");
                if tag.name != "html" {
                    builder.markup(&without_place(&whole[tag.start..tag.start + tag.length]));
                }
            }
            Token::Close { name, .. } => {
                raw = false;
                if matches!(role(name), Role::Text(_) | Role::Holder) {
                    builder.close();
                }
                pre = pre.saturating_sub(usize::from(name == "pre"));
                if name != "html" {
                    builder.markup(&format!("</{name}>"));
                }
            }
            Token::Text { text, .. } if raw => builder.markup(text),
            Token::Text { text, .. } => {
                let text = unescape(text);
                if pre > 0 {
                    builder.text(&text, at);
                } else {
                    let collapsed = collapse(&text, builder.at_space());
                    builder.text(&collapsed, at);
                }
            }
            Token::Other => {}
        }
    }
    builder.close();
}

/// A tag without the place that was put on it.
fn without_place(tag: &str) -> String {
    let Some(at) = tag.find(" data-at=\"") else {
        return tag.to_owned();
    };
    let value = at + " data-at=\"".len();
    match tag[value..].find('"') {
        Some(end) => format!("{}{}", &tag[..at], &tag[value + end + 1..]),
        None => tag.to_owned(),
    }
}

/// Runs of white space as one space; none at the beginning when a space stands before it.
fn collapse(text: &str, mut space: bool) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_whitespace() {
            if !space {
                out.push(' ');
            }
            space = true;
        } else {
            out.push(c);
            space = false;
        }
    }
    out
}

impl<'h> Build<'_, '_, '_, 'h> {
    fn start(&mut self, tag: Tag<'h>) {
        if let Some(at) = tag.attribute("data-at").and_then(|at| at.parse().ok()) {
            self.at = at;
        }
        let role = role(tag.name);
        let mut shown = true;
        match role {
            Role::Text(kind) => {
                self.boundary();
                self.pre += usize::from(kind == BlockKind::Code);
                let kind = if self.quotes > 0 && kind == BlockKind::Paragraph {
                    BlockKind::Quote
                } else if kind == BlockKind::Paragraph && self.inside("li") {
                    BlockKind::Item
                } else if kind == BlockKind::Paragraph && (self.inside("td") || self.inside("th")) {
                    BlockKind::Cell
                } else {
                    kind
                };
                self.builder.block(kind);
            }
            Role::Holder => {
                self.boundary();
                self.quotes += usize::from(tag.name == "blockquote");
                let named = tag.attribute("id").is_some_and(|id| own_id(&id));
                shown = !is_wrapper(tag.name) || named;
                self.builder.block(self.prose());
            }
            Role::Inline
                if tag
                    .attribute("class")
                    .is_some_and(|class| class.starts_with("footnote-")) =>
            {
                self.sign = tag.name == "sup";
            }
            Role::Inline => self.need_paragraph(),
            Role::Plain => shown = false,
            Role::Single => {}
        }
        if role == Role::Single {
            self.single(tag);
            return;
        }
        if shown {
            shown = self.write(tag);
        }
        self.open.push(Open {
            name: tag.name,
            role,
            shown,
        });
    }

    fn end(&mut self, name: &str) {
        let Some(at) = self.open.iter().rposition(|open| open.name == name) else {
            return;
        };
        while self.open.len() > at {
            let Some(open) = self.open.pop() else { break };
            self.sign &= open.name != "sup";
            if !matches!(open.role, Role::Inline | Role::Plain) {
                self.boundary();
                self.quotes -= usize::from(open.name == "blockquote");
                self.pre -= usize::from(open.role == Role::Text(BlockKind::Code));
            }
            if open.shown {
                self.builder.markup(&format!("</{}>", open.name));
            }
            if !matches!(open.role, Role::Inline | Role::Plain) {
                let kind = self.current();
                self.builder.block(kind);
            }
        }
    }

    /// The kind of block that text here belongs to.
    fn current(&self) -> BlockKind {
        self.open
            .iter()
            .rev()
            .find_map(|open| match open.role {
                Role::Text(BlockKind::Paragraph) => Some(self.prose()),
                Role::Text(kind) => Some(kind),
                Role::Holder => Some(self.prose()),
                _ => None,
            })
            .unwrap_or(BlockKind::Paragraph)
    }

    fn prose(&self) -> BlockKind {
        if self.quotes > 0 {
            BlockKind::Quote
        } else {
            BlockKind::Paragraph
        }
    }

    fn inside(&self, name: &str) -> bool {
        self.open.iter().rev().take(4).any(|open| open.name == name)
    }

    fn boundary(&mut self) {
        self.end_own_paragraph();
        self.builder.close();
    }

    fn end_own_paragraph(&mut self) {
        if self.own_paragraph {
            self.own_paragraph = false;
            self.builder.close();
            self.builder.markup("</p>");
        }
    }

    /// Text that stands in no paragraph gets one.
    fn need_paragraph(&mut self) {
        let holder = self
            .open
            .iter()
            .rev()
            .find(|open| !matches!(open.role, Role::Inline | Role::Plain));
        let bare = holder.is_none_or(|open| open.role == Role::Holder);
        if bare && !self.own_paragraph {
            self.own_paragraph = true;
            self.builder.block(self.prose());
            self.builder.markup("<p>");
        }
    }

    fn text(&mut self, text: &str) {
        let text = unescape(text);
        if self.sign {
            let mut sign = String::new();
            escape_text(&mut sign, &text);
            self.builder.markup(&sign);
            return;
        }
        if self.pre > 0 {
            self.builder.text(&text, self.at);
            return;
        }
        if text
            .trim_matches(|c: char| c.is_ascii_whitespace())
            .is_empty()
        {
            if !self.builder.at_space() {
                self.builder.text(" ", self.at);
            }
            return;
        }
        self.need_paragraph();
        let collapsed = collapse(&text, self.builder.at_space());
        self.builder.text(&collapsed, self.at);
    }

    fn single(&mut self, tag: Tag<'h>) {
        match tag.name {
            "br" => {
                self.builder.markup("<br>");
                if !self.builder.at_space() {
                    self.builder.text("\n", self.at);
                }
            }
            "hr" => {
                self.boundary();
                self.builder.markup("<hr>");
            }
            "img" => {
                if let Some(address) = tag
                    .attribute("src")
                    .and_then(|src| self.addresses.picture(&src))
                {
                    let mut out = String::from("<img src=\"");
                    escape_attribute(&mut out, &address);
                    out.push_str("\" alt=\"");
                    escape_attribute(&mut out, &tag.attribute("alt").unwrap_or_default());
                    out.push('"');
                    for name in ["title", "width", "height"] {
                        push_attribute(&mut out, &tag, name);
                    }
                    out.push('>');
                    self.builder.markup(&out);
                }
            }
            "input" if tag.attribute("type").is_some_and(|kind| kind == "checkbox") => {
                let checked = tag.attribute("checked").map_or("", |_| " checked");
                self.builder
                    .markup(&format!("<input type=\"checkbox\" disabled{checked}>"));
            }
            _ => {}
        }
    }

    /// Writes an opening tag with the attributes it may have; `false` when nothing was written.
    fn write(&mut self, tag: Tag<'h>) -> bool {
        let mut out = format!("<{}", tag.name);
        if tag.name == "a" {
            let Some(address) = tag
                .attribute("href")
                .and_then(|href| self.addresses.link(&href))
            else {
                return false;
            };
            out.push_str(" href=\"");
            escape_attribute(&mut out, &address);
            out.push('"');
        }
        for (name, value) in tag.attributes() {
            let value = unescape(value);
            let number =
                value.len() <= 6 && value.bytes().all(|b| b.is_ascii_digit()) && !value.is_empty();
            let fine = match name {
                "id" => own_id(&value),
                "class" => own_class(&value),
                "title" | "datetime" => value.len() <= 1000,
                "lang" => {
                    value.len() <= 35
                        && value
                            .bytes()
                            .all(|b| b.is_ascii_alphanumeric() || b == b'-')
                }
                "dir" => matches!(&*value, "ltr" | "rtl" | "auto"),
                "start" | "colspan" | "rowspan" => number,
                "align" => matches!(&*value, "left" | "right" | "center"),
                "scope" => matches!(&*value, "row" | "col" | "rowgroup" | "colgroup"),
                _ => false,
            };
            if fine {
                out.push_str(&format!(" {name}=\""));
                escape_attribute(&mut out, &value);
                out.push('"');
            }
        }
        out.push('>');
        self.builder.markup(&out);
        true
    }
}

fn push_attribute(out: &mut String, tag: &Tag<'_>, name: &str) {
    let Some(value) = tag.attribute(name) else {
        return;
    };
    if name != "title" && (value.len() > 5 || !value.bytes().all(|b| b.is_ascii_digit())) {
        return;
    }
    out.push_str(&format!(" {name}=\""));
    escape_attribute(out, &value);
    out.push('"');
}

/// Ids that Markdown's own constructs make; others could be mistaken for the page's.
fn own_id(id: &str) -> bool {
    (id.starts_with("fn-") || id.starts_with("s-"))
        && id.len() <= 90
        && id
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
}

/// Classes that Markdown's own constructs have.
fn own_class(class: &str) -> bool {
    matches!(class, "footnote" | "footnote-label" | "footnote-reference")
        || class.strip_prefix("language-").is_some_and(|name| {
            name.len() <= 32
                && name
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b"-_+#".contains(&b))
        })
}
