//! Keys where text is typed. Letters are text there, so these keys are fixed and no part of the
//! keymap. Whoever acts on a key, whoever shows it and the README's table all go by [`TYPED`].

use super::{Code, Key};
use std::str::FromStr;

/// A place where keys are text, or the fields of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr, strum::VariantNames)]
#[cfg_attr(test, derive(strum::EnumIter))]
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
    /// The password of a broker.
    Password,
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
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr, strum::VariantNames, strum::EnumString,
)]
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
    ClearForm,
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

/// The key for the help in every place where letters are text.
pub const EXPLAINS: Key = Key::plain(Code::F(1));

/// The actions of a place as a type of its own, so that whoever acts on them misses none; a test
/// compares them with [`TYPED`].
macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident: $($action:ident)+;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, strum::EnumString, strum::VariantNames)]
        #[strum(serialize_all = "kebab-case")]
        pub enum $name { $($action),+ }
    )+};
}

actions! {
    /// Actions while the filter of the list is typed.
    FilterAction: KeepFilter ClearFilter Complete CompleteBack RowUp RowDown;
    /// Actions while the filter of a table in front is typed.
    TableFilterAction: KeepFilter ClearFilter;
    /// Actions while a search is typed.
    SearchAction: KeepSearch ClearSearch;
    /// Actions while a line of the palette is typed.
    PaletteAction: Complete Run ClosePalette Recall RowUp RowDown;
    /// Actions while a span is chosen or typed.
    SpanAction: Take CloseList RowUp RowDown;
    /// Actions while the answer of a dialog is typed.
    BoxAction: Send Cancel ToButtons ToButtonsBack;
    /// Actions while the password of a broker is typed.
    PasswordAction: Send Cancel;
    /// Actions in the fields of a form, whatever they take.
    FieldAction: OpenList Flip ChangeBack ChangeOn Review NextField Leave ClearForm PreviousField
        FieldsBack FieldsOn;
    /// Actions in the lists of a form, whatever is taken from them.
    ListAction: Mark Take Done CloseList NextField PreviousField RowUp RowDown PageUp PageDown;
}

use InputMode::{
    Box, Button, Choices, Filter, Journal, Marks, One, Palette, Password, Search, Several, Span,
    Suggested, Switch, Text,
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
    (&[Box, Password], InputAction::Send, &[ENTER]),
    (&[Box, Password], InputAction::Cancel, &[ESC]),
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
    (FIELDS, InputAction::ClearForm, &[Key::ctrl('x')]),
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
    /// What a key means here, as one of the actions of this place; nothing when it is text or does
    /// nothing.
    pub fn meaning<A: FromStr>(self, key: Key) -> Option<A> {
        let here = TYPED.iter().filter(|(places, ..)| places.contains(&self));
        let mut bound = here.filter(|(_, _, keys)| key.is_among(keys));
        let (_, meaning, _) = bound.next()?;
        <&str>::from(meaning).parse().ok()
    }

    /// The key to show for a meaning here, if there is one.
    pub fn key(self, meaning: InputAction) -> Option<Key> {
        let mut here = TYPED.iter().filter(|(places, ..)| places.contains(&self));
        let row = here.find(|(_, means, _)| *means == meaning)?;
        row.2.first().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use strum::{IntoEnumIterator as _, VariantNames as _};

    fn declared(mode: InputMode) -> &'static [&'static str] {
        match mode {
            Filter => FilterAction::VARIANTS,
            Journal => TableFilterAction::VARIANTS,
            Search => SearchAction::VARIANTS,
            Palette => PaletteAction::VARIANTS,
            Span => SpanAction::VARIANTS,
            Box => BoxAction::VARIANTS,
            Password => PasswordAction::VARIANTS,
            Text | Suggested | One | Several | Switch | Button => FieldAction::VARIANTS,
            Choices | Marks => ListAction::VARIANTS,
        }
    }

    #[test]
    fn the_actions_of_a_place_are_those_that_its_keys_have() {
        for mode in InputMode::iter() {
            let same = |other: &InputMode| declared(*other) == declared(mode);
            let alike: Vec<InputMode> = InputMode::iter().filter(same).collect();
            let rows = TYPED.iter();
            let here = rows.filter(|(places, ..)| places.iter().any(|place| alike.contains(place)));
            let bound: BTreeSet<&str> = here.map(|(_, action, _)| action.into()).collect();
            let declared: BTreeSet<&str> = declared(mode).iter().copied().collect();
            assert_eq!(bound, declared, "{mode:?}");
        }
    }
}
