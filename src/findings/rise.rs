//! Whether what was found to rise still does: told by its newest values, so that it is over soon after
//! it is no longer so.

use super::fit::Line;
use super::{Finding, Look, Verdict};
use crate::figures::{MINUTE, Trace};
use crate::model::{EpochMs, Point};

/// How far back the newest values of a minute each are looked at, in ms.
pub const LATELY: i64 = 5 * MINUTE;

/// How a figure goes on that has risen before.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Course {
    /// The line through its newest values.
    pub line: Line,
    /// When it was first seen not to rise any more; nothing while it does.
    pub over: Option<EpochMs>,
}

impl Course {
    /// How the values of the last `long` ms go on, if they are enough to tell: they rise while the line
    /// through them rises by at least so much.
    pub fn of(trace: Trace<'_>, last: Point, long: i64, least: f64) -> Option<Self> {
        Self::through(trace.since(last.at.saturating_sub(long)), least)
    }

    /// The same, of values in the order of time.
    pub fn through(
        values: impl DoubleEndedIterator<Item = Point> + Clone,
        least: f64,
    ) -> Option<Self> {
        let line = Line::through(values.clone())?;
        let top = values.clone().map(|point| point.value).fold(0.0, f64::max);
        let mut after = values.skip_while(|point| point.value < top).skip(1);
        let over = after.next().map_or(line.to, |point| point.at);
        Some(Self {
            line,
            over: (line.rise() < least).then_some(over),
        })
    }
}

impl Look<'_> {
    /// What was found is no longer so, as is seen since a value of that time; `last` is the newest
    /// one.
    pub fn over(&self, since: EpochMs, last: Point) -> Verdict {
        // Figures are late: how long ago it was is told by them alone.
        let ago = last.at.saturating_sub(since);
        self.was.map_or(Verdict::Fine, |was| {
            let over = was.over.unwrap_or(self.now().saturating_sub(ago));
            Verdict::Over(Finding {
                over: Some(over),
                ..was.clone()
            })
        })
    }
}
