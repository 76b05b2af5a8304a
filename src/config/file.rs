//! The configuration file: `current`, and one `[profile.NAME]` for each place to look at.
//!
//! It is read by hand from the parsed tree and not through serde, because every remark about it
//! names its line: an unknown key is a [`Warning`] and the start goes on, a wrong value is a
//! [`ConfigError::Mistake`] that says what would be right. A key that looks like one of those that
//! decide where, as whom and what may be changed ([`strict`]) is a mistake too: ignored, it would
//! leave open what it was meant to close. [`survey`] finds all of them at once, for `warren config
//! check`; a start needs a file that is [`Survey::sound`].

mod agency;
mod broker;
mod notify;
mod reader;
mod strict;
mod thresholds;

use crate::timezone::Times;
use std::fs;
use std::io::{ErrorKind, Read};
use std::ops::Range;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::Duration;

use toml::de::DeTable;

pub(super) use self::broker::Broker;
use self::reader::{Key, Reader, Value};
use super::error::{ConfigError, Warning};
use super::pair;
use crate::api::{Agency, Credential};
use crate::findings::ThresholdRule;
use crate::journal::Policy;
use crate::keymap::Preset;
use crate::lang::Lang;
use crate::model::ApiVersion;
use crate::state::context::ThemeName;
use crate::state::notify::NotifySettings;
use crate::text::Location;

/// Keys at the top of the file.
const FILE_KEYS: [&str; 9] = [
    "current",
    "theme",
    "lang",
    "time",
    "keymap",
    "journal",
    "thresholds",
    "notify",
    "profile",
];
/// Keys of a profile.
const PROFILE_KEYS: [&str; 15] = [
    "region",
    "endpoint",
    "iam_endpoint",
    "ces_endpoint",
    "metrics",
    "project_id",
    "api",
    "ca_file",
    "timeout_s",
    "read_only",
    "refresh",
    "label",
    "thresholds",
    "broker",
    "credentials",
];
/// Keys of a profile's credentials.
const CREDENTIALS_KEYS: [&str; 10] = [
    "env",
    "sdk_profile",
    "hcloud",
    "command",
    "ak",
    "sk",
    "security_token",
    "ecs",
    "ecs_endpoint",
    "agency",
];
/// How credentials are written, for errors.
const CREDENTIALS_FORMS: &str = "write one of { env = true }, { sdk_profile = true }, { hcloud = \"default\" }, \
     { command = \"pass show dms\" }, { ak = \"…\", sk = \"…\" }, { ecs = true }";

/// What a configuration file says.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct ConfigFile {
    /// The profiles to show when none is named.
    pub(super) current: Vec<(String, Location)>,
    /// Colours, unless a flag says otherwise.
    pub(super) theme: Option<ThemeName>,
    /// Whether a write may go without being written down.
    pub(super) journal: Option<Policy>,
    /// The set of default keys, unless a flag says otherwise.
    pub(super) keymap: Option<Preset>,
    /// Language of the screen, unless a flag says otherwise.
    pub(super) lang: Option<Lang>,
    /// Which times of day are shown, unless a flag says otherwise.
    pub(super) times: Option<Times>,
    /// From where on a figure is found to be wrong.
    pub(super) thresholds: Vec<ThresholdRule>,
    /// What is told beyond the screen.
    pub(super) notify: NotifySettings,
    /// The profiles, by line.
    pub(super) profiles: Vec<Profile>,
    /// Keys that mean nothing, by line.
    pub(super) warnings: Vec<Warning>,
}

/// One `[profile.NAME]`. Everything is optional here; what is needed is checked when it is used.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Profile {
    pub(super) name: String,
    pub(super) at: Location,
    pub(super) region: Option<(String, Location)>,
    pub(super) endpoint: Option<(String, Location)>,
    pub(super) iam_endpoint: Option<(String, Location)>,
    pub(super) ces_endpoint: Option<(String, Location)>,
    /// Whether figures are read from Cloud Eye.
    pub(super) metrics: bool,
    pub(super) project_id: Option<String>,
    pub(super) api: Option<ApiVersion>,
    pub(super) ca_file: Option<(String, Location)>,
    pub(super) timeout: Option<Duration>,
    pub(super) read_only: bool,
    pub(super) refresh: Option<Duration>,
    pub(super) label: Option<String>,
    /// The same for this profile alone.
    pub(super) thresholds: Vec<ThresholdRule>,
    /// What is said of brokers.
    pub(super) brokers: Vec<Broker>,
    pub(super) credentials: Option<Credentials>,
}

