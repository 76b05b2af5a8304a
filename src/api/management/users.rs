//! Who one is, and who else there is.

use super::Ask;
use super::fields::tags;
use crate::api::operation::DecodeError;
use crate::api::wire::{self, Fields};
use crate::api::{Method, Request, Rows};
use crate::model::broker::{BrokerUser, Whoami};

/// Who one is: the first question, and the one that costs least.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WhoAmI;

impl Ask for WhoAmI {
    type Reply = Whoami;

    fn request(&self) -> Request {
        Request::new(Method::Get, &["api", "whoami"])
    }

    fn is_everywhere(&self) -> bool {
        true
    }

    fn decode(&self, _status: u16, body: &[u8]) -> Result<Whoami, DecodeError> {
        let body = wire::object(body)?;
        let mut fields = Fields::new(&body);
        let name = fields.id("name");
        Ok(Whoami {
            name: name.ok_or_else(|| DecodeError::new("name", "missing"))?,
            tags: tags(&mut fields),
        })
    }
}

/// The users, without the digests of their passwords. Needs the tag `administrator`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListUsers;

impl Ask for ListUsers {
    type Reply = Rows<BrokerUser>;

    fn request(&self) -> Request {
        Request::new(Method::Get, &["api", "users"]).with("columns", "name,tags")
    }

    fn decode(&self, _status: u16, body: &[u8]) -> Result<Rows<BrokerUser>, DecodeError> {
        wire::list(body, "users", |fields| {
            Some(BrokerUser {
                name: fields.id("name")?,
                tags: tags(fields),
            })
        })
    }
}
