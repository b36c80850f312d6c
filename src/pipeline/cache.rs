//! What each file came to, kept between runs in `.dateline/cache/`. In: a file's content hash and everything
//! else its reading depends on. Out: its article, or nothing.
//!
//! The cache is never needed and never trusted: a shard of another version, a truncated or a
//! broken one is set aside, and its files are read again.

use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::diagnostic::Diagnostic;
use crate::events::Article;

/// Changes whenever what is stored, or what reading makes of the same bytes, may differ. The
/// program's own build is part of it, so that a changed rule never meets an old reading.
const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "/1");

const SHARDS: u64 = 32;

/// 128 bits of BLAKE3 over a file's bytes and all else its reading depends on.
pub(super) type Key = u128;

/// Hashes parts, each with its length, so that no two lists of parts run together.
pub(super) fn key<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> Key {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    let mut first = [0; 16];
    first.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
    u128::from_le_bytes(first)
}

/// One file's reading.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Kept {
    pub key: Key,
    pub article: Option<Article>,
    pub diagnostics: Vec<Diagnostic>,
}

/// One file's reading, borrowed; written as [`Kept`] is.
#[derive(Debug, Serialize)]
pub(super) struct KeptRef<'a> {
    pub key: Key,
    pub article: Option<&'a Article>,
    pub diagnostics: &'a [Diagnostic],
}

/// Readings by path under `content/`.
pub(super) type Readings = FxHashMap<String, Kept>;

/// The name of the program and its rules: part of every shard's header.
pub(super) fn program() -> String {
    // The executable's size and time tell two builds of one version apart.
    let build = std::env::current_exe()
        .and_then(fs::metadata)
        .map_or(0, |meta| {
            let time = meta
                .modified()
                .ok()
                .and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok())
                .map_or(0, |since| since.as_nanos() as u64);
            time ^ meta.len()
        });
    format!("dateline {VERSION} {build:x}")
}

fn folder(root: &Path) -> PathBuf {
    root.join(".dateline").join("cache")
}

fn shard_of(path: &str) -> u64 {
    (key([path.as_bytes()]) % u128::from(SHARDS)) as u64
}

/// Loads what earlier runs kept.
pub(super) fn load(root: &Path) -> Readings {
    let folder = folder(root);
    let shards: Vec<Vec<(String, Kept)>> = (0..SHARDS)
        .into_par_iter()
        .map(|shard| load_shard(&folder, shard).unwrap_or_default())
        .collect();
    shards.into_iter().flatten().collect()
}

fn load_shard(folder: &Path, shard: u64) -> Option<Vec<(String, Kept)>> {
    let bytes = fs::read(folder.join(format!("{shard:02}"))).ok()?;
    let (header, body) = bytes.split_at_checked(32)?;
    if header != seal(body).as_bytes() {
        return None;
    }
    let (program, readings): (String, Vec<(String, Kept)>) = postcard::from_bytes(body).ok()?;
    (program == self::program()).then_some(readings)
}

/// Keeps `readings`, rewriting the shards of the paths in `changed`. A cache that cannot be written
/// costs the next run its time and this one nothing.
pub(super) fn store(root: &Path, readings: &[(&String, KeptRef<'_>)], changed: &[String]) {
    if changed.is_empty() {
        return;
    }
    let folder = folder(root);
    if fs::create_dir_all(&folder).is_err() {
        return;
    }
    let mut dirty = vec![false; SHARDS as usize];
    for path in changed {
        dirty[shard_of(path) as usize] = true;
    }
    let mut shards: Vec<Vec<&(&String, KeptRef<'_>)>> = vec![Vec::new(); SHARDS as usize];
    for reading in readings {
        let shard = shard_of(reading.0) as usize;
        if dirty[shard] {
            shards[shard].push(reading);
        }
    }
    let program = program();
    shards
        .into_par_iter()
        .enumerate()
        .filter(|(shard, _)| dirty[*shard])
        .for_each(|(shard, mut readings)| {
            readings.sort_unstable_by_key(|(path, _)| *path);
            let Ok(body) = postcard::to_stdvec(&(&program, readings)) else {
                return;
            };
            let bytes = [seal(&body).as_bytes().as_slice(), &body].concat();
            let path = folder.join(format!("{shard:02}"));
            let part = folder.join(format!("{shard:02}.part-{}", std::process::id()));
            if fs::write(&part, bytes).is_err() || fs::rename(&part, &path).is_err() {
                let _ = fs::remove_file(&part);
            }
        });
}

/// What a whole shard's body hashes to.
fn seal(body: &[u8]) -> blake3::Hash {
    blake3::Hasher::new_derive_key("dateline cache shard")
        .update(body)
        .finalize()
}
