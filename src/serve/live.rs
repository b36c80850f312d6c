//! The site as it is now. In: a [`Builder`] and what changed on disk. Out: the last good site, what
//! is wrong with the newest one, and a signal to every open page.
//!
//! One thread builds; requests only read. A build that fails leaves the last good site up.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};

use axum::body::Bytes;
use rustc_hash::FxHashMap;
use tokio::sync::{broadcast, oneshot};

use crate::diagnostic::Diagnostic;

/// A complete site, held in memory, whose pages are rendered when they are asked for.
pub trait Snapshot: Send + Sync + 'static {
    /// The bytes at `route` (`/`, `/2016/02/`, `/style.css`); `None` where the site has nothing.
    ///
    /// # Errors
    /// What is wrong with the template that should have rendered it.
    fn page(&self, route: &str) -> Result<Option<Vec<u8>>, Diagnostic>;

    /// The article whose page `route` is; its page leads to the desk then.
    fn article(&self, _route: &str) -> Option<ArticleOf> {
        None
    }
}

/// The article that a page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleOf {
    /// Its path under `content/`.
    pub path: String,
    /// Whether nothing tells the day it was published.
    pub undated: bool,
}

/// What makes snapshots.
pub trait Builder: Send + 'static {
    /// The sites it makes.
    type Site: Snapshot;

    /// Builds after `changed` (absolute paths; empty: look at everything). The same `Arc` may come
    /// back when nothing that matters changed.
    ///
    /// # Errors
    /// All that is wrong with the inputs.
    fn build(&mut self, changed: &[PathBuf]) -> Result<Arc<Self::Site>, Vec<Diagnostic>>;

    /// Is told when a new site is up, after every open page.
    fn shown(&mut self, _site: &Arc<Self::Site>) {}
}

