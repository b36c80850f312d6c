//! The rules of a language: a folder of TOML files, embedded in the binary.
//!
//! In: `rules/<lang>/lexicon.toml`, `parts.toml` and the families of rules. Out: a [`RuleBook`]:
//! lexicon, trie and rules, compiled once per process. A language is such a folder and nothing else.

use include_dir::{Dir, include_dir};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::lexicon::Lexicon;
use super::pattern::{Growing, Trie};
use super::timex::Modifier;

static FOLDERS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/temporal/rules");

/// The ways to compute a value: a closed set, each a function of the resolver.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Yields {
    /// No date at all: a look-alike.
    Block,
    /// A date or time put together from what was captured: month, day, year, weekday, "last" +
    /// unit, today, season, quarter, part of the day, clock time, holiday.
    Date,
    /// Two dates, each from its own extent; what one leaves out (month, year) the other gives.
    Range,
    /// `count unit ago` / `from now`: counted from the anchor.
    Shift(Way),
    /// `count unit later` / `earlier`: counted from the last date told.
    After(Way),
    /// `that year`, `the following month`: the unit of the last date told, moved by so many.
    Told(i32),
    /// The unit in question (`the quarter`, `the month`): that of the last date told, else the anchor's.
    Unit,
    /// A year before, at the granularity of what it is compared with (`a year earlier`).
    YearEarlier,
    /// `PAST_REF`, `PRESENT_REF`, `FUTURE_REF`.
    Reference(String),
    /// How long: count and unit. The text is a fixed value, empty, or `age`: the number counts years.
    Duration(String),
    /// How often. The text is a fixed value, empty, `times` (the count is how many times in each unit) or `calendar`
    /// (`XXXX-WXX` for what recurs weekly).
    Set(String),
    /// One value whatever was captured: `2001-09-11`.
    Literal(String),
    /// `Q3 2016`, `H1`: the number is that of a quarter (`Q`) or half (`H`).
    QuarterNumber(String),
    /// `the last Friday of May`, `the first Tuesday after the first Monday in November`.
    NthWeekday,
}

/// Into the past or the future.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Way {
    /// Earlier.
    Past,
    /// Later.
    Future,
}

/// An open end a rule tells of: "since 2011" has no end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum OpenEnd {
    /// `2011/..`
    End,
    /// `../2011`
    Start,
}

/// Where a rule is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Where {
    /// In histories.
    Narrative,
    /// In news.
    News,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RuleSource {
    name: String,
    /// One pattern, or several in `patterns`.
    #[serde(default)]
    pattern: Option<Spanned<String>>,
    #[serde(default)]
    patterns: Vec<Spanned<String>>,
    yields: Yields,
    #[serde(default)]
    modifier: Option<Modifier>,
    #[serde(default)]
    ahead: bool,
    /// The TIMEX3 value tells how long, beside the date it leads to: `vor [drei Tagen]`.
    #[serde(default)]
    as_duration: bool,
    /// Counted from the day of writing in histories, too: "two years ago".
    #[serde(default)]
    from_writing: bool,
    /// In the present tense it is on no one day: "She runs in [the morning]".
    #[serde(default)]
    habitual: bool,
    /// Nothing told later counts from it: "overnight".
    #[serde(default)]
    passing: bool,
    #[serde(default)]
    open: Option<OpenEnd>,
    #[serde(default)]
    only: Option<Where>,
    #[serde(default)]
    #[allow(dead_code, reason = "a remark to readers of the file")]
    note: String,
    examples: Vec<Vec<Spanned<String>>>,
    #[serde(default)]
    silent: Vec<Spanned<String>>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct FamilySource {
    /// The day the examples' relative dates count from.
    anchor: String,
    #[serde(default)]
    rule: Vec<RuleSource>,
}

/// A rule, compiled.
#[derive(Debug)]
pub(super) struct Rule {
    pub(super) name: &'static str,
    pub(super) file: &'static str,
    pub(super) pattern: String,
    pub(super) yields: Yields,
    pub(super) modifier: Option<Modifier>,
    pub(super) ahead: bool,
    /// Whether the TIMEX3 value tells how long, beside the date.
    pub(super) as_duration: bool,
    /// Whether it counts from the day of writing in histories, too.
    pub(super) from_writing: bool,
    /// Whether it is on no one day in the present tense.
    pub(super) habitual: bool,
    /// Whether nothing told later counts from it.
    pub(super) passing: bool,
    pub(super) open: Option<OpenEnd>,
    pub(super) only: Option<Where>,
    pub(super) anchor: String,
    /// Sentence and values; with byte offsets into the file.
    pub(super) examples: Vec<Vec<(usize, String)>>,
    pub(super) silent: Vec<(usize, String)>,
}

/// A line of the catalogue `dateline extract --rules` prints.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleEntry {
    /// The rule's name: `rule` of a mention.
    pub name: String,
    /// The language's folder.
    pub language: String,
    /// The file it stands in, below the language's folder.
    pub file: String,
    /// Its patterns.
    pub pattern: String,
    /// The day its examples count from.
    pub anchor: String,
    /// Sentences it reads, the extent in brackets, and the value it gives.
    pub examples: Vec<Vec<String>>,
    /// Sentences in which it stays silent.
    pub silent: Vec<String>,
}

