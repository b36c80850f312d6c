//! Templates and static files. In: the embedded theme and what a site puts in its place. Out: a [`Theme`]:
//! compiled templates, interface texts, and the list of static files.
//!
//! Files come in layers: the built-in theme, over it another built-in theme (`wire`), over it the site's own
//! `templates/` and `static/`. A file replaces the one of the same name below it, and `theme/NAME` in a template
//! reaches what was replaced.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};
use tera::{Context, Kwargs, State, Tera, Value};

use super::texts::Texts;
use crate::diagnostic::Diagnostic;
use crate::error::{Error, Result};

static TEMPLATES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates");
static STATIC: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/static");

/// Where a static file's bytes are.
pub(crate) enum Asset {
    /// In the program.
    Embedded(&'static [u8]),
    /// In the site's `static/`.
    File(PathBuf),
}

/// All that decides how the site looks.
pub(crate) struct Theme {
    tera: Tera,
    /// Texts of the interface.
    pub(crate) texts: std::sync::Arc<Texts>,
    /// Static files by their path in the site.
    pub(crate) assets: BTreeMap<String, Asset>,
    /// Whether the site has templates of its own, which may ask for anything a card knows.
    pub(crate) has_own_templates: bool,
    /// What stands in `templates/` and `static/` and is left out.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// One file of a layer: the name templates use, where people find it, its text.
struct Source {
    shown: String,
    text: String,
}

type Layer = BTreeMap<String, Source>;

impl Theme {
    /// Loads the theme `name` and the site's own files in `root`, with the texts of `language`.
    ///
    /// # Errors
    /// [`Error::Input`] for a wrong template, naming its file and line, for an unknown theme or texts that are
    /// no table; [`Error::Machine`] when a file cannot be read.
    pub(crate) fn load(root: &Path, name: &str, language: &str) -> Result<Self> {
        let mut layers = vec![embedded(&TEMPLATES, "")];
        if name != "dateline" {
            let layer = embedded(&TEMPLATES, &format!("themes/{name}/"));
            if layer.is_empty() {
                return Err(Error::input(
                    format!("[theme] name: expected dateline or wire, found {name:?}"),
                    "correct it in dateline.toml, or put templates of your own into templates/",
                ));
            }
            layers.push(layer);
        }
        let mut diagnostics = Vec::new();
        layers.push(own_templates(root, &mut diagnostics)?);
        let texts = std::sync::Arc::new(Texts::new(language, &text_files(&layers, language))?);
        let mut tera = Tera::new();
        tera.autoescape_on([""]);
        functions(&mut tera, &texts);
        let names = compile_names(&layers);
        tera.add_raw_templates(
            names
                .iter()
                .map(|(name, _, text)| (name.as_str(), text.as_str())),
        )
        .map_err(|error| template_error(&error, &names))?;
        Ok(Self {
            tera,
            texts,
            assets: assets(root, name, &mut diagnostics)?,
            has_own_templates: has_own_templates(&layers),
            diagnostics,
        })
    }

    /// Adds a value that every template sees.
    pub(crate) fn share(&mut self, key: &'static str, value: Value) {
        self.tera.global_context().insert_value(key, value);
    }

    /// The bytes of a static file.
    ///
    /// # Errors
    /// [`Error::Machine`] when a file of the site's `static/` cannot be read.
    pub(crate) fn asset(&self, path: &str) -> Result<Vec<u8>> {
        match self.assets.get(path) {
            Some(Asset::Embedded(bytes)) => Ok(bytes.to_vec()),
            Some(Asset::File(file)) => {
                std::fs::read(file).map_err(|cause| Error::io("read", file, &cause))
            }
            None => Err(Error::input(
                format!("there is no static file {path}"),
                "build again",
            )),
        }
    }

