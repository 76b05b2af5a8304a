//! Keys for what is in front of the view.

use super::{Command, Motion, batch, columns, forms, front, lost, menu, reader, records, writes};
use crate::api::{LOCK_OUT, MOST};
use crate::effect::{Clip, Effect};
use crate::key::Key;
use crate::key::typing::{InputAction, InputMode};
use crate::model::Scope;
use crate::state::State;
use crate::state::input::Edit;
use crate::state::list_cursor::ListCursor;
use crate::state::overlay::{Content, Overlay};
use crate::state::profiles::SignIn;
use crate::state::sight::Pace;
use crate::state::sort::{Column, Direction, Sort};
use crate::state::view::{FRAME_ROWS, ScreenSize};
use crate::state::write::can::Refusal;
use crate::state::write::confirm::{Answer, Enter};

/// Gives a key to the text box of a dialog. Says whether it had the focus: then only editing
/// keys, Enter, Esc and the keys that move the focus mean anything.
pub(crate) fn typing(state: &mut State, key: Key, effects: &mut Vec<Effect>) -> bool {
    let Some(Overlay::Confirm(confirm)) = &mut state.overlay else {
        return false;
    };
    if !confirm.is_typing() {
        return false;
    }
    match InputMode::Box.meaning(key) {
        Some(InputAction::Cancel) => close(state),
        Some(InputAction::Send) => answer(state, Answer::Enter, effects),
        Some(InputAction::ToButtons) => confirm.next(),
        Some(InputAction::ToButtonsBack) => confirm.previous(),
        _ => {
            if let Some(edit) = Edit::of(key) {
                confirm.edit(edit);
            }
        }
    }
    true
}

/// Does what the user meant, to what is in front.
pub(crate) fn act(state: &mut State, action: Command, count: usize, effects: &mut Vec<Effect>) {
    let key = state.stroke();
    // Leaving is never a matter of what is in front.
    if action == Command::Quit {
        effects.push(Effect::Quit);
        return;
    }
    match &mut state.overlay {
        Some(Overlay::Confirm(confirm)) => match action {
            Command::Copy => {
                effects.push(Effect::Copy(Clip::Text(confirm.plan().shown())));
            }
            Command::Down => confirm.scroll = confirm.scroll.saturating_add(1),
            Command::Up => confirm.scroll = confirm.scroll.saturating_sub(1),
            Command::PageDown | Command::PageUp => {
                confirm.scroll =
                    scrolled(confirm.scroll, action.motion(), 1, dialog_page(state.size));
            }
            Command::ShowMarked => batch::show_marked(state),
            Command::Next => confirm.next(),
            Command::Previous => confirm.previous(),
            Command::Yes => answer(state, Answer::Yes, effects),
            Command::Enter => answer(state, Answer::Enter, effects),
            Command::No | Command::Back => close(state),
            _ => {}
        },
        Some(Overlay::Release(..)) => match action {
            Command::Yes => lost::release(state),
            Command::Next => lost::next(state),
            Command::No | Command::Enter | Command::Back => close(state),
            _ => {}
        },
        Some(Overlay::Quit(sight)) => match action {
            Command::Yes if sight.answer(Pace::OneKey, key).is_ok() => effects.push(Effect::Quit),
            Command::No | Command::Enter | Command::Back => close(state),
            _ => {}
        },
        Some(Overlay::Refused { .. }) => match action {
            Command::No | Command::Enter | Command::Back => close(state),
            _ => {}
        },
        Some(Overlay::Reader(_)) => reader::act(state, action, count, effects),
        Some(Overlay::Errors { .. } | Overlay::Journal(_)) => {
            records::act(state, action, count, effects)
        }
        Some(Overlay::Sort { .. }) => sort_act(state, action, count, effects),
        Some(Overlay::Menu { .. }) => menu_act(state, action, count, effects),
        Some(Overlay::Profiles(_)) => profiles_act(state, action, count, effects),
        Some(Overlay::Columns(_)) => columns::act(state, action, count, effects),
        Some(Overlay::Form(_) | Overlay::Palette(_) | Overlay::Span(_)) | None => {}
    }
}

/// What every list in front of the view understands beside moving: what it does anywhere, and how
/// it is left.
pub(crate) fn popup(state: &mut State, command: Command, effects: &mut Vec<Effect>) {
    let is_open = match &state.overlay {
        Some(Overlay::Errors { .. }) => command == Command::Errors,
        Some(Overlay::Journal(_)) => command == Command::Journal,
        Some(_) | None => false,
    };
    if is_open || matches!(command, Command::Back | Command::Enter) {
        close(state);
    } else if front::anywhere(state, command) {
        (command.entry().run)(state, 1, effects);
    }
}

