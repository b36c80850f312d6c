//! HTML: saved pages, and raw HTML inside Markdown. In: HTML as it was written. Out: the body in the
//! builder, what the page says about itself, or the limit it passed.

mod build;
mod limits;
mod meta;
mod sanitise;
mod scan;

use std::fmt::Write as _;

use super::address::Addresses;
use super::builder::Builder;
use super::front::Front;
use super::load::Fault;
use super::markdown::demote_headings;
use super::options::Options;
use crate::config::RawHtml;

pub(crate) use meta::PageMeta;

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
    if options.content.raw_html == RawHtml::Trusted {
        build::build_trusted(html, builder);
    } else {
        build::build(&sanitise::article(html), addresses, builder);
    }
    demote_headings(&mut builder.body);
    Ok(())
}

/// Pages with more than this many elements are not given to the readability library, whose scoring
/// is not linear.
const MAX_SCORED_ELEMENTS: usize = 20_000;

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
    let survey = survey(html, front.body, options)?;
    let url = front.url.as_deref().or(survey.meta.url.as_deref());
    // A page that was saved resolves its addresses where it came from; a piece of HTML that somebody
    // wrote for this site resolves them here.
    let saved = survey.is_page;
    let addresses = Addresses::new(path).saved_from(url.filter(|_| saved));
    if options.content.raw_html == RawHtml::Trusted {
        build::build_trusted(&survey.marked, builder);
    } else if !saved {
        build::build(&sanitise::article(&survey.marked), &addresses, builder);
    } else {
        let main = main_text(&survey);
        match main {
            Some(main) => build::build(&sanitise::article(&main), &addresses, builder),
            None => build::build(&sanitise::whole_page(&survey.marked), &addresses, builder),
        }
    }
    demote_headings(&mut builder.body);
    Ok(survey.meta)
}

/// A page read once, tag by tag.
struct Survey {
    /// The page with `data-at`, its place in the file, on every tag that may hold text.
    marked: String,
    meta: PageMeta,
    is_page: bool,
    elements: usize,
}

fn survey(html: &str, base: usize, options: &Options) -> Result<Survey, Fault> {
    let mut limits = limits::Limits::new(&options.content);
    let mut gather = meta::Gather::new(options.date_order);
    let mut elements = 0;
    for token in scan::Tokens::new(html) {
        limits.count(&token).map_err(|fault| Fault {
            offset: fault.offset + base,
            ..fault
        })?;
        gather.look(&token);
        elements += usize::from(matches!(token, scan::Token::Open(_)));
    }
    let mut marked = String::with_capacity(html.len() + html.len() / 8);
    mark_places(html, base, &mut marked);
    Ok(Survey {
        marked,
        is_page: gather.is_page,
        meta: gather.finish(),
        elements,
    })
}

/// Copies `html`, which begins at byte `base` of its file, and writes on each tag that may hold text
/// where that text begins.
pub(crate) fn mark_places(html: &str, base: usize, out: &mut String) {
    let mut copied = 0;
    for token in scan::Tokens::new(html) {
        let scan::Token::Open(tag) = token else {
            continue;
        };
        if build::holds_text(tag.name) {
            let name_end = tag.start + 1 + tag.name.len();
            out.push_str(&html[copied..name_end]);
            let _ = write!(out, " data-at=\"{}\"", base + tag.start + tag.length);
            copied = name_end;
        }
    }
    out.push_str(&html[copied..]);
}

/// The article on a page, found by readability; `None` where that finds none worth the name.
fn main_text(survey: &Survey) -> Option<String> {
    if survey.elements > MAX_SCORED_ELEMENTS {
        return None;
    }
    let config = dom_smoothie::Config {
        disable_json_ld: true,
        char_threshold: 250,
        ..dom_smoothie::Config::default()
    };
    let mut reader =
        dom_smoothie::Readability::new(&*scan::in_pieces(&survey.marked), None, Some(config))
            .ok()?;
    let article = reader.parse().ok()?;
    (article.length >= 80).then(|| article.content.to_string())
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
