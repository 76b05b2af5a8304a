//! Background refresh: one task for each scope.
//!
//! [`schedule`] is pure and says what is due; [`backoff`] is pure and says how long to wait after
//! failures; [`Poller::run`] only carries that out. What is read depends on what is on screen
//! ([`crate::state::interest::Interest`]): hidden views cost nothing.

pub mod backoff;
pub mod broker;
mod figures;
mod read;
pub mod schedule;

use crate::api::{ApiError, ListedBefore, Operation, ReadClient, Refusals};
use crate::contained::contained_task;
use crate::event::{Answer, Event, Reply};
use crate::model::{InstanceId, Scope};
use crate::secret::Secret;
use crate::state::interest::Interest;
use crate::state::query::{Query, QueryAnswer};
use crate::state::remote::Ticket;
pub use broker::Lend;
use broker::{BrokerCommand, BrokerReader, Dial};
use figures::{FiguresCommand, FiguresReader};
use schedule::{Outcome, Schedule};
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::{AbortHandle, JoinSet};
use tokio::time::Instant;

/// Gives every request, and every answer to a write, its ticket.
#[derive(Clone)]
pub struct Tickets(Arc<Dispenser>);

struct Dispenser {
    last: AtomicU64,
    uptime: Box<dyn Fn() -> Duration + std::marker::Send + Sync>,
}

impl Tickets {
    /// Tickets by this clock: the time since the start, as the state counts it.
    pub fn new(uptime: impl Fn() -> Duration + std::marker::Send + Sync + 'static) -> Self {
        let (last, uptime) = (AtomicU64::new(0), Box::new(uptime));
        Self(Arc::new(Dispenser { last, uptime }))
    }

    /// The time since the start.
    pub fn uptime(&self) -> Duration {
        (self.0.uptime)()
    }

    /// The ticket of what is asked, or has happened, now.
    pub fn next(&self) -> Ticket {
        let now = u64::try_from(self.uptime().as_millis()).unwrap_or(Ticket::MAX);
        let next = |last: Ticket| now.max(last.saturating_add(1));
        let last = self.0.last.update(Ordering::SeqCst, Ordering::SeqCst, next);
        next(last)
    }
}

/// What the poller is told.
#[derive(Debug)]
pub enum PollerCommand {
    /// Read this from now on.
    Watch(Box<Interest>),
    /// Read all of it now.
    Refresh,
    /// The user wants the refused credential tried again.
    RetryCredential,
    /// The user gave the password of a broker.
    BrokerLogin(InstanceId, Secret),
    /// Somebody wants to change something of a broker.
    LendBroker(Box<Lend>),
    /// So many profiles that are shown, this one included, share the budget of its region.
    Share(u32),
}

/// Where events go. It must not block.
pub type Send = Arc<dyn Fn(Event) + std::marker::Send + Sync>;

/// Everything the poller needs.
#[derive(Clone)]
pub struct Poller {
    /// Reads; it cannot write.
    pub client: ReadClient,
    /// The scope its answers carry.
    pub scope: Scope,
    /// How often the user wants the list read.
    pub refresh: Duration,
    /// The order of requests, shared with writes.
    pub tickets: Tickets,
    /// Where answers go.
    pub send: Send,
    /// Whether figures are read from Cloud Eye.
    pub figures: bool,
    /// The instances as they were listed last.
    pub listed: Arc<Mutex<ListedBefore>>,
}

/// How long after a panic the poller begins again.
const PAUSE: Duration = Duration::from_secs(1);

