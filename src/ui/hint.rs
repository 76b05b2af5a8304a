//! A key with its word: what the hint line and the bottom line of a box are made of.

use super::canvas::Line;
use super::theme::Role;
use crate::text;

/// What can be pressed, and what it does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyHint {
    /// Empty where there is no key to it.
    key: String,
    word: String,
}

impl KeyHint {
    /// A key and its word.
    pub fn new(key: impl Into<String>, word: impl Into<String>) -> Self {
        let (key, word) = (key.into(), word.into());
        Self { key, word }
    }

    /// A word alone.
    pub fn word(word: impl Into<String>) -> Self {
        Self::new("", word)
    }

    /// Its text.
    pub fn text(&self) -> String {
        match self.key.as_str() {
            "" => self.word.clone(),
            key => format!("{key} {}", self.word),
        }
    }

    /// Its width in cells.
    pub fn width(&self) -> usize {
        text::width(&self.text())
    }

    /// The key stands out, its word does not.
    pub fn line(&self) -> Line {
        match self.key.as_str() {
            "" => Line::plain(&self.word),
            key => Line::new(key, Role::Key).then(format!(" {}", self.word), Role::Plain),
        }
    }
}

/// Hints beside each other, two spaces between them.
pub fn line<'a>(hints: impl IntoIterator<Item = &'a KeyHint>) -> Line {
    let mut all = Line::default();
    for (place, hint) in hints.into_iter().enumerate() {
        if place > 0 {
            all = all.then("  ", Role::Plain);
        }
        all = all.and(&hint.line());
    }
    all
}
