//! What the message service itself tells of a broker: the same as the broker does, in other words.

use super::mutations::{encoded, totals, waiting};
use super::{Broker, NEWER, OLD, fleet};
use crate::simulator::client::Client;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::time::Duration;
use warren::simulator::Fault;
use warren::simulator::broker::{Metric, Resource};

/// An instance of the edition without a management API.
const AMQP: &str = "sessions-eu-01";

/// A name as these paths spell it.
fn spelt(name: &str) -> String {
    encoded(&name.replace('/', "__F_SLASH__"))
}

async fn vhosts_of(client: &Client, name: &str) -> String {
    let listed = client
        .get(&format!("/v2/{{p}}/instances?name={name}"))
        .await;
    let id = listed.body["instances"][0]["instance_id"].as_str().unwrap();
    format!("/v2/rabbitmq/{{p}}/instances/{id}/vhosts")
}

/// All rows of a list, a few at a time.
async fn all(client: &Client, path: &str) -> Vec<Value> {
    let mut rows = Vec::new();
    loop {
        let page = client
            .get(&format!("{path}?offset={}&limit=3", rows.len()))
            .await;
        assert_eq!(page.status, 200, "{path}: {}", page.body);
        let items = page.body["items"].as_array().unwrap();
        assert_eq!(page.body["size"], items.len());
        rows.extend(items.iter().cloned());
        if items.is_empty() || page.body["total"] == rows.len() {
            return rows;
        }
    }
}

/// The queues of all vhosts.
async fn queues(client: &Client, vhosts: &str) -> Vec<Value> {
    let mut rows = Vec::new();
    for vhost in all(client, vhosts).await {
        let own = spelt(vhost["name"].as_str().unwrap());
        rows.extend(all(client, &format!("{vhosts}/{own}/queues")).await);
    }
    rows
}

fn queue_path(vhosts: &str, row: &Value) -> String {
    let of = |name: &str| spelt(row[name].as_str().unwrap());
    format!("{vhosts}/{}/queues/{}", of("vhost"), of("name"))
}

/// What both say of a queue.
fn counted(row: &Value, ready: &str) -> (String, String, Option<u64>) {
    let text = |name: &str| row[name].as_str().unwrap().to_owned();
    (text("vhost"), text("name"), row[ready].as_u64())
}

#[tokio::test]
async fn the_cloud_lists_the_vhosts_and_queues_that_the_broker_has_with_the_same_counts() {
    for waits in [waiting().await, Client::start(fleet()).await] {
        for name in [OLD, NEWER] {
            let broker = Broker::of(&waits, name).await;
            let vhosts = vhosts_of(&waits, name).await;
            let listed = queues(&waits, &vhosts).await;
            let own: BTreeSet<_> = listed.iter().map(|row| counted(row, "messages")).collect();
            let told = totals(&broker).await;
            let told = told.iter().filter(|row| row["messages_ready"].is_u64());
            for row in told {
                let row = counted(row, "messages_ready");
                assert!(own.contains(&row), "{row:?}");
            }
            assert_eq!(listed.len(), broker.rows("queues").await.len());
            let names: Vec<_> = listed.iter().map(|row| row["vhost"].as_str()).collect();
            assert!(names.is_sorted(), "{names:?}");
        }
    }
}

#[tokio::test]
async fn a_queue_comes_with_its_consumers_and_bindings_however_it_is_spelt() {
    let client = Client::start(fleet()).await;
    let broker = Broker::of(&client, NEWER).await;
    let vhosts = vhosts_of(&client, NEWER).await;
    let mut slashes = 0;
    for row in queues(&client, &vhosts).await {
        let path = queue_path(&vhosts, &row);
        let shown = client.get(&path).await;
        assert_eq!(shown.status, 200, "{path}");
        assert_eq!(shown.body["name"], row["name"]);
        let consumers = shown.body["consumer_details"].as_array().unwrap();
        assert_eq!(row["consumers"], consumers.len());
        for one in consumers {
            let channel = &one["channel_details"];
            assert!(channel["connection_name"].is_string(), "{one}");
            assert!(channel["peer_port"].is_u64(), "{one}");
        }
        let of = |name: &str| encoded(row[name].as_str().unwrap());
        let own = format!("queues/{}/{}/bindings", of("vhost"), of("name"));
        let own = broker.rows(&own).await;
        let bindings = shown.body["queue_bindings"].as_array().unwrap();
        let sources = |rows: &[Value]| -> Vec<Value> {
            rows.iter().map(|one| one["source"].clone()).collect()
        };
        assert_eq!(sources(bindings), sources(&own));
        if row["arguments"].is_object() {
            assert_ne!(row["arguments"], json!({}));
        }
        slashes += usize::from(path.contains("__F_SLASH__/"));
        // The gateway takes no encoded slash.
        let odd = client.get(&path.replace("__F_SLASH__", "%2F")).await;
        assert_eq!(odd.status == 404, path.contains("__F_SLASH__"), "{path}");
    }
    assert!(slashes > 0, "some are in the vhost /");
    for path in [
        format!("{vhosts}/none/queues"),
        format!("{vhosts}/__F_SLASH__/queues/none"),
    ] {
        assert_eq!(client.get(&path).await.refusal(), (404, "DMS.00404001"));
    }
}

