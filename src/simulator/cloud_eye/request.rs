//! What a batch query of version 1 asks, checked as the reference says.

use std::ops::RangeInclusive;

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::refusal;
use super::window::{MINUTE, Period};
use crate::simulator::refusal::Refusal;
use crate::simulator::request::Call;

/// The longest body of a request, in bytes.
const LARGEST_BODY: usize = 512 * 1024;
/// How many series one call may ask for.
const SERIES: RangeInclusive<usize> = 1..=500;
/// The longest span of a query of version 2, in milliseconds.
const LONGEST_SPAN: i64 = 5 * MINUTE;
/// Times have 13 digits.
const MILLISECONDS: std::ops::Range<i64> = 1_000_000_000_000..10_000_000_000_000;

/// How the raw values of a period become one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::EnumString, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Filter {
    Average,
    Max,
    Min,
    Sum,
    Variance,
}

impl Filter {
    /// The word in a request, and the key of each value in its answer.
    pub fn word(self) -> &'static str {
        self.into()
    }
}

/// Names and values of dimensions, in the order they came.
pub type Dimensions = Vec<(String, String)>;

/// One metric of one resource, as asked for: it need not be there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    pub namespace: String,
    pub metric: String,
    pub dimensions: Dimensions,
}

/// A batch query of version 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    pub series: Vec<Asked>,
    pub period: Period,
    pub filter: Filter,
    /// From when to when, in milliseconds.
    pub span: (i64, i64),
}

impl Query {
    /// Reads a call's body. All five of its fields are needed; times are numbers, the period is a text.
    pub fn read(call: &Call<'_>) -> Result<Self, Refusal> {
        read(call.body).ok_or(refusal::BODY)
    }
}

fn read(body: &[u8]) -> Option<Query> {
    let body = object(body)?;
    let series = body.get("metrics")?.as_array()?;
    let series: Option<Vec<Asked>> = series.iter().map(asked).collect();
    Some(Query {
        series: series.filter(|all| SERIES.contains(&all.len()))?,
        period: Period::named(body.get("period")?.as_str()?)?,
        filter: body.get("filter")?.as_str()?.parse().ok()?,
        span: span(&body)?,
    })
}

/// A batch query of version 2: one metric of whatever has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryOfAll {
    pub namespace: String,
    pub metric: String,
    /// Names of the dimensions with commas between, as they came.
    pub dimension: String,
    /// From when to when, in milliseconds.
    pub span: (i64, i64),
    /// How many points to leave out.
    pub offset: usize,
    /// How many points to give.
    pub limit: usize,
}

impl QueryOfAll {
    /// Reads a call's body. Without times it asks for the last five minutes, the longest span.
    pub fn read(call: &Call<'_>, now: Timestamp) -> Result<Self, Refusal> {
        read_of_all(call.body, now).ok_or(refusal::BODY)
    }
}

fn read_of_all(body: &[u8], now: Timestamp) -> Option<QueryOfAll> {
    let body = object(body)?;
    let now = now.as_millisecond();
    let span = match body.contains_key("from") || body.contains_key("to") {
        true => span(&body)?,
        false => (now - LONGEST_SPAN, now),
    };
    let number = |key: &str, range: RangeInclusive<u64>, default: u64| {
        let given = body.get(key).map_or(Some(default), Value::as_u64);
        usize::try_from(given.filter(|number| range.contains(number))?).ok()
    };
    let (limit, offset) = (
        number("limit", 1..=1000, 100)?,
        number("offset", 0..=9_999_999, 0)?,
    );
    let body = Value::Object(body);
    Some(QueryOfAll {
        namespace: text(&body, "namespace", 3..=32)?,
        metric: text(&body, "metric_name", 1..=64)?,
        dimension: text(&body, "metric_dimension", 1..=131)?,
        span: Some(span).filter(|(from, to)| to - from <= LONGEST_SPAN)?,
        offset,
        limit,
    })
}

/// The dimensions in a query string, `dim.0=NAME,VALUE` to `dim.3`.
pub fn dimensions(call: &Call<'_>) -> Result<Dimensions, Refusal> {
    let given = ["dim.0", "dim.1", "dim.2", "dim.3"].map(|key| call.parameter(key));
    let read = |given: &str| {
        let (name, value) = given.split_once(',').ok_or(refusal::PARAMETER)?;
        Ok((name.to_owned(), value.to_owned()))
    };
    given.into_iter().flatten().map(read).collect()
}

/// Whether a number can be a time in milliseconds.
pub fn is_time(number: &i64) -> bool {
    MILLISECONDS.contains(number)
}

/// A body that is a JSON object of a size that is let in.
pub fn object(body: &[u8]) -> Option<Map<String, Value>> {
    if body.len() > LARGEST_BODY {
        return None;
    }
    match serde_json::from_slice(body) {
        Ok(Value::Object(fields)) => Some(fields),
        Ok(_) | Err(_) => None,
    }
}

/// `from` and `to`, the first before the second.
fn span(body: &Map<String, Value>) -> Option<(i64, i64)> {
    let time = |key| body.get(key)?.as_i64().filter(is_time);
    let (from, to) = (time("from")?, time("to")?);
    (from < to).then_some((from, to))
}

fn asked(series: &Value) -> Option<Asked> {
    let dimensions = series.get("dimensions")?.as_array()?;
    let dimensions: Option<Vec<_>> = dimensions.iter().map(dimension).collect();
    Some(Asked {
        namespace: text(series, "namespace", 3..=32)?,
        metric: text(series, "metric_name", 1..=96)?,
        dimensions: dimensions.filter(|all| (1..=4).contains(&all.len()))?,
    })
}

