//! What is copied, as text, and what became of it, or of an export.

use super::{Words, batch, explained, journal, notices_as_text, or_unknown, task, yes_no};
use crate::effect::Clip;
use crate::model::{InstanceKey, Plugin};
use crate::say;
use crate::state::State;
use crate::state::copied::{Copied, NotCopied, Route};
use crate::state::export::{Exported, NotExported};
use crate::text;

/// Cells of a text that is repeated when it was copied.
const REPEATED: usize = 40;

/// A clip as text. Empty when what it is about is no longer known.
#[must_use]
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
        Clip::Task(key, id) => task::as_text(w, state, key, id),
        Clip::Instance(key) => {
            let row = state.fleet.get(key);
            row.map_or_else(String::new, |row| crate::list::object(&row.instance))
        }
        Clip::Provenance(about) => crate::ui::provenance::as_text(w, state, about),
        Clip::Json(key) => json(state, key),
        Clip::Plugin(key, name) => {
            let detail = state.details.get(key);
            let plugins = detail.and_then(|detail| detail.plugins.value());
            let plugin = plugins.and_then(|list| list.plugins.iter().find(|one| one.name == *name));
            plugin.map_or_else(String::new, |plugin| plugin_as_text(w, plugin))
        }
    }
}

/// The detail as the service sent it.
fn json(state: &State, key: &InstanceKey) -> String {
    let detail = state.details.get(key);
    let detail = detail.and_then(|detail| detail.instance.value());
    detail.map_or_else(String::new, |detail| {
        // Printing a value cannot fail; there is nothing to say if it did.
        serde_json::to_string_pretty(&detail.raw).unwrap_or_default() + "\n"
    })
}

/// A plug-in, one fact a line under the headings of its list.
fn plugin_as_text(w: &Words, plugin: &Plugin) -> String {
    let facts = [
        (w.text("panes.label.plugin"), plugin.name.to_string()),
        (
            w.text("panes.label.on"),
            yes_no(w, plugin.enabled).to_owned(),
        ),
        (
            w.text("panes.label.running"),
            yes_no(w, plugin.running).to_owned(),
        ),
        (
            w.text("panes.label.version"),
            or_unknown(plugin.version.as_deref()),
        ),
    ];
    let lines =
        facts.map(|(label, value)| format!("{label}{}{}\n", w.text("colon"), text::clean(&value)));
    lines.concat()
}

/// A clip in a few words: its text where that is one line, else what it is about.
#[must_use]
pub fn gist(w: &Words, state: &State, clip: &Clip, text: &str) -> String {
    let name = match clip {
        Clip::Text(_) | Clip::Notices | Clip::Notice(_) | Clip::Entry(_) | Clip::Batch(_) => "",
        Clip::Task(_, id) => id.as_str(),
        Clip::Plugin(_, name) => name.as_str(),
        Clip::Provenance(about) => label(state, &about.key),
        Clip::Instance(key) | Clip::Json(key) => label(state, key),
    };
    let count = text.lines().count();
    let lines = w.count("nouns.line", count);
    match (name, count) {
        ("", 0 | 1) => text::cut(text.trim_end(), REPEATED),
        ("", _) => lines,
        (name, _) => {
            let name = text::cut(name, REPEATED);
            say!(w, "copied.lines", name, lines)
        }
    }
}

/// What an instance is known by.
fn label<'a>(state: &'a State, key: &'a InstanceKey) -> &'a str {
    let row = state.fleet.get(key);
    row.map_or(key.id.as_str(), |row| row.instance.label())
}

/// What became of a copy, in a sentence.
#[must_use]
pub fn said(w: &Words, copied: &Copied) -> String {
    let what = &copied.what;
    match &copied.went {
        Ok(Route::Desktop(tool)) => say!(w, "copied.to.desktop", what, tool),
        Ok(route) => say!(w, "copied.to" / route, what),
        Err(NotCopied::TooLong { bytes, most }) => say!(w, "copied.too-long", what, bytes, most),
    }
}

/// What became of an export: rows and file, or why there is none and what to do.
#[must_use]
pub fn exported(w: &Words, exported: &Exported) -> String {
    let path = &exported.path;
    match &exported.went {
        Ok((count, extent)) => {
            let rows = w.count("nouns.row", *count);
            say!(w, "exported.to" / extent, rows, path)
        }
        Err(NotExported::Other(why)) => say!(w, "exported.not.other", path, why),
        Err(failure) => say!(w, "exported.not" / failure, path),
    }
}
