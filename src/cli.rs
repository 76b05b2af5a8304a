//! The command line: what `warren` and its commands accept.
//!
//! Read [`Args`] first. Nothing here has an effect: [`crate::config::ProfileCatalog`] combines these values
//! with the environment and the configuration file. No flag carries a secret of the service,
//! because every user of a machine can read the arguments of every program; the secrets that
//! `simulate` takes belong to the simulator alone.

use crate::timezone::Times;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::path::PathBuf;

use clap::builder::{
    NonEmptyStringValueParser, PossibleValuesParser, Resettable, TypedValueParser,
};
use clap::{Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::keymap::Preset;
use crate::lang::Lang;
use crate::model::ApiVersion;
use crate::secret::Secret;
use crate::simulator::Incident;
use crate::simulator::broker::incident;
use crate::simulator::management::SEEDED_PASSWORD;
use crate::state::context::ThemeName;
use crate::state::view::ScreenSize;

/// Watch and operate RabbitMQ instances of Huawei Cloud DMS from a terminal.
#[derive(Clone, Debug, PartialEq, Parser)]
#[command(name = "warren", version, max_term_width = 100)]
pub struct Args {
    /// Run against a simulated fleet: no account, no network
    #[arg(long)]
    pub demo: bool,

    /// What goes wrong in the demo, in place of its usual five incidents; may be given several times
    /// (`warren simulate --help` lists them)
    #[arg(long, value_name = INCIDENT, requires = "demo")]
    pub incident: Vec<Incident>,

    /// Profile of the configuration file to show, instead of its `current` one; may be given
    /// several times, or as a list with commas
    #[arg(long, global = true, value_name = "NAME", value_delimiter = ',', value_parser = NonEmptyStringValueParser::new())]
    pub profile: Vec<String>,

    /// Configuration file [default: ~/.config/warren/config.toml]
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,

    /// Address of the DMS service [default: the region's own]
    #[arg(long, global = true, value_name = "URL", value_parser = NonEmptyStringValueParser::new())]
    pub endpoint: Option<String>,

    /// Address of the IAM service [default: the region's own]
    #[arg(long, global = true, value_name = "URL", value_parser = NonEmptyStringValueParser::new())]
    pub iam_endpoint: Option<String>,

    /// Address of Cloud Eye, which has the figures [default: the region's own]
    #[arg(long, global = true, value_name = "URL", value_parser = NonEmptyStringValueParser::new())]
    pub ces_endpoint: Option<String>,

    /// Where the broker of an instance is reached, by its name or id, such as the near end of a tunnel;
    /// may be given several times
    #[arg(long, value_name = "NAME=URL", value_parser = NonEmptyStringValueParser::new())]
    pub broker: Vec<String>,

    /// Read no figures from Cloud Eye
    #[arg(long)]
    pub no_metrics: bool,

    /// Region, for example cn-north-4
    #[arg(long, global = true, value_name = "R", value_parser = NonEmptyStringValueParser::new())]
    pub region: Option<String>,

    /// Project id [default: asked from IAM by the region's name]
    #[arg(long, global = true, value_name = "ID", value_parser = NonEmptyStringValueParser::new())]
    pub project_id: Option<String>,

    /// Version of the service's API to speak [default: v2]
    #[arg(long, global = true, value_name = "VERSION", value_parser = api_version())]
    pub api_version: Option<ApiVersion>,

    /// Seconds between two refreshes, 1 or more [default: 5]
    #[arg(long, value_name = "SECONDS", value_parser = refresh_seconds)]
    pub refresh: Option<u64>,

    /// Take away every action that changes something
    #[arg(long)]
    pub read_only: bool,

    /// Colours [default: dark]
    #[arg(long, value_name = "NAME")]
    pub theme: Option<ThemeName>,

    /// How many colours to use
    #[arg(long, value_name = "DEPTH", default_value = "auto")]
    pub colors: Colors,

    /// Language of the screen, and of the sentences of `problems` and `watch` [default: from LC_ALL, LC_MESSAGES or LANG]
    #[arg(long, global = true, value_name = "LANG")]
    pub lang: Option<Lang>,

    /// Times on screen and in tables: of this machine's zone or UTC [default: utc]
    #[arg(long, global = true, value_name = "ZONE")]
    pub time: Option<Times>,

    /// Set of default keys, under those of keymap.toml [default: vim]
    #[arg(long, value_name = "NAME")]
    pub keymap: Option<Preset>,

    /// Draw with ASCII characters only [default: where the locale names no UTF-8]
    #[arg(long)]
    pub ascii: bool,

    /// Print the first complete screen of this size as text, for example 120x40, and exit like `list`
    #[arg(long, value_name = "WIDTHxHEIGHT", value_parser = frame_size)]
    pub frame: Option<ScreenSize>,

    /// What to do; without one, the dashboard opens.
    #[command(subcommand)]
    pub command: Option<Invocation>,
}

/// How many colours may be used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Colors {
    /// As the environment says: NO_COLOR, COLORTERM, TERM
    #[default]
    Auto,
    /// Any
    Truecolor,
    /// xterm's 256
    #[value(name = "256")]
    Indexed,
    /// The first 16, in the terminal's own shades
    #[value(name = "16")]
    Basic,
    /// None
    None,
}

