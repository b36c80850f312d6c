//! `sitemap.xml`: every page with its address, as sitemaps.org has it; a list of lists where there are more pages
//! than one may hold.

use chrono::NaiveDate;

use super::super::article::escape;
use super::super::model::{Model, iso};

/// Most addresses of one file.
const MOST: usize = 50_000;

/// A page and the day of its newest report where that is known.
type Page<'a> = (&'a str, Option<NaiveDate>);

/// How many files hold the addresses.
pub(crate) fn files(model: &Model) -> usize {
    pages(model).len().div_ceil(MOST).max(1)
}

/// The name of the file `number`, from 1, where there are several.
pub(crate) fn name(number: usize) -> String {
    format!("sitemap-{number}.xml")
}

/// The file that lists so many others.
pub(crate) fn index(model: &Model, files: usize) -> Vec<u8> {
    let names: Vec<String> = (1..=files).map(name).collect();
    let pages: Vec<Page<'_>> = names.iter().map(|name| (name.as_str(), None)).collect();
    written("sitemapindex", "sitemap", &pages, |path| {
        model.absolute(path)
    })
}

/// The file `number`, from 1.
pub(crate) fn list(model: &Model, number: usize) -> Vec<u8> {
    let pages = pages(model);
    let of_file = of_file(&pages, number);
    written("urlset", "url", of_file, |path| model.absolute(path))
}

fn of_file<T>(pages: &[T], number: usize) -> &[T] {
    pages.chunks(MOST).nth(number - 1).unwrap_or_default()
}

fn written(
    outer: &str,
    inner: &str,
    pages: &[Page<'_>],
    absolute: impl Fn(&str) -> Option<String>,
) -> Vec<u8> {
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{outer} xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"
    );
    for (path, day) in pages {
        let Some(address) = absolute(path) else {
            continue;
        };
        out.push_str(&format!("<{inner}><loc>"));
        escape(&address, &mut out);
        out.push_str("</loc>");
        if let Some(day) = day.map(iso).filter(|day| !day.starts_with('-')) {
            out.push_str(&format!("<lastmod>{day}</lastmod>"));
        }
        out.push_str(&format!("</{inner}>\n"));
    }
    out.push_str(&format!("</{outer}>\n"));
    out.into_bytes()
}

/// Pages worth finding.
fn pages(model: &Model) -> Vec<Page<'_>> {
    let mut pages = vec![("index.html", model.newest), ("articles/index.html", None)];
    // A tag's folder in its folder form is its page's address.
    pages.extend(model.tags.iter().map(|tag| (tag.folder.as_str(), None)));
    pages.extend(model.sources.iter().map(|s| (s.path.as_str(), None)));
    if model.periods {
        let mut periods: Vec<&str> = model.pages.iter().map(AsRef::as_ref).collect();
        periods.sort_unstable();
        periods.dedup();
        periods.retain(|page| *page != "index.html");
        pages.extend(periods.into_iter().map(|page| (page, None)));
    }
    pages.extend(
        model
            .docs
            .iter()
            .filter_map(|doc| Some((doc.path.as_deref()?, doc.published))),
    );
    pages
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_file_holds_more_than_it_may_and_none_is_lost() {
        let all: Vec<usize> = (0..2 * MOST + 7).collect();
        let files = all.len().div_ceil(MOST);
        let held: Vec<&[usize]> = (1..=files).map(|number| of_file(&all, number)).collect();
        assert!(held.iter().all(|file| (1..=MOST).contains(&file.len())));
        assert_eq!(held.concat(), all);
    }

    #[test]
    fn addresses_are_escaped_and_days_are_those_of_this_era() {
        let day = |year| NaiveDate::from_ymd_opt(year, 2, 12);
        let pages = [("a?b&c", day(2016)), ("old", day(-489)), ("lost", None)];
        let absolute = |path: &str| (path != "lost").then(|| format!("https://example.org/{path}"));
        let text = String::from_utf8(written("urlset", "url", &pages, absolute)).expect("UTF-8");
        assert!(text.ends_with(
            "<url><loc>https://example.org/a?b&amp;c</loc><lastmod>2016-02-12</lastmod></url>\n\
             <url><loc>https://example.org/old</loc></url>\n</urlset>\n"
        ));
    }
}
