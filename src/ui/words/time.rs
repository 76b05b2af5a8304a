//! Times, ages and durations. Dates are UTC.

use crate::model::EpochMs;
use crate::state::now::{Age, Now};
use std::time::Duration;

/// An age in as few cells as possible: `5m`, `3h`, `214d`.
pub fn age(age: Duration) -> String {
    match Age::of(age) {
        Age::Seconds => "<1m".to_owned(),
        Age::Minutes(minutes) => format!("{minutes}m"),
        Age::Hours(hours) => format!("{hours}h"),
        Age::Days(days) => format!("{days}d"),
    }
}

/// The age of something the service dates; nothing for what is dated in the future.
pub fn age_of(dated: EpochMs, now: Now) -> Option<String> {
    let ms = u64::try_from(now.wall.checked_sub(dated)?).ok()?;
    Some(age(Duration::from_millis(ms)))
}

/// How long until then; what should have been by now is due.
pub fn left(until: EpochMs, now: Now) -> String {
    let ms = u64::try_from(until.saturating_sub(now.wall)).unwrap_or(0);
    age(Duration::from_millis(ms))
}

/// Date and time, `2026-04-12 11:02`.
pub fn date(at: EpochMs) -> String {
    formatted(at, "%Y-%m-%d %H:%M")
}

/// Date and time with their zone, `2026-04-12 11:02 UTC`.
pub fn utc(at: EpochMs) -> String {
    date(at) + " UTC"
}

/// Date and time to the second, `2026-04-12 11:02:07`.
pub fn exact(at: EpochMs) -> String {
    formatted(at, "%Y-%m-%d %H:%M:%S")
}

/// A day, `2026-04-12`.
pub fn day(at: EpochMs) -> String {
    formatted(at, "%Y-%m-%d")
}

/// Time of day, `11:02`.
pub fn clock(at: EpochMs) -> String {
    formatted(at, "%H:%M")
}

fn formatted(at: EpochMs, format: &str) -> String {
    match jiff::Timestamp::from_millisecond(at) {
        Ok(time) => time.strftime(format).to_string(),
        Err(_) => super::UNKNOWN.to_owned(),
    }
}

/// How long something that has ended took: `40s`, `6m41s`, `2h05m`.
pub fn took(from: EpochMs, to: EpochMs) -> String {
    let seconds = to.saturating_sub(from).max(0) / 1000;
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
    match (hours, minutes) {
        (0, 0) => format!("{seconds}s"),
        (0, _) => format!("{minutes}m{:02}s", seconds % 60),
        _ => format!("{hours}h{minutes:02}m"),
    }
}

/// How long a call took: `432ms`, `2.1s`, `1m05s`; what is too short to have been measured is less
/// than a millisecond.
pub fn measured(took: Duration) -> String {
    let ms = i64::try_from(took.as_millis()).unwrap_or(i64::MAX);
    match ms {
        0 => "<1ms".to_owned(),
        1..1000 => format!("{ms}ms"),
        1000..60_000 => format!("{}.{}s", ms / 1000, ms % 1000 / 100),
        60_000.. => self::took(0, ms),
        ..0 => super::UNKNOWN.to_owned(),
    }
}

/// A pace: `12s`, `2m`.
pub fn pace(period: Duration) -> String {
    let seconds = period.as_secs();
    if seconds >= 60 && seconds.is_multiple_of(60) {
        format!("{}m", seconds / 60)
    } else {
        format!("{seconds}s")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_said_in_utc_and_durations_in_two_units_at_most() {
        assert_eq!(date(1_700_000_000_000), "2023-11-14 22:13");
        assert_eq!(clock(1_700_000_000_000), "22:13");
        assert_eq!(date(i64::MAX), "--");
        assert_eq!(took(0, 40_000), "40s");
        assert_eq!(took(0, 401_000), "6m41s");
        assert_eq!(took(0, 7_500_000), "2h05m");
        assert_eq!(took(9_000, 0), "0s");
        let measured = |ms| measured(Duration::from_millis(ms));
        assert_eq!(
            [0, 1, 999, 2_199, 65_000].map(measured),
            ["<1ms", "1ms", "999ms", "2.1s", "1m05s"]
        );
    }
}
