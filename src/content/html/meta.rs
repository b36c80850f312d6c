//! What a saved page says about itself. In: its tags, one by one. Out: title, publication day,
//! newsroom, authors and address, from JSON-LD, OpenGraph and their older cousins, and `<time>`.

use serde_json::Value as Json;

use super::super::address::is_web;
use super::super::anchor;
use super::super::front::{clean_line, is_language};
use super::scan::{Tag, Token, unescape};
use crate::calendar::{Date, Edtf};
use crate::config::DateOrder;

/// What a page says about itself.
#[derive(Debug, Default, Clone, PartialEq)]
pub(crate) struct PageMeta {
    pub(crate) title: Option<String>,
    pub(crate) date: Option<Edtf>,
    pub(crate) updated: Option<Edtf>,
    pub(crate) source: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) authors: Vec<String>,
    pub(crate) language: Option<String>,
}

/// Where a value was found: the lower, the more it is trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Trust {
    JsonLd,
    OpenGraph,
    Meta,
    Time,
    Tag,
}

/// Gathers what a page says while its tags are read once.
#[derive(Default)]
pub(crate) struct Gather {
    title: Option<(Trust, String)>,
    date: Option<(Trust, Edtf)>,
    updated: Option<(Trust, Edtf)>,
    source: Option<(Trust, String)>,
    url: Option<(Trust, String)>,
    authors: Option<(Trust, Vec<String>)>,
    language: Option<String>,
    order: Option<DateOrder>,
    /// What the text that follows belongs to.
    expecting: Expecting,
    /// Whether the page has parts that only whole pages have.
    pub(crate) is_page: bool,
}

#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Expecting {
    #[default]
    Nothing,
    Title,
    JsonLd,
}

fn keep<T>(place: &mut Option<(Trust, T)>, trust: Trust, value: T) {
    if place.as_ref().is_none_or(|(known, _)| trust < *known) {
        *place = Some((trust, value));
    }
}

impl Gather {
    pub(crate) fn new(order: DateOrder) -> Self {
        Self {
            order: Some(order),
            ..Self::default()
        }
    }

    /// Looks at one token.
    pub(crate) fn look(&mut self, token: &Token<'_>) {
        match token {
            Token::Open(tag) => self.tag(tag),
            Token::Text { text, .. } => match std::mem::take(&mut self.expecting) {
                Expecting::Title => {
                    let title = clean_line(&unescape(text));
                    if !title.is_empty() {
                        keep(&mut self.title, Trust::Tag, title);
                    }
                }
                Expecting::JsonLd => self.json_ld(text),
                Expecting::Nothing => {}
            },
            Token::Close { .. } | Token::Other => self.expecting = Expecting::Nothing,
        }
    }

    fn tag(&mut self, tag: &Tag<'_>) {
        self.expecting = Expecting::Nothing;
        match tag.name.to_ascii_lowercase().as_str() {
            "html" => {
                self.is_page = true;
                self.language = tag
                    .attribute("lang")
                    .map(|lang| lang.trim().replace('_', "-"))
                    .filter(|lang| is_language(lang));
            }
            "head" | "body" => self.is_page = true,
            "title" => {
                self.is_page = true;
                self.expecting = Expecting::Title;
            }
            "script" => {
                let kind = tag.attribute("type").unwrap_or_default();
                if kind.trim().eq_ignore_ascii_case("application/ld+json") {
                    self.expecting = Expecting::JsonLd;
                }
            }
            "link" => {
                let rel = tag.attribute("rel").unwrap_or_default();
                if rel
                    .split_whitespace()
                    .any(|rel| rel.eq_ignore_ascii_case("canonical"))
                    && let Some(url) = tag.attribute("href").filter(|url| is_web(url))
                {
                    keep(&mut self.url, Trust::Meta, url.into_owned());
                }
            }
            "meta" => self.meta(tag),
            "time" => {
                let marked = tag.attribute("pubdate").is_some()
                    || tag
                        .attribute("itemprop")
                        .is_some_and(|prop| prop.contains("datePublished"));
                if let Some(date) = tag.attribute("datetime").and_then(|text| self.date(&text)) {
                    let trust = if marked { Trust::Meta } else { Trust::Time };
                    keep(&mut self.date, trust, date);
                }
            }
            _ => {}
        }
    }

