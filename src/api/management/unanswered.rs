//! Why there is no answer: what the system says, and where that does not tell, what speaks there.

use std::error::Error as StdError;
use std::io;

use tokio::net::lookup_host;

use super::ManagementError;
use super::client::{Failed, Shared};
use super::speech::Speech;
use crate::api::Proxy;
use crate::api::handshake::TlsProblem;
use crate::api::route::{TUNNEL_NOWHERE, cause, tunnel};

/// The ports of AMQP, without TLS and with it.
const AMQP_PORTS: [u16; 2] = [5672, 5671];

impl Shared {
    /// What a failure means.
    pub(super) async fn explained(&self, failed: Failed) -> ManagementError {
        let error = match failed {
            Failed::Unsent(error) | Failed::Other(error) => error,
            Failed::Unconnected(error) => self.unconnected(&error).await,
            Failed::Closed(why) => self.closed(why).await,
        };
        match error {
            ManagementError::Lost(why) => ManagementError::Lost(self.masker.mask(why)),
            other => other,
        }
    }

    /// Why there is no connection.
    async fn unconnected(&self, error: &reqwest::Error) -> ManagementError {
        if let Some(what) = tunnel(error) {
            let proxy = self.proxy.as_ref().map(Proxy::to_string);
            let proxy = proxy.unwrap_or_default();
            let text = match what == TUNNEL_NOWHERE {
                true => format!("{proxy}: {}", cause(error)),
                false => format!("{proxy}: {what}"),
            };
            return ManagementError::Proxy(self.masker.mask(text));
        }
        let address = &self.way.address;
        match of_system(error) {
            Some(io::ErrorKind::ConnectionRefused) => return ManagementError::ConnectionRefused,
            Some(_) => return ManagementError::NoRoute,
            None => {}
        }
        // A server without TLS may wait for the rest of what it takes for a question.
        if error.is_timeout() {
            return match self.speech().await {
                Speech::Http if !address.plain => ManagementError::WantsPlain,
                Speech::Amqp => ManagementError::AmqpPort,
                Speech::Tls | Speech::Http => ManagementError::Late,
                Speech::Other | Speech::Nothing => ManagementError::NoRoute,
            };
        }
        if let Some((problem, detail)) = TlsProblem::found(error).filter(|_| !address.plain) {
            return self.untrusted(problem, detail).await;
        }
        match lookup_host(address.authority()).await {
            Err(_) => ManagementError::UnknownHost,
            Ok(_) => ManagementError::Lost(cause(error)),
        }
    }

    /// Why TLS came to nothing.
    async fn untrusted(&self, problem: TlsProblem, detail: String) -> ManagementError {
        let speech = match problem {
            TlsProblem::NotTls | TlsProblem::Cut => self.speech().await,
            _ => Speech::Tls,
        };
        match speech {
            Speech::Amqp => ManagementError::AmqpPort,
            Speech::Http => ManagementError::WantsPlain,
            Speech::Tls | Speech::Other | Speech::Nothing => ManagementError::Tls {
                problem,
                detail,
                presented: self.shown.presented().map(Box::new),
            },
        }
    }

    /// Why a connection was closed without an answer in HTTP.
    async fn closed(&self, why: String) -> ManagementError {
        let address = &self.way.address;
        match self.speech().await {
            Speech::Amqp => ManagementError::AmqpPort,
            Speech::Tls if address.plain => ManagementError::WantsTls,
            Speech::Http => ManagementError::Lost(why),
            _ if AMQP_PORTS.contains(&address.port) => ManagementError::AmqpPort,
            Speech::Other => ManagementError::NotHttp,
            Speech::Tls | Speech::Nothing => ManagementError::Lost(why),
        }
    }

    /// What speaks there; through a proxy that is not found out.
    async fn speech(&self) -> Speech {
        match self.proxy {
            Some(_) => Speech::Nothing,
            None => Speech::at(&self.way.address).await,
        }
    }
}

/// What the system says of a connection that was not made.
fn of_system(error: &reqwest::Error) -> Option<io::ErrorKind> {
    let mut source: Option<&(dyn StdError + 'static)> = Some(error);
    while let Some(error) = source {
        let kind = error.downcast_ref::<io::Error>().map(io::Error::kind);
        let tells = |kind: &io::ErrorKind| {
            matches!(
                kind,
                io::ErrorKind::ConnectionRefused
                    | io::ErrorKind::HostUnreachable
                    | io::ErrorKind::NetworkUnreachable
                    | io::ErrorKind::NetworkDown
            )
        };
        if let Some(kind) = kind.filter(tells) {
            return Some(kind);
        }
        source = error.source();
    }
    None
}
