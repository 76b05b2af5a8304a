//! Changes of a broker: each call is written down, looked at once more, sent once, and looked at
//! again where that tells what came of it.

use super::ledger::{Ledger, Unwritten};
use crate::api::management::{
    Ask, Change, ChangeError, ChangeKind, ChangeReply, Client, History, ListQueues,
    ManagementError, ShowCluster, ShowOverview, ShowRates,
};
use crate::api::{Departure, Request};
use crate::broker::Identity;
use crate::journal::{self, Attempt, EntryId, Journal, Outcome, Sent};
use crate::model::broker::{Queue, QueueKey};
use crate::state::write::broker::{
    BrokerCall, BrokerFailure, BrokerNews, BrokerPlan, BrokerReceipt,
};
use crate::state::write::plan::Armed;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::watch;

/// How old the last look may be when a call leaves.
const FRESH_FOR: Duration = Duration::from_secs(10);
/// Between two connections that are closed: clients that connect again come one after the other.
const BETWEEN: Duration = Duration::from_millis(250);
/// Queues with a name like the one that is looked for: more of them cost no more.
const ALIKE: usize = 500;

/// Who hears how it goes, and says whether it goes on.
pub struct BrokerWatch {
    pub tell: Arc<dyn Fn(BrokerNews) + Send + Sync>,
    /// Turns true when no more is to be sent.
    pub stop: watch::Receiver<bool>,
}

/// Carries a confirmed change out, call after call. What came of each is told; what is stopped
/// before its turn is told as well.
pub async fn carry_out(
    client: &Client,
    journal: &Journal,
    mut watch: BrokerWatch,
    armed: Armed<BrokerPlan>,
) {
    let plan = armed.into_plan();
    let executor = Executor {
        client,
        ledger: Ledger {
            journal,
            unrecorded: plan.unrecorded,
        },
        plan: &plan,
    };
    for (number, call) in plan.calls().iter().enumerate() {
        let stops = number > 0 && stops(&mut watch.stop).await;
        let result = match stops {
            true => Err(BrokerFailure::Stopped),
            false => executor.one(call, &watch.tell).await,
        };
        (watch.tell)(BrokerNews::Answer(number, result));
    }
}

/// Waits a moment before the next call. Says whether the user stopped it.
async fn stops(stop: &mut watch::Receiver<bool>) -> bool {
    let stopped = stop.wait_for(|stop| *stop);
    tokio::time::timeout(BETWEEN, stopped).await.is_ok()
}

struct Executor<'a> {
    client: &'a Client,
    ledger: Ledger<'a>,
    plan: &'a BrokerPlan,
}

/// What the last look told.
struct Looked {
    /// Ready messages, where they were counted.
    ready: Option<u64>,
    /// It is not there.
    is_gone: bool,
}

