//! Pages. In: a page's kind and the [`Model`]. Out: its HTML, from the theme's template.

use std::collections::BTreeMap;

use tera::{Context, Value};

use super::address;
use super::data::{Kind as DataKind, json_ld};
use super::lists;
use super::model::{Model, PAGE_EVENTS, TOP_EVENTS, section, year_folder};
use super::plan::{File, Scope};
use super::texts;
use super::theme::Theme;
use super::timeline;
use super::view::{Alternate, Has, Link, PageView, PeriodLink, SiteView, ThemeView};
use crate::config::Config;
use crate::content::Kind;
use crate::error::Result;

/// Nothing but the site's own files runs, is shown or is asked for; frames may hold the pages.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
                      connect-src 'self'; form-action 'self'; base-uri 'none'; manifest-src 'self'";

/// Hands every template what is the same on all pages.
pub(crate) fn share(theme: &mut Theme, model: &Model, files: &BTreeMap<String, File>) {
    let config = &model.input.config;
    let has = |path: &str| files.contains_key(path);
    let view = SiteView {
        title: config.site.title.clone(),
        standfirst: config.site.standfirst.clone(),
        language: config.site.language.clone(),
        dir: texts::direction(&config.site.language),
        base_url: model.base().map(str::to_owned),
        generator: concat!("Dateline ", env!("CARGO_PKG_VERSION")),
        theme: ThemeView {
            name: config.theme.name.clone(),
            css: has("theme.css"),
            fonts: config.theme.fonts != "system",
            logo: config.theme.logo.as_deref().map(static_path),
            favicon: config.theme.favicon.as_deref().map(static_path),
        },
        menu: config
            .site
            .menu
            .iter()
            .map(|entry| menu_link(model, &entry.name, &entry.url))
            .collect(),
        has: Has {
            articles: model
                .input
                .articles
                .iter()
                .any(|a| a.document.kind == Kind::Article),
            tags: has("tags/index.html"),
            sources: has("sources/index.html"),
            disagreements: has("disagreements/index.html"),
            corrections: has("corrections/index.html"),
            search: has("search/index.html"),
            periods: model.periods,
            embed: has("embed/index.html"),
        },
        downloads: downloads(files)
            .into_iter()
            .map(|path| Link {
                name: path.to_owned(),
                path: Some(path.to_owned()),
                url: None,
                current: false,
            })
            .collect(),
        today: model.input.today.map(|day| model.day(day)),
        updated: model.newest.map(|day| model.day(day)),
    };
    theme.share("site", Value::from_serializable(&view));
    let plain = Value::from_serializable(&model.texts.plain());
    theme.share("t", plain);
}

/// The site's data files for readers, with all their parts.
fn downloads(files: &BTreeMap<String, File>) -> Vec<&str> {
    let mut found: Vec<((usize, usize), &str)> = Vec::new();
    for (path, file) in files {
        if let File::Data(kind, Scope::Site, part) = file
            && kind.is_download()
            && let Some(place) = DataKind::SITE.iter().position(|other| other == kind)
        {
            found.push(((place, part.as_ref().map_or(0, |part| part.from)), path));
        }
    }
    found.sort_unstable();
    found.into_iter().map(|(_, path)| path).collect()
}

fn static_path(path: &str) -> String {
    path.trim_start_matches('/')
        .trim_start_matches("static/")
        .to_owned()
}

/// An entry of the menu: an article's route when it is one, else the address itself.
fn menu_link(model: &Model, name: &str, url: &str) -> Link {
    let absolute = url.contains("://") || url.starts_with("mailto:");
    Link {
        name: name.to_owned(),
        path: if absolute {
            None
        } else {
            model.resolve(&format!("site:{url}"))
        },
        url: absolute.then(|| url.to_owned()),
        current: false,
    }
}

