//! What happened: toasts and the list of errors and events. Bounded, identical errors counted.

use super::copied::Copied;
use super::export::Exported;
use super::notify::NotifySettings;
use super::now::Now;
use super::write::batches::{BatchId, Tally};
use super::write::broker::BrokerOutcome;
use super::write::bulk::BulkAction;
use super::write::mutation::MutationKind;
use super::write::pending::Outcome;
use crate::api::ApiError;
use crate::journal::Entry;
use crate::model::{InstanceKey, Scope, Status};
use std::collections::VecDeque;
use std::time::Duration;

/// How loud a notice is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Good to know; its toast fades after five seconds.
    Info,
    /// Needs a look; stays until dismissed.
    Warning,
    /// Something is broken; stays until dismissed.
    Critical,
}

/// What there is to say, as data: the words are chosen where it is drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum NoticeKind {
    /// A background read failed.
    ReadFailed(ApiError),
    /// The list can be read again.
    Recovered,
    /// A part of the list could not be read.
    Partial {
        /// Which part, and why.
        part: crate::api::MissingPart,
        /// How many other parts are missing as well.
        more: usize,
    },
    /// An instance changed its status by itself.
    StatusChanged {
        name: String,
        from: Status,
        to: Status,
    },
    /// An instance is gone.
    Gone { name: String },
    /// News of a write the user started.
    Write(Outcome),
    /// How a change of a broker stands.
    BrokerChange(Box<BrokerOutcome>),
    /// How a batch stands.
    Batch {
        id: BatchId,
        act: BulkAction,
        /// How many of its instances stand how.
        tally: Tally,
    },
    /// A form that was left is kept: what it asks for, and the name of what it is about, which may
    /// be empty.
    Kept { kind: MutationKind, name: String },
    /// Something was copied, or could not be.
    Copied(Copied),
    /// A table was exported, or could not be.
    Exported(Exported),
    /// The journal cannot be written.
    JournalTrouble {
        /// Why, in the words of the system.
        why: String,
        /// How many lines about changes of this run are missing in it.
        unwritten: usize,
    },
    /// The journal of earlier runs cannot be read, for this reason.
    JournalUnread(String),
    /// What changes of the instances is not written down, for this reason.
    NotRecorded(String),
    /// The end of this write of an earlier run was never seen; its targets are those of which
    /// nothing is known.
    Unanswered(Box<Entry>),
    /// What is told beyond the screen from now on; nothing without.
    Notifies(Option<NotifySettings>),
    /// The command for that failed, for this reason.
    HookFailed(String),
    /// Something about the configuration that did not stop the start.
    Config(String),
}

/// What a notice is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// This session.
    Session,
    /// A profile that is shown.
    Profile(Scope),
    /// An instance.
    Instance(InstanceKey),
}

impl About {
    /// The scope it belongs to, if to one.
    pub fn scope(&self) -> Option<&Scope> {
        match self {
            Self::Session => None,
            Self::Profile(scope) => Some(scope),
            Self::Instance(key) => Some(&key.scope),
        }
    }

    /// Whether it is this instance.
    pub fn is(&self, key: &InstanceKey) -> bool {
        matches!(self, Self::Instance(about) if about == key)
    }
}

impl NoticeKind {
    /// The service's id of the call behind it: of the one that failed, else of the one it took.
    pub fn request_id(&self) -> Option<&str> {
        match self {
            Self::Write(outcome) => outcome.request_id(),
            said => said.error()?.request_id.as_deref(),
        }
    }

    /// The failed call behind it, if there is one.
    pub fn error(&self) -> Option<&ApiError> {
        match self {
            Self::ReadFailed(error) => Some(error),
            Self::Partial { part, .. } => Some(&part.error),
            Self::Write(outcome) => outcome.result.error(),
            Self::Recovered
            | Self::StatusChanged { .. }
            | Self::Gone { .. }
            | Self::BrokerChange(_)
            | Self::Batch { .. }
            | Self::Kept { .. }
            | Self::Copied(_)
            | Self::Exported(_)
            | Self::JournalTrouble { .. }
            | Self::JournalUnread(_)
            | Self::NotRecorded(_)
            | Self::Notifies(_)
            | Self::HookFailed(_)
            | Self::Unanswered(_)
            | Self::Config(_) => None,
        }
    }
}

/// Number of a notice, unique while the program runs.
pub type NoticeId = u64;

/// One notice.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    pub id: NoticeId,
    /// How loud.
    pub level: Level,
    pub said: NoticeKind,
    /// About what.
    pub about: About,
    /// When it was said last.
    pub at: Now,
    /// How often it was said in a row.
    pub count: u32,
    /// Whether its toast has been dismissed or has faded.
    pub dismissed: bool,
    /// Whether what it says is no longer so.
    pub over: bool,
}

/// How long the toast of an [`Level::Info`] notice stays.
pub const FADES_AFTER: Duration = Duration::from_secs(5);
const KEPT: usize = 200;

