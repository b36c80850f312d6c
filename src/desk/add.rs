//! "New article". In: pasted text or a dropped file, and what the editor filled in. Out: the
//! content file it will be, where it will stand, and what its dates come to, before it is saved.

use serde::{Deserialize, Serialize};

use super::Material;
use super::answer::Nonsense;
use super::view::{self, ArticleView};
use crate::calendar::Edtf;
use crate::diagnostic::Diagnostic;
use crate::events::Article;

/// What the editor pasted, dropped and filled in.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Draft {
    /// The dropped file's name; its ending tells the format.
    name: String,
    /// The text, as it was pasted or read from the file.
    text: String,
    /// Filled in by the editor; empty where the text's own word stands.
    title: String,
    date: String,
    source: String,
    url: String,
    /// Where to save it, under `content/`; empty for a name of our choice.
    path: String,
}

/// What a draft comes to.
#[derive(Debug, Serialize)]
pub(super) struct Proof {
    /// Where it will stand, under `content/`.
    pub(super) path: String,
    /// The whole file.
    pub(super) content: String,
    title: String,
    date: Option<String>,
    source: Option<String>,
    url: Option<String>,
    article: ArticleView,
    diagnostics: Vec<Diagnostic>,
}

/// Reads a draft as the site would read it.
pub(super) fn proof<M: Material>(
    site: &M,
    root: &std::path::Path,
    draft: &Draft,
) -> Result<Proof, Nonsense> {
    let ending = match draft
        .name
        .rsplit_once('.')
        .map(|(_, e)| e.to_ascii_lowercase())
        .as_deref()
    {
        Some("html" | "htm") => "html",
        Some("txt") => "txt",
        Some("eml") => "eml",
        None | Some("md" | "markdown") => "md",
        Some(other) => {
            return Err(format!("expected .md, .txt, .html or .eml, found .{other}"));
        }
    };
    let (ending, draft) = match ending {
        "eml" => ("txt", &from_mail(draft)?),
        ending => (ending, draft),
    };
    if draft.text.trim().is_empty() {
        return Err("there is no text yet".into());
    }
    if !draft.date.trim().is_empty() {
        Edtf::parse(draft.date.trim())
            .map_err(|cause| format!("{}: {cause}", draft.date.trim()))?;
    }
    let at = stem(draft).map_or_else(
        || format!("draft.{ending}"),
        |stem| format!("{stem}.{ending}"),
    );
    // What it says by itself, so that only what differs is written before it. The name tells
    // nothing here: we chose it.
    let (bare, _) = site.read(&at, draft.text.as_bytes())?;
    let said = Said::of(&bare);
    let content = with_front_matter(draft, &said);
    let (article, _) = site.read(&at, content.as_bytes())?;
    let known = Said::of(&article);
    let path = match draft.path.trim() {
        "" => path_for(&known, ending),
        path => path.to_owned(),
    };
    let (article, diagnostics) = site.read(&path, content.as_bytes())?;
    Ok(Proof {
        path,
        content,
        title: known.title,
        date: article
            .document
            .anchor
            .as_ref()
            .map(|anchor| anchor.date.to_string()),
        source: known.source,
        url: known.url,
        article: view::article(root, &article),
        diagnostics,
    })
}

/// What an article says of itself.
struct Said {
    title: String,
    date: Option<String>,
    source: Option<String>,
    url: Option<String>,
}

impl Said {
    fn of(article: &Article) -> Self {
        let document = &article.document;
        Self {
            title: document.title.clone(),
            date: document
                .anchor
                .as_ref()
                .map(|anchor| anchor.date.to_string()),
            source: document.meta.source.clone(),
            url: document.meta.url.clone(),
        }
    }
}

/// The draft's text with the fields that it does not say itself, in the front matter it has or in
/// one of its own.
fn with_front_matter(draft: &Draft, said: &Said) -> String {
    let fields = [
        ("title", &draft.title, Some(&said.title)),
        ("date", &draft.date, said.date.as_ref()),
        ("source", &draft.source, said.source.as_ref()),
        ("url", &draft.url, said.url.as_ref()),
    ];
    let text = draft
        .text
        .trim_start_matches('\u{feff}')
        .replace("\r\n", "\n");
    let fence = ["---", "+++"]
        .into_iter()
        .find(|fence| text.starts_with(&format!("{fence}\n")));
    let sign = if fence == Some("+++") { " =" } else { ":" };
    let mut lines = String::new();
    for (name, value, own) in fields {
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        let has_line = || {
            let head = text.split("\n---").next().unwrap_or_default();
            fence.is_some() && head.lines().any(|line| line.starts_with(name))
        };
        if !value.is_empty() && own != Some(&value) && !has_line() {
            // A JSON text is a YAML text and a TOML text.
            let quoted = match name {
                "date" if fence != Some("+++") => value,
                _ => serde_json::Value::String(value).to_string(),
            };
            lines.push_str(&format!("{name}{sign} {quoted}\n"));
        }
    }
    let body = text.trim_end();
    match fence {
        _ if lines.is_empty() => format!("{body}\n"),
        Some(fence) => format!("{fence}\n{lines}{}\n", &body[fence.len() + 1..]),
        None => format!("---\n{lines}---\n\n{}\n", body.trim_start_matches('\n')),
    }
}

