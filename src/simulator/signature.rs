//! Checking `SDK-HMAC-SHA256` signatures the way the service does: by computing them again.
//!
//! The client names the headers it signed; the service rebuilds the canonical request from them,
//! the path, the query and the body bytes it received, and compares. This reading of the scheme
//! is separate from the client's on purpose. Pure: nothing here knows the time.

use axum::http::HeaderMap;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use super::query;

/// The parts of a request that a signature covers.
#[derive(Clone, Copy, Debug)]
pub struct Signable<'a> {
    /// The method, upper case.
    pub method: &'a str,
    /// The path as received, still encoded.
    pub path: &'a str,
    /// The query as received, still encoded, without `?`.
    pub query: &'a str,
    /// All headers.
    pub headers: &'a HeaderMap,
    /// The body as received.
    pub body: &'a [u8],
}

/// What an `Authorization` header of this scheme says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authorization {
    pub access: String,
    /// The names of the signed headers, as listed.
    pub signed_headers: Vec<String>,
    /// The signature itself.
    pub signature: Vec<u8>,
}

impl Authorization {
    /// Reads `SDK-HMAC-SHA256 Access=…, SignedHeaders=…;…, Signature=…`; `None` if it is not so.
    pub fn parse(header: &str) -> Option<Self> {
        let rest = header.strip_prefix("SDK-HMAC-SHA256 ")?;
        let mut parts = rest.split(',').map(str::trim);
        let access = parts.next()?.strip_prefix("Access=")?;
        let signed = parts.next()?.strip_prefix("SignedHeaders=")?;
        let signature = parts.next()?.strip_prefix("Signature=")?;
        let well_formed = parts.next().is_none() && !access.is_empty() && !signed.is_empty();
        well_formed.then_some(())?;
        Some(Self {
            access: access.to_owned(),
            signed_headers: signed.split(';').map(str::to_owned).collect(),
            signature: from_hex(signature).filter(|bytes| bytes.len() == 32)?,
        })
    }
}

/// The canonical request: what client and service must agree on.
///
/// A signed header that the request does not have is taken as empty; the signature cannot match
/// then.
pub fn canonical_request(request: &Signable<'_>, signed_headers: &[String]) -> String {
    let segments: Vec<_> = query::decode(request.path)
        .split('/')
        .map(query::encode)
        .collect();
    let mut path = segments.join("/");
    if !path.ends_with('/') {
        path.push('/');
    }
    let mut parameters = query::parameters(request.query);
    parameters.sort();
    let parameters: Vec<_> = parameters
        .iter()
        .map(|(key, value)| format!("{}={}", query::encode(key), query::encode(value)))
        .collect();
    let headers: String = signed_headers
        .iter()
        .map(|name| {
            format!(
                "{}:{}\n",
                name.to_lowercase(),
                text(request.headers, name).trim()
            )
        })
        .collect();
    let payload = match text(request.headers, "x-sdk-content-sha256").as_str() {
        "UNSIGNED-PAYLOAD" => "UNSIGNED-PAYLOAD".to_owned(),
        _ => to_hex(&Sha256::digest(request.body)),
    };
    let parts = [
        request.method,
        &path,
        &parameters.join("&"),
        &headers,
        &signed_headers.join(";"),
        &payload,
    ];
    parts.join("\n")
}

/// Whether the secret key made this signature for this canonical request at this date.
pub fn matches(canonical: &str, date: &str, secret_key: &str, signature: &[u8]) -> bool {
    let digest = to_hex(&Sha256::digest(canonical));
    let to_sign = format!("SDK-HMAC-SHA256\n{date}\n{digest}");
    // A key of any length will do for this construction, so the error cannot happen.
    Hmac::<Sha256>::new_from_slice(secret_key.as_bytes()).is_ok_and(|mut mac| {
        mac.update(to_sign.as_bytes());
        mac.verify_slice(signature).is_ok()
    })
}

/// A header's text, empty when it is absent. Bytes beyond ASCII are read as UTF-8.
pub fn text(headers: &HeaderMap, name: &str) -> String {
    headers
        .get(name)
        .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
        .unwrap_or_default()
}

fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u32>> = text.chars().map(|digit| digit.to_digit(16)).collect();
    let digits = digits.filter(|digits| digits.len() % 2 == 0)?;
    digits
        .chunks(2)
        .map(|pair| u8::try_from(pair[0] * 16 + pair[1]).ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderName, HeaderValue};
    use serde_json::Value;

    const VECTORS: &str = include_str!("../../tests/fixtures/sign_vectors.json");

    /// Rebuilds what the service would receive for a vector.
    fn received(vector: &Value) -> (String, String, HeaderMap) {
        let expect = &vector["expect"];
        let uri = expect["request_uri"].as_str().unwrap();
        let (path, query) = uri.split_once('?').unwrap_or((uri, ""));
        let mut headers = HeaderMap::new();
        for (name, value) in vector["headers"].as_object().unwrap() {
            let name: HeaderName = name.parse().unwrap();
            headers.insert(
                name,
                HeaderValue::from_str(value.as_str().unwrap()).unwrap(),
            );
        }
        let host = expect["host_header"].as_str().unwrap();
        headers.insert("host", HeaderValue::from_str(host).unwrap());
        (path.to_owned(), query.to_owned(), headers)
    }

    #[test]
    fn all_nine_vectors_are_accepted_and_no_changed_one() {
        let vectors: Value = serde_json::from_str(VECTORS).unwrap();
        let vectors = vectors["vectors"].as_array().unwrap();
        assert_eq!(vectors.len(), 9);
        for vector in vectors {
            let (path, query, headers) = received(vector);
            let expect = &vector["expect"];
            let request = Signable {
                method: vector["method"].as_str().unwrap(),
                path: &path,
                query: &query,
                headers: &headers,
                body: vector["body"].as_str().unwrap().as_bytes(),
            };
            let given = Authorization::parse(expect["authorization"].as_str().unwrap()).unwrap();
            let canonical = canonical_request(&request, &given.signed_headers);
            assert_eq!(canonical, expect["canonical_request"], "{}", vector["name"]);
            assert_eq!(given.access, vector["ak"]);
            let date = vector["headers"]["X-Sdk-Date"].as_str().unwrap();
            let secret = vector["sk"].as_str().unwrap();
            assert!(
                matches(&canonical, date, secret, &given.signature),
                "{}",
                vector["name"]
            );
            assert!(!matches(&canonical, date, "other", &given.signature));
            let changed = Signable {
                body: b"changed",
                ..request
            };
            let changed = canonical_request(&changed, &given.signed_headers);
            assert!(
                !matches(&changed, date, secret, &given.signature),
                "{}",
                vector["name"]
            );
        }
    }

    #[test]
    fn the_order_of_query_parameters_does_not_matter() {
        let headers = HeaderMap::new();
        let canonical = |query| {
            let request = Signable {
                method: "GET",
                path: "/",
                query,
                headers: &headers,
                body: b"",
            };
            canonical_request(&request, &["host".to_owned()])
        };
        assert_eq!(canonical("b=2&a=2&B=x&a=1"), canonical("B=x&a=1&a=2&b=2"));
        assert!(canonical("b=2&a=2&B=x&a=1").starts_with("GET\n/\nB=x&a=1&a=2&b=2\n"));
    }

    #[test]
    fn a_malformed_authorization_is_not_guessed_at() {
        let hex = "0".repeat(64);
        let good =
            format!("SDK-HMAC-SHA256 Access=a, SignedHeaders=host;x-sdk-date, Signature={hex}");
        assert!(Authorization::parse(&good).is_some());
        for bad in [
            good.replace("SDK-HMAC-SHA256", "AWS4-HMAC-SHA256"),
            good.replace("Access=a", "Access="),
            good.replace("SignedHeaders", "Headers"),
            good.replace("00", "0g"),
            good.replace(&hex, "00"),
        ] {
            assert_eq!(Authorization::parse(&bad), None, "{bad}");
        }
    }
}
