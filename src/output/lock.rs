//! One build of a site at a time. In: the site's root. Out: a lock that ends with the process,
//! however it ends.

use std::fs::{self, File};
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;
use std::time::Duration;

use crate::error::{Error, Result};

/// Held while a build runs: `.dateline/lock`, by `flock`.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock of the site in `root`; waits for it when `wait` says so.
    ///
    /// # Errors
    /// [`Error::Machine`] naming the process that holds it, or why the file cannot be made.
    pub fn take(root: &Path, wait: bool) -> Result<Self> {
        let folder = root.join(".dateline");
        fs::create_dir_all(&folder).map_err(|cause| Error::io("create", &folder, &cause))?;
        let path = folder.join("lock");
        let mut file = File::options()
            .create(true)
            .read(true)
            .write(true)
            .truncate(false)
            .open(&path)
            .map_err(|cause| Error::io("lock", &path, &cause))?;
        let attempt = || {
            file.try_lock()
                .map(|()| true)
                .or_else(held)
                .map_err(|cause| Error::io("lock", &path, &cause))
        };
        let mut taken = attempt()?;
        while wait && !taken {
            // Asked again and again, so that Ctrl-C ends the waiting.
            super::check_interrupted()?;
            std::thread::sleep(Duration::from_millis(20));
            taken = attempt()?;
        }
        if !taken {
            let mut holder = String::new();
            let _ = file.read_to_string(&mut holder);
            let holder = holder.trim();
            let holder = if holder.is_empty() {
                "another process".into()
            } else {
                format!("process {holder}")
            };
            return Err(Error::Machine {
                operation: "lock",
                path,
                cause: format!("{holder} is building this site"),
                hint: "wait for it, or run again with --wait".into(),
            });
        }
        let _ = file.set_len(0);
        let _ = file.seek(SeekFrom::Start(0));
        let _ = write!(file, "{}", std::process::id());
        Ok(Self { _file: file })
    }
}

fn held(error: fs::TryLockError) -> std::io::Result<bool> {
    match error {
        fs::TryLockError::WouldBlock => Ok(false),
        fs::TryLockError::Error(cause) => Err(cause),
    }
}
