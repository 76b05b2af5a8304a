//! What is known of an instance beyond its row: raw detail, plug-ins, tasks.

use super::pick::Pick;
use super::remote::Remote;
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
    /// Its background tasks, newest first.
    pub tasks: Remote<TaskList>,
    /// What the service offers for its size.
    pub sizes: Remote<ProductList>,
    /// Cursor among the plug-ins.
    pub plugin: Pick<PluginName>,
    /// Cursor among the tasks.
    pub task: Pick<TaskId>,
}

impl Detail {
    fn new(key: InstanceKey) -> Self {
        Self {
            key,
            instance: Remote::default(),
            plugins: Remote::default(),
            tasks: Remote::default(),
            sizes: Remote::default(),
            plugin: Pick::default(),
            task: Pick::default(),
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

    /// Ids of the tasks, newest first.
    #[must_use]
    pub fn task_ids(&self) -> Vec<TaskId> {
        let tasks = self.tasks.value().map(|list| list.tasks.as_slice());
        tasks
            .unwrap_or_default()
            .iter()
            .map(|task| task.id.clone())
            .collect()
    }

    /// A task by its id; `None` when it is not among those that were read.
    #[must_use]
    pub fn task_by_id(&self, id: &TaskId) -> Option<&Task> {
        self.tasks.value()?.tasks.iter().find(|task| task.id == *id)
    }

    /// The task under the cursor.
    #[must_use]
    pub fn selected_task(&self) -> Option<&Task> {
        let ids = self.task_ids();
        self.task_by_id(self.task.on(&ids)?)
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
