//! The clocks, read in one place.

use crate::state::now::Now;
use rustix::time::{ClockId, Timespec, clock_gettime};
use std::time::Duration;

/// Tells the time since it was made.
#[derive(Clone, Copy, Debug)]
pub struct Stopwatch {
    started: Duration,
}

impl Default for Stopwatch {
    fn default() -> Self {
        Self::new()
    }
}

impl Stopwatch {
    /// Starts now.
    pub fn new() -> Self {
        Self {
            started: since_boot(),
        }
    }

    /// Now, on both clocks.
    pub fn now(&self) -> Now {
        Now {
            uptime: since_boot().saturating_sub(self.started),
            wall: jiff::Timestamp::now().as_millisecond(),
        }
    }
}

/// Time since boot, sleep included: what was read before the machine slept must not look fresh
/// when it wakes.
fn since_boot() -> Duration {
    let Timespec { tv_sec, tv_nsec } = clock_gettime(ClockId::Boottime);
    let seconds = u64::try_from(tv_sec).unwrap_or(0);
    Duration::new(seconds, u32::try_from(tv_nsec).unwrap_or(0))
}
