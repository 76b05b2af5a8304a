//! Exchanges.

use super::ask::page;
use super::fields::{counter, inside, name, pairs, word};
use super::{Ask, Page, PageOf};
use crate::api::operation::DecodeError;
use crate::api::wire::Fields;
use crate::api::{Limit, Request};
use crate::model::broker::{Counter, Exchange};

const COLUMNS: &str = "name,vhost,type,durable,auto_delete,internal,policy,arguments,\
    message_stats.publish_in,message_stats.publish_in_details.rate,\
    message_stats.publish_out,message_stats.publish_out_details.rate";

/// Exchanges, those of the broker itself too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListExchanges {
    pub page: PageOf,
}

impl Ask for ListExchanges {
    type Reply = Page<Exchange>;

    fn request(&self) -> Request {
        self.page.of(&["api", "exchanges"]).with("columns", COLUMNS)
    }

    fn limit(&self) -> Limit {
        Limit::PAGE
    }

    fn decode(&self, _status: u16, body: &[u8]) -> Result<Page<Exchange>, DecodeError> {
        page(body, exchange)
    }
}

fn exchange(fields: &mut Fields<'_>) -> Option<Exchange> {
    let (vhost, name) = (fields.id("vhost")?, name(fields, "name")?);
    let published = inside(fields, "message_stats", |stats| -> (Counter, Counter) {
        (counter(stats, "publish_in"), counter(stats, "publish_out"))
    });
    let (published_in, published_out) = published.unwrap_or_default();
    Some(Exchange {
        vhost,
        name,
        kind: word(fields, "type"),
        durable: fields.flag("durable"),
        auto_delete: fields.flag("auto_delete"),
        internal: fields.flag("internal"),
        policy: word(fields, "policy"),
        arguments: pairs(fields, "arguments"),
        published_in,
        published_out,
    })
}
