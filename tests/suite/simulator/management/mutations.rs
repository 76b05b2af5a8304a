//! What is done to a broker is seen in both views, and the broker goes on from there.

use super::{Broker, OLD, fleet};
use crate::simulator::client::{Answer, Client, answer};
use reqwest::Method;
use serde_json::{Value, json};
use std::time::Duration;
use warren::simulator::Config;
use warren::simulator::broker::{Metric, Resource};

/// The path of a name in an address.
pub(super) fn encoded(name: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let sign = |byte: u8| match plain(byte) {
        true => char::from(byte).to_string(),
        false => format!("%{byte:02X}"),
    };
    name.bytes().map(sign).collect()
}

fn path(row: &Value) -> String {
    let of = |name: &str| encoded(row[name].as_str().unwrap());
    format!("queues/{}/{}", of("vhost"), of("name"))
}

async fn delete(broker: &Broker<'_>, path: &str) -> Answer {
    answer(broker.request(Method::DELETE, path, "admin")).await
}

/// A fleet in which messages wait in all queues of one broker.
pub(super) async fn waiting() -> Client {
    let incident = format!("consumers-gone@{OLD}").parse().unwrap();
    Client::start(Config {
        incidents: vec![incident],
        ..fleet()
    })
    .await
}

/// Messages in each queue by the exact way, by name.
pub(super) async fn totals(broker: &Broker<'_>) -> Vec<Value> {
    broker
        .rows("queues?disable_stats=true&enable_queue_totals=true")
        .await
}

#[tokio::test]
async fn a_purged_queue_is_empty_and_fills_again() {
    let client = waiting().await;
    let broker = Broker::of(&client, OLD).await;
    let before = totals(&broker).await;
    let most = before
        .iter()
        .max_by_key(|row| row["messages"].as_u64())
        .unwrap();
    let held = most["messages"].as_u64().unwrap();
    assert!(held > 1000, "{held}");
    let now = async || {
        let rows = totals(&broker).await;
        let own = rows.into_iter().find(|row| row["name"] == most["name"]);
        own.unwrap()["messages"].as_u64().unwrap()
    };
    let purged = delete(&broker, &format!("{}/contents", path(most))).await;
    assert_eq!((purged.status, purged.body.is_null()), (204, true));
    assert_eq!(now().await, 0);
    client.seconds(60);
    let again = now().await;
    assert!(again > 0 && again < held, "{again} after {held}");
    // What is told some seconds later sees no flood of deliveries.
    let row = broker.get(&path(most)).await.body;
    assert_eq!(
        row["message_stats"]["deliver_get_details"]["rate"], 0.0,
        "{row}"
    );
    assert_eq!(row["messages"].as_u64(), Some(again));
    let none = delete(&broker, "queues/%2F/none/contents").await;
    assert_eq!(none.status, 404);
    let plain = broker.request(
        Method::DELETE,
        &format!("{}/contents", path(most)),
        "monitor",
    );
    assert_eq!(answer(plain).await.status, 401);
}

#[tokio::test]
async fn cloud_eye_sees_a_purge_and_a_closed_connection() {
    let client = waiting().await;
    let broker = Broker::of(&client, OLD).await;
    let sums = async || {
        let now = client.simulator.edit(|world| {
            let id = world.named(OLD).unwrap().id.clone();
            let broker = world.broker(&id).unwrap();
            let minute = world.now() - Duration::from_secs(60);
            [Metric::MessagesReady, Metric::Connections, Metric::Channels]
                .map(|metric| broker.reading(metric, Resource::Instance, minute).unwrap())
        });
        let ready: u64 = totals(&broker)
            .await
            .iter()
            .map(|row| row["messages_ready"].as_u64().unwrap())
            .sum();
        let connections = broker.rows("connections").await;
        let channels = broker.rows("channels").await.len();
        let told = [ready, connections.len() as u64, channels as u64];
        assert_eq!(now.map(|value| value as u64), told);
        told
    };
    let [ready, connections, _] = sums().await;
    for row in totals(&broker).await {
        delete(&broker, &format!("{}/contents", path(&row))).await;
    }
    assert_eq!(sums().await[0], 0, "of {ready}");
    let first = broker.rows("connections").await[0]["name"]
        .as_str()
        .unwrap()
        .to_owned();
    let closed = delete(&broker, &format!("connections/{}", encoded(&first))).await;
    assert_eq!(closed.status, 204);
    assert_eq!(sums().await[1], connections - 1);
    let again = delete(&broker, &format!("connections/{}", encoded(&first))).await;
    assert_eq!(again.status, 404);
    // A client whose connection was closed is away for five seconds.
    let away = broker.rows("connections").await.len();
    client.seconds(6);
    sums().await;
    let names = broker.rows("connections").await;
    assert!(names.iter().all(|row| row["name"] != first.as_str()));
    let start = 1_780_300_800_000_u64;
    let back = names
        .iter()
        .filter(|row| row["connected_at"] == start + 5000);
    assert_eq!(back.count(), 1, "{away}");
}

#[tokio::test]
async fn a_queue_is_deleted_only_under_its_conditions() {
    let client = waiting().await;
    let broker = Broker::of(&client, OLD).await;
    let rows = totals(&broker).await;
    let full = rows
        .iter()
        .max_by_key(|row| row["messages"].as_u64())
        .unwrap();
    let asked = format!("{}?if-empty=true&if-unused=true", path(full));
    let refused = delete(&broker, &asked).await;
    let reason = refused.body["reason"].as_str().unwrap().to_owned();
    assert_eq!(
        (refused.status, reason.ends_with("not empty")),
        (400, true),
        "{reason}"
    );
    delete(&broker, &format!("{}/contents", path(full))).await;
    assert_eq!(delete(&broker, &asked).await.status, 204);
    assert_eq!(broker.get(&path(full)).await.status, 404);
    let left = totals(&broker).await;
    assert_eq!(left.len(), rows.len() - 1);
    assert!(
        left.iter()
            .all(|row| row["name"] != full["name"] || row["vhost"] != full["vhost"])
    );
    let overview = broker.get("overview").await.body;
    assert_eq!(overview["object_totals"]["queues"], left.len());
}

#[tokio::test]
async fn a_look_at_messages_gives_them_back() {
    let client = waiting().await;
    let broker = Broker::of(&client, OLD).await;
    let rows = totals(&broker).await;
    let full = rows
        .iter()
        .max_by_key(|row| row["messages"].as_u64())
        .unwrap();
    let look = async |body: Value| {
        let request = broker.request(Method::POST, &format!("{}/get", path(full)), "admin");
        answer(request.body(body.to_string())).await
    };
    let asked =
        json!({ "count": 3, "ackmode": "ack_requeue_true", "encoding": "auto", "truncate": 20 });
    let found = look(asked).await;
    let messages = found.body.as_array().unwrap();
    assert_eq!(messages.len(), 3);
    for message in messages {
        assert_eq!(message["routing_key"], full["name"]);
        assert_eq!(message["payload"].as_str().unwrap().chars().count(), 20);
    }
    assert_eq!(totals(&broker).await, rows);
    let without = look(json!({ "count": 3, "encoding": "auto" })).await;
    assert_eq!(without.status, 400);
}
