//! One series in steps of time.

use super::Table;
use crate::model::{EpochMs, Point};

/// The newest values of a series, one for each step, with gaps where nothing was measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trace<'a> {
    of: &'a Table,
    column: usize,
}

impl<'a> Trace<'a> {
    pub(super) fn new(of: &'a Table, column: usize) -> Self {
        Self { of, column }
    }

    /// ms from one value to the next.
    fn step(self) -> i64 {
        self.of.step()
    }

    /// The newest value.
    pub fn last(self) -> Option<Point> {
        self.of.last(self.column)
    }

    /// The values that there are, oldest first; gaps are left out.
    pub fn points(self) -> impl DoubleEndedIterator<Item = Point> + Clone {
        self.after(i64::MIN)
    }

    /// The same from a step on.
    fn after(self, first: i64) -> impl DoubleEndedIterator<Item = Point> + Clone {
        let (steps, values) = (self.of.steps(), self.of.column(self.column));
        let first = first.clamp(steps.start, steps.end);
        let begin = self.of.place(first);
        let many = usize::try_from(steps.end - first).unwrap_or(0);
        (0..many).filter_map(move |at| {
            let place = begin + at;
            let place = place - values.len() * usize::from(place >= values.len());
            let value = values[place];
            let step = first + i64::try_from(at).unwrap_or(0);
            (!value.is_nan()).then(|| Point {
                at: step.saturating_mul(self.step()),
                value: f64::from(value),
            })
        })
    }

    /// The value of the step that a time is in; none for a gap.
    pub fn at(self, time: EpochMs) -> Option<f64> {
        let step = time.div_euclid(self.step());
        let is_kept = self.of.steps().contains(&step);
        let value = is_kept.then(|| self.of.column(self.column)[self.of.place(step)])?;
        (!value.is_nan()).then_some(f64::from(value))
    }

    /// The value of the step that a time is in, at the begin of that step; the newest one is exact.
    pub fn of_step(self, time: EpochMs) -> Option<Point> {
        let step = time.div_euclid(self.step());
        let is_newest = |last: &Point| last.at.div_euclid(self.step()) == step;
        self.last().filter(is_newest).or_else(|| {
            let at = step.saturating_mul(self.step());
            self.at(time).map(|value| Point { at, value })
        })
    }

    /// The values from a time on, oldest first.
    pub fn since(self, from: EpochMs) -> impl DoubleEndedIterator<Item = Point> + Clone {
        // A step that a time is in the middle of began before it.
        let first = from.saturating_add(self.step() - 1).div_euclid(self.step());
        self.after(first)
    }

    /// Since when, without a break, every value has been as `holds` says, up to the newest one.
    /// Nothing when that one is not. A gap of one step breaks nothing; a longer one does.
    pub fn holds_since(self, holds: impl Fn(f64) -> bool) -> Option<EpochMs> {
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
    pub fn highest(self) -> f64 {
        let values = self.of.column(self.column).iter().copied();
        f64::from(values.fold(0.0, f32::max))
    }

    /// How many steps are kept.
    pub fn keep(self) -> usize {
        self.of.keep()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Metric;

    fn point(step: i64, value: f64) -> Point {
        Point {
            at: step * 60_000,
            value,
        }
    }

    /// A table of one series.
    struct Single(Table);

    impl Single {
        fn take(&mut self, points: &[Point]) {
            self.0.take(Metric::Ready, points);
        }

        fn trace(&self) -> Trace<'_> {
            self.0.trace(Metric::Ready).unwrap()
        }
    }

    fn single(points: &[(i64, f64)]) -> Single {
        let mut single = Single(Table::new(&[Metric::Ready], 60_000, 5));
        let points: Vec<Point> = points
            .iter()
            .map(|(at, value)| point(*at, *value))
            .collect();
        single.take(&points);
        single
    }

    fn steps(single: &Single) -> Vec<(i64, f64)> {
        let points = single.trace().points();
        points.map(|one| (one.at / 60_000, one.value)).collect()
    }

    #[test]
    fn values_stand_at_their_time_whatever_order_they_come_in() {
        let single = single(&[(12, 2.0), (10, 1.0), (14, 3.0), (12, 2.5)]);
        assert_eq!(steps(&single), [(10, 1.0), (12, 2.5), (14, 3.0)]);
        assert_eq!(single.trace().last(), Some(point(14, 3.0)));
    }

    #[test]
    fn a_time_has_the_value_of_its_step() {
        let single = single(&[(12, 2.0), (10, 1.0)]);
        let at = |step: i64| single.trace().at(step * 60_000 + 59_999);
        assert_eq!(
            [9, 10, 11, 12, 13].map(at),
            [None, Some(1.0), None, Some(2.0), None]
        );
    }

    #[test]
    fn values_from_a_time_on_are_those_of_steps_that_begin_then_or_later() {
        let single = single(&[(1, 1.0), (2, 2.0), (4, 4.0)]);
        let from = |time| {
            let points = single.trace().since(time);
            points.map(|one| one.at / 60_000).collect::<Vec<_>>()
        };
        let times = [0, 120_000, 120_001, 240_000, 240_001];
        let left: [&[i64]; 5] = [&[1, 2, 4], &[2, 4], &[4], &[4], &[]];
        assert_eq!(times.map(from), left);
    }

    #[test]
    fn no_more_is_kept_than_was_said() {
        let mut single = single(&[(1, 1.0), (2, 2.0), (3, 3.0), (4, 4.0), (5, 5.0), (6, 6.0)]);
        assert_eq!(steps(&single).first(), Some(&(2, 2.0)));
        single.take(&[point(1, 9.0)]);
        assert_eq!(steps(&single).len(), 5);
        single.take(&[point(100, 7.0)]);
        assert_eq!(steps(&single), [(100, 7.0)]);
        single.take(&[point(-9_000_000_000, 7.0)]);
        assert_eq!(single.trace().last(), Some(point(100, 7.0)));
    }

    #[test]
    fn a_lost_minute_breaks_nothing_and_two_do() {
        let zero = |value: f64| value == 0.0;
        let since = |points: &[(i64, f64)]| single(points).trace().holds_since(zero);
        assert_eq!(since(&[(1, 3.0), (2, 0.0), (4, 0.0)]), Some(2 * 60_000));
        assert_eq!(since(&[(1, 0.0), (4, 0.0), (5, 0.0)]), Some(4 * 60_000));
        assert_eq!(since(&[(1, 0.0), (2, 3.0)]), None);
        assert_eq!(since(&[]), None);
    }

    #[test]
    fn the_newest_value_is_exact() {
        let single = single(&[(1, 18_200_001.0), (3, 18_200_001.0)]);
        assert_eq!(single.trace().last(), Some(point(3, 18_200_001.0)));
        let of = |step: i64| single.trace().of_step(step * 60_000 + 59_999);
        assert_eq!(
            [1, 2, 3, 4].map(of),
            [
                Some(point(1, 18_200_000.0)),
                None,
                single.trace().last(),
                None
            ]
        );
    }
}
