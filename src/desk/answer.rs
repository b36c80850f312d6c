//! An answer becomes changes. In: what the editor said about a claim, an event, a pair or an
//! article. Out: changes to corrections files, each with the file it goes to.

use std::borrow::Borrow;
use std::collections::BTreeMap;

use serde::Deserialize;

use super::quote::{self, Quote};
use super::view::{corrections_path, event_of};
use crate::calendar::{Edtf, Granularity, NaiveDate};
use crate::content::Kind;
use crate::corrections::{Change, Entry, EntryKey, Status, Value};
use crate::events::{Article, Claim, ClaimId, Event, Timeline};

/// What the editor said.
#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "action", rename_all = "kebab-case")]
pub(super) enum Answer {
    /// The claim is right as `fields` say.
    Keep {
        claim: ClaimId,
        #[serde(default)]
        fields: Fields,
    },
    /// Leave the claim out, or the whole event that holds it.
    LeaveOut {
        claim: ClaimId,
        #[serde(default)]
        whole_event: bool,
    },
    /// Bring back what was left out.
    BringBack { claim: ClaimId },
    /// Ask again at the end.
    Later { claim: ClaimId },
    /// The events of the two claims are one.
    Merge { claim: ClaimId, other: ClaimId },
    /// The claim is of another event than the other claim.
    Split { claim: ClaimId, other: ClaimId },
    /// The day an article was published.
    ArticleDate { path: String, date: String },
    /// A date the machine missed.
    Mark {
        path: String,
        quote: String,
        fields: Fields,
    },
}

/// What an entry may say; an empty text takes the field away.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Fields {
    date: Option<String>,
    headline: Option<String>,
    summary: Option<String>,
    status: Option<Status>,
    place: Option<String>,
    note: Option<String>,
    tags: Option<Vec<String>>,
}

/// Changes by corrections file (under `content/`), and the answer in words for the undo log.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Plan {
    pub(super) what: String,
    pub(super) files: BTreeMap<String, Vec<Change>>,
}

/// Why an answer makes no sense, for the editor.
pub(super) type Nonsense = String;

/// What an answer is about.
pub(super) struct Desk<'a, A> {
    pub(super) timeline: &'a Timeline,
    pub(super) articles: &'a [A],
    pub(super) today: NaiveDate,
}

/// A claim with its article.
#[derive(Clone, Copy)]
struct Found<'a> {
    article: &'a Article,
    claim: &'a Claim,
}