/// `A`: tries every refused sign-in once more, unless that would lock its key.
pub(crate) fn retry_credential(state: &mut State, effects: &mut Vec<Effect>) {
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
pub(crate) fn ask_quit(state: &mut State, effects: &mut Vec<Effect>) {
    if state.pending.in_flight().is_some() {
        state.overlay = Some(Overlay::Quit(state.new_question()));
    } else {
        effects.push(Effect::Quit);
    }
}

/// Lines a box shows at least: it lies over the body, or over nearly all of a small screen. A page
/// is no more than that, so that paging leaves no line out.
pub(crate) fn page(size: ScreenSize) -> usize {
    usize::from(size.height.saturating_sub(FRAME_ROWS + 2)).max(3)
}

/// Lines of what scrolls in a question that are in sight at least, below what it is about and
/// above its answer: it pages by no more, so that paging leaves no line out.
fn dialog_page(size: ScreenSize) -> usize {
    usize::from(size.height.saturating_sub(17)).max(1)
}

pub(crate) fn scrolled(scroll: usize, motion: Option<Motion>, count: usize, page: usize) -> usize {
    match motion {
        Some(Motion::Down) => scroll.saturating_add(count),
        Some(Motion::Up) => scroll.saturating_sub(count),
        Some(Motion::PageDown) => scroll.saturating_add(page.saturating_mul(count)),
        Some(Motion::PageUp) => scroll.saturating_sub(page.saturating_mul(count)),
        Some(Motion::First) => 0,
        Some(Motion::Last) => usize::MAX,
        Some(Motion::HalfPageDown | Motion::HalfPageUp) | None => scroll,
    }
}

/// Moves the cursor of a list that is no longer than the screen.
pub(crate) fn step<K: Clone + PartialEq>(
    pick: &mut ListCursor<K>,
    items: &[K],
    motion: Motion,
    count: usize,
) {
    let count = isize::try_from(count).unwrap_or(isize::MAX);
    match motion {
        Motion::Down => pick.move_by(count, items),
        Motion::Up => pick.move_by(-count, items),
        Motion::PageUp | Motion::First => pick.go_to(0, items),
        Motion::PageDown | Motion::Last => pick.go_to(usize::MAX, items),
        Motion::HalfPageDown | Motion::HalfPageUp => {}
    }
}

/// `a`: what can be done now.
pub(crate) fn open_menu(state: &mut State) {
    let pick = ListCursor::default();
    state.overlay = Some(Overlay::Menu { pick });
}

fn menu_act(state: &mut State, action: Command, count: usize, effects: &mut Vec<Effect>) {
    let names = menu::names(state);
    let Some(Overlay::Menu { pick }) = &mut state.overlay else {
        return;
    };
    let chosen = match action {
        Command::Enter => pick.on(&names).and_then(|name| name.parse().ok()),
        command => names.contains(&command.name()).then_some(command),
    };
    match (chosen, action.motion()) {
        (Some(command), _) => {
            close(state);
            menu::choose(state, command, effects);
        }
        (None, Some(motion)) => step(pick, &names, motion, count),
        (None, None) => popup(state, action, effects),
    }
}

/// `s`: by which column.
pub(crate) fn open_sort(state: &mut State) {
    let mut pick = ListCursor::default();
    let columns = state.profiles.told_by().columns();
    let now = state.fleet.sort().column;
    let place = columns.iter().position(|column| *column == now);
    pick.go_to(place.unwrap_or(0), &columns);
    state.overlay = Some(Overlay::Sort { pick });
}

/// `i`: where the figures are from.
pub(crate) fn open_provenance(state: &mut State) {
    let about = state.about().map(Box::new);
    state.overlay = about.map(|about| Overlay::reader(Content::Provenance(about)));
}

fn profiles_act(state: &mut State, action: Command, count: usize, effects: &mut Vec<Effect>) {
    let names: Vec<String> = state.choices().into_iter().map(|one| one.name).collect();
    let Some(Overlay::Profiles(mut choice)) = state.overlay.take() else {
        return;
    };
    if let Some(motion) = action.motion() {
        step(&mut choice.pick, &names, motion, count);
    }
    match action {
        Command::ToggleProfile => {
            if let Some(name) = choice.pick.on(&names) {
                choice.kept = state.toggled(&mut choice.wanted, name);
            }
        }
        Command::Enter => {
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

fn sort_act(state: &mut State, action: Command, count: usize, effects: &mut Vec<Effect>) {
    let columns = state.profiles.told_by().columns();
    let Some(Overlay::Sort { pick }) = &mut state.overlay else {
        return;
    };
    if let Some(motion) = action.motion() {
        step(pick, &columns, motion, count);
    }
    match action {
        Command::Enter => {
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

pub(super) fn close(state: &mut State) {
    if let Some(Overlay::Confirm(confirm)) = state.overlay.take() {
        forms::back_to(state, confirm.plan());
    }
}
