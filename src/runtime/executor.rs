//! The only place that writes. It takes an armed plan by value, looks once more whether the world
//! is still as the user saw it, and sends it once.

mod recorded;

use crate::api::v2::{ListPlugins, ShowInstance, Switch};
use crate::api::{ErrorKind, ReadClient, WriteClient, WriteError};
use crate::journal::{Journal, Target};
use crate::model::{InstanceKey, PluginName};
use crate::state::can::deletable;
use crate::state::pending::{Changed, Receipt, Unsent};
use crate::state::plan::{self, Armed, Deed, Plan};
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
            still_there(reader, key, &name).await?;
            let sent = writer.send(&plan::delete(key)).await;
            sent.map(|_| Receipt::Done).map_err(Unsent::Failed)
        }
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

/// What a deed is done to, for the journal.
fn targets(deed: &Deed, name: &str) -> Vec<Target> {
    vec![Target {
        id: deed.key().map(|key| key.id.to_string()),
        name: name.to_owned(),
    }]
}

/// The instance still has the name that was typed, and can still be deleted.
async fn still_there(reader: &ReadClient, key: &InstanceKey, name: &str) -> Result<(), Unsent> {
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
        Some(status) if !deletable(&status) => Err(Unsent::Changed(Changed::Status(status))),
        _ => Ok(()),
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
