//! A write client that writes down what it does: before it sends, and after the answer.

use crate::api::{
    Accepted, ApiError, Departure, ErrorKind, Operation, ReadClient, Request, Write, WriteClient,
    WriteError,
};
use crate::contained::contained;
use crate::journal::{Attempt, EntryId, Journal, JournalError, Outcome, Policy, Sent, Target};
use crate::model::Scope;
use crate::state::write::pending::WriteFailure;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// How often a write looks again before it gives up: each time the last look was too old when the
/// request was to leave.
const LOOKS: usize = 3;

/// The time since the start. It goes on while the program or the machine is stopped.
pub type Uptime = Arc<dyn Fn() -> Duration + Send + Sync>;
/// Told when a request to these leaves.
pub type Leaves = Arc<dyn Fn(&[Target]) + Send + Sync>;

/// What a write is watched by while it leaves.
#[derive(Clone)]
pub struct Watch {
    /// Tells how old a look is.
    pub uptime: Uptime,
    /// Hears of what leaves.
    pub leaves: Leaves,
}

/// The only thing that sends writes. It has the one place where the journal is written.
pub struct Recorded<'a> {
    /// Knows the project and the version of the API.
    pub reader: &'a ReadClient,
    /// Sends.
    pub writer: &'a WriteClient,
    /// Where everything is written down.
    pub journal: &'a Journal,
    /// Where it happens.
    pub scope: Scope,
    /// What it may be done to. Of several, each request's line has those the request names.
    pub targets: Vec<Target>,
    /// The user was told that it will not be written down, and wants it all the same.
    pub unrecorded: bool,
    /// How old a look may be when the request leaves.
    pub fresh_for: Duration,
    /// Watches it leave.
    pub watch: Watch,
}

