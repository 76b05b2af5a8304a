//! Something that was read, as far as it can settle a write or keep one from being sent.

use crate::api::{ErrorKind, Listing, Operation, TaskList};
use crate::model::{Instance, InstanceKey, Plugin, Scope, Tag, TaskId, TaskStatus};
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
    pub fn answer(self, scope: &Scope) -> Option<&'a QueryAnswer> {
        (self.scope == scope).then_some(self.answer)
    }

    /// An instance's detail; `None` in it when the service says that it does not exist.
    pub fn detail(self, key: &InstanceKey) -> Option<Option<&'a Instance>> {
        match self.answer(&key.scope)? {
            QueryAnswer::Instance(id, detail) if *id == key.id => {
                Some(detail.as_ref().ok().map(|detail| &detail.instance))
            }
            _ => None,
        }
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
        match self.answer(&key.scope)? {
            QueryAnswer::Task(id, one, found) if *id == key.id && one == task => match found {
                Ok(found) => found.as_ref()?.status.as_ref().map(Some),
                Err(_) => Some(None),
            },
            _ => None,
        }
    }

    pub fn plugins(self, key: &InstanceKey) -> Option<&'a [Plugin]> {
        match self.answer(&key.scope)? {
            QueryAnswer::Plugins(id, Ok(list)) if *id == key.id => Some(&list.plugins),
            _ => None,
        }
    }

    /// All tasks of an instance: what is missing in a span may have begun at another time.
    pub fn tasks(self, key: &InstanceKey) -> Option<&'a TaskList> {
        match self.answer(&key.scope)? {
            QueryAnswer::Tasks(id, Span::All, Ok(list)) if *id == key.id => Some(list),
            _ => None,
        }
    }

    /// The tags of an instance, by their own call.
    pub fn tags(self, key: &InstanceKey) -> Option<&'a [Tag]> {
        match self.answer(&key.scope)? {
            QueryAnswer::Tags(id, Ok(tags)) if *id == key.id => Some(&tags.rows),
            _ => None,
        }
    }

    pub fn listing(self, scope: &Scope) -> Option<&'a Listing> {
        match self.answer(scope)? {
            QueryAnswer::Listing(Ok(listing)) => Some(listing),
            _ => None,
        }
    }
}
