//! What other programs save becomes a site: everything in `tests/import/` is imported, then built with warnings
//! as errors.

mod common;

use std::path::PathBuf;

use common::Site;

fn inputs(name: &str) -> String {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/import");
    folder.join(name).display().to_string()
}

/// Imports `names`, builds strictly, and returns what stands in `events.json`.
#[track_caller]
fn check(names: &[&str], files: usize) -> String {
    let site = Site::empty();
    site.write("dateline.toml", "[site]\ntitle = \"Imported\"\n");
    let given: Vec<String> = names.iter().map(|name| inputs(name)).collect();
    let mut arguments = vec!["import"];
    arguments.extend(given.iter().map(String::as_str));
    let imported = site.command(&arguments).output().expect("it runs");
    let told = String::from_utf8_lossy(&imported.stderr).into_owned();
    assert!(imported.status.success(), "{told}");
    let written = String::from_utf8_lossy(&imported.stdout).into_owned();
    assert_eq!(written.lines().count(), files, "{written}");
    let built = site.command(&["build", "--strict"]).output();
    let built = built.expect("it runs");
    let told = String::from_utf8_lossy(&built.stderr).into_owned();
    assert!(built.status.success(), "{told}\n{written}");
    assert!(!told.contains("warning["), "{told}");
    // A second import overwrites nothing.
    let again = site.command(&arguments).output().expect("it runs");
    assert!(again.status.success() && again.stdout.is_empty());
    std::fs::read_to_string(site.path("public/events.json")).expect("published")
}

#[track_caller]
fn has(events: &str, parts: &[&str]) {
    for part in parts {
        assert!(events.contains(part), "{part} in {events}");
    }
}

#[test]
fn ten_saved_news_pages() {
    let events = check(&["pages"], 10);
    has(
        &events,
        &[
            "\"date\":\"2024-05-13\"",
            "\"date\":\"2024-06-01\"",
            "\"date\":\"2024-06-19\"",
            "\"date\":\"2023-01-06\"",
            "\"date\":\"2024-10-28\"",
            "\"date\":\"2024-07-07\"",
            "\"date\":\"2023-12-11\"",
            "\"date\":\"1998-03-31\"",
            "\"date\":\"2024-01-21\"",
            "\"date\":\"2022-09-29\"",
            "\"date\":\"2024-08-19\"",
            "Harbour Gazette",
            "National Wire",
        ],
    );
    for clutter in ["Ten walks", "Ferry timetable", "All rights reserved"] {
        assert!(!events.contains(clutter), "{clutter} in {events}");
    }
}

#[test]
fn timelinejs_spreadsheet_and_json() {
    let events = check(&["timelinejs.csv", "timelinejs.json"], 2);
    has(
        &events,
        &[
            "\"date\":\"1874\"",
            "\"date\":\"1911-06\"",
            "\"date\":\"1953-01-31/1953-02-01\"",
            "\"date\":\"1988-10-03T14:30\"",
            "\"date\":\"1889-05\"",
            "\"date\":\"1934-09-02/1934-09-09\"",
            "Lighthouse lit for the first time",
            "Thousands lined the streets.",
        ],
    );
}

#[test]
fn feeds() {
    let events = check(&["feed.xml", "feed.atom"], 3);
    has(
        &events,
        &[
            "\"date\":\"2024-06-12\"",
            "\"date\":\"1962\"",
            "\"date\":\"2024-07-01\"",
            "\"date\":\"2024-09-03\"",
            "Valley Herald",
        ],
    );
}

#[test]
fn mail_and_calendars() {
    let events = check(&["letter.eml", "calendar.ics"], 2);
    has(
        &events,
        &[
            "\"date\":\"2024-06-01\"",
            "\"date\":\"2024-05-13\"",
            "\"date\":\"2024-05-14\"",
            "\"date\":\"2024-09-03\"",
            "Council votes on the tram line",
        ],
    );
}
