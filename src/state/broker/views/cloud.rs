//! The cloud view: queues as the message service tells them, and the users of the engine
//! AMQP-0-9-1, one row for each vhost of each.

use super::queues::features;
use super::{A_TO_Z, BETWEEN, BIG, column, count, queue_id, text};
use crate::api::Rows;
use crate::api::v2::topology::{CloudUser, Permission};
use crate::model::broker::Queue;
use crate::state::State;
use crate::state::remote::Cached;
use crate::state::table::{Arranged, Cell, Columns, Declared, Row};

pub static QUEUES: Declared = Declared {
    name: "cloud-queues",
    query: None,
    columns: Columns::of(&[
        column(("ready", "messages"), 'r', BIG),
        column(("queue", "name"), 'n', A_TO_Z),
        column(("vhost", "vhost"), 'v', A_TO_Z),
        column(("consumers", "consumers"), 'c', BIG),
        column(("policy", "policy"), 'p', A_TO_Z),
        column(("features", "features"), 'f', A_TO_Z),
    ]),
    id: None,
    actions: &[],
    said: |_, _| None,
    rows: queues,
};

pub static USERS: Declared = Declared {
    name: "cloud-users",
    query: None,
    columns: Columns::of(&[
        column(("user", "access_key"), 'n', A_TO_Z),
        column(("vhost", "vhost"), 'v', A_TO_Z),
        column(("configure", "conf"), 'c', A_TO_Z),
        column(("write", "write"), 'w', A_TO_Z),
        column(("read", "read"), 'r', A_TO_Z),
    ]),
    id: None,
    actions: &[],
    said: |_, _| None,
    rows: users,
};

fn queues(state: &State, _: &Arranged) -> Option<Cached<Rows<Row>>> {
    let known = state.cloud_queues()?.known.as_ref()?;
    let list = &known.value;
    let read = list.queues.sent() as u64;
    let missing = usize::try_from(list.total.saturating_sub(read)).unwrap_or(usize::MAX);
    Some(Cached {
        value: Rows {
            rows: list.queues.rows.iter().map(queue).collect(),
            unidentified: list.queues.unidentified.saturating_add(missing) + list.unread,
            unreadable: list.queues.unreadable.clone(),
        },
        at: known.at,
    })
}

fn queue(one: &Queue) -> Row {
    Row {
        id: queue_id(&one.key),
        of: None,
        label: one.key.name.clone(),
        cells: vec![
            count(one.depth.ready),
            Cell::Text(Some(one.key.name.clone())),
            Cell::Text(Some(one.key.vhost.clone())),
            count(one.consumers),
            text(one.policy.as_ref()),
            Cell::Text(Some(features(one, false))),
        ],
    }
}

fn users(state: &State, _: &Arranged) -> Option<Cached<Rows<Row>>> {
    let known = state.cloud_users()?.known.as_ref()?;
    let page = &known.value;
    let read = page.rows.sent() as u64;
    let missing = page.total.unwrap_or(read).saturating_sub(read);
    Some(Cached {
        value: Rows {
            rows: page.rows.rows.iter().flat_map(user).collect(),
            unidentified: page.rows.unidentified + usize::try_from(missing).unwrap_or(0),
            unreadable: page.rows.unreadable.clone(),
        },
        at: known.at,
    })
}

/// One that may do nothing anywhere has a row all the same.
fn user(one: &CloudUser) -> Vec<Row> {
    let row = |permission: Option<&Permission>| {
        let vhost = permission.map(|permission| permission.vhost.clone());
        let may =
            |of: fn(&Permission) -> &Option<String>| text(permission.and_then(|p| of(p).as_ref()));
        Row {
            id: format!(
                "{}{BETWEEN}{}",
                one.name,
                vhost.as_deref().unwrap_or_default()
            ),
            of: None,
            label: one.name.clone(),
            cells: vec![
                Cell::Text(Some(one.name.clone())),
                Cell::Text(vhost),
                may(|permission| &permission.configure),
                may(|permission| &permission.write),
                may(|permission| &permission.read),
            ],
        }
    };
    match one.permissions.as_slice() {
        [] => vec![row(None)],
        each => each
            .iter()
            .map(|permission| row(Some(permission)))
            .collect(),
    }
}