impl Executor<'_> {
    /// Does one of the calls.
    async fn one(
        &self,
        call: &BrokerCall,
        tell: &Arc<dyn Fn(BrokerNews) + Send + Sync>,
    ) -> Result<BrokerReceipt, BrokerFailure> {
        let entry = self.ledger.begin(None, self.attempt(call)).await;
        let entry = entry.map_err(|why| match why {
            Unwritten::Untold(why) | Unwritten::Required(why) => BrokerFailure::Unrecorded(why),
        })?;
        let begun = Instant::now();
        let (result, outcome) = match self.look(call).await {
            Ok(looked) if looked.is_gone => {
                let outcome = Outcome::held_back("held back: it is gone".to_owned(), ms(begun));
                (Ok(BrokerReceipt::WasGone), outcome)
            }
            Ok(looked) => {
                let sent = self.send(&call.change, tell).await;
                let outcome = outcome(&sent, ms(begun));
                let result = match sent {
                    Ok(reply) => Ok(self.receipt(call, &looked, reply).await),
                    Err(error) if is_gone(error.error()) => Ok(BrokerReceipt::WasGone),
                    Err(error) => Err(BrokerFailure::Failed(error)),
                };
                (result, outcome)
            }
            Err(failure) => {
                let why = format!("held back: {}", in_short(&failure));
                (Err(failure), Outcome::held_back(why, ms(begun)))
            }
        };
        self.write(entry, outcome).await;
        result
    }

    async fn write(&self, entry: Option<EntryId>, outcome: Outcome) {
        if let Some(entry) = entry {
            self.ledger.after(entry, outcome).await;
        }
    }

    /// Sends it, while what was looked at is fresh.
    async fn send(
        &self,
        change: &Change,
        tell: &Arc<dyn Fn(BrokerNews) + Send + Sync>,
    ) -> Result<ChangeReply, ChangeError> {
        let (looked, tell) = (Instant::now(), Arc::clone(tell));
        let departure = Departure::new(move || {
            let is_fresh = looked.elapsed() <= FRESH_FOR;
            if is_fresh {
                tell(BrokerNews::Leaves);
            }
            is_fresh
        });
        let sent = self.client.send(change, &departure).await;
        sent.map(|answered| answered.value)
    }

    /// Whether it is still the same broker, and how what is changed stands there now.
    async fn look(&self, call: &BrokerCall) -> Result<Looked, BrokerFailure> {
        let overview = self
            .ask(&ShowOverview {
                history: History::None,
            })
            .await;
        let overview = overview.map_err(BrokerFailure::Unread)?;
        let mut said = Identity::of(&overview);
        if self.plan.identity.id.is_some() {
            said.id = self
                .ask(&ShowCluster)
                .await
                .map_err(BrokerFailure::Unread)?;
        }
        if self.plan.identity.differs(&said) {
            return Err(BrokerFailure::Another);
        }
        let counted = match (call.change.kind, call.object.queue()) {
            (ChangeKind::PurgeQueue, Some(key)) => Some(key),
            (_, Some(_)) | (_, None) => None,
        };
        let Some(key) = counted else {
            return Ok(Looked {
                ready: None,
                is_gone: false,
            });
        };
        let queue = self.counted(key).await.map_err(BrokerFailure::Unread)?;
        let state = queue.as_ref().and_then(|queue| queue.state.clone());
        match state.filter(|state| !["running", "idle", "flow"].contains(&state.as_str())) {
            Some(state) => Err(BrokerFailure::State(state)),
            None => Ok(Looked {
                ready: queue.as_ref().and_then(|queue| queue.depth.ready),
                is_gone: queue.is_none(),
            }),
        }
    }

    /// Reads. A gateway or a node that goes fails once in a while: that costs one more try.
    async fn ask<A: Ask>(&self, ask: &A) -> Result<A::Reply, ManagementError> {
        let mut answered = self.client.ask(ask).await;
        if let Err(ManagementError::Server { .. } | ManagementError::Gateway { .. }) = answered {
            answered = self.client.ask(ask).await;
        }
        answered.map(|answered| answered.value)
    }

    /// A queue with the count that it keeps itself, which is exact at once; nothing when it is gone.
    async fn counted(&self, key: &QueueKey) -> Result<Option<Queue>, ManagementError> {
        let ask = ListQueues::MostMessages {
            rows: ALIKE,
            named: Some(key.name.clone()),
        };
        let page = self.ask(&ask).await?;
        let mut rows = page.rows.rows.into_iter();
        if let Some(queue) = rows.find(|queue| queue.key == *key) {
            return Ok(Some(queue));
        }
        // Its name is like so many others, or its node is lost.
        let queue = key.clone();
        match self.ask(&ShowRates { queue }).await {
            Ok(queue) => Ok(Some(queue)),
            Err(error) if is_gone(&error) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// What the broker did. How many messages are left is counted; where that fails it is not known.
    async fn receipt(
        &self,
        call: &BrokerCall,
        looked: &Looked,
        reply: ChangeReply,
    ) -> BrokerReceipt {
        match (call.change.kind, reply) {
            (ChangeKind::PurgeQueue, _) => {
                let after = match call.object.queue() {
                    Some(key) => self.counted(key).await.ok().flatten(),
                    None => None,
                };
                BrokerReceipt::Purged {
                    before: looked.ready,
                    after: after.and_then(|queue| queue.depth.ready),
                }
            }
            (ChangeKind::DeleteQueue, _) => BrokerReceipt::Deleted,
            (ChangeKind::CloseConnection, _) => BrokerReceipt::Closed,
            (ChangeKind::PeekMessages, ChangeReply::Messages(messages)) => {
                BrokerReceipt::Messages(Arc::new(messages))
            }
            (ChangeKind::PeekMessages, ChangeReply::Nothing) => {
                BrokerReceipt::Messages(Arc::default())
            }
        }
    }

    /// What the journal says is about to be sent.
    fn attempt(&self, call: &BrokerCall) -> Attempt {
        let plan = self.plan;
        let target = journal::Target {
            id: Some(plan.of.id.to_string()),
            name: plan.name.clone(),
        };
        let request: &Request = &call.change.request;
        let sent = Sent::of(request);
        Attempt {
            profile: plan.of.scope.profile.to_string(),
            region: plan.of.scope.region.to_string(),
            project: plan.project.clone(),
            action: call.change.kind.recorded().to_owned(),
            targets: vec![target],
            request: Sent {
                path: format!("{}{}", plan.way.way.address, sent.path),
                ..sent
            },
        }
    }
}

fn ms(begun: Instant) -> u64 {
    u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX)
}

fn is_gone(error: &ManagementError) -> bool {
    error.status() == Some(404)
}

/// What the journal says of an answer.
fn outcome(sent: &Result<ChangeReply, ChangeError>, ms: u64) -> Outcome {
    match sent {
        Ok(_) => Outcome::confirmed(ms),
        Err(error) => Outcome::unconfirmed(error, ms),
    }
}

/// The reason in a few words, for the journal: its file is in English.
fn in_short(failure: &BrokerFailure) -> String {
    match failure {
        BrokerFailure::ReadOnly => "this connection can only read".to_owned(),
        BrokerFailure::NoWay(error) => error.to_string(),
        BrokerFailure::Unread(error) => format!("the last look failed: {error}"),
        BrokerFailure::Another => "another broker answers there".to_owned(),
        BrokerFailure::State(state) => format!("the queue is {state} now"),
        BrokerFailure::Unrecorded(why) => why.clone(),
        BrokerFailure::Failed(error) => error.to_string(),
        BrokerFailure::Stopped => "stopped".to_owned(),
        BrokerFailure::Defect => "a defect of warren".to_owned(),
    }
}
