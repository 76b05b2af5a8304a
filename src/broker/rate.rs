//! How fast a counter goes up.

use crate::model::broker::Counter;
use std::collections::HashMap;
use std::hash::Hash;
use std::time::Duration;

/// The broker takes a sample every 5 s: between two of them its own rate is 0.0 in many answers,
/// though the counter moves.
const SAMPLE: Duration = Duration::from_secs(5);

/// Rates of counters, by what they count.
#[derive(Clone, Debug)]
pub struct Rates<K> {
    seen: HashMap<K, Seen>,
}

#[derive(Clone, Copy, Debug)]
struct Seen {
    total: u64,
    /// When it was first seen so high.
    at: Duration,
    rate: Option<f64>,
}

impl<K> Default for Rates<K> {
    fn default() -> Self {
        let seen = HashMap::new();
        Self { seen }
    }
}

impl<K: Hash + Eq> Rates<K> {
    /// How fast a counter goes up, in a second: what the broker says, unless that is nothing or 0.0
    /// while it moves; then its change over the time between two changes. One that goes down, as
    /// when a node restarts, has no rate.
    pub fn take(&mut self, key: K, counter: Counter, now: Duration) -> Option<f64> {
        let Some(total) = counter.total else {
            return counter.rate;
        };
        let Some(before) = self.seen.get(&key).copied() else {
            let (at, rate) = (now, None);
            self.seen.insert(key, Seen { total, at, rate });
            return counter.rate;
        };
        let passed = now.saturating_sub(before.at);
        let seen = match total.checked_sub(before.total) {
            None => Seen {
                total,
                at: now,
                rate: None,
            },
            // It may move with the next sample only.
            Some(0) if passed <= SAMPLE + SAMPLE => before,
            Some(moved) if passed.is_zero() => Seen {
                total,
                rate: before.rate.filter(|_| moved == 0),
                ..before
            },
            Some(moved) => Seen {
                total,
                at: now,
                #[allow(clippy::cast_precision_loss, reason = "a rate is no count")]
                rate: Some(moved as f64 / passed.as_secs_f64()),
            },
        };
        let fell = total < before.total;
        self.seen.insert(key, seen);
        match counter.rate {
            _ if fell => None,
            Some(rate) if rate > 0.0 => Some(rate),
            said => seen.rate.or(said),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counter(total: u64, rate: f64) -> Counter {
        Counter {
            total: Some(total),
            rate: Some(rate),
        }
    }

    #[test]
    fn a_rate_that_is_zero_while_its_counter_moves_is_taken_from_the_counter() {
        let mut rates = Rates::default();
        let mut take =
            |total, rate, at| rates.take("q", counter(total, rate), Duration::from_secs(at));
        assert_eq!(take(100, 0.0, 0), Some(0.0));
        assert_eq!(take(200, 0.0, 5), Some(20.0));
        // Between two samples it stays.
        assert_eq!(take(200, 0.0, 8), Some(20.0));
        assert_eq!(take(300, 21.5, 10), Some(21.5));
        // It stands.
        assert_eq!(take(300, 0.0, 25), Some(0.0));
        // A node was restarted.
        assert_eq!(take(7, 0.0, 30), None);
        assert_eq!(take(57, 0.0, 35), Some(10.0));
    }

    #[test]
    fn what_is_not_measured_has_no_rate() {
        let mut rates = Rates::default();
        assert_eq!(rates.take("q", Counter::default(), Duration::ZERO), None);
        let said = Counter {
            total: None,
            rate: Some(3.0),
        };
        assert_eq!(rates.take("q", said, Duration::from_secs(5)), Some(3.0));
    }
}
