//! A list of events as a page shows it. In: indexes of events. Out: the `timeline` value of templates: years
//! and months, gaps and silences, filters, facts, strip and promises.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rustc_hash::FxHashMap;
use tera::Value;

use super::address;
use super::cards;
use super::model::{Model, first_day, section, year_folder};
use super::theme::Theme;
use super::view::{
    FactWord, Facts, FilterOption, Filters, Link, MonthView, PeriodLink, TimelineView, YearView,
};
use crate::error::Result;

/// A month and its rendered cards.
type MonthCards = (MonthView, Vec<Value>);

/// Silences shorter than this many days are not worth a line.
const SILENCE_DAYS: i64 = 92;

/// What a timeline page shows.
pub(crate) struct Scope<'a> {
    /// The events it counts, in order.
    pub(crate) all: &'a [u32],
    /// How many it lists at most: the most important.
    pub(crate) most: usize,
    /// On period pages: links around.
    pub(crate) periods: Vec<PeriodLink>,
    /// On period pages: the one before and after.
    pub(crate) around: (Option<Link>, Option<Link>),
    /// Path of the page, so that links to its own events stay on it.
    pub(crate) page: &'a str,
}

/// The value templates see as `timeline`.
///
/// # Errors
/// A fault in the template of a card.
pub(crate) fn view(model: &Model, theme: &Theme, scope: Scope<'_>) -> Result<Value> {
    let shown = most_important(model, scope.all, scope.most);
    let partial = (shown.len() < scope.all.len()).then(|| {
        let number = |list: &[u32]| model.texts.number(list.len());
        let numbers = [("shown", &*number(&shown)), ("all", &number(scope.all))];
        model.texts.fill("partial_note", &numbers)
    });
    model.draw_ahead(theme, &shown);
    let filters = filters(model, &shown);
    let promises = super::promise::charts(model, scope.all);
    let known: Vec<NaiveDate> = scope
        .all
        .iter()
        .flat_map(|at| &model.event(*at).evidence)
        .filter_map(|one| one.published)
        .collect();
    let view = TimelineView {
        facts: facts(model, scope.all),
        strip: super::strip::strip(model, scope.all, &shown, scope.page),
        promise: promises.first().cloned(),
        promises,
        filters: filters.view,
        years: Vec::new(),
        unknown_year: Vec::new(),
        shown: shown.len(),
        partial,
        previous: scope.around.0,
        next: scope.around.1,
        periods: scope.periods,
        forward: (model.periods && scope.page == "index.html").then(|| "forward.js".to_owned()),
        known_from: known.iter().min().map(|day| model.day(*day)),
        known_to: known.iter().max().map(|day| model.day(*day)),
    };
    let mut map = Value::from_serializable(&view)
        .into_map()
        .expect("a struct is a map");
    let root = address::root_of(scope.page);
    let page = Page {
        model,
        theme,
        root: &root,
    };
    let (years, unknown) = years(&page, &shown, scope.all, &filters.keys)?;
    map.insert("years".into(), Value::from(years));
    map.insert("unknown_year".into(), Value::from(unknown));
    Ok(Value::from(map))
}

/// The page that cards are put on.
struct Page<'a> {
    model: &'a Model,
    theme: &'a Theme,
    /// What leads from the page to the site's root.
    root: &'a str,
}

/// A card as templates see it, its HTML put in, for the page at `page`.
///
/// # Errors
/// A fault in the template of a card.
pub(crate) fn card(model: &Model, theme: &Theme, at: u32, page: &str) -> Result<Value> {
    let root = &address::root_of(page);
    Page { model, theme, root }.card(at).map(Value::from)
}

impl Page<'_> {
    fn card(&self, at: u32) -> Result<tera::value::Map> {
        self.model.card_value(self.theme, at, self.root)
    }
}

/// The `most` important events of a longer list, in its order.
pub(crate) fn most_important(model: &Model, all: &[u32], most: usize) -> Vec<u32> {
    if all.len() <= most {
        return all.to_vec();
    }
    let mut ranked = by_importance(model, all);
    ranked.truncate(most);
    ranked.sort_unstable();
    ranked
}

