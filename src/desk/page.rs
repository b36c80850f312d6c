//! The desk's page: one document, one style sheet, one script, all its own and all under a strict
//! content security policy.

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderValue, Response};

/// Scripts, styles and data from this server alone; nothing inline, no frames, no forms elsewhere.
pub(super) const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
     connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
);

const PAGE: &str = include_str!("assets/desk.html");

/// What the page loads, by address.
pub(super) const FILES: [(&str, &str, &str); 6] = [
    ("/_desk/desk.css", CSS, include_str!("assets/desk.css")),
    ("/_desk/desk.js", JS, include_str!("assets/desk.js")),
    ("/_desk/kit.js", JS, include_str!("assets/kit.js")),
    ("/_desk/cards.js", JS, include_str!("assets/cards.js")),
    ("/_desk/queue.js", JS, include_str!("assets/queue.js")),
    ("/_desk/pages.js", JS, include_str!("assets/pages.js")),
];
const CSS: &str = "text/css; charset=utf-8";
const JS: &str = "text/javascript; charset=utf-8";

/// The page; it holds the run's token where nobody else can read it.
pub(super) fn page(token: Option<&str>, mode: &str) -> Response<Body> {
    let token = crate::serve::escape(token.unwrap_or_default());
    let text = PAGE.replace("{{token}}", &token).replace("{{mode}}", mode);
    Response::builder()
        .header(CONTENT_TYPE, "text/html; charset=utf-8")
        .header(CACHE_CONTROL, "no-store")
        .body(Body::from(text))
        .expect("fixed headers")
}
