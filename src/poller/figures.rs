//! Figures of Cloud Eye: what [`plan`] says is asked for, and what comes of it is an event.
//!
//! A task of its own, beside the one that reads the message service: when Cloud Eye is down or
//! refuses, that one never notices.

mod plan;
#[cfg(test)]
mod tests;

use super::{Send, Tickets};
use crate::api::cloud_eye::{ListSeries, ReadFigures};
use crate::api::{ApiError, ErrorKind, ReadClient};
use crate::contained::contained_task;
use crate::event::{Answer, Event, Reply};
use crate::figures::FiguresRead;
use crate::model::{InstanceId, Metric, Scope, Series};
use plan::{Ask, Next, Plan, window};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::task::JoinSet;
use tokio::time::Instant;

/// Calls under way at a time.
const AT_A_TIME: usize = 2;
/// Pages of nodes that are read: 50,000 nodes.
const MOST_PAGES: usize = 50;
/// How long after a panic it goes on.
const PAUSE: Duration = Duration::from_secs(1);

/// What the reader of figures is told.
#[derive(Debug)]
pub(super) enum FiguresCommand {
    /// These instances there are.
    List(Vec<InstanceId>),
    /// These are in sight.
    See(Vec<InstanceId>),
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

/// What became of a call.
enum Came {
    Nodes(Result<Vec<Series>, ApiError>),
    Figures(Result<FiguresRead, ApiError>),
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
                    Some(order) => work.obey(order),
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
                        let came = match contained_task(reader.ask(&ask)).await {
                            Ok(came) => came,
                            Err(_) => Came::Figures(Err(ApiError::defect(
                                crate::api::Operation::ReadFigures,
                            ))),
                        };
                        (ask, came)
                    });
                }
            }
        }
        None
    }

    async fn ask(&self, ask: &Ask) -> Came {
        match ask {
            Ask::Nodes => Came::Nodes(self.nodes().await),
            Ask::Figures {
                kind,
                period,
                span,
                instances,
            } => {
                let ahead = self.client.cloud_eye_ahead();
                let (from, to) = window(*kind, *span, self.client.now().saturating_add(ahead));
                let series = instances.iter().flat_map(|(_, series)| series.clone());
                let request = ReadFigures {
                    series: series.collect(),
                    from,
                    to,
                    period: *period,
                };
                let read = self.client.ask_cloud_eye(&request).await;
                Came::Figures(read.map(|figures| {
                    let mut figures = request.series.into_iter().zip(figures);
                    let each = instances.iter().map(|(id, series)| {
                        let own = figures.by_ref().take(series.len());
                        (id.clone(), own.collect())
                    });
                    FiguresRead {
                        kind: *kind,
                        until: to,
                        ahead: self.client.cloud_eye_ahead(),
                        instances: each.collect(),
                    }
                }))
            }
        }
    }

    /// Every node that has figures, page by page.
    async fn nodes(&self) -> Result<Vec<Series>, ApiError> {
        let (mut nodes, mut marker) = (Vec::new(), None);
        for _ in 0..MOST_PAGES {
            let metric = Metric::Alive;
            let page = ListSeries { metric, marker };
            let page = self.client.ask_cloud_eye(&page).await?;
            nodes.extend(page.series);
            marker = page.marker;
            if marker.is_none() {
                break;
            }
        }
        Ok(nodes)
    }

    fn take(&self, work: &mut Work, ask: &Ask, came: Came) {
        let error = match came {
            Came::Nodes(Ok(nodes)) => {
                work.plan.nodes(&nodes);
                return work.plan.answered();
            }
            Came::Figures(Ok(read)) => {
                work.plan.answered();
                return self.answer(Reply::Figures(Ok(Box::new(read))));
            }
            Came::Nodes(Err(error)) | Came::Figures(Err(error)) => error,
        };
        match error.kind {
            ErrorKind::Forbidden | ErrorKind::Unauthorized | ErrorKind::Locked => {
                work.plan.deny(ask);
            }
            _ => {
                let now = work.started.elapsed();
                let jitter = fastrand::f64();
                work.plan.failed(ask, error.retry_after, jitter, now);
            }
        }
        self.answer(Reply::Figures(Err(error)));
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
    calls: JoinSet<(Ask, Came)>,
    started: Instant,
    /// How often every instance is read, as it was said last.
    pace: Duration,
    /// That everything due is answered was said, and nothing was asked since.
    rested: bool,
}

impl Work {
    fn obey(&mut self, order: FiguresCommand) {
        match order {
            FiguresCommand::List(all) => self.plan.list(all, self.started.elapsed()),
            FiguresCommand::See(sight) => self.plan.see(sight),
            FiguresCommand::Share(profiles) => self.plan.share(profiles),
            FiguresCommand::Refresh => self.plan.refresh(),
        }
    }
}
