//! The nodes of a broker: memory, disk, CPU, what they hold, and the alarms of RabbitMQ.

use std::f64::consts::TAU;

use super::incident::Place;
use super::life::Life;
use super::shape::GB;
use super::{Broker, Now};

/// Share of a node's memory in use above which its memory alarm is on, in percent.
pub const MEMORY_WATERMARK: f64 = 40.0;
/// Free bytes of a node's disk below which its disk alarm is on.
pub const DISK_LIMIT: f64 = 5.0 * GB;
/// How far the fullest disk is above the mean, in percent of its size.
const DISK_SPREAD: f64 = 0.3;

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
    /// A node at a moment. What nodes that are down had is with the others.
    pub(super) fn node(&self, index: usize, now: Now) -> Node {
        let mut node = self.node_by_itself(index, now);
        if self.instance.incidents.is_empty() {
            return node;
        }
        let all = || (0..self.shape.nodes).map(|index| self.node_by_itself(index, now));
        let (mut share, mut leads) = (0.0, 0.0);
        for other in all().filter(|other| other.alive) {
            share += other.share;
            leads += other.leads;
        }
        node.share /= share;
        node.leads /= leads;
        node
    }

    fn node_by_itself(&self, index: usize, now: Now) -> Node {
        let shape = &self.shape;
        let used = shape.rhythm.rate(now.moment) / shape.capacity;
        let minute = (now.moment / 60.0).floor();
        let noise = |number| {
            let own = shape.chance.of(number).of(index as u64);
            own.share_at(minute)
        };
        #[allow(clippy::cast_precision_loss, reason = "at most 7 nodes")]
        let (place, nodes) = (index as f64, shape.nodes as f64);
        // The sum over the nodes is 0.
        let unlike = match shape.nodes {
            1 => 0.0,
            _ => (TAU * (place / nodes + shape.chance.share(40))).cos(),
        };
        let usual = self.instance.disk_percent(now.at) + DISK_SPREAD * unlike;
        let mut node = Node {
            alive: true,
            memory: 12.0
                + 6.0 * shape.chance.share(41)
                + 22.0 * used
                + 0.3 * unlike
                + 0.5 * noise(50),
            cpu: 4.0 + 5.0 * shape.chance.share(42) + 90.0 * used + 0.6 * unlike + 2.0 * noise(51),
            disk: usual.clamp(0.0, 100.0),
            share: (1.0 + 0.03 * unlike) / nodes,
            leads: 1.0 / nodes,
        };
        let place = Place { shape, index };
        for (kind, course) in self.courses(now) {
            kind.node(&place, &course, &mut node);
        }
        node
    }

    /// Free bytes of a node's disk.
    pub(super) fn disk_free(&self, node: &Node) -> f64 {
        self.shape.disk * (1.0 - node.disk / 100.0)
    }

    /// Whether a node's disk alarm is on.
    pub(super) fn disk_alarm(&self, node: &Node) -> bool {
        node.alive && self.disk_free(node) < DISK_LIMIT
    }

    /// Whether the alarm of any node blocks all that publish.
    pub(super) fn alarmed(&self, now: Now) -> bool {
        let has_alarms = !self.shape.plain;
        // Memory comes near its watermark only by an incident.
        let calm = self.instance.incidents.is_empty() && {
            let fullest = self.instance.fill.percent(now.at) + DISK_SPREAD;
            self.shape.disk * (1.0 - fullest / 100.0) > DISK_LIMIT
        };
        let alarms = |index| {
            let node = self.node_by_itself(index, now);
            node.memory_alarm() || self.disk_alarm(&node)
        };
        has_alarms && !calm && (0..self.shape.nodes).any(alarms)
    }

    /// What there is of the broker, nodes that are down taken for what they are: without a majority
    /// nobody can be asked.
    pub(super) fn life_of_cluster(&self, now: Now) -> Life {
        let alive = |index: &usize| self.node_by_itself(*index, now).alive;
        match self.life(now.at) {
            Life::Up if self.instance.incidents.is_empty() => Life::Up,
            Life::Up if (0..self.shape.nodes).filter(alive).count() * 2 > self.shape.nodes => {
                Life::Up
            }
            Life::Up | Life::Down => Life::Down,
            Life::Absent => Life::Absent,
        }
    }
}
