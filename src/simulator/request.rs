//! Reading a call's query and body: typed, and refused in the service's words when wrong.

use std::ops::RangeInclusive;

use serde_json::{Map, Value};

use super::operation::Names;
use super::refusal::Refusal;

/// A call that was let in.
#[derive(Clone, Debug)]
pub struct Call<'a> {
    /// What the path names.
    pub names: Names,
    /// The query parameters, decoded.
    pub query: &'a [(String, String)],
    /// The body.
    pub body: &'a [u8],
    /// The region this service is in.
    pub region: &'a str,
}

impl Call<'_> {
    /// A query parameter; an empty one counts as absent.
    pub fn parameter(&self, key: &str) -> Option<&str> {
        let found = self.query.iter().find(|(name, _)| name == key);
        found
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }

    /// A numeric query parameter within its range, or its default.
    pub fn number(
        &self,
        key: &str,
        range: RangeInclusive<usize>,
        default: usize,
    ) -> Result<usize, Refusal> {
        match self.parameter(key) {
            None => Ok(default),
            Some(text) => text
                .parse()
                .ok()
                .filter(|number| range.contains(number))
                .ok_or(Refusal::PARAMETER),
        }
    }

    /// The body as a JSON object.
    pub fn fields(&self) -> Result<Fields, Refusal> {
        Refusal::EMPTY_BODY.when(self.body.is_empty())?;
        match serde_json::from_slice(self.body) {
            Ok(Value::Object(fields)) => Ok(Fields(fields)),
            Ok(_) | Err(_) => Err(Refusal::NOT_JSON),
        }
    }
}

/// The fields of a body. A null counts as absent.
#[derive(Clone, Debug)]
pub struct Fields(Map<String, Value>);

impl Fields {
    fn get<'a, T>(
        &'a self,
        key: &str,
        read: impl FnOnce(&'a Value) -> Option<T>,
    ) -> Result<Option<T>, Refusal> {
        match self.0.get(key) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => read(value)
                .map(Some)
                .ok_or_else(|| Refusal::wrong_type(key)),
        }
    }

    /// Refuses a body with a field that is none of these.
    pub fn only(&self, known: &[&str]) -> Result<(), Refusal> {
        let mut keys = self.0.keys();
        Refusal::NOT_JSON.unless(keys.all(|key| known.contains(&key.as_str())))
    }

    /// A text.
    pub fn text(&self, key: &str) -> Result<Option<&str>, Refusal> {
        self.get(key, Value::as_str)
    }

    /// A text that must be there and not be empty.
    pub fn needed(&self, key: &str, refusal: Refusal) -> Result<&str, Refusal> {
        self.text(key)?
            .filter(|text| !text.is_empty())
            .ok_or(refusal)
    }

    /// A whole number that is not negative.
    pub fn integer(&self, key: &str) -> Result<Option<u32>, Refusal> {
        self.get(key, |value| {
            value.as_u64().and_then(|number| u32::try_from(number).ok())
        })
    }

    /// A yes or no.
    pub fn flag(&self, key: &str) -> Result<Option<bool>, Refusal> {
        self.get(key, Value::as_bool)
    }

    /// A list of texts.
    pub fn texts(&self, key: &str) -> Result<Option<Vec<String>>, Refusal> {
        self.get(key, |value| {
            value
                .as_array()?
                .iter()
                .map(|item| item.as_str().map(str::to_owned))
                .collect()
        })
    }

    /// A list of objects.
    pub fn objects(&self, key: &str) -> Result<Option<Vec<Self>>, Refusal> {
        self.get(key, |value| value.as_array()?.iter().map(object).collect())
    }

    /// An object.
    pub fn object(&self, key: &str) -> Result<Option<Self>, Refusal> {
        self.get(key, object)
    }
}

fn object(value: &Value) -> Option<Fields> {
    value.as_object().cloned().map(Fields)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(body: &[u8]) -> Call<'_> {
        Call {
            names: Names::default(),
            query: &[],
            body,
            region: "cn-north-4",
        }
    }

    #[test]
    fn bodies_that_are_no_object_are_refused_each_in_its_way() {
        assert_eq!(call(b"").fields().unwrap_err(), Refusal::EMPTY_BODY);
        assert_eq!(call(b"{").fields().unwrap_err(), Refusal::NOT_JSON);
        assert_eq!(call(b"[]").fields().unwrap_err(), Refusal::NOT_JSON);
    }

    #[test]
    fn a_field_of_the_wrong_type_is_named() {
        let fields = call(br#"{"storage_space": "100", "name": null}"#)
            .fields()
            .unwrap();
        assert_eq!(
            fields.integer("storage_space"),
            Err(Refusal::wrong_type("storage_space"))
        );
        assert_eq!(fields.text("name"), Ok(None));
    }
}
