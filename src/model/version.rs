//! Which version of the service's API is spoken, and what it has.

/// A version of the API. Both answer about the same instances.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, clap::ValueEnum)]
pub enum ApiVersion {
    /// V1.0 (chapter 6 of the reference, and the whole Chinese one): instances, availability
    /// zones, products and maintenance windows, and nothing else.
    V1,
    /// V2 (chapter 4).
    #[default]
    V2,
}

/// What not every version has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Feature {
    /// Listing and switching plug-ins.
    Plugins,
    /// Background tasks.
    Tasks,
    /// Tags, of instances and of the project, also when an instance is created.
    Tags,
    /// Setting a new password.
    Password,
    /// Changing the size of an instance.
    Resize,
    /// Creating an instance that is paid by the month or year.
    Prepaid,
    /// Choosing the number of brokers apart from the product.
    Brokers,
    /// Brokers in more zones than one.
    Zones,
    /// Underscores in names of instances and broker users.
    Underscores,
    /// Vhosts, queues and users of a broker.
    Topology,
}

impl ApiVersion {
    /// Whether this version has it: V2 has everything; V1 has nothing but what its chapter 6
    /// describes.
    pub fn has(self, feature: Feature) -> bool {
        match (self, feature) {
            (Self::V2, _) => true,
            (
                Self::V1,
                Feature::Plugins
                | Feature::Tasks
                | Feature::Tags
                | Feature::Password
                | Feature::Resize
                | Feature::Prepaid
                | Feature::Brokers
                | Feature::Zones
                | Feature::Underscores
                | Feature::Topology,
            ) => false,
        }
    }
}
