//! What all instances of a scope come to together: how many are how bad, and what flows through them.
//! It is kept as rows are judged, so that it costs a frame nothing.

use super::State;
use super::view::FRAME_ROWS;
use crate::figures::Figures;
use crate::findings::Severity;
use crate::model::{EpochMs, Metric, Scope};

/// What is summed up: messages that wait, and messages in and out a second.
const SUMMED: [Metric; 3] = [Metric::Ready, Metric::Publish, Metric::DeliverGet];

/// What one instance adds to the sums, in thousandths: what was measured of it when it was judged
/// last, and said something about then.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flow([Option<i64>; SUMMED.len()]);

impl Flow {
    pub(super) fn of(figures: &Figures, now: EpochMs) -> Self {
        Self(SUMMED.map(|metric| {
            let point = figures.current(metric, now)?;
            Some((point.value * 1000.0) as i64)
        }))
    }
}

/// All instances of a scope together, but for those that are gone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pulse {
    /// How many have each severity, worst first.
    pub counts: [usize; Severity::ALL.len()],
    /// Of the figures that are summed, in their order.
    pub sums: [Sum; SUMMED.len()],
}

/// A sum of one figure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    thousandths: i128,
    /// Of how many instances it is known.
    pub known: usize,
}

impl Sum {
    pub fn value(self) -> f64 {
        self.thousandths as f64 / 1000.0
    }

    fn add(&mut self, value: i64) {
        self.thousandths += i128::from(value);
        self.known += 1;
    }

    fn remove(&mut self, value: i64) {
        self.thousandths -= i128::from(value);
        self.known -= 1;
    }
}

impl Pulse {
    /// How many instances there are.
    pub fn instances(&self) -> usize {
        self.counts.iter().sum()
    }

    /// Both together.
    #[must_use]
    pub fn and(mut self, other: &Self) -> Self {
        for (count, more) in self.counts.iter_mut().zip(other.counts) {
            *count += more;
        }
        for (sum, more) in self.sums.iter_mut().zip(other.sums) {
            sum.thousandths += more.thousandths;
            sum.known += more.known;
        }
        self
    }

    fn each(&mut self, flow: Flow, change: impl Fn(&mut Sum, i64)) {
        for (sum, value) in self.sums.iter_mut().zip(flow.0) {
            value.into_iter().for_each(|value| change(sum, value));
        }
    }
}

/// The pulse of each scope.
#[derive(Debug, Default)]
pub struct Pulses {
    all: Vec<(Scope, Pulse)>,
    /// The scope that was looked at last: mostly the next row is of the same.
    last: usize,
}

impl Pulses {
    /// All instances of a scope together.
    pub fn get(&self, scope: &Scope) -> Pulse {
        let mut all = self.all.iter();
        let found = all.find(|(known, _)| known == scope);
        found.map(|(_, pulse)| *pulse).unwrap_or_default()
    }

    pub(super) fn clear(&mut self) {
        self.all.clear();
    }

    /// Takes an instance of this severity in.
    pub(super) fn add(&mut self, scope: &Scope, severity: Severity, flow: Flow) {
        let pulse = self.of(scope);
        pulse.counts[severity as usize] += 1;
        pulse.each(flow, Sum::add);
    }

    /// Leaves out an instance that was taken in so.
    pub(super) fn remove(&mut self, scope: &Scope, severity: Severity, flow: Flow) {
        let pulse = self.of(scope);
        pulse.counts[severity as usize] -= 1;
        pulse.each(flow, Sum::remove);
    }

    fn of(&mut self, scope: &Scope) -> &mut Pulse {
        let is = |known: &(Scope, Pulse)| known.0 == *scope;
        if !self.all.get(self.last).is_some_and(is) {
            self.last = self.all.iter().position(is).unwrap_or_else(|| {
                self.all.push((scope.clone(), Pulse::default()));
                self.all.len() - 1
            });
        }
        &mut self.all[self.last].1
    }
}

/// From so many cells and rows on there is a line for it.
const LEAST: (u16, u16) = (120, 30);

impl State {
    /// Whether the line of it is there: where the list is, and has rows to spare.
    pub fn has_pulse(&self) -> bool {
        let (width, height) = LEAST;
        let fits = self.size.width >= width && self.size.height >= height;
        fits && self.view.opened.is_none() && !self.fleet.is_empty()
    }

    /// Rows of the view: what the frame and that line leave.
    pub fn body_rows(&self) -> u16 {
        let frame = FRAME_ROWS + u16::from(self.has_pulse());
        self.size.height.saturating_sub(frame)
    }
}
