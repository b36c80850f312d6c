//! The words by which a sentence tells what it claims, as data: `words/<lang>.toml`. In: a language. Out:
//! its lists, ready for looking up.

use std::sync::LazyLock;

use rust_stemmers::{Algorithm, Stemmer};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Deserializer};

use super::lists::{Phrases, Set};

/// One language's words; `words/en.toml` tells what each list is for.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
#[derive(Default)]
pub(super) struct Words {
    stemmer: StemmerOf,
    pub stop: Set,
    /// Words that news use all the time.
    pub common: Set,
    synonyms: Vec<Vec<String>>,
    /// A word or stem and the first of its group.
    #[serde(skip)]
    synonym_words: FxHashMap<String, String>,
    #[serde(skip)]
    synonym_stems: FxHashMap<String, String>,
    /// Whether the finite verb stands second, so that what stands before it cannot simply go.
    pub verb_second: bool,
    pub determiners: Set,
    pub prepositions: Set,
    pub pronouns: Set,
    /// How speakers tell of themselves.
    pub first_person: Set,
    /// Subjects that tell nobody who or what: "others", "nothing".
    pub vague: Set,
    /// "this", "such": they point at what was told before.
    pub demonstratives: Set,
    /// "at least", "more than": they may stand before a subject.
    pub quantifiers: Phrases,
    /// What no subject begins with, although its class may.
    pub no_subject: Set,
    /// What cannot end a clause: words that point on to others that would follow.
    pub unfinished: Set,
    pub titles: Set,
    pub conjunctions: Set,
    /// Conjunctions that set one clause against another: "but".
    pub adversatives: Set,
    pub subordinators: Set,
    pub hypothetical: Set,
    pub relatives: Set,
    pub possessive_relatives: Set,
    pub complementers: Set,
    pub adverbs: Set,
    pub adverb_endings: Vec<String>,
    pub connectives: Set,
    pub auxiliaries: Set,
    pub passive: Set,
    pub past: Set,
    pub past_or_participle: Set,
    pub participles: Set,
    pub past_endings: Vec<String>,
    pub not_verbs: Set,
    /// Words in "-ing" that are nouns behind an article.
    pub gerund_nouns: Set,
    pub verbs: Set,
    #[serde(skip)]
    third_person: Set,
    also_nouns: Set,
    #[serde(skip)]
    also_plurals: Set,
    pub report_nouns: Set,
    pub plural_nouns: Set,
    pub speech: Set,
    pub speech_only: Set,
    /// Speech that tells nothing without what was said.
    pub says: Set,
    /// Verbs of one: "is", "was".
    pub singular: Set,
    /// "two", "several", "hundreds".
    pub counts: Set,
    pub speech_acts: Set,
    pub attributions: Phrases,
    pub date_leads: Set,
    pub date_nouns: Set,
    /// "days" in "two days later".
    pub units: Set,
    pub turns: Set,
    pub footers: Phrases,
    pub one_in_s: Set,
    /// How nouns of several end, and how nouns of one do that look like it.
    plural_endings: Vec<String>,
    singular_endings: Vec<String>,
    /// What "he" and "it" add to a verb: an ending, and what takes its place; the first that fits counts.
    third_person_endings: Vec<(String, String)>,
    /// What shows whose something is: "'s".
    pub possessive_endings: Vec<String>,
    pub plan_participles: Set,
    pub trailing: Set,
    pub keep_trailing: Set,
    pub proposed: Phrases,
    pub proposals: Phrases,
    pub proposal_verbs: Set,
    pub planned: Phrases,
    pub modals: Set,
    /// Modals that only suppose: "would", "might".
    pub suppositions: Set,
    /// "was", "were".
    pub was: Set,
    /// Auxiliaries of several: "are", "were".
    pub plural_verbs: Set,
    /// "there" in "there was".
    pub there: Set,
    /// "while": what goes on meanwhile.
    pub whiles: Set,
    /// Articles, behind which something is told of a past day: "was the first".
    pub articles: Set,
    /// "in contrast", "in line": how something compares.
    pub states: Set,
    /// "for" in "calling for the mayor to resign".
    pub wish_leads: Set,
    /// What leads to the cause of a happening: "after a massacre".
    pub cause_leads: Set,
    /// "in", "near": they lead to a place before the subject.
    pub place_leads: Set,
    /// "in", "during": without what they lead to a clause is still whole.
    pub adjuncts: Set,
    /// Nouns that need a name to tell which one is meant: "company", "city".
    pub leaning: Set,
    /// Of these, what a body of people is called, and a person.
    pub leaning_bodies: Set,
    pub leaning_persons: Set,
    /// "shortly" in "shortly before four".
    pub nearly: Set,
    /// "by" in "a call on Friday by the mayor".
    pub agents: Set,
    /// "what" in "what happened in 1979".
    pub whats: Set,
    /// "had" in "had been found".
    pub pluperfect: Set,
    /// "at" in "at 1653": no year.
    pub clock_leads: Set,
    /// "before", "ahead": a meeting they lead to has its own day.
    pub measured_from: Set,
    /// With a capital behind a noun they begin another line: "some", "here".
    pub line_starts: Set,
    /// What a name with an article may follow: "the newspaper The Lorn Times".
    pub titled: Set,
    /// "no".
    pub no: Set,
    /// "re" in "re-elected": with other words before its hyphen a participle is an adjective.
    pub verb_prefixes: Set,
    /// "be", "being": forms of auxiliaries that are not finite.
    pub inner: Set,
    /// "called" before a name in quotation marks.
    pub naming: Set,
    /// "them", "whom".
    pub objects: Set,
    /// What stands between a verb and its subject: "sich".
    pub clitics: Set,
    /// What no subject begins with where articles have cases: "den".
    pub oblique: Set,
    /// "des" in "das Büro des Vermittlers".
    pub genitive_articles: Set,
    /// "der": it may tell whose, or to whom.
    pub dative_articles: Set,
    /// "before" in "had not cut the lines before Monday".
    pub befores: Set,
    /// "prior to".
    pub priors: Set,
    /// Verbs that want what somebody is told: "informed".
    pub informing: Set,
    /// "not a strike but a holiday".
    pub nots: Set,
    /// Two words that are one adverb: "so far".
    pub adverb_pairs: Phrases,
    /// "between miners and police": no clause begins at the "and".
    pub betweens: Set,
    /// "until" in "gave the mayor until noon to resign".
    pub limits: Set,
    /// Modals of what is to come: "will", not "would".
    pub promising: Set,
    /// "being": what follows is going on.
    pub goes_on: Set,
    /// "By R. Brand, LNA": who wrote it.
    pub byline_leads: Set,
    /// Participles with their preposition that are hardly ever verbs: "related to".
    pub bound: Phrases,
    /// Pronouns that are subjects and nothing else, where a headline cannot begin with them: "er".
    pub nominative: Set,
    /// Nouns that want an infinitive: "an attempt to".
    pub wanting: Set,
    /// "following" in "the following information:".
    pub announcing: Set,
    /// Ends that stand for what was told elsewhere: "the same thing".
    pub hollow: Phrases,
    /// Verbs of taking place: what was not "held" was called off.
    pub occurs: Set,
    /// Prepositions that a noun behind the date keeps: "after Friday prayers".
    pub noun_leads: Set,
    /// "in" of "let in on 11 January".
    pub particles: Set,
    /// "of" in "the target date of".
    pub date_noun_links: Set,
    /// "begin", "start".
    pub beginnings: Set,
    /// "beginning", "starting".
    pub starting: Set,
    /// Connectives that may be adjectives: "first ministers".
    pub noun_adverbs: Set,
    /// "of".
    pub genitives: Set,
    /// Verbs that say little without an infinitive.
    pub wants_infinitive: Set,
    /// "later" in "two days later".
    pub count_ends: Set,
    /// Pronouns that a name can take the place of.
    pub personal: Set,
    /// The article that takes the place of "Saturday's".
    pub definite: String,
    /// The articles of "a strike" and "an offer", in this order.
    pub indefinite: Vec<String>,
    /// "more", "less".
    pub comparatives: Set,
    /// "than".
    pub than: Set,
    /// "having".
    pub perfect_gerunds: Set,
    /// "about", "over" before a figure.
    pub roundly: Set,
    /// "who": it stands for people.
    pub personal_relatives: Set,
    /// "for" before a day that something was got ready for.
    pub goal_leads: Set,
    /// "as" in "stepped down as coach".
    pub role_leads: Set,
    /// "been" in "has been closed".
    pub been: Set,
    /// Auxiliaries of the present.
    pub present: Set,
    /// "its", "their": whose it is was told before.
    pub possessives: Set,
    /// "have" in "may have started".
    pub perfect: Set,
    pub ahead: Phrases,
    pub unkept: Phrases,
    pub withdrawn: Phrases,
    pub negations: Phrases,
    pub not_until: Phrases,
    pub moved: Phrases,
    pub put_off: Phrases,
    pub moved_from: Set,
    pub moved_to: Set,
    /// Pronouns that a clause may begin with as its subject.
    pub subjects: Set,
    /// Auxiliaries of the perfect.
    pub haves: Set,
    /// Pronouns that stand for nothing with a name of its own.
    pub pointers: Set,
    /// "It was on Saturday that".
    pub copulas: Set,
    /// "is", "are".
    pub plain_be: Set,
    /// What leads to something told in front: "Following a visit".
    pub fronts: Set,
    /// Verbs by which a day itself went by without its happening.
    pub passes: Set,
    /// Auxiliaries of how things are.
    pub lasting: Set,
    /// "now due on": a new day.
    pub anew: Set,
    /// Auxiliaries of the past.
    pub weres: Set,
    /// Between a past verb and its day they say that the day is another's.
    pub leads_ahead: Set,
    /// Auxiliaries that make no future.
    pub past_auxiliaries: Set,
    /// "was to": a plan seen from later.
    pub plan_pasts: Set,
    /// The verbs of "missed the deadline".
    pub missing: Set,
    /// They lead from a verb to a day that is planned.
    pub plan_words: Set,
    /// Before a day that is not the verb's own.
    pub goal_words: Set,
    /// "to begin March 1": what begins then.
    pub undertakings: Set,
    /// A proposal by its noun, with its day.
    pub offers: Set,
    /// They lead from a proposal to its day.
    pub offer_leads: Set,
    /// "posted on": when it was put up.
    pub stamps: Set,
    /// Zones of a clock.
    pub zones: Set,
    /// "over the past year".
    pub pasts: Set,
    /// They lead to how long it took.
    pub stretch_leads: Set,
    /// They may stand between "into" and a day.
    pub stretch_words: Set,
    /// "before leaving in May": the day of the other act.
    pub before_acts: Set,
    /// So do these, where the day is coarse.
    pub after_acts: Set,
    /// "up to 92 percent in 2002": a figure to compare with.
    pub measure_leads: Set,
    /// These compare by themselves.
    pub measures: Set,
    /// "the same period of 2010".
    pub same_times: Set,
    /// "earlier than".
    pub earliers: Set,
    /// They lead to a date that is no attribute.
    pub time_leads: Set,
    /// "every week".
    pub habits: Set,
    /// Verbs of how things are.
    pub states_of: Set,
    /// Verbs of what lasts.
    pub lastings: Set,
    /// They compare with another time.
    pub comparing: Set,
    /// "a year earlier".
    pub relatives_of_time: Set,
    /// "compared with a peak".
    pub comparisons: Set,
    /// They lead to what is compared with.
    pub comparison_leads: Set,
    /// With one of them before its day, a line is no caption.
    pub caption_leads: Set,
    /// What a caption tells of.
    pub pictures: Set,
    /// Verbs that one thing does not have.
    pub plural_be: Set,
    /// One word for several: "a number of".
    pub several_nouns: Set,
    /// Half a clause begins with them.
    pub no_front: Set,
    /// Verbs that have lost their word at the end of a headline.
    pub no_end: Set,
    /// Verbs that tell nothing without what was said.
    pub bare_says: Set,
    /// Verbs of "it is clear that".
    pub empty_be: Set,
    /// They would have to be explained themselves.
    pub ordinals: Set,
    /// Whose it is was told before.
    pub of_others: Set,
    /// Verbs of one.
    pub singular_be: Set,
    /// Verbs of several.
    pub plural_do: Set,
    /// They count several.
    pub counted: Set,
    /// Several, without an ending that tells so.
    pub crowds: Set,
    /// They stand within a name.
    pub name_particles: Set,
    /// First words of names of places and bodies: "Saudi Arabia".
    pub place_words: Set,
    /// "where": a place, or a clause.
    pub wheres: Set,
    /// They open no clause, although their first word may.
    pub no_clause: Phrases,
    /// "Some accounts say".
    pub partitives: Set,
    /// Verbs of saying with a listener between them and what was said.
    pub told: Set,
    /// "said at least 20 people".
    pub at_least: Phrases,
    /// "until 27 May, when".
    pub whens: Set,
    /// "is needed if talks are to resume".
    pub ifs: Set,
    /// Before a day that something is due on.
    pub deadline_leads: Set,
    /// The modal of what will have been.
    pub wills: Set,
    /// A plan may be proposed.
    pub plans: Set,
    /// "Under the proposal".
    pub unders: Set,
    /// What counts without a figure.
    pub numbered: Set,
    /// "Updated 12:10".
    pub updates: Phrases,
    /// "updated" behind its day.
    pub updated: Set,
    /// "A reader wrote".
    pub wrote: Set,
    /// "ran into the early hours".
    pub intos: Set,
    /// "at this time of the year".
    pub times: Set,
    /// "up from 92 percent".
    pub compares: Phrases,
    /// "the same month".
    pub same: Set,
    /// The lead of a coarse date.
    pub ins: Set,
    /// What a picture agency gave.
    pub handouts: Set,
    /// "an improvement on 2009".
    pub improvements: Set,
    /// Subjects that name nobody.
    pub speakers: Set,
    /// So does this one, unless it is quoted.
    pub speakers_together: Set,
    /// Pronouns of one person.
    pub persons: Set,
    /// Pronouns of one thing.
    pub things: Set,
    /// Pronouns of several.
    pub persons_or_things: Set,
    pub background: Set,
    pub points_back: Set,
    pub points_on: Set,
    pub tells: Set,
    pub supposes: Set,
}

