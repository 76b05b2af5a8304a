//! What tests do to a node by its management API, as anybody could.

use super::node::{Node, PASSWORD, USER};
use crate::http;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::time::{Duration, Instant};

/// Longest time for something that the broker does by itself: statistics come every 5 s.
const PATIENCE: Duration = Duration::from_secs(40);

impl Node {
    /// Asks, and gives status and body, where there is an answer.
    async fn call(
        &self,
        method: reqwest::Method,
        path: &str,
        body: Option<Value>,
    ) -> Option<(u16, Value)> {
        let url = format!("{}/api/{path}", self.url());
        let mut request = http::client().request(method, url);
        request = request.basic_auth(USER, Some(PASSWORD));
        if let Some(body) = body {
            request = request.header("content-type", "application/json");
            request = request.body(body.to_string());
        }
        let answer = request.send().await.ok()?;
        let status = answer.status().as_u16();
        let body = answer.bytes().await.ok()?;
        Some((status, serde_json::from_slice(&body).unwrap_or_default()))
    }

    /// What is there; nothing without an answer that is a success.
    pub async fn get(&self, path: &str) -> Option<Value> {
        let (status, body) = self.call(reqwest::Method::GET, path, None).await?;
        (status == 200).then_some(body)
    }

    /// Does something, which must work.
    async fn done(&self, method: reqwest::Method, path: &str, body: Option<Value>) -> Value {
        let (status, said) = self.call(method, path, body).await.unwrap();
        assert!((200..300).contains(&status), "{path}: {status} {said}");
        said
    }

    pub async fn put(&self, path: &str, body: Value) {
        self.done(reqwest::Method::PUT, path, Some(body)).await;
    }

    pub async fn post(&self, path: &str, body: Value) -> Value {
        self.done(reqwest::Method::POST, path, Some(body)).await
    }

    pub async fn delete(&self, path: &str) {
        self.done(reqwest::Method::DELETE, path, None).await;
    }

    /// A queue of the default virtual host.
    pub async fn queue(&self, name: &str, arguments: Value) {
        let body = json!({"durable": true, "arguments": arguments});
        self.put(&format!("queues/%2F/{}", encoded(name)), body)
            .await;
    }

    /// A virtual host with a queue, and a user who sees nothing but them; all have this name.
    pub async fn shop(&self, name: &str) {
        self.put(&format!("vhosts/{name}"), json!({})).await;
        let user = json!({"password": PASSWORD, "tags": "management"});
        self.put(&format!("users/{name}"), user).await;
        for user in [USER, name] {
            self.permit(name, user).await;
        }
        let queue = json!({"durable": true});
        self.put(&format!("queues/{name}/{name}"), queue).await;
    }

    async fn permit(&self, vhost: &str, user: &str) {
        let all = json!({"configure": ".*", "write": ".*", "read": ".*"});
        let path = format!("permissions/{}/{user}", encoded(vhost));
        self.put(&path, all).await;
    }

    /// A user of all virtual hosts that there are, with these tags.
    pub async fn user(&self, name: &str, tags: &str) {
        let body = json!({"password": PASSWORD, "tags": tags});
        self.put(&format!("users/{name}"), body).await;
        self.permit("/", name).await;
    }

    /// Publishes to a queue of the default virtual host.
    pub async fn publish(&self, queue: &str, count: usize) {
        let message = json!({
            "properties": {},
            "routing_key": queue,
            "payload": "hello",
            "payload_encoding": "string",
        });
        for _ in 0..count {
            let path = "exchanges/%2F/amq.default/publish";
            let said = self.post(path, message.clone()).await;
            assert_eq!(said["routed"], true, "{queue}");
        }
    }

    /// Takes away what another test has left: virtual hosts, queues, connections.
    pub async fn clear(&self) {
        let rows = |rows: Option<Value>| rows.unwrap_or_default().as_array().cloned();
        let named = |row: &Value| encoded(row["name"].as_str().unwrap_or_default());
        for row in rows(self.get("connections").await).unwrap_or_default() {
            let path = format!("connections/{}", named(&row));
            let _ = self.call(reqwest::Method::DELETE, &path, None).await;
        }
        for row in rows(self.get("vhosts").await).unwrap_or_default() {
            if row["name"] != "/" {
                self.delete(&format!("vhosts/{}", named(&row))).await;
            }
        }
        for row in rows(self.get("queues").await).unwrap_or_default() {
            let path = format!("queues/%2F/{}", named(&row));
            let _ = self.call(reqwest::Method::DELETE, &path, None).await;
        }
    }
}

/// A name as a part of a path.
pub fn encoded(name: &str) -> String {
    let mut path = String::new();
    for byte in name.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' => path.push(byte.into()),
            _ => write!(path, "%{byte:02X}").unwrap(),
        }
    }
    path
}

/// Asks again and again until something is there that the broker comes to by itself.
pub async fn soon<T>(what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(found) = look().await {
            return found;
        }
        assert!(begun.elapsed() < PATIENCE, "not {what}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}
