//! What the preview refuses, asked over raw sockets: one test for each promise in
//! `docs/security.md`.

use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use axum::Router;
use axum::routing::get;
use dateline::diagnostic::Diagnostic;
use dateline::serve::{Builder, Live, Options, Server, Snapshot};

struct OnePage;

impl Snapshot for OnePage {
    fn page(&self, route: &str) -> Result<Option<Vec<u8>>, Diagnostic> {
        let text = match route {
            "/" => "<!doctype html><html><body>home</body></html>",
            "/a/" => "<html><body>a</body></html>",
            "/style.css" => "body{}",
            "/calendar.ics" => "BEGIN:VCALENDAR",
            "/404.html" => "<html><body>nothing here</body></html>",
            _ => return Ok(None),
        };
        Ok(Some(text.as_bytes().to_vec()))
    }
}

struct Once;

impl Builder for Once {
    type Site = OnePage;
    fn build(&mut self, _: &[PathBuf]) -> Result<Arc<OnePage>, Vec<Diagnostic>> {
        Ok(Arc::new(OnePage))
    }
}

/// A server of its own, for tests that fill it up.
fn start() -> SocketAddr {
    let report: dateline::serve::Report = Arc::new(|_| {});
    let live = Live::start(Once, report.clone());
    let options = Options {
        port: 0,
        ..Options::default()
    };
    let server = Server::bind(&options, &report).expect("a free port");
    let address = server.address();
    let own = Router::new().route("/_desk/", get(|| async { "desk" }));
    std::thread::spawn(move || server.run(live, own, &report));
    address
}

fn shared() -> SocketAddr {
    static ADDRESS: OnceLock<SocketAddr> = OnceLock::new();
    *ADDRESS.get_or_init(start)
}

fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).expect("connected");
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .expect("set");
    stream
}

/// Sends raw bytes and reads until the head of the answer is there and the body too, where its
/// length is told.
fn exchange(request: &[u8]) -> (u16, String) {
    let mut stream = connect(shared());
    stream.write_all(request).expect("sent");
    let mut answer = Vec::new();
    let mut part = [0; 4096];
    loop {
        match stream.read(&mut part) {
            Ok(0) => break,
            Ok(read) => answer.extend_from_slice(&part[..read]),
            Err(error) if error.kind() == ErrorKind::ConnectionReset => break,
            Err(error) => panic!("{error}"),
        }
        let text = String::from_utf8_lossy(&answer);
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| {
                line.to_ascii_lowercase()
                    .strip_prefix("content-length: ")?
                    .parse()
                    .ok()
            });
            if length.is_none_or(|length: usize| body.len() >= length) || head.contains(" 304 ") {
                break;
            }
        }
    }
    let text = String::from_utf8_lossy(&answer).into_owned();
    let status = text
        .split(' ')
        .nth(1)
        .and_then(|s| s.parse().ok())
        .unwrap_or(0);
    (status, text)
}

fn get_with(target: &str, headers: &str) -> (u16, String) {
    exchange(format!("GET {target} HTTP/1.1\r\n{headers}\r\n").as_bytes())
}

#[track_caller]
fn check(target: &str, headers: &str, expected: u16) {
    let (status, text) = get_with(target, headers);
    assert_eq!(status, expected, "{target} {headers:?}: {text}");
}

const HOST: &str = "Host: localhost:1724\r\n";

#[test]
fn answers_its_own_names_only() {
    for host in ["localhost", "127.0.0.1:80", "[::1]:1724", "LocalHost:1"] {
        check("/", &format!("Host: {host}\r\n"), 200);
    }
    for host in [
        "evil.example",
        "192.168.1.2",
        "10.0.0.1:1724",
        "0.0.0.0",
        "a@localhost",
        "localhost.evil.example",
        "169.254.169.254",
        "",
    ] {
        check("/", &format!("Host: {host}\r\n"), 421);
    }
    check("/", "", 421);
    check("/", "Host: localhost\r\nHost: localhost\r\n", 421);
    check(
        "/",
        "Host: evil.example\r\nX-Forwarded-Host: localhost\r\n",
        421,
    );
    let (status, _) = exchange(b"GET / HTTP/1.0\r\n\r\n");
    assert_eq!(status, 421);
}

