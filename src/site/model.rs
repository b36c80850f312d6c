//! What all pages draw on, worked out once. In: articles, events, settings. Out: a [`Model`]: where every
//! article, event, tag and newsroom has its page, and who reported what.

use std::collections::BTreeMap;
use std::collections::hash_map::Entry as Place;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::dates::{self, Dates};
use super::texts::Texts;
use super::theme::Theme;
use super::{Input, address};
use crate::calendar::{Edtf, NaiveDate};
use crate::config::Publish;
use crate::content::{Document, Kind};
use crate::corrections::Entry;
use crate::error::Result;
use crate::events::{Article, Claim, ClaimId, Event, Evidence};
use chrono::Datelike;

/// Stands in cached HTML for a page's way to the root; content holds no control characters.
const ROOT: &str = "\u{1}";

/// Most events one page holds; beyond, they stand on period pages.
pub(crate) const PAGE_EVENTS: usize = 2000;
/// Events that a page shows when it cannot show all.
pub(crate) const TOP_EVENTS: usize = 300;

/// One content file and its place in the site.
pub(crate) struct Doc {
    /// Its page, when it has one.
    pub(crate) path: Option<String>,
    /// Publication day.
    pub(crate) published: Option<NaiveDate>,
    /// Its newsroom, as an index into [`Model::sources`].
    pub(crate) source: Option<usize>,
    /// Events read in it, as indexes into the timeline, in its order.
    pub(crate) events: Vec<u32>,
}

impl Doc {
    /// Its events and its newsroom are not known yet.
    fn of(document: &Document) -> Self {
        let has_page = match document.kind {
            Kind::Article => document.meta.publish != Publish::None,
            Kind::Page => true,
            Kind::Table => false,
        };
        Self {
            path: has_page
                .then(|| address::of_document(&document.path, document.meta.slug.as_deref())),
            published: document.anchor.and_then(|anchor| first_day(&anchor.date)),
            source: None,
            events: Vec::new(),
        }
    }
}

/// A newsroom.
pub(crate) struct Source {
    /// Its name.
    pub(crate) name: String,
    /// Its page.
    pub(crate) path: String,
    /// Its articles, as indexes.
    pub(crate) docs: Vec<u32>,
    /// Events it reported.
    pub(crate) events: Vec<u32>,
    /// Events it reported first among several newsrooms.
    pub(crate) first: usize,
    /// Events where it gives another date than a colleague.
    pub(crate) disputed: usize,
}

/// A story.
pub(crate) struct Tag {
    /// As first written.
    pub(crate) name: String,
    /// The folder of its page, with a slash at the end.
    pub(crate) folder: String,
    /// Its events.
    pub(crate) events: Vec<u32>,
    /// Its articles.
    pub(crate) docs: Vec<u32>,
}

impl Tag {
    fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            folder: String::new(),
            events: Vec::new(),
            docs: Vec::new(),
        }
    }
}

/// What built-in templates ask of an event outside its card (`partials/event.html`).
const FRAME: [&str; 14] = [
    "id",
    "date",
    "level",
    "importance",
    "gap",
    "silence",
    "today",
    "ahead",
    "mark",
    "stamp",
    "disputed",
    "keys",
    "known",
    "resolved",
];

/// A card as it is kept.
struct Drawn {
    /// What templates see.
    value: tera::Map,
    /// `partials/card.html`, [`ROOT`] where the page's way to the root belongs.
    html: Box<str>,
}

/// Where events stand.
struct Placed {
    /// The event of each claim.
    by_claim: FxHashMap<ClaimId, u32>,
    /// The events of each article.
    events_of: Vec<Vec<u32>>,
    /// The page of each event.
    pages: Vec<Arc<str>>,
}

