//! Typed reading. In: [`Node`]s. Out: values, and for each mistake one diagnostic that names the
//! key, what was expected and found, and what to write instead.

use super::{Field, Mistake, Node, Value};
use crate::calendar::{Edtf, NaiveDate};
use crate::diagnostic::Diagnostic;
use crate::source::{Position, Span};

/// Reads typed values out of one file and collects what is wrong with them.
pub struct Fields<'a> {
    /// The file, as diagnostics name it.
    pub path: &'a str,
    /// The whole file's text, which all spans count in.
    pub text: &'a str,
    /// What was found wrong.
    pub diagnostics: Vec<Diagnostic>,
}

impl<'a> Fields<'a> {
    /// A reader for the file at `path` with the decoded content `text`.
    pub fn new(path: &'a str, text: &'a str) -> Self {
        Self {
            path,
            text,
            diagnostics: Vec::new(),
        }
    }

    /// Adds an error at `span`.
    pub fn error(&mut self, code: &'static str, span: Span, message: String, hint: String) {
        let position = Position::of(self.text, span.start as usize);
        self.diagnostics.push(
            Diagnostic::error(code, self.path, message)
                .at(position)
                .hint(hint),
        );
    }

    /// Adds a parser's mistakes.
    pub fn mistakes(&mut self, code: &'static str, mistakes: Vec<Mistake>) {
        for mistake in mistakes {
            let span = Span::new(mistake.offset, mistake.offset);
            self.error(code, span, mistake.message, mistake.hint);
        }
    }

    fn wrong_type(&mut self, key: &str, node: &Node, expected: &str, hint: String) {
        let found = node.value.describe();
        let message = format!("{key}: expected {expected}, found {found}");
        self.error("wrong-type", node.span, message, hint);
    }

    /// Text, as written; `None` for nothing, or with a diagnostic for lists and tables.
    pub fn string(&mut self, key: &str, node: &Node) -> Option<String> {
        match &node.value {
            Value::Plain(text) | Value::Text(text) => Some(text.clone()),
            Value::Null => None,
            Value::List(_) | Value::Map(_) => {
                self.wrong_type(key, node, "text", format!("write {key}: \"some text\""));
                None
            }
        }
    }

    /// A list of texts. `single` allows one text in a list's place.
    pub fn strings(&mut self, key: &str, node: &Node, single: bool) -> Vec<String> {
        match &node.value {
            Value::Null => Vec::new(),
            Value::Plain(text) | Value::Text(text) if single => vec![text.clone()],
            Value::Plain(text) | Value::Text(text) => {
                let hint = format!("write {key}: [{}]", text.trim());
                self.wrong_type(key, node, "a list", hint);
                Vec::new()
            }
            Value::List(items) => items
                .iter()
                .filter_map(|item| match &item.value {
                    Value::Plain(text) | Value::Text(text) => Some(text.clone()),
                    Value::Null => None,
                    Value::List(_) | Value::Map(_) => {
                        let hint = format!("write {key}: [one, two]");
                        self.wrong_type(key, item, "a list of texts", hint);
                        None
                    }
                })
                .collect(),
            Value::Map(_) => {
                let expected = if single { "text or a list" } else { "a list" };
                self.wrong_type(key, node, expected, format!("write {key}: [one, two]"));
                Vec::new()
            }
        }
    }

    /// `true` or `false`, unquoted.
    pub fn boolean(&mut self, key: &str, node: &Node) -> bool {
        match &node.value {
            Value::Plain(text) if text.eq_ignore_ascii_case("true") => true,
            Value::Plain(text) if text.eq_ignore_ascii_case("false") => false,
            Value::Null => false,
            _ => {
                let hint = format!("write {key}: true, or {key}: false");
                self.wrong_type(key, node, "true or false", hint);
                false
            }
        }
    }

