//! What was done to a broker by hand: queues purged and deleted, connections closed.
//!
//! This is all of the past that is kept, in bounded memory: everything else follows from the moment.
//! From then on both Cloud Eye and the broker itself show it. A purged queue is empty and fills at
//! its rate; a deleted one is gone, with what was published to it; a client whose connection was
//! closed comes back a little later, without what it had opened beside the usual.

use jiff::{SignedDuration, Timestamp};

use super::clients::Clients;
use super::connection::{Connection, Role, leaked, whole};
use super::traffic::Traffic;
use super::{Broker, Now};
use crate::simulator::world::World;

/// How long a client whose connection was closed is away.
pub const AWAY: SignedDuration = SignedDuration::from_secs(5);
/// The most of each that is remembered; then the oldest is forgotten.
const MOST: usize = 2000;

/// What was done to one broker, oldest first, each thing to the same at most once.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Done {
    purged: Vec<Purged>,
    deleted: Vec<Deleted>,
    closed: Vec<Closed>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Purged {
    queue: usize,
    at: Timestamp,
    /// Messages that waited beyond what usually does.
    excess: f64,
    /// Messages that were thrown away, here and before.
    dropped: f64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Deleted {
    queue: usize,
    at: Timestamp,
    /// Messages that were thrown away with it.
    dropped: f64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Closed {
    role: Role,
    index: usize,
    at: Timestamp,
    /// Channels that it had beside the usual ones.
    leaked: usize,
}

/// Clients that are away for a moment, and what went with connections that were closed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Away {
    pub connections: f64,
    pub channels: f64,
    pub blocked: f64,
    pub slowed: f64,
}

/// What a closed connection is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Return {
    /// Not there.
    Away,
    /// There again since then, with so many channels less than it would have.
    Back(Timestamp, usize),
}

fn remember<T>(list: &mut Vec<T>, one: T) {
    if list.len() >= MOST {
        list.remove(0);
    }
    list.push(one);
}

fn back(at: Timestamp) -> Timestamp {
    at.saturating_add(AWAY).unwrap_or(at)
}

impl World {
    /// Throws away what waits in a queue of an instance.
    pub fn purge(&mut self, id: &str, queue: usize) {
        let now = self.now();
        let Some(purged) = self.broker(id).map(|broker| broker.purged(queue, now)) else {
            return;
        };
        if let Some(instance) = self.instance_mut(id) {
            let list = &mut instance.done.purged;
            list.retain(|each| each.queue != queue);
            remember(list, purged);
        }
    }

    /// Deletes a queue of an instance.
    pub fn delete_queue(&mut self, id: &str, queue: usize) {
        let now = self.now();
        let Some(dropped) = self.broker(id).map(|broker| {
            let own = broker.own(queue, broker.now(now));
            own.ready + own.unacked
        }) else {
            return;
        };
        if let Some(instance) = self.instance_mut(id) {
            let deleted = Deleted {
                queue,
                at: now,
                dropped,
            };
            remember(&mut instance.done.deleted, deleted);
        }
    }

    /// Closes a connection of an instance.
    pub fn close(&mut self, id: &str, connection: &Connection) {
        let now = self.now();
        let (role, index) = (connection.role, connection.index);
        let Some(usual) = self.broker(id).map(|broker| whole(broker.shape.channels)) else {
            return;
        };
        if let Some(instance) = self.instance_mut(id) {
            let list = &mut instance.done.closed;
            let same = |each: &Closed| each.role == role && each.index == index;
            let before = list
                .iter()
                .find(|each| same(each))
                .map_or(0, |each| each.leaked);
            list.retain(|each| !same(each));
            let closed = Closed {
                role,
                index,
                at: now,
                leaked: before + connection.channels.saturating_sub(usual),
            };
            remember(list, closed);
        }
    }
}

