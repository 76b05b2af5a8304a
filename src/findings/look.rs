//! A check looks at the facts through [`Look`], which gives it no figure that is too old.

use super::{Code, Evidence, Facts, Finding, Outlook, Watch, earliest};
use crate::figures::{FRESH, Part, Trace, USABLE};
use crate::model::{EpochMs, Metric, Point, Status};
use std::cell::Cell;

/// What came of a check.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    Holds(Finding),
    /// It was found before and is no longer so, since [`Finding::over`]; what it says while it lingers.
    Over(Finding),
    /// It was looked at, and is fine.
    Fine,
    /// It is not so, which is not worth saying.
    Nothing,
    /// It could not be looked at.
    Unknown(Gap),
}

/// Why something could not be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum Gap {
    /// The configuration says not to read figures.
    Off,
    /// The figures were not asked for yet.
    NotAsked,
    /// There is no right to read figures.
    Denied,
    /// The figures cannot be read.
    Failing,
    /// There is no right to list which nodes there are.
    NodesDenied,
    /// Which nodes there are cannot be read.
    NodesFailing,
    /// The figures of the last day cannot be read.
    DayFailing,
    /// It was not opened: its queues are read while it is.
    NotOpened,
    /// Cloud Eye does not measure the queues of its engine by themselves.
    OtherEngine,
    /// Its queues cannot be read.
    QueuesFailing,
    AlarmsNotAsked,
    /// There is no right to read what fires.
    AlarmsDenied,
    /// What fires cannot be read.
    AlarmsFailing,
    /// The service does not measure it of this instance.
    NotMeasured,
    /// The newest figure is too old.
    Old,
    /// There are too few figures to tell how it changes.
    Few,
    /// The service has taken its brokers down.
    DownByPlan,
    /// The instance has just come out of a change.
    Settling,
    /// Its tasks were not read.
    NoTasks,
    /// How long such tasks take is not known.
    NoUsualTime,
    /// What its product allows was not read.
    NoLimit,
    /// The broker itself was not asked for it in this run: it is while it is looked at.
    BrokerNotRead,
    /// The broker was asked, and did not tell it.
    BrokerUntold,
    /// What the broker itself said is too old.
    BrokerOld,
    /// The broker itself was not watched for as long as it takes to see it grow.
    Watching,
}

/// A node or queue, a figure of it, and the newest value of that.
pub type Measured<'a> = (&'a Part, Trace<'a>, Point);

/// The facts, as one check sees them.
#[derive(Debug)]
pub struct Look<'a> {
    pub facts: &'a Facts<'a>,
    pub code: Code,
    /// What was found by the same check before.
    pub was: Option<&'a Finding>,
    /// Whether the service has taken its brokers down.
    is_down: bool,
    again: Cell<Option<EpochMs>>,
    outlook: Cell<Option<Outlook>>,
}

impl<'a> Look<'a> {
    pub fn new(facts: &'a Facts<'a>, code: Code, was: Option<&'a Finding>) -> Self {
        let status = facts.instance.status.as_ref();
        Self {
            facts,
            code,
            was,
            is_down: status.is_some_and(Status::is_down_by_plan),
            again: Cell::new(None),
            outlook: Cell::new(None),
        }
    }

    /// When what was looked at says something else with time alone.
    pub fn again(&self) -> Option<EpochMs> {
        self.again.get()
    }

    /// When disks are full, where that was looked at and a line tells it.
    pub fn outlook(&self) -> Option<Outlook> {
        self.outlook.get()
    }

    /// Disks are full then, whether that is soon or not.
    pub fn expects(&self, outlook: Outlook) {
        self.outlook.set(Some(outlook));
    }

    /// Something changes with time alone then.
    pub fn turns(&self, at: EpochMs) {
        if at > self.facts.clock.eye {
            self.again.set(earliest(self.again.get(), Some(at)));
        }
    }

    /// Now, by Cloud Eye's clock.
    pub fn now(&self) -> EpochMs {
        self.facts.clock.eye
    }

    /// A figure of the instance whose newest value says something about now.
    pub fn trace(&self, metric: Metric) -> Result<(Trace<'a>, Point), Gap> {
        let trace = self.facts.figures.trace(metric);
        let known = trace.and_then(|trace| Some((trace, trace.last()?)));
        self.usable(known)
    }

