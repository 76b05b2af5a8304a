//! Certificates that are right, or wrong in one way each, and servers on loopback that show them.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, date_time_ymd};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

/// A certificate with its key.
pub struct Identity {
    params: CertificateParams,
    key: KeyPair,
    certificate: CertificateDer<'static>,
    pub pem: String,
}

/// What a certificate says about itself.
pub fn params(host: &str) -> CertificateParams {
    let mut params = CertificateParams::new(vec![host.to_owned()]).unwrap();
    params.distinguished_name.push(DnType::CommonName, host);
    params
}

/// The same as an authority's.
pub fn authority(host: &str) -> CertificateParams {
    let mut params = params(host);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params
}

/// The same for these years.
pub fn years(mut params: CertificateParams, from: i32, to: i32) -> CertificateParams {
    params.not_before = date_time_ymd(from, 1, 1);
    params.not_after = date_time_ymd(to, 1, 1);
    params
}

impl Identity {
    /// Signed with its own key.
    pub fn own(params: CertificateParams) -> Self {
        let key = KeyPair::generate().unwrap();
        let certificate = params.self_signed(&key).unwrap();
        Self {
            pem: certificate.pem(),
            certificate: certificate.der().clone(),
            params,
            key,
        }
    }

    /// Signed by an authority.
    pub fn by(params: CertificateParams, authority: &Self) -> Self {
        let key = KeyPair::generate().unwrap();
        let issuer = Issuer::from_params(&authority.params, &authority.key);
        let certificate = params.signed_by(&key, &issuer).unwrap();
        Self {
            pem: certificate.pem(),
            certificate: certificate.der().clone(),
            params,
            key,
        }
    }

    /// The key in PEM form.
    pub fn key_pem(&self) -> String {
        self.key.serialize_pem()
    }

    /// The certificate as bytes.
    pub fn der(&self) -> &[u8] {
        &self.certificate
    }

    /// A server with this certificate that answers every call like an empty service; it ends with
    /// what is given back.
    pub async fn serve(&self) -> Server {
        self.serve_after(|| {}).await
    }

    /// The same, which does this with every connection before it speaks TLS.
    pub async fn serve_after(&self, connected: impl Fn() + Send + 'static) -> Server {
        let key = PrivateKeyDer::try_from(self.key.serialize_der()).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = rustls::ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![self.certificate.clone()], key)
            .unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let calls = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&calls);
        let mut server = Server::start(move |stream| {
            let (acceptor, calls) = (acceptor.clone(), Arc::clone(&counter));
            connected();
            async move {
                let Ok(mut stream) = acceptor.accept(stream).await else {
                    return;
                };
                let mut bytes = [0; 4096];
                while stream.read(&mut bytes).await.is_ok_and(|read| read > 0) {
                    calls.fetch_add(1, Ordering::SeqCst);
                    let body = r#"{"available_zones":[]}"#;
                    let head = format!(
                        "HTTP/1.1 200 OK\r\nx-request-id: r\r\ncontent-length: {}\r\n\r\n",
                        body.len()
                    );
                    let _ = stream.write_all((head + body).as_bytes()).await;
                }
            }
        })
        .await;
        server.calls = calls;
        server
    }
}

/// A server on loopback.
pub struct Server {
    /// `https://127.0.0.1:port`
    pub address: String,
    /// How many calls it has answered.
    pub calls: Arc<AtomicUsize>,
    accepting: JoinHandle<()>,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

impl Server {
    async fn start<F>(serve: impl Fn(tokio::net::TcpStream) -> F + Send + 'static) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("https://{}", listener.local_addr().unwrap());
        let accepting = tokio::spawn(async move {
            let mut connections = tokio::task::JoinSet::new();
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                connections.spawn(serve(stream));
            }
        });
        Self {
            address,
            calls: Arc::default(),
            accepting,
        }
    }

    /// Closes once something has come that it does not read, which resets the connection.
    pub async fn resetting() -> Self {
        Self::start(|stream| async move {
            let _ = stream.readable().await;
        })
        .await
    }

    /// Reads what comes first, says this and closes.
    pub async fn saying(bytes: &'static [u8]) -> Self {
        Self::start(move |mut stream| async move {
            let _ = stream.read(&mut [0; 4096]).await;
            let _ = stream.write_all(bytes).await;
            let _ = stream.shutdown().await;
        })
        .await
    }
}
