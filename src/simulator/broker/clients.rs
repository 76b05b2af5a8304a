//! Who is connected: connections, channels, and the states they are in.

use super::Broker;

/// Connections and what is on them at a moment.
#[derive(Clone, Copy, Debug, Default)]
pub struct Clients {
    /// Connections of clients that publish.
    pub producers: f64,
    /// Connections of clients that consume.
    pub consumers: f64,
    pub channels: f64,
    /// Share of the producers that an alarm blocks.
    pub blocked: f64,
    /// Share of the producers that are slowed.
    pub slowed: f64,
    /// Queues beside those that are always there.
    pub queues: f64,
}

impl Clients {
    pub fn connections(&self) -> f64 {
        self.producers.round() + self.consumers.round()
    }

    /// Connections that are blocked.
    pub fn blocked(&self) -> f64 {
        (self.producers * self.blocked).round()
    }

    /// Connections that are slowed.
    pub fn slowed(&self) -> f64 {
        (self.producers * self.slowed).round()
    }
}

impl Broker<'_> {
    pub(super) fn clients(&self, moment: f64) -> Clients {
        let shape = &self.shape;
        // Some more by day than by night.
        let more = 0.9 + 0.1 * shape.rhythm.rate(moment) / shape.rhythm.mean;
        let (producers, consumers) = (shape.producers * more, shape.consumers * more);
        Clients {
            producers,
            consumers,
            channels: (producers.round() + consumers.round()) * shape.channels,
            ..Clients::default()
        }
    }
}
