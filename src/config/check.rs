//! Everything that is wrong with a configuration file and the keymap beside it, for `warren config check`.
//!
//! A start stops at the first mistake and looks at one profile; this looks at all of them. It reads
//! files and runs nothing: whether credentials are good is the business of `warren doctor`.

use std::path::{Path, PathBuf};

use super::address::Address;
use super::file::{ConfigFile, Credentials, ParsedConfig, Profile};
use super::{ConfigError, Environment, broker, region};
use crate::api::Agency;
use crate::cli::Args;

/// What a check found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// The file, where there can be one.
    pub path: Option<PathBuf>,
    /// Whether there is one. Nothing is wrong with having none.
    pub exists: bool,
    /// What is wrong or odd, in the order of the file, each starting with `FILE:LINE: `; then the
    /// same for the keymap beside it.
    pub problems: Vec<String>,
    /// Which profile takes on which agency, in the order of the file.
    pub agencies: Vec<(String, Agency)>,
}

/// Checks the file that `--config` names, or the usual one.
///
/// # Errors
/// [`ConfigError::Unreadable`] when it cannot be read, or does not exist though it was named.
pub fn check(args: &Args, environment: &Environment) -> Result<Checked, ConfigError> {
    let path = super::path(args, environment);
    let survey = super::existing(args, path.as_deref())?;
    let exists = survey.is_some();
    let written = survey.as_ref().and_then(|survey| survey.file.keymap);
    let profiles = survey.iter().flat_map(|survey| &survey.file.profiles);
    let agencies = profiles.filter_map(|profile| match &profile.credentials {
        Some(Credentials::Agency { agency, .. }) => Some((profile.name.clone(), agency.clone())),
        Some(_) | None => None,
    });
    let agencies = agencies.collect();
    let mut problems = match (&path, survey) {
        (Some(path), Some(survey)) => problems(path, survey, environment),
        _ => Vec::new(),
    };
    let keymap = super::keymap_file(args, environment);
    let (_, odd) = super::load_keymap(keymap.as_deref(), args.keymap.or(written));
    problems.extend(odd.iter().map(ToString::to_string));
    Ok(Checked {
        path,
        exists,
        problems,
        agencies,
    })
}

/// The problems by line. What concerns the file as a whole comes last.
fn problems(path: &Path, survey: ParsedConfig, environment: &Environment) -> Vec<String> {
    let ParsedConfig {
        file,
        mistakes,
        gaps,
    } = survey;
    let wrong = mistakes.iter().chain(&gaps);
    let mut found: Vec<String> = wrong.map(ToString::to_string).collect();
    found.extend(file.warnings.iter().map(ToString::to_string));
    found.extend(unknown_current(path, &file));
    for profile in &file.profiles {
        found.extend(addresses(profile));
        found.extend(odd_region(profile));
        let certificates = super::usable_ca_file(profile, environment);
        found.extend(certificates.err().map(|error| error.to_string()));
        let brokers = profile.brokers.iter().filter_map(|given| {
            let usable = broker::usable(given, &profile.at.file, environment);
            usable.err().map(|error| error.to_string())
        });
        found.extend(brokers);
    }
    found.sort_by_key(|problem| line_of(path, problem));
    found
}

/// The line a problem begins with.
fn line_of(path: &Path, problem: &str) -> usize {
    let start = format!("{}:", path.display());
    let rest = problem.strip_prefix(&start).unwrap_or_default();
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap_or(usize::MAX)
}

fn unknown_current<'a>(path: &'a Path, file: &'a ConfigFile) -> impl Iterator<Item = String> + 'a {
    let unknown = |(name, at): &(String, crate::text::Location)| {
        let found = super::find_profile(name, at.to_string(), path, file);
        found.err().map(|error| error.to_string())
    };
    file.current.iter().filter_map(unknown)
}

fn addresses(profile: &Profile) -> Vec<String> {
    let given = [
        &profile.endpoint,
        &profile.iam_endpoint,
        &profile.ces_endpoint,
    ];
    let checked = given.into_iter().flatten();
    checked
        .filter_map(|(text, at)| Address::parse(text, &at.to_string()).err())
        .map(|error| error.to_string())
        .collect()
}

fn odd_region(profile: &Profile) -> Option<String> {
    let (region, at) = profile.region.as_ref()?;
    if !region::is_plausible(region) {
        let region = region.clone();
        return Some(format!("{at}: {}", ConfigError::BadRegion { region }));
    }
    // A cloud of one's own has regions of its own.
    if profile.endpoint.is_some() || region::is_known(region) {
        return None;
    }
    let meant = region::nearest_known(region);
    let meant = meant.map_or(String::new(), |meant| format!("; did you mean {meant}?"));
    Some(format!("{at}: region {region} is not a known one{meant}"))
}
