//! The box for what needs a look: bottom right, never over the cursor's row, never in the way of
//! a key.

use super::area::rows;
use super::canvas::{Canvas, Line};
use super::frame::{role, told};
use super::hint::KeyHint;
use super::widgets::dialog::{self, Room};
use super::{keys, words};
use crate::command::Command;
use crate::key::Context;
use crate::keymap::Keymap;
use crate::state::State;
use crate::state::notice::{Level, Notice};
use crate::text;
use crate::ui::words::Words;
use ratatui::layout::Rect;

/// Cells of the box.
const WIDTH: u16 = 52;
/// Lines of the notice at most.
const LINES: usize = 2;
/// On a smaller screen the event line is all there is room for.
const LEAST: (u16, u16) = (60, 16);

/// Draws the toast that is up. Says which notice it shows, so that nothing shows it twice.
pub fn draw<'a>(
    canvas: &mut Canvas<'_>,
    state: &'a State,
    keymap: &Keymap,
    room: Room,
) -> Option<&'a Notice> {
    let w = canvas.words;
    let notice = state.notices.toast()?;
    let small = room.screen.width < LEAST.0 || room.screen.height < LEAST.1;
    if notice.level == Level::Info || small {
        return None;
    }
    let inside = usize::from(WIDTH - dialog::SIDES);
    // A path is a word that is not broken where it can be helped, and may take most of a line.
    let told = told(w, state, notice, (inside * LINES * 3 / 4, inside - 8));
    let lines = text::wrap_into(&told, inside, LINES);
    let role = role(notice.level);
    let lines = lines.into_iter().map(|line| Line::new(line, role));
    let brief = notice.said.error();
    let brief = brief.and_then(|error| words::explained::brief(w, error));
    let brief = brief.map(|brief| Line::plain(text::cut(&brief, inside)));
    let lines: Vec<Line> = lines.chain(brief).collect();
    let area = place(room, rows(&lines) + dialog::ENDS)?;
    let letter = words::notice::letter(notice.level);
    let clock = words::time::zoned_clock(w, notice.at.wall);
    let times = words::notice::times(notice.count);
    let title = Line::new(format!("{letter} {clock}{times}"), role);
    let footer = footer(w, state, keymap);
    let inside = dialog::frame(canvas, area, &title, &footer);
    canvas.lines(inside, &lines);
    Some(notice)
}

/// The bottom right corner of the body, or the top right one when the cursor is in the way.
fn place(room: Room, height: u16) -> Option<Rect> {
    let Room { body, cursor, .. } = room;
    let bottom = Rect {
        x: body.right().saturating_sub(WIDTH),
        y: body.bottom().saturating_sub(height),
        width: WIDTH,
        height,
    };
    // Below the headings.
    let top = Rect {
        y: body.y + 1,
        ..bottom
    };
    [bottom, top].into_iter().find(|area| {
        let covers = cursor.is_some_and(|row| (area.top()..area.bottom()).contains(&row));
        !covers && area.bottom() <= body.bottom()
    })
}

fn footer(w: &Words, state: &State, keymap: &Keymap) -> Vec<KeyHint> {
    let layers = [Context::View];
    let hints = [
        (Command::Dismiss, words::short(w, Command::Dismiss)),
        (Command::Errors, words::short(w, Command::Errors)),
    ];
    let mut parts: Vec<KeyHint> = hints
        .into_iter()
        .filter_map(|(action, word)| {
            let key = keys::key(keymap, &layers, action)?;
            Some(KeyHint::new(key, word))
        })
        .collect();
    parts.push(KeyHint::word(format!("1/{}", state.notices.up())));
    parts
}
