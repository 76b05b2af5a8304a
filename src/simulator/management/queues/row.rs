//! One queue as a row: with statistics, or with what is known without them.

use jiff::SignedDuration;
use serde_json::{Map, Value, json};

use super::{float, put_messages};
use crate::simulator::broker::levels::Level;
use crate::simulator::broker::{Queue, QueueKind};
use crate::simulator::management::edition::Edition;
use crate::simulator::management::look::Look;
use crate::simulator::management::policies;
use crate::simulator::management::stats::{Flow, put, whole};

/// Messages of a queue that are kept in memory, as for Cloud Eye.
const IN_MEMORY: usize = 2048;
/// How many nodes keep a quorum queue or a stream.
const MEMBERS: usize = 3;

/// What a row is made of.
struct Seen<'a> {
    look: &'a Look<'a>,
    queue: Queue,
    leader: usize,
    level: Level,
    earlier: Level,
    flow: Flow,
}

/// Rows with statistics, which are some seconds old.
pub fn full(look: &Look<'_>) -> Vec<Value> {
    let levels = look.broker.levels_at(look.told);
    let mut earlier = look.broker.levels_at(look.earlier());
    earlier.resize(levels.len(), Level::default());
    let leaders = look.broker.leaders(look.told);
    let seen = super::flows(look).into_iter().zip(levels).zip(earlier);
    let rows = seen.zip(leaders).map(|(((of, level), earlier), leader)| {
        let (queue, flow) = of;
        Value::Object(
            Seen {
                look,
                queue,
                leader,
                level,
                earlier,
                flow,
            }
            .row(),
        )
    });
    rows.collect()
}

/// Rows without statistics, with counts that are exact, or without.
pub fn short(look: &Look<'_>, totals: bool) -> Vec<Value> {
    let levels = look.broker.levels_at(look.now);
    let leaders = look.broker.leaders(look.now);
    let queues = look.broker.queues(look.now).into_iter();
    let rows = queues.zip(levels).zip(leaders);
    let row = |((queue, level), leader): ((Queue, Level), usize)| {
        let replicated = queue.kind != QueueKind::Classic;
        let mut row = Map::new();
        row.insert("arguments".to_owned(), arguments(&queue));
        row.insert("auto_delete".to_owned(), json!(false));
        row.insert("durable".to_owned(), json!(is_durable(&queue)));
        let exclusive = if replicated {
            Value::Null
        } else {
            json!(false)
        };
        row.insert("exclusive".to_owned(), exclusive);
        let (members, online) = members(look, leader, is_lost(look, &queue));
        if queue.kind == QueueKind::Quorum {
            row.insert("leader".to_owned(), json!(look.node(leader)));
            row.insert("members".to_owned(), json!(members));
        }
        if totals && queue.kind != QueueKind::Stream && !is_lost(look, &queue) {
            row.insert("messages".to_owned(), json!(level.ready + level.unacked));
            row.insert("messages_ready".to_owned(), json!(level.ready));
            row.insert("messages_unacknowledged".to_owned(), json!(level.unacked));
        }
        row.insert("name".to_owned(), json!(queue.name));
        match queue.kind {
            QueueKind::Classic => row.insert("node".to_owned(), json!(look.node(leader))),
            QueueKind::Quorum => row.insert("online".to_owned(), json!(online)),
            QueueKind::Stream => None,
        };
        row.insert("state".to_owned(), json!(state(look, &queue)));
        if totals && queue.kind == QueueKind::Stream {
            row.insert("totals".to_owned(), Value::Null);
        }
        row.insert("type".to_owned(), json!(kind(&queue)));
        if totals && queue.kind == QueueKind::Stream {
            row.insert("type_specific".to_owned(), Value::Null);
        }
        row.insert("vhost".to_owned(), json!(queue.vhost));
        Value::Object(row)
    };
    rows.map(row).collect()
}

/// Takes away what 3.13 tells only of rows that are asked for column by column.
pub fn without_details(row: &mut Map<String, Value>) {
    for name in [
        "idle_since",
        "operator_policy",
        "exclusive_consumer_tag",
        "garbage_collection",
    ] {
        row.shift_remove(name);
    }
    if row.get("policy") == Some(&Value::Null) {
        row.shift_remove("policy");
    }
}

fn kind(queue: &Queue) -> &'static str {
    match queue.kind {
        QueueKind::Classic => "classic",
        QueueKind::Quorum => "quorum",
        QueueKind::Stream => "stream",
    }
}

pub fn is_durable(queue: &Queue) -> bool {
    !queue.name.starts_with("tmp.")
}

pub fn arguments(queue: &Queue) -> Value {
    match queue.kind {
        QueueKind::Classic if queue.index % 5 == 2 => json!({ "x-max-priority": 5 }),
        QueueKind::Classic => json!({}),
        QueueKind::Quorum => json!({ "x-queue-type": "quorum" }),
        QueueKind::Stream => {
            json!({ "x-max-length-bytes": 50_000_000_u64, "x-queue-type": "stream" })
        }
    }
}

