//! A write client that writes down what it does: before it sends, and after the answer.

use super::ledger::{Ledger, Unwritten};
use super::{error_of, not_sent};
use crate::api::{Accepted, Departure, ErrorKind, Operation, WriteClient, WriteError, WriteReply};
use crate::journal::{self, Attempt, Each, EntryId, Journal, Outcome, Sent, Verdict};
use crate::model::InstanceId;
use crate::state::write::mutation::Target;
use crate::state::write::pending::WriteFailure;
use crate::state::write::plan::Call;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// How often a write looks again before it gives up: each time the last look was too old when the
/// request was to leave.
const LOOKS: usize = 3;

/// The time since the start. It goes on while the program or the machine is stopped.
pub type Uptime = Arc<dyn Fn() -> Duration + Send + Sync>;
/// Told when a request to these leaves.
pub type Leaves = Arc<dyn Fn(&[InstanceId]) + Send + Sync>;
/// Told that the service took a request to these, and its id of the call.
pub type Taken = Arc<dyn Fn(&[InstanceId], &str) + Send + Sync>;

/// What a write is watched by while it leaves.
#[derive(Clone)]
pub struct Watch {
    /// Tells how old a look is.
    pub uptime: Uptime,
    /// Hears of what leaves.
    pub leaves: Leaves,
    /// Hears of what was taken.
    pub taken: Taken,
}

/// The only thing that sends writes. It has the one place where the journal is written.
pub struct Recorded<'a> {
    pub writer: &'a WriteClient,
    pub journal: &'a Journal,
    /// The user was told that it will not be written down, and wants it all the same.
    pub unrecorded: bool,
    /// How old a look may be when the request leaves.
    pub fresh_for: Duration,
    /// Watches it leave.
    pub watch: Watch,
}

impl Recorded<'_> {
    /// Sends one call, once: first a line in the journal, in the entry it was planned in if it was,
    /// then a look whether it may still be sent, then the request at once, then the line of its
    /// answer. A look that has become too old by then is made again.
    ///
    /// # Errors
    /// What the look says; [`WriteFailure::Unrecorded`] when it could not be written down and the user
    /// does not know; those of the client.
    pub async fn send<F>(
        &self,
        planned: Option<EntryId>,
        call: &Call,
        look: impl Fn() -> F + Send + Sync,
    ) -> Result<WriteReply, WriteFailure>
    where
        F: Future<Output = Result<(), WriteFailure>> + Send,
    {
        let entry = match self.begin(planned.clone(), call).await {
            Ok(entry) => entry,
            Err(unsent) => {
                self.never_sent(planned, &unsent).await;
                return Err(unsent);
            }
        };
        let begun = Instant::now();
        let sent = self.look_and_send(call, look).await;
        let ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
        if let Some(entry) = entry {
            let outcome = match &sent {
                Ok(sent) => answered(sent, ms),
                Err(unsent) => outcome_of(unsent, ms),
            };
            self.ledger().after(entry, outcome).await;
        }
        if let Ok(sent) = &sent
            && let Some(request_id) = &sent.request_id
        {
            (self.watch.taken)(&named(call), request_id);
        }
        sent.map(|sent| sent.reply)
    }

    /// Writes down what is to be sent later, with what [`Self::send`] takes for each. What then is
    /// not sent, also because the program ends, is in the journal all the same.
    ///
    /// # Errors
    /// Those of [`Self::send`] when there is no line of it.
    pub async fn plan(&self, calls: &[Call]) -> Result<Vec<EntryId>, WriteFailure> {
        let Some(first) = calls.first() else {
            return Ok(Vec::new());
        };
        let attempts: Vec<Attempt> = calls.iter().map(attempt).collect();
        let planned = self.ledger().plan(attempts).await;
        planned.map_err(|why| unwritten(first.prepared.operation, why))
    }

    /// Writes down why what was planned is not sent.
    pub async fn never_sent(&self, planned: impl IntoIterator<Item = EntryId>, why: &WriteFailure) {
        for entry in planned {
            self.ledger().after(entry, outcome_of(why, 0)).await;
        }
    }

    /// Writes down what is about to be sent. Nothing when the user knows that it cannot be.
    async fn begin(
        &self,
        planned: Option<EntryId>,
        call: &Call,
    ) -> Result<Option<EntryId>, WriteFailure> {
        let begun = self.ledger().begin(planned, attempt(call)).await;
        begun.map_err(|why| unwritten(call.prepared.operation, why))
    }

    fn ledger(&self) -> Ledger<'_> {
        Ledger {
            journal: self.journal,
            unrecorded: self.unrecorded,
        }
    }

    /// Looks, and sends while what was seen is fresh.
    async fn look_and_send<F>(
        &self,
        call: &Call,
        look: impl Fn() -> F + Send + Sync,
    ) -> Result<Accepted, WriteFailure>
    where
        F: Future<Output = Result<(), WriteFailure>> + Send,
    {
        for _ in 0..LOOKS {
            let looked = (self.watch.uptime)();
            look().await?;
            let stale = Arc::new(AtomicBool::new(false));
            let departure = self.departure(looked, call, &stale);
            match self.writer.send(&call.prepared, &departure).await {
                Err(WriteError::NotSent(_)) if stale.load(Ordering::SeqCst) => {}
                sent => return sent.map_err(WriteFailure::Failed),
            }
        }
        let seconds = self.fresh_for.as_secs();
        let message = format!("looking again and sending took longer than {seconds} s, thrice");
        Err(not_sent(
            call.prepared.operation,
            ErrorKind::Timeout,
            message,
        ))
    }

    /// Lets the request leave while what was seen at `looked` is fresh, and says so when it leaves.
    fn departure(&self, looked: Duration, call: &Call, stale: &Arc<AtomicBool>) -> Departure {
        let (watch, within) = (self.watch.clone(), self.fresh_for);
        let named = named(call);
        let stale = Arc::clone(stale);
        Departure::new(move || {
            let is_fresh = (watch.uptime)().saturating_sub(looked) <= within;
            match is_fresh {
                true => (watch.leaves)(&named),
                false => stale.store(true, Ordering::SeqCst),
            }
            is_fresh
        })
    }
}

