//! `dateline explain`: how dates were read, why an event is where it is.

mod event;

use std::fmt::Write as _;
use std::path::Path;

use clap::Args;

use super::{Global, parse_edtf, report};
use crate::calendar::Edtf;
use crate::config::Config;
use crate::content::Record;
use crate::error::{Error, Result};
use crate::events::{Article, ClaimId};
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
        of_event(global, id, options.published)?
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

fn of_event(global: &Global, id: ClaimId, published: Option<Edtf>) -> Result<String> {
    let snapshot = read_site(global, published)?;
    let found =
        snapshot.timeline.events.iter().find(|event| {
            event.id == id || event.evidence.iter().any(|evidence| evidence.id == id)
        });
    let Some(found) = found else {
        return Err(Error::input(
            format!("there is no event {id} on this timeline"),
            "take an id from events.json or from an event's address",
        ));
    };
    Ok(event::describe(&snapshot, found))
}
