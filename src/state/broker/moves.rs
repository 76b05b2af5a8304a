//! Moving around in a broker: from view to view, from a row to where it leads, and back.

use super::BrokerState;
use super::place::{self, Lead, Left, Only, Opened, Place};
use super::views::{SubView, groups};
use crate::broker::Part;
use crate::state::State;
use crate::state::input::TextField;
use crate::state::view::Pane;

impl BrokerState {
    /// One thing by itself, if it is shown.
    pub fn opened(&self) -> Option<&Opened> {
        self.opened.as_ref()
    }

    /// What the rows that are shown belong to, where those are not all.
    pub fn only(&self) -> Option<&Only> {
        self.only.as_ref()
    }

    pub fn place(&self) -> Place {
        Place {
            view: self.shown,
            grouped: self.grouped,
            only: self.only.clone(),
            opened: self.opened.clone(),
        }
    }

    /// Goes to where a row leads. Where one was is known, to go back.
    pub fn go(&mut self, lead: Lead) {
        let left = Left {
            place: self.place(),
            table: self.table().cloned(),
            detail: std::mem::take(&mut self.detail),
            beside: self.beside.take(),
        };
        self.left.push(left);
        if self.left.len() > place::REMEMBERED {
            self.left.remove(0);
        }
        (self.opened, self.sought) = (None, None);
        match lead {
            Lead::Row(view, row) => {
                (self.only, self.grouped) = (None, false);
                self.sought.clone_from(&row);
                self.beside = row.clone().filter(|_| view == SubView::Connections);
                self.show(view, row);
            }
            Lead::Rows(view, only) => {
                (self.shown, self.only) = (view, Some(only));
                if let Some(table) = self.table_mut() {
                    (table.filter, table.pick) = Default::default();
                }
            }
            Lead::Opened(opened) => self.opened = Some(opened),
        }
        self.forget_others();
    }

    /// Whether one came here from somewhere else in the broker.
    pub fn has_way_back(&self) -> bool {
        !self.left.is_empty()
    }

    /// Goes back to where one came from, as it was looked at there.
    pub fn back(&mut self) {
        let Some(left) = self.left.pop() else {
            return;
        };
        let Place {
            view,
            grouped,
            only,
            opened,
        } = left.place;
        (self.shown, self.grouped) = (view, grouped);
        (self.only, self.opened) = (only, opened);
        (self.detail, self.sought, self.beside) = (left.detail, None, left.beside);
        if let Some(table) = left.table {
            self.tables.retain(|one| one.source != table.source);
            self.tables.push(table);
        }
        self.forget_rows();
    }

    /// Shows a view, with the cursor on a row of it, which no filter hides.
    fn show(&mut self, view: SubView, row: Option<String>) {
        self.shown = view;
        if let (Some(table), Some(row)) = (self.table_mut(), row) {
            table.filter = TextField::default();
            table.pick.put(row);
        }
    }

    /// Shows the next view, or the one before. What one came through is left behind.
    pub fn step_view(&mut self, steps: isize) {
        (self.opened, self.only, self.sought) = (None, None, None);
        self.beside = None;
        self.left.clear();
        let (views, shown) = (self.views(), self.shown());
        let at = views.iter().position(|view| *view == shown);
        let count = isize::try_from(views.len()).unwrap_or(1);
        let at = at.and_then(|at| isize::try_from(at).ok()).unwrap_or(0);
        let next = (at + steps).rem_euclid(count);
        if let Some(view) = usize::try_from(next).ok().and_then(|next| views.get(next)) {
            self.show_view(*view);
        }
        self.forget_others();
    }

    /// Whether connections are shown, and can be shown by client.
    pub fn can_group(&self) -> bool {
        self.shown() == SubView::Connections && self.only.is_none() && self.opened.is_none()
    }

    /// Whether those of a client are shown as one.
    pub fn is_grouped(&self) -> bool {
        self.grouped && self.can_group()
    }

    /// Shows those of a client as one, or each by itself.
    pub fn group(&mut self) {
        self.grouped = !self.grouped;
        self.forget_rows();
    }

    /// Keeps nothing of single things but of what is shown, and of where one came from.
    fn forget_others(&mut self) {
        let left = self.left.iter().flat_map(|left| left.place.parts());
        let kept = left.chain(self.parts());
        let kept: Vec<Part> = kept.collect();
        self.read
            .retain(|part, _| !place::is_of_one(part) || kept.contains(part));
        self.forget_rows();
    }

    /// What names the row under the cursor, whatever is shown.
    pub fn row_on(&self) -> Option<String> {
        match &self.opened {
            Some(_) => self.detail().map(|row| row.id.clone()),
            None => self.selected().map(|row| row.id.clone()),
        }
    }

    /// Moves the cursor of what is shown.
    pub fn move_by(&mut self, delta: isize) {
        self.sought = None;
        if self.opened.is_some() {
            let ids = self.detail_ids();
            return self.detail.move_by(delta, &ids);
        }
        self.with_cursor(|cursor, ids| cursor.move_by(delta, ids));
    }
}

impl State {
    /// Where the row under the cursor leads.
    pub fn broker_lead(&self) -> Option<Lead> {
        // A password that is asked for comes first.
        if self.focused() != Pane::Broker || self.broker_password().is_some() {
            return None;
        }
        let is_closed = self.broker.closed().is_some();
        match self.broker.opened {
            // The connections of the cloud view cannot be shown.
            Some(_) if is_closed => None,
            Some(_) => self.broker.detail()?.lead(),
            None if self.broker.is_grouped() => groups::lead(self, self.broker.selected()?),
            None => self.broker.shown().lead(self, self.broker.selected()?),
        }
    }
}
