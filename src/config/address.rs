//! Addresses of the service: checked, and cut to what a request needs.

use reqwest::Url;

use super::error::{AddressProblem, ConfigError};
use super::value;
use crate::api::is_loopback;

/// Paths that users copy along with an address and that only name an API version.
const VERSION_PATHS: [&str; 4] = ["", "/v1.0", "/v2", "/v3"];

/// A checked `scheme://host[:port]` without a slash at its end: https, or http to this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Address {
    text: String,
    host: String,
}

impl Address {
    /// Checks an address; `given_by` says in an error where it came from.
    pub(super) fn parse(given: &str, given_by: &str) -> Result<Self, ConfigError> {
        // The parser of addresses would drop line breaks inside without a word.
        let given = value::code(given, given_by)?.unwrap_or_default();
        check(given).map_err(|problem| ConfigError::Address {
            given_by: given_by.to_owned(),
            problem,
        })
    }

    /// The address as text.
    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether it can only be reached from this machine.
    pub(super) fn is_loopback(&self) -> bool {
        is_loopback(&self.host)
    }

    /// Whether the host belongs to this domain.
    pub(super) fn is_under(&self, domain: &str) -> bool {
        self.host
            .strip_suffix(domain)
            .is_some_and(|rest| rest.ends_with('.'))
    }

    /// The region in a host like `dms.cn-north-4.myhuaweicloud.com`.
    pub(super) fn region(&self) -> Option<&str> {
        let (region, domain) = self.host.strip_prefix("dms.")?.split_once('.')?;
        (region.contains('-') && domain.contains('.')).then_some(region)
    }

    /// Where IAM is, if the service's address tells: beside `dms.REGION.DOMAIN`, and on this
    /// machine at the same address, because there it is the simulator that answers for both.
    pub(super) fn iam(&self) -> Option<Self> {
        self.beside(self.host.replacen("dms.", "iam.", 1))
    }

    /// Where Cloud Eye is, told in the same way. Its host in eu-west-101 ends in `.com` although
    /// that of the message service ends in `.eu` (endpoint tables of both).
    pub(super) fn ces(&self) -> Option<Self> {
        let host = self.host.replacen("dms.", "ces.", 1);
        self.beside(host.replace(".myhuaweicloud.eu", ".myhuaweicloud.com"))
    }

    fn beside(&self, host: String) -> Option<Self> {
        if self.is_loopback() {
            return Some(self.clone());
        }
        self.region()?;
        Some(Self {
            text: format!("https://{host}"),
            host,
        })
    }
}

fn check(given: &str) -> Result<Address, AddressProblem> {
    let unreadable = if given.contains("://") {
        AddressProblem::Malformed
    } else {
        AddressProblem::Scheme
    };
    let url = Url::parse(given).map_err(|_| unreadable)?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(AddressProblem::User);
    }
    let host = url.host_str().ok_or(AddressProblem::Scheme)?;
    match url.scheme() {
        "https" => {}
        "http" if is_loopback(host) => {}
        "http" => return Err(AddressProblem::PlainHttp),
        _ => return Err(AddressProblem::Scheme),
    }
    if !VERSION_PATHS.contains(&url.path().trim_end_matches('/'))
        || url.query().is_some()
        || url.fragment().is_some()
    {
        return Err(AddressProblem::Extra);
    }
    Ok(Address {
        text: url.origin().ascii_serialization(),
        host: host.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepted(given: &str) -> Address {
        Address::parse(given, "--endpoint").unwrap()
    }

    #[test]
    fn an_address_is_cut_to_scheme_host_and_port() {
        for (given, expected) in [
            (
                "https://dms.cn-north-4.myhuaweicloud.com",
                "https://dms.cn-north-4.myhuaweicloud.com",
            ),
            ("https://DMS.example.com/", "https://dms.example.com"),
            ("https://dms.example.com:443//", "https://dms.example.com"),
            (
                "https://dms.example.com:8443/v2/",
                "https://dms.example.com:8443",
            ),
            ("https://iam.example.com/v3", "https://iam.example.com"),
            (" https://iam.example.com\n", "https://iam.example.com"),
            ("http://127.0.0.1:8080/", "http://127.0.0.1:8080"),
            ("http://127.9.8.7", "http://127.9.8.7"),
            ("http://[::1]:80", "http://[::1]"),
            ("http://localhost:1", "http://localhost:1"),
        ] {
            assert_eq!(accepted(given).as_str(), expected, "{given}");
        }
    }

    #[test]
    fn plain_http_to_another_machine_is_refused() {
        for given in [
            "http://dms.cn-north-4.myhuaweicloud.com",
            "http://10.0.0.1",
            "http://0.0.0.0:80",
            "http://[::ffff:127.0.0.1]",
            "http://localhost.example.com",
            "http://127.0.0.1.example.com",
        ] {
            assert_eq!(check(given), Err(AddressProblem::PlainHttp), "{given}");
        }
    }

    #[test]
    fn what_is_no_address_is_refused_without_repeating_it() {
        for (given, problem) in [
            ("ftp://h", AddressProblem::Scheme),
            ("localhost:80", AddressProblem::Scheme),
            ("dms.example.com", AddressProblem::Scheme),
            ("127.0.0.1:80", AddressProblem::Scheme),
            ("https://", AddressProblem::Malformed),
            ("https://h:99999", AddressProblem::Malformed),
            ("https://user:canary@h", AddressProblem::User),
            ("http://canary@127.0.0.1", AddressProblem::User),
            ("https://h/api", AddressProblem::Extra),
            ("https://h?token=canary", AddressProblem::Extra),
            ("https://h/#x", AddressProblem::Extra),
        ] {
            let error = Address::parse(given, "--endpoint").unwrap_err();
            assert_eq!(
                error,
                ConfigError::Address {
                    given_by: "--endpoint".into(),
                    problem
                },
                "{given}"
            );
            assert!(!format!("{error} {error:?}").contains("canary"), "{error}");
        }
    }

    #[test]
    fn a_regional_host_tells_its_region_and_where_iam_is() {
        for (given, region, iam) in [
            (
                "https://dms.cn-north-4.myhuaweicloud.com",
                Some("cn-north-4"),
                Some("https://iam.cn-north-4.myhuaweicloud.com"),
            ),
            (
                "https://dms.ru-moscow-1.hc.sbercloud.ru",
                Some("ru-moscow-1"),
                Some("https://iam.ru-moscow-1.hc.sbercloud.ru"),
            ),
            ("https://dms.example.com", None, None),
            ("https://dms.example.co.uk", None, None),
            ("https://gateway.example.com", None, None),
            ("http://127.0.0.1:8080", None, Some("http://127.0.0.1:8080")),
        ] {
            let address = accepted(given);
            assert_eq!(address.region(), region, "{given}");
            assert_eq!(
                address.iam().map(|iam| iam.text),
                iam.map(str::to_owned),
                "{given}"
            );
        }
    }

    #[test]
    fn a_host_is_under_a_domain_only_at_a_dot() {
        let address = accepted("https://dms.r.myhuaweicloud.com");
        assert!(address.is_under("myhuaweicloud.com"));
        assert!(!address.is_under("huaweicloud.com"));
    }
}
