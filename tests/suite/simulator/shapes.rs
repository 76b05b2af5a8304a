//! Replies against the reference's own examples: the same keys with the same JSON types.
//!
//! The examples are those of chapter 4 and section 7.4, masked values replaced, page breaks and a
//! lost bracket repaired.

use std::collections::BTreeMap;

use reqwest::Method;
use serde_json::{Value, json};
use warren::simulator::Config;
use warren::simulator::world::instance::PublicAddress;

use super::client::{Client, answer, order, still};

const EXAMPLES: &str = include_str!("../../fixtures/reference.json");

/// Every path in a value with the JSON types found there. All items of an array share a path.
fn shape(value: &Value) -> BTreeMap<String, Vec<&'static str>> {
    fn walk(value: &Value, path: &str, shape: &mut BTreeMap<String, Vec<&'static str>>) {
        let kind = match value {
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::Number(_) => "number",
            Value::String(_) => "string",
            Value::Array(items) => {
                items
                    .iter()
                    .for_each(|item| walk(item, &format!("{path}[]"), shape));
                "array"
            }
            Value::Object(fields) => {
                fields
                    .iter()
                    .for_each(|(key, field)| walk(field, &format!("{path}.{key}"), shape));
                "object"
            }
        };
        let kinds = shape.entry(path.to_owned()).or_default();
        if !kinds.contains(&kind) {
            kinds.push(kind);
            kinds.sort_unstable();
        }
    }
    let mut found = BTreeMap::new();
    walk(value, "", &mut found);
    found
}

/// The reply has every path of the example with its type; returns the paths it has besides.
fn beyond(operation: &str, reply: &Value) -> Vec<String> {
    let examples: Value = serde_json::from_str(EXAMPLES).unwrap();
    assert!(!examples[operation].is_null(), "no example of {operation}");
    beyond_example(operation, &examples[operation], reply)
}

/// The same for an example of one's own.
pub fn beyond_example(operation: &str, example: &Value, reply: &Value) -> Vec<String> {
    let (expected, mut found) = (shape(example), shape(reply));
    for (path, kinds) in expected {
        assert_eq!(
            found.remove(&path).as_ref(),
            Some(&kinds),
            "{operation}{path}"
        );
    }
    found.into_keys().collect()
}

/// One instance that has everything an instance can have.
async fn furnished() -> (Client, String) {
    let client = Client::start(still()).await;
    let id = client.simulator.edit(|world| {
        let id = world.insert_sample("api-explorer");
        let instance = world.instance_mut(&id).unwrap();
        instance.tags = vec![
            ("key1".into(), "value1".into()),
            ("key2".into(), "value2".into()),
        ];
        instance.public = Some(PublicAddress {
            id: "eip".into(),
            ip: "192.0.2.10".into(),
        });
        id
    });
    (client, id)
}

/// What the service sends of an instance beyond the reference's example.
const EXTRA_FIELDS: [&str; 24] = [
    "available_zone_names",
    "ces_version",
    "connect_domain_name",
    "description",
    "disk_encrypted",
    "disk_encrypted_key",
    "dns_enable",
    "enable_acl",
    "management_connect_domain_name",
    "order_id",
    "public_boundwidth",
    "public_connect_address",
    "public_connect_domain_name",
    "public_management_connect_address",
    "public_management_connect_domain_name",
    "publicip_address",
    "publicip_id",
    "service_type",
    "storage_type",
    "support_features",
    "access_user",
    "broker_num",
    "task",
    "ipv6_connect_addresses",
];

fn all_extra(paths: &[String], prefix: &str) -> bool {
    paths.iter().all(|path| {
        let field = path
            .strip_prefix(prefix)
            .unwrap_or_default()
            .trim_end_matches("[]");
        EXTRA_FIELDS.contains(&field)
    })
}

#[tokio::test]
async fn instances_look_like_the_examples_and_carry_what_real_services_add() {
    let (client, id) = furnished().await;
    let list = client.get("/v2/{p}/instances").await.body;
    let extra = beyond("list_instances", &list);
    assert!(all_extra(&extra, ".instances[]."), "{extra:?}");
    let detail = client.get(&format!("/v2/{{p}}/instances/{id}")).await.body;
    let extra = beyond("show_instance", &detail);
    assert!(all_extra(&extra, "."), "{extra:?}");
    assert_eq!(list["instances"][0], detail);
}

