use serde_json::json;
use warren::simulator::{Config, Fault};

use super::client::{Client, order, still};

const QUOTAS: &str = "/v2/{p}/quotas";

/// The quota of RabbitMQ instances, and how many of them there are.
async fn instances(client: &Client) -> (u64, u64) {
    let answer = client.get(QUOTAS).await;
    let first = &answer.body["quotas"]["resources"][0];
    assert_eq!(
        (answer.status, &first["type"]),
        (200, &json!("rabbitmqInstance"))
    );
    (
        first["quota"].as_u64().unwrap(),
        first["used"].as_u64().unwrap(),
    )
}

#[tokio::test]
async fn quotas_are_four_numbers_and_their_use_in_the_clients_shape() {
    let client = Client::start(Config {
        instances: 24,
        ..still()
    })
    .await;
    let answer = client.get(QUOTAS).await;
    let resources = json!([
        { "type": "rabbitmqInstance", "quota": 100, "used": 24 },
        { "type": "kafkaInstance", "quota": 100, "used": 3 },
        { "type": "rocketmqInstance", "quota": 100, "used": 0 },
        { "type": "tags", "quota": 20, "used": 0 },
    ]);
    let expected = json!({ "quotas": { "resources": resources } });
    assert_eq!((answer.status, answer.body), (200, expected));
}

#[tokio::test]
async fn a_large_fleet_has_a_quota_that_leaves_room() {
    for (count, quota) in [(0, 100), (99, 100), (100, 200), (250, 300)] {
        let client = Client::start(Config {
            instances: count,
            ..still()
        })
        .await;
        assert_eq!(instances(&client).await, (quota, count as u64));
    }
}

#[tokio::test]
async fn an_instance_counts_from_its_creation_until_it_is_gone() {
    let client = Client::start(still()).await;
    let id = client.create(json!({})).await;
    assert_eq!(instances(&client).await, (100, 1));
    client.seconds(40);
    client.delete(&format!("/v2/{{p}}/instances/{id}")).await;
    client.seconds(9);
    assert_eq!(client.names().await, Vec::<String>::new());
    assert_eq!(instances(&client).await, (100, 1));
    client.seconds(1);
    assert_eq!(instances(&client).await, (100, 0));
}

#[tokio::test]
async fn no_instance_is_created_beyond_the_quota_in_either_version() {
    let client = Client::start(still()).await;
    let id = client.create(json!({ "name": "orders-01" })).await;
    client.simulator.edit(|world| world.set_quota(1));
    let wanted = order(json!({ "name": "orders-02" }));
    let refused = client.post("/v2/rabbitmq/{p}/instances", &wanted).await;
    assert_eq!(refused.refusal(), (400, "DMS.00400035"));
    let message = "DMS instance quota of the tenant is insufficient.";
    assert_eq!(refused.body["error_msg"], message);
    let refused = client.post("/v1.0/{p}/instances", &json!({})).await;
    assert_eq!(refused.refusal(), (400, "111400035"));
    assert_eq!(client.names().await, ["orders-01"]);
    client.simulator.edit(|world| world.remove(&id));
    client.create(json!({ "name": "orders-02" })).await;
}

#[tokio::test]
async fn only_v2_has_quotas_and_faults_strike_them_by_name() {
    let client = Client::start(Config {
        faults: vec!["403@list_quotas".parse::<Fault>().unwrap()],
        ..still()
    })
    .await;
    assert_eq!(client.get(QUOTAS).await.refusal(), (403, "DMS.00403003"));
    let old = client.get("/v1.0/{p}/quotas").await;
    assert_eq!(old.refusal(), (404, "APIGW.0101"));
}
