//! Search over all events and articles. In: the [`Model`]. Out: static files under `search/` that a script loads
//! on demand: `meta.js`, `words-N.js` (where each word stands) and `entries-N.js` (what to show of a hit).
//!
//! A classic script file each, so that search also works from disk and needs no exception from the pages' policy.
//! A word's shard follows from its first three letters: one file answers a word, also one that is still being typed.
//! An entry is an event or an article with a page; of an article with `publish = "quotes"` only its quotes are read,
//! and nothing of one with `publish = "none"`.

mod entries;
mod words;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::model::Model;
use entries::Entry;

/// Entries in one file.
const PER_FILE: usize = 64;
/// Bytes of text for which one shard of words is made.
const PER_SHARD: usize = 500_000;
/// Shards at most.
const MOST_SHARDS: usize = 256;
/// From this many entries on, words of more than a third of them are in too many to tell anything.
const COMMON_FROM: usize = 300;

/// How many files there are of each kind: known before any is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Layout {
    /// Events and articles that can be found.
    pub(crate) entries: usize,
    /// Files of words.
    pub(crate) shards: usize,
}

/// One of the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// `meta.js`.
    Meta,
    /// `words-N.js`.
    Words(usize),
    /// `entries-N.js`.
    Entries(usize),
}

impl Layout {
    /// Works it out.
    pub(crate) fn new(model: &Model) -> Self {
        let listed = entries::listed(model);
        let bytes: usize = listed
            .iter()
            .map(|entry| match entry {
                Entry::Event(_) => 200,
                Entry::Article(at) => model.document(*at).text.len(),
            })
            .sum();
        Self {
            entries: listed.len(),
            shards: (bytes / PER_SHARD + 1).min(MOST_SHARDS),
        }
    }

    /// All files with their paths.
    pub(crate) fn files(self) -> impl Iterator<Item = (String, Part)> {
        let words = (0..self.shards).map(|at| (format!("search/words-{at}.js"), Part::Words(at)));
        let entries = (0..self.entries.div_ceil(PER_FILE))
            .map(|at| (format!("search/entries-{at}.js"), Part::Entries(at)));
        std::iter::once(("search/meta.js".to_owned(), Part::Meta))
            .chain(words)
            .chain(entries)
    }
}

/// Everything that is found, ready to be written.
pub(crate) struct Index {
    listed: Vec<Entry>,
    shards: Vec<String>,
    meta: String,
}

/// Where one word stands, in one run of entries: `(entry, weight)`.
type Postings = Vec<(u32, u8)>;

impl Index {
    /// Reads all texts: on all cores when `parallel`. The outcome is the same.
    pub(crate) fn new(model: &Model, parallel: bool) -> Self {
        let layout = Layout::new(model);
        let listed = entries::listed(model);
        let runs: Vec<(usize, &[Entry])> = {
            let size = listed.len().div_ceil(16).max(64);
            let starts = (0..listed.len()).step_by(size);
            starts.zip(listed.chunks(size)).collect()
        };
        let read = |(start, run): &(usize, &[Entry])| read_run(model, *start, run, layout.shards);
        let shard = |runs: &[Vec<Shard>], at: usize| write_shard(runs, at, listed.len());
        let (read, shards): (Vec<Vec<Shard>>, Vec<String>) = if parallel {
            let read: Vec<_> = runs.par_iter().map(read).collect();
            let shards = (0..layout.shards)
                .into_par_iter()
                .map(|at| shard(&read, at))
                .collect();
            (read, shards)
        } else {
            let read: Vec<_> = runs.iter().map(read).collect();
            let shards = (0..layout.shards).map(|at| shard(&read, at)).collect();
            (read, shards)
        };
        drop(read);
        let meta = meta(model, &listed, layout, &shards);
        Self {
            listed,
            shards,
            meta,
        }
    }

    /// The bytes of one file.
    pub(crate) fn file(&self, model: &Model, part: Part) -> Vec<u8> {
        match part {
            Part::Meta => self.meta.clone().into_bytes(),
            Part::Words(at) => self
                .shards
                .get(at)
                .map(|shard| shard.clone().into_bytes())
                .unwrap_or_default(),
            Part::Entries(at) => {
                let from = (at * PER_FILE).min(self.listed.len());
                let to = (from + PER_FILE).min(self.listed.len());
                let shown: Vec<_> = self.listed[from..to]
                    .iter()
                    .map(|entry| entry.shown(model))
                    .collect();
                let json = serde_json::to_string(&shown).expect("texts are JSON");
                format!("dateline.search.entries({at},{json});\n").into_bytes()
            }
        }
    }
}

