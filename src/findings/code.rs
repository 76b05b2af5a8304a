//! The table of all that can be wrong, most urgent first.

use super::{
    Look, Presence, Severity, Source, Verdict, alarms, backlog, broker, churn, clients, consumers,
    dead_letters, disk, leaks, levels, nodes, reading, redeliver, status, storage, tasks, uneven,
    user_alarms,
};
use crate::figures::MINUTE;

/// One line a finding: what it is called in files, its severity at worst, how many minutes it must
/// have been so, by what it is seen, its check, its sign in what the broker itself says, which
/// symptoms it hides, and which commands help.
macro_rules! findings {
    ($(
        $(#[$doc:meta])*
        $name:ident $word:literal $severity:ident, after $minutes:literal, by $source:ident:
            $check:path $(| $sign:path)?, hides [$($hidden:ident)*], next [$($command:literal)*];
    )*) => {
        /// What can be wrong with an instance, most urgent first.
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, strum::IntoStaticStr,
            strum::VariantArray, strum::VariantNames,
        )]
        #[strum(serialize_all = "kebab-case")]
        pub enum Code { $($(#[$doc])* $name,)* }

        impl Code {
            /// What it is called in files, the same in every language.
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }

            /// How bad it is at worst.
            pub fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity,)* }
            }

            /// How long it must have been so before it is found, ms.
            pub fn hold(self) -> i64 {
                match self { $(Self::$name => $minutes * MINUTE,)* }
            }

            /// By what it is seen.
            pub const fn source(self) -> Source {
                match self { $(Self::$name => Source::$source,)* }
            }

            /// What follows from it and is not worth saying beside it.
            pub fn hides(self) -> &'static [Self] {
                match self { $(Self::$name => &[$(Self::$hidden),*],)* }
            }

            /// What helps: commands by their names, the most useful first.
            pub fn next(self) -> &'static [&'static str] {
                match self { $(Self::$name => &[$($command),*],)* }
            }

            pub(super) fn check(self, look: &Look<'_>) -> Verdict {
                match self {
                    $(Self::$name => {
                        let verdict = $check(look);
                        $(let _: broker::Sign = $sign;
                        let verdict = broker::joined(look, verdict);)?
                        verdict
                    })*
                }
            }

            /// The sign of each that the broker itself can tell.
            pub(super) fn signs() -> impl Iterator<Item = (Self, broker::Sign)> {
                const SIGNS: &[(Code, broker::Sign)] = &[$($((Code::$name, $sign),)?)*];
                SIGNS.iter().copied()
            }
        }
    };
}

