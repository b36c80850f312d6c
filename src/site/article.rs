//! Article pages. In: an article of the [`Model`]. Out: its [`ArticleView`], the body with every date marked and
//! its reading beside it.

use std::fmt::Write as _;

use rustc_hash::FxHashMap;

use super::address;
use super::cards;
use super::model::{Model, first_day};
use super::view::{ArticleCard, ArticleEvent, ArticleView, QuoteItem};
use crate::config::Publish;
use crate::content::{AnchorOrigin, Kind, Piece};
use crate::events::Article;

/// What an article is called: its title, else what it mainly reports, else its file.
pub(crate) fn title_of(article: &Article) -> &str {
    let document = &article.document;
    if !document.title.is_empty() {
        return &document.title;
    }
    let shown = article.claims.iter().filter(|claim| !claim.hidden);
    let main = shown.max_by(|a, b| {
        a.importance
            .total_cmp(&b.importance)
            .then(b.sentence.start.cmp(&a.sentence.start))
    });
    main.map_or_else(
        || {
            let file = document.path.rsplit('/').next().unwrap_or(&document.path);
            file.rsplit_once('.').map_or(file, |(stem, _)| stem)
        },
        |claim| claim.headline.as_str(),
    )
}

impl Model {
    /// What lists show of the article at `index`.
    pub(crate) fn article_card(&self, index: u32) -> ArticleCard {
        let document = self.document(index);
        let doc = &self.docs[index as usize];
        let source = doc.source.map(|at| &self.sources[at]);
        let title = title_of(self.article(index)).to_owned();
        let language = &self.input.config.site.language;
        ArticleCard {
            title,
            path: doc.path.clone(),
            url: document.meta.url.clone(),
            source: source.map(|source| source.name.clone()),
            source_path: source.map(|source| source.path.clone()),
            published: doc.published.map(|day| self.day(day)),
            summary: document
                .meta
                .summary
                .clone()
                .filter(|_| document.meta.publish != Publish::None),
            language: document.meta.language.clone().filter(|own| own != language),
            tags: document
                .meta
                .tags
                .iter()
                .filter_map(|name| self.tag_view(name))
                .collect(),
            events: doc.events.len(),
        }
    }

    /// The article's own page.
    pub(crate) fn article_view(&self, index: u32) -> ArticleView {
        let article = self.article(index);
        let document = &article.document;
        let doc = &self.docs[index as usize];
        let path = doc.path.as_deref().unwrap_or("index.html");
        let quotes_only = document.kind == Kind::Article && document.meta.publish != Publish::Full;
        let mut events: Vec<ArticleEvent> = doc
            .events
            .iter()
            .map(|at| self.article_event(*at))
            .collect();
        let main = doc
            .events
            .iter()
            .enumerate()
            .max_by(|a, b| {
                let (x, y) = (self.event(*a.1), self.event(*b.1));
                x.importance.total_cmp(&y.importance).then(b.0.cmp(&a.0))
            })
            .map(|(place, _)| place);
        if let Some(main) = main {
            events[main].main = true;
        }
        let read = self.texts.count("dates_read", article.timexes.len());
        let shown = self.texts.count("on_timeline", events.len());
        let (previous, next) = self.neighbours(index);
        ArticleView {
            card: self.article_card(index),
            body_html: if quotes_only {
                String::new()
            } else {
                self.body(index, path)
            },
            quotes: if quotes_only {
                self.quote_items(index)
            } else {
                Vec::new()
            },
            publish: if quotes_only { "quotes" } else { "full" },
            updated: document
                .meta
                .updated
                .and_then(|date| first_day(&date))
                .map(|day| self.day(day)),
            dated_by: document.anchor.map(|anchor| {
                let key = match anchor.origin {
                    AnchorOrigin::Corrections => "dated_by_corrections",
                    AnchorOrigin::FrontMatter => "dated_by_front_matter",
                    AnchorOrigin::PageMetadata => "dated_by_page_metadata",
                    AnchorOrigin::Dateline => "dated_by_dateline",
                    AnchorOrigin::FileName => "dated_by_file_name",
                    AnchorOrigin::Option => "dated_by_option",
                };
                self.texts.get(key).to_owned()
            }),
            authors: document.meta.authors.clone(),
            image: document
                .meta
                .image
                .as_ref()
                .and_then(|image| self.image(Some(document), image)),
            events,
            counts: [read, shown].join(", "),
            undated: article
                .timexes
                .iter()
                .filter(|timex| timex.needs_anchor)
                .count(),
            previous,
            next,
            extra: serde_json::Value::Object(document.meta.extra.clone()),
        }
    }

