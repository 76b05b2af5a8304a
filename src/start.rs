//! From arguments to an exit code: what `main` does.
//!
//! [`run`] is the whole program. Standard output belongs to data; every word to the user goes to
//! standard error, one line at a time and without control characters.

mod config_command;
pub mod crash;
mod demo;
mod doctor;
mod exit;
mod frame;
mod listing;
mod odd;
mod problems;
mod simulate;
mod watch;
mod ways;

use crate::timezone::TimeZone;
use crate::transitions::Store;
use std::io::{self, ErrorKind, Write};
use std::mem;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context as _;
use tokio::runtime::Runtime;
use tokio::signal::unix::{SignalKind, signal};

pub use exit::{Exit, Failure};

use crate::api::{self, Clock, ConnectOptions};
use crate::cli::{Args, Invocation};
use crate::config::{self, Environment, NO_HOME, Settings};
use crate::journal::{Journal, Policy};
use crate::l10n::Words;
use crate::log;
use crate::manual;
use crate::model::{ProjectId, Scope};
use crate::private;
use crate::runtime::{self, Setting};
use crate::state::context::{Appearance, Depth, Glyphs, ProfileContext};
use crate::text;
use odd::Odd;
use ways::{Chosen, Ways};

/// Runs the program with these arguments until it ends.
pub fn run(args: &Args) -> Exit {
    let ended = crash::survive(|| match &args.command {
        Some(Invocation::Simulate(simulate)) => simulate::run(simulate),
        Some(Invocation::List { output }) => listing::run(args, *output),
        Some(Invocation::Problems { output }) => problems::run(args, *output),
        Some(Invocation::Watch { output }) => watch::run(args, *output),
        Some(Invocation::Doctor { output }) => doctor::run(args, *output),
        Some(Invocation::Config(what)) => config_command::run(args, *what),
        Some(Invocation::Completions { shell }) => print(&manual::completions(*shell)),
        Some(Invocation::Man) => print(&manual::page(args.keymap.unwrap_or_default())?),
        None => match args.frame {
            Some(size) => frame::run(args, size),
            None => dashboard(args),
        },
    });
    ended.unwrap_or_else(|failure| {
        tracing::error!(reason = ?failure.to_string(), "ended");
        complain(&failure.to_string());
        failure.exit()
    })
}

/// How to reach what these settings are about.
///
/// # Errors
/// [`api::ErrorKind::Setup`] when the project id is blank.
pub fn connect_options(settings: &Settings) -> Result<ConnectOptions, api::ApiError> {
    let project_id = settings
        .project_id
        .as_deref()
        .map(ProjectId::new)
        .transpose()
        .map_err(|_| {
            let message = "the project id is blank; give one, or leave it out to ask IAM for it";
            api::ApiError::local(api::Operation::Connect, api::ErrorKind::Setup, message)
        })?;
    // Where there are no figures nothing is sent there.
    let figures = settings.ces_endpoint.as_ref().unwrap_or(&settings.endpoint);
    Ok(ConnectOptions {
        project_id,
        project_name: settings.project_name.clone(),
        api_version: settings.api_version,
        proxies: settings.proxies.clone(),
        ca_file: settings.ca_file.clone(),
        connect_timeout: settings.connect_timeout,
        timeout: settings.timeout,
        read_only: settings.read_only,
        ces_endpoint: figures.clone(),
        ..ConnectOptions::new(
            settings.region.clone(),
            settings.endpoint.clone(),
            settings.iam_endpoint.clone(),
            settings.credential.clone(),
        )
    })
}

/// What the dashboard shows of these settings.
fn context(settings: &Settings) -> ProfileContext {
    let host = |address: &str| address.split("://").last().unwrap_or_default().to_owned();
    ProfileContext {
        brokers: Arc::new(settings.brokers.clone()),
        scope: Scope::new(&settings.profile, &settings.region),
        label: settings.label.clone(),
        thresholds: settings.thresholds.clone(),
        source: settings.source.clone(),
        credential: None,
        endpoint: host(&settings.endpoint),
        ces_endpoint: settings.ces_endpoint.as_deref().map(host),
        project: None,
        api: settings.api_version,
        read_only: settings.read_only,
        refresh: settings.refresh,
    }
}

