//! What goes to a broker's management API, and what is said of what comes back, or does not.

use std::net::TcpListener;

use serde_json::json;
use warren::api::management::*;
use warren::model::broker::{QueueKey, UserTag};
use warren::secret::Secret;

use crate::certificates::Server;
use crate::scripted::{Reply, Service};

pub fn login() -> Login {
    Login {
        user: "ops".into(),
        password: Secret::new("canary-pw"),
    }
}

pub fn client(address: &str) -> Client {
    let address = Address::parse(address).unwrap();
    let way = Way::to(address, WaySource::Command);
    Client::new(Options::new(way, login())).unwrap()
}

fn me() -> Reply {
    Reply::ok(json!({"name": "ops", "tags": ["administrator"]}))
}

fn broken(status: u16, error: &str, reason: &str) -> Reply {
    let body = json!({"error": error, "reason": reason});
    Reply::Say(status, Vec::new(), body.to_string())
}

/// What becomes of the first question when it is answered so.
async fn asked(reply: Reply) -> ManagementError {
    let service = Service::start(move |_, _| reply.clone()).await;
    let asked = client(&service.address).ask(&WhoAmI).await;
    asked.unwrap_err()
}

/// The same for a question that not every version knows.
async fn asked_for_a_queue(reply: Reply) -> ManagementError {
    let service = Service::start(move |_, _| reply.clone()).await;
    let queue = QueueKey::default();
    let asked = client(&service.address).ask(&ShowQueue { queue }).await;
    asked.unwrap_err()
}

#[tokio::test]
async fn one_connection_carries_name_password_and_what_is_understood() {
    let service = Service::start(|_, _| me()).await;
    let prefixed = format!("{}/rabbit", service.address);
    let client = client(&prefixed);
    for _ in 0..3 {
        let answered = client.ask(&WhoAmI).await.unwrap();
        assert_eq!(answered.value.name, "ops");
        assert!(answered.took > std::time::Duration::ZERO);
    }
    let seen = service.seen();
    assert!(seen.iter().all(|one| one.connection == 0));
    assert_eq!(seen[0].line(), "GET /rabbit/api/whoami");
    let pair = "Basic b3BzOmNhbmFyeS1wdw==";
    assert_eq!(seen[0].header("authorization"), Some(pair));
    assert_eq!(seen[0].header("accept-encoding"), Some("gzip"));
    let shown = format!("{client:?} {:?}", login());
    assert!(
        !shown.contains("canary") && !shown.contains("b3Bz"),
        "{shown}"
    );
}

#[tokio::test]
async fn a_compressed_answer_is_read() {
    const GZIP: &[u8] = &[
        31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 171, 86, 202, 75, 204, 77, 85, 178, 82, 202, 47, 40, 86,
        210, 81, 42, 73, 76, 47, 86, 178, 138, 142, 173, 5, 0, 56, 223, 101, 196, 24, 0, 0, 0,
    ];
    let service = Service::start(|_, _| {
        let headers = vec![("content-encoding", "gzip".to_owned())];
        Reply::Bytes(200, headers, GZIP.to_vec())
    })
    .await;
    let answered = client(&service.address).ask(&WhoAmI).await.unwrap();
    assert_eq!(answered.value.name, "ops");
}

#[tokio::test]
async fn a_connection_that_is_closed_costs_one_more_try_and_not_two() {
    let service = Service::start(|number, _| match number {
        1 => Reply::Close,
        _ => me(),
    })
    .await;
    let client = client(&service.address);
    for _ in 0..2 {
        assert!(client.ask(&WhoAmI).await.is_ok());
    }
    assert_eq!(service.seen().len(), 3);
    let service = Service::start(|_, _| Reply::Close).await;
    let error = self::client(&service.address).ask(&WhoAmI).await;
    assert!(matches!(error, Err(ManagementError::Lost(_))), "{error:?}");
    // After them, it is asked what speaks there, without a name.
    let seen = service.seen();
    let lines: Vec<_> = seen.iter().map(|one| one.line()).collect();
    let asked = "GET /api/whoami";
    assert_eq!(lines, [asked, asked, "GET /"]);
    assert_eq!(seen[2].header("authorization"), None);
}

#[tokio::test]
async fn the_three_kinds_of_401_are_told_apart() {
    use ManagementError::{LacksTag, LoginFailed, NoCredentials, NotAllowed};
    let foreign = "User not authorised to access object";
    for (error, reason, meant) in [
        ("not_authorised", "Login failed", LoginFailed),
        ("not_authorized", "Not_Authorized", LoginFailed),
        (
            "not_authorized",
            "Not management user",
            LacksTag(UserTag::Management),
        ),
        (
            "not_authorised",
            "Not monitor user",
            LacksTag(UserTag::Monitoring),
        ),
        (
            "not_authorised",
            "Not administrator user",
            LacksTag(UserTag::Administrator),
        ),
        ("not_authorised", foreign, NotAllowed(foreign.into())),
    ] {
        assert_eq!(asked(broken(401, error, reason)).await, meant);
    }
    let none = Reply::Say(
        401,
        vec![("www-authenticate", "Basic".into())],
        String::new(),
    );
    assert_eq!(asked(none).await, NoCredentials);
}

