//! The review desk over HTTP: what it asks, what it writes, what it refuses.

mod desk_site;

use std::fs;

use desk_site::{Desk, seen};
use serde_json::{Value, json};

const TALKS: &str = "---\ntitle: Talks\ndate: 2016-02-12\nsource: The Ledger\n---\n\nThe ministers met in Munich. The talks broke down on Feb. 3 after two days. A new round is due on Feb. 25.\n";
const UNDATED: &str =
    "# Evening report\n\nThe fire broke out on Friday. The hall was built in 1969.\n";

fn site() -> Desk {
    Desk::of(&[("talks.md", TALKS), ("deep/undated.md", UNDATED)])
}

fn claim(desk: &Desk, date: &str) -> String {
    let view = desk.get("article?path=talks.md").json();
    let claims = view["claims"].as_array().expect("claims");
    let claim = claims
        .iter()
        .find(|claim| claim["date"] == date)
        .expect("that date");
    claim["id"].as_str().expect("an id").to_owned()
}

fn keep(desk: &Desk, date: &str, fields: &Value) -> Value {
    json!({ "action": "keep", "claim": claim(desk, date), "fields": fields, "seen": { "talks.md.events.toml": seen(&desk.path("talks.md.events.toml")) } })
}

#[test]
fn the_page_is_strict_and_holds_the_token() {
    let desk = site();
    let page = desk.send("GET", "/_desk/", &[], "");
    assert_eq!(page.status, 200);
    assert_eq!(desk.token.len(), 32);
    for part in [
        "content-security-policy: default-src 'none'; script-src 'self'",
        "frame-ancestors",
        "x-content-type-options: nosniff",
        "cache-control: no-store",
    ] {
        assert!(page.head.contains(part), "{}", page.head);
    }
    assert!(!page.body.contains("<script>") && !page.body.contains("style="));
    let home = desk.send("GET", "/", &[], "");
    assert!(
        !home.body.contains(&desk.token),
        "the token stands in the desk's page alone"
    );
    for file in [
        "desk.css", "desk.js", "kit.js", "cards.js", "queue.js", "pages.js",
    ] {
        assert_eq!(
            desk.send("GET", &format!("/_desk/{file}"), &[], "").status,
            200
        );
    }
    assert_eq!(desk.send("GET", "/_desk", &[], "").status, 308);
}

#[test]
fn nothing_is_told_or_changed_without_the_token() {
    let desk = site();
    let origin = format!("http://{}", desk.address);
    let json_type = ("Content-Type", "application/json");
    let token = ("X-Dateline-Token", desk.token.as_str());
    let own = ("Origin", origin.as_str());
    let body = keep(&desk, "2016-02-03", &json!({ "headline": "x" })).to_string();
    let post = |headers: &[(&str, &str)]| {
        desk.send("POST", "/_desk/api/answer", headers, &body)
            .status
    };
    assert_eq!(desk.send("GET", "/_desk/api/queue", &[], "").status, 403);
    assert_eq!(
        desk.send(
            "GET",
            &format!("/_desk/api/queue?token={}", desk.token),
            &[],
            ""
        )
        .status,
        403
    );
    assert_eq!(post(&[own, json_type]), 403);
    assert_eq!(
        post(&[
            own,
            json_type,
            ("X-Dateline-Token", "00000000000000000000000000000000")
        ]),
        403
    );
    assert_eq!(post(&[token, json_type]), 403);
    assert_eq!(post(&[token, json_type, ("Origin", "null")]), 403);
    assert_eq!(
        post(&[token, json_type, ("Origin", "http://evil.example")]),
        403
    );
    assert_eq!(
        post(&[token, json_type, ("Origin", "http://127.0.0.1:1")]),
        403
    );
    assert_eq!(post(&[token, own, ("Content-Type", "text/plain")]), 415);
    assert_eq!(post(&[token, own]), 415);
    assert_eq!(
        desk.send("GET", "/_desk/api/answer", &[token, own, json_type], "")
            .status,
        405
    );
    assert_eq!(
        desk.send("PUT", "/_desk/api/undo", &[token, own, json_type], &body)
            .status,
        405
    );
    assert_eq!(desk.file("talks.md.events.toml"), None);
    assert_eq!(post(&[token, own, json_type]), 200);
}

