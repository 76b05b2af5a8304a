//! When each part of the figures is due.

use super::{Asked, DISK_EVERY, EVERY, LEAST_WAIT, Opened, Plan};
use crate::figures::{FiguresKind, FiguresPart};
use std::time::Duration;

impl Plan {
    /// When each part is due.
    fn dues(&self, now: Duration) -> Vec<(FiguresPart, Duration)> {
        let first = |of: fn(&Asked) -> Option<Duration>, every: Duration| {
            let due = |asked: &Asked| of(asked).map_or(now, |then| then.saturating_add(every));
            self.all.iter().map(due).min()
        };
        let any = |is_missing: fn(&Asked) -> bool| {
            let seen = self.seen();
            let found = seen.iter().any(|at| is_missing(&self.all[*at]));
            found.then_some(now)
        };
        let opened = self.opened.front().filter(|_| self.is_opened);
        let of_queues = opened.and_then(Opened::values_due);
        let values = [
            (FiguresKind::Current, first(|one| one.current, EVERY)),
            (FiguresKind::Hour, any(|one| !one.hour)),
            (FiguresKind::NodeMinutes, any(Asked::lacks_node_minutes)),
            (FiguresKind::Disk, first(|one| one.disk, DISK_EVERY)),
            (FiguresKind::Queues, of_queues),
        ];
        let values = values
            .into_iter()
            .filter_map(|(kind, due)| Some((FiguresPart::Values(kind), due?)));
        let names = opened.map(|one| (FiguresPart::Queues, one.names_due()));
        let nodes = [(FiguresPart::Nodes, self.nodes_due(now))];
        let alarms = self.alarms_asked;
        let alarms = alarms.map_or(now, |then| then.saturating_add(EVERY));
        let alarms = [(FiguresPart::Alarms, alarms)];
        let range = self.range.iter().map(|range| (range.part(), range.due()));
        let opened = names.into_iter().chain(range);
        values.chain(opened).chain(nodes).chain(alarms).collect()
    }

    /// When the first of all parts is due, and can be asked for.
    pub(super) fn soonest(&self, now: Duration) -> Duration {
        let dues = self.dues(now).into_iter();
        let next = dues.map(|(part, due)| due.max(self.standings.from(part)));
        next.min().map_or(Duration::MAX, |next| {
            next.max(now.saturating_add(LEAST_WAIT))
        })
    }

    /// Whether something is due that failed, and may still come soon.
    pub(super) fn awaits(&self, now: Duration) -> bool {
        let mut dues = self.dues(now).into_iter();
        dues.any(|(part, due)| due <= now && self.standings.may_come(part))
    }
}
