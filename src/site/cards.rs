//! Events as cards. In: an event of the [`Model`]. Out: its [`EventView`].

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::model::{Model, first_day, iso};
use super::view::{Dating, Disagreement, EventView, Evidence, Outcome, Quote, Side, TagView};
use crate::config::Publish;
use crate::content::{Document, Kind};
use crate::corrections::Status;
use crate::events::{self, Article, Claim, Event, State};
use crate::source::Span;

/// `happened`, `planned`, `proposed`, `withdrawn`.
pub(crate) fn status_name(status: Status) -> &'static str {
    match status {
        Status::Happened => "happened",
        Status::Planned => "planned",
        Status::Proposed => "proposed",
        Status::Withdrawn => "withdrawn",
    }
}

/// `due`, `overdue`, `fulfilled`, `moved`, `cancelled`.
pub(crate) fn state_name(state: State) -> &'static str {
    match state {
        State::Due => "due",
        State::Overdue => "overdue",
        State::Fulfilled => "fulfilled",
        State::Moved => "moved",
        State::Cancelled => "cancelled",
    }
}

/// The mark of an event: what status and state come to for a reader.
pub(crate) fn mark(event: &Event) -> &'static str {
    match (event.status, event.state) {
        (Status::Happened, _) => "happened",
        (Status::Withdrawn, _) | (_, Some(State::Cancelled)) => "withdrawn",
        (_, Some(State::Moved)) => "moved",
        (_, Some(State::Fulfilled)) => "fulfilled",
        (_, Some(State::Overdue)) => "overdue",
        (Status::Planned, _) => "planned",
        (Status::Proposed, _) => "proposed",
    }
}

/// The filter an event answers to.
pub(crate) fn status_key(event: &Event) -> &'static str {
    match mark(event) {
        "moved" => "withdrawn",
        "fulfilled" => "planned",
        mark => mark,
    }
}

/// Reports, at most, that a card quotes.
const MOST_EVIDENCE: usize = 8;
/// Tags, at most, that a card names.
const MOST_TAGS: usize = 8;

impl Model {
    /// The card of the event at `index`; what depends on its neighbours (`gap`, `silence`, `today`, `level`, `keys`) is
    /// set by the timeline it stands on.
    pub(crate) fn card(&self, index: u32) -> EventView {
        let event = self.event(index);
        let read = event.evidence.iter().filter_map(|one| self.evidence(one));
        // Who says which day is told of all; else a card names the first reports, and counts the rest.
        let most = if event.disputed {
            usize::MAX
        } else {
            MOST_EVIDENCE
        };
        let mut evidence: Vec<Evidence> = read.take(most).collect();
        let disagreement = event
            .disputed
            .then(|| self.disagreement(event, &evidence))
            .flatten();
        evidence.truncate(MOST_EVIDENCE);
        let lead = event
            .evidence
            .first()
            .map(|one| self.document(one.document.0));
        let outcome = event
            .outcome
            .and_then(|id| self.event_of(id))
            .filter(|at| *at != index);
        let known = event.evidence.iter().filter_map(|one| one.published).min();
        let resolved = self.resolved(event, outcome);
        let mark = mark(event);
        let date = self.dates.view(&event.date, &self.texts);
        let today = self.input.today;
        let earliest = first_day(&event.date).filter(|_| !event.date.is_yearless());
        let summary = event
            .summary
            .clone()
            .filter(|text| self.may_show(event, text));
        let edited = event.evidence.iter().any(|one| {
            let document = self.document(one.document.0);
            self.claim(one)
                .and_then(|claim| self.entry(document, claim))
                .is_some_and(|entry| entry.summary.is_some())
        });
        let merged = event.evidence.len();
        let more = merged.saturating_sub(MOST_EVIDENCE);
        EventView {
            id: event.id.to_string(),
            anchors: event
                .evidence
                .iter()
                .filter(|one| one.id != event.id)
                .map(|one| one.id.to_string())
                .collect(),
            path: self.card_path(index),
            level: 1,
            importance: (f64::from(event.importance) * 1e3).round() / 1e3,
            gap: 0,
            silence: None,
            today: false,
            ahead: earliest.zip(today).is_some_and(|(day, today)| day > today),
            headline: event.headline.clone(),
            summary_late: edited && summary.is_some(),
            summary,
            status: status_name(event.status),
            state: event.state.map(state_name),
            mark,
            stamp: self.stamp(event, mark),
            fate: self.fate(event, &date.medium, outcome, resolved),
            disputed: event.disputed,
            place: event.place.clone(),
            tags: event
                .tags
                .iter()
                .filter_map(|name| self.tag_view(name))
                .take(MOST_TAGS)
                .collect(),
            keys: String::new(),
            image: event
                .image
                .as_ref()
                .and_then(|image| self.image(lead, image)),
            note: event.note.clone(),
            checked: event.checked.map(|day| self.day(day)),
            merged: (merged > 1).then(|| self.texts.count("merged", merged)),
            disagreement,
            evidence,
            more: (more > 0).then(|| self.texts.count("more_reports", more)),
            outcome: outcome.map(|at| Outcome {
                id: self.event(at).id.to_string(),
                path: self.card_path(at),
                headline: self.event(at).headline.clone(),
                date: self.dates.view(&self.event(at).date, &self.texts),
            }),
            promise: event
                .promise
                .and_then(|at| self.input.timeline.promises.get(at as usize))
                .map(|promise| promise.id.to_string()),
            known: known.map(iso),
            resolved: resolved.map(iso),
            date,
        }
    }

