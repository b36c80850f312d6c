//! `scripts/jsonl-to-content`: articles as JSON lines become content files as people write them.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

const LINES: &str = concat!(
    r#"{"id": "Harbour_gazette/2012-01-28/1", "date": "2012-01-28", "text": "28 January 12 22:46 GMT The council -LRB- of nine -RRB- said it would close the `` old '' harbour bridge , although the ferry will run .\nThe council 's plan was set up in December ."}"#,
    "\n",
    r#"{"id": "Harbour_gazette/2012-03-16/2", "date": "2012-03-16", "title": "", "text": "Mayor briefs council on the tunnel 16 March 2012 Last updated at 14:51 GMT Help The mayor has told the council that the tunnel opens in May ."}"#,
    "\n",
    r#"{"id": "plain", "published": "2012-04-01", "title": "Plain text", "source": "The Ledger", "text": "It was written as people write, on March 3, and stays so."}"#,
    "\n",
);

fn convert(lines: &str, into: &Path) -> (bool, String) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts/jsonl-to-content");
    let mut child = Command::new("python3")
        .arg(script)
        .arg("--into")
        .arg(into)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("python3 is installed by scripts/test");
    let mut input = child.stdin.take().expect("it is piped");
    input.write_all(lines.as_bytes()).expect("it reads");
    drop(input);
    let output = child.wait_with_output().expect("it ends");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    (output.status.success(), said)
}

fn all(folder: &Path) -> Vec<String> {
    let mut texts: Vec<String> = walkdir::WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .map(|entry| entry.expect("it is readable"))
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| std::fs::read_to_string(entry.path()).expect("it is text"))
        .collect();
    texts.sort();
    texts
}

#[test]
fn tokens_stamps_and_glued_headlines_are_undone() {
    let folder = tempfile::tempdir().expect("a folder");
    let (fine, said) = convert(LINES, folder.path());
    assert!(fine, "{said}");
    let texts = all(folder.path());
    assert_eq!(texts.len(), 3);
    let of = |day: &str| {
        texts
            .iter()
            .find(|text| text.contains(day))
            .unwrap_or_else(|| panic!("no article of {day}: {texts:?}"))
    };
    let bridge = of("date: 2012-01-28");
    assert!(bridge.contains("source: \"Gazette\""), "{bridge}");
    assert!(
        bridge.contains(
            "\nThe council (of nine) said it would close the \"old\" harbour bridge, although the ferry will run.\n\
             The council's plan was set up in December."
        ),
        "{bridge}"
    );
    let tunnel = of("date: 2012-03-16");
    assert!(
        tunnel.contains("title: \"Mayor briefs council on the tunnel\""),
        "{tunnel}"
    );
    assert!(
        tunnel.contains("\nThe mayor has told the council that"),
        "{tunnel}"
    );
    let plain = of("date: 2012-04-01");
    assert!(plain.contains("source: \"The Ledger\""), "{plain}");
    assert!(
        plain.contains("\nIt was written as people write, on March 3, and stays so."),
        "{plain}"
    );
}

#[test]
fn a_broken_line_is_named_by_its_number() {
    let folder = tempfile::tempdir().expect("a folder");
    let (fine, said) = convert(
        "{\"id\": \"a\", \"text\": \"One.\"}\n{broken\n",
        folder.path(),
    );
    assert!(!fine);
    assert!(said.contains(":2: "), "{said}");
    assert_eq!(all(folder.path()).len(), 1, "the other line is an article");
}
