//! Figures of Cloud Eye: what [`plan`] says is asked for, and what comes of it is an event.
//!
//! A task of its own, beside the one that reads the message service: when Cloud Eye is down or
//! refuses, that one never notices.

mod asking;
mod plan;
#[cfg(test)]
mod tests;

use super::{Send, Tickets};
use crate::api::{ApiError, Operation, ReadClient};
use crate::contained::contained_task;
use crate::event::{Answer, Event, Reply};
use crate::figures::{FiguresAnswer, FiguresPart, QueueNames, Range};
use crate::model::{InstanceId, Scope};
use asking::{Came, What};
use plan::{Ask, Next, Plan};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::task::JoinSet;
use tokio::time::Instant;

/// Calls under way at a time.
const AT_A_TIME: usize = 2;
/// How long after a panic it goes on.
const PAUSE: Duration = Duration::from_secs(1);

/// What the reader of figures is told.
#[derive(Debug)]
pub(super) enum FiguresCommand {
    /// These instances there are.
    List(Vec<InstanceId>),
    /// These are in sight.
    See(Vec<InstanceId>),
    /// This one is opened, or none is.
    Open(Option<InstanceId>),
    /// This range of an instance is looked at, or none.
    Look(Option<(InstanceId, Range)>),
    /// So many profiles share the budget of the region.
    Share(u32),
    /// Read what is in sight now, also what was refused.
    Refresh,
}

/// Everything the reader of figures needs.
pub(super) struct FiguresReader {
    pub(super) client: ReadClient,
    pub(super) scope: Scope,
    pub(super) tickets: Tickets,
    pub(super) send: Send,
}

impl FiguresReader {
    /// Reads until the other end of `orders` is dropped.
    pub(super) async fn run(self, mut orders: UnboundedReceiver<FiguresCommand>) {
        let reader = Arc::new(self);
        let mut work = Work {
            plan: Plan::new(),
            calls: JoinSet::new(),
            started: Instant::now(),
            pace: Duration::ZERO,
            rested: false,
        };
        while contained_task(reader.turn(&mut orders, &mut work))
            .await
            .is_err()
        {
            tokio::time::sleep(PAUSE).await;
        }
    }

    async fn turn(
        self: &Arc<Self>,
        orders: &mut UnboundedReceiver<FiguresCommand>,
        work: &mut Work,
    ) {
        loop {
            let wake = self.begin(work);
            tokio::select! {
                order = orders.recv() => match order {
                    None => return,
                    Some(order) => {
                        if let Some(names) = work.obey(order) {
                            let known = Box::new(FiguresAnswer::Queues(names));
                            self.answer(Reply::Figures(FiguresPart::Queues, Ok(known)));
                        }
                    }
                },
                Some(ended) = work.calls.join_next(), if !work.calls.is_empty() => {
                    if let Ok((ask, came)) = ended {
                        self.take(work, &ask, came);
                    }
                }
                () = super::sleep_until(wake) => {}
            }
            let pace = work.plan.pace();
            if pace != work.pace {
                work.pace = pace;
                self.answer(Reply::FiguresPace(pace));
            }
        }
    }

    /// Begins what is due. Gives when to look again.
    fn begin(self: &Arc<Self>, work: &mut Work) -> Option<Instant> {
        while work.calls.len() < AT_A_TIME {
            match work.plan.next(work.started.elapsed()) {
                Next::At(time) => return work.started.checked_add(time),
                Next::Rest(time) => {
                    if work.calls.is_empty() && !std::mem::replace(&mut work.rested, true) {
                        self.answer(Reply::FiguresRest);
                    }
                    return work.started.checked_add(time);
                }
                Next::Ask(ask) => {
                    work.rested = false;
                    let reader = Arc::clone(self);
                    work.calls.spawn(async move {
                        let came = contained_task(reader.ask(&ask)).await;
                        let broken = |_| Err(ApiError::defect(Operation::ReadFigures));
                        (ask, came.unwrap_or_else(broken))
                    });
                }
            }
        }
        None
    }

    /// Takes in how a call went: what is read, and how that part of it stands.
    fn take(&self, work: &mut Work, ask: &Ask, came: Result<Came, ApiError>) {
        let went = match came {
            Ok(came) => {
                work.plan.answered(ask, came.calls);
                match came.what {
                    What::Nodes(nodes) => {
                        work.plan.nodes(&nodes);
                        Ok(FiguresAnswer::Nodes)
                    }
                    What::Queues(id, names) => match work.plan.queues(&id, &names) {
                        Some(names) => Ok(FiguresAnswer::Queues(names)),
                        None => return,
                    },
                    What::Alarms(alarms) => Ok(FiguresAnswer::Alarms(alarms)),
                    What::Values(read) => Ok(FiguresAnswer::Values(read)),
                }
            }
            Err(error) => {
                let (jitter, now) = (fastrand::f64(), work.started.elapsed());
                work.plan.failed(ask, &error, jitter, now);
                Err(error)
            }
        };
        self.answer(Reply::Figures(ask.part(), went.map(Box::new)));
    }

    fn answer(&self, reply: Reply) {
        let answer = Answer {
            scope: self.scope.clone(),
            asked: self.tickets.next(),
            reply,
        };
        (self.send)(Event::Answer(Box::new(answer)));
    }
}

/// What the reader is at.
struct Work {
    plan: Plan,
    calls: JoinSet<(Ask, Result<Came, ApiError>)>,
    started: Instant,
    /// How often every instance is read, as it was said last.
    pace: Duration,
    /// That everything due is answered was said, and nothing was asked since.
    rested: bool,
}

impl Work {
    fn obey(&mut self, order: FiguresCommand) -> Option<QueueNames> {
        match order {
            FiguresCommand::Open(id) => return self.plan.open(id),
            FiguresCommand::List(all) => self.plan.list(all, self.started.elapsed()),
            FiguresCommand::See(sight) => self.plan.see(sight),
            FiguresCommand::Look(range) => self.plan.look(range),
            FiguresCommand::Share(profiles) => self.plan.share(profiles),
            FiguresCommand::Refresh => self.plan.refresh(),
        }
        None
    }
}