fn unwritten(operation: Operation, why: Unwritten) -> WriteFailure {
    match why {
        Unwritten::Untold(why) => WriteFailure::Unrecorded(why),
        Unwritten::Required(message) => not_sent(operation, ErrorKind::Setup, message),
    }
}

/// The instances that a call names.
fn named(call: &Call) -> Vec<InstanceId> {
    let keys = call.targets.iter().filter_map(Target::key);
    keys.map(|key| key.id.clone()).collect()
}

/// What the journal says is about to be sent.
fn attempt(call: &Call) -> Attempt {
    let targets = call.targets.iter().map(|target| journal::Target {
        id: target.key().map(|key| key.id.to_string()),
        name: target.name.clone(),
    });
    Attempt {
        profile: call.scope.profile.to_string(),
        region: call.scope.region.to_string(),
        project: call.prepared.home.project.to_string(),
        action: call.prepared.operation.to_string(),
        targets: targets.collect(),
        request: Sent::of(&call.prepared.request),
    }
}

/// What the journal says of a write that the service took.
fn answered(sent: &Accepted, ms: u64) -> Outcome {
    let mut outcome = Outcome::accepted(sent.status, sent.request_id.clone(), ms);
    match &sent.reply {
        WriteReply::Nothing | WriteReply::Job(_) => {}
        WriteReply::Created(id) => outcome.created = Some(id.to_string()),
        WriteReply::Each(each) => {
            let each = each.iter().map(|one| Each {
                id: one.instance.to_string(),
                result: match one.accepted {
                    Some(true) => Verdict::Accepted,
                    Some(false) => Verdict::Refused,
                    None => Verdict::Unknown,
                },
            });
            outcome.each = each.collect();
        }
    }
    outcome
}

/// What the journal says of a write that has no receipt.
fn outcome_of(unsent: &WriteFailure, ms: u64) -> Outcome {
    match error_of(unsent) {
        Ok(error) => Outcome::failed(error, ms),
        Err(why) => Outcome::held_back(why, ms),
    }
}
