//! `dateline check`.

use super::build::count;
use super::{Global, SiteOptions, report};
use crate::diagnostic::Diagnostic;
use crate::error::Result;
use crate::{events, pipeline};

pub(super) fn run(global: &Global, options: &SiteOptions) -> Result<u8> {
    let root = global.site()?;
    let snapshot = pipeline::check(&root, &options.to_pipeline()?)?;
    let format = global.message_format.into();
    report::diagnostics(&snapshot.diagnostics, format, global.quiet);
    let questions = open_questions(&snapshot);
    report::diagnostics(&questions, format, global.quiet);
    let errors = snapshot.errors();
    report::note(
        global.quiet,
        &format!(
            "{}, {} read, {}; {}",
            count(snapshot.articles.len(), "content file"),
            count(snapshot.dates(), "date"),
            count(snapshot.timeline.events.len(), "event"),
            if errors == 0 {
                "nothing stands against a build".to_owned()
            } else {
                count(errors, "error")
            },
        ),
    );
    if !questions.is_empty() {
        let open = count(questions.len(), "open question");
        let line = format!("{open}: answer them at /_desk/ of dateline serve");
        report::note(global.quiet, &line);
    }
    Ok(u8::from(errors > 0 && !options.keep_going))
}

/// What the review desk would ask, as notices, the most useful first.
fn open_questions(snapshot: &pipeline::Snapshot) -> Vec<Diagnostic> {
    let (timeline, articles) = (&snapshot.timeline, snapshot.articles.as_slice());
    let pairs = events::similar_pairs(timeline);
    events::questions(timeline, articles, &pairs)
        .iter()
        .map(|question| question.notice(articles))
        .collect()
}