/// The whole site in indexes.
pub(crate) struct Model {
    /// What it was made from.
    pub(crate) input: Input,
    /// Interface texts.
    pub(crate) texts: Arc<Texts>,
    /// Date formatters.
    pub(crate) dates: Dates,
    /// One for each article.
    pub(crate) docs: Vec<Doc>,
    /// Newsrooms by name.
    pub(crate) sources: Vec<Source>,
    /// Stories by name.
    pub(crate) tags: Vec<Tag>,
    /// The event that holds a claim.
    pub(crate) by_claim: FxHashMap<ClaimId, u32>,
    /// Each event's card: the page it stands on.
    pub(crate) pages: Vec<Arc<str>>,
    /// Whether events stand on period pages.
    pub(crate) periods: bool,
    /// Articles that have a page, in order of publication, undated first.
    pub(crate) by_day: Vec<u32>,
    /// Articles by their path in the content folder.
    pub(crate) by_path: FxHashMap<String, u32>,
    /// Each event's card, made when first asked for.
    cards: Vec<std::sync::OnceLock<Drawn>>,
    /// Places in `tags` by name in lower case.
    tag_by_name: FxHashMap<String, usize>,
    /// Pictures by the article's folder and the name written there.
    pub(crate) images: super::images::Images,
    /// The newest publication day.
    pub(crate) newest: Option<NaiveDate>,
}

impl Model {
    /// Works it out.
    pub(crate) fn new(input: Input, texts: Arc<Texts>) -> Self {
        let dates = Dates::new(&input.config.site.language, input.config.site.date_order);
        let mut model = Self {
            dates,
            texts,
            docs: Vec::new(),
            sources: Vec::new(),
            tags: Vec::new(),
            by_claim: FxHashMap::default(),
            pages: Vec::new(),
            periods: input.timeline.events.len() > PAGE_EVENTS,
            by_day: Vec::new(),
            by_path: FxHashMap::default(),
            cards: Vec::new(),
            tag_by_name: FxHashMap::default(),
            images: super::images::Images::default(),
            newest: None,
            input,
        };
        model.place_documents();
        let ((placed, tags), sources) = rayon::join(
            || (model.placed_events(), model.found_tags()),
            || model.found_sources(),
        );
        model.by_claim = placed.by_claim;
        model.pages = placed.pages;
        for (doc, events) in model.docs.iter_mut().zip(placed.events_of) {
            doc.events = events;
        }
        model.take_sources(sources);
        model.take_tags(tags);
        model.cards = std::iter::repeat_with(Default::default)
            .take(model.events().len())
            .collect();
        model
    }

    /// The event's card as templates see it, for a page with this way to the root: its HTML is `card`, drawn once
    /// for all pages. Built-in templates see what stands around a card ([`FRAME`]), a site's own all that is known.
    ///
    /// # Errors
    /// A fault in the template.
    pub(crate) fn card_value(&self, theme: &Theme, index: u32, root: &str) -> Result<tera::Map> {
        let place = &self.cards[index as usize];
        let drawn = match place.get() {
            Some(drawn) => drawn,
            None => {
                let drawn = self.draw(theme, index)?;
                place.get_or_init(|| drawn)
            }
        };
        let mut value = drawn.value.clone();
        value.insert(
            "card".into(),
            tera::Value::from(drawn.html.replace(ROOT, root)),
        );
        Ok(value)
    }

    /// Draws the cards at `indexes` on all cores, ahead of asking for each; a fault is told to who asks.
    pub(crate) fn draw_ahead(&self, theme: &Theme, indexes: &[u32]) {
        indexes.par_iter().with_min_len(16).for_each(|index| {
            let place = &self.cards[*index as usize];
            if place.get().is_none()
                && let Ok(drawn) = self.draw(theme, *index)
            {
                let _ = place.set(drawn);
            }
        });
    }

    fn draw(&self, theme: &Theme, index: u32) -> Result<Drawn> {
        let value = tera::Value::from_serializable(&self.card(index));
        let mut context = tera::Context::new();
        context.insert_value("event", value.clone());
        context.insert("page", &BTreeMap::from([("root", ROOT)]));
        let bytes = theme.render("partials/card.html", &context)?;
        let html = String::from_utf8(bytes)
            .expect("templates write text")
            .into_boxed_str();
        drop(context);
        let mut value = value.into_map().expect("a card is a map");
        if !theme.has_own_templates {
            value.retain(|key, _| key.as_str().is_some_and(|key| FRAME.contains(&key)));
            value.shrink_to_fit();
        }
        Ok(Drawn { value, html })
    }

