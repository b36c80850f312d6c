//! What one document claims. In: a document with its sentences and expressions. Out: its [`Claim`]s, the editor's
//! corrections applied, and warnings about corrections that fit nothing.

use rustc_hash::FxHashMap;

use super::antecedent::{Pronoun, Wanted, is_name_of_person};
use super::clause::{Clause, Parse};
use super::corrected::correct;
use super::definite::Definite;
use super::headline::as_owner;
use super::status::Ahead;
use super::stems;
use super::tokens::Analysis;
use super::types::{Claim, ClaimId};
use super::words::Words;
use crate::calendar::{Bound, Edtf, Granularity, NaiveDate};
use crate::content::{BlockKind, Document, Kind};
use crate::corrections::Status;
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::temporal::{Reading, Timex, TimexKind};
use crate::text::Sentence;

/// The id of the claim that the `nth` date (from 0) of `sentence` in the article at `path` makes.
///
/// White space and the style of quotation marks do not matter. Source: `docs/formats.md`, Ids.
pub(super) fn claim_id(path: &str, sentence: &str, nth: usize) -> ClaimId {
    let mut hasher = blake3::Hasher::new();
    hasher.update(path.as_bytes());
    hasher.update(&[0]);
    hasher.update(normalise(sentence).as_bytes());
    hasher.update(&(nth as u32).to_le_bytes());
    let mut first = [0; 8];
    first[2..].copy_from_slice(&hasher.finalize().as_bytes()[..6]);
    ClaimId(u64::from_be_bytes(first))
}

/// One space between words, plain quotation marks and dashes.
pub(super) fn normalise(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.chars().map(|c| match c {
            '“' | '”' | '„' | '«' | '»' => '"',
            '‘' | '’' | '‚' => '\'',
            '–' | '—' | '\u{2011}' => '-',
            other => other,
        }));
    }
    out
}

/// Reads the claims of one document, in order of the text, hand-made ones last.
pub fn claims(
    document: &Document,
    sentences: &[Sentence],
    timexes: &[Timex],
) -> (Vec<Claim>, Vec<Diagnostic>) {
    let mut out = Vec::new();
    if document.kind == Kind::Article {
        read(document, sentences, timexes, &mut out);
    }
    let diagnostics = correct(document, sentences, timexes, &mut out);
    weigh(document, &mut out);
    let words = Words::for_language(document.meta.language.as_deref());
    for claim in &mut out {
        let told = claim.correction.and_then(|index| {
            document.corrections.events[index as usize]
                .headline
                .as_ref()
        });
        if told.is_some() {
            stems::extend(&mut claim.stems, stems::of_headline(words, &claim.headline));
        } else if !claim.sentence.is_empty() {
            let sentence = claim.sentence.of(&document.text);
            let name = stems::of_name(words, &claim.headline, sentence);
            if !name.is_empty() {
                stems::extend(&mut claim.stems, name);
            }
        }
        if claim.stems.is_empty() {
            claim.stems = stems::of_headline(words, &claim.headline);
        }
    }
    (out, diagnostics)
}

/// Claims of one sentence, at most: what is dated more often is a list and no report.
const MOST_CLAIMS: usize = 50;
/// Characters of a headline, at most, that tells who said so.
const LONGEST_SAID: usize = 140;
/// Dates of one sentence, at most, that are looked at for a claim.
const MOST_DATES: usize = 200;

/// Bytes of a sentence, at most, that is read whole for its clauses; around a date in a longer one half
/// as many to either side are read, so that text without a full stop costs no more than other text.
const LONGEST: usize = 2_000;

/// The part of `sentence` around `mention` that is read for a clause, cut between words.
fn window(text: &str, sentence: Span, mention: Span) -> Span {
    let near = LONGEST as u32 / 2;
    let from = mention.start.saturating_sub(near).max(sentence.start);
    let to = mention.end.saturating_add(near).min(sentence.end);
    let is_gap = |at: u32| {
        text.as_bytes()
            .get(at as usize)
            .is_none_or(u8::is_ascii_whitespace)
    };
    Span {
        start: (from..mention.start)
            .find(|at| from == sentence.start || is_gap(*at))
            .unwrap_or(mention.start),
        end: (mention.end..=to)
            .rev()
            .find(|at| to == sentence.end || is_gap(*at))
            .unwrap_or(mention.end),
    }
}

