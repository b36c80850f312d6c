//! Keys and values as somebody wrote them, each with its place.
//!
//! In: YAML or TOML text. Out: a tree of [`Node`]s whose scalars keep their spelling (`NO`, `08`,
//! `1.10` are what they look like), and [`Fields`], which takes typed values out of it and turns
//! every mistake into a diagnostic at its line and column.

mod read;
mod toml;
mod yaml;

pub(crate) use read::explain_date;
pub use read::{Fields, nearest};
pub use toml::parse as parse_toml;
pub use yaml::parse as parse_yaml;

use crate::source::Span;

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// What it is.
    pub value: Value,
    /// Where, in the whole file's text.
    pub span: Span,
}

/// A value of YAML or TOML.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing, `~` or `null`.
    Null,
    /// A bare word as written: number, truth value, date or (in YAML) text.
    Plain(String),
    /// Text in quotes, or a block of text.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// Keys and values in file order.
    Map(Vec<Field>),
}

/// One key with its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// The key's name.
    pub key: String,
    /// Where the key stands, in the whole file's text.
    pub at: Span,
    /// Its value.
    pub node: Node,
}

/// Why a text is no YAML or TOML, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// What was expected and found.
    pub message: String,
    /// What to do; may be empty.
    pub hint: String,
    /// Byte offset in the whole file's text.
    pub offset: usize,
}

impl Value {
    /// "a list", "text", …: for messages.
    pub fn describe(&self) -> String {
        match self {
            Self::Null => "nothing".into(),
            Self::Plain(text) | Self::Text(text) => {
                let short: String = text.chars().take(40).collect();
                let dots = if short.len() < text.len() { "…" } else { "" };
                format!("\"{short}{dots}\"")
            }
            Self::List(_) => "a list".into(),
            Self::Map(_) => "a table of keys".into(),
        }
    }

    /// As JSON, for templates. Numbers and truth values only where their spelling survives.
    pub fn to_json(&self) -> serde_json::Value {
        use serde_json::Value as Json;
        match self {
            Self::Null => Json::Null,
            Self::Text(text) => Json::String(text.clone()),
            Self::Plain(text) => match text.as_str() {
                "true" => Json::Bool(true),
                "false" => Json::Bool(false),
                _ => match text.parse::<i64>() {
                    Ok(number) if number.to_string() == *text => number.into(),
                    _ => Json::String(text.clone()),
                },
            },
            Self::List(items) => items.iter().map(|item| item.value.to_json()).collect(),
            Self::Map(fields) => Json::Object(
                fields
                    .iter()
                    .map(|field| (field.key.clone(), field.node.value.to_json()))
                    .collect(),
            ),
        }
    }
}
