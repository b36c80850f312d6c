//! What ends a run. In: a failed operation. Out: a message naming operation, path and cause, and
//! the exit code it stands for.

use std::path::{Path, PathBuf};

/// A failure that no article's author can fix by editing that article.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The inputs are wrong: settings, template, no site here. Exit code 1.
    #[error("{message}")]
    Input {
        /// What was expected and found, naming the file.
        message: String,
        /// What to do.
        hint: String,
    },
    /// The command line is wrong. Exit code 2.
    #[error("{message}")]
    Usage {
        /// What was expected and found.
        message: String,
        /// What to do.
        hint: String,
    },
    /// The machine failed: disk full, no permission, lock held. Exit code 3.
    #[error("cannot {operation} {}: {cause}", .path.display())]
    Machine {
        /// What was tried: `write`, `read`, `lock`.
        operation: &'static str,
        /// On what.
        path: PathBuf,
        /// Why not.
        cause: String,
        /// What to do.
        hint: String,
    },
    /// A signal asked to stop. Exit code 130 (SIGINT) or 143 (SIGTERM).
    #[error("interrupted; nothing was published")]
    Interrupted {
        /// The signal's number.
        signal: i32,
    },
}

impl Error {
    /// Wrong inputs, with what to do.
    pub fn input(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Input {
            message: message.into(),
            hint: hint.into(),
        }
    }

    /// A failed file operation, with a hint from its kind.
    pub fn io(operation: &'static str, path: &Path, cause: &std::io::Error) -> Self {
        use std::io::ErrorKind;
        let hint = match cause.kind() {
            ErrorKind::PermissionDenied => "check who may read and write there",
            ErrorKind::StorageFull => "free some space on that disk and run again",
            ErrorKind::ReadOnlyFilesystem => "choose a writable folder with --output",
            ErrorKind::NotFound => "check that the folder exists",
            _ => "run again; if it stays, check the disk",
        };
        Self::Machine {
            operation,
            path: path.to_owned(),
            cause: cause.to_string(),
            hint: hint.into(),
        }
    }

    /// What to do about it; empty when there is nothing to add.
    pub fn hint(&self) -> &str {
        match self {
            Self::Input { hint, .. } | Self::Usage { hint, .. } | Self::Machine { hint, .. } => {
                hint
            }
            Self::Interrupted { .. } => "",
        }
    }

    /// The exit code of a run that ends with it.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Input { .. } => 1,
            Self::Usage { .. } => 2,
            Self::Machine { .. } => 3,
            Self::Interrupted { signal } => 128 + *signal as u8,
        }
    }
}

/// The result of what may end a run.
pub type Result<T> = std::result::Result<T, Error>;
