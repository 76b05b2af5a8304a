//! Keys for what is in front of the view.

use super::columns;
use super::keys::copy;
use super::{forms, writes};
use crate::action::Action;
use crate::api::ErrorKind;
use crate::effect::{Clip, Effect};
use crate::keymap::Key;
use crate::keymap::typing::{Meaning, Typing};
use crate::model::Scope;
use crate::state::State;
use crate::state::can::Refusal;
use crate::state::confirm::{Answer, Enter};
use crate::state::input::Edit;
use crate::state::notice::Said;
use crate::state::overlay::Overlay;
use crate::state::sort::{Column, Direction, Sort};
use crate::state::view::{FRAME_ROWS, Size};
use std::time::Duration;

/// Gives a key to the text box of a dialog. Says whether it had the focus: then only editing
/// keys, Enter, Esc and the keys that move the focus mean anything.
pub(super) fn typing(state: &mut State, key: Key, effects: &mut Vec<Effect>) -> bool {
    let Some(Overlay::Confirm(confirm)) = &mut state.overlay else {
        return false;
    };
    if !confirm.is_typing() {
        return false;
    }
    match Typing::Box.meaning(key) {
        Some(Meaning::Cancel) => close(state),
        Some(Meaning::Send) => answer(state, Answer::Enter, effects),
        Some(Meaning::ToButtons) => confirm.next(),
        Some(Meaning::ToButtonsBack) => confirm.previous(),
        _ => {
            if let Some(edit) = Edit::of(key) {
                confirm.edit(edit);
            }
        }
    }
    true
}

/// Does what the user meant, to what is in front.
pub(super) fn act(state: &mut State, action: Action, count: usize, effects: &mut Vec<Effect>) {
    match &mut state.overlay {
        Some(Overlay::Confirm(confirm)) => match action {
            Action::Copy => {
                let text = confirm.plan().shown();
                copy(state, Clip::Text(text), effects);
            }
            Action::Down => confirm.scroll = confirm.scroll.saturating_add(1),
            Action::Up => confirm.scroll = confirm.scroll.saturating_sub(1),
            Action::Next => confirm.next(),
            Action::Previous => confirm.previous(),
            Action::Yes => answer(state, Answer::Yes, effects),
            Action::Enter => answer(state, Answer::Enter, effects),
            Action::No | Action::Back => close(state),
            _ => {}
        },
        Some(Overlay::Quit) => match action {
            Action::Yes => effects.push(Effect::Quit),
            Action::No | Action::Enter | Action::Back => close(state),
            _ => {}
        },
        Some(Overlay::Refused { .. }) => match action {
            Action::No | Action::Enter | Action::Back => close(state),
            _ => {}
        },
        Some(
            Overlay::Help { scroll } | Overlay::Errors { scroll } | Overlay::Task { scroll, .. },
        ) => {
            *scroll = scrolled(*scroll, action, count, page(state.size));
            popup(state, action, effects);
        }
        Some(Overlay::Sort { .. }) => sort_act(state, action, count, effects),
        Some(Overlay::Columns(_)) => columns::act(state, action, count, effects),
        Some(Overlay::Form(_) | Overlay::Palette(_)) | None => {}
    }
}

/// What every list in front of the view understands beside moving.
pub(super) fn popup(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    match action {
        Action::Back | Action::Enter => close(state),
        Action::Help if matches!(state.overlay, Some(Overlay::Help { .. })) => close(state),
        Action::Errors if matches!(state.overlay, Some(Overlay::Errors { .. })) => close(state),
        Action::Help => state.overlay = Some(Overlay::Help { scroll: 0 }),
        Action::Errors => state.overlay = Some(Overlay::Errors { scroll: 0 }),
        Action::Copy => {
            let clip = match &state.overlay {
                Some(Overlay::Errors { .. }) => Some(Clip::Notices),
                Some(Overlay::Task { key, task, .. }) => {
                    Some(Clip::Task(key.clone(), task.clone()))
                }
                _ => None,
            };
            if let Some(clip) = clip {
                copy(state, clip, effects);
            }
        }
        Action::Refresh => effects.push(Effect::Refresh),
        Action::RetryCredential => retry_credential(state, effects),
        Action::Redraw => effects.push(Effect::Redraw),
        Action::AskQuit => ask_quit(state, effects),
        Action::Quit => effects.push(Effect::Quit),
        _ => {}
    }
}

