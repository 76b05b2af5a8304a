//! How the figures of one profile arrive: from another service than its list, so they stand or
//! fall by themselves.

use super::now::Now;
use super::remote::{Remote, Ticket};
use crate::api::{ApiError, Barrier, ErrorKind};
use crate::figures::{FiguresKind, FiguresPart};
use crate::findings::Clock;
use crate::model::EpochMs;
use std::collections::HashMap;
use std::time::Duration;

/// The part that says whether figures are read at all: the newest values.
pub const VALUES: FiguresPart = FiguresPart::Values(FiguresKind::Current);
/// How figures are read when nothing is known of it yet.
const PACE: Duration = Duration::from_secs(60);

/// How the figures of one profile stand.
#[derive(Clone, Debug)]
pub struct FiguresFeed {
    /// How the newest call for new values went.
    pub read: Remote<()>,
    /// ... and for each of the other parts.
    parts: HashMap<FiguresPart, Remote<()>>,
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
            parts: HashMap::new(),
            pace: PACE,
            rests: false,
            ahead: 0,
        }
    }
}

impl FiguresFeed {
    /// Takes in how a call for a part went; for values, how far the clock of Cloud Eye is ahead.
    pub fn take(
        &mut self,
        part: FiguresPart,
        asked: Ticket,
        now: Now,
        went: Result<Option<i64>, ApiError>,
    ) {
        self.rests = false;
        if let Ok(Some(ahead)) = went {
            self.ahead = ahead;
        }
        let went = went.map(|_| ());
        let denies = |error: &ApiError| locks(error) || denies_values(part, error);
        if part == VALUES || went.as_ref().is_err_and(denies) {
            self.read.take(asked, now, went.clone());
        }
        if part != VALUES {
            let read = self.parts.entry(part).or_default();
            read.take(asked, now, went);
        }
    }

    /// Whether a part beside the newest values was ever read.
    pub fn was_read(&self, part: FiguresPart) -> bool {
        let read = self.parts.get(&part);
        read.is_some_and(|read| read.known.is_some())
    }

    /// Whether the credential was refused, so that no part is asked for.
    pub fn is_locked(&self) -> bool {
        self.read
            .failure
            .as_ref()
            .is_some_and(|one| locks(&one.error))
    }

    /// What time it is by the clock of Cloud Eye.
    pub fn time(&self, now: Now) -> EpochMs {
        now.wall.saturating_add(self.ahead)
    }

    /// Now, by the clock of Cloud Eye and by ours.
    pub fn clock(&self, now: Now) -> Clock {
        let (eye, wall) = (self.time(now), now.wall);
        Clock { eye, wall }
    }

    /// How the newest values stand, where they are read at all.
    pub fn standing(&self) -> FiguresStanding<'_> {
        standing(&self.read)
    }

    /// How a part stands, where figures are read at all.
    pub fn part(&self, part: FiguresPart) -> FiguresStanding<'_> {
        if part == VALUES {
            return self.standing();
        }
        let read = self.parts.get(&part);
        let own = read.map_or(FiguresStanding::Loading, standing);
        if own == FiguresStanding::Loading
            && let FiguresStanding::Denied(error) = self.standing()
            && keeps(error, part)
        {
            return FiguresStanding::Denied(error);
        }
        own
    }
}

/// Whether a part is not asked for where the newest values are refused like this: the rest is of no use
/// without values, but rules of the user's are.
fn keeps(error: &ApiError, part: FiguresPart) -> bool {
    match part {
        FiguresPart::Values(_) | FiguresPart::Nodes | FiguresPart::Queues => true,
        FiguresPart::Alarms => locks(error),
    }
}

/// Whether no values can be read after this, the newest among them: all need the same right.
fn denies_values(part: FiguresPart, error: &ApiError) -> bool {
    match part {
        FiguresPart::Values(_) => error.kind == ErrorKind::Forbidden,
        FiguresPart::Nodes | FiguresPart::Queues | FiguresPart::Alarms => false,
    }
}

/// Whether no part can be read after this: the credential is refused.
fn locks(error: &ApiError) -> bool {
    error.kind.barrier() == Barrier::SignIn
}

fn standing(read: &Remote<()>) -> FiguresStanding<'_> {
    match (&read.failure, &read.known) {
        (Some(failure), _) => match failure.error.kind {
            ErrorKind::Forbidden | ErrorKind::Unauthorized => {
                FiguresStanding::Denied(&failure.error)
            }
            ErrorKind::NotFound
            | ErrorKind::Throttled
            | ErrorKind::Refused
            | ErrorKind::Server
            | ErrorKind::Unreachable
            | ErrorKind::Timeout
            | ErrorKind::TooLarge
            | ErrorKind::Undecodable
            | ErrorKind::Changed
            | ErrorKind::Defect
            | ErrorKind::Locked
            | ErrorKind::Setup => FiguresStanding::Failing(&failure.error, failure.since),
        },
        (None, Some(_)) => FiguresStanding::Read,
        (None, None) => FiguresStanding::Loading,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Operation;

    fn refused(kind: ErrorKind) -> Result<Option<i64>, ApiError> {
        Err(ApiError {
            kind,
            ..ApiError::defect(Operation::ReadFigures)
        })
    }

    #[test]
    fn values_of_any_kind_that_may_not_be_read_stand_for_all_of_them() {
        let now = Now::default();
        let disk = FiguresPart::Values(FiguresKind::Disk);
        let after = |part, went| {
            let mut feed = FiguresFeed::default();
            feed.take(part, 1, now, went);
            feed
        };
        // No other of them is asked for any more.
        let denied = after(disk, refused(ErrorKind::Forbidden));
        assert!(matches!(denied.standing(), FiguresStanding::Denied(_)));
        for (part, kind) in [
            (disk, ErrorKind::Server),
            (FiguresPart::Nodes, ErrorKind::Forbidden),
            (FiguresPart::Queues, ErrorKind::Forbidden),
            (FiguresPart::Alarms, ErrorKind::Forbidden),
        ] {
            let other = after(part, refused(kind));
            assert_eq!(other.standing(), FiguresStanding::Loading, "{part:?}");
        }
        let is_denied =
            |feed: &FiguresFeed, part| matches!(feed.part(part), FiguresStanding::Denied(_));
        let locked = after(VALUES, refused(ErrorKind::Unauthorized));
        for part in [disk, FiguresPart::Nodes, FiguresPart::Queues] {
            assert!(is_denied(&denied, part) && is_denied(&locked, part));
        }
        assert!(
            !is_denied(&denied, FiguresPart::Alarms) && is_denied(&locked, FiguresPart::Alarms)
        );
    }
}
