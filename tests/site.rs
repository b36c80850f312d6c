//! Whole sites in memory: what every page and data file must hold, whatever the articles say.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use dateline::pipeline::{Options, Workspace};

type Files = BTreeMap<String, Vec<u8>>;

fn put(root: &Path, name: &str, text: &str) {
    let path = root.join(name);
    fs::create_dir_all(path.parent().expect("in a folder")).expect("folders");
    fs::write(path, text).expect("a file");
}

fn build(files: &[(&str, &str)]) -> dateline::error::Result<Files> {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        put(folder.path(), name, text);
    }
    let options = Options::default();
    let snapshot = Workspace::new(folder.path().to_owned(), options, false).refresh(&[])?;
    let site = &snapshot.site;
    site.paths()
        .iter()
        .map(|path| Ok((path.clone(), site.render(path)?)))
        .collect()
}

const HOSTILE: &str = "---\ntitle: '</script><script>alert(1)</script> \"quoted\" & <b>'\ndate: 2016-02-12\nsource: '=HYPERLINK(\"x\")'\n\
tags: ['a/b', '<i>', con]\nurl: https://example.org/a?b=1&c=2\nplace: Geneva\n---\n\
The envoy <script>alert(2)</script> said that talks, plans; and hopes resume on Feb. 25.\n\nTalks in Geneva broke down last month.\n";
const WIRE: &str = "---\ntitle: Wire report\ndate: 2016-02-13\nsource: Closed Wire\n---\n\
An ocelot inspected the harbour gates on Friday. The quarrelsome committee will convene on March 7. A zebu lowed.\n";
const SETTINGS: &str = "[site]\ntitle = \"A & B <site>\"\nbase_url = \"https://example.org/sub\"\n\
[[content.sources]]\nname = \"Closed Wire\"\nmatch = \"closed/**\"\npublish = \"none\"\n";

fn hostile() -> Files {
    build(&[
        ("dateline.toml", SETTINGS),
        ("content/2016/talks.md", HOSTILE),
        ("content/closed/wire.md", WIRE),
    ])
    .expect("a site")
}

fn text<'a>(files: &'a Files, path: &str) -> &'a str {
    std::str::from_utf8(
        files
            .get(path)
            .unwrap_or_else(|| panic!("{path} is missing")),
    )
    .expect("UTF-8")
}

#[test]
fn nothing_an_article_says_runs() {
    let files = hostile();
    for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
        let page = std::str::from_utf8(bytes).expect("UTF-8");
        assert!(!page.contains("<script>alert"), "{path}");
        assert!(!page.contains(" style=\""), "{path} has a style attribute");
        assert!(!page.contains(" onclick="), "{path}");
    }
    let csv = text(&files, "events.csv");
    assert!(
        !csv.contains(",=HYPERLINK") && !csv.contains("\"=HYPERLINK"),
        "{csv}"
    );
}

#[test]
fn sentences_of_a_closed_newsroom_stand_nowhere() {
    let files = hostile();
    for (path, bytes) in &files {
        let content = String::from_utf8_lossy(bytes);
        assert!(
            !content.contains("quarrelsome committee will convene on March 7"),
            "{path}"
        );
        assert!(
            !content.contains("ocelot inspected the harbour gates on Friday"),
            "{path}"
        );
        assert!(
            !content.contains("quarrelsome%20committee%20will%20convene%20on"),
            "{path}"
        );
    }
    assert!(!files.contains_key("closed/wire/index.html"));
    // Words that no headline has stand in no file at all, search's included.
    for (path, bytes) in &files {
        let content = String::from_utf8_lossy(bytes);
        assert!(!content.contains("zebu"), "{path}");
    }
}

