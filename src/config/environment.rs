//! What the machine tells the program: variables, the home directory, where files live.
//!
//! It comes in as a value, so that a test describes a machine instead of changing its own.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};

use super::{ConfigError, value};
use crate::secret::Secret;

/// A snapshot of the process environment. `Debug` prints the variables' names only.
#[derive(Clone, PartialEq, Eq)]
pub struct Environment {
    /// Environment variables. What is not UTF-8 in a value is U+FFFD, so that such a key is
    /// refused by its name and not looked for elsewhere.
    pub vars: BTreeMap<String, String>,
    /// The user's home directory; other tools' credential files are looked for there. A user
    /// without an entry in the system's table and without `HOME` has none.
    pub home: Option<PathBuf>,
    /// Directory of warren's configuration file, where there can be one.
    pub config_dir: Option<PathBuf>,
    /// Directory of warren's journal, logs and crash reports, where there can be one.
    pub state_dir: Option<PathBuf>,
}

/// What to say where a file would be in a directory that there is none of.
pub const NO_HOME: &str = "there is no home directory; set HOME";

impl Environment {
    /// Reads the process environment. Directories follow the XDG rules on every system:
    /// `~/.config/warren` and `~/.local/state/warren`, moved by `XDG_CONFIG_HOME` and
    /// `XDG_STATE_HOME`. A path that is not absolute counts as not given.
    pub fn from_process() -> Self {
        let home = std::env::home_dir().filter(|home| home.is_absolute());
        let moved = |name: &str| std::env::var_os(name);
        Self {
            vars: std::env::vars_os()
                .filter_map(|(name, value)| {
                    Some((
                        name.into_string().ok()?,
                        value.to_string_lossy().into_owned(),
                    ))
                })
                .collect(),
            config_dir: directory(moved("XDG_CONFIG_HOME"), home.as_deref(), ".config"),
            state_dir: directory(moved("XDG_STATE_HOME"), home.as_deref(), ".local/state"),
            home,
        }
    }

    /// A machine with this home directory, these variables and nothing moved.
    pub fn new<'a>(home: &Path, vars: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        Self {
            vars: vars
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
            home: Some(home.to_path_buf()),
            config_dir: directory(None, Some(home), ".config"),
            state_dir: directory(None, Some(home), ".local/state"),
        }
    }

    /// The value of a variable; one that is set to nothing counts as not set.
    pub(super) fn var(&self, name: &str) -> Option<&str> {
        self.vars
            .get(name)
            .map(String::as_str)
            .filter(|value| !value.is_empty())
    }

    /// A key, token, id or region in a variable, as [`value::code`] reads it.
    pub(super) fn code(&self, name: &str) -> Result<Option<&str>, ConfigError> {
        let given = self.var(name);
        given.map_or(Ok(None), |given| value::code(given, name))
    }

    /// The name of a user, account or project in a variable, as [`value::name`] reads it.
    pub(super) fn name(&self, name: &str) -> Result<Option<&str>, ConfigError> {
        let given = self.var(name);
        given.map_or(Ok(None), |given| value::name(given, name))
    }

    /// A password in a variable, as [`value::password`] reads it.
    pub(super) fn password(&self, name: &str) -> Result<Option<Secret>, ConfigError> {
        let given = self.var(name);
        let password = given.map_or(Ok(None), |given| value::password(given, name));
        Ok(password?.map(Secret::new))
    }

    /// A file below the home directory.
    pub(super) fn below_home(&self, path: &str) -> Option<PathBuf> {
        self.home.as_ref().map(|home| home.join(path))
    }

    /// Replaces a leading `~/` by the home directory, where there is one.
    pub(super) fn expand(&self, path: &str) -> PathBuf {
        let below = path
            .strip_prefix("~/")
            .and_then(|rest| self.below_home(rest));
        below.unwrap_or_else(|| PathBuf::from(path))
    }

    /// A path as a person would write it, with `~` for the home directory.
    pub fn shorten(&self, path: &Path) -> String {
        let home = self.home.as_ref();
        match home.and_then(|home| path.strip_prefix(home).ok()) {
            Some(rest) => format!("~/{}", rest.display()),
            None => path.display().to_string(),
        }
    }
}

/// warren's directory: below the absolute one that was given, else below this part of the home
/// directory.
fn directory(given: Option<OsString>, home: Option<&Path>, usual: &str) -> Option<PathBuf> {
    let given = given.map(PathBuf::from).filter(|path| path.is_absolute());
    let base = given.or_else(|| home.map(|home| home.join(usual)));
    base.map(|base| base.join("warren"))
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
            environment.state_dir,
            Some(PathBuf::from("/home/u/.local/state/warren"))
        );
    }

    #[test]
    fn a_directory_is_moved_by_an_absolute_path_only_and_needs_no_home_then() {
        let moved = |given: Option<&str>, home: Option<&str>| {
            directory(given.map(OsString::from), home.map(Path::new), ".config")
        };
        for (given, home, expected) in [
            (None, Some("/home/u"), Some("/home/u/.config/warren")),
            (Some("/etc/x"), Some("/home/u"), Some("/etc/x/warren")),
            (Some("/etc/x"), None, Some("/etc/x/warren")),
            (Some("x"), Some("/home/u"), Some("/home/u/.config/warren")),
            (Some(""), None, None),
            (None, None, None),
        ] {
            assert_eq!(moved(given, home), expected.map(PathBuf::from), "{given:?}");
        }
    }

    #[test]
    fn without_a_home_directory_nothing_is_looked_for_in_the_working_directory() {
        let environment = Environment {
            home: None,
            ..Environment::new(Path::new("/home/u"), [])
        };
        assert_eq!(environment.below_home(".hcloud/config.json"), None);
        assert_eq!(environment.expand("~/ca.pem"), PathBuf::from("~/ca.pem"));
        assert_eq!(environment.shorten(Path::new("/a/b")), "/a/b");
    }
}
