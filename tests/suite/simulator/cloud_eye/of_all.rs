//! The batch query of version 2.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use warren::simulator::{CloudEye, Config};

use super::{Client, MINUTE, NOW, still, with_instance};

const QUERY: &str = "/v2/{p}/batch-query-metric-data";

fn query(metric: &str, dimension: &str, changes: Value) -> Value {
    let mut query = json!({
        "namespace": "SYS.DMS", "metric_name": metric, "metric_dimension": dimension,
        "from": NOW - 5 * MINUTE, "to": NOW,
    });
    let changes = changes.as_object().unwrap().clone();
    query.as_object_mut().unwrap().extend(changes);
    query
}

async fn asked(client: &Client, body: &Value) -> Vec<Value> {
    let answer = client.post(QUERY, body).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(answer.body["metric_dimension"], body["metric_dimension"]);
    answer.body["data_points"].as_array().unwrap().clone()
}

#[tokio::test]
async fn one_metric_of_all_instances_comes_point_by_point() {
    let (client, id) = with_instance(still()).await;
    let points = asked(
        &client,
        &query("connections", "rabbitmq_instance_id", json!({})),
    )
    .await;
    let at = |minute: i64| NOW - 20_000 + minute * MINUTE;
    let times: Vec<_> = points
        .iter()
        .map(|point| point["timestamp"].as_i64().unwrap())
        .collect();
    assert_eq!(times, [at(-5), at(-4), at(-3)]);
    let own = json!([{ "name": "rabbitmq_instance_id", "value": id, "origin_value": id }]);
    assert_eq!(
        (&points[0]["dimensions"], &points[0]["unit"]),
        (&own, &json!("Count"))
    );
    assert!(points[0]["value"].is_number());
}

#[tokio::test]
async fn pages_go_on_until_an_empty_one() {
    let client = Client::start(Config {
        instances: 24,
        ..still()
    })
    .await;
    client.seconds(20);
    let (mut offset, mut sizes, mut seen) = (0, Vec::new(), BTreeSet::new());
    loop {
        let from = NOW - 20_000 - 4 * MINUTE;
        let changes = json!({ "from": from, "to": from + MINUTE, "limit": 10, "offset": offset });
        let page = asked(
            &client,
            &query("connections", "rabbitmq_instance_id", changes),
        )
        .await;
        sizes.push(page.len());
        offset += page.len();
        seen.extend(page.iter().map(|point| point["dimensions"].to_string()));
        if page.is_empty() {
            break;
        }
    }
    assert_eq!(seen.len(), offset, "one point of each, none twice");
    assert_eq!(sizes.first(), Some(&10));
}

#[tokio::test]
async fn a_queue_keeps_its_own_name_beside_that_of_the_series() {
    let client = Client::start(Config {
        instances: 24,
        ..still()
    })
    .await;
    client.seconds(20);
    let dimension = "rabbitmq_instance_id,rabbitmq_queue";
    let changes = json!({ "limit": 1000 });
    let points = asked(&client, &query("queue_messages_ready", dimension, changes)).await;
    let queues = points.iter().map(|point| &point["dimensions"][1]);
    let mut changed = queues.filter(|queue| queue["value"] != queue["origin_value"]);
    let one = changed.next().unwrap();
    assert_eq!(one["name"], "rabbitmq_queue");
}

#[tokio::test]
async fn what_nothing_has_is_an_empty_page_and_a_wrong_request_a_flat_error() {
    let (client, _) = with_instance(still()).await;
    for (metric, dimension) in [
        ("conections", "rabbitmq_instance_id"),
        ("connections", "rabbitmq_instance_id,rabbitmq_node"),
    ] {
        let points = asked(&client, &query(metric, dimension, json!({}))).await;
        assert!(points.is_empty(), "{metric} {dimension}");
    }
    let wrong = query(
        "connections",
        "rabbitmq_instance_id",
        json!({ "limit": 1001 }),
    );
    let refused = client.post(QUERY, &wrong).await;
    assert_eq!(refused.refusal(), (400, "ces.0014"));
    assert_eq!(refused.body["request_id"], refused.header("x-request-id"));
}

#[tokio::test]
async fn a_region_without_it_does_not_know_the_path() {
    let cloud_eye = CloudEye {
        batch_v2: false,
        ..CloudEye::default()
    };
    let (client, _) = with_instance(Config {
        cloud_eye,
        ..still()
    })
    .await;
    let body = query("connections", "rabbitmq_instance_id", json!({}));
    assert_eq!(
        client.post(QUERY, &body).await.refusal(),
        (404, "APIGW.0101")
    );
}

#[tokio::test]
async fn its_calls_are_counted_by_themselves() {
    let cloud_eye = CloudEye {
        queries_per_minute: 1,
        ..CloudEye::default()
    };
    let (client, _) = with_instance(Config {
        cloud_eye,
        ..still()
    })
    .await;
    client
        .post("/V1.0/{p}/batch-query-metric-data", &json!({}))
        .await;
    let body = query("connections", "rabbitmq_instance_id", json!({}));
    assert_eq!(client.post(QUERY, &body).await.status, 200);
    assert_eq!(client.post(QUERY, &body).await.refusal(), (429, "ces.0429"));
}
