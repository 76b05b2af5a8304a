//! The profiles there are, and the settings of each when it is needed: reading a credential can
//! run a command of the user's, so nobody's is read before its profile is shown.

use std::path::PathBuf;

use super::file::ConfigFile;
use super::{ConfigError, Environment, Settings};
use crate::cli::Args;
use crate::state::context::Offered;

/// Everything that was said about profiles: the file, the flags, the environment.
#[derive(Clone, Debug)]
pub struct ProfileCatalog {
    args: Args,
    environment: Environment,
    path: Option<PathBuf>,
    file: ConfigFile,
}

impl ProfileCatalog {
    /// Reads the configuration file.
    ///
    /// # Errors
    /// When there is something wrong with the file as a whole.
    pub fn read(args: &Args, environment: &Environment) -> Result<Self, ConfigError> {
        let (path, file) = super::read_file(args, environment)?;
        Ok(Self {
            args: args.clone(),
            environment: environment.clone(),
            path,
            file,
        })
    }

    /// The profiles to show at the start, each once: those that `--profile` names, else those
    /// that `current` names. None: whatever credential is found first.
    pub fn chosen(&self) -> Vec<String> {
        let current = || self.file.current.iter().map(|(name, _)| name.clone());
        let named: Vec<String> = match self.args.profile.as_slice() {
            [] => current().collect(),
            given => given.to_vec(),
        };
        let mut chosen: Vec<String> = Vec::new();
        for name in named {
            if !chosen.contains(&name) {
                chosen.push(name);
            }
        }
        chosen
    }

    /// The profiles of the file, in its order.
    pub fn offered(&self) -> impl Iterator<Item = Offered> {
        self.file.profiles.iter().map(|profile| Offered {
            name: profile.name.clone(),
            label: profile.label.clone(),
            region: profile.region.as_ref().map(|(region, _)| region.clone()),
        })
    }

    /// The settings of a profile.
    ///
    /// # Errors
    /// What is missing or wrong, where, and what would be right.
    pub fn settings(&self, name: &str) -> Result<Settings, ConfigError> {
        let asked_by = match self.args.profile.iter().any(|given| given == name) {
            true => "--profile".to_owned(),
            false => self.asked_by(name),
        };
        let Some(path) = &self.path else {
            return Err(ConfigError::NoHome { asked_by });
        };
        let profile = super::find_profile(name, asked_by, path, &self.file)?;
        let found = super::credentials_of(profile, &self.environment)?;
        let (args, environment) = (&self.args, &self.environment);
        super::settings(args, environment, &self.file, Some(profile), found)
    }

    /// The settings of the first credential that is found, when no profile is named.
    ///
    /// # Errors
    /// Where credentials were looked for, or what is wrong with those found.
    pub fn first_found(&self) -> Result<Settings, ConfigError> {
        let looked = super::looked_for_profile(self.path.as_deref(), &self.file);
        let found = super::source::first(&self.environment, vec![looked])?;
        super::settings(&self.args, &self.environment, &self.file, None, found)
    }

    fn asked_by(&self, name: &str) -> String {
        let line = self.file.current.iter().find(|(given, _)| given == name);
        let file = || self.path.iter().map(|path| path.display().to_string());
        line.map_or_else(|| file().collect(), |(_, at)| at.to_string())
    }
}
