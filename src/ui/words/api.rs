//! What the version of the API has no call for.

use super::catalogue::texts;

texts! {
    /// The version of the API.
    pub struct Api {
        /// Instead of what V1 has no call for.
        no_call,
        /// The older version, and what it lacks.
        v1_lacks,
    }
}

/// The older version, where it is shown beside the region: the newer one is not worth a word.
pub const V1: &str = "V1";
