//! Connections. In: a listening socket and the answers. Out: requests within their limits.
//!
//! 256 connections at once, 16 KB of head, ten seconds to send it: whoever passes a limit loses
//! the connection, and memory stays flat.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;

/// Connections answered at once.
pub(super) const CONNECTIONS: usize = 256;
/// Connections told at once that there are too many; more are closed without a word.
const POLITE_REFUSALS: usize = 32;
/// The longest head of a request.
pub(super) const HEAD_BYTES: usize = 16 * 1024;
/// How long a client may take to send it.
const HEAD_TIME: Duration = Duration::from_secs(10);

/// Accepts until the process ends.
pub(super) async fn serve(listener: TcpListener, router: Router) {
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let refusals = Arc::new(Semaphore::new(POLITE_REFUSALS));
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            // Out of file descriptors, or the client is gone already.
            tokio::time::sleep(Duration::from_millis(20)).await;
            continue;
        };
        if let Ok(place) = places.clone().try_acquire_owned() {
            let router = router.clone();
            tokio::spawn(async move {
                converse(stream, router).await;
                drop(place);
            });
        } else if let Ok(place) = refusals.clone().try_acquire_owned() {
            tokio::spawn(async move {
                let _ = tokio::time::timeout(Duration::from_millis(500), turn_away(stream)).await;
                drop(place);
            });
        }
    }
}

async fn converse(stream: TcpStream, router: Router) {
    // Small answers leave at once. A socket that cannot is no reason to stop.
    let _ = stream.set_nodelay(true);
    let mut http = hyper::server::conn::http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .max_buf_size(HEAD_BYTES)
        .half_close(false);
    let service = TowerToHyperService::new(router);
    // An error here is the client's: it hung up, or spoke no HTTP and was told so.
    let _ = http.serve_connection(TokioIo::new(stream), service).await;
}

/// Says 503 and waits for the client to take it, since closing with unread bytes would lose it.
async fn turn_away(mut stream: TcpStream) -> std::io::Result<()> {
    const BUSY: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\
        Retry-After: 1\r\nConnection: close\r\n\r\n";
    stream.write_all(BUSY).await?;
    stream.shutdown().await?;
    let mut rest = [0; 1024];
    while stream.read(&mut rest).await? > 0 {}
    Ok(())
}