/// The accent colour as custom properties.
pub(crate) fn theme_css(config: &Config) -> Vec<u8> {
    let accent = config.theme.accent.as_deref().unwrap_or_default();
    let valid = accent.len() == 7
        && accent.starts_with('#')
        && accent[1..].bytes().all(|byte| byte.is_ascii_hexdigit());
    if !valid {
        return Vec::new();
    }
    // In the dark the same colour, mixed with the light ink until it reads.
    format!(
        ":root{{--accent:{accent}}}\n@media (prefers-color-scheme:dark){{:root:not([data-theme=light]){{--accent:color-mix(in srgb,{accent} 62%,#fff)}}}}\n\
         :root[data-theme=dark]{{--accent:color-mix(in srgb,{accent} 62%,#fff)}}\n"
    )
    .into_bytes()
}

/// Renders a page.
///
/// # Errors
/// A fault in a template.
pub(crate) fn render(model: &Model, theme: &Theme, path: &str, file: &File) -> Result<Vec<u8>> {
    let mut context = Context::new();
    let site = &model.input.config.site;
    let texts = &model.texts;
    let all: Vec<u32> = (0..model.events().len() as u32).collect();
    let mut page = Head::new(model, path);
    let template = match file {
        File::Index => {
            let ends = period_links(model, None);
            let scope = timeline::Scope {
                all: &all,
                most: if model.periods {
                    TOP_EVENTS
                } else {
                    PAGE_EVENTS
                },
                periods: ends,
                around: (None, None),
                page: path,
            };
            context.insert_value("timeline", timeline::view(model, theme, scope)?);
            page.kind = "timeline";
            page.current = "timeline";
            page.heading = site.title.clone();
            page.description = site.standfirst.clone();
            page.json_ld = json_ld::timeline(model, &all);
            page.alternates(Scope::Site);
            "index.html"
        }
        File::Period(year, month) => {
            let events = lists::of_period(model, *year, *month);
            let scope = timeline::Scope {
                all: &events,
                most: match month {
                    None if events.len() > PAGE_EVENTS / 2 => TOP_EVENTS,
                    _ => usize::MAX,
                },
                periods: period_links(model, Some((*year, *month))),
                around: lists::around(model, *year, *month),
                page: path,
            };
            context.insert_value("timeline", timeline::view(model, theme, scope)?);
            page.kind = "period";
            page.current = "timeline";
            page.heading = match month {
                None => model.dates.year(*year),
                Some(month) => model.dates.month_of_year(*year, *month),
            };
            let count = texts.count("events", events.len());
            page.description = texts.fill(
                "description_period",
                &[("period", &page.heading), ("count", &count)],
            );
            page.json_ld = json_ld::timeline(model, &events);
            "period.html"
        }
        File::Article(index) => {
            let view = model.article_view(*index);
            let document = model.document(*index);
            page.heading = view.card.title.clone();
            page.language = super::cards::language_of(model, document).to_owned();
            page.description = view.card.summary.clone().unwrap_or_default();
            page.og_type = "article";
            let is_page = document.kind == Kind::Page;
            page.kind = if is_page { "page" } else { "article" };
            page.current = if is_page { "" } else { "articles" };
            if !is_page {
                page.json_ld = json_ld::article(model, *index, &view);
            }
            context.insert("article", &view);
            if is_page { "page.html" } else { "article.html" }
        }
        File::Articles => {
            page.set("articles", texts.get("articles"));
            context.insert("groups", &lists::article_groups(model));
            "articles.html"
        }
        File::Tags => {
            page.set("tags", texts.get("tags"));
            let tags: Vec<_> = model
                .tags
                .iter()
                .filter_map(|tag| model.tag_view(&tag.name))
                .collect();
            context.insert("tags", &tags);
            "tags.html"
        }
        File::Tag(at) => {
            let tag = &model.tags[*at];
            page.set("tag", &tag.name);
            page.current = "tags";
            let count = texts.count("events", tag.events.len());
            page.description =
                texts.fill("description_tag", &[("name", &tag.name), ("count", &count)]);
            page.json_ld = json_ld::timeline(model, &tag.events);
            page.alternates(Scope::Tag(*at));
            context.insert("tag", &model.tag_view(&tag.name));
            context.insert("articles", &lists::cards(model, &tag.docs));
            let mut scope = whole(model, &tag.events, path);
            scope.periods = filtered_periods(model, &scope, &tag.name);
            context.insert_value("timeline", timeline::view(model, theme, scope)?);
            "tag.html"
        }
        File::Sources => {
            page.set("sources", texts.get("sources"));
            context.insert("sources", &lists::sources(model));
            "sources.html"
        }
        File::Source(at) => {
            let source = &model.sources[*at];
            page.set("source", &source.name);
            page.current = "sources";
            let count = texts.count("events", source.events.len());
            page.description = texts.fill(
                "description_source",
                &[("name", &source.name), ("count", &count)],
            );
            context.insert("source", &lists::source(model, *at, true));
            context.insert_value(
                "timeline",
                timeline::view(model, theme, whole(model, &source.events, path))?,
            );
            "source.html"
        }
        File::Disagreements => {
            page.set("disagreements", texts.get("disagreements"));
            let disputed: Vec<u32> = all
                .iter()
                .copied()
                .filter(|at| model.event(*at).disputed)
                .collect();
            let events: Vec<Value> = timeline::most_important(model, &disputed, PAGE_EVENTS / 2)
                .into_iter()
                .map(|at| timeline::card(model, theme, at, path))
                .collect::<Result<_>>()?;
            context.insert_value("events", Value::from(events));
            "disagreements.html"
        }
        File::Corrections => {
            page.set("corrections", texts.get("corrections"));
            context.insert("changes", &lists::changes(model));
            "corrections.html"
        }
        File::Search => {
            page.set("search", texts.get("search"));
            "search.html"
        }
        File::Embed(scope) => {
            let events = match scope {
                Scope::Site => &all,
                Scope::Tag(at) => &model.tags[*at].events,
            };
            let name = match scope {
                Scope::Site => &site.title,
                Scope::Tag(at) => &model.tags[*at].name,
            };
            page.set("embed", name);
            page.current = "";
            page.index = false;
            let mut scope = whole(model, events, path);
            scope.most = if model.periods {
                TOP_EVENTS / 3
            } else {
                PAGE_EVENTS
            };
            context.insert_value("timeline", timeline::view(model, theme, scope)?);
            "embed.html"
        }
        File::Redirect(target) => {
            page.set("redirect", texts.get("moved"));
            page.current = "";
            page.index = false;
            context.insert("target", target);
            "redirect.html"
        }
        _ => {
            page.set("404", texts.get("not_found"));
            page.current = "";
            page.index = false;
            page.root = absolute_path(model);
            "404.html"
        }
    };
    context.insert("page", &page.finish());
    theme.render(template, &context)
}

