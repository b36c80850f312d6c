//! How well claims, headlines, statuses and merges agree with the sentences of `tests/corpus/`.
//!
//! The test prints its figures and holds each above a floor a little under what was measured: a change that raises a
//! figure raises its floor. `cargo test --test events -- --nocapture` prints them; with `EVENTS_MISSES=1` in the
//! environment also each case that fails.

use dateline::calendar::Edtf;
use dateline::config::Config;
use dateline::content::Record;
use dateline::corrections::Status;
use dateline::events::{self, Article, Claim, Event, State, Timeline};
use dateline::pipeline::Reader;
use dateline::temporal::TimexKind;
use serde_json::Value;

fn lines(name: &str) -> Vec<Value> {
    let path = format!("{}/tests/corpus/{name}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).expect("the corpus is part of the repository");
    text.lines()
        .map(|line| serde_json::from_str(line).expect("the corpus is JSON lines"))
        .collect()
}

fn read(id: &str, published: Option<&str>, text: &str, source: Option<&str>) -> Article {
    read_in("en", id, published, text, source)
}

fn read_in(
    language: &str,
    id: &str,
    published: Option<&str>,
    text: &str,
    source: Option<&str>,
) -> Article {
    let record = Record {
        id: id.into(),
        published: published.map(str::to_owned),
        title: None,
        text: text.into(),
        language: Some(language.into()),
    };
    let mut article = Reader::new(&Config::default(), None)
        .record(record)
        .expect("the corpus is readable");
    article.document.meta.source = source.map(str::to_owned);
    article
}

fn says_misses() -> bool {
    std::env::var_os("EVENTS_MISSES").is_some()
}

/// The claim of the `nth` date (from 1) of the sentence; any claim, the one of `date` first, when none is named.
fn claim_at(article: &Article, nth: Option<u64>, date: Option<Edtf>) -> Option<&Claim> {
    let Some(nth) = nth else {
        let dated = article.claims.iter().find(|c| Some(c.date) == date);
        return dated.or(article.claims.first());
    };
    let is_date = |kind| matches!(kind, TimexKind::Date | TimexKind::Time);
    let dates: Vec<usize> = (0..article.timexes.len())
        .filter(|at| is_date(article.timexes[*at].kind))
        .filter(|at| !article.timexes[*at].value.ends_with("_REF"))
        .collect();
    let wanted = *dates.get(nth as usize - 1)? as u32;
    article.claims.iter().find(|c| c.mentions.contains(&wanted))
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric() && c != '\'')
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// Token F1 of two headlines, 0–1.
fn overlap(a: &str, b: &str) -> f64 {
    let (a, mut b) = (words(a), words(b));
    let total = (a.len() + b.len()).max(1) as f64;
    let mut shared = 0.0;
    for word in &a {
        if let Some(at) = b.iter().position(|other| other == word) {
            b.swap_remove(at);
            shared += 2.0;
        }
    }
    shared / total
}

fn status_name(status: Status) -> &'static str {
    match status {
        Status::Happened => "happened",
        Status::Planned => "planned",
        Status::Proposed => "proposed",
        Status::Withdrawn => "withdrawn",
    }
}

/// Prints one figure and holds it above its floor.
#[track_caller]
fn floor(name: &str, hits: usize, of: usize, least: f64) {
    let share = hits as f64 / of.max(1) as f64;
    println!("{name:<28} {hits:>4} of {of:>4}  {share:.3}  (floor {least})");
    assert!(share >= least, "{name}: {share:.3} is below {least}");
}

