//! What is in front of the view: one thing at a time.

mod columns;
mod confirm;
mod errors;
pub(super) mod findings;
mod help;
mod journal;
mod menu;
pub(super) mod messages;
mod palette;
mod profiles;
mod provenance;
mod read;
mod results;
mod small;
mod span;
mod table;
mod task;

use super::area::{Area as _, rows};
use super::canvas::{Canvas, Line};
use super::hint::KeyHint;
use super::list::mark;
use super::panes::found;
use super::seen::Seen;
use super::theme::Role;
use super::widgets::Focus;
use super::widgets::dialog::{self, Room, Wanted};

use super::{form, keys};
use crate::keymap::Keymap;
use crate::say;
use crate::state::State;
use crate::state::overlay::{Content, Overlay, Reader};
use crate::state::table::{TableFocus, TableSource, TableView};
use crate::ui::words::Words;
use ratatui::layout::Rect;

/// Draws what is in front; gives the position of its text cursor, if it has one.
pub fn draw(
    canvas: &mut Canvas<'_>,
    state: &State,
    keymap: &Keymap,
    room: Room,
) -> Option<(u16, u16)> {
    let overlay = state.overlay.as_ref()?;
    let footer = footer(canvas.words, state, keymap);
    match overlay {
        Overlay::Help(help) => help::draw(canvas, state, (keymap, &footer), room, help),
        Overlay::Reader(reader) => reads(canvas, state, keymap, room, reader),
        Overlay::Table(table) => match table.source {
            TableSource::Errors => errors::draw(canvas, state, &footer, room, table),
            TableSource::Journal => journal::draw(canvas, state, &footer, room, table),
            TableSource::Query(_) => table::draw(canvas, state, &footer, room, table),
        },
        Overlay::Menu { pick } => menu::draw(canvas, state, keymap, room, pick),
        Overlay::Profiles(choice) => profiles::draw(canvas, state, &footer, room, choice),
        Overlay::Sort(picker) => {
            if let Some(table) = &picker.over {
                table::draw(canvas, state, &[], room, table);
            }
            small::sort(canvas, state, &footer, room, picker);
        }
        Overlay::Columns(picker) => columns::draw(canvas, state, &footer, room, picker),
        Overlay::Refused { name, reason } => {
            small::refused(canvas, keymap, &footer, room, (name, reason));
        }
        Overlay::Release(release, sight) => {
            small::release(canvas, state, (keymap, &footer), room, (release, sight));
        }
        Overlay::Quit(sight) => small::quit(canvas, state, (keymap, &footer), room, sight),
        Overlay::Span(open) => return span::draw(canvas, room, open),
        Overlay::Palette(palette) => {
            return palette::draw(canvas, state, keymap, room, palette);
        }
        Overlay::Confirm(confirm) => return confirm::draw(canvas, state, keymap, room, confirm),
        Overlay::ConfirmChange(confirm) => {
            return confirm::draw_change(canvas, state, keymap, room, confirm);
        }
        Overlay::Form(form) => return form::draw(canvas, state, room.body, form),
    }
    None
}

/// Draws a text that scrolls.
fn reads(canvas: &mut Canvas<'_>, state: &State, keymap: &Keymap, room: Room, reader: &Reader) {
    let w = canvas.words;
    let width = usize::from(dialog::widest(room.screen));
    let (title, lines) = match &reader.content {
        Content::Notice(id, _) => errors::text(w, state, *id, width),
        Content::Entry(id, _) => journal::text(w, state, id, width),
        Content::Task(key, task) => task::text(w, state, (key, task), width),
        Content::Provenance(about) => provenance::text(w, state, about, width),
        Content::Findings(key) => findings::text(w, state, key, width),
        Content::Results(batch) => results::text(w, state, *batch, width),
        Content::Messages(id) => messages::text(w, state, *id, width),
        Content::Read(about) => read::text(w, state, about, width),
    };
    let footer = footer(w, state, keymap);
    scrolling(canvas, room, (&title, &footer), &lines, reader.scroll);
}

