//! What is measured of an instance, over time.

use super::Place;
use super::notes::{self, Note};
use crate::state::State;
use crate::state::figures::FiguresStanding;
use crate::state::row::Row;
use crate::ui::area::Area as _;
use crate::ui::canvas::Canvas;
use crate::ui::seen::Seen;
use crate::ui::theme::Role;
use crate::ui::words::Words;

/// Draws the figures of the subject.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, place: Place) -> Result<Seen, Note> {
    let w = canvas.words;
    let row = state.subject_row().ok_or_else(|| notes::no_instance(w))?;
    let inside = place.area.inset();
    awaited(w, state, row)?;
    let lines = super::measured::lines(w, state, row, usize::from(inside.width));
    Ok(canvas.scroll(inside, &lines, state.view.scroll))
}

/// What stands in the place of figures where none will come by themselves, or not yet.
fn awaited(w: &Words, state: &State, row: &Row) -> Result<(), Note> {
    let standing = state.profiles.get(&row.key.scope);
    let standing = standing.map_or(FiguresStanding::Off, |profile| profile.figures());
    match (standing, row.figures.newest()) {
        (FiguresStanding::Off, _) => Err(Note::new(w.text("live.off"), Role::Quiet)),
        (FiguresStanding::Loading, None) => Err(Note::new(w.text("live.loading"), Role::Moving)),
        (
            FiguresStanding::Loading
            | FiguresStanding::Read
            | FiguresStanding::Denied(_)
            | FiguresStanding::Failing(..),
            _,
        ) => Ok(()),
    }
}
