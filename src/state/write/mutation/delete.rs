//! Deleting an instance.

use super::{Facts, Mutate, Target, Warning, as_seen, one};
use crate::api::v2::DeleteInstance;
use crate::api::{Operation, Prepared, Unsupported};
use crate::model::{Home, Instance, InstanceKey, Status};
use crate::state::State;
use crate::state::query::Query;
use crate::state::row::Row;
use crate::state::write::bulk::BulkAction;
use crate::state::write::can::{Refusal, in_status, paid_by_use};
use crate::state::write::observation::Observation;
use crate::state::write::pending::{Conflict, News, Pending, Step, WriteStatus};
use std::time::Duration;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deletion {
    pub key: InstanceKey,
}

impl Deletion {
    pub(super) const FACTS: Facts = Facts {
        shows_within: Duration::from_secs(5 * 60),
        outdates: &[Operation::ListInstances, Operation::ShowRecycle],
        bulk: Some(BulkAction::Delete),
        warning: Some(Warning::Delete),
        is_listed: true,
        can: State::can_delete,
        restore: Some(|_, key| Some(Self { key }.into())),
        ..Facts::of(Operation::DeleteInstance)
    };
}

impl Mutate for Deletion {
    fn calls(&self, home: &Home) -> Result<Vec<Prepared>, Unsupported> {
        let instance = self.key.id.clone();
        one(&DeleteInstance { instance }, home)
    }

    /// Whether it can be restored.
    fn beside(&self) -> Vec<Query> {
        vec![Query::RecycleBin]
    }

    fn still_holds(&self, target: &Target, read: Observation<'_>) -> Result<(), Conflict> {
        as_seen(target, read, BulkAction::Delete)
    }

    fn reconcile(&self, write: &Pending, news: News<'_>) -> Step {
        let Some(found) = news.observation.found(&self.key) else {
            return Step::Stay;
        };
        let status = found.and_then(|instance: &Instance| instance.status.as_ref());
        if found.is_none() || status.is_some_and(Status::is_gone) {
            return Step::End(WriteStatus::Done);
        }
        // ERROR and RUNNING are seen on the way to deletion: only its end is the end.
        match write.is_unsettled() && status == Some(&Status::Deleting) {
            true => Step::taken(),
            false => write.no_trace(news),
        }
    }
}

impl State {
    /// Whether an instance can be deleted: pay-per-use only, and not while it is being created,
    /// started or restarted (DMS.00400099).
    ///
    /// # Errors
    /// The reason why not.
    pub fn can_delete(&self, row: &Row) -> Result<(), Refusal> {
        self.can_touch(row)?;
        paid_by_use(row)?;
        in_status(row, |status| BulkAction::Delete.is_allowed_in(status))
    }
}
