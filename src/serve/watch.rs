//! What changed on disk. In: a site's folder. Out: batches of changed paths, a few milliseconds
//! after the last write of each burst.
//!
//! The operating system tells; nothing is polled and an idle preview uses no processor. Only where
//! watching is impossible (too many watches, some network folders) is the folder looked at once a
//! second.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, EventKind};
use notify::{Config, Event, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};

/// Quiet this long ends a burst: editors save in two or three steps within a millisecond.
const QUIET: Duration = Duration::from_millis(6);
/// A burst is handed on after this long even if it goes on (a checkout, a sync).
const LONGEST: Duration = Duration::from_millis(200);
/// How often a folder is looked at where it cannot be watched.
const POLL: Duration = Duration::from_secs(1);

/// What of a site is watched.
const WATCHED: [&str; 4] = ["content", "templates", "static", "dateline.toml"];

/// A running watch; it ends when this is dropped.
pub struct Watch {
    _watcher: Arc<Mutex<Box<dyn Watcher + Send>>>,
}

/// Watches the site in `root` and hands batches to `changed` from a thread of its own.
///
/// Returns with the watch whether it has to poll.
///
/// # Errors
/// When the folder can be neither watched nor polled.
pub fn start(
    root: &Path,
    changed: impl Fn(Vec<PathBuf>) + Send + 'static,
) -> notify::Result<(Watch, bool)> {
    let root = root.canonicalize().map_err(notify::Error::io)?;
    let (events, heard) = channel();
    let (watcher, polls) = match native(&root, events.clone()) {
        Ok(watcher) => (watcher, false),
        Err(_) => (polling(&root, events)?, true),
    };
    let watcher = Arc::new(Mutex::new(watcher));
    let extended = Arc::downgrade(&watcher);
    std::thread::Builder::new()
        .name("watch".into())
        .spawn(move || {
            while let Some(batch) = next_batch(&heard, &root) {
                // A folder of the site that is made later is watched from then on.
                for folder in batch.iter().filter(|path| is_top_folder(path, &root)) {
                    if let Some(watcher) = extended.upgrade() {
                        let mut watcher = watcher.lock().unwrap_or_else(PoisonError::into_inner);
                        // What vanished again meanwhile needs no watch.
                        let _ = watcher.watch(folder, RecursiveMode::Recursive);
                    }
                }
                if !batch.is_empty() {
                    changed(batch);
                }
            }
        })
        .map_err(notify::Error::io)?;
    Ok((Watch { _watcher: watcher }, polls))
}

fn is_top_folder(path: &Path, root: &Path) -> bool {
    path.parent() == Some(root) && path.is_dir()
}

type Heard = notify::Result<Event>;

/// Watches each folder by the system's own means, and the root itself, without what lies beneath,
/// for the settings file and for folders that appear later.
fn native(root: &Path, events: Sender<Heard>) -> notify::Result<Box<dyn Watcher + Send>> {
    let mut watcher = RecommendedWatcher::new(events, Config::default())?;
    watcher.watch(root, RecursiveMode::NonRecursive)?;
    for name in WATCHED {
        let path = root.join(name);
        if path.is_dir() {
            watcher.watch(&path, RecursiveMode::Recursive)?;
        }
    }
    Ok(Box::new(watcher))
}

fn polling(root: &Path, events: Sender<Heard>) -> notify::Result<Box<dyn Watcher + Send>> {
    let config = Config::default().with_poll_interval(POLL);
    let mut watcher = PollWatcher::new(events, config)?;
    for name in WATCHED {
        let path = root.join(name);
        if path.exists() {
            watcher.watch(&path, RecursiveMode::Recursive)?;
        }
    }
    Ok(Box::new(watcher))
}

/// The paths of one burst, sorted, without those that do not matter; `None` when the watch ended.
fn next_batch(heard: &Receiver<Heard>, root: &Path) -> Option<Vec<PathBuf>> {
    let mut paths = relevant(heard.recv().ok()?, root);
    if paths.is_empty() {
        return Some(paths);
    }
    let deadline = Instant::now() + LONGEST;
    while let Some(left) = deadline.checked_duration_since(Instant::now()) {
        match heard.recv_timeout(QUIET.min(left)) {
            Ok(event) => paths.extend(relevant(event, root)),
            Err(_) => break,
        }
    }
    paths.sort();
    paths.dedup();
    Some(paths)
}

/// The paths of an event that may change the site. A lost event counts as a change of everything.
fn relevant(event: Heard, root: &Path) -> Vec<PathBuf> {
    let Ok(event) = event else {
        return vec![root.to_owned()];
    };
    if event.need_rescan() {
        return vec![root.to_owned()];
    }
    match event.kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => {}
        EventKind::Access(_) => return Vec::new(),
        _ => {}
    }
    let matters = |path: &PathBuf| {
        let Ok(inner) = path.strip_prefix(root) else {
            return false;
        };
        let top = inner.iter().next().and_then(|name| name.to_str());
        let name = path.file_name().and_then(|name| name.to_str());
        top.is_some_and(|top| WATCHED.contains(&top)) && !name.is_some_and(is_scratch)
    };
    event.paths.into_iter().filter(matters).collect()
}

/// Whether an editor made the file for itself: swap files, backups, our own staging files.
fn is_scratch(name: &str) -> bool {
    name.ends_with('~')
        || name.ends_with(".swp")
        || name.ends_with(".swx")
        || name.starts_with(".#")
        || name.starts_with(".dateline-")
        || name == "4913"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn saving_is_heard_and_reading_is_not() {
        let folder = tempfile::tempdir().expect("a folder");
        let content = folder.path().join("content/deep");
        std::fs::create_dir_all(&content).expect("made");
        std::fs::create_dir_all(folder.path().join("public")).expect("made");
        let (send, batches) = channel();
        let (_watch, polls) =
            start(folder.path(), move |batch| drop(send.send(batch))).expect("watched");
        assert!(!polls);
        let article = content.join("a.md");
        let saved = Instant::now();
        std::fs::write(&article, "x").expect("written");
        std::fs::write(content.join(".#a.md"), "x").expect("written");
        std::fs::write(folder.path().join("public/a.html"), "x").expect("written");
        let batch = batches.recv_timeout(Duration::from_secs(5)).expect("heard");
        assert_eq!(batch, [article.canonicalize().expect("there")]);
        assert!(saved.elapsed() < Duration::from_secs(1));
        let _ = std::fs::read(&article);
        assert!(batches.recv_timeout(Duration::from_millis(100)).is_err());
        std::fs::write(folder.path().join("dateline.toml"), "").expect("written");
        assert!(batches.recv_timeout(Duration::from_secs(5)).is_ok());
        let later = folder.path().join("static");
        std::fs::create_dir(&later).expect("made");
        assert!(batches.recv_timeout(Duration::from_secs(5)).is_ok());
        std::fs::write(later.join("style.css"), "x").expect("written");
        let batch = batches.recv_timeout(Duration::from_secs(5)).expect("heard");
        assert!(batch[0].ends_with("static/style.css"));
    }
}
