//! The table of the columns, and how a figure is read from a row.

use super::{FIGURES_AT, First, Key, key};
use crate::findings::Clock;
use crate::model::{EpochMs, Metric, Unit};
use crate::state::now::Now;
use crate::state::row::Row;

/// How a column orders rows.
#[derive(Clone, Copy)]
pub(super) enum By {
    /// By what this gives.
    Key(fn(&Row) -> Option<Key<'_>>),
    /// By a figure.
    Figure(Reading),
}

/// One line a column: its letter, what it puts on top and what it does the other way round, its
/// fields in a file (under the API's names, table 4-9, or under names of our own with their unit),
/// and what it orders rows by. A figure that a filter can ask for has the sign that it is most often
/// compared by.
macro_rules! columns {
    ($(
        $(#[$about:meta])*
        $name:ident $letter:literal, $first:ident $last:ident, $by:expr $(, asked $sign:literal)?,
            [$($field:expr)*];
    )*) => {
        /// A column of the list, in display order.
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, Hash, strum::IntoStaticStr, strum::VariantArray,
            strum::VariantNames,
        )]
        #[strum(serialize_all = "kebab-case")]
        pub enum Column { $($(#[$about])* $name,)* }

        impl Column {
            /// The letter that sorts by it where the columns to sort by are listed. It never
            /// changes, and it is none that moves a cursor, begins a sequence or leaves: not `g`,
            /// `j`, `k`, `q`.
            pub fn letter(self) -> char {
                match self { $(Self::$name => $letter,)* }
            }

            /// What it puts on top, and what it does the other way round.
            pub fn first(self) -> [First; 2] {
                match self { $(Self::$name => [First::$first, First::$last],)* }
            }

            /// What a file has of it.
            pub fn fields(self) -> &'static [&'static str] {
                match self { $(Self::$name => &[$($field),*],)* }
            }

            pub(super) fn by(self) -> By {
                match self { $(Self::$name => $by,)* }
            }

            /// How a filter most often compares it, if it can ask for it as a figure.
            pub fn sign(self) -> Option<&'static str> {
                let sign: &[&'static str] = match self { $(Self::$name => &[$($sign)?],)* };
                sign.first().copied()
            }
        }
    };
}

const fn metric(metric: Metric) -> By {
    By::Figure(Reading::Metric(metric))
}

columns! {
    Severity 'w', Worst Best, By::Key(key::worst), ["severity"];
    Name 'n', A Z, By::Key(key::name), ["name"];
    Status 's', A Z, By::Key(key::status), ["status"];
    Region 'r', A Z, By::Key(key::region), ["region"];
    Profile 'p', A Z, By::Key(key::profile), ["profile"];
    Type 't', A Z, By::Key(key::kind), ["type"];
    Spec 'f', Lowest Highest, By::Key(key::spec), ["specification" "product_id" "broker_num"];
    Version 'v', Lowest Highest, By::Key(key::version), ["engine_version"];
    Storage 'o', Fullest Emptiest, By::Key(key::storage),
        ["storage_used_percent" "used_storage_space_gb" "storage_space_gb" "total_storage_space_gb"];
    /// Messages that wait.
    Ready 'R', Most Fewest, metric(Metric::Ready), asked ">", ["messages_ready" FIGURES_AT];
    /// The last hour of those.
    Trend 'T', Most Fewest, metric(Metric::Ready), ["messages_ready" FIGURES_AT];
    /// Messages delivered and not acknowledged.
    Unack 'U', Most Fewest, metric(Metric::Unacknowledged), asked ">",
        ["messages_unacknowledged" FIGURES_AT];
    /// Messages published a second.
    In 'I', Most Fewest, metric(Metric::Publish), asked ">", ["publish" FIGURES_AT];
    /// Messages delivered a second.
    Out 'O', Most Fewest, metric(Metric::DeliverGet), asked ">", ["deliver_get" FIGURES_AT];
    /// Connections.
    Conn 'C', Most Fewest, metric(Metric::Connections), asked ">", ["connections" FIGURES_AT];
    /// Consumers.
    Cons 'N', Most Fewest, metric(Metric::Consumers), asked "=", ["consumers" FIGURES_AT];
    /// How full the fullest disk is.
    Disk 'D', Fullest Emptiest, metric(Metric::InstanceDisk), asked ">",
        ["instance_disk_usage" FIGURES_AT];
    /// How long until disks are full.
    #[strum(serialize = "fullin")]
    FullIn 'F', Soonest Latest, By::Figure(Reading::FullIn), asked "<", ["disk_full_in_ms" FIGURES_AT];
    /// Since when the most urgent of what is wrong is so.
    Since 'S', Newest Oldest, By::Figure(Reading::Since), asked "<", ["since_ms"];
    Address 'i', Lowest Highest, By::Key(key::address), ["connect_address" "port"];
    Zone 'z', A Z, By::Key(key::zone), ["available_zones" "available_zone_names"];
    Age 'a', Newest Oldest, By::Key(key::created), ["created_at_ms"];
    Tags 'l', A Z, By::Key(key::tags), ["tags"];
    Created 'c', Newest Oldest, By::Key(key::created), ["created_at_ms"];
    Billing 'b', A Z, By::Key(key::billing), ["charging_mode"];
    Brokers 'm', Most Fewest, By::Key(key::brokers), ["broker_num"];
    Enterprise 'e', A Z, By::Key(key::enterprise), ["enterprise_project_id"];
    Id 'd', A Z, By::Key(key::id), ["instance_id"];
    Why 'y', Worst Best, By::Key(key::worst), ["why"];
}

/// How a figure of an instance is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// What Cloud Eye measures.
    Metric(Metric),
    /// How long until its disks are full, as they filled.
    FullIn,
    /// Since when the most urgent of what is found is so.
    Since,
}

/// A figure as it is told.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Quantity {
    Number(f64, Unit),
    /// ms.
    Time(i64),
    /// So many ms, or more.
    AtLeast(i64),
    /// There is nothing to tell.
    Nothing,
}

