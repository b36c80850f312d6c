//! The command line: options in, the library called, a report out.
//!
//! Results go to standard output, all else to standard error. Exit codes are those of
//! [`Error::exit_code`](crate::error::Error::exit_code); a closed pipe ends quietly with 0.

mod build;
mod check;
mod completions;
mod explain;
mod extract;
mod import;
mod init;
mod new;
mod report;
mod serve;
mod timeline;

pub use extract::extract_line;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::Ordering;
use std::time::Duration;

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::calendar::Edtf;
use crate::diagnostic::MessageFormat;
use crate::error::{Error, Result};
use crate::output;
use crate::pipeline;

/// Drop articles into a folder; get a timeline in which every date is shown with the sentence it
/// rests on.
#[derive(Debug, Parser)]
#[command(
    name = "dateline",
    version,
    about,
    max_term_width = 100,
    after_help = "\
Examples:
  dateline init my-timeline       a site that builds at once
  dateline serve --open           preview it, with live reload and the review desk
  dateline build                  write it to public/, ready for any static host
  dateline explain \"Talks resume on Feb. 25.\" --published 2016-02-12"
)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

/// What every command takes.
#[derive(Debug, Clone, Args)]
struct Global {
    /// The site's folder [default: here, or the nearest folder above with dateline.toml or content/]
    #[arg(long, global = true, value_name = "DIR")]
    root: Option<PathBuf>,
    /// Print nothing but results, warnings and errors
    #[arg(long, short, global = true)]
    quiet: bool,
    /// How messages are printed
    #[arg(long, global = true, value_name = "FORMAT", default_value = "human")]
    message_format: Format,
    /// How many threads work [default: one for each core]
    #[arg(long, global = true, value_name = "N")]
    threads: Option<std::num::NonZeroUsize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// path:line:column: severity[code]: message
    Human,
    /// One JSON object a line
    Json,
    /// Annotations of a pull request
    Github,
}

impl From<Format> for MessageFormat {
    fn from(format: Format) -> Self {
        match format {
            Format::Human => Self::Human,
            Format::Json => Self::Json,
            Format::Github => Self::Github,
        }
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a new site that builds at once
    Init(init::Options),
    /// Make a content file with its front matter filled in
    New(new::Options),
    /// Turn saved pages, mail, feeds, tables and calendars into content files
    Import(import::Options),
    /// Write the site to public/
    Build(build::Options),
    /// Read everything as build does, write nothing, list what is wrong and what is open
    Check(SiteOptions),
    /// Preview the site on this machine, with live reload
    Serve(serve::Options),
    /// Print the dates and claims of articles as JSON lines
    Extract(extract::Options),
    /// Tell in words how dates were read, or why an event is where it is
    Explain(explain::Options),
    /// Choose the days and sentences that matter from many articles
    Timeline(timeline::Options),
    /// Print a completion script for a shell
    Completions(completions::Options),
}

/// What `build`, `check` and `serve` take.
#[derive(Debug, Clone, Args)]
struct SiteOptions {
    /// Read drafts too
    #[arg(long)]
    drafts: bool,
    /// Where the site will live, http or https; replaces base_url of dateline.toml
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// The publication day of articles that tell none
    #[arg(long, value_name = "DATE", value_parser = parse_edtf)]
    published: Option<Edtf>,
    /// Keep only the N most important events
    #[arg(long, value_name = "N")]
    top: Option<usize>,
    /// The day that tells due from overdue [default: SOURCE_DATE_EPOCH, else the newest article's day]
    #[arg(long, value_name = "DAY", value_parser = parse_day)]
    today: Option<NaiveDate>,
    /// Leave files with errors out instead of publishing nothing
    #[arg(long)]
    keep_going: bool,
    /// Treat warnings as errors
    #[arg(long)]
    strict: bool,
}

impl SiteOptions {
    fn to_pipeline(&self) -> Result<pipeline::Options> {
        Ok(pipeline::Options {
            drafts: self.drafts,
            base_url: self.base_url.clone(),
            published: self.published,
            today: match self.today {
                Some(today) => Some(today),
                None => source_date_epoch()?,
            },
            top: self.top,
            keep_going: self.keep_going,
            strict: self.strict,
        })
    }
}

/// The day of `SOURCE_DATE_EPOCH`, in UTC. Source: reproducible-builds.org's specification.
fn source_date_epoch() -> Result<Option<NaiveDate>> {
    let Some(value) = std::env::var_os("SOURCE_DATE_EPOCH") else {
        return Ok(None);
    };
    value
        .to_str()
        .and_then(|text| text.parse().ok())
        .and_then(|seconds| chrono::DateTime::from_timestamp(seconds, 0))
        .map(|time| Some(time.date_naive()))
        .ok_or_else(|| Error::Usage {
            message: format!("SOURCE_DATE_EPOCH: expected seconds since 1970, found {value:?}"),
            hint: "set it to a number, or unset it".into(),
        })
}

fn parse_edtf(text: &str) -> std::result::Result<Edtf, String> {
    Edtf::parse(text).map_err(|error| error.to_string())
}

fn parse_day(text: &str) -> std::result::Result<NaiveDate, String> {
    match Edtf::parse(text) {
        Ok(Edtf::Date(crate::calendar::Date::Day(day), _)) => Ok(day),
        Ok(_) => Err(format!("expected a day such as 2016-02-25, found {text:?}")),
        Err(error) => Err(error.to_string()),
    }
}

/// Runs the command line and returns its exit code.
pub fn run() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    listen_to_signals(matches!(cli.command, Command::Build(_)));
    let threads = cli.global.threads.map_or(0, std::num::NonZeroUsize::get);
    // Parsers recurse as deep as content does, within limits: a known stack, not the platform's.
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .stack_size(8 << 20);
    if pool.build_global().is_err() {
        eprintln!("error: cannot start {threads} threads\n  hint: ask for fewer with --threads");
        return ExitCode::from(3);
    }
    let format = cli.global.message_format.into();
    // The same stack for what runs outside the pool.
    let outcome = std::thread::scope(|scope| {
        std::thread::Builder::new()
            .stack_size(8 << 20)
            .spawn_scoped(scope, || dispatch(&cli))
            .map_or_else(
                |_| dispatch(&cli),
                |thread| {
                    thread
                        .join()
                        .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
                },
            )
    });
    match outcome {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            report::error(&error, format);
            ExitCode::from(error.exit_code())
        }
    }
}