    fn article_event(&self, at: u32) -> ArticleEvent {
        let event = self.event(at);
        ArticleEvent {
            id: event.id.to_string(),
            path: self.card_path(at),
            date: self.dates.view(&event.date, &self.texts),
            headline: event.headline.clone(),
            mark: cards::mark(event),
            main: false,
        }
    }

    /// The quoted sentences of an article that may not be shown whole.
    pub(crate) fn quote_items(&self, index: u32) -> Vec<QuoteItem> {
        let article = self.article(index);
        article
            .claims
            .iter()
            .filter(|claim| !claim.hidden && self.event_of(claim.id).is_some())
            .filter_map(|claim| {
                let quote = self.quote(article, claim);
                quote.shown.then(|| QuoteItem {
                    claim: claim.id.to_string(),
                    date: self.dates.view(&claim.date, &self.texts),
                    path: self.event_of(claim.id).map(|at| self.card_path(at)),
                    url: article
                        .document
                        .meta
                        .url
                        .as_deref()
                        .map(|url| cards::fragment_url(url, &quote)),
                    quote,
                })
            })
            .collect()
    }

    fn neighbours(&self, index: u32) -> (Option<Box<ArticleCard>>, Option<Box<ArticleCard>>) {
        let Ok(at) = self
            .by_day
            .binary_search_by_key(&(self.docs[index as usize].published, index), |at| {
                (self.docs[*at as usize].published, *at)
            })
        else {
            return (None, None);
        };
        let card = |at: Option<&u32>| at.map(|at| Box::new(self.article_card(*at)));
        (
            card(at.checked_sub(1).and_then(|at| self.by_day.get(at))),
            card(self.by_day.get(at + 1)),
        )
    }

    /// The body of an article, its dates marked, its links pointing from the page at `path`.
    fn body(&self, index: u32, path: &str) -> String {
        let article = self.article(index);
        let root = address::root_of(path);
        let mut marker = Marker::new(self, article, &root);
        for piece in &article.document.body {
            match piece {
                Piece::Markup(markup) => marker.markup(markup),
                Piece::Text(span) => marker.text(span.start, span.end),
            }
        }
        marker.finish()
    }

    /// What a local address of a body leads to, as a path in this site.
    pub(crate) fn resolve(&self, address: &str) -> Option<String> {
        let (place, fragment) = address
            .split_once('#')
            .map_or((address, ""), |(p, f)| (p, f));
        let path = if let Some(file) = place.strip_prefix("content:") {
            let file = percent_encoding::percent_decode_str(file).decode_utf8_lossy();
            match self.by_path.get(&*file) {
                Some(index) => self.docs[*index as usize].path.clone()?,
                None => asset_path(&file),
            }
        } else {
            let path = place.strip_prefix("site:")?.trim_start_matches('/');
            if path.is_empty() || path.ends_with('/') {
                format!("{path}index.html")
            } else {
                path.to_owned()
            }
        };
        Some(if fragment.is_empty() {
            path
        } else {
            format!("{path}#{fragment}")
        })
    }
}

/// Where a file of the content folder that is no article (a picture) stands in the site.
pub(crate) fn asset_path(file: &str) -> String {
    let parts: Vec<String> = file
        .split('/')
        .filter(|part| !part.is_empty())
        .map(address::portable)
        .collect();
    parts.join("/")
}

