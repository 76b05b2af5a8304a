//! Several instances at once: all of them looked at once more, then named request by request.

use crate::api::v2::BatchOutcome;
use crate::api::{Listing, ReadClient, WriteError};
use crate::model::{Instance, InstanceId};
use crate::state::pending::{Changed, Receipt, Unsent};
use crate::state::plan::{Act, Batch, Target};

use super::changed;
use super::recorded::Recorded;

/// Carries a batch out, in one place. What was confirmed is sent as it was shown or not at all:
/// when one instance is no longer what the user saw, nothing is sent.
///
/// # Errors
/// [`Unsent`] when nothing was sent because the list could not be read.
pub async fn carry_out(
    reader: &ReadClient,
    writer: &Recorded<'_>,
    batch: &Batch,
) -> Result<Receipt, Unsent> {
    let listing = reader.list_instances(|_| {}).await;
    let listing = listing.map_err(|error| Unsent::Failed(WriteError::NotSent(error)))?;
    if let Some(held_back) = held_back(batch, &listing) {
        return held_back;
    }
    let mut answers = Vec::new();
    let mut stopped = false;
    for call in batch.calls() {
        let names = call.targets.iter().map(|target| target.key.id.clone());
        if stopped {
            answers.extend(names.map(|id| (id, Err(Unsent::Changed(Changed::Stopped)))));
            continue;
        }
        match writer.send(&call.action).await {
            Ok(sent) => answers.extend(names.map(|id| {
                let answer = one(batch.act, &id, &sent.reply);
                (id, answer)
            })),
            Err(error) => {
                stopped = true;
                answers.extend(names.map(|id| (id, Err(Unsent::Failed(error.clone())))));
            }
        }
    }
    Ok(Receipt::Each(answers))
}

/// Why nothing is sent, for each instance; nothing when all are still as the user saw them.
fn held_back(batch: &Batch, listing: &Listing) -> Option<Result<Receipt, Unsent>> {
    let found = |target: &Target| {
        let mut listed = listing.instances.iter();
        listed.find(|instance| instance.id == target.key.id)
    };
    if let Some(part) = listing.missing.first()
        && batch.targets().iter().any(|one| found(one).is_none())
    {
        let error = WriteError::NotSent(part.error.clone());
        return Some(Err(Unsent::Failed(error)));
    }
    let changes: Vec<Option<Changed>> = batch
        .targets()
        .iter()
        .map(|target| change(batch.act, target, found(target)))
        .collect();
    let mut changed = batch.targets().iter().zip(&changes);
    let (other, _) = changed.find(|(_, change)| change.is_some())?;
    let answers = batch.targets().iter().zip(changes).map(|(target, change)| {
        let another = || Changed::Another(other.name.clone());
        let why = change.unwrap_or_else(another);
        (target.key.id.clone(), Err(Unsent::Changed(why)))
    });
    Some(Ok(Receipt::Each(answers.collect())))
}

fn change(act: Act, target: &Target, found: Option<&Instance>) -> Option<Changed> {
    match found {
        None => Some(Changed::Gone),
        Some(instance) => changed(act, instance, &target.name),
    }
}

/// What the service says of one instance of a request that it took.
pub(super) fn one(act: Act, id: &InstanceId, outcomes: &[BatchOutcome]) -> Result<(), Unsent> {
    let outcome = outcomes.iter().find(|outcome| outcome.instance == *id);
    match outcome.and_then(|outcome| outcome.accepted) {
        Some(true) => Ok(()),
        Some(false) => Err(Unsent::Declined),
        None => Err(Unsent::unsaid(act.operation())),
    }
}
