//! Who is connected, one by one: as many as `clients` counts, in the states it says.
//!
//! A connection is told apart by what it does and its number. Who is behind it, from where, and
//! since when follows from these and from the moment, like everything here: now and then each
//! connects anew, from another port.

use jiff::{SignedDuration, Timestamp};

use super::clients::Clients;
use super::done::Return;
use super::node::Node;
use super::queue::DEFAULT_VHOST;
use super::{Broker, Now};

/// What a client does with its connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    Producer,
    Consumer,
    /// Neither.
    Idle,
}

/// What a connection is kept from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConnectionState {
    Running,
    /// By an alarm, since it has published.
    Blocked,
    /// By an alarm, once it publishes.
    Blocking,
    /// Slowed.
    Flow,
}

/// The client library of a connection, in its own words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Library {
    pub product: &'static str,
    pub version: &'static str,
    pub platform: &'static str,
    pub information: &'static str,
}

const LIBRARIES: [Library; 5] = [
    Library {
        product: "RabbitMQ",
        version: "5.16.0",
        platform: "Java",
        information: "Licensed under the MPL. See https://www.rabbitmq.com/",
    },
    Library {
        product: "Pika Python Client Library",
        version: "1.3.2",
        platform: "Python 3.11.7",
        information: "See https://pika.rtfd.org",
    },
    Library {
        product: "amqplib",
        version: "0.10.3",
        platform: "Node.JS v20.11.1",
        information: "https://amqp-node.github.io/amqplib/",
    },
    Library {
        product: "AMQP 0.9.1 Client",
        version: "1.9.0",
        platform: "golang",
        information: "https://github.com/rabbitmq/amqp091-go",
    },
    Library {
        product: "RabbitMQ",
        version: "6.8.1",
        platform: ".NET",
        information: "Licensed under the MPL. See https://www.rabbitmq.com/",
    },
];

/// Programs that publish.
const PRODUCERS: [&str; 6] = [
    "orders-api",
    "shop-web",
    "checkout",
    "mobile-gateway",
    "importer",
    "scheduler",
];
/// Programs that consume.
const CONSUMERS: [&str; 7] = [
    "orders-worker",
    "mailer",
    "invoicing",
    "search-indexer",
    "shipping",
    "audit-log",
    "webhook-sender",
];
/// Programs that do neither.
const IDLE: [&str; 3] = ["health-probe", "batch-runner", "admin-script"];

/// One connection.
#[derive(Clone, Debug, PartialEq)]
pub struct Connection {
    pub role: Role,
    /// Among those of its role, counted from 0.
    pub index: usize,
    /// The program's name with its place, unless it gives none.
    pub provided_name: Option<String>,
    pub library: &'static Library,
    pub user: String,
    pub vhost: &'static str,
    pub peer_host: String,
    pub peer_port: u32,
    pub host: String,
    pub connected: Timestamp,
    /// Its node, counted from 0.
    pub node: usize,
    pub channels: usize,
    pub state: ConnectionState,
}

impl Connection {
    /// Its name: both ends.
    pub fn name(&self, port: u16) -> String {
        let Self {
            peer_host,
            peer_port,
            host,
            ..
        } = self;
        format!("{peer_host}:{peer_port} -> {host}:{port}")
    }
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "not negative, and some thousands at most"
)]
pub(super) fn whole(number: f64) -> usize {
    number.round().max(0.0) as usize
}

impl Clients {
    /// How many connections of each role there are.
    pub(super) fn roles(&self) -> [(Role, usize); 3] {
        [
            (Role::Producer, whole(self.producers)),
            (Role::Consumer, whole(self.consumers)),
            (Role::Idle, whole(self.idle)),
        ]
    }
}

