//! The question before a write.

use super::list::moved;
use super::{Hint, Keys, TextKeys, does, idle, question, says};
use crate::command::{Command, batch, changes, forms, writes};
use crate::effect::{Clip, Effect};
use crate::key::Key;
use crate::key::typing::{BoxAction, InputAction, InputMode};
use crate::state::State;
use crate::state::overlay::Overlay;
use crate::state::table::TableView;
use crate::state::view::ScreenSize;
use crate::state::write::broker::BrokerPlan;
use crate::state::write::confirm::{Answer, Confirm, Enter};
use crate::state::write::plan::{Armed, Plan};

/// A plan that is asked about, and what becomes of it.
pub(super) trait Asked: Sized + 'static {
    /// The question about it in front, if that is in front.
    fn open(state: &mut State) -> Option<&mut Confirm<Self>>;
    /// The same, no longer in front.
    fn take(state: &mut State) -> Option<Box<Confirm<Self>>>;
    /// In front again.
    fn ask(confirm: Box<Confirm<Self>>) -> Overlay;
    fn shown(&self) -> String;
    /// Whether it is about the marked, which can be shown.
    fn is_batch(&self) -> bool;
    fn send(state: &mut State, armed: Armed<Self>, effects: &mut Vec<Effect>);
    /// Nothing is sent.
    fn left(&self, state: &mut State);
}

/// The question about this kind of plan, in front or taken away.
macro_rules! in_front {
    ($variant:ident) => {
        fn open(state: &mut State) -> Option<&mut Confirm<Self>> {
            match &mut state.overlay {
                Some(Overlay::$variant(confirm)) => Some(confirm),
                Some(_) | None => None,
            }
        }

        fn take(state: &mut State) -> Option<Box<Confirm<Self>>> {
            match state.overlay.take() {
                Some(Overlay::$variant(confirm)) => Some(confirm),
                other => {
                    state.overlay = other;
                    None
                }
            }
        }

        fn ask(confirm: Box<Confirm<Self>>) -> Overlay {
            Overlay::$variant(confirm)
        }
    };
}

impl Asked for Plan {
    in_front!(Confirm);

    fn shown(&self) -> String {
        Plan::shown(self)
    }

    fn is_batch(&self) -> bool {
        self.bulk.is_some()
    }

    fn send(state: &mut State, armed: Armed<Self>, effects: &mut Vec<Effect>) {
        writes::send(state, armed, effects);
    }

    fn left(&self, state: &mut State) {
        forms::back_to(state, self);
    }
}

impl Asked for BrokerPlan {
    in_front!(ConfirmChange);

    fn shown(&self) -> String {
        BrokerPlan::shown(self)
    }

    fn is_batch(&self) -> bool {
        false
    }

    fn send(state: &mut State, armed: Armed<Self>, effects: &mut Vec<Effect>) {
        changes::send(state, armed, effects);
    }

    fn left(&self, _: &mut State) {}
}

pub(super) fn keys<P: Asked>(confirm: &Confirm<P>) -> Keys {
    match confirm.is_typing() {
        true => Keys::Text(TextKeys {
            mode: InputMode::Box,
            key: typed::<P>,
            // Keys that arrive with it are no answer either.
            paste: |state, _| state.note_key(),
            idle: idle(!confirm.is_armed(), &[InputAction::Send]),
        }),
        false => asked(confirm),
    }
}

fn asked<P: Asked>(confirm: &Confirm<P>) -> Keys {
    let (yes, enter) = (confirm.yes(), confirm.enter());
    let request = Hint::Says(|w| w.text("dialog.copy-request"));
    let is_batch = confirm.plan().is_batch();
    question([
        says(Command::Yes, Hint::Short, answer::<P>).when(yes != Enter::Nothing),
        says(Command::No, Hint::Short, |s, _, _, _| cancel::<P>(s)),
        says(Command::Next, Hint::Short, |s, _, _, _| step::<P>(s, 1)),
        says(Command::Copy, request, copy::<P>),
        says(Command::ShowMarked, Hint::Short, show_marked).when(is_batch),
        does(Command::Previous, |s, _, _, _| step::<P>(s, -1)),
        does(Command::Enter, answer::<P>).when(enter != Enter::Nothing),
        does(Command::Down, scroll::<P>),
        does(Command::Up, scroll::<P>),
        does(Command::PageDown, scroll::<P>),
        does(Command::PageUp, scroll::<P>),
    ])
}

fn step<P: Asked>(state: &mut State, by: isize) {
    if let Some(confirm) = P::open(state) {
        confirm.step(by);
    }
}

fn scroll<P: Asked>(state: &mut State, command: Command, _: usize, _: &mut Vec<Effect>) {
    let page = page(state.size);
    if let Some(confirm) = P::open(state) {
        confirm.scroll = moved(confirm.scroll, (command, 1), page);
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

fn copy<P: Asked>(state: &mut State, _: Command, _: usize, effects: &mut Vec<Effect>) {
    if let Some(confirm) = P::open(state) {
        effects.push(Effect::Copy(Clip::Text(confirm.plan().shown())));
    }
}

fn typed<P: Asked>(state: &mut State, key: Key, effects: &mut Vec<Effect>) {
    match InputMode::Box.meaning(key) {
        Some(BoxAction::Cancel) => cancel::<P>(state),
        Some(BoxAction::Send) => answer::<P>(state, Command::Enter, 1, effects),
        Some(BoxAction::ToButtons) => step::<P>(state, 1),
        Some(BoxAction::ToButtonsBack) => step::<P>(state, -1),
        None => {
            if let Some(confirm) = P::open(state) {
                confirm.key(key);
            }
        }
    }
}

fn answer<P: Asked>(state: &mut State, command: Command, _: usize, effects: &mut Vec<Effect>) {
    let answer = if command == Command::Yes {
        Answer::Yes
    } else {
        Answer::Enter
    };
    let Some(confirm) = P::take(state) else {
        return;
    };
    let cancels = answer == Answer::Enter && confirm.enter() == Enter::Cancel;
    let behind = confirm.behind.clone();
    match confirm.go(answer, state.stroke()) {
        Ok(armed) => {
            P::send(state, armed, effects);
            back_to(state, behind);
        }
        Err(confirm) if cancels => left(state, &confirm),
        Err(confirm) => state.overlay = Some(P::ask(confirm)),
    }
}

fn cancel<P: Asked>(state: &mut State) {
    if let Some(confirm) = P::take(state) {
        left(state, &confirm);
    }
}

/// Nothing is sent: what it was asked from is in front again.
fn left<P: Asked>(state: &mut State, confirm: &Confirm<P>) {
    confirm.plan().left(state);
    back_to(state, confirm.behind.clone());
}

fn back_to(state: &mut State, behind: Option<Box<TableView>>) {
    if state.overlay.is_none() {
        state.overlay = behind.map(Overlay::Table);
    }
}
