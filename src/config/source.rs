//! Credentials from where users already have them.
//!
//! Each place answers on its own and as a whole: [`Found`] carries everything that the place says
//! about the account, and nothing from two places is ever mixed. [`first`] asks the places in
//! their order; [`of_profile`] asks the one that a profile names.

mod acting;
mod command;
mod environment;
mod hcloud;
mod ini;
mod sdk;
mod shared;

use std::path::Path;

use super::address::Address;
use super::environment::Environment;
use super::error::{ConfigError, Looked};
use super::file::{Credentials, Profile};
use crate::api::Credential;
use crate::secret::Secret;

pub(super) use self::acting::LIVES;

/// The first line that a command of the user's prints: a password.
///
/// # Errors
/// What happened, as the rest of a sentence that starts with the command.
pub(super) fn first_line(line: &str) -> Result<Secret, String> {
    command::first_line(line, command::LIMIT)
}

/// What one place says, as a unit.
#[derive(Debug, PartialEq)]
pub(super) struct Found {
    /// One word for the place: `env`, `sdk`, `hcloud`.
    pub(super) kind: &'static str,
    /// The place in words, for the header.
    pub(super) words: String,
    pub(super) credential: Credential,
    pub(super) region: Option<String>,
    pub(super) project_id: Option<String>,
    pub(super) project_name: Option<String>,
    pub(super) iam_endpoint: Option<Address>,
    /// Domain of the cloud, when it is not the public one.
    pub(super) cloud: Option<String>,
}

impl Found {
    /// A credential about which the place says nothing else.
    pub(super) fn only(kind: &'static str, words: String, credential: Credential) -> Self {
        Self {
            kind,
            words,
            credential,
            region: None,
            project_id: None,
            project_name: None,
            iam_endpoint: None,
            cloud: None,
        }
    }
}

/// The answer of one place.
#[derive(Debug, PartialEq)]
pub(super) enum Answer {
    /// Everything it says.
    Found(Box<Found>),
    /// Nothing there, and what was looked at.
    Nothing(Vec<Looked>),
}

impl From<Found> for Answer {
    fn from(found: Found) -> Self {
        Self::Found(Box::new(found))
    }
}

/// Asks every place in order: the environment, the SDK's file, KooCLI's file. `looked` is what was
/// looked at before.
pub(super) fn first(
    environment: &Environment,
    mut looked: Vec<Looked>,
) -> Result<Found, ConfigError> {
    for ask in [environment::ask, sdk::ask, hcloud::ask_current] {
        match ask(environment)? {
            Answer::Found(found) => return Ok(*found),
            Answer::Nothing(here) => looked.extend(here),
        }
    }
    acting::refuse_pods(environment)?;
    Err(ConfigError::NoCredentials { looked })
}

/// Asks the place that a profile of the configuration file names.
pub(super) fn of_profile(
    profile: &Profile,
    credentials: &Credentials,
    environment: &Environment,
) -> Result<Found, ConfigError> {
    let answer = match credentials {
        Credentials::Agency { base, agency, at } => {
            let found = of_profile(profile, base, environment)?;
            return acting::taking_on(found, agency.clone(), &at.to_string());
        }
        Credentials::Machine { metadata } => {
            let metadata = metadata.clone();
            let credential = Credential::Machine { metadata };
            Found::only("ecs", "this machine".into(), credential).into()
        }
        Credentials::Environment => environment::ask(environment)?,
        Credentials::SdkProfile => sdk::ask(environment)?,
        Credentials::Hcloud(name) => hcloud::ask(environment, Some(name))?,
        Credentials::Command(line) => {
            let credential =
                command::run(line, command::LIMIT).map_err(|reason| ConfigError::Command {
                    profile: profile.name.clone(),
                    reason,
                })?;
            Found::only("command", "command".into(), credential).into()
        }
        Credentials::Keys(keys) => {
            let file = environment.shorten(&profile.at.file);
            Found::only("file", file, keys.clone()).into()
        }
    };
    match answer {
        Answer::Found(found) => Ok(*found),
        Answer::Nothing(looked) => Err(ConfigError::EmptySource {
            profile: profile.name.clone(),
            looked,
        }),
    }
}

/// Reads another tool's file; `None` when it does not exist.
fn read(path: &Path) -> Result<Option<String>, ConfigError> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(ConfigError::unreadable(path, error)),
    }
}

/// Says that a file has nothing to use.
fn nothing(path: &Path, seen: &str) -> Answer {
    Answer::Nothing(vec![Looked {
        place: path.display().to_string(),
        seen: seen.to_owned(),
    }])
}
