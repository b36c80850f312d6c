//! What a run says. In: diagnostics, errors, results. Out: lines on the right stream; a reader that
//! went away is no failure.

use std::io::{self, Write};

use crate::diagnostic::{Diagnostic, MessageFormat, Severity, escape_control};
use crate::error::{Error, Result};

/// Most diagnostics printed; the rest are counted.
const MOST: usize = 100;

/// Prints `diagnostics` to standard error: errors and warnings always, notices unless `quiet`. Past [`MOST`] they are
/// counted; the errors come first then.
pub(super) fn diagnostics(diagnostics: &[Diagnostic], format: MessageFormat, quiet: bool) {
    let shown: Vec<&Diagnostic> = diagnostics
        .iter()
        .filter(|d| !quiet || d.severity != Severity::Notice)
        .collect();
    let mut kept: Vec<&Diagnostic> = shown.clone();
    if kept.len() > MOST {
        kept.sort_by_key(|d| d.severity);
        kept.truncate(MOST);
    }
    let mut out = String::new();
    for diagnostic in &kept {
        out.push_str(&diagnostic.render(format));
    }
    if shown.len() > kept.len() && format == MessageFormat::Human {
        let errors = shown
            .iter()
            .filter(|d| d.severity == Severity::Error)
            .count();
        out.push_str(&format!(
            "… and {} more ({errors} errors in all)\n",
            shown.len() - kept.len()
        ));
    }
    let _ = io::stderr().write_all(out.as_bytes());
}

/// Prints what ended the run.
pub(super) fn error(error: &Error, format: MessageFormat) {
    if let MessageFormat::Json | MessageFormat::Github = format {
        let diagnostic = Diagnostic::error("run-failed", "", error.to_string()).hint(error.hint());
        let _ = io::stderr().write_all(diagnostic.render(format).as_bytes());
        return;
    }
    let mut out = format!("error: {}\n", escape_lines(&error.to_string()));
    if !error.hint().is_empty() {
        out.push_str(&format!("  hint: {}\n", escape_control(error.hint())));
    }
    let _ = io::stderr().write_all(out.as_bytes());
}

fn escape_lines(text: &str) -> String {
    text.trim_end()
        .lines()
        .map(escape_control)
        .collect::<Vec<_>>()
        .join("\n")
}

/// A line for people, unless `quiet`.
pub(super) fn note(quiet: bool, line: &str) {
    if !quiet {
        let _ = writeln!(io::stderr(), "{line}");
    }
}

/// Writes results to standard output. `Ok(false)`: the reader went away, stop quietly.
///
/// # Errors
/// [`Error::Machine`] for any other failure, such as a full disk behind a redirection.
pub(super) fn result(bytes: &[u8]) -> Result<bool> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Ok(()) => Ok(true),
        Err(cause) if cause.kind() == io::ErrorKind::BrokenPipe => Ok(false),
        Err(cause) => Err(Error::io(
            "write",
            std::path::Path::new("standard output"),
            &cause,
        )),
    }
}
