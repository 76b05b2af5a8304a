//! The question whether to release what a lost answer locks.

use super::{Keys, close, does, question};
use crate::command::{Command, lost};
use crate::state::State;

pub(super) fn keys(state: &State) -> Keys {
    question([
        does(Command::Yes, |s, _, _, _| lost::release(s)).says(|w| w.text("lost.release")),
        does(Command::No, close).says(|w| w.text("lost.keep")),
        does(Command::Next, |s, _, _, _| lost::next(s))
            .says(|w| w.text("lost.next"))
            .when(state.pending.unsettled().count() > 1),
        does(Command::Enter, close),
    ])
}
