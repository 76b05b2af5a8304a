//! Several instances at once: all of them looked at once more, then named request by request.

use super::look::Look;
use super::recorded::Recorded;
use crate::api::v2::BatchOutcome;
use crate::api::{ApiError, ErrorKind, Operation, ReadClient, WriteError};
use crate::journal::{Each, Outcome, Verdict};
use crate::model::InstanceId;
use crate::state::write::pending::{Conflict, Receipt, WriteFailure};
use crate::state::write::plan::{Batch, BulkAction, Call, Target};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use tokio::task::JoinSet;

/// So many instances are looked at side by side.
const LOOKED_AT: usize = 4;

/// How each instance no longer is what the user saw, as far as it is not.
type Changes = Vec<(InstanceId, Conflict)>;

/// What became of each instance.
type Answers = Vec<(InstanceId, Result<(), WriteFailure>)>;

/// Carries a batch out, in one place. Before the first request leaves the others are planned and
/// all of its instances are looked at, and again those of each request before that leaves. What
/// was confirmed is sent as it was shown or not at all: when one instance is no longer what the
/// user saw, nothing is sent any more.
///
/// # Errors
/// [`WriteFailure`] when nothing was sent because an instance could not be read, or the journal not
/// written.
pub async fn carry_out(
    reader: &ReadClient,
    writer: &Recorded<'_>,
    batch: &Batch,
) -> Result<Receipt, WriteFailure> {
    let mut answers: Answers = Vec::new();
    let calls = batch.calls();
    let later: Vec<_> = calls.iter().skip(1).map(|call| &call.action).collect();
    let mut planned = writer.plan(&later).await?.into_iter();
    for (number, call) in calls.iter().enumerate() {
        let seen = Mutex::new(Changes::new());
        // The first look is at all of them.
        let again = AtomicBool::new(number > 0);
        let look = || async {
            let targets = match again.swap(true, Ordering::SeqCst) {
                true => call.targets.as_slice(),
                false => batch.targets(),
            };
            let changes = look_at(reader, batch.act, targets).await?;
            let first = changes.first().map(|(_, changed)| changed.clone());
            *seen.lock().unwrap_or_else(PoisonError::into_inner) = changes;
            first.map_or(Ok(()), |changed| Err(WriteFailure::Conflict(changed)))
        };
        let note = |said: &Vec<BatchOutcome>, line: &mut Outcome| tell(said, line);
        let entry = match number {
            0 => None,
            _ => planned.next(),
        };
        let sent = writer.send_planned(entry, &call.action, look, note).await;
        let changes = seen.into_inner().unwrap_or_else(PoisonError::into_inner);
        match sent {
            Ok(sent) => answers.extend(each(call, |id| one(batch.act, id, &sent.reply))),
            Err(unsent) if number == 0 && changes.is_empty() && is_whole(&unsent) => {
                writer.never_sent(planned, &unsent).await;
                return Err(unsent);
            }
            Err(unsent) => {
                writer.never_sent(planned, &rest(batch, &changes)).await;
                answers.extend(each(call, |id| Err(why(batch, &changes, id, &unsent))));
                let rest = calls.iter().skip(number + 1);
                answers.extend(
                    rest.flat_map(|call| each(call, |id| Err(why_not_after(batch, &changes, id)))),
                );
                break;
            }
        }
    }
    Ok(Receipt::Each(answers))
}

/// Whether it is about the batch as a whole: nothing of it was sent.
fn is_whole(unsent: &WriteFailure) -> bool {
    match unsent {
        WriteFailure::Failed(WriteError::NotSent(_)) | WriteFailure::Unrecorded(_) => true,
        WriteFailure::Failed(WriteError::Refused(_) | WriteError::Unknown(_))
        | WriteFailure::Second(..)
        | WriteFailure::Conflict(_)
        | WriteFailure::Declined => false,
    }
}

fn each(
    call: &Call,
    answer: impl Fn(&InstanceId) -> Result<(), WriteFailure>,
) -> impl Iterator<Item = (InstanceId, Result<(), WriteFailure>)> {
    call.targets.iter().map(move |target| {
        let id = target.key.id.clone();
        let answer = answer(&id);
        (id, answer)
    })
}

