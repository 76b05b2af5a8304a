use serde_json::{Value, json};
use warren::simulator::Config;
use warren::simulator::catalogue::{AMQP_EDITION, PRODUCTS, ZONES};
use warren::simulator::world::instance::{Charging, Hardware, Instance, Status};

use super::client::{Client, order, still};

/// One instance named `orders-eu-01`, prepared as the test needs it.
async fn one(prepare: impl FnOnce(&mut Instance)) -> (Client, String) {
    let client = Client::start(still()).await;
    let id = client.simulator.edit(|world| {
        let id = world.insert_sample("orders-eu-01");
        prepare(world.instance_mut(&id).unwrap());
        id
    });
    (client, id)
}

/// Sends the order with each of the changes and expects each to be refused with its code.
async fn refused_creations(cases: &[(Value, &str)]) {
    let (client, _) = one(|_| {}).await;
    for (changes, code) in cases {
        let answer = client
            .post("/v2/rabbitmq/{p}/instances", &order(changes.clone()))
            .await;
        assert_eq!(answer.refusal(), (400, *code), "{changes}");
    }
    assert_eq!(client.names().await, ["orders-eu-01"]);
}

/// Changes that turn the order into one of a cluster, and more changes on top.
fn cluster(changes: &Value) -> Value {
    let mut all = json!({ "product_id": "c6.4u8g.cluster", "broker_num": 3, "storage_space": 300 });
    all.as_object_mut()
        .unwrap()
        .extend(changes.as_object().unwrap().clone());
    all
}

#[tokio::test]
async fn a_creation_is_refused_for_names_and_passwords_that_break_a_rule() {
    refused_creations(&[
        (json!({ "name": "abc" }), "DMS.00400010"),
        (json!({ "name": "orders-eu-01" }), "DMS.00400060"),
        (json!({ "description": "x".repeat(1025) }), "DMS.00400011"),
        (json!({ "access_user": "abc" }), "DMS.00400015"),
        (json!({ "password": "alllowercase" }), "DMS.00400012"),
    ])
    .await;
}

#[tokio::test]
async fn a_creation_is_refused_for_hardware_that_is_not_on_offer() {
    refused_creations(&[
        (json!({ "engine": "kafka" }), "DMS.00400022"),
        (json!({ "engine_version": "3.9" }), "DMS.00400008"),
        (json!({ "engine_version": AMQP_EDITION }), "DMS.00400029"),
        (json!({ "storage_space": 99 }), "DMS.00400500"),
        (json!({ "storage_space": 90_100 }), "DMS.00400500"),
        (json!({ "storage_space": "100" }), "DMS.00400085"),
        (
            json!({ "storage_spec_code": "dms.physical.storage.tape" }),
            "DMS.00400125",
        ),
        (json!({ "product_id": "c6.1u1g.single" }), "DMS.00400009"),
        (json!({ "broker_num": 3 }), "DMS.00400062"),
        (cluster(&json!({ "broker_num": null })), "DMS.00400062"),
        (cluster(&json!({ "broker_num": 4 })), "DMS.00400062"),
        (cluster(&json!({ "storage_space": 200 })), "DMS.00400500"),
        (
            cluster(&json!({ "product_id": "c6.32u64g.cluster" })),
            "DMS.00400055",
        ),
    ])
    .await;
    let client = Client::start(still()).await;
    let answer = client
        .post("/v2/kafka/{p}/instances", &order(json!({})))
        .await;
    assert_eq!(answer.refusal(), (400, "DMS.00400007"));
}

#[tokio::test]
async fn a_creation_is_refused_for_places_and_windows_that_do_not_exist() {
    refused_creations(&[
        (json!({ "vpc_id": "" }), "DMS.00400013"),
        (json!({ "security_group_id": null }), "DMS.00400014"),
        (json!({ "subnet_id": "" }), "DMS.00400016"),
        (json!({ "available_zones": [] }), "DMS.00400042"),
        (json!({ "available_zones": ["nowhere"] }), "DMS.00400042"),
        (json!({ "available_zones": [ZONES[3].id] }), "DMS.00400055"),
        (
            json!({ "available_zones": [ZONES[0].id, ZONES[1].id] }),
            "DMS.00400067",
        ),
        (json!({ "maintain_begin": "22:00" }), "DMS.00400106"),
        (
            json!({ "maintain_begin": "22:00", "maintain_end": "06:00" }),
            "DMS.00400106",
        ),
        (json!({ "enable_publicip": true }), "DMS.00400128"),
    ])
    .await;
}

