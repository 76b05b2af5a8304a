//! What happens to a request between the socket and the world.
//!
//! In order: the request is logged, the fault rules look at it, the gateway admits it, the
//! operation runs, and the answer is sent as the fault allows. Everything that touches the state
//! runs in one synchronous step, so no lock is ever held across an await.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::{self, Body};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::Response;
use jiff::Timestamp;
use tokio::sync::watch;
use tokio::time::Instant;

use super::agency::{self, Agency, Machine};
use super::clock::Clock;
use super::cloud_eye;
use super::dice::Dice;
use super::echo;
use super::fault::rules::{Rules, Seen, Verdict};
use super::fault::{FaultKind, Tenant};
use super::gate::{Gate, Identity};
use super::iam::{self, Login, Project};
use super::log::{Log, Logged};
use super::management::listeners::Listeners;
use super::operation::{Names, Operation, Service, Version};
use super::query;
use super::refusal::Refusal;
use super::reply::Reply;
use super::request::Call;
use super::signature::{self, Signable};
use super::wire::{Cut, Link};
use super::world::World;

/// The gateway takes bodies of up to 12 MB.
const LARGEST_BODY: usize = 12 * 1024 * 1024;

/// Everything the handler and the handle share.
pub struct Shared {
    pub(super) clock: Clock,
    pub(super) region: String,
    pub(super) projects: Vec<Project>,
    pub(super) login: Option<Login>,
    pub(super) agencies: Vec<Agency>,
    pub(super) machine: Option<Machine>,
    pub(super) latency: Duration,
    pub(super) state: Mutex<World>,
    pub(super) gate: Mutex<Gate>,
    pub(super) rules: Mutex<Rules>,
    /// Bumped when the rules change: answers that hang are sent then.
    pub(super) rules_changed: watch::Sender<u64>,
    pub(super) log: Mutex<Log>,
    /// How many requests have arrived.
    pub(super) arrivals: watch::Sender<usize>,
    pub(super) request_ids: Mutex<Dice>,
    /// Where the brokers' own APIs are served, if they are.
    pub(super) listeners: Option<Listeners>,
}

/// Locks, and carries on with the state as it is if a thread died while it held the lock.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The whole service as one route: the table in [`super::operation`] does the rest.
pub(super) fn app(shared: Arc<Shared>) -> Router {
    Router::new().fallback(handle).with_state(shared)
}

/// A request with everything known about it from its head.
struct Incoming {
    method: axum::http::Method,
    path: String,
    raw_query: String,
    query: Vec<(String, String)>,
    headers: axum::http::HeaderMap,
    body: body::Bytes,
    route: Option<(Operation, Names)>,
}

impl Incoming {
    /// The version of the API it is addressed to.
    fn version(&self) -> Version {
        let route = self.route.as_ref();
        route.map_or(Version::default(), |(_, names)| names.version)
    }

    fn logged(&self) -> Logged {
        let project = self.route.as_ref().map(|(_, names)| names.project.clone());
        Logged {
            method: self.method.to_string(),
            path: self.path.clone(),
            query: self.raw_query.clone(),
            body: String::from_utf8_lossy(&self.body).into_owned(),
            project: project.unwrap_or_default(),
            status: None,
        }
    }

    fn seen(&self) -> Seen<'_> {
        Seen {
            method: &self.method,
            path: &self.path,
            query: &self.query,
            operation: self.route.as_ref().map(|(operation, _)| *operation),
            service: None,
        }
    }

    /// How the service it is addressed to says no.
    fn refusing(&self, refusal: Refusal) -> Reply {
        let route = self.route.as_ref();
        match route.map(|(operation, _)| operation.service()) {
            Some(Service::CloudEye) => cloud_eye::refusal::reply(refusal, self.version()),
            Some(Service::Dms | Service::Iam | Service::Management) | None => {
                Reply::refusing(refusal, self.version())
            }
        }
    }
}

async fn handle(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(link): ConnectInfo<Link>,
    request: Request,
) -> Response<Body> {
    let arrived = Instant::now();
    let (head, body) = request.into_parts();
    let body = body::to_bytes(body, LARGEST_BODY).await;
    let raw_query = head.uri.query().unwrap_or_default().to_owned();
    let incoming = Incoming {
        route: Operation::find(&head.method, head.uri.path()),
        method: head.method,
        path: head.uri.path().to_owned(),
        query: query::parameters(&raw_query),
        raw_query,
        headers: head.headers,
        body: body.as_ref().cloned().unwrap_or_default(),
    };
    let number = shared.note(incoming.logged());
    let (mut verdict, rules_changed) = shared.strike(&incoming.seen());
    if verdict.late.is_some() {
        verdict.fault = verdict.fault.or(Some(FaultKind::Lost));
    }
    let reply = match (&body, verdict.fault) {
        (Err(_), _) => Reply::gateway(413, "APIGW.0201", "Request entity too large"),
        (Ok(_), None) => shared.run(&incoming),
        (Ok(_), Some(fault)) => {
            let instead = instead(fault, &incoming);
            match verdict.late {
                None => instead.unwrap_or_else(|| shared.run(&incoming)),
                Some(late) => {
                    shared.clone().run_later(incoming, late);
                    instead.unwrap_or_else(Reply::no_content)
                }
            }
        }
    };
    shared.pause(arrived, &verdict, rules_changed).await;
    shared.send(reply, verdict, number, &link)
}

