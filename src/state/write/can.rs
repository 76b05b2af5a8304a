//! What can be done now, and if not, why: one answer for keys, hints and dialogs.

use super::mutation::Action;
use super::pending::{EndsBy, Pending, Phase};
use super::plan::Plan;
use crate::api::management::AddressProblem;
use crate::api::{Barrier, ErrorKind};
use crate::findings::Presence;
use crate::journal::Policy;
use crate::model::{ApiVersion, Billing, EpochMs, Feature, InstanceKey, PluginName, Scope, Status};
use crate::state::State;
use crate::state::now::Now;
use crate::state::row::Row;

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
    /// Yearly/monthly instances are not resized by API (official OpenAPI).
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
    /// No queue of the broker is under the cursor.
    NoQueue,
    /// No connection of the broker is under the cursor.
    NoConnection,
    /// Messages of a stream are taken away by its retention alone.
    Stream,
    /// A queue in this state does not do what it is told.
    QueueState(String),
    /// So many messages are in the queue: the broker deletes an empty one.
    QueueNotEmpty(u64),
    /// So many consume from the queue: the broker deletes one that nobody uses.
    QueueInUse(u64),
    /// Not every version tells a client a reason that is not in ASCII.
    ReasonLetters,
    /// The profile does not allow to look at messages.
    PeekOff,
    /// Nothing is under way that could be stopped.
    NothingToStop,
    /// The address of a broker cannot be used.
    Address(AddressProblem),
    /// Another broker answers than before.
    AnotherBroker,
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
        why: Box<Refusal>,
    },
}

/// A write whose answer was lost, as far as it says why its target is locked and until when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsettled {
    pub action: Action,
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
    /// Whether it is because of what was typed after a name: other words would do.
    pub fn is_of_words(&self) -> bool {
        matches!(self, Self::ReasonLetters | Self::Address(_))
    }

    /// That this write is not settled at `now`.
    pub fn of(write: &Pending, now: Now) -> Self {
        let Phase::Unknown(lost) = &write.phase else {
            return Self::Pending;
        };
        Self::Unsettled(Box::new(Unsettled {
            action: write.what.mutation.action(),
            name: write.what.name.clone(),
            sent: write.sent.wall,
            ends_by: write.what.mutation.facts().ends_by,
            proves_from: lost.proves_at(now),
        }))
    }
}

impl State {
    /// The version of the API that is spoken in a scope.
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
        match profile.failure().map(ErrorKind::barrier) {
            Some(Barrier::SignIn) => return Err(Refusal::Locked),
            Some(Barrier::Reach) => return Err(Refusal::Offline),
            Some(Barrier::Right | Barrier::Nothing) | None => {}
        }
        if profile.context.project.is_none() {
            return Err(Refusal::NotConnected);
        }
        if let (Policy::Required, Some(why)) = (self.journal.policy, &self.journal.trouble) {
            return Err(Refusal::NoJournal(why.clone()));
        }
        Ok(())
    }

    /// The row of an instance.
    ///
    /// # Errors
    /// [`Refusal::Gone`] when there is none.
    pub(super) fn row(&self, key: &InstanceKey) -> Result<&Row, Refusal> {
        self.fleet.get(key).ok_or(Refusal::Gone)
    }

    /// Whether a plan, made when a dialog was opened, can still be carried out: as it was shown or
    /// not at all.
    ///
    /// # Errors
    /// The reason why not.
    pub fn allows(&self, plan: &Plan) -> Result<(), Refusal> {
        self.can_write(plan.first().scope())?;
        for target in plan.targets() {
            if let Err(why) = target.mutation.allowed(self) {
                let (name, why) = (target.name.clone(), Box::new(why));
                return Err(match plan.bulk {
                    Some(_) => Refusal::OneOfThem { name, why },
                    None => *why,
                });
            }
        }
        Ok(())
    }

    /// Whether anything may be done to an instance: it is there, and nothing else is done to it.
    pub(super) fn can_touch(&self, row: &Row) -> Result<(), Refusal> {
        self.can_write(&row.key.scope)?;
        present(row)?;
        self.is_free(row)
    }

    /// Nothing else is being done to an instance.
    pub(super) fn is_free(&self, row: &Row) -> Result<(), Refusal> {
        self.unless(self.pending.on_instance(&row.key))
    }

    /// Whether something in a scope is not settled.
    pub fn is_busy(&self, scope: &Scope) -> bool {
        let mut changes = self.broker_writes.under_way();
        self.pending.is_busy(scope) || changes.any(|change| change.plan.of.scope == *scope)
    }

    /// Nothing may be sent where an earlier write is not settled.
    pub(super) fn unless(&self, write: Option<&Pending>) -> Result<(), Refusal> {
        write.map_or(Ok(()), |write| Err(Refusal::of(write, self.now)))
    }
}

/// Whether an instance runs, as far as is known: the service changes nothing of one that does not
/// (DMS.00400026).
pub(super) fn runs(row: &Row) -> Result<(), Refusal> {
    in_status(row, |status| *status == Status::Running)
}

/// Whether an instance is in a status that allows something, as far as is known.
pub(super) fn in_status(row: &Row, allows: impl Fn(&Status) -> bool) -> Result<(), Refusal> {
    let status = row.instance.status.as_ref();
    let forbids = status.filter(|status| !allows(status));
    forbids.map_or(Ok(()), |status| Err(Refusal::Status(status.clone())))
}

/// Whether an instance is paid by use: what is paid by the month or year is changed in billing.
pub(super) fn paid_by_use(row: &Row) -> Result<(), Refusal> {
    match row.instance.billing {
        Some(Billing::Prepaid) => Err(Refusal::Prepaid),
        Some(Billing::PayPerUse | Billing::Other(_)) | None => Ok(()),
    }
}

pub(super) fn present(row: &Row) -> Result<(), Refusal> {
    match row.presence {
        Presence::Gone => Err(Refusal::Gone),
        Presence::Ordered => Err(Refusal::Ordered),
        Presence::Listed | Presence::Missing => Ok(()),
    }
}
