//! V1.0 of the API: the examples of both references are accepted and answered in their shapes,
//! refusals have V1's codes, and both versions see one world.

use reqwest::Method;
use serde_json::{Value, json};
use warren::simulator::Fault;
use warren::simulator::world::instance::{Charging, PublicAddress, Status};

use super::client::{Client, answer, order, still};
use super::shapes::beyond_example;

macro_rules! fixture {
    ($name:literal) => {
        serde_json::from_str::<Value>(include_str!(concat!("../../fixtures/v1/", $name, ".json")))
            .unwrap()
    };
}

const LIST: &str = "/v1.0/{p}/instances?engine=rabbitmq&includeFailure=true";

/// A creation of V1 with these fields changed.
fn old_order(changes: Value) -> Value {
    let mut order = fixture!("create_request_zh");
    order["available_zones"] = json!(["d539378ec1314c85b76fefa3f7071458"]);
    for (key, value) in changes.as_object().unwrap() {
        order[key] = value.clone();
    }
    order
}

/// An instance that has everything that V1 shows.
async fn furnished() -> (Client, String) {
    let client = Client::start(still()).await;
    let body = old_order(json!({}));
    let created = client.post("/v1.0/{p}/instances", &body).await;
    assert_eq!(created.status, 200, "{}", created.body);
    client.seconds(60);
    let id = created.body["instance_id"].as_str().unwrap().to_owned();
    client.simulator.edit(|world| {
        let instance = world.instance_mut(&id).unwrap();
        instance.charging = Charging::Prepaid {
            order_id: "CS1".into(),
        };
        instance.public = Some(PublicAddress {
            id: "eip".into(),
            ip: "192.0.2.10".into(),
        });
    });
    (client, id)
}

#[tokio::test]
async fn answers_have_the_shapes_of_the_examples() {
    let (client, id) = furnished().await;
    let list = client.get(LIST).await.body;
    let extra = beyond_example("list", &fixture!("list_instances_zh"), &list);
    let extra: Vec<_> = extra
        .iter()
        .map(|path| path.trim_start_matches(".instances[]."))
        .collect();
    assert_eq!(
        extra,
        [
            "description",
            "error_code",
            "order_id",
            "publicip_address",
            "publicip_id"
        ]
    );
    let detail = client
        .get(&format!("/v1.0/{{p}}/instances/{id}"))
        .await
        .body;
    let extra = beyond_example("show", &fixture!("show_instance_en"), &detail);
    assert_eq!(
        extra,
        [
            ".enterprise_project_id",
            ".extend_times",
            ".is_logical_volume"
        ]
    );
    let none = Vec::<String>::new();
    for (path, example) in [
        ("/v1.0/availableZones", fixture!("available_zones")),
        ("/v1.0/products?engine=rabbitmq", fixture!("products")),
        (
            "/v1.0/instances/maintain-windows",
            fixture!("maintain_windows"),
        ),
    ] {
        let reply = client.get(path).await.body;
        assert_eq!(beyond_example(path, &example, &reply), none);
    }
    let products = client.get("/v1.0/products").await.body;
    assert_eq!(products, fixture!("products"));
}

#[tokio::test]
async fn the_examples_of_requests_are_accepted() {
    let client = Client::start(still()).await;
    let created = client
        .post("/v1.0/{p}/instances", &old_order(json!({})))
        .await;
    let none = Vec::<String>::new();
    assert_eq!(
        beyond_example("create", &fixture!("create"), &created.body),
        none
    );
    let id = created.body["instance_id"].as_str().unwrap().to_owned();
    client.seconds(60);
    let path = format!("/v1.0/{{p}}/instances/{id}");
    for body in [
        fixture!("modify_name_request"),
        fixture!("modify_window_request"),
        json!({ "maintain_begin": "02:00:00", "maintain_end": "06:00:00" }),
    ] {
        assert_eq!(client.put(&path, &body).await.status, 204, "{body}");
    }
    let batch = "/v1.0/{p}/instances/action";
    for body in [
        fixture!("batch_restart_request_zh"),
        fixture!("batch_delete_request"),
    ] {
        let reply = client.post(batch, &body).await;
        assert_eq!(reply.status, 200, "{body}");
        assert_eq!(
            beyond_example("batch", &fixture!("batch"), &reply.body),
            none
        );
    }
    let all_failed = client
        .post(batch, &fixture!("batch_delete_failed_request"))
        .await;
    assert_eq!((all_failed.status, all_failed.body), (200, Value::Null));
    assert_eq!(client.delete(&path).await.status, 204);
    client.seconds(60);
    let gone = client.get(&path).await;
    assert_eq!(gone.refusal(), (404, "111404022"));
}

