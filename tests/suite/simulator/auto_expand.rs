use serde_json::{Value, json};
use warren::simulator::Fault;
use warren::simulator::catalogue::PRODUCTS;
use warren::simulator::world::instance::{Hardware, Instance, Status};

use super::client::{Client, still};

/// A running cluster of three brokers with 300 GB, prepared as the test needs it, and the path.
async fn cluster(prepare: impl FnOnce(&mut Instance)) -> (Client, String) {
    let client = Client::start(still()).await;
    let id = client.simulator.edit(|world| {
        let id = world.insert_sample("orders-eu-01");
        let instance = world.instance_mut(&id).unwrap();
        instance.flavor = Hardware::Current(&PRODUCTS[5]);
        (instance.brokers, instance.storage_gb) = (3, 300);
        prepare(instance);
        id
    });
    let path = format!("/v2/{{p}}/instances/{id}/auto-volume-expand");
    (client, path)
}

/// Switches it on at 80 %, up to 1,000 GB, with these fields changed; a null takes one out.
fn on(changes: &Value) -> Value {
    let mut body = json!({
        "auto_volume_expand_enable": true, "expand_threshold": 80, "max_volume_size": 1000,
    });
    for (key, value) in changes.as_object().unwrap() {
        body[key] = value.clone();
    }
    body
}

fn shown(enabled: bool, threshold: u32, increment: u32, most: u32) -> Value {
    json!({
        "auto_volume_expand_enable": enabled, "expand_threshold": threshold,
        "expand_increment": increment, "max_volume_size": most,
    })
}

#[tokio::test]
async fn expansion_is_off_until_it_is_switched_on_and_off_again_in_zeros() {
    let (client, path) = cluster(|_| {}).await;
    let answer = client.get(&path).await;
    assert_eq!((answer.status, answer.body), (200, shown(false, 0, 0, 0)));
    let off = json!({ "auto_volume_expand_enable": false });
    for (body, after) in [
        (on(&json!({})), shown(true, 80, 10, 1000)),
        (
            on(&json!({ "expand_increment": 100 })),
            shown(true, 80, 100, 1000),
        ),
        (off, shown(false, 0, 0, 0)),
    ] {
        let changed = client.put(&path, &body).await;
        assert_eq!((changed.status, changed.body), (204, Value::Null), "{body}");
        assert_eq!(client.get(&path).await.body, after);
    }
}

#[tokio::test]
async fn expansion_takes_every_number_in_its_range_and_none_beyond() {
    let (client, path) = cluster(|_| {}).await;
    for changes in [
        json!({ "expand_threshold": 20 }),
        json!({ "expand_increment": 10 }),
        json!({ "max_volume_size": 400 }),
        json!({ "max_volume_size": 89_900 }),
    ] {
        let answer = client.put(&path, &on(&changes)).await;
        assert_eq!(answer.status, 204, "{changes}");
    }
    let before = client.get(&path).await.body;
    for (key, value) in [
        ("expand_threshold", json!(null)),
        ("expand_threshold", json!(19)),
        ("expand_threshold", json!(81)),
        ("expand_increment", json!(9)),
        ("expand_increment", json!(101)),
        ("max_volume_size", json!(null)),
        ("max_volume_size", json!(300)),
        ("max_volume_size", json!(450)),
        ("max_volume_size", json!(90_000)),
        ("auto_volume_expand_enable", json!(null)),
    ] {
        let answer = client.put(&path, &on(&json!({ key: value }))).await;
        assert_eq!(answer.refusal(), (400, "DMS.00400062"), "{key} {value}");
        let message = format!("Invalid {key} parameter in the request.");
        assert_eq!(answer.body["error_msg"], message);
    }
    let text = client
        .put(&path, &on(&json!({ "expand_threshold": "80%" })))
        .await;
    assert_eq!(text.refusal(), (400, "DMS.00400085"));
    assert_eq!(client.get(&path).await.body, before);
}

#[tokio::test]
async fn expansion_is_changed_only_on_an_instance_that_runs_and_is_idle() {
    let (client, path) = cluster(|instance| instance.status = Status::Extending).await;
    let refused = client.put(&path, &on(&json!({}))).await;
    assert_eq!(refused.refusal(), (400, "DMS.00400026"));
    assert_eq!(client.get(&path).await.status, 200);
    let (client, path) = cluster(|_| {}).await;
    let plugins = path.replace("auto-volume-expand", "rabbitmq/plugins");
    let body = json!({ "enable": true, "plugins": "rabbitmq_shovel" });
    client.put(&plugins, &body).await;
    let refused = client.put(&path, &on(&json!({}))).await;
    assert_eq!(refused.refusal(), (400, "DMS.00400026"));
    client.seconds(8);
    assert_eq!(client.put(&path, &on(&json!({}))).await.status, 204);
}

#[tokio::test]
async fn only_v2_has_expansion_and_faults_strike_it_by_name() {
    let (client, path) = cluster(|_| {}).await;
    let rules = ["404@show_auto_expand", "403@change_auto_expand"];
    let rules = rules.map(|rule| rule.parse::<Fault>().unwrap());
    client.simulator.set_faults(rules.to_vec());
    assert_eq!(client.get(&path).await.refusal(), (404, "DMS.00404022"));
    let changed = client.put(&path, &on(&json!({}))).await;
    assert_eq!(changed.refusal(), (403, "DMS.00403003"));
    client.simulator.set_faults(Vec::new());
    let old = client.get(&path.replace("/v2/", "/v1.0/")).await;
    assert_eq!(old.refusal(), (404, "APIGW.0101"));
    let unknown = "/v2/{p}/instances/11111111-1111-1111-1111-111111111111/auto-volume-expand";
    assert_eq!(client.get(unknown).await.refusal(), (404, "DMS.00404022"));
}
