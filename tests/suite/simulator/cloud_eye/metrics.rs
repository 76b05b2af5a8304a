//! The batch query of version 1.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use warren::simulator::{CloudEye, Config, DEMO_PROJECT_ID};

use super::{Client, MINUTE, NOW, query, series, still, with_instance};
use crate::simulator::client::answer;

const QUERY: &str = "/V1.0/{p}/batch-query-metric-data";

/// Begin of each point of a series of an answer, in minutes before now's minute.
fn minutes(entry: &Value) -> Vec<i64> {
    let points = entry["datapoints"].as_array().unwrap().iter();
    let at = points.map(|point| point["timestamp"].as_i64().unwrap());
    at.map(|at| (at - (NOW - 20_000)) / MINUTE).collect()
}

async fn asked(client: &Client, body: &Value) -> Vec<Value> {
    let answer = client.post(QUERY, body).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.body["metrics"].as_array().unwrap().clone()
}

#[tokio::test]
async fn raw_values_come_in_the_order_asked_and_end_before_the_lag() {
    let (client, id) = with_instance(still()).await;
    let node = format!("dms-vm-{}-rabbitmq-2", &id[..8]);
    let wanted = vec![
        series("rabbitmq_alive", &id, Some(("rabbitmq_node", &node))),
        series("connections", &id, None),
    ];
    let entries = asked(&client, &query(wanted, 6)).await;
    assert_eq!(entries.len(), 2);
    let points = [-6, -5, -4, -3]
        .map(|minute| json!({ "average": 1.0, "timestamp": NOW - 20_000 + minute * MINUTE }));
    let alive = json!({
        "namespace": "SYS.DMS", "metric_name": "rabbitmq_alive", "unit": "Count",
        "dimensions": [
            { "name": "rabbitmq_instance_id", "value": id },
            { "name": "rabbitmq_node", "value": node },
        ],
        "datapoints": points,
    });
    assert_eq!(entries[0], alive);
    assert_eq!(entries[1]["metric_name"], "connections");
    assert_eq!(minutes(&entries[1]), [-6, -5, -4, -3]);
}

#[tokio::test]
async fn the_lag_is_configured() {
    for (lag, newest) in [(0, -1), (20, -1), (21, -2), (240, -5)] {
        let cloud_eye = CloudEye {
            lag: Duration::from_secs(lag),
            ..CloudEye::default()
        };
        let (client, id) = with_instance(Config {
            cloud_eye,
            ..still()
        })
        .await;
        let entries = asked(&client, &query(vec![series("connections", &id, None)], 6)).await;
        assert_eq!(minutes(&entries[0]).last(), Some(&newest), "{lag}");
    }
}

#[tokio::test]
async fn what_is_not_there_has_no_points_and_an_unknown_unit() {
    let (client, id) = with_instance(still()).await;
    let node = |name| Some(("rabbitmq_node", name));
    let mut elsewhere = series("connections", &id, None);
    elsewhere["namespace"] = json!("SYS.ECS");
    let wanted = vec![
        series("connections", "5f0c1a2b-0000-4000-a000-000000000000", None),
        series("conections", &id, None),
        series("rabbitmq_alive", &id, node("dms-vm-nowhere-rabbitmq-0")),
        series("rabbitmq_alive", &id, None),
        series(
            "queue_messages_ready",
            &id,
            Some(("rabbitmq_queue", "nowhere")),
        ),
        elsewhere,
    ];
    let entries = asked(&client, &query(wanted.clone(), 6)).await;
    assert_eq!(entries.len(), wanted.len());
    for (entry, wanted) in entries.iter().zip(&wanted) {
        let nothing = (&entry["unit"], &entry["datapoints"]);
        assert_eq!(nothing, (&json!("unknown"), &json!([])), "{wanted}");
        assert_eq!(entry["dimensions"], wanted["dimensions"]);
    }
}

#[tokio::test]
async fn an_instance_reports_nothing_from_before_it_was_created() {
    let client = Client::start(still()).await;
    let id = client.simulator.edit(|world| world.insert_sample("new"));
    client.seconds(20);
    let entries = asked(&client, &query(vec![series("connections", &id, None)], 6)).await;
    assert_eq!(entries[0]["unit"], "unknown");
}

#[tokio::test]
async fn more_than_3000_points_are_silently_cut_at_their_begin() {
    let (client, id) = with_instance(still()).await;
    let first = async |count, minutes_asked| {
        let wanted = vec![series("connections", &id, None); count];
        let entries = asked(&client, &query(wanted, minutes_asked)).await;
        minutes(&entries[0])[0]
    };
    assert_eq!(first(50, 59).await, -59);
    assert_eq!(first(100, 59).await, -30);
    assert_eq!(first(500, 6).await, -6);
    assert_eq!(first(500, 10).await, -6);
}

