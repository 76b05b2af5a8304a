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
    /// What parts it from the hint before it.
    gap: String,
}

/// Between hints that hold at once.
const GAP: &str = "  ";

impl KeyHint {
    /// A key and its word.
    pub fn new(key: impl Into<String>, word: impl Into<String>) -> Self {
        let (key, word, gap) = (key.into(), word.into(), GAP.to_owned());
        Self { key, word, gap }
    }

    /// The hint, which holds only after the one before it: these words say so between them.
    #[must_use]
    pub fn after(self, said: &str) -> Self {
        let gap = format!("{said} ");
        Self { gap, ..self }
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

    /// Its width in cells behind another one.
    pub fn width_behind(&self) -> usize {
        text::width(&self.gap) + self.width()
    }

    /// The key stands out, its word does not.
    pub fn line(&self) -> Line {
        match self.key.as_str() {
            "" => Line::plain(&self.word),
            key => Line::new(key, Role::Key).then(format!(" {}", self.word), Role::Plain),
        }
    }
}

/// Hints beside each other.
pub fn line<'a>(hints: impl IntoIterator<Item = &'a KeyHint>) -> Line {
    let mut all = Line::default();
    for (place, hint) in hints.into_iter().enumerate() {
        if place > 0 {
            all = all.then(&hint.gap, Role::Plain);
        }
        all = all.and(&hint.line());
    }
    all
}
