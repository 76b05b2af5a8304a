//! What is given of brokers: by the profile, by `--broker`, and their passwords in the environment.

use std::path::Path;

use super::error::ConfigError;
use super::file::{Broker, Profile};
use super::source::first_line;
use super::{Environment, certificates};
use crate::api::management::{Address, BrokerSettings, Brokers, PASSWORD_VARIABLE};
use crate::cli::Args;
use crate::secret::Secret;

/// All that is given of the brokers of a profile.
pub(super) fn given(
    args: &Args,
    profile: &Profile,
    environment: &Environment,
) -> Result<Brokers, ConfigError> {
    let settings = profile.brokers.iter().map(|broker| {
        let settings = usable(broker, &profile.at.file, environment)?;
        Ok((broker.of.clone(), settings))
    });
    let passwords = environment
        .vars
        .keys()
        .filter(|name| name.starts_with(PASSWORD_VARIABLE))
        .filter_map(|name| {
            let password = environment.password(name).transpose()?;
            Some(password.map(|password| (name.clone(), password)))
        });
    Ok(Brokers {
        settings: settings.collect::<Result<_, ConfigError>>()?,
        flags: args
            .broker
            .iter()
            .map(|given| flag(given))
            .collect::<Result<_, _>>()?,
        passwords: passwords.collect::<Result<_, ConfigError>>()?,
    })
}

/// The settings of a broker, once its certificates could be read.
pub(super) fn usable(
    broker: &Broker,
    file: &Path,
    environment: &Environment,
) -> Result<BrokerSettings, ConfigError> {
    Ok(BrokerSettings {
        ca_file: certificates(broker.ca_file.as_ref(), file, environment)?,
        ..broker.settings.clone()
    })
}

/// `NAME=URL`. What was given is not repeated: it may hold a password.
fn flag(given: &str) -> Result<(String, Address), ConfigError> {
    let problem = |problem: &dyn std::fmt::Display| ConfigError::Broker {
        problem: problem.to_string(),
    };
    // A name may have the sign in it; an address of one has none before its path.
    let place = given.find("=http").or_else(|| given.find('='));
    let (name, url) = place
        .map(|at| (given[..at].trim(), &given[at + 1..]))
        .filter(|(name, _)| !name.is_empty())
        .ok_or_else(|| problem(&"it is written NAME=URL, or ID=URL"))?;
    let address = Address::parse(url).map_err(|error| problem(&error))?;
    Ok((name.to_owned(), address))
}

/// Runs the command that prints the password of a broker, and takes the first line of what it
/// prints. It gets no standard input, and half a minute. Waits for it, so call it where that is
/// fine, and once: a password store may ask each time.
///
/// # Errors
/// What happened, as the rest of a sentence that starts with the command; what it printed is never
/// in it.
pub fn password_by_command(line: &str) -> Result<Secret, String> {
    first_line(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broker_is_given_by_name_and_address() {
        for (given, name, address) in [
            (
                "orders=http://127.0.0.1:15672",
                "orders",
                "http://127.0.0.1:15672",
            ),
            ("a=b=https://h/p=q", "a=b", "https://h:443/p=q"),
        ] {
            let (of, read) = flag(given).unwrap();
            assert_eq!((of.as_str(), read.to_string().as_str()), (name, address));
        }
        for (wrong, says) in [
            ("http://h", "--broker: it is written NAME=URL"),
            ("=http://h", "--broker: it is written NAME=URL"),
            ("orders=h:15672", "--broker: an address begins with http://"),
            (
                "orders=http://ops:canary@h",
                "--broker: there is a user name",
            ),
        ] {
            let said = flag(wrong).unwrap_err().to_string();
            assert!(said.starts_with(says), "{said}");
            assert!(!said.contains("canary"), "{said}");
        }
    }

    #[test]
    fn the_first_line_that_a_command_prints_is_the_password() {
        let by = |line| password_by_command(line).map(|secret| secret.expose().to_owned());
        assert_eq!(by("printf ' p w \\r\\nurl: x\\n'"), Ok(" p w ".into()));
        assert_eq!(by("printf pw"), Ok("pw".into()));
        for (line, says) in [
            ("true", "printed nothing"),
            ("echo; echo canary", "printed nothing"),
            (
                "echo canary-canary; echo no canary-canary >&2; exit 3",
                "failed (exit status: 3)",
            ),
            (
                "printf 'can\\001ary'",
                "printed a line that has a control character in it",
            ),
            ("printf '\\377'", "printed a line that is not text in UTF-8"),
        ] {
            let said = by(line).unwrap_err();
            assert!(said.starts_with(says), "{said}");
            assert!(!said.contains("canary"), "{said}");
        }
    }
}
