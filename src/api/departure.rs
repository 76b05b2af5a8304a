//! The moment in which a write leaves: when its connection is there, after every wait for a name,
//! a proxy, TCP and TLS, and before the first byte of the request.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use reqwest::ClientBuilder;
use tower::util::AndThenLayer;

tokio::task_local! {
    /// Of the write whose connection is being made.
    static LEAVING: Departure;
}

/// Asked at the last moment before a write leaves, with nothing left to wait for, whether it still
/// may. If not, nothing is sent.
#[derive(Clone)]
pub struct Departure(Arc<dyn Fn() -> bool + Send + Sync>);

impl Departure {
    /// A departure that asks this.
    pub fn new(may: impl Fn() -> bool + Send + Sync + 'static) -> Self {
        Self(Arc::new(may))
    }

    fn may_leave(&self) -> bool {
        (self.0)()
    }

    /// Sends what the future sends once this has been asked, over a client that
    /// [`asking`] made.
    pub(super) async fn before<F: Future>(self, sends: F) -> F::Output {
        LEAVING.scope(self, sends).await
    }
}

impl fmt::Debug for Departure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Departure")
    }
}

/// That a write may not leave any more.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("it was held back at the last moment")]
pub(super) struct HeldBack;

impl HeldBack {
    /// Whether an error comes of this.
    pub(super) fn is_in(error: &(dyn StdError + 'static)) -> bool {
        let is_here = error.is::<Self>();
        is_here || error.source().is_some_and(Self::is_in)
    }
}

/// A client that asks the departure of what is sent, each time that it has made a connection. It
/// must make one for every request.
pub(super) fn asking(builder: ClientBuilder) -> ClientBuilder {
    builder.connector_layer(AndThenLayer::new(connected))
}

async fn connected<C>(connection: C) -> Result<C, Box<dyn StdError + Send + Sync>> {
    match LEAVING.try_with(Departure::may_leave) {
        Ok(false) => Err(HeldBack.into()),
        // What is no write leaves when it likes.
        Ok(true) | Err(_) => Ok(connection),
    }
}
