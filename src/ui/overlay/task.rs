//! Everything about one task: what the list has no room for, and its parameters in full.

use crate::api::ErrorKind;
use crate::findings::Presence;
use crate::model::{InstanceKey, Task, TaskId};
use crate::say;
use crate::state::State;
use crate::ui::canvas::Line;
use crate::ui::panes::notes::{self, Note};
use crate::ui::theme::Role;
use crate::ui::widgets::facts;
use crate::ui::words;
use crate::ui::words::Words;
use crate::ui::words::panes::Part;

/// Everything about a task; where the task or its instance is gone it says so.
pub fn text(
    w: &Words,
    state: &State,
    (key, id): (&InstanceKey, &TaskId),
    width: usize,
) -> (String, Vec<Line>) {
    let detail = state.details.get(key);
    let task = detail.and_then(|detail| detail.task_by_id(id));
    let mut lines: Vec<Line> = Vec::new();
    let note = note(w, state, (key, id), task);
    lines.extend(note.iter().flat_map(|note| note.lines(width)));
    match task {
        Some(task) => lines.extend(about(w, state, task, width)),
        None => {
            let id = (w.text("panes.label.id"), id.as_str());
            lines.extend(facts::lines([id], width));
        }
    }
    let row = state.fleet.get(key);
    let name = row.map_or(key.id.as_str(), |row| row.instance.label());
    let awaited = !state.details.known(key).task(id).is_answered();
    let title = match (awaited && !is_gone(state, key), task) {
        (true, Some(_)) => say!(w, "task.title-reading", name),
        _ => say!(w, "task.title", name),
    };
    (title, lines)
}

/// Whether its instance is gone.
fn is_gone(state: &State, key: &InstanceKey) -> bool {
    let row = state.fleet.get(key);
    row.is_none_or(|row| row.presence == Presence::Gone)
}

/// How far what is shown can be believed; nothing when it is fresh, and while its own answer is
/// awaited and what a list says of it stands.
fn note(
    w: &Words,
    state: &State,
    (key, id): (&InstanceKey, &TaskId),
    task: Option<&Task>,
) -> Option<Note> {
    let warning = |text: &str| Some(Note::new(text, Role::Warning));
    match (is_gone(state, key), task) {
        (true, Some(_)) => return warning(w.text("panes.label.gone")),
        (true, None) => return warning(w.text("task.instance-gone")),
        (false, _) => {}
    }
    let alone = state.details.known(key).task(id);
    if !alone.is_answered() {
        return task.is_none().then(|| notes::loading(w, Part::Task));
    }
    let failure = alone.failure.as_ref().map(|failure| failure.error.kind);
    match (failure, alone.value()) {
        (Some(ErrorKind::NotFound), _) | (None, Some(None)) => warning(w.text("task.gone")),
        _ => notes::about(w, state, alone, Part::Task),
    }
}

fn about(w: &Words, state: &State, task: &Task, width: usize) -> Vec<Line> {
    let facts = words::task::facts(w, state, task).into_iter();
    let mut lines = facts::lines(facts.map(|fact| (fact.label, fact.shown)), width);
    lines.push(Line::new(w.text("panes.label.parameters"), Role::Title));
    for text in words::task::parameters(w, task.params.as_deref()) {
        lines.extend(Line::indented(&text, width, Role::Plain));
    }
    lines
}
