//! What commands do: in full for the help, in a word for the hint line.

use super::Words;
use crate::command::Command;

/// What a command does, in a word.
#[must_use]
pub fn short(w: &Words, command: Command) -> &str {
    w.find(&["command.short", "command.full"], command)
        .unwrap_or_default()
}