/// Why an instance of a request has no receipt: its own change, or that of another.
fn why(batch: &Batch, changes: &Changes, id: &InstanceId, unsent: &WriteFailure) -> WriteFailure {
    match changes.is_empty() {
        true => unsent.clone(),
        false => WriteFailure::Conflict(own_or_other(batch, changes, id)),
    }
}

/// Why an instance of a later request was not named any more.
fn why_not_after(batch: &Batch, changes: &Changes, id: &InstanceId) -> WriteFailure {
    WriteFailure::Conflict(match changes.is_empty() {
        true => Conflict::Stopped,
        false => own_or_other(batch, changes, id),
    })
}

/// Why the later requests are not sent, in one word for all of their instances.
fn rest(batch: &Batch, changes: &Changes) -> WriteFailure {
    WriteFailure::Conflict(match changes.is_empty() {
        true => Conflict::Stopped,
        false => another(batch, changes),
    })
}

fn own_or_other(batch: &Batch, changes: &Changes, id: &InstanceId) -> Conflict {
    let own = changes.iter().find(|(changed, _)| changed == id);
    own.map_or_else(|| another(batch, changes), |(_, own)| own.clone())
}

/// The first that has changed, by its name.
fn another(batch: &Batch, changes: &Changes) -> Conflict {
    let is_first = |target: &&Target| {
        changes
            .first()
            .is_some_and(|(one, _)| target.key.id == *one)
    };
    let other = batch.targets().iter().find(is_first);
    Conflict::Another(other.map(|target| target.name.clone()).unwrap_or_default())
}

/// Reads the detail of each of them, a few at a time, and gives those that have changed.
async fn look_at(
    reader: &ReadClient,
    act: BulkAction,
    targets: &[Target],
) -> Result<Changes, WriteFailure> {
    let mut waiting = targets.iter().cloned();
    let mut looks = JoinSet::new();
    let mut changes = Changes::new();
    let look = |target: Target| {
        let reader = reader.clone();
        async move {
            let look = Look {
                reader: &reader,
                name: &target.name,
                seen: target.status.as_ref(),
            };
            let found = look.change(&target.key, act).await;
            (target.key.id, found)
        }
    };
    for target in waiting.by_ref().take(LOOKED_AT) {
        looks.spawn(look(target));
    }
    while let Some(looked) = looks.join_next().await {
        // A look that was cut off is no look.
        let cut_off = |_| {
            let message = "a look was cut off";
            let error = ApiError::local(Operation::ShowInstance, ErrorKind::Setup, message);
            WriteFailure::Failed(WriteError::NotSent(error))
        };
        let (id, found) = looked.map_err(cut_off)?;
        let found = found.map_err(|error| WriteFailure::Failed(WriteError::NotSent(error)))?;
        changes.extend(found.map(|changed| (id, changed)));
        if let Some(target) = waiting.next() {
            looks.spawn(look(target));
        }
    }
    Ok(changes)
}

/// What the service says of one instance of a request that it took.
pub(super) fn one(
    act: BulkAction,
    id: &InstanceId,
    outcomes: &[BatchOutcome],
) -> Result<(), WriteFailure> {
    let outcome = outcomes.iter().find(|outcome| outcome.instance == *id);
    match outcome.and_then(|outcome| outcome.accepted) {
        Some(true) => Ok(()),
        Some(false) => Err(WriteFailure::Declined),
        None => Err(WriteFailure::unsaid(act.operation())),
    }
}

/// Adds what the service says of each instance to the line of the answer.
pub(super) fn tell(outcomes: &[BatchOutcome], line: &mut Outcome) {
    let each = outcomes.iter().map(|outcome| Each {
        id: outcome.instance.to_string(),
        result: match outcome.accepted {
            Some(true) => Verdict::Accepted,
            Some(false) => Verdict::Refused,
            None => Verdict::Unknown,
        },
    });
    line.each = each.collect();
}
