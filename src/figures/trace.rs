//! One series in steps of time.

use crate::model::{EpochMs, Point};
use std::collections::VecDeque;

/// The newest values of a series, one for each step, with gaps where nothing was measured.
///
/// Of a large fleet there are hundreds of thousands: what it takes counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Trace {
    /// ms from one value to the next.
    step: u32,
    /// How many steps are kept.
    keep: u32,
    /// The step of the newest value: its time divided by `step`.
    end: i64,
    /// Oldest first; `NaN` is a gap. The last one is a value. There is room for as many as are kept from
    /// the first one on, and never for more.
    values: VecDeque<f32>,
    /// The newest value, exact, where there is one.
    last: Point,
}

impl Trace {
    /// An empty one with this step in ms, which keeps so many of them.
    pub fn new(step: i64, keep: usize) -> Self {
        Self {
            step: u32::try_from(step.max(1)).unwrap_or(u32::MAX),
            keep: u32::try_from(keep.max(1)).unwrap_or(u32::MAX),
            end: 0,
            values: VecDeque::new(),
            last: Point {
                at: EpochMs::MIN,
                value: 0.0,
            },
        }
    }

    /// ms from one value to the next.
    fn step(&self) -> i64 {
        i64::from(self.step)
    }

    /// Takes values in, in any order. Of two for one step the later one that comes counts; what is
    /// older than what is kept is left out.
    pub fn take(&mut self, points: &[Point]) {
        for point in points {
            self.put(point.at.div_euclid(self.step()), point.value as f32);
            if self.last.at <= point.at {
                self.last = *point;
            }
        }
    }

    fn put(&mut self, step: i64, value: f32) {
        if self.values.is_empty() {
            self.end = step;
            self.values.reserve_exact(self.keep());
            self.values.push_back(value);
            return;
        }
        let ahead = step.saturating_sub(self.end);
        if ahead > 0 {
            self.move_on(ahead, value);
            return;
        }
        let Ok(back) = usize::try_from(-ahead) else {
            return;
        };
        if back >= self.keep() {
            return;
        }
        while self.values.len() <= back {
            self.values.push_front(f32::NAN);
        }
        let at = self.values.len() - 1 - back;
        self.values[at] = value;
    }

    /// The newest value is so many steps later than the one before.
    fn move_on(&mut self, ahead: i64, value: f32) {
        self.end = self.end.saturating_add(ahead);
        match usize::try_from(ahead) {
            Ok(ahead) if ahead < self.keep() => (1..ahead).for_each(|_| self.push(f32::NAN)),
            Ok(_) | Err(_) => self.values.clear(),
        }
        self.push(value);
    }

    fn push(&mut self, value: f32) {
        if self.values.len() >= self.keep() {
            self.values.pop_front();
        }
        self.values.push_back(value);
    }

    /// The newest value.
    pub fn last(&self) -> Option<Point> {
        (!self.values.is_empty()).then_some(self.last)
    }

    /// The values that there are, oldest first; gaps are left out.
    pub fn points(&self) -> impl DoubleEndedIterator<Item = Point> + Clone {
        self.after(0)
    }

    /// The same without so many of the oldest steps.
    fn after(&self, steps: usize) -> impl DoubleEndedIterator<Item = Point> + Clone {
        let left = self.values.range(steps.min(self.values.len())..);
        let begin = self.end - i64::try_from(left.len()).unwrap_or(0);
        let step = self.step();
        left.enumerate()
            .filter(|(_, value)| !value.is_nan())
            .map(move |(at, value)| Point {
                at: (begin + 1 + i64::try_from(at).unwrap_or(0)).saturating_mul(step),
                value: f64::from(*value),
            })
    }

    /// The value of the step that a time is in; none for a gap.
    pub fn at(&self, time: EpochMs) -> Option<f64> {
        let back = self.end.saturating_sub(time.div_euclid(self.step()));
        let back = usize::try_from(back).ok()?;
        let place = self.values.len().checked_sub(back.checked_add(1)?)?;
        let value = f64::from(*self.values.get(place)?);
        (!value.is_nan()).then_some(value)
    }

    /// The value of the step that a time is in, at the begin of that step; the newest one is exact.
    pub fn of_step(&self, time: EpochMs) -> Option<Point> {
        let step = time.div_euclid(self.step());
        let newest = self.last().filter(|_| step == self.end);
        newest.or_else(|| {
            let at = step.saturating_mul(self.step());
            self.at(time).map(|value| Point { at, value })
        })
    }

    /// The values from a time on, oldest first.
    pub fn since(&self, from: EpochMs) -> impl DoubleEndedIterator<Item = Point> + Clone {
        let oldest = self.end - i64::try_from(self.values.len()).unwrap_or(0) + 1;
        // A step that a time is in the middle of began before it.
        let first = from.saturating_add(self.step() - 1).div_euclid(self.step());
        let before = first.saturating_sub(oldest).max(0);
        self.after(usize::try_from(before).unwrap_or(usize::MAX))
    }

