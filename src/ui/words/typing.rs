//! What keys do where text is typed: in full for the README and the help, in a word for the hint
//! line.

use super::catalogue::{Words, texts};
use crate::keymap::typing::{self, Meaning, Typing};
use crate::state::input::Edit;

texts! {
    /// What keys do where text is typed.
    pub struct Typed {
        /// Where text is edited.
        any_text,
        to_filter,
        /// Leaving a form that is not kept.
        leave_forgotten,
        to_search,
        to_narrow,
        form,
        form_not_last,
        form_lists,
        full: Full,
        short: Short,
        place: Places,
        edit: Edits,
    }
}

texts! {
    /// What a key means, in full.
    pub struct Full {
        keep_filter, clear_filter, keep_search, clear_search, complete, complete_back, run, close_palette, recall, send, cancel, to_buttons, to_buttons_back, open_list,
        flip, change_back, change_on, review, mark, take, done, close_list, next_field,
        leave, previous_field, fields_back, fields_on, row_up, row_down, page_up,
        page_down,
    }
}

texts! {
    /// What a key means, in a word, where that is not said in full.
    pub struct Short {
        keep_filter, clear_filter, keep_search, clear_search, complete, run, close_palette, recall, send, open_list, flip, review, mark, take, done,
        close_list, next_field, leave, previous_field, fields_back, row_up, page_up,
    }
}

texts! {
    /// Where text is typed.
    pub struct Places {
        filter, search, journal, palette, span, text_box, text, suggested, one, several, switch, button, choices, marks,
    }
}

texts! {
    /// What an edit does.
    pub struct Edits {
        insert, backspace, delete, left, right, home, end, word_left, word_right,
        delete_word, delete_to_start, delete_to_end,
    }
}

/// What a key does.
#[must_use]
pub fn full(w: &Words, meaning: Meaning) -> &str {
    let t = &w.typing.full;
    match meaning {
        Meaning::KeepFilter => &t.keep_filter,
        Meaning::ClearFilter => &t.clear_filter,
        Meaning::KeepSearch => &t.keep_search,
        Meaning::ClearSearch => &t.clear_search,
        Meaning::Complete => &t.complete,
        Meaning::CompleteBack => &t.complete_back,
        Meaning::Run => &t.run,
        Meaning::ClosePalette => &t.close_palette,
        Meaning::Recall => &t.recall,
        Meaning::Send => &t.send,
        Meaning::Cancel => &t.cancel,
        Meaning::ToButtons => &t.to_buttons,
        Meaning::ToButtonsBack => &t.to_buttons_back,
        Meaning::OpenList => &t.open_list,
        Meaning::Flip => &t.flip,
        Meaning::ChangeBack => &t.change_back,
        Meaning::ChangeOn => &t.change_on,
        Meaning::Review => &t.review,
        Meaning::Mark => &t.mark,
        Meaning::Take => &t.take,
        Meaning::Done => &t.done,
        Meaning::CloseList => &t.close_list,
        Meaning::NextField => &t.next_field,
        Meaning::Leave => &t.leave,
        Meaning::PreviousField => &t.previous_field,
        Meaning::FieldsBack => &t.fields_back,
        Meaning::FieldsOn => &t.fields_on,
        Meaning::RowUp => &t.row_up,
        Meaning::RowDown => &t.row_down,
        Meaning::PageUp => &t.page_up,
        Meaning::PageDown => &t.page_down,
    }
}

/// What a key, or one key and its opposite, does, in a word.
#[must_use]
pub fn short(w: &Words, meaning: Meaning) -> &str {
    let t = &w.typing.short;
    match meaning {
        Meaning::KeepFilter => &t.keep_filter,
        Meaning::ClearFilter => &t.clear_filter,
        Meaning::KeepSearch => &t.keep_search,
        Meaning::ClearSearch => &t.clear_search,
        Meaning::Complete | Meaning::CompleteBack => &t.complete,
        Meaning::Run => &t.run,
        Meaning::ClosePalette => &t.close_palette,
        Meaning::Recall => &t.recall,
        Meaning::Send => &t.send,
        Meaning::OpenList => &t.open_list,
        Meaning::Flip | Meaning::ChangeBack | Meaning::ChangeOn => &t.flip,
        Meaning::Review => &t.review,
        Meaning::Mark => &t.mark,
        Meaning::Take => &t.take,
        Meaning::Done => &t.done,
        Meaning::CloseList => &t.close_list,
        Meaning::NextField => &t.next_field,
        Meaning::Leave => &t.leave,
        Meaning::PreviousField => &t.previous_field,
        Meaning::FieldsBack | Meaning::FieldsOn => &t.fields_back,
        Meaning::RowUp | Meaning::RowDown => &t.row_up,
        Meaning::PageUp | Meaning::PageDown => &t.page_up,
        Meaning::Cancel | Meaning::ToButtons | Meaning::ToButtonsBack => full(w, meaning),
    }
}

/// What typed text does there, for the hint line; nothing where that goes without saying.
#[must_use]
pub fn text(w: &Words, place: Typing) -> Option<&str> {
    match place {
        Typing::Filter | Typing::Journal => Some(&w.typing.to_filter),
        Typing::Search => Some(&w.typing.to_search),
        Typing::Choices | Typing::Marks => Some(&w.typing.to_narrow),
        Typing::Box
        | Typing::Palette
        | Typing::Span
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
pub fn places(w: &Words, all: &[Typing]) -> String {
    let mut rest = all.to_vec();
    let mut names = Vec::new();
    let t = &w.typing;
    for (group, name) in [
        (typing::FIELDS, &t.form),
        (typing::NOT_LAST, &t.form_not_last),
        (typing::LISTS, &t.form_lists),
    ] {
        if group.iter().all(|one| rest.contains(one)) {
            rest.retain(|one| !group.contains(one));
            names.push(name.as_str());
        }
    }
    let rest = rest.into_iter().map(|one| place(w, one));
    rest.chain(names).collect::<Vec<&str>>().join(&w.comma)
}

fn place(w: &Words, place: Typing) -> &str {
    let t = &w.typing.place;
    match place {
        Typing::Filter => &t.filter,
        Typing::Search => &t.search,
        Typing::Journal => &t.journal,
        Typing::Palette => &t.palette,
        Typing::Span => &t.span,
        Typing::Box => &t.text_box,
        Typing::Text => &t.text,
        Typing::Suggested => &t.suggested,
        Typing::One => &t.one,
        Typing::Several => &t.several,
        Typing::Switch => &t.switch,
        Typing::Button => &t.button,
        Typing::Choices => &t.choices,
        Typing::Marks => &t.marks,
    }
}

/// Where text is edited.
#[must_use]
pub fn any_text(w: &Words) -> &str {
    &w.typing.any_text
}

/// What an edit does.
#[must_use]
pub fn edit(w: &Words, edit: Edit) -> &str {
    let t = &w.typing.edit;
    match edit {
        Edit::Insert(_) => &t.insert,
        Edit::Backspace => &t.backspace,
        Edit::Delete => &t.delete,
        Edit::Left => &t.left,
        Edit::Right => &t.right,
        Edit::Home => &t.home,
        Edit::End => &t.end,
        Edit::WordLeft => &t.word_left,
        Edit::WordRight => &t.word_right,
        Edit::DeleteWord => &t.delete_word,
        Edit::DeleteToStart => &t.delete_to_start,
        Edit::DeleteToEnd => &t.delete_to_end,
    }
}
