//! Where the figures on screen are from: what is asked about, by who it is and not by its place.
//! The answer is made where it is drawn.

use super::State;
use super::view::Pane;
use crate::model::{EpochMs, InstanceKey, PluginName, TaskId};

/// Something with figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inquiry {
    /// The instance it belongs to.
    pub key: InstanceKey,
    pub what: What,
}

/// What of an instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// Its row and its overview.
    Instance,
    /// What its charts show of this time, or of now.
    Charts(Option<EpochMs>),
    /// One of its plug-ins.
    Plugin(PluginName),
    /// One of its tasks.
    Task(TaskId),
    /// Its tags.
    Tags,
    /// Its detail as the service sent it.
    Json,
    /// A row of what is shown of its broker, by its id.
    Broker(String),
}

impl State {
    /// What is under the cursor, when it has figures.
    pub fn about(&self) -> Option<Inquiry> {
        let row = self.subject_row()?;
        let key = row.key.clone();
        let detail = self.subject_detail();
        let what = match self.focused() {
            Pane::Broker => match self.broker.row_on() {
                Some(id) => What::Broker(id),
                None => What::Instance,
            },
            Pane::List | Pane::Overview => What::Instance,
            Pane::Live => What::Charts(self.pointed(row)),
            Pane::Plugins => What::Plugin(detail?.selected_plugin()?.name.clone()),
            Pane::Tasks => What::Task(self.selected_task()?.id.clone()),
            Pane::Tags => What::Tags,
            Pane::Json => What::Json,
        };
        Some(Inquiry { key, what })
    }
}
