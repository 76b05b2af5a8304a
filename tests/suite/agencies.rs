//! Acting for another account: temporary keys and tokens of an agency, the machine's own keys, over
//! the wire to the simulator, which checks every signature.

use std::sync::Arc;
use std::time::Duration;

use warren::api::v2::{DeleteInstance, ListInstances};
use warren::api::{
    Account, Agency, ApiError, Clock, ConnectOptions, Credential, ErrorKind, Gate, Operation,
    Proxies, ReadClient, WriteError, retry,
};
use warren::model::InstanceId;
use warren::secret::Secret;
use warren::simulator::{self, Config, KeyPair, Login, Machine, Project, Simulator};

use crate::live::{Live, Setup};
use crate::scripted::{Reply, Service, clients, project, send_for};
use warren::event::Event;
use warren::state::view::ScreenSize;

const LENT: &str = "fedcba9876543210fedcba9876543210";
const LEND: &str = "POST /v3.0/OS-CREDENTIAL/securitytokens";
const TOKEN: &str = "POST /v3/auth/tokens";
const PROJECTS: &str = "GET /v3/projects";
const MINUTE: Duration = Duration::from_secs(60);

/// A service that knows one key and one user, and one agency of the account `acme`.
fn config() -> Config {
    Config {
        instances: 3,
        keys: Some(KeyPair {
            ak: "BASE".into(),
            sk: Secret::new("canary-base"),
            security_token: None,
        }),
        login: Some(Login {
            user: "me".into(),
            password: Secret::new("canary-pw"),
        }),
        agencies: vec![simulator::Agency {
            name: "ops".into(),
            account: "acme".into(),
            account_id: "d0d0".into(),
            project: Project {
                id: LENT.into(),
                name: "cn-north-4".into(),
            },
        }],
        clock: simulator::Clock::manual(),
        ..Config::default()
    }
}

async fn service() -> Simulator {
    Simulator::start(config()).await.unwrap()
}

fn base(secret: &str) -> Credential {
    Credential::Keys {
        access_key: "BASE".into(),
        secret_key: Secret::new(secret),
        security_token: None,
    }
}

fn password() -> Credential {
    Credential::Password {
        user: "me".into(),
        password: Secret::new("canary-pw"),
        domain: "us".into(),
    }
}

fn agency(name: &str, base: Credential) -> Credential {
    let agency = Agency {
        name: name.into(),
        account: Account::Name("acme".into()),
        life: Agency::LIFE,
    };
    Credential::Agency {
        base: Box::new(base),
        agency,
    }
}

/// How to reach the simulator, by its clock, with one try a read.
fn options(simulator: &Simulator, clock: &simulator::Clock, who: Credential) -> ConnectOptions {
    let (url, clock) = (simulator.url(), clock.clone());
    ConnectOptions {
        retry: retry::Policy {
            tries: 1,
            ..retry::Policy::default()
        },
        clock: Clock::new(move || clock.now().as_millisecond()),
        ..ConnectOptions::new("cn-north-4", url.clone(), url, who)
    }
}

/// A simulator, its clock, and a client of it.
async fn reading(config: Config, who: Credential) -> (Simulator, simulator::Clock, ReadClient) {
    let clock = config.clock.clone();
    let simulator = Simulator::start(config).await.unwrap();
    let (reader, _) = clients(options(&simulator, &clock, who));
    (simulator, clock, reader)
}

async fn list(reader: &ReadClient) -> Result<usize, ApiError> {
    let (offset, limit) = (0, 50);
    let page = reader.read(&ListInstances { offset, limit }).await?;
    Ok(page.instances.len())
}

/// Five reads at once.
async fn five(reader: &ReadClient) -> Vec<Result<usize, ApiError>> {
    let mut reads = tokio::task::JoinSet::new();
    for _ in 0..5 {
        let reader = reader.clone();
        reads.spawn(async move { list(&reader).await });
    }
    reads.join_all().await
}

/// The calls so far, without queries and projects.
fn lines(simulator: &Simulator) -> Vec<String> {
    let seen = simulator.requests().into_iter();
    let lines = seen.map(|seen| format!("{} {}", seen.method, seen.path));
    lines.collect()
}