/// All notices, newest first.
#[derive(Clone, Debug, Default)]
pub struct Notices {
    list: VecDeque<Notice>,
    last: NoticeId,
}

impl Notices {
    /// Says something. The same thing said before and not yet dismissed is counted instead.
    pub fn push(&mut self, level: Level, said: NoticeKind, about: About, at: Now) {
        let old = self.take(|one| !one.dismissed && one.about == about && alike(&one.said, &said));
        let count = old.as_ref().map_or(1, |old| old.count.saturating_add(1));
        // The cursor of the list stays on what is only counted once more.
        let id = old.map_or(self.last + 1, |old| old.id);
        self.last = self.last.max(id);
        self.list.push_front(Notice {
            id,
            level,
            said,
            about,
            at,
            count,
            dismissed: false,
            over: false,
        });
        self.list.truncate(KEPT);
    }

    /// Counts one more of something that lasts: the notice about it moves to the front with the
    /// new time, and its toast stays as the user left it. Says it if it is not there yet.
    pub fn repeat(&mut self, level: Level, said: NoticeKind, about: About, at: Now) {
        let Some(mut notice) = self.take(|one| one.about == about && alike(&one.said, &said))
        else {
            return self.push(level, said, about, at);
        };
        notice.count = notice.count.saturating_add(1);
        notice.at = at;
        notice.said = said;
        notice.over = false;
        self.list.push_front(notice);
    }

    /// The same without a toast: what waits for it says so itself.
    pub fn note(&mut self, level: Level, said: NoticeKind, about: About, at: Now) {
        self.repeat(level, said, about, at);
        if let Some(newest) = self.list.front_mut() {
            newest.dismissed = true;
        }
    }

    fn take(&mut self, is_it: impl Fn(&Notice) -> bool) -> Option<Notice> {
        let place = self.list.iter().position(is_it)?;
        self.list.remove(place)
    }

    /// Takes down the toasts of notices that a newer one replaces. They stay in the list.
    pub fn replace(&mut self, is_replaced: impl Fn(&Notice) -> bool) {
        for notice in &mut self.list {
            notice.dismissed |= is_replaced(notice);
        }
    }

    /// Drops notices that a newer one says better.
    pub fn drop_old(&mut self, is_old: impl Fn(&NoticeKind) -> bool) {
        self.list.retain(|notice| !is_old(&notice.said));
    }

    /// Marks notices of what is no longer so. Their toasts stay until the user has seen them.
    pub fn end(&mut self, is_over: impl Fn(&Notice) -> bool) {
        for notice in &mut self.list {
            notice.over |= is_over(notice);
        }
    }

    /// All of them, newest first.
    pub fn iter(&self) -> impl Iterator<Item = &Notice> {
        self.list.iter()
    }

    /// One of them, while it is kept.
    pub fn get(&self, id: NoticeId) -> Option<&Notice> {
        self.list.iter().find(|notice| notice.id == id)
    }

    /// Forgets one: the user is done with it. What goes on happening is said again.
    pub fn forget(&mut self, id: NoticeId) {
        self.list.retain(|notice| notice.id != id);
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether nothing was ever said.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The loudest, newest notice whose toast is up.
    pub fn toast(&self) -> Option<&Notice> {
        let up = self.list.iter().filter(|notice| !notice.dismissed);
        up.rev().max_by_key(|notice| notice.level)
    }

    /// How many toasts are up.
    pub fn up(&self) -> usize {
        self.list.iter().filter(|notice| !notice.dismissed).count()
    }

    /// Takes the toast down that is up; the notice stays in the list.
    pub fn dismiss(&mut self) {
        let id = self.toast().map(|notice| notice.id);
        let mut all = self.list.iter_mut();
        if let Some(notice) = all.find(|notice| Some(notice.id) == id) {
            notice.dismissed = true;
        }
    }

    /// Lets toasts fade whose time is over.
    pub fn fade(&mut self, now: Now) {
        for notice in &mut self.list {
            let over = now.since(notice.at) >= FADES_AFTER;
            if notice.level == Level::Info && over {
                notice.dismissed = true;
            }
        }
    }

    /// When the next toast fades, as time since the start.
    pub fn next_fade(&self) -> Option<Duration> {
        let fading = |notice: &&Notice| notice.level == Level::Info && !notice.dismissed;
        let due = self
            .list
            .iter()
            .filter(fading)
            .map(|notice| notice.at.uptime.saturating_add(FADES_AFTER));
        due.min()
    }
}

/// Whether two notices say the same but for what differs between two answers to the same call.
fn alike(one: &NoticeKind, other: &NoticeKind) -> bool {
    match (one, other) {
        (NoticeKind::ReadFailed(one), NoticeKind::ReadFailed(other)) => {
            (one.attempted, one.kind, one.status, &one.code)
                == (other.attempted, other.kind, other.status, &other.code)
        }
        (NoticeKind::Partial { part: one, .. }, NoticeKind::Partial { part: other, .. }) => {
            (one.error.kind, &one.error.code) == (other.error.kind, &other.error.code)
        }
        (one, other) => one == other,
    }
}
