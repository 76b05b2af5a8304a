//! What is found of simulated brokers by their management API alone, at the pace at which it is read:
//! the right thing soon, first among all, and no longer once it is over.

use crate::desk::{Desk, Terminal, id, instance, key, scope};
use jiff::{SignedDuration, Timestamp};
use std::time::Duration;
use tokio::runtime::Builder;
use warren::api::management::{Address, Client, Login, Options, Way, WaySource};
use warren::broker::{BrokerError, Part};
use warren::event::Reply;
use warren::findings::{Broker, Code};
use warren::model::{Product, ProductKind, Stock};
use warren::poller::broker::{Known, read};
use warren::secret::Secret;
use warren::simulator::broker::incident::request::Begin;
use warren::simulator::broker::incident::{ALL, Kind};
use warren::simulator::management::SEEDED_PASSWORD;
use warren::simulator::world::instance::{Hardware, Instance};
use warren::simulator::{Clock, Config, Incident, Management, Simulator, World};

/// 2026-06-01T08:00:00Z.
const START: Timestamp = Timestamp::constant(1_780_300_800, 0);
/// A broker is read so often, s: what goes on for long is read less often here, as one in trouble is.
const TICK: i64 = 5;
const SLOW: i64 = 170;
/// How soon it is found, and gone, in s.
const SOON: i64 = 15;
/// How long it is read before something goes wrong, s.
const BEFORE: i64 = 10;

/// What is wrong only where there is much of it.
const MANY: [&str; 3] = ["connection-storm", "backlog-growing", "unacked-piling"];

/// When an incident is to be seen, and how long that takes at most.
struct Verdict {
    code: Code,
    /// Minutes after its begin at which it is so, as its course has it.
    after: i64,
    /// Minutes after its begin at which somebody begins to look.
    from: i64,
    /// s for which it must be so: what grows is found when it has grown by so much.
    hold: i64,
}

/// What the management API tells of an incident; nothing where it does not.
fn verdict(kind: &Kind) -> Option<Verdict> {
    let at_once = |code| Verdict {
        code,
        after: 0,
        from: 0,
        hold: 0,
    };
    let held = |code, hold| Verdict {
        hold,
        ..at_once(code)
    };
    Some(match kind.name {
        "memory-alarm" => at_once(Code::MemoryAlarm),
        "disk-alarm" => at_once(Code::DiskAlarm),
        "node-down" => at_once(Code::NodeDown),
        // Without a majority the nodes that are left wait, and answer nobody.
        "no-majority" => at_once(Code::NoMajority),
        // Half an hour tells no more than the next four.
        "disk-filling" => Verdict {
            after: 20,
            from: 20,
            ..held(Code::DiskFullSoon, 1800)
        },
        "publishers-blocked" | "blocked-publisher" => at_once(Code::PublishersBlocked),
        "consumers-gone" => held(Code::NoConsumers, 120),
        "publishers-gone" => held(Code::PublishersGone, 300),
        "backlog-growing" => held(Code::BacklogGrowing, 600),
        "unacked-piling" => held(Code::UnackedPiling, 600),
        // Consumers take what they may before they are stuck.
        "stuck-consumer" => Verdict {
            after: 1,
            ..held(Code::StuckConsumers, 300)
        },
        "connection-limit" => Verdict {
            after: 5,
            ..held(Code::ConnectionLimit, 120)
        },
        // Many in one minute, few in the next.
        "connection-storm" => Verdict {
            after: 1,
            ..held(Code::Churn, 60)
        },
        "channel-leak" => held(Code::ChannelLeak, 1800),
        "queue-leak" => held(Code::QueueLeak, 1800),
        "flow" => held(Code::Flow, 60),
        "memory-near" => held(Code::MemoryNear, 180),
        "uneven-nodes" => held(Code::UnevenNodes, 600),
        "redeliver-storm" | "poison-message" => held(Code::Redeliver, 60),
        "dead-letters-filling" => held(Code::DeadLetters, 600),
        // Its consumers have to be given that many first.
        "prefetch-full" => Verdict {
            after: 6,
            ..held(Code::PrefetchFull, 120)
        },
        // Six channels a minute.
        "leaking-client" => Verdict {
            after: 17,
            from: 15,
            ..at_once(Code::ChannelLeak)
        },
        "quorum-no-majority" => at_once(Code::QuorumNoLeader),
        // Of processors it tells nothing.
        "cpu-hot" => held(Code::CpuHot, 300),
        "metrics-silent" | "many-queues" => return None,
        other => panic!("what is found in {other}?"),
    })
}