#[test]
fn bodies_have_a_limit() {
    let desk = site();
    let long = json!({ "draft": { "text": "x".repeat(4 << 20) } });
    assert!(matches!(desk.post("draft", &long).status, 0 | 413));
    let fits = json!({ "draft": { "text": "On 3 March 2016 it began. ".repeat(1000) } });
    assert_eq!(desk.post("draft", &fits).status, 200);
}

#[test]
fn an_answer_is_shown_then_written_then_taken_back() {
    let desk = site();
    let mut wish = keep(
        &desk,
        "2016-02-03",
        &json!({ "date": "2016-02-04", "headline": "Talks break down", "status": "happened" }),
    );
    wish["dry"] = true.into();
    let shown = desk.post("answer", &wish).json();
    let lines: Vec<&str> = shown["files"][0]["lines"]
        .as_array()
        .expect("lines")
        .iter()
        .filter_map(|line| line["text"].as_str())
        .collect();
    let written = [
        "[[events]]",
        "quote    = \"The talks broke down on Feb. 3\"",
        "date     = \"2016-02-04\"",
        "headline = \"Talks break down\"",
        "status   = \"happened\"",
        "checked  = \"2016-03-02\"",
    ];
    assert_eq!(lines, written);
    assert_eq!(desk.file("talks.md.events.toml"), None, "only shown");
    wish["dry"] = false.into();
    assert_eq!(desk.post("answer", &wish).status, 200);
    assert_eq!(
        desk.file("talks.md.events.toml").as_deref(),
        Some(format!("{}\n", written.join("\n")).as_str())
    );
    let home = desk.send("GET", "/", &[], "").body;
    assert!(
        home.contains("Talks break down</h3> 2016-02-04"),
        "served at once: {home}"
    );
    let progress = desk.get("queue").json();
    assert_eq!(progress["progress"]["checked"], 1);
    assert_eq!(
        progress["undo"],
        "kept “The talks broke down on Feb. 3 after two days.”"
    );
    assert_eq!(desk.post("undo", &json!({})).status, 200);
    assert_eq!(desk.file("talks.md.events.toml"), None);
    assert_eq!(desk.post("undo", &json!({})).status, 409);
}

#[test]
fn undo_is_byte_for_byte_and_refuses_what_changed() {
    let desk = site();
    let file = desk.path("talks.md.events.toml");
    let before = "# Ours\r\n\r\n[[events]] # one\r\nquote = 'The  talks broke down on Feb. 3'\r\nhide = false\r\n";
    fs::write(&file, before).expect("written");
    std::thread::sleep(std::time::Duration::from_millis(150));
    for wish in [
        keep(&desk, "2016-02-25", &json!({ "headline": "Due" })),
        json!({ "action": "later", "claim": claim(&desk, "2016-02-25"), "seen": {} }),
    ] {
        let mut wish = wish;
        wish["seen"] = json!({ "talks.md.events.toml": seen(&file) });
        assert_eq!(desk.post("answer", &wish).status, 200);
    }
    assert!(
        desk.file("talks.md.events.toml")
            .expect("there")
            .starts_with(before)
    );
    assert_eq!(desk.post("undo", &json!({})).status, 200);
    assert_eq!(desk.post("undo", &json!({})).status, 200);
    assert_eq!(desk.file("talks.md.events.toml").as_deref(), Some(before));
    let mut wish = keep(&desk, "2016-02-25", &json!({ "headline": "Due" }));
    wish["seen"] = json!({ "talks.md.events.toml": seen(&file) });
    assert_eq!(desk.post("answer", &wish).status, 200);
    fs::write(&file, "# somebody else's\n").expect("written");
    assert_eq!(desk.post("undo", &json!({})).status, 412);
    assert_eq!(
        desk.file("talks.md.events.toml").as_deref(),
        Some("# somebody else's\n")
    );
}

