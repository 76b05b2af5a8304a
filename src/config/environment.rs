//! What the machine tells the program: variables, the home directory, where files live.
//!
//! It comes in as a value, so that a test describes a machine instead of changing its own.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;

use super::ConfigError;

/// A snapshot of the process environment. `Debug` prints the variables' names only.
#[derive(Clone, PartialEq, Eq)]
pub struct Environment {
    /// Environment variables. One whose value is not UTF-8 is left out.
    pub vars: BTreeMap<String, String>,
    /// The user's home directory; other tools' credential files are looked for there.
    pub home: PathBuf,
    /// Directory of warren's configuration file.
    pub config_dir: PathBuf,
    /// Directory of warren's logs and crash reports.
    pub state_dir: PathBuf,
}

impl Environment {
    /// Reads the process environment. Directories follow the XDG rules on every system:
    /// `~/.config/warren` and `~/.local/state/warren`, moved by `XDG_CONFIG_HOME` and
    /// `XDG_STATE_HOME`.
    ///
    /// # Errors
    /// [`ConfigError::NoHome`] when the home directory cannot be found.
    pub fn from_process() -> Result<Self, ConfigError> {
        let xdg = etcetera::base_strategy::Xdg::new().map_err(|_| ConfigError::NoHome)?;
        let state = xdg
            .state_dir()
            .unwrap_or_else(|| xdg.home_dir().join(".local/state"));
        Ok(Self {
            vars: std::env::vars_os()
                .filter_map(|(name, value)| {
                    Some((name.into_string().ok()?, value.into_string().ok()?))
                })
                .collect(),
            home: xdg.home_dir().to_path_buf(),
            config_dir: xdg.config_dir().join("warren"),
            state_dir: state.join("warren"),
        })
    }

    /// A machine with this home directory, these variables and nothing moved.
    #[must_use]
    pub fn new<'a>(home: &Path, vars: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        Self {
            vars: vars
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
            home: home.to_path_buf(),
            config_dir: home.join(".config/warren"),
            state_dir: home.join(".local/state/warren"),
        }
    }

    /// The value of a variable; one that is set to nothing counts as not set.
    pub(super) fn var(&self, name: &str) -> Option<&str> {
        self.vars
            .get(name)
            .map(String::as_str)
            .filter(|value| !value.is_empty())
    }

    /// Replaces a leading `~/` by the home directory.
    pub(super) fn expand(&self, path: &str) -> PathBuf {
        match path.strip_prefix("~/") {
            Some(rest) => self.home.join(rest),
            None => PathBuf::from(path),
        }
    }

    /// A path as a person would write it, with `~` for the home directory.
    #[must_use]
    pub fn shorten(&self, path: &Path) -> String {
        match path.strip_prefix(&self.home) {
            Ok(rest) => format!("~/{}", rest.display()),
            Err(_) => path.display().to_string(),
        }
    }
}

impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Environment")
            .field("vars", &self.vars.keys())
            .field("home", &self.home)
            .field("config_dir", &self.config_dir)
            .field("state_dir", &self.state_dir)
            .finish()
    }
}

/// Where logs and crash reports are written: `~/.local/state/warren` unless moved.
#[must_use]
pub fn state_dir(environment: &Environment) -> PathBuf {
    environment.state_dir.clone()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_names_of_variables_and_never_values() {
        let environment = Environment::new(Path::new("/home/u"), [("HW_SECRET_KEY", "canary-sk")]);
        let text = format!("{environment:?}");
        assert!(
            text.contains("HW_SECRET_KEY") && !text.contains("canary"),
            "{text}"
        );
    }

    #[test]
    fn an_empty_variable_counts_as_not_set() {
        let environment = Environment::new(Path::new("/home/u"), [("A", ""), ("B", "b")]);
        assert_eq!(
            (
                environment.var("A"),
                environment.var("B"),
                environment.var("C")
            ),
            (None, Some("b"), None)
        );
    }

    #[test]
    fn paths_are_shortened_and_expanded_at_the_home_directory_only() {
        let environment = Environment::new(Path::new("/home/u"), []);
        assert_eq!(
            environment.expand("~/ca.pem"),
            PathBuf::from("/home/u/ca.pem")
        );
        assert_eq!(
            environment.expand("/etc/ca.pem"),
            PathBuf::from("/etc/ca.pem")
        );
        assert_eq!(
            environment.shorten(Path::new("/home/u/.hcloud/config.json")),
            "~/.hcloud/config.json"
        );
        assert_eq!(environment.shorten(Path::new("/home/uu/x")), "/home/uu/x");
        assert_eq!(
            state_dir(&environment),
            PathBuf::from("/home/u/.local/state/warren")
        );
    }

    #[test]
    fn the_process_has_directories_of_its_own() {
        let environment = Environment::from_process().unwrap();
        for directory in [&environment.config_dir, &environment.state_dir] {
            assert!(
                directory.is_absolute() && directory.ends_with("warren"),
                "{directory:?}"
            );
        }
    }
}