/// Where this session writes down what it changes: what one profile requires holds for all.
fn journal(prepared: &Prepared) -> Journal {
    let required = |settings: &Settings| settings.journal == Policy::Required;
    let policy = match prepared.settings().any(required) {
        true => Policy::Required,
        false => Policy::Optional,
    };
    match &prepared.state_dir {
        Some(directory) => Journal::new(directory, policy, Clock::system()),
        None => Journal::nowhere(NO_HOME, policy, Clock::system()),
    }
}

/// What the dashboard draws with.
fn look(settings: &Settings) -> Appearance {
    Appearance {
        theme: settings.theme,
        depth: settings.colors,
        glyphs: match (settings.ascii, settings.colors) {
            (true, _) => Glyphs::Ascii,
            (false, Depth::Truecolor | Depth::Indexed) => Glyphs::Unicode,
            // One that does not say more of itself may have no font with braille.
            (false, Depth::Basic | Depth::None) => Glyphs::Blocks,
        },
    }
}

/// Everything that is needed before anything can be shown.
struct Prepared {
    tokio: Runtime,
    /// Every profile there is; a demo answers as long as it is kept.
    ways: Arc<Ways>,
    /// The profiles to show, those that could not be configured among them.
    chosen: Vec<Chosen>,
    /// Where the user's keys are written.
    keymap_file: Option<PathBuf>,
    /// Where what outlives a run is kept.
    state_dir: Option<PathBuf>,
    /// What looked odd on the way.
    warnings: Vec<Odd>,
}

impl Prepared {
    /// Settings that hold whatever is shown.
    fn settings(&self) -> impl Iterator<Item = &Settings> {
        self.chosen
            .iter()
            .filter_map(|(_, settings)| settings.as_ref().ok())
    }

    /// Says what looked odd, where there is no screen for it.
    fn complain(&self) {
        for warning in &self.warnings {
            complain(&format!("warning: {warning}"));
        }
    }

    /// Ends it all: neither a call that still hangs nor a name that is still being resolved may
    /// hold the end up.
    fn end(self) {
        drop(self.ways);
        self.tokio.shutdown_background();
    }
}

/// What a screen is drawn from: the dashboard's, or the one that is printed. How it looks and what
/// it says does not differ between profiles.
fn on_screen(prepared: &mut Prepared) -> anyhow::Result<Setting> {
    let first = prepared.settings().next();
    let first = first.context("there is no profile to show")?;
    let words = Words::load(first.lang).context("could not read the built-in texts")?;
    let words = words.in_zone(&TimeZone::of_system(first.times));
    let look = look(first);
    let preset = prepared.settings().find_map(|settings| settings.keymap);
    let journal = journal(prepared);
    let (keymap, odd) = config::load_keymap(prepared.keymap_file.as_deref(), preset);
    prepared.warnings.extend(odd.into_iter().map(Odd::Keys));
    let chosen = mem::take(&mut prepared.chosen).into_iter();
    let shown = chosen.map(|(profile, settings)| prepared.ways.way(&profile, settings));
    Ok(Setting {
        ways: shown.collect(),
        look,
        words: (keymap, words),
        journal,
    })
}

/// Two threads wait for answers, however many processors a bastion has: each thread more costs
/// memory, and there is little to do.
fn threads() -> std::io::Result<Runtime> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
}

