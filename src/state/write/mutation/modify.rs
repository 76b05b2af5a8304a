//! Changing settings of an instance. It is done when the instance is as it should be; what takes a
//! background task has failed when that has.

use super::{Asks, Changes, Facts, Mutate, Target, Warning, one, running};
use crate::api::v2::{ModifyInstance, PublicAccess};
use crate::api::{OneOrMore, Operation, Prepared, TaskList, Unsupported};
use crate::model::{Home, InstanceKey, Task};
use crate::state::State;
use crate::state::query::Query;
use crate::state::row::Row;
use crate::state::span::Span;
use crate::state::write::can::{Refusal, runs};
use crate::state::write::change::{Change, Public, Setting};
use crate::state::write::observation::Observation;
use crate::state::write::pending::{Conflict, News, Pending, Phase, Step, WriteStatus};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Modification {
    pub key: InstanceKey,
    /// From what the user saw to what it should become.
    pub changes: OneOrMore<Change>,
}

impl Modification {
    pub(super) const FACTS: Facts = Facts {
        asks: Asks::BySetting,
        can: State::can_modify,
        ..Facts::of(Operation::ModifyInstance)
    };

    fn settings(&self) -> impl Iterator<Item = &Setting> {
        self.changes.as_slice().iter().map(|change| &change.to)
    }

    /// Whether it lets the internet in.
    fn opens(&self) -> bool {
        let mut settings = self.settings();
        settings.any(|to| matches!(to, Setting::Public(Public::On(_))))
    }

    /// Name of the background task behind it, if it has one. The service does not say its id
    /// (section 4.4.1 shows the first name; the SDK knows both).
    fn task_name(&self) -> Option<&'static str> {
        self.settings().find_map(|setting| match setting {
            Setting::Public(Public::On(_)) => Some("bindInstancePublicIp"),
            Setting::Public(Public::Off) => Some("unbindInstancePublicIp"),
            Setting::Name(_)
            | Setting::Description(_)
            | Setting::Window(_)
            | Setting::SecurityGroup(_)
            | Setting::Project(_) => None,
        })
    }

    /// Whether a background task can be the one behind it.
    fn is_task(&self, task: &Task) -> bool {
        let address = self.settings().find_map(|setting| match setting {
            Setting::Public(Public::On(address)) => Some(address.as_str()),
            _ => None,
        });
        let params = task.params.as_deref().unwrap_or_default();
        self.task_name() == Some(task.name.as_str())
            && address.is_none_or(|address| params.is_empty() || params.contains(address))
    }

    fn among(&self, write: &Pending, news: News<'_>, tasks: &TaskList) -> Step {
        // Newest first.
        let ours = |task: &&Task| self.is_task(task) && write.may_have_started(task.created_at);
        let ours = tasks.tasks.iter().find(ours);
        let is_over = |task: &Task| task.status.as_ref().is_some_and(|one| one.is_final());
        match (ours, &write.phase) {
            // An older attempt may have ended so: it is no trace of this one.
            (Some(task), Phase::Accepted { job: None, .. }) => Step::follow(task, None),
            (Some(task), Phase::Unknown(_)) if !is_over(task) => {
                Step::follow(task, Some(WriteStatus::Accepted))
            }
            (Some(_) | None, _) => write.no_trace(news),
        }
    }
}

impl Mutate for Modification {
    fn calls(&self, home: &Home) -> Result<Vec<Prepared>, Unsupported> {
        let mut operation = ModifyInstance::nothing(self.key.id.clone());
        for setting in self.settings().cloned() {
            match setting {
                Setting::Name(name) => operation.name = Some(name),
                Setting::Description(text) => operation.description = Some(text),
                // Creation and the list say `22:00`, this request wants `22:00:00`.
                Setting::Window(window) => {
                    let seconds = |time: String| format!("{time}:00");
                    operation.window = window.map(|(begin, end)| (seconds(begin), seconds(end)));
                }
                Setting::SecurityGroup(id) => operation.security_group_id = Some(id),
                Setting::Public(Public::Off) => operation.public_access = Some(PublicAccess::Off),
                Setting::Public(Public::On(ip_id)) => {
                    operation.public_access = Some(PublicAccess::On { ip_id });
                }
                Setting::Project(id) => operation.enterprise_project_id = Some(id),
            }
        }
        one(&operation, home)
    }

    fn changes(&self) -> Changes<'_> {
        Changes::Settings(self.changes.as_slice())
    }

    fn warning(&self) -> Option<Warning> {
        self.opens().then_some(Warning::Internet)
    }

    fn still_holds(&self, target: &Target, read: Observation<'_>) -> Result<(), Conflict> {
        let Some(found) = running(target, read)? else {
            return Ok(());
        };
        let now = |change: &Change| (change.from.clone(), change.from.of(found));
        let mut changes = self.changes.as_slice().iter().map(now);
        match changes.find(|(from, now)| from != now) {
            Some((_, now)) => Err(Conflict::Setting(now)),
            None => Ok(()),
        }
    }

    fn follows(&self, write: &Pending) -> Vec<Query> {
        let by_task = || {
            self.task_name()
                .map(|_| Query::Tasks(self.key.id.clone(), Span::All))
        };
        let task = write.job(&self.key).or_else(by_task);
        self.detail().into_iter().chain(task).collect()
    }

    fn reconcile(&self, write: &Pending, news: News<'_>) -> Step {
        if let Some(instance) = news.observation.shown(&self.key) {
            return match self.settings().all(|setting| setting.holds(instance)) {
                true => Step::End(WriteStatus::Done),
                false => write.no_trace(news),
            };
        }
        match news.observation.tasks(&self.key) {
            Some(tasks) if self.task_name().is_some() => self.among(write, news, tasks),
            _ => write.by_job(&self.key, news).unwrap_or(Step::Stay),
        }
    }
}

impl State {
    /// Whether settings of an instance can be changed: only while it runs (DMS.00400026).
    ///
    /// # Errors
    /// The reason why not.
    pub fn can_modify(&self, row: &Row) -> Result<(), Refusal> {
        self.can_touch(row)?;
        runs(row)
    }
}
