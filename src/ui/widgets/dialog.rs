//! A box in front of the view: where it goes, and its frame.

use crate::ui::area::{Area as _, cells};
use crate::ui::canvas::{Canvas, Line};
use crate::ui::hint::{self, KeyHint};
use crate::ui::seen::Seen;
use crate::ui::theme::Role;
use crate::ui::widgets::position;
use ratatui::layout::Rect;

/// Cells a frame takes: a border and a space on both sides.
pub const SIDES: u16 = 4;
/// Rows a frame takes.
pub const ENDS: u16 = 2;
/// The inside of a box is no wider than this: longer lines are hard to read.
pub const WIDEST: u16 = 100;

/// What a box is asked to hold.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// Cells inside.
    pub width: u16,
    /// Rows inside.
    pub height: u16,
    /// Rows inside it cannot do without.
    pub least: u16,
}

impl Wanted {
    /// So many cells and rows; a few of these will do.
    pub fn of(width: u16, height: u16) -> Self {
        let least = 3;
        Self {
            width,
            height,
            least,
        }
    }
}

/// Draws a box with this title and what can be done in it; gives its place, and what is inside.
pub fn open(
    canvas: &mut Canvas<'_>,
    room: Room,
    wanted: &Wanted,
    (title, footer): (&str, &[KeyHint]),
) -> (Rect, Rect) {
    let place = place(room, wanted);
    let title = Line::new(title, Role::Title);
    (place, frame(canvas, place, &title, footer))
}

/// What the screen offers.
#[derive(Clone, Copy, Debug)]
pub struct Room {
    /// The whole screen.
    pub screen: Rect,
    /// Where panes are drawn.
    pub body: Rect,
    /// Row of the screen with the cursor of the pane behind: to be left visible where possible.
    pub cursor: Option<u16>,
}

/// Where a box goes: beside the cursor's row if it fits there, else over the body, else over all
/// but the first line. The first column stays free where there is room, so that the cursor shows.
pub fn place(room: Room, wanted: &Wanted) -> Rect {
    let Room {
        screen,
        body,
        cursor,
    } = room;
    let width = wanted.width.saturating_add(SIDES).min(WIDEST + SIDES);
    let width = width.min(screen.width.saturating_sub(margin(screen)));
    let height = wanted.height.saturating_add(ENDS);
    let x = screen.x + (screen.width.saturating_sub(width)) / 2;
    let rows = cursor.map(|row| row.saturating_sub(body.y));
    let below = rows.map(|rows| body.below(rows + 1));
    let above = rows.map(|rows| body.head(rows));
    let most = screen.below(1);
    let beside = [below, above].into_iter().flatten();
    let fitting = beside.chain([body]).find(|area| area.height >= height);
    let area = match fitting {
        Some(area) => area,
        None if body.height >= wanted.least + ENDS => body,
        None => most,
    };
    let height = height.min(area.height);
    let y = area.y + (area.height - height) / 2;
    Rect {
        x,
        y,
        width,
        height,
    }
}

/// Clears the place and draws the frame; the title is in its top, the footer in its bottom line.
/// Gives the inside.
pub fn frame(canvas: &mut Canvas<'_>, area: Rect, title: &Line, footer: &[KeyHint]) -> Rect {
    canvas.clear(area);
    if area.width < SIDES || area.height < ENDS {
        return Rect::default();
    }
    let strokes = canvas.theme.strokes();
    let (right, bottom) = (area.right() - 1, area.bottom() - 1);
    canvas.rule(area.x, area.y, area.width);
    canvas.rule(area.x, bottom, area.width);
    canvas.column(area.x, area.y, area.height);
    canvas.column(right, area.y, area.height);
    let places = [
        (area.x, area.y),
        (right, area.y),
        (area.x, bottom),
        (right, bottom),
    ];
    for ((x, y), corner) in places.into_iter().zip(strokes.corners) {
        canvas.put(x, y, 1, corner, Role::Quiet);
    }
    let room = area.width - SIDES;
    let top = Rect::new(area.x + 2, area.y, room, 1);
    let titled = title.width().min(usize::from(room));
    if titled > 0 {
        let blank = " ".repeat(titled + 2);
        canvas.put(top.x, top.y, room, &blank, Role::Plain);
        canvas.line(top.behind(1), 0, title);
    }
    if !footer.is_empty() {
        let footed = fitting(footer, usize::from(room.saturating_sub(2)));
        let footed = Line::plain(" ").and(&footed).then(" ", Role::Plain);
        let width = cells(&footed.text()).min(room);
        let place = Rect::new(right - 1 - width, bottom, width, 1);
        canvas.line(place, 0, &footed);
    }
    Rect::new(area.x + 2, area.y + 1, room, area.height - ENDS)
}

/// The first hints, as many as there is room for: half a hint says nothing, and one may hold only after the one before it. The first one is cut before there is none.
fn fitting(footer: &[KeyHint], room: usize) -> Line {
    let mut used = 0;
    let shown = footer.iter().enumerate().take_while(|(place, hint)| {
        used += match *place {
            0 => hint.width(),
            _ => hint.width_behind(),
        };
        *place == 0 || used <= room
    });
    hint::line(shown.map(|(_, hint)| hint))
}

/// Cells left free beside a box, so that the cursor's mark shows; on a narrow screen every cell
/// is needed.
pub fn margin(screen: Rect) -> u16 {
    if screen.width >= 60 { 2 } else { 0 }
}

/// Cells inside the widest box a screen has room for.
pub fn widest(screen: Rect) -> u16 {
    let room = screen.width.saturating_sub(SIDES + margin(screen));
    room.min(WIDEST)
}

/// Says in the top line of a frame which of its lines can be seen, when not all can.
pub fn position(canvas: &mut Canvas<'_>, frame: Rect, seen: Seen) {
    let width = frame.width.saturating_sub(1);
    position::draw(canvas, Rect { width, ..frame }, seen);
}

/// An area without its last row, and that row.
pub fn split_last(area: Rect) -> (Rect, Rect) {
    (area.head(area.height.saturating_sub(1)), area.tail(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hint_stands_whole_or_not_at_all() {
        let hints = [("Esc", "cancel"), ("c", "copy the request"), ("j", "down")];
        let hints = hints.map(|(key, word)| KeyHint::new(key, word));
        let fitting = |room| super::fitting(&hints, room).text();
        assert_eq!(fitting(40), "Esc cancel  c copy the request  j down");
        assert_eq!(fitting(30), "Esc cancel  c copy the request");
        assert_eq!(fitting(29), "Esc cancel");
        assert_eq!(fitting(6), "Esc cancel", "it is cut where it is drawn");
    }

    #[test]
    fn what_holds_only_after_a_hint_says_so_and_goes_with_what_says_it() {
        let hints = [("tab", "to buttons"), ("c", "copy"), ("j", "down")];
        let [tab, copy, down] = hints.map(|(key, word)| KeyHint::new(key, word));
        let hints = [tab, copy.after(", then"), down];
        let fitting = |room| super::fitting(&hints, room).text();
        assert_eq!(fitting(40), "tab to buttons, then c copy  j down");
        assert_eq!(fitting(27), "tab to buttons, then c copy");
        assert_eq!(fitting(26), "tab to buttons");
    }
}
