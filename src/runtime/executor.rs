//! The only place that writes. It takes an armed plan by value, looks once more whether the world
//! is still as the user saw it, and sends it once.

use crate::api::v2::{ListInstanceTags, ListPlugins, ShowInstance, Switch};
use crate::api::{ErrorKind, ReadClient, WriteClient, WriteError};
use crate::model::{Instance, InstanceKey, PluginName, Status};
use crate::state::can::deletable;
use crate::state::change::{self, Change};
use crate::state::pending::{Changed, Receipt, Unsent};
use crate::state::plan::{self, Armed, Deed, Plan};
use crate::state::resize;
use crate::state::tags::Edit;

/// Carries a confirmed write out.
///
/// # Errors
/// [`Unsent`]: why there is no receipt, and whether it may have taken effect all the same.
pub async fn carry_out(
    reader: &ReadClient,
    writer: &WriteClient,
    armed: Armed,
) -> Result<Receipt, Unsent> {
    let Plan { deed, name, .. } = armed.into_plan();
    match &deed {
        Deed::Delete(key) => {
            match still_there(reader, key, &name).await?.status {
                Some(status) if !deletable(&status) => {
                    return Err(Unsent::Changed(Changed::Status(status)));
                }
                _ => {}
            }
            let sent = writer.send(&plan::delete(key)).await;
            sent.map(|_| Receipt::Done).map_err(Unsent::Failed)
        }
        Deed::SetPlugin { key, plugin, to } => {
            still_to_do(reader, key, plugin, *to).await?;
            let sent = writer.send(&plan::set_plugin(key, plugin, *to)).await;
            sent.map(|sent| Receipt::Job(Some(sent.reply)))
                .map_err(Unsent::Failed)
        }
        Deed::Modify { key, changes } => {
            let changes = changes.as_slice();
            let found = still_running(reader, key, &name).await?;
            still_from(&found, changes)?;
            let sent = writer.send(&change::operation(key, changes)).await;
            sent.map(|_| Receipt::Done).map_err(Unsent::Failed)
        }
        Deed::ResetPassword { key, password } => {
            still_running(reader, key, &name).await?;
            let sent = writer.send(&plan::reset_password(key, password)).await;
            sent.map(|_| Receipt::Done).map_err(Unsent::Failed)
        }
        Deed::Resize { key, from, to } => {
            let found = still_running(reader, key, &name).await?;
            if !from.is_of(&found) {
                return Err(Unsent::Changed(Changed::Size));
            }
            let sent = writer.send(&resize::operation(key, from, to)).await;
            sent.map(|sent| Receipt::Job(Some(sent.reply)))
                .map_err(Unsent::Failed)
        }
        Deed::Tags { key, edit } => tags(reader, writer, key, edit, &name).await,
        Deed::DeleteTask { key, task } => {
            let sent = writer.send(&plan::delete_task(key, task)).await;
            sent.map(|_| Receipt::Done).map_err(Unsent::Failed)
        }
        Deed::Create { instance, .. } => {
            let sent = writer.send(instance.as_ref()).await;
            sent.map(|sent| Receipt::Created(sent.reply))
                .map_err(Unsent::Failed)
        }
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
    writer: &WriteClient,
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