/// A key that was refused this often is locked by the next refusal.
const REFUSALS_BEFORE_LOCK: u32 = 4;
/// ... for this long; afterwards the service counts afresh.
const LOCKED_FOR: Duration = Duration::from_secs(5 * 60);

/// `A`: tries every refused sign-in once more, unless that would lock its key.
pub(super) fn retry_credential(state: &mut State, effects: &mut Vec<Effect>) {
    let locked = state.profiles.iter().filter(|profile| profile.is_locked());
    let locked: Vec<Scope> = locked.map(|profile| profile.scope().clone()).collect();
    let mut would_lock = false;
    for scope in locked {
        let since = refused_since(state, &scope);
        let Some(profile) = state.profiles.get_mut(&scope) else {
            continue;
        };
        let sign_in = &mut profile.sign_in;
        if sign_in.retrying {
            continue;
        }
        if sign_in.refusals >= REFUSALS_BEFORE_LOCK && since < LOCKED_FOR {
            would_lock = true;
            continue;
        }
        if sign_in.refusals >= REFUSALS_BEFORE_LOCK {
            sign_in.refusals = 0;
        }
        sign_in.retrying = true;
        effects.push(Effect::RetryCredential(scope));
    }
    if would_lock {
        state.overlay = Some(Overlay::Refused {
            name: String::new(),
            reason: Refusal::WouldLock,
        });
    }
}

/// How long ago the sign-in of a scope was refused last.
fn refused_since(state: &State, scope: &Scope) -> Duration {
    let refused = state.notices.iter().find(|notice| {
        let refused = matches!(&notice.said, Said::ReadFailed(error) if error.kind == ErrorKind::Unauthorized);
        refused && notice.about.scope() == Some(scope)
    });
    refused.map_or(Duration::MAX, |notice| state.now.since(notice.at))
}

/// Quits, unless a write has not been answered: then it asks first.
pub(super) fn ask_quit(state: &mut State, effects: &mut Vec<Effect>) {
    if state.pending.in_flight() {
        state.overlay = Some(Overlay::Quit);
    } else {
        effects.push(Effect::Quit);
    }
}

/// Lines a box shows at least: it lies over the body, or over nearly all of a small screen. A page
/// is no more than that, so that paging leaves no line out.
fn page(size: Size) -> usize {
    usize::from(size.height.saturating_sub(FRAME_ROWS + 2)).max(3)
}

fn scrolled(scroll: usize, action: Action, count: usize, page: usize) -> usize {
    match action {
        Action::Down => scroll.saturating_add(count),
        Action::Up => scroll.saturating_sub(count),
        Action::PageDown => scroll.saturating_add(page.saturating_mul(count)),
        Action::PageUp => scroll.saturating_sub(page.saturating_mul(count)),
        Action::First => 0,
        Action::Last => usize::MAX,
        _ => scroll,
    }
}

fn sort_act(state: &mut State, action: Action, count: usize, effects: &mut Vec<Effect>) {
    let Some(Overlay::Sort { pick }) = &mut state.overlay else {
        return;
    };
    let count = isize::try_from(count).unwrap_or(isize::MAX);
    match action {
        Action::Down => pick.move_by(count, &Column::ALL),
        Action::Up => pick.move_by(-count, &Column::ALL),
        Action::PageUp | Action::First => pick.go_to(0, &Column::ALL),
        Action::PageDown | Action::Last => pick.go_to(usize::MAX, &Column::ALL),
        Action::Enter => {
            let column = pick.on(&Column::ALL).copied().unwrap_or(Column::Severity);
            let now = state.fleet.sort();
            let sort = if now.column == column {
                now.flipped()
            } else {
                let direction = Direction::Natural;
                Sort { column, direction }
            };
            state.fleet.set_sort(sort, state.now);
            close(state);
        }
        _ => popup(state, action, effects),
    }
}

fn answer(state: &mut State, answer: Answer, effects: &mut Vec<Effect>) {
    let Some(Overlay::Confirm(confirm)) = state.overlay.take() else {
        return;
    };
    let cancels = answer == Answer::Enter && confirm.enter() == Enter::Cancel;
    match confirm.go(answer) {
        Ok(armed) => writes::send(state, armed, effects),
        Err(confirm) if cancels => forms::back_to(state, confirm.plan()),
        Err(confirm) => state.overlay = Some(Overlay::Confirm(confirm)),
    }
}

fn close(state: &mut State) {
    if let Some(Overlay::Confirm(confirm)) = state.overlay.take() {
        forms::back_to(state, confirm.plan());
    }
}
