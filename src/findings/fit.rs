//! A straight line through values.

use crate::model::{EpochMs, Point};

/// The line that fits best, by least squares.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    /// Change in a ms.
    pub slope: f64,
    /// How well it fits, 0 to 1 (R²).
    pub fit: f64,
    /// Its value at the newest of the points.
    pub level: f64,
    /// Time of the oldest and of the newest point.
    pub from: EpochMs,
    pub to: EpochMs,
    pub points: usize,
}

impl Line {
    /// Through points in the order of time; nothing for fewer than three.
    pub fn through(points: impl DoubleEndedIterator<Item = Point> + Clone) -> Option<Self> {
        let to = points.clone().next_back()?.at;
        let (mut n, mut x, mut y, mut xx, mut xy, mut yy) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
        let (mut count, mut from) = (0, None);
        for point in points {
            from.get_or_insert(point.at);
            count += 1;
            // Minutes before the newest: small numbers lose no digits.
            let at = point.at.saturating_sub(to) as f64 / 60_000.0;
            n += 1.0;
            x += at;
            y += point.value;
            xx += at * at;
            xy += at * point.value;
            yy += point.value * point.value;
        }
        let (dx, dy) = (n * xx - x * x, n * yy - y * y);
        if count < 3 || dx <= 0.0 {
            return None;
        }
        let along = n * xy - x * y;
        let slope = along / dx;
        // Values that do not change have no spread to explain.
        let flat = dy <= f64::EPSILON * n * yy;
        Some(Self {
            slope: slope / 60_000.0,
            fit: if flat { 0.0 } else { along * along / (dx * dy) },
            level: (y - slope * x) / n,
            from: from?,
            to,
            points: count,
        })
    }

    /// By how much it rises over its length.
    pub fn rise(&self) -> f64 {
        self.slope * self.length() as f64
    }

    /// How far points are from it in the mean (standard deviation), by how well it fits: those of a
    /// line through steps of the same length are spread over its rise.
    pub fn spread(&self) -> f64 {
        let unexplained = (1.0 - self.fit) / self.fit;
        self.rise().abs() / 12_f64.sqrt() * unexplained.max(0.0).sqrt()
    }

    /// From its oldest to its newest point, ms.
    pub fn length(&self) -> i64 {
        self.to.saturating_sub(self.from)
    }

    /// ms from its newest point until it reaches `level`; nothing when it never does.
    pub fn reaches(&self, level: f64) -> Option<i64> {
        let ms = (level - self.level) / self.slope;
        // A year is never.
        (self.slope != 0.0 && (0.0..=3.2e10).contains(&ms)).then_some(ms as i64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(values: &[f64]) -> Option<Line> {
        let points: Vec<Point> = (1_000_000..)
            .zip(values)
            .map(|(minute, value)| Point {
                at: minute * 60_000,
                value: *value,
            })
            .collect();
        Line::through(points.into_iter())
    }

    #[test]
    fn a_straight_rise_is_found_with_when_it_gets_somewhere() {
        let line = line(&[10.0, 12.0, 14.0, 16.0]).unwrap();
        assert!((line.slope * 60_000.0 - 2.0).abs() < 1e-9);
        assert!(line.fit > 0.999 && (line.rise() - 6.0).abs() < 1e-9);
        assert!(line.spread() < 1e-6);
        assert_eq!(line.reaches(20.0), Some(120_000));
        assert_eq!(line.reaches(10.0), None);
    }

    #[test]
    fn points_are_as_far_from_it_as_it_fits_badly() {
        let values = (0..60).map(|at| f64::from(at) + if at % 2 == 0 { 3.0 } else { -3.0 });
        let spread = line(&values.collect::<Vec<f64>>()).unwrap().spread();
        assert!((2.8..3.2).contains(&spread), "{spread}");
    }

    #[test]
    fn what_goes_up_and_down_fits_no_line() {
        assert!(line(&[1.0, 9.0, 2.0, 8.0, 1.0, 9.0]).unwrap().fit < 0.2);
        let flat = line(&[5.0, 5.0, 5.0]).unwrap();
        assert_eq!((flat.fit, flat.reaches(9.0)), (0.0, None));
        assert_eq!(line(&[1.0, 2.0]), None);
    }
}