/// A timeline on one page, shortened to the most important where they are too many.
fn whole<'a>(model: &Model, events: &'a [u32], page: &'a str) -> timeline::Scope<'a> {
    timeline::Scope {
        all: events,
        most: if model.periods {
            TOP_EVENTS
        } else {
            PAGE_EVENTS
        },
        periods: Vec::new(),
        around: (None, None),
        page,
    }
}

/// On a shortened tag page: the years, each filtered by the tag.
fn filtered_periods(model: &Model, scope: &timeline::Scope<'_>, tag: &str) -> Vec<PeriodLink> {
    if scope.all.len() <= scope.most {
        return Vec::new();
    }
    let mut counts: BTreeMap<i32, usize> = BTreeMap::new();
    for at in scope.all {
        if let Some((year, _)) = section(&model.event(*at).date) {
            *counts.entry(year).or_default() += 1;
        }
    }
    let query: String = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("tag", tag)
        .finish();
    let links = counts.into_iter().map(|(year, events)| PeriodLink {
        name: model.dates.year(year),
        path: format!("{}index.html?{query}", year_folder(year)),
        events,
        current: false,
        main: true,
    });
    with_main(links.collect())
}

/// Periods that are shown at once of a list that is too long for it.
const MAIN_PERIODS: usize = 12;

