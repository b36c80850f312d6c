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
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::calendar::NaiveDate;
use crate::diagnostic::Diagnostic;
use crate::error::{Error, Result};
use crate::events::{Article, Timeline};
pub use site::{Clock, Pages, SiteBuilder, Tell};

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
    /// Held while files and the log of answers change, so that each answer is whole before the next
    /// is written or taken back.
    turn: Mutex<()>,
}

impl<M> Desk<M> {
    /// Waits until no other answer is being written.
    fn turn(&self) -> MutexGuard<'_, ()> {
        self.turn.lock().unwrap_or_else(PoisonError::into_inner)
    }
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
    // Watched before it is first read: what is saved meanwhile is read again.
    let (_watch, changes) = watch(root, report);
    let live = Live::start(builder, report.clone());
    follow(changes, &live)?;
    let desk = Desk {
        root: root.to_owned(),
        live: live.clone(),
        guard: server.guard().clone(),
        token_in_page: server.token_in_page,
        today,
        turn: Mutex::new(()),
    };
    server.run(live, routes::router(Arc::new(desk)), report)
}

/// Watches the site's folder; a site that cannot be watched is still served.
fn watch(root: &Path, report: &Report) -> (Option<serve::Watch>, Receiver<Vec<PathBuf>>) {
    let (tell, changes) = channel();
    // Fails only when the run is over.
    let watch = match serve::watch(root, move |changed| drop(tell.send(changed))) {
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
    };
    (watch, changes)
}

/// Hands what changed on to the live site.
fn follow<M: Snapshot>(changes: Receiver<Vec<PathBuf>>, live: &Arc<Live<M>>) -> Result<()> {
    let live = live.clone();
    std::thread::Builder::new()
        .name("changes".into())
        .spawn(move || {
            changes
                .into_iter()
                .for_each(|changed| live.changed(changed))
        })
        .map(drop)
        .map_err(|cause| Error::io("start", Path::new("the preview"), &cause))
}
