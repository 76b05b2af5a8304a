//! What a modification changes: single settings of an instance, each from what the user saw to
//! what it should become (table 4-16). Read [`Change`] first.

use crate::api::v2::{ModifyInstance, PublicAccess};
use crate::model::{Instance, InstanceKey, Task, rules};

/// One setting that changes. Both sides are of the same kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What it was when the user said so.
    pub from: Setting,
    /// What it should become.
    pub to: Setting,
}

/// A setting of an instance and its value.
#[derive(Clone, Debug, PartialEq, Eq, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum Setting {
    /// Its name.
    Name(String),
    /// Its description; empty when it has none.
    Description(String),
    /// Begin and end of its maintenance window, `HH:mm`; `None` when not known.
    Window(Option<(String, String)>),
    /// The id of its security group; empty when not known.
    SecurityGroup(String),
    /// Whether it can be reached from the internet.
    Public(Public),
    /// Its enterprise project; empty when it has none.
    Project(String),
}

/// Whether an instance can be reached from the internet, and by which address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Public {
    /// It cannot.
    Off,
    /// It can, through the EIP with this id; empty when the service does not say.
    On(String),
}

impl Setting {
    /// The same setting as this instance has it.
    #[must_use]
    pub fn of(&self, instance: &Instance) -> Self {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let network = &instance.network;
        match self {
            Self::Name(_) => Self::Name(text(&instance.name)),
            Self::Description(_) => Self::Description(text(&instance.description)),
            Self::Window(_) => Self::Window(window(instance)),
            Self::SecurityGroup(_) => Self::SecurityGroup(text(&network.security_group_id)),
            Self::Public(_) => Self::Public(match network.public {
                Some(true) => Public::On(text(&network.public_ip_id)),
                Some(false) | None => Public::Off,
            }),
            Self::Project(_) => Self::Project(text(&instance.enterprise_project_id)),
        }
    }

    /// Whether an instance has it so. An address that the service does not name is any address.
    #[must_use]
    pub fn holds(&self, instance: &Instance) -> bool {
        match (self, self.of(instance)) {
            (Self::Public(Public::On(_)), Self::Public(Public::On(now))) if now.is_empty() => true,
            (wanted, now) => *wanted == now,
        }
    }
}

/// The maintenance window of an instance, `HH:mm`; as it came where it is none that this version
/// knows.
#[must_use]
pub fn window(instance: &Instance) -> Option<(String, String)> {
    let begin = instance.maintain_begin.clone()?;
    let end = instance.maintain_end.clone()?;
    Some(rules::window(&begin, &end).unwrap_or((begin, end)))
}

/// Name of the background task behind a change, for those that have one. The service does not say
/// its id (section 4.4.1 shows the first name; the SDK knows both).
#[must_use]
pub fn task_name(changes: &[Change]) -> Option<&'static str> {
    changes.iter().find_map(|change| match &change.to {
        Setting::Public(Public::On(_)) => Some("bindInstancePublicIp"),
        Setting::Public(Public::Off) => Some("unbindInstancePublicIp"),
        _ => None,
    })
}

/// Whether a background task can be the one behind these changes.
#[must_use]
pub fn is_task_of(changes: &[Change], task: &Task) -> bool {
    let address = changes.iter().find_map(|change| match &change.to {
        Setting::Public(Public::On(address)) => Some(address.as_str()),
        _ => None,
    });
    let params = task.params.as_deref().unwrap_or_default();
    task_name(changes) == Some(task.name.as_str())
        && address.is_none_or(|address| params.is_empty() || params.contains(address))
}

/// The operation that changes these settings and no others.
#[must_use]
pub fn operation(key: &InstanceKey, changes: &[Change]) -> ModifyInstance {
    let mut operation = ModifyInstance::nothing(key.id.clone());
    for change in changes {
        match change.to.clone() {
            Setting::Name(name) => operation.name = Some(name),
            Setting::Description(text) => operation.description = Some(text),
            // Creation and the list say `22:00`, this request wants `22:00:00`.
            Setting::Window(window) => {
                let seconds = |time: String| format!("{time}:00");
                operation.window = window.map(|(begin, end)| (seconds(begin), seconds(end)));
            }
            Setting::SecurityGroup(id) => operation.security_group_id = Some(id),
            Setting::Public(Public::Off) => operation.public_access = Some(PublicAccess::Off),
            Setting::Public(Public::On(ip_id)) => {
                operation.public_access = Some(PublicAccess::On { ip_id });
            }
            Setting::Project(id) => operation.enterprise_project_id = Some(id),
        }
    }
    operation
}
