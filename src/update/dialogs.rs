//! Keys for what is in front of the view.

use super::keys;
use super::{
    available_in_view, batch, columns, forms, lost, moves, palette, records, search, writes,
};
use crate::action::Action;
use crate::api::{LOCK_OUT, MOST};
use crate::effect::{Clip, Effect};
use crate::keymap::Key;
use crate::keymap::typing::{Meaning, Typing};
use crate::model::Scope;
use crate::state::State;
use crate::state::can::Refusal;
use crate::state::confirm::{Answer, Enter};
use crate::state::input::Edit;
use crate::state::menu::Choice;
use crate::state::overlay::Overlay;
use crate::state::pick::Pick;
use crate::state::profiles::SignIn;
use crate::state::sight::Pace;
use crate::state::sort::{Column, Direction, Sort};
use crate::state::view::{FRAME_ROWS, Pane, Size};

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
    let key = state.stroke();
    match &mut state.overlay {
        Some(Overlay::Confirm(confirm)) => match action {
            Action::Copy => {
                effects.push(Effect::Copy(Clip::Text(confirm.plan().shown())));
            }
            Action::Down => confirm.scroll = confirm.scroll.saturating_add(1),
            Action::Up => confirm.scroll = confirm.scroll.saturating_sub(1),
            Action::PageDown | Action::PageUp => {
                confirm.scroll = scrolled(confirm.scroll, action, 1, dialog_page(state.size));
            }
            Action::ShowMarked => batch::show_marked(state),
            Action::Next => confirm.next(),
            Action::Previous => confirm.previous(),
            Action::Yes => answer(state, Answer::Yes, effects),
            Action::Enter => answer(state, Answer::Enter, effects),
            Action::No | Action::Back => close(state),
            _ => {}
        },
        Some(Overlay::Release(..)) => match action {
            Action::Yes => lost::release(state),
            Action::Next => lost::next(state),
            Action::No | Action::Enter | Action::Back => close(state),
            _ => {}
        },
        Some(Overlay::Quit(sight)) => match action {
            Action::Yes if sight.answer(Pace::OneKey, key).is_ok() => effects.push(Effect::Quit),
            Action::No | Action::Enter | Action::Back => close(state),
            _ => {}
        },
        Some(Overlay::Refused { .. }) => match action {
            Action::No | Action::Enter | Action::Back => close(state),
            _ => {}
        },
        Some(
            Overlay::Help { scroll }
            | Overlay::Results { scroll, .. }
            | Overlay::Provenance { scroll, .. }
            | Overlay::Task { scroll, .. },
        ) => {
            *scroll = scrolled(*scroll, action, count, page(state.size));
            popup(state, action, effects);
        }
        Some(
            Overlay::Errors { .. }
            | Overlay::Notice { .. }
            | Overlay::Journal(_)
            | Overlay::Entry { .. },
        ) => records::act(state, action, count, effects),
        Some(Overlay::Sort { .. }) => sort_act(state, action, count, effects),
        Some(Overlay::Menu { .. }) => menu_act(state, action, count, effects),
        Some(Overlay::Profiles(_)) => profiles_act(state, action, count, effects),
        Some(Overlay::Columns(_)) => columns::act(state, action, count, effects),
        Some(Overlay::Form(_) | Overlay::Palette(_) | Overlay::Span(_)) | None => {}
    }
}

/// What every list in front of the view understands beside moving.
pub(super) fn popup(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    match action {
        Action::Back | Action::Enter => close(state),
        Action::Help if matches!(state.overlay, Some(Overlay::Help { .. })) => close(state),
        Action::Errors if matches!(state.overlay, Some(Overlay::Errors { .. })) => close(state),
        Action::Help => state.overlay = Some(Overlay::Help { scroll: 0 }),
        Action::Errors => records::open_errors(state),
        Action::Journal if matches!(state.overlay, Some(Overlay::Journal(_))) => close(state),
        Action::Journal => records::open_journal(state, effects),
        Action::Copy => {
            let clip = match &state.overlay {
                Some(Overlay::Results { batch, .. }) => Some(Clip::Batch(*batch)),
                Some(Overlay::Provenance { about, .. }) => Some(Clip::Provenance(about.clone())),
                Some(Overlay::Task { key, task, .. }) => {
                    Some(Clip::Task(key.clone(), task.clone()))
                }
                _ => None,
            };
            effects.extend(clip.map(Effect::Copy));
        }
        Action::Refresh => effects.push(Effect::Refresh),
        Action::RetryCredential => retry_credential(state, effects),
        Action::Redraw => effects.push(Effect::Redraw),
        Action::AskQuit => ask_quit(state, effects),
        Action::Quit => effects.push(Effect::Quit),
        _ => {}
    }
}

/// `A`: tries every refused sign-in once more, unless that would lock its key.
pub(super) fn retry_credential(state: &mut State, effects: &mut Vec<Effect>) {
    let locked = state.profiles.iter().filter(|profile| profile.is_locked());
    let locked: Vec<Scope> = locked.map(|profile| profile.scope().clone()).collect();
    let mut would_lock = None;
    for scope in locked {
        let Some(profile) = state.profiles.get_mut(&scope) else {
            continue;
        };
        if profile.sign_in.retrying {
            continue;
        }
        let SignIn {
            refusals, refused, ..
        } = profile.sign_in;
        let since = refused.map(|refused| state.now.since(refused));
        if refusals >= MOST && since.is_some_and(|since| since < LOCK_OUT) {
            would_lock = Some(refusals);
            continue;
        }
        profile.sign_in.retrying = true;
        effects.push(Effect::RetryCredential(scope));
    }
    if let Some(refusals) = would_lock {
        state.overlay = Some(Overlay::Refused {
            name: String::new(),
            reason: Refusal::WouldLock(refusals),
        });
    }
}

