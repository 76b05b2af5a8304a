//! Changing how the disks of an instance grow by themselves. It is done when the service says that
//! they grow so.

use super::{Facts, Mutate, MutationKind, Target, Warning, one, running};
use crate::api::v2::extend::{AutoExpansion, ChangeAutoExpansion};
use crate::api::{Operation, Prepared, Unsupported};
use crate::model::{Feature, Home, InstanceKey};
use crate::state::State;
use crate::state::query::Query;
use crate::state::row::Row;
use crate::state::write::can::Refusal;
use crate::state::write::observation::Observation;
use crate::state::write::pending::{Conflict, News, Pending, Step, WriteStatus};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AutoExpanding {
    pub key: InstanceKey,
    /// What the user saw.
    pub from: AutoExpansion,
    pub to: AutoExpansion,
}

impl AutoExpanding {
    pub(super) const FACTS: Facts = Facts {
        outdates: &[Operation::ShowAutoExpansion],
        can: State::can_auto_expand,
        ..Facts::of(Operation::ChangeAutoExpansion)
    };

    fn query(&self) -> Query {
        Query::AutoExpansion(self.key.id.clone())
    }

    /// Whether the disks will grow sooner, by more or further than they do now.
    fn raises(&self) -> bool {
        let (from, to) = (self.from, self.to);
        to.on
            && (!from.on
                || to.threshold < from.threshold
                || to.increment > from.increment
                || to.largest > from.largest)
    }
}

/// Whether the disks grow alike: numbers mean nothing where they do not grow.
fn alike(one: AutoExpansion, other: AutoExpansion) -> bool {
    one == other || !one.on && !other.on
}

impl Mutate for AutoExpanding {
    fn calls(&self, home: &Home) -> Result<Vec<Prepared>, Unsupported> {
        let change = ChangeAutoExpansion {
            instance: self.key.id.clone(),
            to: self.to,
        };
        one(&change, home)
    }

    fn warning(&self) -> Option<Warning> {
        self.raises().then_some(Warning::AutoExpand)
    }

    fn looks(&self, _: usize) -> Vec<Query> {
        vec![Query::Instance(self.key.id.clone()), self.query()]
    }

    fn still_holds(&self, target: &Target, read: Observation<'_>) -> Result<(), Conflict> {
        match read.auto_expansion(&self.key) {
            Some(now) if !alike(now, self.from) => Err(Conflict::Differs(MutationKind::AutoExpand)),
            _ => running(target, read).map(|_| ()),
        }
    }

    fn follows(&self, _: &Pending) -> Vec<Query> {
        vec![self.query()]
    }

    fn reconcile(&self, write: &Pending, news: News<'_>) -> Step {
        match news.observation.auto_expansion(&self.key) {
            Some(now) if alike(now, self.to) => Step::End(WriteStatus::Done),
            Some(_) => write.no_trace(news),
            None => Step::Stay,
        }
    }
}

impl State {
    /// Whether one can say how the disks of an instance grow by themselves: as for other changes,
    /// where the API has a call for it.
    ///
    /// # Errors
    /// The reason why not.
    pub fn can_auto_expand(&self, row: &Row) -> Result<(), Refusal> {
        self.has(&row.key.scope, Feature::Resize)?;
        self.can_modify(row)
    }
}
