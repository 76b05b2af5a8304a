use super::*;
use crate::keymap::Preset;
use crate::timezone::Times;
use clap::CommandFactory;

fn parse(line: &str) -> Args {
    Args::try_parse_from(line.split_whitespace()).unwrap()
}

fn refusal(line: &str) -> String {
    Args::try_parse_from(line.split_whitespace())
        .unwrap_err()
        .to_string()
}

fn simulate(line: &str) -> SimulateArgs {
    match parse(line).command {
        Some(Invocation::Simulate(simulate)) => *simulate,
        other => panic!("not simulate: {other:?}"),
    }
}

#[test]
fn the_definition_is_consistent() {
    Args::command().debug_assert();
}

#[test]
fn nothing_given_leaves_every_choice_to_the_configuration() {
    assert_eq!(
        parse("warren"),
        Args {
            demo: false,
            incident: vec![],
            profile: vec![],
            config: None,
            endpoint: None,
            iam_endpoint: None,
            ces_endpoint: None,
            broker: vec![],
            no_metrics: false,
            region: None,
            project_id: None,
            api_version: None,
            refresh: None,
            read_only: false,
            theme: None,
            time: None,
            lang: None,
            keymap: None,
            colors: Colors::Auto,
            ascii: false,
            frame: None,
            command: None,
        }
    );
}

#[test]
fn every_flag_of_the_dashboard_is_understood() {
    assert_eq!(
        parse(
            "warren --demo --incident cpu-hot --profile p --config c.toml --endpoint http://127.0.0.1:1 --iam-endpoint \
             http://127.0.0.1:2 --ces-endpoint http://127.0.0.1:3 --broker q=http://127.0.0.1:4 --no-metrics --region r --project-id id --api-version v1 --refresh 1 --read-only --theme mono --time local --lang zh --colors 256 --keymap k9s --ascii --frame 120x40"
        ),
        Args {
            demo: true,
            incident: vec!["cpu-hot".parse().unwrap()],
            profile: vec!["p".into()],
            config: Some("c.toml".into()),
            endpoint: Some("http://127.0.0.1:1".into()),
            iam_endpoint: Some("http://127.0.0.1:2".into()),
            ces_endpoint: Some("http://127.0.0.1:3".into()),
            broker: vec!["q=http://127.0.0.1:4".into()],
            no_metrics: true,
            region: Some("r".into()),
            project_id: Some("id".into()),
            api_version: Some(ApiVersion::V1),
            refresh: Some(1),
            read_only: true,
            theme: Some(ThemeName::Mono),
            time: Some(Times::Local),
            lang: Some(Lang::Chinese),
            colors: Colors::Indexed,
            keymap: Some(Preset::K9s),
            ascii: true,
            frame: Some(ScreenSize {
                width: 120,
                height: 40
            }),
            command: None,
        }
    );
}

#[test]
fn list_takes_the_common_flags_on_either_side() {
    let before = parse("warren --profile x --config c --region r list --output csv");
    let after = parse("warren list --output csv --profile x --config c --region r");
    assert_eq!(before, after);
    assert_eq!(
        (before.profile.as_slice(), before.region.as_deref()),
        (["x".to_owned()].as_slice(), Some("r"))
    );
    assert_eq!(
        before.command,
        Some(Invocation::List {
            output: Output::Csv
        })
    );
    assert_eq!(
        parse("warren list").command,
        Some(Invocation::List {
            output: Output::Table
        })
    );
}

#[test]
fn list_documents_its_exit_codes() {
    let help = refusal("warren list --help");
    assert!(help.ends_with(&format!("{LIST_EXIT_CODES}\n")), "{help}");
}

#[test]
fn simulate_lists_every_incident_with_its_line() {
    let help = refusal("warren simulate --help");
    for kind in incident::ALL {
        let lines = help.lines().filter(|line| line.contains(kind.line));
        let names: Vec<_> = lines
            .filter_map(|line| line.split_whitespace().next())
            .collect();
        assert_eq!(names, [kind.name], "{help}");
    }
}

#[test]
fn simulate_has_defaults_for_everything() {
    assert_eq!(
        simulate("warren simulate"),
        SimulateArgs {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            instances: 24,
            seed: 1,
            latency: 0,
            speed: 1.0,
            ak: None,
            sk: None,
            project_id: None,
            user: None,
            password: None,
            agency: vec![],
            machine: false,
            sparse_list: false,
            metrics_lag: 90,
            no_batch_v2: false,
            fault: vec![],
            incident: vec![],
            broker: vec![],
            no_management: false,
        }
    );
}

