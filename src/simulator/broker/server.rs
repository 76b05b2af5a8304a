//! What each node says of itself, as one who asks it for its figures sees it.

use jiff::{SignedDuration, Timestamp};

use super::connection::whole;
use super::life::Life;
use super::metric::NodeFigure;
use super::node::{DISK_LIMIT, MEMORY_WATERMARK};
use super::{Broker, Now};

/// One node at a moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NodeFacts {
    pub running: bool,
    /// Bytes.
    pub mem_used: usize,
    pub mem_limit: usize,
    pub mem_alarm: bool,
    /// Bytes.
    pub disk_free: usize,
    pub disk_free_limit: usize,
    pub disk_alarm: bool,
    pub fd_used: usize,
    pub sockets_used: usize,
    pub proc_used: usize,
    /// CPU in use, in percent.
    pub cpu: f64,
    /// Bytes of disk read and written each second.
    pub disk_rates: [f64; 2],
}

impl Broker<'_> {
    /// Its nodes as RabbitMQ names them.
    pub fn node_names(&self) -> Vec<String> {
        let named = |name: String| format!("rabbit@{name}");
        self.nodes().into_iter().map(named).collect()
    }

    /// What each node says at `at`.
    pub fn node_facts(&self, at: Timestamp) -> Vec<NodeFacts> {
        let minute = [
            self.now(
                at.saturating_sub(SignedDuration::from_mins(1))
                    .unwrap_or(at),
            ),
            self.now(at),
        ];
        (0..self.shape.nodes)
            .map(|index| self.facts(index, minute))
            .collect()
    }

    fn facts(&self, index: usize, minute: [Now; 2]) -> NodeFacts {
        let node = self.node(index, minute[1]);
        let of = |figure| self.of_node(figure, index, minute);
        NodeFacts {
            running: node.alive,
            mem_used: whole(of(NodeFigure::MemUsed)),
            mem_limit: whole(self.shape.memory * MEMORY_WATERMARK / 100.0),
            mem_alarm: node.memory_alarm(),
            disk_free: whole(of(NodeFigure::DiskFree)),
            disk_free_limit: whole(DISK_LIMIT),
            disk_alarm: self.disk_alarm(&node),
            fd_used: whole(of(NodeFigure::FdUsed)),
            sockets_used: whole(of(NodeFigure::SocketUsed)),
            proc_used: whole(of(NodeFigure::ProcUsed)),
            cpu: node.cpu,
            disk_rates: [
                of(NodeFigure::RabbitmqDiskReadRate) * 1024.0,
                of(NodeFigure::RabbitmqDiskWriteRate) * 1024.0,
            ],
        }
    }

    /// The node that leads each queue at `at`, in the order of [`Broker::queues`]: as many each as
    /// Cloud Eye says.
    pub fn leaders(&self, at: Timestamp) -> Vec<usize> {
        let now = self.now(at);
        let alive = |index: usize| self.node(index, now).alive;
        let left = |index| match alive(index) {
            true => whole(self.led(index, now)),
            false => 0,
        };
        let mut left: Vec<usize> = (0..self.shape.nodes).map(left).collect();
        let lead = |queue: super::Queue| {
            let nodes = left.len();
            let next = (0..nodes).map(|step| (queue.leader + step) % nodes);
            let leader = next.into_iter().find(|node| left[*node] > 0);
            let leader = leader.unwrap_or(0);
            left[leader] = left[leader].saturating_sub(1);
            leader
        };
        self.queues(at).into_iter().map(lead).collect()
    }

    /// Whether there is somebody to ask at `at`.
    pub fn is_up(&self, at: Timestamp) -> bool {
        self.life_of_cluster(self.now(at)) == Life::Up
    }

    /// Bytes of a message, in the mean.
    pub fn message_bytes(&self) -> f64 {
        self.shape.message
    }

    /// Share of the deliveries that need no acknowledgement.
    pub fn without_ack(&self) -> f64 {
        self.shape.without_ack
    }

    /// The number of the quorum queue that has no majority at `at`, if one has none.
    pub fn without_majority(&self, at: Timestamp) -> Option<usize> {
        let now = self.now(at);
        let mut courses = self.courses(now);
        let lost = courses.any(|(kind, course)| kind.takes_majority(&course));
        self.shape.quorum.filter(|_| lost)
    }

    /// Whether a queue is slowed at `at`.
    pub fn is_slowed(&self, at: Timestamp) -> bool {
        self.clients(self.now(at)).slowed > 0.0
    }
}
