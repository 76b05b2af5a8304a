//! Keys where text is typed. Letters are text there, so these keys are fixed and no part of the
//! keymap. Whoever acts on a key, whoever shows it and the README's table all go by [`TYPED`].

use super::{Code, Key};

/// A place where keys are text, or the fields of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum InputMode {
    /// The filter of the list.
    Filter,
    /// The filter of the journal.
    Journal,
    /// The search in the JSON of an instance.
    Search,
    Palette,
    /// The box in which a span of time is chosen or typed.
    Span,
    /// The text box of a dialog.
    Box,
    /// A field of the form that is typed.
    Text,
    /// A field that is typed, or taken from a list.
    Suggested,
    /// A field that is one of a list.
    One,
    /// A field that is some of a list.
    Several,
    /// A field that is on or off.
    Switch,
    /// The button of the form.
    Button,
    /// The open list of a field that takes one.
    Choices,
    /// The open list of a field that takes some.
    Marks,
}

/// What such a key means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum InputAction {
    KeepFilter,
    ClearFilter,
    KeepSearch,
    ClearSearch,
    Complete,
    CompleteBack,
    Run,
    ClosePalette,
    Recall,
    Send,
    Cancel,
    ToButtons,
    ToButtonsBack,
    OpenList,
    Flip,
    ChangeBack,
    ChangeOn,
    Review,
    Mark,
    Take,
    Done,
    CloseList,
    NextField,
    Leave,
    PreviousField,
    FieldsBack,
    FieldsOn,
    RowUp,
    RowDown,
    PageUp,
    PageDown,
}

const ENTER: Key = Key::plain(Code::Enter);
const ESC: Key = Key::plain(Code::Esc);
const SPACE: Key = Key::plain(Code::Char(' '));
const UP: Key = Key::plain(Code::Up);
const DOWN: Key = Key::plain(Code::Down);
const LEFT: Key = Key::plain(Code::Left);
const RIGHT: Key = Key::plain(Code::Right);
const PGUP: Key = Key::plain(Code::PageUp);
const PGDN: Key = Key::plain(Code::PageDown);
/// No time has these letters.
const J: Key = Key::plain(Code::Char('j'));
const K: Key = Key::plain(Code::Char('k'));
const TAB: Key = Key::plain(Code::Tab);
const SHIFT_TAB: Key = Key {
    shift: true,
    ..Key::plain(Code::Tab)
};

use InputMode::{
    Box, Button, Choices, Filter, Journal, Marks, One, Palette, Search, Several, Span, Suggested,
    Switch, Text,
};

/// Fields after which there is another one.
pub const NOT_LAST: &[InputMode] = &[Text, Suggested, One, Several, Switch];
/// Fields of the form.
pub const FIELDS: &[InputMode] = &[Text, Suggested, One, Several, Switch, Button];
/// Lists of the form.
pub const LISTS: &[InputMode] = &[Choices, Marks];

/// Where, what it means, and the keys for it; the first of them is the one to show. The most
/// useful rows come first.
pub const TYPED: &[(&[InputMode], InputAction, &[Key])] = &[
    (&[Filter, Journal], InputAction::KeepFilter, &[ENTER]),
    (&[Filter, Journal], InputAction::ClearFilter, &[ESC]),
    (&[Search], InputAction::KeepSearch, &[ENTER]),
    (&[Search], InputAction::ClearSearch, &[ESC]),
    (&[Filter, Palette], InputAction::Complete, &[TAB]),
    (&[Filter], InputAction::CompleteBack, &[SHIFT_TAB]),
    (&[Palette], InputAction::Run, &[ENTER]),
    (&[Palette], InputAction::ClosePalette, &[ESC]),
    (&[Palette], InputAction::Recall, &[Key::ctrl('r')]),
    (&[Box], InputAction::Send, &[ENTER]),
    (&[Box], InputAction::Cancel, &[ESC]),
    (&[Box], InputAction::ToButtons, &[TAB, DOWN]),
    (&[Box], InputAction::ToButtonsBack, &[SHIFT_TAB, UP]),
    (&[Suggested], InputAction::OpenList, &[ENTER]),
    (&[One, Several], InputAction::OpenList, &[ENTER, SPACE]),
    (&[Switch], InputAction::Flip, &[SPACE, ENTER, LEFT, RIGHT]),
    (&[One], InputAction::ChangeBack, &[LEFT]),
    (&[One], InputAction::ChangeOn, &[RIGHT]),
    (&[Button], InputAction::Review, &[ENTER]),
    (&[Marks], InputAction::Mark, &[SPACE]),
    (&[Choices, Span], InputAction::Take, &[ENTER]),
    (&[Marks], InputAction::Done, &[ENTER]),
    (&[Choices, Marks, Span], InputAction::CloseList, &[ESC]),
    (NOT_LAST, InputAction::NextField, &[TAB, DOWN]),
    (&[Text], InputAction::NextField, &[ENTER]),
    (FIELDS, InputAction::Leave, &[ESC]),
    (FIELDS, InputAction::PreviousField, &[SHIFT_TAB, UP]),
    (FIELDS, InputAction::FieldsBack, &[PGUP]),
    (NOT_LAST, InputAction::FieldsOn, &[PGDN]),
    (LISTS, InputAction::NextField, &[TAB]),
    (LISTS, InputAction::PreviousField, &[SHIFT_TAB]),
    (
        &[Filter, Palette, Choices, Marks],
        InputAction::RowUp,
        &[UP],
    ),
    (
        &[Filter, Palette, Choices, Marks],
        InputAction::RowDown,
        &[DOWN],
    ),
    (&[Span], InputAction::RowUp, &[UP, K]),
    (&[Span], InputAction::RowDown, &[DOWN, J]),
    (LISTS, InputAction::PageUp, &[PGUP]),
    (LISTS, InputAction::PageDown, &[PGDN]),
];

impl InputMode {
    /// What a key means here; nothing when it is text or does nothing.
    pub fn meaning(self, key: Key) -> Option<InputAction> {
        let here = TYPED.iter().filter(|(places, ..)| places.contains(&self));
        let mut bound = here.filter(|(_, _, keys)| key.is_among(keys));
        bound.next().map(|(_, meaning, _)| *meaning)
    }

    /// The key to show for a meaning here, if there is one.
    pub fn key(self, meaning: InputAction) -> Option<Key> {
        let mut here = TYPED.iter().filter(|(places, ..)| places.contains(&self));
        let row = here.find(|(_, means, _)| *means == meaning)?;
        row.2.first().copied()
    }
}
