//! What one call of Cloud Eye gave of some instances.

use super::{FRESH, Figures, Range};
use crate::model::{Alarm, EpochMs, InstanceId, Metric, Point, Series};
use std::sync::Arc;

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

/// Series of one instance with what was measured. The points of all lie one behind the other: of a
/// large fleet there are thousands of series a second.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Values {
    /// Each with where its points end.
    series: Vec<(Of, usize)>,
    points: Vec<Point>,
}

/// What a series of one instance is of: a metric, and the node or queue where it is of one.
type Of = (Metric, Option<Arc<str>>);

impl Values {
    /// Each series with its points, in the order in which they were asked for.
    pub fn iter(&self) -> impl Iterator<Item = (Metric, Option<&Arc<str>>, &[Point])> {
        let mut from = 0;
        self.series.iter().map(move |((metric, part), to)| {
            let points = &self.points[from..*to];
            from = *to;
            (*metric, part.as_ref(), points)
        })
    }

    /// Whether nothing was measured.
    pub fn is_empty(&self) -> bool {
        self.points.is_empty()
    }
}

impl<P: IntoIterator<Item = Point>> FromIterator<(Series, P)> for Values {
    fn from_iter<I: IntoIterator<Item = (Series, P)>>(all: I) -> Self {
        let mut values = Self::default();
        for (series, points) in all {
            values.points.extend(points);
            let of = (series.metric, series.part);
            values.series.push((of, values.points.len()));
        }
        values
    }
}

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
    /// Minutes of the queues of an instance that is opened.
    Queues,
    /// Charts of an instance that is opened: they are kept beside its row.
    Range(Range),
}

/// The queues of an instance that is opened, by the names that Cloud Eye has for them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueueNames {
    pub instance: InstanceId,
    /// Those whose figures are read: no more than can be each minute.
    pub read: Vec<Arc<str>>,
    /// How many there are.
    pub of: usize,
}

/// What was read for a part.
#[derive(Clone, Debug, PartialEq)]
pub enum FiguresAnswer {
    /// Which nodes there are: whoever asks for figures knows now.
    Nodes,
    Queues(QueueNames),
    /// What fires in the project.
    Alarms(Vec<Alarm>),
    Values(FiguresRead),
}

/// A part of what is asked for of figures. Each stands or falls by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FiguresPart {
    /// Which nodes have figures.
    Nodes,
    /// Which queues have figures, of an instance that is opened.
    Queues,
    /// Which rules of the user's fire.
    Alarms,
    Values(FiguresKind),
}

impl Figures {
    /// Takes in what was read of the instance.
    pub fn read(&mut self, kind: FiguresKind, until: EpochMs, values: &Values) {
        for (metric, part, points) in values.iter() {
            match kind {
                FiguresKind::Current
                | FiguresKind::Hour
                | FiguresKind::NodeMinutes
                | FiguresKind::Queues => {
                    self.take_of(metric, part, points);
                }
                FiguresKind::Disk => self.take_disk(points),
                FiguresKind::Range(_) => {}
            }
        }
        match kind {
            FiguresKind::Current => self.asked_until(until),
            FiguresKind::Hour => self.measured().has_hour = true,
            FiguresKind::NodeMinutes => self.measured().has_node_minutes = true,
            FiguresKind::Disk | FiguresKind::Queues | FiguresKind::Range(_) => {}
        }
    }

    /// Whether nothing of this kind was asked for before.
    pub fn lacks(&self, kind: FiguresKind) -> bool {
        match kind {
            FiguresKind::Current => self.asked().is_none(),
            FiguresKind::Hour => !self.has_hour(),
            FiguresKind::NodeMinutes => !self.has_node_minutes(),
            FiguresKind::Disk => self.disk().is_none(),
            // They come for one that is opened, which does not move in the list for that.
            FiguresKind::Queues | FiguresKind::Range(_) => false,
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

    /// The same, where it has something of this kind at all: some instances have no nodes.
    pub fn lacks_for_findings(&self, kind: FiguresKind) -> bool {
        let has_none = kind == FiguresKind::NodeMinutes && self.nodes().is_empty();
        self.lacks(kind) && !has_none
    }

    /// Whether the newest value is too old to pass for new. Nothing was asked: nothing is old.
    pub fn is_old(&self, now: EpochMs) -> bool {
        let newest = self.newest();
        newest.is_some_and(|newest| now.saturating_sub(newest) > FRESH)
    }
}
