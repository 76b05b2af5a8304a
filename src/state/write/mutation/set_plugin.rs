//! Switching a plug-in. The service changes one of an instance at a time.

use super::{Asks, Facts, Mutate, Mutation, On, Question, TASKS_AND_PLUGINS, Target, one, running};
use crate::api::v2::{SetPlugins, Switch};
use crate::api::{OneOrMore, Operation, Prepared, Unsupported};
use crate::journal::Attempt;
use crate::model::{Feature, Home, InstanceKey, PluginName, Task};
use crate::state::State;
use crate::state::query::Query;
use crate::state::row::Row;
use crate::state::span::Span;
use crate::state::write::can::{Refusal, present, runs};
use crate::state::write::observation::Observation;
use crate::state::write::pending::{Conflict, News, Pending, Phase, Step, WriteStatus};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PluginSwitch {
    pub key: InstanceKey,
    pub plugin: PluginName,
    pub to: Switch,
}

impl PluginSwitch {
    pub(super) const FACTS: Facts = Facts {
        outdates: TASKS_AND_PLUGINS,
        asks: Asks::Always(Question::YesNo),
        can: State::can_switch_plugins,
        restore: Some(restore),
        ..Facts::of(Operation::SwitchPlugins)
    };

    fn is_so(&self, enabled: Option<bool>) -> bool {
        enabled == Some(self.to == Switch::Enable)
    }
}

fn restore(attempt: &Attempt, key: InstanceKey) -> Option<Mutation> {
    let body = attempt.request.body.as_ref()?;
    let plugin = PluginName::new(body.get("plugins")?.as_str()?).ok()?;
    let to = match body.get("enable")?.as_bool()? {
        true => Switch::Enable,
        false => Switch::Disable,
    };
    Some(PluginSwitch { key, plugin, to }.into())
}

impl Mutate for PluginSwitch {
    fn calls(&self, home: &Home) -> Result<Vec<Prepared>, Unsupported> {
        let switch = SetPlugins {
            instance: self.key.id.clone(),
            plugins: OneOrMore::one(self.plugin.clone()),
            switch: self.to,
        };
        one(&switch, home)
    }

    fn on(&self) -> On {
        On::Plugin(self.plugin.clone(), self.to)
    }

    fn looks(&self, _: usize) -> Vec<Query> {
        let id = || self.key.id.clone();
        vec![Query::Instance(id()), Query::Plugins(id())]
    }

    fn still_holds(&self, target: &Target, read: Observation<'_>) -> Result<(), Conflict> {
        running(target, read)?;
        let Some(plugins) = read.plugins(&self.key) else {
            return Ok(());
        };
        let found = plugins.iter().find(|one| one.name == self.plugin);
        match self.is_so(found.and_then(|plugin| plugin.enabled)) {
            true => Err(Conflict::AlreadyThere),
            false => Ok(()),
        }
    }

    fn follows(&self, write: &Pending) -> Vec<Query> {
        let plugins = Query::Plugins(self.key.id.clone());
        match write.is_unsettled() {
            true => vec![plugins, Query::Tasks(self.key.id.clone(), Span::All)],
            false => vec![write.job(&self.key).unwrap_or(plugins)],
        }
    }

    fn reconcile(&self, write: &Pending, news: News<'_>) -> Step {
        let read = news.observation;
        if let Some(plugins) = read.plugins(&self.key) {
            let found = plugins.iter().find(|one| one.name == self.plugin);
            return match self.is_so(found.and_then(|plugin| plugin.enabled)) {
                true => Step::End(WriteStatus::Done),
                false => write.no_trace(news),
            };
        }
        match (&write.phase, read.tasks(&self.key)) {
            (Phase::Unknown(_), Some(tasks)) => {
                let ours = |task: &&Task| {
                    let running = task.status.as_ref().is_none_or(|status| !status.is_final());
                    let params = task.params.as_deref().unwrap_or_default();
                    running
                        && params.contains(self.plugin.as_str())
                        && write.may_have_started(task.created_at)
                };
                match tasks.tasks.iter().find(ours) {
                    Some(task) => Step::follow(task, Some(WriteStatus::Accepted)),
                    None => write.no_trace(news),
                }
            }
            _ => write.by_job(&self.key, news).unwrap_or(Step::Stay),
        }
    }
}

impl State {
    /// Whether plug-ins of an instance can be switched.
    ///
    /// # Errors
    /// The reason why not.
    pub fn can_switch_plugins(&self, row: &Row) -> Result<(), Refusal> {
        self.has(&row.key.scope, Feature::Plugins)?;
        if !row.instance.has_plugins() {
            let version = row.instance.engine_version.clone();
            return Err(Refusal::NoPlugins(version.unwrap_or_default()));
        }
        self.can_write(&row.key.scope)?;
        present(row)?;
        if let Some(plugin) = self.pending.plugin_of(&row.key) {
            return Err(Refusal::PluginBusy(plugin.clone()));
        }
        self.is_free(row)?;
        runs(row)
    }
}
