//! What the tests of the program share: a site of its own in a temporary folder, the program run in
//! it, and folders compared as trees.

#![allow(dead_code, reason = "each test file uses its part")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// The program under test.
pub(crate) const DATELINE: &str = env!("CARGO_BIN_EXE_dateline");

/// A site in a temporary folder, removed with the value.
pub(crate) struct Site {
    folder: TempDir,
}

impl Site {
    /// An empty folder.
    pub(crate) fn empty() -> Self {
        let folder = tempfile::Builder::new()
            .prefix("dateline-test-")
            .tempdir()
            .expect("the temporary folder is writable");
        Self { folder }
    }

    /// A site of `articles` dated articles, each with an event of its own.
    pub(crate) fn with(articles: usize) -> Self {
        let site = Self::empty();
        for number in 0..articles {
            site.article(number, "opened");
        }
        site
    }

    /// Writes article `number`; `verb` makes two versions of it differ.
    pub(crate) fn article(&self, number: usize, verb: &str) {
        let (month, day) = (number / 28 % 12 + 1, number % 28 + 1);
        let text = format!(
            "---\ntitle: Bridge {number} {verb}\ndate: 2021-{month:02}-{day:02}\ntags: [bridges]\n---\n\n\
             Bridge number {number} {verb} on {day} March 20{:02}. The next one is due on Friday.\n",
            number % 20
        );
        self.write(&format!("content/{:02}/bridge-{number}.md", month), &text);
    }

    /// Writes a file, making its folders.
    pub(crate) fn write(&self, path: &str, text: &str) {
        let full = self.path(path);
        let parent = full.parent().expect("a file lies in a folder");
        fs::create_dir_all(parent).expect("the temporary folder is writable");
        fs::write(full, text).expect("the temporary folder is writable");
    }

    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    pub(crate) fn public(&self) -> PathBuf {
        self.path("public")
    }

    /// `dateline ARGUMENTS` in the site's folder, not yet started.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(DATELINE);
        command
            .args(arguments)
            .current_dir(self.root())
            .env_remove("SOURCE_DATE_EPOCH")
            .env_remove("DATELINE_FAIL_AT")
            .env("NO_COLOR", "1");
        command
    }

    /// Runs `dateline ARGUMENTS` to its end.
    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments)
            .output()
            .expect("the program can be started")
    }

    /// Builds, expecting exit code 0.
    #[track_caller]
    pub(crate) fn build(&self) -> String {
        let output = self.run(&["build"]);
        assert_exit(&output, 0);
        String::from_utf8_lossy(&output.stderr).into_owned()
    }

    /// Whether a staging folder stands beside the output.
    pub(crate) fn has_stage(&self) -> bool {
        self.path(".public.dateline-stage").exists()
    }
}

/// What was printed to standard error.
pub(crate) fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[track_caller]
pub(crate) fn assert_exit(output: &Output, code: i32) {
    assert_eq!(
        output.status.code(),
        Some(code),
        "{:?}\n{}{}",
        output.status,
        String::from_utf8_lossy(&output.stdout),
        said(output)
    );
}

/// Every file and link of a folder by path, with its bytes.
pub(crate) type Tree = BTreeMap<String, Vec<u8>>;

/// The tree in `folder`; empty when there is none.
pub(crate) fn tree(folder: &Path) -> Tree {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| !entry.file_type().is_dir())
        .map(|entry| {
            let inside = entry
                .path()
                .strip_prefix(folder)
                .expect("the walk stays in the folder");
            let bytes = fs::read(entry.path()).unwrap_or_default();
            (inside.to_string_lossy().into_owned(), bytes)
        })
        .collect()
}

/// Asks for equal trees and names the first difference.
#[track_caller]
pub(crate) fn assert_same(left: &Tree, right: &Tree, what: &str) {
    for (path, bytes) in left {
        match right.get(path) {
            None => panic!("{what}: {path} is missing"),
            Some(other) => assert!(other == bytes, "{what}: {path} differs"),
        }
    }
    if let Some(path) = right.keys().find(|path| !left.contains_key(*path)) {
        panic!("{what}: {path} is new");
    }
}

/// Copies a folder with all in it, names in `skip` at the top left out.
pub(crate) fn copy(from: &Path, to: &Path, skip: &[&str]) {
    for entry in walkdir::WalkDir::new(from)
        .into_iter()
        .filter_entry(|entry| {
            entry.depth() != 1 || !skip.contains(&&*entry.file_name().to_string_lossy())
        })
    {
        let entry = entry.expect("the folder is readable");
        let inside = entry.path().strip_prefix(from).expect("inside");
        let target = to.join(inside);
        if entry.file_type().is_dir() {
            fs::create_dir_all(&target).expect("the temporary folder is writable");
        } else {
            fs::copy(entry.path(), &target).expect("the temporary folder is writable");
        }
    }
}
