//! The consumers of each queue, one by one, and on which connection each of them is.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::connection::{Connection, Role, whole};
use super::done::Return;
use super::queue::DEFAULT_VHOST;
use super::{Broker, Now};

/// One consumer of a queue.
#[derive(Clone, Debug, PartialEq)]
pub struct Consumer {
    /// The number of its queue.
    pub queue: usize,
    /// Its number among the consumers of the queue, from 0.
    pub index: usize,
    /// The place of its connection among all.
    pub connection: usize,
    /// The number of its channel on the connection, from 1.
    pub channel: usize,
    pub prefetch: usize,
    /// Messages that it has and has not acknowledged.
    pub unacked: usize,
}

/// Where a consumer is, whether its connection is there or was closed a moment ago.
#[derive(Clone, Copy)]
struct Seat {
    queue: usize,
    index: usize,
    /// The number of its connection among those of clients that consume.
    connection: usize,
    channel: usize,
}

impl Broker<'_> {
    /// All consumers at `at`, by queue. `connections` are those of the same time.
    pub fn consumers(&self, connections: &[Connection], at: Timestamp) -> Vec<Consumer> {
        let now = self.now(at);
        let places = connections.iter().enumerate();
        let places = places.filter(|(_, each)| each.role == Role::Consumer);
        let places: BTreeMap<usize, usize> =
            places.map(|(place, each)| (each.index, place)).collect();
        let numbers = self.queue_numbers(now).zip(self.levels(now));
        let mut held: BTreeMap<usize, _> = numbers
            .map(|(queue, level)| (queue, shared_out(level.unacked, level.consumers)))
            .collect();
        let present = self.seats(now).into_iter().filter_map(|seat| {
            let place = places.get(&seat.connection)?;
            Some(Consumer {
                queue: seat.queue,
                index: seat.index,
                connection: *place,
                channel: seat.channel,
                prefetch: whole(self.shape.prefetch),
                unacked: held.get_mut(&seat.queue)?.next().unwrap_or(0),
            })
        });
        present.collect()
    }

    /// Where each consumer is.
    fn seats(&self, now: Now) -> Vec<Seat> {
        let count = whole(self.clients(now).consumers);
        let split = self.split(count, now);
        let mut taken = [0_usize; 2];
        let mut seats = Vec::new();
        for (queue, group, consumers) in self.subscribed(now) {
            let (own, offset) = match group {
                0 => (split[0].max(1), 0),
                _ => (split[1].max(1), split[0]),
            };
            for index in 0..consumers {
                let round = taken[group] / own;
                seats.push(Seat {
                    queue,
                    index,
                    connection: offset + taken[group] % own,
                    channel: 1 + round % whole(self.shape.channels).max(1),
                });
                taken[group] += 1;
            }
        }
        seats
    }

    /// Each queue with which of the vhosts it is in and how many consumers it has while nobody is
    /// away.
    fn subscribed(&self, now: Now) -> Vec<(usize, usize, usize)> {
        let version = &self.instance.version;
        let consumers = |first| self.undisturbed(now, first).consumers.round();
        let usual = (0..self.shape.queues).filter(|queue| !self.is_deleted(*queue, now.at));
        let own = |queue: usize| {
            let group = usize::from(self.shape.queue(queue, version).vhost != DEFAULT_VHOST);
            (queue, group, whole(consumers(queue + 1) - consumers(queue)))
        };
        usual.map(own).collect()
    }

    /// How many consumers of the first so many queues are away.
    #[allow(clippy::cast_precision_loss, reason = "some hundreds at most")]
    pub(super) fn consumers_away(&self, now: Now, first: usize) -> f64 {
        let seats = self.seats(now).into_iter();
        let away = seats.filter(|seat| {
            let returned = self.returned(Role::Consumer, seat.connection, now.at);
            seat.queue < first && returned == Some(Return::Away)
        });
        away.count() as f64
    }

    /// The vhost of each connection of clients that consume.
    pub(super) fn vhosts_of_consumers(&self, count: usize, now: Now) -> Vec<&'static str> {
        let [first, second] = self.split(count, now);
        let other = self.vhosts().last().copied().unwrap_or(DEFAULT_VHOST);
        let both = std::iter::repeat_n(DEFAULT_VHOST, first);
        both.chain(std::iter::repeat_n(other, second)).collect()
    }

    /// How many of the connections of clients that consume are for the vhost that all brokers have,
    /// and for the other one: in proportion to the consumers, at least one each.
    fn split(&self, count: usize, now: Now) -> [usize; 2] {
        let mut consumers = [0_usize; 2];
        for (_, group, own) in self.subscribed(now) {
            consumers[group] += own;
        }
        let all = consumers[0] + consumers[1];
        if consumers[1] == 0 || count < 2 {
            return [count, 0];
        }
        let second = (count * consumers[1] / all).clamp(1, count - 1);
        [count - second, second]
    }

    /// The vhosts that there are: one, or two.
    pub fn vhosts(&self) -> Vec<&'static str> {
        let mut vhosts = vec![DEFAULT_VHOST];
        for index in 0..self.shape.queues {
            let vhost = self.shape.queue(index, &self.instance.version).vhost;
            if !vhosts.contains(&vhost) {
                vhosts.push(vhost);
            }
        }
        vhosts
    }
}

/// A number of things given to so many, as evenly as it goes.
fn shared_out(things: usize, to: usize) -> impl Iterator<Item = usize> {
    (0..to).map(move |index| things / to + usize::from(index < things % to))
}
