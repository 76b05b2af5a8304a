//! What can be wrong with a configuration, in words that say what to do.
//!
//! No variant carries the text of a secret, of an address (it may contain a password) or of
//! what a credential command printed on its standard output.

use std::path::{Path, PathBuf};

use super::environment::NO_HOME;
use crate::api::BadProxy;
use crate::text::Location;

/// A place where credentials could have been, and why there are none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Looked {
    /// A file, or names of variables.
    pub place: String,
    /// What was seen there.
    pub seen: String,
}

impl Looked {
    /// A file that would be in the home directory, where there is none.
    pub(super) fn nowhere(file: &str) -> Self {
        Self {
            place: file.to_owned(),
            seen: NO_HOME.to_owned(),
        }
    }
}

/// Why there are no settings to start with.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// A profile was asked for, and there is no directory that a configuration file could be in.
    #[error("{asked_by}: no profile can be named: {NO_HOME}, or give --config")]
    NoHome {
        /// The flag that asked for it.
        asked_by: String,
    },
    /// A file exists (or was named) and cannot be read.
    #[error("cannot read {}: {reason}", .file.display())]
    Unreadable {
        file: PathBuf,
        /// The system's reason.
        reason: String,
    },
    /// A file says something that cannot be meant.
    #[error("{at}: {what}")]
    Mistake {
        at: Location,
        /// What is wrong, and what would be right.
        what: String,
    },
    /// The configuration file holds a secret key and other users may read it.
    #[error("{file} holds a secret key and others may access it (mode {mode:04o}); run: chmod 600 {file}", file = .file.display())]
    OpenToOthers {
        file: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// A profile was asked for that does not exist.
    #[error("{asked_by}: no profile named {name} in {}{}", .file.display(), hint(.nearest.as_deref(), .known))]
    UnknownProfile {
        /// The flag or line that asked for it.
        asked_by: String,
        /// The name that was asked for.
        name: String,
        /// The configuration file, which may not exist.
        file: PathBuf,
        /// The existing name that was probably meant.
        nearest: Option<String>,
        /// All existing names.
        known: Vec<String>,
    },
    /// The proxy of the environment cannot be read.
    #[error(transparent)]
    Proxy(#[from] BadProxy),
    /// A value has something in it that can be no part of it. The value is not repeated.
    #[error("{given_by} {oddity}: give the value alone; it is not sent like this")]
    Unusable {
        /// The variable, the flag, or the line and key that gave it.
        given_by: String,
        /// What is in it.
        oddity: Oddity,
    },
    /// A credential is incomplete.
    #[error(
        "{source_name}: {present} is there but {missing} is missing; add it, or take the other away"
    )]
    Half {
        /// Where the credential is.
        source_name: String,
        /// The part that is there.
        present: String,
        /// The parts that are not.
        missing: String,
    },
    /// `hcloud` keeps its keys encrypted; signing with cipher text would lock the key.
    #[error(
        "{}: the keys of profile {profile} are encrypted; run: hcloud configure set --cli-auth-encrypt=false",
        .file.display()
    )]
    HcloudEncrypted {
        /// KooCLI's configuration file.
        file: PathBuf,
        /// The profile in it.
        profile: String,
    },
    /// An `hcloud` profile authenticates in a way that leaves no keys to use.
    #[error(
        "{}: profile {profile} uses mode {mode}, which keeps no access key; only mode AKSK can be used here{}",
        .file.display(),
        if .mode.eq_ignore_ascii_case("ecsAgency") { ", or credentials = { ecs = true } in a profile of warren's" } else { "" }
    )]
    HcloudMode {
        /// KooCLI's configuration file.
        file: PathBuf,
        /// The profile in it.
        profile: String,
        /// Its mode.
        mode: String,
    },
    /// A way of signing in that is understood, but not supported.
    #[error("{named_by}: {what} is not supported; {instead}")]
    Unsupported {
        /// The variable, field or line that asks for it.
        named_by: String,
        /// What is asked for.
        what: String,
        /// What to do.
        instead: String,
    },
    /// Nobody gave credentials.
    #[error("no credentials found. Looked for, in this order:{}\nGive one of these; `warren --demo` needs none.", list(.looked))]
    NoCredentials {
        /// Where they were looked for.
        looked: Vec<Looked>,
    },
    /// A profile names a source that has nothing.
    #[error("profile {profile} takes its credentials from elsewhere, but there are none:{}", list(.looked))]
    EmptySource {
        profile: String,
        /// Where they were looked for.
        looked: Vec<Looked>,
    },
    /// The profile's command did not give credentials.
    #[error(
        "the credential command of profile {profile} {reason}; it must print the access key, the secret key \
         and, for temporary keys, the security token, each on a line of its own"
    )]
    Command { profile: String, reason: String },
    /// Nothing says which region to watch.
    #[error(
        "no region: {source_name} names none; give --region, for example --region cn-north-4, or set it in a profile"
    )]
    NoRegion {
        /// Where the credentials came from.
        source_name: String,
    },
    /// A region cannot be part of a host name.
    #[error(
        "{region:?} cannot be a region: only letters, digits and - may be used, as in cn-north-4"
    )]
    BadRegion {
        /// The name that was given.
        region: String,
    },
    /// An address cannot be used.
    #[error("{given_by}: {problem}")]
    Address {
        /// The flag, variable or line that gave it.
        given_by: String,
        /// What is wrong with it.
        problem: AddressProblem,
    },
    /// What `--broker` gives cannot be used.
    #[error("--broker: {problem}")]
    Broker { problem: String },
    /// The service's own address does not tell where IAM is.
    #[error(
        "nothing says where IAM of {endpoint} is; give --iam-endpoint or set iam_endpoint in the profile"
    )]
    NoIam {
        /// The service's address.
        endpoint: String,
    },
}