    /// Since when, without a break, every value has been as `holds` says, up to the newest one.
    /// Nothing when that one is not. A gap of one step breaks nothing; a longer one does.
    pub fn holds_since(&self, holds: impl Fn(f64) -> bool) -> Option<EpochMs> {
        let mut since: Option<EpochMs> = None;
        for point in self.points().rev() {
            let follows = since.is_none_or(|since| since - point.at <= 2 * self.step());
            if !follows || !holds(point.value) {
                break;
            }
            since = Some(point.at);
        }
        since
    }

    /// The highest value; 0 where none is higher.
    pub fn highest(&self) -> f64 {
        let values = self.values.iter().copied();
        f64::from(values.fold(0.0, f32::max))
    }

    /// How many steps are kept.
    pub fn keep(&self) -> usize {
        self.keep as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(step: i64, value: f64) -> Point {
        Point {
            at: step * 60_000,
            value,
        }
    }

    fn trace(points: &[(i64, f64)]) -> Trace {
        let mut trace = Trace::new(60_000, 5);
        let points: Vec<Point> = points
            .iter()
            .map(|(at, value)| point(*at, *value))
            .collect();
        trace.take(&points);
        trace
    }

    fn steps(trace: &Trace) -> Vec<(i64, f64)> {
        let points = trace.points();
        points.map(|one| (one.at / 60_000, one.value)).collect()
    }

    #[test]
    fn values_stand_at_their_time_whatever_order_they_come_in() {
        let trace = trace(&[(12, 2.0), (10, 1.0), (14, 3.0), (12, 2.5)]);
        assert_eq!(steps(&trace), [(10, 1.0), (12, 2.5), (14, 3.0)]);
        assert_eq!(trace.last(), Some(point(14, 3.0)));
    }

    #[test]
    fn a_time_has_the_value_of_its_step() {
        let trace = trace(&[(12, 2.0), (10, 1.0)]);
        let at = |step: i64| trace.at(step * 60_000 + 59_999);
        assert_eq!(
            [9, 10, 11, 12, 13].map(at),
            [None, Some(1.0), None, Some(2.0), None]
        );
    }

    #[test]
    fn values_from_a_time_on_are_those_of_steps_that_begin_then_or_later() {
        let trace = trace(&[(1, 1.0), (2, 2.0), (4, 4.0)]);
        let from = |time| {
            let points = trace.since(time);
            points.map(|one| one.at / 60_000).collect::<Vec<_>>()
        };
        let times = [0, 120_000, 120_001, 240_000, 240_001];
        let left: [&[i64]; 5] = [&[1, 2, 4], &[2, 4], &[4], &[4], &[]];
        assert_eq!(times.map(from), left);
    }

    #[test]
    fn no_more_is_kept_than_was_said() {
        let mut trace = trace(&[(1, 1.0), (2, 2.0), (3, 3.0), (4, 4.0), (5, 5.0), (6, 6.0)]);
        assert_eq!(steps(&trace).first(), Some(&(2, 2.0)));
        trace.take(&[point(1, 9.0)]);
        assert_eq!(steps(&trace).len(), 5);
        trace.take(&[point(100, 7.0)]);
        assert_eq!(steps(&trace), [(100, 7.0)]);
        trace.take(&[point(-9_000_000_000, 7.0)]);
        assert_eq!(trace.last(), Some(point(100, 7.0)));
    }

    #[test]
    fn there_is_never_room_for_more_than_is_kept() {
        let mut trace = Trace::new(60_000, 60);
        for minute in [0, 1, 2, 50, 58, 59, 60, 100, 101, 130, 130, 500, 501] {
            trace.take(&[point(minute, 1.0)]);
            trace.take(&[point(minute - 30, 1.0)]);
            assert_eq!(trace.values.capacity(), 60, "{minute}");
        }
    }

    #[test]
    fn a_lost_minute_breaks_nothing_and_two_do() {
        let zero = |value: f64| value == 0.0;
        let since = |points: &[(i64, f64)]| trace(points).holds_since(zero);
        assert_eq!(since(&[(1, 3.0), (2, 0.0), (4, 0.0)]), Some(2 * 60_000));
        assert_eq!(since(&[(1, 0.0), (4, 0.0), (5, 0.0)]), Some(4 * 60_000));
        assert_eq!(since(&[(1, 0.0), (2, 3.0)]), None);
        assert_eq!(since(&[]), None);
    }

    #[test]
    fn the_newest_value_is_exact() {
        let trace = trace(&[(1, 18_200_001.0), (3, 18_200_001.0)]);
        assert_eq!(trace.last(), Some(point(3, 18_200_001.0)));
        let of = |step: i64| trace.of_step(step * 60_000 + 59_999);
        assert_eq!(
            [1, 2, 3, 4].map(of),
            [Some(point(1, 18_200_000.0)), None, trace.last(), None]
        );
    }
}
