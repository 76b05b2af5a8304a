//! Reading the parts of a broker that are looked at, one after the other.

use super::known::Known;
use crate::api::Rows;
use crate::api::management::{
    Answered, Ask, Client, ListAlarms, ListChannels, ListConnections, ListConsumers, ListExchanges,
    ListFeatureFlags, ListNodes, ListPolicies, ListQueueBindings, ListQueues, ListUsers,
    ListVhosts, ManagementError, Order, Page, PageOf, PolicyOwner, ShowConnection, ShowMemory,
    ShowOverview, ShowQueue, ShowRates, WhoAmI,
};
use crate::broker::{BrokerAnswer, Head, HeadGap, HeadPiece, Listed, Part};
use crate::model::broker::{Channel, Connection, Overview, Policy, Queue, QueueKind};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// Up to so many queues are asked for whole, in one call: measured, 40 ms of the broker.
const WHOLE: usize = 500;
/// Of more, those with most messages: 170 to 200 ms of 5,000.
const TOP: usize = 50;

/// Whoever passes questions on to a broker.
pub trait Asks: Send + Sync {
    fn ask<A: Ask + Sync>(
        &self,
        ask: &A,
    ) -> impl Future<Output = Result<Answered<A::Reply>, ManagementError>> + Send;
}

impl Asks for Client {
    fn ask<A: Ask + Sync>(
        &self,
        ask: &A,
    ) -> impl Future<Output = Result<Answered<A::Reply>, ManagementError>> + Send {
        Self::ask(self, ask)
    }
}

/// How long the answers took.
#[derive(Debug, Default)]
pub struct Took {
    /// Those that cost the broker next to nothing.
    pub(super) ways: Vec<Duration>,
    pub(super) parts: Vec<Duration>,
    /// How many pieces of the whole could not be read.
    pub(super) gaps: usize,
    /// Whether queues were read, of very many those with most messages.
    pub(super) top: bool,
}

/// Reads these parts, the whole first, with what is known from before; each is told as soon as
/// it is there.
///
/// # Errors
/// When nothing more can be read.
pub async fn read<A: Asks>(
    client: &A,
    parts: &[Part],
    known: &mut Known,
    mut tell: impl FnMut(&Part, Result<BrokerAnswer, ManagementError>),
) -> Result<Took, ManagementError> {
    let mut took = Took::default();
    let mut asked = Asked {
        client,
        known,
        took: &mut took,
        queues: None,
        connections: None,
        statistics: true,
        alarmed: false,
        counts_dropped: true,
    };
    for part in parts {
        let answer = asked.part(part).await;
        let failed = answer.as_ref().err().cloned();
        tell(part, answer);
        match failed {
            // The rest would fare no better.
            Some(error) if *part == Part::Head => return Err(error),
            Some(_) | None => {}
        }
    }
    Ok(took)
}

/// One round of questions.
struct Asked<'a, A> {
    client: &'a A,
    known: &'a mut Known,
    took: &'a mut Took,
    /// How many queues there are, as the whole says.
    queues: Option<u64>,
    /// How many connections there are, as the whole says.
    connections: Option<u64>,
    /// Whether it collects statistics, as the whole says.
    statistics: bool,
    /// Whether an alarm is in effect, as the whole says.
    alarmed: bool,
    /// Whether it counts messages that are lost, as the whole says.
    counts_dropped: bool,
}

