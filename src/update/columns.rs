//! The columns picker.

use super::dialogs;
use crate::action::Action;
use crate::effect::Effect;
use crate::state::State;
use crate::state::overlay::{Overlay, Picker};
use crate::state::pick::Pick;
use crate::state::sort::Column;

/// Opens the picker on the columns as they are.
pub(super) fn open(state: &mut State) {
    let picker = Picker {
        pick: Pick::default(),
        columns: state.columns.clone(),
    };
    state.overlay = Some(Overlay::Columns(Box::new(picker)));
}

/// Whether an action does something in the picker.
pub(super) fn available(picker: &Picker, action: Action) -> bool {
    let order = picker.columns.order();
    let last = order.len().saturating_sub(1);
    let place = picker.pick.place(&order);
    match action {
        Action::ToggleColumn => picker.pick.on(&order) != Some(&Column::Name),
        Action::ColumnUp => place.is_some_and(|place| place > 0),
        Action::ColumnDown => place.is_some_and(|place| place < last),
        _ => false,
    }
}

/// Does what the user meant, in the picker.
pub(super) fn act(state: &mut State, action: Action, count: usize, effects: &mut Vec<Effect>) {
    let Some(Overlay::Columns(picker)) = &mut state.overlay else {
        return;
    };
    let Picker { pick, columns } = &mut **picker;
    let order = columns.order();
    let count = isize::try_from(count).unwrap_or(isize::MAX);
    match (action, pick.on(&order).copied()) {
        (Action::Down, _) => pick.move_by(count, &order),
        (Action::Up, _) => pick.move_by(-count, &order),
        (Action::PageUp | Action::First, _) => pick.go_to(0, &order),
        (Action::PageDown | Action::Last, _) => pick.go_to(usize::MAX, &order),
        (Action::ToggleColumn, Some(column)) => columns.toggle(column),
        (Action::ColumnUp | Action::ColumnDown, Some(column)) => {
            let by = match action {
                Action::ColumnUp => -1,
                _ => 1,
            };
            columns.shift(column, by);
            // The cursor stays on the column, wherever that goes.
            let order = columns.order();
            let place = order.iter().position(|known| *known == column);
            pick.go_to(place.unwrap_or(0), &order);
        }
        (Action::Enter, _) => {
            state.columns = columns.clone();
            state.overlay = None;
        }
        _ => dialogs::popup(state, action, effects),
    }
}
