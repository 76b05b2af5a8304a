//! The proxy of the environment: one reading of it for every call and for the doctor.
//!
//! `HTTPS_PROXY`, else `ALL_PROXY` (each also in lower case) names it, and `NO_PROXY` the hosts that
//! are reached without it, by the rules of Go's `httpproxy`, which Terraform and KooCLI follow. A
//! proxy that cannot be read is a [`BadProxy`] and never "no proxy". Loopback is never proxied.

use std::fmt;
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::Url;

use super::exceptions::Exceptions;
use super::request::percent_decoded;
use super::route::is_loopback;
use crate::secret::Secret;

/// The variables that name a proxy for https, in their order.
const VARIABLES: [&str; 4] = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];
/// The variables that name what is reached without one.
const EXCEPTIONS: [&str; 2] = ["NO_PROXY", "no_proxy"];

/// The way out of this machine.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proxies {
    proxy: Option<Result<Proxy, BadProxy>>,
    exceptions: Exceptions,
}

impl Proxies {
    /// Reads the variables. One that is empty counts as not set.
    pub fn read<'a>(var: impl Fn(&str) -> Option<&'a str>) -> Self {
        let first = |names: &[&'static str]| {
            let found = names.iter().map(|name| (*name, var(name)));
            found
                .filter_map(|(name, value)| Some((name, value?)))
                .find(|(_, value)| !value.is_empty())
        };
        Self {
            proxy: first(&VARIABLES).map(|(name, value)| {
                Proxy::parse(name, value).map_err(|problem| BadProxy {
                    variable: name,
                    problem,
                })
            }),
            exceptions: first(&EXCEPTIONS)
                .map(|(_, list)| Exceptions::parse(list))
                .unwrap_or_default(),
        }
    }

    /// The proxy that calls to an address (`scheme://host[:port]`) go through.
    ///
    /// # Errors
    /// [`BadProxy`] when there is one and it cannot be read.
    pub fn to(&self, address: &str) -> Result<Option<&Proxy>, BadProxy> {
        let (Some(proxy), Ok(url)) = (&self.proxy, Url::parse(address)) else {
            return Ok(None);
        };
        let host = url.host_str().unwrap_or_default();
        let port = url.port_or_known_default().unwrap_or_default();
        if is_loopback(host) || self.exceptions.has(host, port) {
            return Ok(None);
        }
        proxy.as_ref().map(Some).map_err(Clone::clone)
    }
}

/// A proxy. `Debug` and `Display` show no password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proxy {
    /// The variable that names it.
    pub variable: &'static str,
    /// `http://host:port` or `https://host:port`.
    pub(super) address: String,
    /// Host and port, to show.
    shown: String,
    /// What `Proxy-Authorization` says, where there is a user name.
    pub(super) authorization: Option<Secret>,
}

impl Proxy {
    /// What must not come back from it: what it is told, and the password in that.
    pub(super) fn secrets(&self) -> Vec<Secret> {
        let Some(told) = &self.authorization else {
            return Vec::new();
        };
        let digits = told.expose().rsplit(' ').next().unwrap_or_default();
        let pair = STANDARD.decode(digits).unwrap_or_default();
        let pair = String::from_utf8_lossy(&pair).into_owned();
        let password = pair.split_once(':').map(|(_, password)| password);
        let all = [Some(digits), password].into_iter().flatten();
        all.map(Secret::new).collect()
    }
}

impl fmt::Display for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.shown, self.variable)
    }
}

impl Proxy {
    fn parse(variable: &'static str, given: &str) -> Result<Self, ProxyProblem> {
        for c in given.chars() {
            match c {
                '"' | '“' | '”' | '‘' | '’' | '`' => return Err(ProxyProblem::Quote),
                '\\' => return Err(ProxyProblem::Backslash),
                _ if c.is_whitespace() || c.is_control() => return Err(ProxyProblem::Blank),
                _ if !c.is_ascii() => return Err(ProxyProblem::NotAscii),
                _ => {}
            }
        }
        if given.starts_with('\'') || given.ends_with('\'') {
            return Err(ProxyProblem::Quote);
        }
        let full = match given.split_once("://") {
            Some((scheme, _)) if is_http(scheme) => given.to_owned(),
            Some(_) => return Err(ProxyProblem::Scheme),
            None => format!("http://{given}"),
        };
        let url = Url::parse(&full).map_err(|_| unreadable(&full))?;
        if !matches!(url.path(), "" | "/") || url.query().is_some() || url.fragment().is_some() {
            return Err(ProxyProblem::Extra);
        }
        let host = url.host_str().ok_or(ProxyProblem::Malformed)?;
        let port = url.port_or_known_default().filter(|port| *port != 0);
        let shown = format!("{host}:{}", port.ok_or(ProxyProblem::Port)?);
        // A number alone would be read as an address: 3128 as 0.0.12.56.
        if host.parse::<IpAddr>().is_ok() && !full.contains(host) {
            return Err(ProxyProblem::Malformed);
        }
        Ok(Self {
            variable,
            address: format!("{}://{shown}", url.scheme()),
            authorization: authorization(&url),
            shown,
        })
    }
}

