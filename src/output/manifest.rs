//! What we wrote, so that only our own files are ever replaced or removed. In: paths and content
//! hashes. Out: `.dateline-manifest.json` in the output folder, the same bytes for the same site.
//!
//! Sizes and times, which let an unchanged file be trusted without reading it, lie apart in
//! `.dateline/`: without them the files are read and hashed, and nothing else is lost.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;
use std::path::Path;
use std::time::UNIX_EPOCH;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::Target;
use crate::error::{Error, Result};

/// The manifest's name in the output folder.
pub const MANIFEST: &str = ".dateline-manifest.json";

/// The first 128 bits of BLAKE3.
pub(super) type Hash = u128;

/// The hash of a file's content.
pub(super) fn hash(bytes: &[u8]) -> Hash {
    shorten(blake3::hash(bytes))
}

fn shorten(hash: blake3::Hash) -> Hash {
    let mut first = [0; 16];
    first.copy_from_slice(&hash.as_bytes()[..16]);
    u128::from_be_bytes(first)
}

/// All files of the last build.
#[derive(Debug, Clone, Default)]
pub struct Manifest {
    files: BTreeMap<String, Entry>,
}

/// One file as it was written.
#[derive(Debug, Clone, Copy)]
struct Entry {
    hash: Hash,
    /// As it was on the disk after it was written; `None` when `.dateline/` was deleted.
    stamp: Option<Stamp>,
}

/// Size in bytes and modification time in nanoseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Stamp {
    size: u64,
    modified: u64,
}

/// The manifest as it is written.
#[derive(Serialize, Deserialize)]
struct Written {
    /// The format's number, 1.
    version: u32,
    /// Path to hexadecimal hash.
    files: BTreeMap<String, String>,
}

/// The stamps of a manifest's files, in its order.
#[derive(Serialize, Deserialize)]
struct Stamps {
    manifest: Hash,
    stamps: Vec<Stamp>,
}

impl Manifest {
    /// The manifest in `target`; empty when there is none or it cannot be read, so that every file
    /// there counts as somebody else's and is kept.
    pub fn load(target: &Target) -> Self {
        let Ok(bytes) = fs::read(target.folder.join(MANIFEST)) else {
            return Self::default();
        };
        let Ok(written) = serde_json::from_slice::<Written>(&bytes) else {
            return Self::default();
        };
        if written.version != 1 {
            return Self::default();
        }
        let stamps = fs::read(&target.stamps)
            .ok()
            .and_then(|bytes| postcard::from_bytes::<Stamps>(&bytes).ok())
            .filter(|stamps| stamps.manifest == hash(&bytes))
            .filter(|stamps| stamps.stamps.len() == written.files.len());
        let mut stamps = stamps.map(|stamps| stamps.stamps.into_iter());
        let mut files = BTreeMap::new();
        for (path, hex) in written.files {
            let stamp = stamps.as_mut().and_then(Iterator::next);
            let Ok(hash) = u128::from_str_radix(&hex, 16) else {
                return Self::default();
            };
            files.insert(path, Entry { hash, stamp });
        }
        Self { files }
    }

    /// The manifest of files that now stand in `folder`.
    pub(super) fn of(files: &[(&String, Hash)], folder: &Path) -> Result<Self> {
        let entries = files
            .par_iter()
            .map(|(path, hash)| {
                let full = folder.join(path);
                let meta = fs::metadata(&full).map_err(|cause| Error::io("read", &full, &cause))?;
                let entry = Entry {
                    hash: *hash,
                    stamp: Some(Stamp::of(&meta)),
                };
                Ok(((*path).clone(), entry))
            })
            .collect::<Result<Vec<_>>>()?;
        Ok(Self {
            files: entries.into_iter().collect(),
        })
    }

    /// The file's text: sorted, without times.
    pub(super) fn to_json(&self) -> String {
        let hex = |entry: &Entry| format!("{:032x}", entry.hash);
        let written = Written {
            version: 1,
            files: self
                .files
                .iter()
                .map(|(path, entry)| (path.clone(), hex(entry)))
                .collect(),
        };
        serde_json::to_string(&written).expect("a manifest is plain data") + "\n"
    }

    /// Keeps sizes and times for the next build. Failing to costs that build some reading.
    pub(super) fn remember(&self, target: &Target, json: &str) {
        let stamps: Option<Vec<Stamp>> = self.files.values().map(|entry| entry.stamp).collect();
        let Some(stamps) = stamps else { return };
        let stamps = Stamps {
            manifest: hash(json.as_bytes()),
            stamps,
        };
        let Ok(bytes) = postcard::to_stdvec(&stamps) else {
            return;
        };
        let part = target
            .stamps
            .with_extension(format!("part-{}", std::process::id()));
        if fs::write(&part, bytes).is_err() || fs::rename(&part, &target.stamps).is_err() {
            let _ = fs::remove_file(&part);
        }
    }

    /// The files of the last build, relative to the output, sorted.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// Whether every file of the last build still stands in `folder` with the size and time it was
    /// written with.
    pub fn is_intact(&self, folder: &Path) -> bool {
        !self.files.is_empty()
            && self
                .files
                .par_iter()
                .all(|(path, entry)| entry.is_untouched(&folder.join(path)))
    }

    /// Whether `path` stands in `folder` with the content `hash`.
    pub(super) fn is_unchanged(&self, folder: &Path, path: &str, hash: Hash) -> bool {
        self.files.get(path).is_some_and(|entry| {
            let full = folder.join(path);
            entry.hash == hash && (entry.is_untouched(&full) || file_hash(&full) == Some(hash))
        })
    }

    /// Whether `path` was written by us and edited since.
    pub(super) fn is_edited(&self, folder: &Path, path: &str) -> bool {
        self.files.get(path).is_some_and(|entry| {
            let full = folder.join(path);
            full.exists() && !entry.is_untouched(&full) && file_hash(&full) != Some(entry.hash)
        })
    }

    /// Whether `path` was written by us.
    pub(super) fn holds(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }
}

impl Entry {
    fn is_untouched(&self, full: &Path) -> bool {
        self.stamp.is_some_and(|stamp| {
            fs::symlink_metadata(full).is_ok_and(|meta| meta.is_file() && Stamp::of(&meta) == stamp)
        })
    }
}

impl Stamp {
    fn of(meta: &fs::Metadata) -> Self {
        let modified = meta
            .modified()
            .ok()
            .and_then(|time| time.duration_since(UNIX_EPOCH).ok())
            .map_or(0, |since| since.as_nanos() as u64);
        Self {
            size: meta.len(),
            modified,
        }
    }
}

/// The hash of a regular file; links, pipes and folders have none.
pub(super) fn file_hash(path: &Path) -> Option<Hash> {
    if !fs::symlink_metadata(path).ok()?.is_file() {
        return None;
    }
    let mut hasher = blake3::Hasher::new();
    let mut file = fs::File::open(path).ok()?;
    let mut buffer = vec![0; 64 * 1024];
    loop {
        match file.read(&mut buffer).ok()? {
            0 => return Some(shorten(hasher.finalize())),
            count => {
                hasher.update(&buffer[..count]);
            }
        }
    }
}
