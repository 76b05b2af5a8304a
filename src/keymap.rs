//! Which key means what, where. The table is `assets/keymap.toml`, in the user's own syntax; help,
//! the hint line and the README's table are made from it. The user's file is laid over it
//! ([`Keymap::merged`]); what is odd about that is a [`KeymapWarning`], never an error.
//!
//! [`Key`] is a key as we see it, [`Context`] a place where keys have meaning, and
//! [`Chord::press`] the way from one to an [`Action`]. Where text is typed `typing` holds instead.

mod conflict;
mod file;
mod key;
mod table;
#[cfg(test)]
mod tests;
pub mod typing;
mod warning;

pub use file::{PRESETS, Preset};
pub use key::{Code, Key, KeyError};
pub use table::{ACTIONS, Binding, Context, Keymap, action_name, spell};
pub use warning::{KeymapWarning, Oddity};

use crate::action::Action;
use std::time::Duration;

/// Keys of a sequence (`g g`) that is not complete yet, and the count typed before it (`5 j`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chord {
    keys: Vec<Key>,
    count: Option<usize>,
    at: Duration,
}

/// What a key led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Press {
    /// This action, so many times.
    Does(Action, usize),
    /// The beginning of a sequence, or of a count.
    Waits,
    /// Nothing here.
    Nothing,
}

/// A sequence that is not continued is forgotten after this long.
const FORGOTTEN_AFTER: Duration = Duration::from_secs(2);
/// More than this is not a count but a slip.
const MOST: usize = 99_999;

impl Chord {
    /// When the sequence is forgotten, as time since the start.
    #[must_use]
    pub fn expires(&self) -> Option<Duration> {
        let waiting = !self.keys.is_empty() || self.count.is_some();
        waiting.then_some(self.at + FORGOTTEN_AFTER)
    }

    /// Forgets a sequence that was not continued in time.
    pub fn pass_time(&mut self, up: Duration) {
        if self.expires().is_some_and(|due| up >= due) {
            *self = Self::default();
        }
    }

    /// Takes a key in, where these contexts hold, the most specific first.
    pub fn press(&mut self, keymap: &Keymap, layers: &[Context], key: Key, up: Duration) -> Press {
        self.pass_time(up);
        self.at = up;
        // A key with a meaning of its own begins no count, but a count goes on with it.
        let bound = self.count.is_none()
            && matches!(keymap.look_up(layers, &[key]), table::Found::Action(_));
        if let Some(digit) = self.counting(layers, key).filter(|_| !bound) {
            let count = self.count.unwrap_or(0) * 10 + digit;
            self.count = Some(count.min(MOST));
            return Press::Waits;
        }
        self.keys.push(key);
        match keymap.look_up(layers, &self.keys) {
            table::Found::Action(action) => {
                let count = self.count.unwrap_or(1);
                *self = Self::default();
                Press::Does(action, count)
            }
            table::Found::Prefix => Press::Waits,
            table::Found::Nothing => {
                // The sequence led nowhere: the key may still mean something by itself.
                let began = self.keys.len() > 1;
                *self = Self::default();
                if began {
                    return self.press(keymap, layers, key, up);
                }
                Press::Nothing
            }
        }
    }

    /// The keys of the sequence so far.
    #[must_use]
    pub fn typed(&self) -> &[Key] {
        &self.keys
    }

    /// Counts exist where digits have no meaning of their own.
    fn counting(&self, layers: &[Context], key: Key) -> Option<usize> {
        let counts = layers.first() == Some(&Context::List);
        let Code::Char(letter) = key.code else {
            return None;
        };
        let digit = letter.to_digit(10)? as usize;
        let leads = digit == 0 && self.count.is_none();
        let plain = key.is_plain() && self.keys.is_empty();
        (counts && plain && !leads).then_some(digit)
    }
}
