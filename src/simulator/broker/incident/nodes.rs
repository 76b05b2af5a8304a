//! Incidents of nodes: memory, disk, CPU, nodes that are down or do all the work.

use super::{Kind, NONE};

pub static MEMORY_ALARM: Kind = Kind {
    name: "memory-alarm",
    line: "one node has more than 40 % of its memory in use and blocks all publishers",
    minutes: 240,
    begun: 10,
    node: |place, course, node| {
        if course.on() && place.is_troubled() {
            node.memory = 41.5 + 2.5 * course.done() + node.memory * 0.02;
        }
    },
    ..NONE
};

pub static DISK_ALARM: Kind = Kind {
    name: "disk-alarm",
    line: "one node has less than 5 GB of disk free and blocks all publishers",
    minutes: 240,
    disk: |disk, course| {
        let free = 5.6 + disk.node_gb * 0.005;
        let full = (100.0 - free * 100.0 / disk.node_gb).max(disk.before);
        disk.usual + (full - disk.usual) * course.left(0.03)
    },
    node: |place, course, node| {
        if course.on() && place.is_troubled() {
            let node_gb = place.shape.disk / super::super::shape::GB;
            node.disk = 100.0 - (4.6 - 0.5 * course.done()) * 100.0 / node_gb;
        }
    },
    ..NONE
};

pub static NODE_DOWN: Kind = Kind {
    name: "node-down",
    line: "one of three nodes or more is down",
    minutes: 240,
    brokers: 3,
    node: |place, course, node| node.alive &= !(course.on() && place.is_troubled()),
    ..NONE
};

pub static NO_MAJORITY: Kind = Kind {
    name: "no-majority",
    line: "most nodes are down, and the others wait for them",
    minutes: 120,
    brokers: 3,
    node: |place, course, node| {
        let most = place.shape.nodes / 2 + 1;
        node.alive &= !(course.on() && place.behind() < most);
    },
    ..NONE
};

pub static DISK_FILLING: Kind = Kind {
    name: "disk-filling",
    line: "disks fill steadily and are full in a few hours",
    minutes: 720,
    begun: 420,
    disk: |disk, course| {
        let top = (100.0 - 900.0 / disk.node_gb).clamp(disk.before, 90.0);
        let filled = disk.before + (top - disk.before) * course.done();
        disk.usual + (filled - disk.usual) * course.left(0.03)
    },
    ..NONE
};

pub static CPU_HOT: Kind = Kind {
    name: "cpu-hot",
    line: "all nodes have nine tenths of their CPU in use",
    minutes: 240,
    node: |_, course, node| {
        if course.on() {
            node.cpu = 88.0 + node.cpu * 0.2;
        }
    },
    ..NONE
};

pub static MEMORY_NEAR: Kind = Kind {
    name: "memory-near",
    line: "memory of all nodes is just below the alarm at 40 %",
    minutes: 360,
    begun: 30,
    node: |_, course, node| {
        if course.on() {
            node.memory = 36.0 + node.memory * 0.1;
        }
    },
    ..NONE
};

pub static UNEVEN_NODES: Kind = Kind {
    name: "uneven-nodes",
    line: "one node leads most queues and does most of the work",
    minutes: 360,
    begun: 60,
    brokers: 3,
    node: |place, course, node| {
        if !course.on() {
            return;
        }
        #[allow(clippy::cast_precision_loss, reason = "at most 7 nodes")]
        let others = place.shape.nodes as f64 - 1.0;
        if place.is_troubled() {
            (node.share, node.leads) = (0.8, 0.8);
            node.cpu = 52.0 + node.cpu * 0.2;
        } else {
            (node.share, node.leads) = (0.2 / others, 0.2 / others);
            node.cpu *= 0.6;
        }
    },
    ..NONE
};
