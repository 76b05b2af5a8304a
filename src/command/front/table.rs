//! A table in front of the view.

use super::list::{CLOSES, close, export, moves, page, popup, step, where_it_can};
use super::{Handler, Hint, Keys, TextKeys, does, says};
use crate::command::{Command, can};
use crate::effect::{Clip, Effect};
use crate::key::typing::{InputAction, InputMode};
use crate::key::{Context, Key};
use crate::state::State;
use crate::state::input::TextField;
use crate::state::journal::Focus;
use crate::state::overlay::Overlay;
use crate::state::table::{Row, TableView};
use std::str::FromStr as _;

pub(super) fn keys(state: &State, table: &TableView) -> Keys {
    match table.focus {
        Focus::Filter => Keys::Text(TextKeys {
            mode: InputMode::Journal,
            key: typed,
            paste: |state, _| state.note_key(),
            idle: &[],
        }),
        Focus::List => listed(state, table),
    }
}

fn listed(state: &State, table: &TableView) -> Keys {
    let ids: Vec<String> = rows(state, table).into_iter().map(|row| row.id).collect();
    let (on, any) = (table.pick.on(&ids).is_some(), !ids.is_empty());
    let actions = table.arranged().about.actions.iter();
    let own = actions.filter_map(|name| Command::from_str(name).ok());
    let own = own.map(|one| {
        let run = |state: &mut State, command: Command, count, effects: &mut Vec<Effect>| {
            (command.entry().run)(state, count, effects);
        };
        says(one, Hint::Short, run).when(can(state, one).acts())
    });
    let handlers: Vec<Handler> = [says(Command::Back, CLOSES, close)]
        .into_iter()
        .chain(own)
        .chain([
            says(Command::Filter, Hint::Short, |s, _, _, _| {
                change(s, |table| table.focus = Focus::Filter);
            }),
            says(Command::Sort, Hint::Short, |s, _, _, _| {
                change(s, TableView::sort);
            }),
            does(Command::FlipSort, |s, _, _, _| change(s, TableView::flip)),
            says(Command::CopyValue, Hint::Short, copy).when(on),
            does(Command::Copy, copy).when(on),
            does(Command::Export, export).when(any),
        ])
        .collect();
    let moves = moves(go).map(|one| where_it_can(one, &table.pick, &ids));
    let contexts = vec![Context::Table, Context::Popup, Context::View];
    popup(state, contexts, handlers, moves)
}

fn rows(state: &State, table: &TableView) -> Vec<Row> {
    let arranged = table.arranged();
    arranged.rows(state.known_of(&arranged.scope, &arranged.about.query))
}

fn change(state: &mut State, change: impl FnOnce(&mut TableView)) {
    if let Some(Overlay::Table(table)) = &mut state.overlay {
        change(table);
    }
}

fn go(state: &mut State, command: Command, count: usize, _: &mut Vec<Effect>) {
    let Some(Overlay::Table(table)) = &state.overlay else {
        return;
    };
    let ids: Vec<String> = rows(state, table).into_iter().map(|row| row.id).collect();
    let page = page(state.size);
    change(state, |table| {
        step(&mut table.pick, &ids, (command, count), page)
    });
}

fn copy(state: &mut State, _: Command, _: usize, effects: &mut Vec<Effect>) {
    let Some(Overlay::Table(table)) = &state.overlay else {
        return;
    };
    let rows = rows(state, table);
    let ids: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
    let on = table
        .pick
        .place(&ids)
        .map(|place| rows[place].label.clone());
    effects.extend(on.map(|label| Effect::Copy(Clip::Text(label))));
}

fn typed(state: &mut State, key: Key, _: &mut Vec<Effect>) {
    change(state, |table| match InputMode::Journal.meaning(key) {
        Some(InputAction::KeepFilter) => table.focus = Focus::List,
        Some(InputAction::ClearFilter) => {
            table.filter = TextField::plain("");
            table.focus = Focus::List;
        }
        _ => table.filter.key(key),
    });
}
