//! `NO_PROXY`: what is reached without the proxy, by the rules of Go's `httpproxy`.
//!
//! Entries are separated by commas: `*` is everything, `x.y` the name and all names below it, `.x.y`
//! and `*.x.y` only those below it, an IP address itself, `10.0.0.0/8` a range of them; a name or an
//! address with a port (`x.y:443`, `[::1]:443`) only that port.

use std::net::IpAddr;

use reqwest::Url;

/// The entries of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Exceptions(Vec<Exception>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Exception {
    Everything,
    /// Network and how many of its bits count.
    Range(IpAddr, u32),
    Address(IpAddr, Option<u16>),
    Name(String, Option<u16>),
    /// Names that end in this, which begins with a dot.
    Below(String, Option<u16>),
}

impl Exceptions {
    /// Reads a list. An entry that makes no sense excepts nothing.
    pub(super) fn parse(list: &str) -> Self {
        Self(list.split(',').flat_map(entry).collect())
    }

    /// Whether this host of an address, at this port, is reached without the proxy.
    pub(super) fn has(&self, host: &str, port: u16) -> bool {
        let host = host.trim_matches(['[', ']']).to_lowercase();
        let address = host
            .parse::<IpAddr>()
            .ok()
            .map(|address| address.to_canonical());
        let at = |wanted: &Option<u16>| wanted.is_none_or(|wanted| wanted == port);
        self.0.iter().any(|exception| match exception {
            Exception::Everything => true,
            Exception::Range(network, bits) => {
                address.is_some_and(|address| begins_alike(address, *network, *bits))
            }
            Exception::Address(one, port) => address == Some(*one) && at(port),
            Exception::Name(name, port) => host == *name && at(port),
            Exception::Below(end, port) => host.ends_with(end) && at(port),
        })
    }
}

/// What one entry excepts; a name excepts itself and what is below it.
fn entry(given: &str) -> Vec<Exception> {
    let given = given.trim().to_lowercase();
    if given == "*" {
        return vec![Exception::Everything];
    }
    if let Some((network, bits)) = range(&given) {
        return vec![Exception::Range(network, bits)];
    }
    let (host, port) = parts(&given);
    if let Ok(address) = host.parse::<IpAddr>() {
        return vec![Exception::Address(address.to_canonical(), port)];
    }
    let below = host.strip_prefix("*.").or(host.strip_prefix('.'));
    let name = match below.unwrap_or(host) {
        "" => return Vec::new(),
        name => ascii(name),
    };
    let end = Exception::Below(format!(".{name}"), port);
    match below {
        Some(_) => vec![end],
        None => vec![Exception::Name(name, port), end],
    }
}

/// `10.0.0.0/8`
fn range(given: &str) -> Option<(IpAddr, u32)> {
    let (network, bits) = given.split_once('/')?;
    let network: IpAddr = network.parse().ok()?;
    let bits: u32 = bits.parse().ok()?;
    let width = if network.is_ipv4() { 32 } else { 128 };
    (bits <= width).then_some((network, bits))
}

/// A host, and the port behind it where there is one.
fn parts(given: &str) -> (&str, Option<u16>) {
    if let Some((host, port)) = given
        .strip_prefix('[')
        .and_then(|rest| rest.split_once(']'))
    {
        let port = port.strip_prefix(':').and_then(|port| port.parse().ok());
        return (host, port);
    }
    match given.rsplit_once(':') {
        // More colons are an IPv6 address without a port.
        Some((host, port)) if !host.contains(':') => match port.parse() {
            Ok(port) => (host, Some(port)),
            Err(_) => (given, None),
        },
        _ => (given, None),
    }
}

/// A name as it stands in an address.
fn ascii(name: &str) -> String {
    let url = Url::parse(&format!("http://{name}/"));
    let host = url.ok().and_then(|url| url.host_str().map(str::to_owned));
    host.unwrap_or_else(|| name.to_owned())
}

fn begins_alike(address: IpAddr, network: IpAddr, bits: u32) -> bool {
    match (address, network) {
        (IpAddr::V4(address), IpAddr::V4(network)) => {
            let mask = u32::MAX.checked_shl(32 - bits).unwrap_or(0);
            (address.to_bits() ^ network.to_bits()) & mask == 0
        }
        (IpAddr::V6(address), IpAddr::V6(network)) => {
            let mask = u128::MAX.checked_shl(128 - bits).unwrap_or(0);
            (address.to_bits() ^ network.to_bits()) & mask == 0
        }
        (IpAddr::V4(_), IpAddr::V6(_)) | (IpAddr::V6(_), IpAddr::V4(_)) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_excepts_what_it_excepts_in_go() {
        let dms = ("dms.r.example", 443);
        for (list, (host, port), excepted) in [
            ("*", dms, true),
            ("*", ("10.1.2.3", 443), true),
            ("x, *", dms, true),
            ("dms.r.example", dms, true),
            ("DMS.R.Example", dms, true),
            ("r.example", dms, true),
            (".r.example", dms, true),
            ("*.r.example", dms, true),
            ("example", dms, true),
            (" x ,\tr.example ", dms, true),
            ("r.example", ("r.example", 443), true),
            (".r.example", ("r.example", 443), false),
            ("*.r.example", ("r.example", 443), false),
            ("s.example", dms, false),
            ("ms.r.example", dms, false),
            ("dms.r.example.com", dms, false),
            ("dms*", dms, false),
            ("dms.r.example:443", dms, true),
            ("*.r.example:443", dms, true),
            ("r.example:443", dms, true),
            ("dms.r.example:8443", dms, false),
            ("dms.r.example:8443", ("dms.r.example", 8443), true),
            ("10.1.2.3", ("10.1.2.3", 443), true),
            ("10.1.2.3:443", ("10.1.2.3", 443), true),
            ("10.1.2.3:80", ("10.1.2.3", 443), false),
            ("10.0.0.0/8", ("10.1.2.3", 443), true),
            ("10.0.0.0/8", ("11.1.2.3", 443), false),
            ("0.0.0.0/0", ("11.1.2.3", 443), true),
            ("10.0.0.0/33", ("10.1.2.3", 443), false),
            ("10.", ("10.1.2.3", 443), false),
            ("fe80::/10", ("[fe80::1]", 443), true),
            ("fe80::1", ("[fe80::1]", 443), true),
            ("[fe80::1]:443", ("[fe80::1]", 443), true),
            ("[fe80::1]:80", ("[fe80::1]", 443), false),
            ("::ffff:10.1.2.3", ("10.1.2.3", 443), true),
            ("10.0.0.0/8", ("dms.10.example", 443), false),
            ("bücher.example", ("xn--bcher-kva.example", 443), true),
            ("", dms, false),
            (",, ,", dms, false),
            (".", dms, false),
            (":443", dms, false),
        ] {
            assert_eq!(
                Exceptions::parse(list).has(host, port),
                excepted,
                "{list} {host}:{port}"
            );
        }
    }
}
