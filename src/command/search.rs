//! Keys of the search in the JSON of an instance.

use super::front::TextKeys;
use crate::effect::Effect;
use crate::key::Key;
use crate::key::typing::{InputMode, SearchAction};
use crate::state::State;
use crate::state::input::Edit;
use crate::state::search::{Search, Stage};
use crate::state::view::Pane;

/// Starts to type, from what was looked for before.
pub(crate) fn start(state: &mut State) {
    let here = state.search_here();
    let text = here.take();
    let text = text.map(|search| search.field().text().to_owned());
    *here = Some(Search::new(&text.unwrap_or_default()));
}

pub(super) const KEYS: TextKeys = TextKeys {
    mode: InputMode::Search,
    key,
    paste,
    idle: &[],
};

fn key(state: &mut State, key: Key, _: &mut Vec<Effect>) {
    let here = state.search_here();
    let Some(search) = here else {
        return;
    };
    match InputMode::Search.meaning(key) {
        Some(SearchAction::ClearSearch) => *here = None,
        Some(SearchAction::KeepSearch) if search.field().is_empty() => *here = None,
        Some(SearchAction::KeepSearch) => search.stage = Stage::Kept,
        None if Edit::of(key).is_none() => {}
        None => search.field_mut().key(key),
    }
}

fn paste(state: &mut State, text: &str) {
    if let Some(search) = state.search_here() {
        search.field_mut().paste(text);
    }
}

/// Whether keys are text for a search where it is in front.
pub(crate) fn is_typed(search: Option<&Search>) -> bool {
    search.is_some_and(|search| search.stage == Stage::Typing)
}

/// Goes so many matches on, or back.
pub(crate) fn step(state: &mut State, steps: i64) {
    if let Some(search) = state.search_here() {
        search.step(steps);
    }
}

/// A search belongs to the pane it was made in.
pub(crate) fn leave(state: &mut State) {
    if state.focused() != Pane::Json {
        state.search = None;
    }
}
