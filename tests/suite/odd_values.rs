//! What a shell, an editor or a copy from a browser leaves around a key, in every place that a key
//! can come from: taken away where it can be no part of it, else refused by its name before
//! anything is sent, and never shown.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::PermissionsExt as _;

use serde_json::json;
use warren::simulator::Simulator;

use crate::program::{AK, Home, SK, profile, service};

/// What is taken away around a value.
const AROUND: [(&str, &str); 11] = [
    ("", "\r"),
    ("\u{feff}", ""),
    ("\"", "\""),
    ("", "\n"),
    ("", "\r\n"),
    (" ", " "),
    ("\t", "\t"),
    ("\u{a0}", "\u{a0}"),
    ("\u{200b}", ""),
    ("'", "'"),
    ("“", "”\n"),
];

/// What is refused inside a value, and how that is said.
const INSIDE: [(&str, &str); 7] = [
    (" ", "has a blank in it"),
    ("\u{a0}", "has a blank in it"),
    ("\r", "has a line break in it"),
    ("\n", "has a line break in it"),
    ("\"", "has a quote in it"),
    ("\u{1b}", "has a control character in it"),
    ("é", "has a character in it that is not ASCII"),
];

/// A place that keys come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Sdk,
    Terraform,
    OpenStack,
    SdkFile,
    Hcloud,
    Config,
    Command,
}

const PLACES: [Place; 7] = [
    Place::Sdk,
    Place::Terraform,
    Place::OpenStack,
    Place::SdkFile,
    Place::Hcloud,
    Place::Config,
    Place::Command,
];

impl Place {
    /// What it calls the secret key, as a refusal names it.
    fn secret_key(self) -> &'static str {
        match self {
            Self::Sdk => "HUAWEICLOUD_SDK_SK",
            Self::Terraform => "HW_SECRET_KEY",
            Self::OpenStack => "OS_SECRET_KEY",
            Self::SdkFile => ".huaweicloud/credentials:3: sk",
            Self::Hcloud => ".hcloud/config.json, profile default: secretAccessKey",
            Self::Config => "c.toml:7: sk",
            Self::Command => "the credential command of profile p printed a line that",
        }
    }

    /// A home where this place holds this pair, and the arguments that use it.
    fn home(self, at: &str, access_key: &str, secret_key: &str) -> (Home, &'static str) {
        let home = Home::new().at(at);
        let own = |text: &str, file: &str| {
            let path = home.path(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, text).unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        };
        let configured = |credentials: String| {
            let text = profile("p", at, "");
            own(&text.replace("{ env = true }", &credentials), "c.toml");
        };
        let quoted = |text: &str| serde_json::to_string(text).unwrap();
        match self {
            Self::Sdk => {
                let home = home.var("HUAWEICLOUD_SDK_AK", access_key);
                return (
                    home.var("HUAWEICLOUD_SDK_SK", secret_key),
                    "list --region cn-north-4",
                );
            }
            Self::Terraform => {
                let home = home.var("HW_ACCESS_KEY", access_key);
                return (home.var("HW_SECRET_KEY", secret_key), "list");
            }
            Self::OpenStack => {
                let home = home.var("OS_ACCESS_KEY", access_key);
                let home = home.var("OS_SECRET_KEY", secret_key);
                return (home.var("OS_REGION_NAME", "\u{feff}cn-north-4\r"), "list");
            }
            Self::SdkFile => {
                let text = format!("[basic]\nak = {access_key}\nsk = {secret_key}\n");
                own(&text, ".huaweicloud/credentials");
            }
            Self::Hcloud => {
                let profile = json!({"name": "default", "mode": "AKSK", "accessKeyId": access_key,
                    "secretAccessKey": secret_key, "region": "cn-north-4"});
                let file =
                    json!({"current": "default", "authEncrypt": "false", "profiles": [profile]});
                own(&file.to_string(), ".hcloud/config.json");
            }
            Self::Config => {
                let lines = format!(
                    "\n[profile.p.credentials]\nak = {}\nsk = {}",
                    quoted(access_key),
                    quoted(secret_key)
                );
                let text = profile("p", at, "").replace("credentials = { env = true }\n", &lines);
                own(&text.replace("\n\n", "\n"), "c.toml");
                return (home, "list --config c.toml --profile p");
            }
            Self::Command => {
                fs::write(home.path("keys"), format!("{access_key}\n{secret_key}\n")).unwrap();
                configured("{ command = \"cat keys\" }".into());
                return (home, "list --config c.toml --profile p");
            }
        }
        (home, "list --region cn-north-4")
    }

    /// Whether this cannot stand in a value there without being part of its syntax.
    fn takes(self, text: &str) -> bool {
        match self {
            // A line break ends the value.
            Self::SdkFile | Self::Command => !text.contains(['\r', '\n']),
            _ => true,
        }
    }
}

