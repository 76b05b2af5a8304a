//! The overview of one instance: everything the service says about it, and why it is how it is.

use super::Place;
use super::notes::{self, Note};
use crate::findings::{Code, Presence};
use crate::state::State;
use crate::state::row::Row;
use crate::ui::area::Area as _;
use crate::ui::canvas::{Canvas, Line};
use crate::ui::seen::Seen;
use crate::ui::theme::Role;
use crate::ui::widgets::facts;
use crate::ui::words::Words;
use crate::ui::words::panes::{self, Part};
use crate::ui::{figures, words};

/// Draws the overview of the subject.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, place: Place) -> Result<Seen, Note> {
    let w = canvas.words;
    let row = state.subject_row().ok_or_else(|| notes::no_instance(w))?;
    let inside = place.area.inset();
    let lines = lines(w, state, row, usize::from(inside.width));
    Ok(canvas.scroll(inside, &lines, state.view.scroll))
}

/// Says that the detail is awaited: beside the title, so that nothing moves when it comes.
pub fn loading(w: &Words, state: &State) -> Option<Note> {
    let row = state.subject_row()?;
    let awaited = !state.details.known(&row.key).instance().is_answered();
    (awaited && row.presence != Presence::Gone).then(|| notes::loading(w, Part::Detail))
}

fn lines(w: &Words, state: &State, row: &Row, room: usize) -> Vec<Line> {
    let detail = Some(state.details.known(&row.key).instance());
    let mut lines = Vec::new();
    if row.presence == Presence::Gone {
        lines.push(Line::new(w.text("panes.label.gone"), Role::Stale));
    } else if let Some(note) = detail
        // That there is no detail of what is only ordered is no trouble.
        .filter(|_| row.presence != Presence::Ordered)
        .filter(|_| loading(w, state).is_none())
        .and_then(|detail| notes::about(w, state, detail, Part::Detail))
    {
        lines.extend(note.lines(room));
    }
    lines.extend(reasons(w, state, row, room));
    lines.extend(super::measured::lines(w, state, row, room));
    let figures = figures::of(w, state, row).into_iter();
    lines.extend(facts::lines(figures.map(|figure| figure.fact), room));
    lines
}

/// Everything worth saying, worst first, each with its letter.
fn reasons(w: &Words, state: &State, row: &Row, room: usize) -> Vec<Line> {
    let pending = state.pending.on_instance(&row.key);
    let pending = pending.map(|write| ('~', words::list::pending(w, write), Role::Moving));
    let reasons = row.findings().iter().map(|finding| {
        let text = match finding.code {
            Code::PartlyUnreadable => panes::unreadable(w, &row.instance.unreadable),
            _ => words::finding::says(w, state.now, row, finding),
        };
        let severity = finding.severity;
        (severity.letter(), text, Role::from(severity))
    });
    let said = pending.into_iter().chain(reasons);
    let lines = said.flat_map(|(letter, text, role)| {
        let letter = Line::new(format!("{letter} "), role);
        letter.beside(&text, room.saturating_sub(2), role)
    });
    lines.filter(|line| line.text().len() > 2).collect()
}