#[tokio::test]
async fn a_purge_by_the_cloud_is_seen_by_the_broker_and_by_cloud_eye() {
    let client = waiting().await;
    let broker = Broker::of(&client, OLD).await;
    let vhosts = vhosts_of(&client, OLD).await;
    let rows = queues(&client, &vhosts).await;
    assert!(rows.iter().any(|row| row["messages"].as_u64() > Some(1000)));
    for row in &rows {
        let purged = client
            .delete(&format!("{}/contents", queue_path(&vhosts, row)))
            .await;
        assert_eq!((purged.status, purged.body.is_null()), (204, true));
    }
    let ready = |rows: &[Value], name: &str| -> u64 {
        rows.iter().map(|row| row[name].as_u64().unwrap()).sum()
    };
    assert_eq!(ready(&totals(&broker).await, "messages_ready"), 0);
    assert_eq!(ready(&queues(&client, &vhosts).await, "messages"), 0);
    let measured = client.simulator.edit(|world| {
        let id = world.named(OLD).unwrap().id.clone();
        let broker = world.broker(&id).unwrap();
        let minute = world.now() - Duration::from_secs(60);
        broker.reading(Metric::MessagesReady, Resource::Instance, minute)
    });
    assert_eq!(measured, Some(0.0));
}

#[tokio::test]
async fn the_edition_without_a_management_api_has_its_queues_and_users_here_alone() {
    let client = Client::start(fleet()).await;
    let vhosts = vhosts_of(&client, AMQP).await;
    let first = client.get(&vhosts).await;
    assert_eq!(first.body["items"][0], json!({ "name": "default" }));
    let rows = queues(&client, &vhosts).await;
    let measured = client.simulator.edit(|world| {
        let id = world.named(AMQP).unwrap().id.clone();
        let broker = world.broker(&id).unwrap();
        let minute = world.now() - Duration::from_secs(60);
        [Metric::Queues, Metric::MessagesReady, Metric::Consumers]
            .map(|metric| broker.reading(metric, Resource::Instance, minute).unwrap())
    });
    let sum = |name: &str| -> u64 { rows.iter().map(|row| row[name].as_u64().unwrap()).sum() };
    let told = [rows.len() as u64, sum("messages"), sum("consumers")];
    assert_eq!(measured.map(|value| value as u64), told);
    let detail = client.get(&queue_path(&vhosts, &rows[0])).await;
    let consumers = detail.body["consumer_details"].as_array().unwrap();
    assert_eq!(rows[0]["consumers"], consumers.len());
    let users = |vhosts: &str| {
        vhosts
            .replace("/rabbitmq/", "/")
            .replace("/vhosts", "/users")
    };
    let listed = client.get(&users(&vhosts)).await;
    let user = &listed.body["users"][0];
    assert_eq!(user["secret_key"], "**************");
    assert_eq!(user["vhosts"][0]["vhost"], "default");
    assert!(listed.body["total"].as_u64() >= Some(1));
    let other = vhosts_of(&client, OLD).await;
    let refused = client.get(&users(&other)).await;
    assert_eq!(refused.refusal(), (400, "DMS.00400008"));
}

#[tokio::test]
async fn a_broker_that_cannot_be_asked_is_refused_and_faults_strike_by_name() {
    let client = Client::start(fleet()).await;
    let down = vhosts_of(&client, "billing-ap-01").await;
    assert_eq!(client.get(&down).await.refusal(), (400, "DMS.00400026"));
    let vhosts = vhosts_of(&client, OLD).await;
    let row = &queues(&client, &vhosts).await[0];
    let path = queue_path(&vhosts, row);
    let rules = ["403@list_queues", "403@purge_queue", "404@list_vhosts"];
    let rules = rules.map(|rule| rule.parse::<Fault>().unwrap());
    client.simulator.set_faults(rules.to_vec());
    assert_eq!(client.get(&vhosts).await.refusal(), (404, "DMS.00404022"));
    let contents = client.delete(&format!("{path}/contents")).await;
    assert_eq!(contents.refusal(), (403, "DMS.00403003"));
    assert_eq!(client.get(&path).await.status, 200);
    let engine = vhosts.replace("/rabbitmq/", "/kafka/");
    client.simulator.set_faults(Vec::new());
    assert_eq!(client.get(&engine).await.refusal(), (400, "DMS.00400007"));
}
