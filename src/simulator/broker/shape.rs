//! What a broker is built of and used for: decided by its instance, the same at all times.

use super::chance::Chance;
use super::queue::{DEAD_LETTERS, DEFAULT_VHOST, MOST, NAMES, Queue, QueueKind, VHOSTS};
use super::rhythm::Rhythm;
use crate::simulator::catalogue::{AMQP_EDITION, PRODUCTS, Product};
use crate::simulator::world::instance::{Hardware, Instance};

/// Bytes of a gigabyte of disk.
pub const GB: f64 = 1e9;
/// The most messages a second, in the mean, that a simulated instance is used for.
const MOST_USED: f64 = 600.0;

/// Sizes of the machines, and the use that is made of them in the mean.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    pub chance: Chance,
    /// Number of brokers.
    pub nodes: usize,
    /// Whether it is of the edition without figures of nodes and queues.
    pub plain: bool,
    /// Memory of one node, in bytes.
    pub memory: f64,
    /// Storage of one node that messages can use, in bytes.
    pub disk: f64,
    /// Connections that the product allows over all brokers.
    pub connection_limit: f64,
    /// Messages a second that the product is made for, over all brokers.
    pub capacity: f64,
    pub rhythm: Rhythm,
    /// Connections of clients that publish, in the mean.
    pub producers: f64,
    /// Connections of clients that consume, in the mean.
    pub consumers: f64,
    /// Channels on each connection.
    pub channels: f64,
    /// Messages that a consumer takes before it acknowledges one.
    pub prefetch: f64,
    /// Seconds that a message waits in a queue, and then at a consumer.
    pub waits: [f64; 2],
    /// Bytes of a message.
    pub message: f64,
    /// Share of the deliveries that need no acknowledgement.
    pub without_ack: f64,
    /// Number of queues, the one for dead letters, the last one, included.
    pub queues: usize,
    /// Share of the messages that goes to all queues before the one of this number.
    pub shares: [f64; MOST + 1],
    /// Consumers of all queues before the one of this number.
    pub subscribed: [f64; MOST + 1],
    /// The queue that has the trouble when one has: not the busiest, and no stream.
    pub troubled: usize,
    /// The busiest quorum queue, if there is any.
    pub quorum: Option<usize>,
}

impl Shape {
    pub fn of(instance: &Instance) -> Self {
        let chance = Chance::new(&instance.id);
        let product = product(&instance.flavor);
        let memory_gb = memory_gb(instance.flavor.size());
        let brokers = f64::from(instance.brokers.max(1));
        let capacity = f64::from(product.tps) * brokers;
        let mean = (capacity * (0.02 + 0.06 * chance.share(1))).min(MOST_USED);
        let connection_limit = f64::from(product.connections) * brokers;
        let connections = (connection_limit * (0.04 + 0.12 * chance.share(2))).min(900.0);
        // Enough for each node to lead some.
        let fewest = 4 + 3 * instance.brokers.min(7);
        let most = u32::try_from(MOST).unwrap_or(fewest);
        let queues = (fewest + chance.below(3, most + 1 - fewest)) as usize;
        let (shares, subscribed) = divided(queues, chance);
        let mut shape = Self {
            chance,
            nodes: instance.brokers.max(1) as usize,
            plain: instance.version == AMQP_EDITION,
            memory: memory_gb * f64::from(1 << 30),
            disk: f64::from(instance.usable_gb()) / brokers * GB,
            connection_limit,
            capacity,
            rhythm: Rhythm::new(mean, chance.of(4)),
            producers: connections * 0.4,
            consumers: connections * 0.6,
            channels: f64::from(1 + chance.below(5, 3)),
            prefetch: [10.0, 20.0, 50.0, 100.0][chance.below(6, 4) as usize],
            waits: [
                (0.02 + 0.13 * chance.share(7)).min(30.0 / mean),
                (0.01 + 0.05 * chance.share(8)).min(20.0 / mean),
            ],
            message: 300.0 + 6000.0 * chance.share(9) * chance.share(10),
            without_ack: 0.2 * chance.share(11),
            queues,
            shares,
            subscribed,
            troubled: 1,
            quorum: None,
        };
        let kind = |index: &usize| shape.queue(*index, &instance.version).kind;
        let usual = || 0..queues - 1;
        let no_stream = |index: &usize| *index > 0 && kind(index) != QueueKind::Stream;
        let troubled = usual().find(no_stream).unwrap_or(1);
        let quorum = usual().find(|index| kind(index) == QueueKind::Quorum);
        (shape.troubled, shape.quorum) = (troubled, quorum);
        shape
    }

    /// The queue of this number. Behind those that are always there stand the temporary ones.
    pub fn queue(&self, index: usize, version: &str) -> Queue {
        if index >= self.queues {
            let own = self.chance.of(35).below(index as u64, 1 << 24);
            return Queue {
                index,
                vhost: DEFAULT_VHOST,
                name: format!("tmp.reply.{own:06x}{index:x}"),
                kind: QueueKind::Classic,
                leader: index % self.nodes,
            };
        }
        let last = index + 1 == self.queues;
        let draw = |number: u64| self.chance.of(30 + number);
        let place = index as u64;
        let first = self.chance.below(31, 32) as usize;
        let vhost = match draw(2).below(place, 3) {
            0 if index > 0 => VHOSTS[self.chance.below(33, 4) as usize],
            _ => DEFAULT_VHOST,
        };
        let kind = match draw(4).below(place, 10) {
            _ if last || version.starts_with("3.7") => QueueKind::Classic,
            0 if index > 0 && !version.starts_with("3.8") => QueueKind::Stream,
            0..=4 if self.nodes > 1 => QueueKind::Quorum,
            _ => QueueKind::Classic,
        };
        Queue {
            index,
            vhost,
            name: match last {
                true => DEAD_LETTERS,
                false => NAMES[(first + index) % NAMES.len()],
            }
            .to_owned(),
            kind,
            leader: index % self.nodes,
        }
    }
}

/// The product of a flavor; for one of the generation before, that of the same size.
fn product(flavor: &Hardware) -> &'static Product {
    match flavor {
        Hardware::Current(product) => product,
        Hardware::Old { kind, size } => PRODUCTS
            .iter()
            .find(|product| product.kind == *kind && product.size == size)
            .unwrap_or(&PRODUCTS[0]),
    }
}

/// Memory in GB of a size such as `2u4g`.
fn memory_gb(size: &str) -> f64 {
    let memory = size.trim_end_matches('g').split_once('u');
    memory
        .and_then(|(_, memory)| memory.parse().ok())
        .unwrap_or(4.0)
}

/// Shares and consumers of all queues before each: few queues have most of the messages, that for
/// dead letters none and no consumers.
fn divided(queues: usize, chance: Chance) -> ([f64; MOST + 1], [f64; MOST + 1]) {
    let (mut shares, mut subscribed) = ([0.0; MOST + 1], [0.0; MOST + 1]);
    let (mut sum, mut consumers) = (0.0, 0.0);
    let mut place = 1.0;
    for index in 0..MOST {
        if index + 1 < queues {
            let number = index as u64;
            sum += (0.6 + 0.4 * chance.of(12).share(number)) / place;
            consumers += f64::from(2 + chance.of(13).below(number, 5));
            place += 1.0;
        }
        shares[index + 1] = sum;
        subscribed[index + 1] = consumers;
    }
    (shares.map(|share| share / sum), subscribed)
}
