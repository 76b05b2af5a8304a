//! A write of an earlier run whose answer nobody saw, of which the journal keeps too little to tell
//! from a reading what became of it. It locks its target.

use super::{At, Facts, InTable, Mutate, MutationKind, create};
use crate::api::{Prepared, Unsupported};
use crate::model::{Home, InstanceKey, Scope};
use crate::state::State;
use crate::state::query::Query;
use crate::state::write::can::Refusal;
use crate::state::write::pending::{EndsBy, News, Payment, Pending, Step};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Earlier {
    pub kind: MutationKind,
    pub scope: Scope,
    /// None for a creation.
    pub key: Option<InstanceKey>,
    pub payment: Option<Payment>,
}

impl InTable for Earlier {
    fn facts(&self) -> Facts {
        let (ends_by, ends_with_its_answer) = match self.key {
            Some(_) => (EndsBy::Time, true),
            None => (EndsBy::User, false),
        };
        Facts {
            ends_by,
            ends_with_its_answer,
            ..self.kind.facts()
        }
    }

    fn at(&self) -> At<'_> {
        match &self.key {
            Some(key) => At::Instance(key),
            None => At::Place(&self.scope),
        }
    }
}

impl Mutate for Earlier {
    /// It was sent once.
    fn calls(&self, _: &Home) -> Result<Vec<Prepared>, Unsupported> {
        Err(Unsupported)
    }

    fn allowed(&self, _: &State) -> Result<(), Refusal> {
        Err(Refusal::Pending)
    }

    fn payment(&self) -> Option<Payment> {
        self.payment
    }

    fn follows(&self, write: &Pending) -> Vec<Query> {
        match self.key {
            Some(_) => Vec::new(),
            None => create::follows(write),
        }
    }

    fn reconcile(&self, write: &Pending, news: News<'_>) -> Step {
        match self.key {
            Some(_) => Step::Stay,
            None => create::reconcile(write, news),
        }
    }
}