fn count(simulator: &Simulator, line: &str) -> usize {
    lines(simulator).iter().filter(|seen| *seen == line).count()
}

#[tokio::test]
async fn an_agency_acts_with_temporary_keys_of_the_account_that_grants_it_got_once_for_all_calls() {
    let (simulator, _, reader) = reading(config(), agency("ops", base("canary-base"))).await;
    assert!(five(&reader).await.iter().all(Result::is_ok));
    // The project that only the agency sees: the service knew its keys.
    assert_eq!(reader.project().await.unwrap().as_str(), LENT);
    let seen = lines(&simulator);
    assert_eq!(seen[..2], [LEND.to_owned(), PROJECTS.to_owned()]);
    assert_eq!(count(&simulator, LEND), 1);
    let body: serde_json::Value = serde_json::from_str(&simulator.requests()[0].body).unwrap();
    let role = &body["auth"]["identity"]["assume_role"];
    assert_eq!(
        *role,
        serde_json::json!({"agency_name": "ops", "domain_name": "acme", "duration_seconds": 3600})
    );
    // The plain key sees another project: one account is never taken for the other.
    let (plain, _) = clients(options(&simulator, &config().clock, base("canary-base")));
    assert_ne!(plain.project().await.unwrap().as_str(), LENT);
}

#[tokio::test]
async fn temporary_keys_are_renewed_before_their_end_once_however_many_calls_wait() {
    let (simulator, clock, reader) = reading(config(), agency("ops", base("canary-base"))).await;
    list(&reader).await.unwrap();
    let ends = reader.lease_ends_at().await.unwrap();
    let until_end = ends - clock.now().as_millisecond();
    assert_eq!(until_end, 60 * 60 * 1000);
    clock.advance(54 * MINUTE);
    list(&reader).await.unwrap();
    assert_eq!(count(&simulator, LEND), 1);
    clock.advance(MINUTE);
    assert!(five(&reader).await.iter().all(Result::is_ok));
    assert_eq!(count(&simulator, LEND), 2);
    assert_eq!(reader.lease_ends_at().await.unwrap(), ends + 55 * 60 * 1000);
}

#[tokio::test]
async fn an_agency_that_is_refused_is_asked_for_once_until_the_user_asks_again() {
    let (simulator, clock, reader) = reading(config(), agency("opps", base("canary-base"))).await;
    let outcomes = five(&reader).await;
    assert!(outcomes.iter().all(Result::is_err));
    let error = list(&reader).await.unwrap_err();
    assert_eq!((error.kind, error.status), (ErrorKind::Locked, Some(403)));
    assert!(error.message.contains("not authorized"), "{error}");
    let first = outcomes.into_iter().filter_map(Result::err);
    let mut first = first.filter(|error| error.kind == ErrorKind::Unauthorized);
    assert!(first.all(|error| error.attempted == Operation::TakeOnAgency));
    assert_eq!(lines(&simulator), [LEND]);
    reader.retry_credential();
    assert!(list(&reader).await.is_err());
    assert_eq!(lines(&simulator), [LEND, LEND]);
    let (plain, _) = clients(options(&simulator, &clock, base("canary-base")));
    assert!(list(&plain).await.is_ok(), "the key itself is good");
}

#[tokio::test]
async fn a_refused_base_key_stops_every_profile_that_uses_it_whatever_agency_it_takes_on() {
    let simulator = service().await;
    let clock = config().clock;
    let gate: Arc<Gate> = Arc::default();
    let wrong = |name: &str| ConnectOptions {
        base_gate: Arc::clone(&gate),
        ..options(&simulator, &clock, agency(name, base("canary-wrong")))
    };
    let (one, _) = clients(wrong("ops"));
    let (other, _) = clients(wrong("audit"));
    let (plain, _) = clients(ConnectOptions {
        gate: Arc::clone(&gate),
        ..options(&simulator, &clock, base("canary-wrong"))
    });
    let refused = list(&one).await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::Unauthorized);
    assert!(!format!("{refused:?}").contains("BASE"), "{refused:?}");
    for reader in [&other, &plain, &one] {
        assert_eq!(list(reader).await.unwrap_err().kind, ErrorKind::Locked);
    }
    assert_eq!(lines(&simulator), [LEND]);
}

