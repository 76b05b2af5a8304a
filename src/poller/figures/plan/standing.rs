//! Which parts of what is asked for can be asked for now: each waits by itself after a failure, so
//! that one that always fails keeps no other away.

use crate::api::{ApiError, ErrorKind, Operation};
use crate::figures::{FiguresKind, FiguresPart};
use crate::poller::backoff;
use std::collections::{HashMap, HashSet};
use std::time::Duration;

/// The first wait after a failure; it doubles up to a minute, which always clears the quota.
const FIRST_WAIT: Duration = Duration::from_secs(1);
/// Failures in a row of a part that is not waited for any more.
const MANY: u32 = 4;
const NEWEST: FiguresPart = FiguresPart::Values(FiguresKind::Current);

/// Failures in a row, and until when nothing is asked because of them.
#[derive(Clone, Copy, Debug, Default)]
struct Wait {
    failures: u32,
    until: Duration,
}

/// How each part stands, and what keeps all of them away.
#[derive(Debug, Default)]
pub(super) struct Standings {
    each: HashMap<FiguresPart, Wait>,
    /// Too many calls: the quota is one for all.
    all: Wait,
    /// What there is no right to do: it is not asked until the user does.
    denied: HashSet<Operation>,
    /// The credential was refused: nothing is.
    locked: bool,
}

impl Standings {
    /// From when on anything can be asked for.
    pub(super) fn all_from(&self) -> Duration {
        if self.locked {
            Duration::MAX
        } else {
            self.all.until
        }
    }

    /// From when on a part can be asked for.
    pub(super) fn from(&self, part: FiguresPart) -> Duration {
        // Nodes and queues are of no use where no value of them can be read.
        let useless = match part {
            FiguresPart::Nodes | FiguresPart::Queues => {
                self.denied.contains(&Operation::ReadFigures)
            }
            FiguresPart::Alarms | FiguresPart::Values(_) => false,
        };
        if useless || self.denied.contains(&operation(part)) {
            return Duration::MAX;
        }
        let own = self.each.get(&part).map_or(Duration::ZERO, |one| one.until);
        own.max(self.all_from())
    }

    /// Whether a part may be answered soon, though it failed: not what failed again and again.
    pub(super) fn may_come(&self, part: FiguresPart) -> bool {
        let failures = self.each.get(&part).map_or(0, |one| one.failures);
        self.from(part) < Duration::MAX && failures < MANY
    }

    /// A call for a part was answered. Cloud Eye is there: what matters most need not wait longer.
    pub(super) fn answered(&mut self, part: FiguresPart) {
        self.each.remove(&part);
        self.all = Wait::default();
        if let Some(newest) = self.each.get_mut(&NEWEST) {
            newest.until = Duration::ZERO;
        }
    }

    /// A call for a part failed.
    pub(super) fn failed(
        &mut self,
        part: FiguresPart,
        error: &ApiError,
        jitter: f64,
        now: Duration,
    ) {
        match error.kind {
            ErrorKind::Unauthorized | ErrorKind::Locked => self.locked = true,
            ErrorKind::Forbidden => {
                self.denied.insert(operation(part));
            }
            ErrorKind::Throttled => {
                self.all.more(error.retry_after, jitter, now);
                let own = self.each.entry(part).or_default();
                own.more(error.retry_after, jitter, now);
                // The others are asked for first.
                own.until = own.until.saturating_add(FIRST_WAIT);
            }
            ErrorKind::NotFound
            | ErrorKind::Refused
            | ErrorKind::Server
            | ErrorKind::Unreachable
            | ErrorKind::Timeout
            | ErrorKind::TooLarge
            | ErrorKind::Undecodable
            | ErrorKind::Changed
            | ErrorKind::Defect
            | ErrorKind::Setup => {
                let own = self.each.entry(part).or_default();
                own.more(error.retry_after, jitter, now);
            }
        }
    }

    /// The user wants everything asked for now, also what was refused.
    pub(super) fn reopen(&mut self) {
        *self = Self::default();
    }
}

impl Wait {
    /// One more failure.
    fn more(&mut self, asked: Option<Duration>, jitter: f64, now: Duration) {
        self.failures = self.failures.saturating_add(1);
        let wait = backoff::wait(self.failures, FIRST_WAIT, asked, jitter);
        self.until = self.until.max(now.saturating_add(wait));
    }
}

/// What a part is asked for by.
fn operation(part: FiguresPart) -> Operation {
    match part {
        FiguresPart::Nodes => Operation::ListSeries,
        FiguresPart::Queues => Operation::ShowHierarchy,
        FiguresPart::Alarms => Operation::ListAlarms,
        FiguresPart::Values(_) => Operation::ReadFigures,
    }
}
