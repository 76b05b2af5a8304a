//! A form: what the service said on top, the fields, and below them what the focused one takes.
//! [`Face`] is what each form says for itself; `row` draws one field, `choices` the open list.

mod choices;
mod row;

use super::canvas::{Canvas, Line};
use super::theme::Role;
use super::{text, words};
use crate::api::ApiError;
use crate::model::rules::Problem;
use crate::state::State;
use crate::state::form::{Form, Needs, Offers, Open, Sheet};
use crate::state::remote::Remote;
use ratatui::layout::Rect;
use words::{Words, create as say};

/// From this height on there is room for a title, and a line for the problem beside the rule.
const TALL: u16 = 10;
/// Rows below the fields at most.
const MOST_HELP: u16 = 4;
/// Marks before a field: the focus, and how its value stands.
const MARKS: u16 = 3;

/// What a form says for itself.
pub trait Face: Sheet {
    /// What the form is, and about what.
    fn title(&self, w: &Words, state: &State) -> String;

    /// That the service did not take it.
    fn refused(w: &Words, error: &ApiError) -> String;

    /// The label of a field.
    fn label<'w>(&self, w: &'w Words, field: Self::Field) -> &'w str;

    /// What a field takes.
    fn help(&self, w: &Words, field: Self::Field, offers: &Offers<'_>) -> String;

    /// What is worth knowing about the value of a field.
    fn about(&self, w: &Words, field: Self::Field, offers: &Offers<'_>) -> Option<String>;

    /// What stands above the columns of a field's choices; nothing where they need no heading.
    fn headings(w: &Words, field: Self::Field) -> Vec<&str>;

    /// Why a field has no choices, where the form knows better than that there are none.
    fn no_choices<'w>(
        &self,
        w: &'w Words,
        field: Self::Field,
        offers: &Offers<'_>,
    ) -> Option<&'w str>;

    /// What has to be known about all that a field is offered, such as that a part of it could not
    /// be read, and how it looks.
    fn caveat(&self, _: &Words, _: Self::Field, _: &Offers<'_>) -> Option<(String, Role)> {
        None
    }
}

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
            Problem::Missing | Problem::NothingChanged => Self::Needed,
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
struct Look<'a, S: Sheet> {
    form: &'a Form<S>,
    offers: &'a Offers<'a>,
    problems: &'a [(S::Field, Problem)],
}

impl<S: Sheet> Clone for Look<'_, S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S: Sheet> Copy for Look<'_, S> {}

impl<S: Sheet> Look<'_, S> {
    fn problem(&self, field: S::Field) -> Option<&Problem> {
        let found = self.problems.iter().find(|(at, _)| *at == field);
        found.map(|(_, problem)| problem)
    }
}

/// Draws a form over an area; gives the text cursor's position, if there is one.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, area: Rect, form: &Open) -> Option<(u16, u16)> {
    match form {
        Open::Create(form) => draw_one(canvas, state, area, form),
        Open::Modify(form) => draw_one(canvas, state, area, form),
        Open::Password(form) => draw_one(canvas, state, area, form),
        Open::Resize(form) => draw_one(canvas, state, area, form),
        Open::Tags(form) => draw_one(canvas, state, area, form),
    }
}

