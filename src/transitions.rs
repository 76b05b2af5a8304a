//! Transitions: what changed of an instance, and when that was seen. They are kept beyond the end of
//! the program, so that it is known later what happened, and since when something is so.
//!
//! [`Told`] is what was told of one instance so far; what is seen next is compared with it, and the
//! differences are [`Change`]s. So each finding that begins ends at most once, and none ends that did
//! not begin. [`Store`] keeps them on disk.

mod file;
mod line;
mod told;

use crate::findings::{Code, Finding, Severity, Value};
use crate::model::{EpochMs, InstanceKey, Status, TaskId, TaskStatus};
pub use file::{FILE, Store};
pub use told::{Seen, Told};

/// Something that changed of an instance.
#[derive(Clone, Debug, PartialEq)]
pub struct Transition {
    /// When it was seen, epoch milliseconds UTC by our clock.
    pub at: EpochMs,
    pub key: InstanceKey,
    /// What the instance was called then.
    pub name: String,
    pub change: Change,
}

/// What changed.
#[derive(Clone, Debug, PartialEq, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum Change {
    /// The status; nothing where the instance was not there, or is not there any more.
    Status {
        from: Option<Status>,
        to: Option<Status>,
    },
    /// A finding began. It is `first` when nothing was known of it before: it can have begun long
    /// ago.
    Began { finding: Box<Finding>, first: bool },
    /// A finding became critical that was less than that.
    Worsened(Box<Finding>),
    /// A finding is no longer so, since `until`; both times by the clock of who measured it.
    Ended {
        code: Code,
        severity: Severity,
        since: Option<EpochMs>,
        until: EpochMs,
    },
    TaskBegan {
        id: TaskId,
        task: String,
        /// Since when it goes on, as the service says.
        since: Option<EpochMs>,
    },
    TaskEnded {
        id: TaskId,
        task: String,
        /// The status it ended with; nothing when its record is gone.
        how: Option<TaskStatus>,
    },
    /// A write of this program.
    Wrote {
        /// What it does, by the name of its mutation.
        verb: String,
        /// The plug-in or the task it is about, where it is about one.
        object: Option<String>,
        result: Progress,
    },
}

/// What has to be known first of how a write stands.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantNames,
    strum::VariantArray,
)]
#[strum(serialize_all = "kebab-case")]
pub enum Progress {
    /// Sent, or taken by the service and not done yet.
    UnderWay,
    Done,
    /// The service did not do it, or the request never left.
    Failed,
    /// It was not sent, for a reason that lies with us.
    HeldBack,
    /// The answer was lost; what became of it is being read.
    Lost,
    /// What became of it was not seen, and is no longer read.
    Unseen,
}

impl Transition {
    /// The finding that began or became worse.
    pub fn finding(&self) -> Option<&Finding> {
        match &self.change {
            Change::Began { finding, .. } | Change::Worsened(finding) => Some(finding),
            Change::Status { .. }
            | Change::Ended { .. }
            | Change::TaskBegan { .. }
            | Change::TaskEnded { .. }
            | Change::Wrote { .. } => None,
        }
    }

    /// The words in it that are the same in every language.
    pub fn texts(&self) -> Vec<&str> {
        match &self.change {
            Change::Status { from, to } => {
                let both = [from, to].into_iter().flatten();
                both.flat_map(|one| std::iter::once(one.word()).chain(one.console()))
                    .collect()
            }
            Change::Began { finding: found, .. } | Change::Worsened(found) => words_of(found),
            Change::Ended { code, severity, .. } => vec![code.name(), severity.name()],
            Change::TaskBegan { task, id, .. } => vec![task, id.as_str()],
            Change::TaskEnded { task, id, how } => {
                let how = how.as_ref().map(TaskStatus::word);
                [task.as_str(), id.as_str()]
                    .into_iter()
                    .chain(how)
                    .collect()
            }
            Change::Wrote {
                verb,
                object,
                result,
            } => {
                let known = [verb.as_str(), (*result).into()].into_iter();
                known.chain(object.as_deref()).collect()
            }
        }
    }

    /// Since when what it says is so, as far as that is known: of what was found at the first look it
    /// is known only where who measured it says so.
    pub fn since(&self) -> Option<EpochMs> {
        match &self.change {
            Change::Began {
                finding,
                first: true,
            } => finding.since,
            Change::TaskBegan { since, .. } => since.or(Some(self.at)),
            Change::Began { .. }
            | Change::Status { .. }
            | Change::Worsened(_)
            | Change::Ended { .. }
            | Change::TaskEnded { .. }
            | Change::Wrote { .. } => Some(self.at),
        }
    }
}

fn words_of(finding: &Finding) -> Vec<&str> {
    let says = finding.says.iter().filter_map(|(_, value)| match value {
        Value::Text(text) | Value::FailureCode(text) => Some(text.as_str()),
        Value::Code(code) => Some(code.name()),
        Value::Node(node) => Some(&**node),
        Value::Status(status) => Some(status.word()),
        Value::Figure(..)
        | Value::Share(_)
        | Value::Time(_)
        | Value::Nodes(_)
        | Value::Fields(_) => None,
    });
    let code = [finding.code.name(), finding.severity.name()];
    code.into_iter().chain(says).collect()
}
