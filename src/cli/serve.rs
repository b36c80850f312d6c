//! `dateline serve`.

use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;
use std::sync::Arc;

use chrono::NaiveDate;
use clap::Args;

use super::build::{output_folder, timings};
use super::{Global, SiteOptions, report};
use crate::desk::{self, SiteBuilder};
use crate::diagnostic::MessageFormat;
use crate::error::{Error, Result};
use crate::output;
use crate::serve::{self, Notice, Report};

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  dateline serve --open                     preview in the browser, review desk at /_desk/
  dateline serve --drafts --port 8000       drafts too, on another port
  dateline serve --output /tmp/preview      write each good build to a folder as well
  dateline serve --host 0.0.0.0 --allow-host desk.local --edit-token SECRET
                                            let others on the network see it, and edit with the token")]
pub(super) struct Options {
    /// The port to try first; the next free one is taken
    #[arg(long, value_name = "PORT", default_value_t = serve::PORT)]
    port: u16,
    /// The address to listen on; anything but this machine's own turns editing off without --edit-token
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1", value_parser = parse_host)]
    host: IpAddr,
    /// A host name to answer to beside localhost, 127.0.0.1 and [::1]; may be given more than once
    #[arg(long, value_name = "NAME")]
    allow_host: Vec<String>,
    /// Open the browser
    #[arg(long)]
    open: bool,
    /// The token the review desk asks for before it lets anyone edit
    #[arg(long, value_name = "TOKEN", value_parser = parse_token)]
    edit_token: Option<String>,
    /// A folder to write each good build to as well
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Print the time per stage of each build
    #[arg(long)]
    timings: bool,
    #[command(flatten)]
    site: SiteOptions,
}

fn parse_host(text: &str) -> std::result::Result<IpAddr, String> {
    match text.trim_matches(['[', ']']) {
        "localhost" => Ok(IpAddr::V4(Ipv4Addr::LOCALHOST)),
        plain => plain
            .parse()
            .map_err(|_| "expected an address such as 127.0.0.1 or 0.0.0.0".to_owned()),
    }
}

fn parse_token(text: &str) -> std::result::Result<String, String> {
    let plain = text.bytes().all(|byte| byte.is_ascii_graphic());
    match text.len() {
        1..=200 if plain => Ok(text.to_owned()),
        _ => Err("expected up to 200 characters without spaces or accents".into()),
    }
}

pub(super) fn run(global: &Global, options: &Options) -> Result<u8> {
    // The watch names files by their real paths; the site's must be the same.
    let root = global.site()?;
    let root = root
        .canonicalize()
        .map_err(|cause| Error::io("open", &root, &cause))?;
    end_at_once();
    let target = options
        .output
        .as_ref()
        .map(|folder| output::check_placement(&root, &output_folder(&root, folder)))
        .transpose()?;
    let serve_options = serve::Options {
        host: options.host,
        port: options.port,
        allow_hosts: options.allow_host.clone(),
        open: options.open,
        edit_token: options.edit_token.clone(),
    };
    let (format, quiet) = (MessageFormat::from(global.message_format), global.quiet);
    let tell = Box::new(move |found: &[_]| report::diagnostics(found, format, quiet));
    let today: desk::Today = Arc::new(today);
    let pipeline = options.site.to_pipeline()?;
    let builder = SiteBuilder::new(&root, pipeline, today.clone(), target, tell);
    let clock: desk::Clock = Box::new(|spent| {
        let all = spent.read + spent.assemble + spent.prepare;
        report::note(false, &timings(spent, all));
    });
    let builder = builder.with_clock(options.timings.then_some(clock));
    let report: Report = Arc::new(move |notice| tell_notice(notice, format, quiet));
    desk::serve(&root, builder, &serve_options, today, &report)?;
    Ok(0)
}

/// The day on this machine's clock.
fn today() -> NaiveDate {
    chrono::Local::now().date_naive()
}

/// A preview has nothing to finish: the first SIGINT or SIGTERM ends it.
fn end_at_once() {
    use signal_hook::consts::{SIGINT, SIGTERM};
    if let Ok(mut signals) = signal_hook::iterator::Signals::new([SIGINT, SIGTERM]) {
        std::thread::spawn(move || {
            if let Some(signal) = signals.forever().next() {
                std::process::exit(128 + signal);
            }
        });
    }
}

fn tell_notice(notice: &Notice<'_>, format: MessageFormat, quiet: bool) {
    match notice {
        Notice::Listening { url, desk } => {
            // The address is the result; without a reader there is nobody to serve for.
            match report::result(format!("{url}\n").as_bytes()) {
                Ok(true) => {}
                Ok(false) => std::process::exit(0),
                Err(error) => {
                    report::error(&error, format);
                    std::process::exit(i32::from(error.exit_code()));
                }
            }
            if let Some(desk) = desk {
                report::note(quiet, &format!("review desk: {desk}"));
            }
            report::note(quiet, "stop with Ctrl-C");
        }
        Notice::Warning(text) => report::note(false, &format!("warning: {text}")),
        Notice::Built { changed, took } => {
            let what = match changed {
                [] => "read".to_owned(),
                [one] => one
                    .file_name()
                    .unwrap_or_default()
                    .to_string_lossy()
                    .into_owned(),
                many => format!("{} files", many.len()),
            };
            report::note(quiet, &format!("{what}: {} ms", took.as_millis()));
        }
        Notice::Failed(problems) => {
            report::diagnostics(problems, format, quiet);
            report::note(false, "the last good site stays up");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_and_tokens() {
        assert_eq!(parse_host("localhost"), Ok(IpAddr::V4(Ipv4Addr::LOCALHOST)));
        assert!(parse_host("[::1]").is_ok_and(|host| host.is_loopback()));
        assert!(parse_host("0.0.0.0").is_ok_and(|host| !host.is_loopback()));
        assert!(parse_host("example.org").is_err());
        assert!(parse_token("correct-horse").is_ok());
        assert!(parse_token("").is_err() && parse_token("with a space in it").is_err());
    }
}
