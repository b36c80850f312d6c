//! The desk's addresses. In: requests that the guard admitted. Out: the page, JSON, and changes
//! on disk.

#![allow(
    clippy::result_large_err,
    reason = "a refusal is a whole response, made once a request"
)]

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Query, Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode};
use axum::middleware::map_response;
use axum::response::Redirect;
use axum::routing::{any, get};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::add::{self, Draft};
use super::answer::{self, Answer};
use super::diff;
use super::log::{FileEdit, Log, UndoError};
use super::{Desk, Material, page, view};
use crate::content::Kind;
use crate::corrections::{self, SaveError, edit, fingerprint};
use crate::events::{self, ClaimId};
use crate::serve::{asset, refused};

/// The longest body of a request.
const BODY_BYTES: usize = 4 << 20;
/// How long a client may take to send it.
const BODY_TIME: Duration = Duration::from_secs(30);
/// Questions shown at once; answering some brings the next.
const SHOWN: usize = 60;

type Shared<M> = State<Arc<Desk<M>>>;
type Answered = Result<Response<Body>, Response<Body>>;

/// All addresses under `/_desk/`.
pub(super) fn router<M: Material>(desk: Arc<Desk<M>>) -> Router {
    let strict = |mut response: axum::response::Response| async {
        let headers = response.headers_mut();
        headers.insert(CONTENT_SECURITY_POLICY, page::POLICY);
        headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
        response
    };
    let files = page::FILES
        .iter()
        .fold(Router::new(), |router, &(path, kind, text)| {
            router.route(path, get(move || async move { asset(kind, text) }))
        });
    files
        .route("/_desk", get(|| async { Redirect::permanent("/_desk/") }))
        .route("/_desk/", get(show::<M>))
        .route("/_desk/api/queue", get(queue::<M>))
        .route("/_desk/api/event", get(event::<M>))
        .route("/_desk/api/article", get(article::<M>))
        .route("/_desk/api/find", get(find::<M>))
        .route("/_desk/api/answer", any(answer::<M>))
        .route("/_desk/api/undo", any(undo::<M>))
        .route("/_desk/api/draft", any(draft::<M>))
        .layer(map_response(strict))
        .with_state(desk)
}

async fn show<M: Material>(State(desk): Shared<M>) -> Response<Body> {
    let token = desk.guard.token.as_deref().filter(|_| desk.token_in_page);
    let mode = match &desk.guard.token {
        None => "off",
        Some(_) if desk.token_in_page => "open",
        Some(_) => "ask",
    };
    page::page(token, mode)
}

/// Which of many things a GET is about.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct About {
    id: String,
    path: String,
    words: String,
}

async fn queue<M: Material>(State(desk): Shared<M>, headers: HeaderMap) -> Answered {
    desk.guard.admit_reader(&headers).map_err(refused)?;
    blocking(move || {
        let Some(site) = desk.live.site() else {
            return Ok(json(
                StatusCode::OK,
                &json!({ "items": [], "problems": desk.live.problems() }),
            ));
        };
        let (timeline, articles) = (site.timeline(), site.articles());
        let pairs = events::similar_pairs(timeline);
        let questions = events::questions(timeline, articles, &pairs);
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for question in &questions {
            *counts.entry(question.reason.code()).or_default() += 1;
        }
        let items: Vec<Value> = questions
            .iter()
            .take(SHOWN)
            .map(|question| item(&desk, &*site, question))
            .collect();
        let newest = Log::of(&desk.root).newest().map(|edit| edit.what);
        Ok(json(
            StatusCode::OK,
            &json!({
                "progress": events::progress(articles, questions.len()),
                "counts": counts,
                "items": items,
                "undo": newest,
                "problems": desk.live.problems(),
                "articles": articles.iter().filter(|a| a.document.kind == Kind::Article).count(),
                "events": timeline.events.len(),
            }),
        ))
    })
    .await
}

fn item<M: Material>(desk: &Desk<M>, site: &M, question: &events::Question) -> Value {
    let (timeline, articles) = (site.timeline(), site.articles());
    let claims: Vec<_> = question
        .claims
        .iter()
        .map(|at| {
            let article = &articles[at.article];
            view::claim(&desk.root, article, &article.claims[at.claim])
        })
        .collect();
    let article = &articles[question.article];
    let event = question.event.and_then(|id| view::event_of(timeline, id));
    let first = claims.first().map_or_else(
        || article.document.path.clone(),
        |claim| claim.id.to_string(),
    );
    let second = match question.reason {
        events::Reason::SameEvent => claims
            .get(1)
            .map_or_else(String::new, |claim| claim.id.to_string()),
        _ => String::new(),
    };
    json!({
        "key": format!("{}:{first}:{second}", question.reason.code()),
        "reason": question.reason,
        "later": question.later,
        "event": event.map(|event| json!({
            "id": event.id, "headline": event.headline, "date": event.date.to_string(),
            "reports": event.evidence.len(), "importance": event.importance,
        })),
        "article": view::head(article, None),
        "opening": opening(&article.document.text),
        "claims": claims,
        "file": view::file_state(&desk.root, article),
        "page": site.route_of(article),
    })
}

