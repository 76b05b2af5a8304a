//! Why a broker cannot be asked, or does not answer, each with the next step; and the way to it.

use super::{Words, time};
use crate::api::TlsProblem;
use crate::api::management::{Address, ChangeError, ManagementError, Presented, Way};
use crate::broker::BrokerError;
use crate::say;

/// A failure for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// What is wrong, in a sentence that begins and ends in the middle of one.
    pub what: String,
    /// What to do about it, in sentences.
    pub next: String,
    /// Lines to copy: a tunnel, and how warren uses it.
    pub lines: Vec<String>,
    /// What the certificate that is not believed says of itself, by label.
    pub certificate: Vec<(String, String)>,
}

/// A failure of asking the broker of an instance. `name` is what the instance is called, `address`
/// where it was asked, if anywhere.
pub fn trouble(
    w: &Words,
    error: &ManagementError,
    name: &str,
    address: Option<&Address>,
) -> Trouble {
    let host = address.map_or("", |address| address.host.as_str());
    let port = address.map(|address| address.port.to_string());
    let port = port.unwrap_or_default();
    let other = address.map(|address| address.other_scheme().to_string());
    let other = other.unwrap_or_default();
    let status = error.status().map(|status| status.to_string());
    let status = status.unwrap_or_default();
    let (why, certificate) = (why(w, error), advice(w, error));
    let mut trouble = Trouble {
        what: say!(
            w,
            "broker.error.what" / error,
            name,
            host,
            port,
            why,
            status
        ),
        next: say!(
            w,
            "broker.error.next" / error,
            name,
            port,
            other,
            certificate
        ),
        lines: Vec::new(),
        certificate: error
            .presented()
            .map_or_else(Vec::new, |shown| facts(w, shown)),
    };
    let private = address.filter(|address| address.is_private());
    if let (ManagementError::NoRoute, Some(address)) = (error, private) {
        trouble.what = say!(w, "broker.inside-vpc", host);
        trouble.next = w.text("broker.need-tunnel").to_owned();
        trouble.lines = tunnel(name, address);
    }
    trouble
}

/// Why a part of a broker could not be read, in the middle of a sentence.
pub fn failed(w: &Words, error: &BrokerError, name: &str) -> String {
    match error {
        BrokerError::Management(error) => trouble(w, error, name, None).what,
        BrokerError::NoUser => w.text("broker.no-user").to_owned(),
        BrokerError::NeedsPassword(_) => super::UNKNOWN.to_owned(),
    }
}

/// The words of somebody else that a failure repeats, and the parts it is said with.
fn why(w: &Words, error: &ManagementError) -> String {
    match error {
        ManagementError::Address(problem) => w.named("broker.address", problem).to_owned(),
        ManagementError::Tls {
            problem, detail, ..
        } => format!("{}{detail}", w.named("error.tls.what", *problem)),
        ManagementError::SameName { ids, .. } => {
            let ids: Vec<&str> = ids.iter().map(|id| id.as_str()).collect();
            ids.join(", ")
        }
        ManagementError::SameVariable { variable, names } => {
            format!("{} ({variable})", names.join(", "))
        }
        ManagementError::LacksTag(tag) => tag.word().to_owned(),
        other => other.said().unwrap_or_default().to_owned(),
    }
}

/// What to do about TLS that came to nothing: for a certificate that is only not known, pin it.
fn advice(w: &Words, error: &ManagementError) -> String {
    let ManagementError::Tls {
        problem, presented, ..
    } = error
    else {
        return String::new();
    };
    let pins = matches!(
        problem,
        TlsProblem::SelfSigned
            | TlsProblem::Authority
            | TlsProblem::UnknownAuthority
            | TlsProblem::OtherHost
    );
    match presented.as_deref().filter(|_| pins) {
        Some(shown) => {
            let fingerprint = shown.fingerprint;
            say!(w, "broker.certificate.advice", fingerprint)
        }
        None => w.named("error.tls.advice", *problem).to_owned(),
    }
}

