//! Exchanges, vhosts and policies.

use super::{A_TO_Z, BIG, Belongs, SubView, column, count, rate, rows, text};
use crate::broker::BrokerAnswer;
use crate::model::broker::{Exchange, Policy, Vhost};
use crate::state::State;
use crate::state::broker::place::{Lead, Only};
use crate::state::table::{Cell, Columns, Declared, Measure, Row};

pub static EXCHANGES: Declared = Declared {
    name: "broker-exchanges",
    query: None,
    columns: Columns::of(&[
        column(("exchange", "name"), 'n', A_TO_Z),
        column(("vhost", "vhost"), 'v', A_TO_Z),
        column(("queue-type", "type"), 't', A_TO_Z),
        column(("in", "publish_in_rate"), 'i', BIG),
        column(("out", "publish_out_rate"), 'o', BIG),
        column(("features", "features"), 'f', A_TO_Z),
        column(("policy", "policy"), 'p', A_TO_Z),
    ]),
    id: None,
    actions: &[],
    said: |_, _| None,
    rows: |state, _| {
        rows(
            state,
            SubView::Exchanges,
            BrokerAnswer::try_as_exchanges_ref,
            exchange,
        )
    },
};

impl Belongs for Exchange {}

fn exchange(one: &Exchange) -> Row {
    let flags = [
        (one.durable, "D"),
        (one.auto_delete, "AD"),
        (one.internal, "I"),
    ];
    let set = flags.into_iter().filter(|(set, _)| *set == Some(true));
    let features: Vec<&str> = set.map(|(_, name)| name).collect();
    // That is how the management UI calls the one without a name.
    let name = match one.name.as_str() {
        "" => "(AMQP default)".to_owned(),
        name => name.to_owned(),
    };
    Row {
        id: format!("{}\u{0}{}", one.vhost, one.name),
        of: None,
        label: one.name.clone(),
        cells: vec![
            Cell::Text(Some(name)),
            Cell::Text(Some(one.vhost.clone())),
            text(one.kind.as_ref()),
            rate(one.published_in.rate),
            rate(one.published_out.rate),
            Cell::Text(Some(features.join(" "))),
            text(one.policy.as_ref()),
        ],
    }
}

pub static VHOSTS: Declared = Declared {
    name: "broker-vhosts",
    query: None,
    columns: Columns::of(&[
        column(("vhost", "name"), 'n', A_TO_Z),
        column(("state", "cluster_state"), 's', A_TO_Z),
        column(("ready", "messages_ready"), 'r', BIG),
        column(("unacked", "messages_unacknowledged"), 'u', BIG),
        column(("in", "publish_rate"), 'i', BIG),
        column(("out", "deliver_get_rate"), 'o', BIG),
        column(("tracing", "tracing"), 't', A_TO_Z),
        column(("description", "description"), 'd', A_TO_Z),
    ]),
    id: None,
    actions: &[],
    said: |_, _| None,
    rows: |state, _| {
        rows(
            state,
            SubView::Vhosts,
            BrokerAnswer::try_as_vhosts_ref,
            vhost,
        )
    },
};

impl Belongs for Vhost {}

/// To its queues.
pub(super) fn to_queues(_: &State, row: &Row) -> Option<Lead> {
    let only = Only::Vhost(row.id.clone());
    Some(Lead::Rows(SubView::Queues, only))
}

/// What all nodes say, or each that says otherwise.
fn states(one: &Vhost) -> Option<String> {
    let odd = one.states.iter().filter(|(_, state)| state != "running");
    let odd: Vec<String> = odd
        .map(|(node, state)| format!("{state} on {node}"))
        .collect();
    match (one.states.is_empty(), odd.is_empty()) {
        (true, _) => None,
        (false, true) => Some("running".to_owned()),
        (false, false) => Some(odd.join(", ")),
    }
}

fn vhost(one: &Vhost) -> Row {
    let tracing = one.tracing.map(|on| match on {
        true => "on".to_owned(),
        false => String::new(),
    });
    Row {
        id: one.name.clone(),
        of: None,
        label: one.name.clone(),
        cells: vec![
            Cell::Text(Some(one.name.clone())),
            Cell::Text(states(one)),
            count(one.depth.ready),
            count(one.depth.unacknowledged),
            rate(one.messages.publish.rate),
            rate(one.messages.deliver_get.rate),
            Cell::Text(tracing),
            text(one.description.as_ref()),
        ],
    }
}

pub static POLICIES: Declared = Declared {
    name: "broker-policies",
    query: None,
    columns: Columns::of(&[
        column(("policy", "name"), 'n', A_TO_Z),
        column(("vhost", "vhost"), 'v', A_TO_Z),
        column(("pattern", "pattern"), 'p', A_TO_Z),
        column(("applies-to", "apply-to"), 'a', A_TO_Z),
        column(("priority", "priority"), 'r', BIG),
        column(("definition", "definition"), 'd', A_TO_Z),
    ]),
    id: None,
    actions: &[],
    said: |_, _| None,
    rows: |state, _| {
        rows(
            state,
            SubView::Policies,
            BrokerAnswer::try_as_policies_ref,
            policy,
        )
    },
};

impl Belongs for Policy {}

fn policy(one: &Policy) -> Row {
    let definition = one.definition.iter();
    let definition = definition.map(|(name, value)| format!("{name}={value}"));
    #[allow(clippy::cast_precision_loss, reason = "priorities are small")]
    let priority = one.priority.map(|priority| Measure::Plain(priority as f64));
    Row {
        id: format!("{}\u{0}{}", one.vhost, one.name),
        of: None,
        label: one.name.clone(),
        cells: vec![
            Cell::Text(Some(one.name.clone())),
            Cell::Text(Some(one.vhost.clone())),
            text(one.pattern.as_ref()),
            text(one.applies_to.as_ref()),
            Cell::Measured(priority),
            Cell::Text(Some(definition.collect::<Vec<String>>().join(" "))),
        ],
    }
}
