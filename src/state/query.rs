//! What can be read of a scope: one line of a table for each, with what it gives.
//!
//! Read the table first. A [`Query`] is asked by the poller because it is in the
//! [interest](super::interest); a [`QueryAnswer`] says what came of it, and a [`QueryCache`] keeps it.

mod cache;
mod table;

use super::now::Now;
use super::remote::{ReadState, Remote, Ticket};
use super::span::Span;
use super::view::Pane;
use crate::api::v2::catalogue::{ListQuotas, Quota};
use crate::api::v2::extend::{AutoExpansion, ShowAutoExpansion};
use crate::api::v2::topology::{CloudQueue, CloudUser, ListUsers, Page, ShowQueue};
use crate::api::v2::{self, InstanceDetail, PluginList, ProductList, ProjectTag};
use crate::api::{ApiError, Listing, Operation, QueueList, Read, Rows, TaskList};
use crate::model::broker::QueueKey;
use crate::model::{Catalogue, Feature, InstanceId, Tag, Task, TaskId};
pub use cache::QueryCache;
use std::sync::Arc;
use std::time::Duration;
use table::queries;

/// How often what takes many requests is read at most.
pub const SLOW: Duration = Duration::from_secs(30);

queries! {
    scope {
        /// Every instance. The fleet keeps them.
        Listing => Listing: ListInstances, polled, |by| by.listing().await;
        /// What a new instance can be chosen from.
        Catalogue as catalogue => Catalogue: ListProducts, offer, |by| by.catalogue().await;
        /// The tags in use in the project, whether a listed instance has them or not.
        ProjectTags as project_tags => Rows<ProjectTag>: ListProjectTags, offer,
            |by| by.read(&v2::ListProjectTags).await;
        /// How much of what the project may have is used.
        Quotas as quotas => Rows<Quota>: ListQuotas, offer,
            |by| by.read(&ListQuotas).await;
        /// The recycle bin and its policy.
        RecycleBin as recycle_bin => v2::RecycleBin: ShowRecycle, polled,
            |by| by.read(&v2::ShowRecycle).await;
    }
    instance {
        /// The detail of an instance, with the raw JSON of the answer.
        Instance as instance() => Arc<InstanceDetail>: ShowInstance, polled in [Overview, Tags, Json],
            |by, instance| by.read(&v2::ShowInstance { instance }).await.map(Arc::new);
        /// The plug-ins of an instance.
        Plugins as plugins() => PluginList: ListPlugins, polled in [Plugins] with Plugins,
            |by, instance| by.read(&v2::ListPlugins { instance }).await;
        /// The background tasks of an instance that began in a span, newest first. Only all of
        /// them settle anything: what is missing in a span may have begun at another time.
        Tasks as tasks(span: Span) => TaskList: ListTasks, polled in [Tasks] with Tasks,
            |by, instance| by.tasks(&instance, span).await;
        /// One background task of an instance; `None` when the service answers without it.
        Task as task(task: TaskId) => Option<Task>: ShowTask, polled,
            |by, instance| by.read(&v2::ShowTask { instance, task }).await;
        /// The tags of an instance, by their own call.
        Tags as tags() => Rows<Tag>: ListTags, polled,
            |by, instance| by.read(&v2::ListInstanceTags { instance }).await;
        /// Whether the disks of an instance grow by themselves, and how.
        AutoExpansion as auto_expansion() => AutoExpansion: ShowAutoExpansion,
            polled in [Overview] with Resize,
            |by, instance| by.read(&ShowAutoExpansion { instance }).await;
        /// The queues of a broker as the message service tells them: read while the broker itself
        /// cannot be asked.
        CloudQueues as cloud_queues() => Arc<QueueList>: ListQueues, slow in [Broker] with Topology,
            |by, instance| by.queues(&instance).await.map(Arc::new);
        /// One of them, with its consumers and bindings.
        CloudQueue as cloud_queue(queue: QueueKey) => Arc<CloudQueue>: ShowQueue,
            slow in [Broker] with Topology,
            |by, instance| by.read(&ShowQueue { instance, queue }).await.map(Arc::new);
        /// The users of a broker, of the engine AMQP-0-9-1.
        CloudUsers as cloud_users() => Page<CloudUser>: ListUsers, slow in [Broker] with Topology,
            |by, instance| by.read(&ListUsers { instance }).await;
        /// What the service offers for the size of an instance.
        Sizes as sizes() => ProductList: ListSizes, offer,
            |by, instance| by.read(&v2::ShowExtend { instance }).await;
    }
}

impl Query {
    /// Whether it stands in for what a broker says itself: it is asked only where that cannot be.
    pub fn stands_in(&self) -> bool {
        self.panes() == [Pane::Broker]
    }
}

/// Whoever can ask the service.
pub(crate) trait Asker {
    /// Sends one request.
    async fn read<O: Read>(&self, request: &O) -> Result<O::Reply, ApiError>;
    async fn listing(&self) -> Result<Listing, ApiError>;
    async fn catalogue(&self) -> Result<Catalogue, ApiError>;
    async fn tasks(&self, instance: &InstanceId, span: Span) -> Result<TaskList, ApiError>;
    async fn queues(&self, instance: &InstanceId) -> Result<QueueList, ApiError>;
}

/// What a query about an instance takes beyond the instance.
trait Argument {
    /// Whether it asks for one of many.
    fn is_narrow(&self) -> bool;
}

impl Argument for Span {
    fn is_narrow(&self) -> bool {
        *self != Self::All
    }
}

impl Argument for TaskId {
    fn is_narrow(&self) -> bool {
        true
    }
}

impl Argument for QueueKey {
    fn is_narrow(&self) -> bool {
        true
    }
}
