//! How the figures of one profile arrive: from another service than its list, so they stand or
//! fall by themselves.

use super::now::Now;
use super::remote::{Remote, Ticket};
use crate::api::{ApiError, ErrorKind};
use crate::model::EpochMs;
use std::time::Duration;

/// How figures are read when nothing is known of it yet.
const PACE: Duration = Duration::from_secs(60);

/// How the figures of one profile stand.
#[derive(Clone, Debug)]
pub struct FiguresFeed {
    /// How the newest call went.
    pub read: Remote<()>,
    /// How often every instance is read: each minute, or as seldom as the budget demands.
    pub pace: Duration,
    /// Whether everything that was due is answered.
    pub rests: bool,
    /// How far the clock of Cloud Eye is ahead of ours, in ms.
    ahead: i64,
}

/// What can be said of the figures of a profile.
#[derive(Clone, Debug, PartialEq)]
pub enum FiguresStanding<'a> {
    /// They are not read: turned off, or nobody knows where they are.
    Off,
    /// The first answer is awaited.
    Loading,
    /// They come.
    Read,
    /// The credential may not read them: nothing is asked until the user does.
    Denied(&'a ApiError),
    /// The newest calls failed, since then.
    Failing(&'a ApiError, Now),
}

impl Default for FiguresFeed {
    fn default() -> Self {
        Self {
            read: Remote::EMPTY,
            pace: PACE,
            rests: false,
            ahead: 0,
        }
    }
}

impl FiguresFeed {
    /// Takes in how a call went.
    pub fn take(&mut self, asked: Ticket, now: Now, went: Result<i64, ApiError>) {
        self.rests = false;
        if let Ok(ahead) = went {
            self.ahead = ahead;
        }
        self.read.take(asked, now, went.map(|_| ()));
    }

    /// What time it is by the clock of Cloud Eye.
    pub fn time(&self, now: Now) -> EpochMs {
        now.wall.saturating_add(self.ahead)
    }

    /// How the figures stand, where they are read at all.
    pub fn standing(&self) -> FiguresStanding<'_> {
        match (&self.read.failure, &self.read.known) {
            (Some(failure), _) => match failure.error.kind {
                ErrorKind::Forbidden | ErrorKind::Unauthorized => {
                    FiguresStanding::Denied(&failure.error)
                }
                _ => FiguresStanding::Failing(&failure.error, failure.since),
            },
            (None, Some(_)) => FiguresStanding::Read,
            (None, None) => FiguresStanding::Loading,
        }
    }
}
