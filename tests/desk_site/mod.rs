//! A small site for tests of the desk: real reading and tagging, one event for each date, and a
//! client that speaks to the preview over a socket.

use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use dateline::calendar::NaiveDate;
use dateline::config::Config;
use dateline::content::{self, ContentFile, Document, DocumentId};
use dateline::corrections::Status;
use dateline::desk::{self, Material};
use dateline::diagnostic::{Diagnostic, Severity};
use dateline::events::{Article, Claim, ClaimId, Event, Evidence, Timeline};
use dateline::serve::{Builder, Notice, Options, Report, Snapshot};
use dateline::temporal::{Context, Tagger};
use serde_json::Value;

/// What the builder makes.
pub(crate) struct Site {
    timeline: Timeline,
    articles: Vec<Arc<Article>>,
}

/// Reads the folder anew each time.
pub(crate) struct Reader(PathBuf);

fn article(document: Document) -> Article {
    let sentences = dateline::text::split(&document.text, &document.blocks);
    let context = Context {
        anchor: document.anchor,
        ..Context::default()
    };
    let tagger = Tagger::for_language("en");
    let timexes = tagger.tag(&document.text, &document.blocks, &sentences, &context);
    let mut claims = Vec::new();
    for (at, timex) in timexes.iter().enumerate() {
        let Some(date) = timex.edtf else { continue };
        let sentence = sentences[timex.sentence as usize].span;
        let words = sentence.of(&document.text);
        let correction = document.corrections.events.iter().position(|entry| {
            entry
                .quote
                .as_deref()
                .is_some_and(|q| words.contains(q) && q.contains(timex.span.of(&document.text)))
        });
        let entry = correction.map(|at| &document.corrections.events[at]);
        let hash = blake3::hash(format!("{}\0{words}\0{at}", document.path).as_bytes());
        let id = u64::from_le_bytes(hash.as_bytes()[..8].try_into().expect("eight bytes"));
        claims.push(Claim {
            id: ClaimId(id & 0xffff_ffff_ffff),
            sentence,
            mentions: vec![at as u32],
            date: entry.and_then(|entry| entry.date).unwrap_or(date),
            headline: entry
                .and_then(|entry| entry.headline.clone())
                .unwrap_or_else(|| words.to_owned()),
            summary: None,
            status: entry
                .and_then(|entry| entry.status)
                .unwrap_or(Status::Happened),
            place: None,
            importance: 0.5,
            confidence: 0.9,
            alternatives: timex.alternatives.clone(),
            correction: correction.map(|at| at as u32),
            hidden: entry.is_some_and(|entry| entry.hide),
            stems: Vec::new(),
        });
    }
    Article {
        document,
        sentences,
        timexes,
        claims,
    }
}

fn timeline(articles: &[Arc<Article>]) -> Timeline {
    let mut events = Vec::new();
    for (at, article) in articles.iter().enumerate() {
        for (index, claim) in article
            .claims
            .iter()
            .enumerate()
            .filter(|(_, claim)| !claim.hidden)
        {
            let entry = claim
                .correction
                .map(|at| &article.document.corrections.events[at as usize]);
            let published = article
                .document
                .anchor
                .and_then(|anchor| anchor.date.days().earliest);
            let id = claim.id;
            events.push(Event {
                id,
                date: claim.date,
                headline: claim.headline.clone(),
                summary: None,
                status: claim.status,
                state: None,
                outcome: None,
                promise: None,
                importance: claim.importance,
                parts: Vec::new(),
                disputed: false,
                place: None,
                tags: Vec::new(),
                image: None,
                note: None,
                checked: entry.and_then(|entry| entry.checked),
                evidence: vec![Evidence {
                    document: DocumentId(at as u32),
                    claim: index as u32,
                    id,
                    date: claim.date,
                    status: claim.status,
                    published,
                }],
            });
        }
    }
    events.sort_by_key(|event| (event.date, event.id));
    Timeline {
        events,
        promises: Vec::new(),
    }
}

impl Builder for Reader {
    type Site = Site;
    fn build(&mut self, _: &[PathBuf]) -> Result<Arc<Site>, Vec<Diagnostic>> {
        let config = Config::load(&self.0).expect("default settings");
        let options = content::Options::new(&config);
        let (files, mut diagnostics) = content::walk(&self.0, &config);
        let mut articles = Vec::new();
        for file in &files {
            let loaded = content::read(file, &options);
            diagnostics.extend(loaded.diagnostics);
            articles.extend(loaded.document.map(|document| Arc::new(article(document))));
        }
        diagnostics.retain(|diagnostic| diagnostic.severity == Severity::Error);
        if diagnostics.is_empty() {
            Ok(Arc::new(Site {
                timeline: timeline(&articles),
                articles,
            }))
        } else {
            Err(diagnostics)
        }
    }
}

