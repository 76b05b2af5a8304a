//! A node of a real broker on loopback, with everything of its own: ports, cookie, folder, and the
//! daemon by which Erlang finds its nodes. It ends with the value, and in any case with this process.

use super::version::{Installed, Version};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tokio::net::TcpSocket;
use warren::api::management::{Address, Client, Login, Options, Way, WaySource};
use warren::secret::Secret;

/// The administrator that every node has.
pub const USER: &str = "ops";
pub const PASSWORD: &str = "canary-of-a-broker";

/// Longest time until a node answers: a few seconds, on a machine that does nothing else.
const START: Duration = Duration::from_secs(120);

/// Starts the daemon and, once that listens, the node, each as a group of processes, and ends both
/// when nobody holds the other end of its input any more, however that came: also by a signal to all
/// processes of a run, which must not end the keeper before them.
const KEEPER: &str = r#"
set -m
trap : HUP INT TERM
"$ERLANG/epmd" -port "$ERL_EPMD_PORT" -address 127.0.0.1 </dev/null & daemon=$!
for _ in {1..200}; do
  (exec 3<>"/dev/tcp/127.0.0.1/$ERL_EPMD_PORT") 2>/dev/null && break
  sleep 0.05
done
{ "$SCRIPTS/rabbitmq-server" </dev/null; : >"$HOME/ended"; } & node=$!
read -r _
kill -KILL -- "-$node" "-$daemon"
wait
for _ in {1..50}; do
  rm -rf -- "$HOME" 2>/dev/null && break
  sleep 0.1
done
"#;

/// Its schedulers sleep where nothing is to be done, and do not wait busily for more: that is counted
/// as work, and there is more of it the more often others have the processor.
const NO_BUSY_WAIT: &str = "+sbwt none +sbwtdcpu none +sbwtdio none";

/// How a node is set up, beside what all have.
#[derive(Clone, Debug, Default)]
pub struct Setup {
    /// Lines of its configuration.
    pub lines: Vec<String>,
    /// PEM files: an authority, a certificate of it, and its key, to answer by TLS as well.
    pub tls: Option<[PathBuf; 3]>,
}

/// A node that runs.
pub struct Node {
    pub version: Version,
    /// Of the management API.
    pub port: u16,
    /// Of the same with TLS, where it has that.
    pub tls_port: u16,
    pub amqp_port: u16,
    installed: &'static Installed,
    home: PathBuf,
    /// How its scripts are told about it.
    environment: Vec<(&'static str, String)>,
    keeper: Child,
}

impl Drop for Node {
    fn drop(&mut self) {
        self.keeper.stdin.take();
        let _ = self.keeper.wait();
    }
}

/// A port that is kept from everybody but who binds it next, as servers do that may be restarted.
fn port() -> (TcpSocket, u16) {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_reuseaddr(true).unwrap();
    let any = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    socket.bind(any).unwrap();
    let port = socket.local_addr().unwrap().port();
    (socket, port)
}

impl Node {
    /// Starts a node, and waits until its management API answers; rows are sparse by then.
    pub async fn start(version: Version, setup: Setup) -> Option<Self> {
        let installed = version.installed()?;
        let (_kept, ports): (Vec<TcpSocket>, Vec<u16>) = (0..5).map(|_| port()).unzip();
        let home = TempDir::new().unwrap().keep();
        write(&home, &ports, &setup);
        let environment = environment(&home, &ports, installed);
        let log = std::fs::File::create(home.join("output")).unwrap();
        let mut command = Command::new("bash");
        command.args(["-c", KEEPER]).env_clear();
        command.envs(environment.clone());
        let keeper = command
            .stdin(Stdio::piped())
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .spawn()
            .unwrap();
        let node = Self {
            version,
            port: ports[0],
            tls_port: ports[1],
            amqp_port: ports[2],
            installed,
            home,
            environment,
            keeper,
        };
        node.wait().await;
        Some(node)
    }

