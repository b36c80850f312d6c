//! Why an event is where it is. In: a site and one of its events. Out: lines for an editor.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::calendar::Granularity;
use crate::cli::build::count;
use crate::events::{Claim, ClaimId, Comparison, Event, Evidence, Joined, Likeness};
use crate::pipeline::Snapshot;

/// How many claims are shown with their sentences and readings; the others get a line each.
const WHOLE: usize = 12;
/// How many events that stayed apart are shown, and how like they must be.
const APART: usize = 5;
const LIKE: f32 = 0.2;
/// Days around the event in which they are looked for.
const DAYS: i64 = 3;

/// Everything that made `event` what it is, and what spoke against it.
pub(super) fn describe(snapshot: &Snapshot, event: &Event) -> String {
    let told = Told {
        snapshot,
        event,
        comparison: Comparison::new(&snapshot.articles),
    };
    let mut out = String::new();
    let _ = writeln!(out, "{}  {}", event.date, event.headline);
    told.facts(&mut out);
    told.importance(&mut out);
    told.follow_up(&mut out);
    told.claims(&mut out);
    told.stayed_apart(&mut out);
    out
}

struct Told<'a> {
    snapshot: &'a Snapshot,
    event: &'a Event,
    comparison: Comparison<'a>,
}

impl Told<'_> {
    fn claim(&self, evidence: &Evidence) -> &Claim {
        let article = &self.snapshot.articles[evidence.document.0 as usize];
        &article.claims[evidence.claim as usize]
    }

    /// A newsroom, or "no source".
    fn source(&self, evidence: &Evidence) -> &str {
        let article = &self.snapshot.articles[evidence.document.0 as usize];
        article
            .document
            .meta
            .source
            .as_deref()
            .unwrap_or("no source")
    }

    fn facts(&self, out: &mut String) {
        let event = self.event;
        let _ = writeln!(out, "  id          {}", event.id);
        let state = event.state.map_or(String::new(), |s| format!(", {s:?}"));
        let _ = writeln!(out, "  status      {:?}{state}", event.status);
        let from = event
            .evidence
            .iter()
            .find(|evidence| self.claim(evidence).headline == event.headline);
        if let Some(from) = from.filter(|_| event.evidence.len() > 1) {
            let _ = writeln!(
                out,
                "  headline    from {} ({})",
                from.id,
                self.source(from)
            );
        }
        let dates = counted(event.evidence.iter().map(|e| e.date.to_string()));
        if dates.len() > 1 {
            let of = |(date, claims): &(String, usize)| format!("{date} by {claims}");
            let dates: Vec<String> = dates.iter().map(of).collect();
            let _ = writeln!(out, "  dates given {}", dates.join(", "));
        }
        if event.disputed {
            let _ = writeln!(out, "  disputed    the sources give different days:");
            let day = event.date.days();
            for evidence in &event.evidence {
                let is_other = evidence.date.granularity() >= Granularity::Day
                    && !evidence.date.days().overlaps(&day);
                if is_other {
                    let source = self.source(evidence);
                    let _ = writeln!(out, "    {} says {source} ({})", evidence.date, evidence.id);
                }
            }
        }
    }

    fn importance(&self, out: &mut String) {
        let (event, all) = (self.event, &self.snapshot.timeline.events);
        let more = all.iter().filter(|e| e.importance > event.importance);
        let _ = writeln!(
            out,
            "  importance  {:.3}, number {} of {}",
            event.importance,
            more.count() + 1,
            all.len()
        );
        for (name, value) in &event.parts {
            let _ = writeln!(out, "    {value:+.3}  {name}");
        }
        let mut articles: Vec<_> = event.evidence.iter().map(|e| e.document).collect();
        articles.sort_unstable();
        articles.dedup();
        let sources = counted(event.evidence.iter().map(|e| self.source(e).to_owned()));
        let of = |(name, claims): &(String, usize)| format!("{name} {claims}");
        let sources: Vec<String> = sources.iter().take(8).map(of).collect();
        let _ = writeln!(
            out,
            "  told by     {} ({})",
            count(articles.len(), "article"),
            sources.join(", ")
        );
    }

    /// What became of it, what it came of, and its chain.
    fn follow_up(&self, out: &mut String) {
        let timeline = &self.snapshot.timeline;
        let line = |e: &Event| format!("{}  {} {} ({:?})", e.id, e.date, e.headline, e.status);
        let outcome = timeline
            .events
            .iter()
            .find(|other| Some(other.id) == self.event.outcome);
        if let Some(outcome) = outcome {
            let _ = writeln!(out, "  outcome     {}", line(outcome));
        }
        for plan in &timeline.events {
            if plan.outcome == Some(self.event.id) {
                let _ = writeln!(out, "  came of     {}", line(plan));
            }
        }
        let promise = self.event.promise;
        let Some(promise) = promise.and_then(|at| timeline.promises.get(at as usize)) else {
            return;
        };
        let _ = writeln!(out, "  promise     {}", promise.name);
        for step in &promise.steps {
            let _ = writeln!(
                out,
                "    on {} for {}: {:?} ({})",
                step.given, step.date, step.state, step.event
            );
        }
    }

    fn claims(&self, out: &mut String) {
        let evidence = &self.event.evidence;
        let ids: Vec<ClaimId> = evidence.iter().map(|e| e.id).collect();
        let mut joined = vec![None];
        joined.extend(self.comparison.joined(&ids));
        let _ = writeln!(out, "  rests on {}:", count(evidence.len(), "claim"));
        for (turn, (evidence, joined)) in evidence.iter().zip(joined).enumerate() {
            self.one_claim(evidence, turn < WHOLE, out);
            if let Some(joined) = joined {
                let _ = writeln!(out, "    joined by  {}", in_words(&joined));
            }
        }
    }

    fn one_claim(&self, evidence: &Evidence, whole: bool, out: &mut String) {
        let article = &self.snapshot.articles[evidence.document.0 as usize];
        let claim = self.claim(evidence);
        let published = evidence
            .published
            .map_or("undated".into(), |day| day.to_string());
        let _ = writeln!(
            out,
            "  - {}  {} {:?}, sure {:.2}; {}, {published}, content/{}",
            evidence.id,
            evidence.date,
            evidence.status,
            claim.confidence,
            self.source(evidence),
            article.document.path
        );
        if !whole {
            let _ = writeln!(out, "    {}", claim.headline);
            return;
        }
        if !claim.sentence.is_empty() {
            let quote = claim.sentence.of(&article.document.text);
            let words: Vec<&str> = quote.split_whitespace().collect();
            let _ = writeln!(out, "    “{}”", words.join(" "));
        }
        for mention in &claim.mentions {
            let timex = &article.timexes[*mention as usize];
            let _ = writeln!(
                out,
                "    “{}”: {}",
                timex.span.of(&article.document.text),
                timex.derivation.in_words()
            );
        }
        for other in &claim.alternatives {
            let _ = writeln!(out, "    against    {} ({})", other.date, other.why);
        }
    }

    /// The events nearby that are most like it, and what kept them out.
    fn stayed_apart(&self, out: &mut String) {
        let event = self.event;
        let day = event.date.order_day();
        let near = self.snapshot.timeline.events.iter().filter(|other| {
            other.id != event.id
                && !other.date.is_yearless()
                && (other.date.order_day() - day).num_days().abs() <= DAYS
        });
        let own: Vec<ClaimId> = event.evidence.iter().take(WHOLE).map(|e| e.id).collect();
        let mut found: Vec<(&Event, Likeness)> = near
            .filter_map(|other| {
                let likes = self.comparison.likeness(other.evidence[0].id, &own);
                let best = likes
                    .into_iter()
                    .max_by(|a, b| a.score.total_cmp(&b.score))?;
                (best.score >= LIKE).then_some((other, best))
            })
            .collect();
        found.sort_by(|a, b| b.1.score.total_cmp(&a.1.score).then(a.0.id.cmp(&b.0.id)));
        if found.is_empty() {
            return;
        }
        let _ = writeln!(out, "  nearest that stayed apart:");
        for (other, like) in found.iter().take(APART) {
            let why = match (like.wanted, like.apart) {
                (Some(wanted), _) if like.score < wanted => {
                    format!("{:.2} alike, {wanted:.2} wanted", like.score)
                }
                (Some(_), _) => format!(
                    "{:.2} alike, but an earlier claim or an editor's word led elsewhere",
                    like.score
                ),
                (None, apart) => format!("{:.2} alike, but {}", like.score, apart.unwrap_or("")),
            };
            let _ = writeln!(out, "    {}  {} {}", other.id, other.date, other.headline);
            let _ = writeln!(
                out,
                "      {why}; shared with {}: {}",
                like.with,
                like.shared.join(", ")
            );
        }
    }
}

/// How a claim came to its event, as a line.
fn in_words(joined: &Joined) -> String {
    let like = &joined.nearest;
    let words = like.shared.join(", ");
    let whole = format!(
        "as like the whole as {:.0} % of its claims' average",
        joined.likeness * 100.0
    );
    match like.wanted {
        Some(wanted) if like.score >= wanted => format!(
            "{words}: {:.2} like {}, {wanted:.2} wanted; {whole}",
            like.score, like.with
        ),
        Some(wanted) => format!(
            "{whole}; {words}: {:.2} like {}, {wanted:.2} wanted of one claim alone",
            like.score, like.with
        ),
        None => format!("{whole}, or an editor's word; {words}"),
    }
}

/// What stands how often in a list, the most frequent first.
fn counted(list: impl Iterator<Item = String>) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for one in list {
        *counts.entry(one).or_default() += 1;
    }
    let mut counts: Vec<(String, usize)> = counts.into_iter().collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    counts
}
