//! Asking for what the plan says.

use super::FiguresReader;
use super::plan::{Ask, window};
use crate::api::cloud_eye::{ListAlarms, ListSeries, ReadFigures};
use crate::api::v2::ShowHierarchy;
use crate::api::{ApiError, ErrorKind};
use crate::figures::FiguresRead;
use crate::model::{Alarm, InstanceId, Metric, Series};
use std::sync::Arc;

/// Pages of series that are read: 50,000 nodes, or queues.
const MOST_PAGES: usize = 50;

/// Pages of alarms that are read: 500 of them.
const MOST_ALARM_PAGES: usize = 5;

/// What was answered, and in how many calls of Cloud Eye.
pub(super) struct Came {
    pub(super) what: What,
    pub(super) calls: usize,
}

impl Came {
    fn new(what: What, calls: usize) -> Self {
        Self { what, calls }
    }
}

pub(super) enum What {
    Alarms(Vec<Alarm>),
    Nodes(Vec<Series>),
    Queues(InstanceId, Vec<Arc<str>>),
    Values(FiguresRead),
}

impl FiguresReader {
    pub(super) async fn ask(&self, ask: &Ask) -> Result<Came, ApiError> {
        match ask {
            Ask::Nodes => {
                let (nodes, calls) = self.series(Metric::Alive, None).await?;
                Ok(Came::new(What::Nodes(nodes), calls))
            }
            Ask::Queues(id) => {
                let (names, calls) = self.queues(id).await?;
                Ok(Came::new(What::Queues(id.clone(), names), calls))
            }
            Ask::Alarms => {
                let (alarms, calls) = self.alarms().await?;
                Ok(Came::new(What::Alarms(alarms), calls))
            }
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
                let figures = self.client.ask_cloud_eye(&request).await?;
                let mut figures = request.series.into_iter().zip(figures);
                let each = instances.iter().map(|(id, series)| {
                    let own = figures.by_ref().take(series.len());
                    (id.clone(), own.collect())
                });
                let read = FiguresRead {
                    kind: *kind,
                    until: to,
                    ahead: self.client.cloud_eye_ahead(),
                    instances: each.collect(),
                };
                Ok(Came::new(What::Values(read), 1))
            }
        }
    }

    /// The queues of an instance: as the message service has them for Cloud Eye, or, where it has
    /// no such call or it may not be made, as Cloud Eye lists them.
    async fn queues(&self, id: &InstanceId) -> Result<(Vec<Arc<str>>, usize), ApiError> {
        let instance = id.clone();
        match self.client.read(&ShowHierarchy { instance }).await {
            Err(error) if error.status == Some(404) || error.kind == ErrorKind::Forbidden => {
                let (series, calls) = self.series(Metric::QueueReady, Some(id)).await?;
                let names = series.into_iter().filter_map(|one| one.part);
                Ok((names.collect(), calls))
            }
            read => Ok((read?, 1)),
        }
    }

    /// Every series of a metric, of one instance or of all, page by page.
    async fn series(
        &self,
        metric: Metric,
        of: Option<&InstanceId>,
    ) -> Result<(Vec<Series>, usize), ApiError> {
        let (mut all, mut marker, mut calls) = (Vec::new(), None, 0);
        while calls < MOST_PAGES {
            calls += 1;
            let list = ListSeries {
                metric,
                instance: of.cloned(),
                marker,
            };
            let page = self.client.ask_cloud_eye(&list).await?;
            all.extend(page.series);
            marker = page.marker;
            if marker.is_none() {
                break;
            }
        }
        Ok((all, calls))
    }

    /// What fires in the project, page by page.
    async fn alarms(&self) -> Result<(Vec<Alarm>, usize), ApiError> {
        let (mut all, mut next, mut calls) = (Vec::new(), Some(0), 0);
        while let Some(offset) = next.filter(|_| calls < MOST_ALARM_PAGES) {
            calls += 1;
            let page = self.client.ask_cloud_eye(&ListAlarms { offset }).await?;
            all.extend(page.alarms);
            next = page.next;
        }
        Ok((all, calls))
    }
}
