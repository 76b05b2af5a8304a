//! The figures of a plug-in (table 4-25), of a task (table 4-42), and the JSON.

use super::{Known, Source, figure};
use crate::api::Operation;
use crate::model::{InstanceKey, PluginName, TaskId};
use crate::state::State;
use crate::state::query::QueryCache;
use crate::state::remote::Remote;
use crate::state::view::Pane;
use crate::ui::words::{self, Words, or_unknown};

/// What was answered, and where that is from.
fn answer<'a, T>(
    state: &'a State,
    key: &InstanceKey,
    call: Operation,
    of: impl Fn(&'a QueryCache) -> &'a Remote<T>,
) -> Option<(&'a T, Vec<Source>)> {
    let known = of(state.details.known(key)).known.as_ref()?;
    Some((&known.value, vec![Source { call, at: known.at }]))
}

pub(super) fn plugin(w: &Words, state: &State, key: &InstanceKey, name: &PluginName) -> Known {
    let (list, source) = answer(state, key, Operation::ListPlugins, QueryCache::plugins)?;
    let plugin = list.plugins.iter().find(|one| one.name == *name)?;
    let from = [
        ("name", name.to_string()),
        ("enable", or_unknown(plugin.enabled)),
        ("running", or_unknown(plugin.running)),
        ("version", or_unknown(plugin.version.as_deref())),
    ];
    let facts = words::panes::plugin(w, plugin).into_iter().zip(from);
    let facts = facts.map(|((label, shown), from)| (label.to_owned(), figure(w, &shown, &[from])));
    Some((source, facts.collect()))
}

pub(super) fn task(w: &Words, state: &State, key: &InstanceKey, id: &TaskId) -> Known {
    let span = state.view.span;
    let list = answer(state, key, Operation::ListTasks, |known| known.tasks(&span));
    let (list, source) = list?;
    let task = list.tasks.iter().find(|task| task.id == *id)?;
    let facts = words::task::facts(w, state, task).into_iter();
    let facts = facts.map(|fact| {
        let said = figure(w, &fact.shown, &fact.from);
        (fact.label.to_owned(), said)
    });
    Some((source, facts.collect()))
}

pub(super) fn json(w: &Words, state: &State, key: &InstanceKey) -> Known {
    let (_, source) = answer(state, key, Operation::ShowInstance, QueryCache::instance)?;
    let label = w.named("frame.pane", Pane::Json).to_owned();
    let said = w.text("provenance.as-it-came").to_owned();
    Some((source, vec![(label, said)]))
}
