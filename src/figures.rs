//! What was measured of one instance, as far as it was read from Cloud Eye.
//!
//! A [`Table`] is what is measured of one thing in steps of time, a [`Trace`] one series of that;
//! [`Figures`] are all of an instance and its nodes.
//! What was not measured is a gap, never 0. Times are those of Cloud Eye's clock. Pure data: who
//! reads it, and when, is the poller's business; what follows from it is said by the findings.

mod queues;
mod range;
mod read;
mod table;
mod trace;

use crate::model::{EpochMs, Level, Metric, Point, Series};
use queues::Queues;
pub use range::{Range, Stretch};
pub use read::{FiguresAnswer, FiguresKind, FiguresPart, FiguresRead, QueueNames, Values};
use std::sync::Arc;
pub use table::Table;
pub use trace::Trace;

/// The raw step of everything: a minute, in ms.
pub const MINUTE: i64 = 60_000;
/// A value is as good as new for this long, in ms: Cloud Eye has it one to three minutes late.
pub const FRESH: i64 = 5 * MINUTE;
/// A value older than this, in ms, says nothing about now.
pub const USABLE: i64 = 10 * MINUTE;

/// Minutes that are kept of an instance's figures.
const INSTANCE_MINUTES: usize = 60;
/// Minutes that are kept of a node's figures.
pub const NODE_MINUTES: usize = 16;
/// Minutes that are kept of a queue's figures.
const QUEUE_MINUTES: usize = 60;
/// Steps of [`DISK_STEP`] that are kept of how full the disk is: a day.
const DISK_STEPS: usize = 72;
/// The step of a day's figures, in ms.
pub const DISK_STEP: i64 = 20 * MINUTE;

/// The figures of one instance. It takes no room before the first answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figures(Option<Box<Measured>>);

#[derive(Clone, Debug, Default, PartialEq)]
struct Measured {
    instance: Option<Table>,
    /// By name.
    nodes: Vec<Part>,
    /// Those of an instance that was opened.
    queues: Option<Box<Queues>>,
    disk: Option<Table>,
    /// Until when the newest values were asked for.
    asked: Option<EpochMs>,
    has_hour: bool,
    has_node_minutes: bool,
}

/// A node or a queue of an instance, with figures of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// As Cloud Eye calls it, such as `dms-vm-5f0c1a2b-rabbitmq-0`, or `shop__orders` for a queue of a
    /// vhost.
    pub name: Arc<str>,
    measured: Table,
}

impl Figures {
    /// The metrics that are read of every instance all the time.
    pub fn watched() -> impl Iterator<Item = Metric> {
        Metric::of(Level::Instance).iter().copied()
    }

    /// Takes minutes of a series in: those of queues only where [`Self::name_queues`] named them.
    pub fn take(&mut self, series: &Series, points: &[Point]) {
        self.take_of(series.metric, series.part.as_ref(), points);
    }

    fn take_of(&mut self, metric: Metric, name: Option<&Arc<str>>, points: &[Point]) {
        let measured = self.measured();
        let table = match (metric.level(), name) {
            (Level::Instance, _) => measured.instance.get_or_insert_with(|| {
                Table::new(Metric::of(Level::Instance), MINUTE, INSTANCE_MINUTES)
            }),
            (Level::Node, Some(name)) => part(&mut measured.nodes, name, Level::Node, NODE_MINUTES),
            (Level::Queue, Some(name)) if !points.is_empty() => match &mut measured.queues {
                Some(queues) => part(&mut queues.measured, name, Level::Queue, QUEUE_MINUTES),
                None => return,
            },
            (Level::Queue, _) | (Level::Node, None) => return,
        };
        table.take(metric, points);
    }

    /// Takes steps of [`DISK_STEP`] of how full the disk is.
    pub fn take_disk(&mut self, points: &[Point]) {
        let disk = || Table::new(&[Metric::InstanceDisk], DISK_STEP, DISK_STEPS);
        let kept = &mut self.measured().disk;
        let disk = kept.get_or_insert_with(disk);
        disk.take(Metric::InstanceDisk, points);
    }

    /// Notes that everything up to this time was asked for: what is not here was not measured.
    pub fn asked_until(&mut self, at: EpochMs) {
        let asked = &mut self.measured().asked;
        *asked = (*asked).max(Some(at));
    }

    /// Until when the newest values were asked for; nothing before the first answer.
    pub fn asked(&self) -> Option<EpochMs> {
        self.0.as_ref()?.asked
    }

