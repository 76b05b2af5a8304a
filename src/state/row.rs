//! One row of the list: an instance with what we know about our knowledge of it, and the
//! judgement that follows: severity, and why.

use super::now::Now;
use super::remote::{Ticket, stale_after};
use crate::api::Operation;
use crate::figures::Figures;
use crate::model::{Instance, InstanceKey, Status, TaskStatus, Zone};
use std::sync::Arc;
use std::time::Duration;
use strum::{IntoStaticStr, VariantNames};

pub use crate::findings::{Presence, Severity};

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
    /// A task of it that failed, by name, when its newest task is a failed one.
    pub failed_task: Option<String>,
    /// Whether the user marked it. A mark is the row's own, so it can be on nothing else.
    pub marked: bool,
    /// Whether it is in the range that is being marked, as it was when the cursor moved last.
    pub ranged: bool,
    /// What was measured of it.
    pub figures: Figures,
    /// Availability zones of its region, as far as their list was read.
    pub zones: Arc<[Zone]>,
    /// Lower-case text that filters search: name, id, address and tags.
    pub haystack: String,
}

/// One reason for a severity.
#[derive(Clone, Debug, PartialEq, Eq, IntoStaticStr, VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum Why {
    /// The service deleted it; the row stays until the cursor leaves it.
    Gone,
    /// Missing from the list; being looked up.
    Missing,
    /// Ordered from here, and not in the list.
    Ordered,
    /// No answer about it for this long.
    Stale(Duration),
    /// The status itself says that something failed.
    Failed(Status),
    /// The code the service gives with that (table 6-7).
    FailureCode(String),
    /// Storage used, in percent of what is usable.
    Storage(u64),
    /// Its newest task failed.
    TaskFailed(String),
    /// This many fields could not be read.
    Unreadable(usize),
    /// A status this version does not know, or none at all.
    UnknownStatus,
    /// Something is under way; the task's raw name when the service gives it.
    Moving(Option<String>),
    /// Frozen: most operations are refused.
    Frozen,
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
            figures: Figures::default(),
            zones: Arc::default(),
            haystack,
        }
    }

    /// Takes a newer description of the same instance.
    pub fn renew(&mut self, instance: Arc<Instance>, source: Operation, seen: Now, asked: Ticket) {
        self.source = source;
        if *self.instance != *instance {
            self.haystack = haystack(&instance);
            self.instance = instance;
        }
        self.seen = seen;
        self.asked = asked;
        self.presence = Presence::Listed;
    }

    /// Whether what we know is older than three polls. Of what is only ordered the list tells no
    /// more than that it is not there.
    pub fn is_stale(&self, now: Now) -> bool {
        self.presence != Presence::Ordered && now.since(self.seen) > stale_after(self.period)
    }

    /// That its disks are nearly full, where they are.
    pub fn storage_reason(&self) -> Option<(Severity, Why)> {
        let percent = self.instance.storage.percent()?;
        let severity = match percent {
            90.. => Severity::Critical,
            80.. => Severity::Warning,
            _ => return None,
        };
        Some((severity, Why::Storage(percent)))
    }

    /// Everything worth saying about the row, worst first.
    pub fn reasons(&self, now: Now) -> Vec<(Severity, Why)> {
        let mut reasons = Vec::new();
        match self.presence {
            Presence::Gone => return vec![(Severity::Unknown, Why::Gone)],
            Presence::Ordered => return vec![(Severity::Moving, Why::Ordered)],
            // The service drops an instance from the list while it is still being deleted.
            Presence::Missing if !self.is_deleting() => {
                reasons.push((Severity::Unknown, Why::Missing));
            }
            Presence::Missing | Presence::Listed => {}
        }
        if self.is_stale(now) {
            reasons.push((Severity::Unknown, Why::Stale(now.since(self.seen))));
        }
        let status = self.status_reason();
        if let Some((severity, Why::Failed(_))) = &status
            && let Some(code) = &self.instance.error_code
        {
            let code = (*severity, Why::FailureCode(code.clone()));
            reasons.extend(status.clone().into_iter().chain([code]));
        } else {
            reasons.extend(status);
        }
        reasons.extend(self.storage_reason());
        if let Some(task) = self.failed_task_name() {
            reasons.push((Severity::Warning, Why::TaskFailed(task)));
        }
        if !self.instance.unreadable.is_empty() {
            let count = self.instance.unreadable.len();
            reasons.push((Severity::Warning, Why::Unreadable(count)));
        }
        reasons.sort_by_key(|(severity, _)| *severity);
        reasons
    }

    /// The severity of the row: `?` as soon as it is not known to be true now, else the worst reason.
    pub fn severity(&self, now: Now) -> Severity {
        let missing = match self.presence {
            Presence::Listed | Presence::Ordered => false,
            Presence::Missing | Presence::Gone => !self.is_deleting(),
        };
        if missing || self.is_stale(now) {
            return Severity::Unknown;
        }
        let worst = self.reasons(now);
        worst
            .first()
            .map_or(Severity::Fine, |(severity, _)| *severity)
    }

    /// The severity of its status alone: unknown as soon as that is not known to be true now.
    pub fn status_severity(&self, now: Now) -> Severity {
        match self.presence {
            Presence::Ordered => Severity::Moving,
            _ if self.severity(now) == Severity::Unknown => Severity::Unknown,
            Presence::Listed | Presence::Missing | Presence::Gone => self
                .status_reason()
                .map_or(Severity::Fine, |(severity, _)| severity),
        }
    }

    /// The worst that is known of the row, whether it is still true or not: what it is sorted by.
    /// Going stale must not shuffle the list.
    pub fn standing(&self, now: Now) -> Severity {
        let reasons = self.reasons(now);
        let known = reasons
            .iter()
            .find(|(_, why)| !matches!(why, Why::Stale(_)));
        known.map_or(Severity::Fine, |(severity, _)| *severity)
    }

    fn is_deleting(&self) -> bool {
        self.presence != Presence::Gone && self.instance.status == Some(Status::Deleting)
    }

    fn failed_task_name(&self) -> Option<String> {
        let current = self.instance.task.as_ref();
        let failed = current.filter(|task| task.status == Some(TaskStatus::Failed));
        failed
            .map(|task| task.name.clone().unwrap_or_default())
            .or_else(|| self.failed_task.clone())
    }

    fn status_reason(&self) -> Option<(Severity, Why)> {
        let Some(status) = &self.instance.status else {
            return Some((Severity::Unknown, Why::UnknownStatus));
        };
        match status {
            Status::CreateFailed | Status::Error | Status::ExtendedFailed => {
                Some((Severity::Critical, Why::Failed(status.clone())))
            }
            Status::Creating
            | Status::Starting
            | Status::Stopping
            | Status::Restarting
            | Status::Extending
            | Status::Upgrading
            | Status::RollingBack
            | Status::Freezing
            | Status::Deleting => {
                let task = self.instance.task.as_ref();
                let name = task.and_then(|task| task.name.clone());
                Some((Severity::Moving, Why::Moving(name)))
            }
            Status::Frozen | Status::Recycle => Some((Severity::Frozen, Why::Frozen)),
            Status::Running => None,
            Status::Deleted | Status::Other(_) => Some((Severity::Unknown, Why::UnknownStatus)),
        }
    }
}

fn haystack(instance: &Instance) -> String {
    let network = &instance.network;
    let parts = [
        instance.name.as_deref(),
        Some(instance.id.as_str()),
        network.connect_address.as_deref(),
        network.public_address.as_deref(),
        network.management_address.as_deref(),
    ];
    let parts = parts.into_iter().flatten().flat_map(|part| [part, "\n"]);
    let tags = instance.tags.iter();
    let tags = tags.flat_map(|tag| [tag.key.as_str(), "=", &tag.value, "\n"]);
    parts.chain(tags).collect::<String>().to_lowercase()
}

#[cfg(test)]
mod tests;
