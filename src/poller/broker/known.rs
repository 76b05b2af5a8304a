//! What is known of a broker from before, so that it need not be asked again.

use super::trend::Trend;
use std::time::Duration;
use tokio::time::Instant;

/// How long it holds that a broker of very many queues has no streams: on 3.10 looking for them is twice
/// the work of the list of those with most messages.
const NO_STREAMS: Duration = Duration::from_secs(5 * 60);

/// What earlier rounds told of a broker.
#[derive(Debug, Default)]
pub struct Known {
    pub(super) trend: Trend,
    /// When no stream was found.
    no_streams: Option<Instant>,
}

impl Known {
    /// Whether there were no streams a short while ago.
    pub(super) fn has_no_streams(&self) -> bool {
        self.no_streams.is_some_and(|at| at.elapsed() < NO_STREAMS)
    }

    /// Streams were looked for, and there are some or none.
    pub(super) fn found_streams(&mut self, some: bool) {
        self.no_streams = (!some).then(Instant::now);
    }

    /// The user wants everything read, new streams among it.
    pub(super) fn look_for_streams(&mut self) {
        self.no_streams = None;
    }
}
