//! Live reload: the event stream that open pages listen to, and the script that listens.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream::{self, Stream, StreamExt as _};
use tokio::sync::broadcast::error::RecvError;

use super::guard::Guard;
use super::live::{Live, Snapshot};

/// The script every previewed page carries.
pub(super) const SCRIPT: &str = include_str!("assets/client.js");
/// Its looks.
pub(super) const STYLE: &str = include_str!("assets/client.css");

/// What the stream needs.
pub(super) struct Context<S> {
    pub(super) live: Arc<Live<S>>,
    pub(super) guard: Guard,
}

impl<S> Clone for Context<S> {
    fn clone(&self) -> Self {
        Self {
            live: self.live.clone(),
            guard: self.guard.clone(),
        }
    }
}

/// Answers a page that wants to listen.
pub(super) async fn listen<S: Snapshot>(
    State(context): State<Context<S>>,
    headers: HeaderMap,
) -> Response {
    if let Err(refusal) = context.guard.admit_stream(&headers) {
        return super::refused(refusal);
    }
    let beat = KeepAlive::new().interval(Duration::from_secs(15));
    Sse::new(signals(&context.live))
        .keep_alive(beat)
        .into_response()
}

/// The signal of now, then each one that follows. A page that fell behind gets the newest.
fn signals<S: Snapshot>(
    live: &Arc<Live<S>>,
) -> impl Stream<Item = Result<Event, Infallible>> + use<S> {
    let (first, following) = live.subscribe();
    let live = live.clone();
    let rest = stream::unfold((following, live), |(mut following, live)| async {
        let signal = match following.recv().await {
            Ok(signal) => signal,
            Err(RecvError::Lagged(_)) => live.subscribe().0,
            Err(RecvError::Closed) => return None,
        };
        Some((signal, (following, live)))
    });
    let event = |signal: Arc<str>| Ok(Event::default().data(&*signal));
    stream::once(async { first }).chain(rest).map(event)
}