#[tokio::test]
async fn aggregated_points_are_made_of_the_raw_ones_and_begin_their_period() {
    let (client, id) = with_instance(still()).await;
    let wanted = || vec![series("connections", &id, None)];
    let raw = asked(&client, &query(wanted(), 20)).await;
    let values: Vec<f64> = raw[0]["datapoints"].as_array().unwrap()[..5]
        .iter()
        .map(|point| point["average"].as_f64().unwrap())
        .collect();
    let sum: f64 = values.iter().sum();
    let expected = [
        ("average", sum / 5.0),
        ("sum", sum),
        ("max", values.iter().copied().fold(f64::MIN, f64::max)),
        ("min", values.iter().copied().fold(f64::MAX, f64::min)),
    ];
    for (filter, value) in expected {
        let mut query = query(wanted(), 20);
        query["period"] = json!("300");
        query["filter"] = json!(filter);
        let entries = asked(&client, &query).await;
        assert_eq!(minutes(&entries[0]), [-20, -15, -10], "{filter}");
        assert_eq!(
            entries[0]["datapoints"][0][filter].as_f64(),
            Some(value),
            "{filter}"
        );
    }
}

#[tokio::test]
async fn a_wrong_request_is_refused_in_the_nested_shape() {
    let (client, id) = with_instance(still()).await;
    let mut wrong = query(vec![series("connections", &id, None)], 6);
    wrong["period"] = json!(1);
    let answer = client.post(QUERY, &wrong).await;
    let expected = json!({
        "http_code": 400,
        "message": { "details": "The request body is invalid.", "code": "ces.0014" },
        "encoded_authorization_message": null,
    });
    assert_eq!((answer.status, answer.body), (400, expected));
}

#[tokio::test]
async fn the_calls_of_a_minute_are_limited() {
    let cloud_eye = CloudEye {
        queries_per_minute: 2,
        ..CloudEye::default()
    };
    let (client, id) = with_instance(Config {
        cloud_eye,
        ..still()
    })
    .await;
    let body = query(vec![series("connections", &id, None)], 6);
    let ask = async || client.post(QUERY, &body).await;
    assert_eq!((ask().await.status, ask().await.status), (200, 200));
    let refused = ask().await;
    assert_eq!(
        (refused.status, &refused.body["message"]["code"]),
        (429, &json!("ces.0429"))
    );
    client.seconds(60);
    assert_eq!(ask().await.status, 200);
}

#[tokio::test]
async fn faults_strike_cloud_eye_alone_in_its_own_shape() {
    for (rule, status, code) in [
        ("403@cloud_eye", 403, "ces.0017"),
        ("404@query_metrics", 404, "ces.0016"),
        ("500@cloud_eye", 500, "ces.0007"),
    ] {
        let faults = vec![rule.parse().unwrap()];
        let (client, id) = with_instance(Config { faults, ..still() }).await;
        let body = query(vec![series("connections", &id, None)], 6);
        let answer = client.post(QUERY, &body).await;
        assert_eq!(
            (answer.status, &answer.body["message"]["code"]),
            (status, &json!(code)),
            "{rule}"
        );
        assert_eq!(client.get("/v2/{p}/instances").await.status, 200, "{rule}");
    }
    let faults = vec!["429=5@cloud_eye".parse().unwrap()];
    let (client, _) = with_instance(Config { faults, ..still() }).await;
    let throttled = client.post(QUERY, &json!({})).await;
    assert_eq!(throttled.refusal(), (429, "APIGW.0308"));
    assert_eq!(throttled.header("retry-after"), "5");
}

#[tokio::test]
async fn only_the_path_with_a_capital_letter_and_ones_own_project_are_answered() {
    let (client, id) = with_instance(still()).await;
    let body = query(vec![series("connections", &id, None)], 6);
    let small = client
        .post("/v1.0/{p}/batch-query-metric-data", &body)
        .await;
    assert_eq!(small.refusal(), (404, "APIGW.0101"));
    let other = client
        .post(&QUERY.replace("{p}", &"f".repeat(32)), &body)
        .await;
    assert_eq!(
        (other.status, &other.body["message"]["code"]),
        (401, &json!("ces.0003"))
    );
    let url = format!(
        "{}{}",
        client.simulator.url(),
        QUERY.replace("{p}", DEMO_PROJECT_ID)
    );
    let stranger = answer(crate::http::client().request(Method::POST, url)).await;
    assert_eq!(stranger.refusal(), (401, "APIGW.0301"));
}
