//! Which region, project and addresses come out.

use super::{HCLOUD_FILE, Machine, hcloud};

const SDK: &str = "HUAWEICLOUD_SDK_AK=A HUAWEICLOUD_SDK_SK=S";
const TERRAFORM: &str = "HW_ACCESS_KEY=A HW_SECRET_KEY=S HW_REGION_NAME=cn-north-4 HW_PROJECT_ID=id HW_PROJECT_NAME=name";

/// Region, endpoint, IAM.
fn target(machine: &Machine, flags: &str) -> [String; 3] {
    let settings = machine.settings(flags);
    [settings.region, settings.endpoint, settings.iam_endpoint]
}

#[test]
fn addresses_follow_from_what_is_known() {
    for (vars, flags, expected) in [
        (
            SDK,
            "--region cn-north-4",
            [
                "cn-north-4",
                "https://dms.cn-north-4.myhuaweicloud.com",
                "https://iam.cn-north-4.myhuaweicloud.com",
            ],
        ),
        (
            SDK,
            "--region eu-west-101",
            [
                "eu-west-101",
                "https://dms.eu-west-101.myhuaweicloud.eu",
                "https://iam.eu-west-101.myhuaweicloud.eu",
            ],
        ),
        // A regional address names the region and where IAM is.
        (
            SDK,
            "--endpoint https://dms.ru-moscow-1.hc.sbercloud.ru/",
            [
                "ru-moscow-1",
                "https://dms.ru-moscow-1.hc.sbercloud.ru",
                "https://iam.ru-moscow-1.hc.sbercloud.ru",
            ],
        ),
        // On this machine one simulator answers for both, whatever the environment says of IAM.
        (
            SDK,
            "--endpoint http://127.0.0.1:80",
            ["local", "http://127.0.0.1", "http://127.0.0.1"],
        ),
        (
            "HW_ACCESS_KEY=A HW_SECRET_KEY=S HW_REGION_NAME=cn-north-4 HW_AUTH_URL=https://iam.example.com/v3",
            "--endpoint http://[::1]:8080",
            ["cn-north-4", "http://[::1]:8080", "http://[::1]:8080"],
        ),
        (
            "HW_ACCESS_KEY=A HW_SECRET_KEY=S HW_REGION_NAME=cn-north-4 HW_AUTH_URL=https://iam.example.com/v3",
            "",
            [
                "cn-north-4",
                "https://dms.cn-north-4.myhuaweicloud.com",
                "https://iam.example.com",
            ],
        ),
        (
            "HW_ACCESS_KEY=A HW_SECRET_KEY=S HW_REGION_NAME=ru-moscow-1 HW_CLOUD=hc.sbercloud.ru",
            "",
            [
                "ru-moscow-1",
                "https://dms.ru-moscow-1.hc.sbercloud.ru",
                "https://iam.ru-moscow-1.hc.sbercloud.ru",
            ],
        ),
        // The SDKs' own overrides.
        (
            "HUAWEICLOUD_SDK_AK=A HUAWEICLOUD_SDK_SK=S HUAWEICLOUD_SDK_IAM_ENDPOINT=https://iam.example.com \
             HUAWEICLOUD_SDK_REGION_RABBITMQ_CN_NORTH_4=https://one.example.com,https://two.example.com",
            "--region cn-north-4",
            [
                "cn-north-4",
                "https://one.example.com",
                "https://iam.example.com",
            ],
        ),
        (
            "HUAWEICLOUD_SDK_AK=A HUAWEICLOUD_SDK_SK=S HUAWEICLOUD_SDK_REGION_RABBITMQ_CN_NORTH_4=https://one.example.com",
            "--region cn-east-3",
            [
                "cn-east-3",
                "https://dms.cn-east-3.myhuaweicloud.com",
                "https://iam.cn-east-3.myhuaweicloud.com",
            ],
        ),
    ] {
        assert_eq!(
            target(&Machine::new().vars(vars), flags),
            expected,
            "{vars} {flags}"
        );
    }
}

#[test]
fn a_project_never_meets_a_region_that_it_was_not_given_for() {
    let terraform = Machine::new().vars(TERRAFORM);
    let koo =
        r#""accessKeyId": "A", "secretAccessKey": "S", "region": "cn-north-4", "projectId": "id""#;
    let koo = Machine::new().file(HCLOUD_FILE, &hcloud("false", koo));
    let profile = Machine::new().config(
        "current = \"p\"\n[profile.p]\nregion = \"cn-north-4\"\nproject_id = \"id\"\ncredentials = { ak = \"A\", sk = \"S\" }\n",
    );
    for (machine, name) in [(&terraform, Some("name")), (&koo, None), (&profile, None)] {
        for (flags, expected) in [
            ("", (Some("id"), name)),
            ("--region cn-north-4", (Some("id"), name)),
            ("--region cn-east-3", (None, None)),
            (
                "--endpoint https://dms.cn-east-3.myhuaweicloud.com",
                (None, None),
            ),
            ("--region cn-east-3 --project-id mine", (Some("mine"), None)),
        ] {
            let settings = machine.settings(flags);
            assert_eq!(
                (
                    settings.project_id.as_deref(),
                    settings.project_name.as_deref()
                ),
                expected,
                "{flags}"
            );
        }
    }
}

#[test]
fn what_looks_wrong_about_a_region_is_a_warning() {
    let machine = Machine::new().vars(SDK);
    for (flags, expected) in [
        ("--region cn-north-4", vec![]),
        (
            "--region cn-nroth-4",
            vec!["region cn-nroth-4 is not a known one; did you mean cn-north-4?"],
        ),
        ("--region mars-1", vec!["region mars-1 is not a known one"]),
        ("--region mars-1 --endpoint http://127.0.0.1:1", vec![]),
        (
            "--region cn-east-3 --endpoint https://dms.cn-north-4.myhuaweicloud.com",
            vec![
                "https://dms.cn-north-4.myhuaweicloud.com is in region cn-north-4, but the region is set to cn-east-3",
            ],
        ),
    ] {
        let texts: Vec<String> = machine
            .settings(flags)
            .warnings
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(texts, expected, "{flags}");
    }
}

#[test]
fn the_demo_takes_its_manners_from_flags_and_nothing_from_the_machine() {
    use clap::Parser;
    use warren::{api::Credential, cli::Args, config::demo, secret::Secret};

    let machine = Machine::new().config("broken").vars(TERRAFORM);
    let args = Args::try_parse_from(["warren", "--demo", "--refresh", "2", "--read-only"]).unwrap();
    let credential = Credential::Token(Secret::new("T"));
    let settings = demo(
        &args,
        &machine.environment(),
        "http://127.0.0.1:5",
        credential.clone(),
    )
    .unwrap();
    assert_eq!(settings.credential, credential);
    assert_eq!((settings.refresh.as_secs(), settings.read_only), (2, true));
    assert_eq!(
        [
            settings.profile,
            settings.source,
            settings.endpoint,
            settings.iam_endpoint
        ],
        ["demo", "demo", "http://127.0.0.1:5", "http://127.0.0.1:5"]
    );
}
