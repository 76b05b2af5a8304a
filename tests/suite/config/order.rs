//! Which source wins, and that it wins as a whole.

use std::time::Duration;

use warren::api::Credential;
use warren::config::Settings;
use warren::journal::Policy;
use warren::lang::Lang;
use warren::model::ApiVersion;
use warren::secret::Secret;
use warren::state::context::{Depth, ThemeName};
use warren::timezone::Times;

use crate::certificates::{Identity, authority};

use super::{HCLOUD_FILE, Machine, SDK_FILE, hcloud};

fn keys(access_key: &str, secret_key: &str, token: Option<&str>) -> Credential {
    Credential::Keys {
        access_key: access_key.into(),
        secret_key: Secret::new(secret_key),
        security_token: token.map(Secret::new),
    }
}

/// A certificate in PEM form.
fn certificate() -> String {
    Identity::own(authority("ca")).pem
}

/// A machine where every source is filled.
fn crowded() -> Machine {
    Machine::new()
        .config("[profile.mine]\nregion = \"cn-east-3\"\ncredentials = { ak = \"file-ak\", sk = \"file-sk\" }\n")
        .vars("HUAWEICLOUD_SDK_AK=sdk-env-ak HUAWEICLOUD_SDK_SK=sdk-env-sk HUAWEICLOUD_SDK_PROJECT_ID=sdk-env-project")
        .vars("HW_ACCESS_KEY=hw-ak HW_SECRET_KEY=hw-sk HW_SECURITY_TOKEN=hw-token HW_REGION_NAME=cn-north-1")
        .vars("HW_PROJECT_ID=hw-project HW_PROJECT_NAME=hw-name")
        .vars("OS_ACCESS_KEY=os-ak OS_SECRET_KEY=os-sk OS_REGION_NAME=cn-south-1 OS_PROJECT_ID=os-project")
        .file(SDK_FILE, "[basic]\nak = ini-ak\nsk = ini-sk\nproject_id = ini-project\n")
        .file(HCLOUD_FILE, &hcloud("false", HCLOUD_FIELDS))
}

const HCLOUD_FIELDS: &str = r#""accessKeyId": "koo-ak", "secretAccessKey": "koo-sk", "securityToken": "",
    "region": "cn-south-1", "projectId": "koo-project""#;

/// What depends on the source: its words, the credential, region, project id, project name.
type Unit = (String, Credential, String, Option<String>, Option<String>);

fn unit(settings: Settings) -> Unit {
    (
        settings.source,
        settings.credential,
        settings.region,
        settings.project_id,
        settings.project_name,
    )
}

fn expected(
    source: &str,
    credential: Credential,
    region: &str,
    id: Option<&str>,
    name: Option<&str>,
) -> Unit {
    (
        source.into(),
        credential,
        region.into(),
        id.map(str::to_owned),
        name.map(str::to_owned),
    )
}

/// Takes sources away in their order and looks which one wins next.
#[test]
fn the_first_source_wins_and_nothing_of_another_is_mixed_in() {
    let mut machine = crowded();
    assert_eq!(
        unit(machine.settings("--profile mine")),
        expected(
            "profile mine (~/.config/warren/config.toml)",
            keys("file-ak", "file-sk", None),
            "cn-east-3",
            None,
            None
        )
    );
    assert_eq!(
        unit(machine.settings("--region eu-west-0")),
        expected(
            "env HUAWEICLOUD_SDK_AK",
            keys("sdk-env-ak", "sdk-env-sk", None),
            "eu-west-0",
            Some("sdk-env-project"),
            None
        )
    );
    machine
        .vars
        .retain(|(name, _)| !name.starts_with("HUAWEICLOUD_SDK"));
    assert_eq!(
        unit(machine.settings("")),
        expected(
            "env HW_ACCESS_KEY",
            keys("hw-ak", "hw-sk", Some("hw-token")),
            "cn-north-1",
            Some("hw-project"),
            Some("hw-name")
        )
    );
    machine.vars.retain(|(name, _)| !name.starts_with("HW_"));
    assert_eq!(
        unit(machine.settings("")),
        expected(
            "env OS_ACCESS_KEY",
            keys("os-ak", "os-sk", None),
            "cn-south-1",
            Some("os-project"),
            None
        )
    );
    machine.vars.clear();
    assert_eq!(
        unit(machine.settings("--region eu-west-0")),
        expected(
            "~/.huaweicloud/credentials [basic]",
            keys("ini-ak", "ini-sk", None),
            "eu-west-0",
            Some("ini-project"),
            None
        )
    );
    std::fs::remove_file(machine.path(SDK_FILE)).unwrap();
    assert_eq!(
        unit(machine.settings("")),
        expected(
            "hcloud default",
            keys("koo-ak", "koo-sk", None),
            "cn-south-1",
            Some("koo-project"),
            None
        )
    );
}