#[test]
fn every_local_link_leads_to_a_file_and_its_anchor() {
    let files = hostile();
    let anchors: BTreeMap<&String, BTreeSet<&str>> = files
        .iter()
        .filter(|(path, _)| path.ends_with(".html"))
        .map(|(path, bytes)| {
            let page = std::str::from_utf8(bytes).expect("UTF-8");
            (
                path,
                page.split(" id=\"")
                    .skip(1)
                    .filter_map(|rest| rest.split('"').next())
                    .collect(),
            )
        })
        .collect();
    for path in anchors.keys().filter(|path| path.as_str() != "404.html") {
        let page = text(&files, path);
        for link in page
            .split(" href=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
        {
            if link.contains("://") || link.starts_with("mailto:") || link.starts_with("data:") {
                continue;
            }
            let (place, anchor) = link.split_once('#').unwrap_or((link, ""));
            let mut parts: Vec<&str> = path.split('/').collect();
            parts.pop();
            for part in place.split('/').filter(|part| !part.is_empty()) {
                match part {
                    ".." => assert!(parts.pop().is_some(), "{path}: {link} leaves the site"),
                    "." => {}
                    part => parts.push(part),
                }
            }
            let target = if place.is_empty() {
                (*path).clone()
            } else {
                parts.join("/")
            };
            assert!(files.contains_key(&target), "{path}: {link} leads nowhere");
            if !anchor.is_empty() && !anchor.starts_with(":~:") {
                let known = &anchors[&target];
                assert!(
                    known.contains(anchor),
                    "{path}: {link} has no anchor in {target}"
                );
            }
        }
    }
}

#[test]
fn events_json_is_what_its_schema_says() {
    let files = hostile();
    let schema: serde_json::Value =
        serde_json::from_str(include_str!("../docs/schema/events.schema.json")).expect("a schema");
    let events: serde_json::Value =
        serde_json::from_str(text(&files, "events.json")).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a valid schema");
    let errors: Vec<String> = validator
        .iter_errors(&events)
        .map(|error| error.to_string())
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
    for event in events["events"].as_array().expect("a list") {
        for one in event["evidence"].as_array().expect("a list") {
            if let (Some(quote), Some(start), Some(end)) = (
                one["quote"].as_str(),
                one["start"].as_u64(),
                one["end"].as_u64(),
            ) {
                assert_eq!(
                    Some(&quote[start as usize..end as usize]),
                    one["mention"].as_str()
                );
            }
        }
    }
}

/// Sixty articles of four years, with what makes rows long.
fn four_years(max_file_mb: &str) -> Files {
    let settings =
        format!("[site]\ntitle = \"Four years\"\n[output]\nmax_file_mb = {max_file_mb}\n");
    let articles: Vec<(String, String)> = (0..60)
        .map(|at| {
            let (year, month, day) = (2013 + at % 4, at % 12 + 1, at % 28 + 1);
            let text = format!(
                "---\ntitle: Report {at}\ndate: {year}-{month:02}-{day:02}\nsource: Wire {}\nurl: https://example.org/report/{at}?a=1&b=2\ntags: [harbour, \"a \\\"quoted\\\" tag\"]\n---\n\
                 The harbour council voted {at} times on Monday, \"again and again\", against the new bridge of district {at}.\n\n\
                 A hearing on lot {at} is planned for next month.\n",
                at % 3
            );
            (format!("content/{year}/report-{at}.md"), text)
        })
        .collect();
    let mut files = vec![("dateline.toml", settings.as_str())];
    files.extend(
        articles
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str())),
    );
    build(&files).expect("a site")
}

#[test]
fn data_files_too_large_are_split_by_year() {
    let ids = |text: &str| -> Vec<String> {
        let file: serde_json::Value = serde_json::from_str(text).expect("JSON");
        let events = file["events"].as_array().expect("a list").iter();
        events
            .map(|event| {
                let id = event.get("id").or_else(|| event.get("unique_id"));
                id.and_then(|id| id.as_str()).expect("an id").to_owned()
            })
            .collect()
    };
    let whole = four_years("25");
    let split = four_years("0.03");
    for (stem, ending) in [
        ("events", "json"),
        ("timelinejs", "json"),
        ("events", "csv"),
        ("calendar", "ics"),
    ] {
        let first = format!("{stem}.{ending}");
        let parts: Vec<&String> = split
            .keys()
            .filter(|path| path.starts_with(stem) && path.ends_with(ending) && **path != first)
            .collect();
        assert!(
            !whole
                .keys()
                .any(|path| path.starts_with(&format!("{stem}-")) && path.ends_with(ending)),
            "{first} is split although it is small"
        );
        // The estimate is near: what is well below the limit is not split.
        assert_eq!(
            parts.is_empty(),
            whole[&first].len() < 16_000,
            "{first}: {} bytes",
            whole[&first].len()
        );
        let home = text(&split, "index.html");
        for part in parts.iter().copied().chain([&first]) {
            assert!(
                split[part].len() <= 30_000,
                "{part}: {} bytes",
                split[part].len()
            );
            assert!(
                home.contains(&format!("href=\"{part}\"")),
                "{part} is not to be found"
            );
        }
        if ending == "json" {
            let head: serde_json::Value = serde_json::from_str(text(&split, &first)).expect("JSON");
            let listed: Vec<&str> = head["parts"]
                .as_array()
                .expect("a list")
                .iter()
                .filter_map(|part| part.as_str())
                .collect();
            assert_eq!(listed, parts);
            let found: Vec<String> = std::iter::once(first.as_str())
                .chain(listed)
                .flat_map(|part| ids(text(&split, part)))
                .collect();
            assert_eq!(found, ids(text(&whole, &first)));
        } else if ending == "csv" {
            let rows = |text: &str| text.matches("\r\n").count() - 1;
            let found: usize = parts
                .iter()
                .copied()
                .chain([&first])
                .map(|part| rows(text(&split, part)))
                .sum();
            assert_eq!(found, rows(text(&whole, &first)));
        }
    }
    assert!(split.contains_key("events-2016.json"), "{:?}", split.keys());
}