    /// Puts articles with a page in order of publication; after pages were dropped for `max_files`.
    pub(crate) fn order_documents(&mut self) {
        let mut by_day: Vec<u32> = (0..self.docs.len() as u32)
            .filter(|at| {
                self.docs[*at as usize].path.is_some() && self.document(*at).kind == Kind::Article
            })
            .collect();
        by_day.sort_by_key(|at| (self.docs[*at as usize].published, *at));
        self.by_day = by_day;
    }

    /// The article at `index`.
    pub(crate) fn article(&self, index: u32) -> &Article {
        &self.input.articles[index as usize]
    }

    /// The document at `index`.
    pub(crate) fn document(&self, index: u32) -> &Document {
        &self.input.articles[index as usize].document
    }

    /// All events.
    pub(crate) fn events(&self) -> &[Event] {
        &self.input.timeline.events
    }

    /// The event at `index`.
    pub(crate) fn event(&self, index: u32) -> &Event {
        &self.input.timeline.events[index as usize]
    }

    /// The event with the id of one of its claims.
    pub(crate) fn event_of(&self, claim: ClaimId) -> Option<u32> {
        self.by_claim.get(&claim).copied()
    }

    /// Where an event's card stands, with its anchor.
    pub(crate) fn card_path(&self, index: u32) -> String {
        format!("{}#{}", self.pages[index as usize], self.event(index).id)
    }

