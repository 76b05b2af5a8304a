//! A form: what the service said on top, the fields, and below them what the focused one takes.
//! `says` is what each form says for itself; `row` draws one field, `choices` the open list.

mod choices;
mod row;
mod says;

use super::area::{Area as _, cells, rows as rows_of};
use super::canvas::{Canvas, Line};
use super::theme::Role;
use super::{keys, words};
use crate::api::ApiError;
use crate::key::typing::{InputAction, InputMode};
use crate::model::rules::Problem;
use crate::say;
use crate::state::State;
use crate::state::form::{Field, Form, Offers};
use crate::state::remote::ReadState;
use crate::text;
use ratatui::layout::Rect;
use words::{Words, form as say};

/// From this height on there is room for a title, and a line for the problem beside the rule.
const TALL: u16 = 10;
/// From this height on there is room for two lines of a rule below what is wrong.
const ROOMY: u16 = 15;
/// Rows below the fields at most.
const MOST_HELP: u16 = 4;
/// Marks before a field: the focus, and how its value stands.
const MARKS: u16 = 3;

/// What a problem asks of the user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Weight {
    /// To fill something in.
    Needed,
    /// To change something, where nothing is changed yet.
    Unchanged,
    /// To correct something.
    Wrong,
    /// To wait until it can be checked.
    Unchecked,
}

impl Weight {
    fn of(problem: &Problem) -> Self {
        match problem {
            Problem::Missing => Self::Needed,
            Problem::NothingChanged => Self::Unchanged,
            Problem::NotKnownYet => Self::Unchecked,
            _ => Self::Wrong,
        }
    }

    /// The mark before the field, and how it looks.
    fn mark(self) -> (&'static str, Role) {
        match self {
            Self::Needed => ("*", Role::Quiet),
            Self::Unchanged => (" ", Role::Quiet),
            Self::Wrong => ("!", Role::Warning),
            Self::Unchecked => ("?", Role::Stale),
        }
    }
}

/// The form as it is drawn once.
#[derive(Clone, Copy)]
struct Look<'a> {
    form: &'a Form,
    offers: &'a Offers<'a>,
    problems: &'a [(Field, Problem)],
}

impl Look<'_> {
    fn problem(&self, field: Field) -> Option<&Problem> {
        let found = self.problems.iter().find(|(at, _)| *at == field);
        found.map(|(_, problem)| problem)
    }
}

/// Draws a form over an area; gives the text cursor's position, if there is one.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, area: Rect, form: &Form) -> Option<(u16, u16)> {
    let w = canvas.words;
    canvas.clear(area);
    let offers = &state.offers(form.scope());
    let look = Look {
        form,
        offers,
        problems: &form.problems(offers),
    };
    let notes = notes(w, state, look, area);
    let above = rows_of(&notes);
    let wanted = above + form.fields().len() as u16;
    let below = match area.height {
        ..TALL => 1,
        // What the fields leave free is for what they take.
        height @ ..ROOMY => height.saturating_sub(wanted).clamp(2, MOST_HELP),
        height => height.saturating_sub(wanted).clamp(3, MOST_HELP),
    };
    canvas.lines(area, &notes);
    help(canvas, look, area, below);
    let fields = area.below(above);
    let fields = fields.head(fields.height.saturating_sub(below));
    seen(canvas, look, fields, area.y.saturating_sub(1));
    let (cursor, row) = rows(canvas, look, fields);
    if let Some(list) = form.list() {
        choices::draw(canvas, state, look, list, area, row);
        return None;
    }
    cursor
}

/// The fields, scrolled so that the focused one is among them; gives its row on the screen.
fn rows(canvas: &mut Canvas<'_>, look: Look<'_>, area: Rect) -> (Option<(u16, u16)>, u16) {
    let fields = look.form.fields();
    let top = top(&fields, look.form.focus(), usize::from(area.height));
    let (mut cursor, mut focused) = (None, area.y);
    for (row, field) in area.rows().zip(&fields[top..]) {
        let at = row::draw(canvas, look, *field, row);
        if *field == look.form.focus() {
            (cursor, focused) = (at, row.y);
        }
    }
    (cursor, focused)
}

/// How much of the form is left to do.
fn left(w: &Words, problems: &[(Field, Problem)]) -> String {
    if let [(_, problem @ Problem::NothingChanged)] = problems {
        return say::problem(w, problem);
    }
    let count = |weight| {
        let same = problems
            .iter()
            .filter(|(_, problem)| Weight::of(problem) == weight);
        same.count()
    };
    say::left(
        w,
        count(Weight::Needed),
        count(Weight::Wrong),
        count(Weight::Unchecked),
    )
}

/// The first field that can be seen, so that the focused one can be.
fn top(fields: &[Field], focus: Field, height: usize) -> usize {
    let at = fields.iter().position(|field| *field == focus);
    let last = fields.len().saturating_sub(height);
    at.unwrap_or(0).saturating_sub(height / 2).min(last)
}

