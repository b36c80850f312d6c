//! Reading HTML tag by tag. In: HTML as it was written. Out: its tags, texts and remarks in order,
//! in linear time and without a tree.

use std::borrow::Cow;

/// One part of an HTML text; ranges are byte offsets into it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Token<'h> {
    /// `<name …>`
    Open(Tag<'h>),
    /// `</name>`
    Close { name: &'h str, start: usize },
    /// What stands between tags, entities unread.
    Text { text: &'h str, start: usize },
    /// A comment, doctype or processing instruction.
    Other,
}

/// An opening tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tag<'h> {
    /// As written.
    pub(crate) name: &'h str,
    /// All that follows the name, without the closing `>`.
    pub(crate) rest: &'h str,
    /// Where the `<` stands.
    pub(crate) start: usize,
    /// Bytes from `<` to `>`.
    pub(crate) length: usize,
}

/// Elements whose content is no markup.
const RAW: [&str; 9] = [
    "script",
    "style",
    "textarea",
    "title",
    "xmp",
    "iframe",
    "noembed",
    "noframes",
    "plaintext",
];

/// The tokens of `html`.
pub(crate) struct Tokens<'h> {
    html: &'h str,
    at: usize,
    raw: Option<&'static str>,
}

impl<'h> Tokens<'h> {
    pub(crate) fn new(html: &'h str) -> Self {
        Self {
            html,
            at: 0,
            raw: None,
        }
    }

    fn text(&mut self, end: usize) -> Token<'h> {
        let start = self.at;
        self.at = end;
        Token::Text {
            text: &self.html[start..end],
            start,
        }
    }
}

impl<'h> Iterator for Tokens<'h> {
    type Item = Token<'h>;

    fn next(&mut self) -> Option<Token<'h>> {
        let bytes = self.html.as_bytes();
        if self.at >= bytes.len() {
            return None;
        }
        if let Some(name) = self.raw.take() {
            let end = raw_end(bytes, self.at, name);
            if end > self.at {
                return Some(self.text(end));
            }
        }
        let start = self.at;
        let Some(open) = next_markup(bytes, start) else {
            return Some(self.text(bytes.len()));
        };
        if open > start {
            return Some(self.text(open));
        }
        match bytes.get(start + 1) {
            Some(b'!') if bytes[start..].starts_with(b"<!--") => {
                let body = start + 4;
                let end = if bytes[body..].starts_with(b">") {
                    body + 1
                } else {
                    memchr::memmem::find(&bytes[body..], b"-->")
                        .map_or(bytes.len(), |at| body + at + 3)
                };
                self.at = end;
                Some(Token::Other)
            }
            Some(b'!' | b'?') => {
                self.at =
                    memchr::memchr(b'>', &bytes[start..]).map_or(bytes.len(), |at| start + at + 1);
                Some(Token::Other)
            }
            Some(b'/') => {
                let end =
                    memchr::memchr(b'>', &bytes[start..]).map_or(bytes.len(), |at| start + at + 1);
                self.at = end;
                Some(Token::Close {
                    name: name_at(self.html, start + 2),
                    start,
                })
            }
            _ => {
                let name = name_at(self.html, start + 1);
                let rest = start + 1 + name.len();
                let (end, _) = attributes_end(bytes, rest);
                let close = end.min(bytes.len());
                self.at = (close + 1).min(bytes.len());
                let raw = RAW.iter().find(|raw| name.eq_ignore_ascii_case(raw));
                self.raw = raw.copied();
                Some(Token::Open(Tag {
                    name,
                    rest: &self.html[rest..close],
                    start,
                    length: self.at - start,
                }))
            }
        }
    }
}

/// A text without a tag is cut into pieces of about so many bytes.
const PIECE: usize = 16 * 1024;

