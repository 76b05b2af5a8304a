//! Changing what the recycle bin keeps, and for how long. It holds for every engine in the project.

use super::{Facts, Mutate, MutationKind, Target, Warning, one};
use crate::api::v2::{RecyclePolicy, SetRecyclePolicy};
use crate::api::{Operation, Prepared, Unsupported};
use crate::model::{Home, Scope};
use crate::state::State;
use crate::state::query::Query;
use crate::state::write::can::Refusal;
use crate::state::write::observation::Observation;
use crate::state::write::pending::{Conflict, EndsBy, News, Pending, Step, WriteStatus};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recycling {
    pub scope: Scope,
    /// As the user saw it.
    pub from: RecyclePolicy,
    pub to: RecyclePolicy,
}

impl Recycling {
    pub(super) const FACTS: Facts = Facts {
        outdates: &[Operation::ShowRecycle],
        // The service's word that it took it is the change.
        ends_with_its_answer: true,
        // Only one call tells of it.
        ends_by: EndsBy::User,
        ..Facts::of(Operation::SetRecyclePolicy)
    };

    fn read(&self, read: Observation<'_>) -> Option<RecyclePolicy> {
        read.recycle_bin(&self.scope)?.policy
    }
}

impl Mutate for Recycling {
    fn calls(&self, home: &Home) -> Result<Vec<Prepared>, Unsupported> {
        one(&SetRecyclePolicy(self.to), home)
    }

    fn allowed(&self, state: &State) -> Result<(), Refusal> {
        state.can_write(&self.scope)?;
        let mut others = state.pending.iter();
        state.unless(others.find(|write| {
            write.what.mutation.kind() == MutationKind::Recycling
                && *write.what.scope() == self.scope
        }))
    }

    fn word(&self) -> Option<&str> {
        Some(match self.to.on {
            true => "keep",
            false => "final",
        })
    }

    fn warning(&self) -> Option<Warning> {
        Some(match self.to.on {
            true => Warning::Recycling,
            false => Warning::NoRecycling,
        })
    }

    fn looks(&self, _: usize) -> Vec<Query> {
        vec![Query::RecycleBin]
    }

    fn still_holds(&self, _: &Target, read: Observation<'_>) -> Result<(), Conflict> {
        match self.read(read) {
            Some(now) if now == self.to => Err(Conflict::AlreadyThere),
            Some(now) if now != self.from => Err(Conflict::Differs(MutationKind::Recycling)),
            Some(_) | None => Ok(()),
        }
    }

    fn follows(&self, _: &Pending) -> Vec<Query> {
        vec![Query::RecycleBin]
    }

    fn reconcile(&self, write: &Pending, news: News<'_>) -> Step {
        match self.read(news.observation) {
            Some(now) if now == self.to => Step::End(WriteStatus::Done),
            Some(_) => write.no_trace(news),
            None => Step::Stay,
        }
    }
}
