//! What is wrong with one thing of a broker.

use crate::findings::{Code, Evidence, Finding, Severity, Slot, Value, Variant};
use crate::model::EpochMs;
use crate::model::broker::{ConnectionName, QueueKey};
use std::sync::Arc;

/// What something is wrong with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// All of it.
    Broker,
    Node(String),
    Vhost(String),
    Queue(QueueKey),
    /// A connection, and what its client is called; of several of one client, one of them.
    Connection(ConnectionName, String),
}

impl Subject {
    /// What it is called, for people; nothing of all.
    pub fn label(&self) -> Option<String> {
        match self {
            Self::Broker => None,
            Self::Node(name) | Self::Vhost(name) | Self::Connection(_, name) => Some(name.clone()),
            Self::Queue(key) if key.vhost == "/" => Some(key.name.clone()),
            Self::Queue(key) => Some(format!("{}/{}", key.vhost, key.name)),
        }
    }
}

/// Something that is wrong with one thing of a broker.
#[derive(Clone, Debug, PartialEq)]
pub struct Symptom {
    pub code: Code,
    pub subject: Subject,
    pub severity: Severity,
    /// Since when it is seen to be so, by our clock.
    pub since: EpochMs,
    /// Whether it has been so for long enough to be said to be wrong.
    pub holds: bool,
    /// Whether it is worth showing before it has been so for long enough.
    pub forms: bool,
    /// How much of it there is: the most is said first.
    pub level: f64,
    /// How much there was when it began.
    pub first: f64,
    /// The most there was since then.
    pub top: f64,
    /// When there was more than ever since then, last.
    pub grew: EpochMs,
    pub variant: Option<Variant>,
    pub says: Vec<(Slot, Value)>,
    pub evidence: Vec<Evidence>,
}

impl Symptom {
    /// How much more there is than when it began.
    pub fn more(&self) -> f64 {
        self.level - self.first
    }

    /// It holds once it has been so for that long, ms, when it was read `at`.
    #[must_use]
    pub fn after(self, at: EpochMs, hold: i64) -> Self {
        let holds = at.saturating_sub(self.since) >= hold;
        Self { holds, ..self }
    }

    #[must_use]
    pub fn severe(self, severity: Severity) -> Self {
        Self { severity, ..self }
    }

    #[must_use]
    pub fn variant(self, variant: Variant) -> Self {
        let variant = Some(variant);
        Self { variant, ..self }
    }

    #[must_use]
    pub fn says(mut self, slot: Slot, value: Value) -> Self {
        self.says.push((slot, value));
        self
    }

    /// By what it is seen: a field of the broker's answer.
    #[must_use]
    pub fn seen(mut self, evidence: Evidence) -> Self {
        let part = self.subject.label().map(Arc::from);
        self.evidence.push(Evidence { part, ..evidence });
        self
    }

    /// It as a finding of its own, which does not name what it is wrong with.
    pub fn finding(&self) -> Finding {
        Finding {
            variant: self.variant,
            says: self.says.clone(),
            ..Finding::new(self.code, self.severity, self.evidence.clone())
        }
        .since(Some(self.since))
    }
}
