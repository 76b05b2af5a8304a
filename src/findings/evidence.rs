//! A finding: what it says, and what it was seen by.

use super::{Clock, Code, Severity};
use crate::model::{EpochMs, Metric, Status, Unit};
use std::sync::Arc;

/// Something that is wrong with an instance.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    pub code: Code,
    pub severity: Severity,
    /// Since when, by the clock of who measured it, as far as that is known.
    pub since: Option<EpochMs>,
    /// Since when it is no longer so, while it lingers.
    pub over: Option<EpochMs>,
    /// Which of the sentences of its code says it, where there are several.
    pub variant: Option<Variant>,
    /// What the sentence is filled in with.
    pub says: Vec<(Slot, Value)>,
    /// Never empty, but for what is only remembered.
    pub evidence: Vec<Evidence>,
}

/// A sentence that is not called as its code.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, strum::EnumString, strum::IntoStaticStr, strum::VariantNames,
)]
#[strum(serialize_all = "kebab-case")]
pub enum Variant {
    /// Storage is used up, and it grows by itself.
    StorageGrows,
    DiskGrows,
    /// A disk that is seen to fill, with the time in which that was seen.
    DiskFalls,
    /// An instance that failed, with the service's code for why.
    FailedFor,
    /// It has never reported figures.
    NeverReported,
    /// Which task failed is not known.
    LastTaskFailed,
    /// Which task is under way is not known.
    UnderWay,
    /// A backlog that gets smaller again.
    BacklogDrains,
    /// Nobody consumed within the hour.
    NeverConsumed,
    /// A rule of the user's fires, of a level other than major.
    AlarmCritical,
    AlarmMinor,
    AlarmInfo,
    /// Stuck consumers, of which is known when the broker cuts them off.
    StuckUntil,
    /// Dead letters, and since when they were seen to grow.
    DeadLettersGrow,
    /// A queue that gets longer, and messages of one that are not acknowledged, with the time in
    /// which that was seen.
    QueueGrows,
    UnackedPile,
    /// The queue that redelivers is its subject.
    QueueRedelivers,
    /// Connections, or channels, that are opened in a second.
    ConnectionChurn,
    ChannelChurn,
    /// Channels of one connection, and of how many that may be.
    ConnectionChannels,
    ConnectionChannelsOf,
    /// The broker says so, and Cloud Eye says otherwise of the same time; or the other way round.
    CloudEyeDenies,
    BrokerDenies,
}

/// What of a sentence is filled in.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[strum(serialize_all = "kebab-case")]
pub enum Slot {
    Value,
    Limit,
    /// What it was before.
    Was,
    Time,
    Name,
    /// By how much it changes.
    Slope,
    /// How well a fit fits, 0 to 1.
    Fit,
    /// How long a stretch it is a fit of.
    Window,
    /// Which queue, connection or node of several it is about: it stands before the sentence.
    Subject,
}

/// A value of a sentence or of evidence.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Figure(f64, Unit),
    /// A share of 1.
    Share(f64),
    /// How long, in ms.
    Time(i64),
    Text(String),
    /// A node, by the name that Cloud Eye has for it.
    Node(Arc<str>),
    /// So many nodes.
    Nodes(usize),
    /// So many fields.
    Fields(usize),
    Status(Status),
    /// A code of the service for why an instance failed.
    FailureCode(String),
    /// What is checked by a code.
    Code(Code),
}

/// Who says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum Source {
    /// The service: the list of instances, or the detail or the tasks of one.
    Service,
    CloudEye,
    /// The broker itself, by its management API.
    Broker,
}

/// One value that a finding was seen by.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    pub source: Source,
    /// A metric of Cloud Eye, or a field of the answer of the service or of the broker.
    pub name: &'static str,
    /// The node, queue or connection it is of, by the name that its source has for it.
    pub part: Option<Arc<str>>,
    pub value: Value,
    /// What it is compared with.
    pub threshold: Option<Value>,
    /// When it was so, by the clock of its source.
    pub at: Option<EpochMs>,
}

impl Finding {
    /// A finding of so much severity, seen by this.
    pub fn new(code: Code, severity: Severity, evidence: Vec<Evidence>) -> Self {
        Self {
            code,
            severity,
            since: None,
            over: None,
            variant: None,
            says: Vec::new(),
            evidence,
        }
    }

    #[must_use]
    pub fn since(self, since: Option<EpochMs>) -> Self {
        Self { since, ..self }
    }

    #[must_use]
    pub fn says(mut self, slot: Slot, value: Value) -> Self {
        self.says.push((slot, value));
        self
    }

    #[must_use]
    pub fn variant(self, variant: Option<Variant>) -> Self {
        Self { variant, ..self }
    }

    /// What a slot of the sentence is filled in with.
    pub fn get(&self, slot: Slot) -> Option<&Value> {
        let mut says = self.says.iter();
        says.find_map(|(known, value)| (*known == slot).then_some(value))
    }

    /// Since when it is so, by our clock.
    pub(super) fn since_by(&self, clock: Clock) -> Option<EpochMs> {
        let ahead = match self.code.source() {
            Source::Service | Source::Broker => 0,
            Source::CloudEye => clock.eye.saturating_sub(clock.wall),
        };
        Some(self.since?.saturating_sub(ahead))
    }

    /// The severity it gives its instance: what the service said of an instance is in doubt when
    /// the service has not been heard for long, or has it no more.
    pub(super) fn counts_as(&self, in_doubt: bool) -> Severity {
        match self.is_doubtful(in_doubt) {
            true => Severity::Unknown,
            false => self.severity,
        }
    }

    pub(super) fn is_doubtful(&self, in_doubt: bool) -> bool {
        in_doubt && self.code.source() == Source::Service && !self.code.casts_doubt()
    }
}

impl Evidence {
    /// A figure of Cloud Eye.
    pub fn figure(metric: Metric, value: f64, at: EpochMs) -> Self {
        Self {
            source: Source::CloudEye,
            name: metric.name(),
            part: None,
            value: Value::Figure(value, metric.unit()),
            threshold: None,
            at: Some(at),
        }
    }

    /// A field of the service's answer, as it was read then.
    pub fn field(name: &'static str, value: Value, at: EpochMs) -> Self {
        Self {
            source: Source::Service,
            name,
            part: None,
            value,
            threshold: None,
            at: Some(at),
        }
    }

    /// A field of the broker's answer, as it was read then.
    pub fn broker(name: &'static str, value: Value, at: EpochMs) -> Self {
        Self {
            source: Source::Broker,
            ..Self::field(name, value, at)
        }
    }

    /// The same, of a node.
    #[must_use]
    pub fn of(self, node: &Arc<str>) -> Self {
        Self {
            part: Some(Arc::clone(node)),
            ..self
        }
    }

    /// The same, compared with this.
    #[must_use]
    pub fn against(self, threshold: Value) -> Self {
        Self {
            threshold: Some(threshold),
            ..self
        }
    }
}
