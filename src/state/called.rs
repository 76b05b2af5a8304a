//! What commands, views and columns are called in the language of the screen: by that they are
//! found where a line is typed in it.

use crate::l10n::Words;
use std::collections::HashMap;

/// Texts by group and name.
#[derive(Clone, Debug, Default)]
pub struct Called(HashMap<&'static str, HashMap<String, String>>);

/// The groups with what is called something.
const GROUPS: [&str; 9] = [
    "command.full",
    "frame.pane",
    "list",
    "list.first",
    "list.heading",
    "palette.takes",
    "palette.theme-name",
    "span.name",
    "time.zone",
];

impl Called {
    pub fn of(words: &Words) -> Self {
        Self(GROUPS.map(|group| (group, words.group(group))).into())
    }

    /// What something is called, if it has a text.
    pub fn get(&self, group: &str, name: &str) -> Option<&str> {
        Some(self.0.get(group)?.get(name)?.as_str())
    }
}
