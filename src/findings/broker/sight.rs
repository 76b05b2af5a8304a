//! What a sign sees of a broker: its newest answers, and what was wrong before.

use super::{APART, Broker, CURRENT, Subject, Symptom};
use crate::broker::{Head, HeadPiece, Listed, flagged};
use crate::findings::{Code, Thresholds};
use crate::model::EpochMs;
use crate::model::broker::{
    BrokerAlarm, BrokerNode, Connection, Consumer, Overview, Policy, Queue, Vhost,
};
use std::cell::Cell;

/// How much of what something has grown by it may be less again, and still be growing.
const SLACK: f64 = 0.1;

/// What is wrong by a code; nothing where the broker was not asked for what tells, or does not
/// measure it.
pub type Sign = fn(&Sight<'_>) -> Option<Signs>;

/// What is wrong by one code.
#[derive(Clone, Debug, PartialEq)]
pub struct Signs {
    /// When what tells was read, by our clock.
    pub at: EpochMs,
    /// Since when it was read again and again, without a break.
    pub watched: EpochMs,
    /// How long it must be watched before that nothing is wrong can be said, ms.
    pub needs: i64,
    /// Since when nothing of it was seen to be wrong, while nothing is.
    pub clear: Option<EpochMs>,
    pub all: Vec<Symptom>,
}

impl Signs {
    /// Whether they say something about now.
    pub fn is_current(&self, now: EpochMs) -> bool {
        now <= self.at.saturating_add(CURRENT)
    }

    /// How much longer it must be watched before that nothing is wrong can be said, ms; 0 once it
    /// can.
    pub fn left(&self) -> i64 {
        let watched = self.at.saturating_sub(self.watched);
        self.needs.saturating_sub(watched).max(0)
    }

    /// Those that have been so for long enough.
    pub fn held(&self) -> impl Iterator<Item = &Symptom> {
        self.all.iter().filter(|one| one.holds)
    }

    /// Those that are worth showing by themselves: what was seen once only may be chance.
    pub(super) fn shown(&self) -> impl Iterator<Item = &Symptom> {
        let again = |one: &&Symptom| one.holds || one.forms && one.since < self.at;
        self.all.iter().filter(again)
    }

    /// Those that were seen in the newest answer alone.
    pub(super) fn seen_once(&self) -> impl Iterator<Item = &Symptom> {
        let once = |one: &&Symptom| !one.holds && one.forms && one.since >= self.at;
        self.all.iter().filter(once)
    }
}

/// The answers of a broker, as one sign sees them.
#[derive(Debug)]
pub struct Sight<'a> {
    pub code: Code,
    pub thresholds: &'a Thresholds,
    broker: &'a Broker,
    /// Behind what was found last of what was wrong before.
    place: Cell<usize>,
}

impl<'a> Sight<'a> {
    pub(super) fn new(broker: &'a Broker, code: Code, thresholds: &'a Thresholds) -> Self {
        Self {
            code,
            thresholds,
            broker,
            place: Cell::new(0),
        }
    }

    /// The overview, if it was read with the rest of the whole.
    pub fn overview(&self) -> Option<(EpochMs, &'a Overview)> {
        let (at, head) = self.head(HeadPiece::Overview)?;
        Some((at, &head.overview))
    }

    /// The nodes, if they may be seen and were read with the rest of the whole.
    pub fn nodes(&self) -> Option<(EpochMs, &'a [BrokerNode])> {
        let (at, head) = self.head(HeadPiece::Nodes)?;
        Some((at, head.nodes.as_ref()?))
    }

    /// The alarms in effect: by the check of them, else by what nodes say; nothing where neither was
    /// read.
    pub fn alarms(&self) -> Option<(EpochMs, Vec<BrokerAlarm>)> {
        if let Some((at, head)) = self.head(HeadPiece::Alarms)
            && head.alarms.is_some()
        {
            return Some((at, head.alarms()));
        }
        let (at, nodes) = self.nodes()?;
        let flags = |node: &BrokerNode| node.memory_alarm.is_some();
        nodes.iter().any(flags).then(|| (at, flagged(nodes)))
    }

    /// The whole, unless this of it could not be read when it was.
    fn head(&self, piece: HeadPiece) -> Option<(EpochMs, &'a Head)> {
        let (at, head) = self.broker.head.as_ref()?;
        head.gap(piece).is_none().then_some((*at, head))
    }

    pub fn queues(&self) -> Option<(EpochMs, &'a Listed<Queue>)> {
        let (at, queues) = self.broker.queues.as_ref()?;
        Some((*at, queues))
    }

    pub fn connections(&self) -> Option<(EpochMs, &'a Listed<Connection>)> {
        let (at, connections) = self.broker.connections.as_ref()?;
        Some((*at, connections))
    }

    pub fn vhosts(&self) -> Option<(EpochMs, &'a Listed<Vhost>)> {
        let (at, vhosts) = self.broker.vhosts.as_ref()?;
        Some((*at, vhosts))
    }

