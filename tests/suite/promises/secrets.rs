//! No secret in anything that is kept, shown or copied. A session with canaries for every
//! secret it can hold goes through work, refusals and failures, and everything it can give away
//! is searched after each step.

use crate::live::{Live, Setup};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::io::Write;
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;
use tracing::subscriber::DefaultGuard;
use tracing::{Dispatch, Level};
use tracing_subscriber::Layer as _;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt as _;
use warren::api::{Credential, ErrorKind};
use warren::effect::Clip;
use warren::event::Event;
use warren::runtime::session::TerminalEffect;
use warren::secret::Secret;
use warren::simulator::{KeyPair, Login};
use warren::state::form::Field;
use warren::state::overlay::Overlay;
use warren::state::view::ScreenSize;
use warren::state::write::mutation::MutationKind;
use warren::state::write::pending::WriteStatus;
use warren::ui::words::notices_as_text;

const ACCESS: &str = "CANARYACCESSKEY00001";
const SECRET: &str = "canary-secret-key-00000000000000000001";
// With what every encoder has something to say about: each part that it leaves alone is a canary.
const SECURITY_TOKEN: &str = "canary-security-token-0000000001\"\\+/=&<'canary-end";
const TOKEN: &str = "canary-auth-token-00000000000000001\"\\+/=&<'canary-end";
const SIGN_IN: &str = "Canary-Sign-In-001 \"a\\ss wörd+/=&<é'canary-end";
const TYPED: &str = "Canary-Typed-0001\"\\+/=&<'9Canary";
const CANARIES: [&str; 8] = [
    ACCESS,
    SECRET,
    "canary-security-token-0000000001",
    "canary-auth-token-00000000000000001",
    "Canary-Sign-In-001",
    "Canary-Typed-0001",
    "canary-end",
    "9Canary",
];
/// How a service may quote what it was sent.
const ECHOES: [&str; 7] = [
    "echo=plain",
    "echo=json",
    "echo=json-twice",
    "echo=percent",
    "echo=form",
    "echo=base64",
    "echo=html",
];

/// The log of everything that happens on this thread, which is all of a session, as the program
/// writes it but with nothing left out.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

/// A subscriber that is there for as long as the tests are.
static SPARE: LazyLock<Dispatch> = LazyLock::new(|| Dispatch::new(tracing_subscriber::registry()));

