//! `dateline init`: a site that builds at once.

use std::fs;
use std::path::PathBuf;

use clap::Args;

use super::{Global, report};
use crate::error::{Error, Result};

#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  dateline init harbour-tunnel && dateline serve --root harbour-tunnel --open")]
pub(super) struct Options {
    /// The folder to make
    dir: PathBuf,
}

const FILES: [(&str, &str); 4] = [
    ("dateline.toml", include_str!("init/dateline.toml")),
    (
        "content/2024-03-14-tunnel-delayed.md",
        include_str!("init/tunnel-delayed.md"),
    ),
    (
        "content/2024-06-03-first-train.txt",
        include_str!("init/first-train.txt"),
    ),
    (".gitignore", "/public/\n/.dateline/\n/.public.dateline-*\n"),
];

pub(super) fn run(global: &Global, options: &Options) -> Result<u8> {
    let dir = &options.dir;
    let taken =
        fs::read_dir(dir).is_ok_and(|mut entries| entries.next().is_some()) || dir.is_file();
    if taken {
        return Err(Error::input(
            format!("{} exists already and is not empty", dir.display()),
            "choose a new folder; init overwrites nothing",
        ));
    }
    for (path, text) in FILES {
        let full = dir.join(path);
        let parent = full.parent().unwrap_or(dir);
        fs::create_dir_all(parent).map_err(|cause| Error::io("create", parent, &cause))?;
        fs::write(&full, text).map_err(|cause| Error::io("write", &full, &cause))?;
    }
    report::note(
        global.quiet,
        &format!(
            "made a site in {0}\n  preview it: dateline serve --root {0} --open\n  write it:   dateline build --root {0}",
            dir.display()
        ),
    );
    Ok(0)
}
