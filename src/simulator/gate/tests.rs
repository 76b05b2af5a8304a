use axum::http::{HeaderMap, HeaderValue};

use super::*;
use crate::simulator::reply::Content;

const DATE: &str = "20240102T030405Z";

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn on_time() -> Timestamp {
    at("2024-01-02T03:04:05Z")
}

fn gate() -> Gate {
    let keys = KeyPair {
        ak: "AK".into(),
        sk: Secret::new("SK"),
        security_token: None,
    };
    Gate::new(Some(keys), false, Duration::from_secs(60), 1)
}

/// Headers signed with `secret`, through the verifier's own canonical form.
fn signed(access: &str, secret: &str) -> HeaderMap {
    use hmac::{Hmac, KeyInit, Mac};
    use sha2::{Digest, Sha256};
    let hex = |bytes: &[u8]| {
        bytes
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect::<String>()
    };
    let mut headers = HeaderMap::new();
    headers.insert("host", HeaderValue::from_static("localhost:1"));
    headers.insert("x-sdk-date", HeaderValue::from_static(DATE));
    let names = ["host".to_owned(), "x-sdk-date".to_owned()];
    let canonical = signature::canonical_request(&call(&headers), &names);
    let digest = hex(&Sha256::digest(canonical));
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(format!("SDK-HMAC-SHA256\n{DATE}\n{digest}").as_bytes());
    let signature = hex(&mac.finalize().into_bytes());
    let header = format!(
        "SDK-HMAC-SHA256 Access={access}, SignedHeaders=host;x-sdk-date, Signature={signature}"
    );
    headers.insert("authorization", HeaderValue::from_str(&header).unwrap());
    headers
}

fn call(headers: &HeaderMap) -> Signable<'_> {
    Signable {
        method: "GET",
        path: "/v2/p/instances",
        query: "",
        headers,
        body: b"",
    }
}

fn words(result: Result<Identity, Reply>) -> String {
    match result.unwrap_err().body {
        Content::Gateway { message, .. } => message,
        other => panic!("not from the gateway: {other:?}"),
    }
}

fn token(text: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert("x-auth-token", HeaderValue::from_str(text).unwrap());
    headers
}

#[test]
fn a_right_signature_passes_and_a_wrong_one_is_shown_what_the_service_computed() {
    let mut gate = gate();
    assert_eq!(
        gate.admit(&call(&signed("AK", "SK")), on_time()),
        Ok(Identity::Key)
    );
    assert_eq!(
        words(gate.admit(&call(&signed("AK", "wrong")), on_time())),
        "Incorrect IAM authentication information: verify aksk signature fail, \
         canonicalRequest:GET|/v2/p/instances/||host:localhost:1|x-sdk-date:20240102T030405Z||\
         host;x-sdk-date|e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    );
    assert_eq!(
        words(gate.admit(&call(&signed("other", "SK")), on_time())),
        "Incorrect IAM authentication information: ak other not exist"
    );
}

#[test]
fn a_signature_older_than_fifteen_minutes_is_refused_with_both_clocks() {
    let headers = signed("AK", "SK");
    let mut gate = gate();
    assert_eq!(
        gate.admit(&call(&headers), at("2024-01-02T03:19:05Z")),
        Ok(Identity::Key)
    );
    assert_eq!(
        words(gate.admit(&call(&headers), at("2024-01-02T03:19:06Z"))),
        "Incorrect IAM authentication information: calc aksk signature fail:signature expired, \
         signature time:20240102T030405Z,server time:20240102T031906Z"
    );
}

#[test]
fn five_refusals_in_a_row_lock_the_key_for_five_minutes() {
    let mut gate = gate();
    let (good, bad) = (signed("AK", "SK"), signed("AK", "wrong"));
    for _ in 0..2 {
        for _ in 0..4 {
            assert!(gate.admit(&call(&bad), on_time()).is_err());
        }
        assert!(
            gate.admit(&call(&good), on_time()).is_ok(),
            "four are forgiven"
        );
    }
    for _ in 0..5 {
        assert!(gate.admit(&call(&bad), on_time()).is_err());
    }
    let locked =
        "Incorrect IAM authentication information: AK access failed to reach the limit, forbidden";
    assert_eq!(words(gate.admit(&call(&good), on_time())), locked);
    assert_eq!(
        words(gate.admit(&call(&good), at("2024-01-02T03:09:04Z"))),
        locked
    );
    assert!(gate.admit(&call(&good), at("2024-01-02T03:09:05Z")).is_ok());
}

#[test]
fn without_keys_anything_well_formed_passes_and_nothing_else() {
    let mut gate = Gate::new(None, false, Duration::from_secs(60), 1);
    assert_eq!(
        gate.admit(&call(&signed("any", "any")), on_time()),
        Ok(Identity::Key)
    );
    assert_eq!(
        gate.admit(&call(&token("any")), on_time()),
        Ok(Identity::Stranger)
    );
    assert_eq!(
        words(gate.admit(&call(&HeaderMap::new()), on_time())),
        "Incorrect IAM authentication information: x-auth-token not found"
    );
    let mut headers = HeaderMap::new();
    headers.insert("authorization", HeaderValue::from_static("Bearer x"));
    assert_eq!(
        words(gate.admit(&call(&headers), on_time())),
        "Incorrect IAM authentication information: authorization format is incorrect"
    );
}

#[test]
fn a_token_lives_until_it_expires_or_is_revoked() {
    let mut gate = gate();
    let (text, expires) = gate.issue(
        Identity::Token {
            project: "p".to_owned(),
        },
        on_time(),
    );
    let headers = token(&text);
    let identity = Identity::Token {
        project: "p".into(),
    };
    assert_eq!(gate.admit(&call(&headers), on_time()), Ok(identity));
    assert_eq!(
        words(gate.admit(&call(&headers), expires)),
        "Incorrect IAM authentication information: token expires, \
         expires_at: 2024-01-02T03:05:05.000000Z"
    );
    gate.revoke_all();
    assert_eq!(
        words(gate.admit(&call(&headers), on_time())),
        "The token must be updated"
    );
    assert_eq!(
        words(gate.admit(&call(&token("forged")), on_time())),
        "Incorrect IAM authentication information: decrypt token fail"
    );
}

#[test]
fn a_temporary_key_needs_its_security_token_signed() {
    let keys = KeyPair {
        ak: "AK".into(),
        sk: Secret::new("SK"),
        security_token: Some(Secret::new("canary")),
    };
    let mut gate = Gate::new(Some(keys), false, Duration::from_secs(60), 1);
    let mut headers = signed("AK", "SK");
    assert_eq!(
        words(gate.admit(&call(&headers), on_time())),
        "Incorrect IAM authentication information: decrypt security token fail"
    );
    headers.insert("x-security-token", HeaderValue::from_static("canary"));
    let unsigned = words(gate.admit(&call(&headers), on_time()));
    assert!(unsigned.contains("verify aksk signature fail") && !unsigned.contains("canary"));
}
