use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::json;
use warren::secret::Secret;
use warren::simulator::{Config, DEMO_PROJECT_ID, DEMO_REGION, Login, Project, Simulator};

use super::client::{Client, answer, still};

#[tokio::test]
async fn paths_and_methods_nobody_published_are_answered_by_the_gateway() {
    let client = Client::start(still()).await;
    for (method, path) in [
        (Method::GET, "/"),
        (Method::GET, "/v2/{p}/instances/"),
        (Method::GET, "/v1.0/{p}/instances/i/tasks"),
        (Method::PATCH, "/v2/{p}/instances"),
        (Method::POST, "/v2/{p}/instances"),
    ] {
        let answer = answer(client.request(method, path)).await;
        assert_eq!(answer.refusal(), (404, "APIGW.0101"), "{path}");
        assert_eq!(answer.header("server"), "api-gateway");
        assert_eq!(answer.body["request_id"], answer.header("x-request-id"));
    }
}

#[tokio::test]
async fn calls_without_credentials_are_refused() {
    let client = Client::start(still()).await;
    let url = format!("{}/v2/available-zones", client.simulator.url());
    let answer = answer(crate::http::client().get(url)).await;
    assert_eq!(answer.refusal(), (401, "APIGW.0301"));
    assert_eq!(
        answer.body["error_msg"],
        "Incorrect IAM authentication information: x-auth-token not found"
    );
}

#[tokio::test]
async fn a_project_that_is_malformed_or_another_is_refused() {
    let client = Client::start(still()).await;
    assert_eq!(
        client.get("/v2/prod/instances").await.refusal(),
        (400, "DMS.00400002")
    );
    let other = "f".repeat(32);
    let path = format!("/v2/{other}/instances");
    assert_eq!(client.get(&path).await.refusal(), (401, "DMS.10240104"));
}

