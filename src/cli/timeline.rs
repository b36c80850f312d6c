//! `dateline timeline`: articles in, the days and sentences that matter out.

use std::io::BufRead as _;

use chrono::NaiveDate;
use clap::Args;
use rayon::prelude::*;

use super::{Global, parse_day, report};
use crate::config::Config;
use crate::content::Record;
use crate::error::{Error, Result};
use crate::events::{Ask, select};
use crate::pipeline::Reader;

#[derive(Debug, Args)]
#[command(after_help = "\
In, one article a line: {\"id\": \"a1\", \"published\": \"2016-02-12\", \"text\": \"…\"}; a line break in text ends a sentence.
Out, one JSON object: {\"2016-02-22\": [\"sentence\", …], …}

Example:
  dateline timeline --top 20 --per-date 2 --keyword syria < articles.jsonl")]
pub(super) struct Options {
    /// The first day to print
    #[arg(long, value_name = "DAY", value_parser = parse_day)]
    from: Option<NaiveDate>,
    /// The last day to print
    #[arg(long, value_name = "DAY", value_parser = parse_day)]
    to: Option<NaiveDate>,
    /// How many days [default: as many as are worth telling]
    #[arg(long, value_name = "N")]
    top: Option<usize>,
    /// How many sentences a day [default: as many as add something]
    #[arg(long, value_name = "K")]
    per_date: Option<usize>,
    /// A printed sentence holds one of these [default: found out from the articles]
    #[arg(long, value_name = "WORD")]
    keyword: Vec<String>,
}

pub(super) fn run(global: &Global, options: &Options) -> Result<u8> {
    let config = match global.root {
        Some(_) => Config::load(&global.site()?)?,
        None => Config::default(),
    };
    let reader = Reader::for_timeline(&config);
    let mut lines = Vec::new();
    for line in std::io::stdin().lock().split(b'\n') {
        let line = line
            .map_err(|cause| Error::io("read", std::path::Path::new("standard input"), &cause))?;
        if !line.iter().all(u8::is_ascii_whitespace) {
            lines.push(line);
        }
    }
    let reports: Vec<_> = lines
        .par_iter()
        .map(|line| {
            let record: Record = serde_json::from_slice(line).ok()?;
            reader.report(record).ok()
        })
        .collect();
    let bad = reports.iter().filter(|report| report.is_none()).count();
    let reports: Vec<_> = reports.into_iter().flatten().collect();
    let ask = Ask {
        from: options.from,
        to: options.to,
        top: options.top,
        per_date: options.per_date,
        keywords: options.keyword.clone(),
    };
    let days: serde_json::Map<String, serde_json::Value> = select(reports, &ask)
        .into_iter()
        .map(|(day, sentences)| (day.to_string(), sentences.into()))
        .collect();
    let mut out = serde_json::Value::Object(days).to_string();
    out.push('\n');
    report::result(out.as_bytes())?;
    if bad > 0 {
        report::note(
            false,
            &format!("{bad} of {} lines could not be read", lines.len()),
        );
    }
    Ok(0)
}