#[tokio::test]
async fn both_versions_see_one_world_each_in_its_own_words() {
    let client = Client::start(still()).await;
    let id = client.create(json!({ "name": "orders-01" })).await;
    client.seconds(60);
    let words = [
        (Status::Running, "RUNNING", "RUNNING", Value::Null),
        (Status::Error, "ERROR", "Faulty", json!("public.00.0025")),
        (Status::Extending, "EXTENDING", "Resizing", Value::Null),
        (
            Status::ExtendedFailed,
            "EXTENDEDFAILED",
            "Resizing failed",
            Value::Null,
        ),
        (
            Status::CreateFailed,
            "CREATEFAILED",
            "CREATEFAILED",
            json!("public.00.0018"),
        ),
    ];
    for (status, new, old, code) in words {
        client
            .simulator
            .edit(|world| world.set_status(&id, status.clone()));
        assert_eq!(client.status(&id).await, new);
        let row = client.get(LIST).await.body["instances"][0].clone();
        assert_eq!((&row["status"], &row["error_code"]), (&json!(old), &code));
    }
    let found = client.get(&format!("{LIST}&status=createfailed")).await;
    assert_eq!(found.body["instance_num"], 1);
    let failures_left_out = client.get("/v1.0/{p}/instances").await;
    assert_eq!(failures_left_out.body["instance_num"], 0);
    let old = client
        .post("/v1.0/{p}/instances", &old_order(json!({})))
        .await;
    let id = old.body["instance_id"].as_str().unwrap();
    let seen = client.get(&format!("/v2/{{p}}/instances/{id}")).await.body;
    assert_eq!(
        (&seen["product_id"], &seen["status"]),
        (&json!("00300-30109-0--0"), &json!("CREATING"))
    );
}

#[tokio::test]
async fn the_list_has_no_pages() {
    let client = Client::start(warren::simulator::Config {
        instances: 60,
        ..still()
    })
    .await;
    let list = client.get(&format!("{LIST}&start=1&limit=10")).await.body;
    assert_eq!(list["instances"].as_array().unwrap().len(), 60);
    assert_eq!(list["instance_num"], 60);
}

#[tokio::test]
async fn creations_are_refused_in_v1s_codes() {
    let client = Client::start(still()).await;
    let taken = old_order(json!({ "name": "taken" }));
    client.post("/v1.0/{p}/instances", &taken).await;
    for (changes, code) in [
        (json!({ "name": "taken" }), "111400060"),
        (json!({ "name": "with_underscore" }), "111400010"),
        (json!({ "access_user": "with_underscore" }), "111400015"),
        (json!({ "password": "short" }), "111400012"),
        (json!({ "engine_version": "3.8.35" }), "111400008"),
        (json!({ "product_id": "c6.2u4g.single" }), "111400009"),
        (json!({ "product_id": "00300-30110-0--0" }), "111400009"),
        (json!({ "storage_space": 99 }), "111400500"),
        (json!({ "storage_space": 90_100 }), "111400500"),
        (
            json!({ "product_id": "00300-30209-0--0", "storage_space": 200 }),
            "111400500",
        ),
        (
            json!({ "storage_spec_code": "dms.physical.storage.high.v2" }),
            "111400125",
        ),
        (json!({ "available_zones": [] }), "111400067"),
        (
            json!({ "available_zones": ["effdcbc7d4d64a02aa1fa26b42f56533", "d539378ec1314c85b76fefa3f7071458"] }),
            "111400067",
        ),
        (json!({ "available_zones": ["nowhere"] }), "111400042"),
        (json!({ "maintain_end": "03:00" }), "111400106"),
        (json!({ "vpc_id": "" }), "111400013"),
        (json!({ "tags": [] }), "111400005"),
        (json!({ "broker_num": 1 }), "111400005"),
        (json!({ "storage_space": "100" }), "111400005"),
    ] {
        let reply = client
            .post("/v1.0/{p}/instances", &old_order(changes.clone()))
            .await;
        assert_eq!(reply.refusal(), (400, code), "{changes}: {}", reply.body);
    }
}

