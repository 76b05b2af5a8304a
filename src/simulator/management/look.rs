//! The broker of one instance at the moment it is asked.

use jiff::{SignedDuration, Timestamp};

use super::edition::Edition;
use crate::simulator::broker::Broker;
use crate::simulator::broker::levels::{STATISTICS, told};
use crate::simulator::world::instance::Instance;

/// What answers are made of.
pub struct Look<'a> {
    pub broker: Broker<'a>,
    pub instance: &'a Instance,
    pub edition: Edition,
    /// The time of what is looked up when it is asked.
    pub now: Timestamp,
    /// The time of the statistics, a few seconds ago.
    pub told: Timestamp,
    /// Names of the nodes.
    pub nodes: Vec<String>,
    /// The place of the node that is asked: the first that runs.
    pub asked: usize,
    /// The port that clients connect to.
    pub port: u16,
    /// Where the API listens.
    pub listens: u16,
}

impl<'a> Look<'a> {
    /// Nothing when nobody is there who could answer.
    pub fn new(
        broker: Broker<'a>,
        instance: &'a Instance,
        now: Timestamp,
        listens: u16,
    ) -> Option<Self> {
        if !broker.is_up(now) {
            return None;
        }
        let asked = broker.node_facts(now).iter().position(|node| node.running);
        Some(Self {
            broker,
            instance,
            edition: Edition::of(&instance.version),
            now,
            told: told(now),
            nodes: broker.node_names(),
            asked: asked.unwrap_or(0),
            port: if instance.ssl { 5671 } else { 5672 },
            listens,
        })
    }

    /// The time of the statistics before.
    pub fn earlier(&self) -> Timestamp {
        let step = SignedDuration::from_secs(STATISTICS);
        self.told.saturating_sub(step).unwrap_or(self.told)
    }

    /// A time as rows have it.
    pub fn since(&self, time: Timestamp) -> String {
        let form = match self.edition.is_old() {
            true => "%Y-%m-%d %H:%M:%S",
            false => "%Y-%m-%dT%H:%M:%S.%3f+00:00",
        };
        time.strftime(form).to_string()
    }

    /// The name of a node.
    pub fn node(&self, index: usize) -> &str {
        self.nodes.get(index).map_or("", String::as_str)
    }
}
