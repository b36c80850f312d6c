//! The door of the stage: [`Tagger`]. In: text, blocks, sentences, [`Context`]. Out: [`Timex`]es.

use std::sync::{LazyLock, OnceLock};

use super::era::Eras;
use super::mode;
use super::resolve::Resolver;
use super::rules::{RuleBook, RuleEntry, Where, languages};
use super::scan::Scan;
use super::story;
use super::timex::Timex;
use crate::calendar::Edtf;
use crate::config::{DateOrder, Mode};
use crate::content::{Anchor, Block, BlockKind};
use crate::text::Sentence;

/// What resolving one document depends on beside its text.
#[derive(Debug, Clone, Copy, Default)]
pub struct Context {
    /// The publication day, where one is known.
    pub anchor: Option<Anchor>,
    /// How relative dates find their anchor.
    pub mode: Mode,
    /// How `03/04/2016` reads; `None`: by language.
    pub date_order: Option<DateOrder>,
    /// The zone of times whose zone the text does not tell; `None` leaves them without offset.
    pub timezone: Option<chrono_tz::Tz>,
}

/// The tagger of one language.
#[derive(Debug)]
pub struct Tagger {
    book: RuleBook,
}

/// One cell a language, filled when first asked for.
static TAGGERS: LazyLock<Vec<(&'static str, OnceLock<Tagger>)>> = LazyLock::new(|| {
    languages()
        .into_iter()
        .map(|name| (name, OnceLock::new()))
        .collect()
});

impl Tagger {
    /// The tagger of a BCP 47 language; `de-AT` finds `de`, an unknown language finds `en`.
    pub fn for_language(tag: &str) -> &'static Self {
        let primary = tag.split(['-', '_']).next().unwrap_or("").to_lowercase();
        let position = |name: &str| TAGGERS.iter().position(|(known, _)| *known == name);
        let at = position(&primary).or_else(|| position("en")).unwrap_or(0);
        let (name, cell) = &TAGGERS[at];
        cell.get_or_init(|| {
            let book = RuleBook::compile(name)
                .unwrap_or_else(|message| panic!("the rules are tested: {message}"));
            Self { book }
        })
    }

    /// The languages there are rules for.
    pub fn languages() -> Vec<&'static str> {
        languages()
    }

    /// The catalogue of rules, in their order.
    pub fn rules(&self) -> Vec<RuleEntry> {
        self.book.catalogue()
    }

    /// How `03/04/2016` reads in this language.
    pub fn date_order(&self) -> DateOrder {
        self.book.lexicon.date_order
    }

    /// Tags and resolves all expressions of a document, in text order.
    ///
    /// `sentences` are those of [`text::split`](crate::text::split) over the same `blocks`; blocks
    /// of code are passed over. Extents lie on character boundaries and do not overlap.
    pub fn tag(
        &self,
        text: &str,
        blocks: &[Block],
        sentences: &[Sentence],
        context: &Context,
    ) -> Vec<Timex> {
        let day = context.anchor.and_then(|a| match a.date {
            Edtf::Date(date, _) if !date.is_yearless() => Some(date.first_day()),
            other => other.days().earliest,
        });
        let mut scan = Scan::default();
        let read = |scan: &mut Scan, place: Where| {
            scan.matches.clear();
            scan.slots.clear();
            for (index, sentence) in sentences.iter().enumerate() {
                let code = blocks
                    .get(sentence.block as usize)
                    .is_some_and(|b| b.kind == BlockKind::Code);
                if !code {
                    scan.sentence(text, sentence.span, index as u32, &self.book, place);
                }
            }
        };
        // A history is read again with the rules for histories; news, the many, are read once.
        let narrative = match context.mode {
            Mode::News => {
                read(&mut scan, Where::News);
                false
            }
            Mode::Narrative => {
                read(&mut scan, Where::Narrative);
                true
            }
            Mode::Auto => {
                read(&mut scan, Where::News);
                let narrative = mode::is_narrative(
                    &scan.matches,
                    &scan.slots,
                    &self.book.rules,
                    text.len(),
                    day,
                );
                if narrative {
                    read(&mut scan, Where::Narrative);
                }
                narrative
            }
        };
        let eras = Eras::of(&scan.matches, &scan.slots);
        let eras = eras.each(&scan.matches, &scan.slots, narrative);
        let story = if narrative {
            let block = |sentence: u32| sentences[sentence as usize].block;
            story::places(
                &scan.matches,
                &scan.slots,
                &self.book.rules,
                &eras,
                day,
                block,
            )
        } else {
            Vec::new()
        };
        let mut resolver = Resolver {
            book: &self.book,
            anchor: context.anchor.map(|a| a.date).filter(|_| day.is_some()),
            day,
            narrative,
            order: context.date_order.unwrap_or(self.book.lexicon.date_order),
            zone: context.timezone,
            told: None,
            told_day: None,
            told_clock: None,
            before_era: None,
            told_year: None,
            story_year: None,
            passing: false,
            quarter: None,
            lead_quarter: None,
            months_told: false,
            sentence: 0,
            out: Vec::with_capacity(scan.matches.len()),
        };
        for (index, found) in scan.matches.iter().enumerate() {
            let place = story.get(index).copied().unwrap_or_default();
            (resolver.story_year, resolver.passing) = (place.year, place.passing);
            resolver.before_era = eras.get(index).copied().flatten();
            let (from, to) = found.slots;
            resolver.take(found, &scan.slots[from as usize..to as usize]);
        }
        resolver.settle();
        resolver.out
    }
}
