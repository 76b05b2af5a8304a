//! Everything that happened, newest first, with a cursor; and everything about one of it.

use super::list;
use crate::say;
use crate::state::State;
use crate::state::notice::{Notice, NoticeId};
use crate::state::table::TableView;
use crate::ui::canvas::{Canvas, Line};
use crate::ui::frame::role;
use crate::ui::hint::KeyHint;
use crate::ui::theme::Role;
use crate::ui::widgets::dialog::{self, Room};
use crate::ui::widgets::facts;
use crate::ui::words::{self, Words};

/// From this many rows of the body on, what is under the cursor stands in full below the list.
const ROOMY: u16 = 26;

/// Draws the list of all notices.
pub fn draw(
    canvas: &mut Canvas<'_>,
    state: &State,
    footer: &[KeyHint],
    room: Room,
    table: &TableView,
) {
    let w = canvas.words;
    let mut rows: Vec<Line> = state
        .notices
        .iter()
        .map(|notice| row(w, state, notice))
        .collect();
    if rows.is_empty() {
        rows.push(Line::new(w.text("notice.nothing"), Role::Quiet));
    }
    let place = table.pick.place(&table.ids(state));
    let on = place.and_then(|at| state.notices.iter().nth(at));
    let width = usize::from(dialog::widest(room.screen));
    let below = match on {
        Some(notice) if room.body.height >= ROOMY => about(w, state, notice, width),
        _ => Vec::new(),
    };
    let title = say!(w, "notice.title", zone = words::time::zone(w));
    list(canvas, room, (&title, footer), (&rows, place), &below);
}

fn row(w: &Words, state: &State, notice: &Notice) -> Line {
    let role = role(notice.level);
    let letter = words::notice::letter(notice.level);
    let clock = words::time::clock(w, notice.at.wall);
    // Before the words: the end of a line may be cut off.
    let times = words::notice::times(notice.count);
    Line::new(letter, role)
        .then(format!(" {clock}{times} "), Role::Plain)
        .then(words::profiles::told(w, state, notice), role)
}

/// Everything about one notice.
pub fn text(w: &Words, state: &State, id: NoticeId, width: usize) -> (String, Vec<Line>) {
    match state.notices.get(id) {
        Some(notice) => {
            let letter = words::notice::letter(notice.level);
            let clock = words::time::zoned_clock(w, notice.at.wall);
            let title = format!("{letter} {clock}");
            (title, about(w, state, notice, width))
        }
        None => {
            let gone = Line::new(w.text("explained.dismissed"), Role::Quiet);
            (String::new(), vec![gone])
        }
    }
}

fn about(w: &Words, state: &State, notice: &Notice, width: usize) -> Vec<Line> {
    facts::lines(words::explained::notice(w, state, notice), width)
}
