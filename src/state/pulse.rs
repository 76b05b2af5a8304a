//! What all instances of a scope come to together: how many are how bad, and what flows through them.
//! It is kept as rows are judged, so that it costs a frame nothing.

use super::State;
use super::now::Now;
use super::view::FRAME_ROWS;
use crate::figures::{FRESH, Figures, MINUTE};
use crate::findings::Severity;
use crate::model::{EpochMs, Metric, Point, Scope};
use std::collections::VecDeque;

/// How many sums there are.
pub const SUMS: usize = 3;
/// What is summed up: messages that wait, and messages in and out a second.
const SUMMED: [Metric; SUMS] = [Metric::Ready, Metric::Publish, Metric::DeliverGet];

/// What one instance adds to the sums, in thousandths: what was measured of it when it was judged
/// last, and said something about then.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flow([Option<i64>; SUMS]);

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
    pub sums: [Sum; SUMS],
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

/// Minutes that are kept of the sums.
const MINUTES: i64 = 60;
/// Of so many instances one can be missing for a sum to be still one of the same instances.
const MISSING_OF: usize = 20;

/// The pulse of each scope.
#[derive(Debug, Default)]
pub struct Pulses {
    all: Vec<Kept>,
    /// The scope that was looked at last: mostly the next row is of the same.
    last: usize,
}

/// The pulse of one scope, and how its sums were.
#[derive(Debug)]
struct Kept {
    scope: Scope,
    pulse: Pulse,
    /// The sums of each of the last minutes in which figures came, oldest first: a minute by our clock
    /// since 1970, and the sums as they were at its end.
    minutes: VecDeque<(i64, [Sum; SUMS])>,
}

impl Kept {
    /// A sum in a minute, if it was one of as many instances as it is now.
    fn in_minute(&self, sum: usize, minute: i64) -> Option<f64> {
        let place = self.minutes.binary_search_by_key(&minute, |(at, _)| *at);
        let (_, then) = self.minutes.get(place.ok()?)?;
        let (then, known) = (then[sum], self.pulse.sums[sum].known);
        let same = then.known.abs_diff(known) <= known.div_ceil(MISSING_OF);
        same.then(|| then.value())
    }
}

impl Pulses {
    /// All instances of a scope together.
    pub fn get(&self, scope: &Scope) -> Pulse {
        self.kept(scope).map(|kept| kept.pulse).unwrap_or_default()
    }

    fn kept(&self, scope: &Scope) -> Option<&Kept> {
        self.all.iter().find(|kept| kept.scope == *scope)
    }

