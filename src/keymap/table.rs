//! The table of bindings: laid together from what is written, looked up by context and keys.

use super::conflict::conflicts;
use super::file::{self, Line, Preset};
use super::key::Key;
use super::warning::KeymapWarning;
use crate::action::Action;
use std::path::Path;

/// The default bindings.
const DEFAULT: &str = include_str!("../../assets/keymap.toml");
/// What the k9s preset lays over them.
const K9S: &str = include_str!("../../assets/keymaps/k9s.toml");

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
    /// Added to [`Context::Popup`] in the columns picker.
    Columns,
    /// Added to [`Context::Popup`] in the choice of profiles.
    Profiles,
    /// A question with buttons.
    Dialog,
}

/// Contexts by their names in the file, in the order of the help.
pub(super) const CONTEXTS: [(&str, Context); 10] = [
    ("list", Context::List),
    ("plugins", Context::Plugins),
    ("tasks", Context::Tasks),
    ("text", Context::Text),
    ("instance", Context::Instance),
    ("view", Context::View),
    ("popup", Context::Popup),
    ("columns", Context::Columns),
    ("profiles", Context::Profiles),
    ("dialog", Context::Dialog),
];

/// Actions by their names in the file, in the order of the help.
pub const ACTIONS: &[(&str, Action)] = &[
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
    ("json", Action::Json),
    ("filter", Action::Filter),
    ("profiles", Action::Profiles),
    ("toggle-profile", Action::ToggleProfile),
    ("search", Action::Search),
    ("next-match", Action::NextMatch),
    ("previous-match", Action::PreviousMatch),
    ("sort", Action::Sort),
    ("flip-sort", Action::FlipSort),
    ("columns", Action::Columns),
    ("toggle-column", Action::ToggleColumn),
    ("column-up", Action::ColumnUp),
    ("column-down", Action::ColumnDown),
    ("create", Action::Create),
    ("create-like", Action::CreateLike),
    ("modify", Action::Modify),
    ("reset-password", Action::ResetPassword),
    ("resize", Action::Resize),
    ("edit-tags", Action::EditTags),
    ("delete", Action::Delete),
    ("delete-task", Action::DeleteTask),
    ("toggle-plugin", Action::TogglePlugin),
    ("task-span", Action::TaskSpan),
    ("restart", Action::Restart),
    ("mark", Action::Mark),
    ("mark-range", Action::MarkRange),
    ("mark-shown", Action::MarkShown),
    ("mark-failed-creations", Action::MarkFailedCreations),
    ("clear-marks", Action::ClearMarks),
    ("show-marked", Action::ShowMarked),
    ("results", Action::Results),
    ("unsettled", Action::Unsettled),
    ("menu", Action::Menu),
    ("copy", Action::Copy),
    ("copy-value", Action::CopyValue),
    ("copy-whole", Action::CopyWhole),
    ("export", Action::Export),
    ("provenance", Action::Provenance),
    ("yes", Action::Yes),
    ("no", Action::No),
    ("enter", Action::Enter),
    ("next", Action::Next),
    ("previous", Action::Previous),
    ("palette", Action::Palette),
    ("help", Action::Help),
    ("errors", Action::Errors),
    ("journal", Action::Journal),
    ("dismiss", Action::Dismiss),
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
    /// Never for the files that were built in; a test reads them.
    pub fn default_bindings() -> Result<Self, KeymapWarning> {
        let (keymap, warnings) = Self::preset(Preset::Vim);
        match warnings.into_iter().next() {
            Some(warning) => Err(warning),
            None => Ok(keymap),
        }
    }

    /// The bindings of a preset, and what is odd about them: a test wants nothing to be.
    #[must_use]
    pub fn preset(preset: Preset) -> (Self, Vec<KeymapWarning>) {
        let extra = match preset {
            Preset::Vim => None,
            Preset::K9s => Some(K9S),
        };
        let mut keymap = Self {
            bindings: Vec::new(),
        };
        let mut warnings = Vec::new();
        for text in [DEFAULT].into_iter().chain(extra) {
            let written = file::read(Path::new("keymap.toml"), text);
            keymap.lay_over(&written.lines);
            warnings.extend(written.warnings);
            warnings.extend(conflicts(&keymap, &written.lines));
        }
        (keymap, warnings)
    }

    /// The bindings that the user's own text makes of a preset, and what is odd about it; `path` is
    /// for that. The preset is the one that was `chosen` outside the text, else the one the text
    /// names. Whatever is odd, there are keys.
    #[must_use]
    pub fn merged(path: &Path, text: &str, chosen: Option<Preset>) -> (Self, Vec<KeymapWarning>) {
        let written = file::read(path, text);
        let preset = chosen.or(written.preset).unwrap_or_default();
        let (mut keymap, _) = Self::preset(preset);
        keymap.lay_over(&written.lines);
        let mut warnings = written.warnings;
        warnings.extend(conflicts(&keymap, &written.lines));
        warnings.sort_by_key(|warning| warning.at.line);
        (keymap, warnings)
    }

    /// Lays lines over the bindings: what they bind anew, or to nothing, is forgotten.
    fn lay_over(&mut self, lines: &[Line]) {
        for line in lines {
            self.bindings
                .retain(|old| old.context != line.context || old.keys != line.keys);
            self.bindings.extend(line.action.map(|action| Binding {
                context: line.context,
                keys: line.keys.clone(),
                action,
            }));
        }
    }

    /// What may follow keys that were typed already, and what it leads to, in the order of the
    /// help.
    #[must_use]
    pub fn continuations(&self, layers: &[Context], typed: &[Key]) -> Vec<(Vec<Key>, Action)> {
        let here = self.bindings.iter().filter(|binding| {
            layers.contains(&binding.context)
                && binding.keys.len() > typed.len()
                && binding.keys.starts_with(typed)
                && self.leads(layers, &binding.keys, binding.action)
        });
        let mut next: Vec<(Vec<Key>, Action)> = here
            .map(|binding| (binding.keys[typed.len()..].to_vec(), binding.action))
            .collect();
        let place = |action: Action| ACTIONS.iter().position(|(_, known)| *known == action);
        next.sort_by_key(|(keys, action)| (place(*action), spell(keys)));
        next.dedup();
        next
    }

    /// All bindings, in the order of the file's contexts.
    #[must_use]
    pub fn bindings(&self) -> &[Binding] {
        &self.bindings
    }

    /// The keys that lead to an action in these contexts, the most specific of which comes first;
    /// the shortest spelling first. Keys that mean something else in a more specific one do not.
    #[must_use]
    pub fn keys_for(&self, layers: &[Context], action: Action) -> Vec<String> {
        let found = self
            .bindings
            .iter()
            .filter(|binding| binding.action == action && layers.contains(&binding.context))
            .filter(|binding| self.leads(layers, &binding.keys, action));
        let mut keys: Vec<String> = found.map(|binding| spell(&binding.keys)).collect();
        keys.sort_by_key(|keys| (keys.chars().count(), keys.clone()));
        keys
    }

    /// Whether these keys, typed one after the other, lead to this action.
    fn leads(&self, layers: &[Context], keys: &[Key], action: Action) -> bool {
        let means = |keys: &[Key]| match self.look_up(layers, keys) {
            Found::Action(action) => Some(action),
            Found::Prefix | Found::Nothing => None,
        };
        let early = (1..keys.len()).any(|length| means(&keys[..length]).is_some());
        !early && means(keys) == Some(action)
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

/// The name of an action in the file.
#[must_use]
pub fn action_name(action: Action) -> &'static str {
    let found = ACTIONS.iter().find(|(_, known)| *known == action);
    found.map_or("", |(name, _)| *name)
}

impl Context {
    /// The less specific contexts that hold where this one does.
    #[must_use]
    pub fn beneath(self) -> &'static [Self] {
        match self {
            Self::Plugins | Self::Tasks | Self::Text => &[Self::Instance, Self::View],
            Self::Columns | Self::Profiles => &[Self::Popup, Self::View],
            Self::List | Self::Instance | Self::Popup => &[Self::View],
            Self::View | Self::Dialog => &[],
        }
    }

    /// The name in the file.
    #[must_use]
    pub fn name(self) -> &'static str {
        let found = CONTEXTS.iter().find(|(_, context)| *context == self);
        found.map_or("", |(name, _)| name)
    }
}
