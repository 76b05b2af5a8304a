//! The address of a management API, taken apart.

use std::fmt;
use std::net::IpAddr;

use reqwest::Url;

use crate::api::is_loopback;

/// Scheme, host, port, and what a proxy may put before the paths.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Address {
    /// Without TLS.
    pub plain: bool,
    /// As in a URL: an IPv6 address in brackets.
    pub host: String,
    pub port: u16,
    /// Empty, or `/` and more without one at its end.
    pub prefix: String,
}

/// What is wrong with an address. What was given is not repeated: it may hold a password.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr, strum::VariantNames,
)]
#[strum(serialize_all = "kebab-case")]
pub enum AddressProblem {
    #[error("this is no address; write it as http://HOST:15672 or https://HOST:15671")]
    Malformed,
    #[error("an address begins with http:// or https://")]
    Scheme,
    #[error("there is a user name or a password in it, which do not belong there")]
    UserInfo,
    #[error("there is a query in it")]
    Query,
}

impl Address {
    /// Reads an address. That of a page of the management UI is read as well: `/#/queues` and a
    /// last `/api` are no part of it.
    ///
    /// # Errors
    /// [`AddressProblem`].
    pub fn parse(text: &str) -> Result<Self, AddressProblem> {
        let text = text.trim();
        let (scheme, _) = text.split_once("://").ok_or(AddressProblem::Scheme)?;
        let plain = match scheme.to_ascii_lowercase().as_str() {
            "http" => true,
            "https" => false,
            _ => return Err(AddressProblem::Scheme),
        };
        let url = Url::parse(text).map_err(|_| AddressProblem::Malformed)?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(AddressProblem::UserInfo);
        }
        if url.query().is_some() {
            return Err(AddressProblem::Query);
        }
        let host = url.host_str().filter(|host| !host.is_empty());
        let port = url.port_or_known_default().filter(|port| *port != 0);
        let path = url.path().trim_end_matches('/');
        Ok(Self {
            plain,
            host: host.ok_or(AddressProblem::Malformed)?.to_owned(),
            port: port.ok_or(AddressProblem::Malformed)?,
            prefix: path.strip_suffix("/api").unwrap_or(path).to_owned(),
        })
    }

    /// Whether bytes to it stay on this machine.
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.host)
    }

    /// Whether it is of a network of somebody's own (RFC 1918, 6598 and 4193, and links): not
    /// reached from elsewhere without a tunnel. A name is none: where it leads is not known.
    pub fn is_private(&self) -> bool {
        let bare = self.host.trim_start_matches('[').trim_end_matches(']');
        match bare.parse() {
            Ok(IpAddr::V4(ip)) => {
                let [a, b, ..] = ip.octets();
                let is_shared = a == 100 && (64..128).contains(&b);
                ip.is_private() || ip.is_link_local() || is_shared
            }
            Ok(IpAddr::V6(ip)) => ip.is_unique_local() || ip.is_unicast_link_local(),
            Err(_) => false,
        }
    }

    /// Host and port as they are connected to.
    pub fn authority(&self) -> String {
        format!("{}:{}", self.host, self.port)
    }

    /// The same with the other scheme.
    #[must_use]
    pub fn other_scheme(&self) -> Self {
        let plain = !self.plain;
        Self {
            plain,
            ..self.clone()
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.plain { "http" } else { "https" };
        write!(f, "{scheme}://{}{}", self.authority(), self.prefix)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_as_people_have_it() {
        for (given, read) in [
            ("http://192.168.0.74:15672", "http://192.168.0.74:15672"),
            (
                " HTTPS://Broker.Example:15671/ ",
                "https://broker.example:15671",
            ),
            ("http://10.0.0.1:15672/#/queues", "http://10.0.0.1:15672"),
            ("https://h/rabbit/api/", "https://h:443/rabbit"),
            ("http://[fd00::1]:15672", "http://[fd00::1]:15672"),
        ] {
            let address = Address::parse(given).map(|address| address.to_string());
            assert_eq!(address.as_deref(), Ok(read));
        }
        for (given, problem) in [
            ("10.0.0.1:15672", AddressProblem::Scheme),
            ("amqp://10.0.0.1", AddressProblem::Scheme),
            ("http://", AddressProblem::Malformed),
            ("http://h:0", AddressProblem::Malformed),
            ("http://ops:canary@h:15672", AddressProblem::UserInfo),
            ("http://h:15672/?a=b", AddressProblem::Query),
        ] {
            assert_eq!(Address::parse(given), Err(problem), "{given}");
        }
    }

    #[test]
    fn private_networks_are_told_from_the_internet() {
        let private = |host: &str| {
            Address::parse(&format!("http://{host}:1"))
                .unwrap()
                .is_private()
        };
        for host in [
            "10.1.2.3",
            "172.31.0.1",
            "192.168.0.74",
            "100.64.0.1",
            "[fd12::1]",
        ] {
            assert!(private(host), "{host}");
        }
        for host in [
            "172.32.0.1",
            "100.128.0.1",
            "8.8.8.8",
            "[2001:db8::1]",
            "broker.example",
        ] {
            assert!(!private(host), "{host}");
        }
    }
}