/// The answer of a fault that never lets the call through; `None` when the call takes effect.
fn instead(fault: FaultKind, incoming: &Incoming) -> Option<Reply> {
    let refusing = |refusal| incoming.refusing(refusal);
    let reply = match fault {
        FaultKind::Latency(_)
        | FaultKind::Late(_)
        | FaultKind::Hang
        | FaultKind::Lost
        | FaultKind::Truncate => return None,
        // Never sent: the connection is cut before it.
        FaultKind::Reset => Reply::no_content(),
        FaultKind::Unauthorized => Reply::gateway(
            401,
            "APIGW.0301",
            "Incorrect IAM authentication information: decrypt token fail",
        ),
        FaultKind::Forbidden => refusing(Refusal::FORBIDDEN),
        FaultKind::Tenant(tenant) => refusing(match tenant {
            Tenant::Frozen => Refusal::FROZEN,
            Tenant::Restricted => Refusal::RESTRICTED,
            Tenant::ReadOnly => Refusal::READ_ONLY,
        }),
        FaultKind::TimedOut => refusing(Refusal::TIMED_OUT),
        FaultKind::NotFound => refusing(Refusal::NO_SUCH_INSTANCE),
        FaultKind::Throttled(seconds) => {
            let reply = Reply::gateway(
                429,
                "APIGW.0308",
                "The throttling threshold has been reached: policy user over ratelimit,limit:200,time:1 second",
            );
            match seconds {
                Some(seconds) => reply.with_header("retry-after", seconds.to_string()),
                None => reply,
            }
        }
        FaultKind::ServerError(500) => refusing(Refusal::INTERNAL),
        FaultKind::ServerError(503) => refusing(Refusal::BUSY),
        FaultKind::ServerError(status) => {
            Reply::gateway(status, "APIGW.0602", "Backend unavailable")
        }
        FaultKind::Echo(spelling) => echo::reply(spelling, &incoming.headers, &incoming.body),
        FaultKind::Html(status) => Reply::page(
            status,
            format!(
                "<html>\r\n<head><title>{status}</title></head>\r\n<body>\r\n<center><h1>{status}</h1></center>\r\n<hr><center>proxy</center>\r\n</body>\r\n</html>\r\n"
            ),
        ),
    };
    Some(reply)
}

impl Shared {
    /// Writes a request down; the number is for its answer.
    pub(super) fn note(&self, request: Logged) -> usize {
        let number = lock(&self.log).arrived(request);
        self.arrivals.send_modify(|count| *count += 1);
        number
    }

    /// What the rules in force do to a call, and a way to hear of it when they change.
    pub(super) fn strike(&self, seen: &Seen<'_>) -> (Verdict, watch::Receiver<u64>) {
        let mut rules = lock(&self.rules);
        let verdict = rules.strike(seen);
        (verdict, self.rules_changed.subscribe())
    }

    /// Waits for as long as an answer takes; what it took to make is a part of it.
    pub(super) async fn pause(
        &self,
        arrived: Instant,
        verdict: &Verdict,
        mut rules_changed: watch::Receiver<u64>,
    ) {
        let delay = self.latency + verdict.latency;
        if !delay.is_zero() {
            tokio::time::sleep_until(arrived + delay).await;
        }
        if verdict.fault == Some(FaultKind::Hang) {
            // Changed rules let the answer go; a sender that is gone means the server is, too.
            let _ = rules_changed.changed().await;
        }
    }

    /// Opens and closes what is served of the instances with which something came to an end.
    pub(super) fn settle(self: &Arc<Self>, world: &mut World) {
        for id in world.take_moved() {
            if let Some(listeners) = &self.listeners {
                listeners.follow(self, world, &id);
            }
        }
    }

    /// Puts other rules in force. Both steps happen under one lock, so that a call that hangs by
    /// the old rules never misses the change.
    pub(super) fn set_rules(&self, changed: Rules) {
        let mut rules = lock(&self.rules);
        *rules = changed;
        self.rules_changed.send_modify(|version| *version += 1);
    }

    /// Lets a call take effect after a while. Nobody hears what it answers.
    fn run_later(self: Arc<Self>, incoming: Incoming, late: Duration) {
        tokio::spawn(async move {
            tokio::time::sleep(late).await;
            let _ = self.run(&incoming);
        });
    }

