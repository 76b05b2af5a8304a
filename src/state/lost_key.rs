//! A key that means nothing where it was pressed: what says so is quiet, and comes once in a while.

use super::now::Now;
use std::time::Duration;

/// How long it is said.
const SAID: Duration = Duration::from_secs(6);
/// How long it is not said again.
const QUIET: Duration = Duration::from_secs(120);

/// When it was last said that a key means nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct LostKey {
    said: Option<Now>,
    /// A key that means something was pressed since.
    over: bool,
}

impl LostKey {
    /// Such a key was pressed.
    pub(super) fn note(&mut self, now: Now) {
        if self.said.is_none_or(|said| now.since(said) >= QUIET) {
            *self = Self {
                said: Some(now),
                over: false,
            };
        }
    }

    /// A key was pressed that means something.
    pub fn pass(&mut self) {
        self.over = true;
    }

    /// Whether it is said now.
    pub fn is_said(self, now: Now) -> bool {
        !self.over && self.said.is_some_and(|said| now.since(said) < SAID)
    }

    /// When it is no longer said, as time since the start.
    pub(super) fn ends(self, now: Now) -> Option<Duration> {
        let said = self.said.filter(|_| self.is_said(now))?;
        Some(said.uptime.saturating_add(SAID))
    }
}
