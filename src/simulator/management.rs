//! The management API of each broker: what RabbitMQ itself tells, on an address of its own.
//!
//! Each instance that has one is served by a listener of its own on the loopback device, and its
//! address in the message service's answers leads there. Everything shown is of the same broker
//! that Cloud Eye shows ([`super::broker`]); names, spelling, types, refusals and what differs by
//! version follow answers of real brokers. Instances of the edition AMQP-0-9-1 have none.
//!
//! Read `routes` first: an `Ask` goes in, an `Answer` comes out, and a `Look` is the broker at that
//! moment; `mutations` decides what changes. `listeners` and `serve` are the way there.

mod answer;
mod ask;
mod auth;
pub(super) mod bindings;
mod channels;
mod columns;
mod connections;
pub(super) mod consumers;
mod edition;
mod exchanges;
mod feature_flags;
mod health;
pub(super) mod listeners;
pub(super) mod look;
mod mutations;
mod nodes;
mod overview;
mod paging;
pub(super) mod policies;
pub(super) mod queues;
mod routes;
mod rows;
mod samples;
mod serve;
mod sorting;
mod stats;
mod users;
mod vhosts;

use crate::secret::Secret;

/// The password of the broker user of instances that were there at the start.
pub const SEEDED_PASSWORD: &str = "Made-up-rabbit-1";

/// How management APIs are served.
#[derive(Clone, Debug)]
pub struct Management {
    /// The most instances with an address of their own; the others keep one that leads nowhere.
    pub most: usize,
    /// The password of instances that nobody gave one.
    pub password: Secret,
}

impl Default for Management {
    fn default() -> Self {
        Self {
            most: 200,
            password: Secret::new(SEEDED_PASSWORD),
        }
    }
}
