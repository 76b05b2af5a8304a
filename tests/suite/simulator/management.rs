//! The management API of simulated brokers: over plain HTTP, against what real brokers answer.

mod cloud;
mod mutations;
mod shapes;

use super::client::{Answer, Client, answer};
use reqwest::Method;
use serde_json::Value;
use warren::simulator::management::SEEDED_PASSWORD;
use warren::simulator::{Clock, Config, Management};

/// An instance of 3.8.35 and one of 3.12.13 of the seeded fleet, both with several nodes.
const OLD: &str = "orders-eu-01";
const NEWER: &str = "notify-cn-01";

/// The seeded fleet on a clock that stands still.
fn fleet() -> Config {
    Config {
        clock: Clock::manual(),
        management: Some(Management::default()),
        ..Config::default()
    }
}

/// One broker, and a way to talk to it.
struct Broker<'a> {
    client: &'a Client,
    url: String,
}

impl<'a> Broker<'a> {
    async fn of(client: &'a Client, name: &str) -> Self {
        let url = address(client, name).await.unwrap();
        Self { client, url }
    }

    fn request(&self, method: Method, path: &str, user: &str) -> reqwest::RequestBuilder {
        let url = format!("{}/api/{path}", self.url);
        let request = self.client.http().request(method, url);
        request.basic_auth(user, Some(SEEDED_PASSWORD))
    }

    async fn get(&self, path: &str) -> Answer {
        answer(self.request(Method::GET, path, "admin")).await
    }