/// `2016-02-12-peace-talks.md`.
fn path_for(said: &Said, ending: &str) -> String {
    let slug = slug(&said.title);
    match said.date.as_deref().and_then(|date| date.get(..10)) {
        Some(day) => format!("{day}-{slug}.{ending}"),
        None => format!("{slug}.{ending}"),
    }
}

/// The dropped file's own stem, where its name may tell the day.
fn stem(draft: &Draft) -> Option<String> {
    let stem = draft.name.rsplit(['/', '\\']).next()?.rsplit_once('.')?.0;
    let has_day = stem
        .get(..4)
        .is_some_and(|year| year.bytes().all(|b| b.is_ascii_digit()));
    has_day.then(|| {
        let day: String = stem.chars().take(10).collect();
        format!("{day}-{}", slug(&stem.chars().skip(10).collect::<String>()))
    })
}

fn slug(text: &str) -> String {
    let mut slug = String::new();
    for c in text.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            slug.push(c);
        } else if !slug.ends_with('-') && !slug.is_empty() && c != '\'' && c != '’' {
            slug.push('-');
        }
        if slug.len() >= 60 {
            break;
        }
    }
    match slug.trim_end_matches('-') {
        "" => "article".into(),
        slug => slug.into(),
    }
}

/// A mail as an article: its subject, its day, its sender's newsroom, its plain text.
fn from_mail(draft: &Draft) -> Result<Draft, Nonsense> {
    let mail = mail_parser::MessageParser::default()
        .parse(draft.text.as_bytes())
        .ok_or("this is no mail")?;
    let or = |own: &str, read: Option<String>| match own.trim() {
        "" => read.unwrap_or_default(),
        own => own.to_owned(),
    };
    let sender = mail.from().and_then(|from| from.first());
    let sender = sender.and_then(|from| from.name().or(from.address()));
    let date = mail
        .date()
        .map(|date| format!("{:04}-{:02}-{:02}", date.year, date.month, date.day));
    Ok(Draft {
        name: String::new(),
        text: mail
            .body_text(0)
            .map(std::borrow::Cow::into_owned)
            .unwrap_or_default(),
        title: or(&draft.title, mail.subject().map(str::to_owned)),
        date: or(&draft.date, date),
        source: or(&draft.source, sender.map(str::to_owned)),
        ..draft.clone()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(title: &str) -> Said {
        Said {
            title: title.into(),
            date: None,
            source: None,
            url: None,
        }
    }

    #[track_caller]
    fn check(text: &str, title: &str, date: &str, expected: &str) {
        let draft = Draft {
            text: text.into(),
            title: title.into(),
            date: date.into(),
            ..Draft::default()
        };
        assert_eq!(with_front_matter(&draft, &said("Own")), expected);
    }

    #[test]
    fn only_what_the_text_does_not_say_is_added() {
        check("# Own\n\nText\n\n", "Own", "", "# Own\n\nText\n");
        check(
            "Text",
            "A \"b\": c",
            "2016-02-12",
            "---\ntitle: \"A \\\"b\\\": c\"\ndate: 2016-02-12\n---\n\nText\n",
        );
        check(
            "---\ntitle: Own\n---\nText",
            "Other",
            "2016",
            "---\ndate: 2016\ntitle: Own\n---\nText\n",
        );
        check(
            "+++\ntags = []\n+++\nText",
            "",
            "2016",
            "+++\ndate = \"2016\"\ntags = []\n+++\nText\n",
        );
    }

    #[test]
    fn names_are_portable() {
        assert_eq!(
            slug("The U.N.’s “target”: Feb. 25!"),
            "the-u-n-s-target-feb-25"
        );
        assert_eq!(slug("../../etc/passwd"), "etc-passwd");
        assert_eq!(slug("…"), "article");
        let draft = Draft {
            name: "../x/2016-02-12 A b.html".into(),
            ..Draft::default()
        };
        assert_eq!(stem(&draft).as_deref(), Some("2016-02-12-a-b"));
    }

    #[test]
    fn a_mail_tells_title_day_and_sender() {
        let text = "From: The Ledger <desk@ledger.example>\r\nDate: Fri, 12 Feb 2016 09:00:00 +0100\r\nSubject: Talks\r\n\r\nThe talks resume on Monday.\r\n";
        let mail = from_mail(&Draft {
            text: text.into(),
            ..Draft::default()
        })
        .expect("a mail");
        assert_eq!(
            (
                mail.title.as_str(),
                mail.date.as_str(),
                mail.source.as_str()
            ),
            ("Talks", "2016-02-12", "The Ledger")
        );
        assert_eq!(mail.text.trim(), "The talks resume on Monday.");
    }
}
