//! What can be asked of a broker, and pages of it.

use std::time::Duration;

use serde_json::Value;

use crate::api::operation::DecodeError;
use crate::api::wire::{self, Fields};
use crate::api::{Limit, Method, Request, Rows};

/// A question without effect: it may be repeated and dropped at will.
pub trait Ask {
    /// What the answer means.
    type Reply;

    /// The call, below the address of the management API.
    fn request(&self) -> Request;

    /// How large the answer may be.
    fn limit(&self) -> Limit {
        Limit::ANSWER
    }

    /// Whether what is asked for is there in every version: that it is not found tells then that
    /// something else answers.
    fn is_everywhere(&self) -> bool {
        false
    }

    /// Whether an answer that is no success is one here.
    fn takes(&self, _status: u16, _body: &[u8]) -> bool {
        false
    }

    /// Reads the body of a success, or of what [`Self::takes`] takes for one.
    ///
    /// # Errors
    /// [`DecodeError`] when the answer as a whole is not what it must be; single odd fields or rows
    /// are no error.
    fn decode(&self, status: u16, body: &[u8]) -> Result<Self::Reply, DecodeError>;
}

/// What was answered, and how long it took: from sending to the last byte.
#[derive(Clone, Debug, PartialEq)]
pub struct Answered<T> {
    pub value: T,
    pub took: Duration,
}

/// Most rows that a page may have.
const MOST_ROWS: usize = 500;

/// Which rows of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageOf {
    /// From 1. One behind the last page is refused, or empty, by version.
    pub number: usize,
    /// 1 to 500.
    pub rows: usize,
    /// The server's own order, by name, costs least.
    pub order: Option<Order>,
    /// Only those whose name has this in it, in any case.
    pub named: Option<String>,
}

/// By what the broker orders rows: a field, or a path such as `message_stats.ack_details.rate`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    pub by: &'static str,
    /// Largest first.
    pub reverse: bool,
}

impl PageOf {
    /// The first so many, as the broker orders them itself.
    pub fn first(rows: usize) -> Self {
        Self {
            number: 1,
            rows: rows.clamp(1, MOST_ROWS),
            order: None,
            named: None,
        }
    }

    /// The same, largest of this first.
    pub fn top(rows: usize, by: &'static str) -> Self {
        let order = Order { by, reverse: true };
        Self {
            order: Some(order),
            ..Self::first(rows)
        }
    }

    /// A call for them.
    pub(super) fn of(&self, segments: &[&str]) -> Request {
        let mut request = Request::new(Method::Get, segments)
            .with("page", self.number)
            .with("page_size", self.rows);
        if let Some(order) = self.order {
            request = request.with("sort", order.by);
            if order.reverse {
                request = request.with("sort_reverse", true);
            }
        }
        match &self.named {
            Some(name) => request.with("name", name),
            None => request,
        }
    }
}

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    pub rows: Rows<T>,
    /// How many there are in all that the question is for.
    pub total: Option<u64>,
}

/// Reads a page. A list without pages is one of all, as old versions may answer.
pub(super) fn page<T>(
    body: &[u8],
    mut read: impl FnMut(&mut Fields<'_>) -> Option<T>,
) -> Result<Page<T>, DecodeError> {
    let Value::Object(map) = wire::value(body)? else {
        let rows = wire::list(body, "items", read)?;
        let total = u64::try_from(rows.sent()).ok();
        return Ok(Page { rows, total });
    };
    let rows = wire::rows(&map, "items", &mut read)?;
    let mut fields = Fields::new(&map);
    let total = fields.count("filtered_count");
    Ok(Page {
        rows,
        total: total.or_else(|| fields.count("total_count")),
    })
}

/// Columns as the broker is asked for them.
pub(super) fn columns(names: &[&[&str]]) -> String {
    names.concat().join(",")
}
