//! How a creation goes on, one by the month or year among them.
//!
//! Paid by use, an instance is there as soon as the service took the request. By the month or year
//! the service takes an order, and the instance comes when the order is through; nothing that can
//! be read here tells of an order before that.

use super::{Ended, Evidence, Instance, Pending, Phase, Status, Step, Ticket, listed, started_by};

impl Pending {
    pub(super) fn weigh_create(&self, asked: Ticket, evidence: Evidence<'_>) -> Step {
        match (&self.phase, evidence) {
            (Phase::Accepted { .. }, Evidence::Instance(about, found))
                if self.key().as_ref() == Some(about) =>
            {
                // A detail that does not exist yet is not the end of a creation.
                found.map_or(Step::Stay, |found| at_rest(found).unwrap_or(Step::Stay))
            }
            (Phase::Ordered { created, .. }, _) => match self.come(evidence) {
                Some(instance) => at_rest(instance).unwrap_or_else(|| {
                    let phase = Phase::Accepted {
                        job: None,
                        created: Some(created.clone()),
                        since: asked,
                    };
                    Step::Go(phase, Some(Ended::Accepted))
                }),
                None => Step::Stay,
            },
            (Phase::Unknown { .. }, Evidence::Listing(scope, listing))
                if scope == self.plan.deed.scope() =>
            {
                // Somebody else's older instance of that name is not ours.
                let named = |instance: &&Instance| {
                    instance.label() == self.plan.name && started_by(instance.created_at, self.sent)
                };
                match listing.instances.iter().find(named) {
                    Some(instance) => Step::Go(
                        Phase::Accepted {
                            job: None,
                            created: Some(instance.id.clone()),
                            since: asked,
                        },
                        Some(Ended::Accepted),
                    ),
                    // An order that nobody paid leaves no trace either.
                    None if self.plan.payment().is_some() => Step::Stay,
                    None if listing.missing.is_empty() => self.no_trace(asked),
                    None => Step::Stay,
                }
            }
            _ => Step::Stay,
        }
    }

    /// The instance that was ordered, if this shows it.
    fn come<'a>(&self, evidence: Evidence<'a>) -> Option<&'a Instance> {
        let key = self.key()?;
        match evidence {
            Evidence::Instance(about, found) if *about == key => found,
            other => listed(other, &key),
        }
    }

    /// How it is said to stand when it is no longer followed; nothing while it is to be.
    pub(super) fn given_up(&self) -> Option<Ended> {
        match &self.phase {
            Phase::Accepted { .. } | Phase::UnderWay { .. } => Some(Ended::GaveUp),
            Phase::Ordered { .. } => Some(Ended::OrderGaveUp),
            Phase::Unknown { .. } => self.plan.payment().map(|_| Ended::OrderGaveUp),
            Phase::Sending | Phase::Partly { .. } => None,
        }
    }
}

/// The end of a creation, if the instance has come to it.
fn at_rest(instance: &Instance) -> Option<Step> {
    match instance.status.as_ref()? {
        Status::Running => Some(Step::End(Ended::Done)),
        status @ (Status::CreateFailed | Status::Error) => {
            Some(Step::End(Ended::Failed(status.word().to_owned())))
        }
        _ => None,
    }
}
