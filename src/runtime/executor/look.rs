//! The last look before a call leaves: what it is about is still what the user saw.

use super::{Changes, not_sent};
use crate::api::{ApiError, ErrorKind, Operation, ReadClient, WriteError};
use crate::state::write::mutation::Target;
use crate::state::write::observation::Observation;
use crate::state::write::pending::{Conflict, WriteFailure};
use tokio::task::JoinSet;

/// So many targets are looked at side by side.
const LOOKED_AT: usize = 4;

/// Looks at each of them before this one of its calls leaves, a few at a time, and gives those that
/// have changed.
pub(super) async fn at(
    reader: &ReadClient,
    targets: &[Target],
    call: usize,
) -> Result<Changes, WriteFailure> {
    let mut waiting = targets.iter().cloned();
    let mut looks = JoinSet::new();
    let mut changes = Changes::new();
    let look = |target: Target| {
        let reader = reader.clone();
        async move {
            let changed = change(&reader, &target, call).await;
            (target, changed)
        }
    };
    for target in waiting.by_ref().take(LOOKED_AT) {
        looks.spawn(look(target));
    }
    while let Some(looked) = looks.join_next().await {
        let (target, found) = looked.map_err(|_| {
            let message = "a look was cut off";
            not_sent(Operation::ShowInstance, ErrorKind::Setup, message)
        })?;
        let found = found.map_err(|error| WriteFailure::Failed(WriteError::NotSent(error)))?;
        changes.extend(found.map(|changed| (target, changed)));
        if let Some(target) = waiting.next() {
            looks.spawn(look(target));
        }
    }
    Ok(changes)
}

/// How a target is no longer what the user saw, as far as it forbids doing this to it.
async fn change(
    reader: &ReadClient,
    target: &Target,
    call: usize,
) -> Result<Option<Conflict>, ApiError> {
    for query in target.mutation.looks(call) {
        let answer = query.ask(reader).await;
        if let Some(error) = answer.error() {
            return match error.kind {
                ErrorKind::NotFound => Ok(Some(Conflict::Gone)),
                _ => Err(error.clone()),
            };
        }
        if let Some(read) = Observation::of(target.scope(), &answer)
            && let Err(changed) = target.mutation.still_holds(target, read)
        {
            return Ok(Some(changed));
        }
    }
    Ok(None)
}
