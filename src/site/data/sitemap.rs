//! `sitemap.xml`: every page with its address, as sitemaps.org has it; a list of lists where there are more pages
//! than one may hold.

use super::super::article::escape;
use super::super::model::{Model, iso};

/// Most addresses of one file; few in tests.
const MOST: usize = if cfg!(test) { 4 } else { 50_000 };

/// How many files hold the addresses.
pub(crate) fn files(model: &Model) -> usize {
    pages(model).len().div_ceil(MOST).max(1)
}

/// The name of the file `number`, from 1, where there are several.
pub(crate) fn name(number: usize) -> String {
    format!("sitemap-{number}.xml")
}

/// The file that lists the others.
pub(crate) fn index(model: &Model, files: usize) -> Vec<u8> {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for address in (1..=files).filter_map(|number| model.absolute(&name(number))) {
        out.push_str("<sitemap><loc>");
        escape(&address, &mut out);
        out.push_str("</loc></sitemap>\n");
    }
    out.push_str("</sitemapindex>\n");
    out.into_bytes()
}

/// The file `number`, from 1.
pub(crate) fn list(model: &Model, number: usize) -> Vec<u8> {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for (path, day) in pages(model).iter().skip((number - 1) * MOST).take(MOST) {
        let Some(address) = model.absolute(path) else {
            continue;
        };
        out.push_str("<url><loc>");
        escape(&address, &mut out);
        out.push_str("</loc>");
        if let Some(day) = day.map(iso).filter(|day| !day.starts_with('-')) {
            out.push_str(&format!("<lastmod>{day}</lastmod>"));
        }
        out.push_str("</url>\n");
    }
    out.push_str("</urlset>\n");
    out.into_bytes()
}

/// Pages worth finding, with the day of their newest report where it is known.
fn pages(model: &Model) -> Vec<(&str, Option<chrono::NaiveDate>)> {
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
    use crate::pipeline::{Options, Workspace};

    #[test]
    fn a_long_sitemap_is_a_list_of_several() {
        let folder = tempfile::tempdir().expect("a folder");
        let content = folder.path().join("content");
        std::fs::create_dir_all(&content).expect("folders");
        let settings = "[site]\nbase_url = \"https://example.org/t\"\n";
        std::fs::write(folder.path().join("dateline.toml"), settings).expect("settings");
        for number in 1..=9 {
            let text = format!("---\ndate: 2016-02-1{number}\n---\nTalks began on Friday.\n");
            std::fs::write(content.join(format!("a{number}.md")), text).expect("an article");
        }
        let mut workspace = Workspace::new(folder.path().to_owned(), Options::default(), false);
        let site = workspace.refresh(&[]).expect("a site").site;
        let text =
            |path: &str| String::from_utf8(site.render(path).expect("a file")).expect("UTF-8");
        let index = text("sitemap.xml");
        let mut addresses = Vec::new();
        for number in 1..=3 {
            let name = format!("sitemap-{number}.xml");
            assert!(index.contains(&format!("<loc>https://example.org/t/{name}</loc>")));
            let list = text(&name);
            let found = list.matches("<loc>").count();
            assert!((1..=super::MOST).contains(&found), "{found}");
            addresses.extend(list.split("<loc>").skip(1).map(str::to_owned));
        }
        assert!(!site.has("sitemap-4.xml"));
        addresses.sort();
        addresses.dedup();
        // The timeline, the list of articles, and nine of them.
        assert_eq!(addresses.len(), 11);
    }
}
