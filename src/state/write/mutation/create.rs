//! Creating an instance, also by the month or year.
//!
//! Paid by use, an instance is there as soon as the service took the request. By the month or year
//! the service takes an order, and the instance comes when the order is through; nothing that can
//! be read here tells of an order before that.

use super::{Asks, Changes, Facts, Mutate, Question, Warning, one};
use crate::api::v2::CreateInstance;
use crate::api::{Operation, Prepared, Unsupported};
use crate::model::{Home, Instance, Scope, Status};
use crate::state::State;
use crate::state::query::Query;
use crate::state::write::can::Refusal;
use crate::state::write::pending::{
    EndsBy, News, Payment, Pending, Phase, SeenFailure, Step, WriteStatus,
};
use std::sync::Arc;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Creation {
    pub scope: Scope,
    pub instance: Box<CreateInstance>,
}

impl Creation {
    pub(super) const FACTS: Facts = Facts {
        outdates: &[Operation::ListInstances],
        asks: Asks::Always(Question::YesNo),
        ends_by: EndsBy::User,
        ..Facts::of(Operation::CreateInstance)
    };
}

impl Mutate for Creation {
    fn calls(&self, home: &Home) -> Result<Vec<Prepared>, Unsupported> {
        one(self.instance.as_ref(), home)
    }

    fn allowed(&self, state: &State) -> Result<(), Refusal> {
        state.can_write(&self.scope)?;
        state.unless(state.pending.creates(&self.scope, &self.instance.name))
    }

    fn new_name(&self) -> Option<&str> {
        Some(&self.instance.name)
    }

    fn changes(&self) -> Changes<'_> {
        Changes::New(&self.instance)
    }

    fn warning(&self) -> Option<Warning> {
        self.payment().map(|_| Warning::Order)
    }

    fn payment(&self) -> Option<Payment> {
        self.instance.prepaid.map(|order| match order.auto_pay {
            Some(true) => Payment::ByItself,
            Some(false) | None => Payment::ByHand,
        })
    }

    fn follows(&self, write: &Pending) -> Vec<Query> {
        follows(write)
    }

    fn reconcile(&self, write: &Pending, news: News<'_>) -> Step {
        reconcile(write, news)
    }
}

pub(super) fn follows(write: &Pending) -> Vec<Query> {
    let key = write.key();
    key.map(|key| Query::Instance(key.id)).into_iter().collect()
}

pub(super) fn reconcile(write: &Pending, news: News<'_>) -> Step {
    let read = news.observation;
    match &write.phase {
        Phase::Accepted { .. } => {
            // A detail that does not exist yet is not the end of a creation.
            let found = write.key().and_then(|key| read.detail(&key)?);
            found.and_then(at_rest).unwrap_or(Step::Stay)
        }
        Phase::Ordered(created) => {
            let come = write.key().and_then(|key| read.shown(&key));
            come.map_or(Step::Stay, |instance| {
                at_rest(instance).unwrap_or_else(|| Step::created(created.clone()))
            })
        }
        Phase::Unknown(_) => {
            let Some(listing) = read.listing(write.what.scope()) else {
                return Step::Stay;
            };
            // Somebody else's older instance of that name is not ours.
            let named = |instance: &&Arc<Instance>| {
                instance.label() == write.what.name && write.may_have_started(instance.created_at)
            };
            match listing.instances.iter().find(named) {
                Some(instance) => Step::created(instance.id.clone()),
                None if listing.missing.is_empty() => write.no_trace(news),
                None => Step::Stay,
            }
        }
        Phase::Checking | Phase::Sending | Phase::UnderWay | Phase::Partly => Step::Stay,
    }
}

/// The end of a creation, if the instance has come to it.
fn at_rest(instance: &Instance) -> Option<Step> {
    match instance.status.as_ref()? {
        Status::Running => Some(Step::End(WriteStatus::Done)),
        Status::CreateFailed | Status::Error => {
            Some(Step::End(WriteStatus::Failed(SeenFailure::of(instance))))
        }
        _ => None,
    }
}