/// A language's lexicon, rules and trie.
#[derive(Debug)]
pub(super) struct RuleBook {
    pub(super) language: &'static str,
    pub(super) lexicon: Lexicon,
    pub(super) rules: Vec<Rule>,
    pub(super) trie: Trie,
}

/// The languages there are folders for, in alphabetical order.
pub(super) fn languages() -> Vec<&'static str> {
    let mut names: Vec<&str> = FOLDERS
        .dirs()
        .filter(|d| d.get_file(d.path().join("lexicon.toml")).is_some())
        .filter_map(|d| d.path().to_str())
        .collect();
    names.sort_unstable();
    names
}

impl RuleBook {
    /// Compiles the folder of `language`.
    ///
    /// # Errors
    /// `file:line:column: what is wrong`, for whoever edits the rules.
    pub(super) fn compile(language: &'static str) -> Result<Self, String> {
        let folder = FOLDERS
            .get_dir(language)
            .ok_or_else(|| format!("no rules for {language:?}"))?;
        let read = |name: &str| {
            folder
                .get_file(folder.path().join(name))
                .and_then(|f| f.contents_utf8())
        };
        let lexicon = Lexicon::parse(read("lexicon.toml").ok_or("lexicon.toml is missing")?);
        let mut lexicon = lexicon.map_err(|e| format!("{language}/lexicon.toml: {e}"))?;
        let parts: FxHashMap<String, String> = match read("parts.toml") {
            Some(text) => {
                toml::from_str(text).map_err(|e| format!("{language}/parts.toml: {e}"))?
            }
            None => FxHashMap::default(),
        };
        let mut files: Vec<_> = folder
            .files()
            .filter(|f| {
                f.path().extension().is_some_and(|e| e == "toml")
                    && !matches!(
                        f.path().file_name().and_then(|n| n.to_str()),
                        Some("lexicon.toml" | "parts.toml")
                    )
            })
            .collect();
        files.sort_by_key(|f| f.path());
        let mut rules = Vec::new();
        let mut trie = Growing::new();
        for file in files {
            let name = file.path().to_str().ok_or("file names are UTF-8")?;
            let text = file
                .contents_utf8()
                .ok_or_else(|| format!("{name}: not UTF-8"))?;
            let family: FamilySource = toml::from_str(text).map_err(|e| format!("{name}: {e}"))?;
            for source in family.rule {
                let number =
                    u16::try_from(rules.len()).map_err(|_| "more than 65535 rules".to_owned())?;
                let patterns: Vec<_> = source.pattern.into_iter().chain(source.patterns).collect();
                if patterns.is_empty() {
                    return Err(format!("{name}: rule {}: expected a pattern", source.name));
                }
                for pattern in &patterns {
                    trie.add(pattern.get_ref(), number, &mut lexicon, &parts)
                        .map_err(|(at, message)| {
                            let at = pattern.span().start + 1 + at;
                            let place = crate::source::Position::of(text, at);
                            format!(
                                "{name}:{}:{}: rule {}: {message}",
                                place.line, place.column, source.name
                            )
                        })?;
                }
                let spanned = |s: Spanned<String>| (s.span().start, s.into_inner());
                rules.push(Rule {
                    name: source.name.leak(),
                    file: name,
                    pattern: patterns
                        .iter()
                        .map(|p| p.get_ref().as_str())
                        .collect::<Vec<_>>()
                        .join("\n"),
                    yields: source.yields,
                    modifier: source.modifier,
                    ahead: source.ahead,
                    as_duration: source.as_duration,
                    from_writing: source.from_writing,
                    habitual: source.habitual,
                    passing: source.passing,
                    open: source.open,
                    only: source.only,
                    anchor: family.anchor.clone(),
                    examples: source
                        .examples
                        .into_iter()
                        .map(|e| e.into_iter().map(spanned).collect())
                        .collect(),
                    silent: source.silent.into_iter().map(spanned).collect(),
                });
            }
        }
        Ok(Self {
            language,
            lexicon,
            rules,
            trie: trie.seal(),
        })
    }

