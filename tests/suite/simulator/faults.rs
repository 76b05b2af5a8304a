use std::time::Duration;

use reqwest::Method;
use serde_json::json;
use warren::simulator::{Config, Fault};

use super::client::{Client, answer, order, still};

const LIST: &str = "/v2/{p}/instances";

fn rules(rules: &[&str]) -> Vec<Fault> {
    rules.iter().map(|rule| rule.parse().unwrap()).collect()
}

async fn client(faults: &[&str]) -> Client {
    Client::start(Config {
        faults: rules(faults),
        ..still()
    })
    .await
}

/// Everything an error says, sources included.
fn whole(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}

#[tokio::test]
async fn a_reset_is_a_reset_on_the_wire_and_the_call_never_arrived() {
    let client = client(&["reset@create_instance"]).await;
    let path = "/v2/rabbitmq/{p}/instances";
    let sent = client
        .request(Method::POST, path)
        .body(order(json!({})).to_string())
        .send()
        .await;
    let error = whole(&sent.unwrap_err());
    assert!(error.to_lowercase().contains("reset"), "{error}");
    assert_eq!(client.names().await, Vec::<String>::new());
    assert_eq!(client.simulator.requests()[0].status, None);
}

#[tokio::test]
async fn a_lost_answer_leaves_the_write_done() {
    let client = client(&["lost@create_instance:first=1"]).await;
    let path = "/v2/rabbitmq/{p}/instances";
    let sent = client
        .request(Method::POST, path)
        .body(order(json!({})).to_string())
        .send()
        .await;
    assert!(sent.is_err());
    assert_eq!(client.names().await, ["rabbitmq-demo"]);
}

#[tokio::test]
async fn a_truncated_body_breaks_off_after_a_complete_head() {
    let client = client(&["truncate@list_zones"]).await;
    let response = client
        .request(Method::GET, "/v2/available-zones")
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), 200);
    let promised = response.content_length().unwrap();
    let error = response.bytes().await.unwrap_err();
    assert!(
        promised > 100 && error.is_body() || error.is_decode(),
        "{error:?}"
    );
}

#[tokio::test]
async fn refusals_by_rule_look_like_the_gateways_and_the_services_own() {
    for (rule, status, code, server, retry) in [
        ("401", 401, "APIGW.0301", "api-gateway", ""),
        ("403", 403, "DMS.00403003", "", ""),
        ("404", 404, "DMS.00404022", "", ""),
        ("429", 429, "APIGW.0308", "api-gateway", ""),
        ("429=5", 429, "APIGW.0308", "api-gateway", "5"),
        ("500", 500, "DMS.00500000", "", ""),
        ("502", 502, "APIGW.0602", "api-gateway", ""),
        ("503", 503, "DMS.111501025", "", ""),
    ] {
        let client = client(&[rule]).await;
        let answer = client.get(LIST).await;
        assert_eq!(answer.refusal(), (status, code), "{rule}");
        assert_eq!(answer.header("server"), server, "{rule}");
        assert_eq!(answer.header("retry-after"), retry, "{rule}");
        assert_eq!(
            answer.body["request_id"].is_string(),
            server == "api-gateway",
            "{rule}"
        );
        assert_eq!(answer.header("x-request-id").len(), 32, "{rule}");
    }
}

#[tokio::test]
async fn a_page_of_html_comes_instead_of_json() {
    let client = client(&["html"]).await;
    let response = client.request(Method::GET, LIST).send().await.unwrap();
    assert_eq!(
        (
            response.status().as_u16(),
            &response.headers()["content-type"]
        ),
        (502, &"text/html; charset=utf-8".parse().unwrap())
    );
    assert!(response.text().await.unwrap().starts_with("<html>"));
}

#[tokio::test]
async fn a_hanging_answer_is_sent_when_the_rules_change_and_is_as_old_as_its_question() {
    let client = client(&["hang@list_instances:first=1"]).await;
    let request = client.request(Method::GET, LIST);
    let asked = tokio::spawn(answer(request));
    client.simulator.requests_reach(1).await;
    client
        .simulator
        .edit(|world| world.insert_sample("orders-eu-01"));
    assert_eq!(client.names().await, ["orders-eu-01"]);
    assert!(!asked.is_finished());
    client.simulator.set_faults(Vec::new());
    assert_eq!(
        asked.await.unwrap().body,
        json!({ "instances": [], "instance_num": 0 })
    );
}

#[tokio::test]
async fn latency_delays_the_answer_only() {
    let client = client(&["latency=30ms@reads"]).await;
    let begun = std::time::Instant::now();
    assert_eq!(client.get(LIST).await.status, 200);
    assert!(begun.elapsed() >= Duration::from_millis(30));
}

#[tokio::test]
async fn one_page_can_fail_alone() {
    let client = client(&["500@list_instances?offset=50"]).await;
    let status = async |query: &str| client.get(&format!("{LIST}?{query}")).await.status;
    assert_eq!(
        [
            status("offset=0").await,
            status("offset=50").await,
            status("offset=100").await
        ],
        [200, 500, 200]
    );
}
