//! A text field: `[ orders-eu-01_     ]`.

use super::Focus;
use crate::state::input::TextField;
use crate::text;
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;

/// What the brackets take.
pub const BRACKETS: u16 = 4;

/// Draws a field of `room` cells, brackets included, and gives the cursor's position if keys go
/// to it. Text that is too long is scrolled so that the cursor can be seen.
pub fn draw(
    canvas: &mut Canvas<'_>,
    (x, y): (u16, u16),
    room: u16,
    field: &TextField,
    focus: Focus,
) -> Option<(u16, u16)> {
    let inner = room.saturating_sub(BRACKETS);
    let role = match focus {
        Focus::Here => Role::Title,
        Focus::Elsewhere => Role::Plain,
    };
    let shown = bare(canvas, (x.saturating_add(2), y), inner, field, focus);
    canvas.put(x, y, 2, "[ ", role);
    canvas.put(x.saturating_add(2 + inner), y, 2, " ]", role);
    shown
}

/// The same without brackets.
pub fn bare(
    canvas: &mut Canvas<'_>,
    (x, y): (u16, u16),
    room: u16,
    field: &TextField,
    focus: Focus,
) -> Option<(u16, u16)> {
    let (before, after) = parts(field);
    let mut before = before.as_str();
    while text::width(before) + 1 > usize::from(room) && !before.is_empty() {
        let first = before.chars().next().map_or(1, char::len_utf8);
        before = &before[first..];
    }
    let used = u16::try_from(text::width(before)).unwrap_or(room);
    let mark = match focus {
        Focus::Here if after.is_empty() => "_",
        Focus::Here | Focus::Elsewhere => "",
    };
    let line = format!("{before}{after}{mark}");
    canvas.put(
        x,
        y,
        room,
        &text::pad(&line, usize::from(room)),
        Role::Plain,
    );
    match focus {
        Focus::Here => Some((x.saturating_add(used), y)),
        Focus::Elsewhere => None,
    }
}

/// What is shown, before and after the cursor.
fn parts(field: &TextField) -> (String, String) {
    let shown = field.shown();
    let before = shown.chars().take(field.cursor()).collect();
    let after = shown.chars().skip(field.cursor()).collect();
    (before, after)
}