#[test]
fn a_file_that_changed_meanwhile_is_left_alone() {
    let desk = site();
    let wish = keep(&desk, "2016-02-03", &json!({ "headline": "Mine" }));
    let mut blind = wish.clone();
    blind["seen"] = json!({});
    assert_eq!(desk.post("answer", &blind).status, 428);
    let theirs = "# edited outside\n";
    fs::write(desk.path("talks.md.events.toml"), theirs).expect("written");
    let refused = desk.post("answer", &wish);
    assert_eq!(refused.status, 412);
    let both = refused.json();
    assert_eq!(both["theirs"], theirs);
    assert!(
        both["yours"]
            .as_str()
            .expect("text")
            .starts_with("# edited outside\n\n[[events]]")
    );
    assert_eq!(desk.file("talks.md.events.toml").as_deref(), Some(theirs));
    let mut again = wish;
    again["seen"] = json!({ "talks.md.events.toml": both["seen"] });
    assert_eq!(desk.post("answer", &again).status, 200);
}

#[test]
fn nothing_outside_content_is_written() {
    let desk = site();
    let outside = tempfile::tempdir().expect("a folder");
    #[cfg(unix)]
    std::os::unix::fs::symlink(outside.path(), desk.path("out")).expect("linked");
    for path in [
        "../x.md",
        "/tmp/x.md",
        "a/../../x.md",
        "out/x.md",
        ".hidden.md",
        "a\\b.md",
        "x.md.events.toml",
        "../../etc/cron.d/x.md",
        "x.sh",
    ] {
        let answer = desk.post(
            "draft",
            &json!({ "draft": { "text": "Text of 2016.", "path": path }, "save": true }),
        );
        assert!(
            matches!(answer.status, 403 | 422),
            "{path}: {} {}",
            answer.status,
            answer.body
        );
    }
    assert!(fs::read_dir(outside.path()).expect("read").next().is_none());
    for path in ["../talks.md", "nothing.md", "/etc/passwd"] {
        let wish =
            json!({ "action": "article-date", "path": path, "date": "2016-02-12", "seen": {} });
        assert_eq!(desk.post("answer", &wish).status, 422);
    }
    #[cfg(unix)]
    {
        let elsewhere = outside.path().join("e.toml");
        fs::write(&elsewhere, "# theirs\n").expect("written");
        std::os::unix::fs::symlink(&elsewhere, desk.path("talks.md.events.toml")).expect("linked");
        let mut wish = keep(&desk, "2016-02-03", &json!({ "headline": "Mine" }));
        wish["seen"] = json!({ "talks.md.events.toml": "" });
        assert_eq!(desk.post("answer", &wish).status, 403);
        assert_eq!(fs::read_to_string(&elsewhere).expect("read"), "# theirs\n");
    }
}

#[test]
fn answers_that_make_no_sense_are_explained() {
    let desk = site();
    for (fields, words) in [
        (json!({ "date": "30 Feb" }), "30 Feb"),
        (json!({ "date": "2016-02-30" }), "2016-02-30"),
    ] {
        let answer = desk.post("answer", &keep(&desk, "2016-02-03", &fields));
        assert_eq!(answer.status, 422);
        assert!(
            answer.json()["error"]
                .as_str()
                .expect("text")
                .contains(words)
        );
    }
    let gone = json!({ "action": "later", "claim": "c-000000000001", "seen": {} });
    assert_eq!(desk.post("answer", &gone).status, 422);
    let unknown = json!({ "action": "explode", "claim": "c-000000000001" });
    assert_eq!(desk.post("answer", &unknown).status, 400);
}

#[test]
fn an_undated_article_gets_its_day() {
    let desk = site();
    let open = desk.questions("undated-article");
    assert_eq!(open.len(), 1);
    assert_eq!(open[0]["article"]["path"], "deep/undated.md");
    let wish = json!({ "action": "article-date", "path": "deep/undated.md", "date": "2019-03-15", "seen": { "deep/undated.md.events.toml": "" } });
    assert_eq!(desk.post("answer", &wish).status, 200);
    assert_eq!(
        desk.file("deep/undated.md.events.toml").as_deref(),
        Some("[article]\ndate = \"2019-03-15\"\n")
    );
    assert!(desk.questions("undated-article").is_empty());
    let month = json!({ "action": "article-date", "path": "deep/undated.md", "date": "2019-03", "seen": {} });
    assert_eq!(desk.post("answer", &month).status, 422);
}

