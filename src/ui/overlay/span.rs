//! The box in which one chooses which tasks are shown.

use crate::say;
use crate::state::span::{DOTS, ENTRIES, Entry, SpanBox, Wrong};
use crate::ui::area::{Area as _, rows};
use crate::ui::canvas::{Canvas, Line};
use crate::ui::list::mark;
use crate::ui::overlay::MARK;
use crate::ui::seen::Seen;
use crate::ui::theme::Role;
use crate::ui::widgets::dialog::{self, Room, Wanted};
use crate::ui::widgets::{Focus, field};
use crate::ui::words::{Words, panes, time};

/// Cells inside the box, where there is room.
const WIDTH: u16 = 62;

/// Draws the box; gives the position of the text cursor while it is on the typed line.
pub fn draw(canvas: &mut Canvas<'_>, room: Room, open: &SpanBox) -> Option<(u16, u16)> {
    let w = canvas.words;
    let width = WIDTH.min(dialog::widest(room.screen));
    let below = below(canvas, open, width);
    let mut wanted = Wanted::of(width, ENTRIES.len() as u16 + rows(&below));
    wanted.least = wanted.height;
    let (place, inside) = dialog::open(canvas, room, &wanted, (w.text("span.title"), &[]));
    // What is typed and what is wrong with it stay; on a tiny screen spans above scroll away.
    let tail = rows(&below).min(inside.height.saturating_sub(1));
    let shown = usize::from(inside.height - tail);
    let at = ENTRIES.iter().position(|entry| *entry == open.at());
    let first = at.map_or(0, |at| (at + 1).saturating_sub(shown));
    let mut cursor = None;
    let upper = inside.head(inside.height - tail);
    for (row, entry) in upper.rows().zip(ENTRIES.iter().skip(first)) {
        let (x, y) = (row.x + MARK, row.y);
        let here = Focus::at(entry, &open.at());
        match entry {
            Entry::Named(named) => {
                let name = panes::span(w, *named);
                canvas.put(x, y, inside.right().saturating_sub(x), &name, Role::Plain);
            }
            Entry::Typed => {
                let x = canvas.put(x, y, inside.width, w.text("span.typed"), Role::Plain) + 1;
                let room = inside.right().saturating_sub(x);
                cursor = field::draw(canvas, (x, y), room, open.field(), here);
            }
        }
        if here == Focus::Here {
            mark(canvas, row, None, Focus::Here);
        }
    }
    let seen = Seen::of(ENTRIES.len(), first, upper.height);
    dialog::position(canvas, place, seen);
    canvas.lines(inside.tail(tail), &below);
    cursor
}

/// How two times are typed, or what is wrong with them.
fn below(canvas: &Canvas<'_>, open: &SpanBox, width: u16) -> Vec<Line> {
    let w = canvas.words;
    let zone = time::zone(w);
    let (said, role) = match &open.wrong {
        Some(wrong) => (self::wrong(w, wrong), Role::Critical),
        None => (say!(w, "span.form", zone, dots = DOTS), Role::Quiet),
    };
    Line::wrapped(&said, usize::from(width), role).collect()
}

/// What is wrong with what was typed.
fn wrong(w: &Words, wrong: &Wrong) -> String {
    let zone = time::zone(w);
    match wrong {
        Wrong::NoTime(text) if text.is_empty() => say!(w, "span.wrong.no-begin", word = DOTS, zone),
        Wrong::NoTime(text) => say!(w, "span.wrong.no-time", word = text, zone),
        Wrong::NoDots => say!(w, "span.wrong.no-dots", word = DOTS),
        Wrong::Empty => say!(w, "span.wrong" / wrong, zone),
        Wrong::Backwards => w.named("span.wrong", wrong).to_owned(),
    }
}
