//! The list of metrics, and the number of alarm rules.

use serde_json::{Value, json};
use warren::simulator::{CloudEye, Config};

use super::{Client, still, with_instance};

const LIST: &str = "/V1.0/{p}/metrics";
const QUERY: &str = "/V1.0/{p}/batch-query-metric-data";

async fn listed(client: &Client, query: &str) -> (Vec<Value>, Value) {
    let answer = client.get(&format!("{LIST}?{query}")).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let metrics = answer.body["metrics"].as_array().unwrap().clone();
    (metrics, answer.body["meta_data"].clone())
}

/// Every page of a list.
async fn pages(client: &Client, query: &str) -> Vec<Vec<Value>> {
    let (mut pages, mut start) = (Vec::new(), String::new());
    loop {
        let (page, meta_data) = listed(client, &format!("{query}&start={start}")).await;
        assert_eq!(meta_data["count"], page.len());
        meta_data["marker"].as_str().unwrap().clone_into(&mut start);
        if page.is_empty() {
            return pages;
        }
        pages.push(page);
    }
}

async fn fleet() -> Client {
    Client::start(Config {
        instances: 24,
        ..still()
    })
    .await
}

#[tokio::test]
async fn the_nodes_of_a_project_are_one_list() {
    let (client, id) = with_instance(still()).await;
    let (nodes, meta_data) = listed(&client, "namespace=SYS.DMS&metric_name=rabbitmq_alive").await;
    let node = |number: usize| format!("dms-vm-{}-rabbitmq-{number}", &id[..8]);
    let entry = |number| {
        json!({
            "namespace": "SYS.DMS", "metric_name": "rabbitmq_alive", "unit": "Count",
            "dimensions": [
                { "name": "rabbitmq_instance_id", "value": id },
                { "name": "rabbitmq_node", "value": node(number) },
            ],
        })
    };
    assert_eq!(nodes, [entry(0), entry(1), entry(2)]);
    let marker = format!(
        "SYS.DMS.rabbitmq_alive.rabbitmq_instance_id:{id},rabbitmq_node:{}",
        node(2)
    );
    assert_eq!(
        meta_data,
        json!({ "count": 3, "marker": marker, "total": 3 })
    );
}

#[tokio::test]
async fn pages_hold_everything_once_in_either_order() {
    let client = fleet().await;
    for filter in [
        "namespace=SYS.DMS",
        "metric_name=rabbitmq_alive",
        "metric_name=queue_consumers",
    ] {
        let (all, meta_data) = listed(&client, &format!("{filter}&limit=1000")).await;
        let total = meta_data["total"].as_u64().unwrap();
        let mut entries = pages(&client, &format!("{filter}&limit=97")).await.concat();
        assert_eq!(entries.len() as u64, total, "{filter}");
        assert_eq!(entries[..all.len()], all, "{filter}");
        entries.reverse();
        let descending = pages(&client, &format!("{filter}&limit=89&order=desc")).await;
        assert_eq!(descending.concat(), entries, "{filter}");
    }
}

#[tokio::test]
async fn dimensions_narrow_it_to_what_has_them() {
    let (client, id) = with_instance(Config {
        instances: 3,
        ..still()
    })
    .await;
    let own = format!("namespace=SYS.DMS&dim.0=rabbitmq_instance_id,{id}");
    let (all, _) = listed(&client, &own).await;
    let of_it = |entry: &Value| entry["dimensions"][0]["value"] == *id;
    assert!(all.len() > 100 && all.iter().all(of_it));
    let node = format!("{own}&dim.1=rabbitmq_node%2Cdms-vm-{}-rabbitmq-1", &id[..8]);
    let (of_node, _) = listed(&client, &node).await;
    let names = of_node
        .iter()
        .map(|entry| entry["metric_name"].as_str().unwrap());
    assert_eq!(names.clone().next(), Some("disk_free"));
    assert!(names.clone().any(|name| name == "rabbitmq_alive"));
    assert!(names.clone().all(|name| !name.starts_with("queue_")));
    for nothing in [
        "namespace=SYS.ECS",
        "metric_name=conections",
        "dim.0=rabbitmq_instance_id,i",
    ] {
        assert_eq!(
            listed(&client, nothing).await.0,
            Vec::<Value>::new(),
            "{nothing}"
        );
    }
}

