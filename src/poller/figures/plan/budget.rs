//! How many calls may be made, and when.

use std::time::Duration;

/// Calls a minute that a region may cost: half of what the service takes, for its quota is shared
/// with others of the account.
pub(super) const A_MINUTE: f64 = 250.0;
/// Calls that may be made at once after a rest; they are part of the budget.
const BURST: f64 = 10.0;

/// Calls that are left.
#[derive(Debug)]
pub(super) struct Budget {
    /// Calls that may be made now, and when that was counted; less than none where an answer took
    /// more calls than one.
    left: f64,
    counted: Duration,
    /// How many profiles share the budget of the region.
    sharing: u32,
}

impl Budget {
    pub(super) fn new() -> Self {
        Self {
            left: BURST,
            counted: Duration::ZERO,
            sharing: 1,
        }
    }

    /// So many profiles share it.
    pub(super) fn share(&mut self, profiles: u32) {
        self.sharing = profiles.max(1);
    }

    /// How long so many calls take.
    pub(super) fn time_of(&self, calls: usize) -> Duration {
        let minutes = calls as f64 / (A_MINUTE / f64::from(self.sharing));
        Duration::from_secs_f64(minutes * 60.0)
    }

    /// So many calls were made.
    pub(super) fn spend(&mut self, calls: usize) {
        self.left -= calls as f64;
    }

    /// When the next call may be made.
    pub(super) fn next(&mut self, now: Duration) -> Duration {
        let rate = (A_MINUTE - BURST) / 60.0 / f64::from(self.sharing);
        let passed = now.saturating_sub(self.counted).as_secs_f64();
        self.left = (self.left + passed * rate).min(BURST);
        self.counted = now;
        let missing = (1.0 - self.left).max(0.0);
        now.saturating_add(Duration::from_secs_f64(missing / rate))
    }
}
