//! The help, over what it explains.

use super::list::{CLOSES, moved, moves, page};
use super::{Hint, Keys, TextKeys, does, keys_of, says};
use crate::command::{Command, can, search};
use crate::effect::Effect;
use crate::key::Context;
use crate::state::State;
use crate::state::overlay::{Help, Overlay};
use strum::IntoEnumIterator as _;

/// Puts the help in front of what is there, which it explains.
pub(crate) fn open(state: &mut State) {
    let over = match state.overlay.take() {
        Some(Overlay::Help(help)) => {
            state.overlay = Some(Overlay::Help(help));
            return;
        }
        over => over,
    };
    let help = Help {
        over,
        ..Help::default()
    };
    state.overlay = Some(Overlay::Help(Box::new(help)));
}

pub(super) fn keys(state: &State, help: &Help) -> Keys {
    if search::is_typed(help.search.as_ref()) {
        return Keys::Text(search::KEYS);
    }
    let search = Hint::Says(|w| w.text("command.short.search"));
    let found = help.search.is_some();
    let own = [
        says(Command::Back, CLOSES, back),
        does(Command::Enter, |s, _, _, _| close(s)),
        does(Command::Help, |s, _, _, _| close(s)),
        says(Command::NextMatch, Hint::Short, step).when(found),
        says(Command::PreviousMatch, Hint::Short, step).when(found),
        says(Command::Down, Hint::Short, scroll),
        says(Command::Up, Hint::Short, scroll),
        says(Command::Filter, search, |s, _, _, _| search::start(s)),
        does(Command::Search, |s, _, _, _| search::start(s)),
    ];
    // What opens something else in front would lose what is explained.
    let stays = |one: &Command| match help.over {
        None => one.entry().anywhere,
        Some(_) => matches!(one, Command::Quit | Command::Redraw | Command::Refresh),
    };
    let view: super::Run = |state, command, _, effects| (command.entry().run)(state, 1, effects);
    let others = Command::iter().filter(stays);
    let others = others.map(|one| does(one, view).when(can(state, one).acts()));
    Keys::Commands {
        contexts: vec![Context::Help, Context::Popup, Context::View],
        handlers: own.into_iter().chain(moves(scroll)).chain(others).collect(),
    }
}

fn scroll(state: &mut State, command: Command, count: usize, _: &mut Vec<Effect>) {
    if let Some(Overlay::Help(help)) = &mut state.overlay {
        help.scroll = moved(help.scroll, (command, count), page(state.size));
    }
}

fn step(state: &mut State, command: Command, count: usize, _: &mut Vec<Effect>) {
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    let back = command == Command::PreviousMatch;
    search::step(state, if back { -count } else { count });
}

/// Leaves the search, else the help.
fn back(state: &mut State, _: Command, _: usize, _: &mut Vec<Effect>) {
    if state.search_here().take().is_none() {
        close(state);
    }
}

/// What was explained is in front again. A question is answered only when it was seen again.
fn close(state: &mut State) {
    let Some(Overlay::Help(help)) = state.overlay.take() else {
        return;
    };
    state.overlay = help.over;
    if let Some(sight) = state.sight_mut() {
        sight.forget();
    }
}

/// How what is explained takes keys.
pub(crate) enum Explained {
    View,
    Text(TextKeys),
    /// What acts, the most useful first, and the contexts that hold.
    Commands(Vec<Context>, Vec<(Command, Option<Hint>)>),
}

pub(crate) fn explained(state: &State) -> Explained {
    match keys_of(state, state.front()) {
        Keys::Text(text) => Explained::Text(text),
        Keys::Commands { .. } if state.front().is_none() => Explained::View,
        Keys::Commands { contexts, handlers } => {
            let acting = handlers.into_iter().filter(|handler| handler.acts);
            let acting = acting.map(|handler| (handler.command, handler.hint));
            Explained::Commands(contexts, acting.collect())
        }
    }
}