#[tokio::test]
async fn numbers_that_the_service_writes_as_text_are_text() {
    let (client, id) = furnished().await;
    let detail = client.get(&format!("/v2/{{p}}/instances/{id}")).await.body;
    assert_eq!(detail["created_at"], "1780300800000");
    assert_eq!(detail["specification"], "rabbitmq.2u4g.single * 1 broker");
    let zones = client.get("/v2/available-zones").await.body;
    assert_eq!(
        zones["available_zones"][0],
        json!({
            "soldOut": false,
            "id": "effdcbc7d4d64a02aa1fa26b42f56533",
            "code": "cn-north-4a",
            "name": "AZ1",
            "port": "8002",
            "resource_availability": "true",
            "default_az": true,
            "remain_time": 9_223_372_036_854_776_000_u64,
            "ipv6_enable": true,
        })
    );
    let one = client
        .get("/v2/rabbitmq/products?product_id=c6.4u8g.cluster")
        .await
        .body;
    assert_eq!(
        one["products"][0]["properties"],
        json!({
            "max_connection_per_broker": "4500",
            "max_broker": "7",
            "max_queue_per_broker": "400",
            "max_storage_per_node": "30000",
            "min_broker": "3",
            "step_length": "2",
            "min_storage_per_node": "100",
            "product_alias": "rabbitmq.4u8g.cluster",
            "engine_versions": "3.8.35,3.12.13,3.13.7",
            "max_consumer_per_broker": "18000",
            "max_tps_per_broker": "2000",
            "max_partition_per_broker": "400",
            "max_bandwidth_per_broker": "200",
        })
    );
}

#[tokio::test]
async fn maintenance_windows_are_the_examples_own() {
    let client = Client::start(still()).await;
    let examples: Value = serde_json::from_str(EXAMPLES).unwrap();
    assert_eq!(
        client.get("/v2/instances/maintain-windows").await.body,
        examples["list_windows"]
    );
}

#[tokio::test]
async fn what_is_on_offer_looks_like_the_examples() {
    let (client, id) = furnished().await;
    let pages = [".next_offset", ".previous_offset"]
        .map(str::to_owned)
        .to_vec();
    let properties = [
        "engine_versions",
        "max_bandwidth_per_broker",
        "max_consumer_per_broker",
        "max_partition_per_broker",
        "max_tps_per_broker",
    ];
    let mut more = pages.clone();
    more.extend(properties.map(|key| format!(".products[].properties.{key}")));
    more.push(".total".into());
    let products = client.get("/v2/rabbitmq/products").await.body;
    assert_eq!(beyond("list_products", &products), more);
    let mut more = pages;
    more.extend([
        ".products[].unavailable_zones[]".to_owned(),
        ".total".to_owned(),
    ]);
    let extend = client
        .get(&format!("/v2/rabbitmq/{{p}}/instances/{id}/extend"))
        .await
        .body;
    assert_eq!(beyond("show_extension", &extend), more);
    let zones = client.get("/v2/available-zones").await.body;
    assert_eq!(beyond("list_zones", &zones), Vec::<String>::new());
}

#[tokio::test]
async fn tasks_plug_ins_and_tags_look_like_the_examples() {
    let (client, id) = furnished().await;
    let path = format!("/v2/{{p}}/instances/{id}");
    let none = Vec::<String>::new();
    let body = json!({ "enable": true, "plugins": "rabbitmq_shovel" });
    let job = client
        .put(&format!("{path}/rabbitmq/plugins"), &body)
        .await
        .body;
    assert_eq!(beyond("switch_plugins", &job), none);
    let plugins = client.get(&format!("{path}/rabbitmq/plugins")).await.body;
    assert_eq!(beyond("list_plugins", &plugins), [".plugins_modifying"]);
    let tasks = client.get(&format!("{path}/tasks")).await.body;
    assert_eq!(beyond("list_tasks", &tasks), none);
    let task = client
        .get(&format!("{path}/tasks/{}", job["job_id"].as_str().unwrap()))
        .await
        .body;
    assert_eq!(beyond("show_task", &task), none);
    let tags = client
        .get(&format!("/v2/{{p}}/rabbitmq/{id}/tags"))
        .await
        .body;
    assert_eq!(beyond("list_tags", &tags), none);
    let tags = client.get("/v2/{p}/rabbitmq/tags").await.body;
    assert_eq!(beyond("list_project_tags", &tags), none);
}

#[tokio::test]
async fn writes_answer_like_the_examples() {
    let (client, id) = furnished().await;
    let none = Vec::<String>::new();
    let created = client
        .post("/v2/rabbitmq/{p}/instances", &order(json!({})))
        .await
        .body;
    assert_eq!(beyond("create_instance", &created), none);
    let body = json!({ "oper_type": "storage", "new_storage_space": 600 });
    let job = client
        .post(&format!("/v2/rabbitmq/{{p}}/instances/{id}/extend"), &body)
        .await
        .body;
    assert_eq!(beyond("extend_instance", &job), none);
    let body = json!({ "action": "delete", "instances": [id] });
    let batch = client.post("/v2/{p}/instances/action", &body).await.body;
    assert_eq!(beyond("batch_instances", &batch), none);
}

#[tokio::test]
async fn projects_look_like_the_example_and_iam_names_its_trace() {
    let client = Client::start(Config {
        instances: 0,
        ..still()
    })
    .await;
    let answer = answer(client.request(Method::GET, "/v3/projects")).await;
    assert_eq!(beyond("list_projects", &answer.body), Vec::<String>::new());
    assert_eq!(answer.header("x-iam-trace-id").len(), 32);
}
