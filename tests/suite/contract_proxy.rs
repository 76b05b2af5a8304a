//! Proxies of the environment are honoured, but never for loopback.
//!
//! The environment belongs to a whole process, so each case runs this test binary again with an
//! environment of its own and [`probe`] as its only test.

use tokio::process::Command;
use warren::api::v2::AvailableZones;
use warren::api::{ConnectOptions, retry};

use crate::scripted::{Reply, Service, clients};

/// Tells [`probe`] where to send its read.
const ENDPOINT: &str = "WARREN_TEST_PROBE_ENDPOINT";

/// The part that runs in a process of its own: one read, whatever comes of it.
#[tokio::test]
async fn probe() {
    let Ok(endpoint) = std::env::var(ENDPOINT) else {
        return;
    };
    let nobody = Service::start(|_, _| Reply::Close).await;
    let (reader, _) = clients(ConnectOptions {
        endpoint,
        retry: retry::Policy {
            tries: 1,
            ..retry::Policy::default()
        },
        ..nobody.options()
    });
    let _ = reader.read(&AvailableZones).await;
}

/// Sends one read to `endpoint` with `proxy` for everything but `no_proxy`.
async fn ask(endpoint: &str, proxy: &Service, no_proxy: &str) {
    let mut probe = Command::new(std::env::current_exe().unwrap());
    probe
        .args(["contract_proxy::probe", "--exact"])
        .env(ENDPOINT, endpoint);
    for name in ["http_proxy", "https_proxy", "all_proxy", "no_proxy"] {
        probe.env_remove(name).env_remove(name.to_uppercase());
    }
    probe
        .env("HTTPS_PROXY", &proxy.address)
        .env("ALL_PROXY", &proxy.address);
    probe.env("NO_PROXY", no_proxy);
    let output = probe.output().await.unwrap();
    assert!(output.status.success(), "{output:?}");
    assert!(String::from_utf8_lossy(&output.stdout).contains("1 passed"));
}

#[tokio::test]
async fn https_proxy_and_no_proxy_are_honoured() {
    let proxy = Service::start(|_, _| Reply::status(502)).await;
    ask("https://dms.example.invalid", &proxy, "dms.example.invalid").await;
    assert_eq!(proxy.lines(), Vec::<String>::new());
    ask("https://dms.example.invalid", &proxy, "").await;
    assert_eq!(proxy.lines(), ["CONNECT dms.example.invalid:443"]);
}

#[tokio::test]
async fn loopback_is_never_proxied() {
    let proxy = Service::start(|_, _| Reply::status(502)).await;
    let service = Service::start(|_, _| Reply::ok(r#"{"available_zones":[]}"#)).await;
    ask(&service.address, &proxy, "").await;
    assert_eq!(proxy.lines(), Vec::<String>::new());
    assert_eq!(service.lines(), ["GET /v2/available-zones"]);
}