    /// Rows of a list that must be there.
    async fn rows(&self, path: &str) -> Vec<Value> {
        let answer = self.get(path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        match answer.body {
            Value::Array(rows) => rows,
            one => vec![one],
        }
    }
}

/// Where the service says that an instance's broker is.
async fn address(client: &Client, name: &str) -> Option<String> {
    let answer = client
        .get(&format!("/v2/{{p}}/instances?name={name}"))
        .await;
    let url = &answer.body["instances"][0]["management_connect_address"];
    url.as_str().map(str::to_owned)
}

#[tokio::test]
async fn a_list_is_cut_sorted_and_narrowed() {
    let client = Client::start(fleet()).await;
    let broker = Broker::of(&client, NEWER).await;
    let page = "queues?page=1&page_size=5&sort=messages&sort_reverse=true&columns=name,vhost";
    let all = broker.rows("queues").await;
    let page = broker.get(page).await.body;
    assert_eq!(page["total_count"], all.len());
    assert_eq!(page["item_count"], 5);
    assert_eq!(page["page_count"], all.len().div_ceil(5));
    let most = all.iter().map(|row| row["messages"].as_u64()).max();
    let first = &page["items"][0];
    assert_eq!(first.as_object().unwrap().len(), 2, "{first}");
    let own = all
        .iter()
        .find(|row| row["name"] == first["name"] && row["vhost"] == first["vhost"]);
    assert_eq!(own.unwrap()["messages"].as_u64(), most.unwrap());
    let past = broker.get("queues?page=99").await;
    assert_eq!(
        (past.status, &past.body["error"]),
        (400, &"page_out_of_range".into())
    );
    let old = Broker::of(&client, OLD).await;
    assert_eq!(
        old.get("queues?page=99").await.body["items"],
        Value::Array(Vec::new())
    );
}

#[tokio::test]
async fn who_may_not_come_in_is_told_so_in_one_of_three_ways() {
    let client = Client::start(fleet()).await;
    let broker = Broker::of(&client, OLD).await;
    let of = async |path: &str, user: &str| {
        let answer = answer(broker.request(Method::GET, path, user)).await;
        (
            answer.status,
            answer.body["reason"]
                .as_str()
                .unwrap_or_default()
                .to_owned(),
        )
    };
    let reason = |reason: &str| (401, reason.to_owned());
    assert_eq!(of("whoami", "nobody").await, reason("Login failed"));
    assert_eq!(of("whoami", "plain").await, reason("Not management user"));
    assert_eq!(of("nodes", "manager").await, reason("Not monitor user"));
    assert_eq!(
        of("users", "monitor").await,
        reason("Not administrator user")
    );
    assert_eq!(of("nodes", "monitor").await.0, 200);
    let queues = answer(broker.request(Method::GET, "queues", "manager")).await;
    assert_eq!(
        (queues.status, queues.body),
        (200, Value::Array(Vec::new()))
    );
    let url = format!("{}/api/whoami", broker.url);
    let bare = answer(client.http().get(&url)).await;
    assert_eq!((bare.status, bare.body.is_null()), (401, true));
    assert!(!bare.header("www-authenticate").is_empty());
    let odd = answer(client.http().get(url).header("Authorization", "Basic !")).await;
    assert_eq!(odd.status, 400);
}

#[tokio::test]
async fn an_alarm_is_told_by_its_node_and_blocks_who_publishes() {
    let incident = format!("memory-alarm@{OLD}").parse().unwrap();
    let client = Client::start(Config {
        incidents: vec![incident],
        ..fleet()
    })
    .await;
    let broker = Broker::of(&client, OLD).await;
    let check = broker.get("health/checks/alarms").await;
    assert_eq!(check.status, 503, "{}", check.body);
    let alarm = &check.body["alarms"][0];
    assert_eq!(alarm["resource"], "memory");
    let nodes = broker.rows("nodes").await;
    let alarmed: Vec<_> = nodes
        .iter()
        .filter(|node| node["mem_alarm"] == true)
        .collect();
    assert_eq!(alarmed.len(), 1);
    assert_eq!(alarmed[0]["name"], alarm["node"]);
    let states: std::collections::BTreeSet<String> = broker
        .rows("connections")
        .await
        .iter()
        .map(|row| row["state"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(
        states.into_iter().collect::<Vec<_>>(),
        ["blocked", "blocking"]
    );
}

#[tokio::test]
async fn a_broker_that_is_not_there_resets_and_the_edition_without_pages_has_none() {
    let client = Client::start(fleet()).await;
    let failed = Broker::of(&client, "billing-ap-01").await;
    let request = failed.request(Method::GET, "whoami", "admin");
    assert!(request.send().await.is_err());
    assert_eq!(address(&client, "sessions-eu-01").await, None);
    let other = Client::start(Config {
        brokers: vec![(OLD.to_owned(), "http://127.0.0.1:1".to_owned())],
        ..fleet()
    })
    .await;
    let url = address(&other, OLD).await.unwrap();
    assert_eq!(url, "http://127.0.0.1:1");
}

#[tokio::test]
async fn a_created_instance_is_served_once_it_runs_with_its_own_password() {
    let client = Client::start(Config {
        instances: 0,
        ..fleet()
    })
    .await;
    let id = client.create(serde_json::json!({ "name": "fresh" })).await;
    assert_eq!(address(&client, "fresh").await, None);
    client.seconds(600);
    let url = address(&client, "fresh").await.unwrap();
    let login = async |password: &str| {
        let request = client.http().get(format!("{url}/api/whoami"));
        answer(request.basic_auth("root_01", Some(password)))
            .await
            .status
    };
    assert_eq!(login(SEEDED_PASSWORD).await, 401);
    let path = format!("/v2/{{p}}/instances/{id}/password");
    let body = serde_json::json!({ "new_password": "Another-One-77" });
    assert_eq!(client.post(&path, &body).await.status, 204);
    assert_eq!(login("Another-One-77").await, 200);
}

#[tokio::test]
async fn a_fault_of_the_cloud_is_none_of_brokers_and_the_other_way_round() {
    let client = Client::start(fleet()).await;
    let broker = Broker::of(&client, NEWER).await;
    for (fault, cloud, brokers, overview) in [
        ("500", 500, 200, 200),
        ("500@reads", 500, 200, 200),
        ("500@dms", 500, 200, 200),
        ("500@management", 200, 500, 500),
        ("500@/api/overview", 200, 200, 500),
    ] {
        client.simulator.set_faults(vec![fault.parse().unwrap()]);
        let listed = client.get("/v2/{p}/instances").await.status;
        let whoami = broker.get("whoami").await.status;
        let whole = broker.get("overview").await.status;
        assert_eq!(
            (listed, whoami, whole),
            (cloud, brokers, overview),
            "{fault}"
        );
    }
}
