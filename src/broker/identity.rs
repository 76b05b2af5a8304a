//! What tells a broker from another one.

use crate::model::broker::Overview;

/// What a broker says of itself, by which it is known again: behind the same tunnel another one may
/// answer the next time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    /// The name of the cluster: by default that of its first node.
    pub cluster: Option<String>,
    /// What the cluster called itself when it was made, of versions and for users that have it.
    pub id: Option<String>,
}

impl Identity {
    /// The identity that the whole has.
    pub fn of(overview: &Overview) -> Self {
        Self {
            cluster: overview.cluster.clone(),
            id: overview.cluster_id.clone(),
        }
    }

    /// Whether the other one is certainly of another broker.
    pub fn differs(&self, other: &Self) -> bool {
        match (&self.id, &other.id) {
            (Some(own), Some(other)) => own != other,
            (None, _) | (_, None) => match (&self.cluster, &other.cluster) {
                (Some(own), Some(other)) => own != other,
                (None, _) | (_, None) => false,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identity(cluster: Option<&str>, id: Option<&str>) -> Identity {
        let (cluster, id) = (cluster.map(str::to_owned), id.map(str::to_owned));
        Identity { cluster, id }
    }

    #[test]
    fn a_broker_is_another_one_only_where_what_both_say_differs() {
        let shop = identity(Some("rabbit@shop"), Some("a"));
        assert!(!shop.differs(&shop));
        // A cluster that was renamed is the same.
        assert!(!shop.differs(&identity(Some("shop"), Some("a"))));
        assert!(shop.differs(&identity(Some("rabbit@shop"), Some("b"))));
        // A user who may not see the id sees the name.
        assert!(!shop.differs(&identity(Some("rabbit@shop"), None)));
        assert!(shop.differs(&identity(Some("rabbit@bank"), None)));
        assert!(!shop.differs(&identity(None, None)));
    }
}