    fn meta(&mut self, tag: &Tag<'_>) {
        self.is_page = true;
        let Some(content) = tag.attribute("content") else {
            return;
        };
        let content = clean_line(&content);
        if content.is_empty() {
            return;
        }
        let name = ["property", "name", "itemprop", "http-equiv"]
            .iter()
            .find_map(|key| tag.attribute(key))
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase();
        let og = Trust::OpenGraph;
        match name.as_str() {
            "og:title" => keep(&mut self.title, og, content),
            "twitter:title" | "headline" | "dc.title" => {
                keep(&mut self.title, Trust::Meta, content)
            }
            "og:site_name" => keep(&mut self.source, og, content),
            "application-name" | "dc.publisher" | "publisher" => {
                keep(&mut self.source, Trust::Meta, content)
            }
            "og:url" if is_web(&content) => keep(&mut self.url, og, content),
            "article:published_time" | "og:article:published_time" => {
                if let Some(date) = self.date(&content) {
                    keep(&mut self.date, og, date);
                }
            }
            "article:modified_time" | "og:updated_time" => {
                if let Some(date) = self.date(&content) {
                    keep(&mut self.updated, og, date);
                }
            }
            "datepublished"
            | "date"
            | "pubdate"
            | "publishdate"
            | "publish-date"
            | "publish_date"
            | "publication_date"
            | "publicationdate"
            | "published"
            | "published_time"
            | "article_date_original"
            | "originalpublicationdate"
            | "dc.date"
            | "dc.date.issued"
            | "dc.date.created"
            | "dcterms.created"
            | "dcterms.issued"
            | "dcterms.date"
            | "parsely-pub-date"
            | "sailthru.date"
            | "article.published"
            | "cxenseparse:recs:publishtime"
            | "ptime"
            | "citation_publication_date"
            | "rnews:datepublished" => {
                if let Some(date) = self.date(&content) {
                    keep(&mut self.date, Trust::Meta, date);
                }
            }
            "datemodified" | "lastmod" | "last-modified" | "dcterms.modified" => {
                if let Some(date) = self.date(&content) {
                    keep(&mut self.updated, Trust::Meta, date);
                }
            }
            "author" | "byl" | "dc.creator" | "parsely-author" | "sailthru.author" => {
                keep(&mut self.authors, Trust::Meta, names(&content));
            }
            "article:author" if !is_web(&content) => keep(&mut self.authors, og, names(&content)),
            "content-language" | "language" if self.language.is_none() && is_language(&content) => {
                self.language = Some(content);
            }
            _ => {}
        }
    }

    fn date(&self, text: &str) -> Option<Edtf> {
        let text = text.trim();
        if let Ok(date @ Edtf::Date(Date::Day(_) | Date::Minute { .. }, _)) = Edtf::parse(text) {
            return Some(date);
        }
        if let Some(day) = text.get(..10)
            && let Ok(date @ Edtf::Date(Date::Day(_), _)) = Edtf::parse(day)
        {
            return Some(date);
        }
        let compact = text.len() >= 8 && text.as_bytes()[..8].iter().all(u8::is_ascii_digit);
        if compact && let Some(date) = anchor::from_path(&text[..8]) {
            return Some(date);
        }
        anchor::full_date(text, self.order.unwrap_or(DateOrder::Mdy))
    }

    fn json_ld(&mut self, text: &str) {
        let text = text
            .trim()
            .trim_start_matches("<![CDATA[")
            .trim_start_matches("<!--")
            .trim_end_matches("-->")
            .trim_end_matches("]]>");
        if let Ok(json) = serde_json::from_str::<Json>(text) {
            self.json_value(&json, 0);
        }
    }

