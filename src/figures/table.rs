//! Series of one thing side by side.

use super::Trace;
use crate::model::{EpochMs, Metric, Point};

/// The newest values of some series of one thing, in the same steps of time; a gap where nothing was
/// measured.
///
/// Of a large fleet there are hundreds of thousands of series: those of one thing lie together.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// What is measured, each once.
    columns: &'static [Metric],
    /// ms from one value to the next.
    step: u32,
    /// How many steps are kept.
    keep: u32,
    /// The step of the newest value: its time divided by `step`.
    end: i64,
    /// The place of that step.
    end_place: u32,
    /// How many steps there are, up to that one.
    rows: u32,
    /// One column after the other, each of as many places as steps are kept; a step has the place of its
    /// number modulo that. `NaN` is a gap.
    cells: Box<[f32]>,
    /// The newest value of each column, exact; where there is none, its time is [`NEVER`].
    last: Box<[Point]>,
}

/// The time of what was never measured.
const NEVER: EpochMs = EpochMs::MIN;

impl Table {
    /// An empty one of these series with this step in ms, which keeps so many of them.
    pub fn new(columns: &'static [Metric], step: i64, keep: usize) -> Self {
        let never = Point {
            at: NEVER,
            value: 0.0,
        };
        let keep = keep.max(1);
        Self {
            columns,
            step: u32::try_from(step.max(1)).unwrap_or(u32::MAX),
            keep: u32::try_from(keep).unwrap_or(u32::MAX),
            end: 0,
            end_place: 0,
            rows: 0,
            cells: vec![f32::NAN; keep * columns.len()].into(),
            last: columns.iter().map(|_| never).collect(),
        }
    }

