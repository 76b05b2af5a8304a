//! Changing the size of an instance. It is done when the instance runs with the size it should
//! have, and has failed when its status says so.

use super::{Changes, Facts, Mutate, MutationKind, Target, Warning, one, running};
use crate::api::v2::{Extend, Resize};
use crate::api::{Operation, Prepared, Unsupported};
use crate::model::rules::resize::{Flavor, Goal, InstanceSize};
use crate::model::{Feature, Home, InstanceKey, Status};
use crate::state::State;
use crate::state::query::Query;
use crate::state::row::Row;
use crate::state::write::can::{Refusal, paid_by_use};
use crate::state::write::observation::Observation;
use crate::state::write::pending::{
    Conflict, News, Pending, Phase, SeenFailure, Step, WriteStatus,
};
use std::time::Duration;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resizing {
    pub key: InstanceKey,
    /// The size the user saw.
    pub from: Box<InstanceSize>,
    pub to: Goal,
}

impl Resizing {
    pub(super) const FACTS: Facts = Facts {
        shows_within: Duration::from_secs(5 * 60),
        can: State::can_resize,
        ..Facts::of(Operation::Resize)
    };

    fn operation(&self) -> Resize {
        let from = &self.from;
        let old = |code: &str, brokers| from.spec_code(code, brokers);
        match (&self.to, &from.flavor) {
            (Goal::Storage(total), flavor) => Resize::Storage {
                total: *total,
                old_spec: match flavor {
                    Flavor::Product(_) => None,
                    Flavor::Old(code) => Some(old(code, from.brokers)),
                },
            },
            (Goal::Brokers(brokers), Flavor::Product(_)) => Resize::Brokers {
                total: from.after(&self.to).total,
                brokers: *brokers,
            },
            // The reference's example sends the disk as it is.
            (Goal::Brokers(brokers), Flavor::Old(code)) => Resize::OldBrokers {
                total: from.total,
                spec: old(code, *brokers),
            },
            (Goal::Flavor(id), Flavor::Product(_)) => Resize::Flavor {
                product_id: id.clone(),
            },
            (Goal::Flavor(code), Flavor::Old(_)) => Resize::OldFlavor {
                total: from.total,
                spec: old(code, from.brokers),
            },
        }
    }
}

impl Mutate for Resizing {
    fn calls(&self, home: &Home) -> Result<Vec<Prepared>, Unsupported> {
        let extend = Extend {
            instance: self.key.id.clone(),
            resize: self.operation(),
        };
        one(&extend, home)
    }

    fn changes(&self) -> Changes<'_> {
        Changes::Size(&self.from, &self.to)
    }

    fn warning(&self) -> Option<Warning> {
        Some(match &self.to {
            Goal::Storage(_) if self.from.restarts => Warning::GrowOldStorage,
            Goal::Storage(_) => Warning::GrowStorage,
            Goal::Brokers(_) => Warning::GrowBrokers,
            Goal::Flavor(_) if self.from.is_single() => Warning::GrowSingle,
            Goal::Flavor(_) => Warning::GrowCluster,
        })
    }

    fn still_holds(&self, target: &Target, read: Observation<'_>) -> Result<(), Conflict> {
        match running(target, read)? {
            Some(found) if !self.from.is_of(found) => Err(Conflict::Differs(MutationKind::Resize)),
            _ => Ok(()),
        }
    }

    fn follows(&self, write: &Pending) -> Vec<Query> {
        let job = write.job(&self.key);
        self.detail().into_iter().chain(job).collect()
    }

    fn reconcile(&self, write: &Pending, news: News<'_>) -> Step {
        // A list may leave out what a size is made of: that says neither yes nor no.
        let shown = news.observation.shown(&self.key);
        let Some(instance) = shown.filter(|one| InstanceSize::of(one).is_some()) else {
            return write.by_job(&self.key, news).unwrap_or(Step::Stay);
        };
        let wanted = self.from.after(&self.to);
        match (&instance.status, &write.phase) {
            (Some(Status::Running) | None, _) if wanted.is_of(instance) => {
                Step::End(WriteStatus::Done)
            }
            (Some(Status::ExtendedFailed), Phase::Accepted { .. }) => {
                Step::End(WriteStatus::Failed(SeenFailure::of(instance)))
            }
            (Some(Status::Extending), Phase::Unknown(_)) => Step::taken(),
            (_, _) => write.no_trace(news),
        }
    }
}

impl State {
    /// Whether the size of an instance can be changed: as for other changes, and only when it is
    /// paid by use (facts of the official client: other instances are changed in billing).
    ///
    /// # Errors
    /// The reason why not.
    pub fn can_resize(&self, row: &Row) -> Result<(), Refusal> {
        self.has(&row.key.scope, Feature::Resize)?;
        self.can_modify(row)?;
        paid_by_use(row)?;
        match InstanceSize::of(&self.completed(row)) {
            Some(_) => Ok(()),
            None => Err(Refusal::NoSize),
        }
    }
}