type Set = Vec<(&'static str, Option<Value>)>;

impl<A: Borrow<Article>> Desk<'_, A> {
    /// The changes an answer makes.
    pub(super) fn plan(&self, answer: &Answer) -> Result<Plan, Nonsense> {
        match answer {
            Answer::Keep { claim, fields } => {
                let found = self.claim(*claim)?;
                let mut set = fields.set()?;
                set.extend([("hide", None), ("later", None), self.checked()]);
                plan(
                    format!("kept “{}”", found.claim.headline),
                    [self.say(found, set)?],
                )
            }
            Answer::LeaveOut { claim, whole_event } => self.leave_out(*claim, *whole_event),
            Answer::BringBack { claim } => {
                let found = self.claim(*claim)?;
                let set = vec![("hide", None), self.checked()];
                plan(
                    format!("brought back “{}”", found.claim.headline),
                    [self.say(found, set)?],
                )
            }
            Answer::Later { claim } => {
                let found = self.claim(*claim)?;
                let set = vec![("later", Some(Value::Flag(true)))];
                plan(
                    format!("put off “{}”", found.claim.headline),
                    [self.say(found, set)?],
                )
            }
            Answer::Merge { claim, other } => self.link(*claim, *other, Link::Merge),
            Answer::Split { claim, other } => self.link(*claim, *other, Link::Split),
            Answer::ArticleDate { path, date } => {
                let article = self.article(path)?;
                let date = parse_date(date)?;
                if !matches!(date, Edtf::Date(..))
                    || date.granularity() < Granularity::Day
                    || date.is_yearless()
                {
                    return Err("expected a day: 2016-02-12".into());
                }
                let change = (corrections_path(path), Change::ArticleDate(date));
                plan(format!("dated “{}”", article.document.title), [change])
            }
            Answer::Mark {
                path,
                quote,
                fields,
            } => {
                let article = self.article(path)?;
                let found = quote::of_words(article, quote)
                    .ok_or("these words do not stand in the article as one piece")?;
                if fields.date.as_deref().is_none_or(str::is_empty) {
                    return Err("expected a date: 2016-02-25".into());
                }
                let mut set = fields.set()?;
                set.push(self.checked());
                let change = Change::Entry {
                    key: key_of(found),
                    fields: set,
                };
                plan(
                    format!("marked “{quote}”"),
                    [(corrections_path(path), change)],
                )
            }
        }
    }

    fn leave_out(&self, claim: ClaimId, whole_event: bool) -> Result<Plan, Nonsense> {
        let found = self.claim(claim)?;
        let event = event_of(self.timeline, claim).filter(|_| whole_event);
        let all = match event {
            Some(event) => self.claims_of(event),
            None => vec![found],
        };
        let set = || {
            vec![
                ("hide", Some(Value::Flag(true))),
                ("later", None),
                self.checked(),
            ]
        };
        let changes = all.into_iter().map(|found| self.say(found, set()));
        let changes: Result<Vec<_>, Nonsense> = changes.collect();
        plan(format!("left out “{}”", found.claim.headline), changes?)
    }

    /// Says that two events are one, or that a claim belongs to another event, and takes back what
    /// said the opposite.
    fn link(&self, claim: ClaimId, other: ClaimId, link: Link) -> Result<Plan, Nonsense> {
        let (mut here, mut there) = (self.claim(claim)?, self.claim(other)?);
        if claim == other {
            return Err("an event cannot be merged with or kept apart from itself".into());
        }
        if here.article.document.kind == Kind::Table {
            std::mem::swap(&mut here, &mut there);
        }
        let sides = match link {
            Link::Merge => [self.side(here), self.side(there)],
            // Split off: the claim alone against the rest of its event.
            Link::Split => [vec![here], self.rest(there, here.claim.id)],
        };
        let ids = |side: &[Found<'_>]| -> Vec<String> {
            side.iter()
                .map(|found| found.claim.id.to_string())
                .collect()
        };
        // One claim of an event stands for it when events are joined; a claim that leaves names all.
        let joined = match link {
            Link::Merge => vec![there.claim.id.to_string()],
            Link::Split => ids(&sides[1]),
        };
        let mut changes = Vec::new();
        for (side, against) in [(0, 1), (1, 0)] {
            let others = ids(&sides[against]);
            for found in &sides[side] {
                let is_here = found.claim.id == here.claim.id;
                let set = self.relink(*found, &others, link, is_here.then_some(&joined));
                if !set.is_empty() {
                    changes.push(self.say(*found, set)?);
                }
            }
        }
        let verb = match link {
            Link::Merge => "merged",
            Link::Split => "kept apart",
        };
        let (a, b) = (&here.claim.headline, &there.claim.headline);
        plan(format!("{verb} “{a}” and “{b}”"), changes)
    }

    /// The fields of one claim's entry after linking: ids of the other side leave the opposite
    /// list, and `add` joins the right one.
    fn relink(
        &self,
        found: Found<'_>,
        others: &[String],
        link: Link,
        add: Option<&[String]>,
    ) -> Set {
        let none = Entry::default();
        let entry = found.entry().unwrap_or(&none);
        let (right, right_ids, wrong, wrong_ids) = match link {
            Link::Merge => ("same_as", &entry.same_as, "apart_from", &entry.apart_from),
            Link::Split => ("apart_from", &entry.apart_from, "same_as", &entry.same_as),
        };
        let mut set: Set = Vec::new();
        let left: Vec<String> = wrong_ids
            .iter()
            .filter(|id| !others.contains(id))
            .cloned()
            .collect();
        if left.len() != wrong_ids.len() {
            set.push((wrong, (!left.is_empty()).then_some(Value::Texts(left))));
        }
        if let Some(add) = add {
            let mut all = right_ids.clone();
            all.extend(add.iter().filter(|id| !right_ids.contains(id)).cloned());
            set.push((right, Some(Value::Texts(all))));
            set.push(("later", None));
            set.push(self.checked());
        }
        set
    }

    fn side<'a>(&'a self, found: Found<'a>) -> Vec<Found<'a>> {
        match event_of(self.timeline, found.claim.id) {
            Some(event) => self.claims_of(event),
            None => vec![found],
        }
    }

    fn rest<'a>(&'a self, found: Found<'a>, without: ClaimId) -> Vec<Found<'a>> {
        let mut side = self.side(found);
        side.retain(|found| found.claim.id != without);
        side
    }

    fn claims_of(&self, event: &Event) -> Vec<Found<'_>> {
        let find = |evidence: &crate::events::Evidence| {
            let article: &Article = self.articles.get(evidence.document.0 as usize)?.borrow();
            let claim = article.claims.get(evidence.claim as usize)?;
            Some(Found { article, claim })
        };
        event.evidence.iter().filter_map(find).collect()
    }

    fn checked(&self) -> (&'static str, Option<Value>) {
        ("checked", Some(Value::Text(self.today.to_string())))
    }

    fn claim(&self, id: ClaimId) -> Result<Found<'_>, Nonsense> {
        for article in self.articles {
            let article: &Article = article.borrow();
            if let Some(claim) = article.claims.iter().find(|claim| claim.id == id) {
                return Ok(Found { article, claim });
            }
        }
        Err(format!("{id}: that sentence is no longer in the articles"))
    }

    fn article(&self, path: &str) -> Result<&Article, Nonsense> {
        let all = self.articles.iter().map(Borrow::borrow);
        let mut articles = all.filter(|article: &&Article| article.document.kind == Kind::Article);
        let found = articles.find(|article| article.document.path == path);
        found.ok_or_else(|| format!("{path}: there is no such article"))
    }

    /// What `set` says about a claim, in the file beside its article.
    fn say(&self, found: Found<'_>, mut set: Set) -> Result<(String, Change), Nonsense> {
        let path = &found.article.document.path;
        if found.article.document.kind == Kind::Table {
            return Err(format!("content/{path} is a table: change its row there"));
        }
        let key = match found.entry() {
            Some(entry) => {
                carry_over(&mut set, entry);
                EntryKey {
                    quote: entry.quote.clone(),
                    nth: entry.nth,
                    headline: entry.headline.clone(),
                }
            }
            None => key_of(
                quote::of_claim(found.article, found.claim)
                    .ok_or("this event rests on no sentence a file could name")?,
            ),
        };
        Ok((corrections_path(path), Change::Entry { key, fields: set }))
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Link {
    Merge,
    Split,
}

impl<'a> Found<'a> {
    fn entry(&self) -> Option<&'a Entry> {
        let at = self.claim.correction? as usize;
        self.article.document.corrections.events.get(at)
    }
}

