//! Refused credentials, tokens and projects, over the wire.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use serde_json::json;
use tokio::sync::Notify;
use warren::api::v2::{AvailableZones, DeleteInstance};
use warren::api::{
    ApiError, Clock, ConnectOptions, Credential, ErrorKind, Operation, ReadClient, WriteError,
};
use warren::model::{InstanceId, ProjectId};
use warren::secret::Secret;

use crate::scripted::{Reply, Seen, Service, clients, send};

const SIGN_IN: &str = "POST /v3/auth/tokens?nocatalog=true";
const ZONES: &str = "GET /v2/available-zones";
const PROJECTS: &str = "GET /v3/projects?name=cn-north-4";

fn zones() -> Reply {
    Reply::ok(json!({"available_zones": []}))
}

fn refused() -> Reply {
    let body =
        json!({"error_code": "APIGW.0301", "error_msg": "ak AK not exist", "request_id": "r"});
    Reply::Say(401, Vec::new(), body.to_string())
}

fn delete() -> DeleteInstance {
    DeleteInstance {
        instance: InstanceId::new("iid").unwrap(),
    }
}

/// IAM's answer to signing in: a token that lives for ten hours.
fn token(text: &str) -> Reply {
    let body = json!({"token": {"issued_at": "2024-01-01T00:00:00.000000Z",
                                "expires_at": "2024-01-01T10:00:00.000000Z"}});
    Reply::Say(
        201,
        vec![("x-subject-token", text.into())],
        body.to_string(),
    )
}

fn with_password(service: &Service) -> ConnectOptions {
    ConnectOptions {
        credential: Credential::Password {
            user: "me".into(),
            password: Secret::new("canary-pw"),
            domain: "us".into(),
        },
        ..service.options()
    }
}

/// Five reads at once.
async fn five(reader: &ReadClient) -> Vec<Result<(), ApiError>> {
    let mut reads = tokio::task::JoinSet::new();
    for _ in 0..5 {
        let reader = reader.clone();
        reads.spawn(async move { reader.read(&AvailableZones).await.map(|_| ()) });
    }
    reads.join_all().await
}

#[tokio::test]
async fn the_first_call_with_a_credential_goes_alone() {
    let (arrived, release) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (here, go) = (Arc::clone(&arrived), Arc::clone(&release));
    let service = Service::deciding(move |number, _| {
        let (here, go) = (Arc::clone(&here), Arc::clone(&go));
        Box::pin(async move {
            if number == 0 {
                here.notify_one();
                go.notified().await;
            }
            zones()
        })
    })
    .await;
    let reader = service.reader();
    let reads = tokio::spawn(async move { five(&reader).await });
    arrived.notified().await;
    // Every other call gets many chances to go out now; none may take one.
    for _ in 0..1000 {
        tokio::task::yield_now().await;
    }
    assert_eq!(service.seen().len(), 1);
    release.notify_one();
    assert!(reads.await.unwrap().iter().all(Result::is_ok));
    assert_eq!(service.seen().len(), 5);
}

#[tokio::test]
async fn one_refusal_stops_every_call_with_that_credential_until_the_user_asks() {
    let service = Service::start(|number, _| if number == 0 { refused() } else { zones() }).await;
    let options = service.options();
    let (reader, writer) = clients(options.clone());
    // Another connection with the same credential, as another profile would have.
    let (other, _) = clients(options);
    let outcomes = five(&reader).await;
    let kinds = |kind| {
        let failed = outcomes.iter().filter_map(|outcome| outcome.as_ref().err());
        failed.filter(|error| error.kind == kind).count()
    };
    assert_eq!(
        (kinds(ErrorKind::Unauthorized), kinds(ErrorKind::Locked)),
        (1, 4)
    );
    let locked = other.read(&AvailableZones).await.unwrap_err();
    let expected = ApiError {
        attempted: Operation::ListZones,
        kind: ErrorKind::Locked,
        status: Some(401),
        code: Some("APIGW.0301".into()),
        message: "ak [hidden] not exist".into(),
        request_id: Some("r".into()),
        retry_after: None,
        skew_ms: None,
    };
    assert_eq!(locked, expected);
    let unsent = send(&writer, &delete()).await.unwrap_err();
    assert!(matches!(unsent, WriteError::NotSent(error) if error.kind == ErrorKind::Locked));
    assert_eq!(service.seen().len(), 1);
    reader.retry_credential();
    assert!(other.read(&AvailableZones).await.is_ok());
    assert_eq!(service.seen().len(), 2);
}

#[tokio::test]
async fn a_refusal_in_the_middle_of_a_session_stops_it_too() {
    let service = Service::start(|number, _| if number == 1 { refused() } else { zones() }).await;
    let reader = service.reader();
    assert!(reader.read(&AvailableZones).await.is_ok());
    let kind = async || reader.read(&AvailableZones).await.unwrap_err().kind;
    assert_eq!(kind().await, ErrorKind::Unauthorized);
    assert_eq!(kind().await, ErrorKind::Locked);
    assert_eq!(service.seen().len(), 2);
}

