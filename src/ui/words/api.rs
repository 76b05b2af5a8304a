//! What the version of the API has no call for, and what its codes for failed instances mean.

use super::catalogue::texts;
use crate::explain;

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

/// Why an instance failed, by table 6-7; the code alone where the table does not have it.
#[must_use]
pub fn failure(code: &str) -> String {
    match explain::instance_failure(code).and_then(|text| text.en) {
        Some(meaning) => format!("{code}: {meaning}"),
        None => code.to_owned(),
    }
}
