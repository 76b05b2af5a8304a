use serde_json::{Value, json};
use warren::simulator::Config;

use super::client::{Client, order, still};

async fn last_task(client: &Client, id: &str) -> (String, String) {
    let answer = client
        .get(&format!("/v2/{{p}}/instances/{id}/tasks?limit=1"))
        .await;
    let task = &answer.body["tasks"][0];
    let text = |key: &str| task[key].as_str().unwrap().to_owned();
    (text("name"), text("status"))
}

fn task(name: &str, status: &str) -> (String, String) {
    (name.to_owned(), status.to_owned())
}

#[tokio::test]
async fn a_creation_takes_forty_seconds_and_its_task_says_how_far_it_is() {
    let client = Client::start(still()).await;
    let id = client.create(json!({})).await;
    assert_eq!(client.status(&id).await, "CREATING");
    assert_eq!(
        last_task(&client, &id).await,
        task("createInstance", "CREATED")
    );
    client.seconds(1);
    assert_eq!(
        last_task(&client, &id).await,
        task("createInstance", "EXECUTING")
    );
    client.seconds(38);
    assert_eq!(client.status(&id).await, "CREATING");
    client.seconds(1);
    assert_eq!(client.status(&id).await, "RUNNING");
    assert_eq!(
        last_task(&client, &id).await,
        task("createInstance", "SUCCESS")
    );
}

#[tokio::test]
async fn a_name_with_fail_in_it_fails_and_is_listed_only_on_request() {
    let client = Client::start(still()).await;
    let id = client.create(json!({ "name": "will-fail" })).await;
    client.seconds(40);
    assert_eq!(client.status(&id).await, "CREATEFAILED");
    assert_eq!(
        last_task(&client, &id).await,
        task("createInstance", "FAILED")
    );
    let count = async |query: &str| {
        client
            .get(&format!("/v2/{{p}}/instances{query}"))
            .await
            .body["instance_num"]
            .clone()
    };
    assert_eq!(count("").await, 0);
    assert_eq!(count("?include_failure=true").await, 1);
    assert_eq!(count("?include_failures=true").await, 1);
    assert_eq!(count("?include_failure=false").await, 0);
}

#[tokio::test]
async fn a_deletion_leaves_the_list_first_and_then_the_detail_turns_404() {
    let client = Client::start(still()).await;
    let id = client.create(json!({})).await;
    client.seconds(40);
    let answer = client.delete(&format!("/v2/{{p}}/instances/{id}")).await;
    assert_eq!((answer.status, answer.body), (204, Value::Null));
    assert_eq!(client.names().await, ["rabbitmq-demo"]);
    client.seconds(5);
    assert_eq!(client.names().await, Vec::<String>::new());
    assert_eq!(client.status(&id).await, "DELETING");
    client.seconds(5);
    assert_eq!(client.status(&id).await, "404");
}

#[tokio::test]
async fn speed_divides_every_duration() {
    let client = Client::start(Config {
        speed: 40.0,
        ..still()
    })
    .await;
    let id = client.create(json!({})).await;
    client.seconds(1);
    assert_eq!(client.status(&id).await, "RUNNING");
}

#[tokio::test]
async fn a_plug_in_takes_eight_seconds_and_only_one_task_runs_at_a_time() {
    let client = Client::start(still()).await;
    let id = client
        .simulator
        .edit(|world| world.insert_sample("orders-eu-01"));
    let path = format!("/v2/{{p}}/instances/{id}/rabbitmq/plugins");
    let body = json!({ "enable": true, "plugins": "rabbitmq_federation,rabbitmq_shovel" });
    let job = client.put(&path, &body).await;
    assert_eq!(
        (job.status, job.body["job_id"].as_str().unwrap().len()),
        (200, 32)
    );
    assert_eq!(
        client.put(&path, &body).await.refusal(),
        (400, "DMS.00400017")
    );
    let enabled = async || {
        let body = client.get(&path).await.body;
        let on = |plugin: &&Value| plugin["enable"] == true && plugin["running"] == true;
        let names = body["plugins"].as_array().unwrap().iter().filter(on);
        let names: Vec<_> = names.map(|plugin| plugin["name"].clone()).collect();
        (body["plugins_modifying"].clone(), names)
    };
    client.seconds(7);
    assert_eq!(enabled().await, (json!(true), vec![]));
    client.seconds(1);
    let both = vec![json!("rabbitmq_federation"), json!("rabbitmq_shovel")];
    assert_eq!(enabled().await, (json!(false), both));
    let task_path = format!(
        "/v2/{{p}}/instances/{id}/tasks/{}",
        job.body["job_id"].as_str().unwrap()
    );
    let task = client.get(&task_path).await.body;
    assert_eq!(
        task,
        json!({ "task_count": "1", "tasks": [{
            "id": job.body["job_id"],
            "name": "modifyInstancePlugins",
            "user_name": "ops",
            "user_id": "3df5acbc24a54fadb62a043c9000a307",
            "params": r#"{"enable":true,"plugins":"rabbitmq_federation,rabbitmq_shovel"}"#,
            "status": "SUCCESS",
            "created_at": "2026-06-01T08:00:00.000Z",
            "updated_at": "2026-06-01T08:00:08.000Z",
        }] })
    );
}