/// The first words of a text.
fn opening(text: &str) -> String {
    let mut words: String = text.chars().take(300).collect();
    if words.len() < text.len() {
        words.push('…');
    }
    words
}

async fn event<M: Material>(
    State(desk): Shared<M>,
    Query(about): Query<About>,
    headers: HeaderMap,
) -> Answered {
    desk.guard.admit_reader(&headers).map_err(refused)?;
    blocking(move || {
        let site = desk.live.site().ok_or_else(no_site)?;
        let id = ClaimId::parse(&about.id).ok_or_else(|| trouble(StatusCode::NOT_FOUND, "no such event"))?;
        let articles = site.articles();
        if let Some(event) = view::event_of(site.timeline(), id) {
            return Ok(json(StatusCode::OK, &view::event(&desk.root, event, articles)));
        }
        // Left out of the timeline, but still in its article.
        let claims = articles.iter().flat_map(|a| a.claims.iter().map(move |claim| (a, claim)));
        let mut hidden = claims.filter(|(_, claim)| claim.id == id);
        let (article, claim) = hidden
            .next()
            .ok_or_else(|| trouble(StatusCode::NOT_FOUND, "that sentence is no longer in the articles"))?;
        let view = view::claim(&desk.root, article, claim);
        Ok(json(
            StatusCode::OK,
            &json!({
                "id": id, "date": claim.date.to_string(), "headline": claim.headline, "status": claim.status,
                "hidden": true, "claims": [view],
            }),
        ))
    })
    .await
}

async fn article<M: Material>(
    State(desk): Shared<M>,
    Query(about): Query<About>,
    headers: HeaderMap,
) -> Answered {
    desk.guard.admit_reader(&headers).map_err(refused)?;
    blocking(move || {
        let site = desk.live.site().ok_or_else(no_site)?;
        let wanted = about.path.trim();
        let is_it = |article: &&Arc<events::Article>| {
            article.document.path == wanted
                || wanted.starts_with('/') && site.route_of(article).as_deref() == Some(wanted)
        };
        let found = site.articles().iter().find(is_it);
        let found = found.ok_or_else(|| trouble(StatusCode::NOT_FOUND, "no such article"))?;
        Ok(json(StatusCode::OK, &view::article(&desk.root, found)))
    })
    .await
}

/// Events with some words in their headline, for merging; articles by title.
async fn find<M: Material>(
    State(desk): Shared<M>,
    Query(about): Query<About>,
    headers: HeaderMap,
) -> Answered {
    desk.guard.admit_reader(&headers).map_err(refused)?;
    blocking(move || {
        let site = desk.live.site().ok_or_else(no_site)?;
        let words: Vec<String> = about.words.to_lowercase().split_whitespace().map(str::to_owned).collect();
        let has_all = |text: String| words.iter().all(|word| text.contains(word.as_str()));
        let events = site.timeline().events.iter();
        let events = events.filter(|event| has_all(format!("{} {}", event.date, event.headline.to_lowercase())));
        let events: Vec<Value> = events
            .take(20)
            .map(|event| json!({ "id": event.id, "date": event.date.to_string(), "headline": event.headline }))
            .collect();
        let articles = site.articles().iter().filter(|a| a.document.kind == Kind::Article);
        let articles = articles.filter(|a| has_all(format!("{} {}", a.document.path, a.document.title).to_lowercase()));
        let articles: Vec<_> = articles.take(20).map(|article| view::head(article, None)).collect();
        Ok(json(StatusCode::OK, &json!({ "events": events, "articles": articles })))
    })
    .await
}

/// An answer, with what the editor saw.
#[derive(Debug, Deserialize)]
struct Wish {
    #[serde(flatten)]
    answer: Answer,
    /// For each file the editor saw, its hash then.
    #[serde(default)]
    seen: BTreeMap<String, String>,
    /// Only show what would be written.
    #[serde(default)]
    dry: bool,
}

/// One file of an answer.
#[derive(Debug, Serialize)]
struct Touched {
    path: String,
    seen: String,
    lines: Vec<diff::Line>,
    #[serde(skip)]
    before: Option<String>,
    #[serde(skip)]
    after: String,
}

