//! What goes wrong with a real broker, and that the right thing is found of it first.
//!
//! Each incident has a virtual host of its own, with a user who sees nothing else: to him the broker
//! has that one trouble. The broker's time is real, and its statistics are up to 7.5 s behind; the
//! time by which something has been so for long enough is the test's own.

use super::amqp::Amqp;
use super::api::soon;
use super::node::Node;
use super::on_each;
use super::session::Session;
use super::shared::broker;
use super::version::Version;
use std::time::{Duration, Instant};
use warren::findings::Code;

on_each! {
    the_right_thing_is_found_first_soon_after_it_has_been_so_for_long_enough
}

/// As often as the broker is asked.
const TICK: Duration = Duration::from_secs(5);
/// How long after it has been so for long enough it is found at the latest, ms.
const LATE: i64 = 15_000;
/// Longest time for all of them: statistics are late, and what grows takes its time.
const PATIENCE: Duration = Duration::from_secs(90);

/// How many channels a client opens that leaks them.
const CHANNELS: u64 = 120;

/// What goes on at a virtual host before it is looked at, and all the time after.
struct Incident {
    name: &'static str,
    code: Code,
    begin: fn(&Node, &str) -> Vec<Amqp>,
    goes_on: fn(&mut [Amqp], &str),
}

fn connect(node: &Node, name: &str) -> Amqp {
    Amqp::connect_as(node, name, name, &format!("svc-{name}"))
}

fn nothing(_: &mut [Amqp], _: &str) {}

static INCIDENTS: [Incident; 6] = [
    Incident {
        name: "consumers-gone",
        code: Code::NoConsumers,
        begin: |node, name| {
            let mut consumer = connect(node, name);
            consumer.consume(name, 10);
            let mut publisher = connect(node, name);
            publisher.publish(name, 50);
            consumer.take(10);
            // It dies with what it has.
            drop(consumer);
            vec![publisher]
        },
        goes_on: |clients, name| clients[0].publish(name, 1),
    },
    Incident {
        name: "stuck-consumer",
        code: Code::StuckConsumers,
        begin: |node, name| {
            let mut consumer = connect(node, name);
            consumer.consume(name, 25);
            consumer.publish(name, 60);
            vec![consumer]
        },
        goes_on: nothing,
    },
    Incident {
        name: "prefetch-full",
        code: Code::PrefetchFull,
        begin: |node, name| {
            let mut consumer = connect(node, name);
            consumer.consume(name, 5);
            consumer.publish(name, 4_000);
            vec![consumer]
        },
        goes_on: |clients, _| {
            clients[0].take(5);
            clients[0].acknowledge();
        },
    },
    Incident {
        name: "backlog-growing",
        code: Code::BacklogGrowing,
        begin: |node, name| {
            let mut client = connect(node, name);
            client.publish(name, 100);
            vec![client]
        },
        // It is fetched, but not as fast as it comes.
        goes_on: |clients, name| {
            clients[0].publish(name, 60);
            clients[0].fetch(name);
        },
    },
    Incident {
        name: "poison-message",
        code: Code::Redeliver,
        begin: |node, name| {
            let mut consumer = connect(node, name);
            consumer.consume(name, 5);
            consumer.publish(name, 5);
            vec![consumer]
        },
        goes_on: |clients, _| {
            clients[0].take(5);
            clients[0].give_back();
        },
    },
    Incident {
        name: "unroutable",
        code: Code::Unroutable,
        begin: |node, name| vec![connect(node, name)],
        goes_on: |clients, _| clients[0].publish("nowhere", 5),
    },
];

/// Where lost messages are not counted, those that are given back are.
static RETURNED: Incident = Incident {
    name: "returned",
    code: Code::Unroutable,
    begin: |node, name| vec![connect(node, name)],
    goes_on: |clients, _| clients[0].publish_or_return("nowhere", 5),
};

static LEAK: Incident = Incident {
    name: "leaking-client",
    code: Code::ChannelLeak,
    begin: |node, name| {
        let mut client = connect(node, name);
        for _ in 0..CHANNELS {
            client.channel();
        }
        vec![client]
    },
    goes_on: nothing,
};

/// One of them as it is looked at.
struct Watched {
    incident: &'static Incident,
    clients: Vec<Amqp>,
    session: Session,
    /// When it was seen to begin, by the test's time.
    begun: Option<i64>,
    found: bool,
}

impl Watched {
    async fn new(node: &Node, incident: &'static Incident) -> Self {
        let name = incident.name;
        node.shop(name).await;
        Self {
            incident,
            clients: (incident.begin)(node, name),
            session: Session::open_as(&node.url(), name),
            begun: None,
            found: false,
        }
    }

    fn go_on(&mut self) {
        (self.incident.goes_on)(&mut self.clients, self.incident.name);
    }

    /// Goes on, looks, and checks what is found by then.
    async fn look(&mut self) {
        let Incident { name, code, .. } = *self.incident;
        self.go_on();
        self.session.round(TICK).await.unwrap();
        let now = self.session.desk.now.wall;
        let signs = self.session.broker().signs(code);
        let all = signs.iter().flat_map(|signs| &signs.all);
        let since = all.map(|one| one.since).min();
        // What grows begins with the first of it that counts.
        self.begun = match code {
            Code::BacklogGrowing => since,
            _ => self.begun.or(since),
        };
        let found = self.session.found();
        let first = found.first();
        assert!(
            first.is_none_or(|first| *first == code),
            "{name}: {found:?}"
        );
        self.found |= first.is_some();
        let long = self.begun.map_or(0, |begun| now - begun);
        let late = code.hold() + LATE;
        assert!(self.found || long <= late, "{name} is not found");
    }
}

/// Goes on with all of them until the statistics know of the first messages that were fetched: to
/// everybody who looked before, nobody takes them.
async fn known(node: &Node, all: &mut [Watched]) {
    soon("known of", async || {
        all.iter_mut().for_each(Watched::go_on);
        let queue = node.get("queues/backlog-growing/backlog-growing").await?;
        let stats = &queue["message_stats"]["deliver_get_details"];
        stats["rate"].as_f64().filter(|rate| *rate > 0.0)
    })
    .await;
}

/// Looks at all of them until each is found.
async fn find(mut all: Vec<Watched>) {
    let begun = Instant::now();
    while !all.is_empty() {
        for one in &mut all {
            one.look().await;
        }
        all.retain(|one| !one.found);
        let missing: Vec<&str> = all.iter().map(|one| one.incident.name).collect();
        assert!(begun.elapsed() < PATIENCE, "not found: {missing:?}");
    }
}

async fn the_right_thing_is_found_first_soon_after_it_has_been_so_for_long_enough(
    version: Version,
) {
    let Some(node) = broker(version).await else {
        return;
    };
    let mut all = Vec::new();
    let is_counted =
        |incident: &&Incident| version != Version::V3_8 || incident.name != "unroutable";
    for incident in INCIDENTS.iter().filter(is_counted).chain([&RETURNED]) {
        all.push(Watched::new(&node, incident).await);
    }
    known(&node, &mut all).await;
    find(all).await;
    // By itself: that many channels are opened at once is a trouble of its own, which all see for a
    // while, the test's own time being faster than the broker's.
    let leak = Watched::new(&node, &LEAK).await;
    soon("counted", async || {
        let connections = node.get("connections").await?;
        let mut rows = connections.as_array()?.iter();
        rows.find(|row| row["channels"].as_u64() >= Some(CHANNELS))?;
        Some(())
    })
    .await;
    find(vec![leak]).await;
}
