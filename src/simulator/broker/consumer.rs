//! The consumers of each queue, one by one, and on which connection each of them is.

use jiff::Timestamp;

use super::connection::{Connection, Role, whole};
use super::queue::{DEFAULT_VHOST, Queue};
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

impl Broker<'_> {
    /// All consumers at `at`, by queue. `connections` are those of the same time.
    pub fn consumers(&self, connections: &[Connection], at: Timestamp) -> Vec<Consumer> {
        let now = self.now(at);
        let queues = self.queues(at);
        let levels = self.levels(now);
        let of_role = |connection: &Connection| connection.role == Role::Consumer;
        let begin = connections.iter().position(of_role).unwrap_or(0);
        let count = connections.iter().filter(|each| of_role(each)).count();
        let split = self.split(count, now);
        let mut taken = [0_usize; 2];
        let mut found = Vec::new();
        for (queue, level) in queues.iter().zip(&levels) {
            let group = usize::from(queue.vhost != DEFAULT_VHOST);
            let unacked = shared_out(level.unacked, level.consumers);
            for (index, unacked) in unacked.enumerate() {
                let (own, offset) = match group {
                    0 => (split[0], 0),
                    _ => (split[1], split[0]),
                };
                let own = own.max(1);
                let place = offset + taken[group] % own;
                let round = taken[group] / own;
                taken[group] += 1;
                if place < count {
                    found.push(Consumer {
                        queue: queue.index,
                        index,
                        connection: begin + place,
                        channel: 1 + round % whole(self.shape.channels).max(1),
                        prefetch: whole(self.shape.prefetch),
                        unacked,
                    });
                }
            }
        }
        found
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
        let levels = self.levels(now);
        for (queue, level) in self.queues(now.at).iter().zip(levels) {
            consumers[usize::from(queue.vhost != DEFAULT_VHOST)] += level.consumers;
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
        for queue in self.usual_queues() {
            if !vhosts.contains(&queue.vhost) {
                vhosts.push(queue.vhost);
            }
        }
        vhosts
    }

    fn usual_queues(&self) -> impl Iterator<Item = Queue> {
        let version = &self.instance.version;
        (0..self.shape.queues).map(|index| self.shape.queue(index, version))
    }
}

/// A number of things given to so many, as evenly as it goes.
pub fn shared_out(things: usize, to: usize) -> impl Iterator<Item = usize> {
    (0..to).map(move |index| things / to + usize::from(index < things % to))
}
