//! What tells a cluster from every other one.

use super::Ask;
use crate::api::operation::DecodeError;
use crate::api::wire;
use crate::api::{Method, Request};

/// The identity that a cluster gives itself when it is made, of versions that have one. Needs the
/// tag `policymaker`, `administrator` or more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShowCluster;

impl Ask for ShowCluster {
    type Reply = Option<String>;

    fn request(&self) -> Request {
        Request::new(Method::Get, &["api", "global-parameters"])
    }

    fn decode(&self, _status: u16, body: &[u8]) -> Result<Option<String>, DecodeError> {
        let rows = wire::list(body, "parameters", |fields| {
            let is_it = fields.word("name")? == "internal_cluster_id";
            is_it.then(|| fields.id("value")).flatten()
        })?;
        Ok(rows.rows.into_iter().next())
    }
}
