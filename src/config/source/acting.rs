//! Whose account to act in, and as whom, beyond plain keys: what Terraform's variables and KooCLI's
//! fields say about agencies, and the ways of signing in that are refused by name.
//!
//! Using a plain key where one of these is asked for would be another account in silence.

use std::time::Duration;

use crate::api::{Account, Agency, Credential};
use crate::config::environment::Environment;
use crate::config::error::ConfigError;
use crate::config::source::Found;

/// What to do about a way of signing in that is not supported.
const INSTEAD: &str =
    "take it away, or let a command print keys: credentials = { command = \"…\" }";

/// The agency that Terraform's provider takes on, whichever of its credentials it has: `HW_ASSUME_ROLE_*`,
/// or the older `OS_AGENCY_*`.
pub(super) fn of_terraform(environment: &Environment) -> Result<Option<Agency>, ConfigError> {
    let newer = named(
        environment,
        "HW_ASSUME_ROLE_AGENCY_NAME",
        "HW_ASSUME_ROLE_DOMAIN_NAME",
        Some("HW_ASSUME_ROLE_DOMAIN_ID"),
    )?;
    let older = named(environment, "OS_AGENCY_NAME", "OS_AGENCY_DOMAIN_NAME", None)?;
    let life = life(environment)?;
    match (newer, older) {
        (Some(_), Some(_)) => Err(chain("HW_ASSUME_ROLE_AGENCY_NAME", "OS_AGENCY_NAME")),
        (Some(agency), None) => Ok(Some(Agency { life, ..agency })),
        (None, older) => Ok(older),
    }
}

/// The project of the older variables: it is in the account that grants the agency.
pub(super) fn delegated_project(environment: &Environment) -> Option<String> {
    let agency = text(environment, "OS_AGENCY_NAME");
    agency.and_then(|_| text(environment, "OS_DELEGATED_PROJECT"))
}

/// Refuses what Terraform's provider would sign in with before it looks at keys.
pub(super) fn refuse_terraforms(environment: &Environment) -> Result<(), ConfigError> {
    let what = "signing in with the token of an identity provider";
    refuse(environment, &["HW_ASSUME_ROLE_IDP_ID"], what)
}

/// Refuses what the official SDKs would sign in with before they look at keys.
pub(super) fn refuse_sdks(environment: &Environment) -> Result<(), ConfigError> {
    let what = "signing in with the token of an identity provider";
    let urns = [
        "HUAWEICLOUD_OIDC_PROVIDER_URN",
        "HUAWEICLOUD_OIDC_AGENCY_URN",
    ];
    for token in ["HUAWEICLOUD_OIDC_ID_TOKEN", "HUAWEICLOUD_OIDC_TOKEN_FILE"] {
        refuse(environment, &[urns[0], urns[1], token], what)?;
    }
    refuse(environment, &["HUAWEICLOUD_SDK_IDP_ID"], what)
}

/// Refuses what the official SDKs try when they find nothing else.
pub(super) fn refuse_pods(environment: &Environment) -> Result<(), ConfigError> {
    let what = "the identity of a pod";
    refuse(environment, &["HC_CONTAINER_CREDENTIALS_FULL_URI"], what)
}

/// Refuses a way of signing in when all its variables are set; the first one stands for it.
fn refuse(environment: &Environment, all: &[&str], what: &str) -> Result<(), ConfigError> {
    match all.iter().all(|name| environment.var(name).is_some()) {
        true => Err(ConfigError::Unsupported {
            named_by: all[0].to_owned(),
            what: what.to_owned(),
            instead: INSTEAD.to_owned(),
        }),
        false => Ok(()),
    }
}

/// What is found, taking on this agency.
pub(super) fn taking_on(
    found: Found,
    agency: Agency,
    named_by: &str,
) -> Result<Found, ConfigError> {
    match &found.credential {
        Credential::Agency { .. } => Err(chain(&found.words, named_by)),
        Credential::Keys { .. }
        | Credential::Token(_)
        | Credential::Password { .. }
        | Credential::Machine { .. } => Ok(Found {
            credential: Credential::Agency {
                base: Box::new(found.credential),
                agency,
            },
            ..found
        }),
    }
}

fn chain(first: &str, second: &str) -> ConfigError {
    ConfigError::Unsupported {
        named_by: second.to_owned(),
        what: format!("taking on an agency with the rights of another one ({first})"),
        instead: "take one of the two away".to_owned(),
    }
}

/// An agency by its name and an account by its name or its id, the id counting where both are.
pub(super) fn agency(
    source: &str,
    name: (&str, Option<String>),
    by_name: (&str, Option<String>),
    by_id: Option<(&str, Option<String>)>,
) -> Result<Option<Agency>, ConfigError> {
    let id = by_id.as_ref().and_then(|(_, id)| id.clone());
    let account = id.map(Account::Id).or(by_name.1.clone().map(Account::Name));
    let accounts = match &by_id {
        Some((id, _)) => format!("{} or {id}", by_name.0),
        None => by_name.0.to_owned(),
    };
    match (name.1, account) {
        (Some(name), Some(account)) => Ok(Some(Agency {
            name,
            account,
            life: Agency::LIFE,
        })),
        (None, None) => Ok(None),
        (Some(_), None) => Err(ConfigError::half(source, name.0, &accounts)),
        (None, Some(_)) => Err(ConfigError::half(source, &accounts, name.0)),
    }
}

fn named(
    environment: &Environment,
    name: &str,
    by_name: &str,
    by_id: Option<&str>,
) -> Result<Option<Agency>, ConfigError> {
    let given = |variable| text(environment, variable);
    let by_id = by_id.map(|by_id| (by_id, given(by_id)));
    agency(
        "environment",
        (name, given(name)),
        (by_name, given(by_name)),
        by_id,
    )
}

/// `HW_ASSUME_ROLE_DURATION`, in seconds.
fn life(environment: &Environment) -> Result<Duration, ConfigError> {
    let variable = "HW_ASSUME_ROLE_DURATION";
    let Some(given) = text(environment, variable) else {
        return Ok(Agency::LIFE);
    };
    let life = given.parse().ok().map(Duration::from_secs);
    let [least, most] = Agency::LIVES;
    let granted = life.filter(|life| (least..=most).contains(life));
    granted.ok_or_else(|| ConfigError::Unsupported {
        named_by: variable.to_owned(),
        what: format!("{given:?} as the life of temporary keys"),
        instead: LIVES.to_owned(),
    })
}

/// What the life of temporary keys can be.
pub(in crate::config) const LIVES: &str = "give whole seconds, from 900 to 86400";

fn text(environment: &Environment, name: &str) -> Option<String> {
    let text = environment.var(name)?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}
