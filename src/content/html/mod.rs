//! HTML: saved pages, and raw HTML inside Markdown. In: HTML as it was written. Out: the body in the
//! builder, what the page says about itself, or the limit it passed.

mod build;
mod limits;
mod sanitise;
mod scan;

use super::address::Addresses;
use super::builder::Builder;
use super::front::Front;
use super::load::{Fault, Options};
use super::markdown::demote_headings;
use crate::calendar::Edtf;

/// What a page says about itself.
#[derive(Debug, Default, Clone, PartialEq)]
pub(crate) struct PageMeta {
    pub(crate) title: Option<String>,
    pub(crate) date: Option<Edtf>,
    pub(crate) updated: Option<Edtf>,
    pub(crate) source: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) authors: Vec<String>,
    pub(crate) language: Option<String>,
}

/// Reads HTML that stands in Markdown; block tags carry their offset in `data-at`.
///
/// # Errors
/// The limit it passed.
pub(crate) fn fragment(
    html: &str,
    addresses: &Addresses<'_>,
    options: &Options,
    builder: &mut Builder<'_>,
) -> Result<(), Fault> {
    let mut limits = limits::Limits::new(&options.content);
    let mut at = 0;
    for token in scan::Tokens::new(html) {
        if let scan::Token::Open(tag) = &token
            && let Some(offset) = tag.attribute("data-at").and_then(|at| at.parse().ok())
        {
            at = offset;
        }
        limits.count(&token).map_err(|fault| Fault {
            offset: at,
            ..fault
        })?;
    }
    build::build(&sanitise::article(html), addresses, builder);
    demote_headings(&mut builder.body);
    Ok(())
}

/// Reads a saved page, or a piece of one.
///
/// # Errors
/// The limit it passed.
pub(crate) fn page(
    path: &str,
    text: &str,
    front: &Front,
    options: &Options,
    builder: &mut Builder<'_>,
) -> Result<PageMeta, Fault> {
    let html = &text[front.body..];
    let mut limits = limits::Limits::new(&options.content);
    for token in scan::Tokens::new(html) {
        limits.count(&token).map_err(|fault| Fault {
            offset: fault.offset + front.body,
            ..fault
        })?;
    }
    let addresses = Addresses::new(path).saved_from(front.url.as_deref());
    build::build(&sanitise::whole_page(html), &addresses, builder);
    demote_headings(&mut builder.body);
    Ok(PageMeta::default())
}

/// The words of a piece of HTML, without its tags.
pub(crate) fn words(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    for token in scan::Tokens::new(html) {
        if let scan::Token::Text { text, .. } = token {
            out.push_str(&scan::unescape(text));
        } else if let scan::Token::Open(tag) = token
            && matches!(tag.name, "br" | "p" | "div" | "li")
            && !out.is_empty()
        {
            out.push(' ');
        }
    }
    super::front::clean_line(&out)
}
