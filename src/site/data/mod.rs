//! Data files beside the pages. In: the [`Model`] and which events. Out: JSON, CSV, calendar, feeds, sitemap.

mod calendar;
mod csv;
mod events;
mod feeds;
pub(crate) mod json_ld;
pub(crate) mod parts;
pub(crate) mod sitemap;
mod timelinejs;

use parts::Part;

use super::address;
use super::model::Model;
use super::plan::Scope;

/// The data files there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `events.json`.
    EventsJson,
    /// `events.csv`.
    EventsCsv,
    /// `calendar.ics`.
    Calendar,
    /// `atom.xml`.
    Atom,
    /// `feed.json`.
    JsonFeed,
    /// `timelinejs.json`.
    TimelineJs,
    /// `sitemap.xml`.
    Sitemap,
    /// `robots.txt`.
    Robots,
    /// `forward.js`: which page holds a permalink.
    Forward,
}

impl Kind {
    /// Those of the whole site.
    pub(crate) const SITE: &'static [Self] = &[
        Self::EventsJson,
        Self::EventsCsv,
        Self::Calendar,
        Self::Atom,
        Self::JsonFeed,
        Self::TimelineJs,
        Self::Sitemap,
        Self::Robots,
    ];
    /// Those of one story.
    pub(crate) const TAG: &'static [Self] = &[Self::Calendar, Self::Atom, Self::JsonFeed];

    /// The file's name.
    pub(crate) fn file(self) -> &'static str {
        match self {
            Self::EventsJson => "events.json",
            Self::EventsCsv => "events.csv",
            Self::Calendar => "calendar.ics",
            Self::Atom => "atom.xml",
            Self::JsonFeed => "feed.json",
            Self::TimelineJs => "timelinejs.json",
            Self::Sitemap => "sitemap.xml",
            Self::Robots => "robots.txt",
            Self::Forward => "forward.js",
        }
    }

    /// Whether `[output] formats` means this file: its name, with or without its ending.
    pub(crate) fn is_called(self, name: &str) -> bool {
        let file = self.file();
        name == file
            || file.rsplit_once('.').is_some_and(|(stem, _)| stem == name)
            || matches!(
                (self, name),
                (Self::Calendar, "ics") | (Self::EventsCsv, "csv")
            )
    }

    /// Whether it cannot be written without the site's address.
    pub(crate) fn needs_base(self) -> bool {
        matches!(self, Self::Sitemap)
    }

    /// Whether readers may want to download it.
    pub(crate) fn is_download(self) -> bool {
        !matches!(self, Self::Sitemap | Self::Robots | Self::Forward)
    }

    /// Its media type, for `<link rel=alternate>`.
    pub(crate) fn alternate(self) -> Option<&'static str> {
        match self {
            Self::EventsJson => Some("application/json"),
            Self::EventsCsv => Some("text/csv"),
            Self::Calendar => Some("text/calendar"),
            Self::Atom => Some("application/atom+xml"),
            Self::JsonFeed => Some("application/feed+json"),
            Self::TimelineJs | Self::Sitemap | Self::Robots | Self::Forward => None,
        }
    }
}

/// The events of a scope, in order.
pub(crate) fn events_of(model: &Model, scope: &Scope) -> Vec<u32> {
    match scope {
        Scope::Site => (0..model.events().len() as u32).collect(),
        Scope::Tag(at) => model.tags[*at].events.clone(),
    }
}

/// The bytes of a data file, or of one of its [`Part`]s.
pub(crate) fn render(model: &Model, kind: Kind, scope: &Scope, part: Option<&Part>) -> Vec<u8> {
    let all = events_of(model, scope);
    let (events, others) = match part {
        None => (&all[..], Vec::new()),
        // The first lists the others.
        Some(part) if part.from == 0 => {
            let others = parts::of(model, kind, &all).into_iter().skip(1);
            (&all[..part.to], others.map(|part| part.file).collect())
        }
        Some(part) => (&all[part.from..part.to], Vec::new()),
    };
    let feed = Feed::new(model, scope, kind);
    match kind {
        Kind::EventsJson => events::json(model, events, others),
        Kind::EventsCsv => csv::table(model, events),
        Kind::Calendar => calendar::calendar(model, &feed, events),
        Kind::Atom => feeds::atom(model, &feed, events),
        Kind::JsonFeed => feeds::json(model, &feed, events),
        Kind::TimelineJs => timelinejs::timeline(model, events, others),
        Kind::Sitemap => sitemap::list(model, 1),
        Kind::Robots => robots(model),
        Kind::Forward => forward(model),
    }
}

/// What a feed or calendar is called and where it lives.
pub(crate) struct Feed {
    title: String,
    /// Path of the page it belongs to.
    page: String,
    /// Its own path.
    path: String,
}

impl Feed {
    fn new(model: &Model, scope: &Scope, kind: Kind) -> Self {
        let site = &model.input.config.site.title;
        let (title, folder) = match scope {
            Scope::Site => (site.clone(), String::new()),
            Scope::Tag(at) => {
                let tag = &model.tags[*at];
                (format!("{} · {site}", tag.name), tag.folder.clone())
            }
        };
        Self {
            title,
            page: format!("{folder}index.html"),
            path: format!("{folder}{}", kind.file()),
        }
    }
}

/// A stable identifier: the address where the site has one, else a `urn:` made from title and path.
pub(crate) fn identifier(model: &Model, path: &str) -> String {
    model.absolute(path).unwrap_or_else(|| {
        let name = blake3::hash(model.input.config.site.title.as_bytes()).to_hex();
        let path: String = path
            .chars()
            .map(|char| {
                if char.is_ascii_alphanumeric() || "-._:".contains(char) {
                    char
                } else {
                    ':'
                }
            })
            .collect();
        format!("urn:dateline:{}:{path}", &name[..12])
    })
}

/// Text without the control characters that XML cannot hold.
pub(crate) fn xml_safe(text: &str) -> String {
    text.chars()
        .filter(|char| {
            matches!(char, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
        })
        .collect()
}

fn robots(model: &Model) -> Vec<u8> {
    let mut out = String::from("User-agent: *\nAllow: /\n");
    if let Some(address) = model.absolute("sitemap.xml") {
        out.push_str(&format!("Sitemap: {address}\n"));
    }
    out.into_bytes()
}

/// Permalinks on the front page lead on to the period page that holds the event.
fn forward(model: &Model) -> Vec<u8> {
    let mut pages: std::collections::BTreeMap<&str, Vec<String>> =
        std::collections::BTreeMap::new();
    for (event, page) in model.events().iter().zip(&model.pages) {
        let ids = pages.entry(address::folder_form(page)).or_default();
        ids.extend(
            event
                .evidence
                .iter()
                .map(|one| one.id.to_string()[2..].to_owned()),
        );
    }
    let mut out = String::from("(function(){\nvar pages={\n");
    for (page, ids) in pages {
        let name = serde_json::to_string(&format!("{page}index.html")).expect("text is JSON");
        out.push_str(&format!("{name}:\"{}\",\n", ids.join(" ")));
    }
    out.push_str(
        "};\nfunction go(){var id=location.hash.slice(1);if(!/^c-[0-9a-f]{12}$/.test(id)||document.getElementById(id))return;\
         for(var p in pages)if(p!=='index.html'&&pages[p].indexOf(id.slice(2))>=0){location.replace(p+'#'+id);return}}\n\
         go();addEventListener('hashchange',go)})();\n",
    );
    out.into_bytes()
}