    /// The nodes with a figure whose newest value says something about now.
    pub fn nodes(&self, metric: Metric) -> Result<Vec<Measured<'a>>, Gap> {
        self.parts(self.facts.figures.nodes(), metric, self.nodes_gap())
    }

    /// The queues with a figure whose newest value says something about now.
    pub fn queues(&self, metric: Metric) -> Result<Vec<Measured<'a>>, Gap> {
        let figures = self.facts.figures;
        if !self.facts.instance.has_queue_figures() {
            return Err(Gap::OtherEngine);
        }
        let none = match (self.facts.watch.queues, figures.queue_count()) {
            (Watch::Denied | Watch::Failing(_), None) => Gap::QueuesFailing,
            (_, Some((_, 0))) => self.gap(),
            (Watch::Off, None) => Gap::Off,
            (Watch::NotAsked | Watch::Read, None) | (_, Some(_)) => Gap::NotOpened,
        };
        match self.parts(figures.queues(), metric, none) {
            // It was open, and no longer is.
            Err(Gap::Old) => Err(Gap::NotOpened),
            read => read,
        }
    }

    /// Parts with a figure whose newest value says something about now; without one, why none has,
    /// which is `none` where there are no parts.
    fn parts(
        &self,
        parts: &'a [Part],
        metric: Metric,
        none: Gap,
    ) -> Result<Vec<Measured<'a>>, Gap> {
        let mut gap = none;
        let mut found = Vec::with_capacity(parts.len());
        for part in parts {
            let trace = part.trace(metric);
            match self.usable(trace.and_then(|trace| Some((trace, trace.last()?)))) {
                Ok((trace, last)) => found.push((part, trace, last)),
                Err(why) => gap = why,
            }
        }
        if found.is_empty() {
            Err(gap)
        } else {
            Ok(found)
        }
    }

    fn usable(&self, known: Option<(Trace<'a>, Point)>) -> Result<(Trace<'a>, Point), Gap> {
        let Some((trace, last)) = known else {
            return Err(self.gap());
        };
        let too_old = last.at.saturating_add(USABLE);
        if self.now() > too_old {
            return Err(match self.facts.watch.values {
                Watch::Read | Watch::NotAsked => Gap::Old,
                Watch::Off | Watch::Denied | Watch::Failing(_) => self.gap(),
            });
        }
        self.turns(too_old.saturating_add(1));
        if self.is_down {
            return Err(Gap::DownByPlan);
        }
        if let Some(settled) = self.facts.settled {
            let calm = settled.saturating_add(FRESH);
            if self.now() < calm || last.at < settled {
                self.turns(calm);
                return Err(Gap::Settling);
            }
        }
        Ok((trace, last))
    }

    /// Why there is no figure at all.
    fn gap(&self) -> Gap {
        match self.facts.watch.values {
            Watch::Off => Gap::Off,
            Watch::NotAsked => Gap::NotAsked,
            Watch::Denied => Gap::Denied,
            Watch::Failing(_) => Gap::Failing,
            Watch::Read => Gap::NotMeasured,
        }
    }

    /// Why no node has a figure.
    fn nodes_gap(&self) -> Gap {
        match (self.facts.watch.values, self.facts.watch.nodes) {
            (Watch::Read, Watch::NotAsked) => Gap::NotAsked,
            (Watch::Read, Watch::Denied) => Gap::NodesDenied,
            (Watch::Read, Watch::Failing(_)) => Gap::NodesFailing,
            (Watch::Off | Watch::NotAsked | Watch::Denied | Watch::Failing(_), _)
            | (Watch::Read, Watch::Off | Watch::Read) => self.gap(),
        }
    }

    /// Why there is no day of the disk.
    pub fn disk_gap(&self) -> Gap {
        match self.facts.watch.disk {
            Watch::Failing(_) => Gap::DayFailing,
            Watch::Denied => Gap::Denied,
            Watch::Off | Watch::NotAsked | Watch::Read => Gap::NotAsked,
        }
    }

    /// Whether something that is so since then has been so for as long as it must, by a value of
    /// `last`; what was found before is.
    pub fn has_held(&self, since: EpochMs, last: Point) -> bool {
        self.was.is_some() || last.at.saturating_sub(since) >= self.code.hold()
    }

    /// A finding of the worst severity of its code.
    pub fn found(&self, evidence: Vec<Evidence>) -> Finding {
        Finding::new(self.code, self.code.severity(), evidence)
    }
}

/// Ends a check with what could not be looked at.
macro_rules! known {
    ($read:expr) => {
        match $read {
            Ok(read) => read,
            Err(gap) => return $crate::findings::Verdict::Unknown(gap),
        }
    };
}
pub(super) use known;
