//! The alarms in effect, as they are at this moment.

use super::Ask;
use crate::api::operation::DecodeError;
use crate::api::wire::{self, Fields};
use crate::api::{Method, Request};
use crate::model::broker::BrokerAlarm;

/// The alarms in effect, on any node. It tells them at once, where the flags of nodes are up to ten
/// seconds late. Nothing of a version that has no such check (3.8.9): the flags of
/// [`super::ListNodes`] tell them there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListAlarms;

impl Ask for ListAlarms {
    type Reply = Option<Vec<BrokerAlarm>>;

    fn request(&self) -> Request {
        Request::new(Method::Get, &["api", "health", "checks", "alarms"])
    }

    /// 503 is a check that fails. Older versions do not know the path.
    fn takes(&self, status: u16, body: &[u8]) -> bool {
        match status {
            404 => true,
            400 => body.is_empty(),
            503 => wire::object(body).is_ok_and(|body| body.contains_key("alarms")),
            _ => false,
        }
    }

    fn decode(&self, status: u16, body: &[u8]) -> Result<Self::Reply, DecodeError> {
        if matches!(status, 400 | 404) {
            return Ok(None);
        }
        let body = wire::object(body)?;
        let alarms = Fields::new(&body).objects("alarms", |alarm| {
            Some(BrokerAlarm {
                node: alarm.id("node")?,
                resource: alarm.text("resource")?,
            })
        });
        Ok(Some(alarms))
    }
}
