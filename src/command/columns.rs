//! The columns picker.

use super::{Command, dialogs};
use crate::effect::Effect;
use crate::state::State;
use crate::state::list_cursor::ListCursor;
use crate::state::overlay::{Overlay, Picker};
use crate::state::sort::Column;

/// Opens the picker on the columns as they are.
pub(crate) fn open(state: &mut State) {
    let picker = Picker {
        pick: ListCursor::default(),
        columns: state.columns.clone(),
    };
    state.overlay = Some(Overlay::Columns(Box::new(picker)));
}

/// Whether an action does something in the picker.
pub(crate) fn available(picker: &Picker, action: Command) -> bool {
    let order = picker.columns.order();
    let last = order.len().saturating_sub(1);
    let place = picker.pick.place(&order);
    match action {
        Command::ToggleColumn => picker.pick.on(&order) != Some(&Column::Name),
        Command::ColumnUp => place.is_some_and(|place| place > 0),
        Command::ColumnDown => place.is_some_and(|place| place < last),
        _ => false,
    }
}

/// Does what the user meant, in the picker.
pub(crate) fn act(state: &mut State, action: Command, count: usize, effects: &mut Vec<Effect>) {
    let Some(Overlay::Columns(picker)) = &mut state.overlay else {
        return;
    };
    let Picker { pick, columns } = &mut **picker;
    let order = columns.order();
    if let Some(motion) = action.motion() {
        return dialogs::step(pick, &order, motion, count);
    }
    match (action, pick.on(&order).copied()) {
        (Command::ToggleColumn, Some(column)) => columns.toggle(column),
        (Command::ColumnUp | Command::ColumnDown, Some(column)) => {
            let by = match action {
                Command::ColumnUp => -1,
                _ => 1,
            };
            columns.shift(column, by);
            // The cursor stays on the column, wherever that goes.
            let order = columns.order();
            let place = order.iter().position(|known| *known == column);
            pick.go_to(place.unwrap_or(0), &order);
        }
        (Command::Enter, _) => {
            state.columns = columns.clone();
            state.overlay = None;
        }
        _ => dialogs::popup(state, action, effects),
    }
}
