//! The moment in which a write leaves.

use std::fmt;
use std::sync::Arc;

/// Asked at the last moment before a write leaves, with nothing left to wait for but the
/// connection, whether it still may. If not, nothing is sent.
#[derive(Clone)]
pub struct Departure(Arc<dyn Fn() -> bool + Send + Sync>);

impl Departure {
    /// A departure that asks this.
    #[must_use]
    pub fn new(may: impl Fn() -> bool + Send + Sync + 'static) -> Self {
        Self(Arc::new(may))
    }

    /// Whether the write may leave now.
    pub(super) fn may_leave(&self) -> bool {
        (self.0)()
    }
}

impl fmt::Debug for Departure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Departure")
    }
}