#[test]
fn claims_headlines_and_statuses() {
    let (mut expected, mut made, mut right) = (0, 0, 0);
    let (mut dates, mut statuses) = (0, 0);
    let (mut judged, mut exact, mut near) = (0, 0, 0);
    for case in lines("claims.jsonl") {
        let text = case["sentence"].as_str().expect("a sentence");
        let language = case["language"].as_str().unwrap_or("en");
        let article = read_in(language, "case", case["published"].as_str(), text, None);
        let date = case["date"].as_str().map(|d| Edtf::parse(d).expect("EDTF"));
        let found = claim_at(&article, case["nth"].as_u64(), date);
        let id = case["id"].as_str().unwrap_or("?");
        let miss = |what: &str, found: &str, wanted: &str| {
            if says_misses() {
                println!("{id} {what}: {found} | {wanted}");
            }
        };
        expected += usize::from(date.is_some());
        made += usize::from(found.is_some());
        let (Some(date), Some(claim)) = (date, found) else {
            if let Some(claim) = found {
                miss("no event", &claim.headline, text);
            } else if date.is_some() {
                miss("no claim", "", text);
            }
            continue;
        };
        right += 1;
        // The zone of a time of day is the site's.
        if claim.date.to_string().trim_end_matches('Z') == date.to_string() {
            dates += 1;
        } else {
            miss("date", &claim.date.to_string(), &date.to_string());
        }
        let status = case["status"].as_str().unwrap_or("");
        if status_name(claim.status) == status {
            statuses += 1;
        } else {
            miss(
                "status",
                status_name(claim.status),
                &format!("{status}: {text}"),
            );
        }
        if let Some(headline) = case["headline"].as_str() {
            judged += 1;
            exact += usize::from(claim.headline == headline);
            let is_near = overlap(&claim.headline, headline) >= 0.8;
            near += usize::from(is_near);
            if claim.headline != headline {
                miss(
                    if is_near { "near" } else { "headline" },
                    &claim.headline,
                    headline,
                );
            }
        }
    }
    println!();
    floor("claims: precision", right, made, 0.99);
    floor("claims: recall", right, expected, 0.98);
    floor("dates of claims", dates, right, 0.98);
    floor("statuses", statuses, right, 0.99);
    floor("headlines, exact", exact, judged, 0.96);
    floor("headlines, near (F1 ≥ .8)", near, judged, 0.98);
}

/// The events of an agency report, each as "date status headline".
fn agency(published: Option<&str>) -> Vec<String> {
    let path = format!("{}/tests/corpus/agency.txt", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).expect("the corpus is part of the repository");
    let article = read("agency", published, &text, None);
    let (timeline, _) = events::assemble(&[article], &events::Options::default());
    let line = |e: &Event| format!("{} {} {}", e.date, status_name(e.status), e.headline);
    timeline.events.iter().map(line).collect()
}

#[test]
fn an_agency_report_with_its_day() {
    assert_eq!(
        agency(Some("2016-02-12")),
        [
            "1969-05-05 happened The terminal at Lorn was opened",
            "2016-01 happened The talks collapsed",
            "2016-02-08/2016-02-14 planned Delegates from the Northern Ports Council managed to reach an accord to \
             \"restore and extend\" shipments of medicine to cut-off island communities",
            "2016-02-11 happened Mediators fell short in arranging an immediate return to work",
            "2016-02-15/2016-02-21 planned Mediators put in place a partial \"resumption of service\"",
            "2016-02-25 planned Suspended talks between Brandt's ministry and the dockers' unions are to resume",
            "2016-03-01 proposed Brandt and union leader Henrik Voss had been pressing for a truce",
        ]
    );
}

#[test]
fn an_agency_report_without_a_day() {
    assert_eq!(
        agency(None),
        [
            "1969-05-05 happened The terminal at Lorn was opened",
            "XXXX-02-25 planned Suspended talks between Brandt's ministry and the dockers' unions are to resume",
            "XXXX-03-01 proposed Brandt and union leader Henrik Voss had been pressing for a truce",
        ]
    );
}

/// The timeline of one line's texts, in the order `turn` gives them.
fn cluster(case: &Value) -> (Vec<Article>, Timeline) {
    let articles: Vec<Article> = ["a", "b", "c"]
        .iter()
        .filter_map(|key| {
            let one = case.get(key)?;
            let text = |name: &str| one[name].as_str().unwrap_or_default();
            Some(read(
                text("article"),
                one["published"].as_str(),
                text("text"),
                Some(text("source")),
            ))
        })
        .collect();
    let (timeline, _) = events::assemble(&articles, &events::Options::default());
    (articles, timeline)
}

