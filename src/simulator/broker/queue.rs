//! The queues of a broker: names, vhosts, kinds, who leads them, and what Cloud Eye calls them.

/// How a queue keeps its messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QueueKind {
    Classic,
    /// On a majority of the nodes, since 3.8.
    Quorum,
    /// A log that is read and not emptied, since 3.9.
    Stream,
}

/// One queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Queue {
    /// Its number, by which [`super::Resource::Queue`] names it.
    pub index: usize,
    pub vhost: &'static str,
    pub name: String,
    pub kind: QueueKind,
    /// The node that leads it, counted from 0.
    pub leader: usize,
}

/// The vhost that a broker begins with.
pub const DEFAULT_VHOST: &str = "/";
/// Vhosts that some brokers have beside it.
pub const VHOSTS: [&str; 4] = ["shop", "billing", "data-platform", "team/eu"];
/// What queues are called. Two of the names are the same to Cloud Eye.
pub const NAMES: [&str; 32] = [
    "orders.created",
    "orders.paid",
    "emails",
    "invoices",
    "stock-updates",
    "search.index",
    "audit",
    "webhooks",
    "orders/retry",
    "orders_retry",
    "shipments",
    "thumbnails",
    "prices.changed",
    "sessions.expired",
    "reports:daily",
    "refunds",
    "sms",
    "push.notify",
    "exports",
    "imports",
    "fraud-checks",
    "carts",
    "coupons",
    "geo.lookup",
    "pdf-render",
    "backup%nightly",
    "media|transcode",
    "metrics.raw",
    "clickstream",
    "accounts.merged",
    "crm sync",
    "订单.取消",
];
/// The queue for what no consumer could handle.
pub const DEAD_LETTERS: &str = "dead-letters";
/// The most queues a healthy broker has, that for dead letters included.
pub const MOST: usize = NAMES.len() + 1;
/// The longest name of a series, a dot counted five times.
const LONGEST: usize = 256;

impl Queue {
    /// Its name in Cloud Eye, which is not always its own and may be that of another queue, too;
    /// nothing for a name that Cloud Eye cannot take.
    pub fn series_name(&self) -> Option<String> {
        let full = match self.vhost {
            DEFAULT_VHOST => self.name.clone(),
            vhost => format!("{vhost}__{}", self.name),
        };
        let begins_well = full.chars().next().is_some_and(char::is_alphanumeric);
        let length: usize = full
            .chars()
            .map(|each| if each == '.' { 5 } else { 1 })
            .sum();
        let fits = begins_well && length <= LONGEST;
        fits.then(|| full.replace(['%', '|', '/'], "_"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(vhost: &'static str, name: &str) -> Option<String> {
        let queue = Queue {
            index: 0,
            vhost,
            name: name.to_owned(),
            kind: QueueKind::Classic,
            leader: 0,
        };
        queue.series_name()
    }

    #[test]
    fn a_series_has_its_vhost_before_it_and_no_signs_that_cloud_eye_lacks() {
        let named = |name: &str| Some(name.to_owned());
        assert_eq!(series("/", "emails"), named("emails"));
        assert_eq!(series("shop", "emails"), named("shop__emails"));
        assert_eq!(series("team/eu", "a%b|c/d.e"), named("team_eu__a_b_c_d.e"));
        assert_eq!(series("/", "orders/retry"), series("/", "orders_retry"));
    }

    #[test]
    fn a_name_that_cloud_eye_cannot_take_has_no_series() {
        assert_eq!(series("/", "_private"), None);
        assert_eq!(series("/", " padded"), None);
        assert!(series("/", &"a.".repeat(42)).is_some());
        assert_eq!(series("/", &"a.".repeat(43)), None);
    }
}
