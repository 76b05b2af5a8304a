//! What can go wrong with a question to a broker, told apart by what to do next.

use super::{AddressProblem, Presented};
use crate::api::TlsProblem;
use crate::model::InstanceId;
use crate::model::broker::UserTag;

/// Why there is no answer that can be used. Addresses and names are the caller's; passwords are
/// never in it.
#[derive(
    Clone, Debug, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr, strum::VariantNames,
)]
#[strum(serialize_all = "kebab-case")]
pub enum ManagementError {
    /// The engine of the instance, AMQP-0-9-1, has no management API.
    #[error("this engine has no management API")]
    NoApi,
    /// The service gives no management address.
    #[error("the instance has no management address")]
    NoAddress,
    /// What is given for a broker names it by a name that several instances have.
    #[error("several instances are called {name}")]
    SameName { name: String, ids: Vec<InstanceId> },
    /// The address cannot be used. Nothing was sent.
    #[error("{0}")]
    Address(AddressProblem),
    /// The names of these instances stand for the same variable of a password.
    #[error("{} stand for the same variable {variable}", names.join(", "))]
    SameVariable {
        variable: String,
        names: Vec<String>,
    },
    /// The command that prints the password did not, and what became of it.
    #[error("password_command {0}")]
    PasswordCommand(String),
    /// Plain http to an address that is neither this machine nor private. Nothing was sent.
    #[error("the password would travel unencrypted to a public address")]
    PlainHttp,
    /// A certificate file or a library cannot be used, in its own words. Nothing was sent.
    #[error("{0}")]
    Setup(String),
    /// A name in the path, such as `..`, cannot be part of an address. Nothing was sent.
    #[error("the name cannot be part of an address")]
    Unaddressable,
    /// Nobody knows the name of the host.
    #[error("the host's name is not known")]
    UnknownHost,
    /// No answer to the connection, or no way there: to a private address that is the rule.
    #[error("no way there, or nobody answers")]
    NoRoute,
    /// Nothing listens at the port.
    #[error("the connection was refused")]
    ConnectionRefused,
    /// The proxy on the way stands in it, in the words of the proxy of the cloud's calls.
    #[error("{0}")]
    Proxy(String),
    /// The port of AMQP.
    #[error("this is the port of AMQP")]
    AmqpPort,
    /// It speaks TLS and was asked by http.
    #[error("it speaks TLS: use https")]
    WantsTls,
    /// It speaks http and was asked by https.
    #[error("it speaks http without TLS")]
    WantsPlain,
    /// Something else than HTTP.
    #[error("what answers does not speak HTTP")]
    NotHttp,
    /// TLS came to nothing.
    #[error("{}{detail}", problem.what())]
    Tls {
        problem: TlsProblem,
        /// ` (2026-01-31)`, or empty.
        detail: String,
        /// The certificate that was shown, where there was one.
        presented: Option<Box<Presented>>,
    },
    /// The connection broke.
    #[error("the connection was lost: {0}")]
    Lost(String),
    /// No complete answer in time.
    #[error("no complete answer in time")]
    Late,
    /// It was held back at the last moment. Nothing was sent.
    #[error("it was held back at the last moment")]
    HeldBack,
    /// Neither name nor password arrived: something on the way took them.
    #[error("no user name and password arrived")]
    NoCredentials,
    /// The name or the password is wrong.
    #[error("the broker refuses the user name or the password")]
    LoginFailed,
    /// The user lacks this tag.
    #[error("the user lacks a tag: {0:?}")]
    LacksTag(UserTag),
    /// The user may not do this, in the broker's words.
    #[error("the user may not do this: {0}")]
    NotAllowed(String),
    /// The broker has no such thing, or not any more.
    #[error("the broker has no such thing")]
    NotFound,
    /// What answers is not this API, or has it elsewhere.
    #[error("what answers is not the management API (HTTP {status})")]
    NotTheApi { status: u16 },
    /// It leads elsewhere, which is not followed: the password would go with it.
    #[error("the answer leads elsewhere: {0}")]
    Redirect(String),
    /// A page for a browser.
    #[error("a page for a browser answered (HTTP {status})")]
    BrowserPage { status: u16 },
    /// Statistics are switched off, and without them there is no answer to this.
    #[error("the broker collects no statistics")]
    StatisticsOff,
    /// There are fewer rows than before: the page is behind the last one.
    #[error("the page is behind the last one")]
    PageOutOfRange,
    /// The cluster has no majority: what was asked to be changed may still have happened.
    #[error("the cluster has no majority: {0}")]
    NoMajority(String),
    /// The broker refuses, in its own words.
    #[error("the broker refuses (HTTP {status}): {reason}")]
    Refused { status: u16, reason: String },
    /// The broker failed, and says so itself.
    #[error("the broker failed (HTTP {status}): {reason}")]
    Server { status: u16, reason: String },
    /// Something on the way to it failed, or found no broker.
    #[error("something before the broker failed (HTTP {status})")]
    Gateway { status: u16 },
    /// The answer was larger than any may be.
    #[error("the answer was too large: {0}")]
    TooLarge(String),
    /// The answer makes no sense.
    #[error("the answer could not be read: {0}")]
    Undecodable(String),
}

impl ManagementError {
    /// Whether asking again with the same name and password is useless, and may lock the user out.
    pub fn refuses_login(&self) -> bool {
        matches!(self, Self::LoginFailed | Self::NoCredentials)
    }

    /// Whether it says something of what was asked, so that something else may well be answered.
    pub fn is_of_one_question(&self) -> bool {
        matches!(
            self,
            Self::Lost(_)
                | Self::Late
                | Self::LacksTag(_)
                | Self::NotAllowed(_)
                | Self::NotFound
                | Self::StatisticsOff
                | Self::NoMajority(_)
                | Self::Refused { .. }
                | Self::Server { .. }
                | Self::Gateway { .. }
                | Self::TooLarge(_)
                | Self::Undecodable(_)
        )
    }

    /// The HTTP status, where it is a part of what is told.
    pub fn status(&self) -> Option<u16> {
        let (Self::NotTheApi { status }
        | Self::BrowserPage { status }
        | Self::Refused { status, .. }
        | Self::Server { status, .. }
        | Self::Gateway { status }) = self
        else {
            return None;
        };
        Some(*status)
    }

    /// What the broker, the system or a library says itself.
    pub fn said(&self) -> Option<&str> {
        let (Self::Setup(said)
        | Self::PasswordCommand(said)
        | Self::Proxy(said)
        | Self::Lost(said)
        | Self::NotAllowed(said)
        | Self::Redirect(said)
        | Self::NoMajority(said)
        | Self::TooLarge(said)
        | Self::Undecodable(said)
        | Self::Refused { reason: said, .. }
        | Self::Server { reason: said, .. }) = self
        else {
            return None;
        };
        Some(said)
    }

    /// The certificate that was shown, where it is the reason.
    pub fn presented(&self) -> Option<&Presented> {
        let Self::Tls { presented, .. } = self else {
            return None;
        };
        presented.as_deref()
    }
}
