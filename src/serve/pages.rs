//! Pages over the wire. In: a request for a route. Out: the page with its type, its hash and, in
//! HTML, the one script that keeps it current.

use std::fmt::Write as _;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH, LOCATION};
use axum::http::{HeaderValue, Method, Response, StatusCode};

use super::live::{ArticleOf, Live, Page, Snapshot};
use super::path;
use crate::diagnostic::{Diagnostic, MessageFormat};

/// Adds the preview's script to HTML, and hashes what the site itself rendered.
pub(super) fn finish(route: &str, mut bytes: Vec<u8>, article: Option<ArticleOf>) -> Page {
    let hash = blake3::hash(&bytes).to_hex();
    let etag = &hash.as_str()[..16];
    if path::content_type(route).starts_with("text/html") {
        let mut about = String::new();
        if let Some(article) = article {
            let _ = write!(about, " data-article=\"{}\"", escape(&article.path));
            about.push_str(if article.undated { " data-undated" } else { "" });
        }
        let script = format!(
            "<script src=\"/_dateline/client.js\" data-page=\"{etag}\"{about} defer></script>\n"
        );
        let end = memchr::memmem::rfind(&bytes, b"</body>").unwrap_or(bytes.len());
        bytes.splice(end..end, script.into_bytes());
    }
    Page {
        body: Bytes::from(bytes),
        etag: format!("\"{etag}\""),
    }
}

/// Answers every address that is not the preview's own.
pub(super) async fn answer<S: Snapshot>(
    State(live): State<Arc<Live<S>>>,
    request: Request,
) -> Response<Body> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let mut refused = plain(StatusCode::METHOD_NOT_ALLOWED, "pages are read by GET\n");
        let allowed = HeaderValue::from_static("GET, HEAD");
        refused.headers_mut().insert(ALLOW, allowed);
        return refused;
    }
    let raw = request.uri().path().to_owned();
    let query = request.uri().query().map(str::to_owned);
    let known = request.headers().get(IF_NONE_MATCH).cloned();
    let head_only = request.method() == Method::HEAD;
    let found = tokio::task::spawn_blocking(move || find(&live, &raw, query.as_deref())).await;
    let Ok(found) = found else {
        return plain(StatusCode::INTERNAL_SERVER_ERROR, "the page stumbled\n");
    };
    let mut response = respond(found, known.as_ref());
    if head_only {
        *response.body_mut() = Body::empty();
    }
    response
}

enum Found {
    Page {
        status: StatusCode,
        kind: &'static str,
        page: Page,
    },
    Moved(String),
    Nothing,
    /// No good site yet, or this page never rendered.
    Broken(Vec<Diagnostic>),
}

fn find<S: Snapshot>(live: &Live<S>, raw: &str, query: Option<&str>) -> Found {
    let Some(route) = path::route(raw) else {
        return missing(live);
    };
    let route = path::canonical(&route);
    if let Some(page) = live.page(route) {
        let status = match route {
            "/404.html" => StatusCode::NOT_FOUND,
            _ => StatusCode::OK,
        };
        return Found::Page {
            status,
            kind: path::content_type(route),
            page,
        };
    }
    if !route.ends_with('/') && live.page(&format!("{route}/")).is_some() {
        let query = query.map(|query| format!("?{query}")).unwrap_or_default();
        return Found::Moved(format!("{raw}/{query}"));
    }
    missing(live)
}

fn missing<S: Snapshot>(live: &Live<S>) -> Found {
    let problems = live.problems();
    if live.site().is_none() || !problems.is_empty() && live.page("/").is_none() {
        return Found::Broken(problems);
    }
    match live.page("/404.html") {
        Some(page) => Found::Page {
            status: StatusCode::NOT_FOUND,
            kind: path::content_type("/404.html"),
            page,
        },
        None => Found::Nothing,
    }
}

