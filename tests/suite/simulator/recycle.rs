use serde_json::{Value, json};
use warren::simulator::world::instance::Status;
use warren::simulator::{Config, Fault};

use super::client::{Answer, Client, order, still};

const BIN: &str = "/v2/{p}/recycle";
const DAY: u64 = 24 * 3600;

/// The id of a running instance of this name.
async fn one(client: &Client, name: &str) -> String {
    client.simulator.edit(|world| world.insert_sample(name))
}

async fn switch_on(client: &Client, days: u32) {
    let body = json!({ "default_use_recycle": true, "retention_days": days });
    let answer = client.put(BIN, &body).await;
    let expected = json!({
        "default_use_recycle": true, "retention_days": days, "recycle_instances": null,
    });
    assert_eq!((answer.status, answer.body), (200, expected));
}

async fn delete(client: &Client, id: &str) {
    let answer = client.delete(&format!("/v2/{{p}}/instances/{id}")).await;
    assert_eq!((answer.status, answer.body), (204, Value::Null));
}

async fn restore(client: &Client, ids: &[&str]) -> Answer {
    client.post(BIN, &json!({ "instances": ids })).await
}

/// Ids in the bin.
async fn inside(client: &Client) -> Vec<String> {
    let body = client.get(BIN).await.body;
    let rows = body["recycle_instances"].as_array().unwrap();
    let id = |row: &Value| row["instance_id"].as_str().unwrap().to_owned();
    rows.iter().map(id).collect()
}

#[tokio::test]
async fn the_bin_is_off_until_its_policy_says_so_and_deleting_is_final() {
    let client = Client::start(still()).await;
    let id = one(&client, "orders-eu-01").await;
    let answer = client.get(BIN).await;
    let off = json!({ "default_use_recycle": false, "retention_days": 3, "recycle_instances": [] });
    assert_eq!((answer.status, answer.body), (200, off));
    delete(&client, &id).await;
    assert_eq!(client.status(&id).await, "DELETING");
    client.seconds(10);
    assert_eq!(client.status(&id).await, "404");
    assert_eq!(inside(&client).await, Vec::<String>::new());
}

#[tokio::test]
async fn the_policy_changes_by_what_is_given_and_keeps_the_rest() {
    let client = Client::start(still()).await;
    let policy = async || {
        let body = client.get(BIN).await.body;
        (
            body["default_use_recycle"].clone(),
            body["retention_days"].clone(),
        )
    };
    switch_on(&client, 7).await;
    client.put(BIN, &json!({ "retention_days": 1 })).await;
    assert_eq!(policy().await, (json!(true), json!(1)));
    client
        .put(BIN, &json!({ "default_use_recycle": false }))
        .await;
    assert_eq!(policy().await, (json!(false), json!(1)));
    for (days, code) in [
        (json!(0), "DMS.00400062"),
        (json!(8), "DMS.00400062"),
        (json!("3"), "DMS.00400085"),
    ] {
        let body = json!({ "default_use_recycle": true, "retention_days": days });
        assert_eq!(
            client.put(BIN, &body).await.refusal(),
            (400, code),
            "{days}"
        );
    }
    assert_eq!(policy().await, (json!(false), json!(1)));
}