/// The local addresses in a piece of markup.
pub(crate) fn local_addresses(markup: &str) -> impl Iterator<Item = &str> {
    ["=\"content:", "=\"site:"]
        .into_iter()
        .flat_map(move |start| {
            markup.match_indices(start).filter_map(move |(at, _)| {
                let from = at + 2;
                markup[from..].split('"').next()
            })
        })
}

/// Writes a body.
struct Marker<'a> {
    model: &'a Model,
    article: &'a Article,
    root: &'a str,
    out: String,
    /// Sentences that carry claims, in order, with the claims' ids.
    sentences: Vec<(u32, u32, Vec<String>)>,
    next: usize,
    /// The end of the sentence whose element is open.
    open: Option<u32>,
    /// The claim of each expression.
    claims: FxHashMap<u32, u32>,
    timex: usize,
    /// Open links: a mark within one is no link of its own.
    links: usize,
}

impl<'a> Marker<'a> {
    fn new(model: &'a Model, article: &'a Article, root: &'a str) -> Self {
        let mut sentences: Vec<(u32, u32, Vec<String>)> = Vec::new();
        let mut claims = FxHashMap::default();
        let mut order: Vec<usize> = (0..article.claims.len()).collect();
        order.sort_by_key(|at| (article.claims[*at].sentence, *at));
        for at in order {
            let claim = &article.claims[at];
            if model.event_of(claim.id).is_none() || claim.sentence.is_empty() {
                continue;
            }
            for mention in &claim.mentions {
                claims.entry(*mention).or_insert(at as u32);
            }
            let id = claim.id.to_string();
            match sentences.last_mut() {
                Some((start, _, ids)) if *start == claim.sentence.start => {
                    if !ids.contains(&id) {
                        ids.push(id);
                    }
                }
                _ => sentences.push((claim.sentence.start, claim.sentence.end, vec![id])),
            }
        }
        Self {
            model,
            article,
            root,
            out: String::with_capacity(article.document.text.len() * 3 / 2),
            sentences,
            next: 0,
            open: None,
            claims,
            timex: 0,
            links: 0,
        }
    }

    fn markup(&mut self, markup: &str) {
        for tag in markup.split('<').skip(1) {
            if tag.starts_with("a ") || tag.starts_with("a>") {
                self.links += 1;
            } else if tag.starts_with("/a>") {
                self.links = self.links.saturating_sub(1);
            }
        }
        // What scrolls by itself on a phone must be reached by keys.
        let reached;
        let markup = if markup.contains("<table") || markup.contains("<pre") {
            reached = markup
                .replace("<table", "<table tabindex=\"0\"")
                .replace("<pre", "<pre tabindex=\"0\"");
            &reached
        } else {
            markup
        };
        if !markup.contains("=\"content:") && !markup.contains("=\"site:") {
            self.out.push_str(markup);
            return;
        }
        let mut rest = markup;
        while let Some(at) = [rest.find("=\"content:"), rest.find("=\"site:")]
            .into_iter()
            .flatten()
            .min()
        {
            let from = at + 2;
            let end = rest[from..].find('"').map_or(rest.len(), |end| from + end);
            self.out.push_str(&rest[..from]);
            match self.model.resolve(&rest[from..end]) {
                Some(path) => {
                    self.out.push_str(self.root);
                    escape(&path, &mut self.out);
                }
                // An article without a page of its own: the list of articles names it.
                None => {
                    self.out.push_str(self.root);
                    self.out.push_str("articles/index.html");
                }
            }
            rest = &rest[end..];
        }
        self.out.push_str(rest);
    }

    fn text(&mut self, start: u32, end: u32) {
        let mut at = start;
        while let Some(timex) = self.article.timexes.get(self.timex) {
            if timex.span.end <= at {
                self.timex += 1;
                continue;
            }
            if timex.span.start >= end {
                break;
            }
            let from = timex.span.start.max(at);
            let to = timex.span.end.min(end);
            self.run(at, from);
            self.boundary(from);
            self.mark(self.timex as u32, from, to);
            at = to;
            if timex.span.end > end {
                break;
            }
            self.timex += 1;
        }
        self.run(at, end);
        self.boundary(end);
        if self.open.take().is_some() {
            self.out.push_str("</span>");
        }
    }