fn respond(found: Found, known: Option<&HeaderValue>) -> Response<Body> {
    match found {
        Found::Page { status, kind, page } => {
            let unchanged = status == StatusCode::OK
                && known.is_some_and(|known| known.as_bytes() == page.etag.as_bytes());
            let builder = Response::builder()
                .header(CONTENT_TYPE, kind)
                .header(CACHE_CONTROL, "no-cache")
                .header(ETAG, page.etag);
            let built = if unchanged {
                builder.status(StatusCode::NOT_MODIFIED).body(Body::empty())
            } else {
                builder.status(status).body(Body::from(page.body))
            };
            built.expect("fixed headers and a hexadecimal hash")
        }
        Found::Moved(to) => {
            let mut moved = plain(StatusCode::PERMANENT_REDIRECT, "");
            let to = HeaderValue::from_str(&to).expect("a path the parser accepted");
            moved.headers_mut().insert(LOCATION, to);
            moved
        }
        Found::Nothing => plain(StatusCode::NOT_FOUND, "no such page\n"),
        Found::Broken(problems) => html(StatusCode::SERVICE_UNAVAILABLE, &broken(&problems)),
    }
}

/// A page of the preview's own, for when there is no site yet; readable without scripts, and
/// replaced by the site as soon as there is one.
fn broken(problems: &[Diagnostic]) -> String {
    let mut list = String::new();
    for problem in problems {
        let text = problem.render(MessageFormat::Human);
        let _ = writeln!(list, "<pre>{}</pre>", escape(&text));
    }
    format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\
         <title>Not built yet</title>\
         <link rel=\"stylesheet\" href=\"/_dateline/client.css\"></head>\
         <body class=\"dateline-broken\"><h1>The site could not be built</h1>\n{list}\
         <p>This page comes back by itself when that is mended.</p>\
         <script src=\"/_dateline/client.js\" data-page=\"\" data-broken defer></script></body></html>\n"
    )
}

/// Text as it may stand in HTML.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// A short plain answer.
pub(crate) fn plain(status: StatusCode, text: &'static str) -> Response<Body> {
    Response::builder()
        .status(status)
        .header(CONTENT_TYPE, "text/plain; charset=utf-8")
        .header(CACHE_CONTROL, "no-store")
        .body(Body::from(text))
        .expect("fixed headers")
}

fn html(status: StatusCode, text: &str) -> Response<Body> {
    Response::builder()
        .status(status)
        .header(CONTENT_TYPE, "text/html; charset=utf-8")
        .header(CACHE_CONTROL, "no-store")
        .body(Body::from(text.to_owned()))
        .expect("fixed headers")
}

/// A file of the program itself: the preview's and the desk's scripts and styles.
pub(crate) fn asset(kind: &'static str, bytes: &'static [u8]) -> Response<Body> {
    Response::builder()
        .header(CONTENT_TYPE, kind)
        .header(CACHE_CONTROL, "no-cache")
        .body(Body::from(bytes))
        .expect("fixed headers")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_stands_at_the_end_of_html_only() {
        let page = finish("/", b"<body>x</body></html>".to_vec(), None);
        let text = String::from_utf8(page.body.to_vec()).expect("text");
        assert!(text.starts_with("<body>x<script src=\"/_dateline/client.js\" data-page=\""));
        assert!(text.ends_with("</script>\n</body></html>"));
        assert_eq!(&finish("/a.css", b"x".to_vec(), None).body[..], b"x");
        let article = ArticleOf {
            path: "a\"b.md".into(),
            undated: true,
        };
        let page = finish("/", b"".to_vec(), Some(article));
        let text = String::from_utf8(page.body.to_vec()).expect("text");
        assert!(text.contains("data-article=\"a&quot;b.md\" data-undated defer>"));
    }

    #[test]
    fn problems_are_text() {
        let problem = Diagnostic::error("x", "content/<b>.md", "<script>");
        assert!(!broken(&[problem]).contains("<script>\n"));
    }
}