impl Broker<'_> {
    fn purged(&self, queue: usize, at: Timestamp) -> Purged {
        let now = self.now(at);
        let own = self.own(queue, now);
        let undisturbed = self.undisturbed_of(queue, now);
        let usual =
            self.shape.rhythm.rate(now.moment) * undisturbed.published * self.shape.waits[0];
        let done = &self.instance.done.purged;
        let before = done.iter().find(|each| each.queue == queue);
        Purged {
            queue,
            at,
            excess: (undisturbed.ready - usual).max(0.0),
            dropped: before.map_or(0.0, |before| before.dropped) + own.ready,
        }
    }

    /// What is with one queue.
    fn own(&self, queue: usize, now: Now) -> Traffic {
        self.traffic(now, queue + 1).less(&self.traffic(now, queue))
    }

    /// The same as if nothing had been done.
    fn undisturbed_of(&self, queue: usize, now: Now) -> Traffic {
        let all = self.undisturbed(now, queue + 1);
        all.less(&self.undisturbed(now, queue))
    }

    /// Takes what was done from what is with the first so many queues.
    pub(super) fn undo(&self, now: Now, first: usize, traffic: &mut Traffic) {
        let done = &self.instance.done;
        let gone = |queue| self.is_deleted(queue, now.at);
        for purged in done.purged.iter().filter(|each| each.at <= now.at) {
            if purged.queue < first && !gone(purged.queue) {
                let own = self.undisturbed_of(purged.queue, now);
                traffic.ready -= own.ready - self.refilled(purged, &own, now);
                traffic.dropped += purged.dropped;
            }
        }
        for deleted in done.deleted.iter().filter(|each| each.at <= now.at) {
            if deleted.queue < first && deleted.queue < self.shape.queues {
                let own = self.undisturbed_of(deleted.queue, now);
                let purged = done.purged.iter().find(|each| each.queue == deleted.queue);
                let before = purged.map_or(0.0, |purged| purged.dropped);
                *traffic = traffic.less(&own);
                traffic.dropped += deleted.dropped + before;
            }
        }
        if done.closed.iter().any(|each| is_away(each, now.at)) {
            traffic.consumers -= self.consumers_away(now, first);
        }
    }

    /// What waits in a queue again since it was purged.
    fn refilled(&self, purged: &Purged, own: &Traffic, now: Now) -> f64 {
        let then = self.now(purged.at);
        let rhythm = &self.shape.rhythm;
        let came = (rhythm.total(now.moment) - rhythm.total(then.moment)) * own.published
            + own.more * (now.moment - then.moment);
        (own.ready - purged.excess).min(came).max(0.0)
    }

    /// Whether a queue was deleted by `at`.
    pub(super) fn is_deleted(&self, queue: usize, at: Timestamp) -> bool {
        let mut deleted = self.instance.done.deleted.iter();
        deleted.any(|each| each.queue == queue && each.at <= at)
    }

    /// Messages that were published, as it were, to queues that are no longer there, of the first
    /// so many.
    pub(super) fn published_to_deleted(&self, now: Now, first: usize) -> f64 {
        let rhythm = &self.shape.rhythm;
        let deleted = self.instance.done.deleted.iter();
        let usual = deleted.filter(|each| each.queue < first && each.at <= now.at);
        usual
            .map(|each| {
                let share = self.shape.shares[each.queue + 1] - self.shape.shares[each.queue];
                let then = self.now(each.at);
                share * (rhythm.total(now.moment) - rhythm.total(then.moment))
            })
            .sum()
    }

    /// What became of a connection that was closed; nothing for one that never was.
    pub(super) fn returned(&self, role: Role, index: usize, at: Timestamp) -> Option<Return> {
        let mut closed = self.instance.done.closed.iter();
        let own = closed.find(|each| each.role == role && each.index == index && each.at <= at)?;
        Some(match is_away(own, at) {
            true => Return::Away,
            false => Return::Back(back(own.at), own.leaked),
        })
    }

    /// What is missing of the clients because connections were closed.
    pub(super) fn away(&self, clients: &Clients, at: Timestamp) -> Away {
        let mut away = Away::default();
        let [producers, consumers, idle] = clients.roles().map(|(_, number)| number);
        let count = producers + consumers + idle;
        let blocked = whole(clients.producers * clients.blocked);
        let slowed = whole(clients.producers * clients.slowed);
        for closed in self
            .instance
            .done
            .closed
            .iter()
            .filter(|each| each.at <= at)
        {
            let (number, before) = match closed.role {
                Role::Producer => (producers, 0),
                Role::Consumer => (consumers, producers),
                Role::Idle => (idle, producers + consumers),
            };
            if closed.index >= number {
                continue;
            }
            let own = leaked(clients, before + closed.index, count);
            #[allow(clippy::cast_precision_loss, reason = "some thousands at most")]
            let own_channels = own as f64;
            if !is_away(closed, at) {
                #[allow(clippy::cast_precision_loss, reason = "some thousands at most")]
                let forgotten = closed.leaked.min(own) as f64;
                away.channels += forgotten;
                continue;
            }
            away.connections += 1.0;
            away.channels += clients.channels_each + own_channels;
            match closed.role {
                Role::Producer if closed.index < blocked => away.blocked += 1.0,
                Role::Producer if closed.index < blocked + slowed => away.slowed += 1.0,
                Role::Producer | Role::Consumer | Role::Idle => {}
            }
        }
        away
    }
}

fn is_away(closed: &Closed, at: Timestamp) -> bool {
    closed.at <= at && at < back(closed.at)
}
