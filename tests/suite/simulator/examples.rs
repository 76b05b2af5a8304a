//! The reference's own example requests, which must be accepted as they stand (masked values
//! replaced).

use reqwest::Method;
use serde_json::{Value, json};
use warren::simulator::catalogue::{Kind, PRODUCTS};
use warren::simulator::world::instance::{Hardware, Instance};

use super::client::{Client, answer, order, still};

/// What is done to an instance before the request.
type Prepare = fn(&mut Instance);

/// Sends one request about a running cluster prepared for it; `{i}` stands for the instance.
async fn accepted(prepare: Prepare, method: Method, path: &str, body: Value, status: u16) {
    let client = Client::start(still()).await;
    let id = client.simulator.edit(|world| {
        let id = world.insert_sample("api-explorer");
        prepare(world.instance_mut(&id).unwrap());
        id
    });
    let path = path.replace("{i}", &id);
    let request = client.request(method, &path).body(body.to_string());
    let answer = answer(request).await;
    assert_eq!(answer.status, status, "{body}: {}", answer.body);
}

fn single(_: &mut Instance) {}

fn cluster(instance: &mut Instance) {
    instance.flavor = Hardware::Current(&PRODUCTS[5]);
    (instance.brokers, instance.storage_gb) = (3, 300);
}

fn old_cluster(instance: &mut Instance) {
    instance.flavor = Hardware::Old {
        kind: Kind::Cluster,
        size: "2u4g".into(),
    };
    (instance.brokers, instance.storage_gb) = (3, 300);
}

fn old_cluster_of_600_gb(instance: &mut Instance) {
    old_cluster(instance);
    instance.storage_gb = 600;
}

fn old_cluster_of_4u8g(instance: &mut Instance) {
    instance.flavor = Hardware::Old {
        kind: Kind::Cluster,
        size: "4u8g".into(),
    };
    (instance.brokers, instance.storage_gb) = (5, 600);
}

#[tokio::test]
async fn examples_of_creations_are_accepted() {
    let path = "/v2/rabbitmq/{p}/instances";
    accepted(single, Method::POST, path, order(json!({})), 200).await;
    let bss = json!({
        "charging_mode": "prePaid", "period_type": "month", "period_num": 1, "is_auto_pay": true,
    });
    accepted(
        single,
        Method::POST,
        path,
        order(json!({ "bss_param": bss })),
        200,
    )
    .await;
}

#[tokio::test]
async fn examples_of_changes_are_accepted() {
    for body in [
        json!({ "name": "rabbitmq-01", "description": "instance description" }),
        json!({
            "name": "rabbitmq-01", "description": "instance description",
            "maintain_begin": "02:00:00", "maintain_end": "06:00:00",
        }),
        json!({ "enable_publicip": true, "publicip_id": "32685c2b-xxxx-xxxx-86c6-a1902359xxxx" }),
    ] {
        accepted(single, Method::PUT, "/v2/{p}/instances/{i}", body, 204).await;
    }
    let body = json!({ "new_password": "Canary-123" });
    accepted(
        single,
        Method::POST,
        "/v2/{p}/instances/{i}/password",
        body,
        204,
    )
    .await;
    let tags = json!([{ "key": "key1", "value": "value1" }, { "key": "key2", "value": "value2" }]);
    let body = json!({ "action": "create", "tags": tags });
    accepted(
        single,
        Method::POST,
        "/v2/{p}/rabbitmq/{i}/tags/action",
        body,
        204,
    )
    .await;
    let body = json!({ "enable": true, "plugins": "rabbitmq_federation,rabbitmq_shovel" });
    accepted(
        single,
        Method::PUT,
        "/v2/{p}/instances/{i}/rabbitmq/plugins",
        body,
        200,
    )
    .await;
}

#[tokio::test]
async fn examples_of_batches_are_accepted() {
    let path = "/v2/{p}/instances/action";
    let ids = [
        "54602a9d-5e22-4239-9123-77e350df4a34",
        "7166cdea-dbad-4d79-9610-7163e6f8b640",
    ];
    let body = json!({ "action": "delete", "instances": ids });
    accepted(single, Method::POST, path, body, 200).await;
    let body = json!({ "action": "delete", "all_failure": "rabbitmq" });
    accepted(single, Method::POST, path, body, 204).await;
}

#[tokio::test]
async fn examples_of_extensions_are_accepted() {
    let code =
        |size: &str, brokers: u32| format!("dms.instance.rabbitmq.cluster.c3.{size}.{brokers}");
    let cases: [(Prepare, Value); 6] = [
        (
            old_cluster,
            json!({
                "new_storage_space": 600, "oper_type": "storage", "new_spec_code": code("2u4g", 3),
            }),
        ),
        (
            old_cluster_of_600_gb,
            json!({
                "new_storage_space": 600, "oper_type": "horizontal", "new_spec_code": code("2u4g", 5),
            }),
        ),
        (
            old_cluster_of_4u8g,
            json!({
                "new_storage_space": 600, "oper_type": "vertical", "new_spec_code": code("2u4g", 5),
            }),
        ),
        (
            cluster,
            json!({ "new_storage_space": 600, "oper_type": "storage" }),
        ),
        (
            cluster,
            json!({
                "oper_type": "horizontal", "new_storage_space": 500, "new_broker_num": 5,
            }),
        ),
        (
            cluster,
            json!({ "oper_type": "vertical", "new_product_id": "c6.4u8g.cluster" }),
        ),
    ];
    for (prepare, body) in cases {
        let path = "/v2/rabbitmq/{p}/instances/{i}/extend";
        accepted(prepare, Method::POST, path, body, 200).await;
    }
}
