//! The journal: what was changed, newest first, as it is in the file.

use super::list::{CLOSES, OPENS, close, export, moves, page, popup, step, where_it_can};
use super::{Hint, Keys, TextKeys, does, says};
use crate::command::Command;
use crate::effect::{Clip, Effect};
use crate::key::typing::{InputAction, InputMode};
use crate::key::{Context, Key};
use crate::state::State;
use crate::state::input::{Edit, TextField};
use crate::state::journal::{Browser, Focus, Reading};
use crate::state::overlay::{Content, Overlay};

pub(crate) fn open(state: &mut State, effects: &mut Vec<Effect>) {
    state.overlay = Some(Overlay::Journal(Box::default()));
    if matches!(state.journal.pages, Reading::Unasked | Reading::Failed(_)) {
        state.journal.pages = Reading::Loading;
    }
    effects.push(Effect::ReadJournal);
}

pub(super) fn keys(state: &State, browser: &Browser) -> Keys {
    match browser.focus {
        Focus::Filter => Keys::Text(TextKeys {
            mode: InputMode::Journal,
            key: typed,
            paste: |state, _| state.note_key(),
            idle: &[],
        }),
        Focus::List => listed(state, browser),
    }
}

fn listed(state: &State, browser: &Browser) -> Keys {
    let ids = state.journal.ids(browser.filter.text());
    let on = browser.pick.on(&ids).is_some();
    let handlers = [
        says(Command::Back, CLOSES, close),
        says(Command::Enter, OPENS, read).when(on),
        says(Command::Filter, Hint::Short, filter),
        says(Command::Copy, Hint::Short, copy).when(on),
        does(Command::Export, export).when(on),
        does(Command::Refresh, |_, _, _, effects| {
            effects.push(Effect::ReadJournal)
        }),
        does(Command::Journal, close),
    ];
    let moves = moves(go).map(|one| where_it_can(one, &browser.pick, &ids));
    popup(state, vec![Context::Popup, Context::View], handlers, moves)
}

fn go(state: &mut State, command: Command, count: usize, _: &mut Vec<Effect>) {
    if let Some(Overlay::Journal(browser)) = &mut state.overlay {
        let ids = state.journal.ids(browser.filter.text());
        step(&mut browser.pick, &ids, (command, count), page(state.size));
    }
}

fn read(state: &mut State, _: Command, _: usize, _: &mut Vec<Effect>) {
    if let Some(Overlay::Journal(browser)) = state.overlay.take() {
        let ids = state.journal.ids(browser.filter.text());
        state.overlay = Some(match browser.pick.on(&ids).cloned() {
            Some(id) => Overlay::reader(Content::Entry(id, browser)),
            None => Overlay::Journal(browser),
        });
    }
}

fn filter(state: &mut State, _: Command, _: usize, _: &mut Vec<Effect>) {
    if let Some(Overlay::Journal(browser)) = &mut state.overlay {
        browser.focus = Focus::Filter;
    }
}

fn copy(state: &mut State, _: Command, _: usize, effects: &mut Vec<Effect>) {
    if let Some(Overlay::Journal(browser)) = &state.overlay {
        let ids = state.journal.ids(browser.filter.text());
        let on = browser.pick.on(&ids).cloned();
        effects.extend(on.map(|id| Effect::Copy(Clip::Entry(id))));
    }
}

fn typed(state: &mut State, key: Key, _: &mut Vec<Effect>) {
    let Some(Overlay::Journal(browser)) = &mut state.overlay else {
        return;
    };
    match InputMode::Journal.meaning(key) {
        Some(InputAction::KeepFilter) => browser.focus = Focus::List,
        Some(InputAction::ClearFilter) => {
            browser.filter = TextField::plain("");
            browser.focus = Focus::List;
        }
        _ => {
            if let Some(edit) = Edit::of(key) {
                browser.filter.edit(edit);
            }
        }
    }
}