#[tokio::test]
async fn federation_cannot_be_enabled_with_tls_and_its_task_fails() {
    let client = Client::start(still()).await;
    let id = client.create(json!({ "ssl_enable": true })).await;
    client.seconds(40);
    let path = format!("/v2/{{p}}/instances/{id}/rabbitmq/plugins");
    let body = json!({ "enable": true, "plugins": "rabbitmq_federation" });
    assert_eq!(client.put(&path, &body).await.status, 200);
    client.seconds(8);
    assert_eq!(
        last_task(&client, &id).await,
        task("modifyInstancePlugins", "FAILED")
    );
    assert_eq!(client.status(&id).await, "RUNNING");
}

#[tokio::test]
async fn more_storage_comes_after_thirty_seconds_with_the_used_part_unchanged() {
    let client = Client::start(still()).await;
    let id = client.simulator.edit(|world| {
        let id = world.insert_sample("orders-eu-01");
        world.set_fill(&id, 60.0);
        id
    });
    let path = format!("/v2/rabbitmq/{{p}}/instances/{id}/extend");
    let job = client
        .post(
            &path,
            &json!({ "oper_type": "storage", "new_storage_space": 300 }),
        )
        .await;
    assert_eq!(job.status, 200);
    let detail = async || client.get(&format!("/v2/{{p}}/instances/{id}")).await.body;
    let sizes = |detail: &Value| {
        [
            "status",
            "storage_space",
            "total_storage_space",
            "used_storage_space",
            "extend_times",
        ]
        .map(|key| detail[key].clone())
    };
    let before = detail().await;
    assert_eq!(
        sizes(&before),
        [
            json!("EXTENDING"),
            json!(83),
            json!(100),
            json!(50),
            json!(0)
        ]
    );
    assert_eq!(before["task"]["name"], "extendInstance");
    client.seconds(30);
    let after = detail().await;
    assert_eq!(
        sizes(&after),
        [
            json!("RUNNING"),
            json!(249),
            json!(300),
            json!(50),
            json!(1)
        ]
    );
    assert_eq!(after["task"], Value::Null);
}

#[tokio::test]
async fn a_restart_takes_fifteen_seconds_and_the_batch_answers_for_each() {
    let client = Client::start(still()).await;
    let (id, broken) = client.simulator.edit(|world| {
        (
            world.insert_sample("orders-eu-01"),
            world.insert_sample("orders-eu-02"),
        )
    });
    client.simulator.edit(|world| {
        world.set_status(&broken, warren::simulator::world::instance::Status::Frozen);
    });
    let gone = "11111111-1111-1111-1111-111111111111";
    let body = json!({ "action": "restart", "instances": [id, broken, gone] });
    let answer = client.post("/v2/{p}/instances/action", &body).await;
    assert_eq!(
        (answer.status, answer.body),
        (
            200,
            json!({ "results": [
            { "result": "success", "instance": id },
            { "result": "failed", "instance": broken },
            { "result": "failed", "instance": gone },
        ] })
        )
    );
    client.seconds(14);
    assert_eq!(client.status(&id).await, "RESTARTING");
    client.seconds(1);
    assert_eq!(client.status(&id).await, "RUNNING");
}

#[tokio::test]
async fn all_failed_creations_can_be_deleted_at_once() {
    let client = Client::start(still()).await;
    let id = client.create(json!({ "name": "will-fail" })).await;
    client.create(json!({ "name": "will-work" })).await;
    client.seconds(40);
    let body = json!({ "action": "delete", "all_failure": "rabbitmq" });
    let answer = client.post("/v2/{p}/instances/action", &body).await;
    assert_eq!((answer.status, answer.body), (204, Value::Null));
    client.seconds(10);
    assert_eq!(client.names().await, ["will-work"]);
    assert_eq!(client.status(&id).await, "404");
}

