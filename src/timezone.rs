//! The zone in which times of day are shown and typed: UTC, or that of this machine.

use clap::ValueEnum;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz;

/// Which times of day are shown.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum, strum::IntoStaticStr, strum::VariantNames,
)]
#[strum(serialize_all = "kebab-case")]
pub enum Times {
    /// UTC
    #[default]
    Utc,
    /// Of this machine's zone
    Local,
}

impl Times {
    /// The other one.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Utc => Self::Local,
            Self::Local => Self::Utc,
        }
    }
}

/// The zone of all times of day on screen. This machine's own is read once, at the start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeZone {
    pub times: Times,
    local: tz::TimeZone,
}

impl Default for TimeZone {
    fn default() -> Self {
        Self::new(Times::Utc, tz::TimeZone::UTC)
    }
}

impl TimeZone {
    /// These times, where this is the zone of the machine.
    pub fn new(times: Times, local: tz::TimeZone) -> Self {
        Self { times, local }
    }

    /// These times, with the zone that `TZ` or the system says; UTC where neither says one.
    pub fn of_system(times: Times) -> Self {
        Self::new(
            times,
            tz::TimeZone::try_system().unwrap_or(tz::TimeZone::UTC),
        )
    }

    fn rules(&self) -> &tz::TimeZone {
        const UTC: &tz::TimeZone = &tz::TimeZone::UTC;
        match self.times {
            Times::Utc => UTC,
            Times::Local => &self.local,
        }
    }

    /// A moment by a format of `strftime`; nothing for what no calendar reaches.
    pub fn format(&self, at: i64, format: &str) -> Option<String> {
        let time = Timestamp::from_millisecond(at).ok()?;
        let zoned = time.to_zoned(self.rules().clone());
        Some(zoned.strftime(format).to_string())
    }

    /// What tells the zone of a moment: `UTC`, or how far it is ahead then, such as `+08:00`.
    pub fn mark(&self, at: i64) -> String {
        let mark = match self.times {
            Times::Utc => None,
            Times::Local => self.format(at, "%:z"),
        };
        mark.unwrap_or_else(|| "UTC".to_owned())
    }

    /// The moment of a date and time in the zone, in milliseconds; a time that a change of the clock
    /// leaves out is that much later, and of one that comes twice the first is meant.
    pub fn moment(&self, time: DateTime) -> Option<i64> {
        let moment = self.rules().to_timestamp(time).ok()?;
        Some(moment.as_millisecond())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Clocks go from 03:00 back to 02:00 on 2026-10-25.
    const BERLIN: &str = "CET-1CEST,M3.5.0,M10.5.0/3";

    fn berlin(times: Times) -> TimeZone {
        TimeZone::new(times, tz::TimeZone::posix(BERLIN).unwrap())
    }

    #[test]
    fn a_moment_is_said_with_how_far_its_zone_is_ahead_on_that_day() {
        let (summer, winter) = (1_792_882_800_000, 1_792_890_000_000);
        let said = |times, at| {
            let zone = berlin(times);
            format!(
                "{} {}",
                zone.format(at, "%Y-%m-%d %H:%M").unwrap(),
                zone.mark(at)
            )
        };
        assert_eq!(said(Times::Utc, summer), "2026-10-24 23:00 UTC");
        assert_eq!(said(Times::Local, summer), "2026-10-25 01:00 +02:00");
        assert_eq!(
            said(Times::Local, winter + 3_600_000),
            "2026-10-25 03:00 +01:00"
        );
        assert_eq!(berlin(Times::Local).format(i64::MAX, "%Y"), None);
    }

    #[test]
    fn a_time_is_read_in_the_zone_in_which_it_is_said() {
        let time = DateTime::new(2026, 7, 1, 8, 0, 0, 0).unwrap();
        let utc = berlin(Times::Utc).moment(time).unwrap();
        assert_eq!(berlin(Times::Local).moment(time), Some(utc - 2 * 3_600_000));
        // 02:30 is left out in March, and comes twice in October.
        for (month, day, hours) in [(3, 29, 1), (10, 25, 2)] {
            let time = DateTime::new(2026, month, day, 2, 30, 0, 0).unwrap();
            let utc = berlin(Times::Utc).moment(time).unwrap();
            let moment = berlin(Times::Local).moment(time);
            assert_eq!(moment, Some(utc - hours * 3_600_000), "{time}");
        }
    }
}
