//! The tab of live figures: how far back it goes, the time under its cursor, what was read for it,
//! and what there is to draw.

mod grid;
mod kept;

use super::State;
use super::figures::FiguresStanding;
use super::now::Now;
use super::remote::stale_after;
use super::row::Row;
use super::view::Pane;
use crate::api::ApiError;
use crate::figures::{FiguresKind, FiguresPart, FiguresRead, Part, Range, Trace};
use crate::model::{EpochMs, InstanceKey, Metric, Point, Scope};
pub use grid::Grid;
use kept::Kept;
use std::cmp::Reverse;
use std::sync::Arc;
use std::time::Duration;
use strum::VariantArray as _;

/// What the tab shows, of whatever instance is open.
#[derive(Clone, Debug, Default)]
pub struct Live {
    pub range: Range,
    /// The time under the cursor, by the clock of Cloud Eye.
    cursor: Option<EpochMs>,
    kept: Kept,
}

/// One chart: a figure of the instance, or of one of its nodes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    pub metric: Metric,
    pub node: Option<Arc<str>>,
    pub against: Against,
}

/// What a chart is drawn against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Against {
    Nothing,
    /// From where on used storage is critical.
    Storage,
    /// From where on memory blocks publishers.
    Watermark,
    /// The chart of this figure: both have one scale.
    ScaleOf(Metric),
}

/// The charts of an instance, and those of each of its nodes.
const OF_INSTANCE: [(Metric, Against); 7] = [
    (Metric::Ready, Against::Nothing),
    (Metric::Unacknowledged, Against::Nothing),
    (Metric::Publish, Against::ScaleOf(Metric::DeliverGet)),
    (Metric::DeliverGet, Against::ScaleOf(Metric::Publish)),
    (Metric::Connections, Against::Nothing),
    (Metric::Consumers, Against::Nothing),
    (Metric::InstanceDisk, Against::Storage),
];
const OF_NODE: [(Metric, Against); 2] = [
    (Metric::Memory, Against::Watermark),
    (Metric::Cpu, Against::Nothing),
];

/// Whether the 24 bits that are kept of a value have all of it: up to here whole numbers, and
/// thousandths.
fn is_exact(value: f64) -> bool {
    let most = if value.fract() == 0.0 {
        16_777_216.0
    } else {
        8_192.0
    };
    value.abs() < most
}

/// What stands in one place of the tab.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Slot {
    Chart(Chart),
    /// The queues with most messages.
    Queues,
}

/// What there is of a series.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Known<'a> {
    Measured(Trace<'a>),
    /// It is being read.
    Awaited,
    /// It could not be read.
    Failed(&'a ApiError),
    /// It was read, and nothing was measured.
    Nothing,
}

/// A value of a chart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured {
    pub point: Point,
    /// Whether it is as it came: of one that is not the newest seven digits are kept.
    pub is_exact: bool,
}

/// When a range was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadAt {
    pub at: Now,
    /// From when on it is too old to pass for new, as time since the start.
    pub stale_from: Duration,
}

/// A span of time in steps, both in ms: its begin and its end are whole steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    pub begin: EpochMs,
    /// The first time that is not in it.
    pub end: EpochMs,
    pub step: i64,
}

impl Window {
    fn of(range: Range, end: EpochMs) -> Self {
        let step = range.step();
        let end = end - end.rem_euclid(step);
        let begin = end - range.span();
        Self { begin, end, step }
    }

    /// The step that a time is in, or the nearest one.
    fn nearest(self, at: EpochMs) -> EpochMs {
        let step = at - at.rem_euclid(self.step);
        step.clamp(self.begin, self.end - self.step)
    }
}

impl Live {
    /// Keeps nothing of another instance than the one that is open, and no cursor once none is.
    pub fn keep(&mut self, opened: Option<&InstanceKey>) {
        if self.kept.keep(opened) && opened.is_none() {
            self.cursor = None;
        }
    }

    /// Takes in what was read of the instance that is open.
    pub fn take(&mut self, scope: &Scope, read: &FiguresRead, now: Now) {
        self.kept.take(scope, read, now);
    }

    /// What was read of the range that is shown.
    pub fn read(&self) -> Option<&kept::Reading> {
        self.kept.get(self.range)
    }

    /// Shows a longer or shorter range, if there is one.
    pub fn step_range(&mut self, longer: bool) {
        if let Some(range) = self.next_range(longer) {
            self.range = range;
        }
    }

    /// The range after this one, or before it.
    pub fn next_range(&self, longer: bool) -> Option<Range> {
        let at = Range::VARIANTS.iter().position(|one| *one == self.range)?;
        let next = if longer { at + 1 } else { at.checked_sub(1)? };
        Range::VARIANTS.get(next).copied()
    }

