//! What the version of the API has no call for, and what its codes for failed instances mean.

use super::catalogue::{Words, texts};
use crate::explain;
use crate::lang::Lang;

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
pub fn failure(w: &Words, code: &str) -> String {
    let meaning = explain::instance_failure(code).and_then(|text| match w.lang {
        Lang::English => text.en.or(text.zh),
        Lang::Chinese => text.zh.or(text.en),
    });
    match meaning {
        Some(meaning) => format!("{code}: {meaning}"),
        None => code.to_owned(),
    }
}
