//! The nodes of the cluster, with how near they are to their limits.

use super::{A_TO_Z, BIG, column, count, part_of, text};
use crate::api::Rows;
use crate::model::broker::BrokerNode;
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

fn row(node: &BrokerNode, tells_partitions: bool) -> Row {
    let up = node.running.map(|up| match up {
        true => "up".to_owned(),
        false => "DOWN".to_owned(),
    });
    let partitions = match node.partitions.as_slice() {
        [] if !tells_partitions || node.running != Some(true) => None,
        [] => Some(String::new()),
        lost => Some(lost.join(" ")),
    };
    Row {
        id: node.name.clone(),
        of: None,
        label: node.name.clone(),
        cells: vec![
            Cell::Text(Some(node.name.clone())),
            Cell::Text(up),
            part_of(node.memory_used, node.memory_limit, Measure::BytesOf),
            part_of(node.disk_free, node.disk_free_limit, Measure::BytesAbove),
            part_of(node.handles_used, node.handles_total, Measure::CountOf),
            part_of(node.sockets_used, node.sockets_total, Measure::CountOf),
            part_of(node.processes_used, node.processes_total, Measure::CountOf),
            count(node.run_queue),
            Cell::Measured(node.uptime.map(Measure::Lasts)),
            text(node.version.as_ref()),
            Cell::Text(partitions),
        ],
    }
}
