//! What keys do where text is typed: in full for the README and the help, in a word for the hint
//! line.

use crate::keymap::typing::{self, Meaning, Typing};
use crate::state::input::Edit;

/// What a key does.
#[must_use]
pub fn full(meaning: Meaning) -> &'static str {
    match meaning {
        Meaning::KeepFilter => "keep the filter",
        Meaning::ClearFilter => "clear the filter",
        Meaning::Complete => "complete the word",
        Meaning::CompleteBack => "the completion before",
        Meaning::Run => "run it",
        Meaning::ClosePalette => "leave the palette",
        Meaning::Recall => "an older line with this text",
        Meaning::Send => "send, once the text is complete",
        Meaning::Cancel => "cancel",
        Meaning::ToButtons => "to the buttons",
        Meaning::ToButtonsBack => "to the buttons, last one first",
        Meaning::OpenList => "open the list",
        Meaning::Flip => "switch on or off",
        Meaning::ChangeBack => "take the choice before",
        Meaning::ChangeOn => "take the choice after",
        Meaning::Review => "review the request",
        Meaning::Mark => "mark or unmark",
        Meaning::Take => "take the choice",
        Meaning::Done => "take what is marked, else the choice",
        Meaning::CloseList => "close the list",
        Meaning::NextField => "next field",
        Meaning::Leave => "leave the form, which is kept",
        Meaning::PreviousField => "previous field",
        Meaning::FieldsBack => "five fields back",
        Meaning::FieldsOn => "five fields on",
        Meaning::RowUp => "up",
        Meaning::RowDown => "down",
        Meaning::PageUp => "page up",
        Meaning::PageDown => "page down",
    }
}

/// What a key, or one key and its opposite, does, in a word.
#[must_use]
pub fn short(meaning: Meaning) -> &'static str {
    match meaning {
        Meaning::KeepFilter => "keep",
        Meaning::ClearFilter => "clear",
        Meaning::Complete | Meaning::CompleteBack => "complete",
        Meaning::Run => "run",
        Meaning::ClosePalette => "leave",
        Meaning::Recall => "history",
        Meaning::Send => "send",
        Meaning::OpenList => "list",
        Meaning::Flip | Meaning::ChangeBack | Meaning::ChangeOn => "change",
        Meaning::Review => "review",
        Meaning::Mark => "mark",
        Meaning::Take => "take",
        Meaning::Done => "done",
        Meaning::CloseList => "close",
        Meaning::NextField => "next",
        Meaning::Leave => "leave (kept)",
        Meaning::PreviousField => "back",
        Meaning::FieldsBack | Meaning::FieldsOn => "five fields",
        Meaning::RowUp | Meaning::RowDown => "move",
        Meaning::PageUp | Meaning::PageDown => "page",
        Meaning::Cancel | Meaning::ToButtons | Meaning::ToButtonsBack => full(meaning),
    }
}

/// What typed text does there, for the hint line; nothing where that goes without saying.
#[must_use]
pub fn text(place: Typing) -> Option<&'static str> {
    match place {
        Typing::Filter => Some("type to filter"),
        Typing::Choices | Typing::Marks => Some("type to narrow"),
        Typing::Box
        | Typing::Palette
        | Typing::Text
        | Typing::Suggested
        | Typing::One
        | Typing::Several
        | Typing::Switch
        | Typing::Button => None,
    }
}

/// Where some keys hold, in as few words as say it.
#[must_use]
pub fn places(all: &[Typing]) -> String {
    let mut rest = all.to_vec();
    let mut names = Vec::new();
    for (group, name) in [
        (typing::FIELDS, "form"),
        (typing::NOT_LAST, "form but its button"),
        (typing::LISTS, "lists of the form"),
    ] {
        if group.iter().all(|one| rest.contains(one)) {
            rest.retain(|one| !group.contains(one));
            names.push(name);
        }
    }
    let rest = rest.into_iter().map(place);
    rest.chain(names).collect::<Vec<&str>>().join(", ")
}

fn place(place: Typing) -> &'static str {
    match place {
        Typing::Filter => "filter",
        Typing::Palette => "palette",
        Typing::Box => "text box of a dialog",
        Typing::Text => "form: text",
        Typing::Suggested => "form: text or list",
        Typing::One => "form: one of a list",
        Typing::Several => "form: some of a list",
        Typing::Switch => "form: switch",
        Typing::Button => "form: button",
        Typing::Choices => "lists of one",
        Typing::Marks => "lists of several",
    }
}

/// Where text is edited.
pub const ANY_TEXT: &str = "any text";

/// What an edit does.
#[must_use]
pub fn edit(edit: Edit) -> &'static str {
    match edit {
        Edit::Insert(_) => "insert",
        Edit::Backspace => "delete to the left",
        Edit::Delete => "delete to the right",
        Edit::Left => "one character left",
        Edit::Right => "one character right",
        Edit::Home => "to the start of the text",
        Edit::End => "to the end of the text",
        Edit::WordLeft => "one word left",
        Edit::WordRight => "one word right",
        Edit::DeleteWord => "delete the word to the left",
        Edit::DeleteToStart => "delete to the start",
        Edit::DeleteToEnd => "delete to the end",
    }
}
