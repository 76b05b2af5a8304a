//! The only place that writes. It takes an armed plan by value, looks once more whether the world
//! is still as the user saw it, and sends it once.

mod batch;

use crate::api::v2::{ListPlugins, ShowInstance, Switch};
use crate::api::{ErrorKind, ReadClient, WriteClient, WriteError};
use crate::model::{Instance, InstanceKey, PluginName};
use crate::state::can::{deletable, restartable};
use crate::state::pending::{Changed, Receipt, Unsent};
use crate::state::plan::{self, Act, Armed, Deed, Plan};

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
            still_there(reader, key, &name, Act::Delete).await?;
            let sent = writer.send(&plan::delete(key)).await;
            sent.map(|_| Receipt::Done).map_err(Unsent::Failed)
        }
        Deed::Restart(key) => {
            still_there(reader, key, &name, Act::Restart).await?;
            let sent = writer.send(&plan::restart(key)).await;
            let sent = sent.map_err(Unsent::Failed)?;
            batch::one(Act::Restart, &key.id, &sent.reply).map(|()| Receipt::Done)
        }
        Deed::Batch(batch) => batch::carry_out(reader, writer, batch).await,
        Deed::SetPlugin { key, plugin, to } => {
            still_to_do(reader, key, plugin, *to).await?;
            let sent = writer.send(&plan::set_plugin(key, plugin, *to)).await;
            sent.map(|sent| Receipt::Job(Some(sent.reply)))
                .map_err(Unsent::Failed)
        }
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

/// The instance still has the name that was typed, and its status still allows it.
async fn still_there(
    reader: &ReadClient,
    key: &InstanceKey,
    name: &str,
    act: Act,
) -> Result<(), Unsent> {
    let instance = key.id.clone();
    let found = match reader.read(&ShowInstance { instance }).await {
        Ok(detail) => detail.instance,
        Err(error) if error.kind == ErrorKind::NotFound => {
            return Err(Unsent::Changed(Changed::Gone));
        }
        Err(error) => return Err(Unsent::Failed(WriteError::NotSent(error))),
    };
    match changed(act, &found, name) {
        Some(changed) => Err(Unsent::Changed(changed)),
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