#[tokio::test]
async fn a_creation_is_refused_for_tags_and_orders_that_break_a_rule() {
    let tag = |key: &str, value: &str| json!({ "key": key, "value": value });
    let many: Vec<_> = (0..21).map(|n| tag(&format!("k{n}"), "v")).collect();
    let order = |kind: &str, number: u32| json!({ "charging_mode": "prePaid", "period_type": kind, "period_num": number });
    refused_creations(&[
        (json!({ "tags": [tag("", "v")] }), "DMS.10240035"),
        (
            json!({ "tags": [tag(&"k".repeat(37), "v")] }),
            "DMS.10240035",
        ),
        (json!({ "tags": [tag("a=b", "v")] }), "DMS.10240036"),
        (
            json!({ "tags": [tag("k", &"v".repeat(44))] }),
            "DMS.10240038",
        ),
        (json!({ "tags": [tag("k", " v")] }), "DMS.10240039"),
        (
            json!({ "tags": [tag("k", "v"), tag("k", "w")] }),
            "DMS.10240045",
        ),
        (json!({ "tags": many }), "DMS.10240044"),
        (json!({ "bss_param": order("week", 1) }), "DMS.00400047"),
        (json!({ "bss_param": order("year", 4) }), "DMS.00400038"),
        (
            json!({ "bss_param": { "charging_mode": "later" } }),
            "DMS.00400062",
        ),
    ])
    .await;
}

#[tokio::test]
async fn a_cluster_over_three_zones_is_accepted() {
    let client = Client::start(still()).await;
    let zones: Vec<_> = ZONES[..3].iter().map(|zone| zone.id).collect();
    client
        .create(json!({ "product_id": "c6.4u8g.cluster", "broker_num": 5, "storage_space": 1000, "available_zones": zones }))
        .await;
}

#[tokio::test]
async fn the_state_decides_what_can_be_done() {
    for (status, delete, modify) in [
        (Status::Creating, "DMS.00400099", "DMS.00400026"),
        (Status::Starting, "DMS.00400099", "DMS.00400026"),
        (Status::Restarting, "DMS.00400099", "DMS.00400026"),
        (Status::Extending, "DMS.00400026", "DMS.00400026"),
        (Status::Deleting, "DMS.00400026", "DMS.00400026"),
        (Status::Frozen, "", "DMS.00400026"),
        (Status::Error, "", "DMS.00400026"),
        (Status::CreateFailed, "", "DMS.00400026"),
        (Status::Running, "", ""),
    ] {
        let (client, id) = one(|instance| instance.status = status.clone()).await;
        let path = format!("/v2/{{p}}/instances/{id}");
        let expect = |code: &'static str| (if code.is_empty() { 204 } else { 400 }, code);
        let body = json!({ "description": "x" });
        assert_eq!(
            client.put(&path, &body).await.refusal(),
            expect(modify),
            "{status:?}"
        );
        let body = json!({ "new_password": "Canary-123" });
        let reset = client.post(&format!("{path}/password"), &body).await;
        assert_eq!(reset.refusal(), expect(modify), "{status:?}");
        assert_eq!(
            client.delete(&path).await.refusal(),
            expect(delete),
            "{status:?}"
        );
    }
}

#[tokio::test]
async fn what_is_prepaid_is_neither_deleted_nor_extended_here() {
    let (client, id) = one(|instance| {
        instance.charging = Charging::Prepaid {
            order_id: "CS1".into(),
        };
    })
    .await;
    assert_eq!(
        client
            .delete(&format!("/v2/{{p}}/instances/{id}"))
            .await
            .refusal(),
        (400, "DMS.00400026")
    );
    let body = json!({ "oper_type": "storage", "new_storage_space": 200 });
    let answer = client
        .post(&format!("/v2/rabbitmq/{{p}}/instances/{id}/extend"), &body)
        .await;
    assert_eq!(answer.refusal(), (400, "DMS.00400026"));
    let body = json!({ "action": "delete", "instances": [id] });
    let answer = client.post("/v2/{p}/instances/action", &body).await;
    assert_eq!(answer.body["results"][0]["result"], "failed");
}

#[tokio::test]
async fn the_amqp_edition_has_no_plug_ins_and_no_password_reset() {
    let (client, id) = one(|instance| instance.version = AMQP_EDITION.into()).await;
    let path = format!("/v2/{{p}}/instances/{id}");
    let plugins = client.get(&format!("{path}/rabbitmq/plugins")).await;
    assert_eq!(plugins.refusal(), (400, "DMS.00400008"));
    let reset = client
        .post(
            &format!("{path}/password"),
            &json!({ "new_password": "Canary-123" }),
        )
        .await;
    assert_eq!(reset.refusal(), (400, "DMS.00400008"));
}

