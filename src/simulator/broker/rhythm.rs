//! How much is published: a day's rhythm, small waves, a burst now and then.
//!
//! Everything is a sum of functions with known integrals, so that what was published between any
//! two moments is one subtraction. Moments are seconds of simulated time.

use std::f64::consts::{PI, TAU};

use super::chance::Chance;

/// Height, as a share of the mean, and period in seconds of each wave. Together they stay below
/// 0.65, so that something is published at any time.
const WAVES: [(f64, f64); 7] = [
    (0.36, 86_400.0),
    (0.08, 43_200.0),
    (0.05, 5_641.0),
    (0.04, 1_327.0),
    (0.03, 373.0),
    (0.03, 149.0),
    (0.03, 83.0),
];
/// How long a burst lasts, in seconds.
const BURST: f64 = 360.0;
/// How much a burst adds at its height, as a share of the mean.
const BURST_HEIGHT: f64 = 0.35;
/// The most that is ever published, as a share of the mean.
#[cfg(test)]
const PEAK: f64 = 1.0 + 0.62 + BURST_HEIGHT;

/// The messages that clients publish to all queues.
#[derive(Clone, Copy, Debug)]
pub struct Rhythm {
    /// Messages a second, in the mean.
    pub mean: f64,
    phases: [f64; 7],
    /// Seconds from one burst to the next, in the mean.
    between: f64,
    chance: Chance,
}

impl Rhythm {
    pub fn new(mean: f64, chance: Chance) -> Self {
        let mut phases = [0.0; 7];
        for (index, phase) in (0..).zip(&mut phases) {
            *phase = TAU * chance.share(index);
        }
        // The day is at its height from 13 to 17 o'clock UTC.
        phases[0] = PI / 2.0 - TAU * (13.0 + 4.0 * chance.share(20)) / 24.0;
        Self {
            mean,
            phases,
            between: 3600.0 * (2.0 + 4.0 * chance.share(21)),
            chance: chance.of(22),
        }
    }

    /// Messages a second at `moment`.
    pub fn rate(&self, moment: f64) -> f64 {
        let waves = WAVES.iter().zip(self.phases);
        let waves: f64 = waves
            .map(|((height, period), phase)| height * (TAU * moment / period + phase).sin())
            .sum();
        self.mean * (1.0 + waves + BURST_HEIGHT * self.burst(moment))
    }

    /// Messages since a moment that is always the same: only differences mean something.
    pub fn total(&self, moment: f64) -> f64 {
        let waves = WAVES.iter().zip(self.phases);
        let waves: f64 = waves
            .map(|((height, period), phase)| {
                -height * period / TAU * (TAU * moment / period + phase).cos()
            })
            .sum();
        let (cell, into) = self.burst_at(moment);
        let into = into.clamp(0.0, BURST);
        let area = into / 2.0 - BURST / (2.0 * TAU) * (TAU * into / BURST).sin();
        let bursts = cell * BURST / 2.0 + area;
        self.mean * (moment + waves + BURST_HEIGHT * bursts)
    }

    /// How high a burst is at `moment`, 0 to 1; 0 between bursts.
    pub fn burst(&self, moment: f64) -> f64 {
        let (_, into) = self.burst_at(moment);
        if (0.0..BURST).contains(&into) {
            (PI * into / BURST).sin().powi(2)
        } else {
            0.0
        }
    }

    /// Which burst is next or was last, and the seconds since it began. There is one in each cell
    /// of time, anywhere in it.
    fn burst_at(&self, moment: f64) -> (f64, f64) {
        let cell = (moment / self.between).floor();
        let offset = self.chance.share_at(cell) * (self.between - BURST);
        (cell, moment - cell * self.between - offset)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_total_grows_by_the_rate() {
        let rhythm = Rhythm::new(120.0, Chance::new("a"));
        for start in [-2_592_000.0, 0.0, 7_000.0, 28_000_000.0] {
            // Two hours have bursts in them; the sum of many short steps is their area.
            let steps = 14_400;
            let width = 7_200.0 / f64::from(steps);
            let sum: f64 = (0..steps)
                .map(|step| rhythm.rate(start + width * (f64::from(step) + 0.5)) * width)
                .sum();
            let total = rhythm.total(start + 7_200.0) - rhythm.total(start);
            assert!((sum - total).abs() < 0.5, "{start}: {sum} is not {total}");
        }
    }

    #[test]
    fn something_is_published_at_any_time_and_never_more_than_the_peak() {
        let rhythm = Rhythm::new(1.0, Chance::new("b"));
        for minute in 0..50_000 {
            let rate = rhythm.rate(f64::from(minute) * 60.0);
            assert!((0.37..=PEAK).contains(&rate), "minute {minute}: {rate}");
        }
    }
}
