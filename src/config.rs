//! From flags, configuration file and environment to one set of [`Settings`].
//!
//! Read [`ProfileCatalog`] first: it gives the [`Settings`] of every profile that is shown. Credentials come from one source as a unit: a profile that was named
//! (`--profile`, or `current` in the file) wins, then the environment, then the SDK's file, then
//! KooCLI's (`source`). Flags override what is not secret (`target`). The machine comes in as an
//! [`Environment`] value, so every rule is tested without touching the process.

mod address;
mod broker;
mod catalog;
mod charset;
mod check;
mod depth;
mod environment;
mod error;
mod file;
mod keys;
mod pair;
mod region;
mod source;
mod target;
mod value;

use crate::findings::ThresholdRules;
use crate::timezone::Times;
use std::path::{Path, PathBuf};
use std::time::Duration;

pub use self::broker::password_by_command;
pub use self::catalog::ProfileCatalog;
pub use self::charset::{OtherCharset, other_charset};
pub use self::check::{Checked, check};
pub use self::depth::no_screen;
pub use self::environment::{Environment, NO_HOME};
pub use self::error::{AddressProblem, ConfigError, Looked, Warning};
pub use self::keys::{keymap_file, load_keymap};

use self::address::Address;
use self::file::{ConfigFile, ParsedConfig, Profile};
use self::source::Found;
use self::target::Layer;
use crate::api::management::Brokers;
use crate::api::{Credential, Proxies, Roots};
use crate::cli::Args;
use crate::journal::Policy;
use crate::keymap::Preset;
use crate::lang::Lang;
use crate::model::ApiVersion;
use crate::state::context::{Depth, ThemeName};
use crate::state::notify::NotifySettings;
use crate::text::{Location, nearest};

/// A call's time limit unless the profile says otherwise.
const TIMEOUT: Duration = Duration::from_secs(30);
/// Time limit for connecting.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// Time between refreshes unless a flag or the profile says otherwise.
const REFRESH: Duration = Duration::from_secs(5);

/// Everything the program needs to know before it starts. `Debug` shows no secret.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Name of the profile, or of the kind of source when none was named: `env`, `sdk`, `hcloud`.
    pub profile: String,
    /// What the profile wants to be called on screen, for example `PROD`.
    pub label: Option<String>,
    /// From where on a figure is found to be wrong.
    pub thresholds: ThresholdRules,
    /// Region, for example `cn-north-4`; `local` for an address of this machine without one.
    pub region: String,
    /// Address of DMS: `scheme://host[:port]`, no slash at the end.
    pub endpoint: String,
    /// Address of IAM, in the same form.
    pub iam_endpoint: String,
    /// Address of Cloud Eye, in the same form; none where figures are turned off, or where nothing
    /// says where it is.
    pub ces_endpoint: Option<String>,
    /// Project id; when absent it is asked from IAM.
    pub project_id: Option<String>,
    /// Project to ask IAM for; when absent it is the one named like the region.
    pub project_name: Option<String>,
    /// The version of the service's API to speak.
    pub api_version: ApiVersion,
    /// Who we are to the service.
    pub credential: Credential,
    /// Where the credential came from, in words for the header.
    pub source: String,
    /// What is given of brokers: ways in and passwords.
    pub brokers: Brokers,
    /// The proxy that calls go through, unless to loopback.
    pub proxies: Proxies,
    /// Certificates to trust in addition to the system's (PEM).
    pub ca_file: Option<PathBuf>,
    /// Time limit of a whole call.
    pub timeout: Duration,
    /// Time limit for connecting, within [`Settings::timeout`].
    pub connect_timeout: Duration,
    /// Whether every action that changes something is taken away.
    pub read_only: bool,
    /// Time between refreshes, at least one second.
    pub refresh: Duration,
    /// Colours.
    pub theme: ThemeName,
    /// Language of the screen.
    pub lang: Lang,
    /// Which times of day are shown.
    pub times: Times,
    /// What is told beyond the screen.
    pub notify: NotifySettings,
    /// The set of default keys, where one was chosen.
    pub keymap: Option<Preset>,
    /// How many colours may be used.
    pub colors: Depth,
    /// Whether to draw with ASCII characters only.
    pub ascii: bool,
    /// Whether a write may go without being written down.
    pub journal: Policy,
    /// What looked odd on the way; to be shown, never a reason to stop.
    pub warnings: Vec<Warning>,
}

