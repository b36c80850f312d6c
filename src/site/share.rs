//! The share card, 1200 × 630. In: the site's title, a story's name, the density of its events. Out: PNG, drawn with the
//! theme's own font and kept in `.dateline/images` by the hash of its drawing.

use super::article::escape;
use super::images::keep;
use super::model::{Model, first_day, section};
use super::theme::{Asset, Theme};
use crate::error::{Error, Result};

/// Draws the card of the site, or of the story `name`.
///
/// # Errors
/// [`Error::Machine`] when the drawing cannot be encoded.
pub(crate) fn card(model: &Model, theme: &Theme, name: Option<&str>) -> Result<Vec<u8>> {
    let svg = drawing(model, name);
    let hash = blake3::hash(svg.as_bytes()).to_hex();
    let kept = model
        .input
        .root
        .join(".dateline/images")
        .join(format!("card-{hash}"));
    if let Ok(bytes) = std::fs::read(&kept) {
        return Ok(bytes);
    }
    let mut options = resvg::usvg::Options::default();
    let fonts = options.fontdb_mut();
    for (path, asset) in &theme.assets {
        if let Asset::Embedded(bytes) = asset
            && (path.ends_with(".ttf") || path.ends_with(".otf"))
        {
            fonts.load_font_data(bytes.to_vec());
        }
    }
    let fail = |cause: String| {
        Error::input(
            format!("card.png: {cause}"),
            "leave card.png out of [output] formats",
        )
    };
    let tree =
        resvg::usvg::Tree::from_str(&svg, &options).map_err(|cause| fail(cause.to_string()))?;
    let mut pixels =
        resvg::tiny_skia::Pixmap::new(1200, 630).ok_or_else(|| fail("no memory for it".into()))?;
    resvg::render(
        &tree,
        resvg::tiny_skia::Transform::identity(),
        &mut pixels.as_mut(),
    );
    let bytes = pixels
        .encode_png()
        .map_err(|cause| fail(cause.to_string()))?;
    keep(&kept, &bytes);
    Ok(bytes)
}

fn drawing(model: &Model, name: Option<&str>) -> String {
    let site = &model.input.config.site;
    let accent = model
        .input
        .config
        .theme
        .accent
        .as_deref()
        .unwrap_or("#b1271b");
    let title = name.unwrap_or(&site.title);
    let mut out = String::from(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1200\" height=\"630\" viewBox=\"0 0 1200 630\">\
         <rect width=\"1200\" height=\"630\" fill=\"#fbf9f5\"/>",
    );
    for (line, words) in wrap(title, 26).into_iter().take(4).enumerate() {
        out.push_str(&format!(
            "<text x=\"72\" y=\"{}\" font-family=\"Newsreader, serif\" font-size=\"72\" font-weight=\"500\" fill=\"#1b1916\">",
            150 + line * 82
        ));
        escape(&words, &mut out);
        out.push_str("</text>");
    }
    let days: Vec<i64> = model
        .events()
        .iter()
        .filter(|event| section(&event.date).is_some())
        .filter_map(|event| first_day(&event.date))
        .map(|day| i64::from(chrono::Datelike::num_days_from_ce(&day)))
        .collect();
    if let (Some(first), Some(last)) = (days.iter().min(), days.iter().max()) {
        let span = (last - first).max(1);
        let mut columns = [0_u32; 66];
        for day in &days {
            columns[(((day - first) * 65) / span) as usize] += 1;
        }
        let tallest = columns.iter().copied().max().unwrap_or(1).max(1);
        for (at, count) in columns.iter().enumerate().filter(|(_, count)| **count > 0) {
            let height = 12
                + (f64::from(*count) / f64::from(tallest)).sqrt() as u32 * 8
                + 96 * count / tallest;
            out.push_str(&format!(
                "<rect x=\"{}\" y=\"{}\" width=\"12\" height=\"{height}\" fill=\"{accent}\"/>",
                72 + at * 16,
                540 - height
            ));
        }
    }
    out.push_str("<rect x=\"72\" y=\"544\" width=\"1056\" height=\"2\" fill=\"#cbc3b4\"/>");
    let facts = model.texts.count("events", model.events().len());
    out.push_str("<text x=\"72\" y=\"590\" font-family=\"Inter, sans-serif\" font-size=\"28\" fill=\"#4e4a43\">");
    escape(
        &if name.is_some() {
            format!("{} · {facts}", site.title)
        } else {
            facts
        },
        &mut out,
    );
    out.push_str("</text></svg>");
    out
}

/// Lines of at most `most` characters, where words allow.
fn wrap(text: &str, most: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let line = lines.last_mut().expect("there is a line");
        if !line.is_empty() && line.chars().count() + word.chars().count() >= most {
            lines.push(word.to_owned());
        } else {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines
}