    /// Whether a time is pointed at.
    pub fn has_cursor(&self) -> bool {
        self.cursor.is_some()
    }

    pub fn drop_cursor(&mut self) {
        self.cursor = None;
    }
}

/// Where the cursor goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Earlier,
    Later,
    Earliest,
    Latest,
}

impl State {
    /// What the tab shows of an instance, two and two: its own figures, then memory and CPU of each
    /// node.
    pub fn slots(&self, row: &Row) -> Vec<Slot> {
        let own = OF_INSTANCE.map(|(metric, against)| Chart {
            metric,
            node: None,
            against,
        });
        let nodes = row.figures.nodes().iter().flat_map(|node| {
            OF_NODE.map(|(metric, against)| Chart {
                metric,
                node: Some(Arc::clone(&node.name)),
                against,
            })
        });
        let own = own.into_iter().map(Slot::Chart);
        let nodes = nodes.map(Slot::Chart);
        own.chain([Slot::Queues]).chain(nodes).collect()
    }

    /// The charts among them.
    pub fn charts(&self, row: &Row) -> impl Iterator<Item = Chart> + use<> {
        let slots = self.slots(row).into_iter();
        slots.filter_map(|slot| match slot {
            Slot::Chart(chart) => Some(chart),
            Slot::Queues => None,
        })
    }

