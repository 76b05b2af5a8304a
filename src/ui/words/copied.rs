//! What is copied, as text, and what became of it, or of an export.

use super::Words;
use crate::effect::Clip;
use crate::model::InstanceKey;
use crate::say;
use crate::state::State;
use crate::state::copied::{Copied, NotCopied, Route};
use crate::state::export::{Exported, NotExported};
use crate::text;

/// Cells of a text that is repeated when it was copied.
const REPEATED: usize = 40;

/// A clip in a few words: its text where that is one line, else what it is about.
pub fn gist(w: &Words, state: &State, clip: &Clip, text: &str) -> String {
    let name = match clip {
        Clip::Text(_)
        | Clip::Notices
        | Clip::Notice(_)
        | Clip::Entry(_)
        | Clip::Batch(_)
        | Clip::Messages(_) => "",
        Clip::Task(_, id) => id.as_str(),
        Clip::Transition(one) => &one.name,
        Clip::Plugin(_, name) => name.as_str(),
        Clip::Provenance(about) => label(state, &about.key),
        Clip::Instance(key)
        | Clip::Json(key)
        | Clip::Findings(key)
        | Clip::Charted(key, _)
        | Clip::Charts(key) => label(state, key),
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
pub fn said(w: &Words, copied: &Copied) -> String {
    let what = &copied.what;
    match &copied.went {
        Ok(Route::Desktop(tool)) => say!(w, "copied.to.desktop", what, tool),
        Ok(route) => say!(w, "copied.to" / route, what),
        Err(NotCopied::TooLong { bytes, most }) => say!(w, "copied.too-long", what, bytes, most),
    }
}

/// What became of an export: rows and file, or why there is none and what to do.
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
