//! Keys for a text that scrolls in front of the view.

use super::dialogs::{close, page, popup, scrolled};
use super::{Command, Motion, front};
use crate::effect::{Clip, Effect};
use crate::state::State;
use crate::state::overlay::{Content, Overlay, Reader};

/// Whether a command does something to a text.
pub(super) fn can(state: &State, reader: &Reader, command: Command) -> bool {
    match (command, command.motion()) {
        (_, Some(Motion::HalfPageDown | Motion::HalfPageUp)) => false,
        (_, Some(_)) | (Command::Enter, None) => true,
        (Command::Copy, None) => clip(state, &reader.content).is_some(),
        (Command::Dismiss, None) => match &reader.content {
            Content::Notice(id, _) => state.notices.get(*id).is_some(),
            Content::Help
            | Content::Entry(..)
            | Content::Task(..)
            | Content::Provenance(_)
            | Content::Results(_) => false,
        },
        (command, None) => front::anywhere(state, command),
    }
}

/// What is copied; nothing where that is no longer known.
fn clip(state: &State, content: &Content) -> Option<Clip> {
    match content {
        Content::Help => None,
        Content::Notice(id, _) => state.notices.get(*id).map(|_| Clip::Notice(*id)),
        Content::Entry(id, _) => Some(Clip::Entry(id.clone())),
        Content::Task(key, task) => {
            let known = state.details.get(key)?.task_by_id(task);
            known.map(|_| Clip::Task(key.clone(), task.clone()))
        }
        Content::Provenance(about) => Some(Clip::Provenance(about.clone())),
        Content::Results(batch) => Some(Clip::Batch(*batch)),
    }
}

/// Does what the user meant, to the text in front.
pub(super) fn act(state: &mut State, command: Command, count: usize, effects: &mut Vec<Effect>) {
    let page = page(state.size);
    let Some(Overlay::Reader(reader)) = &mut state.overlay else {
        return;
    };
    reader.scroll = scrolled(reader.scroll, command.motion(), count, page);
    match (command, &reader.content) {
        (Command::Help, Content::Help) => close(state),
        (Command::Back | Command::Enter, _) => back(state),
        (Command::Dismiss, Content::Notice(id, _)) => {
            let id = *id;
            state.notices.forget(id);
            back(state);
        }
        (Command::Copy, _) => {
            let content = state.overlay.as_ref().and_then(Overlay::content);
            let clip = content.and_then(|content| clip(state, content));
            effects.extend(clip.map(Effect::Copy));
        }
        (command, _) => popup(state, command, effects),
    }
}

/// Goes back to the list that it was opened from, if to one.
fn back(state: &mut State) {
    let Some(Overlay::Reader(reader)) = state.overlay.take() else {
        return;
    };
    state.overlay = match reader.content {
        Content::Notice(_, pick) => Some(Overlay::Errors { pick }),
        Content::Entry(_, browser) => Some(Overlay::Journal(browser)),
        Content::Help | Content::Task(..) | Content::Provenance(_) | Content::Results(_) => None,
    };
}