impl Poller {
    /// Keeps these in the place of what was listed last, and gives that.
    fn swap_listed(&self, new: ListedBefore) -> ListedBefore {
        let listed = self.listed.lock();
        let mut listed = listed.unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut *listed, new)
    }

    /// Reads until the other end of `orders` is dropped. A panic is said as a failure of the list,
    /// and reading begins again.
    pub async fn run(self, mut orders: UnboundedReceiver<PollerCommand>) {
        let mut work = Work::begin(&self);
        work.figures = self.read_figures();
        work.broker = Some(self.read_brokers());
        while contained_task(self.turn(&mut orders, &mut work))
            .await
            .is_err()
        {
            tokio::time::sleep(PAUSE).await;
            work = work.again(&self);
        }
    }

    /// Begins to read figures, in a task of its own, which ends when the other end is dropped.
    fn read_figures(&self) -> Option<UnboundedSender<FiguresCommand>> {
        let (figures, orders) = unbounded_channel();
        let reader = FiguresReader {
            client: self.client.clone(),
            scope: self.scope.clone(),
            tickets: self.tickets.clone(),
            send: Arc::clone(&self.send),
        };
        self.figures.then(|| {
            tokio::spawn(reader.run(orders));
            figures
        })
    }

    /// Begins to read what is looked at of brokers, in a task of its own, which ends when the other
    /// end is dropped.
    fn read_brokers(&self) -> UnboundedSender<BrokerCommand> {
        let (broker, orders) = unbounded_channel();
        let reader = BrokerReader {
            scope: self.scope.clone(),
            tickets: self.tickets.clone(),
            send: Arc::clone(&self.send),
            dial: Dial,
        };
        tokio::spawn(reader.run(orders));
        broker
    }

    async fn turn(&self, orders: &mut UnboundedReceiver<PollerCommand>, work: &mut Work) {
        if std::mem::take(&mut work.failed) {
            let error = ApiError::defect(Operation::ListInstances);
            self.answer(self.tickets.next(), QueryAnswer::Listing(Err(error)));
        }
        let started = work.started;
        loop {
            for query in work.schedule.due(started.elapsed()) {
                work.running.start(self, query, work.figures.clone());
            }
            let period = work.schedule.period();
            if period != work.pace {
                work.pace = period;
                self.answer(self.tickets.next(), Reply::Pace(period));
            }
            // A time beyond all clocks never comes.
            let wake = work
                .schedule
                .next()
                .and_then(|due| started.checked_add(due));
            tokio::select! {
                order = orders.recv() => match order {
                    None => return,
                    Some(order) => self.obey(order, work),
                },
                Some((query, outcome)) = work.running.next() => {
                    work.schedule.done(&query, outcome, fastrand::f64(), started.elapsed());
                }
                count = work.refusals.changed() => {
                    self.answer(self.tickets.next(), Reply::Refusals(count));
                }
                () = sleep_until(wake) => {}
            }
        }
    }

    fn obey(&self, order: PollerCommand, work: &mut Work) {
        let now = work.started.elapsed();
        match order {
            PollerCommand::Watch(interest) => {
                let sight = interest.figures.iter().map(|key| key.id.clone());
                work.tell(FiguresCommand::See(sight.collect()));
                let opened = interest.opened.as_ref().map(|key| key.id.clone());
                work.tell(FiguresCommand::Open(opened));
                let range = interest.range.clone().map(|(key, range)| (key.id, range));
                work.tell(FiguresCommand::Look(range));
                work.tell_broker(BrokerCommand::Look(interest.broker.clone()));
                work.interest = (*interest).clone();
                for query in work.schedule.watch(*interest, now) {
                    work.running.stop(&query);
                }
            }
            PollerCommand::Share(profiles) => {
                work.profiles = profiles;
                work.tell(FiguresCommand::Share(profiles));
                work.schedule.share(profiles);
            }
            PollerCommand::BrokerLogin(id, password) => {
                work.tell_broker(BrokerCommand::Login(id, password));
            }
            PollerCommand::LendBroker(lend) => work.tell_broker(BrokerCommand::Lend(lend)),
            PollerCommand::Refresh => {
                work.tell_broker(BrokerCommand::Refresh);
                work.tell(FiguresCommand::Refresh);
                work.schedule.refresh(now);
            }
            PollerCommand::RetryCredential => {
                self.client.retry_credential();
                work.tell(FiguresCommand::Refresh);
                work.schedule.retry(now);
            }
        }
    }

    fn answer(&self, asked: Ticket, reply: impl Into<Reply>) {
        let answer = Answer {
            scope: self.scope.clone(),
            asked,
            reply: reply.into(),
        };
        (self.send)(Event::Answer(Box::new(answer)));
    }
}

/// What the poller is at.
struct Work {
    started: Instant,
    schedule: Schedule,
    running: Running,
    /// How often the list is read, as it was said last.
    pace: Duration,
    /// Refusals of the credential, also those that other profiles met before this one came.
    refusals: Refusals,
    /// What is watched, and by how many profiles the budget is shared, as it was ordered last.
    interest: Interest,
    profiles: u32,
    /// It panicked, and nobody knows yet.
    failed: bool,
    /// Whoever reads figures, where they are read.
    figures: Option<UnboundedSender<FiguresCommand>>,
    /// Whoever reads what is looked at of brokers.
    broker: Option<UnboundedSender<BrokerCommand>>,
}

impl Work {
    fn begin(poller: &Poller) -> Self {
        Self {
            started: Instant::now(),
            schedule: Schedule::new(poller.refresh),
            running: Running::default(),
            pace: poller.refresh,
            refusals: poller.client.refusals(),
            interest: Interest::default(),
            profiles: 1,
            failed: false,
            figures: None,
            broker: None,
        }
    }

    fn tell_broker(&self, order: BrokerCommand) {
        if let Some(broker) = &self.broker {
            // It ends only with the poller.
            let _ = broker.send(order);
        }
    }

    fn tell(&self, order: FiguresCommand) {
        if let Some(figures) = &self.figures {
            // It ends only with the poller.
            let _ = figures.send(order);
        }
    }

    /// The same from the beginning, after a panic: what was being changed may be half done.
    fn again(self, poller: &Poller) -> Self {
        let mut work = Self {
            interest: self.interest,
            profiles: self.profiles,
            figures: self.figures,
            broker: self.broker,
            failed: true,
            ..Self::begin(poller)
        };
        work.schedule.share(work.profiles);
        work.schedule.watch(work.interest.clone(), Duration::ZERO);
        work
    }
}

async fn sleep_until(wake: Option<Instant>) {
    match wake {
        Some(wake) => tokio::time::sleep_until(wake).await,
        None => std::future::pending().await,
    }
}

/// Reads under way. A superseded one is dropped, and its connection with it.
#[derive(Default)]
struct Running {
    tasks: JoinSet<(Query, Outcome)>,
    handles: HashMap<Query, AbortHandle>,
}

impl Running {
    fn start(
        &mut self,
        poller: &Poller,
        query: Query,
        figures: Option<UnboundedSender<FiguresCommand>>,
    ) {
        let (poller, named) = (poller.clone(), query.clone());
        let handle = self.tasks.spawn(async move {
            let asked = poller.tickets.next();
            let reader = read::Reader {
                poller,
                asked,
                figures,
            };
            let outcome = reader.run(&named).await;
            (named, outcome)
        });
        self.handles.insert(query, handle);
    }

    fn stop(&mut self, query: &Query) {
        if let Some(handle) = self.handles.remove(query) {
            handle.abort();
        }
    }

    /// The next read that ended by itself; waits for ever while there is none.
    async fn next(&mut self) -> Option<(Query, Outcome)> {
        loop {
            match self.tasks.join_next().await {
                Some(Ok((query, outcome))) => {
                    self.handles.remove(&query);
                    return Some((query, outcome));
                }
                Some(Err(_)) => {}
                None => std::future::pending().await,
            }
        }
    }
}
