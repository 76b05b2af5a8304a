//! What an instance, plug-in, task or product is to us: no wire format, no API version, no screen.
//!
//! Start with [`Instance`]. Every field the service may leave out, mistype or null is an `Option`:
//! an unreadable field costs that field, never the row, and its name is kept in `unreadable`.

pub mod alarm;
pub mod broker;
pub mod catalogue;
pub mod id;
pub mod instance;
pub mod metric;
pub mod plugin;
pub mod queue;
pub mod rules;
pub mod scope;
pub mod status;
pub mod tag;
pub mod task;
mod task_times;
pub mod version;

pub use alarm::{Alarm, AlarmLevel};
pub use catalogue::{Catalogue, Product, ProductKind, Stock, StorageType, Window, Zone};
pub use id::{InstanceId, PluginName, ProjectId, TaskId};
pub use instance::{Billing, CurrentTask, Instance, Network, Storage};
pub use metric::{Level, Metric, Point, Series, Unit};
pub use plugin::Plugin;
pub use queue::is_for_dead_letters;
pub use scope::{Home, InstanceKey, Scope};
pub use status::{Status, TaskStatus};
pub use tag::Tag;
pub use task::{FailedTask, Task};
pub use task_times::{TaskTimes, Usual};
pub use version::{ApiVersion, Feature};

/// Milliseconds since 1970-01-01 00:00:00 UTC, the service's own unit for instance times.
pub type EpochMs = i64;
