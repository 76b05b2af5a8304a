//! The question whether to release what a lost answer locks.

use super::{Hint, Keys, close, does, question, says};
use crate::command::{Command, lost};
use crate::state::State;

pub(super) fn keys(state: &State) -> Keys {
    let release = Hint::Says(|w| w.text("lost.release"));
    let keep = Hint::Says(|w| w.text("lost.keep"));
    let next = Hint::Says(|w| w.text("lost.next"));
    let others = state.pending.unsettled().count() > 1;
    question([
        says(Command::Yes, release, |s, _, _, _| lost::release(s)),
        says(Command::No, keep, close),
        says(Command::Next, next, |s, _, _, _| lost::next(s)).when(others),
        does(Command::Enter, close),
    ])
}