fn draw_one<S: Face>(
    canvas: &mut Canvas<'_>,
    state: &State,
    area: Rect,
    form: &Form<S>,
) -> Option<(u16, u16)> {
    let w = canvas.words;
    canvas.clear(area);
    let offers = &state.offers(form.draft().scope());
    let look = Look {
        form,
        offers,
        problems: &form.problems(offers),
    };
    let notes = notes(w, state, look, area);
    let above = u16::try_from(notes.len()).unwrap_or(area.height);
    let wanted = above.saturating_add(u16::try_from(form.fields().len()).unwrap_or(area.height));
    let below = match area.height {
        ..TALL => 1,
        // What the fields leave free is for what they take.
        height => height.saturating_sub(wanted).clamp(2, MOST_HELP),
    };
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
fn rows<S: Face>(
    canvas: &mut Canvas<'_>,
    look: Look<'_, S>,
    area: Rect,
) -> (Option<(u16, u16)>, u16) {
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
fn left<F>(w: &Words, problems: &[(F, Problem)]) -> String {
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
fn top<F: PartialEq>(fields: &[F], focus: F, height: usize) -> usize {
    let at = fields.iter().position(|field| *field == focus);
    let last = fields.len().saturating_sub(height);
    at.unwrap_or(0).saturating_sub(height / 2).min(last)
}

/// Says in the rule above the form which of the fields can be seen, when not all can.
fn seen<S: Face>(canvas: &mut Canvas<'_>, look: Look<'_, S>, area: Rect, rule: u16) {
    let w = canvas.words;
    let fields = look.form.fields();
    let height = usize::from(area.height);
    if fields.len() <= height {
        return;
    }
    let top = top(&fields, look.form.focus(), height);
    let text = format!(" {} ", say::seen(w, top + 1, top + height, fields.len()));
    let width = u16::try_from(text::width(&text)).unwrap_or(area.width);
    let x = area.right().saturating_sub(width + 1);
    canvas.put(x, rule, width, &text, Role::Plain);
}

/// Whether what a form chooses from was read once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Known {
    Yes,
    No,
}

/// How what a form needs stands: whether it is known, and why it could not be read last.
fn standing<'a>(state: &'a State, needs: &Needs) -> (Known, Option<&'a ApiError>) {
    match needs {
        Needs::Nothing => (Known::Yes, None),
        Needs::Catalogue(scope) => state.catalogue(scope).map_or((Known::No, None), read),
        Needs::Sizes(key) => {
            let detail = state.details.get(key);
            detail.map_or((Known::No, None), |detail| read(&detail.sizes))
        }
    }
}

fn read<T>(remote: &Remote<T>) -> (Known, Option<&ApiError>) {
    let known = match &remote.known {
        Some(_) => Known::Yes,
        None => Known::No,
    };
    (known, remote.failure.as_ref().map(|failure| &failure.error))
}

/// What is said above the fields: never more than a third of the height.
fn notes<S: Face>(w: &Words, state: &State, look: Look<'_, S>, area: Rect) -> Vec<Line> {
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
        notes.extend(wrapped(S::refused(w, error), Role::Critical));
        let brief = words::explained::brief(w, error).into_iter();
        notes.extend(brief.flat_map(|text| wrapped(text, Role::Plain)));
    }
    let (known, failure) = standing(state, &form.draft().needs());
    match (known, failure) {
        (Known::Yes, None) => {}
        (Known::No, None) => notes.extend(wrapped(w.create.loading.clone(), Role::Moving)),
        (Known::No, Some(failure)) => {
            notes.extend(wrapped(say::failed(w, failure), Role::Critical));
            notes.extend(explained(failure));
        }
        (Known::Yes, Some(failure)) => {
            notes.extend(wrapped(say::stale(w, failure), Role::Warning));
        }
    }
    notes.truncate(usize::from(area.height / 3));
    if area.height >= TALL {
        let title = format!(" {}", form.draft().title(w, state));
        let left = format!("  {}", left(w, problems));
        notes.insert(0, Line::new(title, Role::Title).then(left, Role::Quiet));
    }
    notes
}

/// What is wrong with the focused field and what it takes; only the former where one line is all.
fn help<S: Face>(canvas: &mut Canvas<'_>, look: Look<'_, S>, area: Rect, rows: u16) {
    let w = canvas.words;
    let focus = look.form.focus();
    let room = usize::from(area.width.saturating_sub(2));
    let rule = look.form.draft().help(w, focus, look.offers);
    let wrong = look
        .problem(focus)
        .filter(|problem| Weight::of(problem) != Weight::Needed);
    let wrong = wrong.map(|problem| {
        let (mark, role) = Weight::of(problem).mark();
        Line::new(format!(" {mark} {}", say::problem(w, problem)), role)
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
