//! What is wrong with a TLS connection, as far as its error tells, in words with the next step.
//!
//! The words are part of an error's message, so that a log and a script have them; the screen
//! finds the problem in the message again ([`Told::of`]) and says it in its language.

use std::error::Error as StdError;
use std::io::{self, ErrorKind};

use rustls::{AlertDescription, CertificateError, Error, OtherError};

use super::trust::Distrust;
use strum::{EnumIter, IntoEnumIterator as _, IntoStaticStr, VariantNames};

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, IntoStaticStr, VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum TlsProblem {
    /// The certificate is signed with its own key.
    SelfSigned,
    /// The certificate is an authority's own (`CA:TRUE`).
    Authority,
    /// Nobody who is believed has signed the certificate.
    UnknownAuthority,
    /// The certificate is another one than the pinned one.
    NotPinned,
    /// The certificate is for other names.
    OtherHost,
    /// The certificate has ended.
    Expired,
    /// The certificate has not begun.
    NotYetValid,
    /// The certificate has been taken back.
    Revoked,
    /// The certificate cannot be used for another reason.
    Unfit,
    /// What answers is not TLS.
    NotTls,
    /// There is no version of TLS in common.
    Version,
    /// The other side refuses the handshake.
    Refused,
    /// The other side wants a certificate of ours.
    WantsCertificate,
    /// The connection was cut in the handshake.
    Cut,
}

impl TlsProblem {
    /// What is wrong, in a sentence that begins and ends in the middle of one.
    pub fn what(self) -> &'static str {
        match self {
            Self::SelfSigned => {
                "its certificate is self-signed: nobody who is known here vouches for it"
            }
            Self::Authority => {
                "its certificate is an authority's own (CA:TRUE) and is not named in ca_file"
            }
            Self::UnknownAuthority => {
                "its certificate is signed by an authority that this machine does not know"
            }
            Self::NotPinned => "its certificate is not the one that is pinned",
            Self::OtherHost => "its certificate is for another host",
            Self::Expired => "its certificate has expired",
            Self::NotYetValid => "its certificate is not valid yet",
            Self::Revoked => "its certificate has been revoked",
            Self::Unfit => "its certificate cannot be used",
            Self::NotTls => "what answers there does not speak TLS",
            Self::Version => "it has no version of TLS in common with warren",
            Self::Refused => "it refuses the TLS handshake",
            Self::WantsCertificate => "it asks for a certificate of the client",
            Self::Cut => "the connection was cut in the TLS handshake",
        }
    }

    /// What to do about it.
    pub fn advice(self) -> &'static str {
        match self {
            Self::SelfSigned => {
                "if it is the right server, name its certificate in ca_file of the profile"
            }
            Self::Authority => {
                "if it is the right server, name this very certificate in ca_file of the profile"
            }
            Self::UnknownAuthority => {
                "name the authority's certificate in ca_file of the profile; a proxy that opens TLS has one of its own"
            }
            Self::NotPinned => {
                "do not go on before you know why: was it renewed, or does something else answer?"
            }
            Self::OtherHost => "is the address right? A proxy or a portal may have answered",
            Self::Expired => "whoever runs it must renew it; or is this machine's clock wrong?",
            Self::NotYetValid => "is this machine's clock right?",
            Self::Revoked => "do not go on; ask whoever runs it",
            Self::Unfit => "whoever runs it must give it a certificate for servers",
            Self::NotTls => "is the port right? It may be one for plain http",
            Self::Version => "TLS 1.2 or 1.3 must be switched on there",
            Self::Refused => "is the address right? A proxy on the way may have refused this host",
            Self::WantsCertificate => "warren has none; ask for a way in without",
            Self::Cut => {
                "a firewall on the way may refuse this host; is there a proxy to name in HTTPS_PROXY?"
            }
        }
    }

    /// What is wrong with a connection, and what else the error says about it: dates or names.
    pub(super) fn found(error: &(dyn StdError + 'static)) -> Option<(Self, String)> {
        let mut cut = false;
        let mut source = Some(error);
        while let Some(error) = source {
            if let Some(error) = of_tls(error) {
                return Self::of(error);
            }
            // Before there is a connection nothing of TLS was said.
            if error.to_string() == "tcp connect error" {
                return None;
            }
            cut |= is_cut(error);
            source = error.source();
        }
        cut.then(|| (Self::Cut, String::new()))
    }

    fn of(error: &Error) -> Option<(Self, String)> {
        let problem = match error {
            Error::InvalidCertificate(why) => return Some(Self::of_certificate(why)),
            Error::InvalidMessage(_) => Self::NotTls,
            Error::PeerIncompatible(_)
            | Error::AlertReceived(AlertDescription::ProtocolVersion) => Self::Version,
            Error::AlertReceived(
                AlertDescription::CertificateRequired | AlertDescription::NoCertificate,
            ) => Self::WantsCertificate,
            Error::AlertReceived(AlertDescription::UnrecognisedName) => Self::OtherHost,
            Error::AlertReceived(_) => Self::Refused,
            _ => return None,
        };
        let detail = match error {
            Error::AlertReceived(alert) => format!(" ({alert:?})"),
            _ => String::new(),
        };
        Some((problem, detail))
    }

    fn of_certificate(why: &CertificateError) -> (Self, String) {
        let plain = |problem| (problem, String::new());
        match why {
            CertificateError::Expired => plain(Self::Expired),
            CertificateError::ExpiredContext { not_after, .. } => {
                (Self::Expired, day(not_after.as_secs()))
            }
            CertificateError::NotValidYet => plain(Self::NotYetValid),
            CertificateError::NotValidYetContext { not_before, .. } => {
                (Self::NotYetValid, day(not_before.as_secs()))
            }
            CertificateError::Revoked => plain(Self::Revoked),
            // An authority of a name that is known, with another key.
            CertificateError::UnknownIssuer | CertificateError::BadSignature => {
                plain(Self::UnknownAuthority)
            }
            CertificateError::NotValidForName => plain(Self::OtherHost),
            CertificateError::NotValidForNameContext { presented, .. } => {
                (Self::OtherHost, names(presented))
            }
            CertificateError::Other(OtherError(why)) => match why.downcast_ref::<Distrust>() {
                Some(Distrust::SelfSigned) => plain(Self::SelfSigned),
                Some(Distrust::Authority) => plain(Self::Authority),
                Some(Distrust::NotPinned) => plain(Self::NotPinned),
                None => (Self::Unfit, format!(" ({why})")),
            },
            why => (Self::Unfit, format!(" ({why:?})")),
        }
    }
}

