//! Interface texts. In: `i18n/<language>.toml` of the theme and the site. Out: [`Texts`]: a text by its key,
//! counts in the right plural form, numbers as the language writes them.

use std::collections::BTreeMap;

use icu::decimal::DecimalFormatter;
use icu::locale::Locale;
use icu::plurals::{PluralCategory, PluralRules};
use serde::Deserialize;

use crate::error::{Error, Result};

/// One text, or one for each plural form.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum Entry {
    Plain(String),
    Forms(BTreeMap<String, String>),
}

/// All texts of one language, English where a key is missing.
pub(crate) struct Texts {
    entries: BTreeMap<String, Entry>,
    plurals: PluralRules,
    numbers: DecimalFormatter,
}

impl Texts {
    /// Reads the texts: `files` are TOML texts with their names, the most general first; later ones
    /// replace earlier ones key by key.
    ///
    /// # Errors
    /// [`Error::Input`] naming the file that is no table of texts.
    pub(crate) fn new(language: &str, files: &[(String, String)]) -> Result<Self> {
        let mut entries = BTreeMap::new();
        for (name, text) in files {
            let table: BTreeMap<String, Entry> = toml::from_str(text).map_err(|cause| {
                Error::input(
                    format!("templates/{name}: {cause}"),
                    "write one `key = \"text\"` a line, or a table of plural forms",
                )
            })?;
            entries.extend(table);
        }
        let locale = locale(language);
        Ok(Self {
            entries,
            plurals: PluralRules::try_new_cardinal((&locale).into())
                .or_else(|_| PluralRules::try_new_cardinal(Default::default()))
                .expect("compiled data has rules for the root locale"),
            numbers: DecimalFormatter::try_new((&locale).into(), Default::default())
                .or_else(|_| DecimalFormatter::try_new(Default::default(), Default::default()))
                .expect("compiled data has numbers for the root locale"),
        })
    }

    /// The text of `key`, or the key itself where nobody wrote one.
    pub(crate) fn get<'a>(&'a self, key: &'a str) -> &'a str {
        match self.entries.get(key) {
            Some(Entry::Plain(text)) => text,
            Some(Entry::Forms(forms)) => forms.get("other").map_or(key, String::as_str),
            None => key,
        }
    }

    /// The text of `key` in the plural form of `n`, with `{n}` filled in.
    pub(crate) fn count(&self, key: &str, n: usize) -> String {
        self.form(key, n).replace("{n}", &self.number(n))
    }

    /// The same in three parts, the number apart; all in `after` where the text has no `{n}`.
    pub(crate) fn count_parts(&self, key: &str, n: usize) -> (String, String, String) {
        let form = self.form(key, n);
        match form.split_once("{n}") {
            Some((before, after)) => (before.to_owned(), self.number(n), after.to_owned()),
            None => (String::new(), String::new(), form.to_owned()),
        }
    }

    fn form<'a>(&'a self, key: &'a str, n: usize) -> &'a str {
        match self.entries.get(key) {
            Some(Entry::Forms(forms)) => {
                let category = match self.plurals.category_for(n) {
                    PluralCategory::Zero => "zero",
                    PluralCategory::One => "one",
                    PluralCategory::Two => "two",
                    PluralCategory::Few => "few",
                    PluralCategory::Many => "many",
                    PluralCategory::Other => "other",
                };
                forms
                    .get(category)
                    .or_else(|| forms.get("other"))
                    .map_or(key, String::as_str)
            }
            _ => self.get(key),
        }
    }

    /// The text of `key` with each `{name}` filled in.
    pub(crate) fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        let mut text = self.get(key).to_owned();
        for (name, value) in values {
            text = text.replace(&format!("{{{name}}}"), value);
        }
        text
    }

    /// A number as the language writes it.
    pub(crate) fn number(&self, n: usize) -> String {
        self.numbers
            .format(&icu::decimal::input::Decimal::from(n as u64))
            .to_string()
    }

    /// All plain texts, for templates.
    pub(crate) fn plain(&self) -> BTreeMap<&str, &str> {
        self.entries
            .keys()
            .map(|key| (key.as_str(), self.get(key)))
            .collect()
    }
}

/// The locale of a language tag; the root locale where the tag is none.
pub(crate) fn locale(language: &str) -> Locale {
    Locale::try_from_str(language).unwrap_or(Locale::UNKNOWN)
}

/// Whether a language is written from right to left.
pub(crate) fn direction(language: &str) -> &'static str {
    use icu::locale::{Direction, LocaleDirectionality};
    match LocaleDirectionality::new_common().get(&locale(language).id) {
        Some(Direction::RightToLeft) => "rtl",
        _ => "ltr",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_take_the_plural_form_of_the_language() {
        let file = |text: &str| vec![("i18n/x.toml".to_owned(), text.to_owned())];
        let en = Texts::new(
            "en",
            &file("e = { one = '{n} event', other = '{n} events' }"),
        )
        .unwrap();
        assert_eq!(en.count("e", 1), "1 event");
        assert_eq!(en.count("e", 1200), "1,200 events");
        let ar = Texts::new(
            "ar",
            &file("e = { two = 'حدثان', few = '{n} أحداث', other = '{n} حدث' }"),
        );
        assert_eq!(ar.unwrap().count("e", 2), "حدثان");
    }

    #[test]
    fn a_file_that_is_no_table_of_texts_is_named() {
        let files = [("i18n/de.toml".to_owned(), "a = 3".to_owned())];
        let error = Texts::new("de", &files)
            .err()
            .expect("numbers are no texts");
        assert!(
            error.to_string().contains("templates/i18n/de.toml"),
            "{error}"
        );
    }

    #[test]
    fn arabic_and_hebrew_run_from_right_to_left() {
        assert_eq!(direction("ar"), "rtl");
        assert_eq!(direction("he"), "rtl");
        assert_eq!(direction("de"), "ltr");
        assert_eq!(direction("not a tag"), "ltr");
    }
}
