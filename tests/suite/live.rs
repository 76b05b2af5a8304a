//! A user at a desk again, this time with the real service behind it: the session the dashboard
//! runs, its poller, the executor and the clients, over HTTP, against the simulator.
//!
//! Time is the test's. The runtime's clock stands still and moves in small steps, with the
//! simulator's beside it, and between two steps everything that is on its way arrives: a
//! datagram that the test sends itself comes back only after the runtime has looked at every
//! socket. So a life cycle of forty seconds takes a moment, and nothing ever waits for a
//! stopwatch. Tests must run with `#[tokio::test(start_paused = true)]`.

mod hands;
mod lending;
pub mod passing;
mod places;

use crate::desk::{said_of_writes, words};
use places::Place;
use std::fmt::Write as _;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::net::UdpSocket;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::time::Instant;
use warren::api::management::Brokers;
use warren::api::{self, ConnectOptions, Credential, Gate};
use warren::event::Event;
use warren::journal::{Journal, Policy};
use warren::keymap::Keymap;
use warren::model::{ApiVersion, InstanceKey, Scope, Status};
use warren::runtime::session::{Session, TerminalEffect};
use warren::secret::Secret;
use warren::simulator::{Clock, Config, Fault, KeyPair, Logged, Simulator};
use warren::state::State;
use warren::state::context::{Appearance, Depth, Glyphs, ProfileContext, ThemeName};
use warren::state::now::Now;
use warren::state::profiles::{Profile, Profiles};
use warren::state::row::Row;
use warren::state::view::ScreenSize;
use warren::state::write::pending::WriteStatus;

pub const ACCESS_KEY: &str = "FLOWACCESSKEY0000001";
pub const SECRET_KEY: &str = "made-up-secret-key-of-the-flow-tests-0001";

/// What a test sets up before the session starts, or before another profile is offered.
pub struct Setup {
    pub profile: &'static str,
    pub label: Option<&'static str>,
    /// Number and gate of the credential, where profiles share one.
    pub shared: Option<(usize, Arc<Gate>)>,
    pub simulator: Config,
    pub credential: Credential,
    pub timeout: Duration,
    pub refresh: Duration,
    pub read_only: bool,
    /// Whether a write may go without being written down.
    pub journal: Policy,
    /// What times in the journal are read from.
    pub written_at: api::Clock,
    pub api: ApiVersion,
    /// Whether figures are read from Cloud Eye.
    pub figures: bool,
    /// What is given of brokers.
    pub brokers: Brokers,
    pub size: ScreenSize,
    /// Running instances with these names, beside the seeded fleet.
    pub names: Vec<String>,
    /// Whoever hands over the first event of this kind panics at it.
    pub planted: Option<fn(&Event) -> bool>,
}

impl Setup {
    /// Nothing but these running instances; signed requests, polled every five seconds.
    pub fn with(names: &[&str]) -> Self {
        let keys = KeyPair {
            ak: ACCESS_KEY.into(),
            sk: Secret::new(SECRET_KEY),
            security_token: None,
        };
        Self {
            profile: "flow",
            label: None,
            shared: None,
            simulator: Config {
                instances: 0,
                keys: Some(keys),
                clock: Clock::manual(),
                keep_requests: 100_000,
                ..Config::default()
            },
            credential: Credential::Keys {
                access_key: ACCESS_KEY.into(),
                secret_key: Secret::new(SECRET_KEY),
                security_token: None,
            },
            timeout: Duration::from_secs(30),
            refresh: Duration::from_secs(5),
            read_only: false,
            api: ApiVersion::V2,
            figures: false,
            brokers: Brokers::default(),
            size: ScreenSize {
                width: 80,
                height: 24,
            },
            journal: Policy::Optional,
            written_at: api::Clock::system(),
            names: names.iter().map(|name| (*name).to_owned()).collect(),
            planted: None,
        }
    }

    /// The same as another profile, with a project of its own in this region.
    pub fn of(self, profile: &'static str, region: &str) -> Self {
        let digits: String = profile.bytes().map(|byte| format!("{byte:02x}")).collect();
        let project_id = format!("{digits:0<32}");
        Self {
            profile,
            simulator: Config {
                region: region.to_owned(),
                project_id,
                ..self.simulator
            },
            ..self
        }
    }

    /// These rules hold from the start.
    pub fn faults(mut self, rules: &[&str]) -> Self {
        self.simulator.faults = faults(rules);
        self
    }

    pub async fn start(self) -> Live {
        // How long a retry waits is spread at random, and with it what is read when: the same in
        // every run.
        fastrand::seed(7);
        Box::pin(Live::start(self)).await
    }
}

pub fn faults(rules: &[&str]) -> Vec<Fault> {
    rules.iter().map(|rule| rule.parse().unwrap()).collect()
}