impl Log {
    fn start(&self) -> DefaultGuard {
        // While there is one subscriber, whether a line is wanted is asked of the thread that comes
        // to it first, once for all threads, and that may be one of another test. Of two and more
        // each is asked.
        LazyLock::force(&SPARE);
        let log = self.0.clone();
        let lines = tracing_subscriber::fmt::layer()
            .with_ansi(false)
            .with_writer(move || Log(log.clone()))
            .with_filter(Targets::new().with_target("warren", Level::TRACE));
        tracing::subscriber::set_default(tracing_subscriber::registry().with(lines))
    }

    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl Write for Log {
    fn write(&mut self, line: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(line)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Fails when a canary is in the log, or the log is empty.
fn search_log(log: &Log) {
    let text = log.text();
    assert!(
        text.contains("answered"),
        "what was called is in it: {text}"
    );
    for canary in CANARIES {
        assert!(!text.contains(canary), "{canary} in the log");
    }
}

/// The canaries, and those that the simulator's base64 would make of the secrets.
fn canaries() -> Vec<String> {
    let encoded = [SECURITY_TOKEN, TOKEN, SIGN_IN, TYPED].map(|secret| {
        let encoded = STANDARD.encode(format!("dms:{secret}"));
        // Without the digits of the user before it.
        encoded[8..20].to_owned()
    });
    CANARIES
        .map(str::to_owned)
        .into_iter()
        .chain(encoded)
        .collect()
}

/// Fails when a canary is in anything that can be seen, copied or printed now.
fn search(live: &mut Live, when: &str) {
    let mut given = vec![
        ("state", format!("{:?}", live.state())),
        (
            "notices",
            notices_as_text(&live.session.words(), live.state()),
        ),
        ("outward", format!("{:?}", live.outward)),
    ];
    let journal = live.home.path().join(warren::journal::file::FILE);
    given.push((
        "journal",
        std::fs::read_to_string(journal).unwrap_or_default(),
    ));
    for outward in &live.outward {
        if let TerminalEffect::Copy(Clip::Text(text)) = outward {
            given.push(("clipboard", text.clone()));
        }
    }
    for (width, height) in [(40, 10), (80, 24), (160, 45)] {
        live.feed(Event::Resize(ScreenSize { width, height }));
        given.push(("screen", live.screen().replace('\n', "")));
    }
    let lent = live.lent();
    for (what, text) in given {
        for canary in canaries().iter().chain(&lent) {
            assert!(!text.contains(canary), "{when}: {canary} in the {what}");
        }
    }
}

/// Types a password into the form, leaves it, reviews it, copies the request, sends it.
async fn fill_in_a_form(live: &mut Live, name: &str, outcome: &str) {
    live.select("orders-01");
    live.press("C");
    live.pass(Duration::from_secs(1)).await;
    live.fill(Field::Name, name);
    live.fill(Field::Password, TYPED);
    search(live, "a password is typed");
    live.fill(Field::Repeat, TYPED);
    live.press("esc");
    search(live, "the form is left");
    live.press("C");
    live.review();
    live.press("c");
    search(live, "the request is reviewed and copied");
    live.answer_question("tab enter").await;
    live.pass(Duration::from_millis(40)).await;
    search(live, "the request is under way");
    live.until(outcome, |live| {
        let is_lost = matches!(live.said().last(), Some(WriteStatus::Unknown(_)));
        live.settled() || is_lost
    })
    .await;
    search(live, outcome);
}

/// Types a new password, leaves the form, reviews and copies the request, sends it.
async fn set_a_password(live: &mut Live, outcome: &str) {
    live.go_home();
    live.select("orders-01");
    live.press("P");
    live.type_text(TYPED);
    search(live, "a new password is typed");
    live.press("tab esc");
    search(live, "the form for it is left");
    live.press("P");
    live.type_text(TYPED);
    live.press("tab");
    live.type_text(TYPED);
    live.press("tab enter tab c");
    search(live, "the new password is reviewed and copied");
    let asked = matches!(live.state().overlay, Some(Overlay::Confirm(_)));
    assert!(asked, "{}", live.dump());
    live.press("shift-tab");
    live.type_text("orders-01");
    live.press("enter");
    live.pass(Duration::from_millis(40)).await;
    search(live, "the new password is under way");
    live.until(outcome, |live| {
        let mut writes = live.state().pending.iter();
        writes.all(|write| write.what.mutation.kind() != MutationKind::ResetPassword)
    })
    .await;
    search(live, outcome);
}

/// Fails in every way, looking after each.
async fn go_wrong(live: &mut Live) {
    let faults = ["403", "500", "html", "reset", "truncate", "429=1"];
    for fault in faults.iter().chain(&ECHOES) {
        live.set_faults(&[fault]);
        live.press("r");
        live.pass(Duration::from_secs(3)).await;
        live.press("E");
        search(live, fault);
        live.press("c");
        live.go_home();
    }
    live.set_faults(&[]);
}

#[test]
fn a_line_is_in_the_log_whoever_came_to_it_first() {
    let log = Log::default();
    let _logged = log.start();
    let say = || tracing::info!(target: "warren::tests", "said");
    std::thread::spawn(say).join().unwrap();
    say();
    assert!(log.text().contains("said"));
}

#[tokio::test(start_paused = true)]
async fn no_secret_of_a_signing_session_is_ever_shown_kept_or_copied() {
    let log = Log::default();
    let _logged = log.start();
    let mut setup = Setup::with(&["orders-01"]);
    setup.simulator.keys = Some(KeyPair {
        ak: ACCESS.into(),
        sk: Secret::new(SECRET),
        security_token: Some(Secret::new(SECURITY_TOKEN)),
    });
    setup.credential = Credential::Keys {
        access_key: ACCESS.into(),
        secret_key: Secret::new(SECRET),
        security_token: Some(Secret::new(SECURITY_TOKEN)),
    };
    let mut live = setup.start().await;
    live.listed().await;
    fill_in_a_form(&mut live, "orders-02", "it runs").await;
    live.set_faults(&["403@create_instance"]);
    fill_in_a_form(&mut live, "orders-03", "it is refused").await;
    live.go_home();
    live.set_faults(&["html@create_instance"]);
    fill_in_a_form(&mut live, "orders-04", "its answer is lost").await;
    live.go_home();
    set_a_password(&mut live, "the password is set").await;
    for fault in ["403", "lost", "html"].iter().chain(&ECHOES) {
        live.set_faults(&[&format!("{fault}@reset_password")]);
        set_a_password(&mut live, fault).await;
    }
    go_wrong(&mut live).await;
    search_log(&log);
}

#[tokio::test(start_paused = true)]
async fn no_temporary_key_of_an_agency_is_ever_shown_kept_or_copied() {
    let log = Log::default();
    let _logged = log.start();
    let keys = Credential::Keys {
        access_key: ACCESS.into(),
        secret_key: Secret::new(SECRET),
        security_token: None,
    };
    let password = Credential::Password {
        user: "ops".into(),
        password: Secret::new(SIGN_IN),
        domain: "us".into(),
    };
    for base in [keys, password] {
        let mut setup = Setup::with(&["orders-01"]).agency("ops", base);
        setup.simulator.keys = Some(KeyPair {
            ak: ACCESS.into(),
            sk: Secret::new(SECRET),
            security_token: None,
        });
        setup.simulator.login = Some(Login {
            user: "ops".into(),
            password: Secret::new(SIGN_IN),
        });
        let mut live = setup.start().await;
        live.listed().await;
        fill_in_a_form(&mut live, "orders-02", "it runs").await;
        go_wrong(&mut live).await;
        // The service quotes the keys that have ended.
        live.simulator().take_keys_back();
        live.set_faults(&["403@lend_keys", "403@issue_token"]);
        live.press("r");
        live.pass(Duration::from_secs(3)).await;
        live.press("E c");
        search(&mut live, "the keys have ended");
        search_log(&log);
        let text = log.text();
        for lent in live.lent() {
            assert!(!text.contains(&lent), "{lent} in the log");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_refused_signature_gives_no_secret_away() {
    // The service echoes what it was sent: the key it does not know, or the request it computed.
    let wrong_key = KeyPair {
        ak: "SOMEOTHERKEY00000001".into(),
        sk: Secret::new(SECRET),
        security_token: None,
    };
    let wrong_secret = KeyPair {
        ak: ACCESS.into(),
        sk: Secret::new("some-other-secret-key"),
        security_token: Some(Secret::new(SECURITY_TOKEN)),
    };
    let log = Log::default();
    let _logged = log.start();
    for known in [wrong_key, wrong_secret] {
        let mut setup = Setup::with(&["orders-01"]);
        setup.simulator.keys = Some(known);
        setup.credential = Credential::Keys {
            access_key: ACCESS.into(),
            secret_key: Secret::new(SECRET),
            security_token: Some(Secret::new(SECURITY_TOKEN)),
        };
        let mut live = setup.start().await;
        refused(&mut live).await;
    }
    search_log(&log);
}

#[tokio::test(start_paused = true)]
async fn a_refused_token_or_password_gives_no_secret_away() {
    let login = || Login {
        user: "ops".into(),
        password: Secret::new("some-other-password"),
    };
    let password = Credential::Password {
        user: "ops".into(),
        password: Secret::new(SIGN_IN),
        domain: "acme".into(),
    };
    let log = Log::default();
    let _logged = log.start();
    for credential in [Credential::Token(Secret::new(TOKEN)), password] {
        let mut setup = Setup::with(&["orders-01"]);
        setup.simulator.keys = None;
        setup.simulator.login = Some(login());
        setup.credential = credential;
        let mut live = setup.start().await;
        refused(&mut live).await;
    }
    search_log(&log);
}

#[tokio::test(start_paused = true)]
async fn a_service_that_quotes_the_sign_in_gives_no_secret_away() {
    let log = Log::default();
    let _logged = log.start();
    for echo in ECHOES {
        let mut setup = Setup::with(&["orders-01"]).faults(&[echo]);
        setup.simulator.keys = None;
        setup.credential = Credential::Password {
            user: "ops".into(),
            password: Secret::new(SIGN_IN),
            domain: "acme".into(),
        };
        let mut live = setup.start().await;
        live.until("it is refused", |live| {
            live.profile().feed.listing.failure.is_some()
        })
        .await;
        live.press("E enter");
        search(&mut live, echo);
        let said = notices_as_text(&live.session.words(), live.state());
        assert!(said.contains("[hidden]"), "{echo}: {said}");
        live.press("c");
        search(&mut live, echo);
    }
    search_log(&log);
}

async fn refused(live: &mut Live) {
    live.until("it is refused", |live| {
        let failure = live.profile().feed.listing.failure.as_ref();
        failure.is_some_and(|failure| failure.error.kind == ErrorKind::Unauthorized)
    })
    .await;
    search(live, "it is refused");
    live.press("E");
    search(live, "the errors are shown");
    live.press("c esc A");
    live.pass(Duration::from_secs(5)).await;
    search(live, "it is refused again");
}
