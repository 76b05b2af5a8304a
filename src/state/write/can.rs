//! What can be done now, and if not, why: one answer for keys, hints and dialogs.

use super::pending::{EndsBy, MutationKind, Pending, Phase};
use super::plan::{Batch, BulkAction, Mutation, Plan};
use crate::api::ErrorKind;
use crate::journal::Policy;
use crate::model::rules::Edition;
use crate::model::rules::resize::InstanceSize;
use crate::model::{ApiVersion, Billing, EpochMs, Feature, PluginName, Scope, Status};
use crate::state::State;
use crate::state::moment::Moment;
use crate::state::row::{Presence, Row};

/// Why an action is not possible now.
#[derive(Clone, Debug, PartialEq, Eq, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum Refusal {
    /// The profile or `--read-only` forbids every write.
    ReadOnly,
    /// The version of the API that is spoken has no call for it.
    ApiVersion,
    /// No instance is selected.
    NothingSelected,
    /// The instance is gone.
    Gone,
    /// The credential was refused; nothing is sent until the user tries again.
    Locked,
    /// A proxy refuses us.
    Proxy,
    /// The sign-in was refused so often in a row that one more would lock the key for five minutes.
    WouldLock(u32),
    /// The service cannot be reached, so nothing that would be confirmed is known to be true.
    Offline,
    /// It is ordered and not there yet.
    Ordered,
    /// Its profile is no longer shown: nothing is known of it any more.
    NotShown,
    /// The project id is not known yet, so the exact request is not known either.
    NotConnected,
    /// Something was already started on the same thing and is not settled.
    Pending,
    /// An earlier write's answer was lost; what became of it is not known.
    Unsettled(Box<Unsettled>),
    /// The service refuses this in the instance's status (DMS.00400099, DMS.00400026).
    Status(Status),
    /// Yearly/monthly instances are unsubscribed in billing, not deleted.
    Prepaid,
    /// This engine version has no plug-ins.
    NoPlugins(String),
    /// No plug-in is selected, or the list of plug-ins is not there yet.
    NoPlugin,
    /// The service changes one plug-in at a time, and one is being changed.
    PluginBusy(PluginName),
    /// The service did not say whether the plug-in is on.
    PluginUnknown,
    /// This engine version has no password that could be reset.
    NoPassword(String),
    /// The service did not say how large the instance is.
    NoSize,
    /// No task is selected.
    NoTask,
    /// The task is still going on.
    TaskRunning,
    /// The journal is required and cannot be written, for this reason.
    NoJournal(String),
    /// What is shown is no table with rows.
    NoTable,
    /// There is nothing here that could be copied.
    NothingToCopy,
    /// No batch was sent yet.
    NoBatch,
    /// No answer to a write was lost.
    NothingUnsettled,
    /// Nothing is marked.
    NothingMarked,
    /// No credential was refused.
    NotLocked,
    /// It means nothing in this view.
    NotHere,
    /// A profile cannot leave the screen: something in it is not settled.
    ProfileBusy,
    /// None of several instances can be a part of it.
    NoneOfThem {
        /// How many.
        number: usize,
        /// The first of them, by name.
        name: String,
        /// Why not that one.
        why: Box<Refusal>,
    },
    /// One of several instances stands in the way.
    OneOfThem {
        /// Which, by name.
        name: String,
        /// Why.
        why: Box<Refusal>,
    },
}

/// A write whose answer was lost, as far as it says why its target is locked and until when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsettled {
    /// What it does.
    pub verb: MutationKind,
    /// To what, by name.
    pub name: String,
    /// When it was sent, epoch milliseconds UTC.
    pub sent: EpochMs,
    /// What ends the wait when no effect is seen.
    pub ends_by: EndsBy,
    /// From when on readings can show that nothing came of it, epoch milliseconds UTC.
    pub proves_from: EpochMs,
}

impl Refusal {
    /// That this write is not settled at `now`.
    #[must_use]
    pub fn of(write: &Pending, now: Moment) -> Self {
        match &write.phase {
            Phase::Unknown(lost) => Self::Unsettled(Box::new(Unsettled {
                verb: write.what.verb(),
                name: write.what.name().to_owned(),
                sent: write.sent.wall,
                ends_by: write.ends_by(),
                proves_from: lost.proves_at(now),
            })),
            Phase::Checking
            | Phase::Sending
            | Phase::Accepted { .. }
            | Phase::Ordered { .. }
            | Phase::UnderWay { .. }
            | Phase::Partly { .. } => Self::Pending,
        }
    }
}

impl State {
    /// The version of the API that is spoken in a scope.
    #[must_use]
    pub fn api(&self, scope: &Scope) -> ApiVersion {
        let profile = self.profiles.get(scope);
        profile.map_or(ApiVersion::default(), |profile| profile.context.api)
    }