impl<A: Asks> Asked<'_, A> {
    async fn ask<Q: Ask + Sync>(&mut self, ask: Q) -> Result<Q::Reply, ManagementError> {
        let mut answered = self.client.ask(&ask).await;
        // A gateway or a node that goes fails once in a while: one more try, or a round of several
        // questions would hardly ever come through.
        if let Err(ManagementError::Server { .. } | ManagementError::Gateway { .. }) = answered {
            answered = self.client.ask(&ask).await;
        }
        let Answered { value, took } = answered?;
        self.took.parts.push(took);
        Ok(value)
    }

    async fn part(&mut self, part: &Part) -> Result<BrokerAnswer, ManagementError> {
        Ok(match part {
            Part::Head => BrokerAnswer::Head(Arc::new(self.head().await?)),
            Part::Queues => BrokerAnswer::Queues(Arc::new(self.queues().await?)),
            Part::Connections => BrokerAnswer::Connections(Arc::new(self.connections().await?)),
            Part::Channels => {
                let page = PageOf::first(WHOLE);
                let page = self.ask(ListChannels::All(page)).await?;
                self.told(&page)?;
                BrokerAnswer::Channels(Arc::new(self.channels(page)))
            }
            Part::Exchanges => {
                let page = PageOf::first(WHOLE);
                let page = self.ask(ListExchanges { page }).await?;
                BrokerAnswer::Exchanges(Arc::new(page.into()))
            }
            Part::Consumers => {
                BrokerAnswer::Consumers(Arc::new(self.ask(ListConsumers).await?.into()))
            }
            Part::Vhosts => BrokerAnswer::Vhosts(Arc::new(self.ask(ListVhosts).await?.into())),
            Part::Policies => BrokerAnswer::Policies(Arc::new(self.policies().await?)),
            Part::Users => BrokerAnswer::Users(Arc::new(self.ask(ListUsers).await?.into())),
            Part::FeatureFlags => {
                BrokerAnswer::FeatureFlags(Arc::new(self.ask(ListFeatureFlags).await?.into()))
            }
            Part::Queue(key) => {
                let queue = key.clone();
                BrokerAnswer::Queue(Arc::new(self.ask(ShowQueue { queue }).await?))
            }
            Part::QueueRow(key) => {
                let queue = key.clone();
                BrokerAnswer::QueueRow(Arc::new(self.ask(ShowRates { queue }).await?))
            }
            Part::Bindings(key) => {
                let queue = key.clone();
                let rows = self.ask(ListQueueBindings { queue }).await?;
                BrokerAnswer::Bindings(Arc::new(rows.into()))
            }
            Part::Connection(name) => {
                let name = name.clone();
                let connection = self.ask(ShowConnection { name }).await?;
                BrokerAnswer::Connection(Arc::new(connection))
            }
            Part::ChannelsOf(name) => {
                let page = self.ask(ListChannels::Of(name.clone())).await?;
                BrokerAnswer::ChannelsOf(Arc::new(self.channels(page)))
            }
            Part::Memory(node) => {
                let node = node.clone();
                BrokerAnswer::Memory(Arc::new(self.ask(ShowMemory { node }).await?))
            }
        })
    }

    /// Of more connections than a page has those that an alarm blocks, while there is one: their
    /// state comes before those of the others. It costs the broker a look at each, so that otherwise
    /// they come as they are.
    async fn connections(&mut self) -> Result<Listed<Connection>, ManagementError> {
        let statistics = self.statistics;
        let many = self.connections.is_some_and(|all| all > WHOLE as u64);
        let by_state = Order {
            by: "state",
            reverse: false,
        };
        let page = PageOf {
            order: (many && self.alarmed && statistics).then_some(by_state),
            ..PageOf::first(WHOLE)
        };
        let page = self.ask(ListConnections { page, statistics }).await?;
        self.told(&page)?;
        Ok(page.into())
    }

    fn channels(&self, mut page: Page<Channel>) -> Listed<Channel> {
        if !self.counts_dropped {
            for channel in &mut page.rows.rows {
                channel.messages = channel.messages.without_dropped();
            }
        }
        page.into()
    }

    /// Without statistics 4.3 lists no connection and no channel, as if nobody were there.
    fn told<T>(&self, page: &Page<T>) -> Result<(), ManagementError> {
        let somebody = self.connections != Some(0);
        match page.rows.rows.is_empty() && somebody && !self.statistics {
            true => Err(ManagementError::StatisticsOff),
            false => Ok(()),
        }
    }

    async fn head(&mut self) -> Result<Head, ManagementError> {
        let Answered { value, took } = self.client.ask(&WhoAmI).await?;
        self.took.ways.push(took);
        let (whoami, before) = (value, self.took.parts.len());
        let alarms = self.piece(ListAlarms).await?;
        let overview = self.overview().await?;
        let nodes = match whoami.sees_all() {
            true => self.piece(ListNodes).await?.map(|nodes| Some(nodes.rows)),
            false => Ok(None),
        };
        let mut gaps = Vec::new();
        let alarms = alarms.unwrap_or_else(|error| missing(HeadPiece::Alarms, error, &mut gaps));
        let overview =
            overview.unwrap_or_else(|error| missing(HeadPiece::Overview, error, &mut gaps));
        let nodes = nodes.unwrap_or_else(|error| missing(HeadPiece::Nodes, error, &mut gaps));
        if !gaps.iter().any(|gap| gap.of == HeadPiece::Overview) {
            self.queues = overview.counts.queues;
            self.connections = overview.counts.connections;
            self.statistics = overview.has_statistics;
            self.counts_dropped = overview.messages.dropped.total.is_some();
        }
        self.took.gaps = gaps.len();
        let head = Head {
            whoami,
            overview,
            alarms,
            nodes,
            took: self.took.parts.iter().skip(before).sum(),
            gaps,
        };
        self.alarmed = !head.alarms().is_empty();
        Ok(head)
    }

    /// The overview, with samples from before where not all were asked for.
    async fn overview(&mut self) -> Result<Result<Overview, ManagementError>, ManagementError> {
        let (asked, history) = (Instant::now(), self.known.trend.wanted());
        let mut overview = self.piece(ShowOverview { history }).await?;
        if let Ok(overview) = &mut overview {
            self.known.trend.take(overview, asked, history);
        }
        Ok(overview)
    }

    /// A piece of the whole, or why it alone is missing.
    ///
    /// # Errors
    /// When the others would fare no better.
    async fn piece<Q: Ask + Sync>(
        &mut self,
        ask: Q,
    ) -> Result<Result<Q::Reply, ManagementError>, ManagementError> {
        match self.ask(ask).await {
            Err(error) if !error.is_of_one_question() => Err(error),
            answered => Ok(answered),
        }
    }

    /// All queues, or of very many those with most messages.
    async fn queues(&mut self) -> Result<Listed<Queue>, ManagementError> {
        let whole = self.queues.is_none_or(|queues| queues <= WHOLE as u64);
        let ask = match whole {
            true => ListQueues::Full(PageOf::first(WHOLE)),
            false => ListQueues::MostMessages {
                rows: TOP,
                named: None,
            },
        };
        let page = self.ask(ask).await?;
        self.took.top = !whole;
        let listed: Listed<Queue> = page.into();
        match whole {
            true => Ok(listed),
            false => Ok(self.with_streams(listed).await),
        }
    }

    /// The same with the streams among those with most messages: the way that tells those has no
    /// counts of streams. Where these cannot be read, they are not known.
    async fn with_streams(&mut self, mut listed: Listed<Queue>) -> Listed<Queue> {
        if self.known.has_no_streams() {
            return listed;
        }
        let Ok(page) = self.ask(ListQueues::StreamsFirst { rows: TOP }).await else {
            return listed;
        };
        let streams = page.rows.rows.into_iter();
        let streams = streams.filter(|queue| queue.kind == Some(QueueKind::Stream));
        let streams: Vec<Queue> = streams.collect();
        self.known.found_streams(!streams.is_empty());
        let is_one = |queue: &Queue| streams.iter().any(|stream| stream.key == queue.key);
        listed.rows.retain(|queue| !is_one(queue));
        listed.rows.extend(streams);
        let messages = |queue: &Queue| {
            let depth = [queue.depth.ready, queue.depth.unacknowledged];
            depth.into_iter().flatten().sum::<u64>()
        };
        listed
            .rows
            .sort_by_key(|queue| std::cmp::Reverse(messages(queue)));
        listed.rows.truncate(TOP);
        listed
    }

    /// Those of users, and where they may be seen those of the operator.
    async fn policies(&mut self) -> Result<Listed<Policy>, ManagementError> {
        let own = PolicyOwner::User;
        let mut policies = self.ask(ListPolicies { owner: own }).await?;
        let owner = PolicyOwner::Operator;
        if let Ok(operator) = self.ask(ListPolicies { owner }).await {
            policies.rows.extend(operator.rows);
        }
        Ok(policies.into())
    }
}

/// Notes what could not be read, and says nothing of it.
fn missing<T: Default>(of: HeadPiece, error: ManagementError, gaps: &mut Vec<HeadGap>) -> T {
    let read = None;
    gaps.push(HeadGap { of, error, read });
    T::default()
}

impl<T> From<Rows<T>> for Listed<T> {
    fn from(rows: Rows<T>) -> Self {
        Self {
            total: None,
            unidentified: rows.unidentified,
            unreadable: rows.unreadable,
            rows: rows.rows,
        }
    }
}

impl<T> From<Page<T>> for Listed<T> {
    fn from(page: Page<T>) -> Self {
        Self {
            total: page.total,
            ..page.rows.into()
        }
    }
}
