//! What is odd about how warren is set up, and does not stop it.

use crate::config::Warning;
use crate::keymap::KeymapWarning;
use crate::l10n::Words;
use crate::private::Weakness;
use crate::say;
use crate::ui::words::setup;

/// Something odd. Displayed it is for a script's standard error, in English as all commands are.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Odd {
    /// About a profile or the configuration file.
    #[error(transparent)]
    Settings(Warning),
    /// About the user's keys.
    #[error(transparent)]
    Keys(KeymapWarning),
    /// Others can put files where the log and the journal are.
    #[error("{0}, where the log and the journal are; chmod 700 keeps them out")]
    Open(Weakness),
    /// There is no log; why.
    #[error("{0}; nothing is logged")]
    NoLog(String),
}

impl Odd {
    /// The same for the screen.
    pub(super) fn said(&self, w: &Words) -> String {
        match self {
            Self::Settings(warning) => setup::settings(w, warning),
            Self::Keys(warning) => setup::keys(w, warning),
            Self::Open(weakness) => setup::open_directory(w, weakness),
            Self::NoLog(why) => say!(w, "setup.no-log", why),
        }
    }
}
