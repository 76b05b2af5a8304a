//! What the state wants done: plain data that only the runtime carries out.

use crate::journal::EntryId;
use crate::lang::Lang;
use crate::model::{EpochMs, InstanceKey, PluginName, Scope, TaskId};
use crate::secret::Secret;
use crate::state::arrangement::Arrangement;
use crate::state::export;
use crate::state::interest::Interest;
use crate::state::journal::Learned;
use crate::state::notice::NoticeId;
use crate::state::notify::Notification;
use crate::state::provenance::Inquiry;
use crate::state::write::batches::BatchId;
use crate::state::write::broker::BrokerPlan;
use crate::state::write::pending::WriteId;
use crate::state::write::plan::Armed;
use crate::transitions::Transition;
use std::sync::Arc;

/// Something to copy. Secrets are in none of it.
#[derive(Clone, Debug, PartialEq)]
pub enum Clip {
    /// This text.
    Text(String),
    /// All notices, in words.
    Notices,
    /// Everything about this notice, in words.
    Notice(NoticeId),
    /// Everything about this write in the journal, in words.
    Entry(EntryId),
    /// How the instances of this batch stand, in words.
    Batch(BatchId),
    /// The messages that this look gave, in words.
    Messages(WriteId),
    /// Everything about this task, in words.
    Task(InstanceKey, TaskId),
    /// Everything about this plug-in of an instance, in words.
    Plugin(InstanceKey, PluginName),
    /// This instance as `warren list` prints it: a JSON object under the API's names.
    Instance(InstanceKey),
    /// What the charts of this instance show of this time, or of now, one figure a line.
    Charted(InstanceKey, Option<EpochMs>),
    /// What the charts of this instance show, as comma-separated values.
    Charts(InstanceKey),
    /// Where the figures of this are from, in words.
    Provenance(Box<Inquiry>),
    /// What is wrong with this instance, in words.
    Findings(InstanceKey),
    /// What changed, in words.
    Transition(Arc<Transition>),
    /// The detail of this instance as the service sent it.
    Json(InstanceKey),
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
    /// This is the password of the user of this broker.
    BrokerLogin(InstanceKey, Secret),
    /// Let nothing that comes from outside, and nothing that is kept, show these from now on: they
    /// were typed.
    Hide(Vec<Secret>),
    /// Send this, once.
    Write(WriteId, Armed),
    /// Send this to a broker, each of its calls once.
    ChangeBroker(WriteId, Box<Armed<BrokerPlan>>),
    /// Send no more of this to a broker.
    StopChange(WriteId),
    /// Read the journal.
    ReadJournal,
    /// See whether the journal can be written.
    CheckJournal,
    /// Write down what was learned of a write, if its answer was lost.
    Settle(Learned),
    /// Put this on a clipboard, whichever can be reached.
    Copy(Clip),
    /// Write this table to a new file.
    Export(export::Wanted),
    /// Tell of this, which changed of the instances, and keep it; oldest first.
    Tell(Vec<Transition>),
    /// Tell of this beyond the screen.
    Notify(Notification),
    /// Keep how the list is arranged beyond the end of the program.
    KeepArrangement(Arrangement),
    /// Keep what brokers said of themselves, as text, beyond the end of the program.
    KeepBrokers(String),
    /// Keep these lines of the palette beyond the end of the program.
    KeepHistory(Vec<String>),
    /// Say everything in this language from now on.
    Speak(Lang),
    /// Draw the whole screen again.
    Redraw,
    /// Find out how this profile is reached: it is to be shown.
    Open(String),
    Quit,
}
