//! What goes over the wire, and what the clients make of what comes back.

use std::time::Duration;

use serde_json::json;
use warren::api::sign::{UnsignedRequest, sign};
use warren::api::v2::{AvailableZones, DeleteInstance, ListInstances, ResetPassword, ShowInstance};
use warren::api::{
    Accepted, Access, ApiError, Clock, ConnectOptions, Credential, ErrorKind, Method, Operation,
    WriteError, connect,
};
use warren::model::InstanceId;
use warren::secret::Secret;

use crate::scripted::{Reply, Seen, Service, clients, send};

fn zones() -> Reply {
    Reply::ok(json!({"available_zones": []}))
}

fn instance() -> InstanceId {
    InstanceId::new("iid").unwrap()
}

fn delete() -> DeleteInstance {
    DeleteInstance {
        instance: instance(),
    }
}

/// 2024-01-02T03:04:05Z.
const TIME: i64 = 1_704_164_645_000;

fn authorization(seen: &Seen, method: Method, headers: &[(&str, &str)]) -> String {
    let (path, query) = seen.uri.split_once('?').unwrap_or((&seen.uri, ""));
    let query: Vec<(String, String)> = query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let unsigned = UnsignedRequest {
        method,
        host: seen.header("host").unwrap(),
        path,
        query: &query,
        headers,
        body: &seen.body,
    };
    sign(&unsigned, "AK", &Secret::new("canary-sk"), TIME).authorization
}

