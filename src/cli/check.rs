//! `dateline check`.

use super::build::count;
use super::{Global, SiteOptions, report};
use crate::error::Result;
use crate::pipeline;

pub(super) fn run(global: &Global, options: &SiteOptions) -> Result<u8> {
    let root = global.site()?;
    let snapshot = pipeline::check(&root, &options.to_pipeline()?)?;
    report::diagnostics(
        &snapshot.diagnostics,
        global.message_format.into(),
        global.quiet,
    );
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
    Ok(u8::from(errors > 0 && !options.keep_going))
}
