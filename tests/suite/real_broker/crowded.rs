//! What it costs a broker with very many queues to be looked at.

use super::alone::alone;
use super::amqp::Amqp;
use super::node::{Node, Setup};
use super::session::Session;
use super::version::Version;
use std::time::{Duration, Instant};
use warren::broker::Part;
use warren::poller::broker::{Known, read};

// What it costs was measured of these two: nothing is promised of the others.
mod on_3_10 {
    #[tokio::test]
    async fn a_broker_of_5000_queues_is_looked_at_for_a_twentieth_of_a_core() {
        super::measured_of(crate::real_broker::version::Version::V3_10).await;
    }
}

mod on_4_3 {
    #[tokio::test]
    async fn a_broker_of_5000_queues_is_looked_at_for_a_twentieth_of_a_core() {
        super::measured_of(crate::real_broker::version::Version::V4_3).await;
    }
}

async fn measured_of(version: Version) {
    let measured = a_broker_of_5000_queues_is_looked_at_for_a_twentieth_of_a_core(version);
    alone(measured).await;
}

const QUEUES: usize = 5_000;
const FEW_QUEUES: usize = 50;
/// The most that a look at the whole may take of its processors, with few queues and with many.
const LOOK: [Duration; 2] = [Duration::from_millis(10), Duration::from_millis(20)];
/// How many of them are measured together: processors are counted in hundredths of a second.
const LOOKS: u32 = 60;
/// The most that looking at it may take of a core.
const SHARE: f64 = 0.05;
/// How much cheaper that is than listing all queues every 5 s, at least.
const CHEAPER: f64 = 3.0;
/// How often each is measured at most: what else this machine does makes all work dearer, and the least
/// of a few says what it is.
const ROUNDS: usize = 3;
/// How many lists of its queues are looked at together, each with all that is read until the next.
const LISTS: usize = 3;
/// Its statistics come every 5 s: what is measured for less differs with when that was.
const STATISTICS: Duration = Duration::from_secs(5);
/// Longest time until it has done with what its queues made it do.
const REST: Duration = Duration::from_secs(180);

/// A share of a core that a broker worked for while this went on, and for how long.
async fn share<T>(node: &Node, what: impl Future<Output = T>) -> (f64, Duration, T) {
    let (begun, worked) = (Instant::now(), node.worked());
    let done = what.await;
    let worked = node.worked() - worked;
    let took = begun.elapsed();
    (worked.as_secs_f64() / took.as_secs_f64(), took, done)
}

/// What the overview, alarms and nodes take of its processors when they are read, again and again, and
/// should take at most.
async fn look(node: &Node, idle: f64, most: Duration) -> Duration {
    let (client, mut known) = (node.client(), Known::default());
    let mut least = Duration::MAX;
    for _ in 0..ROUNDS {
        let looks = async {
            for _ in 0..LOOKS {
                let tell = |_: &Part, answer: Result<_, _>| drop(answer.unwrap());
                let read = read(&client, &[Part::Head], &mut known, tell);
                read.await.unwrap();
            }
        };
        let (share, took, ()) = share(node, looks).await;
        least = least.min(took.mul_f64((share - idle).max(0.0)) / LOOKS);
        if least <= most {
            break;
        }
    }
    least
}

/// Makes queues, of which every tenth has a message.
fn fill(node: &Node, queues: usize) {
    let names = |number| format!("app{}.events.{number:05}", number % 7);
    let names: Vec<String> = (0..queues).map(names).collect();
    let mut client = Amqp::connect(node, "svc-crowd");
    client.channel();
    client.declare(&names);
    names
        .iter()
        .step_by(10)
        .for_each(|name| client.publish(name, 1));
}

/// Waits until it does no more than it always does, and says how much that is.
async fn rested(node: &Node) -> f64 {
    let begun = Instant::now();
    let mut seen: Vec<f64> = Vec::new();
    loop {
        let (now, ..) = share(node, tokio::time::sleep(STATISTICS)).await;
        let last = seen.last().copied();
        seen.push(now);
        if let Some(last) = last
            && now < 0.15
            && (now - last).abs() < 0.02
        {
            return (now + last) / 2.0;
        }
        assert!(begun.elapsed() < REST, "not at rest, of a core: {seen:.3?}");
    }
}

async fn a_broker_of_5000_queues_is_looked_at_for_a_twentieth_of_a_core(version: Version) {
    let Some(node) = Node::start(version, Setup::default()).await else {
        return;
    };
    // With one scheduler: of two, on a machine that does other things, each waits busily for the other,
    // and that is counted as work.
    node.control(&["eval", "erlang:system_flag(schedulers_online, 1)."]);
    let mut looks = Vec::new();
    for (queues, most) in [FEW_QUEUES, QUEUES].into_iter().zip(LOOK) {
        fill(&node, queues);
        let idle = rested(&node).await;
        looks.push((idle, look(&node, idle, most).await));
    }
    let (idle, looks) = (looks[1].0, [looks[0].1, looks[1].1]);
    let mut session = Session::open(&node.url());
    session.desk.press("]");
    session.watch(&Part::Queues).await;
    let all = u64::try_from(QUEUES).unwrap();
    assert_eq!(session.desk.state.broker.cut(), Some((50, all)));
    let mut looking = f64::MAX;
    for _ in 0..ROUNDS {
        let looks = async {
            for _ in 0..LISTS {
                session.again(&Part::Queues).await;
            }
        };
        let (now, ..) = share(&node, looks).await;
        looking = looking.min(now - idle);
        if looking <= SHARE {
            break;
        }
    }
    drop(session);
    let (listing, took, all) = share(&node, node.get("queues")).await;
    assert_eq!(all.unwrap().as_array().unwrap().len(), QUEUES);
    // As if that were done every 5 s.
    let listing = (listing - idle) * took.as_secs_f64() / 5.0;
    let told = format!(
        "of a core: idle {idle:.3}, looking {looking:.3} more, listing all {listing:.3} more"
    );
    println!("{}: {told}; a look {looks:.1?}", version.name());
    assert!(looking <= SHARE, "{told}");
    assert!(looking * CHEAPER <= listing, "{told}");
    assert!(
        looks.iter().zip(&LOOK).all(|(took, most)| took <= most),
        "{looks:.1?}"
    );
}