#[tokio::test]
async fn what_is_sent_is_what_was_signed() {
    let service = Service::start(|_, seen| match seen.method.as_str() {
        "POST" => Reply::Say(204, Vec::new(), String::new()),
        _ => Reply::ok(json!({"instances": []})),
    })
    .await;
    let (reader, writer) = clients(ConnectOptions {
        clock: Clock::new(|| TIME),
        credential: Credential::Keys {
            access_key: "AK".into(),
            secret_key: Secret::new("canary-sk"),
            security_token: Some(Secret::new("canary-st")),
        },
        ..service.options()
    });
    reader
        .read(&ListInstances {
            offset: 0,
            limit: 50,
        })
        .await
        .unwrap();
    let reset = ResetPassword {
        instance: instance(),
        new_password: Secret::new("canary-pw"),
    };
    send(&writer, &reset).await.unwrap();
    let [get, post] = service.seen().try_into().unwrap();
    let token = ("x-security-token", "canary-st");
    let expected = authorization(&get, Method::Get, &[("x-project-id", "pid"), token]);
    assert_eq!(get.header("authorization"), Some(expected.as_str()));
    assert!(expected.contains("SignedHeaders=host;x-project-id;x-sdk-date;x-security-token,"));
    assert_eq!(get.header("x-sdk-date"), Some("20240102T030405Z"));
    assert_eq!(get.header("content-type"), None);
    assert_eq!(
        get.line(),
        "GET /v2/pid/instances?engine=rabbitmq&include_failure=true&include_failures=true&limit=50&offset=0"
    );
    let kind = ("content-type", "application/json");
    let expected = authorization(&post, Method::Post, &[("x-project-id", "pid"), token, kind]);
    assert_eq!(post.header("authorization"), Some(expected.as_str()));
    assert_eq!(post.body, br#"{"new_password":"canary-pw"}"#);
}

#[tokio::test]
async fn a_read_is_sent_again_after_throttling_server_and_connection_errors() {
    let flow_control = r#"{"error_code":"DMS.10240407","error_msg":"slow down"}"#;
    let failures = [
        Reply::status(503),
        Reply::status(429).with("retry-after", "0"),
        Reply::Say(404, Vec::new(), flow_control.into()),
        Reply::Close,
        Reply::CutShort(200, "{".into()),
    ];
    for failure in failures {
        let name = format!("{failure:?}");
        let service = Service::start(move |number, _| match number {
            0 => failure.clone(),
            _ => zones(),
        })
        .await;
        service.reader().read(&AvailableZones).await.expect(&name);
        assert_eq!(service.seen().len(), 2, "{name}");
    }
}

#[tokio::test]
async fn a_read_gives_up_after_three_tries_and_says_what_the_service_said() {
    let service = Service::start(|_, _| Reply::status(500).with("x-request-id", "r-1")).await;
    let error = service.reader().read(&AvailableZones).await.unwrap_err();
    let expected = ApiError {
        attempted: Operation::ListZones,
        kind: ErrorKind::Server,
        status: Some(500),
        code: Some("DMS.500".into()),
        message: "scripted".into(),
        request_id: Some("r-1".into()),
        retry_after: None,
        skew_ms: None,
    };
    assert_eq!(error, expected);
    assert_eq!(service.seen().len(), 3);
}

#[tokio::test]
async fn a_read_is_not_sent_again_when_that_cannot_help() {
    let too_long = Reply::status(429).with("retry-after", "31");
    let cases = [
        (too_long, ErrorKind::Throttled, Some(31)),
        (Reply::status(400), ErrorKind::Refused, None),
        (Reply::status(403), ErrorKind::Forbidden, None),
        (Reply::status(404), ErrorKind::NotFound, None),
        (Reply::ok("<html>"), ErrorKind::Undecodable, None),
    ];
    for (reply, kind, wait) in cases {
        let service = Service::start(move |_, _| reply.clone()).await;
        let error = service.reader().read(&AvailableZones).await.unwrap_err();
        assert_eq!(
            (error.kind, error.retry_after),
            (kind, wait.map(Duration::from_secs))
        );
        assert_eq!(service.seen().len(), 1, "{kind:?}");
    }
}

#[tokio::test]
async fn a_call_without_an_answer_ends_in_time() {
    let service = Service::start(|_, _| Reply::Hang).await;
    let (reader, writer) = clients(ConnectOptions {
        timeout: Duration::from_millis(100),
        ..service.options()
    });
    let error = reader.read(&AvailableZones).await.unwrap_err();
    assert_eq!((error.kind, error.status), (ErrorKind::Timeout, None));
    assert_eq!(error.message, "no complete answer within 0.1 s");
    let error = send(&writer, &delete()).await.unwrap_err();
    assert!(matches!(error, WriteError::Unknown(error) if error.kind == ErrorKind::Timeout));
    assert_eq!(service.seen().len(), 2);
}

#[tokio::test]
async fn an_answer_beyond_16_mib_is_not_read() {
    let announced = Reply::Say(200, Vec::new(), " ".repeat((16 << 20) + 1));
    for reply in [announced, Reply::Flood((16 << 20) + 1)] {
        let service = Service::start(move |_, _| reply.clone()).await;
        let error = service.reader().read(&AvailableZones).await.unwrap_err();
        assert_eq!(error.kind, ErrorKind::TooLarge);
    }
    let largest = format!("{{\"available_zones\":[]{}}}", " ".repeat((16 << 20) - 22));
    assert_eq!(largest.len(), 16 << 20);
    let service = Service::start(move |_, _| Reply::ok(&largest)).await;
    assert!(service.reader().read(&AvailableZones).await.is_ok());
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let target = Service::start(|_, _| zones()).await;
    let location = format!("{}/v2/available-zones", target.address);
    let service = Service::start(move |_, _| {
        Reply::Say(307, vec![("location", location.clone())], String::new())
    })
    .await;
    let (reader, writer) = clients(service.options());
    let error = reader.read(&AvailableZones).await.unwrap_err();
    assert_eq!((error.kind, error.status), (ErrorKind::Refused, Some(307)));
    let error = send(&writer, &delete()).await.unwrap_err();
    assert!(matches!(error, WriteError::Unknown(_)), "{error:?}");
    assert!(target.seen().is_empty());
}

#[tokio::test]
async fn a_write_is_sent_once_and_says_what_is_known_of_its_effect() {
    let unknown = [
        Reply::status(500),
        Reply::status(503),
        Reply::Close,
        Reply::CutShort(200, "{".into()),
    ];
    for reply in unknown {
        let name = format!("{reply:?}");
        let service = Service::start(move |_, _| reply.clone()).await;
        let error = send(&service.writer(), &delete()).await.unwrap_err();
        assert!(matches!(error, WriteError::Unknown(_)), "{name}: {error:?}");
        assert_eq!(service.lines(), ["DELETE /v2/pid/instances/iid"], "{name}");
    }
    for status in [400, 404, 409, 429] {
        let service = Service::start(move |_, _| Reply::status(status)).await;
        let error = send(&service.writer(), &delete()).await.unwrap_err();
        assert!(
            matches!(error, WriteError::Refused(_)),
            "{status}: {error:?}"
        );
        assert_eq!(service.seen().len(), 1);
    }
}

#[tokio::test]
async fn an_accepted_write_whose_answer_cannot_be_read_is_unknown() {
    let service = Service::start(|_, _| Reply::ok("{}")).await;
    let switch = warren::api::v2::SetPlugins {
        instance: instance(),
        plugins: warren::api::OneOrMore::one(warren::model::PluginName::new("p").unwrap()),
        switch: warren::api::v2::Switch::Enable,
    };
    let error = send(&service.writer(), &switch).await.unwrap_err();
    assert!(matches!(&error, WriteError::Unknown(error) if error.kind == ErrorKind::Undecodable));
    assert_eq!(
        error.error().message,
        "the answer could not be read: job_id: missing"
    );
}

#[tokio::test]
async fn a_write_without_a_connection_was_not_sent() {
    let service = Service::start(|_, _| zones()).await;
    // A port that was free a moment ago.
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let options = ConnectOptions {
        endpoint: format!("http://{}", nobody.local_addr().unwrap()),
        ..service.options()
    };
    drop(nobody);
    let error = send(&clients(options).1, &delete()).await.unwrap_err();
    assert!(matches!(error, WriteError::NotSent(error) if error.kind == ErrorKind::Unreachable));
}

#[tokio::test]
async fn reads_share_a_connection_and_each_write_has_its_own() {
    let service = Service::start(|_, seen| match seen.method.as_str() {
        "GET" => zones(),
        _ => Reply::Say(204, Vec::new(), String::new()),
    })
    .await;
    let (reader, writer) = clients(service.options());
    for _ in 0..2 {
        reader.read(&AvailableZones).await.unwrap();
        send(&writer, &delete()).await.unwrap();
    }
    let connections: Vec<usize> = service.seen().iter().map(|seen| seen.connection).collect();
    assert_eq!(connections, [0, 1, 0, 2]);
}

#[tokio::test]
async fn an_id_cannot_lead_a_call_somewhere_else() {
    let service = Service::start(|_, _| zones()).await;
    let show = |id: &str| ShowInstance {
        instance: InstanceId::new(id).unwrap(),
    };
    let error = service.reader().read(&show("..")).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Setup);
    assert!(service.seen().is_empty());
    let _ = service.reader().read(&show("../a?b#c")).await;
    assert_eq!(service.lines(), ["GET /v2/pid/instances/..%2Fa%3Fb%23c"]);
}

