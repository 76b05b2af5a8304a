//! The official SDKs' profile: section `[basic]` of the INI file `~/.huaweicloud/credentials`.

use std::path::{Path, PathBuf};

use crate::api::Credential;
use crate::config::address::Address;
use crate::config::environment::Environment;
use crate::config::error::{ConfigError, Looked};
use crate::config::source::ini::{self, Fault};
use crate::config::source::{Answer, Found, nothing, read};
use crate::config::value;
use crate::secret::Secret;
use crate::text::Place;

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
            Some(file) => Err(ConfigError::Unreadable {
                file,
                reason: format!("it does not exist, but {FILE_VARIABLE} names it"),
            }),
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
    let (access_key, secret_key) = match (value("ak")?, value("sk")?, value("security_token")?) {
        (Some((access_key, _)), Some((secret_key, _)), _) => (access_key, secret_key),
        (Some((_, at)), None, _) => return Err(half(&at, "ak", "sk")),
        (None, Some((_, at)), _) => return Err(half(&at, "sk", "ak")),
        (None, None, Some((_, at))) => return Err(half(&at, "security_token", "ak with sk")),
        (None, None, None) => return Ok(nothing(&path, NO_KEYS)),
    };
    let credential = Credential::Keys {
        access_key,
        secret_key: Secret::new(secret_key),
        security_token: value("security_token")?.map(|(token, _)| Secret::new(token)),
    };
    let iam_endpoint = value("iam_endpoint")?
        .map(|(address, at)| Address::parse(&address, &at.to_string()))
        .transpose()?;
    Ok(Answer::Found(Box::new(Found {
        project_id: value("project_id")?.map(|(id, _)| id),
        iam_endpoint,
        ..Found::only(
            "sdk",
            format!("{} [basic]", environment.shorten(&path)),
            credential,
        )
    })))
}

const NO_KEYS: &str = "has no ak and sk in a section [basic]";

/// A value of the section and its place.
type Value = (String, Place);

fn place(path: &Path, line: usize) -> Place {
    Place {
        file: path.to_path_buf(),
        line,
    }
}

fn federated(at: Place) -> ConfigError {
    let what = "idp_id with id_token_file signs in by a federated identity, which is not supported \
                here; give ak and sk without them";
    ConfigError::Mistake {
        at,
        what: what.into(),
    }
}

fn half(at: &Place, present: &str, missing: &str) -> ConfigError {
    ConfigError::Half {
        source_name: at.to_string(),
        present: present.to_owned(),
        missing: missing.to_owned(),
    }
}