#[test]
fn rows_of_one_table_stay_apart_and_the_same_row_told_twice_is_one() {
    let mut table = "date,headline\n".to_owned();
    for station in 1..=60 {
        table += &format!("2016-03-01,Station {station} reported that its gauge had failed\n");
    }
    table += "2016-04-01,The dam was opened\n";
    let article = "---\ndate: 2016-04-02\nevents:\n  - quote: it began to fill on Friday\n    date: 2016-04-01\n    headline: The dam was opened\n---\n\
                   Crowds watched as it began to fill on Friday.\n";
    let files =
        build(&[("content/table.csv", &table), ("content/dam.md", article)]).expect("a site");
    let file: serde_json::Value = serde_json::from_str(text(&files, "events.json")).expect("JSON");
    let events = file["events"].as_array().expect("a list");
    assert_eq!(events.len(), 61);
    let dam = events.last().expect("an event");
    assert_eq!(dam["evidence"].as_array().map(Vec::len), Some(2), "{dam}");
}

#[test]
fn feeds_and_calendar_are_read_by_others() {
    let files = hostile();
    let feed = feed_rs::parser::parse(text(&files, "atom.xml").as_bytes()).expect("an Atom feed");
    assert!(!feed.entries.is_empty());
    let json: serde_json::Value = serde_json::from_str(text(&files, "feed.json")).expect("JSON");
    assert_eq!(json["version"], "https://jsonfeed.org/version/1.1");
    let calendar = text(&files, "calendar.ics");
    assert!(
        calendar.contains("DTSTART;VALUE=DATE:20160225"),
        "{calendar}"
    );
    for line in calendar.split("\r\n") {
        assert!(line.len() <= 75, "{line:?} is longer than 75 bytes");
    }
}

#[test]
fn search_finds_events_and_articles() {
    let files = hostile();
    let words = text(&files, "search/words-0.js");
    assert!(words.contains("\"geneva\":\""), "{words}");
    let entries = text(&files, "search/entries-0.js");
    assert!(entries.contains("\"2016/talks/index.html\""), "{entries}");
    assert!(!entries.contains("closed/wire"), "{entries}");
    let page = text(&files, "search/index.html");
    assert!(!page.contains("unsafe"), "no exception from the policy");
    assert!(!page.contains("search/meta.js"), "loaded only when used");
}

#[test]
fn two_files_that_ask_for_one_address_are_both_named() {
    let article = "---\ndate: 2016-02-12\n---\nTalks began on Friday.\n";
    let error = build(&[
        ("content/a.md", article),
        ("content/a.txt", "Talks began on Friday.\n"),
    ])
    .expect_err("one address");
    let message = error.to_string();
    assert!(
        message.contains("content/a.md") && message.contains("content/a.txt"),
        "{message}"
    );
}

#[test]
fn a_site_replaces_one_template_and_reaches_the_replaced_one() {
    let article = "---\ndate: 2016-02-12\n---\nTalks began on Friday.\n";
    let own =
        "{% extends \"theme/404.html\" %}{% block main %}MINE {{ super() }}{% endblock main %}";
    let files = build(&[("content/a.md", article), ("templates/404.html", own)]).expect("a site");
    assert!(text(&files, "404.html").contains("MINE"));
    let broken = build(&[
        ("content/a.md", article),
        ("templates/404.html", "line one\n{{ nothing.here }}"),
    ]);
    let message = broken.expect_err("a fault").to_string();
    assert!(message.contains("templates/404.html:2"), "{message}");
}

