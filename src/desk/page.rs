//! The desk's page: one document with its styles, scripts and fonts, all its own and all under a strict
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
pub(super) const FILES: [(&str, &str, &[u8]); 9] = [
    ("/_desk/desk.css", CSS, include_bytes!("assets/desk.css")),
    ("/_desk/desk.js", JS, include_bytes!("assets/desk.js")),
    ("/_desk/kit.js", JS, include_bytes!("assets/kit.js")),
    ("/_desk/cards.js", JS, include_bytes!("assets/cards.js")),
    ("/_desk/queue.js", JS, include_bytes!("assets/queue.js")),
    ("/_desk/pages.js", JS, include_bytes!("assets/pages.js")),
    (
        "/_desk/theme.js",
        JS,
        include_bytes!("../../static/theme.js"),
    ),
    (
        "/_desk/newsreader.woff2",
        WOFF2,
        include_bytes!("../../static/fonts/newsreader.woff2"),
    ),
    (
        "/_desk/inter.woff2",
        WOFF2,
        include_bytes!("../../static/fonts/inter.woff2"),
    ),
];
const WOFF2: &str = "font/woff2";
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
