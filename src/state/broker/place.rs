//! Where in a broker one is, and how one came there: a view with all of its rows or with those that
//! belong to one thing, or one thing by itself.

use super::views::SubView;
use crate::broker::Part;
use crate::model::broker::{ConnectionName, QueueKey};
use crate::state::list_cursor::ListCursor;
use crate::state::table::TableView;

/// One thing of a broker by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opened {
    Queue(QueueKey),
    /// By its name.
    Node(String),
}

impl Opened {
    /// What is read of it beside the whole.
    pub fn parts(&self) -> Vec<Part> {
        match self {
            Self::Queue(key) => vec![Part::Queue(key.clone()), Part::Bindings(key.clone())],
            Self::Node(name) => vec![Part::Memory(name.clone())],
        }
    }

    /// What it is itself, where that does not come with the whole.
    pub fn own_part(&self) -> Option<Part> {
        match self {
            Self::Queue(key) => Some(Part::Queue(key.clone())),
            Self::Node(_) => None,
        }
    }
}

/// What the rows of a view belong to, where not all of them are shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Only {
    Connection(ConnectionName),
    /// By what it is called.
    Client(String),
    Vhost(String),
}

impl Only {
    /// What is read for the rows of a view that belong to it, where that is less than for all.
    pub(super) fn part(&self, view: SubView) -> Option<Part> {
        match (self, view) {
            (Self::Connection(name), SubView::Channels) => Some(Part::ChannelsOf(name.clone())),
            (Self::Connection(_) | Self::Client(_) | Self::Vhost(_), _) => None,
        }
    }
}

/// Where a row leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lead {
    /// To a view, with the cursor on this row of it.
    Row(SubView, Option<String>),
    /// To those rows of a view that belong to this.
    Rows(SubView, Only),
    /// To one thing by itself.
    Opened(Opened),
}

/// A place in a broker.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    pub view: SubView,
    /// Whether its connections are those of a client together.
    pub grouped: bool,
    pub only: Option<Only>,
    /// What is shown in place of the rows of the view.
    pub opened: Option<Opened>,
}

/// A place that was left, as it was looked at.
#[derive(Clone, Debug)]
pub(super) struct Left {
    pub(super) place: Place,
    pub(super) table: Option<TableView>,
    pub(super) detail: ListCursor<String>,
    /// The connection that one came for.
    pub(super) beside: Option<ConnectionName>,
}

impl Place {
    /// What is read for what is shown here, beside the whole.
    pub(super) fn parts(&self) -> Vec<Part> {
        if let Some(opened) = &self.opened {
            return opened.parts();
        }
        let only = self.only.as_ref();
        let part = only.and_then(|only| only.part(self.view));
        part.or_else(|| self.view.part()).into_iter().collect()
    }
}

/// So many places that were left are known; older ones are forgotten.
pub(super) const REMEMBERED: usize = 32;

/// Says whether a part is of one thing alone: it is read anew whenever that is looked at.
pub(super) fn is_of_one(part: &Part) -> bool {
    match part {
        Part::Queue(_)
        | Part::Bindings(_)
        | Part::Connection(_)
        | Part::ChannelsOf(_)
        | Part::Memory(_) => true,
        Part::Head
        | Part::Queues
        // They are shown as rows of many, and forgotten with those.
        | Part::QueueRow(_)
        | Part::Connections
        | Part::Channels
        | Part::Consumers
        | Part::Exchanges
        | Part::Vhosts
        | Part::Policies
        | Part::Users
        | Part::FeatureFlags => false,
    }
}
