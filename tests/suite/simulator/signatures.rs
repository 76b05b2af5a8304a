//! Signed calls over the wire, signed by the official client's own vectors.

use reqwest::Method;
use serde_json::Value;
use warren::secret::Secret;
use warren::simulator::{Clock, Config, KeyPair};

use super::client::{Answer, Client, answer, still};

const VECTORS: &str = include_str!("../../fixtures/sign_vectors.json");

fn vectors() -> Vec<Value> {
    let file: Value = serde_json::from_str(VECTORS).unwrap();
    file["vectors"].as_array().unwrap().clone()
}

/// A service that knows the vector's key, at the moment the vector was signed.
async fn service_for(vector: &Value) -> Client {
    let text = |key: &str| vector[key].as_str().unwrap();
    let token = vector["headers"]["X-Security-Token"]
        .as_str()
        .map(Secret::new);
    let keys = KeyPair {
        ak: text("ak").into(),
        sk: Secret::new(text("sk")),
        security_token: token,
    };
    let clock = Clock::manual_at("2024-01-02T03:04:05Z".parse().unwrap());
    Client::start(Config {
        keys: Some(keys),
        clock,
        ..still()
    })
    .await
}

/// Sends a vector's request with a body and its own signature.
async fn send(client: &Client, vector: &Value, body: &str) -> Answer {
    let expect = &vector["expect"];
    let method: Method = vector["method"].as_str().unwrap().parse().unwrap();
    let url = format!(
        "{}{}",
        client.simulator.url(),
        expect["request_uri"].as_str().unwrap()
    );
    let http = crate::http::client();
    let mut request = http.request(method, url).body(body.to_owned());
    for (name, value) in vector["headers"].as_object().unwrap() {
        request = request.header(name, value.as_str().unwrap());
    }
    request = request.header("Host", expect["host_header"].as_str().unwrap());
    answer(request.header("Authorization", expect["authorization"].as_str().unwrap())).await
}

#[tokio::test]
async fn every_vector_is_let_in_over_the_wire_and_refused_with_another_body() {
    for vector in vectors() {
        let client = service_for(&vector).await;
        let body = vector["body"].as_str().unwrap();
        let let_in = send(&client, &vector, body).await;
        // One vector signs a call of a newer interface, which the gateway does not know here.
        assert_ne!(let_in.status, 401, "{}: {}", vector["name"], let_in.body);
        let changed = send(&client, &vector, "changed").await;
        let known = let_in.refusal() != (404, "APIGW.0101");
        let expected = if known {
            (401, "APIGW.0301")
        } else {
            (404, "APIGW.0101")
        };
        assert_eq!(changed.refusal(), expected, "{}", vector["name"]);
    }
}

#[tokio::test]
async fn five_refusals_lock_the_key_and_five_minutes_later_it_is_free() {
    let vector = &vectors()[0];
    let client = service_for(vector).await;
    for _ in 0..5 {
        assert_eq!(send(&client, vector, "changed").await.status, 401);
    }
    let locked = send(&client, vector, "").await;
    assert_eq!(
        (locked.status, locked.body["error_msg"].as_str().unwrap()),
        (
            401,
            "Incorrect IAM authentication information: AK access failed to reach the limit, forbidden"
        )
    );
    client.seconds(300);
    assert_eq!(send(&client, vector, "").await.status, 200);
}

#[tokio::test]
async fn a_clock_that_is_off_is_told_so() {
    let vector = &vectors()[0];
    let client = service_for(vector).await;
    client.seconds(901);
    let late = send(&client, vector, "").await;
    assert_eq!(
        late.body["error_msg"],
        "Incorrect IAM authentication information: calc aksk signature fail:signature expired, \
         signature time:20240102T030405Z,server time:20240102T031906Z"
    );
    assert_eq!(late.header("date"), "Tue, 02 Jan 2024 03:19:06 GMT");
}
