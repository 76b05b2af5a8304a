//! What the lists of alarms have in common: pages, and parameters that may be there several times.

use std::ops::RangeInclusive;

use serde_json::{Value, json};

use crate::simulator::cloud_eye::refusal;
use crate::simulator::refusal::Refusal;
use crate::simulator::reply::Reply;
use crate::simulator::request::Call;

/// A part of a list.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    offset: usize,
    limit: usize,
}

impl Page {
    /// The page that a call asks for: 1 to 100 entries, so many unless it says.
    pub fn read(
        call: &Call<'_>,
        offsets: RangeInclusive<usize>,
        usual: usize,
    ) -> Result<Self, Refusal> {
        let number = |key, range, usual| call.number(key, range, usual).map_err(|_| refusal::PAGE);
        Ok(Self {
            offset: number("offset", offsets, 0)?,
            limit: number("limit", 1..=100, usual)?,
        })
    }

    /// The page, under its key, and how many there are in all.
    pub fn of<T>(self, key: &str, all: &[T], shown: impl Fn(&T) -> Value) -> Reply {
        let page = all.iter().skip(self.offset).take(self.limit);
        let page: Vec<Value> = page.map(shown).collect();
        Reply::ok(json!({ (key): page, "count": all.len() }))
    }
}

/// The values of a parameter that is a list: repeated, with commas between, or both.
pub fn listed<'c>(call: &'c Call<'_>, key: &str) -> Vec<&'c str> {
    let given = call.query.iter().filter(|(name, _)| name == key);
    let values = given.flat_map(|(_, value)| value.split(','));
    values.filter(|value| !value.is_empty()).collect()
}