    /// Looks for an article among the objects, lists and graphs of JSON-LD.
    fn json_value(&mut self, json: &Json, depth: usize) {
        if depth > 4 {
            return;
        }
        match json {
            Json::Array(items) => items
                .iter()
                .take(64)
                .for_each(|item| self.json_value(item, depth + 1)),
            Json::Object(object) => {
                if let Some(graph) = object.get("@graph") {
                    self.json_value(graph, depth + 1);
                }
                let kinds: Vec<&str> = match object.get("@type") {
                    Some(Json::String(kind)) => vec![kind],
                    Some(Json::Array(kinds)) => kinds.iter().filter_map(Json::as_str).collect(),
                    _ => Vec::new(),
                };
                let is_article = kinds.iter().any(|kind| {
                    kind.ends_with("Article") || kind.ends_with("BlogPosting") || *kind == "Report"
                });
                let is_page = kinds.contains(&"WebPage");
                if is_article || is_page {
                    self.article(
                        object,
                        if is_article {
                            Trust::JsonLd
                        } else {
                            Trust::Meta
                        },
                    );
                }
            }
            _ => {}
        }
    }

    fn article(&mut self, object: &serde_json::Map<String, Json>, trust: Trust) {
        let text = |key: &str| {
            object
                .get(key)
                .and_then(Json::as_str)
                .map(|text| clean_line(&unescape(text)))
                .filter(|text| !text.is_empty())
        };
        if let Some(title) = text("headline") {
            keep(&mut self.title, trust, title);
        }
        if let Some(date) = text("datePublished").and_then(|text| self.date(&text)) {
            keep(&mut self.date, trust, date);
        }
        if let Some(date) = text("dateModified").and_then(|text| self.date(&text)) {
            keep(&mut self.updated, trust, date);
        }
        if let Some(language) = text("inLanguage").filter(|tag| is_language(tag)) {
            self.language.get_or_insert(language);
        }
        let page = object
            .get("mainEntityOfPage")
            .map(|page| page.get("@id").unwrap_or(page));
        let url = text("url").or_else(|| page.and_then(Json::as_str).map(str::to_owned));
        if let Some(url) = url.filter(|url| is_web(url)) {
            keep(&mut self.url, trust, url);
        }
        let publisher = object.get("publisher").map(people).unwrap_or_default();
        if let Some(name) = publisher.into_iter().next() {
            keep(&mut self.source, trust, name);
        }
        let authors = object.get("author").map(people).unwrap_or_default();
        if !authors.is_empty() {
            keep(&mut self.authors, trust, authors);
        }
    }

    /// All that was found.
    pub(crate) fn finish(self) -> PageMeta {
        let source = self.source.map(|(_, source)| source);
        let title = self.title.map(|(trust, title)| match trust {
            Trust::Tag => without_site(&title, source.as_deref()),
            _ => title,
        });
        // A page that was changed after it came out says so; the same moment says nothing.
        let date = self.date.map(|(_, date)| date);
        let updated = self
            .updated
            .map(|(_, date)| date)
            .filter(|updated| Some(*updated) != date);
        PageMeta {
            title,
            date,
            updated,
            source,
            url: self.url.map(|(_, url)| url),
            authors: self.authors.map(|(_, authors)| authors).unwrap_or_default(),
            language: self.language,
        }
    }
}

/// Names of people or organisations in JSON-LD.
fn people(json: &Json) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut add = |name: &str| {
        let name = clean_line(&unescape(name));
        if !name.is_empty() && !is_web(&name) && !out.contains(&name) {
            out.push(name);
        }
    };
    match json {
        Json::String(name) => add(name),
        Json::Object(object) => match object.get("name") {
            Some(Json::String(name)) => add(name),
            Some(Json::Array(names)) => names.iter().filter_map(Json::as_str).for_each(add),
            _ => {}
        },
        Json::Array(items) => {
            for item in items.iter().take(16) {
                for name in people(item) {
                    add(&name);
                }
            }
        }
        _ => {}
    }
    out
}

