//! Background tasks.

use jiff::Timestamp;
use serde_json::Value;

/// What a background task does. The service publishes no list of names; `bindInstancePublicIp`
/// and `unbindInstancePublicIp` are documented, the others follow their pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "camelCase")]
pub enum TaskName {
    CreateInstance,
    DeleteInstance,
    RestartInstance,
    StartInstance,
    FreezeInstance,
    UpgradeInstance,
    ExtendInstance,
    ModifyInstancePlugins,
    BindInstancePublicIp,
    UnbindInstancePublicIp,
    ModifyInstance,
    ResetInstancePassword,
}

impl TaskName {
    /// The name on the wire.
    pub fn word(self) -> &'static str {
        self.into()
    }
}

/// How far a background task is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "UPPERCASE")]
pub enum TaskStatus {
    Created,
    Executing,
    Success,
    Failed,
}

impl TaskStatus {
    /// The word on the wire.
    pub fn word(self) -> &'static str {
        self.into()
    }

    /// Whether it will not change any more.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Success | Self::Failed)
    }
}

/// One background task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// Its id, 32 hexadecimal digits.
    pub id: String,
    pub name: TaskName,
    /// How far it is.
    pub status: TaskStatus,
    /// Its parameters; the wire carries them as a string.
    pub params: Value,
    /// When it was accepted.
    pub created: Timestamp,
    /// When it last changed.
    pub updated: Timestamp,
}
