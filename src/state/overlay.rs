//! What can be in front of the view. One thing at a time, and each keeps its own cursor.

use super::arrangement::Columns;
use super::choice::Choice;
use super::column::Column;
use super::form;
use super::list_cursor::ListCursor;
use super::notice::NoticeId;
use super::palette::Palette;
use super::provenance::Inquiry;
use super::query::{Query, QueryCache};
use super::search::Search;
use super::sight::Sight;
use super::sort_picker::SortPicker;
use super::span::SpanBox;
use super::table::TableView;
use super::write::batches::BatchId;
use super::write::broker::BrokerPlan;
use super::write::can::Refusal;
use super::write::confirm::Confirm;
use super::write::pending::WriteId;
use crate::journal::EntryId;
use crate::model::{InstanceKey, Scope, TaskId};

/// What is in front of the view.
#[derive(Debug, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum Overlay {
    /// What the keys of a place do.
    Help(Box<Help>),
    /// A text that scrolls.
    Reader(Box<Reader>),
    Table(Box<TableView>),
    /// What can be done with the instance, or with the marked.
    Menu {
        /// The line under the cursor, by the command's name.
        pick: ListCursor<&'static str>,
    },
    /// By which column to sort.
    Sort(SortPicker),
    /// Which profiles are shown.
    Profiles(Choice),
    /// Which columns the list shows, and in which order.
    Columns(Box<Picker>),
    /// Which tasks are shown, by when they began.
    Span(Box<SpanBox>),
    /// Something that cannot be done now, and why.
    Refused {
        /// What it would have been done to, by name; empty when to nothing.
        name: String,
        reason: Refusal,
    },
    /// A line that names what to do.
    Palette(Box<Palette>),
    /// A question that stands before a write.
    Confirm(Box<Confirm>),
    /// A question that stands before a change of a broker.
    ConfirmChange(Box<Confirm<BrokerPlan>>),
    /// A form.
    Form(Box<form::Form>),
    /// What is known of a write whose answer was lost, and whether to release what it locks.
    Release(Box<Release>, Sight),
    /// Quitting while a write has not been answered.
    Quit(Sight),
}

/// A write whose answer was lost, by what names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    pub id: WriteId,
    /// The instance it is done to; none for a creation.
    pub key: Option<InstanceKey>,
}

/// The help, over what it explains.
#[derive(Debug, Default)]
pub struct Help {
    /// Lines above the first one that is shown.
    pub scroll: usize,
    pub search: Option<Search>,
    /// What it explains, which is in front again when it is closed; nothing for the view.
    pub over: Option<Overlay>,
}

/// The columns picker. What is changed in it holds when it is kept.
#[derive(Clone, Debug)]
pub struct Picker {
    /// The column under the cursor.
    pub pick: ListCursor<Column>,
    /// The columns as they would be.
    pub columns: Columns,
}

/// A text that scrolls in front of the view.
#[derive(Debug)]
pub struct Reader {
    /// What it is about.
    pub content: Content,
    /// Lines above the first one that is shown.
    pub scroll: usize,
}

/// What a text in front of the view is about.
#[derive(Debug)]
pub enum Content {
    /// Everything about one event; the list of them to go back to.
    Notice(NoticeId, Box<TableView>),
    /// Everything about one write in the journal; the list to go back to.
    Entry(EntryId, Box<TableView>),
    /// Everything about one task, by who it is and not by its place: the list behind may move.
    Task(InstanceKey, TaskId),
    /// Where the figures of what was under the cursor are from.
    Provenance(Box<Inquiry>),
    /// What is wrong with an instance, and what that is seen by.
    Findings(InstanceKey),
    /// How the instances of a batch stand.
    Results(BatchId),
    /// The messages of a queue that were looked at.
    Messages(WriteId),
    /// What a query gave.
    Read(Box<QueryText>),
}

/// What a query gives, as labels and values.
#[derive(Debug)]
pub struct QueryText {
    /// The command that opened it, by its name: its words are the title.
    pub command: &'static str,
    pub scope: Scope,
    pub query: Query,
    /// What is shown of what is known; nothing while it is not.
    pub facts: fn(&QueryCache) -> Vec<(String, String)>,
}

/// What was seen of what is in front, if it is a question, and how far it is scrolled, if it scrolls.
macro_rules! parts {
    ($overlay:ident $(, $mut:tt)?) => {
        match $overlay {
            Self::Confirm(one) => (Some(& $($mut)? one.sight), Some(& $($mut)? one.scroll)),
            Self::ConfirmChange(one) => {
                (Some(& $($mut)? one.sight), Some(& $($mut)? one.scroll))
            }
            Self::Quit(sight) | Self::Release(_, sight) => (Some(sight), None),
            Self::Reader(reader) => (None, Some(& $($mut)? reader.scroll)),
            Self::Help(help) => (None, Some(& $($mut)? help.scroll)),
            Self::Table(_)
            | Self::Menu { .. }
            | Self::Sort(_)
            | Self::Profiles(_)
            | Self::Columns(_)
            | Self::Span(_)
            | Self::Refused { .. }
            | Self::Palette(_)
            | Self::Form(_) => (None, None),
        }
    };
}

impl Overlay {
    /// A text from its first line on.
    pub fn reader(content: Content) -> Self {
        let scroll = 0;
        Self::Reader(Box::new(Reader { content, scroll }))
    }

    /// What the text in front is about, if a text is in front.
    pub fn content(&self) -> Option<&Content> {
        let Self::Reader(reader) = self else {
            return None;
        };
        Some(&reader.content)
    }

    /// The table in front, if one is.
    pub fn into_table(self) -> Option<Box<TableView>> {
        let Self::Table(table) = self else {
            return None;
        };
        Some(table)
    }

    /// The form in front, if one is.
    pub fn form(&self) -> Option<&form::Form> {
        let Self::Form(form) = self else { return None };
        Some(form)
    }

    /// What was seen of it, if it is a question.
    pub fn sight(&self) -> Option<&Sight> {
        parts!(self).0
    }

    /// The same, to be added to.
    pub fn sight_mut(&mut self) -> Option<&mut Sight> {
        parts!(self, mut).0
    }

    /// Lines above the first one that is shown, if it is a text that scrolls.
    pub fn scroll_mut(&mut self) -> Option<&mut usize> {
        parts!(self, mut).1
    }
}
