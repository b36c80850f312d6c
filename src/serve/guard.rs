//! Who may ask. In: the head of a request. Out: admitted, or the status it is refused with.
//!
//! The preview runs on the editor's machine while any web page may be open beside it. So it
//! answers only to its own host names (a rebinding name gets 421), never speaks CORS, refuses what
//! other sites embed or fetch, and takes changes only from its own pages with the run's token.

use axum::http::header::{CONTENT_TYPE, HOST, HeaderName, ORIGIN};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode};

/// The header that carries the run's token.
pub(crate) const TOKEN: HeaderName = HeaderName::from_static("x-dateline-token");
const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
const FETCH_MODE: HeaderName = HeaderName::from_static("sec-fetch-mode");

/// Why a request was turned away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refusal {
    /// The status it gets.
    pub status: StatusCode,
    /// A sentence for whoever debugs it.
    pub why: &'static str,
}

const fn refuse(status: StatusCode, why: &'static str) -> Refusal {
    Refusal { status, why }
}

/// What this run answers to.
#[derive(Debug, Clone, Default)]
pub struct Guard {
    /// Further host names, lower case, beside `localhost`, `127.0.0.1` and `[::1]`.
    pub allow_hosts: Vec<String>,
    /// The run's token; `None` turns writing off.
    pub token: Option<String>,
}

impl Guard {
    /// Checks what every request must satisfy.
    ///
    /// # Errors
    /// 421 for a foreign, missing or doubled `Host`; 404 for an absolute target; 403 for what
    /// another site embeds or fetches.
    pub fn admit(&self, head: &Parts) -> Result<(), Refusal> {
        let host = single(&head.headers, &HOST);
        if !host.is_some_and(|host| self.knows(host)) {
            return Err(refuse(
                StatusCode::MISDIRECTED_REQUEST,
                "this preview does not answer to that host name; see serve --allow-host",
            ));
        }
        if head.uri.scheme().is_some() || head.uri.authority().is_some() {
            return Err(refuse(StatusCode::NOT_FOUND, "no such page"));
        }
        let foreign = match values(&head.headers, &FETCH_SITE).as_slice() {
            [] | ["same-origin" | "none"] => false,
            _ => values(&head.headers, &FETCH_MODE) != ["navigate"] || head.method != Method::GET,
        };
        if foreign {
            return Err(refuse(
                StatusCode::FORBIDDEN,
                "other sites may link to this preview, not embed or fetch it",
            ));
        }
        Ok(())
    }

    /// Checks what an event stream must satisfy besides: the right `Origin` where one is sent,
    /// else `Sec-Fetch-Site: same-origin`.
    ///
    /// # Errors
    /// 403 otherwise.
    pub fn admit_stream(&self, headers: &HeaderMap) -> Result<(), Refusal> {
        if is_same_origin(headers) {
            Ok(())
        } else {
            Err(refuse(
                StatusCode::FORBIDDEN,
                "an event stream is only for this preview's own pages",
            ))
        }
    }

    /// Checks what reading the desk's data must satisfy: the token, and no foreign origin.
    ///
    /// # Errors
    /// 403 otherwise.
    pub fn admit_reader(&self, headers: &HeaderMap) -> Result<(), Refusal> {
        let Some(token) = &self.token else {
            return Err(refuse(
                StatusCode::FORBIDDEN,
                "the desk is off: the preview is open to other machines and has no --edit-token",
            ));
        };
        if headers.contains_key(ORIGIN) && !is_same_origin(headers) {
            return Err(refuse(StatusCode::FORBIDDEN, "not this preview's own page"));
        }
        let given = single(headers, &TOKEN).unwrap_or_default();
        if !same_secret(given.as_bytes(), token.as_bytes()) {
            return Err(refuse(
                StatusCode::FORBIDDEN,
                "the token is missing or of another run: open the desk anew",
            ));
        }
        Ok(())
    }

    /// Checks what a change must satisfy: POST, JSON, the same origin and the run's token.
    ///
    /// # Errors
    /// 405, 415 or 403.
    pub fn admit_writer(&self, head: &Parts) -> Result<(), Refusal> {
        if head.method != Method::POST {
            return Err(refuse(
                StatusCode::METHOD_NOT_ALLOWED,
                "changes are sent by POST",
            ));
        }
        if !is_same_origin(&head.headers) {
            return Err(refuse(
                StatusCode::FORBIDDEN,
                "changes are taken from the desk's own pages only",
            ));
        }
        self.admit_reader(&head.headers)?;
        let kind = single(&head.headers, &CONTENT_TYPE).unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim();
        if !kind.eq_ignore_ascii_case("application/json") {
            return Err(refuse(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "changes are sent as application/json",
            ));
        }
        Ok(())
    }

    /// Whether `host`, a `Host` header's value, names this preview: any port, no user.
    fn knows(&self, host: &str) -> bool {
        let name = match host.rsplit_once(':') {
            Some((name, port)) if !port.contains(']') => {
                if port.is_empty() || port.len() > 5 || !port.bytes().all(|b| b.is_ascii_digit()) {
                    return false;
                }
                name
            }
            _ => host,
        };
        let name = name.to_ascii_lowercase();
        matches!(name.as_str(), "localhost" | "127.0.0.1" | "[::1]")
            || self.allow_hosts.contains(&name)
    }
}

/// Whether the request says it comes from a page of this very host and port.
fn is_same_origin(headers: &HeaderMap) -> bool {
    let Some(host) = single(headers, &HOST) else {
        return false;
    };
    match values(headers, &ORIGIN).as_slice() {
        [] => values(headers, &FETCH_SITE) == ["same-origin"],
        [origin] => ["http://", "https://"].iter().any(|scheme| {
            origin
                .strip_prefix(scheme)
                .is_some_and(|rest| rest.eq_ignore_ascii_case(host))
        }),
        _ => false,
    }
}

