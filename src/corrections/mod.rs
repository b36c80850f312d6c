//! The editor's word: `NAME.md.events.toml` beside `NAME.md`. The one place that reads and writes
//! it.

mod edit;
mod parse;
mod quote;
mod save;

pub use edit::{Change, EditError, EntryKey, Value, edit};
pub use parse::parse;
pub(crate) use parse::{STATUSES, entries, image};
pub use quote::{Quotes, find};
pub use save::{SaveError, fingerprint, read, save};

use serde::{Deserialize, Serialize};

use crate::calendar::{Edtf, NaiveDate};
use crate::source::Position;

/// What an editor says about one claim, or a hand-made event.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Entry {
    /// Finds the claim: the shortest text with exactly one date.
    pub quote: Option<String>,
    /// Which one, counted from 1, where the quote stands more than once.
    pub nth: Option<usize>,
    /// The date it should have.
    pub date: Option<Edtf>,
    /// The headline it should have.
    pub headline: Option<String>,
    /// A sentence or two of background.
    pub summary: Option<String>,
    /// What the sentence says of the event.
    pub status: Option<Status>,
    /// 0–1.
    pub importance: Option<f64>,
    /// Where it happened.
    pub place: Option<String>,
    /// Stories it belongs to.
    pub tags: Vec<String>,
    /// Newsroom, for entries without an article.
    pub source: Option<String>,
    /// The original's address.
    pub url: Option<String>,
    /// A picture.
    pub image: Option<Image>,
    /// Merge with the events of these claims.
    pub same_as: Vec<String>,
    /// Never merge with the events of these claims.
    pub apart_from: Vec<String>,
    /// Leave it out of the timeline.
    pub hide: bool,
    /// Shown to readers.
    pub note: Option<String>,
    /// The day an editor looked at it.
    pub checked: Option<NaiveDate>,
    /// Put off in the review desk.
    pub later: bool,
    /// Where the entry begins in the file it came from, for diagnostics.
    pub position: Position,
    /// Whether it stood in the article's front matter and not in [`Corrections::path`].
    pub in_front_matter: bool,
}

/// A picture with its words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Image {
    /// Beside the article or under `static/`.
    pub src: String,
    /// For those who do not see it.
    pub alt: String,
    /// Who made it.
    pub credit: Option<String>,
    /// What it shows.
    pub caption: Option<String>,
}

/// What a sentence says about an event.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// It happened.
    #[default]
    Happened,
    /// It is due, scheduled, a deadline.
    Planned,
    /// Somebody asked for it; nobody agreed yet.
    Proposed,
    /// Cancelled, postponed, missed.
    Withdrawn,
}

/// All that one corrections file says.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Corrections {
    /// `[article] date`: for an article that has none.
    pub article_date: Option<Edtf>,
    /// `[[events]]` in file order.
    pub events: Vec<Entry>,
    /// The file, relative to the site's root; empty for front matter.
    pub path: String,
}
