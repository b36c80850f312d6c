//! Request targets: what a browser may ask for. In: the path as it came over the wire. Out: the
//! site route it names, or nothing.
//!
//! A path is decoded exactly once. What no honest client sends (dot segments, encoded dots and
//! slashes, backslashes, control characters, drive letters) names nothing.

use percent_encoding::percent_decode_str;

/// The decoded route of a raw request path, or `None` when no page can have that address.
pub fn route(raw: &str) -> Option<String> {
    if !raw.starts_with('/') || has_disguise(raw) {
        return None;
    }
    let decoded = percent_decode_str(raw).decode_utf8().ok()?;
    let odd = |c: char| c.is_control() || matches!(c, '\\' | ':');
    if decoded.contains(odd) {
        return None;
    }
    let inner = decoded.strip_prefix('/')?;
    let inner = inner.strip_suffix('/').unwrap_or(inner);
    let plain = |segment: &str| !matches!(segment, "" | "." | "..");
    (inner.is_empty() && decoded == "/" || inner.split('/').all(plain))
        .then(|| decoded.into_owned())
}

/// Whether the raw path hides a dot, a slash, a backslash or NUL behind an escape, or has an
/// escape that is none.
fn has_disguise(raw: &str) -> bool {
    let bytes = raw.as_bytes();
    memchr::memchr_iter(b'%', bytes).any(|at| {
        let Some(code) = bytes.get(at + 1..at + 3) else {
            return true;
        };
        match code.to_ascii_lowercase().as_slice() {
            b"2e" | b"2f" | b"5c" | b"00" => true,
            digits => !digits.iter().all(u8::is_ascii_hexdigit),
        }
    })
}

/// `…/index.html` as the folder form that pages are kept under; everything else as it is.
pub fn canonical(route: &str) -> &str {
    match route.strip_suffix("index.html") {
        Some(folder) if folder.ends_with('/') => folder,
        _ => route,
    }
}

/// The `Content-Type` of a route, by its ending; folders are HTML.
pub(crate) fn content_type(route: &str) -> &'static str {
    let name = route.rsplit('/').next().unwrap_or_default();
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    match ending.to_ascii_lowercase().as_str() {
        "" | "html" | "htm" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "map" => "application/json; charset=utf-8",
        "xml" if name.starts_with("atom") => "application/atom+xml; charset=utf-8",
        "xml" => "application/xml; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "ics" => "text/calendar; charset=utf-8",
        "txt" | "md" => "text/plain; charset=utf-8",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "ttf" => "font/ttf",
        "wasm" => "application/wasm",
        "pdf" => "application/pdf",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "mp3" => "audio/mpeg",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(raw: &str, expected: Option<&str>) {
        assert_eq!(route(raw).as_deref(), expected, "{raw}");
    }

    #[test]
    fn honest_paths_are_decoded_once() {
        check("/", Some("/"));
        check("/style.css", Some("/style.css"));
        check("/2016/02/", Some("/2016/02/"));
        check("/caf%C3%A9/a%20b/", Some("/café/a b/"));
        check("/100%25/", Some("/100%/"));
        check("/%252e%252e/x", Some("/%2e%2e/x"));
    }

    #[test]
    fn disguises_name_nothing() {
        for raw in [
            "",
            "x",
            "//",
            "//etc/passwd",
            "/a//b",
            "/..",
            "/../x",
            "/a/../b",
            "/./a",
            "/a/.",
            "/%2e%2e/x",
            "/%2E%2E/x",
            "/.%2e/x",
            "/a%2fb",
            "/a%2Fb",
            "/a%5cb",
            "/a%5Cb",
            "/a\\b",
            "/%00",
            "/a%00.html",
            "/a%0ab",
            "/a%7fb",
            "/%",
            "/%4",
            "/%zz",
            "/%ff",
            "/c:/windows",
            "/C%3A/x",
            "*",
        ] {
            check(raw, None);
        }
    }

    #[test]
    fn folders_have_one_form() {
        assert_eq!(canonical("/index.html"), "/");
        assert_eq!(canonical("/a/index.html"), "/a/");
        assert_eq!(canonical("/aindex.html"), "/aindex.html");
        assert_eq!(canonical("/404.html"), "/404.html");
    }

    #[test]
    fn types_go_by_ending() {
        assert_eq!(content_type("/"), "text/html; charset=utf-8");
        assert_eq!(
            content_type("/atom.xml"),
            "application/atom+xml; charset=utf-8"
        );
        assert_eq!(
            content_type("/a/calendar.ics"),
            "text/calendar; charset=utf-8"
        );
        assert_eq!(content_type("/x.exe"), "application/octet-stream");
    }
}