impl Default for Profile {
    /// Says nothing; figures are read.
    fn default() -> Self {
        Self {
            name: String::new(),
            at: Location::default(),
            region: None,
            endpoint: None,
            iam_endpoint: None,
            ces_endpoint: None,
            metrics: true,
            project_id: None,
            api: None,
            ca_file: None,
            timeout: None,
            read_only: false,
            refresh: None,
            label: None,
            thresholds: Vec::new(),
            brokers: Vec::new(),
            credentials: None,
        }
    }
}

/// Where a profile takes its credentials from.
#[derive(Clone, Debug, PartialEq)]
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
    Keys(Credential),
    /// `{ ecs = true }`
    Machine {
        /// Address of the metadata service.
        metadata: String,
    },
    /// `agency = { name = "…", domain_name = "…" }` beside one of the others.
    Agency {
        base: Box<Credentials>,
        agency: Agency,
        at: Location,
    },
}

impl Credentials {
    /// Whether a secret is written in the file.
    fn holds_keys(&self) -> bool {
        match self {
            Self::Keys(_) => true,
            Self::Agency { base, .. } => base.holds_keys(),
            Self::Environment
            | Self::SdkProfile
            | Self::Hcloud(_)
            | Self::Command(_)
            | Self::Machine { .. } => false,
        }
    }
}

/// A configuration file with everything that is wrong in it.
#[derive(Debug, PartialEq)]
pub(super) struct ParsedConfig {
    /// What it says, without what is wrong.
    pub(super) file: ConfigFile,
    /// What cannot be meant, in the order of the file.
    pub(super) mistakes: Vec<ConfigError>,
    /// What is missing, and stops only a start that needs it.
    pub(super) gaps: Vec<ConfigError>,
}

impl ParsedConfig {
    /// The file, when nothing is wrong in it; else the first mistake.
    pub(super) fn sound(mut self) -> Result<ConfigFile, ConfigError> {
        match self.mistakes.is_empty() {
            true => Ok(self.file),
            false => Err(self.mistakes.swap_remove(0)),
        }
    }
}

/// Reads a configuration file; `None` when there is none.
pub(super) fn read(path: &Path) -> Result<Option<ParsedConfig>, ConfigError> {
    let unreadable = |error: std::io::Error| ConfigError::unreadable(path, error);
    let mut opened = match fs::File::open(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        opened => opened.map_err(unreadable)?,
    };
    let mode = opened.metadata().map_err(unreadable)?.permissions().mode() & 0o777;
    let mut text = String::new();
    opened.read_to_string(&mut text).map_err(unreadable)?;
    let mut survey = survey(path, &text);
    let holds_keys = |profile: &Profile| {
        profile
            .credentials
            .as_ref()
            .is_some_and(Credentials::holds_keys)
    };
    if mode & 0o077 != 0 && survey.file.profiles.iter().any(holds_keys) {
        survey.mistakes.push(ConfigError::OpenToOthers {
            file: path.to_path_buf(),
            mode,
        });
    }
    Ok(Some(survey))
}

/// Reads the text of a configuration file; `path` is for errors. What follows a line that is no
/// TOML is not looked at: it would be misread.
pub(super) fn survey(path: &Path, text: &str) -> ParsedConfig {
    let mut reader = Reader::new(path, text);
    let (tree, errors) = DeTable::parse_recoverable(text);
    let mut file = ConfigFile::default();
    if errors.is_empty() {
        file = read_tree(&mut reader, tree.get_ref());
    }
    for error in errors {
        // The parser's own Display repeats the line, which may hold a secret: only its message is used.
        reader.mistake(error.span().unwrap_or(0..0), error.message().to_owned());
    }
    let (warnings, mistakes, gaps) = reader.into_remarks();
    file.warnings = warnings;
    ParsedConfig {
        file,
        mistakes,
        gaps,
    }
}

fn read_tree(reader: &mut Reader<'_>, tree: &DeTable<'_>) -> ConfigFile {
    let mut file = ConfigFile::default();
    for (key, value) in tree {
        match reader.name(key) {
            "current" => file.current = reader.texts(key, value),
            "theme" => file.theme = reader.one_of(key, value),
            "journal" => file.journal = reader.one_of(key, value),
            "keymap" => file.keymap = reader.one_of(key, value),
            "lang" => file.lang = reader.one_of(key, value),
            "time" => file.times = reader.one_of(key, value),
            "thresholds" => {
                file.thresholds = thresholds::read(reader, key, value, "[thresholds]");
            }
            "notify" => file.notify = notify::read(reader, key, value),
            "profile" => {
                for (name, table) in reader.table(key, value).into_iter().flatten() {
                    file.profiles.extend(profile(reader, name, table));
                }
            }
            _ => reader.unknown(key, value, "the file", &FILE_KEYS),
        }
    }
    file.profiles.sort_by_key(|profile| profile.at.line);
    file
}

