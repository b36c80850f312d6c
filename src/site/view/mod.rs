//! What templates see. In: nothing; these are plain values. Out: one struct per thing a page shows,
//! documented for the people who write templates (`docs/templates.md` is checked against them).
//!
//! Three rules hold everywhere. A `path` is a place in this site, relative to its root, to be written as
//! `{{ page.root }}{{ x.path }}`; a `url` is an absolute address. Every field is always there: what is
//! absent is `null` or an empty list. Text is text and is escaped by the template; only fields ending in
//! `_html` and `page.json_ld` are markup, made safe before.

mod event;
mod pages;
mod strip;

pub use event::{
    Anchors, DateView, Dating, Disagreement, EventView, Evidence, ImageView, Outcome, Quote, Side,
    Variant,
};
pub use pages::{
    ArticleCard, ArticleEvent, ArticleView, Change, QuoteItem, SourceQuotes, SourceView, TagView,
};
pub use strip::{Bin, Knot, Landmark, PromiseChart, PromiseLine, Strip, Tick, Unit, YearMark};

use serde::Serialize;

/// `site`: the same on every page.
#[derive(Debug, Clone, Serialize)]
pub struct SiteView {
    /// `[site] title`.
    pub title: String,
    /// `[site] standfirst`, or empty.
    pub standfirst: String,
    /// BCP 47.
    pub language: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// `[site] base_url` without a slash at the end, or `null`.
    pub base_url: Option<String>,
    /// `Dateline` and its version.
    pub generator: &'static str,
    /// How the site looks.
    pub theme: ThemeView,
    /// The menu after the built-in entries: `[site] menu`.
    pub menu: Vec<Link>,
    /// Which of the optional pages and files this site has.
    pub has: Has,
    /// Data files to offer for download, in the order of the settings.
    pub downloads: Vec<Link>,
    /// The day the site counts as today, or `null` when nothing is dated.
    pub today: Option<Day>,
    /// The newest publication day in the content, or `null`.
    pub updated: Option<Day>,
}

/// `site.theme`.
#[derive(Debug, Clone, Serialize)]
pub struct ThemeView {
    /// `dateline` or `wire`.
    pub name: String,
    /// Whether `theme.css` exists: the accent colour of `[theme]` as custom properties. Link it after
    /// the theme's own stylesheet.
    pub css: bool,
    /// Whether the shipped fonts are wanted (`fonts = "theme"`).
    pub fonts: bool,
    /// Path of the logo, or `null`.
    pub logo: Option<String>,
    /// Path of the icon, or `null`.
    pub favicon: Option<String>,
}

/// `site.has`: so that no menu leads nowhere.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct Has {
    /// `/articles/`.
    pub articles: bool,
    /// `/tags/`.
    pub tags: bool,
    /// `/sources/`.
    pub sources: bool,
    /// `/disagreements/`: sources differ somewhere.
    pub disagreements: bool,
    /// `/corrections/`: an editor changed something.
    pub corrections: bool,
    /// `/search/`.
    pub search: bool,
    /// Events stand on period pages and the front page holds only the most important.
    pub periods: bool,
    /// `/embed/`.
    pub embed: bool,
}

/// `page`: what the current page is.
#[derive(Debug, Clone, Serialize)]
pub struct PageView {
    /// `timeline`, `period`, `article`, `articles`, `page`, `tag`, `tags`, `source`, `sources`,
    /// `disagreements`, `corrections`, `search`, `404`, `embed`, `redirect`.
    pub kind: &'static str,
    /// What stands before every `path`: `""`, `"../"`, `"../../"`. On the 404 page, which is shown at any
    /// depth, the site's absolute path.
    pub root: String,
    /// This page's own path: `2016/02/talks/index.html`.
    pub path: String,
    /// `<title>`, the site's name included.
    pub title: String,
    /// The page's own heading.
    pub heading: String,
    /// `<meta name=description>`, or empty.
    pub description: String,
    /// BCP 47; an article's may differ from the site's.
    pub language: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// The absolute address for `<link rel=canonical>`, or `null` without a `base_url`.
    pub canonical: Option<String>,
    /// The share card's absolute address for `og:image`, or `null`.
    pub card: Option<String>,
    /// `website` or `article`, for `og:type`.
    pub og_type: &'static str,
    /// Feeds, calendar and data for `<link rel=alternate>`.
    pub alternates: Vec<Alternate>,
    /// JSON-LD, ready to stand in `<script type="application/ld+json">` (`| safe`), or empty.
    pub json_ld: String,
    /// The policy for `<meta http-equiv="Content-Security-Policy">`.
    pub csp: &'static str,
    /// The menu entry to mark as current: `timeline`, `articles`, `tags`, `sources`, … or empty.
    pub current: &'static str,
    /// Whether search engines may list it (not: embed, redirects, 404).
    pub index: bool,
}

/// A link of the menu or a list.
#[derive(Debug, Clone, Serialize)]
pub struct Link {
    /// What readers see.
    pub name: String,
    /// A path in this site, or `null` when `url` is set.
    pub path: Option<String>,
    /// An absolute address, or `null`.
    pub url: Option<String>,
    /// Whether it is the current page.
    pub current: bool,
}

/// One `<link rel=alternate>`.
#[derive(Debug, Clone, Serialize)]
pub struct Alternate {
    /// The media type.
    pub kind: &'static str,
    /// What readers see.
    pub title: String,
    /// The file's path.
    pub path: String,
}

