//! The review desk at `/_desk/`: open questions one by one, each with its sentence; answers become
//! lines in corrections files.
//!
//! In: the live site and the editor's answers. Out: changes beneath `content/`, which the preview
//! then shows. Every change is shown before it is written, refused when its file changed meanwhile,
//! and can be taken back.

mod add;
mod answer;
mod diff;
mod log;
mod page;
mod quote;
mod routes;
mod site;
mod view;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::calendar::NaiveDate;
use crate::diagnostic::Diagnostic;
use crate::error::Result;
use crate::events::{Article, Timeline};
pub use site::{Pages, SiteBuilder, Tell};

use crate::serve::{self, Builder, Guard, Live, Notice, Report, Server, Snapshot};

/// What the desk needs of a site beside its pages.
pub trait Material: Snapshot {
    /// Its events.
    fn timeline(&self) -> &Timeline;
    /// Its articles, in path order.
    fn articles(&self) -> &[Arc<Article>];
    /// The route of an article's page, where it has one.
    fn route_of(&self, article: &Article) -> Option<String>;
    /// Reads a content file that is not saved yet, as the site would.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    fn read(
        &self,
        path: &str,
        bytes: &[u8],
    ) -> std::result::Result<(Article, Vec<Diagnostic>), String>;
}

/// Tells the day, for `checked`.
pub type Today = Arc<dyn Fn() -> NaiveDate + Send + Sync>;

/// What the desk's answers share.
pub(crate) struct Desk<M> {
    root: PathBuf,
    live: Arc<Live<M>>,
    guard: Guard,
    token_in_page: bool,
    today: Today,
}

/// Serves a site with its desk until the process ends.
///
/// # Errors
/// No free port, no way to watch the folder, no runtime.
pub fn serve<B>(
    root: &Path,
    builder: B,
    options: &serve::Options,
    today: Today,
    report: &Report,
) -> Result<()>
where
    B: Builder,
    B::Site: Material,
{
    let server = Server::bind(options, report)?;
    let live = Live::start(builder, report.clone());
    let _watch = watch(root, &live, report);
    let desk = Desk {
        root: root.to_owned(),
        live: live.clone(),
        guard: server.guard().clone(),
        token_in_page: server.token_in_page,
        today,
    };
    server.run(live, routes::router(Arc::new(desk)), report)
}

/// Watches the site's folder; a site that cannot be watched is still served.
fn watch<M: Snapshot>(root: &Path, live: &Arc<Live<M>>, report: &Report) -> Option<serve::Watch> {
    let told = live.clone();
    match serve::watch(root, move |changed| told.changed(changed)) {
        Ok((watch, polls)) => {
            if polls {
                report(&Notice::Warning(
                    "this folder cannot be watched; it is looked at once a second",
                ));
            }
            Some(watch)
        }
        Err(_) => {
            report(&Notice::Warning(
                "this folder cannot be watched; start again to see changes",
            ));
            None
        }
    }
}