/// A tunnel to an address inside the VPC, and how warren goes through it.
fn tunnel(name: &str, address: &Address) -> Vec<String> {
    let (host, port) = (&address.host, address.port);
    let scheme = if address.plain { "http" } else { "https" };
    vec![
        format!("ssh -N -L {port}:{host}:{port} USER@BASTION"),
        format!("warren --broker {name}={scheme}://127.0.0.1:{port}"),
    ]
}

/// What a certificate says of itself, by label.
fn facts(w: &Words, shown: &Presented) -> Vec<(String, String)> {
    let fact = |label: &str, value: String| (label.to_owned(), value);
    let until = shown.not_after.map(|at| time::exact(w, at));
    vec![
        fact(w.text("broker.certificate.subject"), shown.subject.clone()),
        fact(w.text("broker.certificate.names"), shown.names.join(", ")),
        fact(
            w.text("broker.certificate.fingerprint"),
            shown.fingerprint.to_string(),
        ),
        fact(w.text("broker.certificate.until"), super::or_unknown(until)),
    ]
}

/// What became of a change, with what went wrong.
pub fn change(w: &Words, error: &ChangeError, name: &str, address: Option<&Address>) -> String {
    let what = trouble(w, error.error(), name, address).what;
    say!(w, "broker.change" / error, what)
}

/// Where a broker is asked, and who says so.
pub fn way(w: &Words, way: &Way) -> String {
    let source = w.named("broker.source", way.source);
    say!(w, "broker.way", address = way.address, source)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;

    fn said(lang: Lang, error: &ManagementError, address: &str) -> Trouble {
        let w = Words::load(lang).unwrap();
        let address = Address::parse(address).unwrap();
        trouble(&w, error, "shop", Some(&address))
    }

    #[test]
    fn an_address_inside_the_vpc_comes_with_the_tunnel_to_it() {
        let inside = said(
            Lang::English,
            &ManagementError::NoRoute,
            "http://192.168.0.74:15672",
        );
        assert_eq!(
            inside.what,
            "192.168.0.74 is inside the VPC, and this machine has no way there"
        );
        assert_eq!(
            inside.lines,
            [
                "ssh -N -L 15672:192.168.0.74:15672 USER@BASTION",
                "warren --broker shop=http://127.0.0.1:15672",
            ]
        );
        let public = said(
            Lang::English,
            &ManagementError::NoRoute,
            "http://203.0.113.7:15672",
        );
        assert!(public.next.contains("security group"), "{public:?}");
        assert_eq!(public.lines, Vec::<String>::new());
    }

    #[test]
    fn the_other_scheme_is_offered_where_it_is_the_right_one() {
        let mixed = said(
            Lang::English,
            &ManagementError::WantsTls,
            "http://10.0.0.1:15671",
        );
        assert_eq!(mixed.next, "Use https://10.0.0.1:15671.");
        assert!(mixed.what.contains("15671"));
    }

    #[test]
    fn a_certificate_is_shown_with_what_to_compare_in_both_languages() {
        let fingerprint = "ab".repeat(32);
        let presented = Presented {
            subject: "CN=broker-1".into(),
            names: vec!["broker-1".into(), "10.0.0.1".into()],
            fingerprint: fingerprint.parse().unwrap(),
            not_after: Some(1_900_000_000_000),
        };
        let error = ManagementError::Tls {
            problem: TlsProblem::SelfSigned,
            detail: String::new(),
            presented: Some(Box::new(presented)),
        };
        for lang in Lang::ALL {
            let shown = said(lang, &error, "https://10.0.0.1:15671");
            assert!(shown.next.contains("pin = \"AB:AB:"), "{shown:?}");
            let values: Vec<&str> = shown.certificate.iter().map(|one| one.1.as_str()).collect();
            assert_eq!(values[..2], ["CN=broker-1", "broker-1, 10.0.0.1"]);
            assert!(values[3].starts_with("2030-03-17"), "{values:?}");
        }
    }
}