#[test]
fn current_in_the_file_names_a_profile_and_the_flag_names_another() {
    let machine = Machine::new().config(
        "current = \"a\"\n[profile.a]\nregion = \"cn-north-4\"\ncredentials = { ak = \"A\", sk = \"A\" }\n\
         [profile.b]\nregion = \"cn-north-4\"\ncredentials = { ak = \"B\", sk = \"B\" }\n",
    );
    assert_eq!(machine.settings("").profile, "a");
    assert_eq!(machine.settings("--profile b").profile, "b");
}

#[test]
fn every_form_of_a_profile_takes_its_credentials_from_there() {
    for (form, source, credential, project) in [
        (
            "env = true",
            "env HUAWEICLOUD_SDK_AK",
            keys("sdk-env-ak", "sdk-env-sk", None),
            Some("sdk-env-project"),
        ),
        (
            "sdk_profile = true",
            "~/.huaweicloud/credentials [basic]",
            keys("ini-ak", "ini-sk", None),
            Some("ini-project"),
        ),
        (
            "command = \"echo C; echo D; echo E\"",
            "command",
            keys("C", "D", Some("E")),
            None,
        ),
        // KooCLI's project belongs to another region than the profile's.
        (
            "hcloud = \"default\"",
            "hcloud default",
            keys("koo-ak", "koo-sk", None),
            None,
        ),
    ] {
        let machine = crowded().config(&format!(
            "current = \"p\"\n[profile.p]\nregion = \"cn-east-3\"\ncredentials = {{ {form} }}\n"
        ));
        assert_eq!(
            unit(machine.settings("")),
            expected(
                &format!("profile p ({source})"),
                credential,
                "cn-east-3",
                project,
                None
            ),
            "{form}"
        );
    }
}

#[test]
fn terraforms_order_is_token_then_keys_then_user() {
    let mut machine = Machine::new().vars(
        "HW_AUTH_TOKEN=T HW_ACCESS_KEY=A HW_SECRET_KEY=S HW_USER_NAME=U HW_USER_PASSWORD=P HW_DOMAIN_NAME=D \
         HW_REGION_NAME=cn-north-4",
    );
    let mut seen = Vec::new();
    for gone in ["", "HW_AUTH_TOKEN", "HW_ACCESS_KEY HW_SECRET_KEY"] {
        machine
            .vars
            .retain(|(name, _)| !gone.split(' ').any(|gone| gone == *name));
        let settings = machine.settings("");
        seen.push((settings.source, settings.credential));
    }
    let password = Credential::Password {
        user: "U".into(),
        password: Secret::new("P"),
        domain: "D".into(),
    };
    assert_eq!(
        seen,
        [
            (
                "env HW_AUTH_TOKEN".to_owned(),
                Credential::Token(Secret::new("T"))
            ),
            ("env HW_ACCESS_KEY".to_owned(), keys("A", "S", None)),
            ("env HW_USER_NAME".to_owned(), password),
        ]
    );
}

#[test]
fn a_profile_is_read_whole_and_flags_override_what_is_not_secret() {
    let machine = Machine::new().config(
        "current = \"p\"\ntime = \"local\"\njournal = \"required\"\n[profile.p]\nregion = \"cn-north-4\"\nproject_id = \"id\"\napi = \"v1\"\nca_file = \"ca.pem\"\ntimeout_s = 7\n\
         read_only = true\nrefresh = 9\nlabel = \"PROD\"\ncredentials = { ak = \"A\", sk = \"S\" }\n",
    )
    .file(".config/warren/ca.pem", &certificate());
    let from_file = Settings {
        thresholds: Default::default(),
        notify: Default::default(),
        profile: "p".into(),
        label: Some("PROD".into()),
        region: "cn-north-4".into(),
        endpoint: "https://dms.cn-north-4.myhuaweicloud.com".into(),
        iam_endpoint: "https://iam.cn-north-4.myhuaweicloud.com".into(),
        ces_endpoint: Some("https://ces.cn-north-4.myhuaweicloud.com".into()),
        project_id: Some("id".into()),
        project_name: None,
        api_version: ApiVersion::V1,
        credential: keys("A", "S", None),
        source: "profile p (~/.config/warren/config.toml)".into(),
        ca_file: Some(machine.path(".config/warren/ca.pem")),
        brokers: Default::default(),
        proxies: warren::api::Proxies::default(),
        timeout: Duration::from_secs(7),
        connect_timeout: Duration::from_secs(5),
        read_only: true,
        refresh: Duration::from_secs(9),
        theme: ThemeName::Dark,
        lang: Lang::English,
        times: Times::Local,
        keymap: None,
        colors: Depth::Basic,
        ascii: false,
        journal: Policy::Required,
        warnings: vec![],
    };
    assert_eq!(machine.settings(""), from_file);
    assert_eq!(
        machine.settings(
            "--region cn-east-3 --project-id other --endpoint http://127.0.0.1:1 --iam-endpoint http://localhost:2 --ces-endpoint http://localhost:3 \
             --api-version v2 --refresh 1 --theme light --time utc --lang zh-CN --colors truecolor --ascii"
        ),
        Settings {
            times: Times::Utc,
            region: "cn-east-3".into(),
            project_id: Some("other".into()),
            endpoint: "http://127.0.0.1:1".into(),
            iam_endpoint: "http://localhost:2".into(),
            ces_endpoint: Some("http://localhost:3".into()),
            api_version: ApiVersion::V2,
            refresh: Duration::from_secs(1),
            theme: ThemeName::Light,
            lang: Lang::Chinese,
            keymap: None,
            colors: Depth::Truecolor,
            ascii: true,
            ..from_file
        }
    );
}

