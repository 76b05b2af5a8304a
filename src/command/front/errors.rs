//! Errors and events, newest first.

use super::list::{can_move, close, moves, page, popup, step};
use super::{Keys, does};
use crate::command::copy::copy;
use crate::command::{Command, export};
use crate::effect::{Clip, Effect};
use crate::key::Context;
use crate::state::State;
use crate::state::export::Format;
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
        does(Command::Back, close).says(|w| w.text("command.closes")),
        does(Command::Enter, read)
            .says(|w| w.text("command.short.open"))
            .when(on),
        does(Command::Dismiss, dismiss).hinted().when(on),
        does(Command::Copy, |_, _, _, effects| {
            copy(Some(Clip::Notices), effects)
        })
        .hinted()
        .when(any),
        does(Command::Export, |s, _, _, effects| {
            export::start(s, Format::Csv, None, effects)
        })
        .when(any),
        does(Command::Errors, close),
    ];
    let moves = moves(go, |motion| can_move(pick, &ids, motion));
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
