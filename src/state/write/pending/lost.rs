//! A write whose answer was lost, and what may end the wait for its effect.
//!
//! That a reading shows nothing is no proof: a request can take effect long after its connection
//! broke. So absence counts only from a time on that fits the kind of write, only when two
//! different calls agree on it, and never for what would cost money or an outage if it were done
//! twice: there the user decides.

use crate::api::{ApiError, Operation};
use crate::model::EpochMs;
use crate::state::now::Now;
use crate::state::remote::Ticket;
use crate::state::write::mutation::MutationKind;
use std::time::Duration;

/// Two readings that show nothing are at least so far apart.
const APART: Duration = Duration::from_secs(10);

/// The wait for what may come of a write whose answer was lost.
#[derive(Clone, Debug, PartialEq)]
pub struct Lost {
    /// Only what is asked for from here on can show that nothing came of it.
    pub proves_from: Ticket,
    /// Why there was no answer; none for a write of an earlier run.
    pub why: Option<ApiError>,
    /// The newest reading by each call that showed nothing of it.
    pub looks: Vec<EmptyReading>,
    /// The first of them from `proves_from` on.
    first: Option<(Operation, Ticket)>,
}

/// A reading that showed nothing of a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EmptyReading {
    /// By which call.
    pub by: Operation,
    /// When its answer came, epoch milliseconds UTC.
    pub at: EpochMs,
}

/// What ends the wait when no effect is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum EndsBy {
    /// Two readings by different calls.
    Readings,
    /// The time alone: nothing that can be read tells.
    Time,
    User,
}

impl Lost {
    /// The answer was lost at `since`.
    pub(super) fn new(kind: MutationKind, since: Ticket, why: ApiError) -> Self {
        let shows = ticks(kind.facts().shows_within);
        Self::proving(since.saturating_add(shows), Some(why))
    }

    /// An earlier run sent it at `sent`; it is now `now`.
    pub(super) fn before(kind: MutationKind, sent: EpochMs, now: Now) -> Self {
        let age = u64::try_from(now.wall.saturating_sub(sent)).unwrap_or(0);
        let shows = kind.facts().shows_within;
        let left = shows.saturating_sub(Duration::from_millis(age));
        Self::proving(ticks(now.uptime.saturating_add(left)), None)
    }

    fn proving(proves_from: Ticket, why: Option<ApiError>) -> Self {
        Self {
            proves_from,
            why,
            looks: Vec::new(),
            first: None,
        }
    }

    /// From when on readings can show that nothing came of it, epoch milliseconds UTC.
    pub fn proves_at(&self, now: Now) -> EpochMs {
        let ms = |number: u128| EpochMs::try_from(number).unwrap_or(EpochMs::MAX);
        let left = ms(u128::from(self.proves_from)).saturating_sub(ms(now.uptime.as_millis()));
        now.wall.saturating_add(left)
    }

    /// The same after one more reading that showed nothing, and whether it is the second one by
    /// which no trace can be found.
    pub(super) fn without_trace(&self, by: Operation, asked: Ticket, at: EpochMs) -> (Self, bool) {
        let mut next = self.clone();
        next.looks.retain(|look| look.by != by);
        next.looks.push(EmptyReading { by, at });
        if asked < self.proves_from {
            return (next, false);
        }
        let (first, when) = *next.first.get_or_insert((by, asked));
        let is_second = first != by && asked >= when.saturating_add(ticks(APART));
        (next, is_second)
    }
}

/// A time as tickets count it.
fn ticks(time: Duration) -> Ticket {
    Ticket::try_from(time.as_millis()).unwrap_or(Ticket::MAX)
}
