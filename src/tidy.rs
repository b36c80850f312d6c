//! The order of the modules, kept as an ordinary test: a module uses what stands to its left.

use std::fs;
use std::path::{Path, PathBuf};

/// The program's sentence, from the ground to `main`. Source: conventions, section 1.
const ORDER: [&str; 18] = [
    "source",
    "diagnostic",
    "error",
    "calendar",
    "fields",
    "config",
    "corrections",
    "content",
    "text",
    "temporal",
    "events",
    "site",
    "output",
    "pipeline",
    "import",
    "serve",
    "desk",
    "cli",
];

fn place(module: &str) -> Option<usize> {
    ORDER.iter().position(|name| *name == module)
}

fn rust_files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    walkdir::WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .map(|entry| entry.expect("the sources are readable").into_path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "rs"))
        .collect()
}

/// The module a file belongs to: its folder under `src/`, or its own name.
fn module_of(path: &Path) -> String {
    let inside = path
        .strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src"))
        .expect("the file lies in src");
    let first = inside.iter().next().expect("a file has a name");
    first.to_string_lossy().trim_end_matches(".rs").to_owned()
}

/// Modules named behind `crate::` in a file, tests included, with the line.
fn uses(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let code = line.split("//").next().unwrap_or_default();
        for (at, _) in code.match_indices("crate::") {
            let name: String = code[at + "crate::".len()..]
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
                .collect();
            found.push((number + 1, name));
        }
    }
    found
}

#[test]
fn modules_use_what_stands_to_their_left() {
    let mut wrong = Vec::new();
    for path in rust_files() {
        let module = module_of(&path);
        let Some(own) = place(&module) else {
            continue;
        };
        let text = fs::read_to_string(&path).expect("the sources are UTF-8");
        for (line, used) in uses(&text) {
            if place(&used).is_some_and(|used| used > own) {
                wrong.push(format!(
                    "{}:{line}: {module} uses {used}, which stands to its right",
                    path.display()
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_module_has_its_place() {
    for path in rust_files() {
        let module = module_of(&path);
        let outside = ["lib", "main", "tidy"].contains(&&*module);
        assert!(
            outside || place(&module).is_some(),
            "src/{module} has no place in the order: add it to ORDER and to docs/architecture.md"
        );
    }
}

#[test]
fn every_file_says_what_it_is() {
    for path in rust_files() {
        let text = fs::read_to_string(&path).expect("the sources are UTF-8");
        assert!(
            text.starts_with("//!"),
            "{} lacks its //! header",
            path.display()
        );
    }
}