#[tokio::test]
async fn what_is_no_management_api_is_told_from_one_that_refuses() {
    use ManagementError as E;
    let say = |status, body: &str| Reply::Say(status, Vec::new(), body.into());
    let not_found = || broken(404, "Object Not Found", "Not Found");
    assert_eq!(asked(not_found()).await, E::NotTheApi { status: 404 });
    assert_eq!(asked_for_a_queue(not_found()).await, E::NotFound);
    assert_eq!(asked_for_a_queue(say(400, "")).await, E::NotFound);
    let page = "<!doctype html><title>sign in</title>";
    let status = 200;
    assert_eq!(asked(say(200, page)).await, E::BrowserPage { status });
    let status = 404;
    assert_eq!(asked(say(404, page)).await, E::BrowserPage { status });
    assert_eq!(asked(say(404, "no")).await, E::NotTheApi { status });
    let moved = say(301, "").with("location", "https://login.example/x");
    let to = "https://login.example/x".into();
    assert_eq!(asked(moved).await, E::Redirect(to));
    assert!(matches!(asked(say(200, "[]")).await, E::Undecodable(_)));
}

#[tokio::test]
async fn the_broker_s_own_refusals_keep_their_reason() {
    use ManagementError as E;
    let range = broken(
        400,
        "page_out_of_range",
        "Page out of range, page: 9, len: 1",
    );
    assert_eq!(asked_for_a_queue(range).await, E::PageOutOfRange);
    let off = "Stats in management UI are disabled on this node";
    let off = asked_for_a_queue(broken(400, "bad_request", off)).await;
    assert_eq!(off, E::StatisticsOff);
    let reason = "Pagination parameters are invalid";
    assert_eq!(
        asked_for_a_queue(broken(400, "bad_request", reason)).await,
        E::Refused {
            status: 400,
            reason: reason.into()
        }
    );
    let parts = Reply::Say(500, Vec::new(), r#"{"error":["function_clause"]}"#.into());
    let reason = r#"["function_clause"]"#.into();
    let status = 500;
    assert_eq!(asked(parts).await, E::Server { status, reason });
    let none = Reply::Say(500, Vec::new(), String::new());
    let reason = "Internal Server Error".into();
    assert_eq!(asked(none).await, E::Server { status, reason });
    let gateway = Reply::Say(504, Vec::new(), "<html>Gateway</html>".into());
    let status = 504;
    assert_eq!(asked(gateway).await, E::Gateway { status });
    let gateway = Reply::Say(503, Vec::new(), "no healthy upstream".into());
    let status = 503;
    assert_eq!(asked(gateway).await, E::Gateway { status });
}

#[tokio::test]
async fn a_broker_that_repeats_the_password_is_not_repeated() {
    let reason = "no canary-pw here, Basic b3BzOmNhbmFyeS1wdw==";
    let error = asked(broken(400, "bad_request", reason)).await;
    let shown = format!("{error} {error:?}");
    assert!(shown.contains("[hidden]"), "{shown}");
    assert!(
        !shown.contains("canary") && !shown.contains("b3Bz"),
        "{shown}"
    );
}

#[tokio::test]
async fn nobody_at_the_port_is_told_from_a_name_that_nobody_knows() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", free.local_addr().unwrap());
    drop(free);
    let refused = client(&address).ask(&WhoAmI).await;
    assert_eq!(refused, Err(ManagementError::ConnectionRefused));
    let unknown = client("http://no-such-host.invalid:15672")
        .ask(&WhoAmI)
        .await;
    assert_eq!(unknown, Err(ManagementError::UnknownHost));
}

#[tokio::test]
async fn the_port_of_amqp_and_that_of_tls_are_told_by_what_they_say() {
    for (says, expected) in [
        (
            b"AMQP\x00\x00\x09\x01".as_slice(),
            ManagementError::AmqpPort,
        ),
        (b"AMQP\x03\x01\x00\x00", ManagementError::AmqpPort),
        (b"\x15\x03\x01\x00\x02\x02\x0a", ManagementError::WantsTls),
        (b"220 mail.example ESMTP\r\n", ManagementError::NotHttp),
    ] {
        let server = Server::saying(says).await;
        let plain = server.address.replace("https", "http");
        assert_eq!(client(&plain).ask(&WhoAmI).await, Err(expected));
    }
}

#[tokio::test]
async fn the_port_of_amqp_and_that_of_plain_http_are_told_by_tls_too() {
    for (says, expected) in [
        (
            b"AMQP\x00\x00\x09\x01".as_slice(),
            ManagementError::AmqpPort,
        ),
        (
            b"HTTP/1.1 400 Bad Request\r\n\r\n",
            ManagementError::WantsPlain,
        ),
    ] {
        let server = Server::saying(says).await;
        let asked = client(&server.address).ask(&WhoAmI).await;
        assert_eq!(asked, Err(expected));
    }
}

#[tokio::test]
async fn a_name_that_is_folded_away_in_an_address_is_not_asked_for() {
    let service = Service::start(|_, _| me()).await;
    let queue = QueueKey {
        vhost: "..".into(),
        name: "..".into(),
    };
    let asked = client(&service.address).ask(&ShowQueue { queue }).await;
    assert_eq!(asked.unwrap_err(), ManagementError::Unaddressable);
    assert_eq!(service.seen().len(), 0);
}
