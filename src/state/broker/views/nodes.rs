//! The nodes of the cluster, with how near they are to their limits.

use super::{A_TO_Z, BIG, column, count, part_of, text};
use crate::api::Rows;
use crate::model::broker::BrokerNode;
use crate::state::State;
use crate::state::broker::place::{Lead, Opened};
use crate::state::remote::Cached;
use crate::state::table::{Cell, Columns, Declared, Measure, Row};

pub static NODES: Declared = Declared {
    name: "broker-nodes",
    query: None,
    columns: Columns::of(&[
        column(("node", "name"), 'n', A_TO_Z),
        column(("up", "running"), 'u', A_TO_Z),
        column(("memory", "mem_used"), 'm', BIG),
        column(("disk-free", "disk_free"), 'd', BIG),
        column(("handles", "fd_used"), 'f', BIG),
        column(("sockets", "sockets_used"), 's', BIG),
        column(("processes", "proc_used"), 'p', BIG),
        column(("run-queue", "run_queue"), 'r', BIG),
        column(("uptime", "uptime"), 't', BIG),
        column(("version", "version"), 'v', A_TO_Z),
        column(("partitions", "partitions"), 'a', A_TO_Z),
    ]),
    id: None,
    actions: &[],
    said: |_, _| None,
    rows: |state, _| {
        let head = state.broker.part(&crate::broker::Part::Head);
        let at = head.known.as_ref()?.at;
        let nodes = state.broker.head()?.nodes.as_ref()?;
        // Those that partitions are never told of say so.
        let tells = state.broker.head()?.overview.tells_partitions();
        let tells = tells.unwrap_or(true);
        let rows = nodes.iter().map(|node| row(node, tells)).collect();
        Some(Cached {
            value: Rows {
                rows,
                unidentified: 0,
                unreadable: Vec::new(),
            },
            at,
        })
    },
};

/// To the node by itself.
pub(super) fn lead(_: &State, row: &Row) -> Option<Lead> {
    Some(Lead::Opened(Opened::Node(row.id.clone())))
}

/// How near it is to its limits, by the names of the columns.
pub(in crate::state::broker) fn limits(node: &BrokerNode) -> [(&'static str, Cell); 7] {
    [
        (
            "memory",
            part_of(node.memory_used, node.memory_limit, Measure::BytesOf),
        ),
        (
            "disk-free",
            part_of(node.disk_free, node.disk_free_limit, Measure::BytesAbove),
        ),
        (
            "handles",
            part_of(node.handles_used, node.handles_total, Measure::CountOf),
        ),
        (
            "sockets",
            part_of(node.sockets_used, node.sockets_total, Measure::CountOf),
        ),
        (
            "processes",
            part_of(node.processes_used, node.processes_total, Measure::CountOf),
        ),
        ("run-queue", count(node.run_queue)),
        ("uptime", Cell::Measured(node.uptime.map(Measure::Lasts))),
    ]
}

fn row(node: &BrokerNode, tells_partitions: bool) -> Row {
    let up = node.running.map(|up| match up {
        true => "up".to_owned(),
        false => "DOWN".to_owned(),
    });
    let limits = limits(node).map(|(_, cell)| cell);
    let partitions = match node.partitions.as_slice() {
        [] if !tells_partitions || node.running != Some(true) => None,
        [] => Some(String::new()),
        lost => Some(lost.join(" ")),
    };
    Row {
        id: node.name.clone(),
        of: None,
        label: node.name.clone(),
        cells: [Cell::Text(Some(node.name.clone())), Cell::Text(up)]
            .into_iter()
            .chain(limits)
            .chain([text(node.version.as_ref()), Cell::Text(partitions)])
            .collect(),
    }
}