/// One shard's words in one run of entries, sorted.
type Shard = Vec<(Box<str>, Postings)>;

/// Reads a run of entries; its words are parted into shards.
fn read_run(model: &Model, start: usize, run: &[Entry], shards: usize) -> Vec<Shard> {
    let mut known: FxHashMap<Box<str>, u32> = FxHashMap::default();
    let mut found: Vec<Postings> = Vec::new();
    let mut buffer = String::new();
    for (at, entry) in run.iter().enumerate() {
        let entry_id = (start + at) as u32;
        entry.texts(model, &mut |text, is_title| {
            words::each(text, &mut buffer, &mut |word| {
                let id = match known.get(word) {
                    Some(id) => *id,
                    None => {
                        let id = found.len() as u32;
                        known.insert(word.into(), id);
                        found.push(Vec::new());
                        id
                    }
                };
                let list = &mut found[id as usize];
                match list.last_mut().filter(|(last, _)| *last == entry_id) {
                    // 0: once · 1: more than once · 2: in the title
                    Some((_, weight)) => *weight = (*weight).max(if is_title { 2 } else { 1 }),
                    None => list.push((entry_id, if is_title { 2 } else { 0 })),
                }
            });
        });
    }
    let mut parted: Vec<Shard> = (0..shards).map(|_| Vec::new()).collect();
    for (word, id) in known {
        let list = std::mem::take(&mut found[id as usize]);
        parted[words::shard(&word, shards)].push((word, list));
    }
    for shard in &mut parted {
        shard.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    }
    parted
}

/// Joins what the runs found into one file of words.
fn write_shard(runs: &[Vec<Shard>], at: usize, entries: usize) -> String {
    let mut all: Vec<(&str, usize, &Postings)> = runs
        .iter()
        .enumerate()
        .flat_map(|(run, shards)| {
            shards[at]
                .iter()
                .map(move |(word, list)| (&**word, run, list))
        })
        .collect();
    all.sort_unstable_by_key(|(word, run, _)| (*word, *run));
    let mut out = format!("dateline.search.words({at},{{");
    let mut first = true;
    for same in all.chunk_by(|a, b| a.0 == b.0) {
        let count: usize = same.iter().map(|(_, _, list)| list.len()).sum();
        if !std::mem::take(&mut first) {
            out.push(',');
        }
        // Words are letters and digits: nothing in them needs escaping.
        out.push('"');
        out.push_str(same[0].0);
        out.push_str("\":\"");
        if entries < COMMON_FROM || count * 3 <= entries {
            let mut last = 0;
            for (entry, weight) in same.iter().flat_map(|(_, _, list)| list.iter()) {
                number((entry - last) * 3 + u32::from(*weight), &mut out);
                last = *entry;
            }
        }
        out.push('"');
    }
    out.push_str("});\n");
    out
}

/// A number in base 32, lowest digits first; capitals and the last signs say that more follow.
fn number(mut value: u32, out: &mut String) {
    const DIGITS: &[u8; 64] = b"abcdefghijklmnopqrstuvwxyz012345ABCDEFGHIJKLMNOPQRSTUVWXYZ6789-_";
    while value >= 32 {
        out.push(char::from(DIGITS[(value % 32 + 32) as usize]));
        value /= 32;
    }
    out.push(char::from(DIGITS[value as usize]));
}

/// How many there are of everything, how much each event weighs, and a mark of this build that tells stale files apart.
fn meta(model: &Model, listed: &[Entry], layout: Layout, shards: &[String]) -> String {
    let weights: String = listed
        .iter()
        .filter_map(|entry| match entry {
            Entry::Event(at) => Some(model.event(*at).importance),
            Entry::Article(_) => None,
        })
        .map(|weight| char::from(b'0' + (weight.clamp(0.0, 0.99) * 10.0) as u8))
        .collect();
    let mut hash = blake3::Hasher::new();
    for shard in shards {
        hash.update(shard.as_bytes());
    }
    let build = hash.finalize().to_hex();
    format!(
        "dateline.search.meta({{\"build\":\"{}\",\"entries\":{},\"events\":{},\"perFile\":{PER_FILE},\"shards\":{},\"weights\":\"{weights}\"}});\n",
        &build[..8],
        listed.len(),
        weights.len(),
        layout.shards,
    )
}