#[tokio::test]
async fn an_instance_of_the_first_edition_has_only_its_own_metrics() {
    let (client, id) = with_instance(still()).await;
    let old = "2019-12-01T00:00:00Z".parse().unwrap();
    client.simulator.edit(|world| {
        let mut instance = world.remove(&id).unwrap();
        instance.created = old;
        world.insert(instance);
    });
    let (instance, _) = listed(&client, "metric_name=connections").await;
    assert_eq!(instance.len(), 1);
    for later in ["rabbitmq_alive", "instance_disk_usage"] {
        let (none, meta_data) = listed(&client, &format!("metric_name={later}")).await;
        assert_eq!((none.len(), &meta_data["total"]), (0, &json!(0)), "{later}");
    }
}

/// How many of its nodes are listed, and how many points one of them still gets.
async fn nodes_and_points(client: &Client, id: &str) -> (usize, usize) {
    let (nodes, _) = listed(client, "metric_name=rabbitmq_alive").await;
    let name = nodes.first().map(|node| &node["dimensions"][1]["value"]);
    let name = name.and_then(Value::as_str).unwrap_or("none").to_owned();
    let part = Some(("rabbitmq_node", &*name));
    let query = super::query(vec![super::series("rabbitmq_alive", id, part)], 60);
    let answer = client.post(QUERY, &query).await;
    let points = answer.body["metrics"][0]["datapoints"].as_array();
    (nodes.len(), points.unwrap().len())
}

#[tokio::test]
async fn what_was_deleted_stays_listed_for_three_hours_without_points() {
    let (client, id) = with_instance(still()).await;
    let (nodes, points) = nodes_and_points(&client, &id).await;
    assert!(nodes == 3 && points > 0, "{nodes} {points}");
    client.simulator.edit(|world| world.delete(&id, true));
    client.seconds(1_800);
    client
        .simulator
        .edit(|world| assert!(world.instance(&id).is_none()));
    assert_eq!(nodes_and_points(&client, &id).await, (3, 0));
    client.seconds(8_900);
    assert_eq!(nodes_and_points(&client, &id).await, (3, 0));
    client.seconds(200);
    assert_eq!(nodes_and_points(&client, &id).await, (0, 0));
}

#[tokio::test]
async fn what_is_in_the_recycle_bin_stays_listed_from_when_it_was_put_there() {
    let (client, id) = with_instance(still()).await;
    client.simulator.edit(|world| {
        world.bin.on = true;
        world.delete(&id, false);
    });
    let nodes = async || listed(&client, "metric_name=rabbitmq_alive").await.0.len();
    assert_eq!(nodes().await, 3);
    client.seconds(3 * 3_600);
    assert_eq!(nodes().await, 0);
    client.simulator.edit(|world| world.delete(&id, true));
    client.seconds(1_800);
    assert_eq!(nodes().await, 0);
}

#[tokio::test]
async fn wrong_parameters_and_too_many_calls_are_refused() {
    let cloud_eye = CloudEye {
        lists_per_minute: 4,
        ..CloudEye::default()
    };
    let client = Client::start(Config {
        cloud_eye,
        ..still()
    })
    .await;
    for wrong in [
        "limit=0",
        "limit=1001",
        "order=up",
        "dim.0=rabbitmq_instance_id",
    ] {
        let answer = client.get(&format!("{LIST}?{wrong}")).await;
        assert_eq!(
            (answer.status, &answer.body["message"]["code"]),
            (400, &json!("ces.0013")),
            "{wrong}"
        );
    }
    let refused = client.get(LIST).await;
    assert_eq!(
        (refused.status, &refused.body["message"]["code"]),
        (429, &json!("ces.0429"))
    );
}

#[tokio::test]
async fn a_list_of_a_fleet_of_ten_thousand_is_not_built_for_one_page() {
    let client = Client::start(Config {
        instances: 10_000,
        ..still()
    })
    .await;
    let begun = std::time::Instant::now();
    let (page, _) = listed(&client, "metric_name=rabbitmq_alive").await;
    assert_eq!(page.len(), 1000);
    // Some 50 ms in an optimised build; this one is not, and shares its cores.
    assert!(
        begun.elapsed() < std::time::Duration::from_secs(3),
        "{:?}",
        begun.elapsed()
    );
}
