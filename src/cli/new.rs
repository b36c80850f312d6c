//! `dateline new`: a content file with its front matter filled in.

use std::fs;
use std::io::Write as _;

use clap::{Args, ValueEnum};

use super::{Global, parse_edtf, report};
use crate::calendar::{Date, Edtf};
use crate::error::{Error, Result};

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  dateline new \"Talks move to March 9\" --source \"The Courier\"
  dateline new \"Statement of the ministry\" --date 2016-02-22 --format txt")]
pub(super) struct Options {
    /// The article's title
    title: String,
    /// The publication day [default: today]
    #[arg(long, value_name = "DATE", value_parser = parse_edtf)]
    date: Option<Edtf>,
    /// The newsroom
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// The kind of file
    #[arg(long, value_name = "FORMAT", default_value = "md")]
    format: FileFormat,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum FileFormat {
    /// Markdown
    Md,
    /// Plain text
    Txt,
    /// HTML
    Html,
}

pub(super) fn run(global: &Global, options: &Options) -> Result<u8> {
    let root = global.site()?;
    let date = options
        .date
        .unwrap_or_else(|| Date::Day(chrono::Local::now().date_naive()).into());
    let ending = match options.format {
        FileFormat::Md => "md",
        FileFormat::Txt => "txt",
        FileFormat::Html => "html",
    };
    let day = date.to_string().replace('/', "_");
    let folder = root.join("content");
    fs::create_dir_all(&folder).map_err(|cause| Error::io("create", &folder, &cause))?;
    let name = format!(
        "{}-{}.{ending}",
        day.split('T').next().unwrap_or(&day),
        slug(&options.title)
    );
    let path = folder.join(&name);
    let mut text = format!("---\ntitle: {}\ndate: {date}\n", quoted(&options.title));
    if let Some(source) = &options.source {
        text.push_str(&format!("source: {}\n", quoted(source)));
    }
    text.push_str("tags: []\n---\n\n");
    if matches!(options.format, FileFormat::Html) {
        text.push_str("<p></p>\n");
    }
    let mut file = fs::File::create_new(&path).map_err(|cause| match cause.kind() {
        std::io::ErrorKind::AlreadyExists => Error::input(
            format!("content/{name} exists already"),
            "choose another title or --date; new overwrites nothing",
        ),
        _ => Error::io("create", &path, &cause),
    })?;
    file.write_all(text.as_bytes())
        .map_err(|cause| Error::io("write", &path, &cause))?;
    report::result(format!("{}\n", path.display()).as_bytes())?;
    Ok(0)
}

/// A YAML string in double quotes. Source: YAML 1.2, which takes JSON's strings.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Lower-case letters and digits with single hyphens, at most 60 characters.
fn slug(title: &str) -> String {
    let mut slug = String::new();
    for word in title
        .to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
    {
        if slug.chars().count() + word.chars().count() > 60 {
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(word);
    }
    if slug.is_empty() {
        "article".into()
    } else {
        slug
    }
}
