//! The last look before a request leaves: what it is about is still what the user saw.

use crate::api::v2::{ListInstanceTags, ListPlugins, ShowInstance, Switch};
use crate::api::{ApiError, ErrorKind, ReadClient, WriteError};
use crate::model::rules::resize::InstanceSize;
use crate::model::{Instance, InstanceKey, PluginName, Status};
use crate::state::write::can::{deletable, restartable};
use crate::state::write::change::Change;
use crate::state::write::pending::{Conflict, WriteFailure};
use crate::state::write::plan::BulkAction;
use crate::state::write::tag_edit::Edit;

/// A look at one instance, and what the user saw of it.
#[derive(Clone, Copy)]
pub struct Look<'a> {
    /// Reads.
    pub reader: &'a ReadClient,
    /// The name the user saw.
    pub name: &'a str,
    /// The status the user saw, where it was known.
    pub seen: Option<&'a Status>,
}

impl Look<'_> {
    /// The instance has the name and the status that were seen, and they allow this.
    pub async fn still_allows(
        &self,
        key: &InstanceKey,
        act: BulkAction,
    ) -> Result<(), WriteFailure> {
        match self.change(key, act).await {
            Ok(None) => Ok(()),
            Ok(Some(changed)) => Err(WriteFailure::Conflict(changed)),
            Err(error) => Err(not_sent(error)),
        }
    }

    /// How an instance is no longer what the user saw, as far as it forbids doing this to it.
    pub async fn change(
        &self,
        key: &InstanceKey,
        act: BulkAction,
    ) -> Result<Option<Conflict>, ApiError> {
        let Some(found) = self.find(key).await? else {
            return Ok(Some(Conflict::Gone));
        };
        if let Some(changed) = self.moved(&found) {
            return Ok(Some(changed));
        }
        let Some(status) = found.status else {
            return Ok(None);
        };
        let allowed = match act {
            BulkAction::Delete => deletable(&status),
            BulkAction::Restart => restartable(&status),
        };
        let as_seen = self.seen.is_none_or(|seen| *seen == status);
        Ok((!allowed || !as_seen).then_some(Conflict::Status(status)))
    }

    /// The instance is still there under the name that was shown.
    pub async fn still_named(&self, key: &InstanceKey) -> Result<(), WriteFailure> {
        self.there(key).await.map(|_| ())
    }

    /// The same, and it runs: the service changes nothing of one that does not.
    pub async fn still_runs(&self, key: &InstanceKey) -> Result<(), WriteFailure> {
        self.running(key).await.map(|_| ())
    }

    /// The same, and every setting is still what the user saw when changing it.
    pub async fn still_from(
        &self,
        key: &InstanceKey,
        changes: &[Change],
    ) -> Result<(), WriteFailure> {
        let found = self.running(key).await?;
        let moved = changes
            .iter()
            .map(|change| (&change.from, change.from.of(&found)))
            .find(|(from, now)| *from != now);
        match moved {
            Some((_, now)) => Err(WriteFailure::Conflict(Conflict::Setting(now))),
            None => Ok(()),
        }
    }

    /// The same, and it has the size that was shown.
    pub async fn still_as_large(
        &self,
        key: &InstanceKey,
        from: &InstanceSize,
    ) -> Result<(), WriteFailure> {
        match from.is_of(&self.running(key).await?) {
            true => Ok(()),
            false => Err(WriteFailure::Conflict(Conflict::Size)),
        }
    }

    /// It is still there under its name, with the tags that were shown.
    pub async fn still_tagged(&self, key: &InstanceKey, edit: &Edit) -> Result<(), WriteFailure> {
        self.still_named(key).await?;
        let instance = key.id.clone();
        let now = self.reader.read(&ListInstanceTags { instance }).await;
        match edit.begins_with(&now.map_err(not_sent)?.rows) {
            true => Ok(()),
            false => Err(WriteFailure::Conflict(Conflict::Tags)),
        }
    }

    /// It runs under its name, and the plug-in is not yet as it should become.
    pub async fn still_to_switch(
        &self,
        key: &InstanceKey,
        plugin: &PluginName,
        to: Switch,
    ) -> Result<(), WriteFailure> {
        self.still_runs(key).await?;
        let instance = key.id.clone();
        let list = match self.reader.read(&ListPlugins { instance }).await {
            Ok(list) => list,
            Err(error) if error.kind == ErrorKind::NotFound => {
                return Err(WriteFailure::Conflict(Conflict::Gone));
            }
            Err(error) => return Err(not_sent(error)),
        };
        let found = list.plugins.iter().find(|one| one.name == *plugin);
        let enabled = found.and_then(|plugin| plugin.enabled);
        match enabled == Some(to == Switch::Enable) {
            true => Err(WriteFailure::Conflict(Conflict::AlreadyThere)),
            false => Ok(()),
        }
    }

    /// The instance, if there is one of this id.
    async fn find(&self, key: &InstanceKey) -> Result<Option<Instance>, ApiError> {
        let instance = key.id.clone();
        match self.reader.read(&ShowInstance { instance }).await {
            Ok(detail) => Ok(Some(detail.instance)),
            Err(error) if error.kind == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn moved(&self, found: &Instance) -> Option<Conflict> {
        if found.label() != self.name {
            return Some(Conflict::Renamed(found.label().to_owned()));
        }
        let is_gone = found.status.as_ref().is_some_and(Status::is_gone);
        is_gone.then_some(Conflict::Gone)
    }

    async fn there(&self, key: &InstanceKey) -> Result<Instance, WriteFailure> {
        let found = self.find(key).await.map_err(not_sent)?;
        let found = found.ok_or(WriteFailure::Conflict(Conflict::Gone))?;
        match self.moved(&found) {
            Some(changed) => Err(WriteFailure::Conflict(changed)),
            None => Ok(found),
        }
    }

    async fn running(&self, key: &InstanceKey) -> Result<Instance, WriteFailure> {
        let found = self.there(key).await?;
        match found.status {
            Some(status) if status != Status::Running => {
                Err(WriteFailure::Conflict(Conflict::Status(status)))
            }
            _ => Ok(found),
        }
    }
}

fn not_sent(error: ApiError) -> WriteFailure {
    WriteFailure::Failed(WriteError::NotSent(error))
}
