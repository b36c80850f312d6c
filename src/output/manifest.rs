//! What we wrote, so that only our own files are ever replaced or removed. In: paths and content
//! hashes. Out: `.dateline-manifest.json` in the output folder.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;
use std::path::Path;
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};

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
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Manifest {
    /// The format's number, 1.
    version: u32,
    files: BTreeMap<String, Entry>,
}

/// One file as it was written. Size and time let an unchanged file be trusted without reading it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Entry {
    #[serde(with = "hex")]
    hash: Hash,
    size: u64,
    /// Nanoseconds since 1970.
    modified: u64,
}

mod hex {
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    pub(super) fn serialize<S: Serializer>(hash: &u128, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&format!("{hash:032x}"))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<u128, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        u128::from_str_radix(&text, 16).map_err(D::Error::custom)
    }
}

impl Manifest {
    /// The manifest in `folder`; empty when there is none or it cannot be read, so that every file
    /// there counts as somebody else's and is kept.
    pub fn load(folder: &Path) -> Self {
        fs::read(folder.join(MANIFEST))
            .ok()
            .and_then(|bytes| serde_json::from_slice::<Self>(&bytes).ok())
            .filter(|manifest| manifest.version == 1)
            .unwrap_or_default()
    }

    /// The manifest of files that now stand in `folder`.
    pub(super) fn of(files: impl Iterator<Item = (String, Hash)>, folder: &Path) -> Result<Self> {
        let mut manifest = Self {
            version: 1,
            files: BTreeMap::new(),
        };
        for (path, hash) in files {
            let full = folder.join(&path);
            let meta = fs::metadata(&full).map_err(|cause| Error::io("read", &full, &cause))?;
            let entry = Entry {
                hash,
                size: meta.len(),
                modified: modified(&meta),
            };
            manifest.files.insert(path, entry);
        }
        Ok(manifest)
    }

    pub(super) fn to_json(&self) -> String {
        serde_json::to_string(self).expect("a manifest is plain data")
    }

    /// The files of the last build, relative to the output, sorted.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// Whether every file of the last build still stands in `folder` as it was written.
    pub fn is_intact(&self, folder: &Path) -> bool {
        use rayon::prelude::*;
        !self.files.is_empty()
            && self
                .files
                .par_iter()
                .all(|(path, entry)| entry.is_untouched(&folder.join(path)))
    }

    /// Whether `path` stands in `folder` with the content `hash`.
    pub(super) fn is_unchanged(&self, folder: &Path, path: &str, hash: Hash) -> bool {
        self.files.get(path).is_some_and(|entry| {
            entry.hash == hash && {
                let full = folder.join(path);
                entry.is_untouched(&full) || file_hash(&full) == Some(hash)
            }
        })
    }

    /// Whether `path` was written by us and edited since.
    pub(super) fn is_edited(&self, folder: &Path, path: &str) -> bool {
        self.files.get(path).is_some_and(|entry| {
            let full = folder.join(path);
            full.is_file() && !entry.is_untouched(&full) && file_hash(&full) != Some(entry.hash)
        })
    }

    /// Whether `path` was written by us.
    pub(super) fn holds(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }
}

impl Entry {
    fn is_untouched(&self, full: &Path) -> bool {
        fs::symlink_metadata(full).is_ok_and(|meta| {
            meta.is_file() && meta.len() == self.size && modified(&meta) == self.modified
        })
    }
}

fn modified(meta: &fs::Metadata) -> u64 {
    meta.modified()
        .ok()
        .and_then(|time| time.duration_since(UNIX_EPOCH).ok())
        .map_or(0, |since| since.as_nanos() as u64)
}

fn file_hash(path: &Path) -> Option<Hash> {
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
