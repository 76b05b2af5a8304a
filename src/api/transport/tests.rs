use super::*;

use crate::api::Credential;
use crate::secret::Secret;
use std::path::Path;

fn options() -> ConnectOptions {
    let address = "http://127.0.0.1:1";
    ConnectOptions::new("r", address, address, Credential::Token(Secret::new("t")))
}

fn endpoint(address: &str) -> Result<Endpoint, String> {
    Endpoint::new(address, &Settings::new(&options())?, Connections::Kept)
}

#[test]
fn plain_http_goes_to_loopback_only() {
    for good in [
        "http://127.0.0.1:1",
        "http://[::1]:1",
        "http://localhost:1",
        "https://a.b/",
    ] {
        assert!(endpoint(good).is_ok(), "{good}");
    }
    for bad in [
        "http://a.b",
        "http://127.0.0.1.evil.example",
        "ftp://127.0.0.1",
        "a.b",
        "",
    ] {
        assert!(endpoint(bad).is_err(), "{bad}");
    }
}

#[test]
fn the_metadata_service_is_on_the_machines_own_link() {
    for good in [
        "http://169.254.169.254",
        "http://127.0.0.1:1",
        "http://[fe80::1]",
    ] {
        assert!(
            Endpoint::metadata(good, &KnownSecrets::default()).is_ok(),
            "{good}"
        );
    }
    for bad in ["http://10.0.0.1", "https://169.254.169.254", "http://a.b"] {
        assert!(
            Endpoint::metadata(bad, &KnownSecrets::default()).is_err(),
            "{bad}"
        );
    }
}

#[test]
fn an_endpoint_is_a_scheme_and_a_host_and_a_password_in_it_is_not_repeated() {
    assert!(endpoint("https://a.b/v2").is_err());
    let error = endpoint("https://me:canary@a.b").unwrap_err();
    assert!(!error.contains("canary"));
}

#[test]
fn the_signed_host_has_the_port_unless_it_is_the_schemes_own() {
    assert_eq!(endpoint("https://A.b:443").unwrap().host, "a.b");
    assert_eq!(endpoint("https://a.b:8443/").unwrap().host, "a.b:8443");
    assert_eq!(endpoint("http://[::1]:80").unwrap().host, "[::1]");
}

#[test]
fn an_id_that_would_change_the_address_is_not_sent() {
    let request = Outgoing {
        method: Method::Get,
        uri: "/v2/p/instances/..".into(),
        headers: Vec::new(),
        body: Vec::new(),
        departure: None,
    };
    let failure = endpoint("https://a.b")
        .unwrap()
        .prepared(request)
        .unwrap_err();
    assert_eq!((failure.sent, failure.kind), (Sent::No, ErrorKind::Setup));
}

#[test]
fn a_missing_or_empty_certificate_file_is_named() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let problem = |path: &Path| {
        let ca_file = Some(path.to_path_buf());
        let options = ConnectOptions {
            ca_file,
            ..options()
        };
        Settings::new(&options).err().unwrap()
    };
    assert!(problem(file.path()).contains(&file.path().display().to_string()));
    assert!(problem(Path::new("/nowhere/ca.pem")).contains("/nowhere/ca.pem"));
}
