//! Plug-ins of one instance.

use super::PluginName;

/// One plug-in the service offers for an instance (table 4-25).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plugin {
    /// Broker's name of the plug-in.
    pub name: PluginName,
    /// Whether it is switched on; `None` when the service did not say.
    pub enabled: Option<bool>,
    /// Whether it runs now; `None` when the service did not say.
    pub running: Option<bool>,
    /// Its own version, which need not be the broker's.
    pub version: Option<String>,
}
