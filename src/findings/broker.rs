//! What the broker itself said, and what of that is wrong.
//!
//! [`Broker`] keeps the newest answers of one broker and, by code, its [`Symptom`]s: one for each
//! node, queue or connection that something is wrong with, with since when. They are made anew with
//! each answer by the signs of the table in [`super::code`], a file a concept here; `joined` makes
//! one finding of those of a code, with what Cloud Eye says of the same. An answer that is older than
//! a minute says nothing about now.

pub mod clients;
pub mod consumers;
pub mod disks;
pub mod leaks;
pub mod messages;
pub mod nodes;
pub mod publishers;
pub mod queues;
pub mod spread;
pub mod vhosts;

mod join;
mod sight;
mod symptom;

use super::{Code, Thresholds};
use crate::broker::{BrokerAnswer, Head, Listed, Part};
use crate::figures::MINUTE;
use crate::model::EpochMs;
use crate::model::broker::{Connection, Consumer, Policy, Queue, Vhost};
pub(super) use join::{alone, joined};
pub use sight::{Sight, Sign, Signs};
use std::collections::BTreeMap;
use std::sync::Arc;
pub use symptom::{Subject, Symptom};

/// How long an answer says something about now, ms.
pub const CURRENT: i64 = MINUTE;
/// Between two answers that are further apart than this, ms, what is wrong may have gone and come
/// again. A broker in trouble is asked every two minutes at least.
const APART: i64 = 3 * MINUTE;

/// An answer, and when it came, by our clock.
type Read<T> = Option<(EpochMs, Arc<T>)>;

/// What a broker said in this run.
#[derive(Clone, Debug, Default)]
pub struct Broker {
    head: Read<Head>,
    queues: Read<Listed<Queue>>,
    connections: Read<Listed<Connection>>,
    vhosts: Read<Listed<Vhost>>,
    consumers: Read<Listed<Consumer>>,
    policies: Read<Listed<Policy>>,
    /// What its product allows on all its nodes, as far as that was read.
    most_connections: Option<u64>,
    signs: BTreeMap<Code, Signs>,
}

impl Broker {
    /// Its product allows so many connections on all its nodes.
    pub fn allows(&mut self, connections: Option<u64>) {
        self.most_connections = connections;
    }

    /// Whether it was asked for anything yet.
    pub fn is_read(&self) -> bool {
        self.head.is_some()
    }

    /// How many connections there were when it was asked last.
    pub fn connections(&self) -> Option<f64> {
        let (_, head) = self.head.as_ref()?;
        #[allow(clippy::cast_precision_loss, reason = "a number for people")]
        let connections = head.overview.counts.connections? as f64;
        Some(connections)
    }

    /// Takes an answer in that came then, and sees what is wrong by it. Says whether anything
    /// follows from such an answer.
    pub fn take(&mut self, answer: &BrokerAnswer, at: EpochMs, thresholds: &Thresholds) -> bool {
        match answer {
            BrokerAnswer::Head(head) => self.head = Some((at, Arc::clone(head))),
            BrokerAnswer::Queues(rows) => self.queues = Some((at, Arc::clone(rows))),
            BrokerAnswer::Connections(rows) => self.connections = Some((at, Arc::clone(rows))),
            BrokerAnswer::Vhosts(rows) => self.vhosts = Some((at, Arc::clone(rows))),
            BrokerAnswer::Consumers(rows) => self.consumers = Some((at, Arc::clone(rows))),
            BrokerAnswer::Policies(rows) => self.policies = Some((at, Arc::clone(rows))),
            BrokerAnswer::Channels(_)
            | BrokerAnswer::Exchanges(_)
            | BrokerAnswer::Users(_)
            | BrokerAnswer::FeatureFlags(_)
            | BrokerAnswer::Queue(_)
            | BrokerAnswer::QueueRow(_)
            | BrokerAnswer::Bindings(_)
            | BrokerAnswer::Connection(_)
            | BrokerAnswer::ChannelsOf(_)
            | BrokerAnswer::Memory(_) => return false,
        }
        for (code, sign) in Code::signs() {
            let before = self.signs.get(&code);
            let sight = Sight::new(self, code, thresholds);
            let Some(seen) = sign(&sight) else { continue };
            // What follows from several answers is said with each of them.
            if before != Some(&seen) {
                self.signs.insert(code, seen);
            }
        }
        true
    }

    /// What is known of a code, and since when.
    pub fn signs(&self, code: Code) -> Option<&Signs> {
        self.signs.get(&code)
    }

    /// Everything that is wrong by answers that say something about `now`, worst first; what has not
    /// been so for long enough comes last.
    pub fn symptoms(&self, now: EpochMs) -> Vec<&Symptom> {
        let current = self.signs.values().filter(|signs| signs.is_current(now));
        let shown: Vec<&Symptom> = current.flat_map(|signs| signs.shown()).collect();
        // Of one thing the cause is enough; of others the symptom says who suffers.
        let hides = |cause: &&&Symptom, one: &Symptom| {
            let same = || cause.subject == one.subject || one.subject == Subject::Broker;
            let sure = cause.holds || !one.holds;
            cause.code.hides().contains(&one.code) && sure && same()
        };
        let alone = |one: &&Symptom| !shown.iter().any(|cause| hides(&cause, one));
        let mut all: Vec<&Symptom> = shown.iter().copied().filter(alone).collect();
        all.sort_by(|one, other| {
            let place = |one: &Symptom| (!one.holds, one.severity, one.code);
            let order = place(one).cmp(&place(other));
            order.then_with(|| other.level.total_cmp(&one.level))
        });
        all
    }

    /// What was not watched for long enough to say that nothing of it is wrong, each with how much
    /// longer that takes, ms.
    pub fn watching(&self, now: EpochMs) -> Vec<(Code, i64)> {
        let current = self.signs.iter().filter(|(_, signs)| signs.is_current(now));
        let left = current.map(|(code, signs)| (*code, signs.left()));
        left.filter(|(_, left)| *left > 0).collect()
    }

    /// How many things looked wrong in the newest answers alone: what was seen once may be chance.
    pub fn seen_once(&self, now: EpochMs) -> usize {
        let current = self.signs.values().filter(|signs| signs.is_current(now));
        current.map(|signs| signs.seen_once().count()).sum()
    }

    /// When a part was read last, of those that something follows from.
    pub fn read_at(&self, part: &Part) -> Option<EpochMs> {
        match part {
            Part::Head => self.head.as_ref().map(|read| read.0),
            Part::Queues => self.queues.as_ref().map(|read| read.0),
            Part::Connections => self.connections.as_ref().map(|read| read.0),
            Part::Vhosts => self.vhosts.as_ref().map(|read| read.0),
            Part::Consumers => self.consumers.as_ref().map(|read| read.0),
            Part::Policies => self.policies.as_ref().map(|read| read.0),
            Part::Channels
            | Part::Exchanges
            | Part::Users
            | Part::FeatureFlags
            | Part::Queue(_)
            | Part::QueueRow(_)
            | Part::Bindings(_)
            | Part::Connection(_)
            | Part::ChannelsOf(_)
            | Part::Memory(_) => None,
        }
    }
}