fn dimension(dimension: &Value) -> Option<(String, String)> {
    Some((
        text(dimension, "name", 1..=32)?,
        text(dimension, "value", 1..=256)?,
    ))
}

/// A text of a length in characters.
fn text(object: &Value, key: &str, length: RangeInclusive<usize>) -> Option<String> {
    let text = object.get(key)?.as_str()?;
    length
        .contains(&text.chars().count())
        .then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn query() -> Value {
        json!({
            "metrics": [{
                "namespace": "SYS.DMS",
                "metric_name": "connections",
                "dimensions": [{ "name": "rabbitmq_instance_id", "value": "i" }],
            }],
            "from": 1_785_000_000_000_i64,
            "to": 1_785_000_360_000_i64,
            "period": "1",
            "filter": "average",
        })
    }

    fn is_read(query: &Value) -> bool {
        read(query.to_string().as_bytes()).is_some()
    }

    #[test]
    fn a_query_is_read_in_full() {
        let read = read(query().to_string().as_bytes()).unwrap();
        let asked = Asked {
            namespace: "SYS.DMS".into(),
            metric: "connections".into(),
            dimensions: vec![("rabbitmq_instance_id".into(), "i".into())],
        };
        assert_eq!(read.series, [asked]);
        assert_eq!(read.span, (1_785_000_000_000, 1_785_000_360_000));
        assert_eq!(
            (read.period, read.filter),
            (Period::named("1").unwrap(), Filter::Average)
        );
    }

    #[test]
    fn each_field_is_needed_in_its_type_and_range() {
        for (key, wrong) in [
            ("period", vec![json!(1), json!("2"), json!("")]),
            ("filter", vec![json!("mean"), json!("Average"), json!(1)]),
            (
                "from",
                vec![
                    json!("1785000000000"),
                    json!(1_785_000_000),
                    json!(1_785_000_000_000.5),
                    json!(1_785_000_360_000_i64),
                ],
            ),
            (
                "to",
                vec![json!("1785000360000"), json!(17_850_003_600_000_i64)],
            ),
            (
                "metrics",
                vec![
                    json!([]),
                    json!({}),
                    json!([1]),
                    json!(vec![query()["metrics"][0].clone(); 501]),
                ],
            ),
        ] {
            let mut without = query();
            without.as_object_mut().unwrap().remove(key);
            assert!(!is_read(&without), "{key}");
            for wrong in wrong {
                let mut query = query();
                query[key] = wrong.clone();
                assert!(!is_read(&query), "{key}: {wrong}");
            }
        }
        let mut most = query();
        most["metrics"] = json!(vec![query()["metrics"][0].clone(); 500]);
        assert!(is_read(&most));
    }

    #[test]
    fn a_series_has_one_to_four_dimensions_and_texts_of_their_lengths() {
        let dimension = |value: &str| json!({ "name": "rabbitmq_queue", "value": value });
        for (key, good, wrong) in [
            (
                "dimensions",
                json!(vec![dimension("q"); 4]),
                json!(vec![dimension("q"); 5]),
            ),
            (
                "dimensions",
                json!([dimension(&"队".repeat(256))]),
                json!([]),
            ),
            (
                "dimensions",
                json!([dimension("q")]),
                json!([dimension(&"q".repeat(257))]),
            ),
            (
                "dimensions",
                json!([dimension("q")]),
                json!([dimension("")]),
            ),
            ("metric_name", json!("m".repeat(96)), json!("m".repeat(97))),
            ("namespace", json!("A.B"), json!("AB")),
        ] {
            for (value, expected) in [(good, true), (wrong, false)] {
                let mut query = query();
                query["metrics"][0][key] = value.clone();
                assert_eq!(is_read(&query), expected, "{key}: {value}");
            }
        }
    }

    #[test]
    fn a_query_of_all_has_a_span_of_five_minutes_and_pages_of_up_to_1000() {
        let now = Timestamp::from_millisecond(1_785_000_360_000).unwrap();
        let query = json!({
            "namespace": "SYS.DMS",
            "metric_name": "connections",
            "metric_dimension": "rabbitmq_instance_id",
        });
        let with = |fields: Value| {
            let mut query = query.clone();
            query
                .as_object_mut()
                .unwrap()
                .extend(fields.as_object().unwrap().clone());
            read_of_all(query.to_string().as_bytes(), now)
        };
        let usual = with(json!({})).unwrap();
        assert_eq!(usual.span, (1_785_000_060_000, 1_785_000_360_000));
        assert_eq!((usual.offset, usual.limit), (0, 100));
        let to = 1_785_000_300_000_i64;
        for (fields, good) in [
            (json!({ "from": to - 300_000, "to": to }), true),
            (json!({ "from": to - 300_001, "to": to }), false),
            (json!({ "from": to }), false),
            (json!({ "limit": 1000, "offset": 9_999_999 }), true),
            (json!({ "limit": 0 }), false),
            (json!({ "limit": 1001 }), false),
            (json!({ "limit": "100" }), false),
            (json!({ "offset": 10_000_000 }), false),
            (json!({ "metric_name": "m".repeat(65) }), false),
            (json!({ "metric_dimension": "" }), false),
        ] {
            assert_eq!(with(fields.clone()).is_some(), good, "{fields}");
        }
    }

    #[test]
    fn a_body_of_more_than_512_kilobytes_is_not_read() {
        let mut body = query().to_string().into_bytes();
        body.resize(LARGEST_BODY, b' ');
        assert!(read(&body).is_some());
        body.push(b' ');
        assert!(read(&body).is_none());
    }
}
