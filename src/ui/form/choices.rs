//! The open list of a field: in a box under it or over it, without a frame where rows are few.

use super::{Look, says};
use crate::state::State;
use crate::state::form::list::List;
use crate::state::form::{Field, Input, SelectOption, Standing};
use crate::state::remote::ReadState;
use crate::text;
use crate::ui::area::Area as _;
use crate::ui::canvas::{Canvas, Line};
use crate::ui::seen::Seen;
use crate::ui::theme::Role;
use crate::ui::widgets::dialog;
use crate::ui::words::{Words, form as say};
use ratatui::layout::Rect;

/// Rows a list gets at most.
const MOST: u16 = 12;
/// Rows from which on it has a frame.
const FRAMED: u16 = 6;
/// Rows that what is said about all choices gets at most.
const MOST_SAID: usize = 3;
/// Cells between columns.
const GAP: usize = 2;

/// Draws the list of the focused field, which is in row `row` of the screen.
pub(super) fn draw(
    canvas: &mut Canvas<'_>,
    state: &State,
    look: Look<'_>,
    list: &List,
    area: Rect,
    row: u16,
) {
    let w = canvas.words;
    let field = look.form.focus();
    let choices = look.form.listed(look.offers);
    let widths = widths(w, field, &choices, room(area));
    let lines = match choices.as_slice() {
        [] => vec![Line::new(empty(w, state, look, field), Role::Quiet)],
        choices => lines(w, look, &widths, choices, list.place(choices)),
    };
    let heading = heading(w, field, &choices, &widths);
    let said = said(w, look, field, area);
    let rows = lines.len() + said.len() + usize::from(heading.is_some());
    let title = Line::new(says::label(w, look.form, field), Role::Title)
        .then(format!(" /{}", list.filter.text()), Role::Plain);
    let wanted = u16::try_from(rows).unwrap_or(MOST).min(MOST);
    let framed = place(area, row, wanted + dialog::ENDS);
    // Nothing of the rows it covers stands beside it.
    let (x, width) = (area.x, area.width);
    canvas.clear(Rect { x, width, ..framed });
    let (titled, mut inside) = match framed.height >= FRAMED.min(wanted + dialog::ENDS) {
        true => (framed, dialog::frame(canvas, framed, &title, &[])),
        false => {
            canvas.clear(area);
            canvas.line(area, 0, &title);
            (area, area.below(1))
        }
    };
    // The choices keep two rows, or as many as there are of them.
    let least = u16::try_from(lines.len()).map_or(2, |lines| lines.min(2));
    for line in said.into_iter().chain(heading) {
        if inside.height > least {
            canvas.line(inside, 0, &line);
            inside = inside.below(1);
        }
    }
    let at = list.place(&choices).unwrap_or(0);
    let top = at.saturating_sub(usize::from(inside.height / 2));
    let seen = Seen::of(lines.len(), top, inside.height);
    canvas.lines(inside, &lines[seen.first()..]);
    if let Some(at) = list
        .place(&choices)
        .and_then(|at| at.checked_sub(seen.first()))
        && let Some(row) = inside.rows().nth(at)
    {
        canvas.bar(row, None);
    }
    dialog::position(canvas, titled, seen);
}

/// What has to be known about all of the choices: above them, so that it is read before them.
fn said(w: &Words, look: Look<'_>, field: Field, area: Rect) -> Vec<Line> {
    let Some((text, role)) = says::of(look.form.model()).caveat(w, field, look.offers) else {
        return Vec::new();
    };
    let lines = text::wrap_into(&text, room(area), MOST_SAID).into_iter();
    lines
        .map(|line| Line::new(format!(" {line}"), role))
        .collect()
}

/// Cells of a line: the list is in by two, its frame and a blank by two on either side.
fn room(area: Rect) -> usize {
    usize::from(area.width).saturating_sub(6)
}

