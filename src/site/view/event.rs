//! One event as a card: all that is known about its date, what happened, and the sentence that says so.

use serde::Serialize;

use super::Day;

/// An event. Its element carries `id`, and empty anchors for `anchors`.
#[derive(Debug, Clone, Serialize)]
pub struct EventView {
    /// `c-3f9c2a71b0d4`: the id of the card.
    pub id: String,
    /// The ids of its other claims, as further anchors.
    pub anchors: Anchors,
    /// Where the card stands: `index.html#c-…` or `2016/02/index.html#c-…`.
    pub path: String,
    /// When.
    pub date: DateView,
    /// Importance by rank: 5 (top 3 %), 4 (10 %), 3 (30 %), 2 (60 %), 1 (the rest).
    pub level: u8,
    /// 0–1.
    pub importance: f64,
    /// Space before the card, `0`–`14`: class `g0` … `g14`.
    pub gap: u8,
    /// "Four months without a report": what stands before the card, or `null`.
    pub silence: Option<String>,
    /// Whether the line "Today" stands directly before this card.
    pub today: bool,
    /// Whether its day is still ahead.
    pub ahead: bool,
    /// What happened.
    pub headline: String,
    /// The editor's, else the lead report's next sentence, else `null`.
    pub summary: Option<String>,
    /// Whether the summary is an editor's own words, written later: hidden in "as known on".
    pub summary_late: bool,
    /// `happened`, `planned`, `proposed`, `withdrawn`.
    pub status: &'static str,
    /// `due`, `overdue`, `fulfilled`, `moved`, `cancelled`, or `null`.
    pub state: Option<&'static str>,
    /// The mark: `happened`, `planned`, `proposed`, `overdue`, `fulfilled`, `moved`, `withdrawn`. Shape and word go together.
    pub mark: &'static str,
    /// The word beside the date ("Planned", "Due, no later report", "Day disputed"), or `null` for what plainly happened.
    pub stamp: Option<String>,
    /// "Due 1 March; no later report." / "Moved to 9 March, said on 4 March.", or `null`.
    pub fate: Option<String>,
    /// Whether sources give different dates.
    pub disputed: bool,
    /// Where, or `null`.
    pub place: Option<String>,
    /// Stories it belongs to, at most eight.
    pub tags: Vec<super::TagView>,
    /// Tokens for filters, separated by blanks: `s-planned t0 t3 n1 p2`.
    pub keys: String,
    /// Its picture, or `null`.
    pub image: Option<ImageView>,
    /// The editor's note to readers, or `null`.
    pub note: Option<String>,
    /// When an editor looked at it, or `null`.
    pub checked: Option<Day>,
    /// Where it was read, first report first, at most eight. Sentences of sources that are not to be quoted have an
    /// empty quote.
    pub evidence: Vec<Evidence>,
    /// "and 3 more reports", or `null` when `evidence` holds all.
    pub more: Option<String>,
    /// "3 sources merged", or `null` with a single one.
    pub merged: Option<String>,
    /// Who says which day, or `null` when nobody differs.
    pub disagreement: Option<Disagreement>,
    /// The event that tells what became of it, or `null`.
    pub outcome: Option<Outcome>,
    /// The id of its chain of dates (`promises`), or `null`.
    pub promise: Option<String>,
    /// The day it was first reported (`2016-02-12`), or `null`: hidden before it in "as known on".
    pub known: Option<String>,
    /// The day a later report settled it, or `null`: until then "as known on" shows the plan.
    pub resolved: Option<String>,
}

/// Ids of claims that are not the event's own id.
pub type Anchors = Vec<String>;

