//! The same thing done to several instances at once: in how many calls.

use super::mutation::{Deletion, Mutation, Restart, Restoration, Target};
use super::plan::{Call, Plan};
use crate::api::v2::{BatchAction, RestoreInstances};
use crate::api::{OneOrMore, Operation, Prepared, Unsupported, Write};
use crate::model::{Home, InstanceId, InstanceKey, Scope, Status};

/// How many instances one call may name (DMS.00400100).
pub const MOST: usize = 50;

/// What can be done to several instances at once (table 4-18 and DMS.00400064; the official SDK for
/// restoring).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum BulkAction {
    Delete,
    Restart,
    Restore,
}

impl BulkAction {
    /// What the errors of it speak of.
    pub fn operation(self) -> Operation {
        match self {
            Self::Delete => Operation::DeleteInstances,
            Self::Restart => Operation::RestartInstances,
            Self::Restore => Operation::Restore,
        }
    }

    fn prepare(self, ids: OneOrMore<InstanceId>, home: &Home) -> Result<Prepared, Unsupported> {
        match self {
            Self::Delete => BatchAction::Delete(ids).prepare(home),
            Self::Restart => BatchAction::Restart(ids).prepare(home),
            Self::Restore => RestoreInstances(ids).prepare(home),
        }
    }

    /// Whether the service does it to an instance in this status: it restarts a running one, or
    /// one that failed, and deletes one only when nothing is under way (DMS.00400099,
    /// DMS.00400017); it restores what is in the recycle bin. A status this version does not know is the service's to judge.
    pub fn is_allowed_in(self, status: &Status) -> bool {
        match status {
            Status::Other(_) => true,
            Status::Running | Status::Error => self != Self::Restore,
            Status::Frozen | Status::CreateFailed | Status::ExtendedFailed => self == Self::Delete,
            Status::Creating
            | Status::Starting
            | Status::Stopping
            | Status::Restarting
            | Status::Extending
            | Status::Upgrading
            | Status::RollingBack
            | Status::Freezing
            | Status::Deleting
            | Status::Deleted => false,
            Status::Recycle => self == Self::Restore,
        }
    }

    /// The word that is typed before how many it is done to.
    pub fn word(self) -> &'static str {
        self.into()
    }

    /// The mutation that does it to one instance.
    pub fn to_one(self, key: InstanceKey, name: &str) -> Mutation {
        match self {
            Self::Delete => Deletion { key }.into(),
            Self::Restart => Restart { key }.into(),
            Self::Restore => {
                let name = name.to_owned();
                Restoration { key, name }.into()
            }
        }
    }

    /// It, done to this instance as the user saw it.
    pub fn target(self, key: InstanceKey, name: &str, seen: Option<Status>) -> Target {
        Target {
            mutation: self.to_one(key, name),
            name: name.to_owned(),
            seen,
        }
    }
}

impl Plan {
    /// A plan for this, done to these instances, each once, by where they live: a call for each
    /// place and every [`MOST`] instances there. Nothing when there are none, or for the reasons of
    /// [`Plan::new`].
    pub fn bulk<H: Into<Home>>(
        action: BulkAction,
        mut targets: Vec<Target>,
        home: impl Fn(&Scope) -> Option<H>,
    ) -> Option<Self> {
        let mut seen = std::collections::HashSet::new();
        targets.retain(|target| seen.insert(target.key().cloned()));
        targets.sort_by(|one, other| one.scope().cmp(other.scope()));
        let call = |targets: &[Target]| {
            let scope = targets.first()?.scope().clone();
            let home = home(&scope)?.into();
            let ids = targets.iter().filter_map(|one| Some(one.key()?.id.clone()));
            let ids = OneOrMore::of(ids.collect())?;
            Some(Call {
                prepared: action.prepare(ids, &home).ok()?,
                scope,
                targets: targets.to_vec(),
            })
        };
        let places = targets.chunk_by(|one, other| one.scope() == other.scope());
        let calls = places.flat_map(|place| place.chunks(MOST)).map(call);
        Some(Self {
            calls: OneOrMore::of(calls.collect::<Option<_>>()?)?,
            targets: OneOrMore::of(targets)?,
            bulk: Some(action),
            unrecorded: false,
        })
    }
}
