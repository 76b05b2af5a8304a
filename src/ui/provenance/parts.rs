//! The figures of a plug-in (table 4-25), of a task (table 4-42), and the JSON.

use super::{Said, Source, calls, figure};
use crate::api::Operation;
use crate::model::{InstanceKey, PluginName, Task, TaskId, TaskStatus};
use crate::state::State;
use crate::state::query::QueryCache;
use crate::state::remote::Remote;
use crate::ui::words::task::TaskFact;
use crate::ui::words::{self, Words};

/// What was answered, and where that is from.
fn answer<'a, T>(
    state: &'a State,
    key: &InstanceKey,
    call: Operation,
    of: impl Fn(&'a QueryCache) -> &'a Remote<T>,
) -> Option<(&'a T, [Source; 1])> {
    let known = of(state.details.known(key)).known.as_ref()?;
    Some((&known.value, [Source { call, at: known.at }]))
}

/// A field as it came.
fn raw(field: &str, value: Option<impl ToString>) -> (String, String) {
    (field.to_owned(), words::or_unknown(value))
}

pub(super) fn plugin(w: &Words, state: &State, key: &InstanceKey, name: &PluginName) -> Vec<Said> {
    let list = answer(state, key, Operation::ListPlugins, QueryCache::plugins);
    let Some((list, source)) = list else {
        return Vec::new();
    };
    let Some(plugin) = list.plugins.iter().find(|one| one.name == *name) else {
        return Vec::new();
    };
    let yes_no = |value| words::yes_no(w, value).to_owned();
    let version = plugin.version.as_deref();
    let facts = [
        (
            w.text("panes.label.plugin"),
            name.to_string(),
            raw("name", Some(name)),
        ),
        (
            w.text("panes.label.on"),
            yes_no(plugin.enabled),
            raw("enable", plugin.enabled),
        ),
        (
            w.text("panes.label.running"),
            yes_no(plugin.running),
            raw("running", plugin.running),
        ),
        (
            w.text("panes.label.version"),
            words::or_unknown(version),
            raw("version", version),
        ),
    ];
    let facts = facts
        .into_iter()
        .map(|(label, shown, from)| (label.to_owned(), figure(w, &shown, &[from])));
    calls(w, state, key, &source)
        .into_iter()
        .chain(facts)
        .collect()
}

pub(super) fn task(w: &Words, state: &State, key: &InstanceKey, id: &TaskId) -> Vec<Said> {
    let span = state.view.span;
    let list = answer(state, key, Operation::ListTasks, |known| known.tasks(&span));
    let Some((list, source)) = list else {
        return Vec::new();
    };
    let Some(task) = list.tasks.iter().find(|task| task.id == *id) else {
        return Vec::new();
    };
    let facts = words::task::facts(w, task, state.now).into_iter();
    let facts = facts.map(|(fact, shown)| {
        let said = figure(w, &shown, &from(task, fact));
        (w.named("panes.label", fact).to_owned(), said)
    });
    calls(w, state, key, &source)
        .into_iter()
        .chain(facts)
        .collect()
}

/// The fields of a task that a fact about it is made of.
fn from(task: &Task, fact: TaskFact) -> Vec<(String, String)> {
    let ms = |at: Option<i64>| at.map(|at| format!("{at} ms"));
    let created = || raw("created_at", ms(task.created_at));
    let updated = || raw("updated_at", ms(task.updated_at));
    let status = task.status.as_ref();
    match fact {
        TaskFact::Task => vec![raw("name", Some(&task.name))],
        TaskFact::Id => vec![raw("id", Some(&task.id))],
        TaskFact::Status => vec![raw("status", status)],
        TaskFact::StartedBy => vec![raw("user_name", task.user_name.as_deref())],
        TaskFact::StartedAt => vec![created()],
        TaskFact::Lasted if status.is_some_and(TaskStatus::is_final) => {
            vec![updated(), created()]
        }
        TaskFact::Lasted => vec![created()],
        TaskFact::EndedAt | TaskFact::ChangedAt => vec![updated()],
    }
}

pub(super) fn json(w: &Words, state: &State, key: &InstanceKey) -> Vec<Said> {
    let detail = answer(state, key, Operation::ShowInstance, QueryCache::instance);
    let Some((_, source)) = detail else {
        return Vec::new();
    };
    let mut lines = calls(w, state, key, &source);
    lines.push((
        w.named("frame.pane", crate::state::view::Pane::Json)
            .to_owned(),
        w.text("provenance.as-it-came").to_owned(),
    ));
    lines
}
