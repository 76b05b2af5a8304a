//! Everything that happened, newest first: level, time, words, code, request id, how often.

use super::{footer, scrolling};
use crate::keymap::Keymap;
use crate::state::State;
use crate::state::notice::Notice;
use crate::ui::canvas::{Canvas, Line};
use crate::ui::frame::role;
use crate::ui::theme::Role;
use crate::ui::widgets::dialog::{self, Room};
use crate::ui::words::Words;
use crate::ui::{text, words};

/// Cells before the words: letter, time and spaces.
const LEAD: usize = 8;

/// Draws the list of all notices.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, keymap: &Keymap, room: Room, scroll: usize) {
    let w = canvas.words;
    let width = dialog::widest(room.screen);
    let mut lines: Vec<Line> = Vec::new();
    for notice in state.notices.iter() {
        lines.extend(said(w, state, notice, usize::from(width)));
    }
    if lines.is_empty() {
        lines.push(Line::new(&w.notice.nothing, Role::Quiet));
    }
    let footer = footer(w, state, keymap);
    let title = &w.notice.title;
    scrolling(canvas, room, (title, &footer), &lines, scroll);
}

fn said(w: &Words, state: &State, notice: &Notice, room: usize) -> Vec<Line> {
    let times = words::notice::times(notice.count);
    let text = format!("{}{times}", words::profiles::told(w, state, notice));
    let mut wrapped = text::wrap(&text, room.saturating_sub(LEAD));
    let id = words::notice::request_id(w, &notice.said);
    wrapped.extend(
        id.into_iter()
            .flat_map(|id| text::wrap(&id, room.saturating_sub(LEAD))),
    );
    let role = role(notice.level);
    let letter = words::notice::letter(notice.level);
    let clock = words::time::clock(notice.at.wall);
    let lines = wrapped.into_iter().enumerate().map(|(at, words)| {
        let lead = match at {
            0 => Line::new(letter, role).then(format!(" {clock} "), Role::Plain),
            _ => Line::plain(" ".repeat(LEAD)),
        };
        lead.then(words, role)
    });
    lines.collect()
}
