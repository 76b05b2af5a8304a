//! A node of a cluster.

/// What `GET /api/nodes` says of a node. One that is not running has hardly more than its name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BrokerNode {
    /// As in `rabbit@host`.
    pub name: String,
    pub running: Option<bool>,
    /// Nodes that it has lost touch with; of 4.3 always empty, partitions or not.
    pub partitions: Vec<String>,
    /// In bytes, as all of memory and disk.
    pub memory_used: Option<u64>,
    /// From where on publishers are blocked.
    pub memory_limit: Option<u64>,
    pub memory_alarm: Option<bool>,
    pub disk_free: Option<u64>,
    /// Below this, publishers are blocked.
    pub disk_free_limit: Option<u64>,
    pub disk_alarm: Option<bool>,
    /// File handles.
    pub handles_used: Option<u64>,
    pub handles_total: Option<u64>,
    /// Not measured by 4.0 and later, which say 0 of 0.
    pub sockets_used: Option<u64>,
    pub sockets_total: Option<u64>,
    /// Erlang processes.
    pub processes_used: Option<u64>,
    pub processes_total: Option<u64>,
    /// Erlang processes that wait for a processor.
    pub run_queue: Option<u64>,
    /// In ms.
    pub uptime: Option<u64>,
    /// Its own version, where it says one.
    pub version: Option<String>,
    pub plugins: Vec<String>,
    /// Whether it is in maintenance, of versions that say so.
    pub draining: Option<bool>,
}

/// What a node uses its memory for (`GET /api/nodes/N/memory`), in bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Memory {
    /// By the broker's own words, largest first.
    pub parts: Vec<(String, u64)>,
    /// What the operating system counts, else what Erlang has allocated.
    pub total: Option<u64>,
}