/// What keeps an address from being taken apart: mostly its port.
fn unreadable(full: &str) -> ProxyProblem {
    let port = full.rsplit_once(':').map_or("", |(_, port)| port);
    match port.trim_end_matches('/').parse::<u16>() {
        Err(_) if !port.is_empty() && !port.contains(['/', '@', ']']) => ProxyProblem::Port,
        Ok(_) | Err(_) => ProxyProblem::Malformed,
    }
}

fn is_http(scheme: &str) -> bool {
    scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")
}

/// `Basic` with what stands before the host, its percent signs taken away.
fn authorization(url: &Url) -> Option<Secret> {
    let password = url.password();
    if url.username().is_empty() && password.is_none() {
        return None;
    }
    let mut pair = percent_decoded(url.username());
    pair.push(b':');
    pair.extend(percent_decoded(password.unwrap_or_default()));
    Some(Secret::new(format!("Basic {}", STANDARD.encode(pair))))
}

/// What became of a proxy in this process: the first call through it goes alone, and when it
/// refuses its password nothing is sent through it until the user asks.
#[derive(Debug, Default)]
pub struct ProxyTrial {
    refused: Mutex<Option<String>>,
    known: AtomicBool,
    first: tokio::sync::Mutex<()>,
}

impl ProxyTrial {
    /// Waits until a call may go out; the first one holds what it is given until it is answered.
    /// The error is what was said when the proxy refused.
    pub(super) async fn enter(&self) -> Result<Option<tokio::sync::MutexGuard<'_, ()>>, String> {
        let alone = match self.known.load(Ordering::Acquire) {
            true => None,
            false => Some(self.first.lock().await),
        };
        match &*self.refused() {
            Some(said) => Err(said.clone()),
            // Another one may have been the first meanwhile.
            None => Ok(alone.filter(|_| !self.known.load(Ordering::Acquire))),
        }
    }

    /// It let a call through.
    pub(super) fn accepted(&self) {
        self.known.store(true, Ordering::Release);
    }

    /// It refused.
    pub(super) fn refuse(&self, said: String) {
        *self.refused() = Some(said);
    }

    /// The user asks for one more try.
    pub(super) fn reopen(&self) {
        if self.refused().take().is_some() {
            self.known.store(false, Ordering::Release);
        }
    }

    fn refused(&self) -> MutexGuard<'_, Option<String>> {
        // A single assignment leaves nothing torn.
        self.refused.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A proxy that cannot be read. What was given is not repeated: it may hold a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{variable}: {problem}; write it as http://HOST:PORT or http://USER:PASSWORD@HOST:PORT")]
pub struct BadProxy {
    pub variable: &'static str,
    /// What is wrong with its value.
    pub problem: ProxyProblem,
}

/// What is wrong with the address of a proxy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProxyProblem {
    /// White space or a control character.
    #[error("there is a blank, a line break or a control character in it")]
    Blank,
    /// A quote around it or in it.
    #[error("there is a quote around it or in it")]
    Quote,
    /// A backslash, as in `DOMAIN\user`.
    #[error("there is a backslash in it; in a user name it is written %5C")]
    Backslash,
    /// Another script.
    #[error(
        "there is a character in it that is not ASCII; in a name or password it is percent-encoded"
    )]
    NotAscii,
    /// Neither http nor https.
    #[error("only http and https proxies are supported, not SOCKS or others")]
    Scheme,
    /// No port number.
    #[error("its port is no number from 1 to 65535")]
    Port,
    /// A path, query or fragment.
    #[error(
        "there is something behind the host and port; in a password / ? and # are written %2F %3F %23"
    )]
    Extra,
    /// It cannot be taken apart.
    #[error("this is no address of a proxy")]
    Malformed,
}
