//! The proxy of the environment: who is asked through it, what of it is refused before anything is
//! sent, and that one that refuses us is asked once. Loopback is never proxied.

use base64::Engine as _;
use warren::api::v2::{AvailableZones, DeleteInstance};
use warren::api::{ConnectOptions, ErrorKind, Proxies, WriteError};
use warren::model::InstanceId;

use crate::program::{AK, Home, SK};
use crate::scripted::{Reply, Service, clients, send};

/// An address that is on no machine.
const OUTSIDE: &str = "https://dms.example.invalid";

/// Options for an address outside, with these variables.
fn outside(service: &Service, vars: &[(&str, &str)]) -> ConnectOptions {
    let var = |name: &str| {
        vars.iter()
            .find(|(known, _)| *known == name)
            .map(|(_, value)| *value)
    };
    ConnectOptions {
        endpoint: OUTSIDE.into(),
        iam_endpoint: "https://iam.example.invalid".into(),
        proxies: Proxies::read(var),
        ..service.options()
    }
}

/// A home that leads outside, with this variable.
fn home(name: &'static str, value: &str) -> Home {
    Home::new()
        .var("HW_ACCESS_KEY", AK)
        .var("HW_SECRET_KEY", SK)
        .at(OUTSIDE)
        .var(name, value)
}

#[tokio::test]
async fn each_variable_names_the_proxy_and_no_proxy_excepts() {
    let proxy = Service::start(|_, _| Reply::status(502)).await;
    let bare = proxy.address.strip_prefix("http://").unwrap();
    for (vars, through) in [
        (vec![("HTTPS_PROXY", proxy.address.as_str())], true),
        (vec![("https_proxy", proxy.address.as_str())], true),
        (vec![("ALL_PROXY", bare)], true),
        (vec![("all_proxy", bare)], true),
        (vec![("HTTPS_PROXY", ""), ("https_proxy", bare)], true),
        (
            vec![("HTTPS_PROXY", bare), ("ALL_PROXY", "http://127.0.0.1:1")],
            true,
        ),
        (
            vec![("HTTPS_PROXY", bare), ("NO_PROXY", "dms.example.invalid")],
            false,
        ),
        (
            vec![("HTTPS_PROXY", bare), ("no_proxy", "*.invalid:443")],
            false,
        ),
        (
            vec![
                ("HTTPS_PROXY", bare),
                ("NO_PROXY", "dms.example.invalid:80"),
            ],
            true,
        ),
        // It is for plain http, which never leaves this machine.
        (vec![("HTTP_PROXY", bare), ("http_proxy", bare)], false),
    ] {
        let before = proxy.seen().len();
        let (reader, _) = clients(outside(&proxy, &vars));
        let error = reader.read(&AvailableZones).await.unwrap_err();
        assert_eq!(error.kind, ErrorKind::Unreachable);
        let lines = proxy.lines().split_off(before);
        assert_eq!(!lines.is_empty(), through, "{vars:?}");
        if through {
            assert_eq!(lines[0], "CONNECT dms.example.invalid:443", "{vars:?}");
            let shown = format!("the proxy {bare} ({}) does not connect to it", vars[0].0);
            let shown = shown.replace(
                "(HTTPS_PROXY)",
                &format!(
                    "({})",
                    if vars[0].1.is_empty() {
                        vars[1].0
                    } else {
                        vars[0].0
                    }
                ),
            );
            assert!(error.message.ends_with(&shown), "{}", error.message);
        }
    }
}

