//! What a certificate says of itself, for whoever decides whether to believe it.
//!
//! Only what is shown is read (RFC 5280): what cannot be read is left out. Whether a certificate is
//! good is not decided here.

use std::net::IpAddr;

use super::Fingerprint;
use crate::model::EpochMs;

/// Names that are shown of a certificate; it may have thousands.
const MOST_NAMES: usize = 12;
/// The longest text that is kept of it, in bytes.
const LONGEST: usize = 200;

/// A certificate as a server presents it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Presented {
    /// Whose it is, as in `CN=broker-1, O=Shop`; empty where it does not say.
    pub subject: String,
    /// Hosts and addresses that it is for.
    pub names: Vec<String>,
    pub fingerprint: Fingerprint,
    /// When it ends.
    pub not_after: Option<EpochMs>,
}

impl Presented {
    /// Reads a certificate in DER.
    pub(super) fn of(certificate: &[u8]) -> Self {
        let mut presented = Self {
            subject: String::new(),
            names: Vec::new(),
            fingerprint: Fingerprint::of(certificate),
            not_after: None,
        };
        // What was read before something odd stays.
        let _ = presented.read(certificate);
        presented
    }

    fn read(&mut self, certificate: &[u8]) -> Option<()> {
        let mut outer = Der(Der(certificate).take(SEQUENCE)?);
        let mut fields = Der(outer.take(SEQUENCE)?);
        if fields.0.first() == Some(&VERSION) {
            fields.next()?;
        }
        // Serial number, algorithm, issuer.
        for _ in 0..3 {
            fields.next()?;
        }
        let mut validity = Der(fields.take(SEQUENCE)?);
        validity.next()?;
        let (kind, until) = validity.next()?;
        self.not_after = time(kind, until);
        self.subject = subject(fields.take(SEQUENCE)?);
        while let Some((tag, content)) = fields.next() {
            if tag == EXTENSIONS {
                self.names = names(Der(content).take(SEQUENCE)?);
            }
        }
        Some(())
    }
}

const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
const OBJECT: u8 = 0x06;
const OCTETS: u8 = 0x04;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;
const BMP_STRING: u8 = 0x1e;
/// `[0]` and `[3]` of a certificate.
const VERSION: u8 = 0xa0;
const EXTENSIONS: u8 = 0xa3;
/// `[2]` and `[7]` of a name that it is for.
const DNS_NAME: u8 = 0x82;
const IP_ADDRESS: u8 = 0x87;
/// 2.5.29.17
const SUBJECT_ALT_NAME: &[u8] = &[0x55, 0x1d, 0x11];

/// Parts of a name, 2.5.4.N, and how they are written.
const PARTS: [(u8, &str); 6] = [
    (3, "CN"),
    (10, "O"),
    (11, "OU"),
    (7, "L"),
    (8, "ST"),
    (6, "C"),
];

/// Elements in DER, one after the other.
struct Der<'a>(&'a [u8]);

impl<'a> Der<'a> {
    /// Tag and content of the next element.
    fn next(&mut self) -> Option<(u8, &'a [u8])> {
        let [tag, length, rest @ ..] = self.0 else {
            return None;
        };
        let (length, rest) = match usize::from(*length) {
            short @ 0..0x80 => (short, rest),
            // In so many bytes.
            long => {
                let (bytes, rest) = rest.split_at_checked(long & 0x7f)?;
                let fits = (1..=4).contains(&bytes.len());
                let add = |sum, byte: &u8| sum << 8 | usize::from(*byte);
                (fits.then(|| bytes.iter().fold(0, add))?, rest)
            }
        };
        let (content, rest) = rest.split_at_checked(length)?;
        self.0 = rest;
        Some((*tag, content))
    }

    /// The content of the next element, which must be of this kind.
    fn take(&mut self, expected: u8) -> Option<&'a [u8]> {
        let (tag, content) = self.next()?;
        (tag == expected).then_some(content)
    }
}

fn subject(name: &[u8]) -> String {
    let mut parts = Vec::new();
    let mut sets = Der(name);
    while let Some(set) = sets.take(SET) {
        let part = Der(set).take(SEQUENCE).and_then(|pair| {
            let mut pair = Der(pair);
            let (kind, value) = (pair.take(OBJECT)?, pair.next()?);
            let number = kind.strip_prefix(&[0x55, 0x04])?;
            let (_, word) = PARTS.iter().find(|(part, _)| number == [*part])?;
            Some(format!("{word}={}", text(value)))
        });
        parts.extend(part);
    }
    parts.reverse();
    parts.join(", ")
}

fn text((tag, bytes): (u8, &[u8])) -> String {
    let bytes = &bytes[..bytes.len().min(LONGEST)];
    match tag {
        BMP_STRING => {
            let (pairs, _) = bytes.as_chunks::<2>();
            let units: Vec<u16> = pairs.iter().map(|pair| u16::from_be_bytes(*pair)).collect();
            String::from_utf16_lossy(&units)
        }
        _ => String::from_utf8_lossy(bytes).into_owned(),
    }
}

/// The hosts and addresses of the extensions.
fn names(extensions: &[u8]) -> Vec<String> {
    let mut extensions = Der(extensions);
    while let Some(extension) = extensions.take(SEQUENCE) {
        let mut parts = Der(extension);
        if parts.take(OBJECT) != Some(SUBJECT_ALT_NAME) {
            continue;
        }
        // A flag may stand between.
        while let Some((tag, content)) = parts.next() {
            if tag == OCTETS {
                return Der(content).take(SEQUENCE).map_or_else(Vec::new, hosts);
            }
        }
    }
    Vec::new()
}

fn hosts(names: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    let mut names = Der(names);
    while let Some((tag, content)) = names.next() {
        let host = match tag {
            DNS_NAME => Some(text((tag, content))),
            IP_ADDRESS => address(content).map(|ip| ip.to_string()),
            _ => None,
        };
        found.extend(host.filter(|_| found.len() < MOST_NAMES));
    }
    found
}

fn address(bytes: &[u8]) -> Option<IpAddr> {
    let four = <[u8; 4]>::try_from(bytes).map(IpAddr::from);
    four.or_else(|_| <[u8; 16]>::try_from(bytes).map(IpAddr::from))
        .ok()
}

/// `YYMMDDHHMMSSZ` of 1950 to 2049, or with four digits of the year.
fn time(kind: u8, bytes: &[u8]) -> Option<EpochMs> {
    let text = std::str::from_utf8(bytes).ok()?;
    let full = match kind {
        UTC_TIME => {
            let century = if text.get(..2)? < "50" { "20" } else { "19" };
            format!("{century}{text}")
        }
        GENERALIZED_TIME => text.to_owned(),
        _ => return None,
    };
    let civil = jiff::civil::DateTime::strptime("%Y%m%d%H%M%SZ", full).ok()?;
    let zoned = civil.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
    Some(zoned.timestamp().as_millisecond())
}
