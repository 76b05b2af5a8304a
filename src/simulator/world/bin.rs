//! The recycle bin of the project, shared by all engines: what was deleted and can be restored.
//!
//! An instance in it is no longer among the world's instances, so it has no row, keeps no name and
//! counts for no quota; only its id still leads to it. Days are days of the calendar at any speed.

use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::World;
use super::instance::{Instance, Status};
use super::lifecycle::Work;
use super::task::TaskName;

/// Time to restore an instance.
pub const RESTORE: SignedDuration = SignedDuration::from_secs(20);

/// The recycle bin and its policy.
#[derive(Clone, Debug)]
pub struct Bin {
    /// Whether what is deleted comes here first.
    pub on: bool,
    /// How many days it will stay; what is inside keeps its own number.
    pub days: u32,
    /// In the order of their deletion.
    pub inside: Vec<Recycled>,
}

/// An instance in the bin.
#[derive(Clone, Debug)]
pub struct Recycled {
    pub instance: Instance,
    pub since: Timestamp,
    /// How many days it stays.
    pub days: u32,
}

impl Default for Bin {
    fn default() -> Self {
        Self {
            on: false,
            days: 3,
            inside: Vec::new(),
        }
    }
}

impl Bin {
    /// Puts an instance in.
    pub fn put(&mut self, mut instance: Instance, since: Timestamp) {
        instance.enter(Status::Recycle, since);
        let days = self.days;
        self.inside.push(Recycled {
            instance,
            since,
            days,
        });
    }

    /// The instance with this id.
    pub(super) fn instance(&self, id: &str) -> Option<&Instance> {
        let mut inside = self.inside.iter().map(|each| &each.instance);
        inside.find(|instance| instance.id == id)
    }

    /// The same, to be changed.
    pub(super) fn instance_mut(&mut self, id: &str) -> Option<&mut Instance> {
        let mut inside = self.inside.iter_mut().map(|each| &mut each.instance);
        inside.find(|instance| instance.id == id)
    }

    /// The same, taken out.
    pub(super) fn take(&mut self, id: &str) -> Option<Instance> {
        let index = self.inside.iter().position(|each| each.instance.id == id)?;
        Some(self.inside.remove(index).instance)
    }

    /// Deletes for good what has been inside long enough.
    pub(super) fn expire(&mut self, now: Timestamp) {
        self.inside.retain(|each| each.until() > now);
    }
}

impl Recycled {
    /// When it is deleted for good.
    pub fn until(&self) -> Timestamp {
        let stay = SignedDuration::from_hours(24 * i64::from(self.days));
        self.since.checked_add(stay).unwrap_or(Timestamp::MAX)
    }

    /// Whether restoring it fails: of a creation that failed there is nothing to restore, and a
    /// `fail` in the name fails here as elsewhere.
    pub fn is_broken(&self) -> bool {
        self.instance.addresses.is_empty() || self.instance.name.contains("fail")
    }
}

impl World {
    /// Deletes an instance: into the bin if it is on, or for good by `force`. One that is frozen
    /// has debts and never goes into the bin.
    pub fn delete(&mut self, id: &str, force: bool) {
        let frozen = self
            .instance(id)
            .is_some_and(|each| each.status == Status::Frozen);
        if force || frozen || !self.bin.on {
            return self.begin_delete(id);
        }
        self.record_done(id, TaskName::DeleteInstance, json!({ "instance_id": id }));
        if let Some(instance) = self.remove(id) {
            self.bin.put(instance, self.now);
        }
    }

    /// Starts to restore an instance from the bin; returns the task's id. Its name is documented
    /// nowhere; this one says what is seen. Unknown ids open a task of nothing.
    pub fn begin_restore(&mut self, id: &str) -> String {
        if let Some(mut instance) = self.bin.take(id) {
            instance.enter(Status::Starting, self.now);
            self.insert(instance);
        }
        let (params, work) = (json!({ "instance_id": id }), Work::Settle(Status::Running));
        self.begin(id, TaskName::StartInstance, params, RESTORE, work)
    }
}