/// What `warren` does instead of opening the dashboard.
#[derive(Clone, Debug, PartialEq, Subcommand)]
pub enum Invocation {
    /// Run the simulated service until stopped
    Simulate(Box<SimulateArgs>),
    /// Print every instance once, then exit
    #[command(after_help = LIST_EXIT_CODES)]
    List {
        /// How to print
        #[arg(long, value_name = "FORMAT", default_value = "table")]
        output: Output,
    },
    /// Print once what is wrong with every instance, the worst first, then exit
    #[command(after_help = PROBLEMS_EXIT_CODES)]
    Problems {
        /// How to print
        #[arg(long, value_name = "FORMAT", default_value = "table")]
        output: ReportOutput,
    },
    /// Print a line for each thing that changes, until stopped
    #[command(after_help = WATCH_HELP)]
    Watch {
        /// How to print
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        output: LineOutput,
    },
    /// Find out why it does not work: configuration, credentials, network, clock, permissions
    #[command(after_help = DOCTOR_EXIT_CODES)]
    Doctor {
        /// How to print
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        output: DoctorOutput,
    },
    /// Check the configuration file, or print a sample of it
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Print what a shell needs to complete this command line
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print the man page: warren man | man -l -
    Man,
}

/// What to do about the configuration file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Subcommand)]
pub enum ConfigCommand {
    /// Print every problem of the file as FILE:LINE: WHAT, or `ok`
    #[command(after_help = CHECK_EXIT_CODES)]
    Check,
    /// Print a file that has everything in it, with comments
    Sample,
    /// Print the JSON schema of the file, for editors
    Schema,
}

/// The promise of `warren config check` to scripts.
pub const CHECK_EXIT_CODES: &str = "\
Exit codes:
  0  nothing is wrong, or there is no file
  1  there are problems; all of them are printed
  2  the file cannot be read";

/// The promise of `warren list` to scripts.
pub const LIST_EXIT_CODES: &str = "\
Exit codes:
  0  every instance was read
  1  the list could not be written, or this machine failed otherwise
  2  not configured: no credentials, or a mistake in the configuration or the arguments
  3  refused: the service does not accept the credentials, or they lack permission
  4  partial: some instances could not be read, or the list changed each time it was read; those
     that could are printed
  5  unreachable: no answer from the service that could be used";

/// The promise of `warren problems` to scripts.
pub const PROBLEMS_EXIT_CODES: &str = "\
Exit codes:
  0  every instance was looked at, and nothing is wrong
 10  there are warnings, or something is not known to be true now; nothing is critical
 11  something is critical, whatever else could not be looked at
  4  partial: nothing critical was found, but not everything could be looked at; standard error says
     what. With `metrics = false` or --no-metrics figures are not looked for, and not missed
  1, 2, 3, 5  nothing could be looked at, for the reasons of `warren list`";

/// What is promised of `warren watch`.
const WATCH_HELP: &str = "\
The first line says what is watched and how much is wrong with it. A line follows for each finding
that begins, becomes critical or is over, each status that changes, each task of an instance that
changes, and whenever a list or figures do not come any more or come again. Each line is written at
once, with nothing in it that steers a terminal.

Exit codes:
  0  it was stopped by ctrl-c or SIGTERM, or nobody reads any more
  1, 2, 3  as of `warren list`, when there is nothing to watch";

/// The promise of `warren doctor` to scripts.
pub const DOCTOR_EXIT_CODES: &str = "\
Nothing is changed, and a credential that is refused is not tried twice. The first FAIL decides how
it ends.

Exit codes:
  0  everything is ok
  1  this machine: its clock is wrong, or the report could not be written
  2  not configured: no credentials, or a mistake in the configuration or the arguments
  3  refused: the credentials are not accepted, or a permission is missing
  4  it works, with warnings
  5  unreachable: no name, no connection, or no answer that could be used";

/// How `warren doctor` prints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum DoctorOutput {
    /// One line a check: ok, warn, FAIL or skip, what, what was seen, what to do
    #[default]
    Text,
    /// The same as a JSON object
    Json,
}

