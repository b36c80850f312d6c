//! What a change did not touch is not done again, and nobody can tell: after any sequence of edits, renames,
//! deletions, changed templates, settings and corrections, the site kept in memory and the one read from the cache
//! are byte for byte what a clean build with the same day makes.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use dateline::pipeline::{Options, Snapshot, Workspace};
use proptest::prelude::*;

/// One thing an editor does.
#[derive(Debug, Clone)]
enum Edit {
    Write { article: usize, text: usize },
    Rename { from: usize, to: usize },
    Delete { article: usize },
    Correct { article: usize, entry: usize },
    Uncorrect { article: usize },
    Template { text: usize },
    Style { text: usize },
    Config { text: usize },
}

const ARTICLES: [&str; 7] = [
    "content/munich.md",
    "content/geneva.md",
    "content/2016/02/talks.txt",
    "content/2016/03/bridge.md",
    "content/2016/03/bridge-2.html",
    "content/about.md",
    "content/table.csv",
];

/// Texts that share sentences and days, so that events merge, part, lead and follow as they come and go.
const TEXTS: [&str; 8] = [
    "---\ntitle: Talks\ndate: 2016-02-12\nsource: The Ledger\ntags: [talks]\n---\n\nThe ministers met in Munich on Thursday. Peace talks are due to resume in Geneva on Feb. 25. A truce was proposed for March.\n",
    "---\ntitle: Talks off\ndate: 2016-02-26\nsource: National Wire\ntags: [talks, truce]\n---\n\nThe peace talks in Geneva did not resume on Feb. 25. The ministers met in Munich on Feb. 11, and the envoy said talks would resume on 7 March.\n",
    "---\ntitle: Bridge opens\ndate: 2016-03-05\nsource: The Ledger\n---\n\nThe bridge over the strait opened to traffic on Friday. It was begun in 2009.\n",
    "---\ntitle: Bridge opened\ndate: 2016-03-06\nsource: Evening Post\n---\n\nThe bridge over the strait opened to traffic on Saturday, the ministry said. Work on it began in 2009.\n",
    "# Undated\n\nThe hall burned on Friday. It was built in 1911 and rebuilt in the spring of 1948.\n",
    "---\ntitle: Draft\ndraft: true\ndate: 2016-03-01\n---\n\nA second tube was opened on 29 February.\n",
    "---\ntitle: [\n---\n\nBroken on 3 March 2016.\n",
    "",
];
const TABLES: [&str; 3] = [
    "date,headline,place\n2016-02-25,Talks resume in Geneva,Geneva\n1911,Hall built,\n",
    "date,headline\n2016-03-05,Bridge opens\n",
    "date,headline\n\"2016",
];
const CORRECTIONS: [&str; 5] = [
    "[article]\ndate = \"2016-02-14\"\n",
    "[[events]]\nquote = \"The ministers met in Munich\"\ndate = \"2016-02-10\"\nheadline = \"Ministers meet\"\nchecked = \"2016-03-02\"\n",
    "[[events]]\nquote = \"opened to traffic\"\nhide = true\n",
    "[[events]]\ndate = \"2016-02-20\"\nheadline = \"Added by hand\"\nimportance = 0.9\n",
    "[[events]]\nquote = \"nowhere to be found\"\ndate = \"2016\"\n",
];
const TEMPLATES: [&str; 3] = [
    "{% extends \"theme/article.html\" %}\n{% block main %}<p>Our own</p>{{ super() }}{% endblock main %}\n",
    "{% extends \"theme/article.html\" %}\n{% block main %}<p>Changed</p>{{ super() }}{% endblock main %}\n",
    "",
];
const STYLES: [&str; 3] = ["body { color: red }\n", "body { color: blue }\n", ""];
const CONFIGS: [&str; 4] = [
    "",
    "[site]\ntitle = \"One\"\n",
    "[site]\ntitle = \"Two\"\ndate_order = \"dmy\"\nbase_url = \"https://two.example/\"\n",
    "[timeline]\nmax_events = 3\n",
];

fn edits() -> impl Strategy<Value = Vec<Vec<Edit>>> {
    let article = || 0..ARTICLES.len();
    let edit = prop_oneof![
        6 => (article(), 0..TEXTS.len()).prop_map(|(article, text)| Edit::Write { article, text }),
        2 => (article(), article()).prop_map(|(from, to)| Edit::Rename { from, to }),
        2 => article().prop_map(|article| Edit::Delete { article }),
        3 => (article(), 0..CORRECTIONS.len()).prop_map(|(article, entry)| Edit::Correct { article, entry }),
        1 => article().prop_map(|article| Edit::Uncorrect { article }),
        1 => (0..TEMPLATES.len()).prop_map(|text| Edit::Template { text }),
        1 => (0..STYLES.len()).prop_map(|text| Edit::Style { text }),
        1 => (0..CONFIGS.len()).prop_map(|text| Edit::Config { text }),
    ];
    // Batches as the watch hands them on: mostly one file, now and then a checkout.
    prop::collection::vec(prop::collection::vec(edit, 1..4), 1..6)
}

