//! `warren doctor`: why it does not work, one check after the other, each with what to do.
//!
//! [`run`] looks at the configuration of every profile that would be shown, [`network`] at the way
//! to its service, [`service`] at what it lets us do. A check that needs one that failed is skipped.
//! Nothing is ever written, and a credential that is refused is not tried again, for no profile: the
//! gate that all its calls pass closes at the first refusal, so that the doctor cannot lock a key.

mod figures;
mod network;
mod report;
mod service;

use std::io::ErrorKind;
use std::time::Duration;

use anyhow::Context as _;
use tokio::runtime::Runtime;

use self::report::{Check, Report, Verdict};
use super::ways::Ways;
use super::{Exit, Failure, write_out};
use crate::api::{self, ConnectOptions, Credential, retry};
use crate::cli::{Args, DoctorOutput};
use crate::config::{self, Environment, NO_HOME, Settings};
use crate::journal::file as journal;
use crate::runtime::keep;
use crate::{log, private};

/// The longest that one question to the network may take.
const LIMIT: Duration = Duration::from_secs(10);

/// Examines every profile that these arguments lead to, one after the other.
pub(super) fn run(args: &Args, output: DoctorOutput) -> Result<Exit, Failure> {
    let environment = Environment::from_process();
    let tokio = Runtime::new().context("could not start the threads that wait for answers")?;
    let reports =
        examine(args, &environment, &tokio).unwrap_or_else(|why| vec![Report::of_nobody(why)]);
    // A name that is still being resolved would hold the end up.
    tokio.shutdown_background();
    write_out(&match output {
        DoctorOutput::Text => report::text(&reports),
        DoctorOutput::Json => {
            let reports: Vec<_> = reports.iter().map(Report::json).collect();
            format!("{:#}\n", serde_json::json!({ "profiles": reports }))
        }
    })?;
    let exits = reports.iter().map(Report::exit);
    Ok(exits.fold(Exit::Complete, Exit::worse))
}

/// A report of each profile; or, where there is no profile, the check that says why.
fn examine(args: &Args, environment: &Environment, tokio: &Runtime) -> Result<Vec<Report>, Check> {
    let configuration = match args.demo {
        true => Check::ok(CONFIGURATION, "none: this is the demo"),
        false => file(args, environment)?,
    };
    let unset = |failure: Failure| unset(&configuration, &failure);
    let ways = Ways::of(args, environment, tokio).map_err(unset)?;
    let chosen = ways.each().map_err(unset)?;
    let reports = chosen.into_iter().map(|(entry, settings)| {
        let mut report = Report::of(&entry.name);
        match settings {
            Ok(settings) => {
                report.note(configuration.clone());
                for check in [characters(environment), kept(environment)] {
                    check.map(|check| report.note(check));
                }
                report.note(credentials(&settings));
                tokio.block_on(reach(&ways, &settings, &mut report));
            }
            Err(failure) => {
                report.note(unset(failure));
                report.note(Check::skipped("everything else", NO_SETTINGS));
            }
        }
        report
    });
    Ok(reports.collect())
}

const CONFIGURATION: &str = "configuration";
const NO_SETTINGS: &str = "there are no settings";

/// What is wrong with the directory of log and journal, or with a file in it.
fn kept(environment: &Environment) -> Option<Check> {
    const WHAT: &str = "state directory";
    let directory = environment.state_dir.as_deref()?;
    if let Some(weakness) = private::weakness(directory) {
        return Some(Check::warn(WHAT, weakness.to_string()).advising("chmod 700 keeps them out"));
    }
    let files = [
        log::FILE,
        journal::FILE,
        journal::LOCK,
        keep::HISTORY,
        keep::ARRANGEMENT,
        keep::BROKERS,
    ];
    let refused = files.into_iter().find_map(|name| {
        let opened = private::read_only(&directory.join(name));
        let error = opened
            .err()
            .filter(|error| error.kind() != ErrorKind::NotFound)?;
        Some(match error.kind() {
            ErrorKind::Other => error.to_string(),
            _ => format!("{name}: {error}"),
        })
    });
    let advice = "remove it: warren makes its own";
    refused.map(|why| Check::warn(WHAT, why).advising(advice))
}