/// A figure as a file has it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Exact {
    Decimal(f64),
    /// ms, of an epoch where it is a moment.
    Ms(i64),
}

impl Reading {
    /// What Cloud Eye measures for it.
    pub fn metric(self) -> Option<Metric> {
        match self {
            Self::Metric(metric) => Some(metric),
            Self::FullIn => Some(Metric::InstanceDisk),
            Self::Since => None,
        }
    }

    /// Whether it is a time: a number otherwise.
    pub fn is_time(self) -> bool {
        match self {
            Self::Metric(_) => false,
            Self::FullIn | Self::Since => true,
        }
    }

    /// Whether time alone makes it more.
    pub fn lasts(self) -> bool {
        match self {
            Self::Metric(_) | Self::FullIn => false,
            Self::Since => true,
        }
    }

    /// What says something about now, and when that was so by Cloud Eye's clock.
    pub fn current(self, row: &Row, now: Clock) -> Option<(Quantity, EpochMs)> {
        match self {
            Self::Metric(metric) => {
                let point = row.figures.current(metric, now.eye)?;
                Some((Quantity::Number(point.value, metric.unit()), point.at))
            }
            Self::FullIn => {
                let full = row.full_in()?;
                let told = if full.grows {
                    Quantity::AtLeast
                } else {
                    Quantity::Time
                };
                Some((told(full.ms), full.at))
            }
            Self::Since if row.findings().is_empty() => Some((Quantity::Nothing, now.eye)),
            Self::Since => {
                let since = row.since()?;
                Some((Quantity::Time(now.wall.saturating_sub(since)), now.eye))
            }
        }
    }

    /// The newest that is known, however old.
    pub fn last(self, row: &Row) -> Option<Exact> {
        match self {
            Self::Metric(metric) => Some(Exact::Decimal(row.figures.last(metric)?.value)),
            Self::FullIn => Some(Exact::Ms(row.full_in()?.ms)),
            Self::Since => Some(Exact::Ms(row.since()?)),
        }
    }

    /// What a filter compares: thousandths of the newest number that said something about the time
    /// up to which was asked last, or ms.
    pub fn known(self, row: &Row, now: Now) -> Option<i64> {
        match self {
            Self::Metric(metric) => Some(thousandths(row.figures.known(metric)?)),
            Self::FullIn => Some(row.full_in()?.ms),
            Self::Since => Some(now.wall.saturating_sub(row.since()?)),
        }
    }

    /// From when on time alone makes it more, if it does.
    pub fn begins(self, row: &Row) -> Option<EpochMs> {
        match self.last(row)? {
            Exact::Ms(began) if self.lasts() => Some(began),
            Exact::Ms(_) | Exact::Decimal(_) => None,
        }
    }

    /// What rows are ordered by: the most, the soonest, the newest first.
    pub(super) fn order(self, row: &Row) -> Option<i64> {
        Some(match (self, self.last(row)?) {
            (Self::FullIn, Exact::Ms(ms)) => ms,
            (_, Exact::Ms(ms)) => ms.saturating_neg(),
            (_, Exact::Decimal(value)) => thousandths(value).saturating_neg(),
        })
    }
}

fn thousandths(value: f64) -> i64 {
    (value * 1000.0).round() as i64
}
