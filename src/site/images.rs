//! Pictures. In: what front matter and corrections name. Out: files of the site in several widths, with their
//! dimensions. Widths are made when they are asked for, and kept in `.dateline/images` by content hash.

use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use image::ImageReader;
use rustc_hash::FxHashMap;

use super::article::asset_path;
use super::model::Model;
use super::view::{ImageView, Variant};
use crate::content::Document;
use crate::corrections::Image;
use crate::error::{Error, Result};

/// Widths beside the original's own, in pixels.
const WIDTHS: [u32; 2] = [480, 960];

/// One picture found on disk.
#[derive(Clone)]
pub(crate) struct Picture {
    /// The file.
    pub(crate) file: PathBuf,
    /// Its path in the site.
    pub(crate) path: String,
    /// Pixels.
    pub(crate) width: u32,
    /// Pixels.
    pub(crate) height: u32,
    /// Widths to make, smaller than the original.
    pub(crate) widths: Vec<u32>,
}

impl Picture {
    /// The path of the variant of that width.
    pub(crate) fn variant(&self, width: u32) -> String {
        match self.path.rsplit_once('.') {
            Some((stem, ending)) => format!("{stem}-{width}w.{ending}"),
            None => format!("{}-{width}w", self.path),
        }
    }
}

/// All pictures by where they were named.
#[derive(Default)]
pub(crate) struct Images {
    found: FxHashMap<String, Option<Arc<Picture>>>,
}

impl Images {
    /// Looks for a picture that `document` names: beside the article, under `content/`, or under `static/`.
    pub(crate) fn find(
        &mut self,
        root: &Path,
        document: &Document,
        src: &str,
    ) -> Option<Arc<Picture>> {
        let key = key(Some(document), src);
        if let Some(known) = self.found.get(&key) {
            return known.clone();
        }
        let picture = look(root, document, src).map(Arc::new);
        self.found.insert(key, picture.clone());
        picture
    }
}

fn key(document: Option<&Document>, src: &str) -> String {
    let folder = document
        .and_then(|document| document.path.rsplit_once('/'))
        .map_or("", |(folder, _)| folder);
    format!("{folder}\n{src}")
}

fn look(root: &Path, document: &Document, src: &str) -> Option<Picture> {
    let folder = document
        .path
        .rsplit_once('/')
        .map_or("", |(folder, _)| folder);
    let clean = src.trim_start_matches("./");
    if clean.contains("..") || clean.contains(':') {
        return None;
    }
    let beside = format!("{folder}/{clean}");
    let beside = beside.trim_start_matches('/');
    let bare = clean.trim_start_matches('/').trim_start_matches("static/");
    let places = [
        (root.join("content").join(beside), asset_path(beside)),
        (root.join("static").join(bare), bare.to_owned()),
        (root.join("content").join(bare), asset_path(bare)),
    ];
    let (file, path) = places.into_iter().find(|(file, _)| is_within(root, file))?;
    let (width, height) = ImageReader::open(&file)
        .ok()?
        .with_guessed_format()
        .ok()?
        .into_dimensions()
        .ok()?;
    let widths = WIDTHS
        .into_iter()
        .filter(|width2| width2 + 80 < width)
        .collect();
    Some(Picture {
        file,
        path,
        width,
        height,
        widths,
    })
}

/// Whether `file` is a file that lies in the site's folder also after links are followed.
pub(crate) fn is_within(root: &Path, file: &Path) -> bool {
    match (root.canonicalize(), file.canonicalize()) {
        (Ok(root), Ok(file)) => file.starts_with(root) && file.is_file(),
        _ => false,
    }
}

impl Model {
    /// A picture as templates see it; `None` when there is no such file.
    pub(crate) fn image(&self, document: Option<&Document>, image: &Image) -> Option<ImageView> {
        let picture = self
            .images
            .found
            .get(&key(document, &image.src))?
            .as_ref()?;
        let mut variants: Vec<Variant> = picture
            .widths
            .iter()
            .map(|width| Variant {
                path: picture.variant(*width),
                width: *width,
            })
            .collect();
        variants.push(Variant {
            path: picture.path.clone(),
            width: picture.width,
        });
        Some(ImageView {
            path: picture.path.clone(),
            variants,
            width: picture.width,
            height: picture.height,
            alt: image.alt.clone(),
            credit: image.credit.clone(),
            caption: image.caption.clone(),
        })
    }
}

/// The bytes of a picture at `width`, from the cache or made now.
///
/// # Errors
/// [`Error::Machine`] when the file cannot be read, [`Error::Input`] when it is no picture.
pub(crate) fn resized(root: &Path, picture: &Picture, width: u32) -> Result<Vec<u8>> {
    let bytes =
        std::fs::read(&picture.file).map_err(|cause| Error::io("read", &picture.file, &cause))?;
    let hash = blake3::hash(&bytes).to_hex();
    let kept = root
        .join(".dateline/images")
        .join(format!("{hash}-{width}"));
    if let Ok(bytes) = std::fs::read(&kept) {
        return Ok(bytes);
    }
    let bad = |cause: &dyn std::fmt::Display| {
        Error::input(
            format!(
                "{}: cannot be read as a picture: {cause}",
                picture.file.display()
            ),
            "save it again as PNG, JPEG, WebP or GIF",
        )
    };
    let reader = ImageReader::new(Cursor::new(&bytes))
        .with_guessed_format()
        .map_err(|c| bad(&c))?;
    let format = reader.format().unwrap_or(image::ImageFormat::Png);
    let decoded = reader.decode().map_err(|cause| bad(&cause))?;
    let height =
        (u64::from(picture.height) * u64::from(width) / u64::from(picture.width.max(1))).max(1);
    let small = decoded.resize_exact(width, height as u32, image::imageops::FilterType::Lanczos3);
    let mut out = Cursor::new(Vec::new());
    small
        .write_to(&mut out, format)
        .map_err(|cause| bad(&cause))?;
    let out = out.into_inner();
    keep(&kept, &out);
    Ok(out)
}

/// Puts bytes into the cache; a cache that cannot be written costs speed alone.
pub(crate) fn keep(path: &Path, bytes: &[u8]) {
    let Some(folder) = path.parent() else { return };
    if !folder.parent().is_some_and(Path::is_dir) {
        return;
    }
    let part = path.with_extension(format!(
        "part-{}-{:?}",
        std::process::id(),
        std::thread::current().id()
    ));
    if std::fs::create_dir_all(folder).is_ok()
        && std::fs::write(&part, bytes).is_ok()
        && std::fs::rename(&part, path).is_err()
    {
        let _ = std::fs::remove_file(&part);
    }
}
