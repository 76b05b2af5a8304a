//! One thing of a broker by itself, as rows with a cursor: a queue with its consumers, its members,
//! its bindings, its arguments; a node with what it uses its memory for.

use super::BrokerState;
use super::place::{Lead, Opened};
use super::views::SubView;
use super::views::nodes::limits;
use crate::api::v2::topology::CloudQueue;
use crate::broker::{BrokerError, Part};
use crate::model::broker::{Binding, BrokerNode, Consumer, Listener, Queue, QueueDetail, QueueKey};
use crate::state::table::{Cell, Measure};

/// What a row is about; it is said where the row before is about something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum About {
    Consumers,
    Members,
    Node,
    Growth,
    Utilisation,
    Size,
    Oldest,
    Policy,
    OperatorPolicy,
    Bindings,
    Arguments,
    Effective,
    Memory,
    Uses,
    DiskFree,
    Handles,
    Sockets,
    Processes,
    RunQueue,
    Uptime,
    Version,
    Listeners,
    Plugins,
}

/// What a row says.
#[derive(Clone, Debug, PartialEq)]
pub enum Says {
    Cell(Cell),
    Consumer(Box<Consumer>),
    Member {
        node: String,
        leads: bool,
        /// `None` where it is not told.
        online: Option<bool>,
    },
    Binding(Box<Binding>),
    Listener(Listener),
    /// A name and its value.
    Pair(String, String),
    /// So many bytes are used for something, of so many where that is known.
    Uses {
        name: String,
        bytes: u64,
        of: Option<u64>,
    },
    /// There is none.
    Nothing,
    /// It is being read.
    Awaited,
    /// It could not be read.
    Failed(Box<BrokerError>),
}

/// A row of one thing.
#[derive(Clone, Debug, PartialEq)]
pub struct DetailRow {
    pub id: String,
    pub about: About,
    pub says: Says,
}

impl DetailRow {
    fn new(about: About, id: &str, says: Says) -> Self {
        let name: &str = about.into();
        Self {
            id: format!("{name}\u{0}{id}"),
            about,
            says,
        }
    }

    fn cell(about: About, cell: Cell) -> Self {
        Self::new(about, "", Says::Cell(cell))
    }

    /// Where it leads.
    pub fn lead(&self) -> Option<Lead> {
        let Says::Consumer(consumer) = &self.says else {
            return None;
        };
        let connection = consumer.connection.clone()?;
        Some(Lead::Row(SubView::Connections, Some(connection)))
    }

    /// Its value, where it is one.
    pub fn exact(&self) -> Option<&Cell> {
        match &self.says {
            Says::Cell(cell) => Some(cell),
            Says::Consumer(_)
            | Says::Member { .. }
            | Says::Binding(_)
            | Says::Listener(_)
            | Says::Pair(..)
            | Says::Uses { .. }
            | Says::Nothing
            | Says::Awaited
            | Says::Failed(_) => None,
        }
    }

    /// What names it, to be copied.
    pub fn label(&self) -> Option<String> {
        match &self.says {
            Says::Cell(Cell::Text(text)) => text.clone(),
            Says::Consumer(consumer) => Some(consumer.tag.clone()),
            Says::Member { node, .. } => Some(node.clone()),
            Says::Binding(binding) => Some(binding.routing_key.clone()),
            Says::Listener(one) => Some(one.place()),
            Says::Pair(name, value) => Some(format!("{name}={value}")),
            Says::Uses { name, .. } => Some(name.clone()),
            Says::Cell(_) | Says::Nothing | Says::Awaited | Says::Failed(_) => None,
        }
    }
}

impl BrokerState {
    /// A queue by itself, once it was read.
    pub fn queue(&self, key: &QueueKey) -> Option<&QueueDetail> {
        let answer = self.part(&Part::Queue(key.clone())).value()?;
        answer.try_as_queue_ref().map(|detail| &**detail)
    }