findings! {
    /// A node uses more memory than its watermark allows: all publishers are blocked.
    MemoryAlarm "MEMORY_ALARM" Critical, after 0, by CloudEye: alarms::memory | broker::nodes::memory_alarm,
        hides [PublishersBlocked PublishersGone StuckConsumers PrefetchFull BacklogGrowing UnackedPiling Flow MemoryNear],
        next ["resize" "restart"];
    /// A node has too little free disk: all publishers are blocked.
    DiskAlarm "DISK_ALARM" Critical, after 0, by CloudEye: alarms::disk | broker::nodes::disk_alarm,
        hides [DiskFullSoon PublishersBlocked PublishersGone StuckConsumers PrefetchFull BacklogGrowing UnackedPiling Flow StorageHigh],
        next ["resize" "auto-expand"];
    /// Half of the nodes or more are down: the others wait for them.
    NoMajority "NO_MAJORITY" Critical, after 1, by CloudEye: nodes::no_majority | broker::nodes::no_majority,
        hides [NodeDown QuorumNoLeader QueueDown QuorumDegraded PublishersBlocked NoConsumers PublishersGone StuckConsumers BacklogGrowing UnackedPiling UnevenNodes],
        next ["tab-tasks" "restart"];
    /// Nodes have lost touch with each other, and each side goes on by itself.
    Partition "PARTITION" Critical, after 0, by Broker: broker::alone | broker::nodes::partition,
        hides [NodeDown QueueDown QuorumDegraded UnevenNodes],
        next ["tab-broker"];
    NodeDown "NODE_DOWN" Critical, after 1, by CloudEye: nodes::down | broker::nodes::down,
        hides [QueueDown QuorumDegraded UnevenNodes],
        next ["tab-tasks" "restart"];
    /// The service says that it failed.
    InstanceFailed "INSTANCE_FAILED" Critical, after 0, by Service: status::failed,
        hides [],
        next ["tab-tasks" "delete" "restart"];
    /// No client of a virtual host gets in on a node.
    VhostDown "VHOST_DOWN" Critical, after 0, by Broker: broker::alone | broker::vhosts::down,
        hides [],
        next ["tab-broker" "restart"];
    /// Too few members of a quorum queue are left to agree on anything.
    QuorumNoLeader "QUORUM_NO_LEADER" Critical, after 0, by Broker: broker::alone | broker::queues::no_leader,
        hides [QueueDown QuorumDegraded],
        next ["tab-broker"];
    /// A queue whose node is lost, or that crashed.
    QueueDown "QUEUE_DOWN" Critical, after 0, by Broker: broker::alone | broker::queues::down,
        hides [],
        next ["tab-broker"];
    DiskFullSoon "DISK_FULL_SOON" Critical, after 0, by CloudEye: disk::full_soon | broker::disks::full_soon,
        hides [],
        next ["resize" "auto-expand"];
    PublishersBlocked "PUBLISHERS_BLOCKED" Critical, after 1, by CloudEye: clients::blocked | broker::clients::blocked,
        hides [PublishersGone Flow],
        next ["provenance"];
    /// Messages wait and nobody consumes.
    NoConsumers "NO_CONSUMERS" Critical, after 2, by CloudEye: consumers::none | broker::consumers::none,
        hides [StuckConsumers BacklogGrowing],
        next ["provenance"];
    PublishersGone "PUBLISHERS_GONE" Warning, after 5, by CloudEye: clients::publishers_gone | broker::publishers::gone,
        hides [],
        next ["provenance"];
    /// Consumers hold messages and take no more.
    StuckConsumers "STUCK_CONSUMERS" Critical, after 5, by CloudEye: consumers::stuck | broker::consumers::stuck,
        hides [PrefetchFull BacklogGrowing UnackedPiling],
        next ["provenance"];
    /// Consumers hold as many messages as they may, and others wait.
    PrefetchFull "PREFETCH_FULL" Warning, after 2, by Broker: broker::alone | broker::consumers::full,
        hides [],
        next ["tab-broker"];
    BacklogGrowing "BACKLOG_GROWING" Warning, after 10, by CloudEye: backlog::growing | broker::messages::backlog,
        hides [],
        next ["resize"];
    UnackedPiling "UNACKED_PILING" Warning, after 10, by CloudEye: backlog::unacked | broker::consumers::piling,
        hides [],
        next ["provenance"];
    /// A queue's messages come again and again: consumers fail, or reject them.
    Redeliver "REDELIVER" Warning, after 5, by CloudEye: redeliver::storm | broker::messages::redelivered,
        hides [],
        next ["provenance"];
    /// Messages that no consumer could handle gather.
    DeadLetters "DEAD_LETTERS" Warning, after 10, by CloudEye: dead_letters::gather | broker::messages::dead_letters,
        hides [],
        next ["provenance"];
    /// Messages that no queue takes.
    Unroutable "UNROUTABLE" Warning, after 1, by Broker: broker::alone | broker::messages::unroutable,
        hides [],
        next ["tab-broker"];
    /// A replicated queue misses members.
    QuorumDegraded "QUORUM_DEGRADED" Warning, after 1, by Broker: broker::alone | broker::queues::degraded,
        hides [],
        next ["tab-broker"];
    /// Nearly as many connections as the product allows.
    ConnectionLimit "CONNECTION_LIMIT" Critical, after 2, by CloudEye: clients::limit | broker::clients::limit,
        hides [],
        next ["resize"];
    /// Clients connect and go all the time.
    Churn "CHURN" Warning, after 10, by CloudEye: churn::connections | broker::clients::churn,
        hides [],
        next ["provenance"];
    ChannelLeak "CHANNEL_LEAK" Warning, after 30, by CloudEye: leaks::channels | broker::leaks::channels,
        hides [],
        next ["provenance"];
    QueueLeak "QUEUE_LEAK" Warning, after 30, by CloudEye: leaks::queues | broker::leaks::queues,
        hides [],
        next ["provenance"];
    /// Publishers are slowed down.
    Flow "FLOW" Warning, after 3, by CloudEye: clients::flow | broker::clients::flow,
        hides [],
        next ["resize"];
    /// Close to the memory alarm.
    MemoryNear "MEMORY_NEAR" Warning, after 3, by CloudEye: levels::memory | broker::nodes::memory,
        hides [],
        next ["resize" "restart"];
    /// A node has nearly no file handles left.
    FdNear "FD_NEAR" Critical, after 1, by Broker: broker::alone | broker::nodes::handles,
        hides [],
        next ["tab-broker"];
    /// A node has nearly as many Erlang processes as it may.
    ProcNear "PROC_NEAR" Critical, after 1, by Broker: broker::alone | broker::nodes::processes,
        hides [],
        next ["tab-broker"];
    CpuHot "CPU_HOT" Critical, after 5, by CloudEye: levels::cpu,
        hides [],
        next ["resize"];
    StorageHigh "STORAGE_HIGH" Critical, after 0, by Service: storage::high,
        hides [],
        next ["resize" "auto-expand"];
    /// One node has most of the queues and of the work.
    UnevenNodes "UNEVEN_NODES" Warning, after 10, by CloudEye: uneven::nodes | broker::spread::uneven,
        hides [],
        next ["restart"];
    TaskFailed "TASK_FAILED" Warning, after 0, by Service: tasks::failed,
        hides [],
        next ["tab-tasks"];
    /// A task takes longer than such tasks do.
    TaskStuck "TASK_STUCK" Warning, after 0, by Service: tasks::stuck,
        hides [],
        next ["tab-tasks"];
    /// Some fields of the service's answer could not be read.
    PartlyUnreadable "PARTLY_UNREADABLE" Warning, after 0, by Service: reading::unreadable,
        hides [],
        next ["json"];
    /// Others report figures, this one does not.
    MetricsSilent "METRICS_SILENT" Warning, after 0, by Service: reading::silent,
        hides [],
        next ["refresh"];
    /// A rule of the user's fires in Cloud Eye.
    CloudEyeAlarm "CLOUD_EYE_ALARM" Critical, after 0, by CloudEye: user_alarms::fires,
        hides [],
        next ["provenance"];
    /// The service deleted it; the row stays until the cursor leaves it.
    Gone "GONE" Unknown, after 0, by Service: reading::gone,
        hides [],
        next [];
    /// Missing from the list; being looked up.
    Missing "MISSING" Unknown, after 0, by Service: reading::missing,
        hides [],
        next ["refresh"];
    /// No answer about it for long.
    Stale "STALE" Unknown, after 0, by Service: reading::stale,
        hides [],
        next ["refresh"];
    /// There is no right to read it any more.
    Denied "DENIED" Unknown, after 0, by Service: reading::denied,
        hides [],
        next ["retry-credential"];
    /// A status this version does not know, or none at all.
    UnknownStatus "UNKNOWN_STATUS" Unknown, after 0, by Service: status::unknown,
        hides [],
        next ["json"];
    /// Something is under way.
    Moving "MOVING" Moving, after 0, by Service: status::moving,
        hides [],
        next ["tab-tasks"];
    /// Ordered from here, and not in the list.
    Ordered "ORDERED" Moving, after 0, by Service: reading::ordered,
        hides [],
        next [];
    /// Frozen: most operations are refused.
    Frozen "FROZEN" Frozen, after 0, by Service: status::frozen,
        hides [],
        next [];
}

