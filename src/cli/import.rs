//! `dateline import`: other people's formats become content files.

use std::path::PathBuf;

use clap::Args;

use super::{Global, report};
use crate::config::Config;
use crate::diagnostic::Severity;
use crate::error::{Error, Result};
use crate::import;

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  dateline import saved-pages/ --into 2016        a folder of saved pages, mail and texts
  dateline import feed.xml timeline.csv           an RSS feed, a TimelineJS spreadsheet
  dateline import calendar.ics --dry-run          what would be written, nothing written")]
pub(super) struct Options {
    /// Saved pages (.html), mail (.eml), feeds (.rss, .atom, .xml), tables (.csv), TimelineJS (.json),
    /// calendars (.ics), texts (.txt, .md), or folders of them
    #[arg(required = true, value_name = "FILES")]
    files: Vec<PathBuf>,
    /// The folder below content/ to write to
    #[arg(long, value_name = "DIR", default_value = "")]
    into: String,
    /// Print what would be written, write nothing
    #[arg(long)]
    dry_run: bool,
}

pub(super) fn run(global: &Global, options: &Options) -> Result<u8> {
    let root = global.site()?;
    let config = Config::load(&root)?;
    let into = options
        .into
        .strip_prefix("content/")
        .unwrap_or(&options.into)
        .trim_matches('/');
    if !into.is_empty() && !import::is_below_content(into) {
        return Err(Error::Usage {
            message: format!("--into: expected a folder below content/, found {into:?}"),
            hint: "write a name such as imported or 2016/02".into(),
        });
    }
    let plan = import::plan(&options.files, into, &config);
    report::diagnostics(
        &plan.diagnostics,
        global.message_format.into(),
        global.quiet,
    );
    let failed = plan
        .diagnostics
        .iter()
        .any(|d| d.severity == Severity::Error);
    let mut out = String::new();
    if options.dry_run {
        for file in &plan.files {
            out.push_str(&format!("content/{}  from {}\n", file.path, file.from));
        }
        report::result(out.as_bytes())?;
        report::note(
            global.quiet,
            &format!("{} files would be written", plan.files.len()),
        );
        return Ok(u8::from(failed));
    }
    let written = import::write(&root, &plan.files)?;
    for path in &written.written {
        out.push_str(&format!("content/{path}\n"));
    }
    report::result(out.as_bytes())?;
    for path in &written.kept {
        report::note(
            global.quiet,
            &format!("content/{path} was there already and stays as it is"),
        );
    }
    report::note(
        global.quiet,
        &format!(
            "{} files written, {} kept, {} could not be read",
            written.written.len(),
            written.kept.len(),
            plan.diagnostics.len()
        ),
    );
    Ok(u8::from(failed))
}
