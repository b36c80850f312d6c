//! What loading depends on beside the file itself. In: the settings. Out: [`Options`], patterns
//! compiled, made once for all files.

use globset::GlobSet;

use super::plain::LineBreaks;
use super::walk;
use crate::calendar::Edtf;
use crate::config::{self, Config, DateOrder, Publish};

/// What loading depends on beside the file itself.
#[derive(Debug, Clone)]
pub struct Options {
    /// `[content]` of the settings.
    pub content: config::Content,
    /// How `03/04/2016` reads.
    pub date_order: DateOrder,
    /// `--published`: the publication day of articles that tell none.
    pub published: Option<Edtf>,
    /// What a line break means in JSON records.
    pub line_breaks: LineBreaks,
    pub(super) sources: Vec<SourceRule>,
}

#[derive(Debug, Clone)]
pub(super) struct SourceRule {
    pub(super) name: String,
    paths: GlobSet,
    host: Option<String>,
    pub(super) publish: Option<Publish>,
}

impl Options {
    /// Options from the settings, patterns compiled.
    pub fn new(config: &Config) -> Self {
        let sources = config.content.sources.iter().map(|rule| {
            let pattern = rule.matches.as_deref().unwrap_or_default();
            let host = pattern.contains('.') && !pattern.contains(['/', '*', '?', '[', '{']);
            SourceRule {
                name: rule.name.clone(),
                paths: if pattern.is_empty() {
                    GlobSet::empty()
                } else {
                    walk::globs(&[pattern.to_owned()])
                },
                host: host.then(|| pattern.trim_start_matches("www.").to_ascii_lowercase()),
                publish: rule.publish,
            }
        });
        Self {
            sources: sources.collect(),
            date_order: config
                .site
                .date_order
                .unwrap_or(match config.site.language.as_str() {
                    "en" | "en-US" => DateOrder::Mdy,
                    _ => DateOrder::Dmy,
                }),
            content: config.content.clone(),
            published: None,
            line_breaks: LineBreaks::Auto,
        }
    }

    /// With `--published`.
    #[must_use]
    pub fn published(mut self, date: Option<Edtf>) -> Self {
        self.published = date;
        self
    }

    /// With every line break of a JSON record ending its paragraph, as `timeline` reads.
    #[must_use]
    pub fn line_breaks(mut self, breaks: LineBreaks) -> Self {
        self.line_breaks = breaks;
        self
    }

    /// `max_file_mb` in bytes.
    pub(crate) fn max_file_bytes(&self) -> u64 {
        (self.content.max_file_mb.max(0.0) * 1_000_000.0) as u64
    }

    /// The rule an article falls under: by its path, its host or the newsroom it names.
    pub(super) fn source_of(
        &self,
        path: &str,
        url: Option<&str>,
        named: Option<&str>,
    ) -> Option<&SourceRule> {
        let host = url
            .and_then(|url| url::Url::parse(url).ok())
            .and_then(|url| {
                url.host_str()
                    .map(|host| host.trim_start_matches("www.").to_owned())
            });
        self.sources.iter().find(|rule| {
            rule.paths.is_match(path)
                || matches!((&rule.host, &host), (Some(rule), Some(host))
                    if host == rule || host.ends_with(&format!(".{rule}")))
                || named.is_some_and(|name| name == rule.name)
        })
    }
}
