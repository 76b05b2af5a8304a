use super::*;

fn path() -> &'static Path {
    Path::new("/etc/c.toml")
}

fn at(line: usize) -> Place {
    Place {
        file: path().to_path_buf(),
        line,
    }
}

fn plain(name: &str, line: usize) -> Profile {
    Profile {
        name: name.into(),
        at: at(line),
        region: None,
        endpoint: None,
        iam_endpoint: None,
        project_id: None,
        ca_file: None,
        timeout: None,
        read_only: false,
        refresh: None,
        label: None,
        credentials: None,
    }
}

fn mistake(text: &str) -> String {
    parse(path(), text).unwrap_err().to_string()
}

#[test]
fn a_full_profile_is_read_with_the_lines_of_its_addresses() {
    let text = r#"current = "b"
[profile.b]
region = "cn-north-4"
endpoint = "https://one"
iam_endpoint = "https://two"
project_id = "p"
ca_file = "ca.pem"
timeout_s = 60
read_only = true
refresh = 0x0A
label = "PROD"
credentials = { ak = "AK", sk = "SK", security_token = "T" }

[profile.a.credentials]
hcloud = "default"
"#;
    let expected = ConfigFile {
        current: Some(("b".into(), at(1))),
        profiles: vec![
            Profile {
                region: Some("cn-north-4".into()),
                endpoint: Some(("https://one".into(), at(4))),
                iam_endpoint: Some(("https://two".into(), at(5))),
                project_id: Some("p".into()),
                ca_file: Some("ca.pem".into()),
                timeout: Some(Duration::from_secs(60)),
                read_only: true,
                refresh: Some(Duration::from_secs(10)),
                label: Some("PROD".into()),
                credentials: Some(Credentials::Keys {
                    access_key: "AK".into(),
                    secret_key: Secret::new("SK"),
                    security_token: Some(Secret::new("T")),
                }),
                ..plain("b", 2)
            },
            Profile {
                credentials: Some(Credentials::Hcloud("default".into())),
                ..plain("a", 14)
            },
        ],
        warnings: vec![],
    };
    assert_eq!(parse(path(), text).unwrap(), expected);
}

#[test]
fn every_form_of_credentials_is_read() {
    for (form, expected) in [
        ("{ env = true }", Credentials::Environment),
        ("{ sdk_profile = true }", Credentials::SdkProfile),
        ("{ hcloud = \"x\" }", Credentials::Hcloud("x".into())),
        (
            "{ command = \"pass show dms\" }",
            Credentials::Command("pass show dms".into()),
        ),
        (
            "{ ak = \"A\", sk = \"S\" }",
            Credentials::Keys {
                access_key: "A".into(),
                secret_key: Secret::new("S"),
                security_token: None,
            },
        ),
    ] {
        let file = parse(path(), &format!("[profile.p]\ncredentials = {form}\n")).unwrap();
        assert_eq!(
            file.profiles,
            [Profile {
                credentials: Some(expected),
                ..plain("p", 1)
            }],
            "{form}"
        );
    }
}

#[test]
fn an_unknown_key_warns_with_its_line_and_the_nearest_name() {
    let text = "curent = \"p\"\n\n[profile.p]\nregoin = \"x\"\nzzz = 1\n";
    let warnings = parse(path(), text).unwrap().warnings;
    let texts: Vec<String> = warnings.iter().map(ToString::to_string).collect();
    assert_eq!(
        texts,
        [
            "/etc/c.toml:1: unknown key curent in the file is ignored; did you mean current?",
            "/etc/c.toml:4: unknown key regoin in [profile.p] is ignored; did you mean region?",
            "/etc/c.toml:5: unknown key zzz in [profile.p] is ignored; there are: region, endpoint, iam_endpoint, \
             project_id, ca_file, timeout_s, read_only, refresh, label, credentials",
        ]
    );
}