#[tokio::test]
async fn a_service_that_cannot_lend_now_is_no_refusal() {
    let mut failing = config();
    failing.faults = vec!["503@lend_keys:first=1".parse().unwrap()];
    let (simulator, _, reader) = reading(failing, agency("ops", base("canary-base"))).await;
    assert_eq!(list(&reader).await.unwrap_err().kind, ErrorKind::Server);
    assert!(list(&reader).await.is_ok());
    assert_eq!(count(&simulator, LEND), 2);
}

#[tokio::test]
async fn a_user_or_a_token_takes_an_agency_on_with_a_token() {
    let (simulator, _, reader) = reading(config(), agency("ops", password())).await;
    assert!(five(&reader).await.iter().all(Result::is_ok));
    assert_eq!(reader.project().await.unwrap().as_str(), LENT);
    let seen = lines(&simulator);
    assert_eq!(seen[..3], [TOKEN, TOKEN, PROJECTS].map(str::to_owned));
    assert_eq!((count(&simulator, TOKEN), count(&simulator, LEND)), (2, 0));
    // Signing in as an operator of agencies needs no project of one's own.
    let scopes: Vec<serde_json::Value> = simulator.requests()[..2]
        .iter()
        .map(|seen| serde_json::from_str::<serde_json::Value>(&seen.body).unwrap())
        .map(|body| body["auth"]["scope"].clone())
        .collect();
    assert_eq!(
        scopes,
        [
            serde_json::json!({"domain": {"name": "us"}}),
            serde_json::json!({"project": {"name": "cn-north-4"}})
        ]
    );
    let wrong = Credential::Token(Secret::new("canary-token"));
    let (given, _) = clients(options(&simulator, &config().clock, agency("ops", wrong)));
    assert_eq!(
        list(&given).await.unwrap_err().kind,
        ErrorKind::Unauthorized
    );
    assert_eq!(count(&simulator, TOKEN), 3);
}

#[tokio::test]
async fn keys_that_were_taken_back_are_got_anew_for_a_read_and_never_for_a_write() {
    let config = config();
    let clock = config.clock.clone();
    let simulator = Simulator::start(config).await.unwrap();
    let who = agency("ops", base("canary-base"));
    let (reader, writer) = clients(options(&simulator, &clock, who));
    list(&reader).await.unwrap();
    simulator.take_keys_back();
    list(&reader).await.unwrap();
    assert_eq!(count(&simulator, LEND), 2);
    simulator.take_keys_back();
    let delete = DeleteInstance {
        instance: InstanceId::new("11111111-2222-4333-8444-555555555555").unwrap(),
    };
    let refused = send_for(project(LENT), &writer, &delete).await.unwrap_err();
    assert!(matches!(refused, WriteError::Refused(_)), "{refused:?}");
    let deleted = lines(&simulator);
    let deleted = deleted.iter().filter(|line| line.starts_with("DELETE"));
    assert_eq!(deleted.count(), 1);
    assert!(list(&reader).await.is_ok());
}

#[tokio::test]
async fn the_machines_own_keys_are_asked_for_in_a_session_or_without_one_and_renewed() {
    for sessions in [true, false] {
        let machine = Machine {
            sessions,
            life: 60 * MINUTE,
        };
        let (clock, machine) = (config().clock, Some(machine));
        let config = Config {
            machine,
            clock: clock.clone(),
            ..config()
        };
        let simulator = Simulator::start(config).await.unwrap();
        let metadata = simulator.url();
        let own = Credential::Machine { metadata };
        let (reader, _) = clients(options(&simulator, &clock, own.clone()));
        assert!(five(&reader).await.iter().all(Result::is_ok));
        let keys = "GET /openstack/latest/securitykey";
        let begin = "PUT /meta-data/latest/api/token";
        assert_eq!(lines(&simulator)[..2], [begin.to_owned(), keys.to_owned()]);
        clock.advance(55 * MINUTE);
        assert!(five(&reader).await.iter().all(Result::is_ok));
        assert_eq!(count(&simulator, keys), 2);
        let (lent, _) = clients(options(&simulator, &clock, agency("ops", own)));
        list(&lent).await.unwrap();
        assert_eq!(lent.project().await.unwrap().as_str(), LENT);
    }
}

