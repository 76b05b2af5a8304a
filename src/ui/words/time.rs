//! Times, ages and durations. Times of day are those of the zone of the words.

use super::Words;
use crate::model::EpochMs;
use crate::say;
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

/// The age of something that came then, by our clock: in seconds below a minute. It changes with the
/// whole seconds of the clock.
pub fn fine(at: EpochMs, now: Now) -> String {
    let seconds = now.wall.div_euclid(1000) - at.div_euclid(1000);
    match u64::try_from(seconds).unwrap_or(0) {
        seconds @ ..60 => format!("{seconds}s"),
        seconds => age(Duration::from_secs(seconds)),
    }
}

/// An age in a sentence.
pub fn said(w: &Words, age: Duration) -> String {
    match Age::of(age) {
        Age::Seconds => w.text("time.age.seconds").to_owned(),
        Age::Minutes(n) => say!(w, "time.age.minutes", n),
        Age::Hours(n) => say!(w, "time.age.hours", n),
        Age::Days(n) => say!(w, "time.age.days", n),
    }
}

/// The age of something the service dates; nothing for what is dated in the future.
pub fn age_of(dated: EpochMs, now: Now) -> Option<String> {
    since(dated, now).map(age)
}

/// The same in a sentence.
pub fn said_since(w: &Words, dated: EpochMs, now: Now) -> Option<String> {
    since(dated, now).map(|age| said(w, age))
}

fn since(dated: EpochMs, now: Now) -> Option<Duration> {
    let ms = u64::try_from(now.wall.checked_sub(dated)?).ok()?;
    Some(Duration::from_millis(ms))
}

/// How long until then; what should have been by now is due.
pub fn left(until: EpochMs, now: Now) -> String {
    let ms = u64::try_from(until.saturating_sub(now.wall)).unwrap_or(0);
    age(Duration::from_millis(ms))
}

/// Date and time, `2026-04-12 11:02`, where something beside it says the zone.
pub fn date(w: &Words, at: EpochMs) -> String {
    formatted(w, at, "%Y-%m-%d %H:%M")
}

/// Date and time with their zone, `2026-04-12 11:02 UTC`.
pub fn zoned(w: &Words, at: EpochMs) -> String {
    format!("{} {}", date(w, at), w.time_zone.mark(at))
}

/// Date and time to the second with their zone, `2026-04-12 11:02:07 UTC`.
pub fn exact(w: &Words, at: EpochMs) -> String {
    let time = formatted(w, at, "%Y-%m-%d %H:%M:%S");
    format!("{time} {}", w.time_zone.mark(at))
}

/// A day with the zone it is one in, `2026-04-12 UTC`.
pub fn day(w: &Words, at: EpochMs) -> String {
    format!("{} {}", formatted(w, at, "%Y-%m-%d"), w.time_zone.mark(at))
}

/// Day and time of the last days, `04-12 11:02`, where something beside it says the zone.
pub fn recent(w: &Words, at: EpochMs) -> String {
    formatted(w, at, "%m-%d %H:%M")
}

/// Time of day, `11:02`, where something beside it says the zone.
pub fn clock(w: &Words, at: EpochMs) -> String {
    formatted(w, at, "%H:%M")
}

/// Time of day with its zone, `11:02 UTC`.
pub fn zoned_clock(w: &Words, at: EpochMs) -> String {
    format!("{} {}", clock(w, at), w.time_zone.mark(at))
}

/// The zone of the times in a table or a sentence.
pub fn zone(w: &Words) -> &str {
    w.named("time.zone", w.time_zone.times)
}

/// The same in a heading.
pub fn heading(w: &Words) -> &str {
    w.named("time.heading", w.time_zone.times)
}

fn formatted(w: &Words, at: EpochMs, format: &str) -> String {
    let time = w.time_zone.format(at, format);
    time.unwrap_or_else(|| super::UNKNOWN.to_owned())
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
    use crate::lang::Lang;
    use crate::timezone::{TimeZone, Times};
    use jiff::tz::Offset;

    #[test]
    fn an_age_below_a_minute_is_in_whole_seconds_of_the_clock() {
        let age = |wall: EpochMs| {
            let uptime = Duration::ZERO;
            fine(1_999, Now { uptime, wall })
        };
        assert_eq!([1_999, 2_000, 60_999].map(age), ["0s", "1s", "59s"]);
        assert_eq!([61_000, 0].map(age), ["1m", "0s"]);
    }

    #[test]
    fn times_are_said_with_their_zone_and_durations_in_two_units_at_most() {
        let at = 1_700_000_000_000;
        let w = Words::load(Lang::English).unwrap();
        assert_eq!(date(&w, at), "2023-11-14 22:13");
        assert_eq!(exact(&w, at), "2023-11-14 22:13:20 UTC");
        assert_eq!(date(&w, i64::MAX), "--");
        let shanghai = jiff::tz::TimeZone::fixed(Offset::constant(8));
        let w = w.in_zone(&TimeZone::new(Times::Local, shanghai));
        assert_eq!(zoned(&w, at), "2023-11-15 06:13 +08:00");
        assert_eq!(zoned_clock(&w, at), "06:13 +08:00");
        assert_eq!(day(&w, at), "2023-11-15 +08:00");
        assert_eq!((zone(&w), heading(&w)), ("local time", "LOCAL"));
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
