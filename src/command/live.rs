//! What can be done with the charts of an instance.

use super::entry::{Can, when};
use crate::state::State;
use crate::state::view::Pane;

/// Whether there are values to point at.
pub(super) fn can_point(state: &State) -> Can {
    let row = state.subject_row();
    let measured = row.is_some_and(|row| !row.figures.is_empty() && state.window(row).is_some());
    when(state, state.focused() == Pane::Live && measured)
}

/// Whether charts are shown, and there is a longer range than theirs, or a shorter one.
pub(super) fn can_range(state: &State, longer: bool) -> Can {
    let row = state.subject_row();
    let measured = row.is_some_and(|row| !row.figures.is_empty());
    let there = state.range_to_read().is_some() && state.live.next_range(longer).is_some();
    when(state, state.focused() == Pane::Live && measured && there)
}
