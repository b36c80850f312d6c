//! Merging and ranking by itself. `cargo bench --bench events` merges a million generated claims; numbers as
//! arguments are other counts of claims, folders are sites, read once and assembled several times.
//!
//! The generated claims are skewed as news are: a few days hold very many, a few happenings are told by
//! hundreds of articles, and words follow Zipf's law. Prints one row a run: claims, events, wall and CPU seconds
//! (`RAYON_NUM_THREADS=1` for one core), peak memory.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use dateline::calendar::Edtf;
use dateline::content::{Anchor, AnchorOrigin, Document, DocumentId, Format, Kind, Meta};
use dateline::corrections::{Corrections, Status};
use dateline::events::{self, Article, Claim, ClaimId, Options};
use dateline::pipeline::{self, Workspace};
use dateline::source::Span;

const ROUNDS: usize = 3;

fn main() {
    let mut arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with('-'))
        .collect();
    if arguments.is_empty() {
        arguments.push("1000000".to_owned());
    }
    println!(
        "{:>9} {:>9} {:>9} {:>9} {:>9}",
        "claims", "events", "wall s", "CPU s", "peak MB"
    );
    for argument in arguments {
        match argument.parse::<usize>() {
            Ok(count) => measure(&generate(count)),
            Err(_) => measure(&read(Path::new(&argument))),
        }
    }
}

fn read(site: &Path) -> Vec<Arc<Article>> {
    let mut workspace = Workspace::new(site.to_owned(), pipeline::Options::default(), true);
    let snapshot = workspace.refresh(&[]).expect("the site can be read");
    snapshot.articles.as_ref().clone()
}

/// Assembles `articles` and prints the best of several rounds.
fn measure(articles: &[Arc<Article>]) {
    let options = Options {
        today: NaiveDate::from_ymd_opt(2019, 1, 1),
        ..Options::default()
    };
    let claims: usize = articles.iter().map(|article| article.claims.len()).sum();
    let mut best = (Duration::MAX, 0.0);
    let mut count = 0;
    for _ in 0..ROUNDS {
        let (start, before) = (Instant::now(), cpu());
        let (timeline, _) = events::assemble(articles, &options);
        let (wall, used) = (start.elapsed(), cpu() - before);
        count = timeline.events.len();
        if wall < best.0 {
            best = (wall, used);
        }
    }
    println!(
        "{claims:>9} {count:>9} {:>9.3} {:>9.2} {:>9.0}",
        best.0.as_secs_f64(),
        best.1,
        peak_mb()
    );
}

/// `count` claims, three an article, of happenings on 4 000 days.
fn generate(count: usize) -> Vec<Arc<Article>> {
    let mut random = Random(20_160_212);
    let first = NaiveDate::from_ymd_opt(2008, 1, 1).expect("a valid day");
    let happenings: Vec<(NaiveDate, Vec<u32>)> = (0..count / 3 + 1)
        .map(|_| {
            let day = first + chrono::Days::new(random.skewed(4_000));
            (day, random.words(9))
        })
        .collect();
    let mut left = count;
    let mut articles = Vec::new();
    while left > 0 {
        let number = articles.len();
        let claims: Vec<Claim> = (0..left.min(3))
            .map(|index| claim(&mut random, &happenings, number, index))
            .collect();
        left -= claims.len();
        let Some(day) = claims[0].date.days().earliest else {
            unreachable!("generated claims are dated");
        };
        let published = day + chrono::Days::new(random.skewed(90));
        articles.push(Arc::new(article(&mut random, number, published, claims)));
    }
    articles
}

fn claim(
    random: &mut Random,
    happenings: &[(NaiveDate, Vec<u32>)],
    article: usize,
    index: usize,
) -> Claim {
    let (day, words) = &happenings[random.skewed(happenings.len() as u64) as usize];
    let mut stems: Vec<u32> = words
        .iter()
        .copied()
        .filter(|_| random.below(4) > 0)
        .collect();
    stems.extend(random.words(4));
    stems.sort_unstable();
    stems.dedup();
    let date = match random.below(10) {
        0 => day.format("%Y-%m").to_string(),
        _ => day.to_string(),
    };
    let start = index as u32 * 150;
    Claim {
        id: ClaimId(((article * 3 + index) as u64 * 0x9e37_79b9) & 0xffff_ffff_ffff),
        sentence: Span {
            start,
            end: start + 140,
        },
        mentions: vec![index as u32],
        date: Edtf::parse(&date).expect("a day or a month"),
        headline: format!("The council of ward {index} opened the bridge named {article}"),
        summary: None,
        status: match random.below(6) {
            0 => Status::Planned,
            1 => Status::Proposed,
            _ => Status::Happened,
        },
        place: None,
        importance: 0.5,
        confidence: 0.9,
        alternatives: Vec::new(),
        correction: None,
        hidden: false,
        stems,
    }
}

fn article(
    random: &mut Random,
    number: usize,
    published: NaiveDate,
    claims: Vec<Claim>,
) -> Article {
    let document = Document {
        id: DocumentId(number as u32),
        path: format!("{}/article-{number:07}.md", published.format("%Y/%m")),
        format: Format::Markdown,
        kind: Kind::Article,
        title: String::new(),
        meta: Meta {
            source: Some(format!("Newsroom {}", random.skewed(60))),
            ..Meta::default()
        },
        anchor: Some(Anchor {
            date: Edtf::parse(&published.to_string()).expect("a day"),
            origin: AnchorOrigin::FrontMatter,
        }),
        text: String::new(),
        blocks: Vec::new(),
        body: Vec::new(),
        dateline_place: None,
        corrections: Corrections::default(),
        positions: Vec::new(),
    };
    Article {
        document,
        sentences: Vec::new(),
        timexes: Vec::new(),
        claims,
    }
}

/// A linear congruential generator: the same claims on every machine. Source: Knuth's MMIX.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }

    /// Below `limit`, the small ones much more often: each half as often as the one of half its size.
    fn skewed(&mut self, limit: u64) -> u64 {
        let unit = self.below(1 << 24) as f64 / f64::from(1 << 24);
        (((limit + 1) as f64).powf(unit) - 1.0).min((limit - 1) as f64) as u64
    }

    /// Stems' numbers as `Claim::stems` has them: the last four bits tell what a word is.
    fn words(&mut self, count: usize) -> Vec<u32> {
        (0..count)
            .map(|_| {
                let word = (self.skewed(60_000) + 17) as u32;
                let kind = if word.is_multiple_of(5) { 2 } else { 0 };
                (word.wrapping_mul(0x9e37_79b1) << 4) | kind
            })
            .collect()
    }
}

/// CPU seconds of this process. Source: proc(5), fields 14 and 15 of `/proc/self/stat`, in clock ticks of 1/100 s.
fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(") ").next().unwrap_or_default();
    let ticks: u64 = after_name
        .split(' ')
        .skip(11)
        .take(2)
        .filter_map(|field| field.parse::<u64>().ok())
        .sum();
    ticks as f64 / 100.0
}

fn peak_mb() -> f64 {
    std::fs::read_to_string("/proc/self/status")
        .unwrap_or_default()
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .and_then(|rest| rest.trim().split(' ').next()?.parse::<f64>().ok())
        .map_or(0.0, |kb| kb / 1024.0)
}
