//! A bare HTTP client and a simulator on a clock that stands still.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use warren::simulator::{Clock, Config, DEMO_PROJECT_ID, Simulator};

/// A simulator and a way to talk to it.
pub struct Client {
    pub simulator: Simulator,
    http: reqwest::Client,
}

/// What came back: status, body (null when empty), and the headers.
pub struct Answer {
    pub status: u16,
    pub body: Value,
    pub headers: reqwest::header::HeaderMap,
}

impl Answer {
    /// Status and error code, for refusals.
    pub fn refusal(&self) -> (u16, &str) {
        (
            self.status,
            self.body["error_code"].as_str().unwrap_or_default(),
        )
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }
}

/// An empty fleet on a clock that stands still.
pub fn still() -> Config {
    Config {
        instances: 0,
        clock: Clock::manual(),
        ..Config::default()
    }
}

impl Client {
    pub async fn start(config: Config) -> Self {
        let simulator = Simulator::start(config).await.unwrap();
        let http = crate::http::client();
        Self { simulator, http }
    }

    /// The bare client.
    pub fn http(&self) -> &reqwest::Client {
        &self.http
    }

    /// A request with a token nobody checks; `{p}` in the path stands for the project.
    pub fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        let path = path.replace("{p}", DEMO_PROJECT_ID);
        let url = format!("{}{path}", self.simulator.url());
        self.http.request(method, url).header("X-Auth-Token", "any")
    }

    pub async fn get(&self, path: &str) -> Answer {
        answer(self.request(Method::GET, path)).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        answer(self.request(Method::DELETE, path)).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        answer(self.request(Method::POST, path).body(body.to_string())).await
    }

    pub async fn put(&self, path: &str, body: &Value) -> Answer {
        answer(self.request(Method::PUT, path).body(body.to_string())).await
    }

    /// Creates an instance from [`order`] with these fields changed; returns its id.
    pub async fn create(&self, changes: Value) -> String {
        let answer = self
            .post("/v2/rabbitmq/{p}/instances", &order(changes))
            .await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.body["instance_id"].as_str().unwrap().to_owned()
    }

    /// An instance's status, or its HTTP status when it is not there.
    pub async fn status(&self, id: &str) -> String {
        let answer = self.get(&format!("/v2/{{p}}/instances/{id}")).await;
        match answer.body["status"].as_str() {
            Some(status) => status.to_owned(),
            None => answer.status.to_string(),
        }
    }

    /// Names in the list, failed creations included.
    pub async fn names(&self) -> Vec<String> {
        let path = "/v2/{p}/instances?engine=rabbitmq&include_failure=true&limit=50";
        let answer = self.get(path).await;
        let rows = answer.body["instances"].as_array().unwrap();
        rows.iter()
            .map(|row| row["name"].as_str().unwrap().to_owned())
            .collect()
    }

    pub fn seconds(&self, seconds: u64) {
        self.simulator.advance(Duration::from_secs(seconds));
    }
}

pub async fn answer(request: reqwest::RequestBuilder) -> Answer {
    let response = request.send().await.unwrap();
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    let text = response.text().await.unwrap();
    let body = if text.is_empty() {
        Value::Null
    } else {
        serde_json::from_str(&text).unwrap()
    };
    Answer {
        status,
        body,
        headers,
    }
}

/// The reference's example of a creation with its masked values filled in, and `changes` on top;
/// a null takes the field out.
pub fn order(changes: Value) -> Value {
    let mut order = json!({
        "name": "rabbitmq-demo",
        "description": "",
        "engine": "RabbitMQ",
        "engine_version": "3.8.35",
        "storage_space": 100,
        "access_user": "root_01",
        "password": "Canary-123",
        "vpc_id": "1e93f86e-13af-46c8-97d6-d40fa62b76c2",
        "security_group_id": "0aaa0033-bf7f-4c41-a6c2-18cd04cad2c8",
        "subnet_id": "b5fa806c-35e7-4299-b659-b39398dd4718",
        "available_zones": ["d539378ec1314c85b76fefa3f7071458"],
        "product_id": "c6.2u4g.single",
        "ssl_enable": false,
        "enable_publicip": false,
        "publicip_id": "",
        "storage_spec_code": "dms.physical.storage.high.v2",
    });
    for (key, value) in changes.as_object().unwrap() {
        order[key] = value.clone();
    }
    order
}