    /// The minutes of a figure of the instance.
    pub fn trace(&self, metric: Metric) -> Option<Trace<'_>> {
        self.0.as_ref()?.instance.as_ref()?.trace(metric)
    }

    /// The newest value of a figure of the instance, however old.
    pub fn last(&self, metric: Metric) -> Option<Point> {
        self.trace(metric)?.last()
    }

    /// The newest value, if it says something about now.
    pub fn current(&self, metric: Metric, now: EpochMs) -> Option<Point> {
        self.last(metric).filter(|point| is_usable(*point, now))
    }

    /// The newest value, if it said something about the time up to which was asked last.
    pub fn known(&self, metric: Metric) -> Option<f64> {
        let point = self.current(metric, self.asked()?)?;
        Some(point.value)
    }

    /// How full the fullest disk was, a day long, in steps of [`DISK_STEP`].
    pub fn disk(&self) -> Option<Trace<'_>> {
        self.0.as_ref()?.disk.as_ref()?.trace(Metric::InstanceDisk)
    }

    /// The nodes that have figures, by name.
    pub fn nodes(&self) -> &[Part] {
        self.0.as_ref().map_or(&[], |measured| &measured.nodes)
    }

    /// The newest value of anything.
    pub fn newest(&self) -> Option<EpochMs> {
        let measured = self.0.as_ref()?;
        let nodes = measured.nodes.iter().map(|node| &node.measured);
        let all = measured.instance.iter().chain(nodes);
        all.filter_map(Table::newest).max()
    }

    /// Whether a figure was ever measured.
    pub fn is_empty(&self) -> bool {
        self.newest().is_none()
    }

    /// Whether nothing of it was asked for yet.
    pub fn is_unread(&self) -> bool {
        self.0.is_none()
    }

    fn measured(&mut self) -> &mut Measured {
        self.0.get_or_insert_default()
    }
}

impl Part {
    /// The minutes of a figure of it.
    pub fn trace(&self, metric: Metric) -> Option<Trace<'_>> {
        self.measured.trace(metric)
    }

    /// The newest value, however old.
    pub fn last(&self, metric: Metric) -> Option<Point> {
        self.trace(metric)?.last()
    }

    /// The newest value, if it says something about now.
    pub fn current(&self, metric: Metric, now: EpochMs) -> Option<Point> {
        self.last(metric).filter(|point| is_usable(*point, now))
    }
}

/// What was measured of the part of this name, by which they are in order: figures of a level, of
/// which so many minutes are kept.
fn part<'a>(
    parts: &'a mut Vec<Part>,
    name: &Arc<str>,
    level: Level,
    minutes: usize,
) -> &'a mut Table {
    // All series of an answer have the same text: only the first one is compared.
    if let Some(at) = parts.iter().position(|part| Arc::ptr_eq(&part.name, name)) {
        return &mut parts[at].measured;
    }
    let place = parts.binary_search_by(|part| part.name.cmp(name));
    if let Ok(at) = place {
        parts[at].name = Arc::clone(name);
    }
    let at = place.unwrap_or_else(|at| {
        let part = Part {
            name: Arc::clone(name),
            measured: Table::new(Metric::of(level), MINUTE, minutes),
        };
        parts.insert(at, part);
        at
    });
    &mut parts[at].measured
}

/// Whether a value says something about now.
fn is_usable(point: Point, now: EpochMs) -> bool {
    now.saturating_sub(point.at) <= USABLE
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::InstanceId;

    fn series(metric: Metric, part: Option<&str>) -> Series {
        Series {
            metric,
            instance: InstanceId::new("I").unwrap(),
            part: part.map(Into::into),
        }
    }

    fn point(minute: i64, value: f64) -> Point {
        Point {
            at: minute * MINUTE,
            value,
        }
    }

    #[test]
    fn figures_are_found_by_what_they_are_of() {
        let mut figures = Figures::default();
        figures.take(&series(Metric::Ready, None), &[point(5, 7.0)]);
        figures.take(&series(Metric::Alive, Some("n-1")), &[point(6, 1.0)]);
        figures.take(&series(Metric::Alive, Some("n-0")), &[point(6, 0.0)]);
        figures.take(&series(Metric::QueueReady, Some("q")), &[point(9, 1.0)]);
        assert_eq!(figures.last(Metric::Ready), Some(point(5, 7.0)));
        assert_eq!(figures.last(Metric::Consumers), None);
        let nodes = figures.nodes().iter();
        let alive: Vec<_> = nodes.map(|node| node.last(Metric::Alive)).collect();
        assert_eq!(alive, [Some(point(6, 0.0)), Some(point(6, 1.0))]);
        assert_eq!(figures.newest(), Some(6 * MINUTE));
    }

    #[test]
    fn a_value_says_nothing_about_now_after_ten_minutes() {
        let mut figures = Figures::default();
        figures.take(&series(Metric::Ready, None), &[point(5, 7.0)]);
        let at = |minute: i64| figures.current(Metric::Ready, minute * MINUTE);
        assert_eq!([at(15), at(16)], [Some(point(5, 7.0)), None]);
    }
}
