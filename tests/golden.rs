//! Whole projects: each file in `src/cli/golden/` holds a site, the commands and everything they printed and wrote.
//!
//! A case is one text file of sections:
//!
//! ```text
//! What this case is about, in a sentence.
//! -- content/moon.md --
//! an input file
//! -- $ dateline build --
//! what the command printed: standard output, then standard error, then `[exit 1]` unless it was 0
//! -- public/events.json --
//! after the first command: a file that must be there with this text
//! -- public/gone.html: absent --
//! -- public/: tree --
//! the paths of all files in a folder
//! ```
//!
//! A command runs in the site's folder; `<<< text` after it is its standard input, `\n` a line break. Seconds are written
//! as `0.00 s`, the site's folder as `[site]`. A new case is a file with its input and its commands: run
//! `UPDATE_GOLDEN=1 cargo test --test golden`, then read what it wrote as carefully as code.

mod common;

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::Stdio;

use common::Site;

struct Section {
    name: String,
    text: String,
}

fn sections(case: &str) -> (String, Vec<Section>) {
    let (mut head, mut found) = (String::new(), Vec::<Section>::new());
    for line in case.split_inclusive('\n') {
        let name = line
            .trim_end()
            .strip_prefix("-- ")
            .and_then(|rest| rest.strip_suffix(" --"));
        match (name, found.last_mut()) {
            (Some(name), _) => found.push(Section {
                name: name.to_owned(),
                text: String::new(),
            }),
            (None, Some(section)) => section.text.push_str(line),
            (None, None) => head.push_str(line),
        }
    }
    (head, found)
}

/// What `command` printed in `site`, as a case tells it.
fn run(site: &Site, command: &str) -> String {
    let (command, input) = command.split_once(" <<< ").unwrap_or((command, ""));
    let words = words(command);
    assert_eq!(
        words.first().map(String::as_str),
        Some("dateline"),
        "{command}"
    );
    let arguments: Vec<&str> = words[1..].iter().map(String::as_str).collect();
    let mut child = site
        .command(&arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program can be started");
    let mut stdin = child.stdin.take().expect("it is piped");
    let _ = stdin.write_all(input.replace("\\n", "\n").as_bytes());
    drop(stdin);
    let output = child.wait_with_output().expect("the child is ours");
    let mut text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.push_str(&String::from_utf8_lossy(&output.stderr));
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    match output.status.code() {
        Some(0) => {}
        code => {
            let code = code.map_or("by a signal".into(), |code| code.to_string());
            let _ = writeln!(text, "[exit {code}]");
        }
    }
    let root = site.root().canonicalize().expect("the site is there");
    steady(&text.replace(&*root.to_string_lossy(), "[site]"))
}

/// A command line in words; double quotes hold words together.
fn words(command: &str) -> Vec<String> {
    let (mut words, mut word, mut quoted, mut any) = (Vec::new(), String::new(), false, false);
    for c in command.chars() {
        match c {
            '"' => (quoted, any) = (!quoted, true),
            ' ' if !quoted => {
                if any {
                    words.push(std::mem::take(&mut word));
                }
                any = false;
            }
            c => {
                word.push(c);
                any = true;
            }
        }
    }
    if any {
        words.push(word);
    }
    words
}

/// Seconds as `0.00 s`: the one thing that differs from run to run.
fn steady(text: &str) -> String {
    let mut out = String::new();
    for line in text.split_inclusive('\n') {
        let time = line
            .trim_end()
            .rsplit_once(", ")
            .filter(|(_, last)| {
                last.strip_suffix(" s")
                    .is_some_and(|number| number.parse::<f64>().is_ok())
            })
            .map(|(rest, _)| rest);
        match time {
            Some(rest) => {
                let _ = writeln!(out, "{rest}, 0.00 s");
            }
            None => out.push_str(line),
        }
    }
    out
}

/// Runs the case at `path`; returns it as it should read.
fn replay(case: &str) -> String {
    let (mut out, sections) = sections(case);
    let site = Site::empty();
    let mut started = false;
    for section in sections {
        let Section { name, text } = section;
        let _ = writeln!(out, "-- {name} --");
        if let Some(command) = name.strip_prefix("$ ") {
            started = true;
            out.push_str(&run(&site, command));
        } else if let Some(path) = name.strip_suffix(": absent") {
            if site.path(path).exists() {
                out.push_str("(it is there)\n");
            }
        } else if let Some(folder) = name.strip_suffix(": tree") {
            for path in common::tree(&site.path(folder)).keys() {
                let _ = writeln!(out, "{path}");
            }
        } else if let Some(path) = name.strip_prefix("= ") {
            // An input written after a command ran.
            site.write(path, &text);
            out.push_str(&text);
        } else if started {
            match fs::read(site.path(&name)) {
                Ok(bytes) => {
                    // Calendars end their lines with CRLF; a case is a text file.
                    let found = String::from_utf8_lossy(&bytes).replace("\r\n", "\n");
                    out.push_str(&found);
                    if !found.ends_with('\n') {
                        out.push('\n');
                    }
                }
                Err(_) => out.push_str("(there is no such file)\n"),
            }
        } else {
            site.write(&name, &text);
            out.push_str(&text);
        }
    }
    out
}

#[test]
fn whole_projects_print_and_write_what_their_files_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/cli/golden");
    let update = std::env::var_os("UPDATE_GOLDEN").is_some();
    let mut paths: Vec<_> = fs::read_dir(&folder)
        .expect("the cases are there")
        .map(|entry| entry.expect("readable").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "txt"))
        .collect();
    paths.sort();
    assert!(!paths.is_empty());
    let mut wrong = Vec::new();
    for path in paths {
        let expected = fs::read_to_string(&path).expect("a case is UTF-8");
        let found = replay(&expected);
        if found == expected {
            continue;
        }
        if update {
            fs::write(&path, &found).expect("the project is writable");
            continue;
        }
        let line = found
            .lines()
            .zip(expected.lines())
            .position(|(a, b)| a != b)
            .unwrap_or_else(|| found.lines().count().min(expected.lines().count()));
        let at = |text: &str| text.lines().nth(line).unwrap_or("(the end)").to_owned();
        wrong.push(format!(
            "{}:{}:\n  expected {}\n  found    {}",
            path.display(),
            line + 1,
            at(&expected),
            at(&found)
        ));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