    /// Gateway and service, in one step.
    fn run(self: &Arc<Self>, incoming: &Incoming) -> Reply {
        let now = self.clock.now();
        match &incoming.route {
            None => Reply::not_published(),
            Some((operation, names)) => {
                let Some(answer) = operation.answer(names.version) else {
                    let reply = self.run_iam(*operation, incoming, now);
                    return reply.with_header("x-iam-trace-id", self.new_id());
                };
                let identity = match self.admit(incoming, now) {
                    Ok(identity) => identity,
                    Err(reply) => return reply,
                };
                let call = Call {
                    names: names.clone(),
                    query: &incoming.query,
                    body: &incoming.body,
                    region: &self.region,
                };
                let mut world = lock(&self.state);
                world.advance(now);
                self.settle(&mut world);
                self.check_project(&names.project, &identity)
                    .and_then(|()| answer(&mut world, &call))
                    .unwrap_or_else(|refusal| incoming.refusing(refusal))
            }
        }
    }

    /// Asking for a token with a password, and asking the machine, needs no credentials; the rest
    /// does.
    fn run_iam(&self, operation: Operation, incoming: &Incoming, now: Timestamp) -> Reply {
        let header = |name| signature::text(&incoming.headers, name);
        let sent: serde_json::Value = serde_json::from_slice(&incoming.body).unwrap_or_default();
        let by_agency = sent["auth"]["identity"]["assume_role"].is_object();
        match operation {
            Operation::BeginSession => {
                let ttl = header("x-metadata-token-ttl-seconds");
                return agency::begin_session(&mut lock(&self.gate), self.machine, &ttl);
            }
            Operation::MachineKeys => {
                let session = header("x-metadata-token");
                return agency::machine_keys(&mut lock(&self.gate), self.machine, &session, now);
            }
            Operation::IssueToken if !by_agency => {
                let (login, projects) = (self.login.as_ref(), &self.projects);
                let (query, body) = (&incoming.query, &incoming.body);
                return iam::issue_token(&mut lock(&self.gate), login, projects, query, body, now);
            }
            _ => {}
        }
        let identity = match self.admit(incoming, now) {
            Ok(identity) => identity,
            Err(reply) => return reply,
        };
        let mut gate = lock(&self.gate);
        match (operation, identity) {
            (Operation::LendKeys, identity) => {
                agency::lend_keys(&mut gate, &self.agencies, &identity, &incoming.body, now)
            }
            (Operation::IssueToken, Identity::Agency { .. }) => agency::not_granted(),
            (Operation::IssueToken, _) => {
                iam::issue_agency_token(&mut gate, &self.agencies, &sent["auth"], now)
            }
            (_, identity) => {
                let name = incoming.query.iter().find(|(key, _)| key == "name");
                let visible: Vec<Project> = self.visible(&identity).cloned().collect();
                iam::list_projects(&visible, name.map(|(_, value)| value.as_str()))
            }
        }
    }

    /// The projects of the account that somebody acts for.
    fn visible<'a>(&'a self, identity: &'a Identity) -> impl Iterator<Item = &'a Project> {
        let lent = match identity {
            Identity::Agency { project } => Some(project),
            Identity::Key | Identity::Token { .. } | Identity::Stranger => None,
        };
        let own = self.projects.iter().filter(move |_| lent.is_none());
        let others = self.agencies.iter().map(|agency| &agency.project);
        own.chain(others.filter(move |each| lent == Some(&each.id)))
    }

    fn admit(&self, incoming: &Incoming, now: Timestamp) -> Result<Identity, Reply> {
        let signable = Signable {
            method: incoming.method.as_str(),
            path: &incoming.path,
            query: &incoming.raw_query,
            headers: &incoming.headers,
            body: &incoming.body,
        };
        lock(&self.gate).admit(&signable, now)
    }

    fn new_id(&self) -> String {
        lock(&self.request_ids).hex32()
    }

    /// A project in a path must exist, and be the one a token was issued for.
    fn check_project(&self, project: &str, identity: &Identity) -> Result<(), Refusal> {
        if project.is_empty() {
            return Ok(());
        }
        let well_formed = project.len() == 32 && project.bytes().all(|c| c.is_ascii_hexdigit());
        Refusal::PROJECT_ID.when(!well_formed)?;
        let allowed = match identity {
            Identity::Token { project: own } => own == project,
            Identity::Key | Identity::Agency { .. } | Identity::Stranger => true,
        };
        let known = self.visible(identity).any(|each| each.id == project);
        Refusal::OTHER_PROJECT.unless(allowed && known)
    }

    /// Turns the answer into what goes on the wire, cut short if the fault says so.
    fn send(&self, reply: Reply, verdict: Verdict, number: usize, link: &Link) -> Response<Body> {
        let request_id = self.new_id();
        let status = reply.status;
        let (response, length) = reply.into_response(&request_id, self.clock.now());
        match verdict.fault {
            Some(FaultKind::Reset | FaultKind::Lost) => link.cut(Cut::Reset),
            Some(FaultKind::Truncate) => {
                link.cut(Cut::AfterBody(length / 2));
                lock(&self.log).answered(number, status);
            }
            _ => lock(&self.log).answered(number, status),
        }
        response
    }
}