#[tokio::test]
async fn what_is_deleted_moves_to_the_bin_until_its_days_are_over() {
    let client = Client::start(still()).await;
    let id = one(&client, "orders-eu-01").await;
    switch_on(&client, 2).await;
    delete(&client, &id).await;
    assert_eq!(client.names().await, Vec::<String>::new());
    assert_eq!(client.status(&id).await, "RECYCLE");
    // Days of those that are inside stay as they were.
    client.put(BIN, &json!({ "retention_days": 7 })).await;
    let since = 1_780_300_800_000_u64;
    let row = json!({
        "instance_id": id, "name": "orders-eu-01", "engine": "rabbitmq", "status": "RECYCLE",
        "product_id": "c6.2u4g.single", "in_recycle_time": since,
        "auto_delete_time": since + 2 * DAY * 1000, "save_time": 2, "cost_per_hour": 0.0,
        "error_message": null,
    });
    assert_eq!(
        client.get(BIN).await.body["recycle_instances"],
        json!([row])
    );
    let again = client.delete(&format!("/v2/{{p}}/instances/{id}")).await;
    assert_eq!(again.refusal(), (400, "DMS.00400026"));
    client.seconds(2 * DAY - 1);
    assert_eq!(client.status(&id).await, "RECYCLE");
    client.seconds(1);
    assert_eq!(client.status(&id).await, "404");
    assert_eq!(inside(&client).await, Vec::<String>::new());
    let late = restore(&client, &[&id]).await;
    assert_eq!(late.refusal(), (404, "DMS.00404022"));
}

#[tokio::test]
async fn days_in_the_bin_are_not_made_shorter_by_speed() {
    let client = Client::start(Config {
        speed: 1e9,
        ..still()
    })
    .await;
    let id = one(&client, "orders-eu-01").await;
    switch_on(&client, 1).await;
    delete(&client, &id).await;
    client.seconds(DAY - 1);
    assert_eq!(inside(&client).await, [id]);
}

#[tokio::test]
async fn a_batch_fills_the_bin_unless_it_is_forced_and_the_frozen_never_get_there() {
    let client = Client::start(still()).await;
    switch_on(&client, 3).await;
    for (force, frozen, status) in [
        (json!(null), false, "RECYCLE"),
        (json!(false), false, "RECYCLE"),
        (json!(true), false, "DELETING"),
        (json!(null), true, "DELETING"),
    ] {
        let id = one(&client, "orders-eu-01").await;
        if frozen {
            client
                .simulator
                .edit(|world| world.set_status(&id, Status::Frozen));
        }
        let body = json!({ "action": "delete", "instances": [id], "force_delete": force });
        let answer = client.post("/v2/{p}/instances/action", &body).await;
        assert_eq!(answer.body["results"][0]["result"], "success");
        assert_eq!(client.status(&id).await, status, "{force} {frozen}");
    }
}

#[tokio::test]
async fn restoring_is_a_task_that_ends_in_a_running_instance() {
    let client = Client::start(still()).await;
    let id = one(&client, "orders-eu-01").await;
    switch_on(&client, 3).await;
    delete(&client, &id).await;
    let answer = restore(&client, &[&id]).await;
    let job = answer.body["results"][0]["job_id"]
        .as_str()
        .unwrap()
        .to_owned();
    let results = json!([{ "instance_id": id, "job_id": job, "error_msg": null }]);
    assert_eq!(
        (answer.status, answer.body),
        (200, json!({ "results": results }))
    );
    let task = async || {
        let path = format!("/v2/{{p}}/instances/{id}/tasks/{job}");
        client.get(&path).await.body["tasks"][0]["status"].clone()
    };
    assert_eq!(inside(&client).await, Vec::<String>::new());
    assert_eq!(task().await, "CREATED");
    client.seconds(1);
    assert_eq!(task().await, "EXECUTING");
    client.seconds(19);
    assert_eq!(task().await, "SUCCESS");
    assert_eq!(client.status(&id).await, "RUNNING");
    assert_eq!(client.names().await, ["orders-eu-01"]);
    client.seconds(7 * DAY);
    assert_eq!(client.status(&id).await, "RUNNING");
}

