//! Dialogs: titles, prompts, buttons.

use super::batch;
use super::catalogue::{Plural, Words, fill, texts};
use crate::api::v2::Switch;
use crate::say;
use crate::state::plan::{Act, Deed};
use crate::state::sight::Ignored;
use std::fmt::Display;

texts! {
    /// Titles, prompts and buttons.
    pub struct Dialog {
        /// Before a title: in which labelled profile it is.
        within,
        /// The button that leaves.
        cancel,
        /// The button that closes a box without a choice.
        close,
        /// The button that stays.
        stay,
        /// The button that leaves the program.
        quit,
        /// Title of the question before quitting.
        quit_title,
        /// The question before quitting.
        quit_ask,
        /// The same while no request has left.
        quit_ask_early,
        /// Title of the sort picker.
        sort_title,
        /// Title of the help.
        help_title,
        /// What is deleted with a task record, and what is not.
        record_only,
        /// Who has to change when the password does.
        clients,
        /// Months or years are paid for.
        order,
        /// It can be reached from anywhere.
        internet,
        /// The journal cannot be written.
        no_journal,
        /// What was typed is not the beginning of what is asked for.
        differs,
        /// The text is complete.
        armed,
        /// What copying in a dialog copies.
        copy_request,
        remaining: Plural,
        status_now,
        renamed,
        position,
        more_lines,
        scroll,
        typing_footer,
        typing_footer_scroll,
        title: Titles,
        go: Buttons,
        prompt: Prompts,
        ignored: IgnoredKeys,
    }
}

texts! {
    /// Why a key did not answer a question.
    pub struct IgnoredKeys {
        /// Nothing of the question was on the screen.
        unseen,
        /// The screen has no room for all of it.
        cut,
        /// The question came only just now.
        early,
        /// The key came together with others.
        hurried,
    }
}

texts! {
    /// What a dialog asks.
    pub struct Titles {
        enable, disable, delete_task, modify, password, resize, create, tags,
    }
}

texts! {
    /// The button that does it.
    pub struct Buttons {
        enable, disable, delete_task, modify, password, resize, create, tags,
    }
}

texts! {
    /// What to type, from long to short.
    pub struct Prompts {
        long, short, last,
    }
}

/// What a dialog asks, as its title.
#[must_use]
pub fn title(w: &Words, deed: &Deed, name: &str) -> String {
    let t = &w.dialog.title;
    match deed {
        Deed::Delete(_) => say!(w, "batch.title" / Act::Delete, name),
        Deed::Restart(_) => say!(w, "batch.title" / Act::Restart, name),
        Deed::Batch(several) => batch::title(w, several.act, several.targets().len()),
        Deed::SetPlugin { plugin, to, .. } => {
            let template = match to {
                Switch::Enable => &t.enable,
                Switch::Disable => &t.disable,
            };
            fill(template, &[("plugin", plugin), ("name", &name)])
        }
        Deed::DeleteTask { .. } => fill(&t.delete_task, &[("name", &name)]),
        Deed::Modify { .. } => fill(&t.modify, &[("name", &name)]),
        Deed::ResetPassword { .. } => fill(&t.password, &[("name", &name)]),
        Deed::Resize { .. } => fill(&t.resize, &[("name", &name)]),
        Deed::Tags { .. } => fill(&t.tags, &[("name", &name)]),
        Deed::Create { .. } => fill(&t.create, &[("name", &name)]),
    }
}

/// Before a title: in which labelled profiles it is.
#[must_use]
pub fn within(w: &Words, labels: &str) -> String {
    let label = crate::text::cut(labels, 12);
    fill(&w.dialog.within, &[("label", &label)])
}

/// The button that does it.
#[must_use]
pub fn go<'w>(w: &'w Words, deed: &Deed) -> &'w str {
    let t = &w.dialog.go;
    match deed {
        Deed::Delete(_) => w.named("batch.go", Act::Delete),
        Deed::Restart(_) => w.named("batch.go", Act::Restart),
        Deed::Batch(several) => w.named("batch.go", several.act),
        Deed::SetPlugin { to, .. } => match to {
            Switch::Enable => &t.enable,
            Switch::Disable => &t.disable,
        },
        Deed::DeleteTask { .. } => &t.delete_task,
        Deed::Modify { .. } => &t.modify,
        Deed::ResetPassword { .. } => &t.password,
        Deed::Resize { .. } => &t.resize,
        Deed::Tags { .. } => &t.tags,
        Deed::Create { .. } => &t.create,
    }
}

/// What to type, from long to short. In the last one it is the text that is cut, which the title
/// has as well, and not that it has to be typed.
#[must_use]
pub fn prompts(w: &Words, token: &str) -> [String; 3] {
    let t = &w.dialog.prompt;
    [&t.long, &t.short, &t.last].map(|template| fill(template, &[("token", &token)]))
}

/// Why a key did not answer a question.
#[must_use]
pub fn ignored(w: &Words, why: Ignored) -> &str {
    let t = &w.dialog.ignored;
    match why {
        Ignored::Unseen => &t.unseen,
        Ignored::Cut => &t.cut,
        Ignored::Early => &t.early,
        Ignored::Hurried => &t.hurried,
    }
}

/// The instance as it is now, beside what the dialog was opened on.
#[must_use]
pub fn status_now(w: &Words, status: &str) -> String {
    fill(&w.dialog.status_now, &[("status", &status)])
}

/// The instance has another name now.
#[must_use]
pub fn renamed(w: &Words, name: &str) -> String {
    fill(&w.dialog.renamed, &[("name", &name)])
}

/// Which lines can be seen: `1-13 of 31`.
#[must_use]
pub fn position(w: &Words, first: usize, last: usize, lines: usize) -> String {
    let values: [(&str, &dyn Display); 3] = [("first", &first), ("last", &last), ("all", &lines)];
    fill(&w.dialog.position, &values)
}

/// Lines that are not visible.
#[must_use]
pub fn more_lines(w: &Words, number: usize) -> String {
    let lines = w.count("nouns.line", number);
    fill(&w.dialog.more_lines, &[("lines", &lines)])
}

/// The keys that scroll what does not fit, before other keys.
#[must_use]
pub fn scroll(w: &Words, up: &str, down: &str) -> String {
    fill(&w.dialog.scroll, &[("up", &up), ("down", &down)])
}

/// Keys of a dialog while its text box takes all letters: those that cancel, leave the box, and
/// scroll and copy once it is left.
#[must_use]
pub fn typing_footer(w: &Words, cancel: &str, leave: &str, scroll: &str, copy: &str) -> String {
    let t = &w.dialog;
    let copy = format!("{copy} {}", t.copy_request);
    let values: [(&str, &dyn Display); 4] = [
        ("cancel", &cancel),
        ("leave", &leave),
        ("scroll", &scroll),
        ("copy", &copy),
    ];
    match scroll {
        "" => fill(&t.typing_footer, &values),
        _ => fill(&t.typing_footer_scroll, &values),
    }
}

/// That what is done here will not be in the journal.
#[must_use]
pub fn no_journal(w: &Words, why: &str) -> String {
    fill(&w.dialog.no_journal, &[("why", &why)])
}