fn prepare(args: &Args) -> Result<Prepared, Failure> {
    let environment = Environment::from_process();
    crash::report_to(environment.state_dir.clone());
    let tokio = threads().context("could not start the threads that wait for answers")?;
    let ways = Arc::new(Ways::of(args, &environment, &tokio)?);
    let mut prepared = Prepared {
        tokio,
        chosen: ways.chosen()?,
        ways,
        keymap_file: config::keymap_file(args, &environment),
        state_dir: environment.state_dir.clone(),
        warnings: Vec::new(),
    };
    let mut warnings: Vec<Odd> = Vec::new();
    for settings in prepared.settings() {
        let odd = settings.warnings.iter().cloned().map(Odd::Settings);
        // What is odd about the file is odd for each of its profiles.
        warnings.extend(
            odd.filter(|odd| !warnings.contains(odd))
                .collect::<Vec<_>>(),
        );
    }
    let directory = environment.state_dir.as_deref();
    warnings.extend(directory.and_then(private::weakness).map(Odd::Open));
    match log::start(&environment) {
        Ok(_) => prepared.settings().for_each(note_start),
        Err(error) => warnings.push(Odd::NoLog(format!("{error:#}"))),
    }
    prepared.warnings = warnings;
    Ok(prepared)
}

/// The first line of a run in the log.
fn note_start(settings: &Settings) {
    let (profile, region) = (&settings.profile, &settings.region);
    let (endpoint, source) = (&settings.endpoint, &settings.source);
    let version = env!("CARGO_PKG_VERSION");
    tracing::info!(version, ?profile, ?region, ?endpoint, ?source, "started");
}

/// What there is for whoever has no screen.
const WITHOUT_SCREEN: &str =
    "`warren list` prints the instances and `warren --frame 120x40` the first screen";

/// The dashboard, until the user leaves it.
fn dashboard(args: &Args) -> Result<Exit, Failure> {
    if let Some(term) = config::no_screen(&Environment::from_process()) {
        let why =
            format!("TERM={term} is a terminal without a screen to draw on; {WITHOUT_SCREEN}");
        return Err(anyhow::Error::msg(why).into());
    }
    let mut all = prepare(args)?;
    let notify = all.settings().next().map(|first| first.notify.clone());
    let Setting {
        ways: shown,
        look,
        words,
        journal,
    } = on_screen(&mut all)?;
    let notices = all.warnings.iter().map(|odd| odd.said(&words.1)).collect();
    let opener = Arc::clone(&all.ways);
    let profiles = runtime::Ways {
        shown,
        known: all.ways.known(),
        open: Arc::new(move |name: &str| opener.open(name)),
    };
    let directory = all.state_dir.take();
    let transitions = directory.as_deref().filter(|_| !args.demo).map(Store::new);
    let kept = runtime::Kept {
        directory,
        journal,
        transitions,
    };
    let notify = notify.unwrap_or_default();
    let ended = runtime::run(&all.tokio, profiles, look, words, kept, (notices, notify));
    all.end();
    ended?;
    Ok(Exit::Complete)
}

/// Until we are asked to end. Must be called on the tokio runtime.
fn stop() -> io::Result<impl Future<Output = ()>> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// A command that only prints.
fn print(text: &str) -> Result<Exit, Failure> {
    write_out(text)?;
    Ok(Exit::Complete)
}

/// Puts data on standard output. A reader that has seen enough is no error.
fn write_out(text: &str) -> Result<(), Failure> {
    write_with(|stdout| stdout.write_all(text.as_bytes()))
}

/// Lets this write to standard output. A reader that has gone away is no failure.
fn write_with(
    write: impl FnOnce(&mut io::BufWriter<io::StdoutLock<'_>>) -> io::Result<()>,
) -> Result<(), Failure> {
    let mut stdout = io::BufWriter::new(io::stdout().lock());
    let written = write(&mut stdout).and_then(|()| stdout.flush());
    match written {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(anyhow::Error::new(error)
            .context("could not write to standard output")
            .into()),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Tells the user something on standard error. If nobody can read it, nobody can be told.
fn complain(text: &str) {
    let lines: Vec<_> = text.lines().map(text::clean).collect();
    let _ = writeln!(io::stderr().lock(), "warren: {}", lines.join("\n"));
}