    /// Waits until it answers and lets clients in.
    async fn wait(&self) {
        let begun = Instant::now();
        // Clients are let in after that, a moment later.
        let amqp = || TcpStream::connect((Ipv4Addr::LOCALHOST, self.amqp_port));
        while self.get("overview").await.is_none() || amqp().is_err() {
            let ended = self.home.join("ended").exists();
            if ended || begun.elapsed() > START {
                let said = std::fs::read_to_string(self.home.join("output")).unwrap_or_default();
                panic!("RabbitMQ {} does not answer: {said}", self.version.name());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// All of its version.
    pub fn full_version(&self) -> &str {
        &self.installed.full
    }

    /// warren's own client of it, as its administrator.
    pub fn client(&self) -> Client {
        self.client_of(USER, PASSWORD)
    }

    /// The same as somebody else.
    pub fn client_of(&self, user: &str, password: &str) -> Client {
        client(&self.url(), user, password)
    }

    /// Runs `rabbitmqctl`.
    pub fn control(&self, arguments: &[&str]) {
        self.run("rabbitmqctl", arguments);
    }

    /// Runs `rabbitmq-plugins`.
    pub fn plugins(&self, arguments: &[&str]) {
        self.run("rabbitmq-plugins", arguments);
    }

    fn run(&self, script: &str, arguments: &[&str]) {
        let mut command = Command::new(self.installed.scripts.join(script));
        command.args(arguments).env_clear();
        let environment = self.environment.clone();
        let output = command.envs(environment).stdin(Stdio::null()).output();
        let output = output.unwrap();
        assert!(
            output.status.success(),
            "{script} {arguments:?}: {output:?}"
        );
    }

    /// Time that its processors have worked for it, in all.
    pub fn worked(&self) -> Duration {
        let pid = std::fs::read_to_string(self.home.join("pid")).unwrap();
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", pid.trim())).unwrap();
        // Behind the name, which may have anything in it: the state, then ten more before the two.
        let (_, fields) = stat.rsplit_once(')').unwrap();
        let ticks = fields.split_whitespace().skip(11).take(2);
        let ticks: u64 = ticks.map(|ticks| ticks.parse::<u64>().unwrap()).sum();
        // A hundred of them a second, on every Linux there is.
        Duration::from_millis(ticks * 10)
    }
}

/// A client of the management API at an address.
pub fn client(url: &str, user: &str, password: &str) -> Client {
    let way = Way::to(Address::parse(url).unwrap(), WaySource::Flag);
    client_by(way, user, password)
}

/// The same by a way.
pub fn client_by(way: Way, user: &str, password: &str) -> Client {
    let login = Login {
        user: user.to_owned(),
        password: Secret::new(password),
    };
    Client::new(Options::new(way, login)).unwrap()
}

/// The files of a node.
fn write(home: &Path, ports: &[u16], setup: &Setup) {
    let (http, https, amqp) = (ports[0], ports[1], ports[2]);
    let mut lines = vec![
        format!("listeners.tcp.local = 127.0.0.1:{amqp}"),
        "management.tcp.ip = 127.0.0.1".to_owned(),
        format!("management.tcp.port = {http}"),
        format!("default_user = {USER}"),
        format!("default_pass = {PASSWORD}"),
        "default_user_tags.administrator = true".to_owned(),
        "log.file.level = warning".to_owned(),
        "log.console = false".to_owned(),
        "vm_memory_high_watermark.absolute = 1GB".to_owned(),
        "disk_free_limit.absolute = 50MB".to_owned(),
    ];
    if let Some([authority, certificate, key]) = &setup.tls {
        lines.extend([
            "management.ssl.ip = 127.0.0.1".to_owned(),
            format!("management.ssl.port = {https}"),
            format!("management.ssl.cacertfile = {}", authority.display()),
            format!("management.ssl.certfile = {}", certificate.display()),
            format!("management.ssl.keyfile = {}", key.display()),
        ]);
    }
    lines.extend(setup.lines.iter().cloned());
    let file = |name: &str, text: &str| std::fs::write(home.join(name), text).unwrap();
    file("rabbitmq.conf", &(lines.join("\n") + "\n"));
    file("plugins", "[rabbitmq_management].\n");
    let cookie = fastrand::u128(..);
    file(".erlang.cookie", &format!("{cookie:032x}"));
    use std::os::unix::fs::PermissionsExt as _;
    let own = std::fs::Permissions::from_mode(0o400);
    std::fs::set_permissions(home.join(".erlang.cookie"), own).unwrap();
}

/// What its scripts are told: where everything of it is, and that nobody but this machine reaches it.
fn environment(home: &Path, ports: &[u16], installed: &Installed) -> Vec<(&'static str, String)> {
    let (between, daemon) = (ports[3], ports[4]);
    let at = |name: &str| home.join(name).display().to_string();
    let erlang = installed.erlang.display().to_string();
    let path = std::env::var("PATH").unwrap_or_default();
    let loopback = "-kernel inet_dist_use_interface {127,0,0,1}";
    vec![
        ("PATH", format!("{erlang}:{path}")),
        ("ERLANG", erlang),
        ("SCRIPTS", installed.scripts.display().to_string()),
        ("HOME", home.display().to_string()),
        ("LC_ALL", "C.UTF-8".to_owned()),
        ("ERL_EPMD_PORT", daemon.to_string()),
        ("ERL_EPMD_ADDRESS", "127.0.0.1".to_owned()),
        ("RABBITMQ_NODENAME", "warren@localhost".to_owned()),
        ("RABBITMQ_DIST_PORT", between.to_string()),
        ("RABBITMQ_CONF_ENV_FILE", "/dev/null".to_owned()),
        ("RABBITMQ_CONFIG_FILE", at("rabbitmq.conf")),
        ("RABBITMQ_ADVANCED_CONFIG_FILE", at("advanced.config")),
        ("RABBITMQ_ENABLED_PLUGINS_FILE", at("plugins")),
        ("RABBITMQ_MNESIA_BASE", at("data")),
        ("RABBITMQ_LOG_BASE", at("log")),
        ("RABBITMQ_GENERATED_CONFIG_DIR", at("generated")),
        ("RABBITMQ_PLUGINS_EXPAND_DIR", at("expanded")),
        ("RABBITMQ_PID_FILE", at("pid")),
        ("RABBITMQ_CTL_ERL_ARGS", loopback.to_owned()),
        (
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS",
            format!("{loopback} +S 2:2 {NO_BUSY_WAIT}"),
        ),
    ]
}
