//! The broker of one instance at the moment it is asked.

use std::cell::OnceCell;

use jiff::{SignedDuration, Timestamp};

use super::edition::Edition;
use crate::simulator::broker::Broker;
use crate::simulator::broker::levels::{STATISTICS, told};
use crate::simulator::broker::server::NodeFacts;
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
    facts_now: Vec<NodeFacts>,
    facts_told: OnceCell<Vec<NodeFacts>>,
    slowed: OnceCell<bool>,
    lost: OnceCell<Option<usize>>,
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
        let facts_now = broker.node_facts(now);
        let asked = facts_now.iter().position(|node| node.running);
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
            facts_now,
            facts_told: OnceCell::new(),
            slowed: OnceCell::new(),
            lost: OnceCell::new(),
        })
    }

    /// What each node says when it is asked.
    pub fn facts_now(&self) -> &[NodeFacts] {
        &self.facts_now
    }

    /// What each node said when the statistics were taken.
    pub fn facts_told(&self) -> &[NodeFacts] {
        let facts = || self.broker.node_facts(self.told);
        self.facts_told.get_or_init(facts)
    }

    /// Whether a queue is slowed.
    pub fn is_slowed(&self) -> bool {
        let slowed = || self.broker.is_slowed(self.told);
        *self.slowed.get_or_init(slowed)
    }

    /// The number of the quorum queue that has no majority, if one has none.
    pub fn without_majority(&self) -> Option<usize> {
        let lost = || self.broker.without_majority(self.now);
        *self.lost.get_or_init(lost)
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
