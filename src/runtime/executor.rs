//! The only place that writes. It takes an armed plan by value, looks once more whether the world
//! is still as the user saw it, and sends it once.

mod batch;
mod recorded;

use crate::api::v2::{ListInstanceTags, ListPlugins, ShowInstance, Switch};
use crate::api::{Accepted, ErrorKind, ReadClient, WriteClient, WriteError};
use crate::journal::{Journal, Target};
use crate::model::{Instance, InstanceId, InstanceKey, PluginName, Status, TaskId};
use crate::state::can::{deletable, restartable};
use crate::state::change::{self, Change};
use crate::state::pending::{Changed, Receipt, Unsent};
use crate::state::plan::{self, Act, Armed, Deed, Plan};
use crate::state::resize;
use crate::state::tags::Edit;
use recorded::Recorded;

/// Carries a confirmed write out.
///
/// # Errors
/// [`Unsent`]: why there is no receipt, and whether it may have taken effect all the same.
pub async fn carry_out(
    reader: &ReadClient,
    writer: &WriteClient,
    journal: &Journal,
    armed: Armed,
) -> Result<Receipt, Unsent> {
    let Plan { deed, name, .. } = armed.into_plan();
    let writer = &Recorded {
        reader,
        writer,
        journal,
        scope: deed.scope().clone(),
        targets: targets(&deed, &name),
    };
    match &deed {
        Deed::Delete(key) => {
            still_allows(reader, key, &name, Act::Delete).await?;
            done(writer.send(&plan::delete(key)).await)
        }
        Deed::Restart(key) => {
            still_allows(reader, key, &name, Act::Restart).await?;
            let sent = writer.send(&plan::restart(key)).await;
            let sent = sent.map_err(Unsent::Failed)?;
            batch::one(Act::Restart, &key.id, &sent.reply).map(|()| Receipt::Done)
        }
        Deed::Batch(batch) => batch::carry_out(reader, writer, batch).await,
        Deed::SetPlugin { key, plugin, to } => {
            still_to_do(reader, key, plugin, *to).await?;
            job(writer.send(&plan::set_plugin(key, plugin, *to)).await)
        }
        Deed::Modify { key, changes } => {
            let changes = changes.as_slice();
            let found = still_running(reader, key, &name).await?;
            still_from(&found, changes)?;
            done(writer.send(&change::operation(key, changes)).await)
        }
        Deed::ResetPassword { key, password } => {
            still_running(reader, key, &name).await?;
            done(writer.send(&plan::reset_password(key, password)).await)
        }
        Deed::Resize { key, from, to } => {
            let found = still_running(reader, key, &name).await?;
            if !from.is_of(&found) {
                return Err(Unsent::Changed(Changed::Size));
            }
            job(writer.send(&resize::operation(key, from, to)).await)
        }
        Deed::Tags { key, edit } => tags(reader, writer, key, edit, &name).await,
        Deed::DeleteTask { key, task } => done(writer.send(&plan::delete_task(key, task)).await),
        Deed::Create { instance, .. } => {
            let id = |id: &InstanceId| Some(id.to_string());
            let sent = writer.send_and_name(instance.as_ref(), id).await;
            sent.map(|sent| Receipt::Created(sent.reply))
                .map_err(Unsent::Failed)
        }
    }
}

/// The service took it, and says nothing more.
fn done<T>(sent: Result<Accepted<T>, WriteError>) -> Result<Receipt, Unsent> {
    sent.map(|_| Receipt::Done).map_err(Unsent::Failed)
}

/// The service took it, and names the background task that does it.
fn job(sent: Result<Accepted<TaskId>, WriteError>) -> Result<Receipt, Unsent> {
    sent.map(|sent| Receipt::Job(Some(sent.reply)))
        .map_err(Unsent::Failed)
}

/// What a deed is done to, for the journal.
fn targets(deed: &Deed, name: &str) -> Vec<Target> {
    if let Deed::Batch(batch) = deed {
        let targets = batch.targets().iter().map(|target| Target {
            id: Some(target.key.id.to_string()),
            name: target.name.clone(),
        });
        return targets.collect();
    }
    vec![Target {
        id: deed.key().map(|key| key.id.to_string()),
        name: name.to_owned(),
    }]
}

