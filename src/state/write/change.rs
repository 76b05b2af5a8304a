//! What a modification changes: single settings of an instance, each from what the user saw to
//! what it should become (table 4-16). Read [`Change`] first.

use super::question::Question;
use crate::model::{Instance, rules};

/// One setting that changes. Both sides are of the same kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What it was when the user said so.
    pub from: Setting,
    /// What it should become.
    pub to: Setting,
}

/// A setting of an instance and its value.
#[derive(
    Clone, Debug, PartialEq, Eq, strum::EnumDiscriminants, strum::IntoStaticStr, strum::VariantNames,
)]
#[strum(serialize_all = "kebab-case")]
#[strum_discriminants(
    name(SettingKind),
    derive(strum::EnumIter, strum::IntoStaticStr),
    strum(serialize_all = "kebab-case")
)]
pub enum Setting {
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
    pub fn holds(&self, instance: &Instance) -> bool {
        match (self, self.of(instance)) {
            (Self::Public(Public::On(_)), Self::Public(Public::On(now))) if now.is_empty() => true,
            (wanted, now) => *wanted == now,
        }
    }
}

impl SettingKind {
    /// What has to be done before it is changed: what can cut clients off takes the typed name.
    pub fn question(self) -> Question {
        match self {
            Self::SecurityGroup | Self::Public => Question::Typed,
            Self::Name | Self::Description | Self::Window | Self::Project => Question::YesNo,
        }
    }
}

/// The maintenance window of an instance, `HH:mm`; as it came where it is none that this version
/// knows.
pub fn window(instance: &Instance) -> Option<(String, String)> {
    let begin = instance.maintain_begin.clone()?;
    let end = instance.maintain_end.clone()?;
    Some(rules::window(&begin, &end).unwrap_or((begin, end)))
}
