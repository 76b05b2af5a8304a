//! Cloud Eye: the figures of all instances of a project, minute by minute.
//!
//! It is another service at another host, asked with the same key and project. Read
//! [`ReadFigures`] first: one call gives the values of many series in a span of time. What there is
//! to ask for of nodes is said by [`ListSeries`], what the user's own rules alarm of by [`ListAlarms`].
//! Sources: its API reference, version 1; for alarms, version 2.

mod alarms;
mod batch;
mod series;

pub use alarms::{AlarmPage, ListAlarms};
pub use batch::{Figures, Period, ReadFigures, SpanTooLong};
pub use series::{ListSeries, SeriesPage};

/// The namespace of all engines of the message service.
const NAMESPACE: &str = "SYS.DMS";
/// The dimension that tells RabbitMQ from the other engines, and instances from each other.
const INSTANCE: &str = "rabbitmq_instance_id";