/// All values of a header; what is not text counts as one that matches nothing.
fn values<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Vec<&'a str> {
    let text = |value: &'a axum::http::HeaderValue| value.to_str().unwrap_or("?");
    headers.get_all(name).iter().map(text).collect()
}

/// The header's value when it stands exactly once.
fn single<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    match values(headers, name).as_slice() {
        [value] => Some(value),
        _ => None,
    }
}

/// Compares in a time that does not tell how many bytes agree.
fn same_secret(a: &[u8], b: &[u8]) -> bool {
    let differing = |(x, y): (&u8, &u8)| x ^ y;
    a.len() == b.len()
        && a.iter()
            .zip(b)
            .map(differing)
            .fold(0, |all, bits| all | bits)
            == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::Request;

    fn head(method: &str, target: &str, headers: &[(&str, &str)]) -> Parts {
        let mut request = Request::builder().method(method).uri(target);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(()).expect("a valid request").into_parts().0
    }

    fn guard() -> Guard {
        Guard {
            allow_hosts: vec!["desk.example".into()],
            token: Some("secret".into()),
        }
    }

    #[track_caller]
    fn check(headers: &[(&str, &str)], expected: u16) {
        let status = guard().admit(&head("GET", "/", headers));
        assert_eq!(
            status.map_or_else(|r| r.status.as_u16(), |()| 200),
            expected,
            "{headers:?}"
        );
    }

    #[test]
    fn only_its_own_names() {
        for host in [
            "localhost",
            "localhost:1724",
            "LOCALHOST",
            "127.0.0.1:1",
            "[::1]:1724",
            "[::1]",
            "desk.example",
        ] {
            check(&[("host", host)], 200);
        }
        for host in [
            "evil.example",
            "localhost.evil.example",
            "localhost.",
            "user@localhost",
            "0.0.0.0",
            "192.168.0.5",
            "127.0.0.2",
            "127.1",
            "::1",
            "localhost:",
            "localhost:1724x",
            "localhost:1:2",
            "",
            "[::1",
            "[::]",
        ] {
            check(&[("host", host)], 421);
        }
        check(&[], 421);
        check(&[("host", "localhost"), ("host", "localhost")], 421);
        check(&[("host", "localhost"), ("host", "evil.example")], 421);
    }

    #[test]
    fn other_sites_may_link_only() {
        let host = ("host", "localhost");
        check(&[host, ("sec-fetch-site", "same-origin")], 200);
        check(&[host, ("sec-fetch-site", "none")], 200);
        check(
            &[
                host,
                ("sec-fetch-site", "cross-site"),
                ("sec-fetch-mode", "navigate"),
            ],
            200,
        );
        check(
            &[
                host,
                ("sec-fetch-site", "cross-site"),
                ("sec-fetch-mode", "no-cors"),
            ],
            403,
        );
        check(
            &[
                host,
                ("sec-fetch-site", "same-site"),
                ("sec-fetch-mode", "cors"),
            ],
            403,
        );
        check(&[host, ("sec-fetch-site", "cross-site")], 403);
    }

    #[test]
    fn absolute_targets_name_nothing() {
        let refused = guard().admit(&head("GET", "http://localhost/", &[("host", "localhost")]));
        assert_eq!(refused.map_err(|r| r.status.as_u16()), Err(404));
    }

    #[test]
    fn streams_need_the_origin() {
        let status = |headers: &[(&str, &str)]| {
            let mut all = vec![("host", "localhost:1724")];
            all.extend_from_slice(headers);
            guard()
                .admit_stream(&head("GET", "/", &all).headers)
                .is_ok()
        };
        assert!(status(&[("origin", "http://localhost:1724")]));
        assert!(status(&[("sec-fetch-site", "same-origin")]));
        assert!(!status(&[]));
        for origin in [
            "null",
            "http://localhost",
            "http://localhost:9",
            "http://evil.example",
            "localhost:1724",
            "",
        ] {
            assert!(
                !status(&[("origin", origin), ("sec-fetch-site", "same-origin")]),
                "{origin}"
            );
        }
        assert!(!status(&[
            ("origin", "http://localhost:1724"),
            ("origin", "http://evil.example")
        ]));
        assert!(!status(&[
            ("x-forwarded-host", "localhost:1724"),
            ("sec-fetch-site", "same-site")
        ]));
    }

    #[test]
    fn changes_need_everything() {
        const FULL: [(&str, &str); 4] = [
            ("host", "localhost"),
            ("origin", "http://localhost"),
            ("content-type", "application/json; charset=utf-8"),
            ("x-dateline-token", "secret"),
        ];
        let status = |method: &str, headers: &[(&str, &str)]| {
            let answer = guard().admit_writer(&head(method, "/", headers));
            answer.map_or_else(|r| r.status.as_u16(), |()| 200)
        };
        assert_eq!(status("POST", &FULL), 200);
        assert_eq!(status("GET", &FULL), 405);
        for (missing, expected) in [(1, 403), (2, 415), (3, 403)] {
            let mut some = FULL.to_vec();
            some.remove(missing);
            assert_eq!(status("POST", &some), expected);
        }
        let with = |at: usize, value| {
            let mut changed = FULL;
            changed[at].1 = value;
            status("POST", &changed)
        };
        assert_eq!(with(1, "http://evil.example"), 403);
        assert_eq!(with(2, "text/plain"), 415);
        assert_eq!(with(3, "secreT"), 403);
        assert_eq!(with(3, ""), 403);
        let off = Guard {
            token: None,
            ..guard()
        };
        assert!(off.admit_writer(&head("POST", "/", &FULL)).is_err());
    }
}
