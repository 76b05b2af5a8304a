//! Keys for the two lists of what happened: errors and events, and the journal.

use super::copy::copy;
use super::dialogs::{page, popup};
use super::export;
use super::{Command, Motion};
use crate::effect::{Clip, Effect};
use crate::key::Key;
use crate::key::typing::{InputAction, InputMode};
use crate::state::State;
use crate::state::export::Format;
use crate::state::input::{Edit, TextField};
use crate::state::journal::{Browser, Focus, Reading};
use crate::state::list_cursor::ListCursor;
use crate::state::notice::NoticeId;
use crate::state::overlay::{Content, Overlay};

/// `E`: what happened, newest first.
pub(crate) fn open_errors(state: &mut State) {
    state.overlay = Some(Overlay::Errors {
        pick: ListCursor::default(),
    });
}

/// `g j`: what was changed, newest first, as it is in the file now.
pub(crate) fn open_journal(state: &mut State, effects: &mut Vec<Effect>) {
    state.overlay = Some(Overlay::Journal(Box::default()));
    if matches!(state.journal.pages, Reading::Unasked | Reading::Failed(_)) {
        state.journal.pages = Reading::Loading;
    }
    effects.push(Effect::ReadJournal);
}

/// Does what the user meant, to a list of what happened.
pub(crate) fn act(state: &mut State, action: Command, count: usize, effects: &mut Vec<Effect>) {
    let Some(overlay) = state.overlay.take() else {
        return;
    };
    match overlay {
        Overlay::Errors { pick } => errors(state, pick, action, count, effects),
        Overlay::Journal(browser) => journal(state, browser, action, count, effects),
        other => state.overlay = Some(other),
    }
}

fn errors(
    state: &mut State,
    mut pick: ListCursor<NoticeId>,
    action: Command,
    count: usize,
    effects: &mut Vec<Effect>,
) {
    let ids = state.notices.ids();
    let on = pick.on(&ids).copied();
    match (action, on) {
        (Command::Enter, Some(id)) => {
            state.overlay = Some(Overlay::reader(Content::Notice(id, pick)));
            return;
        }
        (Command::Dismiss, Some(id)) => {
            // The cursor goes to what takes its place.
            let place = pick.place(&ids).unwrap_or(0);
            state.notices.forget(id);
            pick.go_to(place, &state.notices.ids());
        }
        _ => move_in(&mut pick, &ids, action.motion(), count, page(state.size)),
    }
    state.overlay = Some(Overlay::Errors { pick });
    or_popup(state, action, Clip::Notices, effects);
}

fn journal(
    state: &mut State,
    mut browser: Box<Browser>,
    action: Command,
    count: usize,
    effects: &mut Vec<Effect>,
) {
    let ids = state.journal.ids(browser.filter.text());
    let on = browser.pick.on(&ids).cloned();
    match (action, on.clone()) {
        (Command::Enter, Some(id)) => {
            state.overlay = Some(Overlay::reader(Content::Entry(id, browser)));
            return;
        }
        (Command::Filter, _) => browser.focus = Focus::Filter,
        (Command::Refresh, _) => effects.push(Effect::ReadJournal),
        _ => move_in(
            &mut browser.pick,
            &ids,
            action.motion(),
            count,
            page(state.size),
        ),
    }
    state.overlay = Some(Overlay::Journal(browser));
    match (action, on) {
        (Command::Copy, Some(id)) => copy(Some(Clip::Entry(id)), effects),
        (Command::Export, _) => export::start(state, Format::Csv, None, effects),
        (Command::Copy | Command::Enter | Command::Filter | Command::Refresh, _) => {}
        _ => popup(state, action, effects),
    }
}

/// What a list in front understands beside moving; copying is its own business.
fn or_popup(state: &mut State, action: Command, clip: Clip, effects: &mut Vec<Effect>) {
    match action {
        Command::Copy => copy(Some(clip), effects),
        Command::Enter | Command::Dismiss => {}
        Command::Export => export::start(state, Format::Csv, None, effects),
        _ => popup(state, action, effects),
    }
}

fn move_in<K: Clone + PartialEq>(
    pick: &mut ListCursor<K>,
    ids: &[K],
    motion: Option<Motion>,
    count: usize,
    page: usize,
) {
    let by = |times: usize| isize::try_from(count.saturating_mul(times)).unwrap_or(isize::MAX);
    match motion {
        Some(Motion::Down) => pick.move_by(by(1), ids),
        Some(Motion::Up) => pick.move_by(-by(1), ids),
        Some(Motion::PageDown) => pick.move_by(by(page), ids),
        Some(Motion::PageUp) => pick.move_by(-by(page), ids),
        Some(Motion::First) => pick.go_to(0, ids),
        Some(Motion::Last) => pick.go_to(usize::MAX, ids),
        Some(Motion::HalfPageDown | Motion::HalfPageUp) | None => {}
    }
}

/// Gives a key to the journal's filter. Says whether it had the focus.
pub(crate) fn typing(state: &mut State, key: Key) -> bool {
    let Some(Overlay::Journal(browser)) = &mut state.overlay else {
        return false;
    };
    if browser.focus != Focus::Filter {
        return false;
    }
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
    true
}

/// Whether an action does something in the list of errors.
pub(crate) fn can_in_errors(state: &State, pick: &ListCursor<NoticeId>, action: Command) -> bool {
    let ids = state.notices.ids();
    match action {
        Command::Enter | Command::Dismiss => pick.on(&ids).is_some(),
        Command::Copy | Command::Export => !ids.is_empty(),
        _ => moves_in(pick, &ids, action),
    }
}

/// Whether an action does something in the journal.
pub(crate) fn can_in_journal(state: &State, browser: &Browser, action: Command) -> bool {
    let ids = state.journal.ids(browser.filter.text());
    match action {
        Command::Enter | Command::Copy | Command::Export => browser.pick.on(&ids).is_some(),
        Command::Filter => true,
        _ => moves_in(&browser.pick, &ids, action),
    }
}

/// Whether the cursor can go there.
fn moves_in<K: Clone + PartialEq>(pick: &ListCursor<K>, ids: &[K], action: Command) -> bool {
    let place = pick.place(ids).unwrap_or(0);
    match action.motion() {
        Some(Motion::Down | Motion::PageDown | Motion::Last) => place + 1 < ids.len(),
        Some(Motion::Up | Motion::PageUp | Motion::First) => place > 0 && !ids.is_empty(),
        Some(Motion::HalfPageDown | Motion::HalfPageUp) | None => false,
    }
}