    /// A sum over these scopes in each of the last minutes in which it was known of all that it is
    /// known of now, by our clock.
    fn trend<'a>(&self, scopes: impl Iterator<Item = &'a Scope>, sum: usize) -> Vec<Point> {
        let kept = scopes.filter_map(|scope| self.kept(scope));
        let kept: Vec<&Kept> = kept.filter(|kept| kept.pulse.sums[sum].known > 0).collect();
        let newest = kept.iter().filter_map(|kept| kept.minutes.back());
        let Some(newest) = newest.map(|(minute, _)| *minute).max() else {
            return Vec::new();
        };
        let minutes = newest - MINUTES + 1..=newest;
        let points = minutes.filter_map(|minute| {
            let values = kept.iter().map(|kept| kept.in_minute(sum, minute));
            let value = values.sum::<Option<f64>>()?;
            let at = minute * MINUTE;
            Some(Point { at, value })
        });
        points.collect()
    }

    /// Nothing is taken in any more; how sums were is still known.
    pub(super) fn clear(&mut self) {
        for kept in &mut self.all {
            kept.pulse = Pulse::default();
        }
    }

    /// Figures of a scope came: what its sums are in this minute.
    pub(super) fn note(&mut self, scope: &Scope, now: Now) {
        let minute = now.wall.div_euclid(MINUTE);
        let Some(kept) = self.all.iter_mut().find(|kept| kept.scope == *scope) else {
            return;
        };
        let (minutes, sums) = (&mut kept.minutes, kept.pulse.sums);
        if minutes.back().is_some_and(|(last, _)| *last >= minute) {
            minutes.pop_back();
        }
        minutes.push_back((minute, sums));
        while minutes
            .front()
            .is_some_and(|(at, _)| minute - at >= MINUTES)
        {
            minutes.pop_front();
        }
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
        let is = |kept: &Kept| kept.scope == *scope;
        if !self.all.get(self.last).is_some_and(is) {
            self.last = self.all.iter().position(is).unwrap_or_else(|| {
                self.all.push(Kept {
                    scope: scope.clone(),
                    pulse: Pulse::default(),
                    minutes: VecDeque::new(),
                });
                self.all.len() - 1
            });
        }
        &mut self.all[self.last].pulse
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

    /// All instances of all profiles together.
    pub fn pulse(&self) -> Pulse {
        let scopes = self.profiles.iter().map(|profile| profile.scope());
        scopes.fold(Pulse::default(), |all, scope| {
            all.and(&self.fleet.pulse(scope))
        })
    }

    /// How the sum with this place was in the last hour, as far as it was of the same instances.
    pub fn pulse_trend(&self, sum: usize) -> Vec<Point> {
        let scopes = self.profiles.iter().map(|profile| profile.scope());
        self.fleet.pulses().trend(scopes, sum)
    }

    /// Whether a figure in its sums is not new: of a scope of which none came for long, each is old
    /// that is still in them.
    pub fn has_old_pulse(&self) -> bool {
        self.profiles.iter().any(|profile| {
            let sums = self.fleet.pulse(profile.scope()).sums;
            let now = profile.figures.time(self.now);
            let newest = self.fleet.newest_figure(profile.scope());
            sums.iter().any(|sum| sum.known > 0)
                && newest.is_some_and(|at| now.saturating_sub(at) > FRESH)
        })
    }

    /// Rows of the view: what the frame and that line leave.
    pub fn body_rows(&self) -> u16 {
        let frame = FRAME_ROWS + u16::from(self.has_pulse());
        self.size.height.saturating_sub(frame)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: i64) -> Now {
        Now {
            wall: minute * MINUTE + 1,
            ..Now::default()
        }
    }

    fn flow(ready: i64) -> Flow {
        Flow([Some(ready * 1000), None, None])
    }

    /// Each minute so many messages in each of so many instances of a scope.
    fn minutes(pulses: &mut Pulses, scope: &Scope, each: &[(i64, usize, i64)]) {
        for (minute, instances, ready) in each {
            if let Some(kept) = pulses.all.iter_mut().find(|kept| kept.scope == *scope) {
                kept.pulse = Pulse::default();
            }
            for _ in 0..*instances {
                pulses.add(scope, Severity::Fine, flow(*ready));
            }
            pulses.note(scope, at(*minute));
        }
    }

    fn trend(pulses: &Pulses, scopes: &[&Scope]) -> Vec<(i64, f64)> {
        let points = pulses.trend(scopes.iter().copied(), 0).into_iter();
        points.map(|one| (one.at / MINUTE, one.value)).collect()
    }

    #[test]
    fn a_sum_is_kept_by_the_minute_for_an_hour_with_gaps_where_nothing_came() {
        let scope = Scope::new("p", "r");
        let mut pulses = Pulses::default();
        assert_eq!(trend(&pulses, &[&scope]), []);
        minutes(&mut pulses, &scope, &[(1, 2, 5), (1, 2, 7), (4, 2, 9)]);
        assert_eq!(trend(&pulses, &[&scope]), [(1, 14.0), (4, 18.0)]);
        minutes(&mut pulses, &scope, &[(61, 2, 1)]);
        assert_eq!(trend(&pulses, &[&scope]), [(4, 18.0), (61, 2.0)]);
        assert_eq!(
            pulses.all[0].minutes.len(),
            2,
            "no more than an hour is kept"
        );
        // It outlasts a count afresh.
        pulses.clear();
        pulses.add(&scope, Severity::Fine, flow(1));
        pulses.add(&scope, Severity::Fine, flow(1));
        assert_eq!(trend(&pulses, &[&scope]).len(), 2);
    }

    #[test]
    fn a_sum_of_fewer_instances_is_no_fall_and_no_rise() {
        let (scope, other) = (Scope::new("p", "r"), Scope::new("p", "s"));
        let mut pulses = Pulses::default();
        let each = [(1, 10, 5), (2, 40, 5), (3, 38, 5), (4, 37, 5), (5, 40, 5)];
        minutes(&mut pulses, &scope, &each);
        assert_eq!(
            trend(&pulses, &[&scope]),
            [(2, 200.0), (3, 190.0), (5, 200.0)]
        );
        // Of two scopes only the minutes in which both were known.
        minutes(&mut pulses, &other, &[(3, 1, 1), (6, 1, 1)]);
        assert_eq!(trend(&pulses, &[&scope, &other]), [(3, 191.0)]);
        // One of which nothing is known now is in no sum.
        if let Some(kept) = pulses.all.iter_mut().find(|kept| kept.scope == other) {
            kept.pulse = Pulse::default();
        }
        assert_eq!(trend(&pulses, &[&scope, &other]).len(), 3);
    }
}
