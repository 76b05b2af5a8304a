//! What the state wants done: plain data that only the runtime carries out.

use crate::model::{InstanceKey, Scope, TaskId};
use crate::state::arrangement::Arrangement;
use crate::state::interest::Interest;
use crate::state::pending::WriteId;
use crate::state::plan::Armed;

/// Something to copy. Secrets are in none of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Clip {
    /// This text.
    Text(String),
    /// All notices, in words.
    Notices,
    /// Everything about this task, in words.
    Task(InstanceKey, TaskId),
}

/// Something to do outside the state.
#[derive(Debug, PartialEq)]
pub enum Effect {
    /// Read this from now on, and keep it fresh.
    Watch(Interest),
    /// Read everything that is watched now; the user asked.
    Refresh,
    /// Read what is watched in this scope now: something was changed there.
    Reread(Scope),
    /// The user wants the refused credential of this scope tried again.
    RetryCredential(Scope),
    /// Send this, once.
    Write(WriteId, Armed),
    /// Put this on the terminal's clipboard.
    Copy(Clip),
    /// Keep how the list is arranged beyond the end of the program.
    KeepArrangement(Arrangement),
    /// Keep these lines of the palette beyond the end of the program.
    KeepHistory(Vec<String>),
    /// Draw the whole screen again.
    Redraw,
    /// Leave.
    Quit,
}