    /// The editor's entry a claim rests on.
    pub(crate) fn entry<'a>(&self, document: &'a Document, claim: &Claim) -> Option<&'a Entry> {
        document.corrections.events.get(claim.correction? as usize)
    }

    /// The newsroom of a claim: its entry's, else its article's.
    pub(crate) fn source_name<'a>(
        &self,
        document: &'a Document,
        claim: Option<&Claim>,
    ) -> Option<&'a str> {
        claim
            .and_then(|claim| self.entry(document, claim))
            .and_then(|entry| entry.source.as_deref())
            .or(document.meta.source.as_deref())
            .filter(|name| !name.trim().is_empty())
    }

    /// The newsroom of an event's evidence.
    pub(crate) fn source_of(&self, evidence: &Evidence) -> Option<&str> {
        let document = self.document(evidence.document.0);
        // Most articles have no entry that could name another.
        let claim = (!document.corrections.events.is_empty())
            .then(|| self.claim(evidence))
            .flatten();
        self.source_name(document, claim)
    }

    fn place_documents(&mut self) {
        let articles = Arc::clone(&self.input.articles);
        let (docs, by_path) = rayon::join(
            || {
                let place = |article: &Arc<Article>| Doc::of(&article.document);
                articles.par_iter().with_min_len(256).map(place).collect()
            },
            || {
                let path = |at: usize| (articles[at].document.path.clone(), at as u32);
                (0..articles.len()).map(path).collect()
            },
        );
        (self.docs, self.by_path) = (docs, by_path);
        self.newest = self.docs.iter().filter_map(|doc| doc.published).max();
    }

    /// The event of each claim, the events of each article, and the page of each event.
    fn placed_events(&self) -> Placed {
        let events = self.events();
        let mut by_year: BTreeMap<i32, usize> = BTreeMap::new();
        let mut claims = 0;
        for event in events {
            claims += event.evidence.len();
            if let Some((year, _)) = section(&event.date) {
                *by_year.entry(year).or_default() += 1;
            }
        }
        let mut by_claim = FxHashMap::with_capacity_and_hasher(claims, Default::default());
        let mut events_of: Vec<Vec<u32>> = vec![Vec::new(); self.docs.len()];
        let mut pages = Vec::with_capacity(events.len());
        let mut last = None;
        for (index, event) in events.iter().enumerate() {
            let index = index as u32;
            for evidence in &event.evidence {
                by_claim.insert(evidence.id, index);
                if let Some(of) = events_of.get_mut(evidence.document.0 as usize)
                    && of.last() != Some(&index)
                {
                    of.push(index);
                }
            }
            by_claim.insert(event.id, index);
            let section = section(&event.date).filter(|_| self.periods);
            // Events come in order of their days.
            pages.push(match &last {
                Some((same, path)) if *same == section => Arc::<str>::clone(path),
                _ => {
                    let path: Arc<str> = match section {
                        Some((year, month)) => {
                            let folder = year_folder(year);
                            if by_year.get(&year).copied().unwrap_or(0) > PAGE_EVENTS / 2 {
                                format!("{folder}{month:02}/index.html").into()
                            } else {
                                format!("{folder}index.html").into()
                            }
                        }
                        None => "index.html".into(),
                    };
                    last = Some((section, Arc::clone(&path)));
                    path
                }
            });
        }
        Placed {
            by_claim,
            events_of,
            pages,
        }
    }

    fn found_sources(&self) -> BTreeMap<String, Source> {
        let mut names: BTreeMap<String, Source> = BTreeMap::new();
        for (index, article) in self.input.articles.iter().enumerate() {
            let document = &article.document;
            if document.kind == Kind::Article
                && let Some(name) = self.source_name(document, None)
            {
                source_of(&mut names, name).docs.push(index as u32);
            }
        }
        let mut seen: Vec<(&str, Edtf)> = Vec::new();
        for (index, event) in self.events().iter().enumerate() {
            seen.clear();
            for evidence in &event.evidence {
                if let Some(name) = self.source_of(evidence)
                    && !seen.iter().any(|(known, _)| *known == name)
                {
                    seen.push((name, evidence.date));
                }
            }
            for (place, (name, date)) in seen.iter().enumerate() {
                let source = source_of(&mut names, name);
                source.events.push(index as u32);
                source.first += usize::from(place == 0 && seen.len() > 1);
                source.disputed +=
                    usize::from(event.disputed && seen.iter().any(|(_, other)| other != date));
            }
        }
        names
    }

    fn take_sources(&mut self, names: BTreeMap<String, Source>) {
        let mut taken = FxHashSet::default();
        self.sources = names.into_values().collect();
        for (index, source) in self.sources.iter_mut().enumerate() {
            source.path = format!("sources/{}/index.html", unique(&mut taken, &source.name));
            for doc in &source.docs {
                self.docs[*doc as usize].source = Some(index);
            }
        }
    }

    fn found_tags(&self) -> BTreeMap<String, Tag> {
        let mut tags: Vec<Tag> = Vec::new();
        let mut keys: FxHashMap<String, usize> = FxHashMap::default();
        // The place of each tag as it is written.
        let mut places: FxHashMap<&str, usize> = FxHashMap::default();
        let mut place = |name, tags: &mut Vec<Tag>| match places.entry(name) {
            Place::Occupied(entry) => *entry.get(),
            Place::Vacant(entry) => {
                let name: &str = name.trim();
                *entry.insert(*keys.entry(name.to_lowercase()).or_insert_with(|| {
                    tags.push(Tag::new(name));
                    tags.len() - 1
                }))
            }
        };
        for (index, event) in self.events().iter().enumerate() {
            for name in &event.tags {
                let at = place(name, &mut tags);
                let of = &mut tags[at].events;
                if of.last() != Some(&(index as u32)) {
                    of.push(index as u32);
                }
            }
        }
        for (index, article) in self.input.articles.iter().enumerate() {
            if article.document.kind == Kind::Article {
                for name in &article.document.meta.tags {
                    let at = place(name, &mut tags);
                    let of = &mut tags[at].docs;
                    if of.last() != Some(&(index as u32)) {
                        of.push(index as u32);
                    }
                }
            }
        }
        let mut tags: Vec<Option<Tag>> = tags.into_iter().map(Some).collect();
        keys.into_iter()
            .filter_map(|(key, at)| Some((key, tags[at].take()?)))
            .collect()
    }

    fn take_tags(&mut self, tags: BTreeMap<String, Tag>) {
        let mut taken = FxHashSet::default();
        self.tags = tags.into_values().collect();
        for (at, tag) in self.tags.iter_mut().enumerate() {
            tag.folder = format!("tags/{}/", unique(&mut taken, &tag.name));
            self.tag_by_name.insert(tag.name.trim().to_lowercase(), at);
        }
    }

    /// The tag of that name, whatever its case.
    pub(crate) fn tag(&self, name: &str) -> Option<&Tag> {
        self.tag_by_name
            .get(&name.trim().to_lowercase())
            .map(|at| &self.tags[*at])
    }

    /// The newsroom of that name.
    pub(crate) fn source(&self, name: &str) -> Option<(usize, &Source)> {
        self.sources
            .binary_search_by(|source| source.name.as_str().cmp(name))
            .ok()
            .map(|at| (at, &self.sources[at]))
    }

    /// Whether the sentences of the article may be shown.
    pub(crate) fn may_quote(&self, document: &Document) -> bool {
        document.meta.publish != Publish::None
    }

    /// The site's address without a slash at its end, when it has one.
    pub(crate) fn base(&self) -> Option<&str> {
        self.input
            .config
            .site
            .base_url
            .as_deref()
            .map(|base| base.trim_end_matches('/'))
    }

    /// An absolute address for a path, when the site has one: the folder form of pages.
    pub(crate) fn absolute(&self, path: &str) -> Option<String> {
        let (page, fragment) = path
            .split_once('#')
            .map_or((path, None), |(p, f)| (p, Some(f)));
        let folder = address::folder_form(page);
        let encoded: Vec<String> = folder
            .split('/')
            .map(|part| percent_encoding::utf8_percent_encode(part, PATH).to_string())
            .collect();
        let base = self.base()?;
        let path = encoded.join("/");
        Some(match fragment {
            Some(fragment) => format!("{base}/{path}#{fragment}"),
            None => format!("{base}/{path}"),
        })
    }

    /// A day in words.
    pub(crate) fn day(&self, day: NaiveDate) -> super::view::Day {
        self.dates.day(day)
    }
}