/// Says in the rule above the form which of the fields can be seen, when not all can.
fn seen(canvas: &mut Canvas<'_>, look: Look<'_>, area: Rect, rule: u16) {
    let w = canvas.words;
    let fields = look.form.fields();
    let height = usize::from(area.height);
    if fields.len() <= height {
        return;
    }
    let top = top(&fields, look.form.focus(), height);
    let (first, last, all) = (top + 1, top + height, fields.len());
    let position = say!(w, "dialog.position", first, last, all);
    let text = format!(" {} ", say!(w, "form.seen", position));
    let width = cells(&text);
    let x = area.right().saturating_sub(width + 1);
    canvas.put(x, rule, width, &text, Role::Plain);
}

/// How what a form needs stands: known, or the first of it that is not.
fn needed<'a>(state: &'a State, form: &Form) -> ReadState<'a> {
    let queries = form.model().needs().into_iter();
    let mut states = queries.map(|query| state.known_of(form.scope(), &query).state(&query));
    let trouble = states.find(|state| *state != ReadState::Known);
    trouble.unwrap_or(ReadState::Known)
}

/// What is said above the fields: never more than a third of the height.
fn notes(w: &Words, state: &State, look: Look<'_>, area: Rect) -> Vec<Line> {
    let Look { form, problems, .. } = look;
    let room = usize::from(area.width.saturating_sub(2));
    let wrapped = |sentence: String, role| {
        let lines = text::wrap(&sentence, room);
        lines
            .into_iter()
            .map(move |line| Line::new(format!(" {line}"), role))
    };
    let explained = |error: &ApiError| {
        let below = words::explained::below(w, error).into_iter();
        below.flat_map(|text| wrapped(text, Role::Plain))
    };
    let mut notes = Vec::new();
    if let Some(error) = form.refused() {
        notes.extend(wrapped(say::refused(w, form, error), Role::Critical));
        let brief = words::explained::brief(w, error).into_iter();
        notes.extend(brief.flat_map(|text| wrapped(text, Role::Plain)));
    }
    match needed(state, form) {
        ReadState::Known => {}
        ReadState::Loading => {
            notes.extend(wrapped(w.text("form.loading").to_owned(), Role::Moving))
        }
        ReadState::Failed(failure) => {
            notes.extend(wrapped(
                say!(w, "form.failed", why = words::error::line(w, failure)),
                Role::Critical,
            ));
            notes.extend(explained(failure));
        }
        ReadState::Old(failure) => {
            notes.extend(wrapped(
                say!(w, "form.stale", why = words::error::line(w, failure)),
                Role::Warning,
            ));
        }
    }
    notes.truncate(usize::from(area.height / 3));
    if area.height >= TALL {
        let kept = kept(w, state, form).into_iter();
        notes.splice(0..0, kept.flat_map(|text| wrapped(text, Role::Moving)));
        let title = format!(" {}", says::of(form.model()).title(w, state));
        let left = format!("  {}", left(w, problems));
        notes.insert(0, Line::new(title, Role::Title).then(left, Role::Quiet));
    }
    notes
}

/// That the form was kept, or cleared, and the key that clears it or brings it back.
fn kept(w: &Words, state: &State, form: &Form) -> Option<String> {
    let key = keys::typed(InputMode::Text, InputAction::ClearForm);
    if form.is_cleared() {
        return Some(say!(w, "form.cleared", key));
    }
    let left = form.left()?;
    let age = words::time::said(w, state.now.since(left));
    Some(say!(w, "form.kept", age, key))
}

/// What is wrong with the focused field, what of it does not fit into its row, and what it takes;
/// only the first where one line is all.
fn help(canvas: &mut Canvas<'_>, look: Look<'_>, area: Rect, rows: u16) {
    let w = canvas.words;
    let focus = look.form.focus();
    let room = usize::from(area.width.saturating_sub(2));
    let rule = says::help(w, look.form, focus, look.offers);
    let wrong = look
        .problem(focus)
        .filter(|problem| !matches!(Weight::of(problem), Weight::Needed | Weight::Unchanged));
    let wrong = wrong.map(|problem| {
        let (mark, role) = Weight::of(problem).mark();
        Line::new(format!(" {mark} {}", say::problem(w, problem)), role)
    });
    let mut lines: Vec<Line> = wrong.into_iter().collect();
    let all = usize::from(rows);
    if all > 1 {
        let hidden = row::hidden(w, look, focus, area).unwrap_or_default();
        let hidden = text::wrap_into(&hidden, room, all - lines.len() - 1).into_iter();
        let hidden = hidden.filter(|line| !line.is_empty());
        lines.extend(hidden.map(|line| Line::plain(format!(" {line}"))));
    }
    let rule = text::wrap_into(&rule, room, all - lines.len());
    let rule = rule.into_iter();
    lines.extend(rule.map(|line| Line::new(format!(" {line}"), Role::Quiet)));
    canvas.lines(area.tail(rows), &lines);
}
