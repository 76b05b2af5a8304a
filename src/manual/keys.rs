//! The table of keys: one row for each thing that keys do, with the places where they do it.

use std::collections::{BTreeMap, BTreeSet};
use strum::IntoEnumIterator as _;

use crate::command::Command;
use crate::key::typing::{EXPLAINS, FIELDS, InputMode, LISTS, NOT_LAST, TYPED};
use crate::key::{Context, Key};
use crate::keymap::Keymap;
use crate::l10n::Words;
use crate::state::input::EDITS;

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The keys, any of which does it; the keys of a sequence are divided by spaces.
    pub keys: Vec<String>,
    /// What they do.
    pub what: String,
    pub places: String,
}

/// Every row: what the keymap binds, then what is fixed because letters are text where it holds.
pub fn rows(w: &Words, keymap: &Keymap) -> Vec<Row> {
    let mut rows = bound(w, keymap);
    let typed = TYPED.iter().map(|(places, meaning, keys)| Row {
        keys: spelt(keys),
        what: w.named("typing.full", meaning).to_owned(),
        places: typed_places(w, places),
    });
    rows.extend(typed);
    let everywhere = [w.text("typing.any-text"), w.text("typing.form")];
    rows.push(Row {
        keys: spelt(&[EXPLAINS]),
        what: w.named("command.full", Command::Help).to_owned(),
        places: everywhere.join(w.text("comma")),
    });
    let edits = EDITS.iter().map(|(edit, keys)| Row {
        keys: spelt(keys),
        what: w.named("typing.edit", edit).to_owned(),
        places: w.text("typing.any-text").to_owned(),
    });
    rows.extend(edits);
    rows
}

fn spelt(keys: &[Key]) -> Vec<String> {
    keys.iter().map(Key::to_string).collect()
}

/// Where some keys hold, in as few words as say it.
fn typed_places(w: &Words, all: &[InputMode]) -> String {
    let mut rest = all.to_vec();
    let mut names = Vec::new();
    for (group, name) in [
        (FIELDS, w.text("typing.form")),
        (NOT_LAST, w.text("typing.form-not-last")),
        (LISTS, w.text("typing.form-lists")),
    ] {
        if group.iter().all(|one| rest.contains(one)) {
            rest.retain(|one| !group.contains(one));
            names.push(name);
        }
    }
    let rest = rest.iter().map(|one| w.named("typing.place", one));
    rest.chain(names)
        .collect::<Vec<&str>>()
        .join(w.text("comma"))
}

/// One row for each command and the keys that lead to it.
fn bound(w: &Words, keymap: &Keymap) -> Vec<Row> {
    let bindings = keymap.bindings().iter();
    let contexts: BTreeSet<Context> = bindings.map(|binding| binding.context).collect();
    let mut rows = Vec::new();
    for command in Command::iter() {
        let mut places: BTreeMap<Vec<String>, Vec<String>> = BTreeMap::new();
        for context in &contexts {
            let keys = keymap.keys_for(&[*context], command);
            let place = w.named("command.place", *context).to_lowercase();
            places.entry(keys).or_default().push(place);
        }
        let used = places.into_iter().filter(|(keys, _)| !keys.is_empty());
        rows.extend(used.map(|(keys, places)| Row {
            keys,
            what: w.named("command.full", command).to_owned(),
            places: places.join(", "),
        }));
    }
    rows
}
