//! Data files that are too large for one. In: the events of a file and how large it may be. Out: the [`Part`]s, cut
//! between years, between months where a year is too large, and anywhere where a month is.

use rayon::prelude::*;

use super::super::model::{Model, section};
use super::Kind;
use crate::config::Publish;
use crate::corrections::Status;

/// What one file holds of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part {
    /// The file's name.
    pub(crate) file: String,
    /// Its first entry and the one after its last.
    pub(crate) from: usize,
    pub(crate) to: usize,
}

/// Entries that stand together: those of a year, a month, or a run of one.
struct Unit {
    name: String,
    to: usize,
    bytes: usize,
}

/// Room for what a file holds beside its events, at most.
const FRAME: usize = 2_000;

/// The files that hold `events`: one, unless it would pass `[output] max_file_mb`.
pub(crate) fn of(model: &Model, kind: Kind, events: &[u32]) -> Vec<Part> {
    let most = (model.input.config.output.max_file_mb * 1e6) as usize;
    let sizes: Vec<usize> = match kind {
        Kind::EventsJson | Kind::EventsCsv | Kind::TimelineJs | Kind::Calendar => events
            .par_iter()
            .with_min_len(1_024)
            .map(|at| size(model, kind, *at))
            .collect(),
        _ => Vec::new(),
    };
    if sizes.iter().sum::<usize>() + FRAME <= most {
        return vec![Part {
            file: kind.file().to_owned(),
            from: 0,
            to: events.len(),
        }];
    }
    let months: Vec<Option<(i32, u32)>> = events
        .iter()
        .map(|at| section(&model.event(*at).date))
        .collect();
    cut(kind, &months, &sizes, most.saturating_sub(FRAME))
}

fn cut(kind: Kind, months: &[Option<(i32, u32)>], sizes: &[usize], most: usize) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut bytes = 0;
    let (stem, ending) = kind.file().split_once('.').expect("files have endings");
    for unit in units(months, sizes, most) {
        if let Some(last) = parts.last_mut()
            && bytes + unit.bytes <= most
        {
            last.to = unit.to;
            bytes += unit.bytes;
            continue;
        }
        let (file, from) = match parts.last() {
            None => (kind.file().to_owned(), 0),
            Some(last) => (format!("{stem}-{}.{ending}", unit.name), last.to),
        };
        let to = unit.to;
        parts.push(Part { file, from, to });
        bytes = unit.bytes;
    }
    parts
}

fn units(months: &[Option<(i32, u32)>], sizes: &[usize], most: usize) -> Vec<Unit> {
    let mut units = Vec::new();
    let mut from = 0;
    for year in months.chunk_by(|a, b| a.map(|(year, _)| year) == b.map(|(year, _)| year)) {
        let bytes: usize = sizes[from..from + year.len()].iter().sum();
        let name = match year[0] {
            Some((year, _)) => format!("{year:04}"),
            None => "unknown".to_owned(),
        };
        if bytes <= most {
            from += year.len();
            units.push(Unit {
                name,
                to: from,
                bytes,
            });
            continue;
        }
        for month in year.chunk_by(|a, b| a == b) {
            let name = match month[0] {
                Some((_, month)) => format!("{name}-{month:02}"),
                None => name.clone(),
            };
            let (end, mut number, mut bytes) = (from + month.len(), 1, 0);
            for (at, size) in (from..end).zip(&sizes[from..end]) {
                if bytes > 0 && bytes + size > most {
                    units.push(numbered(&name, number, at, bytes));
                    (number, bytes) = (number + 1, 0);
                }
                bytes += size;
            }
            units.push(numbered(&name, number, end, bytes));
            from = end;
        }
    }
    units
}

fn numbered(name: &str, number: usize, to: usize, bytes: usize) -> Unit {
    let name = match number {
        1 => name.to_owned(),
        _ => format!("{name}-{number}"),
    };
    Unit { name, to, bytes }
}

/// About how many bytes an event takes, rather too many than too few.
fn size(model: &Model, kind: Kind, at: u32) -> usize {
    let event = model.event(at);
    if kind == Kind::Calendar && event.status == Status::Happened {
        return 0;
    }
    let base = model.base().map_or(0, str::len);
    let tags: usize = event.tags.iter().map(|tag| tag.len() + 4).sum();
    let texts = event.headline.len()
        + event.summary.as_deref().map_or(0, str::len)
        + event.place.as_deref().map_or(0, str::len);
    let told = match kind {
        Kind::EventsJson => event.evidence.len(),
        _ => 1,
    };
    let evidence: usize = event
        .evidence
        .iter()
        .take(told)
        .map(|one| {
            let article = model.article(one.document.0);
            let meta = &article.document.meta;
            let quote = match article.claims.get(one.claim as usize) {
                Some(claim) if meta.publish != Publish::None => claim.sentence.len() * 21 / 20,
                _ => 0,
            };
            // With its text fragment.
            let url = meta.url.as_ref().map_or(0, |url| url.len() + 240);
            let source = meta.source.as_deref().map_or(0, str::len);
            quote + url + source + article.document.path.len() + 280
        })
        .sum();
    let whole = texts * 21 / 20 + tags + base + evidence;
    match kind {
        Kind::EventsJson => whole + 400,
        Kind::EventsCsv => whole + 200,
        // Marked up, with what became of it and the date in words.
        Kind::TimelineJs => whole + 500,
        // Folded lines.
        _ => whole * 11 / 10 + 400,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(months: &[Option<(i32, u32)>], sizes: &[usize], most: usize) -> Vec<(String, usize)> {
        cut(Kind::EventsJson, months, sizes, most)
            .into_iter()
            .map(|part| (part.file, part.to - part.from))
            .collect()
    }

    #[test]
    fn years_stay_together_while_they_fit() {
        let months = [
            Some((-489, 9)),
            Some((2015, 1)),
            Some((2015, 3)),
            Some((2016, 2)),
            Some((2016, 2)),
            Some((2016, 2)),
            Some((2016, 3)),
            None,
        ];
        let sizes = [10; 8];
        let named = |list: &[(&str, usize)]| -> Vec<(String, usize)> {
            list.iter().map(|(n, c)| ((*n).to_owned(), *c)).collect()
        };
        assert_eq!(files(&months, &sizes, 80), named(&[("events.json", 8)]));
        assert_eq!(
            files(&months, &sizes, 40),
            named(&[
                ("events.json", 3),
                ("events-2016.json", 4),
                ("events-unknown.json", 1)
            ])
        );
        assert_eq!(
            files(&months, &sizes, 20),
            named(&[
                ("events.json", 1),
                ("events-2015.json", 2),
                ("events-2016-02.json", 2),
                ("events-2016-02-2.json", 2),
                ("events-unknown.json", 1)
            ])
        );
        // What cannot be cut stands alone.
        assert_eq!(files(&months[..2], &[50, 50], 20).len(), 2);
    }
}
