//! Settings as a user gets them: whole machines, described by files and variables.

mod acting;
mod failures;
mod order;
mod sdk_file;
mod target;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use clap::Parser;
use tempfile::TempDir;
use warren::cli::Args;
use warren::config::{ConfigError, Environment, ProfileCatalog, Settings};

/// A home directory and variables; nothing of the machine that runs the tests.
struct Machine {
    home: TempDir,
    vars: Vec<(&'static str, String)>,
}

impl Machine {
    fn new() -> Self {
        Self {
            home: TempDir::new().unwrap(),
            vars: Vec::new(),
        }
    }

    fn path(&self, path: &str) -> PathBuf {
        self.home.path().join(path)
    }

    /// Writes a file that belongs to its owner alone.
    fn file(self, path: &str, text: &str) -> Self {
        let full = self.path(path);
        fs::create_dir_all(full.parent().unwrap()).unwrap();
        fs::write(&full, text).unwrap();
        fs::set_permissions(&full, fs::Permissions::from_mode(0o600)).unwrap();
        self
    }

    fn config(self, text: &str) -> Self {
        self.file(".config/warren/config.toml", text)
    }

    fn var(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.vars.push((name, value.into()));
        self
    }

    /// Sets variables written as `NAME=value NAME=value`.
    fn vars(mut self, text: &'static str) -> Self {
        self.vars.extend(text.split_whitespace().map(|pair| {
            let (name, value) = pair.split_once('=').unwrap();
            (name, value.to_owned())
        }));
        self
    }

    fn environment(&self) -> Environment {
        Environment::new(
            self.home.path(),
            self.vars
                .iter()
                .map(|(name, value)| (*name, value.as_str())),
        )
    }

    fn load(&self, flags: &str) -> Result<Settings, ConfigError> {
        let args = Args::try_parse_from(format!("warren {flags}").split_whitespace()).unwrap();
        let catalog = ProfileCatalog::read(&args, &self.environment())?;
        match catalog.chosen().first() {
            Some(name) => catalog.settings(name),
            None => catalog.first_found(),
        }
    }

    /// The settings, or a panic that shows why there are none.
    fn settings(&self, flags: &str) -> Settings {
        self.load(flags).unwrap_or_else(|error| panic!("{error}"))
    }

    /// The text of the refusal, with `~` for the home directory.
    fn refusal(&self, flags: &str) -> String {
        let error = self.load(flags).unwrap_err();
        error
            .to_string()
            .replace(&self.home.path().display().to_string(), "~")
    }
}

const SDK_FILE: &str = ".huaweicloud/credentials";
const HCLOUD_FILE: &str = ".hcloud/config.json";

/// KooCLI's file with one profile, `default`, of these fields.
fn hcloud(encrypted: &str, fields: &str) -> String {
    format!(
        r#"{{"current": "default", "authEncrypt": "{encrypted}",
            "profiles": [{{"name": "default", "mode": "AKSK", {fields}}}]}}"#
    )
}
