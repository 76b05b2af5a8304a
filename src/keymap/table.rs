//! The table of bindings: laid together from what is written, looked up by context and keys.

use super::conflict::conflicts;
use super::file::{self, Line, Preset};
use super::warning::KeymapWarning;
use crate::command::Command;
use crate::key::{Chord, Context, Found, Key, Press};
use std::path::Path;
use std::time::Duration;

/// The default bindings.
const DEFAULT: &str = include_str!("../../assets/keymap.toml");
/// What the k9s preset lays over them.
const K9S: &str = include_str!("../../assets/keymaps/k9s.toml");

/// One row of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    pub context: Context,
    /// The key, or the keys one after the other.
    pub keys: Vec<Key>,
    /// What they mean.
    pub action: Command,
}

/// All bindings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keymap {
    bindings: Vec<Binding>,
}

impl Keymap {
    /// The bindings of a preset, and what is odd about them: a test wants nothing to be.
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
    pub fn continuations(&self, layers: &[Context], typed: &[Key]) -> Vec<(Vec<Key>, Command)> {
        let here = self.bindings.iter().filter(|binding| {
            layers.contains(&binding.context)
                && binding.keys.len() > typed.len()
                && binding.keys.starts_with(typed)
                && self.leads(layers, &binding.keys, binding.action)
        });
        let mut next: Vec<(Vec<Key>, Command)> = here
            .map(|binding| (binding.keys[typed.len()..].to_vec(), binding.action))
            .collect();
        next.sort_by_key(|(keys, command)| (*command, spell(keys)));
        next.dedup();
        next
    }

    /// All bindings, in the order of the file's contexts.
    pub fn bindings(&self) -> &[Binding] {
        &self.bindings
    }

    /// The keys that lead to an action in these contexts, the most specific of which comes first;
    /// the shortest spelling first. Keys that mean something else in a more specific one do not.
    pub fn keys_for(&self, layers: &[Context], action: Command) -> Vec<String> {
        let found = self
            .bindings
            .iter()
            .filter(|binding| binding.action == action && layers.contains(&binding.context))
            .filter(|binding| self.leads(layers, &binding.keys, action));
        let mut keys: Vec<String> = found.map(|binding| spell(&binding.keys)).collect();
        keys.sort_by_key(|keys| (keys.chars().count(), keys.clone()));
        keys
    }

    /// How an action is reached in these contexts: by its shortest key, else by its line in the
    /// palette.
    pub fn way(&self, layers: &[Context], action: Command) -> String {
        let key = self.keys_for(layers, action).into_iter().next();
        key.unwrap_or_else(|| format!(":{}", action.name()))
    }

    /// Takes a key in, where these contexts hold, the most specific first.
    pub fn press(
        &self,
        chord: &mut Chord,
        layers: &[Context],
        key: Key,
        up: Duration,
    ) -> Press<Command> {
        let counts = matches!(layers.first(), Some(Context::List | Context::Table));
        chord.press(&|keys| self.look_up(layers, keys), counts, key, up)
    }

    /// Whether these keys, typed one after the other, lead to this action.
    fn leads(&self, layers: &[Context], keys: &[Key], action: Command) -> bool {
        let means = |keys: &[Key]| match self.look_up(layers, keys) {
            Found::Command(action) => Some(action),
            Found::Prefix | Found::Nothing => None,
        };
        let early = (1..keys.len()).any(|length| means(&keys[..length]).is_some());
        !early && means(keys) == Some(action)
    }

    fn look_up(&self, layers: &[Context], keys: &[Key]) -> Found<Command> {
        let mut prefix = false;
        for layer in layers {
            for binding in self
                .bindings
                .iter()
                .filter(|binding| binding.context == *layer)
            {
                if binding.keys == keys {
                    return Found::Command(binding.action);
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
pub fn spell(keys: &[Key]) -> String {
    let keys: Vec<String> = keys.iter().map(Key::to_string).collect();
    keys.join(" ")
}
