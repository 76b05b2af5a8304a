//! The journal: every mutation, before it is sent and after it is answered, for whoever asks later
//! what was done, by which profile, and what the service said.
//!
//! It is a file of JSON lines in the state directory. Lines belong together by their `id`: one of
//! what is about to be sent, one of its answer, and for each of its targets one of what became of it
//! once that is known. A first line without a second is a write whose answer nobody saw; what became
//! of it may be learned later, also by another run of the program. No line is ever changed. Of a batch that takes
//! several requests, those after the first are `planned` before that is sent: one that has no
//! `send` later never left.
//!
//! ```text
//! {"v":1,"id":"18f3a2-1","what":"send","at":"2026-02-03T02:14:07.120Z","profile":"ops",…,"request":{…}}
//! {"v":1,"id":"18f3a2-1","what":"answer","at":"2026-02-03T02:14:07.480Z","result":"accepted",…,"ms":360}
//! {"v":1,"id":"18f3a2-2","what":"settled","at":"2026-02-03T02:21:10.000Z","result":"done","target":{…}}
//! ```
//!
//! [`Entry`] is what two lines make; [`read`] makes them from text; [`mod@file`] keeps them on disk.
//! Secrets are never in it: bodies are masked, and the service's words are cleaned before.

mod awaited;
mod carry;
pub mod file;
mod line;
mod paper;
mod read;
mod run;

use crate::api::management::ChangeError;
use crate::api::{ApiError, Method, WriteError};
use crate::model::EpochMs;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use strum::{IntoStaticStr, VariantNames};

pub use file::Journal;
pub use read::read;

/// Whether a write may go without a journal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Policy {
    /// It may; every dialog then says that nothing is written down.
    #[default]
    Optional,
    /// It may not: such a write is refused before it is sent.
    Required,
}

/// Why the journal did not take a line.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// Another process held its lock for all of [`file::PATIENCE`].
    #[error("another process has locked it")]
    Locked,
    /// The file system refused it.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

/// Something that is written to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// The instance's id; none while it is being created.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Its name, as the user saw it.
    pub name: String,
}

impl Target {
    /// Whether this is the same one: by its id, and by its name only where neither has one.
    pub fn is(&self, other: &Self) -> bool {
        match (&self.id, &other.id) {
            (None, None) => self.name == other.name,
            (one, other) => one == other,
        }
    }
}

/// A request, with its secrets masked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// The HTTP method.
    pub method: String,
    /// Path and query.
    pub path: String,
    /// The JSON body, if there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Value>,
}

impl Sent {
    /// What the journal keeps of a request.
    pub fn of(request: &crate::api::Request) -> Self {
        let method: Method = request.method;
        Self {
            method: method.as_str().to_owned(),
            path: request.uri(),
            body: request.masked_body(),
        }
    }
}

/// What is about to be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    pub profile: String,
    pub region: String,
    pub project: String,
    /// What it does, such as "delete the instance".
    pub action: String,
    pub targets: Vec<Target>,
    /// The exact request.
    pub request: Sent,
}

/// How a write ended, as far as its answer says.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr, VariantNames,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Verdict {
    /// The service took it.
    Accepted,
    /// The service refused it; nothing changed.
    Refused,
    /// It never left; nothing changed.
    NotSent,
    /// It was sent, and its answer was lost or unreadable.
    Unknown,
}

impl Verdict {
    /// The word in the file.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// How it ended.
    pub result: Verdict,
    /// The HTTP status, when there was an answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// The error code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// What the service said, or why there was no answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// The service's id of the call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// The id of the instance that is being created.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created: Option<String>,
    /// What the service says of each instance, where one request names them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub each: Vec<Each>,
    /// From the line before to the answer, in milliseconds.
    pub ms: u64,
}

/// What the service says of one instance of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Each {
    /// The instance's id.
    pub id: String,
    /// What became of it; unknown when the answer does not say.
    pub result: Verdict,
}

impl Outcome {
    fn of(result: Verdict, ms: u64) -> Self {
        Self {
            result,
            status: None,
            code: None,
            message: None,
            request_id: None,
            created: None,
            each: Vec::new(),
            ms,
        }
    }

    /// The outcome of a write that the service took.
    pub fn accepted(status: u16, request_id: Option<String>, ms: u64) -> Self {
        Self {
            status: Some(status),
            request_id,
            ..Self::of(Verdict::Accepted, ms)
        }
    }

    /// The outcome of a write that was held back after its first line, for this reason.
    pub fn held_back(why: String, ms: u64) -> Self {
        Self {
            message: Some(why),
            ..Self::of(Verdict::NotSent, ms)
        }
    }

