//! A request to a broker, taken apart.

use axum::http::Method;

use super::answer::Answer;

/// What is asked, and with what.
#[derive(Clone, Debug)]
pub struct Ask {
    pub method: Method,
    /// The segments of the path behind `/api/`, decoded.
    pub path: Vec<String>,
    /// The query parameters, decoded.
    pub query: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Ask {
    /// A query parameter; an empty one counts as absent.
    pub fn parameter(&self, key: &str) -> Option<&str> {
        let found = self.query.iter().find(|(name, _)| name == key);
        let value = found.map(|(_, value)| value.as_str());
        value.filter(|value| !value.is_empty())
    }

    pub fn flag(&self, key: &str) -> bool {
        self.parameter(key) == Some("true")
    }

    /// The segments of a path behind `/api/`.
    ///
    /// # Errors
    /// 404 for a path that leads elsewhere, 400 without a body for one that cannot be decoded.
    pub fn segments(path: &str) -> Result<Vec<String>, Answer> {
        let rest = path.strip_prefix("/api/").ok_or_else(Answer::not_found)?;
        let decoded = rest.trim_end_matches('/').split('/').map(decoded);
        let all: Option<Vec<String>> = decoded.collect();
        all.ok_or_else(|| Answer::bare(400))
    }
}

/// A segment with its percent signs resolved; nothing when that cannot be.
fn decoded(segment: &str) -> Option<String> {
    let bytes = segment.as_bytes();
    let mut found = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        if *byte == b'%' {
            let digits = segment.get(at + 1..at + 3)?;
            found.push(u8::from_str_radix(digits, 16).ok()?);
            at += 3;
        } else {
            found.push(*byte);
            at += 1;
        }
    }
    String::from_utf8(found).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_decoded_segment_by_segment() {
        let path = "/api/queues/%2F/orders%2Fretry";
        assert_eq!(
            Ask::segments(path).unwrap(),
            ["queues", "/", "orders/retry"]
        );
        assert_eq!(
            Ask::segments("/api/queues/%zz").unwrap_err(),
            Answer::bare(400)
        );
        assert_eq!(Ask::segments("/").unwrap_err(), Answer::not_found());
    }
}
