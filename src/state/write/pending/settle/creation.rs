//! How a creation goes on, one by the month or year among them.
//!
//! Paid by use, an instance is there as soon as the service took the request. By the month or year
//! the service takes an order, and the instance comes when the order is through; nothing that can
//! be read here tells of an order before that.

use std::sync::Arc;

use super::{
    EndsBy, GIVE_UP_AFTER, Instance, Moment, News, Observation, Pending, Phase, Status, Step,
    WriteStatus, listed, started_by,
};
use std::time::Duration;

impl Pending {
    pub(super) fn weigh_create(&self, news: News<'_>) -> Step {
        let asked = news.asked;
        match (&self.phase, news.observation) {
            (Phase::Accepted { .. }, Observation::Instance(about, found))
                if self.key().as_ref() == Some(about) =>
            {
                // A detail that does not exist yet is not the end of a creation.
                found.map_or(Step::Stay, |found| at_rest(found).unwrap_or(Step::Stay))
            }
            (Phase::Ordered { created, .. }, observation) => match self.come(observation) {
                Some(instance) => at_rest(instance).unwrap_or_else(|| {
                    let phase = Phase::Accepted {
                        job: None,
                        created: Some(created.clone()),
                        since: asked,
                    };
                    Step::Go(phase, Some(WriteStatus::Accepted))
                }),
                None => Step::Stay,
            },
            (Phase::Unknown(_), Observation::Listing(scope, listing))
                if scope == self.what.scope() =>
            {
                // Somebody else's older instance of that name is not ours.
                let named = |instance: &&Arc<Instance>| {
                    instance.label() == self.what.name()
                        && started_by(instance.created_at, self.sent)
                };
                match listing.instances.iter().find(named) {
                    Some(instance) => Step::Go(
                        Phase::Accepted {
                            job: None,
                            created: Some(instance.id.clone()),
                            since: asked,
                        },
                        Some(WriteStatus::Accepted),
                    ),
                    None if listing.missing.is_empty() => self.no_trace(news),
                    None => Step::Stay,
                }
            }
            _ => Step::Stay,
        }
    }

    /// The instance that was ordered, if this shows it.
    fn come<'a>(&self, observation: Observation<'a>) -> Option<&'a Instance> {
        let key = self.key()?;
        match observation {
            Observation::Instance(about, found) if *about == key => found,
            other => listed(other, &key),
        }
    }

    /// How it is said to stand when it is no longer followed; nothing while it is to be.
    pub(super) fn given_up(&self, now: Moment) -> Option<WriteStatus> {
        if self.ends_at().is_none_or(|end| now.uptime < end) {
            return None;
        }
        match &self.phase {
            Phase::Accepted { .. } | Phase::UnderWay { .. } => Some(WriteStatus::GaveUp),
            Phase::Ordered { .. } => Some(WriteStatus::OrderGaveUp),
            Phase::Unknown(_) => Some(WriteStatus::Unsure),
            Phase::Checking | Phase::Sending | Phase::Partly { .. } => None,
        }
    }

    /// When it ends by time alone, as time since the start. What is unknown stays so until it is
    /// read, or the user ends it.
    pub(super) fn ends_at(&self) -> Option<Duration> {
        match &self.phase {
            Phase::Accepted { .. } | Phase::UnderWay { .. } | Phase::Ordered { .. } => {
                Some(self.sent.uptime.saturating_add(GIVE_UP_AFTER))
            }
            Phase::Unknown(lost) if self.ends_by() == EndsBy::Time => {
                Some(Duration::from_millis(lost.proves_from))
            }
            Phase::Unknown(_) | Phase::Checking | Phase::Sending | Phase::Partly { .. } => None,
        }
    }
}

/// The end of a creation, if the instance has come to it.
fn at_rest(instance: &Instance) -> Option<Step> {
    match instance.status.as_ref()? {
        Status::Running => Some(Step::End(WriteStatus::Done)),
        status @ (Status::CreateFailed | Status::Error) => {
            Some(Step::End(WriteStatus::Failed(status.word().to_owned())))
        }
        _ => None,
    }
}
