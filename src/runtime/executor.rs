//! The only place that writes. It takes an armed plan by value, writes it down, looks once more
//! whether the world is still as the user saw it, and sends it once, at once.

mod batch;
mod look;
mod recorded;

use crate::api::v2::{BatchOutcome, CreateInstance, TagVerb};
use crate::api::{Accepted, ApiError, ErrorKind, Operation, ReadClient, WriteClient, WriteError};
use crate::journal::{Journal, Outcome, Target};
use crate::model::{InstanceId, InstanceKey, TaskId};
use crate::state::write::change;
use crate::state::write::pending::{Receipt, WriteFailure};
use crate::state::write::plan::{self, Armed, BulkAction, Mutation, Plan};
use crate::state::write::tag_edit::Edit;
use look::Look;
use recorded::Recorded;
pub use recorded::Watch;
use std::time::Duration;

/// How old a look at one instance may be when the request leaves.
const FRESH_FOR: Duration = Duration::from_secs(10);
/// The same for the looks at the instances of one request of a batch.
const BATCH_FRESH_FOR: Duration = Duration::from_secs(30);

/// Carries a confirmed write out.
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
    let writer = &Recorded {
        reader,
        writer,
        journal,
        scope: plan.mutation.scope().clone(),
        targets: targets(&plan.mutation, &plan.name),
        unrecorded: plan.unrecorded,
        fresh_for: match matches!(plan.mutation, Mutation::Batch(_)) {
            true => BATCH_FRESH_FOR,
            false => FRESH_FOR,
        },
        watch,
    };
    send(reader, writer, &plan).await
}

async fn send(
    reader: &ReadClient,
    writer: &Recorded<'_>,
    plan: &Plan,
) -> Result<Receipt, WriteFailure> {
    let Plan { mutation, name, .. } = plan;
    let look = Look {
        reader,
        name,
        seen: plan.seen.as_ref(),
    };
    let nothing = |_: &_, _: &mut Outcome| {};
    match mutation {
        Mutation::Delete(key) => {
            let look = || look.still_allows(key, BulkAction::Delete);
            done(writer.send(&plan::delete(key), look, nothing).await)
        }
        Mutation::Restart(key) => restart(writer, &look, key).await,
        Mutation::Batch(batch) => batch::carry_out(reader, writer, batch).await,
        Mutation::SetPlugin { key, plugin, to } => {
            let look = || look.still_to_switch(key, plugin, *to);
            job(writer
                .send(&plan::set_plugin(key, plugin, *to), look, |_, _| {})
                .await)
        }
        Mutation::Modify { key, changes } => {
            let changes = changes.as_slice();
            let look = || look.still_from(key, changes);
            done(
                writer
                    .send(&change::operation(key, changes), look, nothing)
                    .await,
            )
        }
        Mutation::ResetPassword { key, password } => {
            let look = || look.still_runs(key);
            done(
                writer
                    .send(&plan::reset_password(key, password), look, nothing)
                    .await,
            )
        }
        Mutation::Resize { key, from, to } => {
            let look = || look.still_as_large(key, from);
            job(writer
                .send(&plan::resize(key, from, to), look, |_, _| {})
                .await)
        }
        Mutation::Tags { key, edit } => tags(writer, &look, key, edit).await,
        Mutation::DeleteTask { key, task } => {
            let look = || look.still_named(key);
            done(
                writer
                    .send(&plan::delete_task(key, task), look, nothing)
                    .await,
            )
        }
        Mutation::Create { instance, .. } => create(writer, instance).await,
    }
}

/// Restarts one instance. The call is that of a batch, and so is what it answers.
async fn restart(
    writer: &Recorded<'_>,
    look: &Look<'_>,
    key: &InstanceKey,
) -> Result<Receipt, WriteFailure> {
    let look = || look.still_allows(key, BulkAction::Restart);
    let tell = |said: &Vec<BatchOutcome>, line: &mut Outcome| batch::tell(said, line);
    let sent = writer.send(&plan::restart(key), look, tell).await?;
    batch::one(BulkAction::Restart, &key.id, &sent.reply).map(|()| Receipt::Done)
}

/// Creates an instance. There is nothing to look at before.
async fn create(writer: &Recorded<'_>, instance: &CreateInstance) -> Result<Receipt, WriteFailure> {
    let look = || std::future::ready(Ok(()));
    let tell = |id: &InstanceId, line: &mut Outcome| line.created = Some(id.to_string());
    let sent = writer.send(instance, look, tell).await?;
    Ok(Receipt::Created(sent.reply))
}

/// The service took it, and says nothing more.
fn done<T>(sent: Result<Accepted<T>, WriteFailure>) -> Result<Receipt, WriteFailure> {
    sent.map(|_| Receipt::Done)
}

/// The service took it, and names the background task that does it.
fn job(sent: Result<Accepted<TaskId>, WriteFailure>) -> Result<Receipt, WriteFailure> {
    sent.map(|sent| Receipt::Job(Some(sent.reply)))
}

/// What a mutation is done to, for the journal.
fn targets(mutation: &Mutation, name: &str) -> Vec<Target> {
    if let Mutation::Batch(batch) = mutation {
        let targets = batch.targets().iter().map(|target| Target {
            id: Some(target.key.id.to_string()),
            name: target.name.clone(),
        });
        return targets.collect();
    }
    vec![Target {
        id: mutation.key().map(|key| key.id.to_string()),
        name: name.to_owned(),
    }]
}

/// Sends the one or two requests of an edit of tags, if they are still as the user saw them.
async fn tags(
    writer: &Recorded<'_>,
    look: &Look<'_>,
    key: &InstanceKey,
    edit: &Edit,
) -> Result<Receipt, WriteFailure> {
    let mut done = None;
    for request in edit.requests(key) {
        let first = done.is_none();
        let look = || async move {
            match first {
                true => look.still_tagged(key, edit).await,
                // The first request has changed them.
                false => look.still_named(key).await,
            }
        };
        let sent = writer.send(&request, look, |_, _| {}).await;
        sent.map_err(|unsent| after_the_first(done, unsent))?;
        done = Some(request.verb);
    }
    Ok(Receipt::Done)
}

/// Why the second request of an edit has no receipt, after the first took effect.
fn after_the_first(done: Option<TagVerb>, unsent: WriteFailure) -> WriteFailure {
    match (done, unsent) {
        (Some(verb), WriteFailure::Failed(error)) => WriteFailure::Second(verb, error),
        (Some(verb), WriteFailure::Conflict(changed)) => {
            WriteFailure::Second(verb, held_back(&changed.in_short()))
        }
        (Some(verb), WriteFailure::Unrecorded(why)) => WriteFailure::Second(verb, held_back(&why)),
        (_, unsent) => unsent,
    }
}

/// That a second request was held back.
fn held_back(why: &str) -> WriteError {
    let error = ApiError::local(Operation::ChangeTags, ErrorKind::Setup, why);
    WriteError::NotSent(error)
}