fn state(look: &Look<'_>, queue: &Queue) -> &'static str {
    let flow = queue.index == 0 && look.is_slowed();
    match (is_lost(look, queue), flow) {
        (true, _) => "down",
        (false, true) => "flow",
        (false, false) => "running",
    }
}

/// Whether a queue has no majority of its members, so that nobody can say what is in it.
pub fn is_lost(look: &Look<'_>, queue: &Queue) -> bool {
    look.without_majority() == Some(queue.index)
}

/// The nodes that keep a queue, and those of them that are up.
fn members(look: &Look<'_>, leader: usize, lost: bool) -> (Vec<String>, Vec<String>) {
    let count = look.nodes.len();
    let all = (0..count.min(MEMBERS)).map(|step| (leader + step) % count.max(1));
    let facts = look.facts_told();
    let up = |node: &usize| facts.get(*node).is_some_and(|facts| facts.running);
    let name = |node: usize| look.node(node).to_owned();
    // The leader is gone first, and the next with it.
    let gone = if lost { 2 } else { 0 };
    let online = all.clone().skip(gone).filter(up).map(name).collect();
    (all.map(name).collect(), online)
}

impl Seen<'_> {
    fn row(&self) -> Map<String, Value> {
        let mut row = Map::new();
        let queue = &self.queue;
        let (policy, effective) = policies::of_queue(self.look, queue);
        for (name, value) in [
            ("arguments", arguments(queue)),
            ("auto_delete", json!(false)),
            ("consumers", json!(self.level.consumers)),
            ("durable", json!(is_durable(queue))),
            ("effective_policy_definition", effective),
            ("exclusive", json!(false)),
            ("memory", json!(self.memory())),
            ("name", json!(queue.name)),
            ("node", json!(self.look.node(self.leader))),
            ("operator_policy", Value::Null),
            ("policy", policy),
            ("state", json!(state(self.look, queue))),
            ("type", json!(kind(queue))),
            ("vhost", json!(queue.vhost)),
        ] {
            row.insert(name.to_owned(), value);
        }
        let counts = |level: &Level| [float(level.ready), float(level.unacked)];
        put_messages(&mut row, counts(&self.level), counts(&self.earlier));
        if !self.flow.is_empty() {
            let stats = Value::Object(self.flow.of_queue());
            row.insert("message_stats".to_owned(), stats);
        }
        let passing = self.flow.rates.publish + self.flow.rates.deliver;
        put(
            &mut row,
            "reductions",
            self.flow.counts.publish * 1500.0 + 10_000.0,
            passing * 750.0 + 230.0,
        );
        if passing <= 0.0 && self.level.consumers == 0 {
            row.insert("idle_since".to_owned(), json!(self.idle_since()));
        }
        match queue.kind {
            QueueKind::Classic => self.put_classic(&mut row),
            QueueKind::Quorum => self.put_quorum(&mut row),
            QueueKind::Stream => self.put_stream(&mut row),
        }
        if is_lost(self.look, queue) {
            row.retain(|name, _| !of_leader(name));
        }
        row.sort_keys();
        row
    }

    fn idle_since(&self) -> String {
        self.look.since(self.look.broker.up_since(self.look.told))
    }

    /// Bytes, as Cloud Eye has them.
    fn memory(&self) -> u64 {
        let held = float((self.level.ready + self.level.unacked).min(IN_MEMORY));
        whole(30_000.0 + held * (self.look.broker.message_bytes() + 400.0))
    }

    fn bytes(&self, messages: usize) -> u64 {
        whole(float(messages) * self.look.broker.message_bytes())
    }

    /// Bytes and messages that classic and quorum queues tell alike.
    fn put_held(&self, row: &mut Map<String, Value>) {
        let Level { ready, unacked, .. } = self.level;
        let held = ready + unacked;
        let in_memory = held.min(IN_MEMORY);
        let utilisation = self.utilisation();
        if !self.look.edition.is_old() {
            row.insert("consumer_capacity".to_owned(), utilisation.clone());
        }
        for (name, value) in [
            ("consumer_utilisation", utilisation),
            ("garbage_collection", garbage()),
            ("message_bytes", json!(self.bytes(held))),
            ("message_bytes_persistent", json!(self.bytes(held))),
            ("message_bytes_ram", json!(self.bytes(in_memory))),
            ("message_bytes_ready", json!(self.bytes(ready))),
            ("message_bytes_unacknowledged", json!(self.bytes(unacked))),
            ("messages_persistent", json!(held)),
            ("messages_ram", json!(in_memory)),
        ] {
            row.insert(name.to_owned(), value);
        }
    }

    fn put_classic(&self, row: &mut Map<String, Value>) {
        self.put_held(row);
        let Level { ready, unacked, .. } = self.level;
        let mirrored = policies::is_mirrored(self.look, &self.queue);
        let mut mirrors = Vec::new();
        if mirrored {
            let facts = self.look.facts_told();
            let up = facts.iter().enumerate().filter(|(_, node)| node.running);
            let others = up
                .map(|(index, _)| index)
                .filter(|index| *index != self.leader);
            mirrors = others
                .map(|index| self.look.node(index).to_owned())
                .collect();
            row.insert("slave_nodes".to_owned(), json!(mirrors));
            row.insert("synchronised_slave_nodes".to_owned(), json!(mirrors));
        }
        for (name, value) in [
            (
                "backing_queue_status",
                self.backing(mirrored, mirrors.len()),
            ),
            ("exclusive_consumer_tag", Value::Null),
            ("head_message_timestamp", self.head()),
            ("message_bytes_paged_out", json!(0)),
            ("messages_paged_out", json!(0)),
            ("messages_ready_ram", json!(ready.min(IN_MEMORY))),
            ("messages_unacknowledged_ram", json!(unacked)),
            (
                "recoverable_slaves",
                if mirrored {
                    json!(mirrors)
                } else {
                    Value::Null
                },
            ),
            ("single_active_consumer_tag", Value::Null),
        ] {
            row.insert(name.to_owned(), value);
        }
    }

    fn put_quorum(&self, row: &mut Map<String, Value>) {
        self.put_held(row);
        if !self.look.edition.is_old() {
            row.insert("message_bytes_dlx".to_owned(), json!(0));
            row.insert("messages_dlx".to_owned(), json!(0));
        }
        let (members, online) = members(self.look, self.leader, is_lost(self.look, &self.queue));
        let files: Map<String, Value> =
            online.iter().map(|node| (node.clone(), json!(0))).collect();
        for (name, value) in [
            ("leader", json!(self.look.node(self.leader))),
            ("members", json!(members)),
            ("online", json!(online)),
            ("open_files", Value::Object(files)),
            ("single_active_consumer_ctag", Value::Null),
        ] {
            row.insert(name.to_owned(), value);
        }
    }

    fn put_stream(&self, row: &mut Map<String, Value>) {
        let (members, online) = members(self.look, self.leader, false);
        let readers = json!({ (self.look.node(self.leader)): self.level.consumers });
        for (name, value) in [
            ("members", json!(members)),
            ("online", json!(online)),
            ("readers", readers),
        ] {
            row.insert(name.to_owned(), value);
        }
    }

    fn backing(&self, mirrored: bool, mirrors: usize) -> Value {
        let rates = &self.flow.rates;
        let mut status = json!({
            "avg_ack_egress_rate": rates.ack,
            "avg_ack_ingress_rate": rates.deliver,
            "avg_egress_rate": rates.deliver,
            "avg_ingress_rate": rates.publish,
            "delta": ["delta", "undefined", 0, 0, "undefined"],
            "len": self.level.ready,
            "mode": "default",
            "next_seq_id": whole(self.flow.counts.publish),
            "q1": 0,
            "q2": 0,
            "q3": self.level.ready,
            "q4": 0,
            "target_ram_count": IN_MEMORY,
        });
        if mirrored {
            status["mirror_seen"] = json!(0);
            status["mirror_senders"] = json!(mirrors);
        }
        match self.look.edition {
            Edition::V38 => {}
            Edition::V310 | Edition::V313 => {
                status["next_deliver_seq_id"] = json!(whole(self.flow.counts.deliver));
                status["version"] = json!(1);
            }
        }
        status
    }

    /// How much of the time messages can be delivered at once.
    fn utilisation(&self) -> Value {
        let Level {
            ready, consumers, ..
        } = self.level;
        let rates = &self.flow.rates;
        if consumers == 0 {
            return json!(0);
        }
        match float(ready) <= rates.publish * 2.0 + 5.0 {
            true => json!(1.0),
            false => json!((rates.ack / (rates.publish + 0.01)).clamp(0.04, 0.97)),
        }
    }

    /// When the message that has waited longest was published, where publishers say so.
    fn head(&self) -> Value {
        let rate = self.flow.rates.publish;
        if self.level.ready == 0 || self.queue.index % 3 == 2 || rate <= 0.0 {
            return Value::Null;
        }
        let waited = SignedDuration::try_from_secs_f64(float(self.level.ready) / rate);
        let waited = waited.unwrap_or(SignedDuration::ZERO);
        let at = self.look.told.saturating_sub(waited);
        at.map_or(Value::Null, |at| json!(at.as_second()))
    }
}

/// Whether only the leader of a queue can tell this.
fn of_leader(name: &str) -> bool {
    name.starts_with("message")
        || name.starts_with("consumer")
        || name.starts_with("reductions")
        || [
            "memory",
            "garbage_collection",
            "single_active_consumer_ctag",
        ]
        .contains(&name)
}

/// What rows say of the garbage collector of a process.
pub fn garbage() -> Value {
    json!({
        "fullsweep_after": 65_535,
        "max_heap_size": 0,
        "min_bin_vheap_size": 46_422,
        "min_heap_size": 233,
        "minor_gcs": 87,
    })
}