/// `html` with an empty comment in every long text: html5ever writes a text in time that grows with the square of
/// its signs to escape, and it keeps texts apart that a comment separates. The words stay as they are.
pub(crate) fn in_pieces(html: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut copied = 0;
    let mut raw = false;
    for token in Tokens::new(html) {
        if let Token::Text { text, start } = token
            && !raw
            && text.len() > 2 * PIECE
        {
            let mut from = PIECE;
            // Before a sign that no entity holds, so that none is cut in two.
            while let Some(found) = text.get(text.ceil_char_boundary(from)..).and_then(|rest| {
                rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '#' && c != ';')
            }) {
                let at = text.ceil_char_boundary(from) + found;
                out.push_str(&html[copied..start + at]);
                out.push_str("<!---->");
                copied = start + at;
                from = at + PIECE;
            }
        }
        raw = matches!(&token, Token::Open(tag)
            if RAW.iter().any(|name| tag.name.eq_ignore_ascii_case(name)));
    }
    if copied == 0 {
        return Cow::Borrowed(html);
    }
    out.push_str(&html[copied..]);
    Cow::Owned(out)
}

/// The next `<` that begins a tag, comment or instruction.
fn next_markup(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at += memchr::memchr(b'<', &bytes[at..])?;
        match bytes.get(at + 1) {
            Some(b) if b.is_ascii_alphabetic() || matches!(b, b'!' | b'?') => return Some(at),
            Some(b'/') if bytes.get(at + 2).is_some_and(u8::is_ascii_alphabetic) => {
                return Some(at);
            }
            _ => at += 1,
        }
        if at >= bytes.len() {
            return None;
        }
    }
}

fn name_at(html: &str, start: usize) -> &str {
    let bytes = html.as_bytes();
    let length = bytes[start..]
        .iter()
        .take_while(|b| !b.is_ascii_whitespace() && !matches!(b, b'>' | b'/'))
        .count();
    &html[start..start + length]
}

/// Where the content of a raw element ends.
fn raw_end(bytes: &[u8], from: usize, name: &str) -> usize {
    if name == "plaintext" {
        return bytes.len();
    }
    let mut at = from;
    while let Some(found) = memchr::memmem::find(&bytes[at..], b"</") {
        at += found;
        let after = at + 2;
        let named = bytes
            .get(after..after + name.len())
            .is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()));
        if named
            && bytes
                .get(after + name.len())
                .is_none_or(|b| !b.is_ascii_alphanumeric())
        {
            return at;
        }
        at += 2;
    }
    bytes.len()
}

/// Where a tag's closing `>` stands, seen from the end of its name, and how many attributes it has.
/// Source: the HTML standard's tokenizer, whose quotes count only after `=`.
pub(crate) fn attributes_end(bytes: &[u8], from: usize) -> (usize, usize) {
    let mut at = from;
    let mut count = 0;
    loop {
        while at < bytes.len() && (bytes[at].is_ascii_whitespace() || bytes[at] == b'/') {
            at += 1;
        }
        match bytes.get(at) {
            None => return (bytes.len(), count),
            Some(b'>') => return (at, count),
            Some(_) => {}
        }
        count += 1;
        at += 1;
        while at < bytes.len()
            && !bytes[at].is_ascii_whitespace()
            && !matches!(bytes[at], b'>' | b'/' | b'=')
        {
            at += 1;
        }
        let mut value = at;
        while value < bytes.len() && bytes[value].is_ascii_whitespace() {
            value += 1;
        }
        if bytes.get(value) != Some(&b'=') {
            continue;
        }
        value += 1;
        while value < bytes.len() && bytes[value].is_ascii_whitespace() {
            value += 1;
        }
        at = match bytes.get(value) {
            Some(quote @ (b'"' | b'\'')) => memchr::memchr(*quote, &bytes[value + 1..])
                .map_or(bytes.len(), |end| value + 1 + end + 1),
            Some(b'>') | None => value,
            Some(_) => {
                value
                    + bytes[value..]
                        .iter()
                        .take_while(|b| !b.is_ascii_whitespace() && **b != b'>')
                        .count()
            }
        };
    }
}

