//! The message service, Cloud Eye and the identity service as a local HTTP server.
//!
//! The demo, `warren simulate` and the tests all talk to it over a real socket. It answers the 20
//! operations of the V2 reference, some newer ones, the 9 of V1, those of Cloud Eye that show
//! RabbitMQ's figures and alarms, and the three of IAM that a client needs, in the references' shapes with their odd types, with their error codes. Both versions show the same
//! world. It shares no types with the
//! client: it is a second reading of the same reference, so that one catches the other's
//! mistakes.
//!
//! Start with [`Config`] and [`Simulator`]. A request then goes through `server`: the
//! [`operation`] table says what it is, [`fault`] what goes wrong, `gate` who may come in,
//! `service` answers from the [`world`], which only changes there and with time, and `view`
//! writes the JSON. What the brokers of its instances do is in [`broker`].
//!
//! ```no_run
//! # async fn example() -> Result<(), warren::simulator::SimulatorError> {
//! use warren::simulator::{Config, Simulator};
//! let simulator = Simulator::start(Config { instances: 24, ..Config::default() }).await?;
//! println!("listening on {}", simulator.url());
//! # Ok(()) }
//! ```

mod agency;
pub mod broker;
pub mod catalogue;
mod clock;
pub mod cloud_eye;
pub mod dice;
mod echo;
pub mod fault;
mod gate;
mod iam;
mod log;
pub mod management;
pub mod operation;
mod query;
mod refusal;
mod reply;
mod request;
mod server;
mod service;
mod signature;
mod view;
mod wire;
pub mod world;

use std::future::Future;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use thiserror::Error;
use tokio::net::TcpListener;
use tokio::runtime::Handle;
use tokio::sync::watch;
use tokio::task::JoinHandle;

pub use agency::{Agency, Machine};
pub use broker::incident::request::{Incident, IncidentError};
pub use clock::Clock;
pub use cloud_eye::CloudEye;
pub use fault::Fault;
pub use gate::KeyPair;
pub use iam::{Login, Project};
pub use log::Logged;
pub use management::Management;
pub use world::World;

use dice::Dice;
use fault::rules::Rules;
use gate::Gate;
use log::Log;
use management::listeners::Listeners;
use server::{Shared, lock};
use wire::{Door, Link};
use world::fleet;

/// The project of the demo.
pub const DEMO_PROJECT_ID: &str = "0123456789abcdef0123456789abcdef";
/// The region of the demo.
pub const DEMO_REGION: &str = "cn-north-4";

/// How a simulator is set up.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where it listens; port 0 lets the system choose. Loopback unless set otherwise.
    pub listen: SocketAddr,
    /// How many instances the seeded fleet has. Besides them there are up to three rows of
    /// another engine.
    pub instances: usize,
    /// What decides the fleet and all ids.
    pub seed: u64,
    /// How long every answer takes.
    pub latency: Duration,
    /// What all durations of life cycles are divided by.
    pub speed: f64,
    /// The only key pair that is accepted; without one any well-formed signature and any token is.
    pub keys: Option<KeyPair>,
    /// The only user who gets tokens, and then no other tokens pass; without one everybody does.
    pub login: Option<Login>,
    /// Agencies that other accounts grant.
    pub agencies: Vec<Agency>,
    /// The metadata service of the machine; without it there is none.
    pub machine: Option<Machine>,
    /// How long a token lives.
    pub token_life: Duration,
    /// The project the fleet is in.
    pub project_id: String,
    /// The region, which is also the project's name.
    pub region: String,
    /// Further projects of the account. They see the same fleet.
    pub other_projects: Vec<Project>,
    /// Whether rows of the list lack what those of the reference's example lack: the number of
    /// brokers and the broker user.
    pub sparse_list: bool,
    /// How Cloud Eye is set up.
    pub cloud_eye: CloudEye,
    /// What goes wrong with answers.
    pub faults: Vec<Fault>,
    /// Whether all instances of the fleet are as most are: none failed, frozen or nearly full.
    pub healthy: bool,
    /// What goes wrong with brokers.
    pub incidents: Vec<Incident>,
    /// Where the time comes from.
    pub clock: Clock,
    /// How the brokers' own APIs are served; without it none is.
    pub management: Option<Management>,
    /// Instances, by name or id, whose own API is at another address.
    pub brokers: Vec<(String, String)>,
    /// How many requests the log remembers.
    pub keep_requests: usize,
}

