//! What the author of an article can fix: collected, sorted, shown with a hint.
//!
//! In: what a stage expected and found. Out: lines for people, JSON for tools, annotations for
//! pull requests. This is the only place that formats messages.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use crate::source::Position;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Nothing is published until it is mended (or `--keep-going` leaves the file out).
    Error,
    /// Published, but probably not what was meant.
    Warning,
    /// A question or a remark.
    Notice,
}

impl Severity {
    /// `error`, `warning` or `notice`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Notice => "notice",
        }
    }
}

/// One message about one place in one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// Kebab-case, listed in the README.
    pub code: std::borrow::Cow<'static, str>,
    /// Relative to the site's root, with `/`; empty when it concerns no file.
    pub path: String,
    /// Where in the file, when a place is known.
    pub position: Option<Position>,
    /// What was expected and found.
    pub message: String,
    /// What to do; starts with a verb. Empty when there is nothing to add.
    pub hint: String,
}

/// How diagnostics are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MessageFormat {
    /// `path:line:column: severity[code]: message` and an indented hint.
    #[default]
    Human,
    /// One JSON object a line.
    Json,
    /// GitHub workflow commands.
    Github,
}

impl Diagnostic {
    /// A diagnostic about the whole of `path`.
    pub fn new(
        severity: Severity,
        code: &'static str,
        path: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        Self {
            severity,
            code: code.into(),
            path: path.into(),
            position: None,
            message: message.into(),
            hint: String::new(),
        }
    }

    /// An error about `path`.
    pub fn error(code: &'static str, path: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, path, message)
    }

    /// A warning about `path`.
    pub fn warning(
        code: &'static str,
        path: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        Self::new(Severity::Warning, code, path, message)
    }

    /// A notice about `path`.
    pub fn notice(code: &'static str, path: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Severity::Notice, code, path, message)
    }

    /// With the place in the file.
    #[must_use]
    pub fn at(mut self, position: Position) -> Self {
        self.position = Some(position);
        self
    }

    /// With what to do, starting with a verb.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// The message in `format`, ending with a line break. Control characters are escaped.
    pub fn render(&self, format: MessageFormat) -> String {
        match format {
            MessageFormat::Human => self.human(),
            MessageFormat::Json => {
                let value = serde_json::json!({
                    "severity": self.severity,
                    "code": self.code,
                    "path": self.path,
                    "line": self.position.map(|p| p.line),
                    "column": self.position.map(|p| p.column),
                    "message": self.message,
                    "hint": self.hint,
                });
                format!("{value}\n")
            }
            MessageFormat::Github => self.github(),
        }
    }

    fn human(&self) -> String {
        let mut out = String::new();
        if !self.path.is_empty() {
            out.push_str(&escape_control(&self.path));
            if let Some(Position { line, column }) = self.position {
                let _ = write!(out, ":{line}:{column}");
            }
            out.push_str(": ");
        }
        let _ = writeln!(
            out,
            "{}[{}]: {}",
            self.severity.name(),
            self.code,
            escape_control(&self.message)
        );
        if !self.hint.is_empty() {
            let _ = writeln!(out, "  hint: {}", escape_control(&self.hint));
        }
        out
    }

    /// Source: GitHub's workflow commands, which want `%`, CR and LF escaped in data, and `:` and
    /// `,` too in properties.
    fn github(&self) -> String {
        let data = |text: &str| {
            text.replace('%', "%25")
                .replace('\r', "%0D")
                .replace('\n', "%0A")
        };
        let property = |text: &str| data(text).replace(':', "%3A").replace(',', "%2C");
        let mut out = format!("::{} file={}", self.severity.name(), property(&self.path));
        if let Some(Position { line, column }) = self.position {
            let _ = write!(out, ",line={line},col={column}");
        }
        let _ = write!(
            out,
            ",title={}::{}",
            property(&self.code),
            data(&self.message)
        );
        if !self.hint.is_empty() {
            let _ = write!(out, "%0Ahint: {}", data(&self.hint));
        }
        out.push('\n');
        out
    }
}

/// Sorts by path, place, severity, code and message, and drops exact repeats: the same input gives
/// the same list whatever the thread count.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(|a, b| {
        (&a.path, a.position, a.severity, &a.code, &a.message)
            .cmp(&(&b.path, b.position, b.severity, &b.code, &b.message))
    });
    diagnostics.dedup();
}

/// Makes control characters visible (`\u{1b}`), so that content cannot drive a terminal.
pub fn escape_control(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() && c != '\t' {
            out.extend(c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    out
}
