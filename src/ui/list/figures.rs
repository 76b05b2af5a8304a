//! What was measured, in the cells of a row.

use super::cells::Shown;
use crate::figures::{FRESH, Figures};
use crate::model::{EpochMs, Metric};
use crate::state::column::{Quantity, Reading};
use crate::state::figures::FiguresStanding;
use crate::ui::theme::{Role, Strokes};
use crate::ui::trend;
use crate::ui::words;

/// What stands in the cell of a figure that is not there.
const LOADING: &str = "..";

impl Shown<'_> {
    /// A figure, or what stands in its place: one that is not new has a mark, one that says nothing
    /// about now, and one that was never measured, is not shown.
    pub(super) fn figure(&self, reading: Reading) -> (String, Role) {
        let Some(profile) = self.state.profiles.get(&self.row.key.scope) else {
            return (words::UNKNOWN.to_owned(), self.plain());
        };
        let clock = profile.figures.clock(self.state.now);
        let now = clock.eye;
        let Some((quantity, at)) = reading.current(self.row, clock) else {
            let awaited =
                reading.metric().is_some() && profile.figures() == FiguresStanding::Loading;
            let text = if awaited { LOADING } else { words::UNKNOWN };
            return (text.to_owned(), self.plain());
        };
        let old = now.saturating_sub(at) > FRESH;
        let mark = if old { "?" } else { "" };
        let role = match old {
            true => Role::Stale,
            false => self.figure_role(reading, quantity),
        };
        (format!("{}{mark}", words::number::quantity(quantity)), role)
    }

    /// Only what is bad by its value alone has a colour of its own.
    fn figure_role(&self, reading: Reading, quantity: Quantity) -> Role {
        let disk = reading == Reading::Metric(Metric::InstanceDisk);
        match quantity {
            Quantity::Number(90.0.., _) if disk => Role::Critical,
            Quantity::Number(80.0.., _) if disk => Role::Warning,
            Quantity::Number(..) | Quantity::Time(_) | Quantity::AtLeast(_) | Quantity::Nothing => {
                self.plain()
            }
        }
    }

    /// The last hour of a figure, a few minutes a cell; a gap is a gap.
    pub(super) fn trend(&self, metric: Metric, strokes: Strokes) -> String {
        let profile = self.state.profiles.get(&self.row.key.scope);
        let now = profile.map(|profile| profile.figures.time(self.state.now));
        match now {
            Some(now) => trend(&self.row.figures, metric, now, strokes),
            None => String::new(),
        }
    }
}

fn trend(figures: &Figures, metric: Metric, now: EpochMs, strokes: Strokes) -> String {
    let trace = figures.trace(metric);
    // By the newest minute: time alone moves nothing.
    let last = figures.current(metric, now);
    let drawn = trace.zip(last);
    let drawn = drawn.map(|(trace, last)| trend::trend(trace.points(), last.at, strokes));
    drawn.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::MINUTE;
    use crate::model::{InstanceId, Point, Series};
    use crate::state::context::{Appearance, Depth, Glyphs, ThemeName};
    use crate::ui::theme::Theme;

    fn strokes(glyphs: Glyphs) -> Strokes {
        let look = Appearance {
            theme: ThemeName::Dark,
            depth: Depth::Basic,
            glyphs,
        };
        Theme::new(look).strokes()
    }

    #[test]
    fn a_trend_is_of_the_last_hour_and_has_its_gaps() {
        let series = Series {
            metric: Metric::Ready,
            instance: InstanceId::new("I").unwrap(),
            part: None,
        };
        let point = |minute: i64, value| Point {
            at: minute * MINUTE,
            value,
        };
        let mut figures = Figures::default();
        let mut points: Vec<Point> = (0..17).map(|minute| point(minute, 0.0)).collect();
        points.extend((35..60).map(|minute| point(minute, minute as f64 * 10.0)));
        figures.take(&series, &points);
        let drawn =
            |now: i64, glyphs| trend(&figures, Metric::Ready, now * MINUTE, strokes(glyphs));
        assert_eq!(drawn(60, Glyphs::Ascii), "00  689");
        assert_eq!(drawn(60, Glyphs::Unicode), "▁▁  ▆▇█");
        assert_eq!(drawn(75, Glyphs::Ascii), "");
    }
}