const FILES: [(&str, &str); 2] = [
    ("en", include_str!("words/en.toml")),
    ("de", include_str!("words/de.toml")),
];

static WORDS: LazyLock<Vec<(&str, Words)>> = LazyLock::new(|| {
    FILES
        .iter()
        .map(|(name, text)| (*name, Words::parse(text)))
        .collect()
});

impl Words {
    /// The words of a BCP 47 language; an unknown language finds English.
    pub(super) fn for_language(tag: Option<&str>) -> &'static Self {
        let primary = tag.unwrap_or("en").split(['-', '_']).next().unwrap_or("en");
        let found = WORDS
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(primary));
        &found.unwrap_or(&WORDS[0]).1
    }

    fn parse(text: &str) -> Self {
        let mut words: Self = toml::from_str(text).expect("the word lists are tested");
        words.third_person = words
            .verbs
            .iter()
            .filter_map(|v| words.in_third_person(v))
            .collect();
        for group in &words.synonyms {
            let first = words.stemmer.0.stem(&group[0]).into_owned();
            for word in group {
                words.synonym_words.insert(word.clone(), group[0].clone());
                let stem = words.stemmer.0.stem(word).into_owned();
                words.synonym_stems.insert(stem, first.clone());
            }
        }
        words.also_plurals = words
            .also_nouns
            .iter()
            .filter_map(|verb| words.in_third_person(verb))
            .collect();
        words
    }

    /// The first word of the group a lower-case word belongs to, or the word itself.
    pub(super) fn synonym<'a>(&'a self, word: &'a str) -> &'a str {
        self.synonym_words.get(word).map_or(word, String::as_str)
    }

    /// The same for a stem.
    pub(super) fn synonym_of_stem<'a>(&'a self, stem: &'a str) -> &'a str {
        self.synonym_stems.get(stem).map_or(stem, String::as_str)
    }

    /// "city" of "city's".
    pub(super) fn owner<'a>(&self, word: &'a str) -> Option<&'a str> {
        let mut endings = self.possessive_endings.iter();
        endings.find_map(|end| word.strip_suffix(end))
    }

    /// Whether a noun with an article needs a name to tell which one is meant.
    pub(super) fn leans(&self, noun: &str) -> bool {
        [&self.leaning, &self.leaning_bodies, &self.leaning_persons]
            .iter()
            .any(|list| list.contains(noun))
    }

    /// Whether a present form is as often a noun: "talks", "strikes".
    pub(super) fn may_be_noun(&self, word: &str) -> bool {
        self.also_nouns.contains(word) || self.also_plurals.contains(word)
    }

    /// Whether a lower-case word is a past form that may be a participle, too: "-ed", "held".
    pub(super) fn may_be_past(&self, word: &str) -> bool {
        self.past_or_participle.contains(word)
            || (word.chars().count() > 3
                && self.past_endings.iter().any(|end| word.ends_with(end))
                && !self.not_verbs.contains(word))
    }

    /// Whether a lower-case word is the present form of a known verb, with or without "-s".
    pub(super) fn is_present(&self, word: &str) -> bool {
        self.third_person.contains(word) || self.verbs.contains(word)
    }

    /// Whether it is the form with "-s".
    pub(super) fn is_third_person(&self, word: &str) -> bool {
        self.third_person.contains(word)
    }

    /// Whether a lower-case word looks like a plural.
    pub(super) fn is_several(&self, word: &str) -> bool {
        let ends = |endings: &[String]| endings.iter().any(|end| word.ends_with(end));
        word.len() > 3
            && ends(&self.plural_endings)
            && !ends(&self.singular_endings)
            && !self.one_in_s.contains(word)
    }

    /// "carries" of "carry", where the language has such a form.
    fn in_third_person(&self, verb: &str) -> Option<String> {
        let of =
            |(end, other): &(String, String)| Some(format!("{}{other}", verb.strip_suffix(end)?));
        self.third_person_endings.iter().find_map(of)
    }

    /// The stem of a lower-case word, for comparing sentences.
    pub(super) fn stem<'a>(&self, word: &'a str) -> std::borrow::Cow<'a, str> {
        self.stemmer.0.stem(word)
    }
}

