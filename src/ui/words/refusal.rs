//! Why something cannot be done now, and what would help.

use crate::state::can::Refusal;

/// Why not.
#[must_use]
pub fn why(refusal: &Refusal) -> String {
    match refusal {
        Refusal::ReadOnly => "This session is read-only.".into(),
        Refusal::NothingSelected => "No instance is selected.".into(),
        Refusal::Gone => "The instance is gone.".into(),
        Refusal::Locked => "The sign-in was refused; nothing is sent with this credential.".into(),
        Refusal::WouldLock => {
            "The sign-in was refused four times. A fifth would lock the key for five minutes."
                .into()
        }
        Refusal::Offline => "The service cannot be reached.".into(),
        Refusal::NotConnected => "The project is not known yet.".into(),
        Refusal::Pending => "An earlier action on it has not ended yet.".into(),
        Refusal::Unsettled => {
            "What became of an earlier request is not known; it is being checked.".into()
        }
        Refusal::Status(status) => format!("The service refuses this while it is {status}."),
        Refusal::Prepaid => "It is paid by the month or year.".into(),
        Refusal::NoPlugins(version) => no_plugins(version),
        Refusal::NoPlugin => "No plug-in is selected, or the plug-ins are not loaded yet.".into(),
        Refusal::PluginBusy(plugin) => {
            format!("{plugin} is being switched, and the service does one at a time.")
        }
        Refusal::PluginUnknown => "The service does not say whether the plug-in is on.".into(),
        Refusal::NoTask => "No task is selected.".into(),
        Refusal::TaskRunning => "The task has not ended.".into(),
        Refusal::NoneOfThem { number, name, why } => {
            let why = self::why(why);
            format!("Not possible for any of the {number} marked. {name}: {why}")
        }
        Refusal::OneOfThem { name, why } => format!("{name}: {}", self::why(why)),
    }
}

/// What would help; nothing when only waiting for the world does.
#[must_use]
pub fn help(refusal: &Refusal) -> Option<&'static str> {
    match refusal {
        Refusal::ReadOnly => Some("Start without --read-only, or with a profile that may write."),
        Refusal::NothingSelected => Some("Move the cursor onto one."),
        Refusal::Locked => Some("Check the credential, then press A."),
        Refusal::WouldLock => Some("Wait five minutes, or start again with another credential."),
        Refusal::Offline => Some("Retrying; wait for the first answer."),
        Refusal::NotConnected
        | Refusal::Pending
        | Refusal::Unsettled
        | Refusal::PluginBusy(_)
        | Refusal::TaskRunning
        | Refusal::Status(_) => Some("Wait, then try again."),
        Refusal::Prepaid => Some("Unsubscribe from it in the billing console."),
        Refusal::NoneOfThem { why, .. } | Refusal::OneOfThem { why, .. } => help(why),
        Refusal::Gone
        | Refusal::NoPlugins(_)
        | Refusal::NoPlugin
        | Refusal::PluginUnknown
        | Refusal::NoTask => None,
    }
}

/// An engine version without plug-ins.
#[must_use]
pub fn no_plugins(version: &str) -> String {
    match version {
        "" => "This engine version has no plug-ins.".into(),
        _ => format!("{version} has no plug-ins."),
    }
}

/// Title of the box that says so.
#[must_use]
pub fn title(name: &str) -> String {
    match name {
        "" => "NOT NOW".into(),
        _ => format!("NOT NOW  -  {name}"),
    }
}
