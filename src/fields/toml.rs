//! TOML into [`Node`]s. In: text and where it begins in its file. Out: the fields in file order, or
//! every mistake.

use toml::de::{DeTable, DeValue};

use super::{Field, Mistake, Node, Value};
use crate::source::Span;

/// Reads TOML that begins at byte `base` of its file.
///
/// # Errors
/// Every mistake the parser found, each with its offset in the whole file.
pub fn parse(text: &str, base: usize) -> Result<Vec<Field>, Vec<Mistake>> {
    let (table, errors) = DeTable::parse_recoverable(text);
    if errors.is_empty() {
        return Ok(fields(table.get_ref(), text, base));
    }
    Err(errors
        .into_iter()
        .take(20)
        .map(|error| {
            let message = error.message().trim().replace('\n', "; ");
            Mistake {
                hint: hint(&message).into(),
                message: format!("expected TOML, found an error: {message}"),
                offset: base + error.span().map_or(0, |span| span.start),
            }
        })
        .collect())
}

fn hint(message: &str) -> &'static str {
    if message.contains("duplicate") {
        "keep one of the two"
    } else if message.contains("string") || message.contains("quot") {
        "close the text with the quotation mark it began with"
    } else if message.contains("recursion") || message.contains("nest") {
        "write it flatter"
    } else {
        "write key = \"value\", one a line"
    }
}

fn fields(table: &DeTable<'_>, text: &str, base: usize) -> Vec<Field> {
    let mut out: Vec<Field> = table
        .iter()
        .map(|(key, value)| Field {
            key: key.get_ref().to_string(),
            at: place(&key.span(), base),
            node: node(value.get_ref(), &value.span(), text, base),
        })
        .collect();
    // The parser's table is sorted by name; people are told things in the order they wrote them.
    out.sort_by_key(|field| field.at);
    out
}

fn place(range: &std::ops::Range<usize>, base: usize) -> Span {
    Span::new(base + range.start, base + range.end)
}

fn node(value: &DeValue<'_>, range: &std::ops::Range<usize>, text: &str, base: usize) -> Node {
    let written = || text.get(range.clone()).unwrap_or_default().to_owned();
    Node {
        span: place(range, base),
        value: match value {
            DeValue::String(text) => Value::Text(text.to_string()),
            DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) => {
                Value::Plain(written())
            }
            DeValue::Datetime(date) => {
                let written = written();
                Value::Plain(if written.is_empty() {
                    date.to_string()
                } else {
                    written
                })
            }
            DeValue::Array(items) => Value::List(
                items
                    .iter()
                    .map(|item| node(item.get_ref(), &item.span(), text, base))
                    .collect(),
            ),
            DeValue::Table(table) => Value::Map(fields(table, text, base)),
        },
    }
}