impl Default for Config {
    /// The demo: two dozen instances, no faults, everybody let in.
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            instances: 24,
            seed: 1,
            latency: Duration::ZERO,
            speed: 1.0,
            keys: None,
            login: None,
            agencies: Vec::new(),
            machine: None,
            token_life: Duration::from_secs(24 * 3600),
            project_id: DEMO_PROJECT_ID.to_owned(),
            region: DEMO_REGION.to_owned(),
            other_projects: Vec::new(),
            sparse_list: false,
            cloud_eye: CloudEye::default(),
            faults: Vec::new(),
            healthy: false,
            incidents: Vec::new(),
            clock: Clock::default(),
            management: None,
            brokers: Vec::new(),
            keep_requests: 1000,
        }
    }
}

/// Why a simulator could not start or go on.
#[derive(Debug, Error)]
pub enum SimulatorError {
    /// The address cannot be listened on.
    #[error(
        "the simulator cannot listen on {address}: {source}; choose another --listen address or port 0"
    )]
    Listen {
        /// The address that was asked for.
        address: SocketAddr,
        /// What the system said.
        source: std::io::Error,
    },
    /// An incident has no instance that it can happen to.
    #[error(transparent)]
    Incident(#[from] IncidentError),
    /// There is no such instance whose broker could be elsewhere.
    #[error("there is no instance `{0}` whose broker could be at another address")]
    NoSuchBroker(String),
    /// The server ended by itself.
    #[error("the simulator on {address} stopped answering: {reason}")]
    Stopped {
        /// Where it listened.
        address: SocketAddr,
        /// What is known about it.
        reason: String,
    },
}

/// A running simulator. It stops, and closes every connection, when this is dropped.
pub struct Simulator {
    address: SocketAddr,
    shared: Arc<Shared>,
    stop: watch::Sender<bool>,
    server: JoinHandle<std::io::Result<()>>,
}

impl Simulator {
    /// Binds the address, builds the fleet and starts to answer on the current runtime.
    ///
    /// # Errors
    /// When the address cannot be bound, or an incident cannot happen.
    pub async fn start(config: Config) -> Result<Self, SimulatorError> {
        let listen = |source| SimulatorError::Listen {
            address: config.listen,
            source,
        };
        let listener = TcpListener::bind(config.listen).await.map_err(listen)?;
        let address = listener.local_addr().map_err(listen)?;
        let shared = Arc::new(shared(config)?);
        if let Some(listeners) = &shared.listeners {
            listeners.open_all(&shared, &mut lock(&shared.state));
        }
        let (stop, stopped) = watch::channel(false);
        let door = Door {
            listener,
            stop: stopped.clone(),
            idle: None,
        };
        let service =
            server::app(Arc::clone(&shared)).into_make_service_with_connect_info::<Link>();
        let mut stopped = stopped;
        let signal = async move {
            // A dropped sender means the handle is gone, which is as good as being told.
            let _ = stopped.wait_for(|stop| *stop).await;
        };
        let serving = axum::serve(door, service).with_graceful_shutdown(signal);
        let server = tokio::spawn(async move { serving.await });
        Ok(Self {
            address,
            shared,
            stop,
            server,
        })
    }

    /// The address it listens on.
    pub fn addr(&self) -> SocketAddr {
        self.address
    }

