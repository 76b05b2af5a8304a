//! A certificate that is believed by its fingerprint alone.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{DigitallySignedStruct, Error, SignatureScheme};
use sha2::{Digest as _, Sha256};

use crate::api::trust::{Distrust, distrust};

/// SHA-256 of a certificate, as `openssl x509 -fingerprint -sha256` shows it.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint([u8; 32]);

/// What was given is no fingerprint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "a pin is the SHA-256 fingerprint of a certificate: 64 hexadecimal digits, with or without colons"
)]
pub struct NoFingerprint;

impl Fingerprint {
    /// That of a certificate.
    pub(super) fn of(certificate: &[u8]) -> Self {
        Self(Sha256::digest(certificate).into())
    }
}

impl FromStr for Fingerprint {
    type Err = NoFingerprint;

    /// Reads digits in any case, with colons or blanks between them, and `sha256:` before them.
    fn from_str(text: &str) -> Result<Self, NoFingerprint> {
        let lower = text.trim().to_ascii_lowercase();
        let bare = lower.strip_prefix("sha256").unwrap_or(&lower);
        let bare = bare.trim_start_matches([':', '=', ' ']);
        let digits = bare.chars().filter(|c| !matches!(c, ':' | ' '));
        let digits: Option<Vec<u8>> = digits
            .map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
            .collect();
        let digits = digits.ok_or(NoFingerprint)?;
        let bytes: Vec<u8> = digits
            .chunks_exact(2)
            .map(|pair| pair[0] << 4 | pair[1])
            .collect();
        match <[u8; 32]>::try_from(bytes) {
            Ok(bytes) if digits.len() == 64 => Ok(Self(bytes)),
            Ok(_) | Err(_) => Err(NoFingerprint),
        }
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits: Vec<String> = self.0.iter().map(|byte| format!("{byte:02X}")).collect();
        f.write_str(&digits.join(":"))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// Believes the certificate of this fingerprint and no other one, whatever its name, its time and
/// whoever signed it. That the server has its key is checked as ever.
#[derive(Debug)]
pub(super) struct PinVerifier {
    pin: Fingerprint,
    provider: Arc<CryptoProvider>,
}

impl PinVerifier {
    pub(super) fn new(pin: Fingerprint) -> Self {
        let provider = Arc::new(ring::default_provider());
        Self { pin, provider }
    }
}

impl ServerCertVerifier for PinVerifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        match Fingerprint::of(end_entity) == self.pin {
            true => Ok(ServerCertVerified::assertion()),
            false => Err(distrust(Distrust::NotPinned)),
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls12_signature(message, certificate, signature, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls13_signature(message, certificate, signature, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        let algorithms = &self.provider.signature_verification_algorithms;
        algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_is_read_as_tools_print_it() {
        let shown = Fingerprint::of(b"certificate").to_string();
        assert_eq!((shown.len(), shown.matches(':').count()), (95, 31));
        let bare = shown.replace(':', "").to_lowercase();
        for given in [
            shown.clone(),
            bare.clone(),
            format!("sha256:{bare}"),
            format!(" SHA256 Fingerprint={shown}").replace(" Fingerprint", ""),
        ] {
            let read = given.parse::<Fingerprint>().map(|one| one.to_string());
            assert_eq!(read.as_ref(), Ok(&shown), "{given}");
        }
        for wrong in [
            "",
            "AB:CD",
            &bare[1..],
            &format!("{bare}00"),
            &bare.replace('a', "g"),
        ] {
            let read = wrong.parse::<Fingerprint>();
            assert_eq!(read, Err(NoFingerprint), "{wrong}");
        }
    }
}
