//! What is known of an instance beyond its row: raw detail, plug-ins, tasks.

use super::list_cursor::ListCursor;
use super::remote::{Remote, Ticket};
use super::span::Span;
use crate::api::TaskList;
use crate::api::v2::{InstanceDetail, PluginList, ProductList};
use crate::model::{InstanceKey, Plugin, PluginName, Scope, Task, TaskId};
use std::collections::VecDeque;
use std::sync::Arc;

/// One instance, looked into.
#[derive(Clone, Debug)]
pub struct Detail {
    /// Which one.
    pub key: InstanceKey,
    /// Its detail, with the raw JSON of the answer.
    pub instance: Remote<Arc<InstanceDetail>>,
    /// Its plug-ins.
    pub plugins: Remote<PluginList>,
    /// Its background tasks, newest first: all of them.
    pub tasks: Remote<TaskList>,
    /// Those of the span that was looked at last.
    pub within: Option<Within>,
    /// The task that was looked at last by itself.
    pub one: Option<One>,
    /// What the service offers for its size.
    pub sizes: Remote<ProductList>,
    /// Cursor among the plug-ins.
    pub plugin: ListCursor<PluginName>,
    /// Cursor among the tasks.
    pub task: ListCursor<TaskId>,
}

/// The tasks that began in a span.
#[derive(Clone, Debug)]
pub struct Within {
    /// The span.
    pub span: Span,
    /// The tasks, newest first.
    pub tasks: Remote<TaskList>,
}

/// One task, read by itself.
#[derive(Clone, Debug)]
pub struct One {
    /// Which.
    pub id: TaskId,
    /// The task; `None` when the service answered without it.
    pub task: Remote<Option<Task>>,
}

impl Detail {
    fn new(key: InstanceKey) -> Self {
        Self {
            key,
            instance: Remote::default(),
            plugins: Remote::default(),
            tasks: Remote::default(),
            within: None,
            one: None,
            sizes: Remote::default(),
            plugin: ListCursor::default(),
            task: ListCursor::default(),
        }
    }

    /// Names of the plug-ins, in the service's order.
    #[must_use]
    pub fn plugin_names(&self) -> Vec<PluginName> {
        let plugins = self.plugins.value().map(|list| list.plugins.as_slice());
        plugins
            .unwrap_or_default()
            .iter()
            .map(|plugin| plugin.name.clone())
            .collect()
    }

    /// The plug-in under the cursor.
    #[must_use]
    pub fn selected_plugin(&self) -> Option<&Plugin> {
        let names = self.plugin_names();
        let on = self.plugin.on(&names)?;
        self.plugins
            .value()?
            .plugins
            .iter()
            .find(|plugin| plugin.name == *on)
    }

    /// The tasks of a span; `None` while nobody has looked at that one.
    #[must_use]
    pub fn listed(&self, span: Span) -> Option<&Remote<TaskList>> {
        match span {
            Span::All => Some(&self.tasks),
            _ => {
                let within = self.within.as_ref().filter(|within| within.span == span);
                within.map(|within| &within.tasks)
            }
        }
    }

    /// Makes room for the tasks of a span. Those of another one are forgotten.
    pub fn look_within(&mut self, span: Span) {
        if self.listed(span).is_none() {
            let tasks = Remote::default();
            // The task under the cursor may not be among these.
            self.task = ListCursor::default();
            self.within = Some(Within { span, tasks });
        }
    }

    /// Makes room for a task that is looked at by itself.
    pub fn look_at_task(&mut self, id: &TaskId) {
        if self.one.as_ref().is_none_or(|one| one.id != *id) {
            self.one = Some(One {
                id: id.clone(),
                task: Remote::default(),
            });
        }
    }

    /// What was asked about its tasks up to now counts as old news.
    pub fn outdate_tasks(&mut self, up_to: Ticket) {
        self.tasks.outdate(up_to);
        if let Some(within) = &mut self.within {
            within.tasks.outdate(up_to);
        }
        if let Some(one) = &mut self.one {
            one.task.outdate(up_to);
        }
    }

    /// Ids of the tasks of a span, newest first.
    #[must_use]
    pub fn task_ids(&self, span: Span) -> Vec<TaskId> {
        let listed = self.listed(span).and_then(Remote::value);
        let tasks = listed.map(|list| list.tasks.as_slice());
        tasks
            .unwrap_or_default()
            .iter()
            .map(|task| task.id.clone())
            .collect()
    }

    /// The newest that is known of a task: it was read by itself, or with others.
    #[must_use]
    pub fn task_by_id(&self, id: &TaskId) -> Option<&Task> {
        let within = self.within.as_ref().map(|within| &within.tasks);
        let lists = [Some(&self.tasks), within].into_iter().flatten();
        let listed = lists.filter_map(|list| {
            let known = list.known.as_ref()?;
            let task = known.value.tasks.iter().find(|task| task.id == *id)?;
            Some((known.at.uptime, task))
        });
        let alone = self.read_alone(id).and_then(|task| task.known.as_ref());
        let alone = alone.and_then(|known| Some((known.at.uptime, known.value.as_ref()?)));
        let newest = listed.chain(alone).max_by_key(|(at, _)| *at);
        newest.map(|(_, task)| task)
    }

    /// What reading a task by itself gave; `None` when that was not this one.
    #[must_use]
    pub fn read_alone(&self, id: &TaskId) -> Option<&Remote<Option<Task>>> {
        let one = self.one.as_ref().filter(|one| one.id == *id);
        one.map(|one| &one.task)
    }

    /// The task under the cursor, among those of a span.
    #[must_use]
    pub fn selected_task(&self, span: Span) -> Option<&Task> {
        let ids = self.task_ids(span);
        let id = self.task.on(&ids)?;
        let list = self.listed(span)?.value()?;
        list.tasks.iter().find(|task| task.id == *id)
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
    #[must_use]
    pub fn get(&self, key: &InstanceKey) -> Option<&Detail> {
        self.newest_first.iter().find(|detail| detail.key == *key)
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