#[tokio::test]
async fn nothing_secret_is_ever_shown() {
    let service = Service::start(|_, seen| {
        let quoted = format!(
            "{} {} {}",
            seen.header("x-security-token").unwrap(),
            String::from_utf8_lossy(&seen.body),
            "canary-sk"
        );
        Reply::Say(
            400,
            Vec::new(),
            json!({"error_msg": quoted, "error_code": quoted}).to_string(),
        )
    })
    .await;
    let options = ConnectOptions {
        credential: Credential::Keys {
            access_key: "AK".into(),
            secret_key: Secret::new("canary-sk"),
            security_token: Some(Secret::new("canary-st")),
        },
        ..service.options()
    };
    let access = connect(options.clone()).unwrap();
    let Access::Full(reader, writer) = &access else {
        panic!("read-only");
    };
    let reset = ResetPassword {
        instance: instance(),
        new_password: Secret::new("canary-pw"),
    };
    let refused = send(writer, &reset).await.unwrap_err();
    let error = reader.read(&AvailableZones).await.unwrap_err();
    assert!(error.message.starts_with("[hidden]"), "{error:?}");
    let shown = format!("{refused} {refused:?} {error} {error:?} {access:?} {options:?} {reset:?}");
    assert!(!shown.contains("canary"), "{shown}");
}

#[tokio::test]
async fn read_only_access_has_no_write_client() {
    let service = Service::start(|_, _| zones()).await;
    let options = ConnectOptions {
        read_only: true,
        ..service.options()
    };
    assert!(matches!(connect(options), Ok(Access::Read(_))));
}

#[tokio::test]
async fn an_accepted_write_gives_the_request_id_to_quote() {
    let service = Service::start(|_, _| Reply::status(204).with("x-request-id", "r-7")).await;
    let sent = send(&service.writer(), &delete()).await.unwrap();
    let expected = Accepted {
        reply: warren::api::WriteReply::Nothing,
        status: 204,
        request_id: Some("r-7".into()),
    };
    assert_eq!(sent, expected);
}
