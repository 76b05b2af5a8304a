//! What was measured of one instance, as far as it was read from Cloud Eye.
//!
//! A [`Trace`] is one series in steps of time; [`Figures`] are all of an instance and its nodes.
//! What was not measured is a gap, never 0. Times are those of Cloud Eye's clock. Pure data: who
//! reads it, and when, is the poller's business; what follows from it is said by the findings.

mod queues;
mod range;
mod read;
mod trace;

use crate::model::{EpochMs, Level, Metric, Point, Series};
use queues::Queues;
pub use range::{Range, Stretch};
pub use read::{FiguresAnswer, FiguresKind, FiguresPart, FiguresRead, QueueNames, Values};
use std::sync::Arc;
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
    instance: Vec<(Metric, Trace)>,
    /// By name.
    nodes: Vec<Part>,
    /// Those of an instance that was opened.
    queues: Option<Box<Queues>>,
    disk: Option<Trace>,
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
    traces: Vec<(Metric, Trace)>,
}

impl Figures {
    /// The metrics that are read of every instance all the time.
    pub fn watched() -> impl Iterator<Item = Metric> {
        Metric::of(Level::Instance)
    }

    /// Takes minutes of a series in: those of queues only where [`Self::name_queues`] named them.
    pub fn take(&mut self, series: &Series, points: &[Point]) {
        let measured = self.measured();
        let (traces, keep) = match (series.metric.level(), &series.part) {
            (Level::Instance, _) => (&mut measured.instance, INSTANCE_MINUTES),
            (Level::Node, Some(name)) => {
                (&mut part(&mut measured.nodes, name).traces, NODE_MINUTES)
            }
            (Level::Queue, Some(name)) if !points.is_empty() => match &mut measured.queues {
                Some(queues) => (&mut part(&mut queues.measured, name).traces, QUEUE_MINUTES),
                None => return,
            },
            (Level::Queue, _) | (Level::Node, None) => return,
        };
        let at = traces.iter().position(|(known, _)| *known == series.metric);
        let at = at.unwrap_or_else(|| {
            if traces.is_empty() {
                traces.reserve_exact(Metric::of(series.metric.level()).count());
            }
            traces.push((series.metric, Trace::new(MINUTE, keep)));
            traces.len() - 1
        });
        traces[at].1.take(points);
    }

    /// Takes steps of [`DISK_STEP`] of how full the disk is.
    pub fn take_disk(&mut self, points: &[Point]) {
        let disk = || Trace::new(DISK_STEP, DISK_STEPS);
        let kept = &mut self.measured().disk;
        kept.get_or_insert_with(disk).take(points);
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
    pub fn trace(&self, metric: Metric) -> Option<&Trace> {
        find(&self.0.as_ref()?.instance, metric)
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
    pub fn disk(&self) -> Option<&Trace> {
        self.0.as_ref()?.disk.as_ref()
    }

    /// The nodes that have figures, by name.
    pub fn nodes(&self) -> &[Part] {
        self.0.as_ref().map_or(&[], |measured| &measured.nodes)
    }

    /// The newest value of anything.
    pub fn newest(&self) -> Option<EpochMs> {
        let measured = self.0.as_ref()?;
        let own = measured.instance.iter();
        let nodes = measured.nodes.iter().flat_map(|node| &node.traces);
        let last = own.chain(nodes).filter_map(|(_, trace)| trace.last());
        last.map(|point| point.at).max()
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
    pub fn trace(&self, metric: Metric) -> Option<&Trace> {
        find(&self.traces, metric)
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

/// The part of this name, by which they are in order.
fn part<'a>(parts: &'a mut Vec<Part>, name: &Arc<str>) -> &'a mut Part {
    let place = parts.binary_search_by(|part| part.name.cmp(name));
    let at = place.unwrap_or_else(|at| {
        let (name, traces) = (Arc::clone(name), Vec::new());
        parts.insert(at, Part { name, traces });
        at
    });
    &mut parts[at]
}

/// Whether a value says something about now.
fn is_usable(point: Point, now: EpochMs) -> bool {
    now.saturating_sub(point.at) <= USABLE
}

fn find(traces: &[(Metric, Trace)], metric: Metric) -> Option<&Trace> {
    let mut found = traces.iter().filter(|(known, _)| *known == metric);
    found.next().map(|(_, trace)| trace)
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