struct StemmerOf(Stemmer);

impl Default for StemmerOf {
    fn default() -> Self {
        Self(Stemmer::create(Algorithm::English))
    }
}

impl<'de> Deserialize<'de> for StemmerOf {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let algorithm = match String::deserialize(deserializer)?.as_str() {
            "english" => Algorithm::English,
            "german" => Algorithm::German,
            other => return Err(serde::de::Error::custom(format!("no stemmer {other}"))),
        };
        Ok(Self(Stemmer::create(algorithm)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_are_read() {
        for (name, words) in WORDS.iter() {
            assert!(
                !words.stop.is_empty() && !words.auxiliaries.is_empty(),
                "{name}"
            );
        }
    }

    #[test]
    fn present_forms_are_made() {
        let forms: Vec<Option<String>> = ["open", "pass", "carry", "play", "go"]
            .iter()
            .map(|verb| Words::for_language(None).in_third_person(verb))
            .collect();
        let wanted = ["opens", "passes", "carries", "plays", "goes"];
        assert_eq!(forms, wanted.map(|form| Some(form.to_owned())));
    }

    #[test]
    fn phrases_have_open_ends() {
        let words = Words::for_language(Some("en-GB"));
        assert_eq!(
            words.withdrawn.find(&["was", "called", "off"]),
            Some((1, 2))
        );
        assert!(!words.withdrawn.is_in(&["called", "for"]));
    }
}