/// Marks the fullest of a list of more than twice as many, and what is open.
fn with_main(mut links: Vec<PeriodLink>) -> Vec<PeriodLink> {
    if links.len() <= 2 * MAIN_PERIODS {
        return links;
    }
    let mut counts: Vec<usize> = links.iter().map(|link| link.events).collect();
    counts.sort_unstable_by(|a, b| b.cmp(a));
    let least = counts[MAIN_PERIODS - 1];
    // Of equals, the latest.
    let mut left = MAIN_PERIODS - counts.iter().filter(|count| **count > least).count();
    for link in links.iter_mut().rev() {
        let is_last = link.events == least && left > 0;
        left -= usize::from(is_last);
        link.main = link.current || link.events > least || is_last;
    }
    links
}

/// The site's own path on its host, for pages shown at any depth.
fn absolute_path(model: &Model) -> String {
    let path = model
        .base()
        .and_then(|base| url::Url::parse(base).ok())
        .map_or_else(String::new, |url| {
            url.path().trim_end_matches('/').to_owned()
        });
    format!("{path}/")
}

/// Years on a shortened front page, months on a year's page.
fn period_links(model: &Model, current: Option<(i32, Option<u32>)>) -> Vec<PeriodLink> {
    if !model.periods {
        return Vec::new();
    }
    let links = lists::periods(model, current.map(|(year, _)| year))
        .into_iter()
        .map(|(year, month, events)| PeriodLink {
            name: match month {
                None => model.dates.year(year),
                Some(month) => model.dates.month_of_year(year, month),
            },
            path: match month {
                None => format!("{}index.html", year_folder(year)),
                Some(month) => format!("{}{month:02}/index.html", year_folder(year)),
            },
            events,
            current: current == Some((year, month)),
            main: true,
        });
    with_main(links.collect())
}

/// A [`PageView`] in the making.
struct Head<'a> {
    model: &'a Model,
    path: &'a str,
    kind: &'static str,
    root: String,
    heading: String,
    description: String,
    language: String,
    og_type: &'static str,
    alternates: Vec<Alternate>,
    json_ld: String,
    csp: &'static str,
    current: &'static str,
    index: bool,
    card: String,
}

impl<'a> Head<'a> {
    fn new(model: &'a Model, path: &'a str) -> Self {
        Self {
            model,
            path,
            kind: "page",
            root: address::root_of(path),
            heading: String::new(),
            description: String::new(),
            language: model.input.config.site.language.clone(),
            og_type: "website",
            alternates: Vec::new(),
            json_ld: String::new(),
            csp: POLICY,
            current: "",
            index: true,
            card: "card.png".into(),
        }
    }

    fn set(&mut self, kind: &'static str, heading: &str) {
        self.kind = kind;
        self.current = kind;
        heading.clone_into(&mut self.heading);
    }

    /// The feeds and data of a timeline.
    fn alternates(&mut self, scope: Scope) {
        let (folder, kinds): (&str, &[DataKind]) = match scope {
            Scope::Site => ("", DataKind::SITE),
            Scope::Tag(at) => (&self.model.tags[at].folder, DataKind::TAG),
        };
        let formats = &self.model.input.config.output.formats;
        for kind in kinds {
            let wanted = formats
                .as_ref()
                .is_none_or(|formats| formats.iter().any(|name| kind.is_called(name)));
            if let Some(media) = kind.alternate().filter(|_| wanted) {
                self.alternates.push(Alternate {
                    kind: media,
                    title: self.heading.clone(),
                    path: format!("{folder}{}", kind.file()),
                });
            }
        }
    }

    fn finish(self) -> PageView {
        let site = &self.model.input.config.site;
        let title = if self.heading == site.title || self.heading.is_empty() {
            site.title.clone()
        } else {
            format!("{} · {}", self.heading, site.title)
        };
        let dir = texts::direction(&self.language);
        PageView {
            kind: self.kind,
            root: self.root,
            path: self.path.to_owned(),
            title,
            heading: self.heading,
            description: self.description,
            language: self.language,
            dir,
            canonical: self.model.absolute(self.path).filter(|_| self.index),
            card: self.model.absolute(&self.card),
            og_type: self.og_type,
            alternates: self.alternates,
            json_ld: self.json_ld,
            csp: self.csp,
            current: self.current,
            index: self.index,
        }
    }
}
