//! Where the simulator takes the time from: the system, or a test's own hand.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

/// A source of time. Clones of a manual clock share one time.
#[derive(Clone, Debug, Default)]
pub enum Clock {
    /// The system's wall clock.
    #[default]
    System,
    /// A clock that moves only when told to.
    Manual(Arc<Mutex<Timestamp>>),
}

impl Clock {
    /// A clock that stands still at 2026-06-01T08:00:00Z until [`Clock::advance`] moves it.
    ///
    /// With the same seed, a simulator on such a clock builds the same fleet to the last byte.
    pub fn manual() -> Self {
        Self::manual_at(Timestamp::constant(1_780_300_800, 0))
    }

    /// A clock that stands still at `start` until [`Clock::advance`] moves it.
    pub fn manual_at(start: Timestamp) -> Self {
        Self::Manual(Arc::new(Mutex::new(start)))
    }

    /// The time now, in UTC.
    pub fn now(&self) -> Timestamp {
        match self {
            Self::System => Timestamp::now(),
            Self::Manual(time) => *time.lock().unwrap_or_else(PoisonError::into_inner),
        }
    }

    /// Moves a manual clock forward. The system's clock moves by itself and ignores this.
    pub fn advance(&self, by: Duration) {
        match self {
            Self::System => {}
            Self::Manual(time) => {
                let mut time = time.lock().unwrap_or_else(PoisonError::into_inner);
                let step = SignedDuration::try_from(by).unwrap_or(SignedDuration::MAX);
                *time = time.saturating_add(step).unwrap_or(Timestamp::MAX);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manual_clock_moves_only_by_hand_and_for_all_its_clones() {
        let clock = Clock::manual();
        let other = clock.clone();
        clock.advance(Duration::from_secs(40));
        assert_eq!(other.now().to_string(), "2026-06-01T08:00:40Z");
    }
}