    /// The most connections that the product allows, as far as that is known.
    pub fn most_connections(&self) -> Option<u64> {
        self.broker.most_connections
    }

    /// The consumers, if they were read about then.
    pub fn consumers(&self, then: EpochMs) -> Option<&'a [Consumer]> {
        let (at, consumers) = self.broker.consumers.as_ref()?;
        (at.abs_diff(then) <= CURRENT.unsigned_abs()).then_some(consumers.rows.as_slice())
    }

    /// The policies, as they were read last: they hardly change.
    pub fn policies(&self) -> &'a [Policy] {
        let policies = self.broker.policies.as_ref();
        policies.map_or(&[], |(_, policies)| policies.rows.as_slice())
    }

    /// Something is wrong with this, and so much of it, when it was read `at`: since then, or since
    /// it was seen to be so without a break. It holds when it has been so as long as its code says.
    pub fn symptom(&self, at: EpochMs, subject: Subject, level: f64) -> Symptom {
        let before = self.before(at, &subject);
        let since = before.map_or(at, |before| before.since);
        let rests = before.filter(|before| level <= before.top);
        Symptom {
            code: self.code,
            severity: self.code.severity(),
            since,
            holds: at.saturating_sub(since) >= self.code.hold(),
            forms: true,
            level,
            first: before.map_or(level, |before| before.first),
            top: before.map_or(level, |before| before.top.max(level)),
            grew: rests.map_or(at, |before| before.grew),
            variant: None,
            says: Vec::new(),
            evidence: Vec::new(),
            subject,
        }
    }

    /// The same of what must grow: it begins anew when it gets less, or does not grow for as long as
    /// its code says; it holds when it has grown by so much.
    pub fn growing(&self, at: EpochMs, subject: Subject, level: f64, much: f64) -> Symptom {
        let grown = self.rising(at, subject, level, self.code.hold(), much * SLACK);
        Symptom {
            holds: grown.more() >= much,
            ..grown
        }
    }

    /// The same of what must grow for half as long as its code says: a burst does not.
    pub fn steady(&self, at: EpochMs, subject: Subject, level: f64, much: f64) -> Symptom {
        let grown = self.growing(at, subject, level, much);
        let long = at.saturating_sub(grown.since) >= self.code.hold() / 2;
        Symptom {
            holds: grown.holds && long,
            forms: grown.holds,
            ..grown
        }
    }

    /// How something grows, which says nothing of whether that is wrong: since when, and by how much.
    /// It begins anew when it has not grown for `rest` ms, or gets less: by more than `slack` and
    /// than a tenth of what it has grown, as what is counted goes up and down a little.
    pub fn rising(
        &self,
        at: EpochMs,
        subject: Subject,
        level: f64,
        rest: i64,
        slack: f64,
    ) -> Symptom {
        let grown = self.symptom(at, subject, level);
        let slack = slack.max((grown.top - grown.first) * SLACK);
        let falls = level < grown.first || grown.top - level > slack;
        let rests = at.saturating_sub(grown.grew) > rest;
        let grown = match falls || rests {
            true => Symptom {
                since: at,
                first: level,
                top: level,
                grew: at,
                ..grown
            },
            false => grown,
        };
        Symptom {
            holds: false,
            forms: grown.more() > 0.0,
            ..grown
        }
    }

    /// What was wrong with this by the same code, when it was read before.
    pub(super) fn before(&self, at: EpochMs, subject: &Subject) -> Option<&'a Symptom> {
        let signs = self.broker.signs.get(&self.code)?;
        if at.saturating_sub(signs.at) > APART {
            return None;
        }
        // Mostly the next one: rows come in the order in which they came before.
        let place = self.place.get().min(signs.all.len());
        let (first, next) = signs.all.split_at(place);
        let mut all = next.iter().chain(first).enumerate();
        let (passed, found) = all.find(|(_, one)| one.subject == *subject)?;
        self.place.set((place + passed + 1) % signs.all.len());
        Some(found)
    }

    /// All of it, as it was read `at`.
    pub fn signs(&self, at: EpochMs, all: impl IntoIterator<Item = Symptom>) -> Signs {
        let all: Vec<Symptom> = all.into_iter().collect();
        let before = self.broker.signs.get(&self.code);
        let before = before.filter(|before| at.saturating_sub(before.at) <= APART);
        let clear = before.and_then(|before| before.clear).unwrap_or(at);
        Signs {
            at,
            watched: before.map_or(at, |before| before.watched),
            needs: 0,
            clear: all.is_empty().then_some(clear),
            all,
        }
    }

    /// The same of what must grow for as long as its code says: before that much time has passed,
    /// nothing that grows is no sign that nothing does.
    pub fn growth(&self, at: EpochMs, all: impl IntoIterator<Item = Symptom>) -> Signs {
        Signs {
            needs: self.code.hold(),
            ..self.signs(at, all)
        }
    }
}