#[tokio::test]
async fn projects_are_found_by_name() {
    let sub = Project {
        id: "a".repeat(32),
        name: "cn-north-4_sub".into(),
    };
    let client = Client::start(Config {
        other_projects: vec![sub],
        ..still()
    })
    .await;
    let ids = async |query: &str| {
        let body = client.get(&format!("/v3/projects{query}")).await.body;
        let projects = body["projects"].as_array().unwrap().clone();
        projects
            .iter()
            .map(|project| project["id"].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        ids(&format!("?name={DEMO_REGION}")).await,
        [DEMO_PROJECT_ID]
    );
    assert_eq!(ids("?name=nowhere").await, Vec::<String>::new());
    assert_eq!(ids("").await, [DEMO_PROJECT_ID, &"a".repeat(32)]);
}

fn password(user: &str, password: &str, project: &str) -> serde_json::Value {
    let user = json!({ "name": user, "password": password, "domain": { "name": "acme" } });
    let identity = json!({ "methods": ["password"], "password": { "user": user } });
    json!({ "auth": { "identity": identity, "scope": { "project": { "name": project } } } })
}

/// A service where one user gets tokens for two projects, for an hour.
async fn with_login() -> Client {
    let config = Config {
        login: Some(Login {
            user: "ops".into(),
            password: Secret::new("canary"),
        }),
        other_projects: vec![Project {
            id: "a".repeat(32),
            name: "cn-north-4_sub".into(),
        }],
        token_life: Duration::from_secs(3600),
        ..still()
    };
    Client::start(config).await
}

/// Error code of a list call for a project with a token; empty when it is answered.
async fn list_with(client: &Client, token: &str, project: &str) -> String {
    let url = format!("{}/v2/{project}/instances", client.simulator.url());
    let http = crate::http::client();
    answer(http.get(url).header("X-Auth-Token", token))
        .await
        .refusal()
        .1
        .to_owned()
}

#[tokio::test]
async fn a_wrong_password_is_refused_in_iams_own_shape() {
    let client = with_login().await;
    let wrong = client
        .post("/v3/auth/tokens", &password("ops", "guess", DEMO_REGION))
        .await;
    let error = json!({
        "code": 401, "message": "The username or password is wrong.", "title": "Unauthorized",
    });
    assert_eq!((wrong.status, wrong.body), (401, json!({ "error": error })));
}

#[tokio::test]
async fn a_password_buys_a_token_for_one_project_until_it_expires_or_is_revoked() {
    let client = with_login().await;
    let path = "/v3/auth/tokens?nocatalog=true";
    let issued = client
        .post(path, &password("ops", "canary", DEMO_REGION))
        .await;
    let described = &issued.body["token"];
    assert_eq!(
        (
            issued.status,
            &described["expires_at"],
            &described["project"]["id"]
        ),
        (
            201,
            &json!("2026-06-01T09:00:00.000000Z"),
            &json!(DEMO_PROJECT_ID)
        )
    );
    let token = issued.header("x-subject-token");
    assert_eq!(list_with(&client, token, DEMO_PROJECT_ID).await, "");
    assert_eq!(
        list_with(&client, token, &"a".repeat(32)).await,
        "DMS.10240104"
    );
    assert_eq!(
        list_with(&client, "forged", DEMO_PROJECT_ID).await,
        "APIGW.0301"
    );
    client.seconds(3600);
    assert_eq!(
        list_with(&client, token, DEMO_PROJECT_ID).await,
        "APIGW.0301"
    );
    client.simulator.revoke_tokens();
    assert_eq!(
        list_with(&client, token, DEMO_PROJECT_ID).await,
        "APIGW.0307"
    );
}

#[tokio::test]
async fn the_log_holds_what_was_asked_and_answered_but_does_not_print_bodies() {
    let client = Client::start(still()).await;
    client.create(json!({})).await;
    let log = client.simulator.requests();
    assert_eq!(
        (log.len(), log[0].status, log[0].project.as_str()),
        (1, Some(200), DEMO_PROJECT_ID)
    );
    assert!(log[0].body.contains("Canary-123"));
    assert!(!format!("{log:?}").contains("Canary"));
}

#[tokio::test]
async fn a_stopped_simulator_closes_every_connection_and_frees_its_port() {
    let client = Client::start(still()).await;
    assert_eq!(client.get("/v2/available-zones").await.status, 200);
    let request = client.request(Method::GET, "/v2/available-zones");
    let address = client.simulator.addr();
    client.simulator.shutdown().await;
    assert!(request.send().await.is_err());
    let again = Simulator::start(Config {
        listen: address,
        ..still()
    })
    .await
    .unwrap();
    assert_eq!(again.addr(), address);
}

#[tokio::test]
async fn dropping_the_handle_ends_calls_that_hang() {
    let faults = vec!["hang".parse().unwrap()];
    let client = Client::start(Config { faults, ..still() }).await;
    let hanging = tokio::spawn(client.request(Method::GET, "/v2/available-zones").send());
    client.simulator.requests_reach(1).await;
    drop(client);
    assert!(hanging.await.unwrap().is_err());
}

#[tokio::test]
async fn serving_ends_when_it_is_told_to() {
    let simulator = Simulator::start(still()).await.unwrap();
    simulator.serve_until(std::future::ready(())).await.unwrap();
}

#[tokio::test]
async fn an_address_in_use_is_named_in_the_error() {
    let first = Simulator::start(still()).await.unwrap();
    let config = Config {
        listen: first.addr(),
        ..still()
    };
    let error = Simulator::start(config).await.err().unwrap().to_string();
    assert!(
        error.starts_with(&format!(
            "the simulator cannot listen on {}: ",
            first.addr()
        )),
        "{error}"
    );
}

#[tokio::test]
async fn a_fleet_of_ten_thousand_answers_a_page_at_once() {
    let client = Client::start(Config {
        instances: 10_000,
        ..still()
    })
    .await;
    let path = "/v2/{p}/instances?engine=rabbitmq&include_failure=true&limit=50&offset=5000";
    client.get(path).await;
    let begun = Instant::now();
    assert_eq!(client.get(path).await.body["instance_num"], 10_000);
    // A page takes about a millisecond in an optimised build; this one is not, and shares its cores.
    assert!(
        begun.elapsed() < Duration::from_millis(500),
        "{:?}",
        begun.elapsed()
    );
}

#[tokio::test]
async fn the_same_seed_gives_the_same_answers() {
    let path = "/v2/{p}/instances?limit=50";
    let config = || Config {
        instances: 50,
        seed: 7,
        ..still()
    };
    let (one, two) = (Client::start(config()).await, Client::start(config()).await);
    assert_eq!(one.get(path).await.body, two.get(path).await.body);
    let other = Client::start(Config {
        seed: 8,
        ..config()
    })
    .await;
    assert_ne!(one.get(path).await.body, other.get(path).await.body);
}

#[tokio::test]
async fn the_date_header_follows_the_simulators_clock() {
    let client = Client::start(still()).await;
    assert_eq!(
        client.get("/v2/available-zones").await.header("date"),
        "Mon, 01 Jun 2026 08:00:00 GMT"
    );
}