/// A simulator with one instance at whose broker somebody looks.
struct Looked {
    simulator: Simulator,
    desk: Desk,
    client: Client,
    known: Known,
}

impl Looked {
    /// With an instance that gets into this, so long after the start.
    async fn start(kind: &'static Kind, begin: i64, end: i64, seed: u64) -> Self {
        let simulator = Simulator::start(Config {
            healthy: true,
            seed,
            clock: Clock::manual_at(START),
            management: Some(Management::default()),
            ..Config::default()
        })
        .await
        .unwrap();
        let at = |seconds| START + SignedDuration::from_secs(seconds);
        let theirs = simulator.edit(|world| befallen(world, kind, [begin, end].map(at)));
        let url = theirs.management.clone().unwrap();
        let mut ours = instance("orders");
        ours.network.management_address = Some(url.clone());
        ours.access_user = Some(theirs.access_user.clone());
        ours.broker_num = Some(theirs.brokers);
        ours.product_id = Some("theirs".to_owned());
        let mut desk = Desk::new(120, 40);
        desk.terminal = Terminal::Endless;
        desk.list(vec![ours]);
        if let Hardware::Current(product) = &theirs.flavor {
            let allows = product_of(u64::from(product.connections));
            let now = desk.now;
            desk.state.fleet.set_products(&scope(), &[allows], now);
        }
        desk.state.view.opened = Some(key("orders"));
        desk.press("3");
        let way = Way::to(Address::parse(&url).unwrap(), WaySource::PrivateAddress);
        let login = Login {
            user: theirs.access_user,
            password: Secret::new(SEEDED_PASSWORD),
        };
        let client = Client::new(Options::new(way, login)).unwrap();
        Self {
            simulator,
            desk,
            client,
            known: Known::default(),
        }
    }

    fn pass(&mut self, seconds: i64) {
        let time = Duration::from_secs(seconds.unsigned_abs());
        self.simulator.advance(time);
        self.desk.wait(time);
    }

    /// Reads what is looked at, and says what is found by that, first things first.
    async fn read(&mut self) -> Vec<Code> {
        // Somebody is there.
        self.desk.press("j");
        let look = self.desk.state.broker_to_read().unwrap();
        let mut told: Vec<(Part, _)> = Vec::new();
        let came = read(
            &self.client,
            &look.parts,
            &mut self.known,
            |part, answer| {
                told.push((part.clone(), answer.map_err(BrokerError::Management)));
            },
        );
        let _ = came.await;
        for (part, answer) in told {
            self.desk.answer(Reply::Broker(id("orders"), part, answer));
        }
        let broker: Option<&Broker> = self.desk.state.opened_broker();
        let symptoms = broker.map(|broker| broker.symptoms(self.desk.now.wall));
        let held = symptoms.into_iter().flatten().filter(|one| one.holds);
        held.map(|one| one.code).collect()
    }
}

/// The smallest instance that can get into this, of those with many clients where it takes that to
/// see it; it gets into it.
fn befallen(world: &mut World, kind: &'static Kind, [begin, end]: [Timestamp; 2]) -> Instance {
    let now = world.started();
    let well = |one: &&Instance| one.listed && one.management.is_some();
    let all = world.instances().filter(well);
    let mut all: Vec<(usize, String)> = all
        .map(|one| {
            let broker = world.broker(&one.id).unwrap();
            (broker.connections(now).len(), one.id.clone())
        })
        .collect();
    all.sort_unstable();
    if MANY.contains(&kind.name) {
        all.retain(|(connections, _)| *connections >= 500);
    }
    let suits = all.into_iter().find(|(_, id)| {
        let incident = Incident {
            kind,
            instance: Some(id.clone()),
            begin: Begin::At(begin),
            end: Some(end),
        };
        world.befall(&[incident], 0).is_ok()
    });
    world.instance(&suits.unwrap().1).unwrap().clone()
}

