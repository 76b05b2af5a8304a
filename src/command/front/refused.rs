//! What says why something cannot be done.

use super::list::CLOSES;
use super::{Keys, close, does, question, says};
use crate::command::Command;

pub(super) fn keys() -> Keys {
    question([
        says(Command::No, CLOSES, close),
        does(Command::Enter, close),
    ])
}