fn dispatch(cli: &Cli) -> Result<u8> {
    match &cli.command {
        Command::Init(options) => init::run(&cli.global, options),
        Command::New(options) => new::run(&cli.global, options),
        Command::Import(options) => import::run(&cli.global, options),
        Command::Build(options) => build::run(&cli.global, options),
        Command::Check(options) => check::run(&cli.global, options),
        Command::Serve(options) => serve::run(&cli.global, options),
        Command::Extract(options) => extract::run(&cli.global, options),
        Command::Explain(options) => explain::run(&cli.global, options),
        Command::Timeline(options) => timeline::run(&cli.global, options),
        Command::Completions(options) => completions::run(options),
    }
}

impl Global {
    /// The site's folder.
    fn site(&self) -> Result<PathBuf> {
        let here = std::env::current_dir()
            .map_err(|cause| Error::io("read", std::path::Path::new("."), &cause))?;
        pipeline::find_root(self.root.as_deref(), &here)
    }
}

/// How long a build may take to remove its stage after a signal.
const GRACE: Duration = Duration::from_secs(3);

/// Ends the run at SIGINT or SIGTERM with 130 or 143.
///
/// A build (`tidies_up`) ends between two files and removes its stage; when that takes longer than
/// [`GRACE`], or a second signal comes, it ends at once. All else has nothing to finish.
fn listen_to_signals(tidies_up: bool) {
    use signal_hook::consts::{SIGINT, SIGTERM};
    let Ok(mut signals) = signal_hook::iterator::Signals::new([SIGINT, SIGTERM]) else {
        return;
    };
    std::thread::spawn(move || {
        for signal in signals.forever() {
            let again = output::INTERRUPTED.swap(signal, Ordering::Relaxed) != 0;
            if again || !tidies_up {
                std::process::exit(128 + signal);
            }
            std::thread::spawn(move || {
                std::thread::sleep(GRACE);
                std::process::exit(128 + signal);
            });
        }
    });
}
