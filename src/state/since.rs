//! Since when the list marks what changed: a moment that is typed.

use super::now::Now;
use super::span;
use crate::model::EpochMs;
use crate::timezone::TimeZone;
use jiff::civil::Time;

/// What turns the marks off.
pub const OFF: &str = "off";
const DAY: i64 = 24 * 60 * 60 * 1000;

/// Reads what is typed: `02:14` is the last time that it was that, `2026-11-29 02:14` and `2026-11-29`
/// are meant in the zone that is shown, `90m`, `2h` and `1d` are so long ago, `off` is no moment.
/// Nothing is read of what cannot be understood, and of what is still to come.
pub fn parse(text: &str, now: Now, zone: &TimeZone) -> Option<Option<EpochMs>> {
    let text: String = text.chars().map(span::narrow).collect();
    let text = text.trim().to_lowercase();
    if text == OFF {
        return Some(None);
    }
    let at = ago(&text, now)
        .or_else(|| last(&text, now, zone))
        .or_else(|| span::begin(&text.to_uppercase(), zone));
    at.filter(|at| *at <= now.wall).map(Some)
}

/// So long ago.
fn ago(text: &str, now: Now) -> Option<EpochMs> {
    let unit = text.chars().last()?;
    let ms = match unit {
        'm' => 60_000,
        'h' => 60 * 60_000,
        'd' => DAY,
        _ => return None,
    };
    let number: i64 = text.strip_suffix(unit)?.parse().ok()?;
    let long = number.checked_mul(ms).filter(|ms| *ms >= 0)?;
    Some(now.wall.saturating_sub(long))
}

/// The last time that it was this time of day.
fn last(text: &str, now: Now, zone: &TimeZone) -> Option<EpochMs> {
    let forms = ["%H:%M:%S", "%H:%M"];
    let time = forms
        .iter()
        .find_map(|form| Time::strptime(form, text).ok())?;
    let at = |wall: EpochMs| {
        let day = zone.format(wall, "%Y-%m-%d")?;
        zone.moment(day.parse::<jiff::civil::Date>().ok()?.to_datetime(time))
    };
    let days = [now.wall, now.wall.saturating_sub(DAY)];
    days.into_iter().filter_map(at).find(|at| *at <= now.wall)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::timezone::Times;
    use jiff::tz::Offset;
    use std::time::Duration;

    /// 2026-11-20 00:00 UTC.
    const MIDNIGHT: EpochMs = 1_795_132_800_000;
    const HOUR: i64 = 3_600_000;

    fn read(text: &str, zone: &TimeZone) -> Option<Option<i64>> {
        let now = Now {
            uptime: Duration::ZERO,
            wall: MIDNIGHT + 3 * HOUR,
        };
        parse(text, now, zone).map(|at| at.map(|at| (at - MIDNIGHT) / 60_000))
    }

    #[test]
    fn a_moment_is_a_time_of_day_a_date_or_so_long_ago() {
        let utc = TimeZone::default();
        for (text, minutes) in [
            ("02:14", 134),
            (" ０２：１４ ", 134),
            ("02:14:59", 134),
            ("23:50", -10),
            ("2026-11-20", 0),
            ("2026-11-19 22:00", -120),
            ("2026-11-19T22:00:00Z", -120),
            ("90m", 90),
            ("2H", 60),
            ("1d", -1260),
        ] {
            assert_eq!(read(text, &utc), Some(Some(minutes)), "{text}");
        }
        assert_eq!(read("off", &utc), Some(None));
    }

    #[test]
    fn it_is_meant_in_the_zone_that_is_shown() {
        // It is 11:00 there.
        let zone = TimeZone::new(Times::Local, jiff::tz::TimeZone::fixed(Offset::constant(8)));
        assert_eq!(read("10:30", &zone), Some(Some(150)));
        assert_eq!(read("11:30", &zone), Some(Some(-1230)));
        assert_eq!(read("2026-11-20", &zone), Some(Some(-480)));
        // It is 04:00 of the next day there.
        let now = Now {
            uptime: Duration::ZERO,
            wall: MIDNIGHT + 20 * HOUR,
        };
        let at = MIDNIGHT + 19 * HOUR + HOUR / 2;
        assert_eq!(parse("03:30", now, &zone), Some(Some(at)));
    }

    #[test]
    fn what_is_no_moment_or_still_to_come_is_not_read() {
        for text in [
            "",
            "2:60",
            "25:00",
            "yesterday",
            "2026-02-30",
            "2026-11-21",
            "-5m",
            "m",
            "5",
            "on",
            "99999999999999999d",
        ] {
            assert_eq!(read(text, &TimeZone::default()), None, "{text}");
        }
    }
}
