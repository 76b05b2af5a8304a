use serde_json::{Value, json};
use warren::simulator::Config;

use super::client::{Client, still};

async fn page(client: &Client, query: &str) -> (usize, Value) {
    let answer = client.get(&format!("/v2/{{p}}/instances?{query}")).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    (
        answer.body["instances"].as_array().unwrap().len(),
        answer.body["instance_num"].clone(),
    )
}

#[tokio::test]
async fn offsets_count_instances_and_a_page_holds_ten_to_fifty() {
    let client = Client::start(Config {
        instances: 120,
        ..still()
    })
    .await;
    let all = "engine=rabbitmq&include_failure=true";
    assert_eq!(page(&client, all).await, (10, json!(120)));
    assert_eq!(
        page(&client, &format!("{all}&limit=50")).await,
        (50, json!(120))
    );
    assert_eq!(
        page(&client, &format!("{all}&limit=50&offset=100")).await,
        (20, json!(120))
    );
    assert_eq!(
        page(&client, &format!("{all}&limit=50&offset=120")).await,
        (0, json!(120))
    );
    for wrong in ["limit=0", "limit=51", "limit=x", "offset=-1"] {
        let answer = client.get(&format!("/v2/{{p}}/instances?{wrong}")).await;
        assert_eq!(answer.refusal(), (400, "DMS.00400062"), "{wrong}");
    }
}

#[tokio::test]
async fn pages_together_hold_every_instance_once_newest_first() {
    let client = Client::start(Config {
        instances: 130,
        ..still()
    })
    .await;
    let mut rows = Vec::new();
    for offset in [0, 50, 100] {
        let path = format!(
            "/v2/{{p}}/instances?include_failure=true&engine=rabbitmq&limit=50&offset={offset}"
        );
        rows.extend(
            client.get(&path).await.body["instances"]
                .as_array()
                .unwrap()
                .clone(),
        );
    }
    let created = |row: &Value| row["created_at"].as_str().unwrap().parse::<i64>().unwrap();
    assert!(rows.is_sorted_by_key(|row| -created(row)));
    let mut ids: Vec<_> = rows
        .iter()
        .map(|row| row["instance_id"].to_string())
        .collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 130);
}

#[tokio::test]
async fn other_engines_show_up_unless_one_is_asked_for() {
    let client = Client::start(Config {
        instances: 24,
        ..still()
    })
    .await;
    assert_eq!(
        page(&client, "include_failure=true&limit=50").await,
        (27, json!(27))
    );
    assert_eq!(page(&client, "engine=kafka&limit=50").await, (3, json!(3)));
    assert_eq!(
        page(&client, "engine=RabbitMQ&limit=50").await,
        (23, json!(23))
    );
}

#[tokio::test]
async fn every_filter_filters() {
    let client = Client::start(still()).await;
    let ids: Vec<_> = ["orders-eu-01", "orders-eu-011", "billing-eu-01"]
        .map(|name| client.simulator.edit(|world| world.insert_sample(name)))
        .to_vec();
    client.simulator.edit(|world| {
        world.set_status(&ids[2], warren::simulator::world::instance::Status::Error);
        world.instance_mut(&ids[0]).unwrap().enterprise_project = "ep-1".to_owned();
    });
    for (query, count) in [
        ("name=ORDERS", 2),
        ("name=orders-eu-01", 2),
        ("name=orders-eu-01&exact_match_name=true", 1),
        ("status=ERROR", 1),
        ("enterprise_project_id=ep-1", 1),
        (&format!("instance_id={}", ids[1]), 1),
        ("name=&status=", 3),
    ] {
        assert_eq!(page(&client, query).await, (count, json!(count)), "{query}");
    }
}

#[tokio::test]
async fn what_is_in_the_recycle_bin_has_a_detail_and_no_row() {
    let client = Client::start(still()).await;
    let id = client.simulator.edit(|world| {
        let id = world.insert_sample("orders-eu-01");
        world.set_status(&id, warren::simulator::world::instance::Status::Recycle);
        id
    });
    assert_eq!(page(&client, "include_failure=true").await, (0, json!(0)));
    assert_eq!(client.status(&id).await, "RECYCLE");
}