    /// A number from `low` to `high`.
    pub fn number(&mut self, key: &str, node: &Node, low: f64, high: f64) -> Option<f64> {
        let expected = if high.is_finite() {
            format!("a number from {low} to {high}")
        } else {
            format!("a number from {low} up")
        };
        match &node.value {
            Value::Null => return None,
            Value::Plain(text) => match text.parse::<f64>() {
                Ok(number) if (low..=high).contains(&number) => return Some(number),
                _ => {}
            },
            _ => {}
        }
        self.wrong_type(key, node, &expected, format!("write {key}: {low}"));
        None
    }

    /// A whole number from 1 up.
    pub fn count(&mut self, key: &str, node: &Node) -> Option<usize> {
        if let Value::Plain(text) = &node.value
            && let Ok(number) = text.parse::<usize>()
            && number > 0
        {
            return Some(number);
        }
        if node.value != Value::Null {
            let hint = format!("write {key}: 2 for the second");
            self.wrong_type(key, node, "a whole number from 1 up", hint);
        }
        None
    }

    /// An EDTF date or interval.
    pub fn date(&mut self, key: &str, node: &Node) -> Option<Edtf> {
        let (Value::Plain(text) | Value::Text(text)) = &node.value else {
            if node.value != Value::Null {
                self.wrong_type(key, node, "a date", format!("write {key}: 2016-02-12"));
            }
            return None;
        };
        if text.trim().is_empty() {
            return None;
        }
        match Edtf::parse(text) {
            Ok(date) => Some(date),
            Err(error) => {
                let (code, message, hint) = explain_date(key, text, &error.to_string());
                self.error(code, node.span, message, hint);
                None
            }
        }
    }

    /// A day of the calendar.
    pub fn day(&mut self, key: &str, node: &Node) -> Option<NaiveDate> {
        use crate::calendar::{Date, Qualifier};
        match self.date(key, node)? {
            Edtf::Date(Date::Day(day), Qualifier::Exact) => Some(day),
            _ => {
                self.wrong_type(key, node, "a day", format!("write {key}: 2016-02-12"));
                None
            }
        }
    }

    /// One of a few words.
    pub fn one_of<T: Copy>(&mut self, key: &str, node: &Node, words: &[(&str, T)]) -> Option<T> {
        let names: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        let expected = or_list(&names);
        if let Value::Plain(text) | Value::Text(text) = &node.value {
            if let Some((_, value)) = words.iter().find(|(word, _)| word == text) {
                return Some(*value);
            }
            let hint = nearest(text, names.iter().copied()).map_or_else(
                || format!("write one of {expected}"),
                |name| format!("write {name}"),
            );
            self.wrong_type(key, node, &expected, hint);
        } else if node.value != Value::Null {
            self.wrong_type(key, node, &expected, format!("write one of {expected}"));
        }
        None
    }

    /// The keys of a table.
    pub fn map<'n>(&mut self, key: &str, node: &'n Node) -> &'n [Field] {
        match &node.value {
            Value::Map(fields) => fields,
            Value::Null => &[],
            _ => {
                self.wrong_type(
                    key,
                    node,
                    "a table of keys",
                    format!("indent keys below {key}"),
                );
                &[]
            }
        }
    }

    /// The tables of a list of tables.
    pub fn maps<'n>(&mut self, key: &str, node: &'n Node) -> Vec<(&'n [Field], Span)> {
        match &node.value {
            Value::Null => Vec::new(),
            Value::List(items) => items
                .iter()
                .map(|item| (self.map(key, item), item.span))
                .collect(),
            _ => {
                let hint = format!("write each entry of {key} as one item of a list");
                self.wrong_type(key, node, "a list of tables", hint);
                Vec::new()
            }
        }
    }

    /// A key nobody knows, in a place where that is an error.
    pub fn unknown(&mut self, place: &str, field: &Field, known: &[&str]) {
        let hint = match nearest(&field.key, known.iter().copied()) {
            Some(name) => format!("write {name}, or remove it"),
            None => format!("use one of {}", known.join(", ")),
        };
        let message = format!("expected a known key in {place}, found {:?}", field.key);
        self.error("unknown-key", field.at, message, hint);
    }
}