/// Settings for a service on this machine whose credential is known: the demo. Only flags count.
///
/// # Errors
/// [`ConfigError::Address`] when `endpoint` is not an address.
pub fn demo(
    args: &Args,
    environment: &Environment,
    endpoint: &str,
    credential: Credential,
) -> Result<Settings, ConfigError> {
    let args = Args {
        endpoint: Some(endpoint.to_owned()),
        iam_endpoint: None,
        ces_endpoint: None,
        ..args.clone()
    };
    settings(
        &args,
        environment,
        &ConfigFile::default(),
        None,
        Found::only("demo", "demo".into(), credential),
    )
}

/// A file that has everything in it, with comments.
pub const SAMPLE: &str = include_str!("../assets/config.sample.toml");
/// The file's JSON schema.
pub const SCHEMA: &str = include_str!("../assets/config.schema.json");

/// The configuration file that `--config` names, or the usual one, where there can be one.
fn path(args: &Args, environment: &Environment) -> Option<PathBuf> {
    let usual = || Some(environment.config_dir.as_ref()?.join("config.toml"));
    args.config.clone().or_else(usual)
}

/// What is in the configuration file. One that was named must exist.
fn existing(args: &Args, path: Option<&Path>) -> Result<Option<ParsedConfig>, ConfigError> {
    let Some(path) = path else {
        return Ok(None);
    };
    match file::read(path)? {
        None if args.config.is_some() => {
            let reason = "it does not exist, but --config names it";
            Err(ConfigError::unreadable(path, reason))
        }
        found => Ok(found),
    }
}

/// The configuration file, sound, and its path.
fn read_file(
    args: &Args,
    environment: &Environment,
) -> Result<(Option<PathBuf>, ConfigFile), ConfigError> {
    let path = path(args, environment);
    let file = match existing(args, path.as_deref())? {
        Some(survey) => survey.sound()?,
        None => ConfigFile::default(),
    };
    Ok((path, file))
}

fn find_profile<'a>(
    name: &str,
    asked_by: String,
    path: &Path,
    file: &'a ConfigFile,
) -> Result<&'a Profile, ConfigError> {
    let names = || file.profiles.iter().map(|profile| profile.name.as_str());
    let found = file.profiles.iter().find(|profile| profile.name == name);
    found.ok_or_else(|| ConfigError::UnknownProfile {
        asked_by,
        name: name.to_owned(),
        file: path.to_path_buf(),
        nearest: nearest(name, names()).map(str::to_owned),
        known: names().map(str::to_owned).collect(),
    })
}

fn credentials_of(profile: &Profile, environment: &Environment) -> Result<Found, ConfigError> {
    match &profile.credentials {
        Some(credentials) => source::of_profile(profile, credentials, environment),
        None => Err(file::no_credentials(&profile.name, profile.at.clone())),
    }
}

/// Says why no profile of the file was used.
fn looked_for_profile(path: Option<&Path>, file: &ConfigFile) -> Looked {
    let Some(path) = path else {
        return Looked::nowhere("~/.config/warren/config.toml");
    };
    let seen = match (path.exists(), file.profiles.is_empty()) {
        (false, _) => "does not exist".to_owned(),
        (true, true) => "has no profile".to_owned(),
        (true, false) => {
            let names: Vec<&str> = file
                .profiles
                .iter()
                .map(|profile| profile.name.as_str())
                .collect();
            format!(
                "names no current profile; choose with --profile: {}",
                names.join(", ")
            )
        }
    };
    Looked {
        place: path.display().to_string(),
        seen,
    }
}

/// Puts flags over the profile over what the credential's source says.
fn settings(
    args: &Args,
    environment: &Environment,
    file: &ConfigFile,
    profile: Option<&Profile>,
    found: Found,
) -> Result<Settings, ConfigError> {
    let cloud = found.cloud.as_deref().unwrap_or(region::PUBLIC_CLOUD);
    let none = Profile::default();
    let given = profile.unwrap_or(&none);
    let layers = [
        flag_layer(args)?,
        profile_layer(given)?,
        Layer {
            region: found.region,
            endpoint: None,
            iam_endpoint: found.iam_endpoint,
            ces_endpoint: None,
            project_id: found.project_id,
            project_name: found.project_name,
        },
    ];
    let target = target::resolve(&layers, cloud, environment, &found.words)?;
    let lang = args.lang.or(file.lang);
    let refresh = args.refresh.map(Duration::from_secs);
    Ok(Settings {
        profile: profile.map_or_else(|| found.kind.to_owned(), |profile| profile.name.clone()),
        label: given.label.clone(),
        thresholds: ThresholdRules {
            rules: [file.thresholds.as_slice(), &given.thresholds].concat(),
        },
        region: target.region,
        endpoint: target.endpoint.as_str().to_owned(),
        iam_endpoint: target.iam_endpoint.as_str().to_owned(),
        ces_endpoint: target
            .ces_endpoint
            .filter(|_| given.metrics && !args.no_metrics)
            .map(|address| address.as_str().to_owned()),
        project_id: target.project_id,
        project_name: target.project_name,
        api_version: args.api_version.or(given.api).unwrap_or_default(),
        credential: found.credential,
        source: match profile {
            Some(profile) => format!("profile {} ({})", profile.name, found.words),
            None => found.words,
        },
        brokers: broker::given(args, given, environment)?,
        proxies: proxies(environment, [&target.endpoint, &target.iam_endpoint])?,
        ca_file: usable_ca_file(given, environment)?,
        timeout: given.timeout.unwrap_or(TIMEOUT),
        connect_timeout: CONNECT_TIMEOUT,
        read_only: args.read_only || given.read_only,
        refresh: refresh.or(given.refresh).unwrap_or(REFRESH),
        theme: args.theme.or(file.theme).unwrap_or_default(),
        notify: file.notify.clone(),
        keymap: args.keymap.or(file.keymap),
        colors: depth::of(args.colors, environment),
        lang: lang.unwrap_or_else(|| default_lang(environment)),
        times: args.time.or(file.times).unwrap_or_default(),
        ascii: args.ascii || other_charset(environment).is_some(),
        journal: file.journal.unwrap_or_default(),
        warnings: [file.warnings.clone(), target.warnings].concat(),
    })
}