/// What is escaped in a path.
const PATH: &percent_encoding::AsciiSet = &percent_encoding::NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

fn source_of<'a>(names: &'a mut BTreeMap<String, Source>, name: &str) -> &'a mut Source {
    let name = name.trim();
    if !names.contains_key(name) {
        names.insert(name.to_owned(), Source::new(name));
    }
    names.get_mut(name).expect("put in above")
}

impl Source {
    fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            path: String::new(),
            docs: Vec::new(),
            events: Vec::new(),
            first: 0,
            disputed: 0,
        }
    }
}

/// A slug that nobody has taken: a number tells equal ones apart.
fn unique(taken: &mut FxHashSet<String>, name: &str) -> String {
    let slug = address::slug(name);
    let mut candidate = slug.clone();
    let mut number = 2;
    while !taken.insert(address::folded(&candidate)) {
        candidate = format!("{slug}-{number}");
        number += 1;
    }
    candidate
}

/// The year and month a date is filed under: those it begins with, or ends with where its start is open;
/// `None` when its year is unknown.
pub(crate) fn section(date: &Edtf) -> Option<(i32, u32)> {
    if date.is_yearless() {
        return None;
    }
    let days = date.days();
    let day = days
        .earliest
        .or_else(|| days.latest.and_then(|end| end.pred_opt()))?;
    Some((day.year(), day.month()))
}

/// `2016/`, `-0489/`.
pub(crate) fn year_folder(year: i32) -> String {
    if year < 0 {
        format!("-{:04}/", -year)
    } else {
        format!("{year:04}/")
    }
}

/// The first day of a date.
pub(crate) fn first_day(date: &Edtf) -> Option<NaiveDate> {
    let days = date.days();
    days.earliest.or(days.latest)
}

/// `2016-02-25`.
pub(crate) fn iso(day: NaiveDate) -> String {
    dates::iso(day)
}
