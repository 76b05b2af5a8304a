//! The last look before a call leaves: what it is about is still what the user saw.

use super::{Changes, cut_off};
use crate::api::v2::{ListInstanceTags, ListPlugins, ShowInstance, ShowTask};
use crate::api::{ApiError, ErrorKind, ReadClient, WriteError};
use crate::state::write::mutation::Target;
use crate::state::write::pending::{Conflict, Follow, Observation, WriteFailure};
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
        let (target, found) = looked.map_err(|_| cut_off())?;
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
    for follow in target.mutation.looks(call) {
        let holds = |read: Observation<'_>| target.mutation.still_holds(target, read);
        match read(reader, &follow, holds).await {
            Ok(Ok(())) => {}
            Ok(Err(changed)) => return Ok(Some(changed)),
            Err(error) if error.kind == ErrorKind::NotFound => return Ok(Some(Conflict::Gone)),
            Err(error) => return Err(error),
        }
    }
    Ok(None)
}

async fn read<T>(
    reader: &ReadClient,
    follow: &Follow,
    tell: impl Fn(Observation<'_>) -> T,
) -> Result<T, ApiError> {
    let instance = follow.key().id.clone();
    Ok(match follow {
        Follow::Instance(key) => {
            let detail = reader.read(&ShowInstance { instance }).await?;
            tell(Observation::Instance(key, Some(&detail.instance)))
        }
        Follow::Plugins(key) => {
            let list = reader.read(&ListPlugins { instance }).await?;
            tell(Observation::Plugins(key, &list.plugins))
        }
        Follow::Tags(key) => {
            let tags = reader.read(&ListInstanceTags { instance }).await?;
            tell(Observation::Tags(key, &tags.rows))
        }
        Follow::Tasks(key) => {
            let tasks = reader.list_tasks(&instance, None).await?;
            tell(Observation::Tasks(key, &tasks))
        }
        Follow::Task(key, task) => {
            let (instance, task) = (instance, task.clone());
            let found = reader
                .read(&ShowTask {
                    instance,
                    task: task.clone(),
                })
                .await?;
            let status = found.as_ref().and_then(|task| task.status.as_ref());
            tell(Observation::Task(key, &task, status))
        }
    })
}