#[tokio::test]
async fn a_given_token_is_sent_as_it_is() {
    let service = Service::start(|_, _| zones()).await;
    let (reader, _) = clients(ConnectOptions {
        credential: Credential::Token(Secret::new("canary-token")),
        ..service.options()
    });
    reader.read(&AvailableZones).await.unwrap();
    let [seen] = service.seen().try_into().unwrap();
    assert_eq!(seen.header("x-auth-token"), Some("canary-token"));
    assert_eq!(
        (seen.header("authorization"), seen.header("x-sdk-date")),
        (None, None)
    );
    assert_eq!(seen.header("x-project-id"), Some("pid"));
}

/// Signs in with tokens `t0`, `t1`, … by the number of the call; the rest is `script`'s.
async fn signing_in(script: impl Fn(&Seen) -> Reply + Send + Sync + 'static) -> Service {
    Service::start(move |number, seen| match seen.line().as_str() {
        SIGN_IN => token(&format!("t{number}")),
        _ => script(seen),
    })
    .await
}

#[tokio::test]
async fn one_sign_in_serves_every_call_until_a_tenth_of_its_life_is_left() {
    let service = signing_in(|_| zones()).await;
    let now = Arc::new(AtomicI64::new(0));
    let clock = Arc::clone(&now);
    let (reader, _) = clients(ConnectOptions {
        clock: Clock::new(move || clock.load(Ordering::SeqCst)),
        ..with_password(&service)
    });
    assert!(five(&reader).await.iter().all(Result::is_ok));
    let nine_hours = 9 * 60 * 60 * 1000;
    now.store(nine_hours - 1, Ordering::SeqCst);
    reader.read(&AvailableZones).await.unwrap();
    assert_eq!(
        service.lines(),
        [SIGN_IN, ZONES, ZONES, ZONES, ZONES, ZONES, ZONES]
    );
    now.store(nine_hours, Ordering::SeqCst);
    assert!(five(&reader).await.iter().all(Result::is_ok));
    let seen = service.seen();
    assert_eq!(seen[7].line(), SIGN_IN);
    assert!(
        seen[8..]
            .iter()
            .all(|seen| seen.header("x-auth-token") == Some("t7"))
    );
    assert_eq!(seen.len(), 13);
    assert_eq!(seen[0].header("x-auth-token"), None);
}

#[tokio::test]
async fn a_token_that_ended_early_is_renewed_once_and_the_read_goes_out_again() {
    let service = signing_in(|seen| match seen.header("x-auth-token") {
        Some("t0") if seen.uri.ends_with("zones") => refused(),
        _ => Reply::ok(json!({"available_zones": [], "maintain_windows": []})),
    })
    .await;
    let (reader, _) = clients(with_password(&service));
    reader
        .read(&warren::api::v2::MaintainWindows)
        .await
        .unwrap();
    assert!(five(&reader).await.iter().all(Result::is_ok));
    let lines = service.lines();
    assert_eq!(
        lines.iter().filter(|line| *line == SIGN_IN).count(),
        2,
        "{lines:?}"
    );
}

#[tokio::test]
async fn a_second_refusal_with_a_new_token_is_final() {
    let service = signing_in(|seen| match seen.uri.as_str() {
        "/v2/available-zones" => refused(),
        _ => Reply::ok(json!({"maintain_windows": []})),
    })
    .await;
    let (reader, _) = clients(with_password(&service));
    reader
        .read(&warren::api::v2::MaintainWindows)
        .await
        .unwrap();
    let error = reader.read(&AvailableZones).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Unauthorized);
    let error = reader.read(&AvailableZones).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Locked);
    let windows = "GET /v2/instances/maintain-windows";
    assert_eq!(service.lines(), [SIGN_IN, windows, ZONES, SIGN_IN, ZONES]);
}

#[tokio::test]
async fn a_write_is_not_even_sent_again_with_a_new_token() {
    let service = signing_in(|seen| match seen.method.as_str() {
        "DELETE" if seen.header("x-auth-token") == Some("t0") => refused(),
        "DELETE" => Reply::Say(204, Vec::new(), String::new()),
        _ => zones(),
    })
    .await;
    let (reader, writer) = clients(with_password(&service));
    reader.read(&AvailableZones).await.unwrap();
    let error = send(&writer, &delete()).await.unwrap_err();
    assert!(matches!(error, WriteError::Refused(error) if error.kind == ErrorKind::Unauthorized));
    // Only the token was old: the user may try again, and a new one is fetched for it.
    let sent = send(&writer, &delete()).await;
    assert_eq!(
        sent.map(|sent| sent.reply),
        Ok(warren::api::WriteReply::Nothing)
    );
    let deletion = "DELETE /v2/pid/instances/iid";
    assert_eq!(
        service.lines(),
        [SIGN_IN, ZONES, deletion, SIGN_IN, deletion]
    );
}

