//! What the screen needs read, as data for the poller: hidden views are not in it.

use super::form::Needs;
use super::span::Span;
use super::write::pending::Follow;
use crate::model::{InstanceKey, Scope, TaskId};

/// What to read, and keep reading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Interest {
    /// The instance that is looked at.
    pub look: Option<Look>,
    /// The task that is looked at by itself.
    pub task: Option<(InstanceKey, TaskId)>,
    /// What settles pending writes and missing rows.
    pub follow: Vec<Follow>,
    /// What the form in front chooses from.
    pub form: Needs,
    /// The projects whose tags are completed or suggested and have to be read for it.
    pub tags: Vec<Scope>,
}

impl Interest {
    /// The part of it that concerns one scope.
    #[must_use]
    pub fn within(&self, scope: &Scope) -> Self {
        let here = |one: &&Follow| one.key().scope == *scope;
        Self {
            look: self.look.clone().filter(|look| look.key.scope == *scope),
            task: self.task.clone().filter(|(key, _)| key.scope == *scope),
            follow: self.follow.iter().filter(here).cloned().collect(),
            form: match self.form.scope() {
                Some(place) if place == scope => self.form.clone(),
                _ => Needs::Nothing,
            },
            tags: self
                .tags
                .iter()
                .filter(|one| *one == scope)
                .cloned()
                .collect(),
        }
    }
}

/// One instance that is looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// Which.
    pub key: InstanceKey,
    /// What of it.
    pub parts: Vec<Part>,
    /// How it came to be looked at.
    pub by: Trigger,
}

/// A part of an instance that has a call of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    Detail,
    Plugins,
    Tasks,
    /// The tasks that began in a span. Nothing is settled by them: what is missing there may
    /// only have begun at another time.
    TasksWithin(Span),
}

/// How an instance came to be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trigger {
    /// The cursor is on it: nothing is read before it has rested there.
    Cursor,
    /// The user opened it: it is read at once.
    Opening,
}
