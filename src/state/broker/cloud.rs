//! What the message service tells of a broker while that cannot be asked itself: the cloud view. It
//! has views of its own, in the same tables as those of the broker.

use super::detail::of_cloud;
use super::{BrokerState, Opened, SubView};
use crate::api::management::ManagementError;
use crate::api::v2::topology::{CloudQueue, CloudUser, Page};
use crate::api::{ApiError, QueueList};
use crate::broker::{BrokerError, Part};
use crate::model::broker::{Queue, QueueKey};
use crate::model::{Feature, InstanceKey};
use crate::state::State;
use crate::state::now::Now;
use crate::state::query::{Query, QueryCache, SLOW};
use crate::state::remote::{Remote, stale_after};
use crate::state::view::Pane;
use std::sync::Arc;
use strum::VariantArray as _;

/// The views of the cloud view.
const OF_CLOUD: [SubView; 2] = [SubView::CloudQueues, SubView::CloudUsers];

/// Cells from which on why a broker cannot be asked fits in the rows it is given.
const WIDE: u16 = 78;
/// Rows that its table has at least, with headings.
const LEAST: u16 = 6;

impl BrokerState {
    /// Why there is no way in, while there is none. What was read before is worth more than that,
    /// unless the login is refused.
    pub fn closed(&self) -> Option<&BrokerError> {
        let head = self.part(&Part::Head);
        match &head.failure.as_ref()?.error {
            BrokerError::Management(error) if head.known.is_some() && !error.refuses_login() => {
                None
            }
            error => Some(error),
        }
    }

    /// The view that is shown.
    pub fn shown(&self) -> SubView {
        match (self.closed(), self.users_of_cloud) {
            (None, _) => self.shown,
            (Some(_), false) => SubView::CloudQueues,
            (Some(_), true) => SubView::CloudUsers,
        }
    }

    /// The views that there are: those of the broker, or without a way in those of the cloud view.
    /// Only where there is no management API the service tells users.
    pub fn views(&self) -> Vec<SubView> {
        let closed = self.closed();
        let no_api = BrokerError::Management(ManagementError::NoApi);
        let is_there = |view: &&SubView| {
            OF_CLOUD.contains(view) == closed.is_some()
                && (**view != SubView::CloudUsers || closed == Some(&no_api))
        };
        SubView::VARIANTS.iter().filter(is_there).copied().collect()
    }

    /// Shows one of them.
    pub(super) fn show_view(&mut self, view: SubView) {
        match OF_CLOUD.contains(&view) {
            true => self.users_of_cloud = view == SubView::CloudUsers,
            false => self.shown = view,
        }
    }

    /// Leaves what was opened on the other side, if there is a way in now and was none, or the other
    /// way round.
    pub(super) fn turn(&mut self, was_closed: bool) {
        if self.closed().is_some() != was_closed {
            (self.opened, self.only, self.sought) = (None, None, None);
            self.left.clear();
        }
    }
}

impl State {
    /// The instance whose cloud view is shown, if one is.
    pub fn cloud_view(&self) -> Option<&InstanceKey> {
        let key = self.view.opened.as_ref()?;
        let asks = self.api(&key.scope).has(Feature::Topology);
        let here = self.view.tab == Pane::Broker && self.broker.closed().is_some();
        (asks && here).then_some(key)
    }

    /// What is read for what is shown of it. The list goes on behind one of its queues.
    pub(in crate::state) fn cloud_queries(&self) -> Vec<Query> {
        let Some(key) = self.cloud_view().filter(|_| !self.broker_rests()) else {
            return Vec::new();
        };
        let id = || key.id.clone();
        let list = match self.broker.shown() == SubView::CloudUsers {
            true => Query::CloudUsers(id()),
            false => Query::CloudQueues(id()),
        };
        let queue = self.cloud_queue_shown();
        let queue = queue.map(|queue| Query::CloudQueue(id(), queue.clone()));
        std::iter::once(list).chain(queue).collect()
    }

