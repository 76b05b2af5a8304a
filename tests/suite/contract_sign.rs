//! Signatures equal the official signer's, byte for byte.

use serde_json::Value;
use warren::api::Method;
use warren::api::sign::{
    UnsignedRequest, canonical_request, request_uri, sdk_date, sign, string_to_sign,
};
use warren::secret::Secret;

fn text<'a>(vector: &'a Value, name: &str) -> &'a str {
    vector[name].as_str().unwrap()
}

fn method(word: &str) -> Method {
    [Method::Get, Method::Post, Method::Put, Method::Delete]
        .into_iter()
        .find(|method| method.as_str() == word)
        .unwrap()
}

fn query(vector: &Value) -> Vec<(String, String)> {
    let word = |value: &Value| match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let pairs = vector["query"].as_array().unwrap().iter();
    pairs.map(|pair| (word(&pair[0]), word(&pair[1]))).collect()
}

#[test]
fn signatures_equal_all_nine_vectors_of_the_official_signer() {
    let file: Value = serde_json::from_str(include_str!("../fixtures/sign_vectors.json")).unwrap();
    let vectors = file["vectors"].as_array().unwrap();
    assert_eq!(vectors.len(), 9);
    let time = "2024-01-02T03:04:05Z".parse::<jiff::Timestamp>().unwrap();
    for vector in vectors {
        let name = text(vector, "name");
        let query = query(vector);
        // The date is the signer's own business: it must come to the same value.
        let headers: Vec<(&str, &str)> = vector["headers"]
            .as_object()
            .unwrap()
            .iter()
            .filter(|(name, _)| *name != "X-Sdk-Date")
            .map(|(name, value)| (name.as_str(), value.as_str().unwrap()))
            .collect();
        let expect = &vector["expect"];
        let request = UnsignedRequest {
            method: method(text(vector, "method")),
            host: text(expect, "host_header"),
            path: text(vector, "path"),
            query: &query,
            headers: &headers,
            body: text(vector, "body").as_bytes(),
        };
        let date = sdk_date(time.as_millisecond());
        assert_eq!(date, vector["headers"]["X-Sdk-Date"], "{name}");
        let canonical = canonical_request(&request, &date);
        assert_eq!(canonical, text(expect, "canonical_request"), "{name}");
        let to_sign = string_to_sign(&canonical, &date);
        assert_eq!(to_sign, text(expect, "string_to_sign"), "{name}");
        let secret = Secret::new(text(vector, "sk"));
        let signed = sign(&request, text(vector, "ak"), &secret, time.as_millisecond());
        assert_eq!(signed.signature, text(expect, "signature"), "{name}");
        assert_eq!(
            signed.authorization,
            text(expect, "authorization"),
            "{name}"
        );
        let uri = request_uri(request.path, &query);
        assert_eq!(uri, text(expect, "request_uri"), "{name}");
    }
}
