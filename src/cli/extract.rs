//! `dateline extract`: mentions and claims as JSON lines.

use std::io::BufRead as _;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use clap::Args;
use rayon::prelude::*;
use serde_json::{Map, Value, json};

use super::{Global, parse_edtf, report};
use crate::calendar::Edtf;
use crate::config::Config;
use crate::content::{self, Record};
use crate::error::{Error, Result};
use crate::events::{self, Article};
use crate::pipeline::Reader;
use crate::source::Span;
use crate::temporal::Tagger;

/// Lines read before they are worked on together: enough for all cores, little memory.
const BATCH: usize = 256;
/// Bytes after which a batch is full.
const BATCH_BYTES: usize = 8 << 20;

#[derive(Debug, Args)]
#[command(after_help = "\
In, one article a line: {\"id\": \"a1\", \"published\": \"2016-02-12\", \"text\": \"…\"}
Out, one line for each: its dates and what they say happened.

Examples:
  dateline extract < articles.jsonl > dates.jsonl
  dateline extract content/2016/02/munich.md
  dateline extract --rules")]
pub(super) struct Options {
    /// Content files; without any, JSON lines from standard input
    files: Vec<PathBuf>,
    /// The publication day of articles that tell none
    #[arg(long, value_name = "DATE", value_parser = parse_edtf)]
    published: Option<Edtf>,
    /// Print the catalogue of rules instead
    #[arg(long)]
    rules: bool,
}

pub(super) fn run(global: &Global, options: &Options) -> Result<u8> {
    // Outside a site, and in a pipe, the defaults serve.
    let config = match global.root {
        Some(_) => Config::load(&global.site()?)?,
        None => Config::default(),
    };
    if options.rules {
        return rules(&config);
    }
    let reader = Reader::new(&config, options.published);
    if options.files.is_empty() {
        lines(&reader)
    } else {
        files(&reader, &config, options)
    }
}

fn rules(config: &Config) -> Result<u8> {
    let mut out = Vec::new();
    for language in Tagger::languages() {
        for rule in Tagger::for_language(language).rules() {
            let mut line = serde_json::to_value(&rule).expect("a rule is plain data");
            if let Value::Object(map) = &mut line {
                map.insert("language".into(), language.into());
            }
            out.extend(line.to_string().into_bytes());
            out.push(b'\n');
        }
    }
    let _ = config;
    report::result(&out)?;
    Ok(0)
}

/// JSON lines from standard input, answered in order.
fn lines(reader: &Reader) -> Result<u8> {
    let mut input = std::io::stdin().lock();
    let bad = AtomicUsize::new(0);
    let mut number = 0;
    let mut done = false;
    while !done {
        let mut batch: Vec<(usize, Vec<u8>)> = Vec::with_capacity(BATCH);
        let mut bytes = 0;
        while batch.len() < BATCH && bytes < BATCH_BYTES {
            let mut line = Vec::new();
            let read = input.read_until(b'\n', &mut line).map_err(|cause| {
                Error::io("read", std::path::Path::new("standard input"), &cause)
            })?;
            if read == 0 {
                done = true;
                break;
            }
            number += 1;
            bytes += read;
            batch.push((number, line));
        }
        let answers: Vec<Vec<u8>> = batch
            .into_par_iter()
            .map(|(number, line)| {
                answer(reader, number, &line).unwrap_or_else(|error| {
                    bad.fetch_add(1, Ordering::Relaxed);
                    error
                })
            })
            .collect();
        if !report::result(&answers.concat())? {
            return Ok(0);
        }
        crate::output::check_interrupted()?;
    }
    let bad = bad.into_inner();
    if bad > 0 {
        report::note(false, &format!("{bad} of {number} lines could not be read"));
    }
    Ok(0)
}

/// The answer of `extract` to one line of JSON, the first of its input: always one line.
pub fn extract_line(reader: &Reader, line: &[u8]) -> Vec<u8> {
    answer(reader, 1, line).unwrap_or_else(|error| error)
}

/// The answer to one line, or the error line in its place.
fn answer(reader: &Reader, number: usize, line: &[u8]) -> std::result::Result<Vec<u8>, Vec<u8>> {
    let fail = |id: Value, message: String| {
        let mut line = json!({ "id": id, "line": number, "error": message })
            .to_string()
            .into_bytes();
        line.push(b'\n');
        line
    };
    let line = line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(line);
    let value: Value = serde_json::from_slice(line)
        .map_err(|error| fail(Value::Null, format!("expected a JSON object: {error}")))?;
    let id = value
        .get("id")
        .filter(|id| id.is_string())
        .cloned()
        .unwrap_or(Value::Null);
    let record: Record =
        serde_json::from_value(value).map_err(|error| fail(id.clone(), error.to_string()))?;
    let published = record.published.clone();
    let article = reader.record(record).map_err(|message| fail(id, message))?;
    let mut out = to_json(&article, published.map(Value::from), None)
        .to_string()
        .into_bytes();
    out.push(b'\n');
    Ok(out)
}

/// Content files, with places in the file beside offsets in the extracted text.
fn files(reader: &Reader, config: &Config, options: &Options) -> Result<u8> {
    let mut failed = false;
    for path in &options.files {
        let file = content_file(path);
        let bytes = std::fs::read(path).map_err(|cause| Error::io("read", path, &cause))?;
        let corrections = file
            .corrections
            .as_ref()
            .and_then(|path| std::fs::read(path).ok());
        let outcome = reader.file(&file, &bytes, corrections.as_deref());
        report::diagnostics(&outcome.diagnostics, Default::default(), false);
        let Some(article) = outcome.article else {
            failed = true;
            continue;
        };
        let published = article
            .document
            .anchor
            .map(|anchor| Value::from(anchor.date.to_string()));
        let mut line = to_json(&article, published, Some(&path.display().to_string())).to_string();
        line.push('\n');
        if !report::result(line.as_bytes())? {
            break;
        }
    }
    let _ = config;
    Ok(u8::from(failed))
}

/// A file by itself: its path counts from the `content/` folder it lies in, else it is its name.
fn content_file(path: &std::path::Path) -> content::ContentFile {
    let full = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let inside = full
        .ancestors()
        .find(|folder| folder.file_name().is_some_and(|name| name == "content"))
        .and_then(|folder| full.strip_prefix(folder).ok())
        .map(|inside| inside.to_string_lossy().replace('\\', "/"));
    let name = || {
        full.file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned()
    };
    let mut beside = full.as_os_str().to_owned();
    beside.push(content::CORRECTIONS_ENDING);
    let corrections = PathBuf::from(beside);
    content::ContentFile {
        path: inside.unwrap_or_else(name),
        corrections: corrections.is_file().then_some(corrections),
        full,
    }
}

/// One article in the shape of `docs/formats.md`.
fn to_json(article: &Article, published: Option<Value>, file: Option<&str>) -> Value {
    let document = &article.document;
    let place = |span: Span| {
        let block = document
            .blocks
            .iter()
            .rposition(|block| block.span.start <= span.start)?;
        let start = document.positions.get(block)?;
        let before =
            &document.text[document.blocks[block].span.start as usize..span.start as usize];
        let line = before.matches('\n').count() as u32;
        let column = match before.rfind('\n') {
            Some(at) => before[at + 1..].chars().count() as u32 + 1,
            None => start.column + before.chars().count() as u32,
        };
        Some(json!({ "path": file?, "line": start.line + line, "column": column }))
    };
    let mentions: Vec<Value> = article
        .timexes
        .iter()
        .map(|timex| {
            let mut out = Map::new();
            out.insert("start".into(), timex.span.start.into());
            out.insert("end".into(), timex.span.end.into());
            out.insert("text".into(), timex.span.of(&document.text).into());
            out.insert(
                "type".into(),
                serde_json::to_value(timex.kind).expect("a kind is a word"),
            );
            out.insert("value".into(), timex.value.clone().into());
            if let Some(modifier) = timex.modifier {
                out.insert(
                    "mod".into(),
                    serde_json::to_value(modifier).expect("a modifier is a word"),
                );
            }
            if let Some(quant) = &timex.quant {
                out.insert("quant".into(), quant.clone().into());
            }
            if let Some(freq) = &timex.freq {
                out.insert("freq".into(), freq.clone().into());
            }
            out.insert(
                "edtf".into(),
                timex
                    .edtf
                    .map_or(Value::Null, |edtf| edtf.to_string().into()),
            );
            out.insert("rule".into(), timex.rule.clone().into());
            if let Some(place) = place(timex.span) {
                out.insert("source".into(), place);
            }
            Value::Object(out)
        })
        .collect();
    let claims: Vec<Value> = events::by_importance(&article.claims)
        .into_iter()
        .filter(|claim| !claim.hidden)
        .map(|claim| {
            let mut out = json!({
                "id": claim.id,
                "date": claim.date,
                "precision": claim.date.granularity(),
                "start": claim.sentence.start,
                "end": claim.sentence.end,
                "mentions": claim.mentions,
                "headline": claim.headline,
                "status": claim.status,
                "place": claim.place,
                "importance": rounded(claim.importance),
                "confidence": rounded(claim.confidence),
                "alternatives": claim.alternatives,
            });
            if let (Some(place), Value::Object(map)) = (place(claim.sentence), &mut out)
                && !claim.sentence.is_empty()
            {
                map.insert("source".into(), place);
            }
            out
        })
        .collect();
    json!({
        "id": document.path,
        "published": published,
        "mentions": mentions,
        "claims": claims,
    })
}

fn rounded(value: f32) -> f64 {
    (f64::from(value) * 1000.0).round() / 1000.0
}
