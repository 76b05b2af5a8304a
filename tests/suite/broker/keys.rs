//! Keys that nobody meant change nothing of a broker that takes a name or a number.

use super::{answer, cloud, known};
use crate::desk::{Desk, Terminal};
use crate::promises::random;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use warren::api::management::ChangeKind;
use warren::broker::{BrokerAnswer, Listed, Part};
use warren::effect::Effect;
use warren::event::Event;
use warren::state::overlay::Overlay;
use warren::state::write::broker::BrokerPlan;
use warren::state::write::confirm::Guard;
use warren::state::write::mutation::Mutation;

const QUEUE: &str = "orders.paid";
const CLIENT: &str = "svc-shop";
/// More than one digit, so that none that comes by chance is the number of them.
const CONNECTIONS: usize = 12;

/// What can be done to a broker here, whether by its own API or by the message service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Purge,
    Delete,
    Client,
    CloudPurge,
    Connection,
}

impl Kind {
    const ALL: [Self; 5] = [
        Self::Purge,
        Self::Delete,
        Self::Client,
        Self::CloudPurge,
        Self::Connection,
    ];

    fn is_typed(self) -> bool {
        self < Self::Connection
    }

    fn of(plan: &BrokerPlan) -> Self {
        match (plan.client.is_some(), plan.kind()) {
            (true, _) => Self::Client,
            (false, ChangeKind::PurgeQueue) => Self::Purge,
            (false, ChangeKind::DeleteQueue) => Self::Delete,
            (false, ChangeKind::CloseConnection) => Self::Connection,
            (false, ChangeKind::PeekMessages) => panic!("the profile does not allow that"),
        }
    }

    /// How a user who means it has it in front.
    fn keys(self) -> &'static str {
        match self {
            Self::Purge | Self::CloudPurge => "g g p",
            Self::Delete => "G D",
            Self::Client => "] o g g X",
            Self::Connection => "] g g X",
        }
    }

    /// An empty queue that nobody uses beside one with messages, and a client with many connections.
    fn desk(self) -> Desk {
        if self == Self::CloudPurge {
            return cloud::known((80, 24));
        }
        let mut desk = known(120, 40);
        let queues = desk.state.broker.part(&Part::Queues).value().unwrap();
        let mut queues = queues.try_as_queues_ref().unwrap().rows.clone();
        queues.truncate(2);
        for (queue, (name, count)) in queues.iter_mut().zip([(QUEUE, 7), ("empty", 0)]) {
            queue.key.name = name.to_owned();
            queue.depth.ready = Some(count);
            queue.depth.unacknowledged = Some(0);
            queue.consumers = Some(0);
            queue.kind = None;
        }
        let queues = BrokerAnswer::Queues(Arc::new(Listed::from(queues)));
        answer(&mut desk, Part::Queues, Ok(queues));
        let rows = desk.state.broker.part(&Part::Connections).value().unwrap();
        let one = &rows.try_as_connections_ref().unwrap().rows[0];
        let each = (0..CONNECTIONS).map(|at| {
            let mut one = one.clone();
            one.name = format!("10.0.0.{at}:5 -> 10.0.1.1:5672");
            one.called = Some(CLIENT.to_owned());
            one
        });
        let rows = BrokerAnswer::Connections(Arc::new(Listed::from(each.collect::<Vec<_>>())));
        answer(&mut desk, Part::Connections, Ok(rows));
        desk
    }
}

/// What the test was able to do wrong.
#[derive(Debug, Default)]
struct Counts {
    asked: BTreeMap<Kind, u32>,
    sent: BTreeMap<Kind, u32>,
}

/// Lets so many keys come, those of this kind's question before each hundredth.
fn walk(kind: Kind, rounds: u32, random: &mut fastrand::Rng, counts: &mut Counts) {
    let mut desk = kind.desk();
    for round in 0..rounds {
        if round % 100 == 0 {
            desk = kind.desk();
            desk.terminal = Terminal::Endless;
            desk.press(kind.keys());
        }
        desk.pass(Duration::from_millis(
            [60, 60, 350, 700][random.usize(0..4)],
        ));
        let asked = match &desk.state.overlay {
            Some(Overlay::ConfirmChange(confirm)) => {
                Some((Kind::of(confirm.plan()), confirm.guard()))
            }
            Some(Overlay::Confirm(confirm)) => match confirm.plan().first().mutation {
                Mutation::CloudPurge(_) => Some((Kind::CloudPurge, confirm.guard())),
                _ => None,
            },
            _ => None,
        };
        if let Some((kind, guard)) = asked {
            *counts.asked.entry(kind).or_default() += 1;
            let typed = matches!(guard, Guard::Typed { .. });
            assert_eq!(typed, kind.is_typed(), "{kind:?}");
        }
        match random.u8(0..50) {
            0 => desk.feed(Event::Paste(QUEUE.to_owned())),
            1 => desk.feed(Event::Paste(CONNECTIONS.to_string())),
            _ => random::come(&mut desk, random),
        }
        for effect in desk.effects.drain(..) {
            let kind = match effect {
                Effect::ChangeBroker(_, armed) => Kind::of(armed.plan()),
                Effect::Write(_, armed) => match armed.plan().first().mutation {
                    Mutation::CloudPurge(_) => Kind::CloudPurge,
                    _ => continue,
                },
                _ => continue,
            };
            *counts.sent.entry(kind).or_default() += 1;
        }
    }
}

#[test]
fn random_keys_and_pastes_send_a_broker_nothing_that_takes_a_name_or_a_number() {
    let mut random = fastrand::Rng::with_seed(1411);
    let mut counts = Counts::default();
    for kind in Kind::ALL {
        walk(kind, 6_000, &mut random, &mut counts);
    }
    for kind in Kind::ALL {
        let asked = counts.asked.get(&kind).copied().unwrap_or_default();
        let sent = counts.sent.get(&kind).copied().unwrap_or_default();
        assert!(asked > 100, "{kind:?}: {counts:?}");
        assert_eq!(sent > 0, !kind.is_typed(), "{kind:?}: {counts:?}");
    }
}