#[test]
fn merges_disputes_and_outcomes() {
    let (mut merged, mut merged_right, mut same) = (0, 0, 0);
    let (mut settled, mut dated) = (0, 0);
    let (mut disputes, mut disputes_right, mut disputed_wrongly) = (0, 0, 0);
    let (mut linked, mut links) = (0, 0);
    let cases = lines("clusters.jsonl");
    for case in &cases {
        let (articles, timeline) = cluster(case);
        let id = case["id"].as_str().unwrap_or("?");
        let told: Vec<String> = timeline
            .events
            .iter()
            .map(|e| format!("{} {:?} {:?} {}", e.date, e.status, e.state, e.headline))
            .collect();
        let miss = |what: &str| {
            if says_misses() {
                println!("{id} {what}:");
                told.iter().for_each(|line| println!("    {line}"));
                let ids: Vec<_> = articles
                    .iter()
                    .flat_map(|a| &a.claims)
                    .map(|c| c.id)
                    .collect();
                for like in ids
                    .first()
                    .map(|id| events::likeness(&articles, *id, &ids))
                    .unwrap_or_default()
                {
                    println!("    {} {:.2} {:?}", like.with, like.score, like.wanted);
                }
            }
        };
        // The event that holds the first article's claim holds every other article's, too.
        let texts = if case.get("c").is_some() { 3 } else { 2 };
        let is_one = timeline
            .events
            .iter()
            .any(|event| (0..texts).all(|at| event.evidence.iter().any(|e| e.document.0 == at)));
        let wants_one = case["same"] == true;
        same += usize::from(wants_one);
        merged += usize::from(is_one);
        merged_right += usize::from(is_one && wants_one);
        if is_one != wants_one {
            miss(if wants_one { "not merged" } else { "merged" });
        }
        if let (true, Some(date)) = (is_one && wants_one, case["date"].as_str()) {
            settled += 1;
            let right = timeline
                .events
                .iter()
                .any(|e| e.date.to_string().starts_with(date));
            dated += usize::from(right);
            if !right {
                miss("date");
            }
        }
        let is_disputed = timeline.events.iter().any(|event| event.disputed);
        if case["disputed"] == true {
            disputes += 1;
            disputes_right += usize::from(is_disputed);
            if !is_disputed && is_one {
                miss("not disputed");
            }
        } else if is_disputed {
            disputed_wrongly += 1;
            miss("disputed");
        }
        match case["relation"].as_str() {
            Some("outcome") => {
                links += 1;
                let right = timeline.events.iter().any(|event| {
                    event.outcome.is_some()
                        || matches!(event.state, Some(State::Fulfilled | State::Cancelled))
                });
                linked += usize::from(right);
                if !right {
                    miss("no outcome");
                }
            }
            Some("moved") => {
                links += 1;
                let right = timeline
                    .promises
                    .iter()
                    .any(|p| p.steps.len() == texts as usize);
                linked += usize::from(right);
                if !right {
                    miss("no chain");
                }
            }
            Some("none") => {
                links += 1;
                let right = timeline.promises.is_empty();
                linked += usize::from(right);
                if !right {
                    miss("a chain");
                }
            }
            _ => {}
        }
    }
    let cases = cases.len();
    println!();
    floor("merges: precision", merged_right, merged, 0.91);
    floor("merges: recall", merged_right, same, 0.92);
    floor("dates of merged events", dated, settled, 0.97);
    floor("disputes kept", disputes_right, disputes, 0.8);
    floor(
        "undisputed",
        cases - disputes - disputed_wrongly,
        cases - disputes,
        0.98,
    );
    floor("outcomes and chains", linked, links, 0.9);
}

/// The events of texts, each from an article and a newsroom of its own, the most important first.
fn by_importance(texts: &[(&str, &str)]) -> Vec<Event> {
    let article = |(at, (published, text)): (usize, &(&str, &str))| {
        read(
            &format!("a{at:02}"),
            Some(published),
            text,
            Some(&format!("newsroom {at}")),
        )
    };
    let articles: Vec<Article> = texts.iter().enumerate().map(article).collect();
    let (timeline, _) = events::assemble(&articles, &events::Options::default());
    let mut events = timeline.events;
    events.sort_by(|a, b| b.importance.total_cmp(&a.importance));
    events
}

#[test]
fn what_is_only_planned_stands_behind_what_happened() {
    let events = by_importance(&[
        (
            "2021-06-04",
            "The Calder dam burst on 3 June, flooding three villages.",
        ),
        (
            "2021-06-04",
            "A new dam at Calder is due to be opened on 3 June 2024.",
        ),
    ]);
    assert_eq!(events[0].date.to_string(), "2021-06-03");
    let sum: f32 = events[1].parts.iter().map(|(_, value)| value).sum();
    assert!((sum - events[1].importance).abs() < 1e-4);
}