fn product_of(connections: u64) -> Product {
    Product {
        id: "theirs".to_owned(),
        kind: ProductKind::Cluster,
        specification: None,
        hourly: true,
        monthly: true,
        min_broker: None,
        max_broker: None,
        broker_step: None,
        min_storage: None,
        max_storage: None,
        max_connections: Some(connections),
        max_queues: None,
        max_consumers: None,
        max_tps: None,
        stock: Stock::default(),
        storage_types: Vec::new(),
    }
}

/// What is not as it should be with how an incident is found.
async fn faults(kind: &'static Kind, verdict: Verdict, seed: u64) -> Vec<String> {
    let Verdict {
        code,
        after,
        from,
        hold,
    } = verdict;
    let begin = BEFORE - from * 60;
    let so = begin + after * 60;
    let by = so + hold + SOON;
    let end = by + 20;
    let mut looked = Looked::start(kind, begin, end, seed).await;
    let tick = if hold > 60 { SLOW } else { TICK };
    let mut faults = Vec::new();
    let mut passed = 0;
    let mut first = None;
    while passed <= by {
        let found = looked.read().await;
        if passed < begin && !found.is_empty() {
            faults.push(format!("{}: {found:?} before it begins", kind.name));
        }
        if first.is_none() && found.contains(&code) {
            first = Some((passed, found));
            break;
        }
        // Somebody looks closely when it begins, and just when it must have been found.
        let closely = [begin, so].map(|at| (at - 2 * TICK, at + 4 * TICK));
        let step = match closely
            .iter()
            .find(|(from, to)| *to > passed && *from <= passed)
        {
            Some(_) => TICK,
            None => {
                let next = closely.iter().map(|(from, _)| *from).chain([by]);
                let next = next.filter(|at| *at > passed).min();
                next.map_or(tick, |next| tick.min(next - passed))
            }
        };
        looked.pass(step);
        passed += step;
    }
    match first {
        Some((at, found)) if at <= by && found.first() == Some(&code) => {}
        first => {
            let first = first.map(|(at, found)| (at - so, found));
            faults.push(format!(
                "{}: found {first:?} s, not by {}",
                kind.name,
                by - so
            ));
        }
    }
    // What has gathered flows off in a tenth of the time that it took.
    let gone_by = end + (end - begin) / 10 + SOON;
    for at in [end - TICK, gone_by] {
        while passed < at {
            let step = if at < end { SLOW } else { TICK * 2 };
            let step = step.min(at - passed);
            looked.pass(step);
            passed += step;
            let there = looked.read().await.contains(&code);
            if passed == gone_by && there {
                let after = gone_by - end;
                faults.push(format!("{}: there {after} s after its end", kind.name));
            }
        }
    }
    faults
}

#[test]
fn each_incident_is_found_first_within_fifteen_seconds_by_what_the_broker_says() {
    let all: Vec<(usize, &'static Kind)> = ALL.into_iter().enumerate().collect();
    let failed = |half: usize| {
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        let mut failed: Vec<(&str, Vec<String>)> = Vec::new();
        for (at, kind) in all.iter().filter(|(at, _)| at % 2 == half) {
            let Some(verdict) = verdict(kind) else {
                continue;
            };
            let faults = runtime.block_on(faults(kind, verdict, *at as u64 % 4 + 1));
            if !faults.is_empty() {
                failed.push((kind.name, faults));
            }
        }
        failed
    };
    let failed: Vec<(&str, Vec<String>)> = std::thread::scope(|scope| {
        let other = scope.spawn(|| failed(1));
        let mut failed = failed(0);
        failed.extend(other.join().unwrap());
        failed
    });
    let mut names: Vec<&str> = failed.iter().map(|(name, _)| *name).collect();
    names.sort_unstable();
    // Without a majority nobody answers, and no field tells how busy processors are.
    assert_eq!(names, ["cpu-hot", "no-majority"], "{failed:#?}");
}