    /// Renders one page.
    ///
    /// # Errors
    /// [`Error::Input`] naming the template's file and line.
    pub(crate) fn render(&self, template: &str, context: &Context) -> Result<Vec<u8>> {
        let mut out = Bounded(Vec::with_capacity(16 * 1024));
        let rendered = self.tera.render_to(template, context, &mut out);
        if out.0.len() > LONGEST_PAGE {
            return Err(Error::input(
                format!(
                    "templates/{template}: expected a page of at most {} MB, found one without an end",
                    LONGEST_PAGE >> 20
                ),
                "look for a loop in the template that runs too often",
            ));
        }
        rendered.map_err(|error| template_error(&error, &[]))?;
        Ok(out.0)
    }
}

/// No page is longer, in bytes: a template that loops is stopped before it takes the memory.
const LONGEST_PAGE: usize = 64 << 20;

/// A page being written, up to [`LONGEST_PAGE`] and one piece.
struct Bounded(Vec<u8>);

impl std::io::Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.0.len() > LONGEST_PAGE {
            return Err(std::io::Error::other("the page is too long"));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// The embedded templates below `prefix`, themes apart.
fn embedded(folder: &'static Dir<'_>, prefix: &str) -> Layer {
    let mut layer = Layer::new();
    let mut pending = vec![folder];
    while let Some(folder) = pending.pop() {
        pending.extend(folder.dirs());
        for file in folder.files() {
            let path = slashes(file.path());
            let Some(name) = path.strip_prefix(prefix) else {
                continue;
            };
            if prefix.is_empty() && name.starts_with("themes/") {
                continue;
            }
            if let Some(text) = file.contents_utf8() {
                let source = Source {
                    shown: format!("templates/{path} (built-in)"),
                    text: text.to_owned(),
                };
                layer.insert(name.to_owned(), source);
            }
        }
    }
    layer
}

/// The site's `templates/`.
fn own_templates(root: &Path, diagnostics: &mut Vec<Diagnostic>) -> Result<Layer> {
    let mut layer = Layer::new();
    for (name, path) in files(root, "templates", diagnostics)? {
        if name.starts_with("themes/")
            || !(name.ends_with(".html") || name.ends_with(".toml") || name.ends_with(".xml"))
        {
            continue;
        }
        let text =
            std::fs::read_to_string(&path).map_err(|cause| Error::io("read", &path, &cause))?;
        let source = Source {
            shown: format!("templates/{name}"),
            text,
        };
        layer.insert(name, source);
    }
    Ok(layer)
}

/// Whether the highest layer says anything else than those below it.
fn has_own_templates(layers: &[Layer]) -> bool {
    let Some((own, below)) = layers.split_last() else {
        return false;
    };
    own.iter().any(|(name, source)| {
        let replaced = below.iter().rev().find_map(|layer| layer.get(name));
        !name.ends_with(".toml") && replaced.is_none_or(|replaced| replaced.text != source.text)
    })
}

/// All files below `root`'s folder `name`, sorted by path; hidden ones are left out, and links too unless they lead to a
/// file of the same folder.
fn files(
    root: &Path,
    name: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Vec<(String, PathBuf)>> {
    let folder = &root.join(name);
    let mut found = Vec::new();
    if !folder.is_dir() {
        return Ok(found);
    }
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let entry = entry.map_err(|cause| {
            let path = cause.path().unwrap_or(folder).to_owned();
            Error::io("read", &path, &cause.into())
        })?;
        let hidden = |path: &Path| {
            path.components()
                .any(|part| part.as_os_str().to_string_lossy().starts_with('.'))
        };
        let relative = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        if hidden(relative) || entry.file_type().is_dir() {
            continue;
        }
        let within = || {
            let target = entry.path().canonicalize().ok()?;
            (target.starts_with(folder.canonicalize().ok()?) && target.is_file()).then_some(())
        };
        let is_link = entry.path_is_symlink();
        let is_ours = entry.file_type().is_file() || (is_link && within().is_some());
        if !is_ours {
            let (code, said) = if is_link {
                (
                    "link-left-out",
                    "a link that leads out of it, to a folder, or nowhere",
                )
            } else {
                ("not-a-file", "a pipe, socket or device")
            };
            let path = format!("{name}/{}", slashes(relative));
            let said = format!("expected a file of {name}/, found {said}; it is left out");
            diagnostics.push(
                Diagnostic::warning(code, path, said)
                    .hint(format!("copy the file into {name}/, or remove it")),
            );
            continue;
        }
        found.push((slashes(relative), entry.path().to_owned()));
    }
    Ok(found)
}

fn slashes(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// English first, then the language without its region, then with it; within each, lower layers first.
fn text_files(layers: &[Layer], language: &str) -> Vec<(String, String)> {
    let base = language.split('-').next().unwrap_or(language);
    let mut languages = vec!["en", base, language];
    languages.dedup();
    let mut found = Vec::new();
    for language in languages {
        let name = format!("i18n/{language}.toml");
        for layer in layers {
            if let Some(source) = layer.get(&name) {
                found.push((name.clone(), source.text.clone()));
            }
        }
    }
    found
}

/// Every template under its name, and those that were replaced under `@LAYER/NAME`, to which `theme/NAME`
/// in the layer above is turned.
fn compile_names(layers: &[Layer]) -> Vec<(String, String, String)> {
    let mut all = Vec::new();
    for (depth, layer) in layers.iter().enumerate() {
        for (name, source) in layer {
            if name.ends_with(".toml") {
                continue;
            }
            let is_top = !layers[depth + 1..]
                .iter()
                .any(|above| above.contains_key(name));
            let key = if is_top {
                name.clone()
            } else {
                format!("@{depth}/{name}")
            };
            all.push((
                key,
                source.shown.clone(),
                below(layers, depth, &source.text),
            ));
        }
    }
    all
}

/// Turns `"theme/NAME"` into the name of the highest layer below `depth` that has it.
fn below(layers: &[Layer], depth: usize, text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("\"theme/") {
        let name_at = at + "\"theme/".len();
        let end = rest[name_at..]
            .find('"')
            .map_or(rest.len(), |end| name_at + end);
        let name = &rest[name_at..end];
        let target = layers[..depth]
            .iter()
            .rposition(|layer| layer.contains_key(name));
        out.push_str(&rest[..at]);
        match target {
            Some(target) => out.push_str(&format!("\"@{target}/{name}")),
            None => out.push_str(&rest[at..end]),
        }
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

/// What templates may call beside Tera's own: `n` and `text` for interface texts, and a `group_by` whose
/// groups stand in the order of their first member.
fn functions(tera: &mut Tera, texts: &std::sync::Arc<Texts>) {
    let counts = std::sync::Arc::clone(texts);
    tera.register_function("n", move |args: Kwargs, _: &State<'_>| {
        let key: String = args.must_get("key")?;
        let n: usize = args.must_get("n")?;
        tera::TeraResult::Ok(counts.count(&key, n))
    });
    let plain = std::sync::Arc::clone(texts);
    tera.register_function("text", move |args: Kwargs, _: &State<'_>| {
        let key: String = args.must_get("key")?;
        let mut text = plain.get(&key).to_owned();
        for (name, value) in args.iter() {
            text = text.replace(&format!("{{{name}}}"), &value.to_string());
        }
        tera::TeraResult::Ok(text)
    });
    tera.register_filter(
        "group_by",
        |items: Vec<Value>, args: Kwargs, _: &State<'_>| {
            let attribute: String = args.must_get("attribute")?;
            let mut groups: Vec<(String, Vec<Value>)> = Vec::new();
            for item in items {
                let key = match item.get_from_path(&attribute) {
                    Some(key) if !key.is_none() => key.to_string(),
                    _ => continue,
                };
                match groups.iter_mut().find(|(known, _)| *known == key) {
                    Some((_, members)) => members.push(item),
                    None => groups.push((key, vec![item])),
                }
            }
            let mut map = tera::Map::new();
            for (key, members) in groups {
                map.insert(key.into(), Value::from(members));
            }
            tera::TeraResult::Ok(Value::from(map))
        },
    );
}

/// Static files: the theme's, then the site's own in their place.
fn assets(
    root: &Path,
    theme: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<BTreeMap<String, Asset>> {
    let mut assets = BTreeMap::new();
    let mut pending = vec![&STATIC];
    let own_theme = format!("themes/{theme}/");
    let mut over = Vec::new();
    while let Some(folder) = pending.pop() {
        pending.extend(folder.dirs());
        for file in folder.files() {
            let path = slashes(file.path());
            match path.strip_prefix("themes/") {
                None => {
                    assets.insert(path, Asset::Embedded(file.contents()));
                }
                Some(_) => {
                    if let Some(name) = path.strip_prefix(&own_theme) {
                        over.push((name.to_owned(), Asset::Embedded(file.contents())));
                    }
                }
            }
        }
    }
    assets.extend(over);
    for (name, path) in files(root, "static", diagnostics)? {
        // The repository's own site holds the built-in themes in its static/: another theme's files are
        // no files of this site.
        if name.starts_with("themes/") && STATIC.get_file(&name).is_some() {
            continue;
        }
        assets.insert(name, Asset::File(path));
    }
    Ok(assets)
}

/// A template's fault as people find it: file, line, what is wrong.
fn template_error(error: &tera::Error, names: &[(String, String, String)]) -> Error {
    let shown = |name: &str| {
        names.iter().find(|(known, ..)| known == name).map_or_else(
            || format!("templates/{}", name.trim_start_matches("@0/")),
            |(_, shown, _)| shown.clone(),
        )
    };
    let message = match &error.kind() {
        tera::ErrorKind::SyntaxError(report) | tera::ErrorKind::RenderingError(report) => {
            let span = report.span();
            format!(
                "{}:{}:{}: {}",
                shown(report.filename()),
                span.start_line,
                span.start_col + 1,
                report.message()
            )
        }
        tera::ErrorKind::MissingParent { current, parent } => {
            format!("{}: extends {parent}, which does not exist", shown(current))
        }
        _ => format!("templates: {error}"),
    };
    Error::input(
        message,
        "correct the template; docs/templates.md lists the values each one sees",
    )
}
