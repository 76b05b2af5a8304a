//! The question before a write.

use super::list::moved;
use super::{Hint, Keys, TextKeys, does, idle, question, says};
use crate::command::{Command, batch, forms, writes};
use crate::effect::{Clip, Effect};
use crate::key::Key;
use crate::key::typing::{BoxAction, InputAction, InputMode};
use crate::state::State;
use crate::state::overlay::Overlay;
use crate::state::table::TableView;
use crate::state::view::ScreenSize;
use crate::state::write::confirm::{Answer, Confirm, Enter};

pub(super) fn keys(confirm: &Confirm) -> Keys {
    match confirm.is_typing() {
        true => Keys::Text(TextKeys {
            mode: InputMode::Box,
            key: typed,
            // Keys that arrive with it are no answer either.
            paste: |state, _| state.note_key(),
            idle: idle(!confirm.is_armed(), &[InputAction::Send]),
        }),
        false => asked(confirm),
    }
}

fn asked(confirm: &Confirm) -> Keys {
    let (yes, enter) = (confirm.yes(), confirm.enter());
    let request = Hint::Says(|w| w.text("dialog.copy-request"));
    question([
        says(Command::Yes, Hint::Short, answer).when(yes != Enter::Nothing),
        says(Command::No, Hint::Short, |s, _, _, _| cancel(s)),
        says(Command::Next, Hint::Short, |s, _, _, _| step(s, 1)),
        says(Command::Copy, request, copy),
        says(Command::ShowMarked, Hint::Short, show_marked).when(is_batch(confirm)),
        does(Command::Previous, |s, _, _, _| step(s, -1)),
        does(Command::Enter, answer).when(enter != Enter::Nothing),
        does(Command::Down, scroll),
        does(Command::Up, scroll),
        does(Command::PageDown, scroll),
        does(Command::PageUp, scroll),
    ])
}

/// Whether it is about the marked, which can be shown.
fn is_batch(confirm: &Confirm) -> bool {
    confirm.plan().bulk.is_some()
}

fn step(state: &mut State, by: isize) {
    if let Some(Overlay::Confirm(confirm)) = &mut state.overlay {
        confirm.step(by);
    }
}

fn scroll(state: &mut State, command: Command, _: usize, _: &mut Vec<Effect>) {
    if let Some(Overlay::Confirm(confirm)) = &mut state.overlay {
        confirm.scroll = moved(confirm.scroll, (command, 1), page(state.size));
    }
}

/// Lines of what scrolls that are in sight at least, below what it is about and above its answer:
/// it pages by no more, so that paging leaves no line out.
fn page(size: ScreenSize) -> usize {
    usize::from(size.height.saturating_sub(17)).max(1)
}

fn show_marked(state: &mut State, _: Command, _: usize, _: &mut Vec<Effect>) {
    batch::show_marked(state);
}

fn copy(state: &mut State, _: Command, _: usize, effects: &mut Vec<Effect>) {
    if let Some(Overlay::Confirm(confirm)) = &state.overlay {
        effects.push(Effect::Copy(Clip::Text(confirm.plan().shown())));
    }
}

fn typed(state: &mut State, key: Key, effects: &mut Vec<Effect>) {
    match InputMode::Box.meaning(key) {
        Some(BoxAction::Cancel) => cancel(state),
        Some(BoxAction::Send) => answer(state, Command::Enter, 1, effects),
        Some(BoxAction::ToButtons) => step(state, 1),
        Some(BoxAction::ToButtonsBack) => step(state, -1),
        None => {
            if let Some(Overlay::Confirm(confirm)) = &mut state.overlay {
                confirm.key(key);
            }
        }
    }
}

fn answer(state: &mut State, command: Command, _: usize, effects: &mut Vec<Effect>) {
    let answer = if command == Command::Yes {
        Answer::Yes
    } else {
        Answer::Enter
    };
    let Some(Overlay::Confirm(confirm)) = state.overlay.take() else {
        return;
    };
    let cancels = answer == Answer::Enter && confirm.enter() == Enter::Cancel;
    let behind = confirm.behind.clone();
    match confirm.go(answer, state.stroke()) {
        Ok(armed) => {
            writes::send(state, armed, effects);
            back_to(state, behind);
        }
        Err(confirm) if cancels => left(state, &confirm),
        Err(confirm) => state.overlay = Some(Overlay::Confirm(confirm)),
    }
}

fn cancel(state: &mut State) {
    if let Some(Overlay::Confirm(confirm)) = state.overlay.take() {
        left(state, &confirm);
    }
}

/// Nothing is sent: what it was asked from is in front again.
fn left(state: &mut State, confirm: &Confirm) {
    forms::back_to(state, confirm.plan());
    back_to(state, confirm.behind.clone());
}

fn back_to(state: &mut State, behind: Option<Box<TableView>>) {
    if state.overlay.is_none() {
        state.overlay = behind.map(Overlay::Table);
    }
}
