//! The configuration file: `current`, and one `[profile.NAME]` for each place to look at.
//!
//! It is read by hand from the parsed tree and not through serde, because every remark about it
//! names its line: an unknown key is a [`Warning`] and the start goes on, a wrong value is a
//! [`ConfigError::Mistake`] that says what would be right.

mod reader;

use std::fs;
use std::io::{ErrorKind, Read};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::Duration;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use self::reader::Reader;
use super::error::{ConfigError, Place, Warning};
use crate::secret::Secret;

/// Keys at the top of the file.
const FILE_KEYS: [&str; 2] = ["current", "profile"];
/// Keys of a profile.
const PROFILE_KEYS: [&str; 10] = [
    "region",
    "endpoint",
    "iam_endpoint",
    "project_id",
    "ca_file",
    "timeout_s",
    "read_only",
    "refresh",
    "label",
    "credentials",
];
/// Keys of a profile's credentials.
const CREDENTIALS_KEYS: [&str; 7] = [
    "env",
    "sdk_profile",
    "hcloud",
    "command",
    "ak",
    "sk",
    "security_token",
];
/// How credentials are written, for errors.
pub(super) const CREDENTIALS_FORMS: &str = "write one of { env = true }, { sdk_profile = true }, { hcloud = \"default\" }, \
     { command = \"pass show dms\" }, { ak = \"…\", sk = \"…\" }";

/// What a configuration file says.
#[derive(Debug, Default, PartialEq)]
pub(super) struct ConfigFile {
    /// The profile to use when none is named.
    pub(super) current: Option<(String, Place)>,
    /// The profiles, by line.
    pub(super) profiles: Vec<Profile>,
    /// Keys that mean nothing, by line.
    pub(super) warnings: Vec<Warning>,
}

/// One `[profile.NAME]`. Everything is optional here; what is needed is checked when it is used.
#[derive(Debug, PartialEq)]
pub(super) struct Profile {
    pub(super) name: String,
    pub(super) at: Place,
    pub(super) region: Option<String>,
    pub(super) endpoint: Option<(String, Place)>,
    pub(super) iam_endpoint: Option<(String, Place)>,
    pub(super) project_id: Option<String>,
    pub(super) ca_file: Option<String>,
    pub(super) timeout: Option<Duration>,
    pub(super) read_only: bool,
    pub(super) refresh: Option<Duration>,
    pub(super) label: Option<String>,
    pub(super) credentials: Option<Credentials>,
}

/// Where a profile takes its credentials from.
#[derive(Debug, PartialEq)]
pub(super) enum Credentials {
    /// `{ env = true }`
    Environment,
    /// `{ sdk_profile = true }`
    SdkProfile,
    /// `{ hcloud = "default" }`
    Hcloud(String),
    /// `{ command = "pass show dms" }`
    Command(String),
    /// `{ ak = "…", sk = "…" }`
    Keys {
        access_key: String,
        secret_key: Secret,
        security_token: Option<Secret>,
    },
}

/// Reads a configuration file; `None` when there is none.
pub(super) fn read(path: &Path) -> Result<Option<ConfigFile>, ConfigError> {
    let unreadable = |error: std::io::Error| ConfigError::Unreadable {
        file: path.to_path_buf(),
        reason: error.to_string(),
    };
    let mut opened = match fs::File::open(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        opened => opened.map_err(unreadable)?,
    };
    let mode = opened.metadata().map_err(unreadable)?.permissions().mode() & 0o777;
    let mut text = String::new();
    opened.read_to_string(&mut text).map_err(unreadable)?;
    let file = parse(path, &text)?;
    let holds_keys =
        |profile: &Profile| matches!(profile.credentials, Some(Credentials::Keys { .. }));
    if mode & 0o077 != 0 && file.profiles.iter().any(holds_keys) {
        return Err(ConfigError::OpenToOthers {
            file: path.to_path_buf(),
            mode,
        });
    }
    Ok(Some(file))
}

