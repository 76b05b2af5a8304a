//! The detail of one instance as the service sent it.

use super::{Place, notes};
use crate::state::State;
use crate::ui::canvas::{Canvas, Line};
use crate::ui::text;
use crate::ui::theme::Role;
use crate::ui::words::panes::Part;
use ratatui::layout::Rect;

/// Draws the raw detail of the subject. Long lines go on below, so that nothing is cut off.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, place: Place) {
    let w = canvas.words;
    if state.subject().is_none() {
        let note = (w.panes.label.no_instance.clone(), Role::Quiet);
        notes::fill(canvas, place.area, &note);
        return;
    }
    let detail = state.subject_detail().map(|detail| &detail.instance);
    let note = match detail {
        Some(detail) => notes::about(w, state, detail, Part::Detail),
        None => Some(notes::loading(w, Part::Detail)),
    };
    let inside = Rect {
        x: place.area.x + 1,
        width: place.area.width.saturating_sub(2),
        ..place.area
    };
    let room = usize::from(inside.width);
    let mut lines: Vec<Line> = Vec::new();
    if let Some((text, role)) = note {
        let wrapped = text::wrap(&text, room).into_iter();
        lines.extend(wrapped.map(|line| Line::new(line, role)));
    }
    if let Some(detail) = detail.and_then(|detail| detail.value()) {
        // Printing a value cannot fail; there is nothing to say if it did.
        let text = serde_json::to_string_pretty(&detail.raw).unwrap_or_default();
        for line in text.lines() {
            let wrapped = text::wrap_indented(line, room).into_iter();
            lines.extend(wrapped.map(Line::plain));
        }
    }
    canvas.scroll(inside, &lines, state.view.scroll);
}
