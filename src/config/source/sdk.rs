//! The official SDKs' profile: section `[basic]` of the INI file `~/.huaweicloud/credentials`.

use std::path::{Path, PathBuf};

use crate::api::Credential;
use crate::config::address::Address;
use crate::config::environment::Environment;
use crate::config::error::{ConfigError, Looked, Place};
use crate::config::source::{Answer, Found, nothing, read};
use crate::secret::Secret;

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
    let basic = basic_section(&path, &text)?;
    let value = |wanted: &str| {
        let found = basic.iter().rev().find(|entry| entry.key == wanted);
        found.filter(|entry| !entry.value.is_empty())
    };
    let (access_key, secret_key) = match (value("ak"), value("sk"), value("security_token")) {
        (Some(access_key), Some(secret_key), _) => (access_key, secret_key),
        (Some(entry), None, _) => return Err(half(&path, entry, "sk")),
        (None, Some(entry), _) => return Err(half(&path, entry, "ak")),
        (None, None, Some(entry)) => return Err(half(&path, entry, "ak with sk")),
        (None, None, None) => return Ok(nothing(&path, "has no ak and sk in a section [basic]")),
    };
    let credential = Credential::Keys {
        access_key: access_key.value.to_owned(),
        secret_key: Secret::new(secret_key.value),
        security_token: value("security_token").map(|entry| Secret::new(entry.value)),
    };
    let iam_endpoint = value("iam_endpoint")
        .map(|entry| Address::parse(entry.value, &entry.place(&path).to_string()))
        .transpose()?;
    Ok(Answer::Found(Box::new(Found {
        project_id: value("project_id").map(|entry| entry.value.to_owned()),
        iam_endpoint,
        ..Found::only(
            "sdk",
            format!("{} [basic]", environment.shorten(&path)),
            credential,
        )
    })))
}

/// `key = value` of the section, with its line.
struct Entry<'a> {
    line: usize,
    key: &'a str,
    value: &'a str,
}

impl Entry<'_> {
    fn place(&self, path: &Path) -> Place {
        Place {
            file: path.to_path_buf(),
            line: self.line,
        }
    }
}

/// The entries of `[basic]`, as Python's `configparser` reads them: `=` or `:` between key and
/// value, `#` or `;` before a comment line.
fn basic_section<'a>(path: &Path, text: &'a str) -> Result<Vec<Entry<'a>>, ConfigError> {
    let mut inside = false;
    let mut entries = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with(['#', ';']) {
            continue;
        }
        if let Some(name) = line
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'))
        {
            inside = name.trim() == "basic";
        } else if inside {
            let (key, value) = line
                .split_once(['=', ':'])
                .ok_or_else(|| ConfigError::Mistake {
                    at: Place {
                        file: path.to_path_buf(),
                        line: index + 1,
                    },
                    what: "a line of the section [basic] is written as key = value".into(),
                })?;
            entries.push(Entry {
                line: index + 1,
                key: key.trim(),
                value: value.trim(),
            });
        }
    }
    Ok(entries)
}

fn half(path: &Path, present: &Entry<'_>, missing: &str) -> ConfigError {
    ConfigError::Half {
        source_name: present.place(path).to_string(),
        present: present.key.to_owned(),
        missing: missing.to_owned(),
    }
}
