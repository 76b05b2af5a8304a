//! A table in front of the view.

use super::list::{CLOSES, OPENS, close, export, moves, page, popup, step, where_it_can};
use super::{Handler, Hint, Keys, TextKeys, does, says, sort};
use crate::command::{Command, can, is_hinted, moves};
use crate::effect::{Clip, Effect};
use crate::journal::EntryId;
use crate::key::typing::{InputMode, TableFilterAction};
use crate::key::{Context, Key};
use crate::model::InstanceKey;
use crate::state::State;
use crate::state::input::TextField;
use crate::state::overlay::{Content, Overlay};
use crate::state::table::{Cell, Declared, TableFocus, TableSource, TableView};
use std::str::FromStr as _;
use std::sync::Arc;

pub(super) fn keys(state: &State, table: &TableView) -> Keys {
    match table.focus {
        TableFocus::Filter => Keys::Text(TextKeys {
            mode: InputMode::Journal,
            key: typed,
            paste: |state, _| state.note_key(),
            idle: &[],
        }),
        TableFocus::List => listed(state, table),
    }
}

fn listed(state: &State, table: &TableView) -> Keys {
    let ids = table.ids(state);
    let (on, any) = (table.pick.on(&ids).is_some(), !ids.is_empty());
    let open = says(Command::Enter, OPENS, open).when(on);
    let filter = says(Command::Filter, Hint::Short, filter);
    let copies = says(Command::Copy, Hint::Short, copy);
    let exports = does(Command::Export, export);
    let read: super::Run = |_, _, _, effects| effects.push(Effect::ReadJournal);
    let own = match table.source {
        TableSource::Errors => vec![
            open,
            says(Command::Dismiss, Hint::Short, dismiss).when(on),
            copies.when(any),
            exports.when(any),
            does(Command::Errors, close),
        ],
        TableSource::Journal => vec![
            open,
            filter,
            copies.when(on),
            exports.when(on),
            does(Command::Refresh, read),
            does(Command::Journal, close),
        ],
        TableSource::Query(about) => {
            let others = [
                filter,
                says(Command::Sort, Hint::Short, |s, _, _, _| sort::open(s)),
                does(Command::Mark, mark).when(on && !about.actions.is_empty()),
                does(Command::FlipSort, |s, _, _, _| change(s, TableView::flip)),
                says(Command::CopyValue, Hint::Short, copy).when(on),
                does(Command::Copy, copy).when(on),
                exports.when(any),
            ];
            let to = says(Command::Enter, OPENS, open_instance);
            let others = others
                .into_iter()
                .chain([to.when(instance_on(state, table).is_some())]);
            let has = |heading| about.place(heading).is_some();
            let sorts = SORTS.map(|(command, heading, run)| does(command, run).when(has(heading)));
            actions(state, about).chain(others).chain(sorts).collect()
        }
    };
    let contexts = match table.source {
        TableSource::Query(_) => vec![Context::Table, Context::Popup, Context::View],
        TableSource::Errors | TableSource::Journal => vec![Context::Popup, Context::View],
    };
    let handlers = [says(Command::Back, CLOSES, close)].into_iter().chain(own);
    let moves = moves(go).map(|one| where_it_can(one, &table.pick, &ids));
    popup(state, contexts, handlers, moves)
}

/// The instance that the row under the cursor is about, where that is in the list.
fn instance_on(state: &State, table: &TableView) -> Option<InstanceKey> {
    let on = table.on(state)?;
    let rows = table.arranged()?.rows(state);
    let of = rows.into_iter().find(|row| row.id == on)?.of?;
    state.fleet.get(&of).is_some().then_some(of)
}

fn open_instance(state: &mut State, _: Command, _: usize, _: &mut Vec<Effect>) {
    let Some(Overlay::Table(table)) = &state.overlay else {
        return;
    };
    if let Some(key) = instance_on(state, table) {
        state.overlay = None;
        moves::open_instance(state, key);
    }
}

/// Sorts by a column, under its heading, where the table has it.
const SORTS: [(Command, &str, super::Run); 3] = [
    (Command::SortName, "name", |s, _, _, _| by(s, "name")),
    (Command::SortStatus, "status", |s, _, _, _| by(s, "status")),
    (Command::SortAge, "since", |s, _, _, _| by(s, "since")),
];

fn by(state: &mut State, heading: &str) {
    change(state, |table| table.sort_by(heading));
}