#[tokio::test]
async fn tasks_count_from_one_newest_first_and_can_be_cut_by_time() {
    let client = Client::start(Config {
        instances: 24,
        ..still()
    })
    .await;
    let id = client.simulator.edit(|world| {
        world
            .instances()
            .find(|instance| instance.tasks.len() > 100)
            .unwrap()
            .id
            .clone()
    });
    let tasks = async |query: &str| {
        client
            .get(&format!("/v2/{{p}}/instances/{id}/tasks{query}"))
            .await
            .body
    };
    let all = tasks("?start=1&limit=100").await;
    assert_eq!(
        (
            all["task_count"].clone(),
            all["tasks"].as_array().unwrap().len()
        ),
        (json!("131"), 100)
    );
    let rest = tasks("?start=101&limit=100").await;
    assert_eq!(rest["tasks"].as_array().unwrap().len(), 31);
    assert_eq!(tasks("").await["tasks"].as_array().unwrap().len(), 10);
    assert_eq!(
        tasks("?start=101&limit=1").await["tasks"][0],
        rest["tasks"][0]
    );
    assert_eq!(rest["tasks"][30]["name"], "createInstance");
    let year = tasks("?begin_time=20260101000000&end_time=20260131235959").await;
    let begun = |task: &Value| task["created_at"].as_str().unwrap()[..7].to_owned();
    let months: Vec<_> = year["tasks"]
        .as_array()
        .unwrap()
        .iter()
        .map(begun)
        .collect();
    assert!(
        !months.is_empty() && months.iter().all(|month| month == "2026-01"),
        "{months:?}"
    );
    for wrong in ["?start=0", "?limit=101", "?limit=0"] {
        assert_eq!(tasks(wrong).await["error_code"], "DMS.00400062", "{wrong}");
    }
    assert_eq!(
        tasks("?begin_time=yesterday").await["error_code"],
        "DMS.00400142"
    );
}

#[tokio::test]
async fn a_finished_task_can_be_deleted_and_a_running_one_cannot() {
    let client = Client::start(still()).await;
    let id = client.create(json!({})).await;
    let path = format!("/v2/{{p}}/instances/{id}/tasks");
    let task = client.get(&path).await.body["tasks"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let one = format!("{path}/{task}");
    assert_eq!(client.delete(&one).await.refusal(), (400, "DMS.00400017"));
    client.seconds(40);
    assert_eq!(client.delete(&one).await.status, 204);
    assert_eq!(client.get(&one).await.refusal(), (404, "DMS.00404001"));
    assert_eq!(
        client.get(&path).await.body,
        json!({ "task_count": "0", "tasks": [] })
    );
}

#[tokio::test]
async fn tags_are_set_listed_and_removed() {
    let client = Client::start(still()).await;
    let id = client
        .simulator
        .edit(|world| world.insert_sample("orders-eu-01"));
    let (path, action) = (
        format!("/v2/{{p}}/rabbitmq/{id}/tags"),
        format!("/v2/{{p}}/rabbitmq/{id}/tags/action"),
    );
    let tag = |key: &str, value: &str| json!({ "key": key, "value": value });
    let body = json!({ "action": "create", "tags": [tag("key1", "value1"), tag("团队", "支付")] });
    assert_eq!(client.post(&action, &body).await.status, 204);
    let body = json!({ "action": "create", "tags": [tag("key1", "value-test")] });
    assert_eq!(client.post(&action, &body).await.status, 204);
    let listed = json!({ "tags": [tag("key1", "value-test"), tag("团队", "支付")] });
    assert_eq!(client.get(&path).await.body, listed);
    let body = json!({ "action": "delete", "tags": [{ "key": "团队" }] });
    assert_eq!(client.post(&action, &body).await.status, 204);
    assert_eq!(
        client.post(&action, &body).await.refusal(),
        (404, "DMS.10240426")
    );
    client.simulator.edit(|world| {
        let other = world.insert_sample("orders-eu-02");
        world.instance_mut(&other).unwrap().tags = vec![("key1".into(), "value1".into())];
    });
    assert_eq!(
        client.get("/v2/{p}/rabbitmq/tags").await.body,
        json!({ "tags": [{ "key": "key1", "values": ["value-test", "value1"] }] })
    );
}