/// What there is to say of the configuration file, or why it cannot be read.
fn file(args: &Args, environment: &Environment) -> Result<Check, Check> {
    let checked = config::check(args, environment)
        .map_err(|error| Check::fail(CONFIGURATION, Exit::NotConfigured, error.to_string()))?;
    let Some(path) = &checked.path else {
        return Ok(Check::ok(CONFIGURATION, format!("no file: {NO_HOME}")));
    };
    let path = environment.shorten(path);
    let odd = checked.problems.len();
    Ok(match (checked.exists, checked.problems.first()) {
        (_, Some(first)) => {
            Check::warn(CONFIGURATION, format!("{odd} remarks, the first: {first}"))
                .advising("warren config check prints all")
        }
        (true, None) => Check::ok(CONFIGURATION, path),
        (false, None) => Check::ok(CONFIGURATION, format!("no {path}, and none is needed")),
    })
}

/// What the locale says of the characters that can be drawn, if that is not all of them.
fn characters(environment: &Environment) -> Option<Check> {
    let other = config::other_charset(environment)?;
    let said = &other.said;
    let drawn = "the screen is drawn in ASCII, in English unless --lang says otherwise";
    Some(match other.is_ascii() {
        true => Check::ok("characters", format!("{said} means ASCII: {drawn}")),
        false => Check::warn(
            "characters",
            format!(
                "{said} names {}: {drawn}; names and texts that are not ASCII are written in UTF-8 \
                 and cannot be read there",
                other.name
            ),
        )
        .advising(format!(
            "use a locale with UTF-8, for example: export {}",
            other.better
        )),
    })
}

/// Why there are no settings; the file may say more.
fn unset(configuration: &Check, failure: &Failure) -> Check {
    let check = Check::fail(CONFIGURATION, failure.exit(), failure.to_string());
    match configuration.verdict {
        Verdict::Warn => check.advising("warren config check prints every problem of the file"),
        Verdict::Ok | Verdict::Fail(_) | Verdict::Skipped => check,
    }
}

/// Whose credentials, and from where; never a secret.
fn credentials(settings: &Settings) -> Check {
    let who = who(&settings.credential);
    Check::ok("credentials", format!("{who}, from {}", settings.source))
}

fn who(credential: &Credential) -> String {
    match credential {
        Credential::Keys {
            access_key,
            security_token,
            ..
        } => {
            let kind = match security_token {
                Some(_) => "temporary access key",
                None => "access key",
            };
            format!("{kind} {}", shortened(access_key))
        }
        Credential::Token(_) => "a token".to_owned(),
        Credential::Password { user, domain, .. } => format!("user {user} of account {domain}"),
        Credential::Machine { metadata } => {
            format!("this machine's own agency, asked for at {metadata}")
        }
        Credential::Agency { base, agency } => format!(
            "agency {} of account {}, taken on by {}",
            agency.name,
            agency.account,
            self::who(base)
        ),
    }
}

/// Enough of an access key to tell two apart: its first four letters and its last two.
fn shortened(access_key: &str) -> String {
    let letters: Vec<char> = access_key.chars().collect();
    match letters.as_slice() {
        // Of a short one this would be all.
        [first @ .., _, _] if letters.len() >= 12 => {
            let start: String = first.iter().take(4).collect();
            let end: String = letters[letters.len() - 2..].iter().collect();
            format!("{start}...{end}")
        }
        _ => "(too short to be one)".to_owned(),
    }
}

/// Everything that needs the network.
async fn reach(ways: &Ways, settings: &Settings, report: &mut Report) {
    // Through the gate of its credential: a key that was refused is not tried for another profile.
    let options = match ways.options(settings) {
        Ok(options) => options,
        Err(error) => {
            report.note(Check::fail("project", Exit::NotConfigured, error.message));
            return;
        }
    };
    let options = ConnectOptions {
        timeout: options.timeout.min(LIMIT),
        // There must be nothing to write with.
        read_only: true,
        retry: retry::Policy {
            tries: 1,
            ..retry::Policy::default()
        },
        ..options
    };
    let access = match api::connect(options) {
        Ok(access) => access,
        Err(error) => {
            report.note(Check::fail("settings", Exit::NotConfigured, error.message));
            return;
        }
    };
    if network::examine(settings, access.reader(), report).await {
        service::examine(settings, access.reader(), report).await;
    } else {
        report.note(Check::skipped(
            "project and permissions",
            "the service cannot be reached",
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_access_key_shows_six_letters_at_most() {
        assert_eq!(shortened("ABCDEFGHIJKLMNOPQRST"), "ABCD...ST");
        assert_eq!(shortened("ABCDEFGH"), "(too short to be one)");
        assert_eq!(shortened(""), "(too short to be one)");
    }
}