#[tokio::test]
async fn ids_that_are_malformed_or_unknown_are_told_apart() {
    let client = Client::start(still()).await;
    let detail = async |id: &str| client.get(&format!("/v2/{{p}}/instances/{id}")).await;
    assert_eq!(
        detail("orders-eu-01").await.refusal(),
        (400, "DMS.00400030")
    );
    let unknown = detail("11111111-1111-1111-1111-111111111111").await;
    assert_eq!(unknown.status, 404);
    assert_eq!(
        unknown.body,
        json!({ "error_code": "DMS.00404022", "error_msg": "This instance does not exist." })
    );
    assert_eq!(unknown.header("server"), "");
}

#[tokio::test]
async fn plug_ins_are_refused_when_unknown_or_not_said_on_or_off() {
    let (client, id) = one(|_| {}).await;
    let path = format!("/v2/{{p}}/instances/{id}/rabbitmq/plugins");
    for (body, code) in [
        (
            json!({ "enable": true, "plugins": "rabbitmq_shovel,rabbitmq_nothing" }),
            "DMS.00400970",
        ),
        (json!({ "enable": true }), "DMS.00400970"),
        (json!({ "plugins": "rabbitmq_shovel" }), "DMS.00400062"),
        (
            json!({ "enable": "true", "plugins": "rabbitmq_shovel" }),
            "DMS.00400085",
        ),
    ] {
        assert_eq!(
            client.put(&path, &body).await.refusal(),
            (400, code),
            "{body}"
        );
    }
}

#[tokio::test]
async fn an_extension_is_refused_for_every_rule_it_breaks() {
    let refused = async |prepare: fn(&mut Instance), body: Value| {
        let (client, id) = one(prepare).await;
        let answer = client
            .post(&format!("/v2/rabbitmq/{{p}}/instances/{id}/extend"), &body)
            .await;
        answer.refusal().1.to_owned()
    };
    let storage = |gb: u32| json!({ "oper_type": "storage", "new_storage_space": gb });
    let single: fn(&mut Instance) = |_| {};
    let cluster: fn(&mut Instance) = |instance| {
        instance.flavor = Hardware::Current(&PRODUCTS[6]);
        (instance.brokers, instance.storage_gb) = (3, 300);
    };
    assert_eq!(
        refused(single, json!({ "oper_type": "sideways" })).await,
        "DMS.00400062"
    );
    assert_eq!(refused(single, storage(100)).await, "DMS.00400500");
    assert_eq!(refused(single, storage(199)).await, "DMS.00400500");
    assert_eq!(refused(single, storage(90_001)).await, "DMS.00400500");
    assert_eq!(refused(single, storage(250)).await, "");
    assert_eq!(refused(cluster, storage(90_300)).await, "DMS.00400500");
    assert_eq!(refused(cluster, storage(90_000)).await, "");
    assert_eq!(refused(cluster, storage(400)).await, "DMS.00400500");
    assert_eq!(refused(cluster, storage(600)).await, "");
    assert_eq!(
        refused(|instance| instance.expansions = 20, storage(200)).await,
        "DMS.00400124"
    );
    let brokers = |number: u32| json!({ "oper_type": "horizontal", "new_broker_num": number });
    assert_eq!(refused(single, brokers(3)).await, "DMS.00400062");
    assert_eq!(refused(cluster, brokers(4)).await, "DMS.00400062");
    assert_eq!(refused(cluster, brokers(5)).await, "");
    // The name in the table; the other is that of its example.
    let tabled = json!({ "oper_type": "horizontal", "new_broker_number": 5 });
    assert_eq!(refused(cluster, tabled).await, "");
    let both = json!({ "oper_type": "horizontal", "new_broker_num": 5, "new_storage_space": 600 });
    assert_eq!(refused(cluster, both).await, "DMS.00400500");
    let flavor = |id: &str| json!({ "oper_type": "vertical", "new_product_id": id });
    assert_eq!(
        refused(single, flavor("c6.2u4g.single")).await,
        "DMS.00400009"
    );
    assert_eq!(
        refused(single, flavor("c6.4u8g.cluster")).await,
        "DMS.00400009"
    );
    assert_eq!(
        refused(cluster, flavor("c6.32u64g.cluster")).await,
        "DMS.00400055"
    );
    assert_eq!(refused(single, flavor("c6.4u8g.single")).await, "");
}

