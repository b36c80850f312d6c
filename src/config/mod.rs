//! The site's settings, `dateline.toml`. In: the file, or nothing. Out: a complete [`Config`].
//!
//! Every field has a default; the README's table is checked against these structs.

mod check;
mod values;

pub(crate) use values::is_language;

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// All settings. An empty file, or none, is a valid site.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// `[site]`: what the site is called and where it lives.
    pub site: Site,
    /// `[content]`: how articles are read and what of them may be shown.
    pub content: Content,
    /// `[timeline]`: which events stand on it.
    pub timeline: TimelineSettings,
    /// `[theme]`: how it looks.
    pub theme: Theme,
    /// `[output]`: what is written.
    pub output: Output,
}

/// `[site]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Site {
    /// The masthead and page titles. Default: `Timeline`.
    pub title: String,
    /// A sentence or two under the title. Default: none.
    pub standfirst: String,
    /// Where the site will live: http or https, a path allowed. Without it, what needs absolute
    /// addresses is left out.
    pub base_url: Option<String>,
    /// BCP 47; the language of the interface and, by default, of the articles. Default: `en`.
    pub language: String,
    /// IANA name; for times whose zone the text does not tell. Default: `UTC`.
    pub timezone: String,
    /// How `03/04/2016` reads. Default: by language.
    pub date_order: Option<DateOrder>,
    /// Further entries of the menu.
    pub menu: Vec<MenuEntry>,
}

impl Default for Site {
    fn default() -> Self {
        Self {
            title: "Timeline".into(),
            standfirst: String::new(),
            base_url: None,
            language: "en".into(),
            timezone: "UTC".into(),
            date_order: None,
            menu: Vec::new(),
        }
    }
}

/// The order of the parts of a numeric date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DateOrder {
    /// 03/04/2016 is 4 March.
    Mdy,
    /// 03/04/2016 is 3 April.
    Dmy,
    /// 2016/03/04.
    Ymd,
}

/// One entry of the menu.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MenuEntry {
    /// What readers see.
    pub name: String,
    /// A route of the site (`/about/`) or an absolute http(s) address.
    pub url: String,
}

/// How much of an article the site may show.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Publish {
    /// All of it.
    #[default]
    Full,
    /// Its page shows the quoted sentences and a link.
    Quotes,
    /// Read, counted and linked by title; no sentence, no page.
    None,
}

/// What happens to HTML inside articles.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RawHtml {
    /// Kept where harmless, the rest removed.
    #[default]
    Sanitised,
    /// Kept as it is: the owner vouches for the content folder.
    Trusted,
}

/// `[content]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Content {
    /// How much of an article is shown. Default: `full`.
    pub publish: Publish,
    /// What happens to HTML inside articles. Default: `sanitised`.
    pub raw_html: RawHtml,
    /// Files under `content/` that are not read, as globs.
    pub ignore: Vec<String>,
    /// Which articles belong to a newsroom, and what may be shown of them.
    pub sources: Vec<SourceRule>,
    /// Largest content file, in megabytes. Default: 16.
    pub max_file_mb: f64,
    /// Deepest nesting of Markdown or HTML. Default: 256.
    pub max_depth: usize,
    /// Most attributes on one HTML tag. Default: 256.
    pub max_attributes: usize,
    /// Longest HTML tag, in kilobytes. Default: 64.
    pub max_tag_kb: usize,
    /// Longest front matter, in kilobytes. Default: 64.
    pub max_front_matter_kb: usize,
    /// Most events taken from one file. Default: 10000.
    pub max_events_per_file: usize,
    /// Most content files. Default: any number.
    pub max_files: Option<usize>,
}

impl Default for Content {
    fn default() -> Self {
        Self {
            publish: Publish::Full,
            raw_html: RawHtml::Sanitised,
            ignore: Vec::new(),
            sources: Vec::new(),
            max_file_mb: 16.0,
            max_depth: 256,
            max_attributes: 256,
            max_tag_kb: 64,
            max_front_matter_kb: 64,
            max_events_per_file: 10_000,
            max_files: None,
        }
    }
}

/// `[[content.sources]]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceRule {
    /// The newsroom's name.
    pub name: String,
    /// A glob over paths under `content/`, or a host name an article's `url` has.
    #[serde(rename = "match", default)]
    pub matches: Option<String>,
    /// What may be shown of its articles.
    #[serde(default)]
    pub publish: Option<Publish>,
}

/// How relative dates find their anchor.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// Each document by its own signs.
    #[default]
    Auto,
    /// From the publication day.
    News,
    /// From the last date told.
    Narrative,
}

/// `[timeline]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TimelineSettings {
    /// Keep only this many events, the most important. Default: all.
    pub max_events: Option<usize>,
    /// Keep only events of at least this importance, 0–1. Default: 0.
    pub min_importance: f64,
    /// How relative dates find their anchor. Default: `auto`.
    pub mode: Mode,
    /// Undertakings whose dates are followed, beside those found.
    pub promises: Vec<PromiseRule>,
}

impl Default for TimelineSettings {
    fn default() -> Self {
        Self {
            max_events: None,
            min_importance: 0.0,
            mode: Mode::Auto,
            promises: Vec::new(),
        }
    }
}

/// `[[timeline.promises]]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PromiseRule {
    /// The heading of its chart: "The opening date".
    pub name: String,
    /// A claim belongs to it when its headline holds one of these, not as part of a name ("negotiations" in "the
    /// High Negotiations Committee").
    pub keywords: Vec<String>,
}

/// `[theme]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Theme {
    /// `dateline` or `wire`. Default: `dateline`.
    pub name: String,
    /// The accent colour, `#rrggbb`. Default: the theme's.
    pub accent: Option<String>,
    /// `theme` (shipped fonts) or `system`. Default: `theme`.
    pub fonts: String,
    /// An image in the masthead, under `static/`.
    pub logo: Option<String>,
    /// Under `static/`.
    pub favicon: Option<String>,
}

impl Default for Theme {
    fn default() -> Self {
        Self {
            name: "dateline".into(),
            accent: None,
            fonts: "theme".into(),
            logo: None,
            favicon: None,
        }
    }
}

/// `[output]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Output {
    /// Most files a site may have; some hosts refuse more. Default: 20000.
    pub max_files: usize,
    /// Largest file, in megabytes. Default: 25.
    pub max_file_mb: f64,
    /// Data files to write. Default: all.
    pub formats: Option<Vec<String>>,
}

impl Default for Output {
    fn default() -> Self {
        Self {
            max_files: 20_000,
            max_file_mb: 25.0,
            formats: None,
        }
    }
}

impl Config {
    /// Reads `dateline.toml` in `root`; a missing file is the default.
    ///
    /// # Errors
    /// [`Error::Input`] naming the line and the nearest known key or value; [`Error::Machine`]
    /// when the file cannot be read.
    pub fn load(root: &Path) -> Result<Self> {
        let path = root.join("dateline.toml");
        // A pipe would be waited for without end.
        if std::fs::metadata(&path).is_ok_and(|meta| !meta.is_file()) {
            return Err(Error::input(
                "dateline.toml: expected a file, found something else of that name",
                "move it away; settings are optional",
            ));
        }
        match std::fs::read(&path) {
            Ok(bytes) => check::parse_bytes(&bytes),
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(cause) => Err(Error::io("read", &path, &cause)),
        }
    }

    /// Reads settings from TOML text.
    ///
    /// # Errors
    /// [`Error::Input`] as for [`Config::load`].
    pub fn parse(text: &str) -> Result<Self> {
        check::parse(text)
    }
}
