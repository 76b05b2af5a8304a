use super::rules::{Rules, Seen, Verdict};
use super::*;

fn fault(rule: &str) -> Fault {
    rule.parse().unwrap()
}

fn strikes(rule: &str, method: &Method, path: &str, query: &[(String, String)]) -> Vec<Verdict> {
    let mut rules = Rules::new(rule.split(" + ").map(fault).collect());
    let operation = Operation::find(method, path).map(|found| found.0);
    (0..6)
        .map(|_| {
            rules.strike(&Seen {
                method,
                path,
                query,
                operation,
                service: None,
            })
        })
        .collect()
}

fn hits(rule: &str, method: &Method, path: &str) -> String {
    let verdicts = strikes(rule, method, path, &[]);
    verdicts
        .iter()
        .map(|verdict| {
            if *verdict == Verdict::default() {
                '.'
            } else {
                '!'
            }
        })
        .collect()
}

#[test]
fn a_rule_is_read_in_full() {
    assert_eq!(
        fault("latency=300ms@GET /v2/*/instances:every=3"),
        Fault {
            kind: FaultKind::Latency(Duration::from_millis(300)),
            calls: Calls {
                target: Target::Path(Some(Method::GET), "/v2/*/instances".into()),
                query: None
            },
            when: When::Every(3),
        }
    );
    assert_eq!(
        fault("503@list_instances?offset=50"),
        Fault {
            kind: FaultKind::ServerError(503),
            calls: Calls {
                target: Target::Operation(Operation::ListInstances),
                query: Some(("offset".into(), "50".into()))
            },
            when: When::Always,
        }
    );
}

#[test]
fn a_service_is_a_group_of_calls_and_a_query_of_cloud_eye_is_a_read() {
    let query = "/V1.0/p/batch-query-metric-data";
    for (rule, method, path, expected) in [
        ("403@cloud_eye", Method::POST, query, "!!!!!!"),
        ("403@cloud_eye", Method::GET, "/v2/p/instances", "......"),
        ("403@dms", Method::POST, query, "......"),
        ("403@dms", Method::GET, "/v2/p/instances", "!!!!!!"),
        ("403@iam", Method::POST, "/v3/auth/tokens", "!!!!!!"),
        ("403@query_metrics:first=1", Method::POST, query, "!....."),
        ("403@reads", Method::POST, query, "!!!!!!"),
        ("403@writes", Method::POST, query, "......"),
        ("403@writes", Method::POST, "/v3/auth/tokens", "!!!!!!"),
    ] {
        assert_eq!(hits(rule, &method, path), expected, "{rule} {path}");
    }
}

#[test]
fn every_kind_has_its_word() {
    let kinds: Vec<_> = [
        "latency=2s",
        "hang",
        "reset",
        "lost",
        "truncate",
        "401",
        "403",
        "403=frozen",
        "404",
        "408",
        "429",
        "429=5",
        "500",
        "html",
        "html=200",
        "echo=json-twice",
    ]
    .map(|kind| fault(kind).kind)
    .to_vec();
    assert_eq!(
        kinds,
        vec![
            FaultKind::Latency(Duration::from_secs(2)),
            FaultKind::Hang,
            FaultKind::Reset,
            FaultKind::Lost,
            FaultKind::Truncate,
            FaultKind::Unauthorized,
            FaultKind::Forbidden,
            FaultKind::Tenant(Tenant::Frozen),
            FaultKind::NotFound,
            FaultKind::TimedOut,
            FaultKind::Throttled(None),
            FaultKind::Throttled(Some(5)),
            FaultKind::ServerError(500),
            FaultKind::Html(502),
            FaultKind::Html(200),
            FaultKind::Echo(Spelling::JsonTwice),
        ]
    );
}

#[test]
fn an_unreadable_rule_says_what_would_be_readable() {
    let problem = |rule: &str| rule.parse::<Fault>().unwrap_err().to_string();
    assert_eq!(
        problem("latency=fast"),
        "cannot read the fault rule `latency=fast`: `fast` is not a time such as 300ms or 2s"
    );
    assert_eq!(
        problem("hang@reads:often"),
        "cannot read the fault rule `hang@reads:often`: `often` is none of always, every=N, first=N, after=N"
    );
    assert_eq!(
        problem("418"),
        "cannot read the fault rule `418`: `418` is none of latency=TIME, hang, reset, lost, late=TIME, truncate, 401, 403[=frozen|restricted|read-only], 404, 408, 429[=SECONDS], 500 to 599, html[=STATUS], echo=SPELLING"
    );
    assert!(problem("hang@list_everything").contains(
        "is none of *, reads, writes, [METHOD ]/PATH, dms, cloud_eye, iam, management, list_windows"
    ));
    assert!(problem("hang:every=0").ends_with("every=N counts from 1"));
    assert!(problem("hang@PATCH /v2").ends_with("`PATCH` is none of GET, POST, PUT, DELETE"));
}

#[test]
fn rules_strike_as_often_as_they_say() {
    let list = |rule| hits(rule, &Method::GET, "/v2/p/instances");
    assert_eq!(list("hang"), "!!!!!!");
    assert_eq!(list("hang:every=3"), "..!..!");
    assert_eq!(list("hang:first=2"), "!!....");
    assert_eq!(list("hang:after=4"), "....!!");
}

#[test]
fn rules_strike_only_the_calls_they_name() {
    for (rule, struck) in [
        ("hang@reads", "!!!!!!"),
        ("hang@writes", "......"),
        ("hang@list_instances", "!!!!!!"),
        ("hang@show_instance", "......"),
        ("hang@/v2/*/instances", "!!!!!!"),
        ("hang@GET /v2/p/instances", "!!!!!!"),
        ("hang@PUT /v2/*/instances", "......"),
        ("hang@/v2/*", "......"),
        ("hang@reads?offset=50", "......"),
    ] {
        assert_eq!(
            hits(rule, &Method::GET, "/v2/p/instances"),
            struck,
            "{rule}"
        );
    }
}

#[test]
fn latencies_add_up_and_the_first_fault_wins() {
    let query = [("offset".to_owned(), "50".to_owned())];
    let verdicts = strikes(
        "latency=1s + 500@reads?offset=50 + latency=2s + hang + late=6s",
        &Method::GET,
        "/v2/p/instances",
        &query,
    );
    let expected = Verdict {
        latency: Duration::from_secs(3),
        late: Some(Duration::from_secs(6)),
        fault: Some(FaultKind::ServerError(500)),
    };
    assert_eq!(verdicts[0], expected);
}