/// Under the field if the list fits there, else above it, else where there is more room.
fn place(area: Rect, row: u16, wanted: u16) -> Rect {
    let under = area.bottom().saturating_sub(row + 1);
    let over = row.saturating_sub(area.y);
    let (x, width) = (area.x + 2, area.width.saturating_sub(2));
    let (y, height) = if under >= wanted || under >= over {
        (row + 1, under.min(wanted))
    } else {
        let height = over.min(wanted);
        (row - height, height)
    };
    Rect {
        x,
        y,
        width,
        height,
    }
}

/// Why there is nothing in the list.
fn empty(w: &Words, state: &State, look: Look<'_>, field: Field) -> String {
    let loading = super::needed(state, look.form) == ReadState::Loading;
    if loading && look.form.input(field) != Input::Suggested {
        return w.text("form.loading").to_owned();
    }
    let own = says::of(look.form.model()).no_options(w, field, look.form, look.offers);
    own.unwrap_or_else(|| w.text("form.no-choices")).to_owned()
}

/// Cells of each column: as wide as its widest part. Of a table, only the columns that fit whole.
fn widths(w: &Words, field: Field, choices: &[SelectOption], room: usize) -> Vec<usize> {
    let mut widths: Vec<usize> = Vec::new();
    let mut widen = |parts: &[String]| {
        widths.resize(widths.len().max(parts.len()), 0);
        for (width, part) in widths.iter_mut().zip(parts) {
            *width = (*width).max(text::width(part));
        }
    };
    for choice in choices {
        widen(&parts(w, choice));
    }
    let headings = says::headings(w, field).into_iter().map(str::to_owned);
    let headings: Vec<String> = headings.collect();
    widen(&headings);
    if !headings.is_empty() {
        let mut end = 0;
        widths.retain(|width| {
            end += width + GAP;
            end <= room
        });
    }
    widths
}

fn parts(w: &Words, choice: &SelectOption) -> Vec<String> {
    let mut parts = vec![say::name(w, choice)];
    parts.extend(say::about(w, &choice.about));
    parts
}

fn heading(w: &Words, field: Field, choices: &[SelectOption], widths: &[usize]) -> Option<Line> {
    let headings = says::headings(w, field);
    let shown = !headings.is_empty() && !choices.is_empty();
    shown.then(|| {
        let padded = headings.iter().zip(widths);
        let padded = padded.map(|(text, width)| text::pad(text, width + GAP));
        let line = format!("  {}", padded.collect::<String>());
        Line::new(line.trim_end(), Role::Quiet)
    })
}

fn lines(
    w: &Words,
    look: Look<'_>,
    widths: &[usize],
    choices: &[SelectOption],
    at: Option<usize>,
) -> Vec<Line> {
    let field = look.form.focus();
    let line = |(place, choice): (usize, &SelectOption)| {
        let under = at == Some(place);
        let parts = parts(w, choice);
        let (name, rest) = parts
            .split_first()
            .map_or(("", &[][..]), |(name, rest)| (name, rest));
        let name_width = widths.first().copied().unwrap_or(0) + GAP;
        // What cannot be had says so where its limits would be.
        let rest = match choice.standing {
            Standing::Offered => rest
                .iter()
                .zip(widths.iter().skip(1))
                .map(|(part, width)| text::pad(part, width + GAP))
                .collect(),
            other => say::standing(w, other).to_owned(),
        };
        let role = match (under, choice.standing) {
            (true, _) => Role::Title,
            (false, Standing::Offered) => Role::Plain,
            (false, _) => Role::Quiet,
        };
        let mark = if under { ">" } else { " " };
        let taken = taken(look, field, choice);
        let line = format!("{mark}{taken}{}{rest}", text::pad(name, name_width));
        Line::new(line.trim_end(), role)
    };
    choices.iter().enumerate().map(line).collect()
}

/// The mark of what was taken: a box where several can be.
fn taken(look: Look<'_>, field: Field, choice: &SelectOption) -> &'static str {
    let taken = look
        .form
        .values()
        .taken(field)
        .contains(&choice.value.as_str());
    match look.form.input(field) {
        Input::SomeOf if taken => "[x] ",
        Input::SomeOf => "[ ] ",
        _ if taken => "*",
        _ => " ",
    }
}