    /// The rows of one thing as it was read last.
    pub(super) fn rows_of(&self, opened: &Opened) -> Vec<DetailRow> {
        match opened {
            Opened::Queue(key) => {
                let rows = self.queue(key).map(|detail| self.of_queue(detail));
                rows.unwrap_or_default()
            }
            Opened::Node(name) => {
                let rows = self.node(name).map(|node| self.of_node(node));
                rows.unwrap_or_default()
            }
        }
    }

    /// A node of the cluster, as far as those were read.
    pub fn node(&self, name: &str) -> Option<&BrokerNode> {
        let mut nodes = self.head()?.nodes.iter().flatten();
        nodes.find(|node| node.name == name)
    }

    fn of_node(&self, node: &BrokerNode) -> Vec<DetailRow> {
        const ABOUT: [About; 7] = [
            About::Memory,
            About::DiskFree,
            About::Handles,
            About::Sockets,
            About::Processes,
            About::RunQueue,
            About::Uptime,
        ];
        let limits = ABOUT.into_iter().zip(limits(node));
        let mut rows: Vec<DetailRow> = limits
            .map(|(about, (_, cell))| DetailRow::cell(about, cell))
            .collect();
        let rest = rows.split_off(1);
        rows.extend(self.uses(&node.name));
        rows.extend(rest);
        let version = Cell::Text(node.version.clone());
        rows.push(DetailRow::cell(About::Version, version));
        rows.extend(self.listeners(&node.name));
        rows.extend(node.plugins.iter().map(|plugin| {
            let says = Says::Cell(Cell::Text(Some(plugin.clone())));
            DetailRow::new(About::Plugins, plugin, says)
        }));
        rows
    }

    /// Where a node takes connections, in the order of protocols.
    fn listeners(&self, node: &str) -> Vec<DetailRow> {
        let about = About::Listeners;
        let all = self.head().map(|head| head.overview.listeners.as_slice());
        let own = all.unwrap_or_default().iter();
        let own = own.filter(|one| one.node == node);
        let rows: Vec<DetailRow> = own
            .map(|one| {
                let id = format!("{}\u{0}{}", one.protocol, one.place());
                DetailRow::new(about, &id, Says::Listener(one.clone()))
            })
            .collect();
        match rows.is_empty() {
            // One that is down does not say, and it is not told to everybody.
            true => vec![DetailRow::cell(about, Cell::Text(None))],
            false => rows,
        }
    }

    /// What a node uses its memory for, the most first; nothing of what takes none.
    fn uses(&self, node: &str) -> Vec<DetailRow> {
        let read = self.part(&Part::Memory(node.to_owned()));
        let memory = read.value().and_then(|answer| answer.try_as_memory_ref());
        let one = |says| vec![DetailRow::new(About::Uses, "", says)];
        let Some(memory) = memory else {
            return one(match &read.failure {
                Some(failure) => Says::Failed(Box::new(failure.error.clone())),
                None => Says::Awaited,
            });
        };
        if memory.parts.is_empty() {
            return one(Says::Cell(Cell::Text(None)));
        }
        let used = memory.parts.iter().filter(|(_, bytes)| *bytes > 0);
        let rows = used.map(|(name, bytes)| {
            let says = Says::Uses {
                name: name.clone(),
                bytes: *bytes,
                of: memory.total.filter(|total| *total > 0),
            };
            DetailRow::new(About::Uses, name, says)
        });
        rows.collect()
    }

    fn of_queue(&self, detail: &QueueDetail) -> Vec<DetailRow> {
        let queue = &detail.queue;
        let mut rows = consumers(queue, &detail.consumers);
        rows.extend(members(queue));
        rows.extend(facts(detail));
        rows.extend(self.bindings(&queue.key));
        rows.extend(pairs(About::Arguments, &queue.arguments));
        if queue.policy.is_some() || detail.operator_policy.is_some() {
            rows.extend(pairs(About::Effective, &detail.effective_policy));
        }
        rows
    }

    fn bindings(&self, key: &QueueKey) -> Vec<DetailRow> {
        let read = self.part(&Part::Bindings(key.clone()));
        let one = |says| vec![DetailRow::new(About::Bindings, "", says)];
        let known = read.value();
        let listed = known.and_then(|known| known.try_as_bindings_ref());
        match (listed, &read.failure) {
            (Some(listed), _) => bindings(&listed.rows),
            (None, Some(failure)) => one(Says::Failed(Box::new(failure.error.clone()))),
            (None, None) => one(Says::Awaited),
        }
    }
}