/// The most important first, then in the list's order.
fn by_importance(model: &Model, list: &[u32]) -> Vec<u32> {
    let mut ranked = list.to_vec();
    ranked.sort_by(|a, b| {
        let (a_event, b_event) = (model.event(*a), model.event(*b));
        b_event
            .importance
            .total_cmp(&a_event.importance)
            .then(a.cmp(b))
    });
    ranked
}

/// Each event's level by its rank in the list: 5 for the top 3 %, 4, 3, 2 for 10, 30 and 60 %, else 1.
fn levels(model: &Model, shown: &[u32]) -> FxHashMap<u32, u8> {
    let ranked = by_importance(model, shown);
    let total = ranked.len() as f64;
    let level = |rank: usize| match (rank as f64 + 1.0) / total {
        _ if rank == 0 => 5,
        share if share <= 0.03 => 5,
        share if share <= 0.10 => 4,
        share if share <= 0.30 => 3,
        share if share <= 0.60 => 2,
        _ => 1,
    };
    ranked
        .iter()
        .enumerate()
        .map(|(rank, at)| (*at, level(rank)))
        .collect()
}

/// Space in classes of 4 px: 9·log2(1 + days/10), at most 56 px.
pub(crate) fn gap(days: i64) -> u8 {
    let px = 9.0 * (1.0 + days.max(0) as f64 / 10.0).log2();
    (px.min(56.0) / 4.0).round() as u8
}

fn years(
    page: &Page<'_>,
    shown: &[u32],
    all: &[u32],
    keys: &FxHashMap<u32, String>,
) -> Result<(Vec<Value>, Vec<Value>)> {
    let model = page.model;
    let mut counts: BTreeMap<i32, [usize; 12]> = BTreeMap::new();
    for at in all {
        if let Some((year, month)) = section(&model.event(*at).date) {
            counts.entry(year).or_default()[month as usize - 1] += 1;
        }
    }
    let tallest = counts.values().flatten().copied().max().unwrap_or(1).max(1);
    // Of a choice of events nobody can say that nothing happened between them.
    let tells_silences = shown.len() == all.len();
    let levels = levels(model, shown);
    let today = model.input.today;
    let mut today_due = today.is_some();
    let mut before: Option<NaiveDate> = None;
    let mut years: Vec<(YearView, Vec<MonthCards>)> = Vec::new();
    let mut unknown = Vec::new();
    let mut last_year: Option<i32> = None;
    for at in shown {
        let event = model.event(*at);
        let mut card = page.card(*at)?;
        card.insert("level".into(), Value::from(levels[at]));
        card.insert("keys".into(), Value::from(keys[at].as_str()));
        let Some((year, month)) = section(&event.date) else {
            unknown.push(Value::from(card));
            continue;
        };
        let day = first_day(&event.date);
        if last_year != Some(year) {
            let skipped = last_year
                .filter(|_| tells_silences)
                .map_or(0, |last| year - last - 1);
            years.push((
                year_view(model, year, &counts, tallest, skipped, before, day),
                Vec::new(),
            ));
        } else if let (Some(from), Some(to)) = (before, day) {
            let days = (to - from).num_days();
            card.insert("gap".into(), Value::from(gap(days)));
            if days >= SILENCE_DAYS && tells_silences {
                let months = (days / 30) as usize;
                card.insert(
                    "silence".into(),
                    Value::from(model.texts.count("silent_months", months)),
                );
            }
        }
        if let (Some(today), Some(day)) = (today, day)
            && today_due
            && day > today
        {
            card.insert("today".into(), Value::from(true));
            today_due = false;
        }
        let months = &mut years.last_mut().expect("pushed above").1;
        let id = format!("m{}{month:02}", year_folder(year).replace('/', "-"));
        if months.last().is_none_or(|(last, _)| last.id != id) {
            let view = MonthView {
                name: model.dates.month(month),
                path: model
                    .periods
                    .then(|| format!("{}{month:02}/index.html", year_folder(year))),
                id,
                events: Vec::new(),
            };
            months.push((view, Vec::new()));
        }
        months
            .last_mut()
            .expect("pushed above")
            .1
            .push(Value::from(card));
        last_year = Some(year);
        before = before.max(day);
    }
    let years = years
        .into_iter()
        .map(|(year, months)| {
            let months: Vec<Value> = months
                .into_iter()
                .map(|(month, events)| with(&month, "events", events))
                .collect();
            with(&year, "months", months)
        })
        .collect();
    Ok((years, unknown))
}

