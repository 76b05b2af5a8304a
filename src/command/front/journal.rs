//! The journal: what was changed, newest first, as it is in the file.

use super::list::{can_move, close, moves, page, popup, step};
use super::{Keys, TextKeys, does};
use crate::command::copy::copy;
use crate::command::{Command, export};
use crate::effect::{Clip, Effect};
use crate::key::typing::{InputAction, InputMode};
use crate::key::{Context, Key};
use crate::state::State;
use crate::state::export::Format;
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
        does(Command::Back, close).says(|w| w.text("command.closes")),
        does(Command::Enter, read)
            .says(|w| w.text("command.short.open"))
            .when(on),
        does(Command::Filter, |s, _, _, _| {
            if let Some(Overlay::Journal(browser)) = &mut s.overlay {
                browser.focus = Focus::Filter;
            }
        })
        .hinted(),
        does(Command::Copy, copy_entry).hinted().when(on),
        does(Command::Export, |s, _, _, effects| {
            export::start(s, Format::Csv, None, effects)
        })
        .when(on),
        does(Command::Refresh, |_, _, _, effects| {
            effects.push(Effect::ReadJournal)
        }),
        does(Command::Journal, close),
    ];
    let moves = moves(go, |motion| can_move(&browser.pick, &ids, motion));
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

fn copy_entry(state: &mut State, _: Command, _: usize, effects: &mut Vec<Effect>) {
    if let Some(Overlay::Journal(browser)) = &state.overlay {
        let ids = state.journal.ids(browser.filter.text());
        copy(browser.pick.on(&ids).cloned().map(Clip::Entry), effects);
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
