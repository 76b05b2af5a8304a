//! A range of the instance that is opened: which of its series are asked for, and when.

use super::{Ask, Plan, fit};
use crate::api::cloud_eye::Period;
use crate::figures::{FiguresKind, FiguresPart, Range};
use crate::model::{InstanceId, Metric, Series};
use std::sync::Arc;
use std::time::Duration;

/// A range that is looked at, and what of it is still to be asked for.
#[derive(Debug)]
pub(super) struct Wanted {
    pub(super) instance: InstanceId,
    range: Range,
    /// When it was asked for last.
    asked: Option<Duration>,
    left: Vec<Series>,
}

impl Plan {
    /// This range of an instance is looked at, or none.
    pub(in crate::poller::figures) fn look(&mut self, at: Option<(InstanceId, Range)>) {
        let same = |wanted: &&Wanted| at.as_ref().is_some_and(|at| wanted.is_of(at));
        if self.range.as_ref().filter(same).is_none() {
            self.range = at.map(Wanted::new);
        }
    }

    /// What is due of the range that is looked at.
    pub(super) fn range_due(&mut self, now: Duration) -> Option<Ask> {
        let part = self.range.as_ref()?.part();
        let is_open = self.is_open(part, now);
        let range = self.range.as_mut().filter(|_| is_open)?;
        let asked = &self.all[*self.places.get(&range.instance)?];
        range.ask(asked.nodes(), now)
    }
}

impl Wanted {
    pub(super) fn new((instance, range): (InstanceId, Range)) -> Self {
        Self {
            instance,
            range,
            asked: None,
            left: Vec::new(),
        }
    }

    pub(super) fn is_of(&self, (instance, range): &(InstanceId, Range)) -> bool {
        self.instance == *instance && self.range == *range
    }

    pub(super) fn part(&self) -> FiguresPart {
        FiguresPart::Values(FiguresKind::Range(self.range))
    }

    /// It is to be asked for as if it never had been.
    pub(super) fn forget(&mut self) {
        self.asked = None;
        self.left.clear();
    }

    /// When it is to be asked for next.
    pub(super) fn due(&self) -> Duration {
        let again = self.asked.filter(|_| self.left.is_empty());
        again.map_or(Duration::ZERO, |asked| {
            asked.saturating_add(self.range.pace())
        })
    }

    /// The next call for it, if one is due; it counts as asked.
    pub(super) fn ask(&mut self, nodes: &[Arc<str>], now: Duration) -> Option<Ask> {
        if self.due() > now {
            return None;
        }
        if self.left.is_empty() {
            self.asked = Some(now);
            self.left = self.series(nodes);
        }
        let (period, span) = (period(self.range), self.range.span());
        let most = fit(period, span).min(self.left.len());
        let series: Vec<Series> = self.left.drain(..most).collect();
        (most > 0).then(|| Ask::Figures {
            kind: FiguresKind::Range(self.range),
            period,
            span,
            instances: vec![(self.instance.clone(), series)],
        })
    }

    /// What charts show; of the hour, rows have that of the instance already.
    fn series(&self, nodes: &[Arc<str>]) -> Vec<Series> {
        let one = |metric: Metric, part: Option<&Arc<str>>| Series {
            metric,
            instance: self.instance.clone(),
            part: part.cloned(),
        };
        let own = Range::OF_INSTANCE.map(|metric| one(metric, None));
        let own = own.into_iter().filter(|_| self.range != Range::Hour);
        let nodes = nodes
            .iter()
            .flat_map(|node| Range::OF_NODE.map(|metric| one(metric, Some(node))));
        own.chain(nodes).collect()
    }
}

/// The period in which a range is asked for.
fn period(range: Range) -> Period {
    match range {
        Range::Hour => Period::Raw,
        Range::SixHours => Period::FiveMinutes,
        Range::Day => Period::TwentyMinutes,
        Range::Week => Period::Hour,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use strum::VariantArray as _;

    #[test]
    fn a_range_is_asked_for_in_its_steps_and_is_no_longer_than_a_call_gives() {
        for range in Range::VARIANTS {
            assert_eq!(period(*range).ms(), range.step());
            assert!(period(*range).series_in(range.span()).is_ok(), "{range:?}");
        }
    }
}