/// What a run tells the person who started it.
#[derive(Debug)]
pub enum Notice<'a> {
    /// It answers now.
    Listening {
        /// The site's address.
        url: &'a str,
        /// The desk's address; `None` when editing is off.
        desk: Option<&'a str>,
    },
    /// Something they should know before they go on.
    Warning(&'a str),
    /// A build came out well.
    Built {
        /// What it was built after; empty for the first one.
        changed: &'a [PathBuf],
        /// How long it took.
        took: Duration,
    },
    /// A build failed; the last good site stays up.
    Failed(&'a [Diagnostic]),
}

/// Where notices go.
pub type Report = Arc<dyn Fn(&Notice<'_>) + Send + Sync>;

/// A page as it is sent.
#[derive(Debug, Clone)]
pub(crate) struct Page {
    /// Its bytes, with the preview's script in HTML.
    pub(crate) body: Bytes,
    /// A hash of the bytes without it, quoted.
    pub(crate) etag: String,
}

/// One good site with the pages that were asked for so far.
struct Shown<S> {
    site: Arc<S>,
    pages: Mutex<Cache>,
}

#[derive(Default)]
struct Cache {
    pages: FxHashMap<String, Page>,
    bytes: usize,
}

/// Pages kept per site before the cache starts again.
const CACHE_BYTES: usize = 24 << 20;

struct Now<S> {
    generation: u64,
    shown: Option<Arc<Shown<S>>>,
    /// The good site before, for pages the newest one cannot render.
    before: Option<Arc<Shown<S>>>,
    problems: Vec<Diagnostic>,
    /// Pages whose templates fail, by route.
    broken: BTreeMap<String, Diagnostic>,
}

struct Job {
    changed: Vec<PathBuf>,
    done: Option<oneshot::Sender<()>>,
}

/// The site as it is now, for all who serve it.
pub struct Live<S> {
    now: RwLock<Now<S>>,
    signals: broadcast::Sender<Arc<str>>,
    jobs: Sender<Job>,
    /// Tells this run from the one before on the same port.
    run: String,
}

/// What a page should do about a signal.
#[derive(Clone, Copy, serde::Serialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Hello,
    Page,
    Style,
    Problem,
}

impl<S: Snapshot> Live<S> {
    /// Starts the building thread and waits for its first build, good or not.
    pub fn start<B: Builder<Site = S>>(mut builder: B, report: Report) -> Arc<Self> {
        let (jobs, waiting) = channel();
        let live = Arc::new(Self {
            now: RwLock::new(Now {
                generation: 0,
                shown: None,
                before: None,
                problems: Vec::new(),
                broken: BTreeMap::new(),
            }),
            signals: broadcast::channel(64).0,
            jobs,
            run: super::random_hex(4),
        });
        live.build(&mut builder, &[], &report);
        let for_thread = Arc::downgrade(&live);
        let work = move || {
            while let Some(job) = next_job(&waiting) {
                let Some(live) = for_thread.upgrade() else {
                    return;
                };
                live.build(&mut builder, &job.changed, &report);
                for done in job.done {
                    // The one who waited may have gone; nobody else needs to know.
                    let _ = done.send(());
                }
            }
        };
        std::thread::Builder::new()
            .name("build".into())
            .stack_size(16 << 20)
            .spawn(work)
            .expect("a thread can be started");
        live
    }

    /// Asks for a build after `changed`.
    pub fn changed(&self, changed: Vec<PathBuf>) {
        // Fails only when the run is over.
        let _ = self.jobs.send(Job {
            changed,
            done: None,
        });
    }

    /// Asks for a build after `changed` and waits for it.
    pub async fn settle(&self, changed: Vec<PathBuf>) {
        let (done, finished) = oneshot::channel();
        let job = Job {
            changed,
            done: Some(done),
        };
        if self.jobs.send(job).is_ok() {
            let _ = finished.await;
        }
    }

    /// The last good site.
    pub fn site(&self) -> Option<Arc<S>> {
        self.read(|now| now.shown.as_ref().map(|shown| shown.site.clone()))
    }

    /// What is wrong with the newest inputs; empty when the site shown is theirs.
    pub fn problems(&self) -> Vec<Diagnostic> {
        self.read(|now| {
            let broken = now.broken.values();
            now.problems.iter().chain(broken).cloned().collect()
        })
    }

    /// The page at `route`, from the last good site that can render it.
    pub(crate) fn page(&self, route: &str) -> Option<Page> {
        let (generation, shown, before) =
            self.read(|now| (now.generation, now.shown.clone(), now.before.clone()));
        match shown?.page(route) {
            Ok(page) => {
                self.note_rendered(generation, route, None);
                page
            }
            Err(problem) => {
                self.note_rendered(generation, route, Some(problem));
                before?.page(route).ok().flatten()
            }
        }
    }

    /// The signal a page gets first, and those that follow.
    pub(crate) fn subscribe(&self) -> (Arc<str>, broadcast::Receiver<Arc<str>>) {
        let following = self.signals.subscribe();
        (self.signal(Kind::Hello), following)
    }

    fn build<B: Builder<Site = S>>(&self, builder: &mut B, changed: &[PathBuf], report: &Report) {
        let started = Instant::now();
        let built = catch_unwind(AssertUnwindSafe(|| builder.build(changed)))
            .unwrap_or_else(|_| Err(vec![internal_error()]));
        let mut up = None;
        let kind = match built {
            Ok(site) => {
                let Some(kind) = self.show(site.clone(), changed) else {
                    return;
                };
                up = Some(site);
                report(&Notice::Built {
                    changed,
                    took: started.elapsed(),
                });
                kind
            }
            Err(problems) => {
                report(&Notice::Failed(&problems));
                let mut now = self.now.write().unwrap_or_else(PoisonError::into_inner);
                now.problems = problems;
                Kind::Problem
            }
        };
        // Fails only when no page is open.
        let _ = self.signals.send(self.signal(kind));
        if let Some(site) = up {
            builder.shown(&site);
        }
    }

    /// Puts `site` up; `None` when it is the one that is up already and nothing was wrong.
    fn show(&self, site: Arc<S>, changed: &[PathBuf]) -> Option<Kind> {
        let mut now = self.now.write().unwrap_or_else(PoisonError::into_inner);
        let had_problems = !now.problems.is_empty();
        now.problems.clear();
        let is_up = |shown: &Arc<Shown<S>>| Arc::ptr_eq(&shown.site, &site);
        if now.shown.as_ref().is_some_and(is_up) {
            return had_problems.then_some(Kind::Problem);
        }
        now.generation += 1;
        // A site that cannot render some page is no site to fall back on.
        let mut last = now.shown.take();
        if now.broken.is_empty() {
            std::mem::swap(&mut now.before, &mut last);
        }
        // Giving a large site's memory back takes as long as ranking it; nobody waits for that.
        std::thread::spawn(move || drop(last));
        now.broken.clear();
        now.shown = Some(Arc::new(Shown {
            site,
            pages: Mutex::default(),
        }));
        let is_style = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "css");
        let only_style = !changed.is_empty() && changed.iter().all(is_style);
        Some(if only_style { Kind::Style } else { Kind::Page })
    }

    /// Remembers whether `route` could be rendered, and tells open pages when that is news.
    fn note_rendered(&self, generation: u64, route: &str, problem: Option<Diagnostic>) {
        if problem.is_none() && self.read(|now| !now.broken.contains_key(route)) {
            return;
        }
        let mut now = self.now.write().unwrap_or_else(PoisonError::into_inner);
        if now.generation != generation || now.broken.get(route) == problem.as_ref() {
            return;
        }
        match problem {
            Some(problem) => now.broken.insert(route.to_owned(), problem),
            None => now.broken.remove(route),
        };
        drop(now);
        let _ = self.signals.send(self.signal(Kind::Problem));
    }

    fn signal(&self, kind: Kind) -> Arc<str> {
        let mut problems = self.problems();
        // One template breaks many pages in the same place.
        problems.dedup();
        problems.truncate(100);
        let generation = self.read(|now| now.generation);
        let run = &self.run;
        let signal = serde_json::json!({
            "run": run, "generation": generation, "kind": kind, "problems": problems,
        });
        signal.to_string().into()
    }

    fn read<T>(&self, look: impl FnOnce(&Now<S>) -> T) -> T {
        look(&self.now.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl<S: Snapshot> Shown<S> {
    fn page(&self, route: &str) -> Result<Option<Page>, Diagnostic> {
        let cache = || self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(page) = cache().pages.get(route) {
            return Ok(Some(page.clone()));
        }
        let rendered = catch_unwind(AssertUnwindSafe(|| self.site.page(route)))
            .unwrap_or_else(|_| Err(internal_error()))?;
        let Some(bytes) = rendered else {
            return Ok(None);
        };
        let page = super::pages::finish(route, bytes, self.site.article(route));
        let mut cache = cache();
        if cache.bytes + page.body.len() > CACHE_BYTES {
            *cache = Cache::default();
        }
        cache.bytes += page.body.len();
        cache.pages.insert(route.to_owned(), page.clone());
        Ok(Some(page))
    }
}

/// The next job, joined with all that wait behind it; `None` when the run is over.
fn next_job(waiting: &Receiver<Job>) -> Option<Joined> {
    let first = waiting.recv().ok()?;
    let mut everything = first.changed.is_empty();
    let mut joined = Joined {
        changed: first.changed,
        done: first.done.into_iter().collect(),
    };
    while let Ok(job) = waiting.try_recv() {
        everything |= job.changed.is_empty();
        joined.changed.extend(job.changed);
        joined.done.extend(job.done);
    }
    joined.changed.sort();
    joined.changed.dedup();
    if everything {
        joined.changed.clear();
    }
    Some(joined)
}

struct Joined {
    changed: Vec<PathBuf>,
    done: Vec<oneshot::Sender<()>>,
}

fn internal_error() -> Diagnostic {
    Diagnostic::error(
        "internal",
        "",
        "this input made the program stumble; the last good site stays up",
    )
    .hint("report it with the file you changed last")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A site whose home page is `text`; `!` in it breaks the template.
    struct Fake(String);

    impl Snapshot for Fake {
        fn page(&self, route: &str) -> Result<Option<Vec<u8>>, Diagnostic> {
            if self.0.contains('!') {
                return Err(Diagnostic::error(
                    "template",
                    "templates/index.html",
                    "broken",
                ));
            }
            Ok((route == "/").then(|| self.0.clone().into_bytes()))
        }
    }

    /// Builds what stands in the shared text; an empty text is an error, `panic` panics.
    struct FakeBuilder(Arc<Mutex<&'static str>>, Option<Arc<Fake>>);

    impl Builder for FakeBuilder {
        type Site = Fake;
        fn build(&mut self, _: &[PathBuf]) -> Result<Arc<Fake>, Vec<Diagnostic>> {
            let text = *self.0.lock().expect("not poisoned");
            assert_ne!(text, "panic");
            if text.is_empty() {
                return Err(vec![Diagnostic::error("empty", "content/a.md", "nothing")]);
            }
            let last = self.1.take().filter(|last| last.0 == text);
            let site = last.unwrap_or_else(|| Arc::new(Fake(text.to_owned())));
            self.1 = Some(site.clone());
            Ok(site)
        }
    }

    fn start(text: &'static str) -> (Arc<Live<Fake>>, Arc<Mutex<&'static str>>) {
        let source = Arc::new(Mutex::new(text));
        let live = Live::start(FakeBuilder(source.clone(), None), Arc::new(|_| {}));
        (live, source)
    }

    fn home(live: &Live<Fake>) -> Option<String> {
        let page = live.page("/")?;
        let text = String::from_utf8(page.body.to_vec()).expect("text");
        Some(text.split('<').next().unwrap_or_default().to_owned())
    }

    #[tokio::test]
    async fn the_last_good_site_stays_up() {
        let (live, source) = start("one");
        let (_, mut signals) = live.subscribe();
        assert_eq!(home(&live).as_deref(), Some("one"));
        for (text, shown, problems) in [
            ("", "one", 1),
            ("two", "two", 0),
            ("three!", "two", 1),
            ("four!", "two", 1),
            ("panic", "two", 2),
            ("five", "five", 0),
        ] {
            *source.lock().expect("not poisoned") = text;
            live.settle(Vec::new()).await;
            assert_eq!(home(&live).as_deref(), Some(shown), "{text}");
            assert_eq!(live.problems().len(), problems, "{text}");
            assert!(signals.try_recv().is_ok(), "{text}");
            while signals.try_recv().is_ok() {}
        }
        live.settle(Vec::new()).await;
        assert!(
            signals.try_recv().is_err(),
            "nothing changed: nobody is told"
        );
    }

    #[test]
    fn a_run_may_begin_broken() {
        let (live, _) = start("");
        assert!(live.page("/").is_none() && live.site().is_none());
        assert_eq!(live.problems().len(), 1);
    }
}
