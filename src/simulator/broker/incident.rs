//! What can go wrong with a broker: a table with one line for each incident.
//!
//! An incident is declared once, as a [`Kind`] in one of the files here: its name, its line of the
//! help, how long it lasts, and its course as changes to the figures of a healthy broker. A course
//! is a function of the moment, like all figures. To add one: its constant, and its place in
//! [`ALL`].
//!
//! [`request::Incident`] is what a user or a test asks for, [`place`] finds an instance for it.

mod clients;
mod nodes;
pub mod place;
mod queues;
pub mod request;

use jiff::Timestamp;

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
    traffic: |_, _, _| {},
    clients: |_, _, _| {},
    node: |_, _, _| {},
    disk: |disk, _| disk.usual,
};

/// All incidents, in the order of the help.
pub static ALL: [&Kind; 22] = [
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

/// How far an incident is, in seconds of simulated time. It has begun.
#[derive(Clone, Copy, Debug)]
pub struct Course {
    pub begin: f64,
    pub end: f64,
    pub now: f64,
}

impl Course {
    /// Whether it goes on.
    fn on(&self) -> bool {
        self.now <= self.end
    }

    /// Minutes that it has gone on.
    fn minutes(&self) -> f64 {
        (self.now.min(self.end) - self.begin) / 60.0
    }

    /// Share of it that is over, 0 to 1.
    fn done(&self) -> f64 {
        ((self.now - self.begin) / (self.end - self.begin)).clamp(0.0, 1.0)
    }

    /// How often something has happened that happens once in so many seconds.
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "from 0, and some thousands at most"
    )]
    fn count(&self, seconds: f64) -> usize {
        (self.minutes() * 60.0 / seconds) as usize
    }

    /// What is left of what it led to: 1 while it goes on, then falling to 0 in this share of its
    /// length.
    fn left(&self, share: f64) -> f64 {
        let after = (self.now - self.end) / (self.end - self.begin);
        (1.0 - after / share).clamp(0.0, 1.0)
    }

    /// What of a change is there that takes so many minutes to come: 0 to 1; after the end nothing.
    fn risen(&self, minutes: f64) -> f64 {
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
    fn share(&self) -> f64 {
        self.shape.shares[self.first]
    }

    /// Share of all messages that goes to the busiest queue, if it is one of these.
    fn busiest(&self) -> f64 {
        self.shape.shares[self.first.min(1)]
    }

    /// 1 if the queue for dead letters is one of these.
    fn dead_letters(&self) -> f64 {
        if self.first == self.shape.queues {
            1.0
        } else {
            0.0
        }
    }

    /// Messages that were published to all queues while it went on.
    fn published(&self, course: &Course) -> f64 {
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
    fn behind(&self) -> usize {
        let nodes = self.shape.nodes;
        let limit = u32::try_from(nodes).unwrap_or(1);
        let troubled = self.shape.chance.below(60, limit) as usize;
        (self.index + nodes - troubled) % nodes
    }

    /// Whether it is the node that has the trouble.
    fn is_troubled(&self) -> bool {
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
