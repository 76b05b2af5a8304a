//! How soon a broker is asked again: one that is in trouble is asked less.

use std::collections::VecDeque;
use std::time::Duration;

/// The broker takes a sample every 5 s: asking more often tells nothing new.
pub(super) const LEAST: Duration = Duration::from_secs(5);
/// The broker's own work takes at most a twentieth of its time.
const SHARE: u32 = 20;
/// Longest time between two reads, however long they take.
const MOST: Duration = Duration::from_secs(120);
/// ... and after failures.
const AFTER_FAILURES: [Duration; 4] = [
    Duration::from_secs(5),
    Duration::from_secs(10),
    Duration::from_secs(20),
    Duration::from_secs(60),
];
/// So many of the smallest answers are remembered.
const REMEMBERED: usize = 12;

/// How long answers take, and how many came to nothing in a row.
#[derive(Debug, Default)]
pub(super) struct Pace {
    /// How long the newest of the answers took that cost the broker nothing: the way there and back.
    way: VecDeque<Duration>,
    failures: usize,
}

impl Pace {
    /// An answer came that costs the broker next to nothing.
    pub(super) fn way(&mut self, took: Duration) {
        if self.way.len() == REMEMBERED {
            self.way.pop_front();
        }
        self.way.push_back(took);
    }

    /// All of the whole was read.
    pub(super) fn went_well(&mut self) {
        self.failures = 0;
    }

    /// The way there and back, as far as it is known.
    pub(super) fn least_way(&self) -> Duration {
        self.way.iter().min().copied().unwrap_or_default()
    }

    /// How long the broker rests from answers that took so long each.
    pub(super) fn owed(&self, took: &[Duration]) -> Duration {
        let way = self.least_way();
        let work = took.iter().map(|took| took.saturating_sub(way));
        let work: Duration = work.sum();
        work.saturating_mul(SHARE).min(MOST)
    }

    /// How long to wait after reading, with how long each answer took.
    pub(super) fn rest(&self, took: &[Duration]) -> Duration {
        self.owed(took).max(LEAST)
    }

    /// How long to wait after a failure.
    pub(super) fn rest_after_failure(&mut self) -> Duration {
        let last = AFTER_FAILURES.len() - 1;
        let rest = AFTER_FAILURES[self.failures.min(last)];
        self.failures += 1;
        rest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    #[test]
    fn a_broker_works_a_twentieth_of_its_time_and_the_way_is_no_work_of_its() {
        let mut pace = Pace::default();
        assert_eq!(pace.rest(&[ms(10), ms(20)]), LEAST);
        assert_eq!(pace.rest(&[ms(100), ms(400)]), ms(10_000));
        // Behind a slow link the same broker works as little as before.
        pace.way(ms(310));
        pace.way(ms(300));
        assert_eq!(pace.rest(&[ms(310), ms(320)]), LEAST);
        assert_eq!(pace.rest(&[ms(400), ms(700)]), ms(10_000));
        assert_eq!(pace.rest(&[ms(60_000)]), MOST);
        // A link that became slow is no slow broker.
        for _ in 0..REMEMBERED {
            pace.way(ms(900));
        }
        assert_eq!(pace.rest(&[ms(950)]), LEAST);
    }

    #[test]
    fn it_waits_longer_after_each_failure_and_no_longer_after_an_answer() {
        let mut pace = Pace::default();
        let rests: Vec<u64> = (0..5)
            .map(|_| pace.rest_after_failure().as_secs())
            .collect();
        assert_eq!(rests, [5, 10, 20, 60, 60]);
        pace.went_well();
        assert_eq!(pace.rest_after_failure(), ms(5_000));
    }
}
