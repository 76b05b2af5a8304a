//! What was asked of one instance, and when, and what there is to ask for.

use crate::figures::{Figures, FiguresKind};
use crate::model::{InstanceId, Level, Metric, Series};
use std::sync::Arc;
use std::time::Duration;

/// Nodes of an instance that are read: a cluster has up to 7 (V2, table 4-2).
const MOST_NODES: usize = 50;

/// What was asked of one instance, and when.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub(super) id: InstanceId,
    /// When it was there first.
    pub(super) came: Duration,
    pub(super) nodes: Vec<Arc<str>>,
    pub(super) current: Option<Duration>,
    pub(super) hour: bool,
    node_minutes: bool,
    pub(super) disk: Option<Duration>,
}

impl Asked {
    /// Nothing was asked of it yet.
    pub(super) fn nothing(id: InstanceId, came: Duration) -> Self {
        Self {
            id,
            came,
            nodes: Vec::new(),
            current: None,
            hour: false,
            node_minutes: false,
            disk: None,
        }
    }

    /// The nodes that are read: more than a call takes there are not.
    pub(super) fn nodes(&self) -> &[Arc<str>] {
        &self.nodes[..self.nodes.len().min(MOST_NODES)]
    }

    /// Whether the last minutes of its nodes were not asked for.
    pub(super) fn lacks_node_minutes(&self) -> bool {
        !self.node_minutes && !self.nodes.is_empty()
    }

    /// How many series are read of it each minute.
    pub(super) fn current_size(&self) -> usize {
        let nodes = self.nodes().len();
        Figures::watched().count() + nodes * Metric::of(Level::Node).len()
    }

    /// It was asked for then, or is to be asked for as if it had never been.
    pub(super) fn ask(&mut self, kind: FiguresKind, at: Option<Duration>) {
        match kind {
            FiguresKind::Current => self.current = at,
            FiguresKind::Hour => self.hour = at.is_some(),
            FiguresKind::NodeMinutes => self.node_minutes = at.is_some(),
            FiguresKind::Disk => self.disk = at,
            // Of the one that is opened alone.
            FiguresKind::Queues | FiguresKind::Range(_) => {}
        }
    }

    /// What there is to ask for.
    pub(super) fn wanted(&self, kind: FiguresKind) -> Vec<Series> {
        match kind {
            FiguresKind::Current => self.series(Figures::watched(), self.nodes()),
            FiguresKind::Hour => self.series(Figures::watched(), &[]),
            FiguresKind::NodeMinutes => self.series(std::iter::empty(), self.nodes()),
            FiguresKind::Disk => self.series([Metric::InstanceDisk].into_iter(), &[]),
            FiguresKind::Queues | FiguresKind::Range(_) => Vec::new(),
        }
    }

    fn series(&self, own: impl Iterator<Item = Metric>, nodes: &[Arc<str>]) -> Vec<Series> {
        let one = |metric: Metric, part: Option<&Arc<str>>| Series {
            metric,
            instance: self.id.clone(),
            part: part.cloned(),
        };
        let mut all: Vec<Series> = own.map(|metric| one(metric, None)).collect();
        for node in nodes {
            all.extend((Metric::of(Level::Node).iter()).map(|metric| one(*metric, Some(node))));
        }
        all
    }
}
