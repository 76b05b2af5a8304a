//! What can go wrong with a broker: a table with one line for each incident.
//!
//! An incident is declared once, as a [`Kind`] in one of the files here: its name, its line of the
//! help, how long it lasts, and its course as changes to the figures of a healthy broker. A course
//! is a function of the moment, like all figures. To add one: its constant, and its place in
//! [`ALL`].
//!
//! [`request::Incident`] is what a user or a test asks for, [`place`] finds an instance for it.

mod clients;
mod course;
mod nodes;
pub mod place;
mod queues;
pub mod request;

use jiff::Timestamp;

pub use course::{Course, Disk, Place, Queues};

use super::clients::Clients;
use super::node::Node;
use super::shape::Shape;
use super::traffic::Traffic;

/// One incident as it can happen to any broker.
pub struct Kind {
    pub name: &'static str,
    /// What it is, in one line.
    pub line: &'static str,
    /// How long it lasts, in minutes of simulated time.
    pub minutes: u32,
    /// For how many of them it has gone on at the start of the simulator, unless it is delayed.
    pub begun: u32,
    /// Brokers that an instance must have for it.
    pub brokers: u32,
    /// Whether nothing is reported.
    silent: bool,
    /// Whether a quorum queue has no majority.
    without_majority: bool,
    traffic: fn(&Queues<'_>, &Course, &mut Traffic),
    clients: fn(&Shape, &Course, &mut Clients),
    node: fn(&Place<'_>, &Course, &mut Node),
    disk: fn(&Disk, &Course) -> f64,
}

/// An incident without a course, to declare others from.
const NONE: Kind = Kind {
    name: "",
    line: "",
    minutes: 60,
    begun: 15,
    brokers: 1,
    silent: false,
    without_majority: false,
    traffic: |_, _, _| {},
    clients: |_, _, _| {},
    node: |_, _, _| {},
    disk: |disk, _| disk.usual,
};

/// All incidents, in the order of the help.
pub static ALL: [&Kind; 28] = [
    &nodes::MEMORY_ALARM,
    &nodes::DISK_ALARM,
    &nodes::NODE_DOWN,
    &nodes::NO_MAJORITY,
    &nodes::DISK_FILLING,
    &clients::PUBLISHERS_BLOCKED,
    &queues::CONSUMERS_GONE,
    &clients::PUBLISHERS_GONE,
    &queues::BACKLOG_GROWING,
    &queues::UNACKED_PILING,
    &queues::STUCK_CONSUMER,
    &clients::CONNECTION_LIMIT,
    &clients::CONNECTION_STORM,
    &clients::CHANNEL_LEAK,
    &clients::FLOW,
    &nodes::CPU_HOT,
    &nodes::MEMORY_NEAR,
    &queues::REDELIVER_STORM,
    &queues::DEAD_LETTERS_FILLING,
    &METRICS_SILENT,
    &queues::QUEUE_LEAK,
    &nodes::UNEVEN_NODES,
    &queues::POISON_MESSAGE,
    &queues::PREFETCH_FULL,
    &clients::LEAKING_CLIENT,
    &clients::BLOCKED_PUBLISHER,
    &queues::QUORUM_NO_MAJORITY,
    &queues::MANY_QUEUES,
];

static METRICS_SILENT: Kind = Kind {
    name: "metrics-silent",
    line: "nothing is reported of an instance that runs",
    minutes: 240,
    silent: true,
    ..NONE
};

impl Kind {
    /// What it does to the messages of some queues.
    pub(super) fn traffic(&self, queues: &Queues<'_>, course: &Course, traffic: &mut Traffic) {
        (self.traffic)(queues, course, traffic);
    }

    /// What it does to the clients.
    pub(super) fn clients(&self, shape: &Shape, course: &Course, clients: &mut Clients) {
        (self.clients)(shape, course, clients);
    }

    /// What it does to a node.
    pub(super) fn node(&self, place: &Place<'_>, course: &Course, node: &mut Node) {
        (self.node)(place, course, node);
    }

    /// Whether it keeps anything from being reported.
    pub(super) fn is_silent(&self, course: &Course) -> bool {
        self.silent && course.on()
    }

    /// Whether a quorum queue has no majority.
    pub(super) fn takes_majority(&self, course: &Course) -> bool {
        self.without_majority && course.on()
    }

    /// The incident of this name.
    pub fn named(name: &str) -> Option<&'static Self> {
        ALL.into_iter().find(|kind| kind.name == name)
    }
}

impl std::fmt::Debug for Kind {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(self.name)
    }
}

impl PartialEq for Kind {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

/// An incident of one instance, on the clock.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placed {
    pub kind: &'static Kind,
    pub begin: Timestamp,
    pub end: Timestamp,
}

impl Placed {
    /// What it makes of the disks at `at`: the share in use, in percent.
    pub fn disk(&self, disk: &Disk, at: Timestamp) -> f64 {
        let seconds = |moment: Timestamp| moment.duration_since(self.begin).as_secs_f64();
        let course = Course {
            begin: 0.0,
            end: seconds(self.end),
            now: seconds(at),
        };
        match course.now <= course.begin {
            true => disk.usual,
            false => (self.kind.disk)(disk, &course),
        }
    }
}
