//! What the clients make of answers that are not the service's own, and of denials.

use serde_json::json;
use warren::api::v2::{AvailableZones, DeleteInstance, SetPlugins, Switch};
use warren::api::{ApiError, ErrorKind, Oddity, OneOrMore, WriteError};
use warren::model::{InstanceId, PluginName};

use crate::scripted::{Reply, Service, send};

fn instance() -> InstanceId {
    InstanceId::new("iid").unwrap()
}

/// The error of a read that is answered so, and how often it was sent.
async fn read(reply: Reply) -> (ApiError, usize) {
    let service = Service::start(move |_, _| reply.clone()).await;
    let error = service.reader().read(&AvailableZones).await.unwrap_err();
    (error, service.seen().len())
}

async fn write(reply: Reply) -> WriteError {
    let service = Service::start(move |_, _| reply.clone()).await;
    let delete = DeleteInstance {
        instance: instance(),
    };
    let error = send(&service.writer(), &delete).await.unwrap_err();
    assert_eq!(service.seen().len(), 1, "{error:?}");
    error
}

fn coded(status: u16, code: &str) -> Reply {
    let body = json!({"error_code": code, "error_msg": "words"});
    Reply::Say(status, Vec::new(), body.to_string())
}

#[tokio::test]
async fn an_answer_is_asked_for_without_compression() {
    let service = Service::start(|_, _| Reply::ok(json!({"available_zones": []}))).await;
    service.reader().read(&AvailableZones).await.unwrap();
    let seen = service.seen();
    assert_eq!(seen[0].header("accept-encoding"), Some("identity"));
    let signed = seen[0].header("authorization").unwrap();
    assert!(!signed.contains("accept-encoding"), "{signed}");
}

#[tokio::test]
async fn an_answer_that_is_compressed_nevertheless_is_named_by_its_compression() {
    let gzip = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0xab, 0xae, 5, 0];
    for (header, named) in [
        (Some("gzip"), "gzip"),
        (Some("br"), "br"),
        (Some("zstd"), "zstd"),
        (Some("deflate"), "deflate"),
        (None, "gzip"),
    ] {
        let headers: Vec<_> = header
            .map(|name| ("content-encoding", name.to_owned()))
            .into_iter()
            .collect();
        for status in [200, 502] {
            let (error, _) = read(Reply::Bytes(status, headers.clone(), gzip.to_vec())).await;
            assert_eq!(error.message, format!("the answer is compressed: {named}"));
            assert_eq!(error.oddity(), Some(Oddity::Compressed));
        }
    }
}

#[tokio::test]
async fn an_answer_of_somebody_else_is_named_as_what_it_is() {
    let page = "<!DOCTYPE html><html><title class=a>Sign in to\n GuestWiFi</title><body>x";
    let portal = [(
        "location",
        "https://portal.example/login?token=x".to_owned(),
    )];
    let cases = [
        (
            Reply::ok(page),
            Oddity::Page,
            "a proxy answered with an HTML page: Sign in to GuestWiFi",
        ),
        (
            Reply::Say(302, portal.to_vec(), page.to_owned()),
            Oddity::Redirect,
            "the answer leads elsewhere: https://portal.example",
        ),
        (
            Reply::Say(307, Vec::new(), String::new()),
            Oddity::Redirect,
            "the answer leads elsewhere",
        ),
        (Reply::ok(""), Oddity::Empty, "the answer is empty"),
        (Reply::ok(" \r\n\0"), Oddity::Empty, "the answer is empty"),
        (
            Reply::Say(204, Vec::new(), String::new()),
            Oddity::Empty,
            "the answer is empty",
        ),
        (
            Reply::ok("Please log in\x1b[2J first."),
            Oddity::Text,
            "the answer is text and no JSON: \"Please log in [2J first.\"",
        ),
    ];
    for (reply, oddity, message) in cases {
        let (error, calls) = read(reply).await;
        assert_eq!(
            (error.oddity(), error.message.as_str()),
            (Some(oddity), message)
        );
        assert_eq!(calls, 1, "{message}");
    }
}

#[tokio::test]
async fn a_write_that_somebody_else_answered_is_unknown() {
    let page = Reply::ok("<html><title>Portal</title></html>");
    let error = write(page).await;
    assert!(
        matches!(&error, WriteError::Unknown(error) if error.is_page()),
        "{error:?}"
    );
    let service = Service::start(|_, _| Reply::Say(204, Vec::new(), String::new())).await;
    let switch = SetPlugins {
        instance: instance(),
        plugins: OneOrMore::one(PluginName::new("p").unwrap()),
        switch: Switch::Enable,
    };
    let error = send(&service.writer(), &switch).await.unwrap_err();
    assert_eq!(error.error().oddity(), Some(Oddity::Empty), "{error:?}");
}

#[tokio::test]
async fn a_denial_is_a_missing_permission_only_when_its_code_or_words_mean_that() {
    for code in [
        "DMS.00403003",
        "DMS.10240311",
        "DMS.10240309",
        "111403003",
        "APIGW.0302",
    ] {
        let (error, _) = read(coded(403, code)).await;
        assert!(error.lacks_permission(), "{code}");
    }
    for code in [
        "DMS.00403002",
        "111403002",
        "DMS.10240306",
        "DMS.10240310",
        "DMS.10240312",
        "DMS.10240304",
        "DMS.10240307",
        "DMS.10240308",
        "APIGW.0306",
        "APIG.0306",
    ] {
        let (error, _) = read(coded(403, code)).await;
        assert_eq!(
            (error.kind, error.lacks_permission()),
            (ErrorKind::Refused, false),
            "{code}"
        );
    }
    let (firewall, _) = read(Reply::Say(403, Vec::new(), "<h1>403 blocked</h1>".into())).await;
    assert_eq!(
        (firewall.kind, firewall.lacks_permission()),
        (ErrorKind::Refused, false)
    );
    let (plain, _) = read(Reply::Say(403, Vec::new(), String::new())).await;
    assert_eq!(
        (plain.kind, plain.lacks_permission()),
        (ErrorKind::Forbidden, false)
    );
    let policy = r#"{"error_code":"NEW.1","error_msg":"Policy doesn't allow dms:instance:list to be performed."}"#;
    let (named, _) = read(Reply::Say(403, Vec::new(), policy.into())).await;
    assert!(named.lacks_permission());
}

#[tokio::test]
async fn a_read_that_timed_out_behind_the_gateway_is_sent_again_and_a_write_is_not() {
    let again = [
        coded(408, "DMS.111501024"),
        coded(503, "DMS.111501025"),
        coded(404, "DMS.10240407"),
        Reply::Say(408, Vec::new(), String::new()),
        Reply::Say(408, Vec::new(), "<h1>Request Time-out</h1>".into()),
    ];
    for reply in again {
        let name = format!("{reply:?}");
        assert_eq!(read(reply).await.1, 3, "{name}");
    }
    for reply in [coded(501, "DMS.111501026"), Reply::status(505)] {
        let name = format!("{reply:?}");
        assert_eq!(read(reply).await.1, 1, "{name}");
    }
    for reply in [
        coded(408, "DMS.111501024"),
        Reply::Say(499, Vec::new(), String::new()),
    ] {
        let name = format!("{reply:?}");
        let error = write(reply).await;
        assert!(matches!(error, WriteError::Unknown(_)), "{name}: {error:?}");
    }
}
