//! KooCLI's profiles: `~/.hcloud/config.json`.
//!
//! KooCLI encrypts the keys in its file unless it is told not to. Signing with cipher text would
//! only be refused, and five refusals lock a key, so such a file is refused here.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::api::Credential;
use crate::config::environment::Environment;
use crate::config::error::{ConfigError, Looked};
use crate::config::source::{Answer, Found, acting, nothing, read};
use crate::config::{pair, value};
use crate::text::{Location, nearest};

/// Reads the profile that KooCLI itself would use.
pub(super) fn ask_current(environment: &Environment) -> Result<Answer, ConfigError> {
    ask(environment, None)
}

/// Reads the named profile, or the current one.
pub(super) fn ask(environment: &Environment, wanted: Option<&str>) -> Result<Answer, ConfigError> {
    match usual_path(environment) {
        Some(path) => ask_at(
            &path,
            wanted.map(|name| (name, format!("hcloud = {name:?}"))),
        ),
        None => Ok(nowhere()),
    }
}

/// Where KooCLI keeps its profiles.
pub(super) fn usual_path(environment: &Environment) -> Option<PathBuf> {
    environment.below_home(".hcloud/config.json")
}

/// There is nowhere to look.
pub(super) fn nowhere() -> Answer {
    Answer::Nothing(vec![Looked::nowhere("~/.hcloud/config.json")])
}

/// Reads the profile of this name, and who asked for it, or the current one, of a file.
pub(super) fn ask_at(path: &Path, wanted: Option<(&str, String)>) -> Result<Answer, ConfigError> {
    let Some(text) = read(path)? else {
        return Ok(nothing(path, "does not exist"));
    };
    let document: Value = serde_json::from_str(&text).map_err(|error| ConfigError::Mistake {
        at: Location {
            file: path.to_path_buf(),
            line: error.line(),
        },
        // The error's own text may repeat a value.
        what: "this is not JSON; let hcloud write it anew, or remove it".into(),
    })?;
    let profiles = document["profiles"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    let (name, asked_by) = wanted.unzip();
    let name = name
        .or_else(|| text_of(&document, "current"))
        .unwrap_or("default");
    let Some(profile) = profiles
        .iter()
        .find(|profile| text_of(profile, "name") == Some(name))
    else {
        return match asked_by {
            Some(asked_by) => Err(unknown(path, name, asked_by, profiles)),
            None => Ok(nothing(path, &format!("has no profile {name}"))),
        };
    };
    let Some(credential) = credential(path, name, profile, &document["authEncrypt"])? else {
        return Ok(nothing(path, &format!("profile {name} has no keys")));
    };
    let field = |key: &'static str| {
        (
            key,
            text_of(profile, key).map(|text| text.trim().to_owned()),
        )
    };
    let agency = acting::agency(
        &format!("{}, profile {name}", path.display()),
        field("agencyName"),
        field("agencyDomainName"),
        Some(field("agencyDomainId")),
    )?;
    let own = |key: &str| code_of(path, name, profile, key);
    let found = Found {
        region: own("region")?,
        project_id: own("projectId")?,
        ..Found::only("hcloud", format!("hcloud {name}"), credential)
    };
    let found = match agency {
        Some(agency) => acting::taking_on(found, agency, "agencyName")?,
        None => found,
    };
    Ok(found.into())
}

fn credential(
    path: &Path,
    name: &str,
    profile: &Value,
    encrypted: &Value,
) -> Result<Option<Credential>, ConfigError> {
    if let Some(mode) = text_of(profile, "mode").filter(|mode| !has_keys(mode)) {
        let (file, profile, mode) = (path.to_path_buf(), name.to_owned(), mode.to_owned());
        return Err(ConfigError::HcloudMode {
            file,
            profile,
            mode,
        });
    }
    let own = |key: &str| code_of(path, name, profile, key);
    let security_token = own("securityToken")?;
    let given = [own("accessKeyId")?, own("secretAccessKey")?, security_token];
    let names = ["accessKeyId", "secretAccessKey", "securityToken"];
    let source = |_| format!("{}, profile {name}", path.display());
    let keys = pair::keys(names, given, source)?;
    if let Some(Credential::Keys { access_key, .. }) = &keys
        && !is_plain(encrypted, access_key)
    {
        return Err(ConfigError::HcloudEncrypted {
            file: path.to_path_buf(),
            profile: name.to_owned(),
        });
    }
    Ok(keys)
}

/// Whether a profile of this mode has keys of its own: those of an agency are taken on with them.
fn has_keys(mode: &str) -> bool {
    ["AKSK", "agency"]
        .iter()
        .any(|known| mode.eq_ignore_ascii_case(known))
}

/// Whether the keys are not encrypted. Without a word about it in the file, the access key's shape
/// decides: a plain one is 20 letters and digits, cipher text is at least twice that.
fn is_plain(encrypted: &Value, access_key: &str) -> bool {
    match encrypted {
        Value::Bool(encrypted) => !encrypted,
        Value::String(word) if !word.is_empty() => word.eq_ignore_ascii_case("false"),
        _ => access_key.len() <= 32 && access_key.bytes().all(|byte| byte.is_ascii_alphanumeric()),
    }
}

/// A text that is there and not empty.
fn text_of<'a>(object: &'a Value, key: &str) -> Option<&'a str> {
    object[key].as_str().filter(|text| !text.is_empty())
}

/// A key, token, id or region of a profile, as [`value::code`] reads it.
fn code_of(
    path: &Path,
    name: &str,
    profile: &Value,
    key: &str,
) -> Result<Option<String>, ConfigError> {
    let given_by = format!("{}, profile {name}: {key}", path.display());
    let given = text_of(profile, key);
    let code = given.map_or(Ok(None), |given| value::code(given, &given_by));
    Ok(code?.map(str::to_owned))
}

fn unknown(path: &Path, name: &str, asked_by: String, profiles: &[Value]) -> ConfigError {
    let known: Vec<&str> = profiles
        .iter()
        .filter_map(|profile| text_of(profile, "name"))
        .collect();
    ConfigError::UnknownProfile {
        asked_by,
        name: name.to_owned(),
        file: path.to_path_buf(),
        nearest: nearest(name, known.iter().copied()).map(str::to_owned),
        known: known.into_iter().map(str::to_owned).collect(),
    }
}