#[tokio::test]
async fn an_old_flavor_is_extended_by_its_specification_code() {
    let (client, id) = one(|instance| {
        instance.flavor = Hardware::Old {
            kind: warren::simulator::catalogue::Kind::Cluster,
            size: "2u4g".into(),
        };
        (instance.brokers, instance.storage_gb) = (3, 600);
    })
    .await;
    let extend = async |body: Value| {
        client
            .post(&format!("/v2/rabbitmq/{{p}}/instances/{id}/extend"), &body)
            .await
    };
    let horizontal = json!({ "oper_type": "horizontal", "new_storage_space": 600 });
    assert_eq!(
        extend(horizontal.clone()).await.refusal(),
        (400, "DMS.00400125")
    );
    let mut with_code = horizontal;
    with_code["new_spec_code"] = json!("dms.instance.rabbitmq.cluster.c3.2u4g.5");
    assert_eq!(extend(with_code).await.status, 200);
    client.seconds(30);
    let shown = client.get(&format!("/v2/{{p}}/instances/{id}")).await.body;
    assert_eq!(
        (
            &shown["resource_spec_code"],
            &shown["total_storage_space"],
            &shown["broker_num"]
        ),
        (
            &json!("dms.instance.rabbitmq.cluster.c3.2u4g.5"),
            &json!(1000),
            &json!(5)
        )
    );
}

#[tokio::test]
async fn a_batch_is_refused_as_a_whole_when_it_is_malformed() {
    let client = Client::start(still()).await;
    let id = |n: usize| format!("11111111-1111-1111-1111-{n:012}");
    let ids = |count: usize| (0..count).map(id).collect::<Vec<_>>();
    for (body, code) in [
        (json!({ "instances": [id(1)] }), "DMS.00400064"),
        (
            json!({ "action": "stop", "instances": [id(1)] }),
            "DMS.00400064",
        ),
        (json!({ "action": "delete" }), "DMS.00400065"),
        (
            json!({ "action": "delete", "instances": ids(51) }),
            "DMS.00400100",
        ),
        (
            json!({ "action": "delete", "instances": ["x"] }),
            "DMS.00400030",
        ),
        (
            json!({ "action": "delete", "instances": [id(1), id(1)] }),
            "DMS.00400082",
        ),
        (
            json!({ "action": "delete", "instances": "x" }),
            "DMS.00400085",
        ),
    ] {
        let answer = client.post("/v2/{p}/instances/action", &body).await;
        assert_eq!(answer.refusal(), (400, code), "{body}");
    }
    let body = json!({ "action": "delete", "instances": ids(50) });
    assert_eq!(
        client.post("/v2/{p}/instances/action", &body).await.status,
        200
    );
}

#[tokio::test]
async fn a_changed_name_must_be_free_and_without_underscores() {
    let (client, id) = one(|_| {}).await;
    client
        .simulator
        .edit(|world| world.insert_sample("orders-eu-02"));
    let path = format!("/v2/{{p}}/instances/{id}");
    let rename = async |name: &str| client.put(&path, &json!({ "name": name })).await;
    assert_eq!(
        rename("orders-eu-02").await.refusal(),
        (400, "DMS.00400060")
    );
    assert_eq!(
        rename("orders_eu_03").await.refusal(),
        (400, "DMS.00400010")
    );
    assert_eq!(rename("orders-eu-01").await.status, 204);
}

#[tokio::test]
async fn tags_are_refused_for_every_rule_they_break() {
    let (client, id) = one(|_| {}).await;
    let path = format!("/v2/{{p}}/rabbitmq/{id}/tags/action");
    let tag = json!([{ "key": "k", "value": "v" }]);
    for (body, code) in [
        (json!({ "action": "replace", "tags": tag }), "DMS.10240040"),
        (json!({ "action": "Create", "tags": tag }), "DMS.10240040"),
        (json!({ "action": "create" }), "DMS.00400062"),
        (
            json!({ "action": "create", "tags": [{ "key": "k" }] }),
            "DMS.10240039",
        ),
        (
            json!({ "action": "delete", "tags": [{ "key": "k" }] }),
            "DMS.10240426",
        ),
    ] {
        assert_eq!(client.post(&path, &body).await.refusal().1, code, "{body}");
    }
}

#[tokio::test]
async fn a_body_too_large_or_no_json_is_refused() {
    let client = Client::start(Config {
        instances: 0,
        ..still()
    })
    .await;
    let path = "/v2/{p}/instances/action";
    let send = async |body: String| {
        super::client::answer(client.request(reqwest::Method::POST, path).body(body)).await
    };
    assert_eq!(send(String::new()).await.refusal(), (400, "DMS.00400004"));
    assert_eq!(send("[1]".into()).await.refusal(), (400, "DMS.00400005"));
    assert_eq!(
        send("x".repeat(12 * 1024 * 1024 + 1)).await.refusal(),
        (413, "APIGW.0201")
    );
}