impl ConfigError {
    pub(super) fn half(
        source_name: impl Into<String>,
        present: impl Into<String>,
        missing: impl Into<String>,
    ) -> Self {
        Self::Half {
            source_name: source_name.into(),
            present: present.into(),
            missing: missing.into(),
        }
    }

    pub(super) fn unreadable(file: &Path, reason: impl ToString) -> Self {
        Self::Unreadable {
            file: file.to_path_buf(),
            reason: reason.to_string(),
        }
    }
}

/// What is in a value that can be no part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Oddity {
    /// White space, or a character without width.
    #[error("has a blank in it")]
    Blank,
    /// The value goes on in another line.
    #[error("has a line break in it")]
    LineBreak,
    /// A quote that is not one of a pair around the value.
    #[error("has a quote in it")]
    Quote,
    /// A control character, such as an escape.
    #[error("has a control character in it")]
    Control,
    /// Another script.
    #[error("has a character in it that is not ASCII")]
    NotAscii,
    /// Bytes that are no UTF-8.
    #[error("is not text in UTF-8")]
    NotText,
}

/// What is wrong with an address. The address itself is not repeated: it may contain a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressProblem {
    /// It cannot be taken apart.
    #[error("this is not an address; write it as https://HOST or https://HOST:PORT")]
    Malformed,
    /// Neither https nor http.
    #[error("an address starts with https:// (or http:// for this machine)")]
    Scheme,
    /// Plain http to another machine.
    #[error(
        "plain http is for addresses of this machine only (127.0.0.1, ::1, localhost); use https"
    )]
    PlainHttp,
    /// A path, query or fragment.
    #[error("give only https://HOST or https://HOST:PORT, without anything after it")]
    Extra,
    /// A user or password in the address.
    #[error("an address must not contain a user or a password")]
    User,
}

/// Something odd that does not stop the program.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Warning {
    /// A key of the configuration file that means nothing.
    #[error("{at}: unknown key {key} in {table} is ignored{}", hint(.nearest.as_deref(), .known))]
    UnknownKey {
        at: Location,
        key: String,
        /// The table that contains it, for example `[profile.prod]`.
        table: String,
        /// The key that was probably meant.
        nearest: Option<String>,
        /// All keys of that table.
        known: Vec<String>,
    },
    /// A key under another name than its present one; it is understood.
    #[error("{at}: {key} is written {present} now; it is understood, but please change it")]
    Respelt {
        at: Location,
        /// The key as it is written.
        key: String,
        /// Its present name.
        present: String,
    },
    /// A region that is not in the table of regions.
    #[error("region {region} is not a known one{}", hint(.nearest.as_deref(), &[]))]
    UnknownRegion {
        region: String,
        /// The known one that was probably meant.
        nearest: Option<String>,
    },
    /// The address belongs to another region than the one that is shown.
    #[error("{endpoint} is in region {actual}, but the region is set to {region}")]
    OtherRegion {
        /// The service's address.
        endpoint: String,
        /// The region in its host name.
        actual: String,
        /// The region that was asked for.
        region: String,
    },
}

/// What to add to "there is no such name".
fn hint(nearest: Option<&str>, known: &[String]) -> String {
    match nearest {
        Some(name) => format!("; did you mean {name}?"),
        None if known.is_empty() => String::new(),
        None => format!("; there are: {}", known.join(", ")),
    }
}

/// One indented line for each place.
fn list(looked: &[Looked]) -> String {
    looked
        .iter()
        .map(|looked| format!("\n  {}: {}", looked.place, looked.seen))
        .collect()
}
