//! `dateline explain`: how dates were read, why an event is where it is.

use std::fmt::Write as _;
use std::path::Path;

use clap::Args;

use super::{Global, parse_edtf, report};
use crate::calendar::Edtf;
use crate::config::Config;
use crate::content::Record;
use crate::error::{Error, Result};
use crate::events::{self, Article, ClaimId, Event};
use crate::pipeline::{self, Reader, Snapshot};
use crate::temporal::Timex;

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  dateline explain \"Talks resume on or before Feb. 25.\" --published 2016-02-12
  dateline explain content/2016/02/munich.md:14
  dateline explain c-3f9c2a71b0d4")]
pub(super) struct Options {
    /// A text, FILE:LINE of a content file, or an event's id
    what: String,
    /// The publication day the text counts from
    #[arg(long, value_name = "DATE", value_parser = parse_edtf)]
    published: Option<Edtf>,
}

pub(super) fn run(global: &Global, options: &Options) -> Result<u8> {
    let text = if let Some(id) = ClaimId::parse(&options.what) {
        event(global, id, options.published)?
    } else if let Some((file, line)) = file_and_line(&options.what) {
        place(global, file, line, options.published)?
    } else {
        let config = match global.site() {
            Ok(root) => Config::load(&root)?,
            Err(_) => Config::default(),
        };
        let record = Record {
            id: "text".into(),
            published: options.published.map(|date| date.to_string()),
            title: None,
            text: options.what.clone(),
            language: None,
        };
        let article = Reader::new(&config, None)
            .record(record)
            .map_err(|message| Error::Usage {
                message,
                hint: String::new(),
            })?;
        dates(&article, |_| true)
    };
    report::result(text.as_bytes())?;
    Ok(0)
}

fn file_and_line(what: &str) -> Option<(&str, u32)> {
    let (file, line) = what.rsplit_once(':')?;
    Some((file, line.parse().ok()?)).filter(|(file, _)| {
        Path::new(file).is_file()
            || file.ends_with(".md")
            || file.ends_with(".txt")
            || file.ends_with(".html")
    })
}

/// What was read in an article, of the mentions `wanted` asks for.
fn dates(article: &Article, wanted: impl Fn(&Timex) -> bool) -> String {
    let mut out = String::new();
    let document = &article.document;
    for (index, timex) in article
        .timexes
        .iter()
        .enumerate()
        .filter(|(_, timex)| wanted(timex))
    {
        let _ = writeln!(out, "“{}”", timex.span.of(&document.text));
        let date = timex
            .edtf
            .map_or_else(|| timex.value.clone(), |edtf| edtf.to_string());
        let _ = writeln!(
            out,
            "  reads as   {date}  ({} {})",
            kind(timex),
            timex.value
        );
        let _ = writeln!(out, "  because    {}", timex.derivation.in_words());
        let _ = writeln!(out, "  rule       {}", timex.rule);
        if let Some(interval) = timex.interval {
            let _ = writeln!(out, "  part of    {interval}");
        }
        if timex.needs_anchor {
            let _ = writeln!(
                out,
                "  but        it needs the publication day: give it with --published or date:"
            );
        }
        for other in &timex.alternatives {
            let _ = writeln!(out, "  or         {}: {}", other.date, other.why);
        }
        for claim in article
            .claims
            .iter()
            .filter(|claim| claim.mentions.contains(&(index as u32)))
        {
            let _ = writeln!(
                out,
                "  claims     {:?}: {} ({})",
                claim.status, claim.headline, claim.id
            );
        }
    }
    if out.is_empty() {
        out.push_str("no date was found here\n");
    }
    out
}

fn kind(timex: &Timex) -> String {
    serde_json::to_value(timex.kind)
        .ok()
        .and_then(|v| v.as_str().map(str::to_owned))
        .unwrap_or_default()
}

fn read_site(global: &Global, published: Option<Edtf>) -> Result<Snapshot> {
    let options = pipeline::Options {
        published,
        drafts: true,
        ..pipeline::Options::default()
    };
    pipeline::check(&global.site()?, &options)
}

fn place(global: &Global, file: &str, line: u32, published: Option<Edtf>) -> Result<String> {
    let snapshot = read_site(global, published)?;
    let wanted = std::path::absolute(file).unwrap_or_else(|_| file.into());
    let article = snapshot.articles.iter().find(|article| {
        let path = snapshot.root.join("content").join(&article.document.path);
        std::path::absolute(&path).is_ok_and(|path| path == wanted)
            || format!("content/{}", article.document.path) == file
    });
    let Some(article) = article else {
        return Err(Error::input(
            format!("{file} is no article of this site"),
            "name a file under content/",
        ));
    };
    let document = &article.document;
    let text = dates(article, |timex| {
        let Some(block) = document
            .blocks
            .iter()
            .rposition(|b| b.span.start <= timex.span.start)
        else {
            return false;
        };
        let before =
            &document.text[document.blocks[block].span.start as usize..timex.span.start as usize];
        document
            .positions
            .get(block)
            .is_some_and(|start| start.line + before.matches('\n').count() as u32 == line)
            || document.positions.get(block).is_some_and(|start| {
                let next = document
                    .positions
                    .get(block + 1)
                    .map_or(u32::MAX, |next| next.line);
                start.line <= line && line < next
            })
    });
    Ok(text)
}