#[test]
fn paths_lead_nowhere_else() {
    for path in [
        "/../Cargo.toml",
        "/../../etc/passwd",
        "/%2e%2e/Cargo.toml",
        "/%2E%2E%2fx",
        "/a/..",
        "/a/%2e%2e/",
        "/a%2f",
        "/a%5c..%5cx",
        "/%00",
        "/a%00/",
        "//etc/passwd",
        "//",
        "/./",
        "/c:/x",
        "/%25%32%65",
        "/%zz",
        "/%",
        "/@fs/etc/passwd",
        "/style.css/",
        "/style.css%20",
        "/_dateline/../a/",
        "/_desk/../Cargo.toml",
        "/_desk/%2e%2e/x",
        "/_dateline/nothing",
        "http://localhost:1724/",
        "http://evil.example/",
        "/etc/passwd?raw??",
        "/a/;/../",
    ] {
        check(path, HOST, 404);
    }
    check("/?raw??", HOST, 200);
    check("/style.css?v=2", HOST, 200);
    check("/index.html", HOST, 200);
    check("/a", HOST, 308);
    let (_, text) = get_with("/a?x=1", HOST);
    assert!(
        text.to_ascii_lowercase().contains("location: /a/?x=1\r\n"),
        "{text}"
    );
}

#[test]
fn says_what_it_sends() {
    for (path, kind) in [
        ("/", "text/html; charset=utf-8"),
        ("/style.css", "text/css; charset=utf-8"),
        ("/calendar.ics", "text/calendar; charset=utf-8"),
        ("/_dateline/client.js", "text/javascript; charset=utf-8"),
        ("/nothing", "text/html; charset=utf-8"),
    ] {
        let (_, text) = get_with(path, HOST);
        let text = text.to_ascii_lowercase();
        assert!(
            text.contains(&format!("content-type: {kind}\r\n")),
            "{text}"
        );
        assert!(
            text.contains("x-content-type-options: nosniff\r\n"),
            "{text}"
        );
        assert!(
            text.contains("cross-origin-resource-policy: same-origin\r\n"),
            "{text}"
        );
        assert!(!text.contains("access-control-"), "{text}");
    }
}

#[test]
fn speaks_no_cors() {
    let (status, text) = exchange(
        b"OPTIONS / HTTP/1.1\r\nHost: localhost\r\nOrigin: https://evil.example\r\nAccess-Control-Request-Method: POST\r\n\r\n",
    );
    assert_eq!(status, 405, "{text}");
    assert!(!text.to_ascii_lowercase().contains("access-control-"));
    check(
        "/",
        &format!("{HOST}Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: cors\r\n"),
        403,
    );
    check(
        "/style.css",
        &format!("{HOST}Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\n"),
        403,
    );
    check(
        "/",
        &format!("{HOST}Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\n"),
        200,
    );
}

#[test]
fn the_event_stream_is_for_its_own_pages() {
    let events = "/_dateline/events";
    check(events, HOST, 403);
    for origin in [
        "null",
        "http://evil.example",
        "http://localhost:1",
        "http://127.0.0.1:1724",
        "http://localhost:1724.evil.example",
    ] {
        check(events, &format!("{HOST}Origin: {origin}\r\n"), 403);
    }
    check(
        events,
        &format!("{HOST}Sec-Fetch-Site: same-site\r\nSec-Fetch-Mode: navigate\r\n"),
        403,
    );
    check(
        events,
        &format!("{HOST}Origin: null\r\nSec-Fetch-Site: same-origin\r\n"),
        403,
    );
    for own in [
        "Origin: http://localhost:1724\r\n",
        "Sec-Fetch-Site: same-origin\r\n",
    ] {
        check(events, &format!("{HOST}{own}"), 200);
    }
}

#[test]
fn pages_are_only_read() {
    for method in ["POST", "PUT", "DELETE", "PATCH"] {
        let (status, text) = exchange(
            format!("{method} /a/ HTTP/1.1\r\n{HOST}Content-Length: 0\r\n\r\n").as_bytes(),
        );
        assert_eq!(status, 405, "{text}");
    }
}

#[test]
fn unchanged_pages_are_not_sent_again() {
    let (_, text) = get_with("/", HOST);
    let tag = text
        .lines()
        .find_map(|line| line.strip_prefix("etag: "))
        .expect("a hash");
    check("/", &format!("{HOST}If-None-Match: {tag}\r\n"), 304);
    check("/", &format!("{HOST}If-None-Match: \"0\"\r\n"), 200);
}

