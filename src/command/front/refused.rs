//! What says why something cannot be done.

use super::{Keys, close, does, question};
use crate::command::Command;

pub(super) fn keys() -> Keys {
    question([
        does(Command::No, close).says(|w| w.text("command.closes")),
        does(Command::Enter, close),
    ])
}