    /// Whether the version of the API that is spoken in a scope has something. Ask this first:
    /// waiting or permission cannot change it.
    ///
    /// # Errors
    /// [`Refusal::ApiVersion`].
    pub fn has(&self, scope: &Scope, feature: Feature) -> Result<(), Refusal> {
        match self.api(scope).has(feature) {
            true => Ok(()),
            false => Err(Refusal::ApiVersion),
        }
    }

    /// Whether anything may be written in a scope at all.
    ///
    /// # Errors
    /// The reason why not.
    pub fn can_write(&self, scope: &Scope) -> Result<(), Refusal> {
        let profile = self.profiles.get(scope).ok_or(Refusal::NotShown)?;
        if profile.context.read_only {
            return Err(Refusal::ReadOnly);
        }
        if profile.is_behind_refusing_proxy() {
            return Err(Refusal::Proxy);
        }
        match profile.failure() {
            Some(ErrorKind::Unauthorized | ErrorKind::Locked) => return Err(Refusal::Locked),
            Some(ErrorKind::Unreachable | ErrorKind::Timeout) => return Err(Refusal::Offline),
            _ => {}
        }
        if profile.context.project.is_none() {
            return Err(Refusal::NotConnected);
        }
        if let (Policy::Required, Some(why)) = (self.journal.policy, &self.journal.trouble) {
            return Err(Refusal::NoJournal(why.clone()));
        }
        Ok(())
    }

    /// Whether an instance can be deleted: pay-per-use only, and not while it is being created,
    /// started or restarted (DMS.00400099).
    ///
    /// # Errors
    /// The reason why not.
    pub fn can_delete(&self, row: &Row) -> Result<(), Refusal> {
        self.can_write(&row.key.scope)?;
        present(row)?;
        self.is_free(row)?;
        if row.instance.billing == Some(Billing::Prepaid) {
            return Err(Refusal::Prepaid);
        }
        match &row.instance.status {
            Some(status) if !deletable(status) => Err(Refusal::Status(status.clone())),
            _ => Ok(()),
        }
    }

    /// Whether an instance can be restarted.
    ///
    /// # Errors
    /// The reason why not.
    pub fn can_restart(&self, row: &Row) -> Result<(), Refusal> {
        self.can_write(&row.key.scope)?;
        present(row)?;
        self.is_free(row)?;
        match &row.instance.status {
            Some(status) if !restartable(status) => Err(Refusal::Status(status.clone())),
            _ => Ok(()),
        }
    }

    /// Whether this can be done to an instance.
    ///
    /// # Errors
    /// The reason why not.
    pub fn can_act(&self, act: BulkAction, row: &Row) -> Result<(), Refusal> {
        match act {
            BulkAction::Delete => self.can_delete(row),
            BulkAction::Restart => self.can_restart(row),
        }
    }

    /// Whether plug-ins of an instance can be switched.
    ///
    /// # Errors
    /// The reason why not.
    pub fn can_switch_plugins(&self, row: &Row) -> Result<(), Refusal> {
        self.has(&row.key.scope, Feature::Plugins)?;
        if !row.instance.has_plugins() {
            let version = row.instance.engine_version.clone();
            return Err(Refusal::NoPlugins(version.unwrap_or_default()));
        }
        self.can_write(&row.key.scope)?;
        present(row)?;
        if let Some(plugin) = self.pending.plugin_of(&row.key) {
            return Err(Refusal::PluginBusy(plugin.clone()));
        }
        self.is_free(row)?;
        match &row.instance.status {
            Some(Status::Running) | None => Ok(()),
            Some(status) => Err(Refusal::Status(status.clone())),
        }
    }

    /// Whether settings of an instance can be changed: only while it runs (DMS.00400026).
    ///
    /// # Errors
    /// The reason why not.
    pub fn can_modify(&self, row: &Row) -> Result<(), Refusal> {
        self.can_write(&row.key.scope)?;
        present(row)?;
        self.is_free(row)?;
        match &row.instance.status {
            Some(Status::Running) | None => Ok(()),
            Some(status) => Err(Refusal::Status(status.clone())),
        }
    }

    /// Whether the password of the broker user can be reset: as for other changes, and not in the
    /// `AMQP-0-9-1` edition.
    ///
    /// # Errors
    /// The reason why not.
    pub fn can_reset_password(&self, row: &Row) -> Result<(), Refusal> {
        self.has(&row.key.scope, Feature::Password)?;
        let version = row.instance.engine_version.as_deref().unwrap_or_default();
        match Edition::of_version(version) {
            Edition::Amqp => Err(Refusal::NoPassword(version.to_owned())),
            Edition::Classic => self.can_modify(row),
        }
    }