impl<'h> Tag<'h> {
    /// The value of the attribute `name`, entities read.
    pub(crate) fn attribute(&self, name: &str) -> Option<Cow<'h, str>> {
        self.attributes()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| unescape(value))
    }

    /// All attributes, values unread.
    pub(crate) fn attributes(&self) -> impl Iterator<Item = (&'h str, &'h str)> + use<'h> {
        let rest = self.rest;
        let bytes = rest.as_bytes();
        let mut at = 0;
        std::iter::from_fn(move || {
            while at < bytes.len() && (bytes[at].is_ascii_whitespace() || bytes[at] == b'/') {
                at += 1;
            }
            if at >= bytes.len() {
                return None;
            }
            let start = at;
            at += 1;
            while at < bytes.len()
                && !bytes[at].is_ascii_whitespace()
                && !matches!(bytes[at], b'/' | b'=')
            {
                at += 1;
            }
            let key = rest.get(start..at).unwrap_or_default();
            let mut value = at;
            while value < bytes.len() && bytes[value].is_ascii_whitespace() {
                value += 1;
            }
            if bytes.get(value) != Some(&b'=') {
                return Some((key, ""));
            }
            value += 1;
            while value < bytes.len() && bytes[value].is_ascii_whitespace() {
                value += 1;
            }
            let (from, to) = match bytes.get(value) {
                Some(quote @ (b'"' | b'\'')) => {
                    let end = memchr::memchr(*quote, &bytes[value + 1..])
                        .map_or(bytes.len(), |end| value + 1 + end);
                    at = (end + 1).min(bytes.len());
                    (value + 1, end)
                }
                _ => {
                    let length = bytes[value..]
                        .iter()
                        .take_while(|b| !b.is_ascii_whitespace())
                        .count();
                    at = value + length;
                    (value, at)
                }
            };
            Some((key, rest.get(from..to).unwrap_or_default()))
        })
    }
}

/// Reads the entities of `text`: the numeric ones and the names that news pages use.
pub(crate) fn unescape(text: &str) -> Cow<'_, str> {
    if memchr::memchr(b'&', text.as_bytes()).is_none() {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest[1..]
            .bytes()
            .take(32)
            .position(|b| !b.is_ascii_alphanumeric() && b != b'#')
            .map(|end| end + 1);
        let known = end.and_then(|end| Some((entity(&rest[1..end])?, end)));
        match known {
            Some((c, end)) => {
                out.push(c);
                rest = &rest[end..];
                rest = rest.strip_prefix(';').unwrap_or(rest);
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out.into()
}

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code)
            .filter(|c| *c != '\0')
            .or(Some('\u{fffd}'));
    }
    Some(match name {
        "amp" | "AMP" => '&',
        "lt" | "LT" => '<',
        "gt" | "GT" => '>',
        "quot" | "QUOT" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "ndash" => '–',
        "mdash" => '—',
        "hellip" => '…',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ldquo" => '“',
        "rdquo" => '”',
        "laquo" => '«',
        "raquo" => '»',
        "copy" => '©',
        "euro" => '€',
        "pound" => '£',
        "shy" => '\u{ad}',
        "auml" => 'ä',
        "ouml" => 'ö',
        "uuml" => 'ü',
        "Auml" => 'Ä',
        "Ouml" => 'Ö',
        "Uuml" => 'Ü',
        "szlig" => 'ß',
        "eacute" => 'é',
        "egrave" => 'è',
        "agrave" => 'à',
        "ccedil" => 'ç',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(html: &str, expected: &[&str]) {
        let found: Vec<String> = Tokens::new(html)
            .map(|token| match token {
                Token::Open(tag) => {
                    let attributes: Vec<String> =
                        tag.attributes().map(|(k, v)| format!(" {k}={v}")).collect();
                    format!("<{}{}", tag.name, attributes.concat())
                }
                Token::Close { name, .. } => format!("/{name}"),
                Token::Text { text, .. } => text.to_owned(),
                Token::Other => "!".to_owned(),
            })
            .collect();
        assert_eq!(found, expected, "{html}");
    }

    #[test]
    fn tags_texts_and_remarks() {
        check(
            "<p class=\"a>b\" x=1>Hi</p>",
            &["<p class=a>b x=1", "Hi", "/p"],
        );
        check("a < b <br/> c", &["a < b ", "<br", " c"]);
        check("<!-- <p> --><!doctype html>x", &["!", "!", "x"]);
        check(
            "<script>if (a<b) '</p>'</script>y",
            &["<script", "if (a<b) '</p>'", "/script", "y"],
        );
        check("<a href='x", &["<a href=x"]);
        check("<", &["<"]);
        check("</ x>", &["</ x>"]);
    }

    #[test]
    fn entities() {
        assert_eq!(
            unescape("a &amp; b &#x2014; &eacute;t&eacute; &nope; &"),
            "a & b — été &nope; &"
        );
        assert_eq!(unescape("&#0;&#x110000;"), "\u{fffd}\u{fffd}");
    }
}
