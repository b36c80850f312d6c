//! How much an event matters, 0–1, in parts that can be told. In: merged events. Out: their importance.

use std::borrow::Cow;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::types::Event;
use crate::calendar::{Edtf, Granularity};

/// Sets `importance` and its `parts` on every event; an importance that an editor gave stays.
pub(super) fn rank(events: &mut [Event], given: &[Option<f32>], articles: usize) {
    let mut days: FxHashMap<Edtf, f32> = FxHashMap::default();
    for event in events.iter() {
        *days.entry(event.date).or_default() += event.evidence.len() as f32;
    }
    let most_day = days.values().copied().fold(1.0, f32::max);
    let reach = (articles.max(2) as f32).ln();
    events.par_iter_mut().zip(given).for_each(|(event, given)| {
        if let Some(given) = given {
            event.importance = *given;
            event.parts = vec![(Cow::Borrowed("set by an editor"), *given)];
            return;
        }
        let reports: FxHashSet<_> = event
            .evidence
            .iter()
            .map(|evidence| evidence.document)
            .collect();
        let told = (reports.len() as f32).ln_1p() / reach.max(1.0);
        let published: Vec<_> = event.evidence.iter().filter_map(|e| e.published).collect();
        let span = match (published.iter().min(), published.iter().max()) {
            (Some(first), Some(last)) => (*last - *first).num_days() as f32,
            _ => 0.0,
        };
        let remembered = (span.ln_1p() / 365f32.ln_1p()).min(1.0);
        let day = days[&event.date].ln_1p() / most_day.ln_1p();
        let precision = match event.date.granularity() {
            Granularity::Day | Granularity::Minute => 1.0,
            Granularity::Week => 0.7,
            Granularity::Month => 0.5,
            _ => 0.2,
        };
        let edited = if event.checked.is_some() || event.summary.is_some() {
            1.0
        } else {
            0.0
        };
        let parts = [
            ("told by many articles", 0.42 * told.min(1.0)),
            ("still told later", 0.2 * remembered),
            ("its day is much mentioned", 0.2 * day),
            ("dated finely", 0.13 * precision),
            ("looked at by an editor", 0.05 * edited),
        ];
        event.importance = parts
            .iter()
            .map(|(_, value)| value)
            .sum::<f32>()
            .clamp(0.0, 1.0);
        event.parts = parts
            .into_iter()
            .map(|(name, value)| (Cow::Borrowed(name), value))
            .collect();
    });
}