/// A view as a value, one of its lists put in.
fn with<T: serde::Serialize>(view: &T, key: &'static str, list: Vec<Value>) -> Value {
    let mut map = Value::from_serializable(view)
        .into_map()
        .expect("a struct is a map");
    map.insert(key.into(), Value::from(list));
    Value::from(map)
}

fn year_view(
    model: &Model,
    year: i32,
    counts: &BTreeMap<i32, [usize; 12]>,
    tallest: usize,
    skipped: i32,
    before: Option<NaiveDate>,
    day: Option<NaiveDate>,
) -> YearView {
    let months = counts.get(&year).copied().unwrap_or_default();
    let events: usize = months.iter().sum();
    let texts = &model.texts;
    let silence = match skipped {
        0 => None,
        1 => Some(texts.fill("nothing_in", &[("from", &model.dates.year(year - 1))])),
        _ => Some(texts.fill(
            "nothing_between",
            &[
                ("from", &model.dates.year(year - skipped)),
                ("to", &model.dates.year(year - 1)),
            ],
        )),
    };
    YearView {
        name: model.dates.year(year),
        id: format!("y{}", year_folder(year).trim_end_matches('/')),
        path: model
            .periods
            .then(|| format!("{}index.html", year_folder(year))),
        events,
        count: texts.count("events", events),
        gap: before
            .zip(day)
            .map_or(0, |(from, to)| gap((to - from).num_days())),
        silence,
        bars: months.map(|n| {
            if n == 0 {
                0
            } else {
                (n * 4).div_ceil(tallest).min(4) as u8
            }
        }),
        months: Vec::new(),
    }
}

fn facts(model: &Model, all: &[u32]) -> Facts {
    let mut documents: Vec<u32> = Vec::new();
    let mut sources: Vec<&str> = Vec::new();
    let mut disputed = 0;
    for at in all {
        let event = model.event(*at);
        disputed += usize::from(event.disputed);
        for one in &event.evidence {
            documents.push(one.document.0);
            sources.extend(model.source_of(one));
        }
    }
    documents.sort_unstable();
    documents.dedup();
    sources.sort_unstable();
    sources.dedup();
    let word = |key: &str, n: usize| {
        let (before, number, after) = model.texts.count_parts(key, n);
        FactWord {
            before,
            number,
            after,
        }
    };
    let mut words = vec![
        word("events", all.len()),
        word("articles_n", documents.len()),
    ];
    if !sources.is_empty() {
        words.push(word("newsrooms_n", sources.len()));
    }
    if disputed > 0 {
        words.push(word("disputed_n", disputed));
    }
    Facts {
        events: all.len(),
        articles: documents.len(),
        sources: sources.len(),
        disputed,
        words,
    }
}

/// The filters and each event's tokens.
struct Filtered {
    view: Filters,
    keys: FxHashMap<u32, String>,
}

/// Names by how often they occur, the most frequent first, then by name.
fn ranked(counts: BTreeMap<String, usize>) -> Vec<(String, usize)> {
    let mut ranked: Vec<(String, usize)> = counts.into_iter().collect();
    ranked.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    ranked
}

