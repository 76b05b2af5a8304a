use super::*;
use crate::findings::{ThresholdRules, Thresholds};
use crate::secret::Secret;
use crate::state::notify::{NotifyFrom, NotifySequence, NotifySettings};

fn path() -> &'static Path {
    Path::new("/etc/c.toml")
}

fn at(line: usize) -> Location {
    Location {
        file: path().to_path_buf(),
        line,
    }
}

fn plain(name: &str, line: usize) -> Profile {
    Profile {
        name: name.into(),
        at: at(line),
        ..Profile::default()
    }
}

fn parse(path: &Path, text: &str) -> Result<ConfigFile, ConfigError> {
    survey(path, text).sound()
}

fn mistake(text: &str) -> String {
    parse(path(), text).unwrap_err().to_string()
}

#[test]
fn a_full_profile_is_read_with_the_lines_of_its_addresses() {
    let text = r#"current = "b"
journal = "required"
[profile.b]
region = "cn-north-4"
endpoint = "https://one"
iam_endpoint = "https://two"
project_id = "p"
api = "v1"
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
        thresholds: vec![],
        notify: NotifySettings::default(),
        keymap: None,
        current: vec![("b".into(), at(1))],
        theme: None,
        journal: Some(Policy::Required),
        lang: None,
        times: None,
        profiles: vec![
            Profile {
                region: Some(("cn-north-4".into(), at(4))),
                endpoint: Some(("https://one".into(), at(5))),
                iam_endpoint: Some(("https://two".into(), at(6))),
                project_id: Some("p".into()),
                ca_file: Some(("ca.pem".into(), at(9))),
                api: Some(ApiVersion::V1),
                timeout: Some(Duration::from_secs(60)),
                read_only: true,
                refresh: Some(Duration::from_secs(10)),
                label: Some("PROD".into()),
                credentials: Some(Credentials::Keys(Credential::Keys {
                    access_key: "AK".into(),
                    secret_key: Secret::new("SK"),
                    security_token: Some(Secret::new("T")),
                })),
                ..plain("b", 3)
            },
            Profile {
                credentials: Some(Credentials::Hcloud("default".into())),
                ..plain("a", 16)
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
            Credentials::Keys(Credential::Keys {
                access_key: "A".into(),
                secret_key: Secret::new("S"),
                security_token: None,
            }),
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
    let text = "them = \"p\"\n\n[profile.p]\nrefrsh = \"x\"\nzzz = 1\n";
    let warnings = parse(path(), text).unwrap().warnings;
    let texts: Vec<String> = warnings.iter().map(ToString::to_string).collect();
    assert_eq!(
        texts,
        [
            "/etc/c.toml:1: unknown key them in the file is ignored; did you mean theme?",
            "/etc/c.toml:4: unknown key refrsh in [profile.p] is ignored; did you mean refresh?",
            "/etc/c.toml:5: unknown key zzz in [profile.p] is ignored; there are: region, endpoint, iam_endpoint, \
             ces_endpoint, metrics, project_id, api, ca_file, timeout_s, read_only, refresh, label, thresholds, broker, credentials",
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
fn every_mistake_is_found_and_what_is_right_is_kept() {
    let text = "current = 3\ntheme = \"drak\"\n[profile.p]\nrefresh = 0\nlabel = \"L\"\n\
                credentials = { ak = \"A\" }\n[profile.q]\nread_only = \"no\"\n";
    let ParsedConfig {
        file,
        mistakes,
        gaps,
    } = survey(path(), text);
    let texts: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
    assert_eq!(
        texts,
        [
            "/etc/c.toml:1: current takes a text in quotes, not a value of type integer",
            "/etc/c.toml:2: theme cannot be \"drak\"; did you mean dark?",
            "/etc/c.toml:4: refresh takes whole seconds, 1 or more, not 0",
            "/etc/c.toml:6: ak is there but sk is missing; add it, or take the other away",
            "/etc/c.toml:8: read_only takes true or false, not a value of type string",
        ]
    );
    assert_eq!(gaps, [no_credentials("q", at(7))]);
    let p = Profile {
        label: Some("L".into()),
        ..plain("p", 3)
    };
    // What may have been meant to forbid writing does.
    let q = Profile {
        read_only: true,
        ..plain("q", 7)
    };
    assert_eq!(file.profiles, [p, q]);
}

#[test]
fn every_line_that_cannot_be_parsed_is_named() {
    let text = "current = \n[profile.p]\nlabel = x\nregoin = 1\n";
    let ParsedConfig { mistakes, file, .. } = survey(path(), text);
    let lines = mistakes.iter().map(|mistake| match mistake {
        ConfigError::Mistake { at, .. } => at.line,
        other => panic!("{other:?}"),
    });
    assert_eq!(lines.collect::<Vec<_>>(), [1, 3]);
    assert_eq!(file, ConfigFile::default());
}

#[test]
fn another_spelling_of_a_key_is_understood_and_noted() {
    let text = "[profile.p]\nca-file = \"c.pem\"\ntimeout = 7\ncredentials = { env = true }\n";
    let file = parse(path(), text).unwrap();
    let profile = &file.profiles[0];
    assert_eq!(
        (&profile.ca_file, profile.timeout),
        (&Some(("c.pem".into(), at(2))), Some(Duration::from_secs(7)))
    );
    let texts: Vec<String> = file.warnings.iter().map(ToString::to_string).collect();
    assert_eq!(
        texts,
        [
            "/etc/c.toml:2: ca-file is written ca_file now; it is understood, but please change it",
            "/etc/c.toml:3: timeout is written timeout_s now; it is understood, but please change it",
        ]
    );
    for key in FILE_KEYS.iter().chain(&PROFILE_KEYS) {
        let strict = strict::slip(key, "t", &[]).is_some();
        let harmless = [
            "theme",
            "lang",
            "time",
            "keymap",
            "metrics",
            "ca_file",
            "timeout_s",
            "refresh",
            "thresholds",
            "notify",
            "broker",
        ];
        assert_eq!(strict, !harmless.contains(key), "{key}");
    }
    for (other, present) in reader::RESPELT {
        assert!(!PROFILE_KEYS.contains(&other), "{other}");
        assert!(PROFILE_KEYS.contains(&present), "{present}");
    }
}

/// A value that a key takes.
fn right_value(key: &str) -> &'static str {
    match key {
        "timeout_s" | "refresh" => "1",
        "read_only" | "metrics" | "env" | "sdk_profile" => "true",
        "credentials" => "{ env = true }",
        "theme" => "\"dark\"",
        "journal" => "\"optional\"",
        "lang" => "\"zh-CN\"",
        "time" => "\"local\"",
        "keymap" => "\"k9s\"",
        "api" => "\"v1\"",
        "thresholds" => "{ cpu_warning = 70 }",
        "notify" => "{ on = true }",
        "broker" => "{ q = { allow_peek = true } }",
        "profile" => "{ p = { credentials = { env = true } } }",
        _ => "\"x\"",
    }
}

#[test]
fn every_listed_key_is_understood() {
    let lines = |keys: &[&str]| -> String {
        let lines = keys
            .iter()
            .map(|key| format!("{key} = {}\n", right_value(key)));
        lines.collect()
    };
    for text in [
        lines(&FILE_KEYS),
        format!("[profile.p]\n{}", lines(&PROFILE_KEYS)),
    ] {
        let survey = survey(path(), &text);
        assert_eq!((survey.mistakes, survey.file.warnings), (vec![], vec![]));
    }
    for key in CREDENTIALS_KEYS {
        let text = format!("profile.p.credentials.{key} = {}\n", right_value(key));
        let mistakes = survey(path(), &text).mistakes;
        let unknown = mistakes.iter().map(ToString::to_string);
        assert_eq!(
            unknown.filter(|text| text.contains("unknown")).count(),
            0,
            "{key}"
        );
    }
}

fn sorted(keys: &[&str]) -> Vec<String> {
    let mut keys: Vec<String> = keys.iter().map(ToString::to_string).collect();
    keys.sort();
    keys
}

fn names<T: clap::ValueEnum>() -> Vec<String> {
    let names = crate::text::named::<T>().into_iter().map(|(name, _)| name);
    names.collect()
}

#[test]
fn the_schema_and_the_reader_know_the_same_keys() {
    let schema: serde_json::Value = serde_json::from_str(crate::config::SCHEMA).unwrap();
    let keys = |at: &str| {
        let table = schema.pointer(at).unwrap();
        assert_eq!(table["additionalProperties"], serde_json::json!(false));
        let keys = table["properties"].as_object().unwrap().keys();
        let keys: Vec<&str> = keys.map(String::as_str).collect();
        sorted(&keys)
    };
    assert_eq!(keys(""), sorted(&FILE_KEYS));
    assert_eq!(keys("/$defs/profile"), sorted(&PROFILE_KEYS));
    assert_eq!(keys("/$defs/credentials"), sorted(&CREDENTIALS_KEYS));
    assert_eq!(keys("/$defs/agency"), sorted(&agency::AGENCY_KEYS));
    assert_eq!(keys("/$defs/notify"), sorted(&notify::NOTIFY_KEYS));
    assert_eq!(keys("/$defs/broker"), sorted(&broker::BROKER_KEYS));
    let of_notify = |key: &str| schema["$defs"]["notify"]["properties"][key]["enum"].clone();
    let (severities, sequences) = (names::<NotifyFrom>(), names::<NotifySequence>());
    assert_eq!(of_notify("severity"), serde_json::json!(severities));
    assert_eq!(of_notify("terminal"), serde_json::json!(sequences));
    let thresholds = [Thresholds::NAMES, &[thresholds::TAG]].concat();
    assert_eq!(keys("/$defs/thresholds"), sorted(&thresholds));
    for name in Thresholds::NAMES {
        let [least, most] = Thresholds::range(name).unwrap();
        let said = &schema["$defs"]["thresholds"]["properties"][name];
        let said = ["minimum", "maximum"].map(|end| said[end].as_f64());
        assert_eq!(said, [Some(least), Some(most)], "{name}");
    }
    let themes = names::<ThemeName>();
    assert_eq!(
        schema["properties"]["theme"]["enum"],
        serde_json::json!(themes)
    );
    let languages = names::<Lang>();
    assert_eq!(
        schema["properties"]["lang"]["enum"],
        serde_json::json!(languages)
    );
    let versions = names::<ApiVersion>();
    assert_eq!(
        schema["$defs"]["profile"]["properties"]["api"]["enum"],
        serde_json::json!(versions)
    );
}

#[test]
fn the_sample_shows_every_key_and_nothing_else() {
    let sample = crate::config::SAMPLE;
    let survey = survey(path(), sample);
    let remarks = (survey.mistakes, survey.file.warnings, survey.gaps);
    assert_eq!(remarks, (vec![], vec![], vec![]));
    for key in FILE_KEYS
        .iter()
        .chain(&PROFILE_KEYS)
        .chain(&CREDENTIALS_KEYS)
        .chain(&agency::AGENCY_KEYS)
        .chain(Thresholds::NAMES)
        .chain(&notify::NOTIFY_KEYS)
        .chain(&broker::BROKER_KEYS)
    {
        let forms = [
            format!("{key} ="),
            format!("[{key}."),
            format!("[{key}]"),
            format!(".{key}."),
        ];
        let shown = forms.iter().any(|form| sample.contains(form));
        assert!(shown, "{key}");
    }
}

#[test]
fn the_sample_says_the_default_thresholds() {
    let rules = survey(path(), crate::config::SAMPLE).file.thresholds;
    let (tagged, all): (Vec<_>, Vec<_>) = rules.into_iter().partition(|rule| rule.tag.is_some());
    let thresholds = ThresholdRules { rules: all }.of(&[]);
    assert_eq!(thresholds, Thresholds::default());
    assert_eq!(tagged[0].tag.as_deref(), Some("env=dev"));
}

#[test]
fn thresholds_are_numbers_that_make_sense() {
    let said = |text: &str| {
        let survey = survey(Path::new("c.toml"), text);
        let wrong = survey.mistakes.iter().map(ToString::to_string);
        let odd = survey.file.warnings.iter().map(ToString::to_string);
        (
            survey.file.thresholds.len(),
            wrong.chain(odd).collect::<Vec<_>>().join("; "),
        )
    };
    let table = "[thresholds]\n";
    assert_eq!(
        said(&format!("{table}cpu_warning = 70.5")),
        (1, String::new())
    );
    for (line, wanted) in [
        (
            "cpu_warning = 170",
            "c.toml:2: cpu_warning takes a number from 1 to 100",
        ),
        (
            "cpu_warning = \"high\"",
            "cpu_warning takes a number from 1 to 100, not a value of type string",
        ),
        ("cpu_warnin = 70", "cpu_warning"),
        (
            "tag.prod.cpu_warning = 70",
            "a tag is written \"key=value\", not \"prod\"",
        ),
    ] {
        let (rules, said) = said(&format!("{table}{line}"));
        assert!(rules == 0 && said.contains(wanted), "{line}: {said}");
    }
}

#[test]
fn the_set_of_default_keys_is_named_and_a_slip_says_which_was_meant() {
    let read = |text: &str| {
        let survey = survey(Path::new("c.toml"), text);
        let wrong = survey.mistakes.iter().map(ToString::to_string);
        (survey.file.keymap, wrong.collect::<Vec<_>>())
    };
    assert_eq!(read("keymap = \"k9s\"").0, Some(crate::keymap::Preset::K9s));
    let (keymap, wrong) = read("\nkeymap = \"k9\"");
    assert_eq!(keymap, None);
    let [wrong] = wrong.as_slice() else {
        panic!("{wrong:?}");
    };
    assert!(wrong.starts_with("c.toml:2: "), "{wrong}");
    assert!(wrong.ends_with("did you mean k9s?"), "{wrong}");
}
