//! What the version of the API has no call for, and what its codes for failed instances mean.

use crate::explain;

/// The version, where it is shown beside the region: only the older one is worth a word.
pub const V1: &str = "V1";
/// Instead of what V1 has no call for.
pub const NO_CALL: &str = "V1.0 of the API has no call for this; use api = \"v2\".";
/// The version of the API, in full.
pub const V1_LACKS: &str = "V1.0: no plug-ins, tasks, tags, passwords, resize";
/// More zones than V1 takes.
pub const ONE_ZONE: &str = "V1.0 of the API takes one zone";

/// Why an instance failed, by table 6-7; the code alone where the table does not have it.
#[must_use]
pub fn failure(code: &str) -> String {
    match explain::instance_failure(code).and_then(|text| text.en) {
        Some(meaning) => format!("{code}: {meaning}"),
        None => code.to_owned(),
    }
}
