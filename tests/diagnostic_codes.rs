//! Every code a diagnostic can have is explained in `docs/diagnostics.md`.

use std::collections::BTreeSet;
use std::path::Path;

/// Codes are the first text after one of these.
const OPENINGS: [&str; 8] = [
    "Diagnostic::error(",
    "Diagnostic::warning(",
    "Diagnostic::notice(",
    "fields.error(",
    "self.error(",
    "warning(fields, ",
    "mistakes(",
    "code: ",
];

fn is_code(text: &str) -> bool {
    text.contains('-') && text.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')
}

fn codes(source: &str, found: &mut BTreeSet<String>) {
    let source = source.split("#[cfg(test)]").next().unwrap_or_default();
    for opening in OPENINGS {
        for (at, _) in source.match_indices(opening) {
            let rest = source[at + opening.len()..].trim_start();
            let Some(text) = rest.strip_prefix('"') else {
                continue;
            };
            let text = &text[..text.find('"').unwrap_or(0)];
            if is_code(text) {
                found.insert(text.to_owned());
            }
        }
    }
}

fn walk(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).expect("a readable source folder") {
        let path = entry.expect("a readable entry").path();
        if path.is_dir() {
            walk(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            codes(
                &std::fs::read_to_string(&path).expect("readable source"),
                found,
            );
        }
    }
}

#[test]
fn every_code_is_explained() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = BTreeSet::new();
    walk(&root.join("src"), &mut found);
    assert!(found.len() > 20, "{found:?}");
    let docs =
        std::fs::read_to_string(root.join("docs/diagnostics.md")).expect("the list of codes");
    let missing: Vec<&String> = found
        .iter()
        .filter(|code| !docs.contains(&format!("`{code}`")))
        .collect();
    assert!(
        missing.is_empty(),
        "add to docs/diagnostics.md: {missing:?}"
    );
}
