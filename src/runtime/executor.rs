//! The only place that writes. It takes an armed plan by value, writes it down, looks once more
//! whether the world is still as the user saw it, and sends each of its calls once, at once.
//!
//! It knows no single kind of write: what is looked at, and what must still hold, is the
//! mutation's to say; what is sent is the call that was shown.

mod broker;
mod ledger;
mod look;
mod recorded;
mod several;

use crate::api::{ApiError, ErrorKind, Operation, ReadClient, WriteClient, WriteError, WriteReply};
use crate::journal::{EntryId, Journal};
use crate::model::InstanceId;
use crate::state::write::mutation::Target;
use crate::state::write::pending::{Conflict, Receipt, WriteFailure};
use crate::state::write::plan::{Armed, Call, Plan};
pub use broker::{BrokerWatch, carry_out as change_broker};
use recorded::Recorded;
pub use recorded::Watch;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// How old a look at one instance may be when the request leaves.
const FRESH_FOR: Duration = Duration::from_secs(10);
/// The same for the looks at the instances of a call that names several.
const BATCH_FRESH_FOR: Duration = Duration::from_secs(30);

/// How targets are no longer what the user saw, as far as they are not.
type Changes = Vec<(Target, Conflict)>;

/// Carries a confirmed write out. Before the first call leaves the others are planned and all
/// targets are looked at, and again those of each call before that leaves. What was confirmed is
/// sent as it was shown or not at all: when one target is no longer what the user saw, nothing is
/// sent any more.
///
/// # Errors
/// [`WriteFailure`]: why there is no receipt, and whether it may have taken effect all the same.
pub async fn carry_out(
    reader: &ReadClient,
    writer: &WriteClient,
    journal: &Journal,
    watch: Watch,
    armed: Armed,
) -> Result<Receipt, WriteFailure> {
    let plan = armed.into_plan();
    let executor = Executor {
        reader,
        writer: Recorded {
            writer,
            journal,
            unrecorded: plan.unrecorded,
            fresh_for: match plan.bulk {
                Some(_) => BATCH_FRESH_FOR,
                None => FRESH_FOR,
            },
            watch,
        },
        plan: &plan,
    };
    match plan.bulk {
        Some(_) => executor.several().await,
        None => executor.one().await,
    }
}

/// A plan that is being carried out.
struct Executor<'a> {
    reader: &'a ReadClient,
    writer: Recorded<'a>,
    plan: &'a Plan,
}

impl Executor<'_> {
    /// Does it to one target.
    async fn one(&self) -> Result<Receipt, WriteFailure> {
        let mut planned = self.plan_later().await?.into_iter();
        let mut receipt = Ok(Receipt::Done);
        for (number, call) in self.plan.calls().iter().enumerate() {
            let entry = planned.next().flatten();
            let (sent, _) = self.send(number, call, entry).await;
            receipt = match sent {
                Ok(reply) => receipt_of(call, self.plan.first(), &reply),
                Err(unsent) if number == 0 => Err(unsent),
                Err(unsent) => Err(WriteFailure::Second(second(call, &unsent))),
            };
            if let Err(unsent) = &receipt {
                self.writer.never_sent(planned.flatten(), unsent).await;
                break;
            }
        }
        receipt
    }

    /// Writes down the calls after the first; gives the entry of each call that has one so far.
    async fn plan_later(&self) -> Result<Vec<Option<EntryId>>, WriteFailure> {
        let later = self.plan.calls().get(1..).unwrap_or_default();
        let planned = self.writer.plan(later).await?.into_iter();
        Ok(std::iter::once(None).chain(planned.map(Some)).collect())
    }

    /// Looks, and sends one of the calls. Gives also how targets have changed.
    async fn send(
        &self,
        number: usize,
        call: &Call,
        entry: Option<EntryId>,
    ) -> (Result<WriteReply, WriteFailure>, Changes) {
        let seen = Mutex::new(Changes::new());
        // The first look is at all of them.
        let again = AtomicBool::new(number > 0);
        let look = || async {
            let targets = match again.swap(true, Ordering::SeqCst) {
                true => call.targets.as_slice(),
                false => self.plan.targets(),
            };
            let changes = look::at(self.reader, targets, number).await?;
            let first = changes.first().map(|(_, changed)| changed.clone());
            *seen.lock().unwrap_or_else(PoisonError::into_inner) = changes;
            first.map_or(Ok(()), |changed| Err(WriteFailure::Conflict(changed)))
        };
        let sent = self.writer.send(entry, call, look).await;
        let changes = seen.into_inner().unwrap_or_else(PoisonError::into_inner);
        (sent, changes)
    }
}

/// What the service says of one target of a call that it took.
fn receipt_of(call: &Call, target: &Target, reply: &WriteReply) -> Result<Receipt, WriteFailure> {
    let each = match reply {
        WriteReply::Nothing => return Ok(Receipt::Done),
        WriteReply::Job(job) => return Ok(Receipt::Job(Some(job.clone()))),
        WriteReply::Created(id) => return Ok(Receipt::Created(id.clone())),
        WriteReply::Each(each) => each,
    };
    let is_own = |id: &InstanceId| target.key().is_some_and(|key| key.id == *id);
    let own = each.iter().find(|one| is_own(&one.instance));
    let operation = call.prepared.operation;
    match own.map(|own| (own.accepted, &own.job, &own.why)) {
        Some((Some(true), Some(job), _)) => Ok(Receipt::Job(Some(job.clone()))),
        Some((Some(true), None, _)) => Ok(Receipt::Done),
        Some((Some(false), _, Some(why))) => {
            let error = ApiError::local(operation, ErrorKind::Refused, why.as_str());
            Err(WriteFailure::Failed(WriteError::Refused(error)))
        }
        Some((Some(false), _, None)) => Err(WriteFailure::Declined),
        Some((None, ..)) | None => Err(WriteFailure::unsaid(operation)),
    }
}

/// Why the second of two calls has no receipt, after the first took effect.
fn second(call: &Call, unsent: &WriteFailure) -> WriteError {
    error_of(unsent).cloned().unwrap_or_else(|why| {
        let error = ApiError::local(call.prepared.operation, ErrorKind::Setup, why);
        WriteError::NotSent(error)
    })
}

/// The error that a write ended with, or why it was held back without one.
fn error_of(unsent: &WriteFailure) -> Result<&WriteError, String> {
    match unsent {
        WriteFailure::Failed(error) | WriteFailure::Second(error) => Ok(error),
        WriteFailure::Conflict(changed) => Err(changed.in_short()),
        WriteFailure::Unrecorded(why) => Err(why.clone()),
        WriteFailure::Declined => Err("refused by the service".to_owned()),
    }
}

fn not_sent(operation: Operation, kind: ErrorKind, message: impl Into<String>) -> WriteFailure {
    let error = ApiError::local(operation, kind, message);
    WriteFailure::Failed(WriteError::NotSent(error))
}