#[tokio::test]
async fn a_token_that_the_service_quotes_is_not_repeated() {
    let service = signing_in(|seen| {
        let quoted = json!({"error_code": "X", "error_msg": seen.header("x-auth-token")});
        Reply::Say(400, Vec::new(), quoted.to_string())
    })
    .await;
    let (reader, _) = clients(with_password(&service));
    for _ in 0..2 {
        let error = reader.read(&AvailableZones).await.unwrap_err();
        assert_eq!(error.message, "[hidden]");
    }
}

#[tokio::test]
async fn calls_that_wait_for_a_renewal_share_its_failure() {
    let now = Arc::new(AtomicI64::new(0));
    let clock = Arc::clone(&now);
    let service = Service::start(|number, seen| match (number, seen.line().as_str()) {
        (0, SIGN_IN) => token("t0"),
        (_, SIGN_IN) => refused(),
        _ => zones(),
    })
    .await;
    let (reader, _) = clients(ConnectOptions {
        clock: Clock::new(move || clock.load(Ordering::SeqCst)),
        ..with_password(&service)
    });
    reader.read(&AvailableZones).await.unwrap();
    now.store(i64::MAX / 2, Ordering::SeqCst);
    assert!(five(&reader).await.iter().all(Result::is_err));
    assert_eq!(service.lines(), [SIGN_IN, ZONES, SIGN_IN]);
}

#[tokio::test]
async fn a_refused_password_is_tried_once() {
    let service = Service::start(|_, _| {
        let error = json!({"error": {"code": 401, "title": "Unauthorized",
                           "message": "The username or password is wrong: canary-pw"}});
        Reply::Say(
            401,
            vec![("x-iam-trace-id", "trace".into())],
            error.to_string(),
        )
    })
    .await;
    let (reader, _) = clients(with_password(&service));
    let outcomes = five(&reader).await;
    let expected = ApiError {
        attempted: Operation::SignIn,
        kind: ErrorKind::Unauthorized,
        status: Some(401),
        code: Some("401".into()),
        message: "The username or password is wrong: [hidden]".into(),
        request_id: Some("trace".into()),
        retry_after: None,
        skew_ms: None,
    };
    let first = outcomes
        .iter()
        .filter(|outcome| **outcome == Err(expected.clone()))
        .count();
    assert_eq!(first, 1, "{outcomes:?}");
    let error = reader.read(&AvailableZones).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Locked);
    assert_eq!(service.lines(), [SIGN_IN]);
}

fn without_project(service: &Service) -> ConnectOptions {
    ConnectOptions {
        project_id: None,
        ..service.options()
    }
}

#[tokio::test]
async fn the_project_is_looked_up_once_however_many_calls_wait() {
    let service = Service::start(|_, seen| match seen.uri.starts_with("/v3/projects") {
        true => Reply::ok(json!({"projects": [{"id": "p-1", "name": "cn-north-4"}]})),
        false => zones(),
    })
    .await;
    let (reader, _) = clients(without_project(&service));
    assert!(five(&reader).await.iter().all(Result::is_ok));
    assert_eq!(reader.project().await, Ok(ProjectId::new("p-1").unwrap()));
    let seen = service.seen();
    assert_eq!((seen[0].line().as_str(), seen.len()), (PROJECTS, 6));
    assert_eq!(seen[0].header("x-project-id"), None);
    assert!(
        seen[1..]
            .iter()
            .all(|seen| seen.header("x-project-id") == Some("p-1"))
    );
}

#[tokio::test]
async fn an_iam_that_ignores_the_name_it_is_asked_for_is_understood() {
    let service = Service::start(|_, seen| match seen.uri.starts_with("/v3/projects") {
        true => Reply::ok(json!({"projects": [
            {"id": "p-0", "name": "cn-north-4", "enabled": false},
            {"id": "p-m", "name": "MOS", "enabled": true},
            {"id": "p-1", "name": "cn-north-4", "enabled": true},
            {"id": "p-2", "name": "cn-north-4_sub", "enabled": true},
        ]})),
        false => zones(),
    })
    .await;
    let (reader, _) = clients(without_project(&service));
    assert_eq!(reader.project().await, Ok(ProjectId::new("p-1").unwrap()));
}

#[tokio::test]
async fn several_projects_of_that_name_are_listed_and_nothing_else_is_asked() {
    let service = Service::start(|_, _| {
        Reply::ok(json!({"projects": [{"id": "p-1", "name": "cn-north-4"},
                                      {"id": "p-2", "name": "cn-north-4"}]}))
    })
    .await;
    let (reader, writer) = clients(without_project(&service));
    let error = reader.read(&AvailableZones).await.unwrap_err();
    let message = "several projects have this name; set project_id to one of them: \
                   \"cn-north-4\" - p-1, p-2";
    assert_eq!(
        error,
        ApiError::local(Operation::FindProject, ErrorKind::Setup, message)
    );
    let unsent = send(&writer, &delete()).await.unwrap_err();
    assert_eq!(unsent, WriteError::NotSent(error));
    assert_eq!(service.lines(), [PROJECTS, PROJECTS]);
}