#[test]
fn the_language_is_the_flags_then_the_files_then_the_environments() {
    let keys = "HW_ACCESS_KEY=A HW_SECRET_KEY=S HW_REGION_NAME=cn-north-4";
    let lang = |file: &str, vars: &'static str, flags: &str| {
        let machine = Machine::new().file(".config/warren/config.toml", file);
        machine.vars(keys).vars(vars).settings(flags).lang
    };
    let (english, chinese) = (Lang::English, Lang::Chinese);
    assert_eq!(lang("", "", ""), english);
    assert_eq!(lang("", "LANG=zh_CN.UTF-8", ""), chinese);
    assert_eq!(lang("", "LC_MESSAGES=C LANG=zh_CN.UTF-8", ""), english);
    let all = "LC_ALL=zh_CN.UTF-8 LC_MESSAGES=C LANG=C";
    assert_eq!(lang("", all, ""), chinese);
    assert_eq!(lang("lang = \"zh-CN\"", "LC_ALL=C", ""), chinese);
    assert_eq!(lang("lang = \"zh\"", all, "--lang en"), english);
}

#[test]
fn without_a_profile_everything_else_has_its_default() {
    let machine =
        Machine::new().vars("HW_ACCESS_KEY=A HW_SECRET_KEY=S HW_REGION_NAME=cn-north-4 NO_COLOR=1");
    let settings = machine.settings("--read-only");
    assert_eq!(
        (
            settings.profile.as_str(),
            settings.label,
            settings.ca_file,
            settings.read_only,
            settings.theme,
            settings.colors,
        ),
        ("env", None, None, true, ThemeName::Dark, Depth::None)
    );
    assert_eq!(
        (settings.timeout, settings.refresh),
        (Duration::from_secs(30), Duration::from_secs(5))
    );
}

#[test]
fn the_sdk_file_may_be_elsewhere_and_is_read_as_its_owner_reads_it() {
    let machine = Machine::new().file(
        "elsewhere.ini",
        "# comment\n[global]\nak = wrong\nsk = wrong\n\n[basic]\n; comment\nak : A\nsk=S=S\nsecurity_token = T\n\
         iam_endpoint = https://iam.example.com/v3\n[other]\nak = wrong\n",
    );
    let file = machine.path("elsewhere.ini").display().to_string();
    let settings = machine
        .var("HUAWEICLOUD_SDK_CREDENTIALS_FILE", file)
        .settings("--region cn-north-4");
    assert_eq!(settings.credential, keys("A", "S=S", Some("T")));
    assert_eq!(
        (settings.source.as_str(), settings.iam_endpoint.as_str()),
        ("~/elsewhere.ini [basic]", "https://iam.example.com")
    );
}

#[test]
fn the_sample_is_read_without_a_warning() {
    let sample = include_str!("../../../assets/config.sample.toml");
    let own = sample.replace("pass show warren/partner", "echo A; echo S");
    assert_ne!(own, sample);
    let machine = Machine::new()
        .config(&own)
        .file(".config/warren/partner-ca.pem", &certificate())
        .vars("HUAWEICLOUD_SDK_AK=A HUAWEICLOUD_SDK_SK=S");
    for name in ["prod-cn", "partner"] {
        let settings = machine.settings(&format!("--profile {name}"));
        assert_eq!(
            (settings.profile.as_str(), settings.warnings),
            (name, vec![])
        );
    }
    assert_eq!(machine.settings("").profile, "prod-cn");
}