fn read(document: &Document, sentences: &[Sentence], timexes: &[Timex], out: &mut Vec<Claim>) {
    let words = Words::for_language(document.meta.language.as_deref());
    let published = document
        .anchor
        .and_then(|anchor| anchor.date.days().earliest);
    let mut seen: FxHashMap<ClaimId, ()> = FxHashMap::default();
    let mut first = 0;
    while first < timexes.len() {
        let sentence = timexes[first].sentence;
        let count = timexes[first..]
            .iter()
            .take_while(|timex| timex.sentence == sentence)
            .count();
        let group = first..first + count;
        first += count;
        let Some(place) = sentences.get(sentence as usize) else {
            continue;
        };
        let Some(block) = document.blocks.get(place.block as usize) else {
            continue;
        };
        if block.clutter
            || matches!(
                block.kind,
                BlockKind::Code | BlockKind::Heading | BlockKind::Caption
            )
        {
            continue;
        }
        let length = (place.span.end - place.span.start) as usize;
        let whole = (length <= LONGEST).then(|| Analysis::new(&document.text, place.span));
        let parse = whole
            .as_ref()
            .filter(|_| group.clone().any(|index| dates_event(&timexes[index])))
            .map(|analysis| parsed_sentence(analysis, words, &timexes[group.clone()]));
        let before = out.len();
        let mut used: Option<usize> = None;
        let mut looked_at = 0;
        for index in group.clone() {
            if out.len() - before == MOST_CLAIMS || looked_at == MOST_DATES {
                break;
            }
            if used == Some(index) || !dates_event(&timexes[index]) {
                continue;
            }
            looked_at += 1;
            let nth = index - group.start;
            let partner = timexes[index].interval.and_then(|interval| {
                (index + 1..group.end).find(|other| timexes[*other].interval == Some(interval))
            });
            let near;
            let analysis = match &whole {
                Some(analysis) => analysis,
                None => {
                    let window = window(&document.text, place.span, timexes[index].span);
                    near = Analysis::new(&document.text, window);
                    &near
                }
            };
            let parsed;
            let parse = match &parse {
                Some(parse) => parse,
                None => {
                    parsed = parsed_sentence(analysis, words, &timexes[group.clone()]);
                    &parsed
                }
            };
            let tokens = analysis.cover(timexes[index].span);
            let date = timexes[index].edtf;
            if parse.is_of_page(tokens, &timexes[index])
                || date.is_some_and(|date| {
                    parse.is_stamped_otherwise(tokens, &timexes[index], date, published)
                })
            {
                continue;
            }
            let line_analysis;
            let line_parse;
            let (analysis, parse) = match parse.line(tokens) {
                Some((from, to)) => {
                    let span = Span {
                        start: analysis.tokens[from].span.start,
                        end: analysis.tokens[to - 1].span.end,
                    };
                    line_analysis = Analysis::new(&document.text, span);
                    line_parse = parsed_sentence(&line_analysis, words, &timexes[group.clone()]);
                    (&line_analysis, &line_parse)
                }
                None => (analysis, parse),
            };
            // "postponed from March 7 to March 9" is no interval.
            let is_moved = parse.is_moved(analysis.cover(timexes[index].span));
            let partner = partner.filter(|_| !is_moved);
            used = partner.or(used);
            let reader = Reader {
                document,
                parse,
                sentence: place.span,
                published,
                text: Text {
                    sentences,
                    timexes,
                    at: sentence as usize,
                },
            };
            let id = claim_id(&document.path, place.span.of(&document.text), nth);
            if seen.insert(id, ()).is_some() {
                continue;
            }
            if let Some(claim) = reader.claim(id, timexes, index, partner, is_moved) {
                out.push(claim);
            }
        }
    }
}

