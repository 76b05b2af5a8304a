//! Plug-ins of an instance (sections 4.2.2 and 4.2.3).

use crate::api::{Body, OneOrMore};
use crate::model::{InstanceId, Plugin, PluginName, ProjectId};

use super::{
    DecodeError, Fields, Method, Operation, Read, Request, Write, WriteReply, job, on_instance,
    wire,
};

/// The plug-ins the service offers for an instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListPlugins {
    pub instance: InstanceId,
}

/// The plug-ins of an instance.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PluginList {
    /// In the service's order.
    pub plugins: Vec<Plugin>,
    /// Whether the service is switching one right now; newer services say so.
    pub modifying: Option<bool>,
    /// Rows without a readable name.
    pub unidentified: usize,
    /// Fields that were there but could not be read, as in `plugins[0].running`.
    pub unreadable: Vec<String>,
}

impl Read for ListPlugins {
    type Reply = PluginList;
    const OPERATION: Operation = Operation::ListPlugins;

    fn request(&self, project: &ProjectId) -> Request {
        on_instance(
            Method::Get,
            project,
            &self.instance,
            &["rabbitmq", "plugins"],
        )
    }

    fn decode(&self, body: &[u8]) -> Result<PluginList, DecodeError> {
        let body = wire::object(body)?;
        let list = wire::rows(&body, "plugins", |fields| {
            Some(Plugin {
                name: PluginName::new(fields.text("name")?).ok()?,
                enabled: fields.flag("enable"),
                running: fields.flag("running"),
                version: fields.text("version"),
            })
        })?;
        Ok(PluginList {
            plugins: list.rows,
            modifying: Fields::new(&body).flag("plugins_modifying"),
            unidentified: list.unidentified,
            unreadable: list.unreadable,
        })
    }
}

/// Which way a plug-in is switched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum Switch {
    /// On.
    Enable,
    Disable,
}

/// Switches plug-ins; answers with the background task that does it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetPlugins {
    pub instance: InstanceId,
    pub plugins: OneOrMore<PluginName>,
    pub switch: Switch,
}

impl Write for SetPlugins {
    fn operation(&self) -> Operation {
        Operation::SwitchPlugins
    }

    fn request(&self, project: &ProjectId) -> Request {
        let names: Vec<&str> = self
            .plugins
            .as_slice()
            .iter()
            .map(PluginName::as_str)
            .collect();
        let enable = match self.switch {
            Switch::Enable => true,
            Switch::Disable => false,
        };
        on_instance(
            Method::Put,
            project,
            &self.instance,
            &["rabbitmq", "plugins"],
        )
        .carrying(
            Body::new()
                .with("enable", enable)
                .with("plugins", names.join(",")),
        )
    }

    fn decode(body: &[u8]) -> Result<WriteReply, DecodeError> {
        job(body)
    }
}
