//! Everything about one task: what the list has no room for, and its parameters in full.

use super::{footer, scrolling};
use crate::keymap::Keymap;
use crate::model::{InstanceKey, Task, TaskId};
use crate::state::State;
use crate::state::row::Presence;
use crate::ui::canvas::{Canvas, Line};
use crate::ui::panes::notes::{self, Note};
use crate::ui::theme::Role;
use crate::ui::widgets::dialog::{self, Room};
use crate::ui::widgets::facts::{self, Fact};
use crate::ui::words::Words;
use crate::ui::words::panes::Part;
use crate::ui::{text, words};

/// Draws the box of a task; where the task or its instance is gone it says so.
pub fn draw(
    canvas: &mut Canvas<'_>,
    state: &State,
    keymap: &Keymap,
    room: Room,
    (key, id, scroll): (&InstanceKey, &TaskId, usize),
) {
    let w = canvas.words;
    let width = usize::from(dialog::widest(room.screen));
    let detail = state.details.get(key);
    let task = detail.and_then(|detail| detail.task_by_id(id));
    let mut lines: Vec<Line> = Vec::new();
    let note = note(w, state, key, task);
    lines.extend(note.iter().flat_map(|note| note.lines(width)));
    match task {
        Some(task) => lines.extend(about(w, state, task, width)),
        None => lines.extend(facts::lines(
            &[Fact::plain(&w.panes.label.id, id.as_str())],
            width,
        )),
    }
    let row = state.fleet.get(key);
    let name = row.map_or(key.id.as_str(), |row| row.instance.label());
    let title = words::task::title(w, name);
    let footer = footer(w, state, keymap);
    scrolling(canvas, room, (&title, &footer), &lines, scroll);
}

/// How far what is shown can be believed; nothing when it is fresh.
fn note(w: &Words, state: &State, key: &InstanceKey, task: Option<&Task>) -> Option<Note> {
    let warning = |text: &str| Some(Note::new(text, Role::Warning));
    let row = state.fleet.get(key);
    let gone = row.is_none_or(|row| row.presence == Presence::Gone);
    match (gone, task) {
        (true, Some(_)) => return warning(&w.panes.label.gone),
        (true, None) => return warning(&w.task.instance_gone),
        (false, _) => {}
    }
    let Some(tasks) = state.details.get(key).map(|detail| &detail.tasks) else {
        return Some(notes::loading(w, Part::Tasks));
    };
    let about = notes::about(w, state, tasks, Part::Tasks);
    match (about, task, tasks.value()) {
        (Some(note), _, _) => Some(note),
        (None, Some(_), _) => None,
        (None, None, Some(list)) if list.missing.is_some() => warning(&w.task.not_read),
        (None, None, _) => warning(&w.task.gone),
    }
}

fn about(w: &Words, state: &State, task: &Task, width: usize) -> Vec<Line> {
    let facts = words::task::facts(w, task, state.now).into_iter();
    let facts: Vec<Fact<'_>> = facts
        .map(|(label, value)| Fact::plain(label, value))
        .collect();
    let mut lines = facts::lines(&facts, width);
    lines.push(Line::new(&w.panes.label.parameters, Role::Title));
    for text in words::task::parameters(w, task.params.as_deref()) {
        let wrapped = text::wrap_indented(&text, width).into_iter();
        lines.extend(wrapped.map(Line::plain));
    }
    lines
}