/// Whether an expression can date an event: a calendar date of a decade at the coarsest, resolved, and no
/// open background ("since 2011").
fn dates_event(timex: &Timex) -> bool {
    let Some(edtf) = date_of(timex) else {
        return false;
    };
    let open = matches!(
        edtf,
        Edtf::Interval {
            start: Bound::Open | Bound::Unknown,
            ..
        } | Edtf::Interval {
            end: Bound::Open | Bound::Unknown,
            ..
        }
    );
    timex.kind != TimexKind::Set && !timex.needs_anchor && !open && !timex.value.ends_with("_REF")
}

/// The date an expression gives a claim: its interval's; "until 30 June" is the day it names.
fn date_of(timex: &Timex) -> Option<Edtf> {
    match timex.interval {
        Some(Edtf::Interval {
            start: Bound::Open | Bound::Unknown,
            ..
        }) => timex.edtf,
        other => other.or(timex.edtf),
    }
}

/// The sentence with its dates known, so that none of their words is taken for a noun or verb.
fn parsed_sentence<'a>(
    analysis: &'a Analysis<'a>,
    words: &'a Words,
    timexes: &[Timex],
) -> Parse<'a> {
    let dates: Vec<(usize, usize)> = timexes
        .iter()
        .filter(|timex| {
            timex.edtf.is_some() || matches!(timex.kind, TimexKind::Date | TimexKind::Time)
        })
        .filter(|timex| analysis.reaches(timex.span))
        .map(|timex| analysis.cover(timex.span))
        .collect();
    Parse::new(analysis, words, &dates)
}

struct Reader<'a> {
    document: &'a Document,
    parse: &'a Parse<'a>,
    sentence: Span,
    published: Option<NaiveDate>,
    text: Text<'a>,
}

/// The article around a sentence.
#[derive(Clone, Copy)]
struct Text<'a> {
    sentences: &'a [Sentence],
    timexes: &'a [Timex],
    /// The sentence's place.
    at: usize,
}

/// A clause and its headline.
struct Told {
    clause: Clause,
    headline: String,
    /// It begins with a pronoun that nothing explains.
    pronoun: bool,
    /// It can be read by itself.
    is_sound: bool,
    /// It begins with "this", "those".
    points_back: bool,
    /// Its subject is the speaker.
    first_person: bool,
}

impl Told {
    /// Whether it can be read by itself, by somebody who has not read what stands before it.
    fn is_printable(&self) -> bool {
        self.is_sound && !self.pronoun && !self.points_back
    }
}