/// The timeline of texts, each with its newsroom and day, as of the day `today`.
fn told(texts: &[(&str, &str, &str)], today: &str) -> Timeline {
    let article = |(at, (source, published, text)): (usize, &(&str, &str, &str))| {
        read(&format!("a{at:02}"), Some(published), text, Some(source))
    };
    let articles: Vec<Article> = texts.iter().enumerate().map(article).collect();
    let options = events::Options {
        today: Some(today.parse().expect("a day")),
        ..Default::default()
    };
    events::assemble(&articles, &options).0
}

const FERRY: [(&str, &str, &str); 4] = [
    (
        "Meridian Wire",
        "2019-05-15",
        "The Orrin ferry sank on 14 May after it struck a reef.",
    ),
    (
        "The Daily Lantern",
        "2019-05-15",
        "The ferry to Orrin struck a reef and sank on Tuesday.",
    ),
    (
        "Danube Review",
        "2019-05-17",
        "All passengers were saved when the Orrin ferry sank on 14 May.",
    ),
    (
        "Harbour Times",
        "2019-05-18",
        "The Orrin ferry, which sank on 14 May, was built in 1971.",
    ),
];

/// How much the flood at Tarn matters beside the ferry when these texts tell of it.
#[track_caller]
fn flood(texts: &[(&'static str, &'static str)]) -> f32 {
    let mut all = FERRY.to_vec();
    all.extend(
        texts
            .iter()
            .map(|(source, text)| (*source, "2019-05-22", *text)),
    );
    let events = told(&all, "2019-06-01").events;
    let of_day = |event: &&Event| event.date.to_string() == "2019-05-21";
    let found: Vec<&Event> = events.iter().filter(of_day).collect();
    assert_eq!(found.len(), 1, "{found:?}");
    found[0].importance
}

#[test]
fn a_line_repeated_counts_once() {
    let line = "The river flooded the market of Tarn on 21 May.";
    let once = flood(&[("Meridian Wire", line)]);
    let twice = "The river flooded the market of Tarn on 21 May. Nobody was hurt. It was on 21 May that the \
                 river flooded the market of Tarn.";
    assert_eq!(flood(&[("Meridian Wire", twice)]), once);
    // The same newsroom's next article says it in the same words, another newsroom in its own.
    let copied = flood(&[("Meridian Wire", line), ("Meridian Wire", line)]);
    let own = "The market of Tarn was under water on Tuesday when the river flooded it.";
    let confirmed = flood(&[("Meridian Wire", line), ("The Daily Lantern", own)]);
    assert!(
        copied - once < (confirmed - once) / 2.0,
        "{once} {copied} {confirmed}"
    );
}

/// The states of the plans for `day`, as of a month later.
fn states(texts: &[(&str, &str, &str)], day: &str) -> Vec<Option<State>> {
    let events = told(texts, "2022-04-01").events;
    let of_day = events
        .into_iter()
        .filter(|event| event.date.to_string() == day);
    of_day.map(|event| event.state).collect()
}

#[test]
fn only_what_was_waited_for_is_overdue() {
    let lead = "The Varn bridge is to open on 3 March.";
    let aside = "Varn's council passed its budget on Monday by nine votes to four. The mayor thanked the \
                 council on Monday for its patience. The debate on Monday was heated and lasted for six hours. \
                 Taxes rise by a tenth, the treasurer said. The library keeps its hours. Nobody spoke for long. \
                 The mayor will have lunch with the choir on 3 March.";
    let wire = |text: &'static str| ("Meridian Wire", "2022-02-15", text);
    assert_eq!(states(&[wire(lead)], "2022-03-03"), [Some(State::Overdue)]);
    assert_eq!(states(&[wire(aside)], "2022-03-03"), [None]);
    let other = (
        "The Daily Lantern",
        "2022-02-20",
        "The mayor of Varn will have lunch with the choir on 3 March.",
    );
    assert_eq!(
        states(&[wire(aside), other], "2022-03-03"),
        [Some(State::Overdue)]
    );
}

#[test]
fn a_line_under_every_article_is_no_plan_that_moved() {
    let today = (
        "Harbour Times",
        "2022-02-15",
        "The crossword of this edition will be solved on 22 February.",
    );
    let later = (
        "Harbour Times",
        "2022-03-01",
        "The crossword of this edition was solved on 1 March.",
    );
    assert_ne!(states(&[today, later], "2022-02-22"), [Some(State::Moved)]);
}
