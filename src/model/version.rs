//! Which version of the service's API is spoken.

/// A version of the API. Both answer about the same instances.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ApiVersion {
    /// V1.0 (chapter 6 of the reference, and the whole Chinese one): instances, availability
    /// zones, products and maintenance windows, and nothing else.
    V1,
    /// V2 (chapter 4).
    #[default]
    V2,
}

impl ApiVersion {
    /// The versions as settings name them.
    pub const NAMES: [(&str, Self); 2] = [("v1", Self::V1), ("v2", Self::V2)];
}
