//! The views of a broker, each a table: what it is read from, its columns, its rows.

mod access;
mod clients;
mod cloud;
pub(super) mod groups;
pub(super) mod nodes;
mod queues;
mod topology;
pub(super) mod triage;

use super::place::{Lead, Only};
use super::{BrokerState, State};
use crate::api::Rows;
use crate::broker::{BrokerAnswer, Listed, Part};
use crate::model::broker::QueueKey;
use crate::state::column::First;
use crate::state::remote::Cached;
use crate::state::table::{Cell, Declared, Measure, Row, TableColumn};
pub use queues::FILLED;
use std::sync::Arc;

/// Where a row leads, by what is known.
type LeadOf = fn(&State, &Row) -> Option<Lead>;

/// Declares the views of a broker, in their order: each with its table, with the part that its rows
/// come of, where that is one and not the whole, and with where a row leads, if anywhere.
macro_rules! views {
    (
        default $first:ident: $first_table:path, leads $first_lead:path;
        $($name:ident: $table:path $(, of $part:ident)? $(, leads $lead:path)?;)*
    ) => {
        /// A view of a broker.
        #[derive(
            Clone, Copy, Debug, Default, PartialEq, Eq, Hash, strum::IntoStaticStr,
            strum::VariantArray, strum::VariantNames,
        )]
        #[strum(serialize_all = "kebab-case")]
        pub enum SubView {
            #[default]
            $first,
            $($name,)*
        }

        impl SubView {
            /// The table that it is.
            pub fn declared(self) -> &'static Declared {
                match self {
                    Self::$first => &$first_table,
                    $(Self::$name => &$table,)*
                }
            }

            /// What its rows come of, where that is one part and not the whole.
            pub fn part(self) -> Option<Part> {
                match self {
                    Self::$first => None,
                    $(Self::$name => [$(Part::$part)?].into_iter().next(),)*
                }
            }

            /// Where a row of it leads.
            pub(super) fn lead(self, state: &State, row: &Row) -> Option<Lead> {
                let lead: Option<LeadOf> = match self {
                    Self::$first => Some($first_lead),
                    $(Self::$name => [$($lead as LeadOf)?].into_iter().next(),)*
                };
                lead.and_then(|lead| lead(state, row))
            }
        }
    };
}

views! {
    // What follows from several parts.
    default Triage: triage::TRIAGE, leads triage::lead;
    Queues: queues::QUEUES, of Queues, leads queues::lead;
    Connections: clients::CONNECTIONS, of Connections, leads clients::to_channels;
    Channels: clients::CHANNELS, of Channels, leads clients::of_channel;
    // They come with the whole.
    Nodes: nodes::NODES, leads nodes::lead;
    Exchanges: topology::EXCHANGES, of Exchanges;
    Vhosts: topology::VHOSTS, of Vhosts, leads topology::to_queues;
    Consumers: clients::CONSUMERS, of Consumers, leads clients::of_consumer;
    Policies: topology::POLICIES, of Policies;
    Users: access::USERS, of Users;
    FeatureFlags: access::FLAGS, of FeatureFlags;
    // The message service tells them.
    CloudQueues: cloud::QUEUES, leads queues::lead;
    CloudUsers: cloud::USERS;
}

/// Between the parts of what names a row: no name of a vhost or a queue has it.
const BETWEEN: char = '\u{0}';

/// What names a row of the queues.
pub(super) fn queue_id(key: &QueueKey) -> String {
    format!("{}{BETWEEN}{}", key.vhost, key.name)
}

/// The queue that a row is of, by what names it.
pub fn queue_of(id: &str) -> Option<QueueKey> {
    let (vhost, name) = id.split_once(BETWEEN)?;
    Some(QueueKey {
        vhost: vhost.to_owned(),
        name: name.to_owned(),
    })
}

const BIG: [First; 2] = [First::Most, First::Fewest];
const A_TO_Z: [First; 2] = [First::A, First::Z];

const fn column(
    (name, field): (&'static str, &'static str),
    letter: char,
    first: [First; 2],
) -> TableColumn {
    TableColumn {
        name,
        field,
        letter,
        first,
    }
}

/// What can belong to one thing.
trait Belongs {
    /// Whether it does. What has no such thing is in no view of one.
    fn belongs_to(&self, _: &Only) -> bool {
        true
    }
}

/// The rows that an answer gives, with what is missing of them and when it came.
fn rows<T: Belongs>(
    state: &State,
    view: SubView,
    listed: impl FnOnce(&BrokerAnswer) -> Option<&Arc<Listed<T>>>,
    row: impl Fn(&T) -> Row,
) -> Option<Cached<Rows<Row>>> {
    let broker: &BrokerState = &state.broker;
    let known = broker.part(&broker.part_of(view)?).known.as_ref()?;
    let listed = listed(&known.value)?;
    let only = broker.only().filter(|_| broker.shown == view);
    let shown = listed.rows.iter();
    let shown = shown.filter(|one| only.is_none_or(|only| one.belongs_to(only)));
    Some(Cached {
        value: Rows {
            rows: shown.map(row).collect(),
            unidentified: listed.unidentified,
            unreadable: listed.unreadable.clone(),
        },
        at: known.at,
    })
}

fn text(text: Option<&String>) -> Cell {
    Cell::Text(text.cloned())
}

fn count(count: Option<u64>) -> Cell {
    Cell::Measured(count.map(Measure::Count))
}

fn rate(rate: Option<f64>) -> Cell {
    Cell::Measured(rate.map(Measure::Rate))
}

fn bytes(bytes: Option<u64>) -> Cell {
    Cell::Measured(bytes.map(Measure::Bytes))
}

/// So much of so much, as far as both are known and there is any.
fn part_of(used: Option<u64>, all: Option<u64>, of: fn(u64, u64) -> Measure) -> Cell {
    let known = used.zip(all.filter(|all| *all > 0));
    Cell::Measured(known.map(|(used, all)| of(used, all)))
}