/// "By Jane Doe and John Roe" as two names.
fn names(text: &str) -> Vec<String> {
    let bare = ["By ", "by ", "BY ", "Von ", "von "]
        .iter()
        .find_map(|opening| text.strip_prefix(opening))
        .unwrap_or(text);
    bare.split([',', ';'])
        .flat_map(|part| part.split(" and "))
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty())
        .collect()
}

/// "Talks fail | The Harbour Post" without the newsroom's name.
fn without_site(title: &str, site: Option<&str>) -> String {
    for sign in [" | ", " – ", " — ", " - ", " :: ", " » "] {
        let Some(at) = title.rfind(sign) else {
            continue;
        };
        let (head, tail) = (&title[..at], &title[at + sign.len()..]);
        let named = site.is_some_and(|site| {
            let (a, b) = (tail.to_lowercase(), site.to_lowercase());
            a.contains(&b) || b.contains(&a)
        });
        if named || (sign == " | " && head.split_whitespace().count() >= 3) {
            return head.trim().to_owned();
        }
    }
    title.to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::scan::Tokens;
    use super::*;

    fn gather(html: &str) -> PageMeta {
        let mut gather = Gather::new(DateOrder::Mdy);
        for token in Tokens::new(html) {
            gather.look(&token);
        }
        gather.finish()
    }

    #[test]
    fn json_ld_wins() {
        let page = gather(
            r#"<html lang="en-GB"><title>Talks fail | The Harbour Post</title>
            <meta property="og:title" content="OG"><meta property="article:published_time" content="2016-02-13">
            <script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","headline":"Talks &amp; truce",
            "datePublished":"2016-02-12T10:30:00.000Z","author":[{"name":"Jane Doe"},{"name":"John Roe"}],
            "publisher":{"name":"The Harbour Post"},"mainEntityOfPage":{"@id":"https://example.org/a"}}]}</script>"#,
        );
        assert_eq!(page.title.as_deref(), Some("Talks & truce"));
        assert_eq!(
            page.date.map(|d| d.to_string()).as_deref(),
            Some("2016-02-12T10:30Z")
        );
        assert_eq!(page.authors, ["Jane Doe", "John Roe"]);
        assert_eq!(page.source.as_deref(), Some("The Harbour Post"));
        assert_eq!(page.url.as_deref(), Some("https://example.org/a"));
        assert_eq!(page.language.as_deref(), Some("en-GB"));
    }

    #[test]
    fn older_pages() {
        let page = gather(
            "<title>Talks fail - Harbour Post</title><meta name=author content='By Jane Doe and John Roe'>\
             <meta property='og:site_name' content='Harbour Post'><link rel=canonical href=https://example.org/b>\
             <time datetime='2016-02-12'>Friday</time><time datetime='2016-03-01'>later</time>",
        );
        assert_eq!(page.title.as_deref(), Some("Talks fail"));
        assert_eq!(page.authors, ["Jane Doe", "John Roe"]);
        assert_eq!(
            page.date.map(|d| d.to_string()).as_deref(),
            Some("2016-02-12")
        );
        assert_eq!(page.url.as_deref(), Some("https://example.org/b"));
    }

    #[test]
    fn odd_dates() {
        let date = |text: &str| {
            let page = gather(&format!("<meta name=date content='{text}'>"));
            page.date.map(|d| d.to_string())
        };
        assert_eq!(date("20160212").as_deref(), Some("2016-02-12"));
        assert_eq!(
            date("Fri, 12 Feb 2016 10:30:00 GMT").as_deref(),
            Some("2016-02-12")
        );
        assert_eq!(date("February 12, 2016").as_deref(), Some("2016-02-12"));
        assert_eq!(date("today"), None);
    }
}
