//! A series over a span of time, as characters: pure, so that small drawings can be compared.
//!
//! Braille draws a line, blocks draw bars, and where there is neither, a digit stands at its height.
//! A step without a value is a gap, which nothing is drawn through. Nothing is the lowest level, and
//! only nothing is.

use super::theme::Ink;
use crate::model::{EpochMs, Point};

/// Where and how a series is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Plot {
    pub begin: EpochMs,
    /// The first time that is not in it.
    pub end: EpochMs,
    /// ms from one value to the next.
    pub step: i64,
    /// The value at the top; 0 is at the bottom.
    pub top: f64,
    pub width: u16,
    pub height: u16,
    pub ink: Ink,
}

/// What is in no cell.
pub const NOTHING: char = ' ';

impl Plot {
    /// The characters, row by row, from the top.
    pub fn draw(&self, points: impl Iterator<Item = Point>) -> Vec<char> {
        let size = usize::from(self.width) * usize::from(self.height);
        let inside = points.filter(|point| (self.begin..self.end).contains(&point.at));
        if size == 0 || self.end <= self.begin {
            return vec![NOTHING; size];
        }
        match self.ink {
            Ink::Braille => self.braille(inside),
            Ink::Blocks(levels) => {
                let full = levels.len();
                self.columns(inside, full, |cells, level, row| {
                    // A bar stands on all the rows below its end.
                    cells(row, levels[level % full]);
                    (0..level / full).for_each(|below| cells(below, levels[full - 1]));
                })
            }
            Ink::Digits => self.columns(inside, 10, |cells, level, row| {
                cells(row, char::from(b'0' + (level % 10) as u8));
            }),
        }
    }

    /// The row of a value, counted from the top.
    pub fn row(&self, value: f64) -> u16 {
        let levels = self.ink.levels();
        let below = self.level(value, levels) / levels;
        let below = u16::try_from(below).unwrap_or(u16::MAX);
        self.height.saturating_sub(1).saturating_sub(below)
    }

    fn place(&self, at: EpochMs, parts: i64) -> i64 {
        place((self.begin, self.end), at, parts)
    }

    /// How high a value is, where a row has so many levels.
    fn level(&self, value: f64, of_a_row: usize) -> usize {
        let most = (usize::from(self.height) * of_a_row).saturating_sub(1);
        if value <= 0.0 || self.top <= 0.0 {
            return 0;
        }
        let level = (value / self.top * most as f64).ceil();
        (level as usize).clamp(1, most.max(1)).min(most)
    }

    /// Draws what is highest in each column: a value holds for its whole step.
    fn columns(
        &self,
        points: impl Iterator<Item = Point>,
        levels: usize,
        draw: impl Fn(&mut dyn FnMut(usize, char), usize, usize),
    ) -> Vec<char> {
        let (width, height) = (usize::from(self.width), usize::from(self.height));
        let parts = i64::from(self.width);
        let mut highest: Vec<Option<usize>> = vec![None; width];
        for point in points {
            let level = self.level(point.value, levels);
            let last = self.place((point.at + self.step).min(self.end) - 1, parts);
            for column in self.place(point.at, parts)..=last {
                let column = &mut highest[usize::try_from(column).unwrap_or(0)];
                *column = (*column).max(Some(level));
            }
        }
        let mut cells = vec![NOTHING; width * height];
        for (column, level) in highest.into_iter().enumerate() {
            let Some(level) = level else {
                continue;
            };
            let mut put = |above_bottom: usize, letter: char| {
                cells[(height - 1 - above_bottom) * width + column] = letter;
            };
            draw(&mut put, level, level / levels);
        }
        cells
    }

    /// Two dots a cell across, four down; values of neighbouring steps are joined.
    fn braille(&self, points: impl Iterator<Item = Point>) -> Vec<char> {
        let (width, height) = (usize::from(self.width), usize::from(self.height));
        let (across, down) = (i64::from(self.width) * 2, i64::from(self.height) * 4);
        let mut dots = vec![0_u8; width * height];
        let mut before: Option<(EpochMs, (i64, i64))> = None;
        for point in points {
            let level = i64::try_from(self.level(point.value, 4)).unwrap_or(0);
            let dot = (self.place(point.at, across), down - 1 - level);
            let joined = before.filter(|(at, _)| point.at - at <= self.step);
            let from = joined.map_or(dot, |(_, dot)| dot);
            line(from, dot, |(x, y)| {
                let (x, y) = (
                    usize::try_from(x).unwrap_or(0),
                    usize::try_from(y).unwrap_or(0),
                );
                if let Some(cell) = dots.get_mut(y / 4 * width + x / 2) {
                    *cell |= DOTS[x % 2][y % 4];
                }
            });
            before = Some((point.at, dot));
        }
        let letter = |dots: u8| match dots {
            0 => NOTHING,
            dots => char::from_u32(0x2800 + u32::from(dots)).unwrap_or(NOTHING),
        };
        dots.into_iter().map(letter).collect()
    }
}

/// Which of so many equal parts of a span a time is in, or is nearest to.
pub fn place((begin, end): (EpochMs, EpochMs), at: EpochMs, parts: i64) -> i64 {
    let place = (at - begin).saturating_mul(parts) / (end - begin).max(1);
    place.min(parts - 1).max(0)
}

/// The bits of the dots of a braille letter, by column and row (Unicode, block U+2800).
const DOTS: [[u8; 4]; 2] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]];

/// Every dot from one to another.
fn line(from: (i64, i64), to: (i64, i64), mut dot: impl FnMut((i64, i64))) {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let steps = dx.abs().max(dy.abs()).max(1);
    let along = |start: i64, way: i64, at: i64| {
        // To the nearest dot.
        start + (2 * way * at + steps).div_euclid(2 * steps)
    };
    for at in 0..=steps {
        dot((along(from.0, dx, at), along(from.1, dy, at)));
    }
}

/// The next round number from which on a scale can be read, at least 10.
pub fn top(most: f64) -> f64 {
    let mut unit = 10.0;
    while unit < 1e18 {
        let tops = [1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0].map(|times| times * unit);
        if let Some(top) = tops.into_iter().find(|top| most <= *top) {
            return top;
        }
        unit *= 10.0;
    }
    most.min(f64::MAX)
}

#[cfg(test)]
mod tests;