/// Reads the text of a configuration file; `path` is for errors.
pub(super) fn parse(path: &Path, text: &str) -> Result<ConfigFile, ConfigError> {
    let mut reader = Reader::new(path, text);
    // The parser's own Display repeats the line, which may hold a secret: only its message is used.
    let tree = DeTable::parse(text).map_err(|error| {
        reader.mistake(error.span().unwrap_or(0..0), error.message().to_owned())
    })?;
    let mut current = None;
    let mut profiles = Vec::new();
    for (key, value) in tree.get_ref() {
        match key.get_ref().as_ref() {
            "current" => current = Some((reader.text(key, value)?, reader.place(value.span()))),
            "profile" => {
                for (name, table) in reader.table(key, value)? {
                    profiles.push(profile(&mut reader, name.get_ref(), name, table)?);
                }
            }
            _ => reader.unknown(key, "the file", &FILE_KEYS),
        }
    }
    profiles.sort_by_key(|profile| profile.at.line);
    Ok(ConfigFile {
        current,
        profiles,
        warnings: reader.into_warnings(),
    })
}

type Key<'a> = Spanned<std::borrow::Cow<'a, str>>;
type Value<'a> = Spanned<DeValue<'a>>;

fn profile(
    reader: &mut Reader<'_>,
    name: &str,
    key: &Key<'_>,
    value: &Value<'_>,
) -> Result<Profile, ConfigError> {
    let mut profile = Profile {
        name: name.to_owned(),
        at: reader.place(key.span()),
        region: None,
        endpoint: None,
        iam_endpoint: None,
        project_id: None,
        ca_file: None,
        timeout: None,
        read_only: false,
        refresh: None,
        label: None,
        credentials: None,
    };
    for (key, value) in reader.table(key, value)? {
        match key.get_ref().as_ref() {
            "region" => profile.region = Some(reader.text(key, value)?),
            "endpoint" => {
                profile.endpoint = Some((reader.text(key, value)?, reader.place(value.span())))
            }
            "iam_endpoint" => {
                profile.iam_endpoint = Some((reader.text(key, value)?, reader.place(value.span())))
            }
            "project_id" => profile.project_id = Some(reader.text(key, value)?),
            "ca_file" => profile.ca_file = Some(reader.text(key, value)?),
            "timeout_s" => profile.timeout = Some(reader.seconds(key, value)?),
            "read_only" => profile.read_only = reader.switch(key, value)?,
            "refresh" => profile.refresh = Some(reader.seconds(key, value)?),
            "label" => profile.label = Some(reader.text(key, value)?),
            "credentials" => profile.credentials = Some(credentials(reader, key, value)?),
            _ => reader.unknown(key, &format!("[profile.{name}]"), &PROFILE_KEYS),
        }
    }
    Ok(profile)
}

fn credentials(
    reader: &mut Reader<'_>,
    key: &Key<'_>,
    value: &Value<'_>,
) -> Result<Credentials, ConfigError> {
    let at = key.span();
    let mut forms = Vec::new();
    let (mut access_key, mut secret_key, mut security_token) = (None, None, None);
    for (key, value) in reader.table(key, value)? {
        match key.get_ref().as_ref() {
            "env" => {
                reader.only_true(key, value)?;
                forms.push(Credentials::Environment);
            }
            "sdk_profile" => {
                reader.only_true(key, value)?;
                forms.push(Credentials::SdkProfile);
            }
            "hcloud" => forms.push(Credentials::Hcloud(reader.text(key, value)?)),
            "command" => forms.push(Credentials::Command(reader.text(key, value)?)),
            "ak" => access_key = Some(reader.text(key, value)?),
            "sk" => secret_key = Some(Secret::new(reader.text(key, value)?)),
            "security_token" => security_token = Some(Secret::new(reader.text(key, value)?)),
            // Not only a warning: it decides which account is used.
            _ => return Err(reader.unknown_form(key, &CREDENTIALS_KEYS, CREDENTIALS_FORMS)),
        }
    }
    match (access_key, secret_key, security_token) {
        (None, None, None) => {}
        (Some(access_key), Some(secret_key), security_token) => {
            forms.push(Credentials::Keys {
                access_key,
                secret_key,
                security_token,
            });
        }
        (Some(_), None, _) => return Err(reader.half(at, "ak", "sk")),
        (None, Some(_), _) => return Err(reader.half(at, "sk", "ak")),
        (None, None, Some(_)) => return Err(reader.half(at, "security_token", "ak with sk")),
    }
    match (forms.pop(), forms.is_empty()) {
        (Some(form), true) => Ok(form),
        (Some(_), false) => Err(reader.mistake(
            at,
            format!("credentials come from one source; {CREDENTIALS_FORMS}"),
        )),
        (None, _) => Err(reader.mistake(at, format!("credentials is empty; {CREDENTIALS_FORMS}"))),
    }
}

#[cfg(test)]
mod tests;