/// Quits, unless a write has not been answered: then it asks first.
pub(super) fn ask_quit(state: &mut State, effects: &mut Vec<Effect>) {
    if state.pending.in_flight().is_some() {
        state.overlay = Some(Overlay::Quit(state.new_question()));
    } else {
        effects.push(Effect::Quit);
    }
}

/// Lines a box shows at least: it lies over the body, or over nearly all of a small screen. A page
/// is no more than that, so that paging leaves no line out.
pub(super) fn page(size: Size) -> usize {
    usize::from(size.height.saturating_sub(FRAME_ROWS + 2)).max(3)
}

/// Lines of what scrolls in a question that are in sight at least, below what it is about and
/// above its answer: it pages by no more, so that paging leaves no line out.
fn dialog_page(size: Size) -> usize {
    usize::from(size.height.saturating_sub(17)).max(1)
}

pub(super) fn scrolled(scroll: usize, action: Action, count: usize, page: usize) -> usize {
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

/// `a`: what can be done now.
pub(super) fn open_menu(state: &mut State) {
    let pick = Pick::default();
    state.overlay = Some(Overlay::Menu { pick });
}

fn menu_act(state: &mut State, action: Action, count: usize, effects: &mut Vec<Effect>) {
    let choices = state.menu();
    let Some(Overlay::Menu { pick }) = &mut state.overlay else {
        return;
    };
    let count = isize::try_from(count).unwrap_or(isize::MAX);
    let chosen = match action {
        Action::Enter => pick.on(choices).copied(),
        _ => choices.iter().find(|one| one.action() == action).copied(),
    };
    match (chosen, action) {
        (Some(choice), _) => {
            close(state);
            choose(state, choice, effects);
        }
        (None, Action::Down) => pick.move_by(count, choices),
        (None, Action::Up) => pick.move_by(-count, choices),
        (None, Action::PageUp | Action::First) => pick.go_to(0, choices),
        (None, Action::PageDown | Action::Last) => pick.go_to(usize::MAX, choices),
        _ => popup(state, action, effects),
    }
}

/// Does what was chosen, or says why it cannot be done. Which plug-in to switch is chosen where
/// they are listed.
fn choose(state: &mut State, choice: Choice, effects: &mut Vec<Effect>) {
    let refused = state.can(choice).err();
    match (choice, refused) {
        (Choice::Plugins, None) if state.focused() != Pane::Plugins => {
            moves::open_at(state, Pane::Plugins);
        }
        (Choice::Open, None) => moves::open_at(state, Pane::Overview),
        (Choice::Search, None) => {
            palette::show_pane(state, Pane::Json);
            search::start(state);
        }
        (Choice::CopyValue | Choice::CopyWhole, None)
            if !available_in_view(state, choice.action()) =>
        {
            writes::refuse(state, "", Refusal::NothingToCopy);
        }
        (
            Choice::Plugins
            | Choice::Results
            | Choice::Unsettled
            | Choice::Open
            | Choice::CopyValue
            | Choice::CopyWhole
            | Choice::Json
            | Choice::Search
            | Choice::Export
            | Choice::Provenance,
            Some(reason),
        ) => {
            writes::refuse(state, "", reason);
        }
        _ => keys::act(state, choice.action(), 1, effects),
    }
}

fn profiles_act(state: &mut State, action: Action, count: usize, effects: &mut Vec<Effect>) {
    let names: Vec<String> = state.choices().into_iter().map(|one| one.name).collect();
    let Some(Overlay::Profiles(mut choice)) = state.overlay.take() else {
        return;
    };
    let count = isize::try_from(count).unwrap_or(isize::MAX);
    match action {
        Action::Down => choice.pick.move_by(count, &names),
        Action::Up => choice.pick.move_by(-count, &names),
        Action::PageUp | Action::First => choice.pick.go_to(0, &names),
        Action::PageDown | Action::Last => choice.pick.go_to(usize::MAX, &names),
        Action::ToggleProfile => {
            if let Some(name) = choice.pick.on(&names) {
                choice.kept = state.toggled(&mut choice.wanted, name);
            }
        }
        Action::Enter => {
            let new = state.show(&choice.wanted);
            effects.extend(new.into_iter().map(Effect::Open));
            return;
        }
        _ => {
            state.overlay = Some(Overlay::Profiles(choice));
            return popup(state, action, effects);
        }
    }
    state.overlay = Some(Overlay::Profiles(choice));
}

fn sort_act(state: &mut State, action: Action, count: usize, effects: &mut Vec<Effect>) {
    let columns = state.profiles.told_by().columns();
    let Some(Overlay::Sort { pick }) = &mut state.overlay else {
        return;
    };
    let count = isize::try_from(count).unwrap_or(isize::MAX);
    match action {
        Action::Down => pick.move_by(count, &columns),
        Action::Up => pick.move_by(-count, &columns),
        Action::PageUp | Action::First => pick.go_to(0, &columns),
        Action::PageDown | Action::Last => pick.go_to(usize::MAX, &columns),
        Action::Enter => {
            let column = pick.on(&columns).copied().unwrap_or(Column::Severity);
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
    match confirm.go(answer, state.stroke()) {
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