/// Everything that can be done here, for the bottom line of a box.
fn footer(w: &Words, state: &State, keymap: &Keymap) -> Vec<KeyHint> {
    keys::hints(w, state, keymap)
}

/// Draws lines that scroll into a box with this title, and which of them can be seen.
fn scrolling(
    canvas: &mut Canvas<'_>,
    room: Room,
    texts: (&str, &[KeyHint]),
    lines: &[Line],
    scroll: usize,
) {
    scrolling_below(canvas, room, texts, (lines, None), scroll);
}

/// The same below a line that stays; a row that is sought is scrolled to.
fn scrolling_below(
    canvas: &mut Canvas<'_>,
    room: Room,
    texts: (&str, &[KeyHint]),
    (lines, head): (&[Line], Option<&(Line, Option<usize>)>),
    mut scroll: usize,
) {
    let stays = u16::from(head.is_some());
    let wanted = Wanted::of(dialog::widest(room.screen), rows(lines) + stays);
    let (place, mut inside) = dialog::open(canvas, room, &wanted, texts);
    if let Some((line, sought)) = head {
        canvas.line(inside, 0, line);
        inside = inside.below(1);
        if let Some(row) = *sought {
            scroll = found::shown(scroll, row, usize::from(inside.height));
            canvas.sought = Some(scroll);
        }
    }
    let seen = canvas.scroll(inside, lines, scroll);
    dialog::position(canvas, place, seen);
}

/// The filter of a table, while it is typed and where there is one.
fn filter(w: &Words, table: &TableView) -> Option<Line> {
    let text = table.filter.text();
    let said = say!(w, "journal.filter", text);
    match table.focus {
        TableFocus::Filter => Some(Line::new(format!("{said}_"), Role::Title)),
        TableFocus::List => (!text.is_empty()).then(|| Line::new(said, Role::Title)),
    }
}

/// Cells before a row: the cursor's mark.
const MARK: u16 = 2;

/// Draws rows with a cursor into a box with this title; what is `below` them always stays.
fn list(
    canvas: &mut Canvas<'_>,
    room: Room,
    texts: (&str, &[KeyHint]),
    list: (&[Line], Option<usize>),
    below: &[Line],
) {
    let width = dialog::widest(room.screen);
    narrow_list(canvas, room, width, texts, list, below);
}

/// The same in a box of this width.
fn narrow_list(
    canvas: &mut Canvas<'_>,
    room: Room,
    width: u16,
    texts: (&str, &[KeyHint]),
    (list, cursor): (&[Line], Option<usize>),
    below: &[Line],
) {
    let gap = u16::from(!below.is_empty());
    let wanted = Wanted::of(width, rows(list) + rows(below) + gap);
    let (place, inside) = dialog::open(canvas, room, &wanted, texts);
    let tail = (rows(below) + gap).min(inside.height.saturating_sub(1));
    let upper = inside.head(inside.height.saturating_sub(tail));
    let seen = entries(canvas, upper, MARK, (list, cursor));
    dialog::position(canvas, place, seen);
    canvas.lines(inside.below(upper.height + gap), below);
}

/// Draws rows behind so many cells for the cursor's mark, such that the cursor is in sight. Gives
/// which of them are.
fn entries(
    canvas: &mut Canvas<'_>,
    area: Rect,
    lead: u16,
    (list, cursor): (&[Line], Option<usize>),
) -> Seen {
    let top = cursor.map_or(0, |at| {
        (at + 1).saturating_sub(usize::from(area.height.max(1)))
    });
    let seen = Seen::of(list.len(), top, area.height);
    for (row, (at, line)) in area.rows().zip(list.iter().enumerate().skip(top)) {
        canvas.line(row.behind(lead), 0, line);
        if cursor == Some(at) {
            let letter = line.is_judged().then_some(row.x + lead);
            mark(canvas, row, letter, Focus::Here);
        }
    }
    seen
}