/// The proxy of the environment, which must be readable when one of the addresses needs it.
fn proxies(environment: &Environment, addresses: [&Address; 2]) -> Result<Proxies, ConfigError> {
    let proxies = Proxies::read(|name| environment.var(name));
    for address in addresses {
        proxies.to(address.as_str())?;
    }
    Ok(proxies)
}

/// The profile's certificates, once they could be read.
fn usable_ca_file(
    profile: &Profile,
    environment: &Environment,
) -> Result<Option<PathBuf>, ConfigError> {
    certificates(profile.ca_file.as_ref(), &profile.at.file, environment)
}

/// A file of certificates, once it could be read: `~/` is the home directory, and a relative path
/// is beside the configuration file.
fn certificates(
    given: Option<&(String, Location)>,
    file: &Path,
    environment: &Environment,
) -> Result<Option<PathBuf>, ConfigError> {
    let (Some((given, at)), Some(directory)) = (given, file.parent()) else {
        return Ok(None);
    };
    let path = directory.join(environment.expand(given));
    match Roots::read(&path) {
        Ok(_) => Ok(Some(path)),
        Err(problem) => Err(ConfigError::Mistake {
            at: at.clone(),
            what: format!("cannot read {}: {problem}", path.display()),
        }),
    }
}

/// What the flags say about the service.
fn flag_layer(args: &Args) -> Result<Layer, ConfigError> {
    let address = |given: &Option<String>, flag: &str| {
        given
            .as_deref()
            .map(|text| Address::parse(text, flag))
            .transpose()
    };
    let code = |given: &Option<String>, flag: &str| {
        let code = given.as_deref().map(|given| value::code(given, flag));
        let code = code.transpose()?.flatten();
        Ok::<_, ConfigError>(code.map(str::to_owned))
    };
    Ok(Layer {
        region: code(&args.region, "--region")?,
        endpoint: address(&args.endpoint, "--endpoint")?,
        iam_endpoint: address(&args.iam_endpoint, "--iam-endpoint")?,
        ces_endpoint: address(&args.ces_endpoint, "--ces-endpoint")?,
        project_id: code(&args.project_id, "--project-id")?,
        project_name: None,
    })
}

/// What the profile says about the service.
fn profile_layer(profile: &Profile) -> Result<Layer, ConfigError> {
    let address = |given: &Option<(String, Location)>| {
        given
            .as_ref()
            .map(|(text, at)| Address::parse(text, &at.to_string()))
            .transpose()
    };
    Ok(Layer {
        region: profile.region.as_ref().map(|(region, _)| region.clone()),
        endpoint: address(&profile.endpoint)?,
        iam_endpoint: address(&profile.iam_endpoint)?,
        ces_endpoint: address(&profile.ces_endpoint)?,
        project_id: profile.project_id.clone(),
        project_name: None,
    })
}

/// The language the environment asks for: of the variables that are set, the first one counts, as
/// POSIX says for messages. Where only another character set than UTF-8 can be read it is English.
fn default_lang(environment: &Environment) -> Lang {
    if other_charset(environment).is_some() {
        return Lang::English;
    }
    let names = ["LC_ALL", "LC_MESSAGES", "LANG"];
    let locale = names.into_iter().find_map(|name| environment.var(name));
    locale.map_or_else(Lang::default, Lang::of_locale)
}
