//! What was measured of an instance last, in one line, or why nothing was.

use crate::say;
use crate::state::State;
use crate::state::column::Column;
use crate::state::figures::FiguresStanding;
use crate::state::row::Row;
use crate::ui::canvas::Line;
use crate::ui::theme::Role;
use crate::ui::words::{self, Words, number, time};

/// What is said of it, by the headings of the list: one line, in as many rows as it takes; none where
/// no figures are read.
pub(super) fn lines(w: &Words, state: &State, row: &Row, room: usize) -> Vec<Line> {
    let Some(profile) = state.profiles.get(&row.key.scope) else {
        return Vec::new();
    };
    let (clock, figures) = (profile.figures.clock(state.now), &row.figures);
    let now = clock.eye;
    let (said, role) = match (profile.figures(), figures.newest()) {
        (FiguresStanding::Off, _) | (FiguresStanding::Loading, None) => return Vec::new(),
        (FiguresStanding::Denied(error), None) => {
            let permission = error.attempted.permission().unwrap_or_default();
            (say!(w, "measured.denied", permission), Role::Warning)
        }
        (FiguresStanding::Failing(error, _), None) => {
            let why = words::error::short(w, error);
            (say!(w, "measured.failing", why), Role::Warning)
        }
        (FiguresStanding::Read, None) => (w.text("measured.never").to_owned(), Role::Quiet),
        (_, Some(newest)) => {
            let each = Column::asked().filter_map(|column| {
                let reading = column.reading().filter(|one| one.metric().is_some())?;
                let (value, _) = reading.current(row, clock)?;
                let value = number::quantity(value);
                Some(format!("{} {value}", w.named("list.heading", column)))
            });
            let age = time::age(std::time::Duration::from_millis(
                u64::try_from(now.saturating_sub(newest)).unwrap_or(0),
            ));
            let each: Vec<String> = each.collect();
            match (each.is_empty(), figures.is_old(now)) {
                (true, _) => (say!(w, "measured.no-data", age), Role::Warning),
                (false, true) => (
                    say!(w, "measured.old", figures = each.join("  "), age),
                    Role::Stale,
                ),
                (false, false) => (each.join("  "), Role::Plain),
            }
        }
    };
    Line::default().beside(&said, room, role).collect()
}