    /// A tag with its page and counts.
    pub(crate) fn tag_view(&self, name: &str) -> Option<TagView> {
        self.tag(name).map(|tag| TagView {
            name: tag.name.clone(),
            path: format!("{}index.html", tag.folder),
            events: tag.events.len(),
            articles: tag.docs.len(),
        })
    }

    /// The claim behind a piece of evidence.
    pub(crate) fn claim(&self, evidence: &events::Evidence) -> Option<&Claim> {
        self.input
            .articles
            .get(evidence.document.0 as usize)?
            .claims
            .get(evidence.claim as usize)
    }

    /// Whether a summary may stand on the page: not when it is a sentence of an article of which only
    /// quotes, or nothing, may be shown.
    pub(crate) fn may_show(&self, event: &Event, text: &str) -> bool {
        event.evidence.iter().all(|one| {
            let document = self.document(one.document.0);
            document.meta.publish == Publish::Full
                || self
                    .claim(one)
                    .and_then(|claim| self.entry(document, claim))
                    .is_some_and(|entry| entry.summary.as_deref() == Some(text))
                || !normal(&document.text).contains(&*normal(text))
        })
    }

    fn evidence(&self, one: &events::Evidence) -> Option<Evidence> {
        let article = self.input.articles.get(one.document.0 as usize)?;
        let document = &article.document;
        let claim = article.claims.get(one.claim as usize)?;
        let doc = &self.docs[one.document.0 as usize];
        let source = self.source_name(document, Some(claim));
        let quote = self.quote(article, claim);
        let url = self
            .entry(document, claim)
            .and_then(|entry| entry.url.clone())
            .or_else(|| document.meta.url.clone())
            .map(|url| {
                if quote.shown {
                    fragment_url(&url, &quote)
                } else {
                    url
                }
            });
        let language = document.meta.language.clone();
        Some(Evidence {
            claim: one.id.to_string(),
            source: source
                .unwrap_or_else(|| self.texts.get("unknown_source"))
                .to_owned(),
            source_path: source
                .and_then(|name| self.source(name.trim()))
                .map(|(_, source)| source.path.clone()),
            title: super::article::title_of(article).to_owned(),
            path: doc
                .path
                .as_ref()
                .filter(|_| document.kind == Kind::Article && !claim.sentence.is_empty())
                .map(|path| format!("{path}#{}", one.id)),
            url,
            published: one.published.map(|day| self.day(day)),
            quote,
            language: language.filter(|language| *language != self.input.config.site.language),
            status: status_name(one.status),
            date: self.dates.view(&one.date, &self.texts),
            dating: self.dating(article, claim),
        })
    }