/// A session over a simulator.
pub struct Live {
    pub session: Session,
    pub outward: Vec<TerminalEffect>,
    simulator: Option<Simulator>,
    /// Profiles that can be shown besides, each with a service of its own.
    pub places: Vec<Place>,
    address: SocketAddr,
    clock: Clock,
    started: Instant,
    events: UnboundedReceiver<Event>,
    echo: UdpSocket,
    /// The state directory.
    pub home: tempfile::TempDir,
    journal: Journal,
    /// While it is there, the runtime's clock moves only by hand.
    _anchor: std::sync::mpsc::Sender<()>,
}

impl Live {
    async fn start(setup: Setup) -> Self {
        fastrand::seed(7);
        let anchor = hold_the_clock();
        let clock = setup.simulator.clock.clone();
        let simulator = Simulator::start(setup.simulator.clone()).await.unwrap();
        simulator.edit(|world| {
            for name in &setup.names {
                world.insert_sample(name);
            }
        });
        let (send, events) = unbounded_channel();
        let (planted, panicked) = (setup.planted, AtomicBool::new(false));
        let send = Arc::new(move |event| {
            let here = planted.is_some_and(|planted| planted(&event));
            assert!(!here || panicked.swap(true, Ordering::SeqCst), "planted");
            let _ = send.send(event);
        });
        let keymap = Keymap::preset(warren::keymap::Preset::Vim).0;
        let started = Instant::now();
        let now = Now {
            uptime: Duration::ZERO,
            wall: clock.now().as_millisecond(),
        };
        let look = Appearance {
            theme: ThemeName::Dark,
            depth: Depth::Basic,
            glyphs: Glyphs::Unicode,
        };
        let profiles = Profiles::of(context(&setup, &simulator));
        let state = State::new(profiles, look, setup.size, now);
        let home = tempfile::tempdir().unwrap();
        let journal = Journal::new(home.path(), setup.journal, setup.written_at.clone());
        let mut session = Session::new(
            state,
            keymap,
            words().clone(),
            journal.clone(),
            move || started.elapsed(),
            send,
        );
        session.directory = home.path().to_owned();
        let mut live = Self {
            session,
            outward: Vec::new(),
            address: simulator.addr(),
            clock: clock.clone(),
            started,
            events,
            home,
            journal,
            echo: UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap(),
            simulator: Some(simulator),
            places: Vec::new(),
            _anchor: anchor,
        };
        live.echo
            .connect(live.echo.local_addr().unwrap())
            .await
            .unwrap();
        let options = options(&setup, &format!("http://{}", live.address), clock);
        let scope = live.profile().scope().clone();
        live.session.connected(&scope, api::connect(options));
        live
    }

    /// A session over these running instances, once all of them are listed.
    pub async fn with(names: &[&str]) -> Self {
        let mut live = Setup::with(names).start().await;
        live.listed().await;
        live
    }

    /// Until a list has arrived.
    pub async fn listed(&mut self) {
        self.until("a list has arrived", |live| {
            live.profile().feed.listing.known.is_some()
        })
        .await;
    }

    pub fn state(&self) -> &State {
        &self.session.state
    }

    /// The first profile that is shown.
    pub fn profile(&self) -> &Profile {
        self.state().profiles.first()
    }

    pub fn simulator(&self) -> &Simulator {
        self.simulator.as_ref().unwrap()
    }

    /// Time on both clocks.
    pub fn now(&self) -> Now {
        Now {
            uptime: self.started.elapsed(),
            wall: self.clock.now().as_millisecond(),
        }
    }

    pub fn feed(&mut self, event: Event) {
        let now = self.now();
        let outward = self.session.feed(event, now);
        self.outward.extend(outward);
        if self.state().sight().is_some() {
            self.look();
        }
    }

    /// Takes in what has arrived.
    fn take_in(&mut self) {
        while let Ok(event) = self.events.try_recv() {
            self.feed(event);
        }
        let up = self.started.elapsed();
        if self.state().next_change().is_some_and(|due| due <= up) {
            self.feed(Event::Wake);
            // Else the loop would turn without a pause.
            let next = self.state().next_change();
            assert!(next.is_none_or(|due| due > up), "{next:?} at {up:?}");
        }
    }

    /// Lets everything that can move without time passing move a few hops.
    pub async fn settle(&mut self) {
        for _ in 0..passing::HOPS {
            self.hop().await;
            self.take_in();
        }
    }

    /// The instance of this name.
    pub fn row(&self, name: &str) -> Option<&Row> {
        let mut rows = self.state().fleet.all().iter();
        rows.find(|row| row.instance.label() == name)
    }

    pub fn key(&self, name: &str) -> InstanceKey {
        self.row(name).unwrap().key.clone()
    }

    pub fn status(&self, name: &str) -> Option<Status> {
        self.row(name)?.instance.status.clone()
    }

    /// Names in the list, in the order of the screen.
    pub fn names(&self) -> Vec<String> {
        let rows = self.state().fleet.window(10_000);
        rows.map(|row| row.instance.label().to_owned()).collect()
    }