    /// What there is of the series of a chart in the range that is shown.
    pub fn series<'a>(&'a self, row: &'a Row, chart: &Chart) -> Known<'a> {
        let (metric, node) = (chart.metric, chart.node.as_deref());
        let stretch = self.live.read().map(|read| &read.stretch);
        let trace = match (self.live.range, node) {
            (Range::Hour, None) => row.figures.trace(metric),
            (Range::Hour, Some(name)) => {
                let own = row.figures.nodes().iter();
                let mut own = own.filter(|node| &*node.name == name);
                let hour = stretch.and_then(|hour| hour.trace(metric, node));
                hour.or_else(|| own.next().and_then(|node| node.trace(metric)))
            }
            (_, _) => stretch.and_then(|read| read.trace(metric, node)),
        };
        let window = self.window(row);
        let seen = |trace: &Trace<'_>| {
            window.is_some_and(|window| trace.since(window.begin).next().is_some())
        };
        match trace.filter(seen) {
            Some(trace) => Known::Measured(trace),
            None if self.awaits_of(row, node.is_some()) => self.awaited(row),
            None => Known::Nothing,
        }
    }

    /// What a chart shows of a time, or of now where none is given; where there is no value, what
    /// there is of its series.
    pub fn measured<'a>(
        &'a self,
        row: &'a Row,
        chart: &Chart,
        at: Option<EpochMs>,
    ) -> Result<Measured, Known<'a>> {
        let known = self.series(row, chart);
        let found = match (at, known) {
            (Some(at), Known::Measured(trace)) => trace.of_step(at).map(|point| Measured {
                point,
                is_exact: trace.last() == Some(point) || is_exact(point.value),
            }),
            (Some(_), Known::Awaited | Known::Failed(_) | Known::Nothing) => None,
            (None, _) => self.current(row, chart).map(|point| Measured {
                point,
                is_exact: true,
            }),
        };
        found.ok_or(known)
    }

    /// The newest value of a chart, if it says something about now.
    fn current(&self, row: &Row, chart: &Chart) -> Option<Point> {
        let now = self.profiles.get(&row.key.scope)?.figures.time(self.now);
        match &chart.node {
            None => row.figures.current(chart.metric, now),
            Some(name) => {
                let mut nodes = row.figures.nodes().iter();
                let node = nodes.find(|node| node.name == *name)?;
                node.current(chart.metric, now)
            }
        }
    }

    /// The queues of an instance, those with most messages first; those of which that is not known
    /// are last.
    pub fn queues<'a>(&self, row: &'a Row) -> Vec<&'a Part> {
        let now = self.profiles.get(&row.key.scope);
        let now = now.map(|profile| profile.figures.time(self.now));
        let waiting = |queue: &Part| {
            let ready = queue.current(Metric::QueueReady, now?)?;
            Some(ready.value as i64)
        };
        let mut queues: Vec<&Part> = row.figures.queues().iter().collect();
        queues.sort_by_key(|queue| Reverse(waiting(queue)));
        queues
    }

    /// When the range that is shown was read; nothing of the hour, which goes on with the newest
    /// values.
    pub fn range_read(&self) -> Option<ReadAt> {
        let range = self.live.range;
        let read = self.live.read().filter(|_| range != Range::Hour)?;
        Some(ReadAt {
            at: read.at,
            stale_from: read.at.uptime.saturating_add(stale_after(range.pace())),
        })
    }

    /// Whether something of the range that is shown has still to come.
    pub fn awaits(&self, row: &Row) -> bool {
        let has_nodes = !row.figures.nodes().is_empty();
        self.awaits_of(row, false) || has_nodes && self.awaits_of(row, true)
    }

    /// Whether what is of the instance has still to come, or what is of its nodes: the hour of the
    /// one is in its row.
    fn awaits_of(&self, row: &Row, of_nodes: bool) -> bool {
        match (self.live.range, of_nodes) {
            (Range::Hour, false) => !row.figures.has_hour(),
            (Range::Hour, true) | (Range::SixHours | Range::Day | Range::Week, _) => {
                self.live.read().is_none()
            }
        }
    }

    fn awaited(&self, row: &Row) -> Known<'_> {
        match self.charts_stand(row) {
            FiguresStanding::Denied(error) | FiguresStanding::Failing(error, _) => {
                Known::Failed(error)
            }
            FiguresStanding::Off | FiguresStanding::Loading | FiguresStanding::Read => {
                Known::Awaited
            }
        }
    }

    /// How the range that is shown stands, and what else charts are drawn from: what fails first.
    pub fn charts_stand(&self, row: &Row) -> FiguresStanding<'_> {
        let Some(profile) = self.profiles.get(&row.key.scope) else {
            return FiguresStanding::Off;
        };
        let range = FiguresKind::Range(self.live.range);
        match profile.figures.part(FiguresPart::Values(range)) {
            failed @ (FiguresStanding::Denied(_) | FiguresStanding::Failing(..)) => failed,
            FiguresStanding::Off | FiguresStanding::Loading | FiguresStanding::Read => {
                profile.figures()
            }
        }
    }

    /// The span of time that is shown: up to when was asked, so that time alone moves nothing.
    /// Nothing before the first answer.
    pub fn window(&self, row: &Row) -> Option<Window> {
        let range = self.live.range;
        let asked = row.figures.asked();
        let end = match range {
            Range::Hour => asked,
            // While it is read, its frame stands already.
            Range::SixHours | Range::Day | Range::Week => {
                self.live.read().map(|read| read.stretch.until).or(asked)
            }
        };
        end.map(|end| Window::of(range, end))
    }

    /// The time under the cursor, in the span that is shown.
    pub fn pointed(&self, row: &Row) -> Option<EpochMs> {
        let window = self.window(row)?;
        self.live.cursor.map(|at| window.nearest(at))
    }

    /// Moves the cursor by so many steps; the first key brings it, to where the newest value is: of the
    /// instance, where it has one, for those of nodes can be newer.
    pub fn point(&mut self, step: Step, count: usize) {
        let Some((row, window)) = self
            .subject_row()
            .and_then(|row| Some((row, self.window(row)?)))
        else {
            return;
        };
        let own = OF_INSTANCE.iter();
        let own = own.filter_map(|(metric, _)| Some(row.figures.last(*metric)?.at));
        let newest = own.max().or_else(|| row.figures.newest());
        let newest = newest.unwrap_or(window.end);
        let from = self.pointed(row);
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        let by = window.step.saturating_mul(count);
        let to = match (step, from) {
            (Step::Earliest, _) => window.begin,
            (Step::Latest, _) => newest,
            (Step::Earlier | Step::Later, None) => newest,
            (Step::Earlier, Some(at)) => at.saturating_sub(by),
            (Step::Later, Some(at)) => at.saturating_add(by),
        };
        self.live.cursor = Some(window.nearest(to));
    }

    /// How its charts are laid out on the screen as it is.
    pub fn live_grid(&self, row: &Row) -> Grid {
        Grid::of(self.size, self.slots(row).len())
    }

    /// What is to be read for the tab: longer ranges whole, and of the hour what rows do not keep.
    pub fn range_to_read(&self) -> Option<(InstanceKey, Range)> {
        let key = self.view.opened.as_ref()?;
        let profile = self.profiles.get(&key.scope)?;
        let shown = self.view.tab == Pane::Live && profile.figures() != FiguresStanding::Off;
        shown.then(|| (key.clone(), self.live.range))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_drawn_is_what_is_read() {
        assert_eq!(OF_INSTANCE.map(|(metric, _)| metric), Range::OF_INSTANCE);
        assert_eq!(OF_NODE.map(|(metric, _)| metric), Range::OF_NODE);
    }
}