fn event(global: &Global, id: ClaimId, published: Option<Edtf>) -> Result<String> {
    let snapshot = read_site(global, published)?;
    let found =
        snapshot.timeline.events.iter().find(|event| {
            event.id == id || event.evidence.iter().any(|evidence| evidence.id == id)
        });
    let Some(event) = found else {
        return Err(Error::input(
            format!("there is no event {id} on this timeline"),
            "take an id from events.json or from an event's address",
        ));
    };
    Ok(describe(&snapshot, event))
}

fn describe(snapshot: &Snapshot, event: &Event) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{}  {}", event.date, event.headline);
    let _ = writeln!(out, "  id          {}", event.id);
    let _ = writeln!(
        out,
        "  status      {:?}{}",
        event.status,
        event.state.map_or(String::new(), |s| format!(", {s:?}"))
    );
    let rank = snapshot
        .timeline
        .events
        .iter()
        .filter(|other| other.importance > event.importance)
        .count()
        + 1;
    let _ = writeln!(
        out,
        "  importance  {:.3}, number {rank} of {}",
        event.importance,
        snapshot.timeline.events.len()
    );
    for (name, value) in &event.parts {
        let _ = writeln!(out, "    {value:+.3}  {name}");
    }
    if event.disputed {
        let _ = writeln!(out, "  disputed    the sources give different days");
    }
    if let Some(outcome) = event.outcome {
        let _ = writeln!(out, "  outcome     {outcome}");
    }
    let _ = writeln!(
        out,
        "  rests on {}:",
        super::build::count(event.evidence.len(), "claim")
    );
    for evidence in &event.evidence {
        let article = &snapshot.articles[evidence.document.0 as usize];
        let claim = &article.claims[evidence.claim as usize];
        let published = evidence
            .published
            .map_or("undated".into(), |day| day.to_string());
        let source = article
            .document
            .meta
            .source
            .as_deref()
            .unwrap_or("no source");
        let _ = writeln!(
            out,
            "  - {} {:?}, sure {:.2}; {source}, {published}, content/{}",
            evidence.date, evidence.status, claim.confidence, article.document.path
        );
        if !claim.sentence.is_empty() {
            let quote = claim
                .sentence
                .of(&article.document.text)
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ");
            let _ = writeln!(out, "    “{quote}”");
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
            let _ = writeln!(out, "    against: {} ({})", other.date, other.why);
        }
    }
    against(snapshot, event, &mut out);
    out
}

/// How alike the claims are that were merged, and which events nearby nearly were.
fn against(snapshot: &Snapshot, event: &Event, out: &mut String) {
    let lead = event.evidence[0].id;
    let others: Vec<ClaimId> = event.evidence[1..].iter().map(|e| e.id).collect();
    let wanted = |wanted: Option<f32>| {
        wanted.map_or("kept apart by date or status".to_owned(), |w| {
            format!("{w:.2} wanted")
        })
    };
    if !others.is_empty() {
        let _ = writeln!(
            out,
            "  merged, compared with its first claim (others may be nearer):"
        );
        for like in events::likeness(&snapshot.articles, lead, &others) {
            let _ = writeln!(
                out,
                "    {}  {:.2}, {}",
                like.with,
                like.score,
                wanted(like.wanted)
            );
        }
    }
    let day = event.date.order_day();
    let near: Vec<&Event> = snapshot
        .timeline
        .events
        .iter()
        .filter(|other| other.id != event.id && !other.date.is_yearless())
        .filter(|other| (other.date.order_day() - day).num_days().abs() <= 3)
        .collect();
    let ids: Vec<ClaimId> = near.iter().map(|other| other.evidence[0].id).collect();
    let mut likes = events::likeness(&snapshot.articles, lead, &ids);
    likes.retain(|like| like.score >= 0.2);
    likes.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.with.cmp(&b.with)));
    if !likes.is_empty() {
        let _ = writeln!(out, "  nearest that stayed apart:");
    }
    for like in likes.iter().take(3) {
        if let Some(other) = near.iter().find(|other| other.evidence[0].id == like.with) {
            let _ = writeln!(
                out,
                "    {}  {:.2}, {}: {} {}",
                like.with,
                like.score,
                wanted(like.wanted),
                other.date,
                other.headline
            );
        }
    }
    let promise = event
        .promise
        .and_then(|number| snapshot.timeline.promises.get(number as usize));
    if let Some(promise) = promise {
        let _ = writeln!(out, "  promise     {}", promise.name);
        for step in &promise.steps {
            let _ = writeln!(
                out,
                "    given {} for {}: {:?}",
                step.given, step.date, step.state
            );
        }
    }
}