#[tokio::test]
async fn loopback_is_never_proxied_also_by_one_that_cannot_be_read() {
    let proxy = Service::start(|_, _| Reply::status(502)).await;
    let service = Service::start(|_, _| Reply::ok(r#"{"available_zones":[]}"#)).await;
    for value in [proxy.address.as_str(), "\"nonsense"] {
        let options = ConnectOptions {
            proxies: Proxies::read(|name| (name == "HTTPS_PROXY").then_some(value)),
            ..service.options()
        };
        clients(options).0.read(&AvailableZones).await.unwrap();
    }
    assert_eq!(proxy.lines(), Vec::<String>::new());
    let ran = Home::new()
        .var("HTTPS_PROXY", "\"x")
        .run("--demo list")
        .await;
    assert_eq!(ran.code, Some(0), "{ran:?}");
}

#[tokio::test]
async fn a_user_name_and_a_password_go_to_the_proxy_with_their_percent_signs_taken_away() {
    let proxy = Service::start(|_, _| Reply::status(502)).await;
    let bare = proxy.address.strip_prefix("http://").unwrap();
    for (given, pair) in [
        ("ops:pw@", "ops:pw"),
        ("CORP%5Cops:p%40w%2Fx@", "CORP\\ops:p@w/x"),
        ("http://ops:100%@", "ops:100%"),
        ("http://ops@", "ops:"),
        ("ops:p@w@", "ops:p@w"),
    ] {
        let before = proxy.seen().len();
        let address = format!("{given}{bare}");
        let (reader, _) = clients(outside(&proxy, &[("HTTPS_PROXY", &address)]));
        let error = reader.read(&AvailableZones).await.unwrap_err();
        let seen = proxy.seen().split_off(before);
        let basic = base64::engine::general_purpose::STANDARD.encode(pair);
        let expected = format!("Basic {basic}");
        assert_eq!(
            seen[0].header("proxy-authorization"),
            Some(expected.as_str()),
            "{given}"
        );
        assert_eq!(seen[0].header("authorization"), None);
        assert!(!error.message.contains("pw"), "{}", error.message);
    }
}

#[tokio::test]
async fn a_proxy_that_cannot_be_read_is_refused_by_name_and_its_password_not_shown() {
    let write = "; write it as http://HOST:PORT or http://USER:PASSWORD@HOST:PORT";
    for (value, words) in [
        (
            "http://127.0.0.1:1\r",
            "there is a blank, a line break or a control character in it",
        ),
        (
            " http://127.0.0.1:1",
            "there is a blank, a line break or a control character in it",
        ),
        (
            "http://u:can ary@127.0.0.1:1",
            "there is a blank, a line break or a control character in it",
        ),
        (
            "http://u:canary\u{a0}@127.0.0.1:1",
            "there is a blank, a line break or a control character in it",
        ),
        (
            " ",
            "there is a blank, a line break or a control character in it",
        ),
        (
            "\"http://u:canary@127.0.0.1:1\"",
            "there is a quote around it or in it",
        ),
        (
            "'http://u:canary@127.0.0.1:1'",
            "there is a quote around it or in it",
        ),
        (
            "“http://127.0.0.1:1”",
            "there is a quote around it or in it",
        ),
        (
            "http://CORP\\ops:canary@127.0.0.1:1",
            "there is a backslash in it; in a user name it is written %5C",
        ),
        (
            "CORP\\ops:canary@127.0.0.1:1",
            "there is a backslash in it; in a user name it is written %5C",
        ),
        (
            "http://u:canärie@127.0.0.1:1",
            "there is a character in it that is not ASCII",
        ),
        (
            "socks5://u:canary@127.0.0.1:1",
            "only http and https proxies are supported, not SOCKS or others",
        ),
        (
            "socks5h://127.0.0.1",
            "only http and https proxies are supported, not SOCKS or others",
        ),
        (
            "ftp://127.0.0.1:21",
            "only http and https proxies are supported, not SOCKS or others",
        ),
        (
            "http://127.0.0.1:99999",
            "its port is no number from 1 to 65535",
        ),
        (
            "http://127.0.0.1:http",
            "its port is no number from 1 to 65535",
        ),
        ("127.0.0.1:0", "its port is no number from 1 to 65535"),
        (
            "http://ops:12#canary@127.0.0.1:1",
            "there is something behind the host and port",
        ),
        (
            "http://ops:1/canary@127.0.0.1:1",
            "there is something behind the host and port",
        ),
        (
            "http://127.0.0.1:1/proxy.pac",
            "there is something behind the host and port",
        ),
        (
            "http://127.0.0.1:1?x",
            "there is something behind the host and port",
        ),
        ("http://", "this is no address of a proxy"),
        (
            "http:/127.0.0.1:1",
            "there is something behind the host and port",
        ),
        ("3128", "this is no address of a proxy"),
        ("http://[::1", "this is no address of a proxy"),
    ] {
        for name in ["HTTPS_PROXY", "all_proxy"] {
            let home = home(name, value);
            let ran = home.run("list").await;
            assert_eq!(ran.code, Some(2), "{value:?}: {ran:?}");
            let start = format!("warren: {name}: {words}");
            assert!(ran.err.starts_with(&start), "{value:?}: {}", ran.err);
            assert!(
                ran.err.trim_end().ends_with(write),
                "{value:?}: {}",
                ran.err
            );
            assert!(!ran.err.contains("can"), "{}", ran.err);
        }
    }
    let ran = home("https_proxy", "http://CORP\\ops:canary@h:1")
        .run("doctor")
        .await;
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(
        ran.out
            .contains("FAIL  configuration - https_proxy: there is a backslash"),
        "{ran:?}"
    );
    assert!(!ran.out.contains("canary"), "{ran:?}");
    // Where it is not used it does not matter.
    let ran = home("HTTPS_PROXY", "\"")
        .var("NO_PROXY", "example.invalid")
        .run("list")
        .await;
    assert_eq!(ran.code, Some(5), "{ran:?}");
}

#[tokio::test]
async fn a_proxy_that_refuses_its_password_is_asked_once_until_the_user_asks() {
    let proxy = Service::start(|_, _| Reply::status(407)).await;
    let bare = proxy.address.strip_prefix("http://").unwrap();
    let address = format!("http://ops:canary@{bare}");
    let (reader, writer) = clients(outside(&proxy, &[("HTTPS_PROXY", &address)]));
    let five = || async {
        let one = || reader.read(&AvailableZones);
        let (a, b, c, d, e) = tokio::join!(one(), one(), one(), one(), one());
        [a, b, c, d, e].map(|answer| answer.unwrap_err())
    };
    let said = format!("the proxy refuses its user name or password: {bare} (HTTPS_PROXY)");
    for error in five().await {
        assert_eq!(
            (error.kind, error.message.as_str()),
            (ErrorKind::Locked, said.as_str())
        );
    }
    let delete = DeleteInstance {
        instance: InstanceId::new("iid").unwrap(),
    };
    let unsent = send(&writer, &delete).await.unwrap_err();
    assert!(
        matches!(&unsent, WriteError::NotSent(error) if error.message == said),
        "{unsent:?}"
    );
    assert_eq!(proxy.seen().len(), 1);
    reader.retry_credential();
    five().await;
    assert_eq!(proxy.seen().len(), 2);
    let (reader, _) = clients(outside(&proxy, &[("HTTPS_PROXY", bare)]));
    let error = reader.read(&AvailableZones).await.unwrap_err();
    let asks = format!("the proxy asks for a user name and a password: {bare} (HTTPS_PROXY)");
    assert_eq!(error.message, asks);
}

#[tokio::test]
async fn the_doctor_and_the_list_say_which_proxy_is_used_and_that_it_refuses() {
    let proxy = Service::start(|_, _| Reply::status(407)).await;
    let bare = proxy.address.strip_prefix("http://").unwrap();
    let address = format!("http://ops:canary@{bare}");
    let home = || {
        home("HTTPS_PROXY", &address)
            .var("HUAWEICLOUD_SDK_IAM_ENDPOINT", "https://iam.other.invalid")
    };
    let ran = home().run("doctor").await;
    assert_eq!(ran.code, Some(5), "{ran:?}");
    assert!(
        ran.out
            .contains(&format!("ok    DMS proxy - {bare} (HTTPS_PROXY)\n")),
        "{}",
        ran.out
    );
    let refuses = format!("the proxy refuses its user name or password: {bare} (HTTPS_PROXY)");
    assert!(ran.out.contains(&refuses), "{}", ran.out);
    assert!(!ran.out.contains("canary"), "{}", ran.out);
    // DMS and IAM share it.
    assert_eq!(proxy.seen().len(), 1);
    let ran = home()
        .var("NO_PROXY", "dms.example.invalid")
        .run("doctor")
        .await;
    assert!(
        ran.out.contains("DMS proxy - none is used\n"),
        "{}",
        ran.out
    );
    assert!(
        ran.out
            .contains(&format!("IAM proxy - {bare} (HTTPS_PROXY)\n")),
        "{}",
        ran.out
    );
    let ran = home().run("list").await;
    assert_eq!(ran.code, Some(5), "{ran:?}");
    assert!(
        ran.err.contains(&refuses) && !ran.err.contains("canary"),
        "{}",
        ran.err
    );
    assert_eq!(proxy.seen().len(), 3);
}
