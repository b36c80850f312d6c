//! TIMEX3 expressions with their EDTF dates.

use serde::{Deserialize, Serialize};

use crate::calendar::Edtf;
use crate::source::Span;

/// TIMEX3's `type`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum TimexKind {
    /// A calendar date, or PAST_REF, PRESENT_REF, FUTURE_REF.
    Date,
    /// A time of day.
    Time,
    /// How long.
    Duration,
    /// How often.
    Set,
}

/// TIMEX3's `mod`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Modifier {
    /// "before June 6".
    Before,
    /// "after June 6".
    After,
    /// "no earlier than".
    OnOrBefore,
    /// "since".
    OnOrAfter,
    /// "less than two hours".
    LessThan,
    /// "more than two hours".
    MoreThan,
    /// "at most".
    EqualOrLess,
    /// "at least".
    EqualOrMore,
    /// "early".
    Start,
    /// "mid-".
    Mid,
    /// "late".
    End,
    /// "about".
    Approx,
}

/// Another way to read the same words, with the reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// The date it would be.
    pub date: Edtf,
    /// Why, in words an editor understands.
    pub why: String,
}

/// How a value came about, for `explain` and the article page. Codes and slots, not prose: the
/// words are made by [`Derivation::in_words`] when somebody asks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Derivation {
    /// What the value counts from: the anchor's date, or the date told before.
    pub from: Option<Edtf>,
    /// Whether `from` is the document's anchor (`true`) or an earlier mention (`false`).
    pub from_anchor: bool,
    /// Steps in order, each a short code of the resolver (`weekday-before-anchor`).
    pub steps: Vec<std::borrow::Cow<'static, str>>,
}

/// One temporal expression: where it stands and what it means.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Timex {
    /// The extent, in the document's text.
    pub span: Span,
    /// The index of its sentence.
    pub sentence: u32,
    /// TIMEX3 `type`.
    pub kind: TimexKind,
    /// TIMEX3 `value`: `2016-W07`, `PXM`, `PAST_REF`, `2016-02-12TNI`. No offset.
    pub value: String,
    /// The date as EDTF, or `None` where EDTF has no form (durations, sets, references) or the
    /// expression needs an anchor the document does not have.
    pub edtf: Option<Edtf>,
    /// For the first and last mention of a range ("from Feb. 22 to 27"): the whole interval, the
    /// same on both. An open end ("since 2011") stands on its one mention.
    pub interval: Option<Edtf>,
    /// TIMEX3 `mod`.
    pub modifier: Option<Modifier>,
    /// TIMEX3 `quant`, for sets.
    pub quant: Option<String>,
    /// TIMEX3 `freq`, for sets.
    pub freq: Option<String>,
    /// The rule that read it.
    pub rule: std::borrow::Cow<'static, str>,
    /// How its value came about.
    pub derivation: Derivation,
    /// Other readings, the likeliest first; empty when there is no doubt.
    pub alternatives: Vec<Reading>,
    /// Whether it needs the publication day and the document has none ("Friday", "last month").
    pub needs_anchor: bool,
}
