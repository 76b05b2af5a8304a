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
mod simulate;

use std::io::{self, ErrorKind, Write};
use std::path::PathBuf;

use anyhow::Context as _;
use tokio::runtime::Runtime;

pub use exit::{Exit, Failure};

use crate::api::{self, ConnectOptions};
use crate::cli::{Args, Command, Output, Theme};
use crate::config::{self, Environment, Settings};
use crate::list;
use crate::log;
use crate::manual;
use crate::model::{ProjectId, Scope};
use crate::runtime::{self, Way};
use crate::simulator::Simulator;
use crate::state::context::{Context, Glyphs, Look, ThemeName};
use crate::ui::text;
use crate::ui::words::Words;

/// Runs the program with these arguments until it ends.
#[must_use]
pub fn run(args: &Args) -> Exit {
    let ended = crash::survive(|| match &args.command {
        Some(Command::Simulate(simulate)) => simulate::run(simulate),
        Some(Command::List { output }) => list(args, *output),
        Some(Command::Doctor { output }) => doctor::run(args, *output),
        Some(Command::Config(what)) => config_command::run(args, *what),
        Some(Command::Completions { shell }) => print(&manual::completions(*shell)),
        Some(Command::Man) => print(&manual::page()?),
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
    Ok(ConnectOptions {
        project_id,
        project_name: settings.project_name.clone(),
        api_version: settings.api_version,
        ca_file: settings.ca_file.clone(),
        connect_timeout: settings.connect_timeout,
        timeout: settings.timeout,
        read_only: settings.read_only,
        ..ConnectOptions::new(
            settings.region.clone(),
            settings.endpoint.clone(),
            settings.iam_endpoint.clone(),
            settings.credential.clone(),
        )
    })
}

/// What the dashboard shows of these settings.
fn context(settings: &Settings) -> Context {
    let host = settings.endpoint.split("://").last();
    Context {
        scope: Scope::new(&settings.profile, &settings.region),
        label: settings.label.clone(),
        source: settings.source.clone(),
        endpoint: host.unwrap_or_default().to_owned(),
        project: None,
        api: settings.api_version,
        read_only: settings.read_only,
        refresh: settings.refresh,
    }
}

/// A profile to show, and how to reach its service.
fn way(settings: &Settings) -> Way {
    Way {
        context: context(settings),
        connect: connect_options(settings),
    }
}

/// What the dashboard draws with.
fn look(settings: &Settings) -> Look {
    Look {
        theme: match settings.theme {
            Theme::Dark => ThemeName::Dark,
            Theme::Light => ThemeName::Light,
            Theme::HighContrast => ThemeName::HighContrast,
            Theme::Mono => ThemeName::Mono,
        },
        depth: settings.colors,
        glyphs: if settings.ascii {
            Glyphs::Ascii
        } else {
            Glyphs::Unicode
        },
    }
}

/// What the dashboard says, in the language of these settings.
fn words(settings: &Settings) -> anyhow::Result<Words> {
    Words::load(settings.lang).context("could not read the built-in texts")
}

/// Everything that is needed before anything can be shown.
struct Prepared {
    tokio: Runtime,
    settings: Settings,
    /// Answers as long as it is kept.
    demo: Option<Simulator>,
    /// Where the user's keys are written.
    keymap_file: PathBuf,
    /// Where what outlives a run is kept.
    state_dir: PathBuf,
    /// What looked odd on the way.
    warnings: Vec<String>,
}

fn prepare(args: &Args) -> Result<Prepared, Failure> {
    let environment = Environment::from_process()?;
    crash::report_to(config::state_dir(&environment));
    let tokio = Runtime::new().context("could not start the threads that wait for answers")?;
    let (settings, demo) = if args.demo {
        let (settings, simulator) = demo::start(args, &environment, &tokio)?;
        (settings, Some(simulator))
    } else {
        (config::load(args, &environment)?, None)
    };
    let mut warnings: Vec<String> = settings.warnings.iter().map(ToString::to_string).collect();
    match log::start(&environment) {
        Ok(_) => note_start(&settings),
        Err(error) => warnings.push(format!("{error:#}; nothing is logged")),
    }
    Ok(Prepared {
        tokio,
        settings,
        demo,
        keymap_file: config::keymap_file(args, &environment),
        state_dir: config::state_dir(&environment),
        warnings,
    })
}

/// The first line of a run in the log.
fn note_start(settings: &Settings) {
    let Settings {
        profile,
        region,
        endpoint,
        source,
        ..
    } = settings;
    let version = env!("CARGO_PKG_VERSION");
    tracing::info!(version, ?profile, ?region, ?endpoint, ?source, "started");
}

/// `warren list`: every instance once.
fn list(args: &Args, output: Output) -> Result<Exit, Failure> {
    let Prepared {
        tokio,
        settings,
        demo,
        warnings,
        ..
    } = prepare(args)?;
    for warning in warnings {
        complain(&format!("warning: {warning}"));
    }
    let options = connect_options(&settings).map_err(|error| Failure::of_call(error, &settings))?;
    let listing = tokio.block_on(async {
        let access = api::connect(options)?;
        access.reader().list_instances(|_| {}).await
    });
    drop(demo);
    // A name that is still being resolved would hold the end up.
    tokio.shutdown_background();
    let listing = listing.map_err(|error| Failure::of_call(error, &settings))?;
    for instance in &listing.instances {
        if !instance.unreadable.is_empty() {
            tracing::warn!(id = ?instance.id, fields = ?instance.unreadable, "unreadable fields");
        }
    }
    write_out(&list::print(&listing, output))?;
    let gaps = list::gaps(&listing);
    for gap in &gaps {
        complain(gap);
    }
    Ok(if gaps.is_empty() {
        Exit::Complete
    } else {
        Exit::Partial
    })
}

/// The dashboard, until the user leaves it.
fn dashboard(args: &Args) -> Result<Exit, Failure> {
    let Prepared {
        tokio,
        settings,
        demo,
        keymap_file,
        state_dir,
        mut warnings,
    } = prepare(args)?;
    let (keymap, odd) = config::load_keymap(&keymap_file);
    warnings.extend(odd.iter().map(ToString::to_string));
    let words = words(&settings)?;
    let ended = runtime::run(
        &tokio,
        vec![way(&settings)],
        look(&settings),
        (keymap, words),
        state_dir,
        warnings,
    );
    drop(demo);
    // Calls that still hang must not hold the end up.
    tokio.shutdown_background();
    ended?;
    Ok(Exit::Complete)
}

/// A command that only prints.
fn print(text: &str) -> Result<Exit, Failure> {
    write_out(text)?;
    Ok(Exit::Complete)
}

/// Puts data on standard output. A reader that has seen enough is no error.
fn write_out(data: &str) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    let written = stdout
        .write_all(data.as_bytes())
        .and_then(|()| stdout.flush());
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