fn filters(model: &Model, shown: &[u32]) -> Filtered {
    let mut tags: BTreeMap<String, usize> = BTreeMap::new();
    let mut sources: BTreeMap<String, usize> = BTreeMap::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut statuses: BTreeMap<&str, usize> = BTreeMap::new();
    let mut of: Vec<Parts> = Vec::with_capacity(shown.len());
    for at in shown {
        let parts = Parts::of(model, *at);
        for tag in &parts.tags {
            *tags.entry(tag.clone()).or_default() += 1;
        }
        for source in &parts.sources {
            *sources.entry(source.clone()).or_default() += 1;
        }
        if let Some(place) = &parts.place {
            *places.entry(place.clone()).or_default() += 1;
        }
        *statuses.entry(parts.status).or_default() += 1;
        if parts.disputed {
            *statuses.entry("disputed").or_default() += 1;
        }
        of.push(parts);
    }
    let (tags, sources, places) = (ranked(tags), ranked(sources), ranked(places));
    let index = |list: &[(String, usize)]| -> FxHashMap<String, usize> {
        list.iter()
            .enumerate()
            .map(|(at, (name, _))| (name.clone(), at))
            .collect()
    };
    let (tag_at, source_at, place_at) = (index(&tags), index(&sources), index(&places));
    let mut keys = FxHashMap::default();
    for (at, parts) in shown.iter().zip(&of) {
        let mut words = vec![format!("s-{}", parts.status)];
        if parts.disputed {
            words.push("s-disputed".into());
        }
        words.extend(parts.tags.iter().map(|tag| format!("t{}", tag_at[tag])));
        words.extend(
            parts
                .sources
                .iter()
                .map(|source| format!("n{}", source_at[source])),
        );
        words.extend(
            parts
                .place
                .iter()
                .map(|place| format!("p{}", place_at[place])),
        );
        keys.insert(*at, words.join(" "));
    }
    let options =
        |list: &[(String, usize)], letter: &str, path: &dyn Fn(&str) -> Option<String>| {
            list.iter()
                .enumerate()
                .map(|(at, (name, events))| FilterOption {
                    key: format!("{letter}{at}"),
                    name: name.clone(),
                    events: *events,
                    path: path(name),
                })
                .collect()
        };
    let view = Filters {
        tags: options(&tags, "t", &|name| {
            model
                .tag(name)
                .map(|tag| format!("{}index.html", tag.folder))
        }),
        statuses: [
            "happened",
            "planned",
            "proposed",
            "overdue",
            "withdrawn",
            "disputed",
        ]
        .into_iter()
        .filter_map(|status| {
            Some(FilterOption {
                key: format!("s-{status}"),
                name: model.texts.get(&format!("status_{status}")).to_owned(),
                events: *statuses.get(status)?,
                path: None,
            })
        })
        .collect(),
        sources: options(&sources, "n", &|name| {
            model.source(name).map(|(_, source)| source.path.clone())
        }),
        places: options(&places, "p", &|_| None),
    };
    Filtered { view, keys }
}

/// What one event can be filtered by.
struct Parts {
    tags: Vec<String>,
    sources: Vec<String>,
    place: Option<String>,
    status: &'static str,
    disputed: bool,
}

impl Parts {
    fn of(model: &Model, at: u32) -> Self {
        let event = model.event(at);
        let mut tags: Vec<String> = event
            .tags
            .iter()
            .filter_map(|name| model.tag(name).map(|tag| tag.name.clone()))
            .collect();
        tags.sort();
        tags.dedup();
        let mut sources: Vec<String> = event
            .evidence
            .iter()
            .filter_map(|one| model.source_of(one).map(|name| name.trim().to_owned()))
            .collect();
        sources.sort();
        sources.dedup();
        Self {
            tags,
            sources,
            place: event.place.clone().filter(|place| !place.is_empty()),
            status: cards::status_key(event),
            disputed: event.disputed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_felt_and_never_scrolled_through() {
        assert_eq!(gap(0), 0);
        assert_eq!(gap(10), 2);
        assert_eq!(gap(100), 8);
        assert_eq!(gap(100_000), 14);
    }
}