/// How `warren watch` prints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum LineOutput {
    /// A line for people
    #[default]
    Text,
    /// A JSON object a line
    Json,
}

/// How `warren problems` prints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ReportOutput {
    /// Lines for people
    #[default]
    Table,
    /// JSON
    Json,
}

/// How `warren list` prints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Output {
    /// Aligned columns for people
    #[default]
    Table,
    /// A JSON object, {"instances": [...], "instance_num": N}, with the API's own field names
    Json,
    /// Comma-separated values with a header line and the same names
    Csv,
}

/// How the simulated service behaves.
#[derive(Clone, Debug, PartialEq, clap::Args)]
#[command(args = no_connection(), after_help = incidents())]
pub struct SimulateArgs {
    /// Address and port to listen on; port 0 picks a free one
    #[arg(long, value_name = "ADDR:PORT", default_value = "127.0.0.1:0", value_parser = socket_address)]
    pub listen: SocketAddr,

    /// Number of instances in the fleet
    #[arg(long, value_name = "N", default_value_t = 24, value_parser = clap::value_parser!(u32).range(0..=100_000))]
    pub instances: u32,

    /// Seed of the fleet: the same seed makes the same fleet
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub seed: u64,

    /// Milliseconds from a request to its answer
    #[arg(long, value_name = "MS", default_value_t = 0)]
    pub latency: u64,

    /// How fast life cycles run, more than 0; 2 is twice as fast
    #[arg(long, value_name = "X", default_value_t = 1.0, value_parser = speed)]
    pub speed: f64,

    /// Access key to require; every signature is then verified
    #[arg(long, value_name = "AK", requires = "sk", value_parser = NonEmptyStringValueParser::new())]
    pub ak: Option<String>,

    /// Secret key that belongs to --ak (of the simulator: do not give a real one)
    #[arg(long, value_name = "SK", requires = "ak", value_parser = secret)]
    pub sk: Option<Secret>,

    /// Project id to serve, 32 hexadecimal digits [default: 0123456789abcdef0123456789abcdef]
    // Replaces the global flag of the same name inside `simulate`.
    #[arg(long, value_name = "ID", value_parser = hex_id)]
    pub project_id: Option<String>,

    /// User whose password buys a token
    #[arg(long, value_name = "U", requires = "password", value_parser = NonEmptyStringValueParser::new())]
    pub user: Option<String>,

    /// Password that belongs to --user (of the simulator: do not give a real one)
    #[arg(long, value_name = "P", requires = "user", value_parser = secret)]
    pub password: Option<Secret>,

    /// An agency that an account grants to whoever asks; may be given several times
    #[arg(long, value_name = "NAME@ACCOUNT", value_parser = agency)]
    pub agency: Vec<(String, String)>,

    /// Hand out keys of this machine as a server of the cloud does: { ecs = true } with ecs_endpoint
    #[arg(long)]
    pub machine: bool,

    /// Leave out of the list what the reference's example leaves out: broker_num and access_user
    #[arg(long)]
    pub sparse_list: bool,

    /// Seconds from the end of a minute until Cloud Eye has its figures
    #[arg(long, value_name = "SECONDS", default_value_t = 90, value_parser = clap::value_parser!(u32).range(0..=3600))]
    pub metrics_lag: u32,

    /// Be a region without version 2 of Cloud Eye's batch query
    #[arg(long)]
    pub no_batch_v2: bool,

    /// A fault to produce: in all calls to the cloud, and none to a broker, unless it says which, as in 503@management; may be given several times
    #[arg(long, value_name = "SPEC", value_parser = NonEmptyStringValueParser::new())]
    pub fault: Vec<String>,

    /// Something that goes wrong with a broker, of those below; may be given several times
    #[arg(long, value_name = INCIDENT)]
    pub incident: Vec<Incident>,

    /// Another broker's management API in place of the simulated one of an instance; may be given
    /// several times
    #[arg(long, value_name = "NAME=URL", value_parser = broker)]
    pub broker: Vec<(String, String)>,

    /// Serve no management APIs: the instances' addresses of it lead nowhere
    #[arg(long)]
    pub no_management: bool,
}

/// How an incident is written.
const INCIDENT: &str = "NAME[@INSTANCE][+DELAY]";

