//! The broker of each instance: a function of time, without a past that is kept.
//!
//! What an instance's nodes, queues and clients do at a moment follows from its id, from the moment
//! and from what is wrong with it then, so that any moment can be asked for, before the start of
//! the simulator and after, in any order, and nothing grows. Time here is simulated time: it runs
//! at the world's speed and is the clock's at the world's start. Only the disks' usual curve is the
//! clock's, as it is to the message service, which shows the same storage.
//!
//! Read [`Broker::reading`] first, then `shape`, `traffic`, `node` and [`incident`]. What Cloud Eye has
//! one figure of is told one by one by [`connection`], [`consumer`] and [`levels`].

mod chance;
mod clients;
pub mod connection;
pub mod consumer;
pub mod done;
pub mod incident;
pub mod levels;
mod life;
mod metric;
mod node;
mod queue;
mod reading;
mod rhythm;
pub mod server;
mod shape;
mod traffic;

use jiff::{SignedDuration, Timestamp};

pub use metric::{Dimension, Metric, Unit};
pub use queue::{DEFAULT_VHOST, Queue, QueueKind};

use super::world::World;
use super::world::instance::Instance;
use incident::{Course, Kind};
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

/// A point in time.
#[derive(Clone, Copy, Debug)]
struct Now {
    /// On the clock.
    at: Timestamp,
    /// In seconds of simulated time.
    moment: f64,
}

impl World {
    /// The broker of an instance of RabbitMQ.
    pub fn broker(&self, id: &str) -> Option<Broker<'_>> {
        self.broker_of(self.instance(id)?)
    }

    /// The same, also of an instance that is gone.
    pub fn broker_of<'a>(&self, instance: &'a Instance) -> Option<Broker<'a>> {
        instance.has_broker().then(|| Broker {
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
        match self.shape.plain {
            true => Vec::new(),
            false => self.all_queues(at),
        }
    }

    /// The same of every edition: who asks the broker itself is told them.
    pub fn all_queues(&self, at: Timestamp) -> Vec<Queue> {
        let queue = |index| self.shape.queue(index, &self.instance.version);
        self.queue_numbers(self.now(at)).map(queue).collect()
    }

    /// How many queues there are.
    fn queue_count(&self, now: Now) -> usize {
        self.queue_numbers(now).count()
    }

    /// The numbers of the queues that there are.
    fn queue_numbers(&self, now: Now) -> impl Iterator<Item = usize> {
        let all = 0..self.shape.queues + self.clients(now).queues;
        all.filter(move |queue| !self.is_deleted(*queue, now.at))
    }

    fn has_queue(&self, queue: usize, now: Now) -> bool {
        self.queue_numbers(now).any(|number| number == queue)
    }

    fn now(&self, at: Timestamp) -> Now {
        let moment = self.moment(at);
        Now { at, moment }
    }

    /// The moment of simulated time that is `at` on the clock.
    fn moment(&self, at: Timestamp) -> f64 {
        let since = at.duration_since(self.origin).as_secs_f64();
        self.origin.duration_since(BEGIN).as_secs_f64() + since * self.speed
    }

    /// Begin and end of the minute that begins at `at`.
    fn minute(&self, at: Timestamp) -> [Now; 2] {
        let end = at.saturating_add(SignedDuration::from_mins(1));
        [self.now(at), self.now(end.unwrap_or(Timestamp::MAX))]
    }

    /// What has gone wrong by `now`, with how far it is. What is over may have an aftermath.
    fn courses(&self, now: Now) -> impl Iterator<Item = (&'static Kind, Course)> {
        let begun = self.instance.incidents.iter();
        let begun = begun.filter(move |incident| incident.begin < now.at);
        begun.map(move |incident| {
            let course = Course {
                begin: self.moment(incident.begin),
                end: self.moment(incident.end),
                now: now.moment,
            };
            (incident.kind, course)
        })
    }
}

#[cfg(test)]
mod tests;
