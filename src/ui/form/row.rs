//! One field of the form: marks, label, value, and beside it what is wrong or worth knowing.

use super::{Look, MARKS, Weight, says};
use crate::state::form::{Field, Input};
use crate::text;
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;
use crate::ui::widgets::{Focus, buttons, field as text_field};
use crate::ui::words::{Words, form as say};
use ratatui::layout::Rect;

/// Cells of the label.
const LABEL: u16 = 14;
/// Cells of a value where something stands beside it, at 80 cells.
const VALUE: u16 = 36;
/// Cells that a value gets first where there are more: an id is whole then.
const ID: u16 = 10;
/// Cells of a value at most.
const MOST_VALUE: u16 = 76;
/// Cells beside the label at 80 cells.
const NARROW: u16 = 63;
/// Cells what stands beside it has at least.
const NOTE: u16 = 22;
/// The mark of a field that can be opened, at the end of its value.
const OPENS: &str = "v";

/// Cells of a value, and of what stands beside it, which may be none.
fn widths(area: Rect) -> (u16, u16) {
    let room = area.width.saturating_sub(MARKS + LABEL);
    if room < VALUE + NOTE {
        return (room, 0);
    }
    let spare = room.saturating_sub(NARROW);
    let (id, rest) = (spare.min(ID), spare.saturating_sub(ID));
    let value = (VALUE + id + rest / 2).min(MOST_VALUE);
    (value, room.saturating_sub(value + 1))
}

/// What a row is too narrow for: the value, and what is worth knowing about it.
pub(super) fn hidden(w: &Words, look: Look<'_>, field: Field, area: Rect) -> Option<String> {
    let (value, beside) = widths(area);
    let marks = text_field::BRACKETS + opens(look, field);
    let text = match look.form.input(field) {
        Input::Text | Input::Suggested => {
            let text = look.form.values().text_field(field);
            text.map(|text| text.text().to_owned())
        }
        Input::OneOf | Input::SomeOf => chosen(w, look, field),
        Input::Switch | Input::Button => None,
    };
    let is_cut = |text: &String, room: u16| text::width(text) > usize::from(room);
    let text = text.filter(|text| is_cut(text, value.saturating_sub(marks)));
    let about = says::of(look.form.model()).about(w, field, look.form, look.offers);
    let is_beside = look.problem(field).is_none();
    let about = about.filter(|about| !is_beside || is_cut(about, beside));
    let parts: Vec<String> = text.into_iter().chain(about).collect();
    (!parts.is_empty()).then(|| parts.join(w.text("semicolon")))
}

/// Cells of the mark of a field that can be opened.
fn opens(look: Look<'_>, field: Field) -> u16 {
    match look.form.input(field) {
        Input::Suggested | Input::OneOf | Input::SomeOf => 2,
        Input::Text | Input::Switch | Input::Button => 0,
    }
}

/// Draws a field into a row; gives the text cursor's position if keys go to its text.
pub(super) fn draw(
    canvas: &mut Canvas<'_>,
    look: Look<'_>,
    field: Field,
    area: Rect,
) -> Option<(u16, u16)> {
    let w = canvas.words;
    let focus = Focus::at(&field, &look.form.focus());
    // The button has a mark of its own.
    if focus == Focus::Here && look.form.input(field) != Input::Button {
        canvas.put(area.x, area.y, 1, ">", Role::Title);
    }
    if let Some(problem) = look.problem(field) {
        let (mark, role) = Weight::of(problem).mark();
        canvas.put(area.x + 1, area.y, 1, mark, role);
    }
    canvas.put(
        area.x + MARKS,
        area.y,
        LABEL,
        says::label(w, look.form, field),
        role(focus),
    );
    let x = area.x + MARKS + LABEL;
    let (width, beside) = widths(area);
    let value = Rect { x, width, ..area };
    if beside > 0 {
        let (note, role) = note(w, look, field);
        let x = value.right() + 1;
        let note = text::cut(&note, usize::from(beside));
        canvas.put(x, area.y, beside, &note, role);
    }
    draw_value(canvas, look, field, focus, value)
}

fn draw_value(
    canvas: &mut Canvas<'_>,
    look: Look<'_>,
    field: Field,
    focus: Focus,
    area: Rect,
) -> Option<(u16, u16)> {
    let w = canvas.words;
    let opens = opens(look, field);
    let boxed = Rect {
        width: area.width.saturating_sub(opens),
        ..area
    };
    if opens > 0 {
        canvas.put(boxed.right() + 1, area.y, 1, OPENS, Role::Quiet);
    }
    match look.form.input(field) {
        Input::Text | Input::Suggested => {
            let text = look.form.values().text_field(field)?;
            match focus {
                Focus::Here => {
                    return text_field::draw(canvas, (area.x, area.y), boxed.width, text, focus);
                }
                Focus::Elsewhere => in_box(canvas, boxed, &text.shown(), focus),
            }
        }
        Input::OneOf | Input::SomeOf => {
            let value = chosen(w, look, field).unwrap_or_else(|| w.text("form.choose").to_owned());
            in_box(canvas, boxed, &value, focus);
        }
        Input::Switch => switch(canvas, look, field, focus, area),
        Input::Button => {
            let x = area.x.saturating_sub(1);
            let area = Rect { x, ..area };
            buttons::draw(canvas, area, &[(w.text("form.review"), focus)]);
        }
    }
    None
}

/// A value that is not being typed, from its beginning.
fn in_box(canvas: &mut Canvas<'_>, area: Rect, value: &str, focus: Focus) {
    let room = usize::from(area.width.saturating_sub(text_field::BRACKETS));
    let boxed = format!("[ {} ]", text::pad(value, room));
    canvas.put(area.x, area.y, area.width, &boxed, role(focus));
}

/// How what keys go to stands out.
fn role(focus: Focus) -> Role {
    match focus {
        Focus::Here => Role::Title,
        Focus::Elsewhere => Role::Plain,
    }
}

fn switch(canvas: &mut Canvas<'_>, look: Look<'_>, field: Field, focus: Focus, area: Rect) {
    let w = canvas.words;
    let is_on = look.form.values().is_on(field);
    let radio = |chosen: bool| if chosen { "(*)" } else { "( )" };
    let (on, off) = (radio(is_on), radio(!is_on));
    let both = format!("{on} {}   {off} {}", w.text("form.on"), w.text("form.off"));
    canvas.put(area.x, area.y, area.width, &both, role(focus));
}

/// What was chosen, by the name people know it by.
fn chosen(w: &Words, look: Look<'_>, field: Field) -> Option<String> {
    let choices = look.form.options(field, look.offers);
    let named = |value: &str| match choices.iter().find(|choice| choice.value == value) {
        Some(choice) => say::name(w, choice),
        // It is left to the service.
        None if value.is_empty() => w.text("form.default").to_owned(),
        None => value.to_owned(),
    };
    let names: Vec<String> = look
        .form
        .values()
        .taken(field)
        .into_iter()
        .map(named)
        .collect();
    (!names.is_empty()).then(|| names.join(w.text("comma")))
}

/// What stands beside a value: what is wrong with it, else what is worth knowing.
fn note(w: &Words, look: Look<'_>, field: Field) -> (String, Role) {
    match look.problem(field) {
        Some(problem) => (say::problem(w, problem), Weight::of(problem).mark().1),
        None if look.form.input(field) == Input::Button => {
            (super::left(w, look.problems), Role::Quiet)
        }
        None => {
            let about = says::of(look.form.model()).about(w, field, look.form, look.offers);
            (about.unwrap_or_default(), Role::Quiet)
        }
    }
}
