//! KooCLI's file where Terraform's variables ask for it: `HW_SHARED_CONFIG_FILE` and `HW_PROFILE`.
//!
//! As in Terraform's provider the profile's keys then stand before keys and users of variables, and
//! its region, project and agency before those of variables.

use super::environment::{self, HW};
use super::{Answer, Found, acting, hcloud};
use crate::config::environment::Environment;
use crate::config::error::ConfigError;

const FILE: &str = "HW_SHARED_CONFIG_FILE";
const PROFILE: &str = "HW_PROFILE";

/// The profile that is asked for; `None` when none is.
pub(super) fn ask(environment: &Environment) -> Result<Option<Found>, ConfigError> {
    let (file, profile) = (environment.var(FILE), environment.var(PROFILE));
    let named_by = match (file, profile) {
        (None, None) => return Ok(None),
        (_, Some(_)) => PROFILE,
        (Some(_), None) => FILE,
    };
    acting::refuse_terraforms(environment)?;
    if let Some(token) = environment::token(environment) {
        return Err(ConfigError::Unsupported {
            named_by: named_by.to_owned(),
            what: format!("a profile beside {token}"),
            instead: "take one of the two away".to_owned(),
        });
    }
    let path = match file {
        Some(file) => Some(environment.expand(file.trim())),
        None => hcloud::usual_path(environment),
    };
    let answer = match &path {
        Some(path) => hcloud::ask_at(path, profile.map(|name| (name, PROFILE.to_owned())))?,
        None => hcloud::nowhere(),
    };
    let found = match answer {
        Answer::Found(found) => *found,
        Answer::Nothing(looked) => {
            let seen = looked.into_iter().map(|looked| looked.seen);
            let seen = seen.collect::<Vec<_>>().join(", ");
            let reason = format!("{seen}, but {named_by} asks for it");
            return Err(ConfigError::unreadable(&path.unwrap_or_default(), reason));
        }
    };
    let own_agency = found.credential.agency().is_some();
    let around = HW.found(environment, named_by, found.credential)?;
    let around = Found {
        words: format!("{}, {named_by}", found.words),
        region: found.region.or(around.region),
        project_name: match &found.project_id {
            Some(_) => None,
            None => around.project_name,
        },
        project_id: found.project_id.or(around.project_id),
        ..around
    };
    match acting::of_terraform(environment)? {
        Some(agency) if !own_agency => {
            acting::taking_on(around, agency, "HW_ASSUME_ROLE_AGENCY_NAME").map(Some)
        }
        Some(_) | None => Ok(Some(around)),
    }
}