fn corrections(article: &str) -> String {
    format!("{article}.events.toml")
}

/// Writes `text`, or deletes the file where it is empty; an article may be empty.
fn put(root: &Path, path: &str, text: Option<&str>, changed: &mut BTreeSet<PathBuf>) {
    let full = root.join(path);
    match text {
        Some(text) => {
            fs::create_dir_all(full.parent().expect("beneath the root")).expect("writable");
            fs::write(&full, text).expect("writable");
        }
        None if full.exists() => fs::remove_file(&full).expect("removable"),
        None => return,
    }
    changed.insert(full);
}

fn apply(root: &Path, edit: &Edit, changed: &mut BTreeSet<PathBuf>) {
    let some = |text: &'static str| (!text.is_empty()).then_some(text);
    match *edit {
        Edit::Write { article, text } => {
            let path = ARTICLES[article];
            let text = if path.ends_with(".csv") {
                TABLES[text % TABLES.len()]
            } else {
                TEXTS[text]
            };
            put(root, path, Some(text), changed);
        }
        Edit::Rename { from, to } => {
            let (from, to) = (ARTICLES[from], ARTICLES[to]);
            let ending = |path: &str| path.rsplit('.').next().map(str::to_owned);
            if from == to
                || !root.join(from).exists()
                || (ending(from) == Some("csv".into())) != (ending(to) == Some("csv".into()))
            {
                return;
            }
            fs::create_dir_all(root.join(to).parent().expect("beneath the root"))
                .expect("writable");
            fs::rename(root.join(from), root.join(to)).expect("renamed");
            changed.extend([root.join(from), root.join(to)]);
        }
        Edit::Delete { article } => put(root, ARTICLES[article], None, changed),
        Edit::Correct { article, entry } => {
            put(
                root,
                &corrections(ARTICLES[article]),
                Some(CORRECTIONS[entry]),
                changed,
            );
        }
        Edit::Uncorrect { article } => put(root, &corrections(ARTICLES[article]), None, changed),
        Edit::Template { text } => put(
            root,
            "templates/article.html",
            some(TEMPLATES[text]),
            changed,
        ),
        Edit::Style { text } => put(root, "static/style.css", some(STYLES[text]), changed),
        Edit::Config { text } => put(root, "dateline.toml", Some(CONFIGS[text]), changed),
    }
}

/// All that a site comes to: its files with their bytes, and what was said about it.
fn all(
    outcome: dateline::error::Result<Snapshot>,
) -> Result<(BTreeMap<String, Vec<u8>>, String), String> {
    let snapshot = outcome.map_err(|error| error.to_string())?;
    let mut files = BTreeMap::new();
    for path in snapshot.site.paths() {
        // The share card is drawn from the same model as the page beside it, and takes a hundred times as long.
        if path.ends_with(".png") || path.starts_with("fonts/") {
            continue;
        }
        let bytes = snapshot
            .site
            .render(path)
            .map_err(|error| error.to_string())?;
        files.insert(path.clone(), bytes);
    }
    let said = format!("{:?} {:?}", snapshot.diagnostics, snapshot.today);
    Ok((files, said))
}

fn options() -> Options {
    Options {
        today: NaiveDate::from_ymd_opt(2016, 3, 10),
        ..Options::default()
    }
}

fn check(
    root: &Path,
    kept: dateline::error::Result<Snapshot>,
    how: &str,
) -> Result<(), TestCaseError> {
    let clean = all(Workspace::new(root.to_owned(), options(), false).refresh(&[]));
    match (all(kept), clean) {
        (Ok((files, said)), Ok((clean, clean_said))) => {
            prop_assert_eq!(said, clean_said, "{}: diagnostics", how);
            let names: Vec<&String> = files.keys().collect();
            prop_assert_eq!(names, clean.keys().collect::<Vec<_>>(), "{}: files", how);
            for (path, bytes) in &files {
                prop_assert!(
                    *bytes == clean[path],
                    "{how}: {path} differs from a clean build"
                );
            }
        }
        (kept, clean) => {
            prop_assert_eq!(kept.map(|_| ()), clean.map(|_| ()), "{}: outcome", how);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, max_shrink_iters: 40, ..ProptestConfig::default() })]

    #[test]
    fn an_incremental_site_is_a_clean_one(batches in edits()) {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().canonicalize().expect("it is there");
        fs::create_dir_all(root.join("content")).expect("writable");
        for (article, text) in [(0, 0), (1, 1), (3, 2)] {
            apply(&root, &Edit::Write { article, text }, &mut BTreeSet::new());
        }
        let mut workspace = Workspace::new(root.clone(), options(), true);
        check(&root, workspace.refresh(&[]), "first")?;
        for batch in &batches {
            let mut changed = BTreeSet::new();
            for edit in batch {
                apply(&root, edit, &mut changed);
            }
            let changed: Vec<PathBuf> = changed.into_iter().collect();
            check(&root, workspace.refresh(&changed), "in memory")?;
        }
        let from_cache = Workspace::new(root.clone(), options(), true).refresh(&[]);
        check(&root, from_cache, "from the cache")?;
    }
}
