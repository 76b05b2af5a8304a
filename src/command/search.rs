//! Keys of the search in the JSON of an instance.

use crate::key::Key;
use crate::key::typing::{InputAction, InputMode};
use crate::state::State;
use crate::state::filter::FilterLine;
use crate::state::input::Edit;
use crate::state::search::{Search, Stage};
use crate::state::view::Pane;

/// Starts to type, from what was looked for before.
pub(crate) fn start(state: &mut State) {
    let text = state.search.take();
    let text = text.map(|search| search.field().text().to_owned());
    state.search = Some(Search::new(&text.unwrap_or_default()));
}

/// Takes one key press in while it is typed.
pub(crate) fn key(state: &mut State, key: Key) {
    let Some(search) = &mut state.search else {
        return;
    };
    match InputMode::Search.meaning(key) {
        Some(InputAction::ClearSearch) => state.search = None,
        Some(InputAction::KeepSearch) if search.field().is_empty() => state.search = None,
        Some(InputAction::KeepSearch) => search.stage = Stage::Kept,
        _ => {
            if let Some(edit) = Edit::of(key) {
                search.edit(edit);
            }
        }
    }
}

/// Takes pasted text in while it is typed.
pub(crate) fn paste(state: &mut State, text: &str) {
    if let Some(search) = &mut state.search {
        search.paste(text);
    }
}

/// Whether keys are text for the search now.
pub(crate) fn is_typing(state: &State) -> bool {
    let search = state.search.as_ref();
    state.overlay.is_none() && search.is_some_and(|search| search.stage == Stage::Typing)
}

/// Goes so many matches on, or back.
pub(crate) fn step(state: &mut State, steps: i64) {
    if let Some(search) = &mut state.search {
        search.step(steps);
    }
}

/// A search belongs to the pane it was made in.
pub(crate) fn leave(state: &mut State) {
    if state.focused() != Pane::Json {
        state.search = None;
    }
}

/// `/`: filters the list as the user types.
pub(crate) fn start_filter(state: &mut State) {
    let text = state.fleet.filter().text().to_owned();
    state.filter_field = Some(FilterLine::new(&text, &state.known()));
}
