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
    let alike =
        |one: &Target, other: &Target| one.mutation.looks(call) == other.mutation.looks(call);
    let mut waiting = targets.chunk_by(alike).map(<[Target]>::to_vec);
    let mut looks = JoinSet::new();
    let mut changes = Changes::new();
    let look = |targets: Vec<Target>| {
        let reader = reader.clone();
        async move { changed(&reader, targets, call).await }
    };
    for targets in waiting.by_ref().take(LOOKED_AT) {
        looks.spawn(look(targets));
    }
    while let Some(looked) = looks.join_next().await {
        let found = looked.map_err(|_| {
            let message = "a look was cut off";
            not_sent(Operation::ShowInstance, ErrorKind::Setup, message)
        })?;
        changes.extend(found.map_err(|error| WriteFailure::Failed(WriteError::NotSent(error)))?);
        if let Some(targets) = waiting.next() {
            looks.spawn(look(targets));
        }
    }
    Ok(changes)
}

/// How targets that are looked at alike are no longer what the user saw, as far as it forbids doing
/// this to them.
async fn changed(
    reader: &ReadClient,
    mut targets: Vec<Target>,
    call: usize,
) -> Result<Changes, ApiError> {
    let mut changes = Changes::new();
    let queries = targets.first().map(|one| one.mutation.looks(call));
    for query in queries.into_iter().flatten() {
        let answer = query.ask(reader).await;
        let lost = match answer.error() {
            Some(error) if error.kind == ErrorKind::NotFound => Some(Conflict::Gone),
            Some(error) => return Err(error.clone()),
            None => None,
        };
        targets.retain(|target| {
            let read = Observation::of(target.scope(), &answer);
            let held = read.map_or(Ok(()), |read| target.mutation.still_holds(target, read));
            let conflict = lost.clone().or(held.err());
            changes.extend(conflict.map(|conflict| (target.clone(), conflict)));
            changes.last().is_none_or(|(last, _)| last != target)
        });
    }
    Ok(changes)
}
