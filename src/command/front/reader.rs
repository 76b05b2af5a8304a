//! A text that scrolls.

use super::list::{CLOSES, moved, moves, page, popup};
use super::{Hint, Keys, does, says};
use crate::command::{Command, menu};
use crate::effect::{Clip, Effect};
use crate::key::Context;
use crate::model::InstanceKey;
use crate::state::State;
use crate::state::overlay::{Content, Overlay, Reader};

pub(super) fn keys(state: &State, reader: &Reader) -> Keys {
    let (is_notice, scrolls) = match &reader.content {
        Content::Notice(id, _) => (state.notices.get(*id).is_some(), false),
        Content::Entry(..) => (false, false),
        Content::Task(..)
        | Content::Provenance(_)
        | Content::Findings(_)
        | Content::Results(_)
        | Content::Messages(_)
        | Content::Read(_) => (false, true),
    };
    let can_copy = clip(state, &reader.content).is_some();
    let handlers = [
        says(Command::Back, CLOSES, back),
        does(Command::Enter, back),
        says(Command::Dismiss, Hint::Short, dismiss).when(is_notice),
        says(Command::Down, Hint::Short, scroll).when(scrolls),
        says(Command::Up, Hint::Short, scroll).when(scrolls),
        says(Command::Copy, Hint::Short, copy).when(can_copy),
    ];
    let (steps, contexts) = match &reader.content {
        Content::Findings(key) => {
            let contexts = vec![
                Context::Popup,
                Context::Text,
                Context::Instance,
                Context::View,
            ];
            (steps(state, key), contexts)
        }
        Content::Notice(..)
        | Content::Entry(..)
        | Content::Task(..)
        | Content::Provenance(_)
        | Content::Results(_)
        | Content::Messages(_)
        | Content::Read(_) => (Vec::new(), vec![Context::Popup, Context::View]),
    };
    let is_ticket = matches!(reader.content, Content::Findings(_));
    let handlers = handlers
        .into_iter()
        .chain([does(Command::CopyValue, copy).when(is_ticket)]);
    let steps = steps.into_iter().map(|step| says(step, Hint::Short, take));
    popup(state, contexts, handlers.chain(steps), moves(scroll))
}

/// What helps an instance, the most urgent first. What can be done anywhere is there anyway.
pub(crate) fn steps(state: &State, key: &InstanceKey) -> Vec<Command> {
    let row = state.fleet.get(key);
    let found = row.map_or(&[][..], |row| row.findings()).iter();
    let mut steps: Vec<Command> = Vec::new();
    for step in found.flat_map(|finding| finding.code.next()) {
        match step.parse() {
            Ok(step) if !steps.contains(&step) => steps.push(step),
            Ok(_) | Err(_) => {}
        }
    }
    steps
}

/// Does what helps, in the view.
fn take(state: &mut State, command: Command, _: usize, effects: &mut Vec<Effect>) {
    state.overlay = None;
    menu::choose(state, command, effects);
}

/// What is copied; nothing where that is no longer known.
fn clip(state: &State, content: &Content) -> Option<Clip> {
    match content {
        Content::Notice(id, _) => state.notices.get(*id).map(|_| Clip::Notice(*id)),
        Content::Entry(id, _) => Some(Clip::Entry(id.clone())),
        Content::Task(key, task) => {
            let known = state.details.get(key)?.task_by_id(task);
            known.map(|_| Clip::Task(key.clone(), task.clone()))
        }
        Content::Provenance(about) => Some(Clip::Provenance(about.clone())),
        Content::Findings(key) => state.fleet.get(key).map(|_| Clip::Findings(key.clone())),
        Content::Results(batch) => Some(Clip::Batch(*batch)),
        Content::Messages(id) => {
            let messages = state.broker_writes.get(*id)?.messages()?;
            (!messages.rows.is_empty()).then_some(Clip::Messages(*id))
        }
        Content::Read(read) => {
            let facts = (read.facts)(state.known_of(&read.scope, &read.query));
            let lines = facts.into_iter();
            let lines: String = lines
                .map(|(label, value)| format!("{label}: {value}\n"))
                .collect();
            (!lines.is_empty()).then_some(Clip::Text(lines))
        }
    }
}

fn scroll(state: &mut State, command: Command, count: usize, _: &mut Vec<Effect>) {
    if let Some(Overlay::Reader(reader)) = &mut state.overlay {
        reader.scroll = moved(reader.scroll, (command, count), page(state.size));
    }
}

fn copy(state: &mut State, _: Command, _: usize, effects: &mut Vec<Effect>) {
    let content = state.overlay.as_ref().and_then(Overlay::content);
    let clip = content.and_then(|content| clip(state, content));
    effects.extend(clip.map(Effect::Copy));
}

fn dismiss(state: &mut State, command: Command, count: usize, effects: &mut Vec<Effect>) {
    if let Some(Content::Notice(id, _)) = state.overlay.as_ref().and_then(Overlay::content) {
        state.notices.forget(*id);
        back(state, command, count, effects);
    }
}

/// Goes back to the list that it was opened from, if to one.
fn back(state: &mut State, _: Command, _: usize, _: &mut Vec<Effect>) {
    let Some(Overlay::Reader(reader)) = state.overlay.take() else {
        return;
    };
    state.overlay = match reader.content {
        Content::Notice(_, table) | Content::Entry(_, table) => Some(Overlay::Table(table)),
        Content::Task(..)
        | Content::Provenance(_)
        | Content::Findings(_)
        | Content::Results(_)
        | Content::Messages(_)
        | Content::Read(_) => None,
    };
}
