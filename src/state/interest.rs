//! What the screen needs read, as data for the poller: hidden views are not in it.

use super::pending::Follow;
use crate::model::{InstanceKey, Scope};

/// What to read, and keep reading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Interest {
    /// The instance that is looked at.
    pub look: Option<Look>,
    /// What settles pending writes and missing rows.
    pub follow: Vec<Follow>,
    /// Where a form needs the catalogue.
    pub catalogue: Option<Scope>,
}

impl Interest {
    /// The part of it that concerns one scope.
    #[must_use]
    pub fn within(&self, scope: &Scope) -> Self {
        let here = |one: &&Follow| one.key().scope == *scope;
        Self {
            look: self.look.clone().filter(|look| look.key.scope == *scope),
            follow: self.follow.iter().filter(here).cloned().collect(),
            catalogue: self.catalogue.clone().filter(|place| place == scope),
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
    pub by: By,
}

/// A part of an instance that has a call of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "each name says it")]
pub enum Part {
    Detail,
    Plugins,
    Tasks,
}

/// How an instance came to be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The cursor is on it: nothing is read before it has rested there.
    Cursor,
    /// The user opened it: it is read at once.
    Opening,
}