/// Builds with and without files of the site's own; which files of the output differ.
#[track_caller]
fn changed_by(own: &[(&str, &str)]) -> Vec<String> {
    let article = (
        "content/a.md",
        "---\ndate: 2016-02-12\ntags: [x]\n---\nTalks began on Friday.\n",
    );
    let plain = build(&[article]).expect("a site");
    let files: Vec<_> = std::iter::once(article)
        .chain(own.iter().copied())
        .collect();
    let other = build(&files).expect("a site");
    let paths: BTreeSet<&String> = plain.keys().chain(other.keys()).collect();
    paths
        .into_iter()
        .filter(|path| plain.get(*path) != other.get(*path))
        .cloned()
        .collect()
}

#[test]
fn replacing_one_file_changes_only_that() {
    let own = "{% extends \"theme/search.html\" %}{% block main %}MINE{% endblock main %}";
    assert_eq!(
        changed_by(&[("templates/search.html", own)]),
        ["search/index.html"]
    );
    assert_eq!(changed_by(&[("static/style.css", "a{}")]), ["style.css"]);
    assert_eq!(changed_by(&[("static/icon.svg", "<svg/>")]), ["icon.svg"]);
    assert_eq!(
        changed_by(&[("static/more/mine.css", "a{}")]),
        ["more/mine.css"]
    );
    let accent = changed_by(&[("dateline.toml", "[theme]\naccent = \"#0b6e4f\"\n")]);
    assert!(accent.contains(&"theme.css".to_owned()), "{accent:?}");
    assert!(
        accent
            .iter()
            .all(|path| path.ends_with(".html") || path == "theme.css" || path == "card.png"),
        "{accent:?}"
    );
}

#[test]
fn the_wire_theme_is_templates_and_styles_alone() {
    let changed = changed_by(&[("dateline.toml", "[theme]\nname = \"wire\"\n")]);
    assert!(changed.contains(&"wire.css".to_owned()), "{changed:?}");
    assert!(changed.contains(&"index.html".to_owned()), "{changed:?}");
    assert!(
        changed
            .iter()
            .all(|path| path.ends_with(".html") || path == "wire.css"),
        "{changed:?}"
    );
}

#[test]
fn what_templates_see_is_documented() {
    let docs = include_str!("../docs/templates.md");
    let views = [
        include_str!("../src/site/view/mod.rs"),
        include_str!("../src/site/view/event.rs"),
        include_str!("../src/site/view/pages.rs"),
        include_str!("../src/site/view/strip.rs"),
    ];
    // Every struct that the page names is one of the views.
    let known: BTreeSet<&str> = views
        .iter()
        .flat_map(|text| text.split("pub struct ").skip(1))
        .filter_map(|rest| rest.split([' ', '<', '(']).next())
        .collect();
    let named = docs.split('`').skip(1).step_by(2).filter(|word| {
        word.chars().next().is_some_and(char::is_uppercase) && word.ends_with("View")
    });
    let mut count = 0;
    for name in named {
        assert!(known.contains(name), "docs/templates.md names {name}");
        count += 1;
    }
    assert!(count >= 5, "docs/templates.md names its structs");
    // Every page template is listed, and every listed one is there.
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    for entry in fs::read_dir(&folder).expect("the templates") {
        let name = entry.expect("an entry").file_name();
        let name = name.to_string_lossy();
        if name.ends_with(".html") && name != "base.html" {
            assert!(
                docs.contains(&format!("`{name}`")),
                "{name} is not in docs/templates.md"
            );
        }
    }
    for name in docs
        .split('`')
        .skip(1)
        .step_by(2)
        .filter(|word| word.ends_with(".html") && !word.contains(['/', ' ', '"']))
    {
        assert!(folder.join(name).exists(), "docs/templates.md lists {name}");
    }
}

#[test]
fn an_empty_site_has_its_pages() {
    let files = build(&[("dateline.toml", ""), ("content/.keep", "")]).expect("a site");
    assert!(text(&files, "index.html").contains("</html>"));
}
