//! Restarting an instance. The call is that of a batch, and so is what it answers.

use super::{Facts, Mutate, Target, Warning, as_seen, one};
use crate::api::v2::BatchAction;
use crate::api::{OneOrMore, Operation, Prepared, Unsupported};
use crate::model::{Home, Instance, InstanceKey, Status};
use crate::state::State;
use crate::state::row::Row;
use crate::state::write::bulk::BulkAction;
use crate::state::write::can::{Refusal, in_status};
use crate::state::write::observation::Observation;
use crate::state::write::pending::{
    Conflict, EndsBy, News, Pending, Phase, SeenFailure, Step, WriteStatus,
};
use std::time::Duration;

/// A restart that was accepted and that nobody saw: so long after, a status at rest is how it
/// ended. Before, it may be how it was before.
const UNSEEN_FOR: Duration = Duration::from_secs(2 * 60);

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restart {
    pub key: InstanceKey,
}

impl Restart {
    pub(super) const FACTS: Facts = Facts {
        outdates: &[Operation::ListInstances],
        bulk: Some(BulkAction::Restart),
        warning: Some(Warning::Restart),
        ends_by: EndsBy::User,
        is_listed: true,
        can: State::can_restart,
        restore: Some(|_, key| Some(Self { key }.into())),
        ..Facts::of(Operation::RestartInstances)
    };
}

impl Mutate for Restart {
    fn calls(&self, home: &Home) -> Result<Vec<Prepared>, Unsupported> {
        one(
            &BatchAction::Restart(OneOrMore::one(self.key.id.clone())),
            home,
        )
    }

    fn still_holds(&self, target: &Target, read: Observation<'_>) -> Result<(), Conflict> {
        as_seen(target, read, BulkAction::Restart)
    }

    fn reconcile(&self, write: &Pending, news: News<'_>) -> Step {
        let Some(found) = news.observation.found(&self.key) else {
            return Step::Stay;
        };
        match found {
            Some(found) => seen(write, news, found),
            None => Step::End(WriteStatus::Failed(SeenFailure::gone())),
        }
    }
}

fn seen(write: &Pending, news: News<'_>, found: &Instance) -> Step {
    let early = news.now.since(write.sent) < UNSEEN_FOR;
    match (&write.phase, &found.status) {
        (Phase::Accepted { .. }, Some(Status::Restarting | Status::Starting)) => {
            Step::Go(Phase::UnderWay, None)
        }
        (Phase::Unknown(_), Some(Status::Restarting | Status::Starting)) => {
            Step::Go(Phase::UnderWay, Some(WriteStatus::Accepted))
        }
        (Phase::Accepted { .. }, _) if early => Step::Stay,
        (Phase::Accepted { .. } | Phase::UnderWay, Some(Status::Running)) => {
            Step::End(WriteStatus::Done)
        }
        (Phase::Accepted { .. } | Phase::UnderWay, Some(Status::Error)) => {
            Step::End(WriteStatus::Failed(SeenFailure::of(found)))
        }
        (_, _) => write.no_trace(news),
    }
}

impl State {
    /// Whether an instance can be restarted.
    ///
    /// # Errors
    /// The reason why not.
    pub fn can_restart(&self, row: &Row) -> Result<(), Refusal> {
        self.can_touch(row)?;
        in_status(row, |status| BulkAction::Restart.is_allowed_in(status))
    }
}