#[tokio::test]
async fn other_calls_are_refused_in_v1s_codes() {
    let client = Client::start(still()).await;
    let id = client.create(json!({ "name": "orders-01" })).await;
    let path = format!("/v1.0/{{p}}/instances/{id}");
    let refused = client.delete(&path).await;
    assert_eq!(refused.refusal(), (400, "111400099"));
    let busy = client.put(&path, &json!({ "description": "x" })).await;
    assert_eq!(busy.refusal(), (400, "111400026"));
    let unknown = client.put(&path, &json!({ "tags": [] })).await;
    assert_eq!(unknown.refusal(), (400, "111400005"));
    let batch = "/v1.0/{p}/instances/action";
    for (body, code) in [
        (json!({ "action": "stop" }), "111400064"),
        (json!({ "action": "restart" }), "111400065"),
        (
            json!({ "action": "delete", "all_failure": "rabbitmq" }),
            "111400065",
        ),
        (
            json!({ "action": "delete", "instances": vec![id.clone(); 51] }),
            "111400100",
        ),
    ] {
        let reply = client.post(batch, &body).await;
        assert_eq!(reply.refusal(), (400, code), "{body}");
    }
    let list = client.get(&format!("{LIST}&status=Sleeping")).await;
    assert_eq!(list.refusal(), (400, "111400062"));
    let malformed = client.get("/v1.0/p/instances").await;
    assert_eq!(malformed.refusal(), (400, "111400002"));
    for path in ["tasks", "rabbitmq/plugins", "extend", "password"] {
        let path = format!("/v1.0/{{p}}/instances/{id}/{path}");
        assert_eq!(client.get(&path).await.refusal(), (404, "APIGW.0101"));
    }
}

#[tokio::test]
async fn faults_strike_both_versions_and_speak_the_one_they_strike() {
    let client = Client::start(warren::simulator::Config {
        faults: vec!["403@list_instances".parse::<Fault>().unwrap()],
        ..still()
    })
    .await;
    assert_eq!(client.get(LIST).await.refusal(), (403, "111403003"));
    let path = "/v2/{p}/instances";
    assert_eq!(client.get(path).await.refusal(), (403, "DMS.00403003"));
}

#[tokio::test]
async fn what_only_v2_can_create_is_shown_in_v1_too() {
    let client = Client::start(still()).await;
    let request = client
        .request(Method::POST, "/v2/rabbitmq/{p}/instances")
        .body(
            order(
                json!({ "product_id": "c6.2u4g.cluster", "broker_num": 3, "storage_space": 300 }),
            )
            .to_string(),
        );
    let id = answer(request).await.body["instance_id"]
        .as_str()
        .unwrap()
        .to_owned();
    let detail = client.get(&format!("/v1.0/{{p}}/instances/{id}")).await;
    assert_eq!(
        (
            detail.status,
            &detail.body["product_id"],
            &detail.body["type"]
        ),
        (200, &json!("c6.2u4g.cluster"), &json!("cluster"))
    );
}
