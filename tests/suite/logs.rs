//! What a run leaves behind: the log says which calls were made, and holds no secret.

use std::os::unix::fs::PermissionsExt as _;

use serde_json::json;
use warren::secret::Secret;
use warren::simulator::{Config, KeyPair, Login, Simulator};

use crate::program::Home;
use crate::scripted::{Reply, Service};

const ENDPOINT: &str = "/v2/0123456789abcdef0123456789abcdef/instances";

/// A service for a temporary key pair and a user, with secrets that are easy to find.
async fn guarded() -> Simulator {
    let keys = KeyPair {
        ak: "KEY".into(),
        sk: Secret::new("canary-secret-key"),
        security_token: Some(Secret::new("canary-security-token")),
    };
    let login = Login {
        user: "ops".into(),
        password: Secret::new("canary-password"),
    };
    let config = Config {
        keys: Some(keys),
        login: Some(login),
        ..Config::default()
    };
    Simulator::start(config).await.unwrap()
}

fn with_keys(url: &str, secret_key: &str) -> Home {
    let home = Home::new().at(url).var("HW_ACCESS_KEY", "KEY");
    home.var("HW_SECRET_KEY", secret_key)
        .var("HW_SECURITY_TOKEN", "canary-security-token")
}

fn with_password(url: &str, password: &str) -> Home {
    let home = Home::new().at(url).var("HW_USER_NAME", "ops");
    home.var("HW_USER_PASSWORD", password)
        .var("HW_DOMAIN_NAME", "company")
}

#[tokio::test]
async fn no_secret_is_in_the_log_or_in_an_error_whoever_we_are_and_whatever_fails() {
    let simulator = guarded().await;
    let url = simulator.url();
    let sessions = [
        (with_keys(&url, "canary-secret-key"), 0, 200),
        (with_keys(&url, "canary-wrong-key"), 3, 401),
        (with_password(&url, "canary-password"), 0, 200),
        (with_password(&url, "canary-wrong-password"), 3, 401),
        (
            Home::new().at(&url).var("HW_AUTH_TOKEN", "canary-token"),
            3,
            401,
        ),
    ];
    for (home, code, status) in sessions {
        let ran = home.run("list").await;
        assert_eq!(ran.code, Some(code), "{}", ran.err);
        let state = home.state();
        // There is a log that could have had them.
        assert!(state.contains(&format!("status={status}")), "{state}");
        for text in [&state, &ran.err, &ran.out] {
            assert!(!text.contains("canary"), "{text}");
            // Neither what is derived from them: signatures, and tokens in headers.
            assert!(!text.contains("Signature="), "{text}");
        }
    }
}

#[tokio::test]
async fn a_service_that_quotes_secrets_back_does_not_get_them_into_the_log() {
    let service = Service::start(|_, seen| {
        if seen.line().starts_with("POST /v3/auth/tokens") {
            let expires = json!({ "token": { "expires_at": "2999-01-01T00:00:00.000000Z" } });
            return Reply::Say(201, Vec::new(), expires.to_string())
                .with("x-subject-token", "canary-issued-token");
        }
        let quoted = format!("{:?} {}", seen.headers, "canary-password");
        Reply::Say(
            403,
            Vec::new(),
            json!({ "error_code": "X", "error_msg": quoted }).to_string(),
        )
    })
    .await;
    let home = with_password(&service.address, "canary-password");
    let ran = home.run("list --project-id p").await;
    assert_eq!(ran.code, Some(3), "{}", ran.err);
    let state = home.state();
    for text in [&state, &ran.err] {
        assert!(
            text.contains("x-auth-token") && text.contains("[hidden]"),
            "{text}"
        );
        assert!(!text.contains("canary"), "{text}");
    }
    assert!(state.contains("/v3/auth/tokens"), "{state}");
}

#[tokio::test]
async fn every_call_is_a_line_of_a_log_that_belongs_to_the_user_alone() {
    let simulator = guarded().await;
    let home = with_keys(&simulator.url(), "canary-secret-key");
    home.run("list").await;
    let log = home.path(".local/state/warren/warren.log");
    let mode = |path: &std::path::Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&log), mode(log.parent().unwrap())), (0o600, 0o700));
    let text = home.state();
    let call = format!("answered method=Get path=\"{ENDPOINT}?");
    let line = text.lines().find(|line| line.contains(&call)).unwrap();
    for words in [" INFO ", "status=200", " ms=", "request_id=\""] {
        assert!(line.contains(words), "{words}: {line}");
    }
}

#[tokio::test]
async fn a_log_that_cannot_be_written_is_a_warning_and_the_list_is_printed() {
    let home = Home::new();
    std::fs::write(home.path(".local"), "in the way").unwrap();
    let ran = home.run("--demo list").await;
    assert_eq!((ran.code, ran.out.lines().count()), (Some(0), 25));
    assert!(
        ran.err.starts_with("warren: warning: could not open a log"),
        "{}",
        ran.err
    );
    assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
}

#[tokio::test]
async fn a_state_directory_that_others_can_write_to_is_said_in_words() {
    let home = Home::new();
    home.run("--demo list").await;
    let directory = home.path(".local/state/warren");
    let open = std::fs::Permissions::from_mode(0o777);
    std::fs::set_permissions(&directory, open).unwrap();
    let ran = home.run("--demo list").await;
    let said = "warren: warning: others can write to ";
    assert!(ran.err.starts_with(said), "{}", ran.err);
    assert!(ran.err.contains("(mode 777)"), "{}", ran.err);
    assert_eq!(ran.code, Some(0));
    let ran = home.run("--demo doctor").await;
    let line = "warn  state directory - others can write to ";
    assert!(ran.out.contains(line), "{}", ran.out);
}

#[tokio::test]
async fn a_log_that_is_a_link_is_not_followed() {
    let home = Home::new();
    home.run("--demo list").await;
    let (log, theirs) = (home.path(".local/state/warren/warren.log"), home.path("x"));
    std::fs::remove_file(&log).unwrap();
    std::os::unix::fs::symlink(&theirs, &log).unwrap();
    let ran = home.run("--demo list").await;
    let why = "warren.log is a symbolic link, which is not followed";
    assert!(ran.err.contains(why), "{}", ran.err);
    assert!(!theirs.exists());
    let ran = home.run("--demo doctor").await;
    let line = format!("warn  state directory - {why}");
    assert!(ran.out.contains(&line), "{}", ran.out);
}