    /// The base of all URLs, such as `http://127.0.0.1:41234`, for both services.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Serves until `stop` is ready, then stops.
    ///
    /// # Errors
    /// When the server ends before that.
    pub async fn serve_until(
        mut self,
        stop: impl Future<Output = ()>,
    ) -> Result<(), SimulatorError> {
        tokio::select! {
            () = stop => {
                self.shutdown().await;
                Ok(())
            }
            ended = &mut self.server => {
                Err(SimulatorError::Stopped { address: self.address, reason: format!("{ended:?}") })
            }
        }
    }

    /// Stops, and returns when the port is free again.
    pub async fn shutdown(mut self) {
        self.stop.send_replace(true);
        self.close_listeners();
        // However the server ended, it has.
        let _ = (&mut self.server).await;
    }

    /// Moves a manual clock, and the world with it.
    pub fn advance(&self, by: Duration) {
        self.shared.clock.advance(by);
        let mut world = lock(&self.shared.state);
        world.advance(self.shared.clock.now());
        self.shared.settle(&mut world);
    }

    /// Looks at the world, or changes it behind the clients' backs, at the present time.
    pub fn edit<T>(&self, change: impl FnOnce(&mut World) -> T) -> T {
        let mut world = lock(&self.shared.state);
        world.advance(self.shared.clock.now());
        self.shared.settle(&mut world);
        change(&mut world)
    }

    fn close_listeners(&self) {
        if let Some(listeners) = &self.shared.listeners {
            listeners.close();
        }
    }

    /// Replaces the fault rules. Counting starts again, and answers that hang are sent.
    pub fn set_faults(&self, faults: Vec<Fault>) {
        self.shared.set_rules(Rules::new(faults));
    }

    /// Makes every token issued so far worthless.
    pub fn revoke_tokens(&self) {
        lock(&self.shared.gate).revoke_all();
    }

    /// The temporary keys lent so far, in no order.
    pub fn lent_keys(&self) -> Vec<KeyPair> {
        lock(&self.shared.gate).all_lent().cloned().collect()
    }

    /// Makes all temporary keys lent so far worthless.
    pub fn take_keys_back(&self) {
        lock(&self.shared.gate).take_back();
    }

    /// The requests so far, oldest first; only the latest are kept ([`Config::keep_requests`]).
    pub fn requests(&self) -> Vec<Logged> {
        lock(&self.shared.log).entries()
    }

    /// Waits until this many requests have arrived in all, answered or not.
    pub async fn requests_reach(&self, count: usize) {
        let mut arrivals = self.shared.arrivals.subscribe();
        // The sender lives as long as this handle, so waiting cannot fail.
        let _ = arrivals.wait_for(|arrived| *arrived >= count).await;
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        self.stop.send_replace(true);
        self.close_listeners();
    }
}

fn shared(config: Config) -> Result<Shared, SimulatorError> {
    let now = config.clock.now();
    let mut world = World::new(now, config.speed, config.seed);
    world.sparse_list = config.sparse_list;
    world.cloud_eye = config.cloud_eye;
    fleet::populate(&mut world, config.instances, config.seed, config.healthy);
    world.befall(&config.incidents, config.seed)?;
    for (named, address) in config.brokers {
        let instance = world.broker_mut(&named);
        let instance = instance.ok_or(SimulatorError::NoSuchBroker(named))?;
        instance.management = Some(address);
    }
    let own = Project {
        id: config.project_id,
        name: config.region.clone(),
    };
    let gate = Gate::new(
        config.keys,
        config.login.is_some(),
        config.token_life,
        config.seed,
    );
    Ok(Shared {
        clock: config.clock,
        region: config.region,
        projects: std::iter::once(own).chain(config.other_projects).collect(),
        login: config.login,
        agencies: config.agencies,
        machine: config.machine,
        latency: config.latency,
        state: Mutex::new(world),
        gate: Mutex::new(gate),
        rules: Mutex::new(Rules::new(config.faults)),
        rules_changed: watch::channel(0).0,
        log: Mutex::new(Log::new(config.keep_requests)),
        arrivals: watch::channel(0).0,
        request_ids: Mutex::new(Dice::new(config.seed)),
        listeners: config
            .management
            .map(|management| Listeners::new(management, Handle::current())),
    })
}
