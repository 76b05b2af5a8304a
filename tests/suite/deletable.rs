//! What the dialog would ask for and what the service would do must be the same thing.

use warren::model::Status;
use warren::simulator::{Clock, Config, Simulator};
use warren::state::write::bulk::BulkAction;

const WORDS: [&str; 14] = [
    "CREATING",
    "CREATEFAILED",
    "RUNNING",
    "ERROR",
    "RESTARTING",
    "STARTING",
    "STOPPING",
    "EXTENDING",
    "EXTENDEDFAILED",
    "FROZEN",
    "FREEZING",
    "UPGRADING",
    "ROLLINGBACK",
    "DELETING",
];

#[tokio::test(flavor = "multi_thread")]
async fn the_delete_dialog_opens_exactly_where_the_service_deletes() {
    let config = Config {
        instances: 1,
        clock: Clock::manual(),
        ..Config::default()
    };
    let simulator = Simulator::start(config).await.unwrap();
    let client = crate::http::client();
    for word in WORDS {
        let name = format!("sample-{}", word.to_lowercase());
        let id = simulator.edit(|world| {
            let id = world.insert_sample(&name);
            let status = status_there(word);
            world.set_status(&id, status);
            id
        });
        let project = warren::simulator::DEMO_PROJECT_ID;
        let url = format!("{}/v2/{project}/instances/{id}", simulator.url());
        let token = client.delete(url).header("X-Auth-Token", "any").send();
        let deleted = token.await.unwrap().status().is_success();
        assert_eq!(
            BulkAction::Delete.is_allowed_in(&Status::from_word(word)),
            deleted,
            "{word}"
        );
    }
    simulator.shutdown().await;
}

fn status_there(word: &str) -> warren::simulator::world::instance::Status {
    use warren::simulator::world::instance::Status as There;
    match word {
        "CREATING" => There::Creating,
        "CREATEFAILED" => There::CreateFailed,
        "RUNNING" => There::Running,
        "ERROR" => There::Error,
        "RESTARTING" => There::Restarting,
        "STARTING" => There::Starting,
        "STOPPING" => There::Stopping,
        "EXTENDING" => There::Extending,
        "EXTENDEDFAILED" => There::ExtendedFailed,
        "FROZEN" => There::Frozen,
        "FREEZING" => There::Freezing,
        "UPGRADING" => There::Upgrading,
        "ROLLINGBACK" => There::RollingBack,
        _ => There::Deleting,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_restart_dialog_opens_exactly_where_the_service_restarts() {
    let config = Config {
        instances: 0,
        clock: Clock::manual(),
        ..Config::default()
    };
    let simulator = Simulator::start(config).await.unwrap();
    let client = crate::http::client();
    for word in WORDS {
        let name = format!("sample-{}", word.to_lowercase());
        let id = simulator.edit(|world| {
            let id = world.insert_sample(&name);
            world.set_status(&id, status_there(word));
            id
        });
        let project = warren::simulator::DEMO_PROJECT_ID;
        let url = format!("{}/v2/{project}/instances/action", simulator.url());
        let body = serde_json::json!({"action": "restart", "instances": [id]});
        let sent = client.post(url).header("X-Auth-Token", "any");
        let answer = sent.body(body.to_string()).send().await.unwrap();
        let text = answer.text().await.unwrap();
        let answer: serde_json::Value = serde_json::from_str(&text).unwrap();
        let restarted = answer["results"][0]["result"] == "success";
        assert_eq!(
            BulkAction::Restart.is_allowed_in(&Status::from_word(word)),
            restarted,
            "{word}"
        );
    }
    simulator.shutdown().await;
}
