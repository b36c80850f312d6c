//! What editing a site may not change: that every published link lands, whatever happens to other articles; that the
//! order of articles and entries is of no consequence; that an editor's word on merging holds from either side.

use std::collections::{BTreeMap, BTreeSet};

use dateline::calendar::Edtf;
use dateline::config::Config;
use dateline::content::Record;
use dateline::corrections::Entry;
use dateline::events::{self, Article, ClaimId, Options, Timeline};
use dateline::pipeline::Reader;

/// Numbers that look random and are the same every time (SplitMix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % sides as u64) as usize
    }

    fn shuffle<T>(&mut self, list: &mut [T]) {
        for at in (1..list.len()).rev() {
            list.swap(at, self.roll(at + 1));
        }
    }
}

/// Sentences of the corpus, which tell the same things several times over.
fn sentences() -> Vec<String> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/corpus/clusters.jsonl");
    let text = std::fs::read_to_string(path).expect("the corpus is part of the repository");
    text.lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON"))
        .flat_map(|case| {
            let texts = ["a", "b", "c"].map(|key| case[key]["text"].as_str().map(str::to_owned));
            texts.into_iter().flatten()
        })
        .collect()
}

fn read(id: &str, published: &str, text: &str) -> Article {
    let record = Record {
        id: id.into(),
        published: Some(published.into()),
        title: None,
        text: text.into(),
        language: Some("en".into()),
    };
    let mut article = Reader::new(&Config::default(), None)
        .record(record)
        .expect("readable");
    article.document.meta.source = Some(format!("Newsroom {}", id.len() % 3));
    article
}

/// A site of articles by path: a few sentences and a day each.
struct Site {
    pool: Vec<String>,
    texts: BTreeMap<String, (String, Vec<usize>)>,
    made: usize,
}

impl Site {
    fn new(dice: &mut Dice, size: usize) -> Self {
        let mut site = Self {
            pool: sentences(),
            texts: BTreeMap::new(),
            made: 0,
        };
        (0..size).for_each(|_| site.add(dice));
        site
    }

    fn add(&mut self, dice: &mut Dice) {
        self.made += 1;
        let day = format!(
            "20{:02}-{:02}-{:02}",
            12 + dice.roll(12),
            1 + dice.roll(12),
            1 + dice.roll(28)
        );
        let count = 1 + dice.roll(5);
        let text = (0..count).map(|_| dice.roll(self.pool.len())).collect();
        let name = format!("a{:03}{}.md", self.made, "x".repeat(dice.roll(3)));
        self.texts.insert(name, (day, text));
    }

    fn pick(&self, dice: &mut Dice) -> String {
        let at = dice.roll(self.texts.len());
        self.texts
            .keys()
            .nth(at)
            .expect("a site of some articles")
            .clone()
    }

    /// Adds, removes or rewrites one article; says which one's claims may differ now.
    fn edit(&mut self, dice: &mut Dice) -> Option<String> {
        match dice.roll(4) {
            0 => {
                self.add(dice);
                None
            }
            1 if self.texts.len() > 3 => {
                let name = self.pick(dice);
                self.texts.remove(&name);
                Some(name)
            }
            _ => {
                let name = self.pick(dice);
                let more = dice.roll(self.pool.len());
                let (_, text) = self.texts.get_mut(&name).expect("picked");
                let at = dice.roll(text.len());
                if dice.roll(2) == 0 {
                    text[at] = more;
                } else {
                    text.insert(at, more);
                }
                Some(name)
            }
        }
    }

    fn articles(&self) -> Vec<Article> {
        self.texts
            .iter()
            .map(|(name, (day, text))| {
                let text: Vec<&str> = text.iter().map(|at| self.pool[*at].as_str()).collect();
                read(name, day, &text.join(" "))
            })
            .collect()
    }
}

fn timeline(articles: &[Article]) -> Timeline {
    let options = Options {
        today: dateline::calendar::NaiveDate::from_ymd_opt(2024, 12, 1),
        ..Options::default()
    };
    events::assemble(articles, &options).0
}

/// Where each published link lands: the place of the event that holds the claim.
fn links(timeline: &Timeline) -> BTreeMap<String, usize> {
    let mut links = BTreeMap::new();
    for (at, event) in timeline.events.iter().enumerate() {
        for evidence in &event.evidence {
            let before = links.insert(evidence.id.to_string(), at);
            assert!(before.is_none(), "{} stands in two events", evidence.id);
        }
        assert!(event.evidence.iter().any(|e| e.id == event.id));
    }
    links
}

