//! The line by which the list is filtered as it is typed.

use super::front::{TextKeys, idle};
use crate::effect::Effect;
use crate::key::Key;
use crate::key::typing::{FilterAction, InputAction, InputMode};
use crate::state::State;
use crate::state::filter::{FilterLine, Turn};
use crate::state::input::Edit;
use crate::state::table::TableFocus;

/// Begins to filter what the view shows: a table of its own, else the list.
pub(crate) fn start(state: &mut State) {
    if let Some(table) = state.pane_table_mut() {
        table.focus = TableFocus::Filter;
        return;
    }
    let text = state.fleet.filter().text().to_owned();
    state.filter_field = Some(FilterLine::new(&text, &state.known()));
}

const COMPLETES: &[InputAction] = &[InputAction::Complete, InputAction::CompleteBack];

pub(super) fn keys(line: &FilterLine) -> TextKeys {
    TextKeys {
        mode: InputMode::Filter,
        key,
        paste,
        idle: idle(line.offers().0.is_empty(), COMPLETES),
    }
}

fn paste(state: &mut State, text: &str) {
    if let Some(mut line) = state.filter_field.take() {
        line.edit(&state.known(), |field| field.paste(text));
        apply(state, line);
    }
}

fn key(state: &mut State, key: Key, _: &mut Vec<Effect>) {
    let Some(mut line) = state.filter_field.take() else {
        return;
    };
    match InputMode::Filter.meaning(key) {
        Some(FilterAction::KeepFilter) => return state.fleet.keep_filter(),
        Some(FilterAction::ClearFilter) => return state.fleet.set_filter("", state.now),
        Some(FilterAction::RowDown) => state.fleet.move_by(1, state.now),
        Some(FilterAction::RowUp) => state.fleet.move_by(-1, state.now),
        Some(FilterAction::Complete) => line.complete(Turn::On, &state.known()),
        Some(FilterAction::CompleteBack) => line.complete(Turn::Back, &state.known()),
        None if Edit::of(key).is_none() => {}
        None => line.edit(&state.known(), |field| field.key(key)),
    }
    apply(state, line);
}

/// Filters by what stands in the line now.
fn apply(state: &mut State, line: FilterLine) {
    if line.text() != state.fleet.filter().text() {
        state.fleet.set_filter(line.text(), state.now);
    }
    state.filter_field = Some(line);
}