#[test]
fn every_flag_of_simulate_is_understood() {
    assert_eq!(
        simulate(
            "warren simulate --listen [::1]:80 --instances 3 --seed 9 --latency 20 --speed 0.5 --ak A --sk S \
             --project-id 0123456789abcdef0123456789ABCDEF --user U --password W --agency ops@acme --machine --metrics-lag 5 --no-batch-v2 --fault one --fault two --incident flow --incident node-down@orders-eu-01+10m \
             --broker mailer-ap-01=http://127.0.0.1:15672/ --no-management"
        ),
        SimulateArgs {
            listen: "[::1]:80".parse().unwrap(),
            instances: 3,
            seed: 9,
            latency: 20,
            speed: 0.5,
            ak: Some("A".into()),
            sk: Some(Secret::new("S")),
            project_id: Some("0123456789abcdef0123456789ABCDEF".into()),
            user: Some("U".into()),
            password: Some(Secret::new("W")),
            agency: vec![("ops".into(), "acme".into())],
            machine: true,
            sparse_list: false,
            metrics_lag: 5,
            no_batch_v2: true,
            fault: vec!["one".into(), "two".into()],
            incident: ["flow", "node-down@orders-eu-01+10m"]
                .map(|text| text.parse().unwrap())
                .to_vec(),
            broker: vec![("mailer-ap-01".into(), "http://127.0.0.1:15672".into())],
            no_management: true,
        }
    );
}

#[test]
fn half_a_pair_of_simulate_is_refused_by_name() {
    for (line, missing) in [
        ("warren simulate --ak A", "--sk <SK>"),
        ("warren simulate --sk S", "--ak <AK>"),
        ("warren simulate --user U", "--password <P>"),
        ("warren simulate --password P", "--user <U>"),
    ] {
        let text = refusal(line);
        assert!(text.contains(missing), "{line}: {text}");
    }
}

#[test]
fn a_wrong_value_is_answered_with_what_is_right() {
    for (line, right) in [
        ("warren --refresh 0", "give whole seconds, 1 or more"),
        ("warren --refresh 1.5", "give whole seconds, 1 or more"),
        (
            "warren --theme pink",
            "[possible values: dark, light, high-contrast, mono]",
        ),
        ("warren --lang de", "[possible values: en, zh-CN]"),
        (
            "warren list --output xml",
            "[possible values: table, json, csv]",
        ),
        ("warren --frame 120", "for example 120x40"),
        ("warren --frame 0x40", "for example 120x40"),
        ("warren --frame 120x70000", "at most 1000x500"),
        ("warren simulate --speed 0", "give a number above 0"),
        ("warren simulate --speed inf", "give a number above 0"),
        (
            "warren simulate --incident memory-alrm",
            "did you mean memory-alarm?",
        ),
        ("warren --demo --incident flow+10", "did you mean +10m?"),
        ("warren --incident flow", "--demo"),
        (
            "warren simulate --project-id p",
            "give 32 hexadecimal digits",
        ),
        (
            "warren simulate --listen here",
            "for example 127.0.0.1:8080",
        ),
    ] {
        let text = refusal(line);
        assert!(text.contains(right), "{line}: {text}");
    }
}

#[test]
fn debug_of_the_arguments_shows_no_secret() {
    let args = parse("warren simulate --ak A --sk canary-sk --user U --password canary-pw");
    assert!(!format!("{args:?}").contains("canary"), "{args:?}");
}

#[test]
fn simulate_neither_shows_nor_takes_what_is_about_a_connection() {
    let help = refusal("warren simulate --help");
    for (_, flag) in CONNECTION {
        assert!(!help.contains(&format!("--{flag} ")), "{flag}: {help}");
        let text = refusal(&format!("warren simulate --{flag} x"));
        assert!(
            text.contains("the simulator connects to nothing"),
            "{flag}: {text}"
        );
    }
    assert!(!help.contains("--refresh"), "{help}");
    // Before the command they are harmless, as in an alias for `warren --config FILE`.
    assert_eq!(
        simulate("warren --config c --profile p simulate").instances,
        24
    );
}
