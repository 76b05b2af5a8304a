//! The table of bindings: read from TOML, looked up by context and keys.

use super::key::{Key, KeyError};
use crate::action::Action;
use std::collections::BTreeMap;

/// The default bindings.
const DEFAULT: &str = include_str!("../../assets/keymap.toml");

/// A place where keys have meaning. Text fields are not among them: there every key is text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Context {
    /// Every view and overlay that is no dialog.
    View,
    /// The list of instances.
    List,
    /// Overview, tags and JSON: text that scrolls.
    Text,
    /// The plug-ins of an instance.
    Plugins,
    /// The tasks of an instance.
    Tasks,
    /// Added to the pane's own context while an instance fills the screen.
    Instance,
    /// Help, errors, a task, the sort picker: what scrolls in front of the view.
    Popup,
    /// A question with buttons.
    Dialog,
}

/// Contexts by their names in the file, in the order of the help.
const CONTEXTS: [(&str, Context); 8] = [
    ("list", Context::List),
    ("plugins", Context::Plugins),
    ("tasks", Context::Tasks),
    ("text", Context::Text),
    ("instance", Context::Instance),
    ("view", Context::View),
    ("popup", Context::Popup),
    ("dialog", Context::Dialog),
];

/// Actions by their names in the file, in the order of the help.
pub const ACTIONS: [(&str, Action); 49] = [
    ("down", Action::Down),
    ("up", Action::Up),
    ("page-down", Action::PageDown),
    ("page-up", Action::PageUp),
    ("half-page-down", Action::HalfPageDown),
    ("half-page-up", Action::HalfPageUp),
    ("first", Action::First),
    ("last", Action::Last),
    ("next-instance", Action::NextInstance),
    ("previous-instance", Action::PreviousInstance),
    ("open", Action::Open),
    ("back", Action::Back),
    ("focus-next", Action::FocusNext),
    ("focus-previous", Action::FocusPrevious),
    ("tab-1", Action::Tab1),
    ("tab-2", Action::Tab2),
    ("tab-3", Action::Tab3),
    ("tab-4", Action::Tab4),
    ("tab-5", Action::Tab5),
    ("filter", Action::Filter),
    ("sort", Action::Sort),
    ("flip-sort", Action::FlipSort),
    ("create", Action::Create),
    ("create-like", Action::CreateLike),
    ("delete", Action::Delete),
    ("delete-task", Action::DeleteTask),
    ("toggle-plugin", Action::TogglePlugin),
    ("restart", Action::Restart),
    ("mark", Action::Mark),
    ("mark-range", Action::MarkRange),
    ("mark-shown", Action::MarkShown),
    ("mark-failed-creations", Action::MarkFailedCreations),
    ("clear-marks", Action::ClearMarks),
    ("show-marked", Action::ShowMarked),
    ("results", Action::Results),
    ("menu", Action::Menu),
    ("copy", Action::Copy),
    ("yes", Action::Yes),
    ("no", Action::No),
    ("enter", Action::Enter),
    ("next", Action::Next),
    ("previous", Action::Previous),
    ("help", Action::Help),
    ("errors", Action::Errors),
    ("refresh", Action::Refresh),
    ("retry-credential", Action::RetryCredential),
    ("redraw", Action::Redraw),
    ("ask-quit", Action::AskQuit),
    ("quit", Action::Quit),
];

/// One row of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// Where.
    pub context: Context,
    /// The key, or the keys one after the other.
    pub keys: Vec<Key>,
    /// What they mean.
    pub action: Action,
}

/// All bindings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keymap {
    bindings: Vec<Binding>,
}

/// A keymap that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeymapError {
    /// Not TOML, or not tables of strings.
    #[error("the keymap is not a table of contexts: {0}")]
    Syntax(String),
    /// A table that is no context.
    #[error("the keymap has no context `{0}`")]
    Context(String),
    /// A word that is no action.
    #[error("the keymap has no action `{0}`")]
    Action(String),
    /// A key that is none.
    #[error(transparent)]
    Key(#[from] KeyError),
}

/// What a sequence of keys leads to.
pub(super) enum Found {
    /// This.
    Action(Action),
    /// More keys are needed.
    Prefix,
    /// Nothing.
    Nothing,
}

impl Keymap {
    /// The default bindings.
    ///
    /// # Errors
    /// Never for the file that was built in; a test reads it.
    pub fn default_bindings() -> Result<Self, KeymapError> {
        Self::parse(DEFAULT)
    }

    /// Reads bindings: one table a context, `"keys" = "action"`.
    ///
    /// # Errors
    /// The first thing that is not a context, a key or an action.
    pub fn parse(text: &str) -> Result<Self, KeymapError> {
        let tables: BTreeMap<String, toml::Table> =
            toml::from_str(text).map_err(|error| KeymapError::Syntax(error.to_string()))?;
        let mut bindings = Vec::new();
        for (name, table) in tables {
            let context = CONTEXTS.iter().find(|(known, _)| *known == name);
            let context = context.ok_or(KeymapError::Context(name.clone()))?.1;
            for (keys, action) in table {
                let word = action.as_str().unwrap_or_default();
                let action = ACTIONS.iter().find(|(known, _)| *known == word);
                let action = action
                    .ok_or_else(|| KeymapError::Action(word.to_owned()))?
                    .1;
                let keys: Result<Vec<Key>, KeyError> =
                    keys.split_whitespace().map(Key::parse).collect();
                bindings.push(Binding {
                    context,
                    keys: keys?,
                    action,
                });
            }
        }
        Ok(Self { bindings })
    }

    /// All bindings, in the order of the file's contexts.
    #[must_use]
    pub fn bindings(&self) -> &[Binding] {
        &self.bindings
    }

    /// The keys that lead to an action in these contexts, the shortest spelling first.
    #[must_use]
    pub fn keys_for(&self, layers: &[Context], action: Action) -> Vec<String> {
        let found = self
            .bindings
            .iter()
            .filter(|binding| binding.action == action && layers.contains(&binding.context));
        let mut keys: Vec<String> = found.map(|binding| spell(&binding.keys)).collect();
        keys.sort_by_key(|keys| (keys.chars().count(), keys.clone()));
        keys
    }

    pub(super) fn look_up(&self, layers: &[Context], keys: &[Key]) -> Found {
        let mut prefix = false;
        for layer in layers {
            for binding in self
                .bindings
                .iter()
                .filter(|binding| binding.context == *layer)
            {
                if binding.keys == keys {
                    return Found::Action(binding.action);
                }
                prefix |= binding.keys.starts_with(keys);
            }
        }
        if prefix {
            Found::Prefix
        } else {
            Found::Nothing
        }
    }
}

/// Keys as they are written in the file and shown in the help.
#[must_use]
pub fn spell(keys: &[Key]) -> String {
    let keys: Vec<String> = keys.iter().map(Key::to_string).collect();
    keys.join(" ")
}

impl Context {
    /// The name in the file.
    #[must_use]
    pub fn name(self) -> &'static str {
        let found = CONTEXTS.iter().find(|(_, context)| *context == self);
        found.map_or("", |(name, _)| name)
    }
}
