//! Serve: the site in memory, shown on this machine, current a blink after every save.
//!
//! In: a [`Builder`] of snapshots and the command's options. Out: pages on a loopback port, live
//! reload, build errors over the last good site. What may ask is decided in `guard`, what may be
//! asked for in `path`, how much in `connection`; nothing is read from disk for a request.

mod connection;
mod guard;
mod live;
mod pages;
mod path;
mod stream;
mod watch;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{HeaderName, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use axum::routing::get;

use crate::error::{Error, Result};

pub use guard::{Guard, Refusal};
pub use live::{ArticleOf, Builder, Live, Notice, Report, Snapshot};
pub(crate) use pages::{asset, escape};
pub use path::{canonical, route};
pub use watch::{Watch, start as watch};

/// The port that is tried first.
pub const PORT: u16 = 1724;
/// How many ports after the wanted one are tried.
const PORTS: u16 = 200;

/// What the command line says about serving.
#[derive(Debug, Clone)]
pub struct Options {
    /// The address to bind; loopback unless the editor says otherwise.
    pub host: IpAddr,
    /// The port to try first; 0 lets the system choose.
    pub port: u16,
    /// Host names answered beside `localhost`, `127.0.0.1` and `[::1]`.
    pub allow_hosts: Vec<String>,
    /// Open the address in the browser.
    pub open: bool,
    /// The token that allows editing, which the editor types into the desk. Without one, a
    /// loopback run makes its own and puts it into the desk's page.
    pub edit_token: Option<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            host: IpAddr::V4(Ipv4Addr::LOCALHOST),
            port: PORT,
            allow_hosts: Vec::new(),
            open: false,
            edit_token: None,
        }
    }
}

/// A bound socket with its rules, not yet answering.
pub struct Server {
    listener: std::net::TcpListener,
    address: SocketAddr,
    guard: Guard,
    /// Whether the desk's page may hold the token: it was made for this run and only this machine
    /// can read it.
    pub token_in_page: bool,
    open: bool,
}

impl Server {
    /// Binds the first free port and settles who may ask.
    ///
    /// # Errors
    /// [`Error::Machine`] when no port is free or the address is not this machine's.
    pub fn bind(options: &Options, report: &Report) -> Result<Self> {
        let listener = bind_next_free(options.host, options.port)?;
        let here = std::path::Path::new("the preview's socket");
        let failed = |cause: std::io::Error| Error::io("prepare", here, &cause);
        listener.set_nonblocking(true).map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let local = options.host.is_loopback();
        let token = match (&options.edit_token, local) {
            (Some(token), _) => Some(token.clone()),
            (None, true) => Some(random_hex(16)),
            (None, false) => None,
        };
        if !local {
            report(&Notice::Warning(match token {
                Some(_) => {
                    "the preview is open to other machines; they need --allow-host NAME to see it, and the token to edit"
                }
                None => {
                    "the preview is open to other machines; they need --allow-host NAME to see it. Editing is off: give --edit-token to turn it on"
                }
            }));
        }
        let allow_hosts = options
            .allow_hosts
            .iter()
            .map(|name| name.to_ascii_lowercase());
        Ok(Self {
            listener,
            address,
            guard: Guard {
                allow_hosts: allow_hosts.collect(),
                token,
            },
            token_in_page: local && options.edit_token.is_none(),
            open: options.open,
        })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Who may ask, for routes that are added to [`Server::run`].
    pub fn guard(&self) -> &Guard {
        &self.guard
    }

    /// Answers until the process ends: `own` under its paths, the site everywhere else.
    ///
    /// # Errors
    /// [`Error::Machine`] when the runtime cannot start.
    pub fn run<S: Snapshot>(self, live: Arc<Live<S>>, own: Router, report: &Report) -> Result<()> {
        let here = std::path::Path::new("the preview");
        let failed = |cause: std::io::Error| Error::io("start", here, &cause);
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .max_blocking_threads(8)
            .enable_all()
            .build()
            .map_err(failed)?;
        let url = format!("http://{}/", shown(self.address));
        let desk = format!("{url}_desk/");
        report(&Notice::Listening {
            url: &url,
            desk: self.guard.token.is_some().then_some(&desk),
        });
        if self.open && open::that_detached(&url).is_err() {
            report(&Notice::Warning("no browser could be opened"));
        }
        let router = router(live, self.guard, own);
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(self.listener).map_err(failed)?;
            connection::serve(listener, router).await;
            Ok(())
        })
    }
}

/// All addresses with the rules that stand before them.
fn router<S: Snapshot>(live: Arc<Live<S>>, guard: Guard, own: Router) -> Router {
    let script = || async { asset("text/javascript; charset=utf-8", stream::SCRIPT.as_bytes()) };
    let style = || async { asset("text/css; charset=utf-8", stream::STYLE.as_bytes()) };
    let context = stream::Context {
        live: live.clone(),
        guard: guard.clone(),
    };
    Router::new()
        .route("/_dateline/client.js", get(script))
        .route("/_dateline/client.css", get(style))
        .route(
            "/_dateline/events",
            get(stream::listen::<S>).with_state(context),
        )
        .merge(own)
        .fallback(axum::routing::any(pages::answer::<S>).with_state(live))
        .layer(from_fn_with_state(guard, watchman))
}

/// Stands before every address: turns away who may not ask, and marks every answer as for this
/// origin only.
async fn watchman(State(guard): State<Guard>, request: Request, next: Next) -> Response {
    let (head, body) = request.into_parts();
    let mut response = match guard.admit(&head) {
        Ok(()) => next.run(Request::from_parts(head, body)).await,
        Err(refusal) => refused(refusal),
    };
    let headers = response.headers_mut();
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("same-origin"),
    );
    response
}

/// The answer to who was turned away.
pub(crate) fn refused(refusal: Refusal) -> Response<Body> {
    let mut response = pages::plain(refusal.status, refusal.why);
    if refusal.status == StatusCode::METHOD_NOT_ALLOWED {
        let allowed = HeaderValue::from_static("POST");
        response
            .headers_mut()
            .insert(axum::http::header::ALLOW, allowed);
    }
    response
}

fn bind_next_free(host: IpAddr, wanted: u16) -> Result<std::net::TcpListener> {
    let mut last = None;
    for port in wanted..=wanted.saturating_add(PORTS) {
        match std::net::TcpListener::bind((host, port)) {
            Ok(listener) => return Ok(listener),
            Err(cause) if cause.kind() == std::io::ErrorKind::AddrInUse => last = Some(cause),
            Err(cause) => {
                last = Some(cause);
                break;
            }
        }
    }
    let cause = last.expect("at least one port was tried");
    Err(Error::Machine {
        operation: "listen on",
        path: SocketAddr::new(host, wanted).to_string().into(),
        cause: cause.to_string(),
        hint: "choose another --port or --host".into(),
    })
}

/// The address as a browser on this machine writes it.
fn shown(address: SocketAddr) -> SocketAddr {
    if address.ip().is_unspecified() {
        SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), address.port())
    } else {
        address
    }
}

/// Random bytes from the system, as hexadecimal digits.
fn random_hex(bytes: usize) -> String {
    let mut raw = vec![0; bytes];
    getrandom::fill(&mut raw).expect("the system gives random bytes");
    raw.iter().map(|byte| format!("{byte:02x}")).collect()
}
