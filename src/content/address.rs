//! Addresses in articles. In: what a link or picture points at. Out: an address that cannot run
//! anything in the reader's browser, or none.
//!
//! Outside addresses are `http`, `https` and `mailto`. Local ones are written for the site to fill
//! in when a page's place is known: `content:2016/talks.md#x` is a path under `content/`, `site:/about/`
//! one from the site's root.

/// Where addresses of one article are resolved from.
pub(crate) struct Addresses<'a> {
    /// The article's folder under `content/`: empty, or with a closing slash.
    folder: &'a str,
    /// The page a saved article came from, for its own relative addresses.
    original: Option<url::Url>,
}

impl<'a> Addresses<'a> {
    /// For the article at `path` under `content/`.
    pub(crate) fn new(path: &'a str) -> Self {
        Self {
            folder: path.rfind('/').map_or("", |at| &path[..=at]),
            original: None,
        }
    }

    /// Relative addresses belong to the page `original` that the article was saved from.
    pub(crate) fn saved_from(mut self, original: Option<&str>) -> Self {
        self.original = original.and_then(|url| url::Url::parse(url).ok());
        self
    }

    /// A link's address.
    pub(crate) fn link(&self, written: &str) -> Option<String> {
        self.resolve(written, true)
    }

    /// A picture's address.
    pub(crate) fn picture(&self, written: &str) -> Option<String> {
        self.resolve(written, false)
    }

    fn resolve(&self, written: &str, mail: bool) -> Option<String> {
        // Browsers drop control characters and white space inside schemes.
        let plain = |c: char| !c.is_control();
        let cleaned;
        let mut address = written.trim_matches(|c: char| c.is_whitespace() || c.is_control());
        if !address.chars().all(plain) {
            cleaned = address.chars().filter(|c| plain(*c)).collect::<String>();
            address = &cleaned;
        }
        if address.is_empty() {
            return None;
        }
        if let Some(fragment) = address.strip_prefix('#') {
            return Some(
                if fragment.is_empty() || fragment.starts_with("fn-") || fragment.starts_with("s-")
                {
                    address.to_owned()
                } else {
                    format!("#s-{fragment}")
                },
            );
        }
        if let Some((scheme, rest)) = split_scheme(address) {
            let scheme = scheme.to_ascii_lowercase();
            return match scheme.as_str() {
                "http" | "https" if rest.starts_with("//") => Some(format!("{scheme}:{rest}")),
                "mailto" if mail => Some(format!("mailto:{rest}")),
                _ => None,
            };
        }
        if let Some(original) = &self.original {
            let joined = original.join(address).ok()?;
            return matches!(joined.scheme(), "http" | "https").then(|| joined.into());
        }
        if address.starts_with("//") || address.starts_with("/\\") || address.starts_with('\\') {
            return Some(format!("https:{}", address.replace('\\', "/")));
        }
        if let Some(path) = address.strip_prefix('/') {
            return Some(format!("site:/{}", climb("", path)));
        }
        if address.starts_with('?') {
            return None;
        }
        Some(format!("content:{}", climb(self.folder, address)))
    }
}

/// Splits off a scheme: what stands before a colon that comes before any `/`, `?` or `#`.
fn split_scheme(address: &str) -> Option<(&str, &str)> {
    let at = address.find([':', '/', '?', '#'])?;
    (address.as_bytes()[at] == b':').then(|| (&address[..at], &address[at + 1..]))
}

/// `path` from `folder`, with `.` and `..` taken out; nothing climbs above the root.
fn climb(folder: &str, path: &str) -> String {
    let (path, tail) = match path.find(['?', '#']) {
        Some(at) => path.split_at(at),
        None => (path, ""),
    };
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let closing = path.ends_with('/') || path.ends_with("/.") || path.ends_with("/..");
    for part in path.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part if part.eq_ignore_ascii_case("%2e%2e") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    let mut out = parts.join("/");
    if closing && !out.is_empty() {
        out.push('/');
    }
    out.push_str(tail);
    out
}

/// Whether `url` is an absolute http(s) address.
pub(crate) fn is_web(url: &str) -> bool {
    let lower = url.get(..8).unwrap_or(url).to_ascii_lowercase();
    (lower.starts_with("http://") || lower.starts_with("https://"))
        && url::Url::parse(url).is_ok_and(|url| url.host_str().is_some_and(|host| !host.is_empty()))
}

/// Writes `text` for use between double quotes.
pub(crate) fn escape_attribute(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
}

/// Writes `text` for use between tags.
pub(crate) fn escape_text(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '>']) {
        out.push_str(&rest[..at]);
        out.push_str(match rest.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            _ => "&gt;",
        });
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(written: &str, expected: Option<&str>) {
        let addresses = Addresses::new("2016/02/talks.md");
        assert_eq!(addresses.link(written).as_deref(), expected, "{written}");
    }

    #[test]
    fn only_harmless_addresses_pass() {
        check(
            "https://example.org/a?b#c",
            Some("https://example.org/a?b#c"),
        );
        check("HTTP://example.org", Some("http://example.org"));
        check("mailto:desk@example.org", Some("mailto:desk@example.org"));
        check("javascript:alert(1)", None);
        check(" JaVa\nScRiPt:alert(1)", None);
        check("\u{1}javascript:alert(1)", None);
        check("java\tscript:alert(1)", None);
        check("vbscript:x", None);
        check("data:text/html,x", None);
        check("content:../../etc/passwd", None);
        check("https:foo", None);
        check("", None);
    }

    #[test]
    fn local_addresses_are_told_apart() {
        check("other.md", Some("content:2016/02/other.md"));
        check("../01/x.md#part", Some("content:2016/01/x.md#part"));
        check("../../../../etc/passwd", Some("content:etc/passwd"));
        check("/about/", Some("site:/about/"));
        check("/../x", Some("site:/x"));
        check("//example.org/x", Some("https://example.org/x"));
        check("#part", Some("#s-part"));
        check("#fn-1", Some("#fn-1"));
    }

    #[test]
    fn saved_pages_resolve_against_the_original() {
        let addresses = Addresses::new("a.html").saved_from(Some("https://example.org/n/a.html"));
        assert_eq!(
            addresses.link("../b").as_deref(),
            Some("https://example.org/b")
        );
        assert_eq!(
            addresses.link("/c").as_deref(),
            Some("https://example.org/c")
        );
        assert_eq!(addresses.link("javascript:x"), None);
    }
}
