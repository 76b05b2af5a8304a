//! AK/SK request signatures, algorithm `SDK-HMAC-SHA256`.
//!
//! Pure: the time is passed in, nothing is sent. [`sign`] does it all; [`canonical_request`] and
//! [`string_to_sign`] are its two steps, public because they are what one compares when a service
//! refuses a signature. What goes over the wire must be exactly what is signed here: the bytes of
//! the body, and [`request_uri`] as it stands.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use crate::model::EpochMs;
use crate::secret::Secret;

use super::Method;
use super::request::{canonical_query, percent_decoded, percent_encoded};

/// The algorithm's name, first word of every signature.
const ALGORITHM: &str = "SDK-HMAC-SHA256";
/// Block size of SHA-256 in bytes; longer keys are hashed first (RFC 2104).
const BLOCK: usize = 64;

/// A request before it is signed. It may carry a security token, so it cannot be printed.
#[derive(Clone)]
pub struct UnsignedRequest<'a> {
    /// HTTP method.
    pub method: Method,
    /// Host as sent, with its port unless that is the scheme's own.
    pub host: &'a str,
    /// Path as sent, percent-encoded.
    pub path: &'a str,
    /// Query parameters, not encoded.
    pub query: &'a [(String, String)],
    /// The headers to sign beside `Host` and `X-Sdk-Date`.
    pub headers: &'a [(&'a str, &'a str)],
    /// The bytes that will be sent.
    pub body: &'a [u8],
}

/// What a signature adds to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedHeaders {
    /// Value of `X-Sdk-Date`.
    pub sdk_date: String,
    /// Value of `Authorization`.
    pub authorization: String,
    /// The signature alone, hexadecimal.
    pub signature: String,
}

/// Signs `request` as of `time`.
pub fn sign(
    request: &UnsignedRequest<'_>,
    access_key: &str,
    secret_key: &Secret,
    time: EpochMs,
) -> SignedHeaders {
    let sdk_date = sdk_date(time);
    let names = signed_names(request, &sdk_date);
    let to_sign = string_to_sign(&canonical_request(request, &sdk_date), &sdk_date);
    let signature = hmac(secret_key.expose().as_bytes(), to_sign.as_bytes());
    let authorization =
        format!("{ALGORITHM} Access={access_key}, SignedHeaders={names}, Signature={signature}");
    SignedHeaders {
        sdk_date,
        authorization,
        signature,
    }
}

/// `X-Sdk-Date` of a time, UTC. A time outside the calendar is taken as its beginning: the service
/// refuses it, as it must.
pub fn sdk_date(time: EpochMs) -> String {
    jiff::Timestamp::from_millisecond(time)
        .unwrap_or(jiff::Timestamp::UNIX_EPOCH)
        .strftime("%Y%m%dT%H%M%SZ")
        .to_string()
}

/// Path and query as they are sent.
pub fn request_uri(path: &str, query: &[(String, String)]) -> String {
    let query = canonical_query(query);
    if query.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{query}")
    }
}

/// The canonical request: method, path, query, headers, names of the headers, hash of the body.
/// It holds the security token, if there is one.
pub fn canonical_request(request: &UnsignedRequest<'_>, sdk_date: &str) -> String {
    let headers: String = canonical_headers(request, sdk_date)
        .iter()
        .map(|(name, value)| format!("{name}:{value}\n"))
        .collect();
    [
        request.method.as_str(),
        &canonical_path(request.path),
        &canonical_query(request.query),
        &headers,
        &signed_names(request, sdk_date),
        &hex(&Sha256::digest(request.body)),
    ]
    .join("\n")
}

/// What is signed: the algorithm, the date, the hash of the canonical request.
pub fn string_to_sign(canonical_request: &str, sdk_date: &str) -> String {
    let hash = hex(&Sha256::digest(canonical_request.as_bytes()));
    format!("{ALGORITHM}\n{sdk_date}\n{hash}")
}

/// Lower-case name and trimmed value of every signed header, by name.
fn canonical_headers(request: &UnsignedRequest<'_>, sdk_date: &str) -> Vec<(String, String)> {
    let own = [("host", request.host), ("x-sdk-date", sdk_date)];
    let mut headers: Vec<(String, String)> = request
        .headers
        .iter()
        .chain(&own)
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    headers.sort();
    headers
}

fn signed_names(request: &UnsignedRequest<'_>, sdk_date: &str) -> String {
    let headers = canonical_headers(request, sdk_date);
    let names: Vec<&str> = headers.iter().map(|(name, _)| name.as_str()).collect();
    names.join(";")
}

/// The path decoded once, each segment encoded again, with a `/` at the end.
fn canonical_path(path: &str) -> String {
    let decoded = percent_decoded(path);
    let decoded = String::from_utf8_lossy(&decoded);
    let segments: Vec<String> = decoded.split('/').map(percent_encoded).collect();
    let mut path = segments.join("/");
    if !path.ends_with('/') {
        path.push('/');
    }
    path
}

/// HMAC-SHA256, hexadecimal.
fn hmac(key: &[u8], text: &[u8]) -> String {
    // Bringing the key to block size here leaves nothing that could fail.
    let mut block = [0; BLOCK];
    if key.len() > BLOCK {
        block[..32].copy_from_slice(&Sha256::digest(key));
    } else {
        block[..key.len()].copy_from_slice(key);
    }
    let mut mac = <Hmac<Sha256> as KeyInit>::new(&block.into());
    mac.update(text);
    hex(&mac.finalize().into_bytes())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_longer_than_a_block_are_hashed_first() {
        // RFC 4231, test case 6.
        assert_eq!(
            hmac(
                &[0xaa; 131],
                b"Test Using Larger Than Block-Size Key - Hash Key First"
            ),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        );
    }

    #[test]
    fn a_broken_escape_in_a_path_is_taken_as_it_stands() {
        assert_eq!(canonical_path("/a%2"), "/a%252/");
        assert_eq!(canonical_path("/a%2520b/%e4%b8%ad"), "/a%2520b/%E4%B8%AD/");
    }
}