impl Broker<'_> {
    /// All connections at `at`: those of clients that publish, then those of clients that consume,
    /// then the others.
    pub fn connections(&self, at: Timestamp) -> Vec<Connection> {
        let now = self.now(at);
        let clients = self.clients(now);
        let alarmed = self.alarmed(now);
        let nodes: Vec<Node> = (0..self.shape.nodes)
            .map(|index| self.node(index, now))
            .collect();
        let vhosts = self.vhosts_of_consumers(whole(clients.consumers), now);
        let (blocked, slowed) = (whole(clients.blocked()), whole(clients.slowed()));
        let count = clients.roles().iter().map(|(_, number)| number).sum();
        let mut found = Vec::with_capacity(count);
        let mut next = 0;
        for (role, number) in clients.roles() {
            for index in 0..number {
                let place = next;
                next += 1;
                let returned = self.returned(role, index, at);
                let (since, forgotten) = match returned {
                    None => (None, 0),
                    Some(Return::Away) => continue,
                    Some(Return::Back(since, forgotten)) => (Some(since), forgotten),
                };
                let mut connection = self.connection(role, index, &clients, (now, since));
                connection.node = placed(place, &nodes);
                connection.host = self.address(connection.node);
                let own = leaked(&clients, place, count);
                connection.channels = whole(clients.channels_each) + own.saturating_sub(forgotten);
                if let (Role::Consumer, Some(vhost)) = (role, vhosts.get(index)) {
                    connection.vhost = vhost;
                }
                connection.state = match role {
                    Role::Producer if index < blocked => ConnectionState::Blocked,
                    Role::Producer if index < blocked + slowed => ConnectionState::Flow,
                    Role::Producer | Role::Consumer | Role::Idle if alarmed => {
                        ConnectionState::Blocking
                    }
                    Role::Producer | Role::Consumer | Role::Idle => ConnectionState::Running,
                };
                found.push(connection);
            }
        }
        found
    }

    /// Who is behind a connection.
    fn connection(
        &self,
        role: Role,
        index: usize,
        clients: &Clients,
        (now, again): (Now, Option<Timestamp>),
    ) -> Connection {
        let number = index as u64;
        let (programs, kind): (&[&str], u64) = match role {
            Role::Producer => (&PRODUCERS, 70),
            Role::Consumer => (&CONSUMERS, 71),
            Role::Idle => (&IDLE, 72),
        };
        let chance = self.shape.chance.of(kind);
        let first = self.shape.chance.below(kind, 8) as usize;
        let program = (first + index) % programs.len();
        let name = programs[program];
        let of_program = self.shape.chance.of(kind + 10).of(program as u64);
        let library = &LIBRARIES[of_program.below(1, 5) as usize];
        let (mut connected, mut serial) = self.connected(chance.of(number), role, clients, now);
        if let Some(again) = again.filter(|again| *again > connected) {
            connected = again;
            serial ^= again.as_millisecond().unsigned_abs();
        }
        let own = chance.of(number).of(serial);
        let pod = index / programs.len();
        // One program in six gives its connections no name.
        let named = of_program.below(2, 6) > 0;
        let vhosts = self.vhosts();
        let vhost = match role {
            Role::Producer if own.below(3, 3) == 0 => vhosts.last().copied(),
            Role::Producer | Role::Consumer | Role::Idle => None,
        };
        let net = of_program.below(4, 200);
        Connection {
            role,
            index,
            provided_name: named.then(|| format!("{name}@pod-{pod}")),
            library,
            user: match of_program.below(5, 3) {
                0 => format!("svc-{name}"),
                _ => self.instance.access_user.clone(),
            },
            vhost: vhost.unwrap_or(DEFAULT_VHOST),
            peer_host: format!("10.{}.{}.{}", 20 + net / 50, net, 2 + pod % 250),
            peer_port: 32_768 + own.below(6, 28_000),
            host: String::new(),
            connected,
            node: 0,
            channels: 0,
            state: ConnectionState::Running,
        }
    }

    /// Since when a connection is there, and how often it has connected.
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "which turn it is, as bits that tell turns apart"
    )]
    fn connected(
        &self,
        chance: super::chance::Chance,
        role: Role,
        clients: &Clients,
        now: Now,
    ) -> (Timestamp, u64) {
        let stays = match role {
            Role::Idle if clients.fleeting => 60.0,
            Role::Producer | Role::Consumer | Role::Idle => {
                3600.0 * (9.0 + 110.0 * chance.share(1))
            }
        };
        let phase = stays * chance.share(2);
        let turn = ((now.moment + phase) / stays).floor();
        let begun = turn * stays - phase;
        let since = self.on_the_clock(begun).max(self.up_since(now.at));
        (since, (turn as i64).unsigned_abs())
    }

    /// Connections that come in a second, in the mean: each stays for a while.
    pub fn connections_made(&self, at: Timestamp) -> f64 {
        let clients = self.clients(self.now(at));
        let steady = (clients.producers + clients.consumers) / (64.0 * 3600.0);
        match clients.fleeting {
            true => steady + clients.idle / 60.0,
            false => steady,
        }
    }

    /// Channels that are opened in a second and stay open.
    pub fn channels_opened(&self, at: Timestamp) -> f64 {
        self.grown(at, |clients| clients.leaked + clients.leaked_by_one)
    }

    /// Queues that are declared in a second and stay.
    pub fn queues_declared(&self, at: Timestamp) -> f64 {
        #[allow(clippy::cast_precision_loss, reason = "some thousands at most")]
        self.grown(at, |clients| clients.queues as f64)
    }

    /// How much something has grown each second of the last five minutes.
    fn grown(&self, at: Timestamp, of: fn(&Clients) -> f64) -> f64 {
        let now = self.now(at);
        let earlier = at.saturating_sub(SignedDuration::from_mins(5));
        let earlier = self.now(earlier.unwrap_or(at));
        let more = of(&self.clients(now)) - of(&self.clients(earlier));
        more.max(0.0) / (now.moment - earlier.moment).max(1.0)
    }

    /// The private address of a node.
    pub fn address(&self, node: usize) -> String {
        let addresses = &self.instance.addresses;
        let own = addresses.get(node).or(addresses.first());
        own.cloned().unwrap_or_default()
    }

    /// Since when the broker runs without a break, as far as its tasks say.
    pub fn up_since(&self, at: Timestamp) -> Timestamp {
        use crate::simulator::world::task::{TaskName, TaskStatus};
        let instance = self.instance;
        let breaks = instance.tasks.iter().filter(|task| {
            task.status == TaskStatus::Success
                && task.updated <= at
                && matches!(
                    task.name,
                    TaskName::CreateInstance
                        | TaskName::RestartInstance
                        | TaskName::StartInstance
                        | TaskName::UpgradeInstance
                )
        });
        let last = breaks.map(|task| task.updated).max();
        last.unwrap_or(instance.created)
    }

    /// The time on the clock of a moment.
    pub(super) fn on_the_clock(&self, moment: f64) -> Timestamp {
        let since = (moment - self.moment(self.origin)) / self.speed;
        let since = SignedDuration::try_from_secs_f64(since).unwrap_or(SignedDuration::ZERO);
        self.origin.saturating_add(since).unwrap_or(self.origin)
    }
}

/// Channels beside the usual ones on the connection at this place of all.
pub(super) fn leaked(clients: &Clients, place: usize, count: usize) -> usize {
    let all = whole(clients.leaked);
    let rest = usize::from(place < all % count.max(1));
    let own = match place {
        0 => whole(clients.leaked_by_one),
        _ => 0,
    };
    all / count.max(1) + rest + own
}

/// The node of the connection at this place of all: spread so that each node has its share.
#[allow(clippy::cast_precision_loss, reason = "some thousands at most")]
fn placed(place: usize, nodes: &[Node]) -> usize {
    let draw = ((place as f64 + 0.5) * 0.618_033_988_749_894_9).fract();
    let mut sum = 0.0;
    let mut last = 0;
    for (index, node) in nodes.iter().enumerate().filter(|(_, node)| node.alive) {
        sum += node.share;
        last = index;
        if draw < sum {
            break;
        }
    }
    last
}
