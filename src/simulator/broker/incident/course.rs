//! What a course is told: how far it is, and which queues, node or disks it changes.

use crate::simulator::broker::shape::Shape;

/// How far an incident is, in seconds of simulated time. It has begun.
#[derive(Clone, Copy, Debug)]
pub struct Course {
    pub begin: f64,
    pub end: f64,
    pub now: f64,
}

impl Course {
    /// Whether it goes on.
    pub(super) fn on(&self) -> bool {
        self.now <= self.end
    }

    /// Minutes that it has gone on.
    pub(super) fn minutes(&self) -> f64 {
        (self.now.min(self.end) - self.begin) / 60.0
    }

    /// Share of it that is over, 0 to 1.
    pub(super) fn done(&self) -> f64 {
        ((self.now - self.begin) / (self.end - self.begin)).clamp(0.0, 1.0)
    }

    /// How often something has happened that happens once in so many seconds.
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "from 0, and some thousands at most"
    )]
    pub(super) fn count(&self, seconds: f64) -> usize {
        (self.minutes() * 60.0 / seconds) as usize
    }

    /// What is left of what it led to: 1 while it goes on, then falling to 0 in this share of its
    /// length.
    pub(super) fn left(&self, share: f64) -> f64 {
        let after = (self.now - self.end) / (self.end - self.begin);
        (1.0 - after / share).clamp(0.0, 1.0)
    }

    /// What of a change is there that takes so many minutes to come: 0 to 1; after the end nothing.
    pub(super) fn risen(&self, minutes: f64) -> f64 {
        match self.on() {
            true => (self.minutes() / minutes).min(1.0),
            false => 0.0,
        }
    }
}

/// The first so many queues of a broker.
pub struct Queues<'a> {
    pub shape: &'a Shape,
    pub first: usize,
}

impl Queues<'_> {
    /// Share of all messages that goes to these queues.
    pub(super) fn share(&self) -> f64 {
        self.shape.shares[self.first]
    }

    /// Share of all messages that goes to the busiest queue, if it is one of these.
    pub(super) fn busiest(&self) -> f64 {
        self.shape.shares[self.first.min(1)]
    }

    /// 1 if the queue for dead letters is one of these.
    pub(super) fn dead_letters(&self) -> f64 {
        if self.first == self.shape.queues {
            1.0
        } else {
            0.0
        }
    }

    /// Share of all messages that goes to one queue, if it is one of these.
    pub(super) fn share_of(&self, queue: usize) -> f64 {
        match queue < self.first {
            true => self.shape.shares[queue + 1] - self.shape.shares[queue],
            false => 0.0,
        }
    }

    /// Messages that the consumers of one queue may hold, if it is one of these.
    pub(super) fn prefetch_of(&self, queue: usize) -> f64 {
        let subscribed = &self.shape.subscribed;
        match queue < self.first {
            true => (subscribed[queue + 1] - subscribed[queue]) * self.shape.prefetch,
            false => 0.0,
        }
    }

    /// Messages that were published to all queues while it went on.
    pub(super) fn published(&self, course: &Course) -> f64 {
        let rhythm = &self.shape.rhythm;
        rhythm.total(course.now.min(course.end)) - rhythm.total(course.begin)
    }
}

/// A node among the others.
pub struct Place<'a> {
    pub shape: &'a Shape,
    pub index: usize,
}

impl Place<'_> {
    /// How many places it is behind the node that has the trouble; 0 for that node.
    pub(super) fn behind(&self) -> usize {
        let nodes = self.shape.nodes;
        let limit = u32::try_from(nodes).unwrap_or(1);
        let troubled = self.shape.chance.below(60, limit) as usize;
        (self.index + nodes - troubled) % nodes
    }

    /// Whether it is the node that has the trouble.
    pub(super) fn is_troubled(&self) -> bool {
        self.behind() == 0
    }
}

/// The disks of a broker, all together.
pub struct Disk {
    /// Share in use if nothing were wrong, in percent.
    pub usual: f64,
    /// The same at the begin of the incident.
    pub before: f64,
    /// Storage of one node, in GB.
    pub node_gb: f64,
}