fn profile(reader: &mut Reader<'_>, key: &Key<'_>, value: &Value<'_>) -> Option<Profile> {
    let name = key.get_ref().to_string();
    let table = format!("[profile.{name}]");
    let content = reader.table(key, value)?;
    if !content.keys().any(|key| key.get_ref() == "credentials") {
        reader.gap(no_credentials(&name, reader.place(key.span())));
    }
    let mut profile = Profile {
        name,
        at: reader.place(key.span()),
        ..Profile::default()
    };
    for (key, value) in content {
        match reader.name(key) {
            "region" => profile.region = reader.placed_code(key, value),
            "endpoint" => profile.endpoint = reader.placed_code(key, value),
            "iam_endpoint" => profile.iam_endpoint = reader.placed_code(key, value),
            "ces_endpoint" => profile.ces_endpoint = reader.placed_code(key, value),
            "metrics" => profile.metrics = reader.switch(key, value).unwrap_or(false),
            "project_id" => profile.project_id = reader.code(key, value),
            "api" => profile.api = reader.one_of(key, value),
            "ca_file" => profile.ca_file = reader.placed(key, value),
            "timeout_s" => profile.timeout = reader.seconds(key, value),
            "read_only" => profile.read_only = reader.switch(key, value).unwrap_or(true),
            "refresh" => profile.refresh = reader.seconds(key, value),
            "label" => profile.label = reader.visible_text(key, value),
            "thresholds" => {
                let table = format!("[profile.{}.thresholds]", profile.name);
                profile.thresholds = thresholds::read(reader, key, value, &table);
            }
            "broker" => profile.brokers = broker::read(reader, key, value, &profile.name),
            "credentials" => profile.credentials = credentials(reader, key, value),
            _ => reader.unknown(key, value, &table, &PROFILE_KEYS),
        }
    }
    Some(profile)
}

/// What to say of a profile that names no source of credentials.
pub(super) fn no_credentials(profile: &str, at: Location) -> ConfigError {
    let what = format!("profile {profile} has no credentials; {CREDENTIALS_FORMS}");
    ConfigError::Mistake { at, what }
}

fn credentials(reader: &mut Reader<'_>, key: &Key<'_>, value: &Value<'_>) -> Option<Credentials> {
    let at = key.span();
    let before = reader.mistakes();
    let mut forms = Vec::new();
    let (mut access_key, mut secret_key, mut security_token) = (None, None, None);
    let mut machine = agency::Machine::default();
    let mut lent = None;
    for (key, value) in reader.table(key, value)? {
        match key.get_ref().as_ref() {
            "env" => forms.extend(reader.if_true(key, value, Credentials::Environment)),
            "sdk_profile" => forms.extend(reader.if_true(key, value, Credentials::SdkProfile)),
            "hcloud" => forms.extend(reader.text(key, value).map(Credentials::Hcloud)),
            "command" => forms.extend(reader.text(key, value).map(Credentials::Command)),
            "ak" => access_key = reader.code(key, value),
            "sk" => secret_key = reader.code(key, value),
            "security_token" => security_token = reader.code(key, value),
            "ecs" => machine.asked = reader.if_true(key, value, ()).is_some(),
            "ecs_endpoint" => machine.metadata = agency::metadata(reader, key, value),
            "agency" => lent = Some((agency::read(reader, key, value), reader.place(key.span()))),
            // Not only a warning: it decides which account is used.
            _ => reader.unknown_form(key, &CREDENTIALS_KEYS, CREDENTIALS_FORMS),
        }
    }
    if reader.mistakes() > before {
        // What is missing would only follow from what is wrong.
        return None;
    }
    let names = ["ak", "sk", "security_token"];
    let given = [access_key, secret_key, security_token];
    let place = reader.place(at.clone()).to_string();
    match pair::keys(names, given, |_| place) {
        Ok(keys) => forms.extend(keys.map(Credentials::Keys)),
        Err(half) => {
            reader.refuse(at.start, half);
            return None;
        }
    }
    forms.extend(machine.form(reader, &at));
    if reader.mistakes() > before {
        return None;
    }
    let form = only_form(reader, at, forms);
    match lent {
        None => form,
        Some((agency, at)) => Some(Credentials::Agency {
            base: Box::new(form?),
            agency: agency?,
            at,
        }),
    }
}

/// The one source there is to be.
fn only_form(
    reader: &mut Reader<'_>,
    at: Range<usize>,
    mut forms: Vec<Credentials>,
) -> Option<Credentials> {
    let form = forms.pop();
    if form.is_none() {
        reader.mistake(at, format!("credentials is empty; {CREDENTIALS_FORMS}"));
    } else if !forms.is_empty() {
        let what = format!("credentials come from one source; {CREDENTIALS_FORMS}");
        reader.mistake(at, what);
    }
    form
}

#[cfg(test)]
mod tests;
