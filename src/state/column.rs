//! The columns of the list, one line each: what it is called, what it puts on top, which fields it
//! has in a file, how it orders rows. One that tells a figure is sorted by, filtered by, exported and
//! shown by what it reads, and needs no more than its line here, its place in
//! `src/ui/list/column.rs` and its heading in both locales.

mod figure;
mod key;

pub use figure::{Quantity, Reading};
pub(super) use key::Key;

use super::row::Row;
use crate::l10n::Words;
use crate::lang::Lang;
use crate::model::Metric;
use std::collections::HashMap;
use std::sync::LazyLock;

/// The field of a file that says when the newest figure was measured.
pub const FIGURES_AT: &str = "figures_at_ms";

/// What an order puts on top, in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum First {
    Worst,
    Best,
    Fullest,
    Emptiest,
    Newest,
    Oldest,
    Soonest,
    Latest,
    Most,
    Fewest,
    Lowest,
    Highest,
    A,
    Z,
}

/// How a column orders rows.
#[derive(Clone, Copy)]
enum By {
    /// By what this gives.
    Key(fn(&Row) -> Key<'_>),
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

            fn by(self) -> By {
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

/// What the columns are called in Chinese, as their headings.
static CHINESE: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let words = Words::load(Lang::Chinese);
    words.map_or_else(|_| HashMap::new(), |words| words.group("list.heading"))
});

impl Column {
    /// All columns in display order.
    pub const ALL: &[Self] = <Self as strum::VariantArray>::VARIANTS;

    /// Columns that are there for whoever asks for them.
    pub const ON_REQUEST: [Self; 5] = [
        Self::Created,
        Self::Billing,
        Self::Brokers,
        Self::Enterprise,
        Self::Id,
    ];

    /// The column of this name, whatever its case.
    pub fn named(name: &str) -> Option<Self> {
        let mut all = Self::ALL.iter().copied();
        all.find(|column| column.name().eq_ignore_ascii_case(name))
    }

    /// The name that is typed and kept, the same in every language.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// What it is called in Chinese.
    pub fn chinese(self) -> &'static str {
        CHINESE.get(self.name()).map_or("", String::as_str)
    }

    /// The columns that a filter can ask for as figures, in display order.
    pub fn asked() -> impl Iterator<Item = Self> {
        let all = Self::ALL.iter().copied();
        all.filter(|column| column.sign().is_some())
    }

    /// The figure it tells, if it tells one.
    pub fn reading(self) -> Option<Reading> {
        match self.by() {
            By::Figure(reading) => Some(reading),
            By::Key(_) => None,
        }
    }

    /// What Cloud Eye measures for it; none for what the message service says.
    pub fn metric(self) -> Option<Metric> {
        match self.reading()? {
            Reading::Metric(metric) => Some(metric),
        }
    }

    /// What rows are ordered by: worst, fullest, youngest or first in the alphabet comes first.
    pub(super) fn key(self, row: &Row) -> Key<'_> {
        match self.by() {
            By::Key(key) => key(row),
            By::Figure(reading) => Key::Number(reading.order(row), row.instance.label()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_two_columns_share_a_letter() {
        let letters = Column::ALL.iter().map(|column| column.letter());
        let different: BTreeSet<char> = letters.collect();
        assert_eq!(different.len(), Column::ALL.len());
    }

    #[test]
    fn a_figure_is_exported_under_the_name_that_cloud_eye_has_for_it() {
        for column in Column::ALL {
            let metric = column.fields()[0].parse().ok();
            assert_eq!(column.metric(), metric, "{column:?}");
        }
    }

    #[test]
    fn every_column_is_called_something_in_chinese_and_no_two_figures_the_same() {
        assert!(
            Column::ALL
                .iter()
                .all(|column| !column.chinese().is_empty())
        );
        let figures: BTreeSet<&str> = Column::asked().map(Column::chinese).collect();
        assert_eq!(figures.len(), Column::asked().count());
    }
}
