//! Errors and events, newest first.

use super::list::{CLOSES, OPENS, close, export, moves, page, popup, step, where_it_can};
use super::{Hint, Keys, does, says};
use crate::command::Command;
use crate::effect::{Clip, Effect};
use crate::key::Context;
use crate::state::State;
use crate::state::list_cursor::ListCursor;
use crate::state::notice::NoticeId;
use crate::state::overlay::{Content, Overlay};

pub(crate) fn open(state: &mut State) {
    let pick = ListCursor::default();
    state.overlay = Some(Overlay::Errors { pick });
}

pub(super) fn keys(state: &State, pick: &ListCursor<NoticeId>) -> Keys {
    let ids = state.notices.ids();
    let (on, any) = (pick.on(&ids).is_some(), !ids.is_empty());
    let handlers = [
        says(Command::Back, CLOSES, close),
        says(Command::Enter, OPENS, read).when(on),
        says(Command::Dismiss, Hint::Short, dismiss).when(on),
        says(Command::Copy, Hint::Short, copy_all).when(any),
        does(Command::Export, export).when(any),
        does(Command::Errors, close),
    ];
    let moves = moves(go).map(|one| where_it_can(one, pick, &ids));
    popup(state, vec![Context::Popup, Context::View], handlers, moves)
}

fn go(state: &mut State, command: Command, count: usize, _: &mut Vec<Effect>) {
    if let Some(Overlay::Errors { pick }) = &mut state.overlay {
        let ids = state.notices.ids();
        step(pick, &ids, (command, count), page(state.size));
    }
}

fn read(state: &mut State, _: Command, _: usize, _: &mut Vec<Effect>) {
    if let Some(Overlay::Errors { pick }) = &state.overlay
        && let Some(id) = pick.on(&state.notices.ids())
    {
        state.overlay = Some(Overlay::reader(Content::Notice(*id, pick.clone())));
    }
}

fn dismiss(state: &mut State, _: Command, _: usize, _: &mut Vec<Effect>) {
    let ids = state.notices.ids();
    if let Some(Overlay::Errors { pick }) = &mut state.overlay
        && let Some(id) = pick.on(&ids)
    {
        // The cursor goes to what takes its place.
        let place = pick.place(&ids).unwrap_or(0);
        state.notices.forget(*id);
        pick.go_to(place, &state.notices.ids());
    }
}

fn copy_all(_: &mut State, _: Command, _: usize, effects: &mut Vec<Effect>) {
    effects.push(Effect::Copy(Clip::Notices));
}