#[test]
fn no_edit_of_other_articles_breaks_a_link() {
    let mut dice = Dice(20_160_227);
    let mut site = Site::new(&mut dice, 200);
    let mut articles = site.articles();
    let mut published = links(&timeline(&articles));
    for _ in 0..12 {
        let mut touched: BTreeSet<String> = BTreeSet::new();
        for _ in 0..10 {
            touched.extend(site.edit(&mut dice));
        }
        let kept: BTreeSet<String> = articles
            .iter()
            .filter(|article| !touched.contains(&article.document.path))
            .flat_map(|article| article.claims.iter().map(|claim| claim.id.to_string()))
            .collect();
        articles = site.articles();
        let now = links(&timeline(&articles));
        for id in published.keys().filter(|id| kept.contains(*id)) {
            assert!(now.contains_key(id), "{id} lands nowhere");
        }
        published = now;
    }
}

/// The timeline without the numbers of its documents.
fn told(timeline: &Timeline) -> Vec<String> {
    let mut out: Vec<String> = timeline
        .events
        .iter()
        .map(|event| {
            let evidence: Vec<String> = event
                .evidence
                .iter()
                .map(|e| format!("{} {} {:?}", e.id, e.date, e.status))
                .collect();
            format!(
                "{} {} {} {:?} {:?} {:?} {:.5} {} {:?} {evidence:?}",
                event.id,
                event.date,
                event.headline,
                event.status,
                event.state,
                event.outcome.map(|id| id.to_string()),
                event.importance,
                event.disputed,
                event.place
            )
        })
        .collect();
    out.extend(timeline.promises.iter().map(|promise| {
        let steps: Vec<String> = promise
            .steps
            .iter()
            .map(|s| format!("{} {} {} {:?}", s.given, s.date, s.event, s.state))
            .collect();
        format!("{} {} {steps:?}", promise.id, promise.name)
    }));
    out
}

#[test]
fn the_order_of_articles_is_of_no_consequence() {
    let mut dice = Dice(20_160_314);
    let mut articles = Site::new(&mut dice, 60).articles();
    let expected = told(&timeline(&articles));
    for _ in 0..6 {
        dice.shuffle(&mut articles);
        assert_eq!(told(&timeline(&articles)), expected);
    }
}

fn correct(article: &Article, entries: Vec<Entry>) -> Article {
    let mut article = article.clone();
    article.document.corrections.events = entries;
    let (claims, diagnostics) =
        events::claims(&article.document, &article.sentences, &article.timexes);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    article.claims = claims;
    article
}

fn shape(articles: &[Article]) -> BTreeSet<BTreeSet<ClaimId>> {
    timeline(articles)
        .events
        .iter()
        .map(|event| event.evidence.iter().map(|e| e.id).collect())
        .collect()
}

fn pair() -> (Article, Article, Article) {
    (
        read(
            "a.md",
            "2016-02-27",
            "A truce took effect across most of the country on Saturday.",
        ),
        read(
            "b.md",
            "2016-02-28",
            "Bakers in the old town lit their ovens on Saturday.",
        ),
        read(
            "c.md",
            "2016-03-02",
            "The truce that began on Feb. 27 has held.",
        ),
    )
}

#[test]
fn merging_by_hand_holds_from_either_side_and_in_any_order() {
    let (a, b, c) = pair();
    let names = |other: &Article, quote: &str| Entry {
        quote: Some(quote.into()),
        same_as: vec![other.claims[0].id.to_string()],
        ..Entry::default()
    };
    let from_a = correct(&a, vec![names(&b, "took effect")]);
    let from_b = correct(&b, vec![names(&a, "lit their ovens")]);
    let one: BTreeSet<BTreeSet<ClaimId>> =
        [[a.claims[0].id, b.claims[0].id, c.claims[0].id].into()].into();
    for mut site in [
        [from_a.clone(), b.clone(), c.clone()],
        [a.clone(), from_b.clone(), c.clone()],
        [from_a, from_b, c],
    ] {
        assert_eq!(shape(&site), one);
        site.reverse();
        assert_eq!(shape(&site), one);
    }
}

#[test]
fn keeping_apart_by_hand_holds_from_either_side() {
    let (a, _, c) = pair();
    assert_eq!(shape(&[a.clone(), c.clone()]).len(), 1);
    let names = |other: &Article, quote: &str| Entry {
        quote: Some(quote.into()),
        apart_from: vec![other.claims[0].id.to_string()],
        ..Entry::default()
    };
    let from_a = correct(&a, vec![names(&c, "took effect")]);
    let from_c = correct(&c, vec![names(&a, "began on Feb. 27")]);
    assert_eq!(shape(&[from_a, c.clone()]).len(), 2);
    assert_eq!(shape(&[a, from_c]).len(), 2);
}

#[test]
fn an_editors_date_is_the_events() {
    let (a, _, c) = pair();
    let day = Edtf::parse("2016-02-26").expect("EDTF");
    let entry = Entry {
        quote: Some("began on Feb. 27".into()),
        date: Some(day),
        same_as: vec![a.claims[0].id.to_string()],
        ..Entry::default()
    };
    let c = correct(&c, vec![entry]);
    let timeline = timeline(&[a, c]);
    assert_eq!(timeline.events.len(), 1);
    assert_eq!(timeline.events[0].date, day);
}
