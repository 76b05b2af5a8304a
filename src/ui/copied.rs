//! What is copied, as text.

mod charts;

use super::overlay::{findings, messages};
use super::words::{
    Words, as_lines, batch, explained, journal, notices_as_text, panes, task, transition,
};
use crate::effect::Clip;
use crate::model::{InstanceKey, Plugin};
use crate::state::State;
use crate::text;

/// A clip as text. Empty when what it is about is no longer known.
pub fn text_of(w: &Words, state: &State, clip: &Clip) -> String {
    match clip {
        Clip::Text(text) => text.clone(),
        Clip::Notices => notices_as_text(w, state),
        Clip::Notice(id) => {
            let notice = state.notices.get(*id);
            notice.map_or_else(String::new, |notice| explained::as_text(w, state, notice))
        }
        Clip::Entry(id) => {
            let entry = state.journal.entry(id);
            entry.map_or_else(String::new, |entry| journal::as_text(w, entry))
        }
        Clip::Batch(id) => {
            let batch = state.batches.get(*id);
            batch.map_or_else(String::new, |batch| batch::as_text(w, batch))
        }
        Clip::Messages(id) => messages::as_text(w, state, *id),
        Clip::Task(key, id) => task::as_text(w, state, key, id),
        Clip::Instance(key) => {
            let row = state.fleet.get(key);
            row.map_or_else(String::new, |row| crate::list::object(&row.instance))
        }
        Clip::Charted(key, at) => charts::values(w, state, key, *at),
        Clip::Charts(key) => charts::series(state, key),
        Clip::Provenance(about) => super::provenance::as_text(w, state, about),
        Clip::Findings(key) => findings::as_text(w, state, key),
        Clip::Transition(one) => transition::line(w, one),
        Clip::Json(key) => json(state, key),
        Clip::Plugin(key, name) => {
            let plugins = state.details.known(key).plugins().value();
            let plugin = plugins.and_then(|list| list.plugins.iter().find(|one| one.name == *name));
            plugin.map_or_else(String::new, |plugin| plugin_as_text(w, plugin))
        }
    }
}

/// The detail as the service sent it.
fn json(state: &State, key: &InstanceKey) -> String {
    let detail = state.details.known(key).instance().value();
    detail.map_or_else(String::new, |detail| {
        // Printing a value cannot fail; there is nothing to say if it did.
        serde_json::to_string_pretty(&detail.raw).unwrap_or_default() + "\n"
    })
}

/// A plug-in, one fact a line under the headings of its list.
fn plugin_as_text(w: &Words, plugin: &Plugin) -> String {
    let facts = panes::plugin(w, plugin);
    let facts = facts
        .iter()
        .map(|(label, value)| (label, text::clean(value)));
    as_lines(w, facts)
}
