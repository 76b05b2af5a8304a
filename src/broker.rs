//! What is read of a broker by its management API, part by part.
//!
//! Read [`Part`] first: it says what can be asked for, and a [`BrokerAnswer`] is what came of it. Pure
//! data: the client is in [`crate::api`], who reads when is the poller's business, and what is shown
//! is the state's.

mod identity;
mod rate;

use crate::api::management::{
    Ask as _, History, ListChannels, ListConnections, ListConsumers, ListExchanges,
    ListFeatureFlags, ListPolicies, ListQueueBindings, ListQueues, ListUsers, ListVhosts,
    ManagementError, PageOf, PasswordSource, PolicyOwner, ShowConnection, ShowMemory, ShowOverview,
    ShowQueue, ShowRates, Way,
};
use crate::model::broker::{
    Binding, BrokerAlarm, BrokerNode, BrokerUser, Channel, Connection, ConnectionName, Consumer,
    Exchange, FeatureFlag, Memory, Overview, Policy, Queue, QueueDetail, QueueKey, Vhost, Whoami,
};
pub use identity::Identity;
pub use rate::Rates;
use std::sync::Arc;
use std::time::Duration;

/// How a broker is reached, and as whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrokerWay {
    pub way: Way,
    pub user: String,
    pub password: PasswordSource,
}

/// Why a part could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BrokerError {
    /// The service names no user of it.
    #[error("no user of the broker is known")]
    NoUser,
    /// The password of this user is not known.
    #[error("the password is not known")]
    NeedsPassword(Box<BrokerWay>),
    #[error(transparent)]
    Management(#[from] ManagementError),
}

