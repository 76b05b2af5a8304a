//! Feature flags: what a cluster has been switched to.

use super::Ask;
use super::fields::word;
use crate::api::operation::DecodeError;
use crate::api::wire;
use crate::api::{Method, Request, Rows};
use crate::model::broker::FeatureFlag;

/// All feature flags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListFeatureFlags;

impl Ask for ListFeatureFlags {
    type Reply = Rows<FeatureFlag>;

    fn request(&self) -> Request {
        Request::new(Method::Get, &["api", "feature-flags"])
    }

    fn decode(&self, _status: u16, body: &[u8]) -> Result<Rows<FeatureFlag>, DecodeError> {
        wire::list(body, "flags", |fields| {
            Some(FeatureFlag {
                name: fields.id("name")?,
                state: word(fields, "state"),
                stability: word(fields, "stability"),
                description: word(fields, "desc"),
            })
        })
    }
}