/// The error of TLS that is wrapped in this one, in however many of input and output.
fn of_tls<'a>(error: &'a (dyn StdError + 'static)) -> Option<&'a Error> {
    let wrapped = error
        .downcast_ref::<io::Error>()
        .and_then(io::Error::get_ref);
    match wrapped {
        Some(inner) => of_tls(inner),
        None => error.downcast_ref(),
    }
}

/// Whether the other side ended the connection, in however many errors of input and output it is
/// wrapped.
fn is_cut(error: &(dyn StdError + 'static)) -> bool {
    let Some(error) = error.downcast_ref::<io::Error>() else {
        return false;
    };
    let inner = error.get_ref();
    inner.is_some_and(|inner| is_cut(inner))
        || matches!(
            error.kind(),
            ErrorKind::ConnectionReset
                | ErrorKind::ConnectionAborted
                | ErrorKind::BrokenPipe
                | ErrorKind::UnexpectedEof
        )
}

/// ` (2026-01-31)`, UTC.
fn day(seconds: u64) -> String {
    let time = i64::try_from(seconds)
        .ok()
        .and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
    time.map_or_else(String::new, |time| {
        format!(" ({})", time.strftime("%Y-%m-%d"))
    })
}

/// ` (a.example, b.example)`: the first few names of a certificate.
fn names(presented: &[String]) -> String {
    let bare = presented.iter().take(3).map(|name| {
        let name = name.split_once('(').map_or(name.as_str(), |(_, name)| name);
        name.trim_matches(['"', ')', '('])
    });
    match presented.len() {
        0 => String::new(),
        1..=3 => format!(" ({})", bare.collect::<Vec<_>>().join(", ")),
        _ => format!(" ({}, ...)", bare.collect::<Vec<_>>().join(", ")),
    }
}

/// A problem that a message tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told<'a> {
    pub problem: TlsProblem,
    /// The message up to it.
    pub before: &'a str,
    /// What else is known, such as a date in parentheses.
    pub detail: &'a str,
}

impl<'a> Told<'a> {
    /// The problem in a message that was made by `tell`.
    pub fn of(message: &'a str) -> Option<Self> {
        TlsProblem::iter().find_map(|problem| {
            let (before, rest) = message.split_once(problem.what())?;
            let detail = rest.strip_suffix(problem.advice())?.strip_suffix("; ")?;
            Some(Self {
                problem,
                before,
                detail,
            })
        })
    }
}

/// The problem with what to do about it, for a message.
pub(super) fn tell(problem: TlsProblem, detail: &str) -> String {
    format!("{}{detail}; {}", problem.what(), problem.advice())
}