#[test]
fn heads_have_a_limit() {
    let long = format!(
        "GET / HTTP/1.1\r\n{HOST}X: {}\r\n\r\n",
        "x".repeat(17 * 1024)
    );
    let (status, _) = exchange(long.as_bytes());
    assert_eq!(status, 431);
    let fits = format!(
        "GET / HTTP/1.1\r\n{HOST}X: {}\r\n\r\n",
        "x".repeat(15 * 1024)
    );
    assert_eq!(exchange(fits.as_bytes()).0, 200);
    let target = format!("GET /{} HTTP/1.1\r\n{HOST}\r\n", "x".repeat(17 * 1024));
    assert!(matches!(exchange(target.as_bytes()).0, 414 | 431));
}

#[test]
fn nonsense_is_refused_without_harm() {
    for raw in [
        &b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"[..],
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"\r\n\r\n\r\nx\r\n\r\n",
    ] {
        let (status, _) = exchange(raw);
        assert!(matches!(status, 0 | 400), "{status}");
    }
    check("/", HOST, 200);
}

#[test]
fn slow_heads_are_cut_off() {
    let mut stream = connect(shared());
    let begun = Instant::now();
    stream
        .write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n")
        .expect("sent");
    let dripping = stream.try_clone().expect("cloned");
    std::thread::spawn(move || {
        let mut stream = dripping;
        for _ in 0..40 {
            std::thread::sleep(Duration::from_millis(500));
            if stream.write_all(b"X: 1\r\n").is_err() {
                return;
            }
        }
    });
    let mut rest = Vec::new();
    let _ = stream.read_to_end(&mut rest);
    let took = begun.elapsed();
    assert!((9..15).contains(&took.as_secs()), "{took:?}");
    assert!(!rest.starts_with(b"HTTP/1.1 200"));
}

#[test]
fn connections_have_a_limit() {
    let address = start();
    let idle: Vec<TcpStream> = (0..256).map(|_| connect(address)).collect();
    // Accepting lags behind connecting by a moment.
    std::thread::sleep(Duration::from_millis(300));
    let mut one_more = connect(address);
    let mut answer = String::new();
    let _ = one_more.read_to_string(&mut answer);
    assert!(answer.starts_with("HTTP/1.1 503 "), "{answer}");
    drop(idle);
    std::thread::sleep(Duration::from_millis(300));
    let mut after = connect(address);
    after
        .write_all(format!("GET / HTTP/1.1\r\n{HOST}Connection: close\r\n\r\n").as_bytes())
        .expect("sent");
    let mut answer = String::new();
    let _ = after.read_to_string(&mut answer);
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
}

#[test]
fn the_next_free_port_is_taken() {
    let report: dateline::serve::Report = Arc::new(|_| {});
    let first = Server::bind(
        &Options {
            port: 0,
            ..Options::default()
        },
        &report,
    )
    .expect("bound");
    let wanted = first.address().port();
    let second = Server::bind(
        &Options {
            port: wanted,
            ..Options::default()
        },
        &report,
    )
    .expect("bound");
    assert!(second.address().port() > wanted);
    assert!(second.address().ip().is_loopback());
}

#[test]
fn open_to_others_means_read_only_without_a_token() {
    let said = Arc::new(std::sync::Mutex::new(Vec::new()));
    let report: dateline::serve::Report = {
        let said = said.clone();
        Arc::new(move |notice| {
            said.lock()
                .expect("not poisoned")
                .push(format!("{notice:?}"))
        })
    };
    let everywhere = Options {
        host: "0.0.0.0".parse().expect("an address"),
        port: 0,
        ..Options::default()
    };
    let server = Server::bind(&everywhere, &report).expect("bound");
    assert!(server.guard().token.is_none() && !server.token_in_page);
    assert!(
        said.lock()
            .expect("not poisoned")
            .concat()
            .contains("Editing is off")
    );
    let with_token = Options {
        edit_token: Some("t".into()),
        ..everywhere
    };
    let server = Server::bind(&with_token, &report).expect("bound");
    assert_eq!(server.guard().token.as_deref(), Some("t"));
    assert!(!server.token_in_page, "the page would tell it to everyone");
}