async fn answer<M: Material>(State(desk): Shared<M>, request: Request) -> Answered {
    let wish: Wish = body(&desk, request).await?;
    let for_files = desk.clone();
    let dry = wish.dry;
    let (what, files) = blocking(move || plan(&for_files, &wish)).await?;
    if !dry && !files.is_empty() {
        let for_writing = desk.clone();
        let label = what.clone();
        let planned = files;
        let files =
            blocking(move || write(&for_writing, label, &planned).map(|()| planned)).await?;
        let changed = files
            .iter()
            .map(|file| desk.root.join("content").join(&file.path));
        desk.live.settle(changed.collect()).await;
        return Ok(json(
            StatusCode::OK,
            &json!({ "what": what, "files": files }),
        ));
    }
    Ok(json(
        StatusCode::OK,
        &json!({ "what": what, "files": files }),
    ))
}

/// What an answer would write, each file checked against what the editor saw.
fn plan<M: Material>(
    desk: &Desk<M>,
    wish: &Wish,
) -> Result<(String, Vec<Touched>), Response<Body>> {
    let site = desk.live.site().ok_or_else(no_site)?;
    let context = answer::Desk {
        timeline: site.timeline(),
        articles: site.articles(),
        today: (desk.today)(),
    };
    let nonsense = |why: String| trouble(StatusCode::UNPROCESSABLE_ENTITY, &why);
    let plan = context.plan(&wish.answer).map_err(nonsense)?;
    let mut files = Vec::new();
    for (path, changes) in plan.files {
        let bytes = corrections::read(&desk.root, &path).map_err(unsaved)?;
        let seen = fingerprint(bytes.as_deref());
        let before = bytes.map(String::from_utf8).transpose();
        let before = before.map_err(|_| nonsense(format!("content/{path} is not UTF-8")))?;
        let text = before.as_deref().unwrap_or_default();
        let after = edit(text, &changes);
        let after = after.map_err(|why| nonsense(format!("content/{path}: {why}")))?;
        let lines = diff::lines(text, &after);
        if lines.is_empty() {
            continue;
        }
        if !wish.dry {
            match wish.seen.get(&path) {
                None => {
                    return Err(trouble(
                        StatusCode::PRECONDITION_REQUIRED,
                        &format!("expected the hash of content/{path}"),
                    ));
                }
                Some(known) if *known != seen => {
                    return Err(json(
                        StatusCode::PRECONDITION_FAILED,
                        &json!({
                            "error": format!("content/{path} changed meanwhile; nothing was written"),
                            "path": path, "seen": seen, "theirs": before, "yours": after, "lines": lines,
                        }),
                    ));
                }
                Some(_) => {}
            }
        }
        files.push(Touched {
            path,
            seen,
            lines,
            before,
            after,
        });
    }
    Ok((plan.what, files))
}

/// Writes all files of an answer, or none, and writes it down.
fn write<M: Material>(
    desk: &Desk<M>,
    what: String,
    files: &[Touched],
) -> Result<(), Response<Body>> {
    let _turn = desk.turn();
    let mut done: Vec<&Touched> = Vec::new();
    for file in files {
        let saved = corrections::save(
            &desk.root,
            &file.path,
            &file.seen,
            Some(file.after.as_bytes()),
        );
        if let Err(error) = saved {
            take_back(desk, &done);
            return Err(unsaved(error));
        }
        done.push(file);
    }
    let edits = files
        .iter()
        .map(|file| FileEdit::between(&file.path, file.before.as_deref(), Some(&file.after)));
    if let Err(cause) = Log::of(&desk.root).record(what, edits.collect()) {
        take_back(desk, &done);
        let why = format!("cannot write .dateline/edits.jsonl: {cause}; nothing was changed");
        return Err(trouble(StatusCode::INTERNAL_SERVER_ERROR, &why));
    }
    Ok(())
}

fn take_back<M: Material>(desk: &Desk<M>, files: &[&Touched]) {
    for file in files {
        let after = fingerprint(Some(file.after.as_bytes()));
        // What changed again meanwhile is somebody else's, and stays.
        let _ = corrections::save(
            &desk.root,
            &file.path,
            &after,
            file.before.as_deref().map(str::as_bytes),
        );
    }
}

async fn undo<M: Material>(State(desk): Shared<M>, request: Request) -> Answered {
    let _: Value = body(&desk, request).await?;
    let log = Log::of(&desk.root);
    let for_files = desk.clone();
    let undone = blocking(move || {
        let _turn = for_files.turn();
        log.undo().map_err(|error| match error {
            UndoError::Nothing => trouble(StatusCode::CONFLICT, "there is nothing to take back"),
            UndoError::Changed(path) => trouble(
                StatusCode::PRECONDITION_FAILED,
                &format!("content/{path} changed after that answer; take it back by hand"),
            ),
            UndoError::Save(error) => unsaved(error),
        })
    })
    .await?;
    let changed = undone
        .files
        .iter()
        .map(|file| desk.root.join("content").join(&file.path));
    desk.live.settle(changed.collect()).await;
    Ok(json(StatusCode::OK, &json!({ "what": undone.what })))
}

