//! A service on a loopback port that does what a test tells it to, call by call, and remembers
//! what it was asked. It ends with the test that started it.

use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use warren::api::{
    Accepted, Access, ConnectOptions, Credential, Departure, ReadClient, Write, WriteClient,
    WriteError, connect, retry,
};
use warren::model::{Home, ProjectId};
use warren::secret::Secret;

/// One call as it arrived.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Number of the connection it came on, from 0.
    pub connection: usize,
    pub method: String,
    /// Path and query as sent.
    pub uri: String,
    /// Names in lower case.
    pub headers: HashMap<String, String>,
    pub body: Vec<u8>,
}

impl Seen {
    pub fn line(&self) -> String {
        format!("{} {}", self.method, self.uri)
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }

    /// A query parameter that is a number.
    pub fn number(&self, name: &str) -> Option<u64> {
        let (_, query) = self.uri.split_once('?')?;
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        pairs
            .into_iter()
            .find(|(key, _)| *key == name)?
            .1
            .parse()
            .ok()
    }
}

/// What the service does with a call.
#[derive(Clone, Debug)]
pub enum Reply {
    /// Answers.
    Say(u16, Vec<(&'static str, String)>, String),
    /// Answers with any bytes.
    Bytes(u16, Vec<(&'static str, String)>, Vec<u8>),
    /// Closes the connection without an answer.
    Close,
    /// Never answers.
    Hang,
    /// Announces more than it sends, then closes.
    CutShort(u16, String),
    /// Sends this many bytes without saying how many there will be.
    Flood(usize),
    /// Announces so many bytes, sends these, and waits.
    Lie(usize, String),
}

impl Reply {
    pub fn ok(body: impl ToString) -> Self {
        Self::Say(200, Vec::new(), body.to_string())
    }

    pub fn status(status: u16) -> Self {
        let body = format!(r#"{{"error_code":"DMS.{status}","error_msg":"scripted"}}"#);
        Self::Say(status, Vec::new(), body)
    }

    pub fn with(self, name: &'static str, value: &str) -> Self {
        match self {
            Self::Say(status, mut headers, body) => {
                headers.push((name, value.to_owned()));
                Self::Say(status, headers, body)
            }
            other => other,
        }
    }
}

type Deciding = Pin<Box<dyn Future<Output = Reply> + Send>>;
type Script = Arc<dyn Fn(usize, Seen) -> Deciding + Send + Sync>;

/// The service.
pub struct Service {
    pub address: String,
    seen: Arc<Mutex<Vec<Seen>>>,
    accepting: JoinHandle<()>,
}

impl Drop for Service {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

impl Service {
    /// Starts a service that decides by the number of the call (from 0) and what is in it.
    pub async fn start(script: impl Fn(usize, &Seen) -> Reply + Send + Sync + 'static) -> Self {
        Self::deciding(move |number, seen| {
            let reply = script(number, &seen);
            Box::pin(async move { reply })
        })
        .await
    }

    /// The same for a script that waits before it answers.
    pub async fn deciding(
        script: impl Fn(usize, Seen) -> Deciding + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (log, script): (_, Script) = (Arc::clone(&seen), Arc::new(script));
        let accepting = tokio::spawn(async move {
            let mut connections = tokio::task::JoinSet::new();
            for connection in 0.. {
                let (stream, _) = listener.accept().await.unwrap();
                let (log, script) = (Arc::clone(&log), Arc::clone(&script));
                connections.spawn(serve(stream, connection, log, script));
            }
        });
        Self {
            address,
            seen,
            accepting,
        }
    }

    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    pub fn lines(&self) -> Vec<String> {
        self.seen().iter().map(Seen::line).collect()
    }

    /// Options for this service as both DMS and IAM, with a project and keys.
    pub fn options(&self) -> ConnectOptions {
        let keys = Credential::Keys {
            access_key: "AK".into(),
            secret_key: Secret::new("canary-sk"),
            security_token: None,
        };
        let options = ConnectOptions::new("cn-north-4", &self.address, &self.address, keys);
        ConnectOptions {
            project_id: Some(ProjectId::new("pid").unwrap()),
            retry: retry::Policy {
                base: std::time::Duration::ZERO,
                throttled_base: std::time::Duration::ZERO,
                ..retry::Policy::default()
            },
            ..options
        }
    }

    pub fn reader(&self) -> ReadClient {
        clients(self.options()).0
    }

    pub fn writer(&self) -> WriteClient {
        clients(self.options()).1
    }
}

/// Sends a write for the project of [`Service::options`], in V2.
pub async fn send(writer: &WriteClient, write: &impl Write) -> Result<Accepted, WriteError> {
    send_for(project("pid"), writer, write).await
}

/// What writes for this project are made for, in V2.
pub fn project(id: &str) -> Home {
    ProjectId::new(id).unwrap().into()
}

/// Sends a write that is made for this.
pub async fn send_for(
    home: Home,
    writer: &WriteClient,
    write: &impl Write,
) -> Result<Accepted, WriteError> {
    let departure = Departure::new(|| true);
    let call = write.prepare(&home).unwrap();
    writer.send(&call, &departure).await
}

/// Both clients.
pub fn clients(options: ConnectOptions) -> (ReadClient, WriteClient) {
    match connect(options).unwrap() {
        Access::Full(reader, writer) => (reader, writer),
        Access::Read(_) => panic!("read-only"),
    }
}

async fn serve(mut stream: TcpStream, number: usize, log: Arc<Mutex<Vec<Seen>>>, script: Script) {
    while let Some(seen) = receive(&mut stream, number).await {
        let count = {
            let mut log = log.lock().unwrap();
            log.push(seen.clone());
            log.len() - 1
        };
        match script(count, seen).await {
            Reply::Say(status, headers, body) => {
                let head = head(status, &headers, Some(body.len()));
                let answer = [head.as_bytes(), body.as_bytes()].concat();
                if stream.write_all(&answer).await.is_err() {
                    return;
                }
            }
            Reply::Bytes(status, headers, body) => {
                let head = head(status, &headers, Some(body.len()));
                let answer = [head.as_bytes(), &body].concat();
                if stream.write_all(&answer).await.is_err() {
                    return;
                }
            }
            Reply::Lie(announced, body) => {
                let head = head(200, &[], Some(announced));
                let _ = stream
                    .write_all(&[head.as_bytes(), body.as_bytes()].concat())
                    .await;
                std::future::pending().await
            }
            Reply::Close => return,
            Reply::Hang => std::future::pending().await,
            Reply::CutShort(status, body) => {
                let head = head(status, &[], Some(body.len() + 10));
                let _ = stream
                    .write_all(&[head.as_bytes(), body.as_bytes()].concat())
                    .await;
                return;
            }
            Reply::Flood(bytes) => {
                let _ = stream.write_all(head(200, &[], None).as_bytes()).await;
                let block = vec![b' '; 1 << 16];
                for _ in 0..bytes.div_ceil(block.len()) {
                    if stream.write_all(&block).await.is_err() {
                        return;
                    }
                }
                return;
            }
        }
    }
}

fn head(status: u16, headers: &[(&str, String)], length: Option<usize>) -> String {
    let mut head = format!("HTTP/1.1 {status} Scripted\r\n");
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    match length {
        Some(length) => head.push_str(&format!("content-length: {length}\r\n")),
        None => head.push_str("connection: close\r\n"),
    }
    head + "\r\n"
}

/// Reads one request; `None` when the other side is done.
async fn receive(stream: &mut TcpStream, connection: usize) -> Option<Seen> {
    let mut bytes = Vec::new();
    let end = loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break end;
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    };
    let text = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let mut lines = text.split("\r\n");
    let mut words = lines.next()?.split(' ');
    let (method, uri) = (words.next()?.to_owned(), words.next()?.to_owned());
    let headers: HashMap<String, String> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    let length = headers
        .get("content-length")
        .map_or(0, |text| text.parse().unwrap());
    let mut body = bytes.split_off(end + 4);
    while body.len() < length {
        if stream.read_buf(&mut body).await.ok()? == 0 {
            return None;
        }
    }
    Some(Seen {
        connection,
        method,
        uri,
        headers,
        body,
    })
}