/// Code, message and hint for a text that is no EDTF date.
pub(crate) fn explain_date(key: &str, text: &str, error: &str) -> (&'static str, String, String) {
    let text = text.trim();
    if error.contains(" days, found ") {
        let month: String = text.chars().take(7).collect();
        let days = error.split_whitespace().nth(3).unwrap_or("28");
        return (
            "day-out-of-range",
            format!("{error} ({text})"),
            format!("write {month}-{days:0>2}, or {month} when the day is unknown"),
        );
    }
    if error.starts_with("expected a month") {
        let code = "month-out-of-range";
        return (
            code,
            format!("{key}: {error}"),
            "write the month as 01 to 12".into(),
        );
    }
    let hint = match guess_date(text) {
        Some(guess) => format!("write {key}: {guess}"),
        None => format!("write {key}: 2016-02-12"),
    };
    ("bad-date", format!("{key}: {error}"), hint)
}

/// What somebody may have meant by a date in another order or in words.
fn guess_date(text: &str) -> Option<String> {
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        let part = |range: std::ops::Range<usize>| text[range].parse::<u32>().ok();
        return crate::calendar::Date::ymd(text[..4].parse().ok()?, part(4..6)?, part(6..8)?)
            .map(|date| date.to_string());
    }
    let numbers: Vec<u32> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty() && part.len() <= 4)
        .filter_map(|part| part.parse().ok())
        .collect();
    let lower = text.to_lowercase();
    let months = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let named = months.iter().position(|name| lower.contains(name));
    let (year, month, day) = match (named, numbers.as_slice()) {
        (Some(at), &[a, b, ..]) if b > 31 => (b, at as u32 + 1, a),
        (Some(at), &[a, b, ..]) if a > 31 => (a, at as u32 + 1, b),
        (None, &[year, month, day, ..]) if year > 31 => (year, month, day),
        (None, &[a, b, year, ..]) if year > 31 && a > 12 => (year, b, a),
        (None, &[a, b, year, ..]) if year > 31 && b > 12 => (year, a, b),
        _ => return None,
    };
    crate::calendar::Date::ymd(year as i32, month, day).map(|date| date.to_string())
}

/// "a, b or c".
fn or_list(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [head @ .., last] => format!("{} or {last}", head.join(", ")),
    }
}

/// The known name most like `found`, when one is like it at all.
pub fn nearest<'k>(found: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let folded = found.trim().to_lowercase().replace('-', "_");
    known
        .into_iter()
        .map(|name| (strsim::jaro_winkler(&folded, name), name))
        .filter(|(likeness, name)| {
            *likeness >= 0.8 || (folded.len() >= 3 && name.starts_with(&folded))
        })
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn date_hint(text: &str, expected: &str) {
        let error = Edtf::parse(text).expect_err("no EDTF").to_string();
        assert_eq!(explain_date("date", text, &error).2, expected);
    }

    #[test]
    fn dates_get_a_useful_hint() {
        let or = "when the day is unknown";
        date_hint("1969-02-30", &format!("write 1969-02-28, or 1969-02 {or}"));
        date_hint("13.02.2016", "write date: 2016-02-13");
        date_hint("Feb 12, 2016", "write date: 2016-02-12");
        date_hint("12 February 2016", "write date: 2016-02-12");
        date_hint("20160212", "write date: 2016-02-12");
        date_hint("soon", "write date: 2016-02-12");
    }

    #[test]
    fn the_nearest_name_is_found() {
        assert_eq!(nearest("titel", ["title", "date"]), Some("title"));
        assert_eq!(nearest("Headline", ["headline", "date"]), Some("headline"));
        assert_eq!(nearest("colour", ["title", "date"]), None);
    }
}