impl Snapshot for Site {
    fn page(&self, route: &str) -> Result<Option<Vec<u8>>, Diagnostic> {
        let card = |event: &Event| {
            format!(
                "<li class=\"ev\" id=\"{}\"><h3>{}</h3> {}</li>",
                event.id, event.headline, event.date
            )
        };
        let cards: String = self.timeline.events.iter().map(card).collect();
        let page = format!(
            "<!doctype html><html><head><title>t</title></head><body><main><ol>{cards}</ol></main></body></html>"
        );
        Ok((route == "/").then(|| page.into_bytes()))
    }
}

impl Material for Site {
    fn timeline(&self) -> &Timeline {
        &self.timeline
    }
    fn articles(&self) -> &[Arc<Article>] {
        &self.articles
    }
    fn route_of(&self, article: &Article) -> Option<String> {
        Some(format!("/{}/", article.document.path.split('.').next()?))
    }
    fn read(&self, path: &str, bytes: &[u8]) -> Result<(Article, Vec<Diagnostic>), String> {
        let options = content::Options::new(&Config::default());
        let loaded = content::load(&ContentFile::virtual_file(path), bytes, None, &options);
        let document = loaded.document.ok_or("unreadable")?;
        Ok((article(document), loaded.diagnostics))
    }
}

/// A folder with articles, its preview running.
pub(crate) struct Desk {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) address: SocketAddr,
    pub(crate) token: String,
}

/// An answer: status, head, body.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or(Value::Null)
    }
}

impl Desk {
    /// Serves a site of these files, by path under `content/`.
    pub(crate) fn of(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        for (path, text) in files {
            let path = folder.path().join("content").join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            fs::write(path, text).expect("written");
        }
        let (send, heard) = std::sync::mpsc::channel();
        let report: Report = Arc::new(move |notice| {
            if let Notice::Listening { url, .. } = notice {
                let _ = send.send((*url).to_owned());
            }
        });
        let root = folder.path().to_owned();
        std::thread::spawn(move || {
            let options = Options {
                port: 0,
                ..Options::default()
            };
            let day = NaiveDate::from_ymd_opt(2016, 3, 2).expect("a day");
            desk::serve(
                &root,
                Reader(root.clone()),
                &options,
                Arc::new(move || day),
                &report,
            )
        });
        let url = heard
            .recv_timeout(Duration::from_secs(20))
            .expect("it answers");
        let address = url
            .trim_start_matches("http://")
            .trim_end_matches('/')
            .parse()
            .expect("an address");
        let mut desk = Self {
            folder,
            address,
            token: String::new(),
        };
        let page = desk.send("GET", "/_desk/", &[], "");
        let token = page
            .body
            .split("dateline-token\" content=\"")
            .nth(1)
            .expect("a token");
        desk.token = token.split('"').next().expect("a token").to_owned();
        desk
    }

    /// One request, with the right host.
    pub(crate) fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Answer {
        let mut stream = TcpStream::connect(self.address).expect("connected");
        let mut request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Length: {}\r\n",
            self.address,
            body.len()
        );
        for (name, value) in headers {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        stream
            .write_all(format!("{request}\r\n").as_bytes())
            .expect("sent");
        // The server may answer and close before it has read all of a body that is too long.
        let _ = stream.write_all(body.as_bytes());
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        let text = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let body = match head.contains("transfer-encoding: chunked") {
            true => unchunk(body),
            false => body.to_owned(),
        };
        let status = head
            .split(' ')
            .nth(1)
            .and_then(|s| s.parse().ok())
            .unwrap_or(0);
        Answer {
            status,
            head: head.to_ascii_lowercase(),
            body,
        }
    }

    pub(crate) fn get(&self, what: &str) -> Answer {
        self.send(
            "GET",
            &format!("/_desk/api/{what}"),
            &[("X-Dateline-Token", &self.token)],
            "",
        )
    }

    /// A change as the desk's own page sends it.
    pub(crate) fn post(&self, what: &str, body: &Value) -> Answer {
        let origin = format!("http://{}", self.address);
        let headers = [
            ("X-Dateline-Token", self.token.as_str()),
            ("Origin", &origin),
            ("Content-Type", "application/json"),
        ];
        self.send(
            "POST",
            &format!("/_desk/api/{what}"),
            &headers,
            &body.to_string(),
        )
    }

    pub(crate) fn path(&self, under_content: &str) -> PathBuf {
        self.folder.path().join("content").join(under_content)
    }

    pub(crate) fn file(&self, under_content: &str) -> Option<String> {
        fs::read_to_string(self.path(under_content)).ok()
    }

    /// The open questions with this reason.
    pub(crate) fn questions(&self, reason: &str) -> Vec<Value> {
        let queue = self.get("queue").json();
        let items = queue["items"].as_array().expect("items").clone();
        items
            .into_iter()
            .filter(|item| item["reason"] == reason)
            .collect()
    }
}

/// The hash the desk knows a file by.
pub(crate) fn seen(path: &Path) -> String {
    dateline::corrections::fingerprint(fs::read(path).ok().as_deref())
}

fn unchunk(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((size, after)) = rest.split_once("\r\n") {
        let Ok(size) = usize::from_str_radix(size, 16) else {
            break;
        };
        out.push_str(after.get(..size).unwrap_or(after));
        rest = after.get(size + 2..).unwrap_or("");
    }
    out
}
