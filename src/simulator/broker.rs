//! The broker of each instance: a function of time, without a past that is kept.
//!
//! What an instance's nodes, queues and clients do at a moment follows from its id, from the moment
//! and from what is wrong with it then, so that any moment can be asked for, before the start of
//! the simulator and after, in any order, and nothing grows. Time here is simulated time: it runs
//! at the world's speed and is the clock's at the world's start.
//!
//! Read [`Broker::reading`] first, then [`shape`], [`traffic`] and [`node`].

mod chance;
mod clients;
mod metric;
mod node;
mod queue;
mod reading;
mod rhythm;
mod shape;
mod traffic;

use jiff::{SignedDuration, Timestamp};

pub use metric::{Dimension, Metric, Unit};
pub use queue::{Queue, QueueKind};

use super::world::World;
use super::world::instance::Instance;
use shape::Shape;

/// Midnight of 2026-01-01, UTC: moments are seconds since then.
const BEGIN: Timestamp = Timestamp::constant(1_767_225_600, 0);

/// What of an instance a figure is about. Nodes and queues are counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Resource {
    Instance,
    Node(usize),
    Queue(usize),
}

/// The broker of one instance.
#[derive(Clone, Copy, Debug)]
pub struct Broker<'a> {
    instance: &'a Instance,
    /// When simulated time was the clock's.
    origin: Timestamp,
    speed: f64,
    shape: Shape,
}

impl World {
    /// The broker of an instance of RabbitMQ.
    pub fn broker(&self, id: &str) -> Option<Broker<'_>> {
        let instance = self.instance(id)?;
        let own = instance.engine == "rabbitmq";
        own.then(|| Broker {
            instance,
            origin: self.started(),
            speed: self.speed(),
            shape: Shape::of(instance),
        })
    }
}

impl Broker<'_> {
    /// The names of its nodes; the edition without figures of nodes has none to name.
    pub fn nodes(&self) -> Vec<String> {
        let own = self.instance.id.split('-').next().unwrap_or_default();
        let count = if self.shape.plain {
            0
        } else {
            self.shape.nodes
        };
        let name = |node| format!("dms-vm-{own}-rabbitmq-{node}");
        (0..count).map(name).collect()
    }

    /// Its queues at `at`, in the order in which [`Resource::Queue`] counts them: who came later
    /// stands behind. The edition without figures of queues names none.
    pub fn queues(&self, at: Timestamp) -> Vec<Queue> {
        let _ = at;
        let count = if self.shape.plain {
            0
        } else {
            self.shape.queues
        };
        let queue = |index| self.shape.queue(index, &self.instance.version);
        (0..count).filter_map(queue).collect()
    }

    /// The moment of simulated time that is `at` on the clock.
    fn moment(&self, at: Timestamp) -> f64 {
        let since = at.duration_since(self.origin).as_secs_f64();
        self.origin.duration_since(BEGIN).as_secs_f64() + since * self.speed
    }

    /// The minute that begins at `at`: its begin and end in simulated time, and its end.
    fn minute(&self, at: Timestamp) -> ([f64; 2], Timestamp) {
        let begin = self.moment(at);
        let end = at.saturating_add(SignedDuration::from_mins(1));
        let end = end.unwrap_or(Timestamp::MAX);
        ([begin, begin + 60.0 * self.speed], end)
    }
}

#[cfg(test)]
mod tests;