/// What can go wrong with a broker, a line each.
fn incidents() -> String {
    let width = incident::ALL.iter().map(|kind| kind.name.len()).max();
    let width = width.unwrap_or_default();
    let lines = incident::ALL.iter().map(|kind| {
        let (name, line) = (kind.name, kind.line);
        format!("\n  {name:width$}  {line}")
    });
    let lines: String = lines.collect();
    format!(
        "Incidents:{lines}\n\nINSTANCE is a name or an id; without it one is picked that suits, another one for each incident.\nDELAY counts from the start, such as 90s, 10m or 2h; without it the incident has gone on for a while.\n\nManagement APIs: of up to 200 instances each is served on a port of its own of this machine, to which management_connect_address leads. The user is the instance's access_user, with the password that it was created with or reset to. An instance that was there at the start has the password {SEEDED_PASSWORD}, and so have the users monitor, policies, manager and plain, whose tags are monitoring, policymaker, management and none."
    )
}

/// Flags for a connection (id, name), which `list` takes too but `simulate` does not.
const CONNECTION: [(&str, &str); 9] = [
    ("profile", "profile"),
    ("config", "config"),
    ("endpoint", "endpoint"),
    ("iam_endpoint", "iam-endpoint"),
    ("ces_endpoint", "ces-endpoint"),
    ("region", "region"),
    ("api_version", "api-version"),
    ("lang", "lang"),
    ("time", "time"),
];

/// Stands in for the global flags inside `simulate`: not in its help, and refused.
fn no_connection() -> impl Iterator<Item = clap::Arg> {
    let refuse = |_: &str| Err::<String, _>("the simulator connects to nothing; leave this out");
    CONNECTION.into_iter().map(move |(id, flag)| {
        clap::Arg::new(id)
            .long(flag)
            .hide(true)
            .value_parser(refuse)
    })
}

/// A version of the API by its name.
fn api_version() -> impl TypedValueParser<Value = ApiVersion> {
    // The names alone: what each of them has is not for the help.
    let words = ApiVersion::value_variants().iter();
    let words = words.filter_map(ApiVersion::to_possible_value);
    PossibleValuesParser::new(words.map(|word| word.help(Resettable::Reset)))
        .map(|name| ApiVersion::from_str(&name, false).unwrap_or_default())
}

/// Seconds between refreshes. The upper bound keeps every time computed from it representable.
fn refresh_seconds(text: &str) -> Result<u64, &'static str> {
    match text.parse::<u32>() {
        Ok(seconds) if seconds >= 1 => Ok(u64::from(seconds)),
        _ => Err("give whole seconds, 1 or more"),
    }
}

/// The size of a screen in cells, as `120x40`.
fn frame_size(text: &str) -> Result<ScreenSize, &'static str> {
    let size = text.split_once('x').and_then(|(width, height)| {
        let (width, height) = (width.parse().ok()?, height.parse().ok()?);
        let usual = (1..=1000).contains(&width) && (1..=500).contains(&height);
        usual.then_some(ScreenSize { width, height })
    });
    size.ok_or("give columns and rows, for example 120x40; at most 1000x500")
}

/// A factor on the simulator's clock.
fn speed(text: &str) -> Result<f64, &'static str> {
    match text.parse::<f64>() {
        Ok(factor) if factor.is_finite() && factor > 0.0 => Ok(factor),
        _ => Err("give a number above 0, for example 10 or 0.5"),
    }
}

/// An agency and the account that grants it.
fn agency(text: &str) -> Result<(String, String), &'static str> {
    let parts = text
        .split_once('@')
        .filter(|(name, account)| !name.is_empty() && !account.is_empty());
    let (name, account) = parts.ok_or("give NAME@ACCOUNT, for example ops@acme")?;
    Ok((name.to_owned(), account.to_owned()))
}

/// An instance and where its broker is.
fn broker(text: &str) -> Result<(String, String), &'static str> {
    let parts = text.split_once('=').filter(|(name, url)| {
        !name.is_empty() && (url.starts_with("http://") || url.starts_with("https://"))
    });
    let (name, url) =
        parts.ok_or("give NAME=URL, for example orders-eu-01=http://127.0.0.1:15672")?;
    Ok((name.to_owned(), url.trim_end_matches('/').to_owned()))
}

/// A project id as the simulator, like the service, takes it.
fn hex_id(text: &str) -> Result<String, &'static str> {
    if text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        Ok(text.to_owned())
    } else {
        Err("give 32 hexadecimal digits")
    }
}

/// Where the simulator listens.
fn socket_address(text: &str) -> Result<SocketAddr, &'static str> {
    text.parse()
        .map_err(|_| "give an IP address and a port, for example 127.0.0.1:8080")
}

/// Puts a secret where it cannot be printed as soon as it is read.
fn secret(text: &str) -> Result<Secret, Infallible> {
    Ok(Secret::new(text))
}

#[cfg(test)]
mod tests;
