//! Keys of a sequence, and the count before it.

use super::{Code, Key};
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
pub enum Press<C> {
    /// This command, so many times.
    Does(C, usize),
    /// The beginning of a sequence, or of a count.
    Waits,
    /// Nothing here.
    Nothing,
}

/// What a sequence of keys leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found<C> {
    /// This command.
    Command(C),
    /// More keys are needed.
    Prefix,
    /// Nothing.
    Nothing,
}

/// A sequence that is not continued is forgotten after this long.
const FORGOTTEN_AFTER: Duration = Duration::from_secs(2);
/// More than this is not a count but a slip.
const MOST: usize = 99_999;

impl Chord {
    /// When the sequence is forgotten, as time since the start.
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

    /// Takes a key in. `look_up` says what a sequence leads to, `counts` whether digits that have no
    /// meaning of their own are a count.
    pub fn press<C>(
        &mut self,
        look_up: &impl Fn(&[Key]) -> Found<C>,
        counts: bool,
        key: Key,
        up: Duration,
    ) -> Press<C> {
        self.pass_time(up);
        self.at = up;
        // A key with a meaning of its own begins no count, but a count goes on with it.
        let bound = self.count.is_none() && matches!(look_up(&[key]), Found::Command(_));
        if let Some(digit) = self.digit(key).filter(|_| counts && !bound) {
            let count = self.count.unwrap_or(0) * 10 + digit;
            self.count = Some(count.min(MOST));
            return Press::Waits;
        }
        self.keys.push(key);
        match look_up(&self.keys) {
            Found::Command(command) => {
                let count = self.count.unwrap_or(1);
                *self = Self::default();
                Press::Does(command, count)
            }
            Found::Prefix => Press::Waits,
            Found::Nothing => {
                // The sequence led nowhere: the key may still mean something by itself.
                let began = self.keys.len() > 1;
                *self = Self::default();
                if began {
                    return self.press(look_up, counts, key, up);
                }
                Press::Nothing
            }
        }
    }

    /// The keys of the sequence so far.
    pub fn typed(&self) -> &[Key] {
        &self.keys
    }

    /// The digit of a count, which does not begin with 0.
    fn digit(&self, key: Key) -> Option<usize> {
        let Code::Char(letter) = key.code else {
            return None;
        };
        let digit = letter.to_digit(10)? as usize;
        let leads = digit == 0 && self.count.is_none();
        let plain = key.is_plain() && self.keys.is_empty();
        (plain && !leads).then_some(digit)
    }
}