    /// The series of a metric, if it is one of these.
    pub fn trace(&self, metric: Metric) -> Option<Trace<'_>> {
        let column = self.columns.iter().position(|one| *one == metric)?;
        Some(Trace::new(self, column))
    }

    /// Takes values of a series in, in any order. Of two for one step the later one that comes counts;
    /// what is older than what is kept is left out, and so is what is none of these series.
    pub fn take(&mut self, metric: Metric, points: &[Point]) {
        let Some(column) = self.columns.iter().position(|one| *one == metric) else {
            return;
        };
        if !self.take_run(column, points) {
            points.iter().for_each(|point| self.put(column, *point));
        }
    }

    /// Takes values in that follow each other step by step, as nearly all do: a large fleet brings
    /// thousands of such a second. Says whether they are such, and reach no further back than is kept.
    fn take_run(&mut self, column: usize, points: &[Point]) -> bool {
        let Some(last) = points.last() else {
            return true;
        };
        let follow = |pair: &[Point]| pair[1].at.saturating_sub(pair[0].at) == self.step();
        if !points.windows(2).all(follow) {
            return false;
        }
        let end = self.step_of(last.at);
        let begin = end - (points.len() as i64 - 1);
        if !self.makes_room(end) {
            return false;
        }
        let back = self.end - begin;
        if back >= i64::from(self.keep) {
            return false;
        }
        self.rows = self.rows.max(u32::try_from(back + 1).unwrap_or(self.keep));
        let (keep, mut place) = (self.keep(), self.place(begin));
        let cells = &mut self.cells[column * keep..][..keep];
        for point in points {
            cells[place] = point.value as f32;
            place += 1;
            if place == keep {
                place = 0;
            }
        }
        self.note(column, *last);
        true
    }

    /// Takes a value in.
    fn put(&mut self, column: usize, point: Point) {
        let step = self.step_of(point.at);
        if self.makes_room(step) {
            let place = self.place(step);
            self.cells[column * self.keep() + place] = point.value as f32;
        }
        self.note(column, point);
    }

    /// Keeps a value as the newest of a column, if it is.
    fn note(&mut self, column: usize, point: Point) {
        let last = &mut self.last[column];
        if last.at <= point.at {
            *last = point;
        }
    }

    /// The step that a time is in.
    fn step_of(&self, at: EpochMs) -> i64 {
        // Mostly the newest one: to divide takes longer than all the rest.
        let after = at.saturating_sub(self.end.saturating_mul(self.step()));
        match (0..self.step()).contains(&after) {
            true => self.end,
            false => at.div_euclid(self.step()),
        }
    }

    /// The newest value of any of them.
    pub fn newest(&self) -> Option<EpochMs> {
        let newest = self.last.iter().map(|point| point.at).max();
        newest.filter(|at| *at != NEVER)
    }

    /// ms from one value to the next.
    pub(super) fn step(&self) -> i64 {
        i64::from(self.step)
    }

    /// How many steps are kept.
    pub(super) fn keep(&self) -> usize {
        self.keep as usize
    }

    /// The steps that there are.
    pub(super) fn steps(&self) -> std::ops::Range<i64> {
        let end = self.end.saturating_add(1);
        end - i64::from(self.rows)..end
    }

    /// The newest value of a column.
    pub(super) fn last(&self, column: usize) -> Option<Point> {
        let last = self.last.get(column).copied();
        last.filter(|last| last.at != NEVER)
    }

    /// The values of a column, in the order of their places.
    pub(super) fn column(&self, column: usize) -> &[f32] {
        &self.cells[column * self.keep()..][..self.keep()]
    }

    /// The place of a step in its column: of one that is kept, or of the one to come.
    pub(super) fn place(&self, step: i64) -> usize {
        let keep = i64::from(self.keep);
        let place = i64::from(self.end_place) + (step - self.end);
        let place = match place {
            ..0 => place + keep,
            _ if place >= keep => place - keep,
            _ => place,
        };
        usize::try_from(place).unwrap_or(0)
    }

    /// Whether a step is kept; a newer one is from now on.
    fn makes_room(&mut self, step: i64) -> bool {
        if step == self.end && self.rows > 0 {
            return true;
        }
        if self.rows == 0 {
            (self.end, self.rows) = (step, 1);
            self.end_place = self.place_anew();
        }
        let ahead = step.saturating_sub(self.end);
        if ahead > 0 {
            self.move_on(ahead);
        } else if ahead <= -i64::from(self.keep) {
            return false;
        }
        let back = u32::try_from(ahead.min(0).unsigned_abs()).unwrap_or(u32::MAX);
        self.rows = self.rows.max(back.saturating_add(1));
        true
    }

    /// The newest step is so many later than the one before: what was in their places is forgotten.
    fn move_on(&mut self, ahead: i64) {
        let keep = self.keep();
        let from = self.place(self.end) + 1;
        let new = usize::try_from(ahead).map_or(keep, |ahead| ahead.min(keep));
        self.end = self.end.saturating_add(ahead);
        for column in self.cells.chunks_mut(keep) {
            let (begin, end) = (from.min(keep), (from + new).min(keep));
            column[begin..end].fill(f32::NAN);
            column[..(from + new).saturating_sub(keep).min(keep)].fill(f32::NAN);
        }
        let rows = usize::try_from(self.rows).unwrap_or(keep) + new;
        self.rows = match usize::try_from(ahead) {
            Ok(ahead) if ahead < keep => u32::try_from(rows.min(keep)).unwrap_or(self.keep),
            Ok(_) | Err(_) => 1,
        };
        self.end_place = self.place_anew();
    }

    /// The place of the newest step.
    fn place_anew(&self) -> u32 {
        u32::try_from(self.end.rem_euclid(i64::from(self.keep))).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    const COLUMNS: &[Metric] = &[Metric::Ready, Metric::Publish];

    fn point(step: i64, value: f64) -> Point {
        Point {
            at: step * 60_000,
            value,
        }
    }

    #[test]
    fn series_side_by_side_have_their_own_values_and_gaps() {
        let mut table = Table::new(COLUMNS, 60_000, 5);
        table.take(Metric::Ready, &[point(1, 1.0), point(3, 3.0)]);
        table.take(Metric::Publish, &[point(2, 20.0)]);
        table.take(Metric::Cpu, &[point(9, 9.0)]);
        let steps = |metric| -> Vec<(i64, f64)> {
            let points = table.trace(metric).unwrap().points();
            points.map(|one| (one.at / 60_000, one.value)).collect()
        };
        assert_eq!(steps(Metric::Ready), [(1, 1.0), (3, 3.0)]);
        assert_eq!(steps(Metric::Publish), [(2, 20.0)]);
        assert_eq!(table.trace(Metric::Cpu), None);
        assert_eq!(table.newest(), Some(3 * 60_000));
    }

    #[test]
    fn the_newest_value_of_a_silent_series_outlasts_its_steps() {
        let mut table = Table::new(COLUMNS, 60_000, 3);
        table.take(Metric::Publish, &[point(1, 20.0)]);
        table.take(Metric::Ready, &[point(2, 1.0), point(9, 3.0)]);
        let silent = table.trace(Metric::Publish).unwrap();
        assert_eq!(
            (silent.points().count(), silent.last()),
            (0, Some(point(1, 20.0)))
        );
        assert_eq!(silent.of_step(60_000), Some(point(1, 20.0)));
        assert_eq!(silent.holds_since(|_| true), None);
    }

    #[test]
    fn what_is_kept_is_what_was_taken_in_whatever_order_it_comes() {
        let mut random = fastrand::Rng::with_seed(7);
        let (keep, mut table) = (9, Table::new(COLUMNS, 60_000, 9));
        let mut known = [BTreeMap::new(), BTreeMap::new()];
        let mut end = 0;
        for turn in 0..3_000 {
            let step = end + random.i64(-12..4) + i64::from(random.u8(..) == 0) * 30;
            let column = random.usize(..2);
            // Mostly some that follow each other, and now and then the other way round.
            let mut points: Vec<Point> = (0..random.i64(0..14))
                .map(|more| point(step + more, f64::from(turn) + more as f64))
                .collect();
            if random.u8(..) == 0 {
                points.reverse();
            }
            table.take(COLUMNS[column], &points);
            for one in points {
                let step = one.at / 60_000;
                end = end.max(step);
                known[column].insert(step, one.value);
            }
            for (metric, known) in COLUMNS.iter().zip(&mut known) {
                known.retain(|step, _| *step > end - keep);
                let trace = table.trace(*metric).unwrap();
                let points = trace.points();
                let kept: Vec<(i64, f64)> =
                    points.map(|one| (one.at / 60_000, one.value)).collect();
                assert_eq!(kept, known.clone().into_iter().collect::<Vec<_>>());
                let highest = known.values().copied().fold(0.0, f64::max);
                assert_eq!(trace.highest(), highest);
            }
        }
    }
}