/// A new article: shown, or saved when `save` is set.
#[derive(Debug, Deserialize)]
struct NewArticle {
    draft: Draft,
    #[serde(default)]
    save: bool,
}

async fn draft<M: Material>(State(desk): Shared<M>, request: Request) -> Answered {
    let new: NewArticle = body(&desk, request).await?;
    let save = new.save;
    let for_reading = desk.clone();
    let proof = blocking(move || {
        let site = for_reading.live.site().ok_or_else(no_site)?;
        let proof = add::proof(&*site, &for_reading.root, &new.draft);
        let proof = proof.map_err(|why| trouble(StatusCode::UNPROCESSABLE_ENTITY, &why))?;
        if save {
            let endings = [".md", ".txt", ".html"];
            if !endings.iter().any(|ending| proof.path.ends_with(ending)) {
                return Err(trouble(
                    StatusCode::UNPROCESSABLE_ENTITY,
                    "expected a name ending in .md, .txt or .html",
                ));
            }
            let _turn = for_reading.turn();
            let saved = corrections::save(
                &for_reading.root,
                &proof.path,
                "",
                Some(proof.content.as_bytes()),
            );
            saved.map_err(|error| match error {
                SaveError::Changed { .. } => trouble(
                    StatusCode::CONFLICT,
                    &format!(
                        "content/{} is there already; choose another name",
                        proof.path
                    ),
                ),
                error => unsaved(error),
            })?;
            let edit = FileEdit::between(&proof.path, None, Some(&proof.content));
            // Without the log there is no undo; the article itself is safe.
            let _ = Log::of(&for_reading.root)
                .record(format!("added content/{}", proof.path), vec![edit]);
        }
        Ok(proof)
    })
    .await?;
    if save {
        let saved = desk.root.join("content").join(&proof.path);
        desk.live.settle(vec![saved]).await;
    }
    Ok(json(StatusCode::OK, &proof))
}

/// The JSON body of a change, after every check.
async fn body<M: Material, T: DeserializeOwned>(
    desk: &Desk<M>,
    request: Request,
) -> Result<T, Response<Body>> {
    let (head, body) = request.into_parts();
    desk.guard.admit_writer(&head).map_err(refused)?;
    let read = tokio::time::timeout(BODY_TIME, to_bytes(body, BODY_BYTES)).await;
    let bytes = match read {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(_)) => {
            return Err(trouble(
                StatusCode::PAYLOAD_TOO_LARGE,
                "expected at most 4 MB",
            ));
        }
        Err(_) => {
            return Err(trouble(
                StatusCode::REQUEST_TIMEOUT,
                "the body took too long",
            ));
        }
    };
    let wrong = |cause: serde_json::Error| trouble(StatusCode::BAD_REQUEST, &cause.to_string());
    serde_json::from_slice(&bytes).map_err(wrong)
}

/// Runs what reads files or looks at all articles away from the threads that serve.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Response<Body>> + Send + 'static,
) -> Result<T, Response<Body>> {
    let stumbled = |_| {
        trouble(
            StatusCode::INTERNAL_SERVER_ERROR,
            "the desk stumbled over this",
        )
    };
    tokio::task::spawn_blocking(work).await.map_err(stumbled)?
}

fn json(status: StatusCode, value: &impl Serialize) -> Response<Body> {
    let text = serde_json::to_vec(value).expect("views have text keys");
    Response::builder()
        .status(status)
        .header(CONTENT_TYPE, "application/json; charset=utf-8")
        .header(CACHE_CONTROL, "no-store")
        .body(Body::from(text))
        .expect("fixed headers")
}

fn trouble(status: StatusCode, why: &str) -> Response<Body> {
    json(status, &json!({ "error": why }))
}

fn no_site() -> Response<Body> {
    trouble(
        StatusCode::SERVICE_UNAVAILABLE,
        "the site is not built yet; mend the errors first",
    )
}

fn unsaved(error: SaveError) -> Response<Body> {
    let status = match error {
        SaveError::Outside(_) => StatusCode::FORBIDDEN,
        SaveError::Changed { .. } => StatusCode::PRECONDITION_FAILED,
        SaveError::Io { .. } => StatusCode::INTERNAL_SERVER_ERROR,
    };
    trouble(status, &error.to_string())
}
