//! Articles for benchmarks: about 600 words, three dates, tags and links each; the same ones every
//! time.

use std::fs;
use std::io::Write as _;
use std::path::Path;

/// Writes `size` articles and a `dateline.toml` that gives every article its page.
pub(crate) fn generate(site: &Path, size: usize) {
    let mut random = Random(20_160_212);
    for index in 0..size {
        let day = chrono::NaiveDate::from_ymd_opt(2014, 1, 1).expect("a valid day")
            + chrono::Days::new(random.below(1_400));
        let folder = site.join(format!("content/{}", day.format("%Y/%m")));
        fs::create_dir_all(&folder).expect("the bench folder is writable");
        let text = article(&mut random, index, size, day);
        let mut file = fs::File::create(folder.join(format!("article-{index:06}.md")))
            .expect("the bench folder is writable");
        file.write_all(text.as_bytes())
            .expect("the bench folder is writable");
    }
    fs::write(
        site.join("dateline.toml"),
        format!(
            "[site]\ntitle = \"Benchmark\"\nbase_url = \"https://example.org\"\n\n[output]\nmax_files = {}\n",
            size * 3 + 20_000
        ),
    )
    .expect("the bench folder is writable");
}

fn article(random: &mut Random, index: usize, size: usize, day: chrono::NaiveDate) -> String {
    let mut text = format!(
        "---\ntitle: \"{} {} {} {}\"\ndate: {day}\nsource: {}\ntags: [{}, {}]\n---\n\n",
        capital(random.pick(ADJECTIVES)),
        random.pick(NOUNS),
        random.pick(VERBS),
        random.pick(NOUNS),
        random.pick(SOURCES),
        random.pick(NOUNS),
        random.pick(PLACES),
    );
    let near = day + chrono::Days::new(random.below(40)) - chrono::Days::new(20);
    let dated = [
        format!(
            "The {} {} the {} in {} on {}.",
            random.pick(NOUNS),
            random.pick(VERBS),
            random.pick(NOUNS),
            capital(random.pick(PLACES)),
            WEEKDAYS[random.below(7) as usize]
        ),
        format!(
            "A {} {} is due to open on {}.",
            random.pick(ADJECTIVES),
            random.pick(NOUNS),
            near.format("%B %-d, %Y")
        ),
        format!(
            "The {} {} the {} last month.",
            random.pick(NOUNS),
            random.pick(VERBS),
            random.pick(NOUNS)
        ),
    ];
    for (paragraph, sentence) in dated.iter().enumerate() {
        text.push_str(sentence);
        for _ in 0..14 {
            text.push(' ');
            text.push_str(&plain_sentence(random));
        }
        let other = random.below(size as u64) as usize;
        if paragraph < 2 && other != index {
            text.push_str(&format!(
                " See also [the earlier report](https://example.org/{other}/)."
            ));
        }
        text.push_str("\n\n");
    }
    text
}

fn plain_sentence(random: &mut Random) -> String {
    format!(
        "{} {} of the {} {} {} the {} {} near {} while {} {} it.",
        capital(random.pick(DETERMINERS)),
        random.pick(NOUNS),
        random.pick(ADJECTIVES),
        random.pick(NOUNS),
        random.pick(VERBS),
        random.pick(ADJECTIVES),
        random.pick(NOUNS),
        capital(random.pick(PLACES)),
        random.pick(NOUNS),
        random.pick(VERBS),
    )
}

fn capital(word: &str) -> String {
    let mut characters = word.chars();
    characters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(characters).collect()
    })
}

/// A linear congruential generator: the same articles on every machine. Source: Knuth's MMIX.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }

    fn pick(&mut self, words: &[&'static str]) -> &'static str {
        words[self.below(words.len() as u64) as usize]
    }
}

const WEEKDAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];
const SOURCES: &[&str] = &[
    "Harbour Gazette",
    "National Wire",
    "The Courier",
    "Evening Post",
];
const DETERMINERS: &[&str] = &["the", "one", "every", "another", "no", "this"];
const PLACES: &[&str] = &[
    "aldmoor", "brenwick", "calder", "dunhaven", "eastfold", "farrow", "glenmar", "holloway",
    "ivers", "jarrow", "kestrel", "lindale",
];
const ADJECTIVES: &[&str] = &[
    "narrow",
    "public",
    "quiet",
    "northern",
    "costly",
    "old",
    "planned",
    "broken",
    "municipal",
    "shared",
    "late",
    "steep",
    "wooden",
    "formal",
    "empty",
    "busy",
    "central",
    "coastal",
];
const NOUNS: &[&str] = &[
    "bridge",
    "council",
    "harbour",
    "library",
    "tunnel",
    "budget",
    "school",
    "railway",
    "court",
    "strike",
    "ferry",
    "market",
    "hospital",
    "reactor",
    "festival",
    "quarry",
    "reservoir",
    "committee",
    "union",
    "museum",
    "archive",
    "station",
    "theatre",
    "inquiry",
    "contract",
    "river",
];
const VERBS: &[&str] = &[
    "closed",
    "opened",
    "approved",
    "rejected",
    "flooded",
    "repaired",
    "visited",
    "funded",
    "inspected",
    "delayed",
    "sold",
    "rebuilt",
    "blocked",
    "praised",
    "measured",
    "joined",
];