#[tokio::test]
async fn an_address_is_bound_by_a_task_and_the_rest_of_a_change_is_at_once() {
    let client = Client::start(still()).await;
    let id = client
        .simulator
        .edit(|world| world.insert_sample("orders-eu-01"));
    let path = format!("/v2/{{p}}/instances/{id}");
    let body = json!({
        "name": "orders-eu-09", "description": "instance description",
        "maintain_begin": "22:00:00", "maintain_end": "02:00:00",
        "enable_publicip": true, "publicip_id": "32685c2b-xxxx-xxxx-86c6-a1902359xxxx",
    });
    assert_eq!(client.put(&path, &body).await.status, 204);
    let shown = client.get(&path).await.body;
    let keys = [
        "name",
        "description",
        "maintain_begin",
        "maintain_end",
        "enable_publicip",
        "publicip_id",
    ];
    assert_eq!(
        keys.map(|key| shown[key].clone()),
        [
            json!("orders-eu-09"),
            json!("instance description"),
            json!("22:00:00"),
            json!("02:00:00"),
            json!(false),
            Value::Null
        ]
    );
    assert_eq!(
        last_task(&client, &id).await,
        task("bindInstancePublicIp", "CREATED")
    );
    client.seconds(5);
    let shown = client.get(&path).await.body;
    assert_eq!(shown["publicip_id"], "32685c2b-xxxx-xxxx-86c6-a1902359xxxx");
    assert_eq!(
        client
            .put(&path, &json!({ "enable_publicip": false }))
            .await
            .status,
        204
    );
    client.seconds(5);
    assert_eq!(
        last_task(&client, &id).await,
        task("unbindInstancePublicIp", "SUCCESS")
    );
}

/// The list of everything.
const LISTED: &str = "/v2/{p}/instances?engine=rabbitmq";

#[tokio::test]
async fn a_paid_order_becomes_an_instance_that_carries_it() {
    let client = Client::start(still()).await;
    let bss = json!({ "charging_mode": "prePaid", "period_type": "month", "period_num": 1, "is_auto_pay": true });
    let answer = client
        .post(
            "/v2/rabbitmq/{p}/instances",
            &order(json!({ "bss_param": bss })),
        )
        .await;
    let id = answer.body["instance_id"].as_str().unwrap();
    let path = format!("/v2/{{p}}/instances/{id}");
    client.seconds(7);
    let not_yet = client.get(&path).await;
    assert_eq!(not_yet.refusal(), (404, "DMS.00404022"));
    assert_eq!(client.get(LISTED).await.body["instance_num"], 0);
    client.seconds(1);
    assert_eq!(client.get(LISTED).await.body["instance_num"], 1);
    let shown = client.get(&path).await.body;
    assert_eq!(shown["status"], "CREATING");
    assert_eq!(shown["charging_mode"], 0);
    assert!(shown["order_id"].as_str().unwrap().starts_with("CS"));
    client.seconds(40);
    assert_eq!(
        client
            .delete(&format!("/v2/{{p}}/instances/{id}"))
            .await
            .refusal(),
        (400, "DMS.00400026")
    );
}

#[tokio::test]
async fn an_order_that_nobody_pays_stays_one_and_keeps_its_name() {
    let client = Client::start(still()).await;
    let create = "/v2/rabbitmq/{p}/instances";
    // Paying by hand is what the service does by default (table 4-4).
    let bss = json!({ "charging_mode": "prePaid", "period_type": "year", "period_num": 1 });
    let wanted = order(json!({ "bss_param": bss }));
    let answer = client.post(create, &wanted).await;
    let id = answer.body["instance_id"].as_str().unwrap().to_owned();
    client.seconds(3600);
    let path = format!("/v2/{{p}}/instances/{id}");
    assert_eq!(client.get(&path).await.refusal(), (404, "DMS.00404022"));
    let again = client.post(create, &wanted).await;
    assert_eq!(again.refusal(), (400, "DMS.00400060"));
    client.simulator.edit(|world| world.pay(&id));
    client.seconds(8 + 40);
    assert_eq!(client.get(&path).await.body["status"], "RUNNING");
}
