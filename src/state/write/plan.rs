//! What a write would do, and the only way to let it happen.
//!
//! A [`Plan`] is data: it can be shown, copied and compared. It becomes [`Armed`] only through a
//! [`super::confirm::Confirm`] that the user completed; an `Armed` cannot be cloned, and the
//! executor takes it by value, so it is sent once.

use super::broker::BrokerPlan;
use super::bulk::BulkAction;
use super::mutation::{Mutation, Target};
use crate::api::{OneOrMore, Prepared, Request};
use crate::model::{Home, Scope, Status};

/// A write the user is asked about: what, to whom, and the exact calls. Of several targets each is
/// named: none is meant by a rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    pub(super) targets: OneOrMore<Target>,
    /// What is done to several at once, in calls that name them all.
    pub bulk: Option<BulkAction>,
    pub(super) calls: OneOrMore<Call>,
    /// The journal could not be written when the user confirmed, and the dialog said so.
    pub unrecorded: bool,
}

/// One call of a plan. It is shown, written down and sent as it is here.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    pub scope: Scope,
    pub prepared: Prepared,
    /// Whom it is about.
    pub targets: Vec<Target>,
}

impl Plan {
    /// A plan for this mutation; nothing while the project of the place it happens in is not known,
    /// for then its exact calls are not known either, or when the version of the API there has no
    /// call for it.
    pub fn new<H: Into<Home>>(
        mutation: impl Into<Mutation>,
        name: &str,
        home: impl Fn(&Scope) -> Option<H>,
    ) -> Option<Self> {
        let mutation = mutation.into();
        let home = home(mutation.scope())?.into();
        let target = Target {
            mutation,
            name: name.to_owned(),
            seen: None,
        };
        let prepared = target.mutation.calls(&home).ok()?.into_iter();
        let calls = prepared.map(|prepared| Call {
            scope: target.scope().clone(),
            prepared,
            targets: vec![target.clone()],
        });
        Some(Self {
            calls: OneOrMore::of(calls.collect())?,
            targets: OneOrMore::one(target),
            bulk: None,
            unrecorded: false,
        })
    }

    /// The same, and its target had this status when the question opened.
    #[must_use]
    pub fn seen(mut self, status: Option<Status>) -> Self {
        let calls = self.calls.iter_mut().flat_map(|call| &mut call.targets);
        for target in calls.chain(self.targets.iter_mut()) {
            target.seen.clone_from(&status);
        }
        self
    }

    /// What it is done to, by where that lives.
    pub fn targets(&self) -> &[Target] {
        self.targets.as_slice()
    }

    /// The calls, in the order they are sent; the first that fails stops the rest. Secrets in them
    /// cannot be shown.
    pub fn calls(&self) -> &[Call] {
        self.calls.as_slice()
    }

    /// The only target, or the first of several.
    pub fn first(&self) -> &Target {
        self.targets.first()
    }

    /// What it does, when it is not done to several at once.
    pub fn mutation(&self) -> Option<&Mutation> {
        match self.bulk {
            None => Some(&self.first().mutation),
            Some(_) => None,
        }
    }

    /// Name of the only target; empty when it is done to several at once.
    pub fn name(&self) -> &str {
        match self.bulk {
            None => &self.first().name,
            Some(_) => "",
        }
    }

    /// Where it happens, each place once.
    pub fn scopes(&self) -> Vec<&Scope> {
        let mut scopes: Vec<&Scope> = self.targets().iter().map(Target::scope).collect();
        scopes.dedup();
        scopes
    }

    /// All requests in words, one after the other, for the dialog and for copying.
    pub fn shown(&self) -> String {
        let requests = self.calls().iter().map(|call| &call.prepared.request);
        let shown: Vec<String> = requests.map(Request::shown).collect();
        shown.join("\n\n")
    }
}

/// A plan the user confirmed. Only the confirm module makes one.
#[derive(Debug, PartialEq)]
pub struct Armed<P = Plan>(P);

impl<P> Armed<P> {
    pub(super) fn new(plan: P) -> Self {
        Self(plan)
    }

    /// The plan, given up to the executor.
    #[must_use]
    pub fn into_plan(self) -> P {
        self.0
    }

    /// What is armed.
    pub fn plan(&self) -> &P {
        &self.0
    }
}

impl Armed {
    /// The same, and the user was told that the journal cannot be written.
    #[must_use]
    pub fn unrecorded(self, unrecorded: bool) -> Self {
        Self(Plan {
            unrecorded,
            ..self.0
        })
    }

    /// One for each place it happens in. What goes wrong in one stops nothing in another.
    #[must_use]
    pub fn by_scope(self) -> Vec<Self> {
        let parts = self.0.scopes().into_iter().filter_map(|scope| {
            let mut targets = self.0.targets().to_vec();
            targets.retain(|one| one.scope() == scope);
            let mut calls = self.0.calls().to_vec();
            calls.retain(|one| one.scope == *scope);
            Some(Self(Plan {
                targets: OneOrMore::of(targets)?,
                calls: OneOrMore::of(calls)?,
                ..self.0.clone()
            }))
        });
        parts.collect()
    }
}

impl Armed<BrokerPlan> {
    /// The same, and the user was told that the journal cannot be written.
    #[must_use]
    pub fn unrecorded(mut self, unrecorded: bool) -> Self {
        self.0.unrecorded = unrecorded;
        self
    }
}
