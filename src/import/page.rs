//! Saved pages and texts. In: a page, or text. Out: a content file with its front matter filled in
//! from what the page says.

use super::{Input, Known, Made};
use crate::content::{ContentFile, Document, Options, Piece, load};
use crate::diagnostic::{Diagnostic, Severity};

/// A saved page: its main text as clean HTML.
pub(crate) fn page(input: &Input<'_>) -> Made {
    let document = read(input, "page.html")?;
    let known = known(&document);
    let mut body = String::with_capacity(document.text.len() * 5 / 4);
    for piece in &document.body {
        match piece {
            Piece::Markup(markup) => body.push_str(&local(markup)),
            Piece::Text(span) => crate::content::escape_text(&mut body, span.of(&document.text)),
        }
    }
    let body = body.replace("</p><", "</p>\n<").replace("><p>", ">\n<p>");
    let name = known.file_name(input.stem, "html");
    Ok(vec![(
        name,
        format!("{}{}\n", known.front_matter(), body.trim_end()),
    )])
}

/// A text or Markdown file: as it is, with front matter where it has none and something is known.
pub(crate) fn text(input: &Input<'_>) -> Made {
    let text = input.text()?.replace("\r\n", "\n");
    let ending = if input.file_name.to_ascii_lowercase().ends_with("txt") {
        "txt"
    } else {
        "md"
    };
    let document = read(input, &format!("text.{ending}"))?;
    if document.meta.title.is_some() || text.starts_with("---") || text.starts_with("+++") {
        let name = super::name::portable(input.stem);
        return Ok(vec![(format!("{name}.{ending}"), text)]);
    }
    let mut known = known(&document);
    // The title still stands in the text; it is found there again.
    let name = known.file_name(input.stem, ending);
    known.title = None;
    let from_text = document
        .anchor
        .is_some_and(|anchor| anchor.origin == crate::content::AnchorOrigin::Dateline);
    if from_text {
        known.date = None;
    }
    Ok(vec![(name, format!("{}{text}", known.front_matter()))])
}

/// Reads the input as the content file it would be.
pub(crate) fn read(input: &Input<'_>, ending: &str) -> Result<Document, Vec<Diagnostic>> {
    let mut file = ContentFile::virtual_file(ending);
    if ending.starts_with("text") {
        file.path = input.file_name.to_owned();
    }
    let loaded = load(&file, input.bytes, None, &Options::new(input.config));
    let shown = |mut diagnostic: Diagnostic| {
        input.shown.clone_into(&mut diagnostic.path);
        diagnostic
    };
    match loaded.document {
        Some(document) => Ok(document),
        None => Err(loaded
            .diagnostics
            .into_iter()
            .filter(|d| d.severity != Severity::Notice)
            .filter(|d| d.code != "no-publication-date")
            .map(shown)
            .collect()),
    }
}

/// What a loaded document says about itself.
pub(crate) fn known(document: &Document) -> Known {
    let meta = &document.meta;
    Known {
        title: Some(document.title.clone()).filter(|title| !title.is_empty()),
        date: document.anchor.map(|anchor| anchor.date),
        source: meta.source.clone(),
        url: meta.url.clone(),
        authors: meta.authors.clone(),
        tags: meta.tags.clone(),
        language: meta.language.clone().filter(|tag| tag != "en"),
    }
}

/// Pictures and links that lay beside a saved page do not come along.
fn local(markup: &str) -> String {
    if !markup.contains("\"content:") && !markup.contains("\"site:") {
        return markup.to_owned();
    }
    let mut out = String::with_capacity(markup.len());
    let mut rest = markup;
    while let Some(open) = rest.find('<') {
        let Some(close) = rest[open..].find('>').map(|at| open + at + 1) else {
            break;
        };
        let tag = &rest[open..close];
        out.push_str(&rest[..open]);
        if !tag.contains("\"content:") && !tag.contains("\"site:") {
            out.push_str(tag);
        } else if tag.starts_with("<a") {
            out.push_str("<a>");
        }
        rest = &rest[close..];
    }
    out.push_str(rest);
    out
}
