//! Time as the state sees it: handed in with every event, never asked for.

use crate::model::EpochMs;
use std::time::Duration;

/// One point in time on two clocks. Ages of what we fetched go by `uptime`, which no clock change
/// can bend; ages of what the service dates go by `wall`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Now {
    /// Since the program started; only grows.
    pub uptime: Duration,
    /// UTC wall clock, ms.
    pub wall: EpochMs,
}

impl Now {
    /// How long before this moment `earlier` was; zero if it was not earlier.
    pub fn since(self, earlier: Self) -> Duration {
        self.uptime.saturating_sub(earlier.uptime)
    }
}

/// An age as people say it. It has few steps, so that text which shows it stays still.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Age {
    /// Less than a minute.
    Seconds,
    /// 1, 2, 5, 10, 20, 30 or 45 minutes at least.
    Minutes(u64),
    /// Whole hours.
    Hours(u64),
    /// Whole days.
    Days(u64),
}

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;
/// From here on an age is told in days.
const HOURS_END: u64 = 2 * DAY;
const MINUTE_STEPS: [u64; 7] = [1, 2, 5, 10, 20, 30, 45];

impl Age {
    /// The step `age` is on.
    pub fn of(age: Duration) -> Self {
        match steps(age).0 {
            0 => Self::Seconds,
            step @ 1..HOUR => Self::Minutes(step / MINUTE),
            step @ HOUR..HOURS_END => Self::Hours(step / HOUR),
            step => Self::Days(step / DAY),
        }
    }

    /// How old `age` must get for [`Age::of`] to answer something else.
    pub fn next_step(age: Duration) -> Duration {
        Duration::from_secs(steps(age).1)
    }
}

/// The last step up to an age, and the one after it, in seconds.
fn steps(age: Duration) -> (u64, u64) {
    let seconds = age.as_secs().min(u64::MAX - DAY);
    let every = |unit: u64| {
        let step = seconds / unit * unit;
        (step, step + unit)
    };
    match seconds {
        ..HOUR => {
            let steps = MINUTE_STEPS.map(|step| step * MINUTE);
            let next = steps.iter().position(|step| *step > seconds);
            let next = next.unwrap_or(steps.len());
            let last = next.checked_sub(1).map_or(0, |at| steps[at]);
            (last, steps.get(next).copied().unwrap_or(HOUR))
        }
        HOUR..HOURS_END => every(HOUR),
        _ => every(DAY),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_age_changes_exactly_at_its_next_step() {
        let mut age = Duration::ZERO;
        let mut steps = Vec::new();
        while age < Duration::from_secs(4 * DAY) {
            let next = Age::next_step(age);
            assert_eq!(Age::of(age), Age::of(next - Duration::from_secs(1)));
            assert_ne!(Age::of(age), Age::of(next));
            steps.push(Age::of(next));
            age = next;
        }
        assert_eq!(
            steps[..3],
            [Age::Minutes(1), Age::Minutes(2), Age::Minutes(5)]
        );
        assert_eq!(steps.last(), Some(&Age::Days(4)));
    }
}
