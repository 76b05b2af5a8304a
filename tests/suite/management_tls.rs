//! Whom a broker's management API is believed to be: by authorities, or by a pinned certificate;
//! and what is told of a certificate that is not believed.

use warren::api::management::*;
use warren::api::{Proxies, TlsProblem};

use crate::certificates::{Identity, Server, authority, params, years};
use crate::management_client::login;
use crate::scripted::{Reply, Service};

const HERE: &str = "127.0.0.1";

fn way(server: &Server) -> Way {
    let address = Address::parse(&server.address).unwrap();
    Way::to(address, WaySource::Profile)
}

/// What becomes of a question. The servers answer it with JSON of another service.
async fn asked(way: Way) -> Result<(), ManagementError> {
    let client = Client::new(Options::new(way, login())).unwrap();
    match client.ask(&WhoAmI).await {
        Err(ManagementError::Undecodable(_)) => Ok(()),
        Err(error) => Err(error),
        Ok(_) => panic!("answered"),
    }
}

fn pinned(identity: &Identity) -> Fingerprint {
    use sha2::{Digest as _, Sha256};
    let digest = Sha256::digest(identity.der());
    let digits: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    digits.parse().unwrap()
}

#[tokio::test]
async fn what_is_not_believed_is_shown_with_whose_it_is_and_how_long() {
    let mut described = years(params("broker-1.example"), 2026, 2050);
    described
        .subject_alt_names
        .push(rcgen::SanType::IpAddress([192, 168, 0, 74].into()));
    let identity = Identity::own(described);
    let server = identity.serve().await;
    let error = asked(way(&server)).await.unwrap_err();
    let shown = error.presented().unwrap();
    assert_eq!(shown.fingerprint, pinned(&identity));
    assert!(shown.subject.contains("CN=broker-1.example"), "{shown:?}");
    assert_eq!(shown.names, ["broker-1.example", "192.168.0.74"]);
    assert_eq!(shown.not_after, Some(2_524_608_000_000));
    let ManagementError::Tls { problem, .. } = error else {
        panic!("{error:?}");
    };
    assert_eq!(problem, TlsProblem::SelfSigned);
    assert_eq!(server.calls.load(std::sync::atomic::Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_pinned_certificate_is_believed_whatever_else_is_wrong_with_it() {
    let stranger = Identity::own(authority("stranger"));
    for identity in [
        Identity::own(params("other.example")),
        Identity::own(years(params(HERE), 2020, 2021)),
        Identity::own(authority(HERE)),
        Identity::by(params(HERE), &stranger),
    ] {
        let server = identity.serve().await;
        let pin = Some(pinned(&identity));
        let way = Way {
            pin,
            ..way(&server)
        };
        assert_eq!(asked(way).await, Ok(()));
    }
}

#[tokio::test]
async fn with_a_pin_no_other_certificate_is_believed_not_even_a_good_one() {
    let files = tempfile::TempDir::new().unwrap();
    let ca = Identity::own(authority("ca"));
    let good = Identity::by(params(HERE), &ca);
    let server = good.serve().await;
    let ca_file = files.path().join("ca.pem");
    std::fs::write(&ca_file, &ca.pem).unwrap();
    let ca_file = Some(ca_file);
    let believed = Way {
        ca_file,
        ..way(&server)
    };
    assert_eq!(asked(believed.clone()).await, Ok(()));
    let other = Identity::own(params(HERE));
    let pin = Some(pinned(&other));
    let error = asked(Way { pin, ..believed }).await.unwrap_err();
    assert_eq!(error.presented().unwrap().fingerprint, pinned(&good));
    let ManagementError::Tls { problem, .. } = error else {
        panic!("{error:?}");
    };
    assert_eq!(problem, TlsProblem::NotPinned);
}

#[tokio::test]
async fn a_certificate_for_another_host_is_told_with_its_names() {
    let files = tempfile::TempDir::new().unwrap();
    let identity = Identity::own(params("other.example"));
    let server = identity.serve().await;
    let ca_file = files.path().join("ca.pem");
    std::fs::write(&ca_file, &identity.pem).unwrap();
    let ca_file = Some(ca_file);
    let way = Way {
        ca_file,
        ..way(&server)
    };
    let error = asked(way).await.unwrap_err();
    let names = &error.presented().unwrap().names;
    assert_eq!(names, &["other.example"]);
    let ManagementError::Tls { problem, .. } = error else {
        panic!("{error:?}");
    };
    assert_eq!(problem, TlsProblem::OtherHost);
}

#[test]
fn a_certificate_file_that_cannot_be_read_is_said_before_anything_is_sent() {
    let address = Address::parse("https://127.0.0.1:1").unwrap();
    let way = Way {
        ca_file: Some("/nowhere/ca.pem".into()),
        ..Way::to(address, WaySource::Profile)
    };
    let error = Client::new(Options::new(way, login())).unwrap_err();
    assert!(
        error.to_string().starts_with("/nowhere/ca.pem: "),
        "{error}"
    );
}

#[tokio::test]
async fn with_tls_a_broker_outside_is_asked_through_the_proxy_which_is_asked_once_if_it_refuses() {
    for (url, through) in [
        ("https://broker.example.invalid:15671", true),
        ("https://127.0.0.1:9", false),
        ("http://127.0.0.1:9", false),
    ] {
        let proxy = Service::start(|_, _| Reply::status(407)).await;
        let var = |name: &str| (name == "HTTPS_PROXY").then_some(proxy.address.as_str());
        let way = Way::to(Address::parse(url).unwrap(), WaySource::Profile);
        let options = Options {
            proxies: Proxies::read(var),
            ..Options::new(way, login())
        };
        let client = Client::new(options).unwrap();
        for _ in 0..2 {
            let error = client.ask(&WhoAmI).await.unwrap_err();
            let refused = matches!(&error, ManagementError::Proxy(why) if why.contains("authorization required"));
            assert_eq!(refused, through, "{url}: {error:?}");
        }
        let connects: &[&str] = match through {
            true => &["CONNECT broker.example.invalid:15671"],
            false => &[],
        };
        assert_eq!(proxy.lines(), connects, "{url}");
    }
}
