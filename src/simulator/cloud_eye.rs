//! Cloud Eye, the service that keeps the figures of all instances, on the same world.
//!
//! It answers what a client of RabbitMQ's figures needs, in the shapes of the Cloud Eye API
//! reference and of the official clients, with its codes. Where the two are silent, the stricter
//! reading holds. The figures are the [`broker`](super::broker)'s; nothing is stored here but how
//! often each limited call came this minute.
//!
//! [`request`] reads what is asked, [`window`] says which points there are to give, [`series`] finds
//! the figures. [`refusal`] has the errors of both versions.

pub mod alarm;
pub mod flow;
pub mod listing;
pub mod metrics;
pub mod of_all;
pub mod place;
pub mod refusal;
pub mod request;
pub mod series;
pub mod single;
pub mod window;

use std::time::Duration;

use jiff::SignedDuration;

/// How Cloud Eye is set up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CloudEye {
    /// From the end of a minute until its figures can be read.
    pub lag: Duration,
    /// How many calls of one query are answered in a minute.
    pub queries_per_minute: u32,
    /// How many calls of the list of metrics are answered in a minute.
    pub lists_per_minute: u32,
    /// Whether the region has version 2 of the batch query: ten do.
    pub batch_v2: bool,
    /// Whether the hierarchy that the message service shows for it has the kinds of an instance's
    /// parts as children of the instance's own, and not beside it.
    pub nested_hierarchy: bool,
}

impl CloudEye {
    /// From the end of a minute until its figures can be read.
    fn lag(&self) -> SignedDuration {
        SignedDuration::try_from(self.lag).unwrap_or(SignedDuration::MAX)
    }
}

impl Default for CloudEye {
    /// The limits of the Cloud Eye API reference; the lag is in the middle of what is seen.
    fn default() -> Self {
        Self {
            lag: Duration::from_secs(90),
            queries_per_minute: 500,
            lists_per_minute: 300,
            batch_v2: true,
            nested_hierarchy: false,
        }
    }
}
