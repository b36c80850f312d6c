//! `dateline build`.

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use super::{Global, SiteOptions, report};
use crate::error::Result;
use crate::output::{self, Target};
use crate::pipeline::{self, Built, Timings};

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  dateline build                              the site, in public/
  dateline build --output /srv/www/timeline   somewhere else
  dateline build --strict                     for CI: warnings fail the build
  dateline build --keep-going                 publish what can be read, list what cannot")]
pub(super) struct Options {
    /// The folder to write to
    #[arg(long, value_name = "DIR", default_value = "public")]
    output: PathBuf,
    #[command(flatten)]
    site: SiteOptions,
    /// Wait for another build of this site instead of giving up
    #[arg(long)]
    wait: bool,
    /// Print the time per stage
    #[arg(long)]
    timings: bool,
}

/// Where a folder named on the command line lies: within the site when it is the default, else as seen from here.
/// Always absolute: a relative root is relative to here, too.
pub(super) fn output_folder(root: &Path, wanted: &Path) -> PathBuf {
    let folder = if wanted == Path::new("public") {
        root.join(wanted)
    } else {
        wanted.to_owned()
    };
    std::path::absolute(&folder).unwrap_or(folder)
}

/// A folder as it is called from here.
fn from_here(target: &Target) -> String {
    let here = std::env::current_dir().and_then(|here| here.canonicalize());
    here.ok()
        .and_then(|here| target.folder.strip_prefix(here).ok())
        .map_or_else(|| target.shown.clone(), |path| path.display().to_string())
}

pub(super) fn run(global: &Global, options: &Options) -> Result<u8> {
    let start = Instant::now();
    let root = global.site()?;
    let target = output::check_placement(&root, &output_folder(&root, &options.output))?;
    let bar = progress_bar(global.quiet);
    let built = pipeline::build(
        &root,
        &target,
        &options.site.to_pipeline()?,
        options.wait,
        &|done, total| {
            bar.set_length(total as u64);
            bar.set_position(done as u64);
        },
    );
    bar.finish_and_clear();
    let mut built = built?;
    // The process ends here: giving back a hundred thousand small values one by one would take as long as reading
    // a thousand articles.
    std::mem::forget(built.snapshot.take());
    report::diagnostics(
        &built.diagnostics,
        global.message_format.into(),
        global.quiet,
    );
    if !built.published {
        report::note(false, "nothing was published; the site is as it was");
        return Ok(1);
    }
    for path in &built.left_out {
        report::note(false, &format!("left out: {path}"));
    }
    report::note(
        global.quiet,
        &closing_line(&built, &from_here(&target), start.elapsed()),
    );
    if options.timings {
        report::note(false, &timings(&built.timings, start.elapsed()));
    }
    Ok(0)
}

fn closing_line(built: &Built, folder: &str, time: Duration) -> String {
    let changed = match built.changed {
        0 => "nothing changed".to_owned(),
        changed => format!("{} written", count(changed, "file")),
    };
    format!(
        "{}, {} read, {}, {}: {folder}, {changed}, {:.2} s",
        count(built.articles, "article"),
        count(built.dates, "date"),
        count(built.events, "event"),
        count(built.pages, "page"),
        time.as_secs_f64()
    )
}

pub(super) fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

pub(super) fn timings(timings: &Timings, all: Duration) -> String {
    let ms = |time: Duration| time.as_secs_f64() * 1000.0;
    let per_token = timings.tag.as_nanos() as f64 / timings.tokens.max(1) as f64;
    format!(
        "  read {:.0} ms (tagging {:.0} ms of CPU, {per_token:.0} ns/token) · merge and rank {:.0} ms · \
         prepare {:.0} ms · render and write {:.0} ms · all {:.0} ms",
        ms(timings.read),
        ms(timings.tag),
        ms(timings.assemble),
        ms(timings.prepare),
        ms(timings.write),
        ms(all)
    )
}

/// A bar on a terminal, nothing elsewhere.
fn progress_bar(quiet: bool) -> ProgressBar {
    if quiet || !std::io::stderr().is_terminal() || std::env::var_os("NO_COLOR").is_some() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} pages {eta}")
        .expect("the template is fixed");
    ProgressBar::new(0).with_style(style)
}
