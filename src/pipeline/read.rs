//! One file becomes one [`Article`]: loaded, split, tagged, its claims made. In: a file and the settings.
//! Out: the article and its diagnostics, whatever the file holds.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use crate::calendar::{Date, Edtf};
use crate::config::Config;
use crate::content::{self, ContentFile, Document, Kind, Loaded, Record};
use crate::diagnostic::Diagnostic;
use crate::events::{self, Article};
use crate::temporal::{Context, Tagger};
use crate::text;

/// Everything reading one document depends on beside the document.
pub struct Reader {
    language: String,
    context: Context,
    options: content::Options,
}

/// What one file came to.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// Nothing where the file cannot be read.
    pub article: Option<Article>,
    /// All that is wrong with it.
    pub diagnostics: Vec<Diagnostic>,
    /// Time spent splitting and tagging.
    pub tagging: Duration,
}

impl Reader {
    /// A reader with the settings of `config`; `published` is the day of articles that tell none.
    pub fn new(config: &Config, published: Option<Edtf>) -> Self {
        let mut options = content::Options::new(config);
        options.published = published;
        Self {
            language: config.site.language.clone(),
            context: Context {
                anchor: None,
                mode: config.timeline.mode,
                date_order: config.site.date_order,
                timezone: config.site.timezone.parse().ok(),
            },
            options,
        }
    }

    pub(super) fn options(&self) -> &content::Options {
        &self.options
    }

    /// Reads `bytes`; a panic of a parser costs this file alone.
    pub fn file(&self, file: &ContentFile, bytes: &[u8], corrections: Option<&[u8]>) -> Outcome {
        let guarded = catch_unwind(AssertUnwindSafe(|| {
            let Loaded {
                document,
                diagnostics,
            } = content::load(file, bytes, corrections, &self.options);
            let mut outcome = Outcome {
                article: None,
                diagnostics,
                tagging: Duration::ZERO,
            };
            if let Some(document) = document {
                let (article, more, tagging) = self.article(document);
                outcome.article = Some(article);
                outcome.diagnostics.extend(more);
                outcome.tagging = tagging;
            }
            outcome
        }));
        guarded.unwrap_or_else(|_| Outcome {
            diagnostics: vec![
                Diagnostic::error(
                    "internal-error",
                    format!("content/{}", file.path),
                    "internal error while reading this file",
                )
                .hint("report this file to Dateline's maintainers; --keep-going builds without it"),
            ],
            ..Outcome::default()
        })
    }

    /// Reads one article of JSON lines; a panic of a parser costs this line alone.
    ///
    /// # Errors
    /// What was expected of the record and found.
    pub fn record(&self, record: Record) -> Result<Article, String> {
        catch_unwind(AssertUnwindSafe(|| {
            let language = record.language.clone();
            let mut document = content::from_record(record, &self.options)?;
            if document.meta.language.is_none() {
                document.meta.language = language;
            }
            Ok(self.article(document).0)
        }))
        .unwrap_or_else(|_| Err("internal error while reading this line".into()))
    }

    /// A reader for `timeline`: a line break of a record's text ends a sentence.
    pub fn for_timeline(config: &Config) -> Self {
        let mut reader = Self::new(config, None);
        reader.options = reader.options.line_breaks(content::LineBreaks::Paragraph);
        reader
    }

    /// Reads one article of JSON lines as sentences with the days they name.
    ///
    /// # Errors
    /// What was expected of the record and found.
    pub fn report(&self, record: Record) -> Result<events::Report, String> {
        catch_unwind(AssertUnwindSafe(|| {
            let language = record.language.clone();
            let document = content::from_record(record, &self.options)?;
            let language = language.unwrap_or_else(|| self.language.clone());
            let mut sentences = text::split(&document.text, &document.blocks);
            let is_clutter =
                |sentence: &text::Sentence| document.blocks[sentence.block as usize].clutter;
            let mut left = events::Report::SENTENCES;
            sentences.retain(|sentence| {
                let is_read = left > 0;
                left -= usize::from(is_read && !is_clutter(sentence));
                is_read
            });
            let end = sentences.last().map_or(0, |last| last.span.end as usize);
            let context = Context {
                anchor: document.anchor,
                ..self.context
            };
            let timexes = Tagger::for_language(&language).tag(
                &document.text[..end],
                &document.blocks,
                &sentences,
                &context,
            );
            let mut told: Vec<events::Told> = sentences
                .iter()
                .map(|sentence| events::Told {
                    text: unmarked(sentence.span.of(&document.text)).to_owned(),
                    days: Vec::new(),
                })
                .collect();
            for timex in &timexes {
                if let Some(Edtf::Date(Date::Day(day), _)) = timex.edtf {
                    let days = &mut told[timex.sentence as usize].days;
                    if !days.contains(&day) {
                        days.push(day);
                    }
                }
            }
            let told = told.into_iter().zip(&sentences);
            let told = told.filter(|(_, sentence)| !is_clutter(sentence));
            let published = document
                .anchor
                .and_then(|anchor| anchor.date.days().earliest);
            Ok(events::Report {
                published,
                language: Some(language),
                sentences: told.map(|(told, _)| told).collect(),
            })
        }))
        .unwrap_or_else(|_| Err("internal error while reading this line".into()))
    }

    /// Splits, tags and reads the claims of one document.
    pub fn article(&self, document: Document) -> (Article, Vec<Diagnostic>, Duration) {
        if document.kind != Kind::Article {
            let (claims, diagnostics) = events::claims(&document, &[], &[]);
            let article = Article {
                document,
                sentences: Vec::new(),
                timexes: Vec::new(),
                claims,
            };
            return (article, diagnostics, Duration::ZERO);
        }
        let language = document.meta.language.as_deref().unwrap_or(&self.language);
        let start = Instant::now();
        let sentences = text::split(&document.text, &document.blocks);
        let context = Context {
            anchor: document.anchor,
            mode: match document.meta.mode {
                crate::config::Mode::Auto => self.context.mode,
                told => told,
            },
            ..self.context
        };
        let tagger = Tagger::for_language(language);
        let timexes = tagger.tag(&document.text, &document.blocks, &sentences, &context);
        let tagging = start.elapsed();
        let (claims, diagnostics) = events::claims(&document, &sentences, &timexes);
        (
            Article {
                document,
                sentences,
                timexes,
                claims,
            },
            diagnostics,
            tagging,
        )
    }
}

/// `sentence` without the marks of a list or the comma it begins with; the bracket "-LRB-" is none.
fn unmarked(sentence: &str) -> &str {
    let mut rest = sentence.trim_start();
    while !rest.starts_with("-LRB-")
        && let Some(after) =
            rest.strip_prefix(['-', '–', '—', '*', '\\', '•', '·', ',', ';', ':', '|', '>'])
    {
        rest = after.trim_start();
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::unmarked;

    #[test]
    fn a_sentence_begins_with_its_words() {
        assert_eq!(
            unmarked("\\* 8 May: The pier broke."),
            "8 May: The pier broke."
        );
        assert_eq!(unmarked("-- \"No,\" he said."), "\"No,\" he said.");
        assert_eq!(unmarked("-LRB- He left . -RRB-"), "-LRB- He left . -RRB-");
        assert_eq!(unmarked("--"), "");
    }
}
