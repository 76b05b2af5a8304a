//! The nodes of a broker: memory, disk, CPU, what they hold, and the alarms of RabbitMQ.

use std::f64::consts::TAU;

use jiff::Timestamp;

use super::Broker;
use super::shape::GB;

/// Share of a node's memory in use above which its memory alarm is on, in percent.
pub const MEMORY_WATERMARK: f64 = 40.0;
/// Free bytes of a node's disk below which its disk alarm is on.
pub const DISK_LIMIT: f64 = 5.0 * GB;

/// One node at a moment.
#[derive(Clone, Copy, Debug, Default)]
pub struct Node {
    pub alive: bool,
    /// Memory in use, in percent.
    pub memory: f64,
    /// CPU in use, in percent.
    pub cpu: f64,
    /// Disk in use, in percent of what messages can use.
    pub disk: f64,
    /// Share of all messages and connections that is on this node.
    pub share: f64,
    /// Share of the queues that it leads.
    pub leads: f64,
}

impl Node {
    /// Whether its memory alarm is on.
    pub fn memory_alarm(&self) -> bool {
        self.alive && self.memory > MEMORY_WATERMARK
    }
}

impl Broker<'_> {
    /// A node at a moment.
    pub(super) fn node(&self, index: usize, moment: f64, at: Timestamp) -> Node {
        let shape = &self.shape;
        let used = shape.rhythm.rate(moment) / shape.capacity;
        let minute = (moment / 60.0).floor();
        let noise = |number: u64| {
            shape
                .chance
                .of(50 + number)
                .of(index as u64)
                .share_at(minute)
        };
        #[allow(clippy::cast_precision_loss, reason = "at most 7 nodes")]
        let (place, nodes) = (index as f64, shape.nodes as f64);
        // The sum over the nodes is 0.
        let unlike = match shape.nodes {
            1 => 0.0,
            _ => (TAU * (place / nodes + shape.chance.share(40))).cos(),
        };
        let of_instance = |number| shape.chance.share(number);
        Node {
            alive: true,
            memory: 12.0 + 6.0 * of_instance(41) + 22.0 * used + 0.3 * unlike + 0.5 * noise(0),
            cpu: 4.0 + 5.0 * of_instance(42) + 90.0 * used + 0.6 * unlike + 2.0 * noise(1),
            disk: (self.instance.fill.percent(at) + 0.3 * unlike).clamp(0.0, 100.0),
            share: (1.0 + 0.03 * unlike) / nodes,
            leads: 1.0 / nodes,
        }
    }

    /// Free bytes of a node's disk.
    pub(super) fn disk_free(&self, node: &Node) -> f64 {
        self.shape.disk * (1.0 - node.disk / 100.0)
    }

    /// Whether a node's disk alarm is on.
    pub(super) fn disk_alarm(&self, node: &Node) -> bool {
        node.alive && self.disk_free(node) < DISK_LIMIT
    }
}
