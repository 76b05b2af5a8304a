//! Periods, and which points of a series there are to give.
//!
//! The rules are those of the Cloud Eye API reference, batch query: a call gets at most 3,000 points
//! and has a longest window for each period, and where it asks for more, `from` is moved later and
//! the status stays 200. `from` is rounded down to a multiple of the period, an aggregated point
//! carries the start of its period, and nothing is given before its period has ended and the lag
//! has passed.

use jiff::{SignedDuration, Timestamp};

/// A minute, the step of raw data, in milliseconds.
pub const MINUTE: i64 = 60_000;
pub const HOUR: i64 = 60 * MINUTE;
pub const DAY: i64 = 24 * HOUR;
/// How many points one call may get of all its series together.
const POINTS: i64 = 3000;

/// What one point stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// The word in a request: seconds, and `1` for raw data.
    word: &'static str,
    /// Milliseconds from one point to the next.
    pub step: i64,
    /// The longest window of one call, in milliseconds.
    longest: i64,
    /// How long its points are kept, in milliseconds (retention, page of 2025-11).
    kept: i64,
}

const fn period(word: &'static str, step: i64, longest: i64, kept: i64) -> Period {
    Period {
        word,
        step,
        longest,
        kept,
    }
}

/// The longest window of `60` is not documented; it is that of raw data.
const PERIODS: [Period; 7] = [
    period("1", MINUTE, 4 * HOUR, 2 * DAY),
    period("60", MINUTE, 4 * HOUR, 2 * DAY),
    period("300", 5 * MINUTE, DAY, 2 * DAY),
    period("1200", 20 * MINUTE, 3 * DAY, 155 * DAY),
    period("3600", HOUR, 10 * DAY, 155 * DAY),
    period("14400", 4 * HOUR, 30 * DAY, 155 * DAY),
    period("86400", DAY, 180 * DAY, 155 * DAY),
];

impl Period {
    pub const RAW: Self = PERIODS[0];

    pub fn named(word: &str) -> Option<Self> {
        PERIODS.into_iter().find(|period| period.word == word)
    }
}

/// The points that a call gets of each of its series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Begin of the first, in milliseconds.
    first: i64,
    /// Where there are no more, in milliseconds.
    end: i64,
    step: i64,
}

impl Window {
    /// The points from `from` to `to` (milliseconds; `to` exclusive) that can be read `now`, for a
    /// call for so many series.
    pub fn new(
        period: Period,
        (from, to): (i64, i64),
        series: usize,
        now: Timestamp,
        lag: SignedDuration,
    ) -> Self {
        let series = i64::try_from(series).unwrap_or(i64::MAX).max(1);
        let now = now.as_millisecond();
        let earliest = (to - period.longest).max(to - POINTS * period.step / series);
        let kept = (now - period.kept).div_euclid(period.step) * period.step + period.step;
        let first = from.max(earliest).div_euclid(period.step) * period.step;
        let lag = i64::try_from(lag.as_millis()).unwrap_or(i64::MAX);
        let ended = now.saturating_sub(lag) - period.step + 1;
        Self {
            first: first.max(kept),
            end: to.min(ended),
            step: period.step,
        }
    }

    /// Begin of each point, in milliseconds, earliest first.
    pub fn starts(self) -> impl Iterator<Item = i64> {
        std::iter::successors(Some(self.first), move |start| Some(start + self.step))
            .take_while(move |start| *start < self.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-06-01T08:00:20Z, in milliseconds.
    const NOW: i64 = 1_780_300_820_000;

    fn window(word: &str, from: i64, to: i64, series: usize) -> Vec<i64> {
        let now = Timestamp::from_millisecond(NOW).unwrap();
        let period = Period::named(word).unwrap();
        let lag = SignedDuration::from_secs(90);
        let window = Window::new(period, (from, to), series, now, lag);
        window.starts().collect()
    }

    /// The first and the last point in minutes from 08:00, and how many there are.
    fn minutes(word: &str, from: i64, to: i64, series: usize) -> (i64, i64, usize) {
        let points = window(word, NOW + from * MINUTE, NOW + to * MINUTE, series);
        let minute = |at: Option<&i64>| (at.unwrap() - (NOW - 20_000)) / MINUTE;
        (minute(points.first()), minute(points.last()), points.len())
    }

    #[test]
    fn the_newest_point_is_of_the_last_minute_that_ended_before_the_lag() {
        // 07:58:50 is the lag before now; the minute of 07:57 is the last that ended by then.
        assert_eq!(minutes("1", -6, 0, 1), (-6, -3, 4));
        assert_eq!(minutes("60", -6, 0, 1), (-6, -3, 4));
        assert!(window("1", NOW - 2 * MINUTE, NOW, 1).is_empty());
    }

    #[test]
    fn an_aggregated_point_is_there_when_its_period_has_ended() {
        assert_eq!(minutes("300", -10, 0, 1), (-10, -10, 1));
        assert_eq!(minutes("300", -8, 0, 1), (-10, -10, 1));
        assert_eq!(minutes("3600", -180, 0, 1), (-180, -120, 2));
        assert!(window("300", NOW - 4 * MINUTE, NOW, 1).is_empty());
    }

    #[test]
    fn more_than_3000_points_move_from_later() {
        assert_eq!(minutes("1", -59, -10, 50), (-59, -10, 50));
        let moved = window("1", NOW - 60 * MINUTE - 20_000, NOW - 20_000, 100);
        assert_eq!(moved.first(), Some(&(NOW - 20_000 - 30 * MINUTE)));
        let example = window("1", NOW - 3 * HOUR - 20_000, NOW - HOUR - 20_000, 300);
        assert_eq!(example.len(), 10);
        assert_eq!(minutes("300", -600, -60, 500), (-90, -60, 7));
    }

    #[test]
    fn every_period_has_a_longest_window() {
        for (word, days, count) in [
            ("300", 9, 288),
            ("1200", 9, 3 * 72),
            ("3600", 40, 240),
            ("14400", 90, 180),
        ] {
            let to = NOW - NOW.rem_euclid(DAY) - DAY;
            let to = if word == "300" {
                NOW - 20_000 - HOUR
            } else {
                to
            };
            assert_eq!(window(word, to - days * DAY, to, 1).len(), count, "{word}");
        }
        let hour_ago = NOW - 20_000 - HOUR;
        assert_eq!(window("1", hour_ago - DAY, hour_ago, 1).len(), 240);
    }

    #[test]
    fn fine_points_are_kept_for_two_days_and_coarse_ones_for_155() {
        let span = |word: &str, days: i64| {
            let from = NOW - 20_000 - days * DAY;
            window(word, from, from + 4 * HOUR, 1).len()
        };
        assert_eq!((span("1", 1), span("1", 3)), (240, 0));
        assert_eq!((span("300", 1), span("300", 3)), (48, 0));
        assert_eq!((span("1200", 3), span("1200", 156)), (12, 0));
        let edge = window("1", NOW - 2 * DAY - HOUR, NOW - 2 * DAY + HOUR, 1);
        assert_eq!(edge.first(), Some(&(NOW + 40_000 - 2 * DAY)));
    }
}