    /// The sentence of a claim, its expression apart; nothing where it may not be shown.
    pub(crate) fn quote(&self, article: &Article, claim: &Claim) -> Quote {
        let document = &article.document;
        if !self.may_quote(document) {
            return Quote::default();
        }
        if claim.sentence.is_empty() {
            let quote = self
                .entry(document, claim)
                .and_then(|entry| entry.quote.clone());
            return match quote {
                Some(quote) => Quote {
                    before: one_line(&quote).into_owned(),
                    shown: true,
                    ..Quote::default()
                },
                None => Quote::default(),
            };
        }
        let text = &document.text;
        match mention(article, claim) {
            Some(span) => Quote {
                before: ending(&text[claim.sentence.start as usize..span.start as usize]),
                mark: one_line(span.of(text)).into_owned(),
                after: beginning(&text[span.end as usize..claim.sentence.end as usize]),
                shown: true,
            },
            None => Quote {
                before: beginning(claim.sentence.of(text)),
                shown: true,
                ..Quote::default()
            },
        }
    }

    /// How a claim was dated, in words.
    fn dating(&self, article: &Article, claim: &Claim) -> Dating {
        let edited = self
            .entry(&article.document, claim)
            .is_some_and(|entry| entry.date.is_some());
        let timex = claim
            .mentions
            .first()
            .and_then(|at| article.timexes.get(*at as usize));
        let words = match timex {
            _ if edited => self.texts.get("dated_by_editor").to_owned(),
            Some(timex) => timex.derivation.in_words(),
            None => self.texts.get("dated_by_editor").to_owned(),
        };
        Dating {
            words,
            alternatives: claim
                .alternatives
                .iter()
                .map(|reading| {
                    let date = self.dates.view(&reading.date, &self.texts).medium;
                    format!("{date}: {}", reading.why)
                })
                .collect(),
            edited,
        }
    }

    fn stamp(&self, event: &Event, mark: &str) -> Option<String> {
        let key = match mark {
            "happened" if event.disputed => "stamp_disputed",
            "happened" => return None,
            "planned" => "stamp_planned",
            "proposed" => "stamp_proposed",
            "overdue" => "stamp_overdue",
            "fulfilled" => "stamp_fulfilled",
            "moved" => "stamp_moved",
            _ => "stamp_withdrawn",
        };
        Some(self.texts.get(key).to_owned())
    }

    /// The day a later report settled a plan: when its outcome was first reported, or the next date was given.
    fn resolved(&self, event: &Event, outcome: Option<u32>) -> Option<chrono::NaiveDate> {
        if matches!(event.state, None | Some(State::Due | State::Overdue)) {
            return None;
        }
        let next_given = || {
            let promise = self.input.timeline.promises.get(event.promise? as usize)?;
            let at = promise
                .steps
                .iter()
                .position(|step| step.event == event.id)?;
            promise.steps.get(at + 1).map(|step| step.given)
        };
        outcome
            .and_then(|at| {
                self.event(at)
                    .evidence
                    .iter()
                    .filter_map(|one| one.published)
                    .min()
            })
            .or_else(next_given)
    }

    fn fate(
        &self,
        event: &Event,
        date: &str,
        outcome: Option<u32>,
        resolved: Option<chrono::NaiveDate>,
    ) -> Option<String> {
        let texts = &self.texts;
        let day = resolved.map(|day| self.day(day).text);
        match (event.state?, day, outcome) {
            (State::Overdue, ..) => Some(texts.fill("fate_overdue", &[("date", date)])),
            (State::Moved, day, Some(at)) => {
                let to = self.dates.view(&self.event(at).date, texts).medium;
                Some(match day {
                    Some(day) => texts.fill("fate_moved_said", &[("date", &to), ("day", &day)]),
                    None => texts.fill("fate_moved", &[("date", &to)]),
                })
            }
            (State::Cancelled, Some(day), _) => {
                Some(texts.fill("fate_cancelled_said", &[("day", &day)]))
            }
            (State::Cancelled, None, _) => Some(texts.get("fate_cancelled").to_owned()),
            (State::Fulfilled, Some(day), _) => {
                Some(texts.fill("fate_fulfilled", &[("day", &day)]))
            }
            _ => None,
        }
    }