    /// The queue that is shown by itself.
    fn cloud_queue_shown(&self) -> Option<&QueueKey> {
        match self.broker.opened()? {
            Opened::Queue(key) => Some(key),
            Opened::Node(_) => None,
        }
    }

    fn of_cloud(&self) -> Option<&QueryCache> {
        let key = self.cloud_view()?;
        Some(self.details.known(key))
    }

    /// The queues as the service tells them.
    pub fn cloud_queues(&self) -> Option<&Remote<Arc<QueueList>>> {
        self.of_cloud().map(QueryCache::cloud_queues)
    }

    /// The users as the service tells them.
    pub fn cloud_users(&self) -> Option<&Remote<Page<CloudUser>>> {
        self.of_cloud().map(QueryCache::cloud_users)
    }

    /// The queue that is shown by itself, as the service tells it.
    pub fn cloud_queue(&self) -> Option<&Remote<Arc<CloudQueue>>> {
        let key = self.cloud_queue_shown()?;
        Some(self.of_cloud()?.cloud_queue(key))
    }

    /// The queue of the cloud view that something is done to: the one that is shown by itself, or the
    /// one under the cursor.
    pub fn cloud_target(&self) -> Option<&Queue> {
        let key = match (self.cloud_queue_shown(), self.cloud_queue()) {
            (Some(_), Some(read)) if read.value().is_some() => {
                return read.value().map(|read| &read.queue);
            }
            (Some(key), _) => key.clone(),
            (None, _) => super::views::queue_of(&self.broker.selected()?.id)?,
        };
        let listed = &self.cloud_queues()?.value()?.queues.rows;
        listed.iter().find(|queue| queue.key == key)
    }

    /// When that which is shown of the cloud view was read, and why it could not be read since.
    pub fn cloud_standing(&self) -> Option<(Option<Now>, Option<&ApiError>)> {
        match (self.broker.opened(), self.broker.shown()) {
            (Some(_), _) => self.cloud_queue().map(standing),
            (None, SubView::CloudUsers) => self.cloud_users().map(standing),
            (None, _) => self.cloud_queues().map(standing),
        }
    }

    /// When it was read.
    pub fn cloud_read_at(&self) -> Option<Now> {
        self.cloud_standing()?.0
    }

    /// Whether what is shown of it should have been read again by now.
    pub fn cloud_is_stale(&self) -> bool {
        let read = self.cloud_read_at();
        read.is_some_and(|at| self.now.since(at) > stale_after(SLOW))
    }

    /// Makes the rows of a queue of the cloud view that is shown by itself.
    pub(super) fn refresh_cloud_details(&mut self) {
        if self.cloud_view().is_some() {
            let read = self.cloud_queue().and_then(Remote::value);
            let rows = read.map(|queue| of_cloud(queue));
            self.broker.details = rows.unwrap_or_default();
        }
    }

    /// Rows for why there is no way in, above the cloud view.
    pub fn why_rows(&self) -> u16 {
        let needed = match self.broker.closed() {
            None => return 0,
            Some(BrokerError::NoUser | BrokerError::NeedsPassword(_)) => 3,
            // What a certificate says of itself is compared.
            Some(BrokerError::Management(error)) if error.presented().is_some() => 14,
            // The tunnel stands in two lines.
            Some(BrokerError::Management(ManagementError::NoRoute)) => 8,
            Some(BrokerError::Management(ManagementError::NoApi)) => 4,
            Some(BrokerError::Management(_)) => 6,
        };
        let needed = if self.size.width < WIDE {
            needed * 2
        } else {
            needed
        };
        needed.min(self.body_rows().saturating_sub(LEAST))
    }
}

fn standing<T>(read: &Remote<T>) -> (Option<Now>, Option<&ApiError>) {
    let failure = read.failure.as_ref().map(|failure| &failure.error);
    (read.known.as_ref().map(|known| known.at), failure)
}
