//! Limits on hostile HTML, held before any tree is built: sanitising is quadratic in nesting and in
//! attributes. In: HTML as written. Out: nothing, or the limit that was passed.

use super::super::load::Fault;
use super::scan::{Tag, Token, attributes_end};
use crate::config;

/// Elements that stand alone.
const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];

/// Elements whose end is implied by the next of their kind: old pages never close them.
const IMPLIED: [&str; 18] = [
    "p", "li", "td", "th", "tr", "dt", "dd", "thead", "tbody", "tfoot", "option", "optgroup", "rp",
    "rt", "colgroup", "body", "html", "head",
];

/// Elements that a parser opens again in every later paragraph until they are closed.
const FORMATTING: [&str; 14] = [
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
];

/// How many elements a parser may make by opening unclosed formatting again.
const MAX_REOPENED: usize = 500_000;

/// Counts what the parser will have to build.
pub(crate) struct Limits {
    max_depth: usize,
    max_attributes: usize,
    max_tag_bytes: usize,
    /// Open elements, lowercase.
    open: Vec<String>,
    /// How many of each formatting element are open, by index into `FORMATTING`.
    formatting: [usize; FORMATTING.len()],
    reopened: usize,
}

impl Limits {
    pub(crate) fn new(content: &config::Content) -> Self {
        Self {
            max_depth: content.max_depth,
            max_attributes: content.max_attributes,
            max_tag_bytes: content.max_tag_kb * 1024,
            open: Vec::new(),
            formatting: [0; FORMATTING.len()],
            reopened: 0,
        }
    }

    /// Counts one token.
    ///
    /// # Errors
    /// The limit passed, at the token's offset.
    pub(crate) fn count(&mut self, token: &Token<'_>) -> Result<(), Fault> {
        match token {
            Token::Open(tag) => self.open(tag),
            Token::Close { name, .. } => {
                self.close(name);
                Ok(())
            }
            Token::Text { .. } | Token::Other => Ok(()),
        }
    }

    fn open(&mut self, tag: &Tag<'_>) -> Result<(), Fault> {
        if tag.length > self.max_tag_bytes {
            return Err(Fault {
                code: "tag-too-long",
                message: format!(
                    "expected tags of at most {} KB (max_tag_kb), found one of {} KB",
                    self.max_tag_bytes / 1024,
                    tag.length.div_ceil(1024)
                ),
                hint: "take the long attribute out, or raise max_tag_kb in [content]".into(),
                offset: tag.start,
            });
        }
        let (_, attributes) = attributes_end(tag.rest.as_bytes(), 0);
        if attributes > self.max_attributes {
            return Err(Fault {
                code: "too-many-attributes",
                message: format!(
                    "expected at most {} attributes on a tag (max_attributes), found {attributes}",
                    self.max_attributes
                ),
                hint: "take some out, or raise max_attributes in [content]".into(),
                offset: tag.start,
            });
        }
        let name = tag.name.to_ascii_lowercase();
        self.reopened += self.formatting.iter().sum::<usize>();
        if self.reopened > MAX_REOPENED {
            return Err(Fault {
                code: "too-deep",
                message: format!(
                    "expected formatting tags to be closed, found so many open ones that a page of {MAX_REOPENED} elements would come of it"
                ),
                hint: "close <b>, <i>, <font> and the like".into(),
                offset: tag.start,
            });
        }
        if let Some(at) = FORMATTING.iter().position(|known| *known == name) {
            self.formatting[at] += 1;
        }
        let counts = !VOID.contains(&name.as_str()) && !IMPLIED.contains(&name.as_str());
        if counts {
            self.open.push(name);
            if self.open.len() > self.max_depth {
                return Err(Fault::too_deep(self.max_depth, tag.start));
            }
        }
        Ok(())
    }

    fn close(&mut self, name: &str) {
        let name = name.to_ascii_lowercase();
        if let Some(at) = FORMATTING.iter().position(|known| *known == name) {
            self.formatting[at] = self.formatting[at].saturating_sub(1);
        }
        if let Some(at) = self.open.iter().rposition(|open| *open == name) {
            self.open.truncate(at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::scan::Tokens;
    use super::*;

    fn check(html: &str) -> Option<&'static str> {
        let mut limits = Limits::new(&config::Content::default());
        Tokens::new(html)
            .find_map(|token| limits.count(&token).err())
            .map(|fault| fault.code)
    }

    #[test]
    fn hostile_html_is_stopped() {
        assert_eq!(check(&"<div>".repeat(300)), Some("too-deep"));
        assert_eq!(
            check(&format!("<p {}>", "a ".repeat(300))),
            Some("too-many-attributes")
        );
        assert_eq!(
            check(&format!("<p a=\"{}\">", "x".repeat(70_000))),
            Some("tag-too-long")
        );
        let open: String = (0..200).map(|i| format!("<b id={i}>")).collect();
        assert_eq!(
            check(&format!("{open}{}", "<p>".repeat(100_000))),
            Some("too-deep")
        );
    }

    #[test]
    fn old_pages_pass() {
        assert_eq!(check(&"<p>One<br>".repeat(1000)), None);
        assert_eq!(check(&"<ul><li>a<li>b</ul>".repeat(1000)), None);
        assert_eq!(check(&"<div><span>x</div>".repeat(1000)), None);
        assert_eq!(check(&"<p><b>x</b>".repeat(10_000)), None);
    }
}