impl Code {
    /// All of them, most urgent first.
    pub const ALL: &[Self] = <Self as strum::VariantArray>::VARIANTS;

    /// What is looked at; of what is not there, only that.
    pub(super) fn asked(presence: Presence) -> Codes {
        match presence {
            Presence::Gone => Codes(Codes::bit(Self::Gone)),
            Presence::Ordered => Codes(Codes::bit(Self::Ordered)),
            Presence::Listed | Presence::Missing => Codes::ALL,
        }
    }

    /// Whether it is what the status says of what is broken: known with the list, it stands first
    /// among what is as bad, so that a row does not say something else when its figures come.
    pub(super) fn comes_with_status(self) -> bool {
        self == Self::InstanceFailed
    }

    /// Whether it says that what the service said of the instance may no longer be true.
    pub fn casts_doubt(self) -> bool {
        matches!(
            self,
            Self::Gone | Self::Missing | Self::Stale | Self::Denied
        )
    }
}

/// Some of the codes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Codes(u64);

const _: () = assert!(Code::ALL.len() <= 64, "each has a bit");

impl Codes {
    const ALL: Self = Self(u64::MAX >> (u64::BITS as usize - Code::ALL.len()));

    /// Those that are seen by figures and alarms.
    pub(super) const OF_CLOUD_EYE: Self = Self::seen_by(Source::CloudEye);
    /// Those that only the broker itself tells.
    pub(super) const OF_BROKER: Self = Self::seen_by(Source::Broker);

    const fn seen_by(source: Source) -> Self {
        let (mut all, mut at) = (0, 0);
        while at < Code::ALL.len() {
            if Code::ALL[at].source() as u8 == source as u8 {
                all |= Self::bit(Code::ALL[at]);
            }
            at += 1;
        }
        Self(all)
    }

    /// These and those.
    pub(super) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// These but for those.
    pub(super) const fn but(self, those: Self) -> Self {
        Self(self.0 & !those.0)
    }

    /// Those that are in both.
    pub(super) const fn within(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Each of them, the most urgent first.
    pub(super) fn each(self) -> impl Iterator<Item = Code> {
        let mut left = self.0;
        std::iter::from_fn(move || {
            let code = Code::ALL.get(left.trailing_zeros() as usize)?;
            left &= left - 1;
            Some(*code)
        })
    }

    const fn bit(code: Code) -> u64 {
        1 << code as u32
    }

    pub fn has(self, code: Code) -> bool {
        self.0 & Self::bit(code) != 0
    }

    pub fn add(&mut self, code: Code) {
        self.0 |= Self::bit(code);
    }

    pub fn remove(&mut self, code: Code) {
        self.0 &= !Self::bit(code);
    }
}
