//! A node from its first second to its last: sparse, by TLS, with another plug-in, behind a tunnel
//! that leads elsewhere, and gone.

use super::api::soon;
use super::node::{Node, PASSWORD, Setup, USER, client, client_by};
use super::on_each;
use super::session::Session;
use super::shared::broker;
use super::version::Version;
use crate::certificates::{Identity, authority, params};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use warren::api::TlsProblem;
use warren::api::management::{
    Address, Fingerprint, History, ListNodes, ManagementError, ShowCluster, ShowOverview, Way,
    WaySource, WhoAmI,
};
use warren::broker::{BrokerError, Part};
use warren::lang::Lang;

on_each! {
    a_node_is_told_as_what_it_is_from_its_first_second_to_its_last
}

const TICK: Duration = Duration::from_secs(5);

/// An authority of one's own, and what it vouches for.
struct Trust {
    files: tempfile::TempDir,
    server: Identity,
}

impl Trust {
    fn new() -> Self {
        let ca = Identity::own(authority("warren's own"));
        let server = Identity::by(params("127.0.0.1"), &ca);
        let files = tempfile::TempDir::new().unwrap();
        for (name, text) in [
            ("ca.pem", &ca.pem),
            ("server.pem", &server.pem),
            ("key.pem", &server.key_pem()),
        ] {
            std::fs::write(files.path().join(name), text).unwrap();
        }
        Self { files, server }
    }

    fn setup(&self) -> Setup {
        let file = |name| self.files.path().join(name);
        Setup {
            // Sparse for so long.
            lines: vec!["collect_statistics_interval = 15000".to_owned()],
            tls: Some(["ca.pem", "server.pem", "key.pem"].map(file)),
        }
    }
}

async fn a_node_is_told_as_what_it_is_from_its_first_second_to_its_last(version: Version) {
    let trust = Trust::new();
    let Some(node) = Node::start(version, trust.setup()).await else {
        return;
    };
    sparse(&node).await;
    tls(&node, &trust).await;
    plugin(&node).await;
    tunnel(&node, version).await;
    killed(node).await;
}

/// What is not measured yet is not there, and nothing is wrong.
async fn sparse(node: &Node) {
    let nodes = node.client().ask(&ListNodes).await.unwrap().value;
    let [one] = nodes.rows.as_slice() else {
        panic!("{nodes:?}");
    };
    assert_eq!((one.running, one.memory_used), (Some(true), None));
    assert_eq!((one.memory_alarm, one.processes_total), (None, None));
    let whole = ShowOverview {
        history: History::TenMinutes,
    };
    let whole = node.client().ask(&whole).await.unwrap().value;
    assert_eq!(
        (whole.depth.ready, whole.messages.publish.total),
        (None, None)
    );
    let mut session = Session::open(&node.url());
    session.round(TICK).await.unwrap();
    assert_eq!(session.found(), []);
    session.desk.press("] ] ] ]");
    let screen = session.screen(Lang::English);
    let mut rows = screen.lines().map(|line| line.split_whitespace());
    let row = rows.find(|row| row.clone().any(|word| word == "warren@localhost"));
    let cells: Vec<&str> = row.unwrap().skip(2).collect();
    assert_eq!(cells[..3], ["up", "--", "--"], "{screen}");
    assert!(screen.contains("Ready --  Unacked --"), "{screen}");
}

/// An authority of one's own vouches for it, or its fingerprint, and nobody else.
async fn tls(node: &Node, trust: &Trust) {
    let url = format!("https://127.0.0.1:{}", node.tls_port);
    let way = Way::to(Address::parse(&url).unwrap(), WaySource::Profile);
    let asked = async |way: Way| {
        let answered = client_by(way, USER, PASSWORD).ask(&WhoAmI).await;
        answered.map(|answered| answered.value.name)
    };
    let ca_file = Some(trust.files.path().join("ca.pem"));
    let believed = Way {
        ca_file,
        ..way.clone()
    };
    assert_eq!(asked(believed).await.as_deref(), Ok(USER));
    let stranger = asked(way.clone()).await.unwrap_err();
    let shown = stranger.presented().unwrap();
    assert_eq!(shown.fingerprint, pin_of(&trust.server));
    assert_eq!(shown.names, ["127.0.0.1"]);
    let pin = Some(shown.fingerprint);
    assert_eq!(asked(Way { pin, ..way.clone() }).await.as_deref(), Ok(USER));
    let pin = Some(pin_of(&Identity::own(params("127.0.0.1"))));
    let other = asked(Way { pin, ..way }).await.unwrap_err();
    let ManagementError::Tls { problem, .. } = other else {
        panic!("{other:?}");
    };
    assert_eq!(problem, TlsProblem::NotPinned);
    // The other way round, and the door beside it.
    let plain = client(&url.replace("https", "http"), USER, PASSWORD);
    match plain.ask(&WhoAmI).await.unwrap_err() {
        ManagementError::WantsTls => {}
        // It hangs up without a word.
        ManagementError::Lost(_) => assert_eq!(node.version, Version::V3_8),
        other => panic!("{other:?}"),
    }
    let amqp = format!("http://127.0.0.1:{}", node.amqp_port);
    let amqp = client(&amqp, USER, PASSWORD).ask(&WhoAmI).await;
    assert_eq!(amqp, Err(ManagementError::AmqpPort));
}

