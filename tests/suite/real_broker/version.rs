//! Versions of brokers, and where each is on this machine.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// A version of RabbitMQ that is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    V3_8,
    V3_10,
    V4_0,
    V4_3,
}

/// The broker of a version, where it is on this machine.
#[derive(Clone, Debug)]
pub struct Installed {
    /// All of its version, as it says itself.
    pub full: String,
    /// The folder of its scripts.
    pub scripts: PathBuf,
    /// The folder of its Erlang's programs.
    pub erlang: PathBuf,
}

/// `tests/brokers/get` ends so where nobody offers that version any more.
const ANOTHER_VERSION: i32 = 3;

type Found = Result<Installed, (Option<i32>, String)>;

impl Version {
    pub fn name(self) -> &'static str {
        match self {
            Self::V3_8 => "3.8",
            Self::V3_10 => "3.10",
            Self::V4_0 => "4.0",
            Self::V4_3 => "4.3",
        }
    }

    /// Whether it has health checks, which tell alarms at once.
    pub fn has_health_checks(self) -> bool {
        self != Self::V3_8
    }

    /// Whether a test of it may not be skipped: 3.10 never, 4.3 only where nobody offers it any more.
    fn is_required(self, status: Option<i32>) -> bool {
        let all = std::env::var_os("WARREN_TEST_ALL").is_some();
        match self {
            Self::V3_10 => all,
            Self::V4_3 => all && status != Some(ANOTHER_VERSION),
            Self::V3_8 | Self::V4_0 => self.is_asked_for(),
        }
    }

    /// Whether `WARREN_TEST_BROKERS` names it.
    fn is_asked_for(self) -> bool {
        let asked = std::env::var("WARREN_TEST_BROKERS").unwrap_or_default();
        asked.split_whitespace().any(|name| name == self.name())
    }

    /// The broker of this version. Where there is none, the test that needs it is skipped, which is
    /// only said where that may be.
    pub fn installed(self) -> Option<&'static Installed> {
        static FOUND: [OnceLock<Found>; 4] = [const { OnceLock::new() }; 4];
        match FOUND[self as usize].get_or_init(|| self.find()) {
            Ok(installed) => Some(installed),
            Err((status, reason)) => {
                assert!(!self.is_required(*status), "{reason}");
                println!("skipped: {reason}");
                None
            }
        }
    }

    /// Looks for it, and gets it where it may not be missing.
    fn find(self) -> Found {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/brokers/get");
        let mut command = Command::new(script);
        if !self.is_required(None) && !self.is_asked_for() {
            command.arg("--where");
        }
        let output = command.arg(self.name()).output();
        let output = output.map_err(|error| (None, format!("tests/brokers/get: {error}")))?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
            return Err((output.status.code(), said));
        }
        let said = String::from_utf8(output.stdout).unwrap();
        let mut lines = said.lines();
        let mut line = || lines.next().unwrap_or_default().to_owned();
        Ok(Installed {
            full: line(),
            scripts: line().into(),
            erlang: line().into(),
        })
    }
}