/// A date at its true precision.
#[derive(Debug, Clone, Serialize)]
pub struct DateView {
    /// EDTF: `2016-02-25`, `1984~`, `2016-02-22/2016-02-27`.
    pub edtf: String,
    /// For `<time datetime>`: never padded; of a range, its start. `null` when HTML has no form (BC,
    /// centuries): then use a `<span>`.
    pub datetime: Option<String>,
    /// Of a range: the end's `datetime`, or `null`.
    pub datetime_end: Option<String>,
    /// What the card shows large: `25 Feb`, `Feb`, `2016`, `22–27 Feb`, `c. 2009`, `Spring`.
    pub short: String,
    /// What stands beside it, small: `Thu`, `day unknown`, `about`, `late evening`; may be empty.
    pub detail: String,
    /// All in words: `Thursday 25 February 2016`.
    pub long: String,
    /// The same with the year, short: `25 Feb 2016`.
    pub medium: String,
    /// `century` … `minute`.
    pub precision: &'static str,
    /// The shape of the mark: `day`, `month`, `season`, `year`, `range`, `about`, `yearless`. (`disputed` is on the event.)
    pub shape: &'static str,
    /// First day, ISO, or `null` for open starts.
    pub earliest: Option<String>,
    /// The day after the last, ISO, or `null`.
    pub latest: Option<String>,
    /// Whether it says "about".
    pub about: bool,
}

/// Where an event was read.
#[derive(Debug, Clone, Serialize)]
pub struct Evidence {
    /// The claim's id.
    pub claim: String,
    /// The newsroom.
    pub source: String,
    /// The newsroom's page, or `null`.
    pub source_path: Option<String>,
    /// The article's title.
    pub title: String,
    /// The sentence in the article's page (`2016/talks/index.html#c-…`), or `null` when it has none.
    pub path: Option<String>,
    /// The original with a text fragment that finds the sentence, or `null`.
    pub url: Option<String>,
    /// Publication day, or `null`.
    pub published: Option<Day>,
    /// The sentence; empty parts when it may not be shown.
    pub quote: Quote,
    /// The language of the sentence where it is not the site's, or `null`.
    pub language: Option<String>,
    /// What it says of the event: `happened` ….
    pub status: &'static str,
    /// The date it gives.
    pub date: DateView,
    /// How it was dated.
    pub dating: Dating,
}

/// A sentence in up to three parts; `mark` is the expression that carries the date.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Quote {
    /// Before the expression.
    pub before: String,
    /// The expression; empty when the sentence has none.
    pub mark: String,
    /// After it.
    pub after: String,
    /// Whether there is anything to show.
    pub shown: bool,
}

impl Quote {
    /// The whole sentence.
    pub fn text(&self) -> String {
        [self.before.as_str(), &self.mark, &self.after].concat()
    }
}

/// How a date was read.
#[derive(Debug, Clone, Serialize)]
pub struct Dating {
    /// In words: "from 12 February 2016, the publication day: that weekday, on or before it".
    pub words: String,
    /// Other readings, each with its reason.
    pub alternatives: Vec<String>,
    /// Whether an editor set it.
    pub edited: bool,
}

/// Who says which day.
#[derive(Debug, Clone, Serialize)]
pub struct Disagreement {
    /// The dates given, the one chosen first.
    pub sides: Vec<Side>,
    /// "Placed on 26 February: two sources of three."
    pub verdict: String,
}

/// One date and who gives it.
#[derive(Debug, Clone, Serialize)]
pub struct Side {
    /// The date.
    pub date: DateView,
    /// Whether the event was placed on it.
    pub chosen: bool,
    /// Newsrooms that give it, each once.
    pub sources: Vec<String>,
    /// The claims that give it, as indexes into `event.evidence`.
    pub evidence: Vec<usize>,
}

/// The event that tells what became of a plan.
#[derive(Debug, Clone, Serialize)]
pub struct Outcome {
    /// Its id.
    pub id: String,
    /// Its card.
    pub path: String,
    /// Its headline.
    pub headline: String,
    /// Its date.
    pub date: DateView,
}

/// A picture.
#[derive(Debug, Clone, Serialize)]
pub struct ImageView {
    /// The largest variant's path.
    pub path: String,
    /// All variants, small first, for `srcset`.
    pub variants: Vec<Variant>,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// For those who do not see it.
    pub alt: String,
    /// Who made it, or `null`.
    pub credit: Option<String>,
    /// What it shows, or `null`.
    pub caption: Option<String>,
}

/// One size of a picture.
#[derive(Debug, Clone, Serialize)]
pub struct Variant {
    /// Its path.
    pub path: String,
    /// Its width in pixels.
    pub width: u32,
}
