//! Tags: key and value, both the user's own words.

/// One tag of an instance.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Tag {
    /// At most 36 characters (table 4-3).
    pub key: String,
    /// At most 43 characters (table 4-3); the service may leave it out.
    pub value: String,
}
