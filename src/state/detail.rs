//! What is known of an instance beyond its row, and the cursors in it.

use super::list_cursor::ListCursor;
use super::query::{Query, QueryCache};
use super::span::Span;
use crate::model::{InstanceKey, Plugin, PluginName, Scope, Task, TaskId};
use std::collections::VecDeque;

/// One instance, looked into.
#[derive(Clone, Debug)]
pub struct Detail {
    pub key: InstanceKey,
    /// What was read of it.
    pub known: QueryCache,
    /// Cursor among the plug-ins.
    pub plugin: ListCursor<PluginName>,
    /// Cursor among the tasks.
    pub task: ListCursor<TaskId>,
}

impl Detail {
    fn new(key: InstanceKey) -> Self {
        Self {
            key,
            known: QueryCache::EMPTY,
            plugin: ListCursor::default(),
            task: ListCursor::default(),
        }
    }

    /// The plug-ins, in the service's order.
    pub fn plugins(&self) -> &[Plugin] {
        let list = self.known.plugins().value();
        list.map_or(&[], |list| &list.plugins)
    }

    /// The tasks of a span, newest first.
    pub fn tasks(&self, span: Span) -> &[Task] {
        let list = self.known.tasks(&span).value();
        list.map_or(&[], |list| &list.tasks)
    }

    /// Names of the plug-ins, in the service's order.
    pub fn plugin_names(&self) -> Vec<PluginName> {
        let plugins = self.plugins().iter();
        plugins.map(|plugin| plugin.name.clone()).collect()
    }

    /// The plug-in under the cursor.
    pub fn selected_plugin(&self) -> Option<&Plugin> {
        let place = self.plugin.place(&self.plugin_names())?;
        self.plugins().get(place)
    }

    /// Makes room for what is looked at: of the tasks of a span, and of single tasks, only those
    /// that were looked at last are kept.
    pub fn look_at(&mut self, query: &Query) {
        let is_new = self.known.look_at(query);
        if let (true, Query::Tasks(..)) = (is_new, query) {
            // The task under the cursor may not be among these.
            self.task = ListCursor::default();
        }
    }

    /// Ids of the tasks of a span, newest first.
    pub fn task_ids(&self, span: Span) -> Vec<TaskId> {
        let tasks = self.tasks(span).iter();
        tasks.map(|task| task.id.clone()).collect()
    }

    /// The newest that is known of a task: it was read by itself, or with others.
    pub fn task_by_id(&self, id: &TaskId) -> Option<&Task> {
        let listed = self.known.task_lists().filter_map(|list| {
            let known = list.known.as_ref()?;
            let task = known.value.tasks.iter().find(|task| task.id == *id)?;
            Some((known.at.uptime, task))
        });
        let alone = self.known.task(id).known.as_ref();
        let alone = alone.and_then(|known| Some((known.at.uptime, known.value.as_ref()?)));
        let newest = listed.chain(alone).max_by_key(|(at, _)| *at);
        newest.map(|(_, task)| task)
    }

    /// The task under the cursor, among those of a span.
    pub fn selected_task(&self, span: Span) -> Option<&Task> {
        let place = self.task.place(&self.task_ids(span))?;
        self.tasks(span).get(place)
    }
}

/// Details of the instances looked at last; the oldest is forgotten first.
#[derive(Clone, Debug, Default)]
pub struct Details {
    newest_first: VecDeque<Detail>,
}

const KEPT: usize = 16;

impl Details {
    /// What is known of one instance.
    pub fn get(&self, key: &InstanceKey) -> Option<&Detail> {
        self.newest_first.iter().find(|detail| detail.key == *key)
    }

    /// What was read of one instance; nothing when it was not looked at.
    pub fn known(&self, key: &InstanceKey) -> &QueryCache {
        let detail = self.get(key);
        detail.map_or(const { &QueryCache::EMPTY }, |detail| &detail.known)
    }

    /// What is known of one instance, to change it; an unknown one is not added.
    pub fn get_mut(&mut self, key: &InstanceKey) -> Option<&mut Detail> {
        self.newest_first
            .iter_mut()
            .find(|detail| detail.key == *key)
    }

    /// Forgets everything about the instances of a scope.
    pub fn leave(&mut self, scope: &Scope) {
        self.newest_first
            .retain(|detail| detail.key.scope != *scope);
    }

    /// Makes room for an instance that is being looked at.
    pub fn look_at(&mut self, key: &InstanceKey) -> &mut Detail {
        let found = self
            .newest_first
            .iter()
            .position(|detail| detail.key == *key);
        let detail = found.and_then(|place| self.newest_first.remove(place));
        let detail = detail.unwrap_or_else(|| Detail::new(key.clone()));
        self.newest_first.push_front(detail);
        self.newest_first.truncate(KEPT);
        &mut self.newest_first[0]
    }
}
