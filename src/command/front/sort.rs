//! By which column the list is sorted. Each column has a letter here, which wins over what the
//! letter means elsewhere.

use super::list::{CANCELS, WHOLE, close, moves, popup, step};
use super::{Hint, Keys, says};
use crate::command::Command;
use crate::effect::Effect;
use crate::key::{Code, Context, Key};
use crate::state::State;
use crate::state::column::Column;
use crate::state::list_cursor::ListCursor;
use crate::state::overlay::Overlay;
use crate::state::sort::{Direction, Sort};

/// Opens the list on the column in force.
pub(crate) fn open(state: &mut State) {
    let mut pick = ListCursor::default();
    let columns = state.profiles.told_by().columns();
    let now = state.fleet.sort().column;
    let place = columns.iter().position(|column| *column == now);
    pick.go_to(place.unwrap_or(0), &columns);
    state.overlay = Some(Overlay::Sort { pick });
}

pub(super) fn keys(state: &State) -> Keys {
    let handlers = [
        says(Command::Enter, Hint::Short, sort),
        says(Command::Back, CANCELS, close),
    ];
    let contexts = vec![Context::Popup, Context::View];
    popup(state, contexts, handlers, moves(go))
}

fn go(state: &mut State, command: Command, count: usize, _: &mut Vec<Effect>) {
    let columns = state.profiles.told_by().columns();
    if let Some(Overlay::Sort { pick }) = &mut state.overlay {
        step(pick, &columns, (command, count), WHOLE);
    }
}

/// Sorts by the column under the cursor.
fn sort(state: &mut State, _: Command, _: usize, _: &mut Vec<Effect>) {
    let columns = state.profiles.told_by().columns();
    let Some(Overlay::Sort { pick }) = state.overlay.take() else {
        return;
    };
    let column = pick.on(&columns).copied().unwrap_or(Column::Severity);
    by(state, column);
}

/// The column that is listed in front with this letter, if a list of columns to sort by is.
pub fn letter(state: &State, key: Key) -> Option<Column> {
    let Some(Overlay::Sort { .. }) = state.overlay else {
        return None;
    };
    if !state.chord.typed().is_empty() {
        return None;
    }
    let columns = state.profiles.told_by().columns();
    let mut columns = columns.into_iter();
    let is = |one: &Column| Key::plain(Code::Char(one.letter())) == key.half_width();
    columns.find(is)
}

/// Whether the list can be sorted by a column: rows of one profile have no other to be told from.
pub(crate) fn offers(state: &State, column: Column) -> bool {
    state.profiles.told_by().columns().contains(&column)
}

/// Sorts the list by a column; turns it round when it is sorted by that.
pub(crate) fn by(state: &mut State, column: Column) {
    state.overlay = None;
    let now = state.fleet.sort();
    let sort = if now.column == column {
        now.flipped()
    } else {
        let direction = Direction::Natural;
        Sort { column, direction }
    };
    state.fleet.set_sort(sort, state.now);
}
