//! The built program, run in a home directory of its own and without this machine's variables.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};

use tempfile::TempDir;
use tokio::process::Command;
use warren::secret::Secret;
use warren::simulator::{Config, Fault, KeyPair, Simulator};

/// A key pair for tests.
pub const AK: &str = "TESTACCESSKEY0000000";
pub const SK: &str = "test-secret-key";

/// A user's home directory and variables.
pub struct Home {
    directory: TempDir,
    vars: Vec<(&'static str, String)>,
}

/// How a run ended and what it said.
#[derive(Debug, PartialEq, Eq)]
pub struct Ran {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Home {
    pub fn new() -> Self {
        Self {
            directory: TempDir::new().unwrap(),
            vars: Vec::new(),
        }
    }

    /// A home whose variables lead to a service on this machine, with the tests' key pair.
    pub fn with_keys(url: &str) -> Self {
        Self::new()
            .var("HW_ACCESS_KEY", AK)
            .var("HW_SECRET_KEY", SK)
            .at(url)
    }

    /// These profiles stand in its configuration file; the tests' key pair is in its variables.
    pub fn configured(profiles: &[String]) -> Self {
        let home = Self::new()
            .var("HW_ACCESS_KEY", AK)
            .var("HW_SECRET_KEY", SK);
        fs::create_dir_all(home.path(".config/warren")).unwrap();
        fs::write(home.path(".config/warren/config.toml"), profiles.concat()).unwrap();
        home
    }

    /// Leads to this service.
    pub fn at(self, url: &str) -> Self {
        self.var("HW_REGION_NAME", "cn-north-4")
            .var("HUAWEICLOUD_SDK_REGION_RABBITMQ_CN_NORTH_4", url)
            .var("HUAWEICLOUD_SDK_IAM_ENDPOINT", url)
    }

    pub fn var(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.vars.push((name, value.into()));
        self
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.directory.path().join(path)
    }

    /// The program with these arguments, ready to run.
    pub fn command(&self, arguments: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_warren"));
        command
            .args(arguments.split_whitespace())
            .env_clear()
            .env("HOME", self.directory.path())
            .envs(self.vars.iter().map(|(name, value)| (*name, value)))
            .current_dir(self.directory.path())
            .stdin(Stdio::null())
            .kill_on_drop(true);
        command
    }

    /// Runs the program to its end.
    pub async fn run(&self, arguments: &str) -> Ran {
        ended(self.command(arguments).output().await.unwrap())
    }

    /// Runs the program to its end with its standard output going elsewhere.
    pub async fn run_into(&self, arguments: &str, out: impl Into<Stdio>) -> Ran {
        let mut command = self.command(arguments);
        let child = command.stdout(out).stderr(Stdio::piped()).spawn().unwrap();
        // It holds the other end too, and would keep a pipe open.
        drop(command);
        ended(child.wait_with_output().await.unwrap())
    }

    /// Everything that lies in the state directory, file after file.
    pub fn state(&self) -> String {
        let files = fs::read_dir(self.path(".local/state/warren")).unwrap();
        files
            .map(|file| fs::read_to_string(file.unwrap().path()).unwrap())
            .collect()
    }

    pub fn directory(&self) -> &Path {
        self.directory.path()
    }
}

fn ended(output: Output) -> Ran {
    Ran {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A service that verifies the tests' key pair.
pub async fn service(instances: usize, faults: &[&str]) -> Simulator {
    let keys = KeyPair {
        ak: AK.into(),
        sk: Secret::new(SK),
        security_token: None,
    };
    let faults: Result<Vec<Fault>, _> = faults.iter().map(|rule| rule.parse()).collect();
    let config = Config {
        instances,
        keys: Some(keys),
        faults: faults.unwrap(),
        ..Config::default()
    };
    Simulator::start(config).await.unwrap()
}

/// A profile of the configuration file.
pub fn profile(name: &str, url: &str, more: &str) -> String {
    format!(
        "[profile.{name}]\nregion = \"cn-north-4\"\nendpoint = \"{url}\"\niam_endpoint = \"{url}\"\n\
         credentials = {{ env = true }}\n{more}\n"
    )
}
