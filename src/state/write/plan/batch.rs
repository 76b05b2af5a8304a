//! The same thing done to several instances: which, in how many requests.

use super::{Armed, Mutation, Plan};
use crate::api::v2::BatchAction;
use crate::api::{OneOrMore, Operation, Request};
use crate::model::{InstanceId, InstanceKey, Scope, Status};

/// How many instances one request may name (DMS.00400100).
pub const MOST: usize = 50;

/// What can be done to several instances at once (table 4-18 and DMS.00400064).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum BulkAction {
    /// Deletes them.
    Delete,
    /// Restarts them.
    Restart,
}

/// An instance, as the user saw it when the dialog opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Which one.
    pub key: InstanceKey,
    /// Its name then.
    pub name: String,
    /// Its status then, where it was known.
    pub status: Option<Status>,
}

/// One thing to do to several instances. Every one of them is named: none is meant by a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// What.
    pub act: BulkAction,
    targets: OneOrMore<Target>,
}

/// One request of a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// Where it goes.
    pub scope: Scope,
    /// What it says.
    pub action: BatchAction,
    /// Whom it names.
    pub targets: Vec<Target>,
}

impl Batch {
    /// A batch on these instances, each once, sorted by where they live; nothing when there are
    /// none.
    #[must_use]
    pub fn new(act: BulkAction, mut targets: Vec<Target>) -> Option<Self> {
        let mut seen = std::collections::HashSet::new();
        targets.retain(|target| seen.insert(target.key.clone()));
        targets.sort_by(|one, other| one.key.scope.cmp(&other.key.scope));
        let targets = OneOrMore::of(targets)?;
        Some(Self { act, targets })
    }

    /// The instances, by where they live.
    #[must_use]
    pub fn targets(&self) -> &[Target] {
        self.targets.as_slice()
    }

    /// Where the instances live, each place once.
    #[must_use]
    pub fn scopes(&self) -> Vec<&Scope> {
        let mut scopes: Vec<&Scope> = self.targets().iter().map(|one| &one.key.scope).collect();
        scopes.dedup();
        scopes
    }

    /// Where the first of them lives.
    #[must_use]
    pub fn first_scope(&self) -> &Scope {
        &self.targets.first().key.scope
    }

    /// The requests it takes, in the order they are sent: one for each place and every fifty
    /// instances there.
    #[must_use]
    pub fn calls(&self) -> Vec<Call> {
        let places = self
            .targets()
            .chunk_by(|one, other| one.key.scope == other.key.scope);
        let chunks = places.flat_map(|place| place.chunks(MOST));
        chunks.filter_map(|targets| self.call(targets)).collect()
    }

    fn call(&self, targets: &[Target]) -> Option<Call> {
        let ids: Vec<InstanceId> = targets.iter().map(|one| one.key.id.clone()).collect();
        Some(Call {
            scope: targets.first()?.key.scope.clone(),
            action: self.act.on(OneOrMore::of(ids)?),
            targets: targets.to_vec(),
        })
    }

    fn on_scope(&self, scope: &Scope) -> Option<Self> {
        let here = |target: &&Target| target.key.scope == *scope;
        let targets = self.targets().iter().filter(here).cloned().collect();
        Self::new(self.act, targets)
    }
}

impl BulkAction {
    /// What the errors of it speak of.
    #[must_use]
    pub fn operation(self) -> Operation {
        match self {
            Self::Delete => Operation::DeleteInstances,
            Self::Restart => Operation::RestartInstances,
        }
    }

    /// The operation that does it to these.
    #[must_use]
    pub fn on(self, ids: OneOrMore<InstanceId>) -> BatchAction {
        match self {
            Self::Delete => BatchAction::Delete(ids),
            Self::Restart => BatchAction::Restart(ids),
        }
    }

    /// The word that is typed before how many it is done to.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Delete => "delete",
            Self::Restart => "restart",
        }
    }

    /// The mutation that does it to one instance.
    #[must_use]
    pub fn to_one(self, key: InstanceKey) -> Mutation {
        match self {
            Self::Delete => Mutation::Delete(key),
            Self::Restart => Mutation::Restart(key),
        }
    }
}

impl Plan {
    /// The plan as what it does to each instance by itself: each of them is locked, followed and
    /// settled on its own.
    #[must_use]
    pub fn each(&self) -> Vec<Self> {
        let Mutation::Batch(batch) = &self.mutation else {
            return vec![self.clone()];
        };
        let calls = batch.calls().into_iter();
        let sent = calls.zip(self.requests.as_slice());
        sent.flat_map(|(call, request)| {
            call.targets.into_iter().map(|target| Self {
                mutation: batch.act.to_one(target.key),
                name: target.name,
                requests: OneOrMore::one(request.clone()),
                seen: target.status,
                unrecorded: self.unrecorded,
            })
        })
        .collect()
    }
}

impl Armed {
    /// One for each place it happens in. What goes wrong in one stops nothing in another.
    #[must_use]
    pub fn by_scope(self) -> Vec<Self> {
        let Mutation::Batch(batch) = &self.0.mutation else {
            return vec![self];
        };
        let calls = batch.calls();
        let parts = batch.scopes().into_iter().filter_map(|scope| {
            let requests = calls.iter().zip(self.0.requests.as_slice());
            let here = requests.filter(|(call, _)| call.scope == *scope);
            let here: Vec<Request> = here.map(|(_, request)| request.clone()).collect();
            Some(Self(Plan {
                mutation: Mutation::Batch(batch.on_scope(scope)?),
                name: String::new(),
                requests: OneOrMore::of(here)?,
                seen: None,
                unrecorded: self.0.unrecorded,
            }))
        });
        parts.collect()
    }
}
