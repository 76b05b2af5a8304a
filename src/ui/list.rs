//! The list of instances. Drawing looks at the rows on screen only, however many there are.

mod cells;
mod column;
mod empty;
mod figures;
mod slots;

use super::area::Area as _;
use super::canvas::Canvas;
use super::seen::{PaneView, Seen};
use super::theme::Role;
use super::widgets::Focus;
use super::words;
use super::words::Words;
use crate::keymap::Keymap;
use crate::state::State;
use crate::state::column::Column;
use crate::state::row::Row;
use crate::text;
use ratatui::layout::Rect;
use slots::Slot;

/// Cells before the first column: the cursor, the severity's letter, the mark of a marked row.
const LEAD: u16 = 3;

/// What stands before the name of a marked row.
const MARK: &str = "*";
/// ... at a row that changed since the time that was asked for.
const CHANGED: &str = "+";

/// Draws the list.
pub fn draw(
    canvas: &mut Canvas<'_>,
    state: &State,
    keymap: &Keymap,
    area: Rect,
    focus: Focus,
) -> PaneView {
    if area.height == 0 {
        return PaneView::default();
    }
    if state.fleet.shown() == 0 {
        return empty::draw(canvas, state, keymap, area).into();
    }
    let slots = slots::slots(area.width, &state.columns, state.profiles.list_shape());
    heading(canvas, area, &slots);
    let rows = area.below(1);
    let seen = Seen::of(state.fleet.shown(), state.fleet.top(), rows.height);
    let window = state.fleet.window(usize::from(rows.height));
    let on = state.fleet.selected().map(|row| &row.key);
    let mut cursor = None;
    for (line, row) in rows.rows().zip(window) {
        let (y, selected) = (line.y, on == Some(&row.key));
        let shown = cells::Shown::new(state, row, selected);
        let letter = shown.severity.letter().to_string();
        canvas.put(area.x + 1, y, 1, &letter, shown.role);
        let mut x = area.x + LEAD;
        for slot in &slots {
            let (text, role) = shown.cell(canvas.words, slot, canvas.theme.strokes());
            canvas.put(x, y, slot.width, &text, role);
            x += slot.width + 1;
        }
        if state.fleet.is_marked(row) {
            canvas.put(area.x + 2, y, 1, MARK, Role::Title);
        } else if row.has_changed() {
            canvas.put(area.x + 2, y, 1, CHANGED, Role::Title);
        }
        if selected {
            cursor = Some(y);
            mark(canvas, line, Some(area.x + 1), focus);
        }
    }
    PaneView { cursor, seen }
}

/// Everything worth saying of a row: its last column says the most urgent of it.
pub fn why(w: &Words, state: &State, row: &Row) -> String {
    let cursor = state.fleet.selected().map(|row| &row.key);
    cells::Shown::new(state, row, cursor == Some(&row.key)).why(w)
}

/// Marks the row the cursor is on, which may have a letter in column `letter`. Only the pane that
/// keys go to has the mark and shows the row as a bar; where they do not go the row is only bold.
pub fn mark(canvas: &mut Canvas<'_>, line: Rect, letter: Option<u16>, focus: Focus) {
    match focus {
        Focus::Here => {
            canvas.put(line.x, line.y, 1, ">", Role::Plain);
            canvas.bar(line, letter);
        }
        Focus::Elsewhere => canvas.shade(line, Role::Title),
    }
}

fn heading(canvas: &mut Canvas<'_>, area: Rect, slots: &[Slot]) {
    let w = canvas.words;
    let severity = w.named("list.heading", Column::Severity);
    canvas.put(area.x + 1, area.y, 1, severity, Role::Title);
    let mut x = area.x + LEAD;
    for slot in slots {
        let width = usize::from(slot.width);
        let word = words::list::heading(w, slot.column);
        let word = match slot.column {
            Column::Storage if width < text::width(&word) => {
                w.text("list.storage-short").to_owned()
            }
            _ => word,
        };
        let word = match column::is_number(slot.column) {
            true => text::pad_left(&word, width),
            false => text::pad(&word, width),
        };
        canvas.put(x, area.y, slot.width, &word, Role::Title);
        x += slot.width + 1;
    }
}
