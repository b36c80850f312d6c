//! Articles, tags, newsrooms, corrections.

use serde::Serialize;

use super::{DateView, Day, ImageView, Quote};

/// `article`: on `article.html` and `page.html`.
#[derive(Debug, Clone, Serialize)]
pub struct ArticleView {
    /// What lists show of it, too.
    pub card: ArticleCard,
    /// The body, with dates marked (`| safe`); empty when only quotes are shown.
    pub body_html: String,
    /// Where only quotes may be shown: the quoted sentences, each with the id its links lead to.
    pub quotes: Vec<QuoteItem>,
    /// `full` or `quotes`.
    pub publish: &'static str,
    /// When it was changed, or `null`.
    pub updated: Option<Day>,
    /// Where the publication day was found, in words ("from the file's name"), or `null` without one.
    pub dated_by: Option<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// Its picture, or `null`.
    pub image: Option<ImageView>,
    /// Events read in it, in the order of time.
    pub events: Vec<ArticleEvent>,
    /// "7 dates read, 5 on the timeline".
    pub counts: String,
    /// Expressions that would need the publication day it does not have.
    pub undated: usize,
    /// The article before it in time, or `null`.
    pub previous: Option<Box<ArticleCard>>,
    /// The article after it in time, or `null`.
    pub next: Option<Box<ArticleCard>>,
    /// Unknown keys of the front matter.
    pub extra: serde_json::Value,
}

/// An article in a list: `articles` on `articles.html`, also on tags and sources.
#[derive(Debug, Clone, Serialize)]
pub struct ArticleCard {
    /// Its title.
    pub title: String,
    /// Its page, or `null` (`publish = "none"`, or too many files): then link `url`.
    pub path: Option<String>,
    /// The original's address, or `null`.
    pub url: Option<String>,
    /// The newsroom, or `null`.
    pub source: Option<String>,
    /// The newsroom's page, or `null`.
    pub source_path: Option<String>,
    /// Publication day, or `null`.
    pub published: Option<Day>,
    /// The editor's summary, or `null`.
    pub summary: Option<String>,
    /// Its language where it is not the site's, or `null`.
    pub language: Option<String>,
    /// Stories it belongs to.
    pub tags: Vec<TagView>,
    /// Events read in it.
    pub events: usize,
}

/// An event in an article's list.
#[derive(Debug, Clone, Serialize)]
pub struct ArticleEvent {
    /// The event's id.
    pub id: String,
    /// Its card.
    pub path: String,
    /// Its date.
    pub date: DateView,
    /// Its headline.
    pub headline: String,
    /// As [`super::EventView::mark`].
    pub mark: &'static str,
    /// Whether it is the article's main one.
    pub main: bool,
}

/// A quoted sentence on the page of an article that may not be shown whole.
#[derive(Debug, Clone, Serialize)]
pub struct QuoteItem {
    /// The claim's id: the element's id.
    pub claim: String,
    /// The sentence.
    pub quote: Quote,
    /// Its reading.
    pub date: DateView,
    /// The event's card, or `null` when an editor hid it.
    pub path: Option<String>,
    /// The original with a text fragment, or `null`.
    pub url: Option<String>,
}

/// A story. `tags` on `tags.html`, `tag` on `tag.html`.
#[derive(Debug, Clone, Serialize)]
pub struct TagView {
    /// As written.
    pub name: String,
    /// Its timeline.
    pub path: String,
    /// Events.
    pub events: usize,
    /// Articles.
    pub articles: usize,
}

/// A newsroom. `sources` on `sources.html`, `source` on `source.html`.
#[derive(Debug, Clone, Serialize)]
pub struct SourceView {
    /// Its name.
    pub name: String,
    /// Its page.
    pub path: String,
    /// Articles by it.
    pub articles: usize,
    /// Events it reported.
    pub events: usize,
    /// Events it reported first, among those with more than one newsroom.
    pub first: usize,
    /// Events where its date differs from another's.
    pub disputed: usize,
    /// Share of the site's events it reported, `0`–`20`: class `w0` … `w20`, or an SVG width.
    pub share: u8,
    /// Its first publication day, or `null`.
    pub from: Option<Day>,
    /// Its last publication day, or `null`.
    pub to: Option<Day>,
    /// Its articles, newest first (only on its own page).
    pub list: Vec<ArticleCard>,
    /// On its own page, when its articles have no pages of their own: their quoted sentences.
    pub quotes: Vec<SourceQuotes>,
}

/// The quoted sentences of one article.
#[derive(Debug, Clone, Serialize)]
pub struct SourceQuotes {
    /// The article.
    pub article: ArticleCard,
    /// Its sentences.
    pub quotes: Vec<QuoteItem>,
}

/// What an editor changed: `changes` on `corrections.html`, newest first.
#[derive(Debug, Clone, Serialize)]
pub struct Change {
    /// When it was checked, or `null` where the entry does not say.
    pub checked: Option<Day>,
    /// The article.
    pub article: ArticleCard,
    /// The event's card, or `null` (hidden).
    pub path: Option<String>,
    /// The event's headline, or the quote.
    pub headline: String,
    /// What was changed, in words: "date: 2016-02-25".
    pub what: Vec<String>,
    /// The editor's note, or `null`.
    pub note: Option<String>,
}