/// Declares what can be read of a broker, each with what comes of it.
macro_rules! parts {
    ($($(#[$about:meta])* $name:ident $(($of:ty))? => $what:ty;)*) => {
        /// What can be read of a broker.
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub enum Part { $($(#[$about])* $name $(($of))?,)* }

        /// What came of reading a part.
        #[derive(Clone, Debug, strum::EnumTryAs)]
        pub enum BrokerAnswer { $($name(Arc<$what>),)* }

        impl BrokerAnswer {
            /// How many rows it has, and how many there are in all, where that is said.
            pub fn counts(&self) -> (usize, Option<u64>) {
                match self { $(Self::$name(what) => what.counts(),)* }
            }
        }
    };
}

parts! {
    /// The broker as a whole, with its alarms and nodes.
    Head => Head;
    Queues => Listed<Queue>;
    Connections => Listed<Connection>;
    Channels => Listed<Channel>;
    Consumers => Listed<Consumer>;
    Exchanges => Listed<Exchange>;
    Vhosts => Listed<Vhost>;
    Policies => Listed<Policy>;
    Users => Listed<BrokerUser>;
    FeatureFlags => Listed<FeatureFlag>;
    /// One queue, with its consumers and the last ten minutes.
    Queue(QueueKey) => QueueDetail;
    /// One of very many queues as a list with statistics has it: the list of those with most
    /// messages has none.
    QueueRow(QueueKey) => Queue;
    /// The ways to one queue.
    Bindings(QueueKey) => Listed<Binding>;
    /// One connection, where it is not among those that were read.
    Connection(ConnectionName) => Connection;
    /// The channels of one connection.
    ChannelsOf(ConnectionName) => Listed<Channel>;
    /// What one node uses its memory for.
    Memory(String) => Memory;
}

impl Part {
    /// The call that it is read by; of several, the one that its rows are of.
    pub fn call(&self) -> String {
        let page = PageOf::first(1);
        let request = match self {
            Self::Head => ShowOverview {
                history: History::TenMinutes,
            }
            .request(),
            Self::Queues => ListQueues::Full(page).request(),
            Self::Connections => ListConnections {
                page,
                statistics: true,
            }
            .request(),
            Self::Channels => ListChannels::All(page).request(),
            Self::Consumers => ListConsumers.request(),
            Self::Exchanges => ListExchanges { page }.request(),
            Self::Vhosts => ListVhosts.request(),
            Self::Policies => ListPolicies {
                owner: PolicyOwner::User,
            }
            .request(),
            Self::Users => ListUsers.request(),
            Self::FeatureFlags => ListFeatureFlags.request(),
            Self::Queue(queue) => ShowQueue {
                queue: queue.clone(),
            }
            .request(),
            Self::QueueRow(queue) => ShowRates {
                queue: queue.clone(),
            }
            .request(),
            Self::Bindings(queue) => ListQueueBindings {
                queue: queue.clone(),
            }
            .request(),
            Self::Connection(name) => ShowConnection { name: name.clone() }.request(),
            Self::ChannelsOf(name) => ListChannels::Of(name.clone()).request(),
            Self::Memory(node) => ShowMemory { node: node.clone() }.request(),
        };
        format!("{} {}", request.method.as_str(), request.path)
    }
}

/// What is counted by its rows.
trait Counted {
    /// How many there are, and how many in all, where that is said.
    fn counts(&self) -> (usize, Option<u64>) {
        (0, None)
    }
}

impl Counted for Head {}
impl Counted for QueueDetail {}
impl Counted for Queue {}
impl Counted for Connection {}
impl Counted for Memory {}

impl<T> Counted for Listed<T> {
    fn counts(&self) -> (usize, Option<u64>) {
        (self.rows.len(), self.total)
    }
}

/// The broker as a whole.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Head {
    pub whoami: Whoami,
    pub overview: Overview,
    /// The alarms in effect; `None` where the broker has no such check: nodes have flags.
    pub alarms: Option<Vec<BrokerAlarm>>,
    /// `None` where the user may not see them.
    pub nodes: Option<Vec<BrokerNode>>,
    /// How long the answers took.
    pub took: Duration,
    /// What could not be read this time: what there is of that is from before.
    pub gaps: Vec<HeadGap>,
}

/// What of the whole is asked for by itself, and fails by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum HeadPiece {
    Overview,
    Alarms,
    Nodes,
}

/// What of the whole could not be read.
#[derive(Clone, Debug, PartialEq)]
pub struct HeadGap {
    pub of: HeadPiece,
    pub error: ManagementError,
    /// When it was read last, as time since the start; nothing where it never was.
    pub read: Option<Duration>,
}

impl Head {
    /// Why a piece of it is not of now.
    pub fn gap(&self, of: HeadPiece) -> Option<&HeadGap> {
        self.gaps.iter().find(|gap| gap.of == of)
    }

    /// The same, with what could not be read as it was in the one before, which came then.
    #[must_use]
    pub fn over(mut self, before: &Self, at: Duration) -> Self {
        for gap in &mut self.gaps {
            gap.read = before.gap(gap.of).map_or(Some(at), |gap| gap.read);
            match gap.of {
                HeadPiece::Overview => self.overview.clone_from(&before.overview),
                HeadPiece::Alarms => self.alarms.clone_from(&before.alarms),
                HeadPiece::Nodes => self.nodes.clone_from(&before.nodes),
            }
        }
        self
    }

    /// The alarms, whichever source has them.
    pub fn alarms(&self) -> Vec<BrokerAlarm> {
        let nodes = self.nodes.as_deref().unwrap_or_default();
        self.alarms.clone().unwrap_or_else(|| flagged(nodes))
    }
}

/// The alarms that nodes themselves say: some seconds late.
pub fn flagged(nodes: &[BrokerNode]) -> Vec<BrokerAlarm> {
    let alarm = |node: &BrokerNode, resource: &str| BrokerAlarm {
        node: node.name.clone(),
        resource: resource.to_owned(),
    };
    let flags = nodes.iter().flat_map(|node| {
        let memory = (node.memory_alarm == Some(true)).then(|| alarm(node, "memory"));
        let disk = (node.disk_alarm == Some(true)).then(|| alarm(node, "disk space"));
        memory.into_iter().chain(disk)
    });
    flags.collect()
}

/// Rows of a list, and what is missing of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed<T> {
    pub rows: Vec<T>,
    /// How many there are in all, where that is more than was asked for.
    pub total: Option<u64>,
    /// Rows that were there but have no readable name.
    pub unidentified: usize,
    /// Fields that were there but could not be read.
    pub unreadable: Vec<String>,
}

impl<T> Listed<T> {
    /// Whether there are more than these.
    pub fn is_cut(&self) -> bool {
        let read = u64::try_from(self.rows.len()).unwrap_or(u64::MAX);
        self.total.is_some_and(|all| read < all)
    }
}

impl<T> Default for Listed<T> {
    fn default() -> Self {
        Self {
            rows: Vec::new(),
            total: None,
            unidentified: 0,
            unreadable: Vec::new(),
        }
    }
}

impl<T> From<Vec<T>> for Listed<T> {
    fn from(rows: Vec<T>) -> Self {
        Self {
            rows,
            ..Self::default()
        }
    }
}
