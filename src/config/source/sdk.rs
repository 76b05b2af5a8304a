//! The official SDKs' profile: section `[basic]` of the INI file `~/.huaweicloud/credentials`.

use std::path::{Path, PathBuf};

use crate::config::address::Address;
use crate::config::environment::Environment;
use crate::config::error::{ConfigError, Looked};
use crate::config::source::ini::{self, Fault};
use crate::config::source::{Answer, Found, nothing, read};
use crate::config::{pair, value};
use crate::text::Location;

/// Names another file; one that is named must exist.
const FILE_VARIABLE: &str = "HUAWEICLOUD_SDK_CREDENTIALS_FILE";

/// Reads the SDK's credentials file.
pub(super) fn ask(environment: &Environment) -> Result<Answer, ConfigError> {
    let named = environment.var(FILE_VARIABLE).map(PathBuf::from);
    let usual = || environment.below_home(".huaweicloud/credentials");
    let Some(path) = named.clone().or_else(usual) else {
        let looked = Looked::nowhere("~/.huaweicloud/credentials");
        return Ok(Answer::Nothing(vec![looked]));
    };
    let Some(text) = read(&path)? else {
        return match named {
            None => Ok(nothing(&path, "does not exist")),
            Some(file) => {
                let reason = format!("it does not exist, but {FILE_VARIABLE} names it");
                Err(ConfigError::unreadable(&file, reason))
            }
        };
    };
    let fault = |fault: Fault| ConfigError::Mistake {
        at: place(&path, fault.line),
        what: fault.what.to_owned(),
    };
    let Some(basic) = ini::section(&text, "basic").map_err(fault)? else {
        return Ok(nothing(&path, NO_KEYS));
    };
    let value = |key: &str| -> Result<Option<Value>, ConfigError> {
        let Some((line, given)) = basic.get(key).map_err(fault)? else {
            return Ok(None);
        };
        let at = place(&path, line);
        let value = value::code(&given, &format!("{at}: {key}"))?;
        Ok(value.map(|value| (value.to_owned(), at)))
    };
    // A path may have blanks in it.
    let id_token_file = basic.get("id_token_file").map_err(fault)?;
    if let (Some((_, at)), Some(_)) = (value("idp_id")?, id_token_file) {
        return Err(federated(at));
    }
    let names = ["ak", "sk", "security_token"];
    let given = [value("ak")?, value("sk")?, value("security_token")?];
    let places = given
        .each_ref()
        .map(|one| one.as_ref().map(|(_, at)| at.to_string()));
    let given = given.map(|one| one.map(|(value, _)| value));
    let source = |present: usize| places[present].clone().unwrap_or_default();
    let Some(credential) = pair::keys(names, given, source)? else {
        return Ok(nothing(&path, NO_KEYS));
    };
    let iam_endpoint = value("iam_endpoint")?
        .map(|(address, at)| Address::parse(&address, &at.to_string()))
        .transpose()?;
    let words = format!("{} [basic]", environment.shorten(&path));
    let found = Found {
        project_id: value("project_id")?.map(|(id, _)| id),
        iam_endpoint,
        ..Found::only("sdk", words, credential)
    };
    Ok(found.into())
}

const NO_KEYS: &str = "has no ak and sk in a section [basic]";

/// A value of the section and its place.
type Value = (String, Location);

fn place(path: &Path, line: usize) -> Location {
    Location {
        file: path.to_path_buf(),
        line,
    }
}

fn federated(at: Location) -> ConfigError {
    let what = "idp_id with id_token_file signs in by a federated identity, which is not supported \
                here; give ak and sk without them";
    ConfigError::Mistake {
        at,
        what: what.into(),
    }
}