impl Recorded<'_> {
    /// Sends one write, once: first a line in the journal, then a look whether it may still be
    /// sent, then the request at once, then the line of its answer. A look that has become too old
    /// by then is made again. `tell` adds to that line what the answer says.
    ///
    /// # Errors
    /// What the look says; [`WriteFailure::Unrecorded`] when it could not be written down and the user
    /// does not know; those of the client.
    pub async fn send<O, F>(
        &self,
        op: &O,
        look: impl Fn() -> F + Send + Sync,
        tell: impl Fn(&O::Reply, &mut Outcome) + Send + Sync,
    ) -> Result<Accepted<O::Reply>, WriteFailure>
    where
        O: Write,
        F: Future<Output = Result<(), WriteFailure>> + Send,
    {
        self.send_planned(None, op, look, tell).await
    }

    /// The same with one of several writes that were planned.
    ///
    /// # Errors
    /// Those of [`Self::send`].
    pub async fn send_planned<O, F>(
        &self,
        planned: Option<EntryId>,
        op: &O,
        look: impl Fn() -> F + Send + Sync,
        tell: impl Fn(&O::Reply, &mut Outcome) + Send + Sync,
    ) -> Result<Accepted<O::Reply>, WriteFailure>
    where
        O: Write,
        F: Future<Output = Result<(), WriteFailure>> + Send,
    {
        let begun = match self.attempt(op).await {
            Ok(Some(attempt)) => {
                let targets = attempt.targets.clone();
                let entry = self.begin(op.operation(), planned.clone(), attempt).await;
                entry.map(|entry| (entry, targets))
            }
            // The client says that this version has no such call. Nothing is sent.
            Ok(None) => return self.writer.send(op).await.map_err(WriteFailure::Failed),
            Err(unsent) => Err(unsent),
        };
        let (entry, targets) = match begun {
            Ok(begun) => begun,
            Err(unsent) => {
                self.never_sent(planned, &unsent).await;
                return Err(unsent);
            }
        };
        let begun = Instant::now();
        let sent = self.look_and_send(op, &targets, look).await;
        let ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
        if let Some(entry) = entry {
            let outcome = match &sent {
                Ok(sent) => {
                    let mut outcome = Outcome::accepted(sent.status, sent.request_id.clone(), ms);
                    tell(&sent.reply, &mut outcome);
                    outcome
                }
                Err(unsent) => outcome_of(unsent, ms),
            };
            self.after(entry, outcome).await;
        }
        sent
    }

    /// Writes down what is to be sent later, with what [`Self::send_planned`] takes for each. What
    /// then is not sent, also because the program ends, is in the journal all the same.
    ///
    /// # Errors
    /// Those of [`Self::send`] when there is no line of it.
    pub async fn plan<O: Write>(&self, ops: &[&O]) -> Result<Vec<EntryId>, WriteFailure> {
        let (mut attempts, mut operation) = (Vec::new(), None);
        for op in ops {
            operation = Some(op.operation());
            attempts.extend(self.attempt(*op).await?);
        }
        let Some(operation) = operation else {
            return Ok(Vec::new());
        };
        let (journal, kept) = (self.journal.clone(), attempts.clone());
        let written = on_disk(move || journal.plan(attempts)).await;
        let keep = || self.journal.keep_plan(kept).ok();
        let planned = self.written_or_kept(operation, written, keep)?;
        Ok(planned.unwrap_or_default())
    }

    /// Writes down why what was planned is not sent.
    pub async fn never_sent(&self, planned: impl IntoIterator<Item = EntryId>, why: &WriteFailure) {
        for entry in planned {
            self.after(entry, outcome_of(why, 0)).await;
        }
    }

    /// What a write is in the journal; nothing when this version of the API has no such call.
    async fn attempt<O: Write>(&self, op: &O) -> Result<Option<Attempt>, WriteFailure> {
        let project = self.reader.project().await.map_err(not_sent)?;
        let Ok(request) = op.request_in(self.reader.api_version(), &project) else {
            return Ok(None);
        };
        Ok(Some(Attempt {
            profile: self.scope.profile.to_string(),
            region: self.scope.region.to_string(),
            project: project.to_string(),
            action: op.operation().to_string(),
            targets: self.named_in(&request),
            request: Sent::of(&request),
        }))
    }

    /// Writes down what is about to be sent. Nothing when the user knows that it cannot be.
    async fn begin(
        &self,
        op: Operation,
        planned: Option<EntryId>,
        attempt: Attempt,
    ) -> Result<Option<EntryId>, WriteFailure> {
        let (journal, again) = (self.journal.clone(), (planned.clone(), attempt.clone()));
        let written = on_disk(move || journal.before(planned, attempt)).await;
        let (planned, attempt) = again;
        let keep = || self.journal.keep(planned, attempt).ok();
        self.written_or_kept(op, written, keep)
    }

    /// What was written; or kept, to be written as soon as it can be, when the user knows.
    fn written_or_kept<T>(
        &self,
        op: Operation,
        written: Result<T, JournalError>,
        keep: impl FnOnce() -> Option<T>,
    ) -> Result<Option<T>, WriteFailure> {
        let error = match written {
            Ok(written) => return Ok(Some(written)),
            Err(error) => error,
        };
        tracing::warn!(%error, "a write is not in the journal");
        match self.journal.policy() {
            Policy::Optional if self.unrecorded => Ok(contained(keep).ok().flatten()),
            Policy::Optional => Err(WriteFailure::Unrecorded(error.to_string())),
            Policy::Required => {
                let message = format!("the journal is required and cannot be written: {error}");
                Err(not_sent(ApiError::local(op, ErrorKind::Setup, message)))
            }
        }
    }

    /// Looks, and sends while what was seen is fresh.
    async fn look_and_send<O, F>(
        &self,
        op: &O,
        targets: &[Target],
        look: impl Fn() -> F + Send + Sync,
    ) -> Result<Accepted<O::Reply>, WriteFailure>
    where
        O: Write,
        F: Future<Output = Result<(), WriteFailure>> + Send,
    {
        for _ in 0..LOOKS {
            let looked = (self.watch.uptime)();
            look().await?;
            let stale = Arc::new(AtomicBool::new(false));
            match self
                .writer
                .send_at(op, &self.departure(looked, targets, &stale))
                .await
            {
                Err(WriteError::NotSent(_)) if stale.load(Ordering::SeqCst) => {}
                sent => return sent.map_err(WriteFailure::Failed),
            }
        }
        let seconds = self.fresh_for.as_secs();
        let message = format!("looking again and sending took longer than {seconds} s, thrice");
        Err(not_sent(ApiError::local(
            op.operation(),
            ErrorKind::Timeout,
            message,
        )))
    }

    /// Lets the request leave while what was seen at `looked` is fresh, and says so when it leaves.
    fn departure(
        &self,
        looked: Duration,
        targets: &[Target],
        stale: &Arc<AtomicBool>,
    ) -> Departure {
        let (watch, within) = (self.watch.clone(), self.fresh_for);
        let (targets, stale) = (targets.to_vec(), Arc::clone(stale));
        Departure::new(move || {
            let is_fresh = (watch.uptime)().saturating_sub(looked) <= within;
            match is_fresh {
                true => (watch.leaves)(&targets),
                false => stale.store(true, Ordering::SeqCst),
            }
            is_fresh
        })
    }

    fn named_in(&self, request: &Request) -> Vec<Target> {
        if let [one] = self.targets.as_slice() {
            return vec![one.clone()];
        }
        let text = request.shown();
        let named = |target: &&Target| target.id.as_ref().is_some_and(|id| text.contains(id));
        self.targets.iter().filter(named).cloned().collect()
    }

    async fn after(&self, entry: EntryId, outcome: Outcome) {
        let journal = self.journal.clone();
        if let Err(error) = on_disk(move || journal.after(&entry, outcome)).await {
            tracing::warn!(%error, "the answer to a write is not in the journal");
        }
    }
}

/// Does what waits for the disk where that holds nothing up. A panic there is an error like any
/// other.
async fn on_disk<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, JournalError> + Send + 'static,
) -> Result<T, JournalError> {
    match tokio::task::spawn_blocking(|| contained(work)).await {
        Ok(Ok(done)) => done,
        Ok(Err(defect)) => Err(io::Error::other(defect).into()),
        Err(gone) => Err(io::Error::other(gone).into()),
    }
}

fn not_sent(error: ApiError) -> WriteFailure {
    WriteFailure::Failed(WriteError::NotSent(error))
}

/// What the journal says of a write that has no receipt.
fn outcome_of(unsent: &WriteFailure, ms: u64) -> Outcome {
    match unsent {
        WriteFailure::Failed(error) | WriteFailure::Second(_, error) => Outcome::failed(error, ms),
        WriteFailure::Conflict(changed) => Outcome::held_back(changed.in_short(), ms),
        WriteFailure::Unrecorded(why) => Outcome::held_back(why.clone(), ms),
        WriteFailure::Declined => Outcome::held_back("refused by the service".to_owned(), ms),
    }
}
