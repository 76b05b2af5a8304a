//! Whom the client believes over TLS: the machine's authorities and those of a `ca_file`.
//!
//! A self-signed certificate that is named itself is believed too, also one that says it is an
//! authority (`CA:TRUE`), as `openssl req -x509` makes them: the standard verifier refuses such a
//! one as a server's. It must be the very certificate, for this host, and in its time.

use std::path::Path;
use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{verify_server_cert_signed_by_trust_anchor, verify_server_name};
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error, OtherError, RootCertStore,
    SignatureScheme,
};

/// Certificates to believe in addition to the machine's.
#[derive(Clone, Debug, Default)]
pub(crate) struct Roots(Vec<CertificateDer<'static>>);

impl Roots {
    /// Reads a PEM file. The error says what is wrong with it.
    pub(crate) fn read(path: &Path) -> Result<Self, String> {
        let text = std::fs::read(path).map_err(|error| error.to_string())?;
        let mut roots = Vec::new();
        for certificate in CertificateDer::pem_slice_iter(&text) {
            let number = roots.len() + 1;
            let broken = |_| format!("certificate {number} in it is broken");
            let certificate = certificate.map_err(|_| broken(()))?;
            let mut store = RootCertStore::empty();
            store.add(certificate.clone()).map_err(|_| broken(()))?;
            roots.push(certificate);
        }
        match roots.is_empty() {
            true => Err("there is no certificate in PEM form in it".into()),
            false => Ok(Self(roots)),
        }
    }
}

/// TLS for everything outside this process. The error is a text for the user.
pub(super) fn tls(roots: &Roots) -> Result<ClientConfig, String> {
    let mut config = judged_by(verifier(roots)?)?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

/// Who judges certificates by the machine's authorities and these.
pub(super) fn verifier(roots: &Roots) -> Result<Arc<dyn ServerCertVerifier>, String> {
    let provider = Arc::new(ring::default_provider());
    Ok(Arc::new(Verifier::new(roots, &provider)?))
}

/// TLS with certificates judged by this.
pub(super) fn judged_by(judge: Arc<dyn ServerCertVerifier>) -> Result<ClientConfig, String> {
    let provider = Arc::new(ring::default_provider());
    Ok(ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .dangerous()
        .with_custom_certificate_verifier(judge)
        .with_no_client_auth())
}

/// TLS that trusts nobody, for a way without TLS: reading the machine's roots takes a while, and
/// nobody would look at them.
pub(super) fn no_tls() -> Result<ClientConfig, String> {
    let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?;
    Ok(builder
        .with_root_certificates(RootCertStore::empty())
        .with_no_client_auth())
}

/// Why a certificate is not believed, where the standard verifier says less.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Distrust {
    /// Nobody but itself vouches for it.
    #[error("self-signed")]
    SelfSigned,
    /// It is an authority's, and not named itself.
    #[error("an authority's certificate")]
    Authority,
    /// Another one is the only one to be believed.
    #[error("not the pinned certificate")]
    NotPinned,
}

/// The standard verifier, and beside it the certificates that were named.
#[derive(Debug)]
struct Verifier {
    standard: rustls_platform_verifier::Verifier,
    named: Vec<CertificateDer<'static>>,
    provider: Arc<CryptoProvider>,
}

impl Verifier {
    fn new(roots: &Roots, provider: &Arc<CryptoProvider>) -> Result<Self, String> {
        let named = roots.0.clone();
        let standard = rustls_platform_verifier::Verifier::new_with_extra_roots(
            named.clone(),
            Arc::clone(provider),
        );
        let none = |_| {
            "this machine knows no certificate authority: install its package of them (often \
             ca-certificates), or name a file in SSL_CERT_FILE or in ca_file of the profile"
                .to_owned()
        };
        Ok(Self {
            standard: standard.map_err(none)?,
            named,
            provider: Arc::clone(provider),
        })
    }

    /// Whether the certificate is signed with its own key.
    fn is_self_signed(&self, certificate: &CertificateDer<'_>, now: UnixTime) -> bool {
        let mut itself = RootCertStore::empty();
        let Ok(parsed) = ParsedCertificate::try_from(certificate) else {
            return false;
        };
        if itself.add(certificate.clone().into_owned()).is_err() {
            return false;
        }
        let algorithms = self.provider.signature_verification_algorithms.all;
        verify_server_cert_signed_by_trust_anchor(&parsed, &itself, &[], now, algorithms).is_ok()
    }
}

/// Whether the standard verifier refused an authority's certificate as a server's. Its time is
/// checked before, its name is not.
fn is_authority(error: &Error) -> bool {
    match error {
        Error::InvalidCertificate(CertificateError::Other(OtherError(why))) => {
            why.to_string() == "CaUsedAsEndEntity"
        }
        _ => false,
    }
}

pub(super) fn distrust(why: Distrust) -> Error {
    CertificateError::Other(OtherError(Arc::new(why))).into()
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let judged = self.standard.verify_server_cert(
            end_entity,
            intermediates,
            server_name,
            ocsp_response,
            now,
        );
        match judged {
            Err(error) if is_authority(&error) => {
                if !self.named.iter().any(|named| named == end_entity) {
                    return Err(distrust(Distrust::Authority));
                }
                verify_server_name(&ParsedCertificate::try_from(end_entity)?, server_name)?;
                Ok(ServerCertVerified::assertion())
            }
            Err(Error::InvalidCertificate(
                CertificateError::UnknownIssuer | CertificateError::BadSignature,
            )) if self.is_self_signed(end_entity, now) => Err(distrust(Distrust::SelfSigned)),
            judged => judged,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.standard
            .verify_tls12_signature(message, certificate, signature)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.standard
            .verify_tls13_signature(message, certificate, signature)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.standard.supported_verify_schemes()
    }
}