    fn disagreement(&self, event: &Event, evidence: &[Evidence]) -> Option<Disagreement> {
        let chosen = event.date.to_string();
        let mut sides: Vec<Side> = Vec::new();
        for (at, one) in evidence.iter().enumerate() {
            match sides
                .iter_mut()
                .find(|side| side.date.edtf == one.date.edtf)
            {
                Some(side) => {
                    if !side.sources.contains(&one.source) {
                        side.sources.push(one.source.clone());
                    }
                    side.evidence.push(at);
                }
                None => sides.push(Side {
                    date: one.date.clone(),
                    chosen: one.date.edtf == chosen,
                    sources: vec![one.source.clone()],
                    evidence: vec![at],
                }),
            }
        }
        if sides.len() < 2 {
            return None;
        }
        sides.sort_by_key(|side| (!side.chosen, std::cmp::Reverse(side.sources.len())));
        let mut all: Vec<&String> = sides.iter().flat_map(|side| &side.sources).collect();
        all.sort();
        all.dedup();
        let support = sides
            .first()
            .filter(|side| side.chosen)
            .map_or(0, |side| side.sources.len());
        let date = self.dates.view(&event.date, &self.texts).medium;
        let verdict = self.texts.fill(
            "placed_on",
            &[
                ("date", &date),
                ("for", &self.texts.number(support)),
                ("all", &self.texts.number(all.len())),
            ],
        );
        Some(Disagreement { sides, verdict })
    }
}

/// Where a claim's expression stands, when it lies within its sentence.
pub(crate) fn mention(article: &Article, claim: &Claim) -> Option<Span> {
    let first = article.timexes.get(*claim.mentions.first()? as usize)?.span;
    let last = article.timexes.get(*claim.mentions.last()? as usize)?.span;
    let span = Span {
        start: first.start.min(last.start),
        end: first.end.max(last.end),
    };
    claim.sentence.contains(span).then_some(span)
}

/// Line breaks and tabs as single blanks.
fn one_line(text: &str) -> Cow<'_, str> {
    if text.contains(['\n', '\t', '\r']) {
        Cow::Owned(text.replace(['\n', '\t', '\r'], " "))
    } else {
        Cow::Borrowed(text)
    }
}

fn normal(text: &str) -> Cow<'_, str> {
    if text.contains("  ") || text.contains(['\n', '\t']) {
        Cow::Owned(text.split_whitespace().collect::<Vec<_>>().join(" "))
    } else {
        Cow::Borrowed(text)
    }
}

/// What is escaped in a text fragment: `-`, `&` and `,` have a meaning there.
/// The most of a sentence that is quoted before a date, and after it, in bytes: no sentence of prose is longer, and a
/// table run into one line is.
const QUOTED: usize = 1_000;

/// The end of `text` on one line, cut at a word where it is too long.
fn ending(text: &str) -> String {
    if text.len() <= QUOTED {
        return one_line(text).into_owned();
    }
    let from = text.ceil_char_boundary(text.len() - QUOTED);
    let kept = text[from..].split_once(char::is_whitespace);
    format!(
        "… {}",
        one_line(kept.map_or(&text[from..], |(_, kept)| kept))
    )
}

/// The beginning of `text` on one line, cut at a word where it is too long.
fn beginning(text: &str) -> String {
    if text.len() <= QUOTED {
        return one_line(text).into_owned();
    }
    let kept = &text[..text.floor_char_boundary(QUOTED)];
    let cut = kept
        .rsplit_once(char::is_whitespace)
        .map_or(kept, |(kept, _)| kept);
    format!("{} …", one_line(cut))
}

const FRAGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'_').remove(b'.').remove(b'~');

/// The original's address with a text fragment that finds the sentence: whole when short, else its
/// first and last words.
pub(crate) fn fragment_url(url: &str, quote: &Quote) -> String {
    let sentence = [quote.before.as_str(), &quote.mark, &quote.after].concat();
    let sentence = sentence.trim();
    if sentence.is_empty() {
        return url.to_owned();
    }
    let encode = |text: &str| utf8_percent_encode(text, FRAGMENT).to_string();
    let words: Vec<&str> = sentence
        .split_whitespace()
        .filter(|word| *word != "…")
        .collect();
    let terms = if sentence.chars().count() <= 120 || words.len() < 12 {
        encode(&words.join(" "))
    } else {
        let (start, end) = (&words[..5], &words[words.len() - 5..]);
        [encode(&start.join(" ")), encode(&end.join(" "))].join(",")
    };
    let join = if url.contains('#') { "" } else { "#" };
    format!("{url}{join}:~:text={terms}")
}

/// The document's own language and direction, where it differs from the site's.
pub(crate) fn language_of<'a>(model: &'a Model, document: &'a Document) -> &'a str {
    document
        .meta
        .language
        .as_deref()
        .unwrap_or(&model.input.config.site.language)
}
