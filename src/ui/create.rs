//! The form for a new instance: what the service said on top, the fields, and below them what the
//! focused one takes. `row` draws one field, `choices` the open list.

mod choices;
mod row;

use super::canvas::{Canvas, Line};
use super::theme::Role;
use super::{text, words};
use crate::model::rules::Problem;
use crate::state::State;
use crate::state::create::{Field, Form, Offers};
use ratatui::layout::Rect;
use words::create as say;

/// From this height on there is room for a title, and a line for the problem beside the rule.
const TALL: u16 = 10;
/// Marks before a field: the focus, and how its value stands.
const MARKS: u16 = 3;

/// What a problem asks of the user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Weight {
    /// To fill something in.
    Needed,
    /// To correct something.
    Wrong,
    /// To wait until it can be checked.
    Unchecked,
}

impl Weight {
    fn of(problem: &Problem) -> Self {
        match problem {
            Problem::Missing => Self::Needed,
            Problem::NotKnownYet => Self::Unchecked,
            _ => Self::Wrong,
        }
    }

    /// The mark before the field, and how it looks.
    fn mark(self) -> (&'static str, Role) {
        match self {
            Self::Needed => ("*", Role::Quiet),
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

/// Draws the form over an area; gives the text cursor's position, if there is one.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, area: Rect, form: &Form) -> Option<(u16, u16)> {
    canvas.clear(area);
    let offers = &state.offers(form.scope());
    let look = Look {
        form,
        offers,
        problems: &form.problems(offers),
    };
    let notes = notes(state, look, area);
    let above = u16::try_from(notes.len()).unwrap_or(area.height);
    let below = if area.height < TALL { 1 } else { 2 };
    canvas.lines(area, &notes);
    help(canvas, look, area, below);
    let fields = Rect {
        y: area.y + above,
        height: area.height.saturating_sub(above + below),
        ..area
    };
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
    for (y, field) in (area.y..area.bottom()).zip(&fields[top..]) {
        let row = Rect {
            y,
            height: 1,
            ..area
        };
        let at = row::draw(canvas, look, *field, row);
        if *field == look.form.focus() {
            (cursor, focused) = (at, y);
        }
    }
    (cursor, focused)
}

/// How much of the form is left to do.
fn left(problems: &[(Field, Problem)]) -> String {
    let count = |weight| {
        let same = problems
            .iter()
            .filter(|(_, problem)| Weight::of(problem) == weight);
        same.count()
    };
    say::left(
        count(Weight::Needed),
        count(Weight::Wrong),
        count(Weight::Unchecked),
    )
}

/// The instance the form was filled like, by its name as long as it is known.
fn model<'a>(state: &'a State, form: &'a Form) -> Option<&'a str> {
    let id = form.model()?;
    let mut rows = state.fleet.all().iter();
    let row = rows.find(|row| row.key.id == *id);
    Some(row.map_or(id.as_str(), |row| row.instance.label()))
}

/// The first field that can be seen, so that the focused one can be.
fn top(fields: &[Field], focus: Field, height: usize) -> usize {
    let at = fields.iter().position(|field| *field == focus);
    let last = fields.len().saturating_sub(height);
    at.unwrap_or(0).saturating_sub(height / 2).min(last)
}

/// Says in the rule above the form which of the fields can be seen, when not all can.
fn seen(canvas: &mut Canvas<'_>, look: Look<'_>, area: Rect, rule: u16) {
    let fields = look.form.fields();
    let height = usize::from(area.height);
    if fields.len() <= height {
        return;
    }
    let top = top(&fields, look.form.focus(), height);
    let text = format!(" {} ", say::seen(top + 1, top + height, fields.len()));
    let width = u16::try_from(text::width(&text)).unwrap_or(area.width);
    let x = area.right().saturating_sub(width + 1);
    canvas.put(x, rule, width, &text, Role::Plain);
}

/// What is said above the fields: never more than a third of the height.
fn notes(state: &State, look: Look<'_>, area: Rect) -> Vec<Line> {
    let Look { form, problems, .. } = look;
    let room = usize::from(area.width.saturating_sub(2));
    let wrapped = |sentence: String, role| {
        let lines = text::wrap(&sentence, room);
        lines
            .into_iter()
            .map(move |line| Line::new(format!(" {line}"), role))
    };
    let mut notes = Vec::new();
    if let Some(error) = form.refused() {
        notes.extend(wrapped(say::refused(error), Role::Critical));
    }
    let catalogue = state.catalogue(look.form.scope());
    let known = catalogue.and_then(|remote| remote.known.as_ref());
    let failure = catalogue.and_then(|remote| remote.failure.as_ref());
    match (known, failure) {
        (Some(_), None) => {}
        (None, None) => notes.extend(wrapped(say::LOADING.into(), Role::Moving)),
        (None, Some(failure)) => {
            notes.extend(wrapped(say::failed(&failure.error), Role::Critical));
        }
        (Some(_), Some(failure)) => {
            notes.extend(wrapped(say::stale(&failure.error), Role::Warning));
        }
    }
    notes.truncate(usize::from(area.height / 3));
    if area.height >= TALL {
        let title = format!(" {}", say::title(form.scope(), model(state, form)));
        let left = format!("  {}", left(problems));
        notes.insert(0, Line::new(title, Role::Title).then(left, Role::Quiet));
    }
    notes
}

/// What is wrong with the focused field and what it takes; only the former where one line is all.
fn help(canvas: &mut Canvas<'_>, look: Look<'_>, area: Rect, rows: u16) {
    let focus = look.form.focus();
    let room = usize::from(area.width.saturating_sub(2));
    let rule = say::help(focus, look.form.storage_limits(look.offers));
    let wrong = look
        .problem(focus)
        .filter(|problem| **problem != Problem::Missing);
    let wrong = wrong.map(|problem| {
        let (mark, role) = Weight::of(problem).mark();
        Line::new(format!(" {mark} {}", say::problem(problem)), role)
    });
    let mut lines: Vec<Line> = wrong.into_iter().collect();
    let rule = text::wrap_into(&rule, room, usize::from(rows) - lines.len());
    let rule = rule.into_iter();
    lines.extend(rule.map(|line| Line::new(format!(" {line}"), Role::Quiet)));
    let place = Rect {
        y: area.bottom().saturating_sub(rows).max(area.y),
        height: rows.min(area.height),
        ..area
    };
    canvas.lines(place, &lines);
}