    /// The outcome of a write that failed.
    pub fn failed(error: &WriteError, ms: u64) -> Self {
        let result = match error {
            WriteError::NotSent(_) => Verdict::NotSent,
            WriteError::Refused(_) => Verdict::Refused,
            WriteError::Unknown(_) => Verdict::Unknown,
        };
        let error: &ApiError = error.error();
        Self {
            status: error.status,
            code: error.code.clone(),
            message: Some(error.message.clone()).filter(|message| !message.is_empty()),
            request_id: error.request_id.clone(),
            ..Self::of(result, ms)
        }
    }

    /// The outcome of a change that a broker confirmed.
    pub fn confirmed(ms: u64) -> Self {
        Self::of(Verdict::Accepted, ms)
    }

    /// The outcome of a change that a broker did not confirm.
    pub fn unconfirmed(error: &ChangeError, ms: u64) -> Self {
        let result = match error {
            ChangeError::NotSent(_) => Verdict::NotSent,
            ChangeError::Refused(_) => Verdict::Refused,
            ChangeError::Unknown(_) => Verdict::Unknown,
        };
        let error = error.error();
        Self {
            status: error.status(),
            message: Some(error.to_string()),
            ..Self::of(result, ms)
        }
    }

    /// What it says of this target.
    pub fn of_target(&self, target: &Target) -> Verdict {
        let mut each = self.each.iter();
        let own = each.find(|each| Some(&each.id) == target.id.as_ref());
        own.map_or(self.result, |own| own.result)
    }

    /// Whether it does not say what became of this target.
    pub fn leaves_open(&self, target: &Target) -> bool {
        self.of_target(target) == Verdict::Unknown
    }
}

/// What became of a write, as far as it was learned after its answer or without one; the worst
/// last.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    IntoStaticStr,
    VariantNames,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Settled {
    /// Its effect was seen.
    Done,
    /// It was seen being done.
    Taken,
    /// The user ended the wait.
    Released,
    /// It was taken, and its end was not seen for so long that it is no longer followed.
    Unseen,
    /// Nothing that can be read tells, and the time in which it would act went by.
    Untold,
    /// The time in which its effect shows went by, and readings showed none.
    NoTrace,
    /// Of its requests only one took effect.
    Partly,
    /// It was seen to fail.
    Failed,
}

impl Settled {
    /// The word in the file.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// What became of one target of a write.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settlement {
    pub result: Settled,
    /// Of which.
    pub target: Target,
    /// Why it did not take effect.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// The service's error code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The service's id of the call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
}

impl Settlement {
    /// What became of a target, without a reason.
    pub fn new(target: Target, result: Settled) -> Self {
        Self {
            result,
            target,
            why: None,
            code: None,
            request_id: None,
        }
    }
}

/// What ties the lines of a write: unique on this machine.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct EntryId(pub(crate) String);

impl std::fmt::Display for EntryId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// One write in the journal.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Its id.
    pub id: EntryId,
    /// When it was about to be sent, epoch milliseconds UTC.
    pub at: EpochMs,
    /// What was about to be sent.
    pub attempt: Attempt,
    /// What came of it; nothing when nobody saw the end.
    pub outcome: Option<Outcome>,
    /// What was learned later, oldest first.
    pub settled: Vec<Settlement>,
}

impl Entry {
    /// What became of its targets: the worst of it once one has failed, else nothing before it is
    /// known of all of them.
    pub fn end(&self) -> Option<Settled> {
        let of = |target: &Target| {
            let mut known = self.settled.iter().rev();
            known
                .find(|known| known.target.is(target))
                .map(|known| known.result)
        };
        let ends: Vec<Option<Settled>> = self.attempt.targets.iter().map(of).collect();
        let worst = ends.iter().flatten().max().copied()?;
        (worst == Settled::Failed || ends.iter().all(Option::is_some)).then_some(worst)
    }

    /// The targets of which nobody knows what became of them.
    pub fn open_targets(&self) -> Vec<Target> {
        let outcome = self.outcome.as_ref();
        let open = |target: &&Target| {
            let settled = self.settled.iter().any(|known| known.target.is(target));
            !settled && outcome.is_none_or(|outcome| outcome.leaves_open(target))
        };
        self.attempt.targets.iter().filter(open).cloned().collect()
    }
}

/// What a journal holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pages {
    /// The writes, newest first.
    pub entries: Vec<Entry>,
    /// Pieces that are of another version, or broken.
    pub unreadable: usize,
}
