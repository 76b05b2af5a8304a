//! What V1 has on offer: the flavors, version and disks of the generation before (the example of
//! "querying product specifications", sections 6.1.2.2 and 6.2 of the two references).

use super::Kind;

/// A flavor of V1. The number of brokers is part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OldProduct {
    /// Its id by the hour.
    pub hourly: &'static str,
    /// Its id by the month.
    pub monthly: &'static str,
    /// Single or cluster.
    pub kind: Kind,
    /// CPU and memory, such as `2u4g`.
    pub size: &'static str,
    /// Number of brokers.
    pub brokers: u32,
}

/// The only engine version.
pub const OLD_VERSION: &str = "3.7.17";
/// Disk types, without what all of them start with.
pub const OLD_DISKS: [&str; 3] = ["normal", "high", "ultra"];
/// What all disk types start with.
pub const DISK_PREFIX: &str = "dms.physical.storage.";

const fn old(
    hourly: &'static str,
    monthly: &'static str,
    kind: Kind,
    size: &'static str,
    brokers: u32,
) -> OldProduct {
    OldProduct {
        hourly,
        monthly,
        kind,
        size,
        brokers,
    }
}

/// All products of V1, machine by machine.
#[rustfmt::skip]
pub static OLD_PRODUCTS: [OldProduct; 13] = [
    old("00300-30109-0--0", "00300-30110-0--0", Kind::Single,  "2u4g",   1),
    old("00300-30111-0--0", "00300-30112-0--0", Kind::Single,  "4u8g",   1),
    old("00300-30113-0--0", "00300-30114-0--0", Kind::Single,  "8u16g",  1),
    old("00300-30115-0--0", "00300-30116-0--0", Kind::Single,  "16u32g", 1),
    old("00300-30209-0--0", "00300-30210-0--0", Kind::Cluster, "4u8g",   3),
    old("00300-30211-0--0", "00300-30212-0--0", Kind::Cluster, "4u8g",   5),
    old("00300-30213-0--0", "00300-30214-0--0", Kind::Cluster, "4u8g",   7),
    old("00300-30215-0--0", "00300-30216-0--0", Kind::Cluster, "8u16g",  3),
    old("00300-30217-0--0", "00300-30218-0--0", Kind::Cluster, "8u16g",  5),
    old("00300-30219-0--0", "00300-30220-0--0", Kind::Cluster, "8u16g",  7),
    old("00300-30221-0--0", "00300-30222-0--0", Kind::Cluster, "16u32g", 3),
    old("00300-30223-0--0", "00300-30224-0--0", Kind::Cluster, "16u32g", 5),
    old("00300-30225-0--0", "00300-30226-0--0", Kind::Cluster, "16u32g", 7),
];

impl OldProduct {
    /// The product of this shape; there is none for some sizes that can be reached by extending.
    pub fn of(kind: Kind, size: &str, brokers: u32) -> Option<&'static Self> {
        OLD_PRODUCTS.iter().find(|product| {
            product.kind == kind && product.size == size && product.brokers == brokers
        })
    }

    /// The specification code, such as `dms.instance.rabbitmq.cluster.c3.4u8g.3`.
    pub fn code(&self) -> String {
        let (kind, size) = (self.kind.word(), self.size);
        match self.kind {
            Kind::Cluster => format!("dms.instance.rabbitmq.{kind}.c3.{size}.{}", self.brokers),
            Kind::Single | Kind::SingleProfessional => {
                format!("dms.instance.rabbitmq.{kind}.c3.{size}")
            }
        }
    }
}
