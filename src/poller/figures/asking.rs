//! Asking for what the plan says.

use super::FiguresReader;
use super::plan::{Ask, window};
use crate::api::cloud_eye::{ListSeries, ReadFigures};
use crate::api::v2::ShowHierarchy;
use crate::api::{ApiError, ErrorKind};
use crate::figures::FiguresRead;
use crate::model::{InstanceId, Metric, Series};
use std::sync::Arc;

/// Pages of series that are read: 50,000 nodes, or queues.
const MOST_PAGES: usize = 50;

/// What a call gave.
pub(super) enum Came {
    Nodes(Vec<Series>),
    Queues(InstanceId, Vec<Arc<str>>),
    Values(FiguresRead),
}

impl FiguresReader {
    pub(super) async fn ask(&self, ask: &Ask) -> Result<Came, ApiError> {
        match ask {
            Ask::Nodes => {
                let nodes = self.series(Metric::Alive, None).await?;
                Ok(Came::Nodes(nodes))
            }
            Ask::Queues(id) => {
                let names = self.queues(id).await?;
                Ok(Came::Queues(id.clone(), names))
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
                Ok(Came::Values(FiguresRead {
                    kind: *kind,
                    until: to,
                    ahead: self.client.cloud_eye_ahead(),
                    instances: each.collect(),
                }))
            }
        }
    }

    /// The queues of an instance: as the message service has them for Cloud Eye, or, where it has
    /// no such call or it may not be made, as Cloud Eye lists them.
    async fn queues(&self, id: &InstanceId) -> Result<Vec<Arc<str>>, ApiError> {
        let instance = id.clone();
        match self.client.read(&ShowHierarchy { instance }).await {
            Err(error) if error.status == Some(404) || error.kind == ErrorKind::Forbidden => {
                let series = self.series(Metric::QueueReady, Some(id)).await?;
                Ok(series.into_iter().filter_map(|one| one.part).collect())
            }
            read => read,
        }
    }

    /// Every series of a metric, of one instance or of all, page by page.
    async fn series(
        &self,
        metric: Metric,
        of: Option<&InstanceId>,
    ) -> Result<Vec<Series>, ApiError> {
        let (mut all, mut marker) = (Vec::new(), None);
        for _ in 0..MOST_PAGES {
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
        Ok(all)
    }
}