fn plan(
    what: String,
    changes: impl IntoIterator<Item = (String, Change)>,
) -> Result<Plan, Nonsense> {
    let mut files: BTreeMap<String, Vec<Change>> = BTreeMap::new();
    for (file, change) in changes {
        files.entry(file).or_default().push(change);
    }
    Ok(Plan { what, files })
}

fn key_of(quote: Quote) -> EntryKey {
    EntryKey {
        quote: Some(quote.text),
        nth: quote.nth,
        headline: None,
    }
}

/// Adds what the entry says already: it may stand in the front matter, and the file's entry, which
/// then is new, takes its place. Where the file has it already nothing changes.
fn carry_over(set: &mut Set, entry: &Entry) {
    let text = |value: &Option<String>| value.clone().map(Value::Text);
    let texts = |values: &[String]| (!values.is_empty()).then(|| Value::Texts(values.to_vec()));
    let said = [
        ("date", entry.date.map(|date| Value::Text(date.to_string()))),
        ("headline", text(&entry.headline)),
        ("summary", text(&entry.summary)),
        (
            "status",
            entry.status.map(|status| Value::Text(name(status).into())),
        ),
        ("importance", entry.importance.map(Value::Number)),
        ("place", text(&entry.place)),
        ("tags", texts(&entry.tags)),
        ("source", text(&entry.source)),
        ("url", text(&entry.url)),
        ("same_as", texts(&entry.same_as)),
        ("apart_from", texts(&entry.apart_from)),
        ("hide", entry.hide.then_some(Value::Flag(true))),
        ("note", text(&entry.note)),
    ];
    for (field, value) in said {
        if value.is_some() && set.iter().all(|(own, _)| *own != field) {
            set.push((field, value));
        }
    }
}

fn name(status: Status) -> &'static str {
    match status {
        Status::Happened => "happened",
        Status::Planned => "planned",
        Status::Proposed => "proposed",
        Status::Withdrawn => "withdrawn",
    }
}

fn parse_date(text: &str) -> Result<Edtf, Nonsense> {
    Edtf::parse(text.trim()).map_err(|cause| format!("{}: {cause}", text.trim()))
}

impl Fields {
    /// The fields in the order they are written.
    fn set(&self) -> Result<Set, Nonsense> {
        let mut set: Set = Vec::new();
        let mut text = |name, value: &Option<String>| {
            if let Some(value) = value {
                let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
                set.push((name, (!value.is_empty()).then_some(Value::Text(value))));
            }
        };
        let date = match self.date.as_deref() {
            Some(date) if !date.trim().is_empty() => Some(parse_date(date)?.to_string()),
            date => date.map(|_| String::new()),
        };
        text("date", &date);
        text("headline", &self.headline);
        text("summary", &self.summary);
        text("status", &self.status.map(|status| name(status).to_owned()));
        text("place", &self.place);
        text("note", &self.note);
        if let Some(tags) = &self.tags {
            set.push((
                "tags",
                (!tags.is_empty()).then(|| Value::Texts(tags.clone())),
            ));
        }
        Ok(set)
    }
}
