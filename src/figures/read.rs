//! What one call of Cloud Eye gave of some instances.

use super::{FRESH, Figures};
use crate::model::{EpochMs, InstanceId, Point, Series};

/// Values of some instances, as one call gave them.
#[derive(Clone, Debug, PartialEq)]
pub struct FiguresRead {
    pub kind: FiguresKind,
    /// Up to when was asked, by the clock of Cloud Eye.
    pub until: EpochMs,
    /// How far that clock is ahead of ours, in ms.
    pub ahead: i64,
    /// The instances that were asked for, each with its series: also those without a value.
    pub instances: Vec<(InstanceId, Values)>,
}

/// Series of one instance with what was measured.
pub type Values = Vec<(Series, Vec<Point>)>;

/// What was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FiguresKind {
    /// The newest minutes of everything.
    Current,
    /// The last hour of the instance's own.
    Hour,
    /// The last minutes of its nodes, as many as are kept.
    NodeMinutes,
    /// How full the disk was in the last day.
    Disk,
}

impl Figures {
    /// Takes in what was read of the instance.
    pub fn read(&mut self, kind: FiguresKind, until: EpochMs, values: &[(Series, Vec<Point>)]) {
        for (series, points) in values {
            match kind {
                FiguresKind::Current | FiguresKind::Hour | FiguresKind::NodeMinutes => {
                    self.take(series, points);
                }
                FiguresKind::Disk => self.take_disk(points),
            }
        }
        match kind {
            FiguresKind::Current => self.asked_until(until),
            FiguresKind::Hour => self.measured().has_hour = true,
            FiguresKind::NodeMinutes => self.measured().has_node_minutes = true,
            FiguresKind::Disk => {}
        }
    }

    /// Whether nothing of this kind was asked for before.
    pub fn lacks(&self, kind: FiguresKind) -> bool {
        match kind {
            FiguresKind::Current => self.asked().is_none(),
            FiguresKind::Hour => !self.has_hour(),
            FiguresKind::NodeMinutes => !self.has_node_minutes(),
            FiguresKind::Disk => self.disk().is_none(),
        }
    }

    /// Whether the last hour was asked for, and not only the minutes since the start.
    pub fn has_hour(&self) -> bool {
        self.0.as_ref().is_some_and(|measured| measured.has_hour)
    }

    fn has_node_minutes(&self) -> bool {
        let measured = self.0.as_ref();
        measured.is_some_and(|measured| measured.has_node_minutes)
    }

    /// Whether the newest values and the minutes before them were asked for.
    pub fn is_read_of_late(&self) -> bool {
        let nodes = self.nodes().is_empty() || self.has_node_minutes();
        self.asked().is_some() && self.has_hour() && nodes
    }

    /// Whether everything was asked for that findings are made from.
    pub fn is_read(&self) -> bool {
        self.is_read_of_late() && self.disk().is_some()
    }

    /// Whether the newest value is too old to pass for new. Nothing was asked: nothing is old.
    pub fn is_old(&self, now: EpochMs) -> bool {
        let newest = self.newest();
        newest.is_some_and(|newest| now.saturating_sub(newest) > FRESH)
    }
}
