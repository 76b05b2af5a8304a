//! A table in front of the view.

use super::{MARK, entries, filter, read, rows};
use crate::say;
use crate::state::State;
use crate::state::table::{Arranged, Row, Said, TableView};
use crate::text;
use crate::ui::canvas::{Canvas, Line};
use crate::ui::hint::KeyHint;
use crate::ui::theme::Role;
use crate::ui::widgets::dialog::{self, Room, Wanted};
use crate::ui::words::{self, Words, time};
use ratatui::layout::Rect;

/// Cells between columns.
const GAP: usize = 2;

/// Draws it.
pub fn draw(
    canvas: &mut Canvas<'_>,
    state: &State,
    footer: &[KeyHint],
    room: Room,
    table: &TableView,
) {
    let w = canvas.words;
    let Some(arranged) = table.arranged() else {
        return;
    };
    let shown = arranged.rows(state);
    let width = usize::from(dialog::widest(room.screen));
    let (heading, lines) = laid_out(canvas, state, (&arranged, &shown), width);
    let mut above = read::standing(w, arranged.read(state), width);
    let mut below = Vec::new();
    if let Some(known) = (arranged.about.rows)(state, &arranged) {
        let (left_out, fields) = (known.value.unidentified, &known.value.unreadable);
        let note = crate::ui::panes::notes::left_out(w, left_out, fields);
        below.extend(note.into_iter().flat_map(|note| note.lines(width)));
        match (shown.is_empty(), arranged.filter.is_empty()) {
            (false, _) => above.push(heading),
            (true, true) => below.push(Line::new(
                w.named("table.empty", arranged.about.name),
                Role::Quiet,
            )),
            (true, false) => below.push(Line::new(w.text("table.none-match"), Role::Quiet)),
        }
    }
    below.extend(filter(w, table));
    let ids: Vec<String> = shown.iter().map(|row| row.id.clone()).collect();
    let title = title(w, state, &arranged);
    let (high, low) = (rows(&above), rows(&below));
    let wanted = Wanted {
        width: dialog::widest(room.screen),
        height: high.saturating_add(rows(&lines)).saturating_add(low),
        least: 3,
    };
    let place = dialog::place(room, &wanted);
    let inside = dialog::frame(canvas, place, &Line::new(title, Role::Title), footer);
    canvas.lines(inside, &above);
    let middle = Rect {
        y: inside.y + high.min(inside.height),
        height: inside.height.saturating_sub(high + low),
        ..inside
    };
    let seen = entries(canvas, middle, MARK, (&lines, table.pick.place(&ids)));
    let in_sight = ids.iter().skip(seen.first());
    for (id, y) in in_sight.zip(middle.top()..middle.bottom()) {
        if table.is_marked(id) {
            canvas.put(middle.x + 1, y, 1, "*", Role::Title);
        }
    }
    dialog::position(canvas, place, seen);
    let tail = Rect {
        y: middle.bottom(),
        height: inside.bottom().saturating_sub(middle.bottom()),
        ..inside
    };
    canvas.lines(tail, &below);
}

/// What it is, where, and what is worth knowing above its rows.
fn title(w: &Words, state: &State, table: &Arranged) -> String {
    let title = w.find(&["table.title", "command.full"], table.about.name);
    let place = match (&table.about.query, &table.of) {
        (Some(_), _) => words::frame::place(state, &table.scope),
        (None, None) => w.text("table.of-all").to_owned(),
        (None, Some(key)) => {
            let row = state.fleet.get(key);
            row.map_or(key.id.as_str(), |row| row.instance.label())
                .to_owned()
        }
    };
    let place = match table.about.query {
        Some(_) => place,
        None => format!("{place}  {}", time::zone(w)),
    };
    let mut title = format!("{}  {place}", title.unwrap_or_default());
    if let Some(told) = (table.about.said)(state, &table.scope) {
        title = format!("{title}  {}", said(w, told));
    }
    title
}

/// What is worth knowing above rows, or elsewhere.
pub fn said(w: &Words, (said, days): Said) -> String {
    say!(w, "table.said" / said, days = w.count("nouns.day", days))
}

/// The headings and the rows, each column as wide as what is in it; the widest ones give way.
fn laid_out(
    canvas: &Canvas<'_>,
    state: &State,
    (arranged, shown): (&Arranged, &[Row]),
    room: usize,
) -> (Line, Vec<Line>) {
    let (w, strokes) = (canvas.words, canvas.theme.strokes());
    let [falls, rises] = strokes.arrows;
    let sign = if arranged.flipped { rises } else { falls };
    let headings = arranged
        .about
        .columns
        .iter()
        .enumerate()
        .map(|(at, column)| {
            let name = w.named("table.column", column.name);
            match at == arranged.by {
                true => format!("{name} {sign}"),
                false => name.to_owned(),
            }
        });
    let headings: Vec<String> = headings.collect();
    let texts: Vec<Vec<String>> = shown
        .iter()
        .map(|row| {
            row.cells
                .iter()
                .map(|cell| words::cell::text(w, state.now, cell))
                .collect()
        })
        .collect();
    let mut widths: Vec<usize> = (0..headings.len())
        .map(|at| {
            let cells = texts.iter().map(|row| text::width(&row[at]));
            cells.max().unwrap_or(0).max(text::width(&headings[at])) + GAP
        })
        .collect();
    let all: usize = usize::from(MARK) + widths.iter().sum::<usize>();
    for _ in room..all {
        let widest = widths.iter_mut().max_by_key(|width| **width);
        if let Some(widest) = widest.filter(|width| **width > GAP + 8) {
            *widest -= 1;
        }
    }
    let line = |cells: &[String]| -> String {
        let padded = cells.iter().zip(&widths).map(|(cell, width)| {
            let cell = text::cut(cell, width - GAP);
            text::pad(&cell, *width)
        });
        padded.collect()
    };
    let heading = format!("{}{}", " ".repeat(usize::from(MARK)), line(&headings));
    let lines = texts.iter().map(|row| Line::plain(line(row)));
    (Line::new(heading, Role::Title), lines.collect())
}
