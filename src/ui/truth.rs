//! How far the screen can be believed, in one word of data: the top line and an empty list both
//! speak from it, so that they never contradict each other.

use crate::api::ErrorKind;
use crate::state::State;
use crate::state::remote::Freshness;
use std::time::Duration;

/// How the list stands, the loudest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Truth {
    /// The sign-in was refused; nothing is sent until the user asks.
    Locked,
    /// The service has not been reached for this long.
    Offline(Duration),
    /// The credential may not list.
    Denied,
    /// The first answer is awaited.
    Loading,
    /// Something else failed, and nothing is known.
    Failed,
    /// What is known is this old.
    Stale(Duration),
    /// Parts of the list are missing.
    Partial,
    /// What is known is new enough, but the newest attempt failed.
    FreshBut,
    /// All is well.
    Fresh,
}

impl Truth {
    /// How the list stands now.
    #[must_use]
    pub fn of(state: &State) -> Self {
        let listing = &state.listing;
        if let Some(failure) = &listing.failure {
            match failure.error.kind {
                ErrorKind::Unauthorized | ErrorKind::Locked => return Self::Locked,
                ErrorKind::Unreachable | ErrorKind::Timeout => {
                    return Self::Offline(state.now.since(failure.since));
                }
                ErrorKind::Forbidden => return Self::Denied,
                ErrorKind::NotFound
                | ErrorKind::Throttled
                | ErrorKind::Refused
                | ErrorKind::Server
                | ErrorKind::TooLarge
                | ErrorKind::Undecodable
                | ErrorKind::Setup => {}
            }
        }
        match listing.freshness(state.now, state.fleet.period()) {
            Freshness::Loading => Self::Loading,
            Freshness::Failed => Self::Failed,
            Freshness::Stale(age) => Self::Stale(age),
            Freshness::Fresh if !state.fleet.coverage.missing.is_empty() => Self::Partial,
            Freshness::Fresh if listing.failure.is_some() => Self::FreshBut,
            Freshness::Fresh => Self::Fresh,
        }
    }
}

/// How many instances there are, as far as that is known: none is something else than no answer.
#[must_use]
pub fn number(state: &State) -> Option<usize> {
    let coverage = &state.fleet.coverage;
    let answered = coverage.total.is_some() && coverage.missing.is_empty();
    (answered || !state.fleet.is_empty()).then(|| state.fleet.len())
}