    /// Whether the size of an instance can be changed: as for other changes, and only when it is
    /// paid by use (facts of the official client: other instances are changed in billing).
    ///
    /// # Errors
    /// The reason why not.
    pub fn can_resize(&self, row: &Row) -> Result<(), Refusal> {
        self.has(&row.key.scope, Feature::Resize)?;
        self.can_modify(row)?;
        if row.instance.billing == Some(Billing::Prepaid) {
            return Err(Refusal::Prepaid);
        }
        match InstanceSize::of(&row.instance) {
            Some(_) => Ok(()),
            None => Err(Refusal::NoSize),
        }
    }

    /// Whether tags of an instance can be changed; in which status is the service's to judge.
    ///
    /// # Errors
    /// The reason why not.
    pub fn can_edit_tags(&self, row: &Row) -> Result<(), Refusal> {
        self.has(&row.key.scope, Feature::Tags)?;
        self.can_write(&row.key.scope)?;
        present(row)?;
        self.is_free(row)
    }

    /// Whether a plan, made when a dialog was opened, can still be carried out.
    ///
    /// # Errors
    /// The reason why not.
    pub fn allows(&self, plan: &Plan) -> Result<(), Refusal> {
        self.can_write(plan.mutation.scope())?;
        match &plan.mutation {
            Mutation::Delete(key) => self.can_delete(self.fleet.get(key).ok_or(Refusal::Gone)?),
            Mutation::Restart(key) => self.can_restart(self.fleet.get(key).ok_or(Refusal::Gone)?),
            Mutation::Batch(batch) => self.allows_batch(batch),
            Mutation::SetPlugin { key, .. } => {
                self.can_switch_plugins(self.fleet.get(key).ok_or(Refusal::Gone)?)
            }
            Mutation::Modify { key, .. } => {
                self.can_modify(self.fleet.get(key).ok_or(Refusal::Gone)?)
            }
            Mutation::ResetPassword { key, .. } => {
                self.can_reset_password(self.fleet.get(key).ok_or(Refusal::Gone)?)
            }
            Mutation::Resize { key, .. } => {
                self.can_resize(self.fleet.get(key).ok_or(Refusal::Gone)?)
            }
            Mutation::Tags { key, .. } => {
                self.can_edit_tags(self.fleet.get(key).ok_or(Refusal::Gone)?)
            }
            Mutation::DeleteTask { key, task } => self.unless(self.pending.on_task(key, task)),
            Mutation::Create { scope, .. } => self.unless(self.pending.creates(scope, &plan.name)),
        }
    }

    /// What was confirmed is sent as it was shown or not at all.
    fn allows_batch(&self, batch: &Batch) -> Result<(), Refusal> {
        for target in batch.targets() {
            let row = self.fleet.get(&target.key).ok_or(Refusal::Gone);
            if let Err(why) = row.and_then(|row| self.can_act(batch.act, row)) {
                let name = target.name.clone();
                let why = Box::new(why);
                return Err(Refusal::OneOfThem { name, why });
            }
        }
        Ok(())
    }

    fn is_free(&self, row: &Row) -> Result<(), Refusal> {
        self.unless(self.pending.on_instance(&row.key))
    }

    /// Nothing may be sent where an earlier write is not settled.
    fn unless(&self, write: Option<&Pending>) -> Result<(), Refusal> {
        write.map_or(Ok(()), |write| Err(Refusal::of(write, self.now)))
    }
}

/// Whether the service deletes an instance in this status: only when nothing is under way
/// (DMS.00400099, DMS.00400017). A status this version does not know is the service's to judge.
#[must_use]
pub fn deletable(status: &Status) -> bool {
    match status {
        Status::Running
        | Status::Error
        | Status::Frozen
        | Status::CreateFailed
        | Status::ExtendedFailed
        | Status::Other(_) => true,
        Status::Creating
        | Status::Starting
        | Status::Stopping
        | Status::Restarting
        | Status::Extending
        | Status::Upgrading
        | Status::RollingBack
        | Status::Freezing
        | Status::Deleting
        | Status::Deleted
        | Status::Recycle => false,
    }
}

/// Whether the service restarts an instance in this status: a running one, or one that failed.
/// A status this version does not know is the service's to judge.
#[must_use]
pub fn restartable(status: &Status) -> bool {
    match status {
        Status::Running | Status::Error | Status::Other(_) => true,
        Status::Creating
        | Status::CreateFailed
        | Status::Restarting
        | Status::Starting
        | Status::Stopping
        | Status::Extending
        | Status::ExtendedFailed
        | Status::Frozen
        | Status::Freezing
        | Status::Upgrading
        | Status::RollingBack
        | Status::Deleting
        | Status::Deleted
        | Status::Recycle => false,
    }
}

fn present(row: &Row) -> Result<(), Refusal> {
    match row.presence {
        Presence::Gone => Err(Refusal::Gone),
        Presence::Ordered => Err(Refusal::Ordered),
        Presence::Listed | Presence::Missing => Ok(()),
    }
}