#[tokio::test]
async fn each_instance_that_cannot_be_restored_says_why() {
    let client = Client::start(still()).await;
    switch_on(&client, 3).await;
    let mut ids = Vec::new();
    for name in ["will-fail", "taken", "orders-eu-01", "beyond-quota"] {
        let id = one(&client, name).await;
        delete(&client, &id).await;
        ids.push(id);
    }
    let running = one(&client, "running").await;
    one(&client, "taken").await;
    client.simulator.edit(|world| world.set_quota(3));
    ids.push(running);
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let answer = restore(&client, &ids).await;
    let results = answer.body["results"].as_array().unwrap();
    let reasons: Vec<_> = results
        .iter()
        .map(|result| (result["job_id"].is_null(), &result["error_msg"]))
        .collect();
    assert_eq!(
        reasons,
        [
            (true, &json!("Internal service error.")),
            (true, &json!("This instance name already exists.")),
            (false, &Value::Null),
            (
                true,
                &json!("DMS instance quota of the tenant is insufficient.")
            ),
            (
                true,
                &json!("This operation is not allowed due to the instance status.")
            ),
        ]
    );
    let row = &client.get(BIN).await.body["recycle_instances"][0];
    assert_eq!(
        (&row["status"], &row["error_message"]),
        (&json!("ERROR"), &json!("Internal service error."))
    );
}

#[tokio::test]
async fn a_restoring_call_is_refused_as_a_whole_for_an_id_that_nobody_knows() {
    let client = Client::start(still()).await;
    let id = one(&client, "orders-eu-01").await;
    switch_on(&client, 3).await;
    delete(&client, &id).await;
    let unknown = "11111111-1111-1111-1111-111111111111";
    let refused = restore(&client, &[&id, unknown]).await;
    assert_eq!(refused.refusal(), (404, "DMS.00404022"));
    let message = "This DMS instance does not exist.";
    assert_eq!(refused.body["error_msg"], message);
    let none = restore(&client, &[]).await;
    assert_eq!(none.refusal(), (400, "DMS.00400065"));
    let malformed = restore(&client, &["x"]).await;
    assert_eq!(malformed.refusal(), (400, "DMS.00400030"));
    assert_eq!(client.status(&id).await, "RECYCLE");
}

#[tokio::test]
async fn what_is_in_the_bin_keeps_neither_its_name_nor_a_share_of_the_quota() {
    let client = Client::start(still()).await;
    let id = client.create(json!({})).await;
    client.seconds(40);
    switch_on(&client, 3).await;
    delete(&client, &id).await;
    let quotas = client.get("/v2/{p}/quotas").await.body;
    assert_eq!(quotas["quotas"]["resources"][0]["used"], 0);
    let again = order(json!({}));
    let created = client.post("/v2/rabbitmq/{p}/instances", &again).await;
    assert_eq!(created.status, 200);
}

#[tokio::test]
async fn a_fleet_has_one_of_each_engine_in_the_bin_though_it_is_off() {
    let client = Client::start(Config {
        instances: 24,
        ..still()
    })
    .await;
    let body = client.get(BIN).await.body;
    assert_eq!(body["default_use_recycle"], false);
    let rows = body["recycle_instances"].as_array().unwrap();
    let engines: Vec<_> = rows.iter().map(|row| &row["engine"]).collect();
    assert_eq!(engines, ["rabbitmq", "kafka"]);
    let id = rows[0]["instance_id"].as_str().unwrap();
    assert_eq!(client.status(id).await, "RECYCLE");
}

#[tokio::test]
async fn only_v2_has_a_bin_and_faults_strike_it_by_name() {
    let client = Client::start(still()).await;
    let rules = [
        "403@show_recycle",
        "429@restore",
        "503@change_recycle_policy",
    ];
    let rules = rules.map(|rule| rule.parse::<Fault>().unwrap());
    client.simulator.set_faults(rules.to_vec());
    assert_eq!(client.get(BIN).await.refusal(), (403, "DMS.00403003"));
    let restored = restore(&client, &["x"]).await;
    assert_eq!(restored.refusal(), (429, "APIGW.0308"));
    let changed = client.put(BIN, &json!({})).await;
    assert_eq!(changed.refusal(), (503, "DMS.111501025"));
    client.simulator.set_faults(Vec::new());
    let old = client.get("/v1.0/{p}/recycle").await;
    assert_eq!(old.refusal(), (404, "APIGW.0101"));
}