/// The instance still has the name that was typed, and its status still allows it.
async fn still_allows(
    reader: &ReadClient,
    key: &InstanceKey,
    name: &str,
    act: Act,
) -> Result<(), Unsent> {
    let found = still_there(reader, key, name).await?;
    match changed(act, &found, name) {
        Some(changed) => Err(Unsent::Changed(changed)),
        None => Ok(()),
    }
}

/// The instance is still there under the name that was shown.
async fn still_there(
    reader: &ReadClient,
    key: &InstanceKey,
    name: &str,
) -> Result<Instance, Unsent> {
    let instance = key.id.clone();
    let found = match reader.read(&ShowInstance { instance }).await {
        Ok(detail) => detail.instance,
        Err(error) if error.kind == ErrorKind::NotFound => {
            return Err(Unsent::Changed(Changed::Gone));
        }
        Err(error) => return Err(Unsent::Failed(WriteError::NotSent(error))),
    };
    if found.label() != name {
        let now = found.label().to_owned();
        return Err(Unsent::Changed(Changed::Renamed(now)));
    }
    match found.status {
        Some(status) if status.is_gone() => Err(Unsent::Changed(Changed::Gone)),
        _ => Ok(found),
    }
}

/// The same, and it runs: the service changes nothing of one that does not.
async fn still_running(
    reader: &ReadClient,
    key: &InstanceKey,
    name: &str,
) -> Result<Instance, Unsent> {
    let found = still_there(reader, key, name).await?;
    match found.status {
        Some(status) if status != Status::Running => Err(Unsent::Changed(Changed::Status(status))),
        _ => Ok(found),
    }
}

/// Sends the one or two requests of an edit of tags, if they are still as the user saw them.
async fn tags(
    reader: &ReadClient,
    writer: &Recorded<'_>,
    key: &InstanceKey,
    edit: &Edit,
    name: &str,
) -> Result<Receipt, Unsent> {
    still_there(reader, key, name).await?;
    let instance = key.id.clone();
    let now = reader.read(&ListInstanceTags { instance }).await;
    let now = now.map_err(|error| Unsent::Failed(WriteError::NotSent(error)))?;
    if !edit.begins_with(&now.rows) {
        return Err(Unsent::Changed(Changed::Tags));
    }
    let mut done = None;
    for request in edit.requests(key) {
        let sent = writer.send(&request).await;
        sent.map_err(|error| match done {
            None => Unsent::Failed(error),
            Some(verb) => Unsent::Second(verb, error),
        })?;
        done = Some(request.verb);
    }
    Ok(Receipt::Done)
}

/// Every setting is still what the user saw when changing it.
fn still_from(found: &Instance, changes: &[Change]) -> Result<(), Unsent> {
    let moved = changes
        .iter()
        .map(|change| (&change.from, change.from.of(found)))
        .find(|(from, now)| *from != now);
    match moved {
        Some((_, now)) => Err(Unsent::Changed(Changed::Setting(now))),
        None => Ok(()),
    }
}

/// How an instance is no longer what the user saw, as far as it forbids doing this to it.
fn changed(act: Act, found: &Instance, name: &str) -> Option<Changed> {
    if found.label() != name {
        return Some(Changed::Renamed(found.label().to_owned()));
    }
    let status = found.status.as_ref()?;
    let allowed = match act {
        Act::Delete => deletable(status),
        Act::Restart => restartable(status),
    };
    match status {
        status if status.is_gone() => Some(Changed::Gone),
        status if !allowed => Some(Changed::Status(status.clone())),
        _ => None,
    }
}

/// The plug-in is not yet as it should become.
async fn still_to_do(
    reader: &ReadClient,
    key: &InstanceKey,
    plugin: &PluginName,
    to: Switch,
) -> Result<(), Unsent> {
    let instance = key.id.clone();
    let list = match reader.read(&ListPlugins { instance }).await {
        Ok(list) => list,
        Err(error) if error.kind == ErrorKind::NotFound => {
            return Err(Unsent::Changed(Changed::Gone));
        }
        Err(error) => return Err(Unsent::Failed(WriteError::NotSent(error))),
    };
    let found = list.plugins.iter().find(|one| one.name == *plugin);
    let enabled = found.and_then(|plugin| plugin.enabled);
    if enabled == Some(to == Switch::Enable) {
        return Err(Unsent::Changed(Changed::AlreadyThere));
    }
    Ok(())
}
