//! `warren doctor`: why it does not work, one check after the other, each with what to do.
//!
//! [`run`] looks at the configuration, [`network`] at the way to the service, [`service`] at what
//! it lets us do. A check that needs one that failed is skipped. Nothing is ever written, and a
//! credential that is refused is not tried again: the gate that all calls pass closes at the first
//! refusal, so that the doctor cannot lock a key.

mod network;
mod report;
mod service;

use std::time::Duration;

use anyhow::Context as _;
use tokio::runtime::Runtime;

use self::report::{Check, Report};
use super::{Exit, Failure, connect_options, demo, write_out};
use crate::api::{self, ConnectOptions, Credential, retry};
use crate::cli::{Args, DoctorOutput};
use crate::config::{self, Environment, Settings};
use crate::simulator::Simulator;

/// The longest that one question to the network may take.
const LIMIT: Duration = Duration::from_secs(10);

/// Examines what these arguments lead to.
pub(super) fn run(args: &Args, output: DoctorOutput) -> Result<Exit, Failure> {
    let environment = Environment::from_process()?;
    let tokio = Runtime::new().context("could not start the threads that wait for answers")?;
    let mut report = Report::default();
    let found = configuration(args, &environment, &tokio, &mut report);
    if let Some((settings, demo)) = found {
        report.profile = Some(settings.profile.clone());
        report.note(credentials(&settings));
        tokio.block_on(reach(&settings, &environment, &mut report));
        drop(demo);
    }
    // A name that is still being resolved would hold the end up.
    tokio.shutdown_background();
    write_out(&match output {
        DoctorOutput::Text => report.text(),
        DoctorOutput::Json => {
            let reports = serde_json::json!({ "profiles": [report.json()] });
            format!("{reports:#}\n")
        }
    })?;
    Ok(report.exit())
}

/// The settings these arguments lead to; without any the report says why.
fn configuration(
    args: &Args,
    environment: &Environment,
    tokio: &Runtime,
    report: &mut Report,
) -> Option<(Settings, Option<Simulator>)> {
    let what = "configuration";
    if args.demo {
        report.note(Check::ok(what, "none: this is the demo"));
        return match demo::start(args, environment, tokio) {
            Ok((settings, simulator)) => Some((settings, Some(simulator))),
            Err(failure) => {
                report.note(Check::fail("demo", failure.exit(), failure.to_string()));
                None
            }
        };
    }
    let checked = match config::check(args, environment) {
        Ok(checked) => checked,
        Err(error) => {
            report.note(Check::fail(what, Exit::NotConfigured, error.to_string()));
            return None;
        }
    };
    let path = environment.shorten(&checked.path);
    let odd = checked.problems.len();
    match config::load(args, environment) {
        Ok(settings) => {
            report.note(match (checked.exists, checked.problems.first()) {
                (_, Some(first)) => Check::warn(what, format!("{odd} remarks, the first: {first}"))
                    .advising("warren config check prints all"),
                (true, None) => Check::ok(what, path),
                (false, None) => Check::ok(what, format!("no {path}, and none is needed")),
            });
            Some((settings, None))
        }
        Err(error) => {
            let check = Check::fail(what, Exit::NotConfigured, error.to_string());
            report.note(match odd {
                0 => check,
                _ => check.advising("warren config check prints every problem of the file"),
            });
            report.note(Check::skipped("everything else", "there are no settings"));
            None
        }
    }
}

/// Whose credentials, and from where; never a secret.
fn credentials(settings: &Settings) -> Check {
    let who = match &settings.credential {
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
    };
    Check::ok("credentials", format!("{who}, from {}", settings.source))
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
async fn reach(settings: &Settings, environment: &Environment, report: &mut Report) {
    let options = match connect_options(settings) {
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
    if network::examine(settings, environment, access.reader(), report).await {
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
