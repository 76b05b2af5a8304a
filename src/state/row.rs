//! One row of the list: an instance with what we know about our knowledge of it, and the
//! judgement that follows.

use super::now::Now;
use super::pulse::Flow;
use super::remote::{Ticket, stale_after};
use crate::api::Operation;
use crate::figures::Figures;
use crate::findings::{
    Broker, Code, Expansion, Finding, Findings, Outlook, Presence, Severity, Standing,
};
use crate::model::{EpochMs, FailedTask, Instance, InstanceKey, Status, Task, TaskStatus, Zone};
use crate::transitions::Told;
use std::sync::Arc;
use std::time::Duration;

/// An instance in the list.
#[derive(Clone, Debug)]
pub struct Row {
    /// Identity.
    pub key: InstanceKey,
    /// Newest description of it.
    pub instance: Arc<Instance>,
    /// What was asked, for this description to be the answer.
    pub source: Operation,
    /// When that description arrived.
    pub seen: Now,
    /// When it was asked for.
    pub asked: Ticket,
    /// How often its list is polled.
    pub period: Duration,
    /// Whether the service still has it.
    pub presence: Presence,
    /// Its newest task, if that failed, as far as its tasks were read.
    pub failed_task: Option<FailedTask>,
    /// Whether the user marked it. A mark is the row's own, so it can be on nothing else.
    pub marked: bool,
    /// Whether it is in the range that is being marked, as it was when the cursor moved last.
    pub ranged: bool,
    /// What was measured of it.
    pub figures: Figures,
    /// What its broker itself said, if it was asked in this run.
    pub broker: Option<Box<Broker>>,
    /// Availability zones of its region, as far as their list was read.
    pub zones: Arc<[Zone]>,
    /// Lower-case text that filters search: name, id, address and tags.
    pub haystack: String,
    /// Its tasks, as far as they were read; none when all have ended.
    pub tasks: Option<Arc<[Task]>>,
    /// How its disks grow by themselves, as far as that was read.
    pub expansion: Option<Expansion>,
    /// When it was last seen between two statuses, once it no longer is, or a task ended that takes
    /// its brokers down; epoch milliseconds by our clock.
    pub settled: Option<EpochMs>,
    /// Since when changes of it are marked, if they are.
    pub(super) since: Option<EpochMs>,
    /// What was told of it, for what changes to be told.
    pub(super) told: Told,
    /// What it adds to the sums of its scope.
    pub(super) flow: Flow,
    /// What follows from all of it.
    pub(super) judged: Findings,
    /// When to judge it again, as time since the start; at once when something of it changed.
    pub(super) judge_at: Option<Duration>,
}

impl Row {
    /// A row for an instance that has just been read in the list.
    pub fn new(
        key: InstanceKey,
        instance: Arc<Instance>,
        seen: Now,
        asked: Ticket,
        period: Duration,
    ) -> Self {
        let haystack = haystack(&instance);
        Self {
            key,
            instance,
            source: Operation::ListInstances,
            seen,
            asked,
            period,
            presence: Presence::Listed,
            failed_task: None,
            marked: false,
            ranged: false,
            zones: Arc::default(),
            haystack,
            figures: Figures::default(),
            broker: None,
            tasks: None,
            expansion: None,
            settled: None,
            since: None,
            told: Told::default(),
            flow: Flow::default(),
            judged: Findings::default(),
            judge_at: Some(Duration::ZERO),
        }
    }

    /// Takes a newer description of the same instance.
    pub fn renew(&mut self, instance: Arc<Instance>, source: Operation, seen: Now, asked: Ticket) {
        self.source = source;
        if !Arc::ptr_eq(&self.instance, &instance) && *self.instance != *instance {
            let passing = |one: &Instance| one.status.as_ref().is_some_and(Status::is_passing);
            let was_passing = passing(&self.instance);
            if was_passing {
                self.settled = Some(seen.wall);
            }
            let others = instance.task.as_ref().and_then(|task| task.status.as_ref());
            if was_passing || others.is_some_and(|status| *status != TaskStatus::Failed) {
                // Another one is the newest by now.
                self.failed_task = None;
            }
            self.haystack = haystack(&instance);
            self.instance = instance;
            self.outdate();
        }
        if self.has(Code::Stale) {
            self.outdate();
        }
        self.seen = seen;
        self.asked = asked;
        self.set_presence(Presence::Listed);
    }