    /// The name under the cursor.
    pub fn selected(&self) -> Option<String> {
        let row = self.state().fleet.selected();
        row.map(|row| row.instance.label().to_owned())
    }

    /// What was said about writes, oldest first.
    pub fn said(&self) -> Vec<WriteStatus> {
        said_of_writes(self.state())
    }

    /// Whether nothing that was sent is still open.
    pub fn settled(&self) -> bool {
        self.state().pending.iter().next().is_none()
    }

    /// The id the service knows an instance by; `None` when it knows none of this name.
    pub fn service_id(&self, name: &str) -> Option<String> {
        self.simulator()
            .edit(|world| world.named(name).map(|instance| instance.id.clone()))
    }

    /// Every request so far.
    pub fn requests(&self) -> Vec<Logged> {
        self.simulator().requests()
    }

    /// Every request so far that is no read; asking for a token is none either.
    pub fn writes(&self) -> Vec<Logged> {
        let mut requests = self.requests();
        requests.retain(|one| {
            let reads = ["/v3/auth/tokens", "batch-query-metric-data"];
            one.method != "GET" && !reads.iter().any(|path| one.path.ends_with(path))
        });
        requests
    }

    pub fn set_faults(&self, rules: &[&str]) {
        self.simulator().set_faults(faults(rules));
    }

    /// Stops the service. The port is kept, and refuses connections, as long as the result lives.
    pub async fn cut_off(&mut self) -> tokio::net::TcpSocket {
        self.simulator.take().unwrap().shutdown().await;
        let held = tokio::net::TcpSocket::new_v4().unwrap();
        held.set_reuseaddr(true).unwrap();
        held.bind(self.address).unwrap();
        held
    }

    /// Starts the service again, at the same address, as `setup` says.
    pub async fn come_back(&mut self, setup: Setup) {
        let config = Config {
            listen: self.address,
            clock: self.clock.clone(),
            ..setup.simulator
        };
        let simulator = Simulator::start(config).await.unwrap();
        simulator.edit(|world| {
            for name in &setup.names {
                world.insert_sample(name);
            }
        });
        self.simulator = Some(simulator);
    }

    /// What is on screen.
    pub fn screen(&mut self) -> String {
        let (size, buffer) = (self.state().size, self.look());
        let mut text = String::new();
        for y in 0..size.height {
            for x in 0..size.width {
                text.push_str(buffer[(x, y)].symbol());
            }
            text.push('\n');
        }
        text
    }

    /// Everything there is to know when something is not as it should be.
    pub fn dump(&self) -> String {
        let state = self.state();
        let mut text = format!(
            "at {:?}\nlisting: {:?}\ncoverage: {:?}\n",
            self.started.elapsed(),
            self.profile().feed.listing,
            self.profile().feed.coverage
        );
        for row in state.fleet.all().iter().take(40) {
            let (name, status) = (row.instance.label(), &row.instance.status);
            let _ = writeln!(text, "row {name}: {status:?} {:?}", row.presence);
        }
        for write in state.pending.iter() {
            let _ = writeln!(text, "pending: {write:?}");
        }
        for notice in state.notices.iter() {
            let _ = writeln!(text, "said: {:?}", notice.said);
        }
        let _ = writeln!(text, "in front: {:?}", state.overlay);
        if let Some(simulator) = &self.simulator {
            let requests = simulator.requests();
            for request in requests.iter().rev().take(40).rev() {
                let _ = writeln!(text, "{request:?}");
            }
        }
        text
    }
}

/// Keeps the runtime's clock from moving by itself: it does not while a blocking task is there.
fn hold_the_clock() -> std::sync::mpsc::Sender<()> {
    let (anchor, held) = std::sync::mpsc::channel();
    tokio::task::spawn_blocking(move || held.recv());
    anchor
}

fn context(setup: &Setup, simulator: &Simulator) -> ProfileContext {
    ProfileContext {
        brokers: Arc::new(setup.brokers.clone()),
        scope: Scope::new(setup.profile, &setup.simulator.region),
        thresholds: Default::default(),
        label: setup.label.map(str::to_owned),
        source: "a test".into(),
        credential: setup.shared.as_ref().map(|(number, _)| *number),
        endpoint: simulator.addr().to_string(),
        ces_endpoint: setup.figures.then(|| simulator.addr().to_string()),
        project: None,
        api: setup.api,
        read_only: setup.read_only,
        refresh: setup.refresh,
    }
}

fn options(setup: &Setup, url: &str, clock: Clock) -> ConnectOptions {
    let region = &setup.simulator.region;
    let mut options = ConnectOptions::new(region, url, url, setup.credential.clone());
    options.timeout = setup.timeout;
    options.read_only = setup.read_only;
    options.api_version = setup.api;
    options.clock = api::Clock::new(move || clock.now().as_millisecond());
    if let Some((_, gate)) = &setup.shared {
        options.gate = Arc::clone(gate);
    }
    options
}