    /// Plain text from `at` to `end`, with the sentence elements that begin or end in it.
    fn run(&mut self, mut at: u32, end: u32) {
        while at < end {
            self.boundary(at);
            let stop = match (self.open, self.sentences.get(self.next)) {
                (Some(close), _) => close,
                (None, Some((start, ..))) if *start > at => *start,
                _ => end,
            };
            let stop = stop.min(end);
            escape(
                &self.article.document.text[at as usize..stop as usize],
                &mut self.out,
            );
            at = stop;
        }
    }

    /// Closes and opens sentence elements at `at`.
    fn boundary(&mut self, at: u32) {
        if self.open.is_some_and(|end| end <= at) {
            self.out.push_str("</span>");
            self.open = None;
        }
        while self.open.is_none() {
            let Some((start, end, ids)) = self.sentences.get(self.next) else {
                return;
            };
            if *start > at {
                return;
            }
            let (first, more) = ids.split_first().expect("a sentence is listed for a claim");
            if *end > at {
                let _ = write!(self.out, "<span class=\"said\" id=\"{first}\">");
                self.open = Some(*end);
            } else {
                let _ = write!(self.out, "<span class=\"at\" id=\"{first}\"></span>");
            }
            for id in more {
                let _ = write!(self.out, "<span class=\"at\" id=\"{id}\"></span>");
            }
            self.next += 1;
        }
    }

    fn mark(&mut self, index: u32, from: u32, to: u32) {
        let model = self.model;
        let timex = &self.article.timexes[index as usize];
        let words = &self.article.document.text[from as usize..to as usize];
        let claim = self
            .claims
            .get(&index)
            .map(|at| &self.article.claims[*at as usize]);
        let date = claim.map(|claim| claim.date).or(timex.edtf);
        let event = claim.and_then(|claim| model.event_of(claim.id));
        let id = if from == timex.span.start {
            format!(" id=\"m-{index}\"")
        } else {
            String::new()
        };
        let reading = match date {
            Some(date) => model.dates.medium(&date, &model.texts),
            None if timex.needs_anchor => model.texts.get("needs_day").to_owned(),
            None => {
                escape(words, &mut self.out);
                return;
            }
        };
        let class = match (event, date) {
            (Some(at), _) => format!("dx dx-{}", cards::mark(model.event(at))),
            (None, Some(_)) => "dx off".to_owned(),
            (None, None) => "dx undated".to_owned(),
        };
        let tag = if event.is_some() && self.links == 0 {
            "a"
        } else {
            "span"
        };
        let _ = write!(self.out, "<{tag} class=\"{class}\"");
        if let (Some(at), "a") = (event, tag) {
            self.out.push_str(" href=\"");
            self.out.push_str(self.root);
            escape(&model.card_path(at), &mut self.out);
            self.out.push('"');
        }
        let _ = write!(self.out, "><mark{id}>");
        escape(words, &mut self.out);
        self.out.push_str("</mark><span class=\"rd\"> ");
        escape(&reading, &mut self.out);
        let _ = write!(self.out, "</span></{tag}>");
    }

    /// The body; claims whose sentence stands outside it (in a title) get their anchor at its end.
    fn finish(mut self) -> String {
        while self.next < self.sentences.len() {
            for id in &self.sentences[self.next].2 {
                let _ = write!(self.out, "<span class=\"at\" id=\"{id}\"></span>");
            }
            self.next += 1;
        }
        self.out
    }
}

/// Text as HTML: also safe between double quotes.
pub(crate) fn escape(text: &str, out: &mut String) {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let entity = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => continue,
        };
        out.push_str(&text[from..at]);
        out.push_str(entity);
        from = at + 1;
    }
    out.push_str(&text[from..]);
}
