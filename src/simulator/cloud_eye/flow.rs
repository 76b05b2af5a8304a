//! Flow control: how many calls of one operation are answered in a minute.
//!
//! The Cloud Eye API reference has 500 for each of the two batch queries and 300 for the list of
//! metrics. What is refused counts for nothing, so that a full minute without calls always clears it.

use jiff::{SignedDuration, Timestamp};

use super::refusal;
use crate::simulator::refusal::Refusal;

/// The calls of every operation that has a limit.
#[derive(Clone, Debug, Default)]
pub struct FlowControl {
    /// Version 1 of the batch query.
    pub queries: Minute,
    /// Version 2 of it.
    pub queries_of_all: Minute,
    /// The list of metrics.
    pub lists: Minute,
}

/// A minute that begins with a call, and the calls since then.
#[derive(Clone, Copy, Debug, Default)]
pub struct Minute {
    began: Option<Timestamp>,
    calls: u32,
}

impl Minute {
    /// Lets one more call in, or refuses it.
    pub fn admit(&mut self, limit: u32, now: Timestamp) -> Result<(), Refusal> {
        let minute = SignedDuration::from_mins(1);
        if self
            .began
            .is_none_or(|began| now.duration_since(began) >= minute)
        {
            *self = Self {
                began: Some(now),
                calls: 0,
            };
        }
        refusal::TOO_MANY.unless(self.calls < limit)?;
        self.calls += 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minute_has_its_calls_and_what_is_refused_does_not_prolong_it() {
        let (mut minute, mut now) = (Minute::default(), Timestamp::UNIX_EPOCH);
        let mut after = |seconds| {
            now += SignedDuration::from_secs(seconds);
            minute.admit(2, now).is_ok()
        };
        let answered = [0, 30, 29, 1, 0, 59, 1].map(&mut after);
        assert_eq!(answered, [true, true, false, true, true, false, true]);
    }
}