/// The rows of a queue as the message service tells it.
pub(super) fn of_cloud(read: &CloudQueue) -> Vec<DetailRow> {
    let mut rows = consumers(&read.queue, &read.consumers);
    let policy = Cell::Text(read.queue.policy.clone());
    rows.push(DetailRow::cell(About::Policy, policy));
    rows.extend(bindings(&read.bindings));
    rows.extend(pairs(About::Arguments, &read.queue.arguments));
    rows
}

fn bindings(all: &[Binding]) -> Vec<DetailRow> {
    if all.is_empty() {
        return vec![DetailRow::new(About::Bindings, "", Says::Nothing)];
    }
    let rows = all.iter().map(|binding| {
        let id = format!("{}\u{0}{}", binding.source, binding.routing_key);
        let arguments = format!("{:?}", binding.arguments);
        let says = Says::Binding(Box::new(binding.clone()));
        DetailRow::new(About::Bindings, &format!("{id}\u{0}{arguments}"), says)
    });
    rows.collect()
}

/// Who reads from it. Where nobody is named and the count is not known either, nor is whether there
/// is one.
fn consumers(queue: &Queue, all: &[Consumer]) -> Vec<DetailRow> {
    let about = About::Consumers;
    if all.is_empty() {
        return vec![match queue.consumers {
            Some(0) => DetailRow::new(about, "", Says::Nothing),
            count => DetailRow::cell(about, Cell::Measured(count.map(Measure::Count))),
        }];
    }
    let rows = all.iter().map(|one| {
        let channel = one.channel.as_deref().unwrap_or_default();
        let id = format!("{channel}\u{0}{}", one.tag);
        DetailRow::new(about, &id, Says::Consumer(Box::new(one.clone())))
    });
    rows.collect()
}

/// Members of a replicated queue, its leader first.
fn members(queue: &Queue) -> Vec<DetailRow> {
    let leads = |node: &String| queue.leader.as_ref() == Some(node);
    let lost = matches!(queue.state.as_deref(), Some("down" | "minority"));
    let told = lost || !queue.online.is_empty();
    let (first, others): (Vec<&String>, Vec<&String>) =
        queue.members.iter().partition(|node| leads(node));
    let rows = first.into_iter().chain(others).map(|node| {
        let says = Says::Member {
            node: node.clone(),
            leads: leads(node),
            online: told.then(|| queue.online.contains(node)),
        };
        DetailRow::new(About::Members, node, says)
    });
    rows.collect()
}

fn facts(detail: &QueueDetail) -> Vec<DetailRow> {
    let queue = &detail.queue;
    let measured =
        |about, measure: Option<Measure>| DetailRow::cell(about, Cell::Measured(measure));
    let text = |about, text: &Option<String>| DetailRow::cell(about, Cell::Text(text.clone()));
    let per_minute = queue.growth.map(|growth| Measure::Change(growth * 60.0));
    let mut rows = vec![
        measured(About::Growth, per_minute),
        measured(About::Utilisation, queue.utilisation.map(Measure::Share)),
        measured(About::Size, queue.bytes.map(Measure::Bytes)),
        DetailRow::cell(About::Oldest, Cell::Since(queue.head)),
        text(About::Policy, &queue.policy),
    ];
    if detail.operator_policy.is_some() {
        rows.push(text(About::OperatorPolicy, &detail.operator_policy));
    }
    // Who leads the members is said there.
    if queue.members.is_empty() {
        rows.push(text(About::Node, &queue.node));
    }
    rows
}

fn pairs(about: About, pairs: &[(String, String)]) -> Vec<DetailRow> {
    if pairs.is_empty() {
        return vec![DetailRow::new(about, "", Says::Nothing)];
    }
    let rows = pairs
        .iter()
        .map(|(name, value)| DetailRow::new(about, name, Says::Pair(name.clone(), value.clone())));
    rows.collect()
}