/// What is done from a table, as it is declared. What cannot be done now is not hinted at: its key
/// says why.
fn actions(state: &State, about: &Declared) -> impl Iterator<Item = Handler> {
    let own = about.actions.iter();
    own.filter_map(|name| Command::from_str(name).ok())
        .map(|one| {
            let run: super::Run = |s, command, count, effects| {
                (command.entry().run)(s, count, effects);
            };
            match is_hinted(state, one) {
                true => says(one, Hint::Short, run),
                false => does(one, run).when(can(state, one).acts()),
            }
        })
}

fn change(state: &mut State, change: impl FnOnce(&mut TableView)) {
    if let Some(Overlay::Table(table)) = &mut state.overlay {
        change(table);
    }
}

fn go(state: &mut State, command: Command, count: usize, _: &mut Vec<Effect>) {
    if let Some(Overlay::Table(table)) = &state.overlay {
        let (ids, page) = (table.ids(state), page(state.size));
        change(state, |table| {
            step(&mut table.pick, &ids, (command, count), page);
        });
    }
}

/// Marks the row under the cursor, or takes its mark away, and goes on to the next, so many times.
fn mark(state: &mut State, _: Command, count: usize, effects: &mut Vec<Effect>) {
    for _ in 0..count {
        let Some(Overlay::Table(table)) = &state.overlay else {
            return;
        };
        let on = table.on(state);
        change(state, |table| {
            on.iter().for_each(|id| table.toggle_mark(id))
        });
        go(state, Command::Down, 1, effects);
    }
}

fn filter(state: &mut State, _: Command, _: usize, _: &mut Vec<Effect>) {
    change(state, |table| table.focus = TableFocus::Filter);
}

/// Everything about the row under the cursor.
fn open(state: &mut State, _: Command, _: usize, _: &mut Vec<Effect>) {
    let Some(table) = state.overlay.take().and_then(Overlay::into_table) else {
        return;
    };
    state.overlay = Some(match (table.source, table.on(state)) {
        (TableSource::Journal, Some(id)) => Overlay::reader(Content::Entry(EntryId(id), table)),
        (TableSource::Errors, Some(id)) if let Ok(id) = id.parse() => {
            Overlay::reader(Content::Notice(id, table))
        }
        (TableSource::Journal | TableSource::Errors | TableSource::Query(_), _) => {
            Overlay::Table(table)
        }
    });
}

fn dismiss(state: &mut State, _: Command, _: usize, _: &mut Vec<Effect>) {
    let Some(Overlay::Table(table)) = &state.overlay else {
        return;
    };
    let place = table.pick.place(&table.ids(state)).unwrap_or(0);
    if let Some(id) = table.on(state).and_then(|id| id.parse().ok()) {
        state.notices.forget(id);
    }
    // The cursor goes to what takes its place.
    if let Some(Overlay::Table(table)) = &state.overlay {
        let ids = table.ids(state);
        change(state, |table| table.pick.go_to(place, &ids));
    }
}

fn copy(state: &mut State, _: Command, _: usize, effects: &mut Vec<Effect>) {
    let Some(Overlay::Table(table)) = &state.overlay else {
        return;
    };
    let on = table.on(state);
    let clip = match table.source {
        TableSource::Errors => Some(Clip::Notices),
        TableSource::Journal => on.map(|id| Clip::Entry(EntryId(id))),
        TableSource::Query(_) => {
            let rows = table.arranged().map(|table| table.rows(state));
            let mut rows = rows.into_iter().flatten();
            rows.find(|row| Some(&row.id) == on.as_ref())
                .map(|row| match row.cells.last() {
                    Some(Cell::Change(one)) => Clip::Transition(Arc::clone(one)),
                    Some(_) | None => Clip::Text(row.label),
                })
        }
    };
    effects.extend(clip.map(Effect::Copy));
}

/// The filter of a table that is the view itself.
pub(super) const PANE_FILTER: TextKeys = TextKeys {
    mode: InputMode::Journal,
    key: |state, key, _| {
        if let Some(table) = state.pane_table_mut() {
            type_filter(table, key);
        }
    },
    paste: |state, text| {
        if let Some(table) = state.pane_table_mut() {
            table.filter.paste(text);
        }
    },
    idle: &[],
};

fn typed(state: &mut State, key: Key, _: &mut Vec<Effect>) {
    change(state, |table| type_filter(table, key));
}

fn type_filter(table: &mut TableView, key: Key) {
    match InputMode::Journal.meaning(key) {
        Some(TableFilterAction::KeepFilter) => table.focus = TableFocus::List,
        Some(TableFilterAction::ClearFilter) => {
            table.filter = TextField::default();
            table.focus = TableFocus::List;
        }
        None => table.filter.key(key),
    }
}