/// A calendar day in words.
#[derive(Debug, Clone, Serialize)]
pub struct Day {
    /// `2016-02-25`.
    pub iso: String,
    /// `25 February 2016`, in the site's language.
    pub text: String,
    /// `25 Feb 2016`.
    pub short: String,
}

/// `timeline`: on `index.html`, `period.html`, `tag.html`, `source.html`, `embed.html`.
#[derive(Debug, Clone, Serialize)]
pub struct TimelineView {
    /// Counts for the masthead.
    pub facts: Facts,
    /// The overview.
    pub strip: Strip,
    /// The chart of the date that slipped most, or `null`; further ones follow in `promises`.
    pub promise: Option<PromiseChart>,
    /// All charts, the longest chain first.
    pub promises: Vec<PromiseChart>,
    /// What can be filtered, with counts.
    pub filters: Filters,
    /// The events, by year and month.
    pub years: Vec<YearView>,
    /// Year-less events, in calendar order, or empty.
    pub unknown_year: Vec<EventView>,
    /// How many events the page holds.
    pub shown: usize,
    /// Says so, where `years` holds only the most important events and period pages hold all; else `null`.
    pub partial: Option<String>,
    /// On period pages: the period before, or `null`.
    pub previous: Option<Link>,
    /// On period pages: the period after, or `null`.
    pub next: Option<Link>,
    /// On period pages: the months of the year; on a partial front page: the years.
    pub periods: Vec<PeriodLink>,
    /// Where every event's page is, for `/#c-…` on a partial front page: the script's path, or `null`.
    pub forward: Option<String>,
    /// The first publication day, for "as known on"; `null` when no article is dated.
    pub known_from: Option<Day>,
    /// The last publication day.
    pub known_to: Option<Day>,
}

/// One year or month page.
#[derive(Debug, Clone, Serialize)]
pub struct PeriodLink {
    /// `2016` or `February 2016`.
    pub name: String,
    /// Its page.
    pub path: String,
    /// Events on it.
    pub events: usize,
    /// Whether it is the current page.
    pub current: bool,
    /// Whether it is shown at once: all of a short list, the fullest of a long one.
    pub main: bool,
}

/// Counts.
#[derive(Debug, Clone, Serialize)]
pub struct Facts {
    /// Events of this timeline, also those on other pages.
    pub events: usize,
    /// Articles they were read in.
    pub articles: usize,
    /// Newsrooms.
    pub sources: usize,
    /// Events whose sources disagree.
    pub disputed: usize,
    /// The same in words: "30 events", "41 articles", "6 newsrooms".
    pub words: Vec<FactWord>,
}

/// One fact in words, its number apart so that it can be set in bold.
#[derive(Debug, Clone, Serialize)]
pub struct FactWord {
    /// What stands before the number, often empty.
    pub before: String,
    /// The number, written as the language writes it.
    pub number: String,
    /// What follows.
    pub after: String,
}

/// What can be filtered.
#[derive(Debug, Clone, Serialize)]
pub struct Filters {
    /// Stories, the most frequent first.
    pub tags: Vec<FilterOption>,
    /// `happened`, `planned`, `proposed`, `overdue`, `withdrawn`, `disputed`: those that occur.
    pub statuses: Vec<FilterOption>,
    /// Newsrooms.
    pub sources: Vec<FilterOption>,
    /// Places.
    pub places: Vec<FilterOption>,
}

/// One choice of a filter.
#[derive(Debug, Clone, Serialize)]
pub struct FilterOption {
    /// A token of `event.keys`: `t0`, `t1` … for tags, `s-planned` for statuses, `n0` … for
    /// newsrooms, `p0` … for places. The built-in stylesheet filters `t0`–`t39`, every status, `n0`–`n39` and `p0`–`p39`
    /// without a script.
    pub key: String,
    /// What readers see.
    pub name: String,
    /// Events of this timeline that have it.
    pub events: usize,
    /// The page of the tag or source, or `null`.
    pub path: Option<String>,
}

/// One year of a timeline.
#[derive(Debug, Clone, Serialize)]
pub struct YearView {
    /// `2016`, `490 BC`.
    pub name: String,
    /// The section's id: `y2016`, `y-0489`.
    pub id: String,
    /// Its page where there are period pages, or `null`.
    pub path: Option<String>,
    /// Events in this year, also those on other pages.
    pub events: usize,
    /// "3 events".
    pub count: String,
    /// Space before it, `0`–`14`: class `g0` … `g14`.
    pub gap: u8,
    /// "Nothing recorded, 2010–2011": what stands before this year, or `null`.
    pub silence: Option<String>,
    /// Twelve heights `0`–`4` for the little bar of months.
    pub bars: [u8; 12],
    /// Its months, those without events left out. Events dated by year, half, season or quarter stand in
    /// the month they begin with.
    pub months: Vec<MonthView>,
}

/// One month of a timeline.
#[derive(Debug, Clone, Serialize)]
pub struct MonthView {
    /// `February`.
    pub name: String,
    /// The section's id: `m2016-02`.
    pub id: String,
    /// Its page where there are period pages, or `null`.
    pub path: Option<String>,
    /// Its events, in order.
    pub events: Vec<EventView>,
}
