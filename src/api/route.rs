//! How an address is reached: with TLS or without, and what keeps a proxy from leading there.

use std::error::Error as _;
use std::net::IpAddr;

/// How the service at this scheme and host is reached.
pub(super) fn route(scheme: &str, host: &str) -> Result<Route, &'static str> {
    match (scheme, is_loopback(host)) {
        ("https", _) => Ok(Route::Encrypted),
        ("http", true) => Ok(Route::Plain),
        ("http", false) => Err("must use https: http is for loopback only"),
        _ => Err("must start with https://"),
    }
}

/// How the metadata service is reached: it is on the machine's own link.
pub(super) fn metadata_route(scheme: &str, host: &str) -> Result<Route, &'static str> {
    match scheme {
        "http" if is_near(host) => Ok(Route::Plain),
        _ => Err("must be http://169.254.169.254, or be on this machine"),
    }
}

/// How the bytes travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Route {
    /// TLS; through the proxy, where there is one on the way.
    Encrypted,
    /// No TLS, to this machine or on its own link, never through a proxy.
    Plain,
}

/// How the client's library says that something is wrong with the way through a proxy. It has no
/// type for that.
const TUNNEL: &str = "tunnel error: ";
/// The proxy answered 407.
pub(super) const TUNNEL_REFUSES: &str = "proxy authorization required";
/// The proxy is not there.
pub(super) const TUNNEL_NOWHERE: &str = "failed to create underlying connection";

/// What is wrong with the way through a proxy.
pub(super) fn tunnel(error: &reqwest::Error) -> Option<String> {
    let mut source = error.source();
    while let Some(error) = source {
        if let Some(what) = error.to_string().strip_prefix(TUNNEL) {
            return Some(what.to_owned());
        }
        source = error.source();
    }
    None
}

/// 127.0.0.0/8, `::1` and the name `localhost`.
pub(crate) fn is_loopback(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost") || address(host).is_some_and(|ip| ip.is_loopback())
}

/// This machine, or the link it is on.
pub(crate) fn is_near(host: &str) -> bool {
    let on_the_link = match address(host) {
        Some(IpAddr::V4(address)) => address.is_link_local(),
        Some(IpAddr::V6(address)) => address.is_unicast_link_local(),
        None => false,
    };
    on_the_link || is_loopback(host)
}

/// The address that a host of a URL is, if it is one.
fn address(host: &str) -> Option<IpAddr> {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    bare.parse().ok()
}

/// The innermost reason, which is the one that says something ("Connection refused").
pub(super) fn cause(error: &reqwest::Error) -> String {
    let mut innermost: &dyn std::error::Error = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    // The outermost would quote the address with its query.
    match error.source() {
        Some(_) => innermost.to_string(),
        None => "the request failed".into(),
    }
}