    /// The catalogue.
    pub(super) fn catalogue(&self) -> Vec<RuleEntry> {
        self.rules
            .iter()
            .map(|rule| RuleEntry {
                name: rule.name.to_owned(),
                language: self.language.to_owned(),
                file: rule.file.rsplit('/').next().unwrap_or(rule.file).to_owned(),
                pattern: rule.pattern.clone(),
                anchor: rule.anchor.clone(),
                examples: rule
                    .examples
                    .iter()
                    .map(|e| e.iter().map(|(_, text)| text.clone()).collect())
                    .collect(),
                silent: rule.silent.iter().map(|(_, text)| text.clone()).collect(),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Edtf;
    use crate::config::Mode;
    use crate::content::{Anchor, AnchorOrigin, Block, BlockKind};
    use crate::source::{Position, Span};
    use crate::temporal::{Context, Tagger, Timex};

    fn tag(language: &str, anchor: &str, mode: Mode, text: &str) -> Vec<Timex> {
        let blocks = [Block {
            span: Span::new(0, text.len()),
            kind: BlockKind::Paragraph,
            clutter: false,
        }];
        let sentences = crate::text::split(text, &blocks);
        let anchor = Edtf::parse(anchor).ok().map(|date| Anchor {
            date,
            origin: AnchorOrigin::FrontMatter,
        });
        let context = Context {
            anchor,
            mode,
            ..Context::default()
        };
        Tagger::for_language(language).tag(text, &blocks, &sentences, &context)
    }

    /// The text without brackets, and the extents they held.
    fn brackets(example: &str) -> (String, Vec<(usize, usize)>) {
        let (mut text, mut extents, mut open) = (String::new(), Vec::new(), 0);
        for c in example.chars() {
            match c {
                '[' => open = text.len(),
                ']' => extents.push((open, text.len())),
                other => text.push(other),
            }
        }
        (text, extents)
    }

    fn failures(book: &RuleBook) -> Vec<String> {
        let mut failures = Vec::new();
        for rule in &book.rules {
            let source = FOLDERS
                .get_file(rule.file)
                .and_then(|f| f.contents_utf8())
                .unwrap_or("");
            let mut fail = |at: usize, message: String| {
                let place = Position::of(source, at);
                failures.push(format!(
                    "src/temporal/rules/{}:{}:{}: rule {}: {message}",
                    rule.file, place.line, place.column, rule.name
                ));
            };
            let mode = if rule.only == Some(Where::Narrative) {
                Mode::Narrative
            } else {
                Mode::News
            };
            let block = rule.yields == Yields::Block;
            if rule.examples.len() < 2 && !block {
                let at = rule
                    .examples
                    .first()
                    .and_then(|e| e.first())
                    .map_or(0, |(at, _)| *at);
                fail(at, "expected two examples or more".into());
            }
            if rule.silent.is_empty() {
                let at = rule
                    .examples
                    .first()
                    .and_then(|e| e.first())
                    .map_or(0, |(at, _)| *at);
                fail(at, "expected a line on which it stays silent".into());
            }
            for example in &rule.examples {
                let Some(((at, written), values)) = example.split_first() else {
                    continue;
                };
                let (text, extents) = brackets(written);
                let found = tag(book.language, &rule.anchor, mode, &text);
                if block {
                    if let Some(timex) = found.first() {
                        fail(
                            *at,
                            format!(
                                "expected nothing, found {:?} by {}",
                                timex.span.of(&text),
                                timex.rule
                            ),
                        );
                    }
                    continue;
                }
                if extents.len() != values.len() {
                    fail(
                        *at,
                        format!("expected a value for each of {} extents", extents.len()),
                    );
                    continue;
                }
                for ((from, to), (value_at, value)) in extents.iter().zip(values) {
                    let hit = found.iter().find(|t| t.span == Span::new(*from, *to));
                    match hit {
                        None => {
                            let told: Vec<String> = found
                                .iter()
                                .map(|t| format!("{:?} by {}", t.span.of(&text), t.rule))
                                .collect();
                            fail(
                                *at,
                                format!(
                                    "expected {:?}, found [{}]",
                                    &text[*from..*to],
                                    told.join(", ")
                                ),
                            );
                        }
                        Some(timex) => {
                            let edtf = timex.edtf.map(|e| e.to_string());
                            if timex.value != *value && edtf.as_deref() != Some(value) {
                                fail(
                                    *value_at,
                                    format!(
                                        "expected {value}, found {} (EDTF {}) by {}",
                                        timex.value,
                                        edtf.as_deref().unwrap_or("none"),
                                        timex.rule
                                    ),
                                );
                            }
                            if timex.rule != rule.name {
                                fail(
                                    *at,
                                    format!("expected this rule to win, found {}", timex.rule),
                                );
                            }
                        }
                    }
                }
            }
            for (at, text) in &rule.silent {
                if let Some(timex) = tag(book.language, &rule.anchor, mode, text)
                    .iter()
                    .find(|t| t.rule == rule.name)
                {
                    fail(
                        *at,
                        format!(
                            "expected it to stay silent, found {:?}",
                            timex.span.of(text)
                        ),
                    );
                }
            }
        }
        failures
    }

    #[test]
    fn rules_win_their_own_examples() {
        let mut all = Vec::new();
        for language in languages() {
            match RuleBook::compile(language) {
                Ok(book) => all.extend(failures(&book)),
                Err(message) => all.push(format!("src/temporal/rules/{message}")),
            }
        }
        assert!(all.is_empty(), "{} failures\n{}", all.len(), all.join("\n"));
    }

    #[test]
    fn rules_have_names_of_their_own() {
        for language in languages() {
            let book = RuleBook::compile(language).expect("the rules compile");
            let mut names: Vec<_> = book.rules.iter().map(|r| r.name).collect();
            names.sort_unstable();
            let twice: Vec<_> = names.windows(2).filter(|w| w[0] == w[1]).collect();
            assert!(twice.is_empty(), "{twice:?}");
        }
    }
}
