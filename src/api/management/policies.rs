//! Policies, of users and of the operator.

use super::Ask;
use super::fields::{pairs, word};
use crate::api::operation::DecodeError;
use crate::api::wire;
use crate::api::{Method, Request, Rows};
use crate::model::broker::Policy;

/// Whose policies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PolicyOwner {
    User,
    /// They limit those of users.
    Operator,
}

/// All policies of an owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListPolicies {
    pub owner: PolicyOwner,
}

impl Ask for ListPolicies {
    type Reply = Rows<Policy>;

    fn request(&self) -> Request {
        let path = match self.owner {
            PolicyOwner::User => "policies",
            PolicyOwner::Operator => "operator-policies",
        };
        Request::new(Method::Get, &["api", path])
    }

    fn decode(&self, _status: u16, body: &[u8]) -> Result<Rows<Policy>, DecodeError> {
        wire::list(body, "policies", |fields| {
            Some(Policy {
                vhost: fields.id("vhost")?,
                name: fields.id("name")?,
                pattern: fields.text("pattern"),
                applies_to: word(fields, "apply-to"),
                priority: fields.integer("priority"),
                definition: pairs(fields, "definition"),
            })
        })
    }
}
