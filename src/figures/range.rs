//! How far back charts go, and what was read of one instance for one of them.

use super::{MINUTE, Table, Trace, Values};
use crate::model::{EpochMs, Level, Metric};
use std::sync::Arc;
use std::time::Duration;

/// A span of time up to now, in steps that Cloud Eye gives it in.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    Hash,
    strum::IntoStaticStr,
    strum::VariantArray,
    strum::VariantNames,
)]
#[strum(serialize_all = "kebab-case")]
pub enum Range {
    #[default]
    Hour,
    SixHours,
    Day,
    Week,
}

impl Range {
    /// How long it is, in ms.
    pub fn span(self) -> i64 {
        let hours = match self {
            Self::Hour => 1,
            Self::SixHours => 6,
            Self::Day => 24,
            Self::Week => 7 * 24,
        };
        hours * 60 * MINUTE
    }

    /// The time from one value to the next, in ms: the finest that Cloud Eye still has for all of
    /// it and gives in one call.
    pub fn step(self) -> i64 {
        match self {
            Self::Hour => MINUTE,
            Self::SixHours => 5 * MINUTE,
            Self::Day => 20 * MINUTE,
            Self::Week => 60 * MINUTE,
        }
    }

    /// How often it is asked for: when there is a new value. The hour goes on with the newest
    /// values, and only what is missing of them comes by this.
    pub fn pace(self) -> Duration {
        let step = match self {
            Self::Hour => 5 * MINUTE,
            Self::SixHours | Self::Day | Self::Week => self.step(),
        };
        Duration::from_millis(u64::try_from(step).unwrap_or(0))
    }

    /// The figures of the instance that charts show, two and two.
    pub const OF_INSTANCE: [Metric; 7] = [
        Metric::Ready,
        Metric::Unacknowledged,
        Metric::Publish,
        Metric::DeliverGet,
        Metric::Connections,
        Metric::Consumers,
        Metric::InstanceDisk,
    ];

    /// ... and those of each of its nodes.
    pub const OF_NODE: [Metric; 2] = [Metric::Memory, Metric::Cpu];
}

/// What was read of one instance for a range.
#[derive(Clone, Debug, PartialEq)]
pub struct Stretch {
    range: Range,
    /// Up to when was asked, by the clock of Cloud Eye.
    pub until: EpochMs,
    /// Of the instance, and of its nodes by name.
    tables: Vec<(Option<Arc<str>>, Table)>,
}

impl Stretch {
    /// Nothing of a range yet.
    pub fn new(range: Range) -> Self {
        Self {
            range,
            until: 0,
            tables: Vec::new(),
        }
    }

    /// Takes in what was asked up to a time.
    pub fn take(&mut self, until: EpochMs, values: &Values) {
        self.until = self.until.max(until);
        for (metric, part, points) in values.iter() {
            let same = |(known, _): &(Option<Arc<str>>, Table)| known.as_ref() == part;
            let at = self.tables.iter().position(same).unwrap_or_else(|| {
                let step = self.range.step();
                let keep = usize::try_from(self.range.span() / step).unwrap_or(1) + 1;
                let columns = match metric.level() {
                    Level::Instance => &Range::OF_INSTANCE[..],
                    Level::Node => &Range::OF_NODE[..],
                    Level::Queue => &[],
                };
                let table = Table::new(columns, step, keep);
                self.tables.push((part.cloned(), table));
                self.tables.len() - 1
            });
            self.tables[at].1.take(metric, points);
        }
    }

    /// A series of it, where that was asked for.
    pub fn trace(&self, metric: Metric, part: Option<&str>) -> Option<Trace<'_>> {
        let mut all = self.tables.iter();
        let (_, table) = all.find(|(of, _)| of.as_deref() == part)?;
        table.trace(metric)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{InstanceId, Point, Series};
    use strum::VariantArray as _;

    #[test]
    fn a_range_is_whole_steps_and_no_more_points_than_a_call_gives_of_eleven_series() {
        for range in Range::VARIANTS {
            assert_eq!(range.span() % range.step(), 0, "{range:?}");
            assert!(range.span() / range.step() * 11 <= 3000, "{range:?}");
        }
    }

    #[test]
    fn a_stretch_has_what_was_read_in_several_calls() {
        let mut week = Stretch::new(Range::Week);
        let hour = Range::Week.step();
        let series = |metric, part: Option<&str>| Series {
            metric,
            instance: InstanceId::new("I").unwrap(),
            part: part.map(Into::into),
        };
        let point = |at: i64, value| Point {
            at: at * hour,
            value,
        };
        week.take(
            200 * hour,
            &Values::from_iter([(
                series(Metric::Ready, None),
                vec![point(30, 7.0), point(199, 8.0)],
            )]),
        );
        week.take(
            200 * hour,
            &Values::from_iter([
                (series(Metric::Cpu, Some("n-0")), vec![point(40, 9.0)]),
                (series(Metric::Cpu, Some("n-1")), vec![point(40, 3.0)]),
            ]),
        );
        let at = |metric, part, at: i64| week.trace(metric, part).and_then(|one| one.at(at * hour));
        assert_eq!(at(Metric::Ready, None, 30), None, "older than a week");
        assert_eq!(at(Metric::Ready, None, 199), Some(8.0));
        assert_eq!(at(Metric::Cpu, Some("n-0"), 40), Some(9.0));
        assert_eq!(at(Metric::Cpu, Some("n-1"), 40), Some(3.0));
        assert_eq!(at(Metric::Cpu, Some("n-2"), 40), None);
        assert_eq!(at(Metric::Cpu, None, 40), None);
        assert_eq!(week.until, 200 * hour);
    }
}
