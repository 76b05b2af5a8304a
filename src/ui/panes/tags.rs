//! The tags of one instance.

use super::Place;
use super::notes::{self, Note};
use crate::model::Feature;
use crate::say;
use crate::state::State;
use crate::state::health::Health;
use crate::text;
use crate::ui::area::Area as _;
use crate::ui::canvas::{Canvas, Line};
use crate::ui::seen::Seen;
use crate::ui::theme::Role;
use crate::ui::words;

/// Longest key the service allows, and a space.
const KEY: usize = 37;

/// Draws the tags of the subject.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, place: Place) -> Result<Seen, Note> {
    let w = canvas.words;
    let row = state.subject_row().ok_or_else(|| notes::no_instance(w))?;
    notes::subject(w, state, Feature::Tags)?;
    let area = place.area.inset();
    let room = usize::from(area.width);
    let key = KEY.min(room / 2);
    let (heading, role) = if row.is_stale(state.now) {
        let age = state.now.since(row.seen);
        let stale = Health::Stale(age);
        let said = say!(w, "frame.health" / stale, age = words::time::age(age));
        (said, Role::Warning)
    } else if row.instance.tags.is_empty() {
        (w.text("panes.no-tags").to_owned(), Role::Quiet)
    } else {
        let heading = text::pad(w.text("panes.label.key"), key);
        (heading + w.text("panes.label.value"), Role::Title)
    };
    canvas.line(area, 0, &Line::new(heading, role));
    let mut lines = Vec::new();
    for tag in &row.instance.tags {
        let name = text::cut(&tag.key, key.saturating_sub(1));
        let name = Line::plain(text::pad(&name, key));
        lines.extend(name.beside(&tag.value, room.saturating_sub(key), Role::Plain));
    }
    Ok(canvas.scroll(area.below(1), &lines, state.view.scroll))
}
