//! Something that was read, as far as it can settle a write or keep one from being sent.

use crate::api::v2::RecycleBin;
use crate::api::v2::extend::AutoExpansion;
use crate::api::v2::topology::CloudQueue;
use crate::api::{ApiError, ErrorKind, Listing, Operation, TaskList};
use crate::model::broker::QueueKey;
use crate::model::{Instance, InstanceId, InstanceKey, Plugin, Scope, Tag, TaskId, TaskStatus};
use crate::state::query::QueryAnswer;
use crate::state::span::Span;

/// An answer, and where it was read.
#[derive(Clone, Copy, Debug)]
pub struct Observation<'a> {
    scope: &'a Scope,
    answer: &'a QueryAnswer,
}

impl<'a> Observation<'a> {
    /// What an answer shows; nothing where it could not be read. That something does not exist is
    /// an answer.
    pub fn of(scope: &'a Scope, answer: &'a QueryAnswer) -> Option<Self> {
        let is_read = |kind: Option<ErrorKind>| kind.is_none_or(|kind| kind == ErrorKind::NotFound);
        let kind = answer.error().map(|error| error.kind);
        is_read(kind).then_some(Self { scope, answer })
    }

    /// The call it is from.
    pub fn call(self) -> Operation {
        self.answer.query().operation()
    }

    /// The answer itself, if it was read there.
    fn answer(self, scope: &Scope) -> Option<&'a QueryAnswer> {
        (self.scope == scope).then_some(self.answer)
    }

    /// An instance's detail; `None` in it when the service says that it does not exist.
    pub fn detail(self, key: &InstanceKey) -> Option<Option<&'a Instance>> {
        let (id, read) = self.answer(&key.scope)?.try_as_instance_ref()?;
        let detail = (*id == key.id).then_some(read)?.as_ref().ok();
        Some(detail.map(|detail| &detail.instance))
    }

    /// An instance in a list.
    pub fn listed(self, key: &InstanceKey) -> Option<&'a Instance> {
        let mut instances = self.listing(&key.scope)?.instances.iter();
        let found = instances.find(|instance| instance.id == key.id);
        found.map(AsRef::as_ref)
    }

    /// An instance as its detail or a list shows it; `None` in it when the service says that it
    /// does not exist. That it is not in a list says nothing: the detail has the last word.
    pub fn found(self, key: &InstanceKey) -> Option<Option<&'a Instance>> {
        let listed = || self.listed(key).map(Some);
        self.detail(key).or_else(listed)
    }

    /// An instance as its detail or a list shows it.
    pub fn shown(self, key: &InstanceKey) -> Option<&'a Instance> {
        self.found(key).flatten()
    }

    /// One task; `None` in it when the service says that it does not exist. An answer without a
    /// status says nothing about how the task goes.
    pub fn task(self, key: &InstanceKey, task: &TaskId) -> Option<Option<&'a TaskStatus>> {
        let (id, one, read) = self.answer(&key.scope)?.try_as_task_ref()?;
        match (*id == key.id && one == task).then_some(read)? {
            Ok(found) => found.as_ref()?.status.as_ref().map(Some),
            Err(_) => Some(None),
        }
    }

    pub fn plugins(self, key: &InstanceKey) -> Option<&'a [Plugin]> {
        let list = own(key, self.answer(&key.scope)?.try_as_plugins_ref()?)?;
        Some(&list.plugins)
    }

    /// All tasks of an instance: what is missing in a span may have begun at another time.
    pub fn tasks(self, key: &InstanceKey) -> Option<&'a TaskList> {
        let (id, span, read) = self.answer(&key.scope)?.try_as_tasks_ref()?;
        own(key, (id, read)).filter(|_| *span == Span::All)
    }

    /// The tags of an instance, by their own call.
    pub fn tags(self, key: &InstanceKey) -> Option<&'a [Tag]> {
        let tags = own(key, self.answer(&key.scope)?.try_as_tags_ref()?)?;
        Some(&tags.rows)
    }

    pub fn auto_expansion(self, key: &InstanceKey) -> Option<AutoExpansion> {
        let answer = self.answer(&key.scope)?.try_as_auto_expansion_ref()?;
        own(key, answer).copied()
    }

    /// A queue of a broker; `None` in it when the service says that it does not exist.
    pub fn cloud_queue(
        self,
        key: &InstanceKey,
        queue: &QueueKey,
    ) -> Option<Option<&'a CloudQueue>> {
        let (id, one, read) = self.answer(&key.scope)?.try_as_cloud_queue_ref()?;
        let read = (*id == key.id && one == queue).then_some(read)?;
        Some(read.as_ref().ok().map(AsRef::as_ref))
    }

    pub fn listing(self, scope: &Scope) -> Option<&'a Listing> {
        self.answer(scope)?.try_as_listing_ref()?.as_ref().ok()
    }

    pub fn recycle_bin(self, scope: &Scope) -> Option<&'a RecycleBin> {
        self.answer(scope)?.try_as_recycle_bin_ref()?.as_ref().ok()
    }
}

/// What was read of this instance.
fn own<'a, T>(
    key: &InstanceKey,
    (id, read): (&InstanceId, &'a Result<T, ApiError>),
) -> Option<&'a T> {
    (*id == key.id).then_some(read)?.as_ref().ok()
}