impl Reader<'_> {
    fn claim(
        &self,
        id: ClaimId,
        timexes: &[Timex],
        index: usize,
        partner: Option<usize>,
        is_moved: bool,
    ) -> Option<Claim> {
        let timex = &timexes[index];
        let date = if is_moved {
            timex.edtf?
        } else {
            date_of(timex)?
        };
        let mut span = timex.span;
        if let Some(partner) = partner {
            span = Span {
                start: span.start,
                end: timexes[partner].span.end,
            };
        }
        let tokens = self.parse.analysis.cover(span);
        if self.parse.is_no_event(self.sentence, tokens, timex, date) {
            return None;
        }
        let clause = self.parse.clause(tokens);
        if clause.is_hypothetical {
            return None;
        }
        let says = clause.says;
        let mut date = date;
        let mut alternatives = timex.alternatives.clone();
        // "The committee meets on Tuesday": the verb knows better than the calendar.
        let ahead = |reading: &Reading| self.ahead(reading.date) == Ahead::Future;
        let is_over = self
            .published
            .zip(date.days().latest)
            .is_some_and(|(published, end)| end <= published);
        if is_over && let Some(at) = alternatives.iter().position(ahead) {
            let near = self.published.zip(alternatives[at].date.days().earliest);
            let days = near.map_or(0, |(published, day)| (day - published).num_days());
            let near = near.is_some() && days <= 8;
            // "demanded reforms in August", told in September: eleven months ahead is nothing anybody asks for.
            let most = if self.parse.is_promised(&clause) {
                366
            } else {
                200
            };
            if days <= most && self.parse.is_forward(&clause, tokens, near) {
                date = std::mem::replace(&mut alternatives[at].date, date);
                alternatives[at].why = "the nearest day of that name".to_owned();
            }
        }
        // "endorsed the plan on Friday": so does a past form. "Not until Friday" has happened.
        let is_past = self.parse.looks_back(&clause, tokens)
            && !self.parse.calls_off(&clause, tokens)
            || clause.says;
        if self.ahead(date) == Ahead::Future
            && (is_past || self.parse.is_not_until(&clause, tokens))
        {
            let behind = |reading: &Reading| self.ahead(reading.date) == Ahead::Past;
            if let Some(at) = alternatives.iter().position(behind) {
                date = std::mem::replace(&mut alternatives[at].date, date);
            } else if is_past
                && tokens.0 <= 1
                && clause.verb.is_some_and(|verb| tokens.1 <= verb)
                && !self.parse.words.verb_second
                && let Some(earlier) = self.year_before(date, timex)
            {
                date = earlier;
            } else if let Some(published) = self.published
                && is_past
                && date.granularity() == Granularity::Minute
                && date.days().earliest == published.succ_opt()
                && let Ok(day) = Edtf::parse(&published.to_string())
            {
                // "took effect at midnight on Saturday", told on that day: it had begun with its night.
                date = day;
            }
        }
        let is_due = matches!(self.ahead(date), Ahead::Future | Ahead::Around);
        if self.parse.is_of_infinitive(&clause, tokens) && !is_due
            || self.parse.is_of_planned_noun(&clause, tokens)
            || self.parse.is_of_another(&clause, tokens)
            || self.parse.is_only_after(&clause, tokens)
            || self.is_far(date)
        {
            return None;
        }
        // "in the past decade" is a stretch and no decade.
        let is_numbered = |text: &str| {
            text.contains(|c: char| c.is_ascii_digit())
                || text
                    .split_whitespace()
                    .any(|word| self.parse.words.numbered.contains(word))
        };
        if date.granularity() < Granularity::Year
            && !is_numbered(timex.span.of(&self.document.text))
        {
            return None;
        }
        let ahead = self.ahead(date);
        let mut told = self.told(clause, tokens);
        // Half a clause, or one that needs another sentence: the whole one it stands in tells more.
        if !told.is_printable() {
            let wider = self.parse.wider(tokens, &told.clause);
            let found = wider
                .into_iter()
                .chain(self.parse.spine(tokens))
                .filter(|clause| !self.parse.is_of_another(clause, tokens))
                .map(|clause| self.told(clause, tokens))
                .find(Told::is_printable);
            told = found?;
        }
        let (status, mut confidence) = self.parse.status(&told.clause, tokens, ahead);
        // What speakers tell of themselves is no event, unless they announce it.
        let of_speaker = told.first_person
            && !(ahead == Ahead::Future && matches!(status, Status::Planned | Status::Proposed));
        // Nor is how things are.
        let is_state = ahead != Ahead::Future
            && status == Status::Happened
            && self.parse.is_state(&told.clause, tokens, date);
        let is_opinion = self.parse.is_opinion(&told.clause, tokens, ahead);
        // "did not deliver arms between 2005 and 2008": nothing happened, and nothing was due on a day.
        let is_nothing = (status == Status::Withdrawn || self.parse.is_negated(&told.clause))
            && ahead == Ahead::Past
            && date.granularity() <= Granularity::Year;
        if of_speaker || is_state || is_opinion || is_nothing {
            return None;
        }
        let Told {
            clause,
            mut headline,
            pronoun,
            ..
        } = told;
        // "The bridge will reopen, the mayor said on Friday": on that day it was said.
        if clause.says
            && ahead != Ahead::Future
            && let Some(is_plain) = self.parse.is_still_said(&clause)
        {
            match self.parse.sayer(tokens) {
                Some(sayer) if headline.chars().count() + sayer.chars().count() <= LONGEST_SAID => {
                    headline = format!("{sayer}: {headline}");
                }
                _ if is_plain => {}
                _ => return None,
            }
        }
        if self
            .parse
            .is_no_headline(&clause, tokens, &headline, date, pronoun)
        {
            return None;
        }
        if !timex.alternatives.is_empty() {
            confidence *= 0.7;
        }
        let mut mentions = vec![index as u32];
        mentions.extend(partner.map(|partner| partner as u32));
        let mut importance = match date.granularity() {
            Granularity::Day | Granularity::Minute => 1.0,
            Granularity::Week => 0.8,
            Granularity::Month => 0.7,
            Granularity::Century | Granularity::Decade => 0.2,
            _ => 0.4,
        };
        if says {
            importance *= 0.5;
        }
        Some(Claim {
            id,
            sentence: self.sentence,
            mentions,
            date,
            headline,
            summary: None,
            status,
            place: self
                .document
                .dateline_place
                .clone()
                .or_else(|| self.document.meta.place.clone()),
            importance,
            confidence,
            alternatives,
            correction: None,
            hidden: false,
            stems: stems::of_clause(self.parse, &clause),
        })
    }

    /// What the headline of `clause` says.
    fn told(&self, clause: Clause, date: (usize, usize)) -> Told {
        if let Some(definite) = self.parse.definite(&clause) {
            return self.told_of(clause, date, &definite);
        }
        let asked = self.parse.pronoun(&clause);
        let name = asked.and_then(|asked| {
            self.parse
                .glossed(&clause)
                .or_else(|| self.name(asked, &clause))
        });
        let kept = self.parse.kept(&clause, date, name.as_deref());
        Told {
            headline: self.parse.headline(&kept, date, name.as_deref()),
            pronoun: name.is_none() && (asked.is_some() || self.parse.starts_with_pronoun(&clause)),
            is_sound: self.parse.is_sound(&clause, &kept)
                && !self.parse.is_fragment(&clause, &kept),
            points_back: name.is_none() && self.parse.points_back(&clause, &kept),
            first_person: self.parse.is_of_speaker(&kept),
            clause,
        }
    }

    /// What the headline of `clause` says, whose subject is `definite`: it takes the name that stands before.
    fn told_of(&self, clause: Clause, date: (usize, usize), definite: &Definite) -> Told {
        let plain = self.parse.kept(&clause, date, None);
        let is_sound =
            self.parse.is_sound(&clause, &plain) && !self.parse.is_fragment(&clause, &plain);
        let name = if is_sound {
            self.by_name(definite, &clause)
        } else {
            None
        };
        let named = name.as_deref().map(|name| {
            let mut shown = clause.clone();
            shown
                .places
                .retain(|at| !(definite.from + 1..definite.to).contains(at));
            self.parse.kept(&shown, date, Some(name))
        });
        let named = named.filter(|kept| kept.first() == Some(&definite.from));
        let (kept, name) = match named {
            Some(kept) => (kept, name),
            None => (plain, None),
        };
        Told {
            headline: self.parse.headline(&kept, date, name.as_deref()),
            pronoun: false,
            is_sound,
            points_back: false,
            first_person: self.parse.is_of_speaker(&kept),
            clause,
        }
    }

    /// How the article calls by its name what `definite` means, in this sentence or one of those before.
    fn by_name(&self, definite: &Definite, clause: &Clause) -> Option<String> {
        const BACK: usize = 8;
        let at = self.text.at;
        let owned = |name: String| match definite.is_owner {
            true => as_owner(&name),
            false => name,
        };
        if let Some(name) = self.parse.by_name(&definite.noun, definite.from) {
            return Some(owned(name));
        }
        for before in (at.saturating_sub(BACK)..at).rev() {
            let place = self.text.sentences.get(before)?;
            let block = self.document.blocks.get(place.block as usize)?;
            let text = place.span.of(&self.document.text);
            if block.clutter || block.kind == BlockKind::Code || text.len() > LONGEST {
                break;
            }
            if !text.to_lowercase().contains(&definite.noun) {
                continue;
            }
            let analysis = Analysis::new(&self.document.text, place.span);
            let parse = parsed_sentence(&analysis, self.parse.words, &[]);
            if let Some(name) = parse.by_name(&definite.noun, usize::MAX) {
                return Some(owned(name));
            }
        }
        let asked = self.parse.as_pronoun(definite)?;
        let name = self.name(asked, clause);
        name.filter(|name| self.parse.is_all_name(name)).map(owned)
    }

    /// Whom the pronoun at the front of `clause` stands for: a subject that fits it, of the same sentence or of the
    /// ones before.
    fn name(&self, asked: Pronoun, clause: &Clause) -> Option<String> {
        let is_person = |name: &str| is_name_of_person(&self.document.text, name, self.parse.words);
        let first = clause.places.first().copied().unwrap_or(0);
        // "The woman" and "a spokesman" of another sentence may be others.
        let is_clear = |name: &String| {
            asked.wanted != Wanted::Person || asked.is_possessive || self.parse.names(name)
        };
        if let Some(name) = self.parse.named(asked, first, &is_person) {
            return Some(name);
        }
        const BACK: usize = 3;
        let at = self.text.at;
        for before in (at.saturating_sub(BACK)..at).rev() {
            let place = self.text.sentences.get(before)?;
            let block = self.document.blocks.get(place.block as usize)?;
            let length = (place.span.end - place.span.start) as usize;
            if block.clutter
                || matches!(block.kind, BlockKind::Code | BlockKind::Heading)
                || length > LONGEST
            {
                return None;
            }
            let from = self
                .text
                .timexes
                .partition_point(|timex| (timex.sentence as usize) < before);
            let count = self.text.timexes[from..]
                .iter()
                .take_while(|timex| timex.sentence as usize == before)
                .count();
            let analysis = Analysis::new(&self.document.text, place.span);
            let parse = parsed_sentence(
                &analysis,
                self.parse.words,
                &self.text.timexes[from..from + count],
            );
            if let Some(name) = parse.named(asked, usize::MAX, &is_person) {
                return Some(name).filter(is_clear);
            }
            if !parse.repeats(asked) {
                return None;
            }
        }
        None
    }

    /// "On 15 February the mayor asked", told on the first of that month: the day of the year before.
    fn year_before(&self, date: Edtf, timex: &Timex) -> Option<Edtf> {
        let mention = timex.span.of(&self.document.text);
        let is_year = |word: &str| word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
        let has_day = mention.contains(|c: char| c.is_ascii_digit())
            && mention.split_whitespace().count() <= 2
            && !mention.split_whitespace().any(is_year);
        let day = date
            .days()
            .earliest
            .filter(|_| has_day && date.granularity() == Granularity::Day)?;
        let earlier = day.checked_sub_months(chrono::Months::new(12))?;
        Edtf::parse(&earlier.to_string()).ok()
    }

    /// "(2103 in Lorn)": a time of day, read as a year; nobody reports of so far a day.
    fn is_far(&self, date: Edtf) -> bool {
        const YEARS: i64 = 60;
        self.published
            .zip(date.days().earliest)
            .is_some_and(|(published, first)| (first - published).num_days() > YEARS * 366)
    }

    fn ahead(&self, date: Edtf) -> Ahead {
        let Some(published) = self.published else {
            return Ahead::Unknown;
        };
        let days = date.days();
        if days.earliest.is_some_and(|first| first > published) {
            Ahead::Future
        } else if days
            .latest
            .is_some_and(|end| end <= published.succ_opt().unwrap_or(published))
        {
            Ahead::Past
        } else {
            Ahead::Around
        }
    }
}

/// Sets each claim's importance within its article: what stands early, is dated finely and lies near the
/// publication day weighs most. Values stay in 0–1.
fn weigh(document: &Document, claims: &mut [Claim]) {
    let length = document.text.len().max(1) as f32;
    let published = document
        .anchor
        .and_then(|anchor| anchor.date.days().earliest);
    for claim in claims {
        if let Some(importance) = claim
            .correction
            .and_then(|index| document.corrections.events[index as usize].importance)
        {
            claim.importance = importance as f32;
            continue;
        }
        if claim.sentence.is_empty() {
            continue;
        }
        let position = 1.0 - 0.6 * (claim.sentence.start as f32 / length);
        let near = match (published, claim.date.days().earliest) {
            (Some(published), Some(day)) => {
                let days = (published - day).num_days().unsigned_abs() as f32;
                1.0 / (1.0 + days / 60.0)
            }
            _ => 0.5,
        };
        claim.importance = (claim.importance * position * (0.6 + 0.4 * near)).clamp(0.0, 1.0);
    }
}
