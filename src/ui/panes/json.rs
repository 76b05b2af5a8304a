//! The detail of one instance as the service sent it.

use super::notes::{self, Note};
use super::{Place, found};
use crate::state::State;
use crate::state::search::Seek;
use crate::ui::area::Area as _;
use crate::ui::canvas::{Canvas, Line};
use crate::ui::seen::Seen;
use crate::ui::theme::Role;
use crate::ui::words::panes::Part;
use serde_json::Value;
use std::fmt::{self, Write};

/// Draws the raw detail of the subject. Long lines go on below, so that nothing is cut off.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, place: Place) -> Result<Seen, Note> {
    let w = canvas.words;
    let key = state.subject().ok_or_else(|| notes::no_instance(w))?;
    let detail = state.details.known(key).instance();
    let note = notes::about(w, state, detail, Part::Detail);
    let mut inside = place.area.inset();
    let room = usize::from(inside.width);
    let mut lines: Vec<Line> = Vec::new();
    let mut row = None;
    lines.extend(note.iter().flat_map(|note| note.lines(room)));
    if let Some(detail) = detail.value() {
        let (text, whole) = printed(&detail.raw);
        if !whole {
            let note = w.text("panes.json-cut");
            lines.extend(Line::wrapped(note, room, Role::Warning));
        }
        let found = found::find(&text, room, state.search.as_ref());
        if let Some(search) = &state.search {
            canvas.line(inside, 0, &found::heading(w, search, found.matches));
            inside = inside.below(1);
        }
        row = found.row.map(|row| lines.len() + row);
        lines.extend(found.lines);
    }
    let mut scroll = state.view.scroll;
    if let (Some(search), Some(row)) = (&state.search, row)
        && search.seek == Seek::Match
    {
        scroll = found::shown(scroll, row, usize::from(inside.height));
        canvas.sought = Some(scroll);
    }
    Ok(canvas.scroll(inside, &lines, scroll))
}

/// Bytes of the printed JSON that are drawn. Details have some four thousand; every one more costs
/// time with every frame.
const DRAWN: usize = 64 * 1024;

/// The beginning of a value as indented JSON, and whether it is all of it.
fn printed(raw: &Value) -> (String, bool) {
    let mut bounded = Bounded(String::new());
    let whole = write!(bounded, "{raw:#}").is_ok();
    (bounded.0, whole)
}

/// Takes the beginning of what is written.
struct Bounded(String);

impl Write for Bounded {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let room = text.floor_char_boundary(DRAWN.saturating_sub(self.0.len()));
        self.0.push_str(&text[..room]);
        match room < text.len() {
            true => Err(fmt::Error),
            false => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_huge_detail_only_the_beginning_is_printed() {
        let raw = serde_json::json!({ "name": "orders", "description": "é".repeat(4 << 20) });
        let (text, whole) = printed(&raw);
        assert!(!whole);
        assert!((DRAWN - 1..=DRAWN).contains(&text.len()), "{}", text.len());
        assert!(text.starts_with("{\n  \"name\": \"orders\",\n"));
        let many = Value::from(vec![1; 1 << 20]);
        let (text, whole) = printed(&many);
        assert!(!whole && text.len() <= DRAWN);
        let (text, whole) = printed(&serde_json::json!({ "name": "orders" }));
        assert_eq!(
            (text.as_str(), whole),
            ("{\n  \"name\": \"orders\"\n}", true)
        );
    }
}
