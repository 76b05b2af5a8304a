//! How the program ends, and why.

use std::process::ExitCode;

use crate::api::{ApiError, ErrorKind};
use crate::config::{ConfigError, Settings};
use crate::simulator::SimulatorError;
use crate::simulator::fault::FaultError;

/// How the program ended. The numbers are promised to scripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// It did what it was asked to.
    Complete = 0,
    /// Something on this machine failed, such as writing the output.
    Failed = 1,
    /// Nobody said what to talk to, or as whom; or what was said is a mistake.
    NotConfigured = 2,
    /// The service does not accept who we are, or what was asked.
    Refused = 3,
    /// Part of the answer is missing.
    Partial = 4,
    /// There was no answer that could be used.
    Unreachable = 5,
    /// Everything was looked at, and there are warnings.
    Warnings = 10,
    /// Something is critical.
    Critical = 11,
}

impl Exit {
    /// The number the shell sees.
    pub fn code(self) -> u8 {
        self as u8
    }

    /// The worse of two, for what was asked of several profiles.
    #[must_use]
    pub fn worse(self, other: Self) -> Self {
        let badness = |exit: Self| match exit {
            Self::Complete => 0,
            Self::Warnings => 1,
            Self::Partial => 2,
            Self::Critical => 3,
            Self::Unreachable => 4,
            Self::Refused => 5,
            Self::NotConfigured => 6,
            Self::Failed => 7,
        };
        match badness(self) >= badness(other) {
            true => self,
            false => other,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

/// Why the program could not do what it was asked to. The text is for the user.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// There are no settings to start with.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// A fault of the simulator that cannot be read.
    #[error("--fault: {0}")]
    Fault(#[from] FaultError),
    /// A call failed.
    #[error("{error}\n{whereabouts}")]
    Call {
        /// What the service said, or why there is no answer.
        error: Box<ApiError>,
        /// Whom it was said to.
        whereabouts: String,
    },
    /// The simulated service could not start, or stopped by itself.
    #[error(transparent)]
    Simulator(#[from] SimulatorError),
    /// Something on this machine.
    #[error("{0:#}")]
    Machine(#[from] anyhow::Error),
}

impl Failure {
    /// A failed call, with what one looks at next.
    pub(super) fn of_call(error: ApiError, settings: &Settings) -> Self {
        let Settings {
            source,
            region,
            endpoint,
            iam_endpoint,
            ..
        } = settings;
        let mut who = format!("The credentials are those of {source}");
        if let Some(agency) = settings.credential.agency() {
            who.push_str(&format!(", taking on agency {agency}"));
        }
        let whereabouts = match (error.kind, exit_of_error(&error)) {
            _ if error.lacks_permission() => {
                format!("{who}; listing needs the permission dms:instance:list.")
            }
            (_, Exit::Refused) => format!("{who}, for region {region} at {endpoint}."),
            (
                _,
                Exit::Complete
                | Exit::Failed
                | Exit::NotConfigured
                | Exit::Partial
                | Exit::Unreachable
                | Exit::Warnings
                | Exit::Critical,
            ) => {
                format!("Region {region} was looked for at {endpoint}, with IAM at {iam_endpoint}.")
            }
        };
        Self::Call {
            error: Box::new(error),
            whereabouts,
        }
    }

    /// How the program ends with it.
    pub fn exit(&self) -> Exit {
        match self {
            Self::Config(_) | Self::Fault(_) => Exit::NotConfigured,
            Self::Call { error, .. } => exit_of_error(error),
            Self::Simulator(SimulatorError::Incident(_) | SimulatorError::NoSuchBroker(_)) => {
                Exit::NotConfigured
            }
            Self::Simulator(SimulatorError::Listen { .. } | SimulatorError::Stopped { .. })
            | Self::Machine(_) => Exit::Failed,
        }
    }
}

/// The same for a whole error: that a proxy refuses us says nothing of the service.
fn exit_of_error(error: &ApiError) -> Exit {
    match error.is_proxy() {
        true => Exit::Unreachable,
        false => exit_of(error.kind),
    }
}

/// What a failed call means for the exit code.
pub(super) fn exit_of(kind: ErrorKind) -> Exit {
    match kind {
        ErrorKind::Setup => Exit::NotConfigured,
        ErrorKind::Unauthorized
        | ErrorKind::Locked
        | ErrorKind::Forbidden
        | ErrorKind::NotFound
        | ErrorKind::Refused => Exit::Refused,
        // It may be there, but it gave nothing that can be used.
        ErrorKind::Throttled
        | ErrorKind::Server
        | ErrorKind::Unreachable
        | ErrorKind::Timeout
        | ErrorKind::TooLarge
        | ErrorKind::Undecodable
        | ErrorKind::Changed => Exit::Unreachable,
        ErrorKind::Defect => Exit::Failed,
    }
}