fn pin_of(identity: &Identity) -> Fingerprint {
    let digest = Sha256::digest(identity.der());
    let digits: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    digits.parse().unwrap()
}

/// A plug-in that is switched on or off is seen.
async fn plugin(node: &Node) {
    let client = node.client();
    for (action, on) in [("enable", true), ("disable", false)] {
        node.plugins(&[action, "rabbitmq_top"]);
        soon("seen to be switched", async || {
            let nodes = client.ask(&ListNodes).await.ok()?.value;
            let plugins = &nodes.rows.first()?.plugins;
            let has = plugins.iter().any(|name| name == "rabbitmq_top");
            (!plugins.is_empty() && has == on).then_some(())
        })
        .await;
    }
}

/// What leads from one port of loopback to another.
struct Tunnel {
    url: String,
    to: Arc<Mutex<u16>>,
    accepting: JoinHandle<()>,
}

impl Drop for Tunnel {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

impl Tunnel {
    async fn to(port: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let to = Arc::new(Mutex::new(port));
        let leads = Arc::clone(&to);
        let accepting = tokio::spawn(async move {
            while let Ok((mut near, _)) = listener.accept().await {
                let port = *leads.lock().unwrap();
                tokio::spawn(async move {
                    let mut far = TcpStream::connect(("127.0.0.1", port)).await?;
                    copy_bidirectional(&mut near, &mut far).await
                });
            }
        });
        Self { url, to, accepting }
    }
}

/// A tunnel that leads to another broker than before, of the same name, is told by its identity.
async fn tunnel(node: &Node, version: Version) {
    let other = broker(version).await.unwrap();
    let tunnel = Tunnel::to(node.port).await;
    let identity = async || {
        let client = client(&tunnel.url, USER, PASSWORD);
        let whole = client
            .ask(&ShowOverview {
                history: History::None,
            })
            .await;
        let cluster = client.ask(&ShowCluster).await.unwrap().value;
        (whole.unwrap().value.cluster, cluster)
    };
    let here = identity().await;
    assert_eq!(identity().await, here);
    *tunnel.to.lock().unwrap() = other.port;
    let there = identity().await;
    assert_eq!(there.0, here.0);
    assert!(here.1.is_some() && there.1.is_some() && there.1 != here.1);
    // Whoever looks is told.
    *tunnel.to.lock().unwrap() = node.port;
    let mut session = Session::open(&tunnel.url);
    session.round(TICK).await.unwrap();
    session.again(&Part::Head).await;
    let said = session.desk.state.broker.identity();
    assert_eq!(said.and_then(|said| said.id), here.1);
    *tunnel.to.lock().unwrap() = other.port;
    let mut session = session.begun_anew();
    session.round(TICK).await.unwrap();
    session.again(&Part::Head).await;
    assert!(session.desk.state.broker.is_another());
}

/// What was read of a node that is gone stays, with how old it is.
async fn killed(node: Node) {
    node.queue("left.behind", json!({})).await;
    let mut session = Session::open(&node.url());
    session.desk.press("]");
    session.round(TICK).await.unwrap();
    assert!(session.screen(Lang::English).contains("left.behind"));
    drop(node);
    let gone = session.round(Duration::from_secs(70)).await.unwrap_err();
    let refused = ManagementError::ConnectionRefused;
    assert_eq!(gone, BrokerError::Management(refused));
    let screen = session.screen(Lang::English);
    assert!(screen.contains("left.behind"), "{screen}");
    assert!(screen.contains("STALE 1m"), "{screen}");
}
