//! What the stage makes: claims, events, promises, the timeline.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::calendar::{Edtf, NaiveDate};
use crate::content::{Document, DocumentId};
use crate::corrections::{Image, Status};
use crate::source::Span;
use crate::temporal::{Reading, Timex};
use crate::text::Sentence;

/// `c-` and 12 hexadecimal digits, made from the article's path, the normalised sentence and
/// which date of the sentence it is: never from the resolved date, nor from other articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClaimId(pub u64);

impl fmt::Display for ClaimId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "c-{:012x}", self.0 & 0xffff_ffff_ffff)
    }
}

impl ClaimId {
    /// Reads `c-3f9c2a71b0d4`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix("c-").filter(|d| d.len() == 12)?;
        u64::from_str_radix(digits, 16).ok().map(Self)
    }
}

impl Serialize for ClaimId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ClaimId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text)
            .ok_or_else(|| serde::de::Error::custom("expected c- and 12 hexadecimal digits"))
    }
}

/// What one sentence says happened, is due or is proposed at a date.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// Its permanent id.
    pub id: ClaimId,
    /// The sentence, in the document's text; empty for entries without a sentence.
    pub sentence: Span,
    /// The expressions it rests on, as indexes into the document's timexes: one, or two for a
    /// range; none for hand-made entries.
    pub mentions: Vec<u32>,
    /// When.
    pub date: Edtf,
    /// The clause that carries the date, trimmed to read as a headline.
    pub headline: String,
    /// The editor's summary, where there is one.
    pub summary: Option<String>,
    /// What the sentence says of it.
    pub status: Status,
    /// Where.
    pub place: Option<String>,
    /// 0–1: how much it weighs within its article.
    pub importance: f32,
    /// 0–1: how sure the machine is of date and status.
    pub confidence: f32,
    /// Other readings of its date.
    pub alternatives: Vec<Reading>,
    /// What the editor said about it: an index into `Document::corrections.events`.
    pub correction: Option<u32>,
    /// Left out of the timeline by the editor.
    pub hidden: bool,
    /// Numbers of its words' stems, sorted: what claims are compared by.
    pub stems: Vec<u32>,
}

/// What one document comes to by itself, before any other is looked at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Article {
    /// The document.
    pub document: Document,
    /// Its sentences, in order.
    pub sentences: Vec<Sentence>,
    /// Its temporal expressions, in order.
    pub timexes: Vec<Timex>,
    /// What they say happened, in order of the text; hand-made ones last.
    pub claims: Vec<Claim>,
}

/// Where an event was read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// The article.
    pub document: DocumentId,
    /// The claim, as an index into that document's claims.
    pub claim: u32,
    /// Its id.
    pub id: ClaimId,
    /// The day the claim gives, which may differ from the event's.
    pub date: Edtf,
    /// What it says of the event.
    pub status: Status,
    /// The publication day, where known.
    pub published: Option<NaiveDate>,
}

/// What became of a plan or proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Its day is still ahead.
    Due,
    /// Its day has passed, and no later report tells of it.
    Overdue,
    /// A later report says it happened.
    Fulfilled,
    /// A later report gives another day.
    Moved,
    /// A later report says it will not happen.
    Cancelled,
}

/// Claims about the same happening, merged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// The id of its earliest-published claim.
    pub id: ClaimId,
    /// The best supported date.
    pub date: Edtf,
    /// From the best claim, or the editor.
    pub headline: String,
    /// The editor's, else the lead report's next sentence where it adds a fact.
    pub summary: Option<String>,
    /// What is said of it, by its latest claim.
    pub status: Status,
    /// What became of it, for plans and proposals.
    pub state: Option<State>,
    /// The event that tells what became of it.
    pub outcome: Option<ClaimId>,
    /// Its chain, as an index into [`Timeline::promises`].
    pub promise: Option<u32>,
    /// 0–1.
    pub importance: f32,
    /// The parts its importance was made of, by name, for `explain`.
    pub parts: Vec<(std::borrow::Cow<'static, str>, f32)>,
    /// Whether sources give different dates.
    pub disputed: bool,
    /// Where.
    pub place: Option<String>,
    /// Stories it belongs to.
    pub tags: Vec<String>,
    /// A picture.
    pub image: Option<Image>,
    /// The editor's note to readers.
    pub note: Option<String>,
    /// The day an editor looked at it.
    pub checked: Option<NaiveDate>,
    /// First report first (undated last, then path, then offset). Never empty.
    pub evidence: Vec<Evidence>,
}

/// One date given for an undertaking.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PromiseStep {
    /// The day the date was given.
    pub given: NaiveDate,
    /// The date that was given.
    pub date: Edtf,
    /// The event that stands for it.
    pub event: ClaimId,
    /// What became of it.
    pub state: State,
}

/// Successive dates for one undertaking.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Promise {
    /// Its id: that of its first event.
    pub id: ClaimId,
    /// What was promised, from the sources' own words or the settings.
    pub name: String,
    /// In the order they were given.
    pub steps: Vec<PromiseStep>,
}

/// All events of a site in order.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Timeline {
    /// Ordered as `docs/formats.md` says; year-less ones last.
    pub events: Vec<Event>,
    /// Chains of dates.
    pub promises: Vec<Promise>,
}