    /// It is there in this way.
    pub fn set_presence(&mut self, presence: Presence) {
        if self.presence != presence {
            self.presence = presence;
            self.outdate();
        }
    }

    /// Something of it changed: what was found of it may no longer follow.
    pub fn outdate(&mut self) {
        self.judge_at = Some(Duration::ZERO);
    }

    /// When something of it turns with time alone, as time since the start: its age, or what was
    /// found of it.
    pub fn turns_at(&self) -> Option<Duration> {
        let ages = !matches!(self.presence, Presence::Ordered | Presence::Gone);
        let stale = (ages && !self.has(Code::Stale)).then(|| {
            Duration::from_millis(1)
                .saturating_add(stale_after(self.period))
                .saturating_add(self.seen.uptime)
        });
        self.judge_at.into_iter().chain(stale).min()
    }

    /// Whether what we know is older than three polls. Of what is only ordered the list tells no
    /// more than that it is not there.
    pub fn is_stale(&self, now: Now) -> bool {
        self.presence != Presence::Ordered && now.since(self.seen) > stale_after(self.period)
    }

    /// What is wrong with it, most urgent first, as it was judged last.
    pub fn findings(&self) -> &[Finding] {
        &self.judged.all
    }

    /// Since when it has its status, where that change was seen.
    pub fn status_since(&self) -> Option<EpochMs> {
        self.told.status_since()
    }

    /// Whether it changed since then, where that is to be marked.
    pub fn has_changed(&self) -> bool {
        let since = self.since.zip(self.told.changed());
        since.is_some_and(|(since, changed)| changed >= since)
    }

    /// Whether this was found.
    pub fn has(&self, code: Code) -> bool {
        self.findings().iter().any(|finding| finding.code == code)
    }

    /// The severity of the row.
    pub fn severity(&self) -> Severity {
        self.judged.severity
    }

    /// Since when the most urgent of what is wrong with it is so, by our clock.
    pub fn since(&self) -> Option<EpochMs> {
        let first = self.findings().first()?;
        let of_status = ABOUT_STATUS.contains(&first.code);
        let status = || self.status_since().filter(|_| of_status);
        self.judged.since.or_else(status)
    }

    /// When its disks are full, where a line explains how they fill.
    pub fn full_in(&self) -> Option<Outlook> {
        self.judged.full
    }

    /// Where it stands in an order by how bad it is.
    pub fn standing(&self) -> Standing {
        self.judged.standing
    }

    /// The severity of its status alone: unknown as soon as that is not known to be true now.
    pub fn status_severity(&self) -> Severity {
        if self
            .findings()
            .iter()
            .any(|finding| finding.code.casts_doubt())
        {
            return Severity::Unknown;
        }
        let mut found = self.findings().iter();
        let found = found.find(|finding| ABOUT_STATUS.contains(&finding.code));
        found.map_or(Severity::Fine, |finding| finding.severity)
    }
}

/// What is found by the status alone.
const ABOUT_STATUS: [Code; 5] = [
    Code::InstanceFailed,
    Code::Moving,
    Code::Ordered,
    Code::Frozen,
    Code::UnknownStatus,
];

/// Bytes that most texts to search fit in.
const HAYSTACK: usize = 128;

fn haystack(instance: &Instance) -> String {
    let network = &instance.network;
    let parts = [
        instance.name.as_deref(),
        Some(instance.id.as_str()),
        network.connect_address.as_deref(),
        network.public_address.as_deref(),
        network.management_address.as_deref(),
    ];
    let mut text = String::with_capacity(HAYSTACK);
    for part in parts.into_iter().flatten() {
        text.push_str(part);
        text.push('\n');
    }
    for tag in &instance.tags {
        text.push_str(&tag.key);
        text.push('=');
        text.push_str(&tag.value);
        text.push('\n');
    }
    match text.is_ascii() {
        true => text.make_ascii_lowercase(),
        false => text = text.to_lowercase(),
    }
    text
}
