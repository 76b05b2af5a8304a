//! A one-line text field. It keeps the cursor by character and, when masked, never shows or
//! prints what is in it.

use crate::key::{Code, Key};
use crate::secret::Secret;
use tui_input::{Input, InputRequest};

/// Whether the text may be seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sight {
    /// Shown as typed.
    #[default]
    Plain,
    /// Shown as asterisks; for passwords.
    Masked,
}

/// One line of text being edited.
#[derive(Clone, Default)]
pub struct TextField {
    input: Input,
    sight: Sight,
}

impl std::fmt::Debug for TextField {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "TextField({:?}, {})", self.shown(), self.cursor())
    }
}

/// What can be done to a text field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum Edit {
    Insert(char),
    Backspace,
    Delete,
    Left,
    Right,
    Home,
    End,
    WordLeft,
    WordRight,
    DeleteWord,
    DeleteToStart,
    DeleteToEnd,
}

const fn held(code: Code) -> Key {
    Key {
        ctrl: true,
        ..Key::plain(code)
    }
}

/// The keys that edit, the same in every text field; every other character is text.
pub const EDITS: [(Edit, &[Key]); 11] = [
    (
        Edit::Backspace,
        &[Key::plain(Code::Backspace), Key::ctrl('h')],
    ),
    (Edit::Delete, &[Key::plain(Code::Delete)]),
    (Edit::Left, &[Key::plain(Code::Left)]),
    (Edit::Right, &[Key::plain(Code::Right)]),
    (Edit::Home, &[Key::plain(Code::Home), Key::ctrl('a')]),
    (Edit::End, &[Key::plain(Code::End), Key::ctrl('e')]),
    (Edit::WordLeft, &[held(Code::Left)]),
    (Edit::WordRight, &[held(Code::Right)]),
    (Edit::DeleteWord, &[Key::ctrl('w'), held(Code::Backspace)]),
    (Edit::DeleteToStart, &[Key::ctrl('u')]),
    (Edit::DeleteToEnd, &[Key::ctrl('k')]),
];

impl Edit {
    /// What a key does to text: the same in every text field.
    pub fn of(key: Key) -> Option<Self> {
        if let Code::Char(letter) = key.code
            && !key.ctrl
            && !key.alt
        {
            return Some(Self::Insert(letter));
        }
        let bound = EDITS.iter().find(|(_, keys)| key.is_among(keys));
        bound.map(|(edit, _)| *edit)
    }
}

impl TextField {
    /// A field that shows what is typed.
    pub fn plain(text: &str) -> Self {
        Self {
            input: Input::new(text.to_owned()),
            sight: Sight::Plain,
        }
    }

    /// An empty field that shows asterisks.
    pub fn masked() -> Self {
        Self {
            input: Input::default(),
            sight: Sight::Masked,
        }
    }

    /// The text of a plain field; a masked one gives nothing away here.
    pub fn text(&self) -> &str {
        match self.sight {
            Sight::Plain => self.input.value(),
            Sight::Masked => "",
        }
    }

    /// The text as a secret.
    pub fn secret(&self) -> Secret {
        Secret::new(self.input.value())
    }

    /// What may be drawn: the text, or as many asterisks.
    pub fn shown(&self) -> String {
        match self.sight {
            Sight::Plain => self.input.value().to_owned(),
            Sight::Masked => "*".repeat(self.input.value().chars().count()),
        }
    }

    /// Where the cursor stands, in characters from the start.
    pub fn cursor(&self) -> usize {
        self.input.cursor()
    }

    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.input.value().is_empty()
    }

    /// Whether what is typed is shown.
    pub fn sight(&self) -> Sight {
        self.sight
    }

    /// Replaces the text of the field; the cursor goes to its end.
    pub fn set(&mut self, text: &str) {
        self.input = Input::new(text.to_owned());
    }

    /// Takes a key in; nothing is done by one that does not edit.
    pub fn key(&mut self, key: Key) {
        if let Some(edit) = Edit::of(key) {
            self.edit(edit);
        }
    }

    /// Changes the text or the cursor. Control characters are not text and are left out.
    pub fn edit(&mut self, edit: Edit) {
        let request = match edit {
            Edit::Insert(letter) if letter.is_control() => return,
            Edit::Insert(letter) => InputRequest::InsertChar(letter),
            Edit::Backspace => InputRequest::DeletePrevChar,
            Edit::Delete => InputRequest::DeleteNextChar,
            Edit::Left => InputRequest::GoToPrevChar,
            Edit::Right => InputRequest::GoToNextChar,
            Edit::Home => InputRequest::GoToStart,
            Edit::End => InputRequest::GoToEnd,
            Edit::WordLeft => InputRequest::GoToPrevWord,
            Edit::WordRight => InputRequest::GoToNextWord,
            Edit::DeleteWord => InputRequest::DeletePrevWord,
            Edit::DeleteToStart => InputRequest::DeleteFromStart,
            Edit::DeleteToEnd => InputRequest::DeleteTillEnd,
        };
        self.input.handle(request);
    }

    /// Replaces the text of a field that shows it; the cursor goes behind so many characters.
    pub fn set_at(&mut self, text: &str, cursor: usize) {
        self.input = Input::new(text.to_owned()).with_cursor(cursor);
    }

    /// Takes pasted text in: one line, without control characters.
    pub fn paste(&mut self, text: &str) {
        for letter in text.chars().filter(|letter| !letter.is_control()) {
            self.edit(Edit::Insert(letter));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_masked_field_shows_and_prints_asterisks_only() {
        let mut field = TextField::masked();
        field.paste("Canary\n9!");
        assert_eq!(field.shown(), "********");
        assert_eq!(field.text(), "");
        assert_eq!(format!("{field:?}"), "TextField(\"********\", 8)");
        assert_eq!(field.secret().expose(), "Canary9!");
    }

    #[test]
    fn editing_goes_by_character_not_by_byte() {
        let mut field = TextField::plain("订单a");
        field.edit(Edit::Left);
        field.edit(Edit::Backspace);
        field.edit(Edit::Insert('x'));
        field.edit(Edit::Insert('\u{1b}'));
        assert_eq!((field.text(), field.cursor()), ("订xa", 2));
    }
}
