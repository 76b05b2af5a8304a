//! What tells the cluster that answers from others: asked once in a while, as behind a tunnel another
//! one may answer the next time.

use crate::api::management::ManagementError;
use crate::broker::BrokerAnswer;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// How often it is asked: less than 1 ms of the broker.
const EVERY: Duration = Duration::from_secs(60);

/// What a cluster calls itself, as it said last.
#[derive(Debug, Default)]
pub(super) struct ClusterId {
    id: Option<String>,
    asked: Option<Instant>,
    /// The user may not know it.
    hidden: bool,
}

impl ClusterId {
    /// Whether it is asked now.
    pub(super) fn is_due(&self) -> bool {
        let long_ago = |asked: Instant| asked.elapsed() >= EVERY;
        !self.hidden && self.asked.is_none_or(long_ago)
    }

    /// Takes in what was answered.
    pub(super) fn take(&mut self, answered: Result<Option<String>, ManagementError>) {
        self.asked = Some(Instant::now());
        match answered {
            Ok(id) => self.id = id,
            Err(ManagementError::LacksTag(_) | ManagementError::NotAllowed(_)) => {
                self.hidden = true;
            }
            Err(_) => {}
        }
    }

    pub(super) fn id(&self) -> Option<String> {
        self.id.clone()
    }
}

/// The same answer, with what the cluster calls itself where it is of the whole.
pub(super) fn of_cluster(mut answer: BrokerAnswer, id: Option<&str>) -> BrokerAnswer {
    if let BrokerAnswer::Head(head) = &mut answer {
        Arc::make_mut(head).overview.cluster_id = id.map(str::to_owned);
    }
    answer
}
