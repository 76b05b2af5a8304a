//! A connection that one came for and that is not among the first ones, which alone are read: it is
//! asked for by itself, and stands among the others.

use super::BrokerState;
use super::views::SubView;
use crate::api::management::ManagementError;
use crate::broker::{BrokerAnswer, BrokerError, Listed, Part};
use crate::model::broker::Connection;
use std::sync::Arc;

/// What is known of a row that one came for and that is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sought {
    /// It is being read.
    Awaited,
    /// The broker does not have it any more.
    Gone,
    /// It is not among those that were read.
    Unread,
}

impl BrokerState {
    /// What is read of the connection that one came for, beside those that were read, where that is
    /// needed.
    pub(super) fn beside_part(&self) -> Option<Part> {
        let shown = self.shown() == SubView::Connections && self.opened.is_none();
        let name = self.beside.as_ref().filter(|_| shown)?;
        let part = Part::Connection(name.clone());
        let read = self.part(&Part::Connections).value()?;
        let listed = read.try_as_connections_ref()?;
        let is_asked = self.read.contains_key(&part);
        (listed.is_cut() && (is_asked || !has(listed, name))).then_some(part)
    }

    /// The same answer, with the connection that one came for.
    pub(super) fn with_beside(&self, answer: BrokerAnswer) -> BrokerAnswer {
        let BrokerAnswer::Connections(mut listed) = answer else {
            return answer;
        };
        if let Some(one) = self.beside() {
            add(&mut listed, one);
        }
        BrokerAnswer::Connections(listed)
    }

    /// Puts it among those that were read.
    pub(super) fn put_beside(&mut self) {
        let one = self.beside().cloned();
        let read = self.read.get_mut(&Part::Connections);
        let known = read.and_then(|read| read.known.as_mut());
        let (Some(one), Some(known)) = (one, known) else {
            return;
        };
        if let BrokerAnswer::Connections(listed) = &mut known.value {
            add(listed, &one);
        }
    }

    /// It, as it was read last, while it is there.
    fn beside(&self) -> Option<&Connection> {
        let part = Part::Connection(self.beside.clone()?);
        let read = self.read.get(&part).filter(|read| read.failure.is_none())?;
        let one = read.value()?.try_as_connection_ref()?;
        Some(one)
    }

    /// Whether the connections that were read begin with those that an alarm blocks.
    pub fn has_blocked_first(&self) -> bool {
        let read = self.part(&Part::Connections).value();
        let listed = read.and_then(|answer| answer.try_as_connections_ref());
        let first = listed.and_then(|listed| listed.rows.first());
        first.is_some_and(|one| matches!(one.state.as_deref(), Some("blocked" | "blocking")))
            && self.head().is_some_and(|head| !head.alarms().is_empty())
    }

    /// The row that one came for, where it is not among those that were read, and what is known of
    /// it.
    pub fn missing(&self) -> Option<(&String, Sought)> {
        let sought = self.sought.as_ref().filter(|_| self.opened.is_none())?;
        self.part(&self.own_part()).value()?;
        if self.ids().contains(sought) {
            return None;
        }
        let Some(part) = self.beside_part() else {
            return Some((sought, Sought::Unread));
        };
        let failure = self.part(&part).failure.as_ref();
        let known = match failure.map(|failure| &failure.error) {
            None => Sought::Awaited,
            Some(BrokerError::Management(ManagementError::NotFound)) => Sought::Gone,
            Some(_) => Sought::Unread,
        };
        Some((sought, known))
    }
}

/// Adds a connection to a list that is cut short, or what is newer of it.
fn add(listed: &mut Arc<Listed<Connection>>, one: &Connection) {
    if !listed.is_cut() {
        return;
    }
    let rows = &mut Arc::make_mut(listed).rows;
    match rows.iter_mut().find(|row| row.name == one.name) {
        Some(row) => row.clone_from(one),
        None => rows.push(one.clone()),
    }
}

fn has(listed: &Listed<Connection>, name: &str) -> bool {
    listed.rows.iter().any(|one| one.name == name)
}