#[tokio::test]
async fn a_machine_without_an_agency_says_so_and_is_not_asked_again() {
    let simulator = service().await;
    let metadata = simulator.url();
    let own = Credential::Machine { metadata };
    let (reader, _) = clients(options(&simulator, &config().clock, own));
    let refused = list(&reader).await.unwrap_err();
    assert_eq!(
        (refused.kind, refused.attempted),
        (ErrorKind::Unauthorized, Operation::AskMachine)
    );
    assert_eq!(list(&reader).await.unwrap_err().kind, ErrorKind::Locked);
    assert_eq!(lines(&simulator).len(), 2);
}

/// It takes the time limit for the machine, 3 s, where packets for its own link get no answer.
#[tokio::test]
async fn the_machines_own_keys_are_never_asked_for_through_a_proxy() {
    let proxy = Service::start(|_, _| Reply::status(502)).await;
    let own = Credential::Machine {
        metadata: "http://169.254.1.1:9".into(),
    };
    let simulator = service().await;
    let (reader, _) = clients(ConnectOptions {
        proxies: Proxies::read(|_| Some(proxy.address.as_str())),
        ..options(&simulator, &config().clock, own)
    });
    let failed = list(&reader).await.unwrap_err();
    assert_eq!(failed.attempted, Operation::AskMachine);
    assert_eq!(proxy.lines(), Vec::<String>::new());
}

/// A session that takes on `name` with the only key there is.
async fn session(name: &str) -> Live {
    let setup = Setup::with(&["orders-01"]);
    let base = setup.credential.clone();
    setup.agency(name, base).start().await
}

/// The first line of the screen at this width.
fn top_line(live: &mut Live, width: u16) -> String {
    let size = ScreenSize { width, height: 24 };
    live.feed(Event::Resize(size));
    let screen = live.screen();
    screen.lines().next().unwrap_or_default().to_owned()
}

#[tokio::test(start_paused = true)]
async fn the_top_line_says_which_agency_of_which_account_and_until_when() {
    let mut live = session("ops").await;
    live.listed().await;
    // The simulator's clock stands at 08:00.
    let long = top_line(&mut live, 140);
    assert!(long.contains("agency ops@acme until 09:00 UTC"), "{long}");
    let usual = top_line(&mut live, 80);
    assert!(usual.contains("agency ops@acme until 09:00 UTC"), "{usual}");
    let short = top_line(&mut live, 60);
    assert!(short.contains("ops@acme 09:00"), "{short}");
    let least = top_line(&mut live, 40);
    assert!(least.contains("ops@acme"), "{least}");
    live.pass_by(57 * MINUTE, Duration::from_secs(5)).await;
    let renewed = top_line(&mut live, 80);
    assert!(renewed.contains("until 09:55"), "{renewed}");
    let asked = live.requests().into_iter();
    let asked = asked.filter(|seen| seen.path == "/v3.0/OS-CREDENTIAL/securitytokens");
    assert_eq!(asked.count(), 2);
}

#[tokio::test(start_paused = true)]
async fn an_agency_that_is_refused_stops_the_session_and_says_which_until_a_is_pressed() {
    let mut live = session("opps").await;
    live.until("it is refused", |live| live.profile().is_locked())
        .await;
    live.pass_by(MINUTE, Duration::from_secs(5)).await;
    assert_eq!(live.requests().len(), 1);
    let line = top_line(&mut live, 80);
    assert!(
        line.contains("LOCKED") && line.contains("opps@acme"),
        "{line}"
    );
    let screen = live.screen();
    assert!(
        screen.contains("Does account acme grant agency opps to yours"),
        "{screen}"
    );
    live.press("E");
    let errors = live.screen();
    assert!(errors.contains("take on the agency"), "{errors}");
    live.press("esc A");
    live.pass(Duration::from_secs(1)).await;
    assert_eq!(live.requests().len(), 2);
}
