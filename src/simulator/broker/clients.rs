//! Who is connected: connections, channels, the states they are in, and what they leave behind.

use super::done::Away;
use super::{Broker, Now};

/// Connections and what is on them at a moment.
#[derive(Clone, Copy, Debug, Default)]
pub struct Clients {
    /// Connections of clients that publish.
    pub producers: f64,
    /// Connections of clients that consume.
    pub consumers: f64,
    /// Connections of clients that do neither.
    pub idle: f64,
    /// Channels that are open on each connection.
    pub channels_each: f64,
    /// Channels beside these, on all connections alike.
    pub leaked: f64,
    /// Channels beside these, all on one connection.
    pub leaked_by_one: f64,
    /// Whether clients that neither publish nor consume are gone after a minute.
    pub fleeting: bool,
    /// Share of the producers that is blocked.
    pub blocked: f64,
    /// Share of the producers that is slowed.
    pub slowed: f64,
    /// Queues beside those that are always there.
    pub queues: usize,
    /// What is missing because connections were closed.
    pub away: Away,
}

impl Clients {
    pub fn connections(&self) -> f64 {
        self.usual_connections() - self.away.connections
    }

    /// Connections, those that were closed a moment ago included.
    fn usual_connections(&self) -> f64 {
        self.producers.round() + self.consumers.round() + self.idle.round()
    }

    pub fn channels(&self) -> f64 {
        let usual = self.usual_connections() * self.channels_each;
        usual + self.leaked.round() + self.leaked_by_one.round() - self.away.channels
    }

    /// Connections that are blocked.
    pub fn blocked(&self) -> f64 {
        (self.producers * self.blocked).round() - self.away.blocked
    }

    /// Connections that are slowed.
    pub fn slowed(&self) -> f64 {
        (self.producers * self.slowed).round() - self.away.slowed
    }
}

impl Broker<'_> {
    pub(super) fn clients(&self, now: Now) -> Clients {
        let shape = &self.shape;
        // Some more by day than by night.
        let more = 0.9 + 0.1 * shape.rhythm.rate(now.moment) / shape.rhythm.mean;
        let mut clients = Clients {
            producers: shape.producers * more,
            consumers: shape.consumers * more,
            channels_each: shape.channels,
            ..Clients::default()
        };
        for (kind, course) in self.courses(now) {
            kind.clients(shape, &course, &mut clients);
        }
        if self.alarmed(now) {
            clients.blocked = 1.0;
        }
        clients.away = self.away(&clients, now.at);
        clients
    }
}
