//! What is refused, in which words, and that no refusal shows a secret.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use super::{HCLOUD_FILE, Machine, SDK_FILE, hcloud};

#[test]
fn nothing_found_says_what_was_looked_for_and_where() {
    assert_eq!(
        Machine::new().refusal(""),
        "no credentials found. Looked for, in this order:\n  \
           ~/.config/warren/config.toml: does not exist\n  \
           environment: HUAWEICLOUD_SDK_AK with HUAWEICLOUD_SDK_SK: not set\n  \
           environment: HW_AUTH_TOKEN, or HW_ACCESS_KEY with HW_SECRET_KEY, or HW_USER_NAME with HW_USER_PASSWORD and \
         HW_DOMAIN_NAME: not set\n  \
           environment: OS_AUTH_TOKEN, or OS_ACCESS_KEY with OS_SECRET_KEY, or OS_USERNAME with OS_PASSWORD and \
         OS_DOMAIN_NAME: not set\n  \
           ~/.huaweicloud/credentials: does not exist\n  \
           ~/.hcloud/config.json: does not exist\n\
         Give one of these; `warren --demo` needs none."
    );
}

#[test]
fn files_that_are_there_but_hold_nothing_say_so() {
    let machine = Machine::new()
        .config("[profile.a]\n[profile.b]\n")
        .file(SDK_FILE, "[global]\nak = A\nsk = S\n")
        .file(HCLOUD_FILE, r#"{"current": "x", "profiles": []}"#);
    let text = machine.refusal("");
    for line in [
        "~/.config/warren/config.toml: names no current profile; choose with --profile: a, b\n",
        "~/.huaweicloud/credentials: has no ak and sk in a section [basic]\n",
        "~/.hcloud/config.json: has no profile x\n",
    ] {
        assert!(text.contains(line), "{line} is not in {text}");
    }
    let machine = Machine::new()
        .config("")
        .file(HCLOUD_FILE, &hcloud("true", r#""region": "r""#));
    let text = machine.refusal("");
    assert!(
        text.contains("~/.config/warren/config.toml: has no profile\n"),
        "{text}"
    );
    assert!(
        text.contains("~/.hcloud/config.json: profile default has no keys\n"),
        "{text}"
    );
}

/// The words for half a credential.
fn half(source: &str, present: &str, missing: &str) -> String {
    format!("{source}: {present} is there but {missing} is missing; add it, or take the other away")
}

#[test]
fn half_a_credential_is_refused_by_name_even_when_a_later_source_is_whole() {
    for (vars, present, absent) in [
        (
            "HUAWEICLOUD_SDK_AK=canary",
            "HUAWEICLOUD_SDK_AK",
            "HUAWEICLOUD_SDK_SK",
        ),
        (
            "HUAWEICLOUD_SDK_SK=canary",
            "HUAWEICLOUD_SDK_SK",
            "HUAWEICLOUD_SDK_AK",
        ),
        (
            "HUAWEICLOUD_SDK_SECURITY_TOKEN=canary",
            "HUAWEICLOUD_SDK_SECURITY_TOKEN",
            "HUAWEICLOUD_SDK_AK with HUAWEICLOUD_SDK_SK",
        ),
        (
            "HW_ACCESS_KEY=canary OS_SECRET_KEY=canary",
            "HW_ACCESS_KEY",
            "HW_SECRET_KEY",
        ),
        ("HW_SECRET_KEY=canary", "HW_SECRET_KEY", "HW_ACCESS_KEY"),
        (
            "HW_USER_NAME=canary HW_DOMAIN_NAME=canary",
            "HW_USER_NAME",
            "HW_USER_PASSWORD",
        ),
        (
            "HW_USER_PASSWORD=canary",
            "HW_USER_PASSWORD",
            "HW_USER_NAME",
        ),
        (
            "HW_USER_NAME=canary HW_USER_PASSWORD=canary",
            "HW_USER_NAME",
            "HW_DOMAIN_NAME",
        ),
        ("OS_USERNAME=canary", "OS_USERNAME", "OS_PASSWORD"),
    ] {
        let machine = Machine::new()
            .vars(vars)
            .file(SDK_FILE, "[basic]\nak = A\nsk = S\n");
        assert_eq!(
            machine.refusal("--region cn-north-4"),
            half("environment", present, absent),
            "{vars}"
        );
    }
}

#[test]
fn half_a_credential_of_the_sdks_file_is_refused_with_its_line() {
    for (text, line, present, absent) in [
        ("[basic]\nak = canary\n", 2, "ak", "sk"),
        ("[basic]\n\nsk = canary\nak =\n", 3, "sk", "ak"),
        (
            "[basic]\nsecurity_token = canary\n",
            2,
            "security_token",
            "ak with sk",
        ),
    ] {
        let machine = Machine::new().file(SDK_FILE, text);
        assert_eq!(
            machine.refusal(""),
            half(&format!("~/{SDK_FILE}:{line}"), present, absent),
            "{text}"
        );
    }
}

#[test]
fn half_a_credential_of_koocli_is_refused_by_name() {
    for (fields, present, absent) in [
        (
            r#""accessKeyId": "canary""#,
            "accessKeyId",
            "secretAccessKey",
        ),
        (
            r#""secretAccessKey": "canary""#,
            "secretAccessKey",
            "accessKeyId",
        ),
        (
            r#""securityToken": "canary""#,
            "securityToken",
            "accessKeyId with secretAccessKey",
        ),
    ] {
        let machine = Machine::new().file(HCLOUD_FILE, &hcloud("false", fields));
        assert_eq!(
            machine.refusal(""),
            half(
                &format!("~/{HCLOUD_FILE}, profile default"),
                present,
                absent
            )
        );
    }
}

#[test]
fn encrypted_keys_are_refused_with_the_command_that_fixes_it() {
    let keys = r#""accessKeyId": "canary", "secretAccessKey": "canary", "region": "cn-north-4""#;
    let expected = "~/.hcloud/config.json: the keys of profile default are encrypted; \
                    run: hcloud configure set --cli-auth-encrypt=false";
    let long = format!(
        "{{\"profiles\": [{{\"name\": \"default\", {}}}]}}",
        keys.replace("canary", &"c0".repeat(32))
    );
    let boolean =
        format!("{{\"authEncrypt\": true, \"profiles\": [{{\"name\": \"default\", {keys}}}]}}");
    for text in [hcloud("true", keys), hcloud("TRUE", keys), boolean, long] {
        assert_eq!(
            Machine::new().file(HCLOUD_FILE, &text).refusal(""),
            expected,
            "{text}"
        );
    }
    let silent = format!("{{\"profiles\": [{{\"name\": \"default\", {keys}}}]}}");
    let boolean =
        format!("{{\"authEncrypt\": false, \"profiles\": [{{\"name\": \"default\", {keys}}}]}}");
    for text in [hcloud("false", keys), silent, boolean] {
        assert_eq!(
            Machine::new().file(HCLOUD_FILE, &text).settings("").source,
            "hcloud default",
            "{text}"
        );
    }
}

#[test]
fn a_mode_of_koocli_without_keys_is_refused_with_the_reason() {
    let text =
        hcloud("false", r#""accessKeyId": "A", "secretAccessKey": "S""#).replace("AKSK", "SSO");
    assert_eq!(
        Machine::new().file(HCLOUD_FILE, &text).refusal(""),
        "~/.hcloud/config.json: profile default uses mode SSO, which keeps no access key; only mode AKSK can be used here"
    );
}

#[test]
fn a_file_with_keys_must_belong_to_its_owner_alone() {
    let machine = Machine::new().config(
        "[profile.p]\nregion = \"cn-north-4\"\ncredentials = { ak = \"A\", sk = \"canary\" }\n",
    );
    let path = machine.path(".config/warren/config.toml");
    for (mode, refused) in [
        (0o600, false),
        (0o400, false),
        (0o640, true),
        (0o604, true),
        (0o620, true),
        (0o644, true),
    ] {
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        if refused {
            assert_eq!(
                machine.refusal("--profile p"),
                format!(
                    "~/.config/warren/config.toml holds a secret key and others may access it (mode {mode:04o}); \
                     run: chmod 600 ~/.config/warren/config.toml"
                )
            );
        } else {
            assert_eq!(machine.settings("--profile p").profile, "p", "{mode:o}");
        }
    }
    let machine = Machine::new()
        .config("[profile.p]\nregion = \"cn-north-4\"\ncredentials = { env = true }\n")
        .vars("HUAWEICLOUD_SDK_AK=A HUAWEICLOUD_SDK_SK=S");
    fs::set_permissions(
        machine.path(".config/warren/config.toml"),
        fs::Permissions::from_mode(0o644),
    )
    .unwrap();
    assert_eq!(machine.settings("--profile p").profile, "p");
}

#[test]
fn a_profile_that_cannot_be_used_says_why() {
    let config = "current = \"prod-c\"\n[profile.prod-cn]\n[profile.empty]\ncredentials = { env = true }\n\
                  [profile.koo]\ncredentials = { hcloud = \"x\" }\n\
                  [profile.cmd]\ncredentials = { command = \"echo canary; echo locked >&2; exit 1\" }\n";
    let machine = Machine::new().config(config);
    let file = "~/.config/warren/config.toml";
    assert_eq!(
        machine.refusal(""),
        format!("{file}:1: no profile named prod-c in {file}; did you mean prod-cn?")
    );
    assert_eq!(
        machine.refusal("--profile zzz"),
        format!("--profile: no profile named zzz in {file}; there are: prod-cn, empty, koo, cmd")
    );
    assert_eq!(
        Machine::new().refusal("--profile zzz"),
        format!("--profile: no profile named zzz in {file}")
    );
    assert!(machine.refusal("--profile prod-cn").starts_with(&format!(
        "{file}:2: profile prod-cn has no credentials; write one of {{ env = true }}"
    )));
    assert!(machine.refusal("--profile empty").starts_with(
        "profile empty takes its credentials from elsewhere, but there are none:\n  \
           environment: HUAWEICLOUD_SDK_AK with HUAWEICLOUD_SDK_SK: not set\n"
    ));
    assert_eq!(
        machine.refusal("--profile koo"),
        "profile koo takes its credentials from elsewhere, but there are none:\n  ~/.hcloud/config.json: does not exist"
    );
    assert_eq!(
        machine.refusal("--profile cmd"),
        "the credential command of profile cmd failed (exit status: 1) and said: locked; it must print the access key, \
         the secret key and, for temporary keys, the security token, each on a line of its own"
    );
    let keys = r#""accessKeyId": "A", "secretAccessKey": "S""#;
    assert_eq!(
        machine
            .file(HCLOUD_FILE, &hcloud("false", keys))
            .refusal("--profile koo"),
        "hcloud = \"x\": no profile named x in ~/.hcloud/config.json; there are: default"
    );
}

#[test]
fn a_file_that_was_named_must_be_there() {
    let machine = Machine::new();
    let named = machine.path("c.toml").display().to_string();
    assert_eq!(
        machine.refusal(&format!("--config {named}")),
        "cannot read ~/c.toml: it does not exist, but --config names it"
    );
    assert_eq!(
        machine
            .var("HUAWEICLOUD_SDK_CREDENTIALS_FILE", named)
            .refusal(""),
        "cannot read ~/c.toml: it does not exist, but HUAWEICLOUD_SDK_CREDENTIALS_FILE names it"
    );
}

#[test]
fn a_missing_region_says_how_to_give_one() {
    let machine = Machine::new().vars("HUAWEICLOUD_SDK_AK=A HUAWEICLOUD_SDK_SK=S");
    let hint = "no region: env HUAWEICLOUD_SDK_AK names none; give --region, for example --region cn-north-4, or set it in a profile";
    assert_eq!(machine.refusal(""), hint);
    assert_eq!(
        machine.refusal("--endpoint https://gateway.example.com"),
        hint
    );
    assert_eq!(
        machine.refusal("--region a@b"),
        "\"a@b\" cannot be a region: only letters, digits and - may be used, as in cn-north-4"
    );
}

#[test]
fn another_clouds_iam_is_not_guessed() {
    let machine = Machine::new().vars("HUAWEICLOUD_SDK_AK=A HUAWEICLOUD_SDK_SK=S");
    let flags = "--region cn-north-4 --endpoint https://gateway.example.com";
    assert_eq!(
        machine.refusal(flags),
        "nothing says where IAM of https://gateway.example.com is; give --iam-endpoint or set iam_endpoint in the profile"
    );
    let settings = machine.settings(&format!("{flags} --iam-endpoint https://iam.example.com"));
    assert_eq!(settings.iam_endpoint, "https://iam.example.com");
}

#[test]
fn an_address_is_refused_with_where_it_was_given() {
    let plain =
        "plain http is for addresses of this machine only (127.0.0.1, ::1, localhost); use https";
    let machine = Machine::new()
        .config("[profile.p]\nendpoint = \"http://h\"\ncredentials = { env = true }\n")
        .vars("HW_ACCESS_KEY=A HW_SECRET_KEY=S HW_REGION_NAME=cn-north-4");
    assert_eq!(
        machine.refusal("--endpoint http://h"),
        format!("--endpoint: {plain}")
    );
    assert_eq!(
        machine.refusal("--iam-endpoint http://h"),
        format!("--iam-endpoint: {plain}")
    );
    assert_eq!(
        machine.refusal("--profile p"),
        format!("~/.config/warren/config.toml:2: {plain}")
    );
    let machine = machine.vars("HW_AUTH_URL=http://iam.example.com/v3");
    assert_eq!(machine.refusal(""), format!("HW_AUTH_URL: {plain}"));
}

#[test]
fn other_tools_broken_files_are_named_with_the_line_and_not_repeated() {
    let machine = Machine::new().file(SDK_FILE, "[basic]\nak = A\ncanary\n");
    assert_eq!(
        machine.refusal(""),
        format!("~/{SDK_FILE}:3: a line is written as key = value, or as [section]")
    );
    let machine = Machine::new().file(HCLOUD_FILE, "{\n\"canary\" 1\n");
    assert_eq!(
        machine.refusal(""),
        format!("~/{HCLOUD_FILE}:2: this is not JSON; let hcloud write it anew, or remove it")
    );
}

#[test]
fn settings_from_any_source_show_no_secret_in_debug() {
    let keys = r#""accessKeyId": "A", "secretAccessKey": "canary", "securityToken": "canary", "region": "cn-north-4""#;
    for machine in [
        Machine::new().vars("HUAWEICLOUD_SDK_AK=A HUAWEICLOUD_SDK_SK=canary HUAWEICLOUD_SDK_SECURITY_TOKEN=canary"),
        Machine::new().vars("HW_AUTH_TOKEN=canary"),
        Machine::new().vars("HW_USER_NAME=U HW_USER_PASSWORD=canary HW_DOMAIN_NAME=D"),
        Machine::new().file(SDK_FILE, "[basic]\nak = A\nsk = canary\nsecurity_token = canary\n"),
        Machine::new().file(HCLOUD_FILE, &hcloud("false", keys)),
        Machine::new().config("current = \"p\"\n[profile.p]\ncredentials = { ak = \"A\", sk = \"canary\", security_token = \"canary\" }\n"),
        Machine::new().config("current = \"p\"\n[profile.p]\ncredentials = { command = \"echo A; echo canary; echo canary\" }\n"),
    ] {
        let shown = format!("{:?} {:?}", machine.settings("--region cn-north-4"), machine.environment());
        assert!(!shown.contains("canary"), "{shown}");
    }
}

#[test]
fn refusals_show_no_secret_even_in_debug() {
    for (config, vars) in [
        ("[profile.p]\nsk = \"canary\n", ""),
        (
            "current = \"p\"\n[profile.p]\ncredentials = { sk = \"canary\" }\n",
            "",
        ),
        (
            "current = \"p\"\n[profile.p]\ncredentials = { ak = \"A\", sk = \"canary\" }\n",
            "",
        ),
        (
            "current = \"p\"\n[profile.p]\ncredentials = { command = \"echo canary\" }\n",
            "",
        ),
        (
            "current = \"p\"\n[profile.p]\nendpoint = \"https://u:canary@h\"\ncredentials = { env = true }\n",
            "HW_AUTH_TOKEN=canary",
        ),
        ("", "HW_SECRET_KEY=canary"),
        ("", "HW_USER_PASSWORD=canary"),
        ("", "HW_AUTH_TOKEN=canary"),
    ] {
        let error = Machine::new()
            .config(config)
            .vars(vars)
            .load("")
            .unwrap_err();
        assert!(
            !format!("{error} {error:?}").contains("canary"),
            "{error:?}"
        );
    }
}
