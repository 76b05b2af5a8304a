//! The last hour of a figure in a few cells.

use super::theme::Strokes;
use crate::figures::MINUTE;
use crate::model::{EpochMs, Point};

/// Cells of a trend.
pub const TREND: u16 = 7;

/// Up to here a figure is drawn against this, and not against its own most: the noise of a few
/// messages is no mountain.
const LITTLE: f64 = 100.0;

/// The hour up to the minute that begins at `last`: the mean of a few minutes a cell. A gap is a gap.
pub fn trend(points: impl Iterator<Item = Point>, last: EpochMs, strokes: Strokes) -> String {
    let (cells, hour) = (i64::from(TREND), 60 * MINUTE);
    let begin = last.saturating_sub(hour - MINUTE);
    let mut sums = vec![(0.0, 0_u32); usize::from(TREND)];
    for point in points.filter(|point| point.at >= begin) {
        let cell = (point.at - begin).saturating_mul(cells) / hour;
        let cell = usize::try_from(cell).unwrap_or(0).min(sums.len() - 1);
        sums[cell].0 += point.value;
        sums[cell].1 += 1;
    }
    let means: Vec<Option<f64>> = sums
        .into_iter()
        .map(|(sum, count)| (count > 0).then(|| sum / f64::from(count)))
        .collect();
    let most = means.iter().flatten().copied().fold(LITTLE, f64::max);
    let levels = strokes.levels;
    let level = |mean: &Option<f64>| match mean {
        None => " ",
        // Nothing is the lowest level, and only nothing is.
        Some(mean) if *mean <= 0.0 => levels[0],
        Some(mean) => {
            let share = mean / most * (levels.len() - 1) as f64;
            levels[(share.ceil() as usize).clamp(1, levels.len() - 1)]
        }
    };
    means.iter().map(level).collect()
}