async fn refused_nowhere(simulator: &Simulator, place: Place, around: (&str, &str)) {
    let (before, after) = around;
    let secret = format!("{before}{SK}{after}");
    let access = format!("{before}{AK}{after}");
    let (home, arguments) = place.home(&simulator.url(), &access, &secret);
    let ran = home.run(arguments).await;
    assert_eq!(ran.code, Some(0), "{place:?} {around:?}: {ran:?}");
}

#[tokio::test]
async fn what_is_around_a_key_is_taken_away_wherever_it_comes_from() {
    let simulator = service(1, &[]).await;
    for place in PLACES {
        let few = if place == Place::Terraform {
            AROUND.len()
        } else {
            3
        };
        for around in AROUND.into_iter().take(few) {
            if place.takes(around.1) || place == Place::Command {
                refused_nowhere(&simulator, place, around).await;
            }
        }
    }
    assert!(
        simulator
            .requests()
            .iter()
            .all(|request| request.status != Some(401))
    );
}

#[tokio::test]
async fn what_can_be_no_part_of_a_key_is_refused_by_name_before_anything_is_sent() {
    let simulator = service(1, &[]).await;
    for place in PLACES {
        for (inside, words) in INSIDE {
            if !place.takes(inside) {
                continue;
            }
            let (home, arguments) =
                place.home(&simulator.url(), AK, &format!("cana{inside}rysecret"));
            let ran = home.run(arguments).await;
            assert_eq!(ran.code, Some(2), "{place:?} {inside:?}: {ran:?}");
            let name = format!("{} {words}", place.secret_key());
            assert!(ran.err.contains(&name), "{place:?} {inside:?}: {}", ran.err);
            assert!(
                !ran.err.contains("cana") && !ran.err.contains("rysecret"),
                "{}",
                ran.err
            );
            if inside != " " {
                continue;
            }
            let doctor = home.run(&arguments.replace("list", "doctor")).await;
            assert_eq!(doctor.code, Some(2), "{place:?} {inside:?}: {doctor:?}");
            assert!(
                doctor.out.contains(&name),
                "{place:?} {inside:?}: {doctor:?}"
            );
            if place == Place::Config {
                let check = home.run("config check --config c.toml").await;
                assert_eq!(check.code, Some(1), "{check:?}");
                assert!(check.out.contains(&name), "{check:?}");
            }
        }
    }
    assert_eq!(simulator.requests().len(), 0);
}

#[tokio::test]
async fn what_goes_with_a_key_is_cleaned_or_refused_alike() {
    let simulator = service(1, &[]).await;
    let home = || Home::with_keys(&simulator.url());
    for (name, good, bad) in [
        (
            "HW_PROJECT_ID",
            " 0123456789abcdef0123456789abcdef\r",
            "01 canary",
        ),
        ("HW_REGION_NAME", "'cn-north-4'\n", "cn-north\n-4canary"),
        (
            "HW_AUTH_URL",
            "\u{feff}https://iam.example/v3\r\n",
            "https://iam.\tcanary/v3",
        ),
        (
            "HUAWEICLOUD_SDK_REGION_RABBITMQ_CN_NORTH_4",
            "\r",
            "https://dms\n.canary",
        ),
        (
            "HUAWEICLOUD_SDK_IAM_ENDPOINT",
            "\"https://iam.example\"",
            "https://\u{a0}canary",
        ),
        ("HW_SECURITY_TOKEN", " ", "can\u{7}ary"),
    ] {
        let ran = home().var(name, bad).run("list").await;
        assert_eq!(ran.code, Some(2), "{name}: {ran:?}");
        assert!(
            ran.err.contains(&format!("{name} has a ")),
            "{name}: {}",
            ran.err
        );
        assert!(!ran.err.contains("canary"), "{name}: {}", ran.err);
        // Whether it can be reached is another matter.
        let ran = home().var(name, good).run("doctor").await;
        assert!(ran.out.contains("ok    credentials"), "{name}: {ran:?}");
    }
    for flag in ["--region", "--project-id"] {
        let home = home();
        let mut command = home.command("list");
        command.args([flag, "cn north"]);
        let output = command.output().await.unwrap();
        assert_eq!(output.status.code(), Some(2));
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(
            said.contains(&format!("{flag} has a blank in it")),
            "{said}"
        );
    }
}

#[tokio::test]
async fn a_variable_that_is_no_text_is_refused_and_no_other_account_taken() {
    let simulator = service(1, &[]).await;
    for (name, words) in [
        (
            "HUAWEICLOUD_SDK_AK",
            "has a character in it that is not ASCII",
        ),
        ("HW_AUTH_TOKEN", "has a character in it that is not ASCII"),
    ] {
        let home = Home::with_keys(&simulator.url());
        let mut command = home.command("list");
        command.env(name, OsStr::from_bytes(b"cl\xe9canary"));
        if name == "HUAWEICLOUD_SDK_AK" {
            command.env("HUAWEICLOUD_SDK_SK", SK);
        }
        let output = command.output().await.unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(&format!("{name} {words}")), "{said}");
        assert!(!said.contains("canary"), "{said}");
    }
    assert_eq!(simulator.requests().len(), 0);
}