#[test]
fn leaving_out_merging_and_splitting_are_lines_too() {
    let desk = site();
    let (a, b) = (claim(&desk, "2016-02-03"), claim(&desk, "2016-02-25"));
    let file = desk.path("talks.md.events.toml");
    let send = |wish: Value| {
        let mut wish = wish;
        wish["seen"] = json!({ "talks.md.events.toml": seen(&file) });
        let answer = desk.post("answer", &wish);
        assert_eq!(answer.status, 200, "{}", answer.body);
        fs::read_to_string(&file).expect("there")
    };
    let merged = send(json!({ "action": "merge", "claim": a, "other": b }));
    assert!(
        merged.contains(&format!(
            "same_as  = [\"{b}\"]\nchecked  = \"2016-03-02\"\n"
        )),
        "{merged}"
    );
    let split = send(json!({ "action": "split", "claim": a, "other": b }));
    assert!(
        !split.contains("same_as") && split.contains(&format!("apart_from = [\"{b}\"]")),
        "{split}"
    );
    let out = send(json!({ "action": "leave-out", "claim": b, "whole_event": true }));
    assert!(out.contains("quote    = \"A new round is due on Feb. 25\"\nhide     = true\nchecked  = \"2016-03-02\"\n"), "{out}");
    assert!(!desk.send("GET", "/", &[], "").body.contains(&b));
    let hidden = desk.get(&format!("event?id={b}")).json();
    assert_eq!(hidden["hidden"], true);
    let back = send(json!({ "action": "bring-back", "claim": b }));
    assert!(!back.contains("hide"), "{back}");
    for _ in 0..4 {
        assert_eq!(desk.post("undo", &json!({})).status, 200);
    }
    assert!(!file.exists());
}

#[test]
fn a_missed_date_is_marked() {
    let desk = site();
    let wish = json!({ "action": "mark", "path": "talks.md", "quote": "The ministers met in Munich", "fields": { "date": "2016-02-11/2016-02-12", "headline": "Ministers meet" }, "seen": { "talks.md.events.toml": "" } });
    assert_eq!(desk.post("answer", &wish).status, 200);
    let text = desk.file("talks.md.events.toml").expect("written");
    assert!(
        text.contains(
            "quote    = \"The ministers met in Munich\"\ndate     = \"2016-02-11/2016-02-12\"\n"
        ),
        "{text}"
    );
    let absent = json!({ "action": "mark", "path": "talks.md", "quote": "not there", "fields": { "date": "2016" }, "seen": {} });
    assert_eq!(desk.post("answer", &absent).status, 422);
}

#[test]
fn a_new_article_is_shown_before_it_is_saved() {
    let desk = site();
    let text = "# Bridge closed\n\nThe bridge closed on Friday. It was opened in 1969.\n";
    let shown = desk
        .post("draft", &json!({ "draft": { "text": text } }))
        .json();
    assert_eq!(
        (&shown["title"], &shown["date"]),
        (&json!("Bridge closed"), &Value::Null)
    );
    assert_eq!(shown["path"], "bridge-closed.md");
    assert_eq!(
        shown["article"]["claims"].as_array().expect("claims").len(),
        1
    );
    assert!(
        shown["article"]["blocks"]
            .to_string()
            .contains("\"open\":true"),
        "Friday needs the day"
    );
    assert_eq!(desk.file("bridge-closed.md"), None);
    let draft = json!({ "draft": { "text": text, "date": "2019-03-16", "source": "The Wire" }, "save": true });
    let saved = desk.post("draft", &draft).json();
    assert_eq!(saved["path"], "2019-03-16-bridge-closed.md");
    let file = desk.file("2019-03-16-bridge-closed.md").expect("saved");
    assert_eq!(
        file,
        format!("---\ndate: 2019-03-16\nsource: \"The Wire\"\n---\n\n{text}")
    );
    assert!(desk.send("GET", "/", &[], "").body.contains("2019-03-15"));
    assert_eq!(desk.post("draft", &draft).status, 409);
    assert_eq!(desk.post("undo", &json!({})).status, 200);
    assert_eq!(desk.file("2019-03-16-bridge-closed.md"), None);
}
