//! A keymap's text: one table a context, `"keys" = "action"`, and `preset = "k9s"` at the top.
//!
//! A line that cannot be understood is left out with a [`KeymapWarning`]; the others hold.

use super::warning::{KeymapWarning, Never, Oddity, Shape};
use crate::command::Command;
use crate::key::{Context, Key, KeyError};
use crate::text::{Location, nearest};
use std::borrow::Cow;
use std::ops::Range;
use std::path::Path;
use std::str::FromStr as _;
use strum::VariantNames as _;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A set of default keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Preset {
    /// As in vim and less
    #[default]
    Vim,
    /// As in k9s, where that does no harm
    K9s,
}

/// Presets by their names in the file.
pub const PRESETS: [(&str, Preset); 2] = [("vim", Preset::Vim), ("k9s", Preset::K9s)];

/// What unbinds a key.
const NONE: &str = "none";

/// What commands were called before tabs had names, and what they are called now.
const RENAMED: [(&str, &str); 5] = [
    ("tab-1", "tab-overview"),
    ("tab-2", "tab-plugins"),
    ("tab-3", "tab-tasks"),
    ("tab-4", "tab-tags"),
    ("tab-5", "tab-json"),
];

/// A keymap as it is written.
#[derive(Debug, Default)]
pub(super) struct Written {
    /// The preset it names, if it names one.
    pub(super) preset: Option<Preset>,
    pub(super) lines: Vec<Line>,
    pub(super) warnings: Vec<KeymapWarning>,
}

/// `"keys" = "action"`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) at: Location,
    pub(super) context: Context,
    pub(super) keys: Vec<Key>,
    /// Nothing unbinds the keys.
    pub(super) action: Option<Command>,
}

/// Reads a keymap; `path` is for warnings.
pub(super) fn read(path: &Path, text: &str) -> Written {
    let mut reader = Reader {
        path,
        text,
        written: Written::default(),
    };
    match DeTable::parse(text) {
        Ok(tree) => reader.file(tree.get_ref()),
        Err(error) => {
            let reason = Oddity::Broken(error.message().to_owned());
            reader.warn(error.span().unwrap_or(0..0), reason);
        }
    }
    let mut written = reader.written;
    written.lines.sort_by_key(|line| line.at.line);
    written.warnings.sort_by_key(|warning| warning.at.line);
    written
}

struct Reader<'a> {
    path: &'a Path,
    text: &'a str,
    written: Written,
}

type Name<'a> = Spanned<Cow<'a, str>>;

impl Reader<'_> {
    fn place(&self, span: Range<usize>) -> Location {
        let before = self.text.get(..span.start).unwrap_or(self.text);
        Location {
            file: self.path.to_path_buf(),
            line: before.matches('\n').count() + 1,
        }
    }

    fn warn(&mut self, span: Range<usize>, what: Oddity) {
        let at = self.place(span);
        self.written.warnings.push(KeymapWarning { at, what });
    }

    fn file(&mut self, file: &DeTable<'_>) {
        for (name, value) in file {
            let word = name.get_ref().as_ref();
            let context = Context::from_str(word).ok();
            match (context, value.get_ref()) {
                (Some(context), DeValue::Table(table)) => {
                    for (keys, action) in table {
                        self.line(context, keys, action);
                    }
                }
                (Some(_), _) => {
                    self.warn(name.span(), Oddity::Form(word.into(), Shape::Lines));
                }
                (None, _) if word == "preset" => self.preset(value),
                (None, _) => {
                    let near = nearest(word, Context::VARIANTS.iter().copied());
                    self.warn(name.span(), Oddity::Context(word.into(), near));
                }
            }
        }
    }

    fn preset(&mut self, value: &Spanned<DeValue<'_>>) {
        let word = value.get_ref().as_str().unwrap_or_default();
        match PRESETS.iter().find(|(known, _)| *known == word) {
            Some((_, preset)) => self.written.preset = Some(*preset),
            None => {
                let near = nearest(word, PRESETS.iter().map(|(known, _)| *known));
                self.warn(value.span(), Oddity::Preset(word.into(), near));
            }
        }
    }

    fn line(&mut self, context: Context, keys: &Name<'_>, action: &Spanned<DeValue<'_>>) {
        let Some(word) = action.get_ref().as_str() else {
            let name = keys.get_ref().to_string();
            return self.warn(action.span(), Oddity::Form(name, Shape::Action));
        };
        let action = Command::from_str(word).ok();
        if action.is_none() && !word.is_empty() && word != NONE {
            let known = || Command::VARIANTS.iter().copied().chain([NONE]);
            let renamed = RENAMED.iter().find(|(old, _)| *old == word);
            let near = renamed.map(|(_, name)| *name);
            let near = near.or_else(|| nearest(word, known()));
            return self.warn(keys.span(), Oddity::Action(word.into(), near));
        }
        let parsed = keys.get_ref().split_whitespace().map(Key::parse);
        let sequence: Vec<Key> = match parsed.collect() {
            Ok(sequence) => sequence,
            Err(KeyError(key)) => {
                let near = crate::key::meant(&key);
                return self.warn(keys.span(), Oddity::Key(key, near));
            }
        };
        if sequence.is_empty() {
            let none = Oddity::Key(keys.get_ref().to_string(), None);
            return self.warn(keys.span(), none);
        }
        if let Some((key, why)) = sequence.iter().find_map(|key| never(context, *key, action)) {
            return self.warn(keys.span(), Oddity::NeverSent(key.to_string(), why));
        }
        let at = self.place(keys.span());
        self.written.lines.push(Line {
            at,
            context,
            keys: sequence,
            action,
        });
    }
}

/// Why a key cannot be bound to this, if it cannot.
fn never(context: Context, key: Key, action: Option<Command>) -> Option<(Key, Never)> {
    use crate::key::Code;
    let why = match (key.code, key.ctrl) {
        (Code::Esc, _) if context == Context::Dialog && action == Some(Command::No) => return None,
        (Code::Char('c'), true) if action == Some(Command::Quit) => return None,
        (Code::Esc, _) if context == Context::Dialog => Never::Cancels,
        (Code::Char(_), _) if key.alt => Never::UnlikeEsc,
        (Code::Char('c'), true) => Never::Quits,
        (Code::Char('z'), true) => Never::Stops,
        (Code::Char('i'), true) => Never::Tab,
        (Code::Char('m'), true) => Never::Enter,
        (Code::Char('['), true) => Never::Esc,
        (Code::Char(letter), true)
            if !letter.is_ascii_lowercase() && !" \\]^_".contains(letter) =>
        {
            Never::NotSent
        }
        _ => return None,
    };
    Some((key, why))
}
