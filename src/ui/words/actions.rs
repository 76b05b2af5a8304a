//! What keys do: in full for the help, in a word for the hint line.

use super::catalogue::{Words, texts};
use crate::action::Action;
use crate::keymap::Context;

texts! {
    /// What keys do.
    pub struct Actions {
        /// What going back does on a filtered list.
        clears,
        /// Moving the focus on the dashboard.
        next_pane,
        /// ... and in an open instance.
        next_tab,
        /// Opening a pane of the dashboard.
        zooms,
        /// Closing a box.
        closes,
        /// Leaving the program.
        quits,
        /// Not leaving it.
        stays,
        /// Heading of the filter's own part of the help.
        filter,
        full: Full,
        short: Short,
        place: Places,
    }
}

texts! {
    /// What an action does, in full.
    pub struct Full {
        down, up, page_down, page_up, half_page_down, half_page_up, first, last,
        next_instance, previous_instance, open, back, focus_next, focus_previous, tab_1,
        tab_2, tab_3, tab_4, tab_5, filter, sort, flip_sort, columns, toggle_column, column_up, column_down, create, create_like, modify, reset_password, resize, delete, delete_task, toggle_plugin, task_span, copy, yes, no, enter, next, previous, palette, help, errors, journal, dismiss, refresh, retry_credential, redraw, ask_quit, quit, restart, mark, mark_range, mark_shown, mark_failed_creations, clear_marks, show_marked, results, unsettled, menu, profiles, toggle_profile, search, next_match, previous_match, json, copy_value, copy_whole, export, provenance, edit_tags,
    }
}

texts! {
    /// What an action does, in a word, where that is not said in full.
    pub struct Short {
        open, back, focus_next, next_instance, filter, sort, columns, toggle_column, column_up, column_down, create, create_like, modify, reset_password, resize, delete, delete_task, toggle_plugin, task_span, copy, yes, no, enter, next, palette, help, errors, refresh, journal, dismiss, retry_credential, ask_quit, restart, mark, mark_range, clear_marks, unsettled, menu, profiles, toggle_profile, search, next_match, previous_match, json, copy_value, copy_whole, export, provenance, edit_tags,
    }
}

texts! {
    /// Where keys mean something.
    pub struct Places {
        view, list, text, plugins, tasks, instance, popup, columns, profiles, dialog,
    }
}

/// Says every action in full, so that one without a text does not compile.
macro_rules! in_full {
    ($($action:ident => $text:ident),* $(,)?) => {
        /// What an action does, for the help.
        #[must_use]
        pub fn full(w: &Words, action: Action) -> &str {
            let t = &w.actions.full;
            match action {
                $(Action::$action => &t.$text,)*
            }
        }
    };
}

in_full! {
    Down => down,
    Up => up,
    PageDown => page_down,
    PageUp => page_up,
    HalfPageDown => half_page_down,
    HalfPageUp => half_page_up,
    First => first,
    Last => last,
    NextInstance => next_instance,
    PreviousInstance => previous_instance,
    Open => open,
    Back => back,
    FocusNext => focus_next,
    FocusPrevious => focus_previous,
    Tab1 => tab_1,
    Tab2 => tab_2,
    Tab3 => tab_3,
    Tab4 => tab_4,
    Tab5 => tab_5,
    Filter => filter,
    Search => search,
    NextMatch => next_match,
    PreviousMatch => previous_match,
    Json => json,
    Profiles => profiles,
    ToggleProfile => toggle_profile,
    Sort => sort,
    FlipSort => flip_sort,
    Columns => columns,
    ToggleColumn => toggle_column,
    ColumnUp => column_up,
    ColumnDown => column_down,
    Create => create,
    CreateLike => create_like,
    Modify => modify,
    ResetPassword => reset_password,
    Resize => resize,
    EditTags => edit_tags,
    Delete => delete,
    DeleteTask => delete_task,
    TogglePlugin => toggle_plugin,
    TaskSpan => task_span,
    Restart => restart,
    Mark => mark,
    MarkRange => mark_range,
    MarkShown => mark_shown,
    MarkFailedCreations => mark_failed_creations,
    ClearMarks => clear_marks,
    ShowMarked => show_marked,
    Results => results,
    Unsettled => unsettled,
    Menu => menu,
    Copy => copy,
    CopyValue => copy_value,
    CopyWhole => copy_whole,
    Export => export,
    Provenance => provenance,
    Yes => yes,
    No => no,
    Enter => enter,
    Next => next,
    Previous => previous,
    Palette => palette,
    Help => help,
    Errors => errors,
    Journal => journal,
    Dismiss => dismiss,
    Refresh => refresh,
    RetryCredential => retry_credential,
    Redraw => redraw,
    AskQuit => ask_quit,
    Quit => quit,
}

/// What an action does, in a word.
#[must_use]
pub fn short(w: &Words, action: Action) -> &str {
    let t = &w.actions.short;
    match action {
        Action::Open => &t.open,
        Action::Back => &t.back,
        Action::FocusNext => &t.focus_next,
        Action::NextInstance => &t.next_instance,
        Action::Filter => &t.filter,
        Action::Profiles => &t.profiles,
        Action::ToggleProfile => &t.toggle_profile,
        Action::Search => &t.search,
        Action::NextMatch => &t.next_match,
        Action::PreviousMatch => &t.previous_match,
        Action::Json => &t.json,
        Action::Sort => &t.sort,
        Action::Columns => &t.columns,
        Action::ToggleColumn => &t.toggle_column,
        Action::ColumnUp => &t.column_up,
        Action::ColumnDown => &t.column_down,
        Action::Create => &t.create,
        Action::CreateLike => &t.create_like,
        Action::Modify => &t.modify,
        Action::ResetPassword => &t.reset_password,
        Action::Resize => &t.resize,
        Action::EditTags => &t.edit_tags,
        Action::Delete => &t.delete,
        Action::DeleteTask => &t.delete_task,
        Action::TogglePlugin => &t.toggle_plugin,
        Action::TaskSpan => &t.task_span,
        Action::Restart => &t.restart,
        Action::Mark => &t.mark,
        Action::MarkRange => &t.mark_range,
        Action::ClearMarks => &t.clear_marks,
        Action::Unsettled => &t.unsettled,
        Action::Menu => &t.menu,
        Action::Copy => &t.copy,
        Action::CopyValue => &t.copy_value,
        Action::CopyWhole => &t.copy_whole,
        Action::Export => &t.export,
        Action::Provenance => &t.provenance,
        Action::Yes => &t.yes,
        Action::No => &t.no,
        Action::Enter => &t.enter,
        Action::Next => &t.next,
        Action::Palette => &t.palette,
        Action::Help => &t.help,
        Action::Errors => &t.errors,
        Action::Journal => &t.journal,
        Action::Dismiss => &t.dismiss,
        Action::Refresh => &t.refresh,
        Action::RetryCredential => &t.retry_credential,
        Action::AskQuit => &t.ask_quit,
        other => full(w, other),
    }
}

/// Where keys mean something, as a heading.
#[must_use]
pub fn place(w: &Words, context: Context) -> &str {
    let t = &w.actions.place;
    match context {
        Context::View => &t.view,
        Context::List => &t.list,
        Context::Text => &t.text,
        Context::Plugins => &t.plugins,
        Context::Tasks => &t.tasks,
        Context::Instance => &t.instance,
        Context::Popup => &t.popup,
        Context::Columns => &t.columns,
        Context::Profiles => &t.profiles,
        Context::Dialog => &t.dialog,
    }
}