#[test]
fn a_wrong_value_names_its_line_and_what_is_right() {
    let forms = CREDENTIALS_FORMS;
    for (text, expected) in [
        ("current = 3", "/etc/c.toml:1: current takes a text in quotes, not a value of type integer".to_owned()),
        ("profile = 3", "/etc/c.toml:1: profile takes a table, not a value of type integer".into()),
        ("\nprofile.p = true", "/etc/c.toml:2: p takes a table, not a value of type boolean".into()),
        ("[profile.p]\nregion = \"\"", "/etc/c.toml:2: region is empty; give a text or remove it".into()),
        ("[profile.p]\nrefresh = 0", "/etc/c.toml:2: refresh takes whole seconds, 1 or more, not 0".into()),
        ("[profile.p]\nrefresh = -5", "/etc/c.toml:2: refresh takes whole seconds, 1 or more, not -5".into()),
        (
            "[profile.p]\ntimeout_s = 1.5",
            "/etc/c.toml:2: timeout_s takes whole seconds, 1 or more, not a value of type float".into(),
        ),
        (
            "[profile.p]\nread_only = \"yes\"",
            "/etc/c.toml:2: read_only takes true or false, not a value of type string".into(),
        ),
        ("[profile.p]\ncredentials = { }", format!("/etc/c.toml:2: credentials is empty; {forms}")),
        (
            "[profile.p]\ncredentials = { env = false }",
            "/etc/c.toml:2: env = false means nothing; write env = true or remove it".into(),
        ),
        (
            "[profile.p]\ncredentials = { env = true, hcloud = \"x\" }",
            format!("/etc/c.toml:2: credentials come from one source; {forms}"),
        ),
        (
            "[profile.p]\ncredentials = { comand = \"x\" }",
            "/etc/c.toml:2: unknown key comand in credentials; did you mean command?".into(),
        ),
        ("[profile.p]\ncredentials = { vault = \"x\" }", format!("/etc/c.toml:2: unknown key vault in credentials; {forms}")),
        (
            "[profile.p]\ncredentials = { ak = \"x\" }",
            "/etc/c.toml:2: ak is there but sk is missing; add it, or take the other away".into(),
        ),
        (
            "[profile.p]\ncredentials = { sk = \"x\" }",
            "/etc/c.toml:2: sk is there but ak is missing; add it, or take the other away".into(),
        ),
        (
            "[profile.p]\ncredentials = { security_token = \"x\" }",
            "/etc/c.toml:2: security_token is there but ak with sk is missing; add it, or take the other away".into(),
        ),
    ] {
        assert_eq!(mistake(text), expected, "{text}");
    }
}

#[test]
fn a_line_that_cannot_be_parsed_is_named_and_not_repeated() {
    for text in [
        "[profile.p]\nlabel = \"x\"\nsk = \"canary-sk\nak = 1\n",
        "[profile.p]\nlabel = \"x\"\nsk = canary-sk\n",
        "[profile.p]\nlabel = \"x\"\nlabel = \"canary-sk\"\n",
        "[profile.p]\nlabel = \"x\"\ncredentials = { sk = \"canary-sk\", \n",
        "[profile.p]\nlabel = \"x\"\nsk = \"\\qcanary-sk\"\n",
    ] {
        let error = parse(path(), text).unwrap_err();
        let shown = format!("{error} {error:?}");
        assert!(shown.starts_with("/etc/c.toml:3: "), "{shown}");
        assert!(!shown.contains("canary"), "{shown}");
    }
}

#[test]
fn debug_of_a_file_hides_its_keys() {
    let text = "[profile.p]\ncredentials = { ak = \"A\", sk = \"canary-sk\", security_token = \"canary-st\" }\n";
    assert!(!format!("{:?}", parse(path(), text).unwrap()).contains("canary"));
}

#[test]
fn every_listed_key_is_understood() {
    let keys: String = PROFILE_KEYS
        .iter()
        .map(|key| match *key {
            "timeout_s" | "refresh" => format!("{key} = 1\n"),
            "read_only" => format!("{key} = true\n"),
            "credentials" => format!("{key} = {{ env = true }}\n"),
            _ => format!("{key} = \"x\"\n"),
        })
        .collect();
    assert_eq!(
        parse(path(), &format!("[profile.p]\n{keys}"))
            .unwrap()
            .warnings,
        []
    );
}
