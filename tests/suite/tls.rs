//! What a person meets over TLS: each problem has its sentence and the next step, in errors, in the
//! doctor and for a `ca_file` that cannot be used; and a self-signed certificate that is named
//! itself works, whatever it says of itself.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tempfile::TempDir;
use warren::api::v2::{AvailableZones, DeleteInstance};
use warren::api::{ConnectOptions, Departure, ErrorKind, TlsProblem, Told, Write, WriteError};
use warren::model::{InstanceId, ProjectId};

use crate::certificates::{Identity, Server, authority, params, years};
use crate::program::{Home, profile};
use crate::scripted::{Reply, Service, clients};

const HERE: &str = "127.0.0.1";

/// Files with certificates.
struct Files(TempDir);

impl Files {
    fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    fn of(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }
}

/// What comes of a read at this address with these certificates believed.
async fn read(address: &str, ca_file: PathBuf) -> Result<(), String> {
    let nobody = Service::start(|_, _| Reply::Close).await;
    let (reader, _) = clients(ConnectOptions {
        endpoint: address.to_owned(),
        ca_file: Some(ca_file),
        ..nobody.options()
    });
    match reader.read(&AvailableZones).await {
        Ok(_) => Ok(()),
        Err(error) => {
            assert_eq!(error.kind, ErrorKind::Unreachable, "{error:?}");
            Err(error.message)
        }
    }
}

/// The problem that is told at this address, and what else is known of it.
async fn problem(address: &str, ca_file: PathBuf) -> (TlsProblem, String) {
    let said = read(address, ca_file).await.unwrap_err();
    let told = Told::of(&said).unwrap_or_else(|| panic!("{said}"));
    let host = address.strip_prefix("https://").unwrap();
    assert_eq!(told.before, format!("no connection to {host}: "));
    (told.problem, told.detail.to_owned())
}

#[tokio::test]
async fn a_certificate_that_is_named_itself_or_signed_by_one_that_is_works() {
    let files = Files::new();
    let ca = Identity::own(authority("ca"));
    for (identity, named) in [
        (Identity::by(params(HERE), &ca), &ca.pem),
        (Identity::own(params(HERE)), &String::new()),
        (Identity::own(authority(HERE)), &String::new()),
    ] {
        let named = if named.is_empty() {
            &identity.pem
        } else {
            named
        };
        let server = identity.serve().await;
        assert_eq!(
            read(&server.address, files.of("ca.pem", named)).await,
            Ok(())
        );
        // One among others.
        let several = format!(
            "# what we believe\n{}{named}",
            Identity::own(authority("x")).pem
        );
        assert_eq!(
            read(&server.address, files.of("ca.pem", several)).await,
            Ok(())
        );
    }
}

#[tokio::test]
async fn every_wrong_certificate_is_said_to_be_what_it_is() {
    let files = Files::new();
    let (ca, stranger) = (
        Identity::own(authority("ca")),
        Identity::own(authority("stranger")),
    );
    let by_ca = |params| (Identity::by(params, &ca), ca.pem.clone());
    let itself = |params| {
        let identity = Identity::own(params);
        let pem = identity.pem.clone();
        (identity, pem)
    };
    let unnamed = |params| (Identity::own(params), ca.pem.clone());
    for ((identity, named), expected, detail) in [
        (unnamed(params(HERE)), TlsProblem::SelfSigned, ""),
        (unnamed(authority(HERE)), TlsProblem::Authority, ""),
        (
            (Identity::by(params(HERE), &stranger), ca.pem.clone()),
            TlsProblem::UnknownAuthority,
            "",
        ),
        (
            by_ca(params("other.example")),
            TlsProblem::OtherHost,
            " (other.example)",
        ),
        (
            itself(params("other.example")),
            TlsProblem::OtherHost,
            " (other.example)",
        ),
        (
            itself(authority("other.example")),
            TlsProblem::OtherHost,
            " (other.example)",
        ),
        (
            by_ca(years(params(HERE), 2020, 2021)),
            TlsProblem::Expired,
            " (2021-01-01)",
        ),
        (
            itself(years(authority(HERE), 2020, 2021)),
            TlsProblem::Expired,
            " (2021-01-01)",
        ),
        (
            by_ca(years(params(HERE), 2090, 2091)),
            TlsProblem::NotYetValid,
            " (2090-01-01)",
        ),
        (
            itself(years(authority(HERE), 2090, 2091)),
            TlsProblem::NotYetValid,
            " (2090-01-01)",
        ),
    ] {
        let server = identity.serve().await;
        let found = problem(&server.address, files.of("ca.pem", named)).await;
        assert_eq!(found, (expected, detail.to_owned()));
    }
}

#[tokio::test]
async fn what_is_no_tls_or_breaks_off_is_said_to_be_that() {
    let files = Files::new();
    let ca = files.of("ca.pem", Identity::own(authority("ca")).pem);
    for (says, expected) in [
        (&b"HTTP/1.1 400 Bad Request\r\n\r\n"[..], TlsProblem::NotTls),
        (b"SSH-2.0-OpenSSH_9.6\r\n", TlsProblem::NotTls),
        (b"", TlsProblem::Cut),
        // Alerts: protocol version, handshake failure, unrecognised name.
        (b"\x15\x03\x01\x00\x02\x02\x46", TlsProblem::Version),
        (b"\x15\x03\x03\x00\x02\x02\x28", TlsProblem::Refused),
        (b"\x15\x03\x03\x00\x02\x02\x70", TlsProblem::OtherHost),
    ] {
        let server = Server::saying(says).await;
        let (found, _) = problem(&server.address, ca.clone()).await;
        assert_eq!(found, expected, "{says:?}");
    }
    let server = Server::resetting().await;
    let (found, _) = problem(&server.address, ca).await;
    assert_eq!(found, TlsProblem::Cut);
}

#[tokio::test]
async fn nobody_at_a_port_is_no_problem_of_tls() {
    let files = Files::new();
    let ca = files.of("ca.pem", Identity::own(authority("ca")).pem);
    let said = read("https://127.0.0.1:1", ca).await.unwrap_err();
    assert!(
        said.starts_with("no connection to 127.0.0.1:1: Connection refused"),
        "{said}"
    );
}

#[tokio::test]
async fn the_doctor_says_what_is_wrong_with_tls_and_what_to_do() {
    let ca = Identity::own(authority("ca"));
    let expired = Identity::by(years(params(HERE), 2020, 2021), &ca)
        .serve()
        .await;
    let unnamed = Identity::own(authority(HERE)).serve().await;
    let plain = Server::saying(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
    for (server, problem, detail) in [
        (&expired, TlsProblem::Expired, " (2021-01-01)"),
        (&unnamed, TlsProblem::Authority, ""),
        (&plain, TlsProblem::NotTls, ""),
    ] {
        let home = Home::configured(&[profile("p", &server.address, "ca_file = \"ca.pem\"")]);
        std::fs::write(home.path(".config/warren/ca.pem"), &ca.pem).unwrap();
        let ran = home.run("doctor --profile p").await;
        assert_eq!(ran.code, Some(5), "{ran:?}");
        let host = server.address.strip_prefix("https://").unwrap();
        let line = format!(
            "FAIL  DMS answer - {}: no connection to {host}: {}{detail} - {}\n",
            server.address,
            problem.what(),
            problem.advice()
        );
        assert!(ran.out.contains(&line), "{line}{}", ran.out);
    }
}

#[tokio::test]
async fn a_ca_file_that_cannot_be_used_is_refused_by_its_line_before_anything_is_sent() {
    let identity = Identity::own(authority(HERE));
    let broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    let cut = identity.pem.replace("-----END CERTIFICATE-----", "");
    let none = "there is no certificate in PEM form in it";
    for (text, problem) in [
        (None, "No such file or directory (os error 2)"),
        (Some(Vec::new()), none),
        (Some(identity.der().to_vec()), none),
        (Some(identity.key_pem().into_bytes()), none),
        (Some(b"not a certificate".to_vec()), none),
        (
            Some(broken.as_bytes().to_vec()),
            "certificate 1 in it is broken",
        ),
        (
            Some(format!("{}{broken}", identity.pem).into_bytes()),
            "certificate 2 in it is broken",
        ),
        (Some(cut.into_bytes()), "certificate 1 in it is broken"),
    ] {
        let home = Home::configured(&[profile("p", "https://127.0.0.1:1", "ca_file = \"ca.pem\"")]);
        let file = home.path(".config/warren/ca.pem");
        if let Some(text) = text {
            std::fs::write(&file, text).unwrap();
        }
        let config = home.path(".config/warren/config.toml");
        let expected = format!(
            "{}:6: cannot read {}: {problem}\n",
            config.display(),
            file.display()
        );
        let ran = home.run("list --profile p").await;
        assert_eq!(
            (ran.code, ran.err),
            (Some(2), format!("warren: {expected}"))
        );
        let ran = home.run("config check").await;
        assert_eq!((ran.code, ran.out), (Some(1), expected));
    }
}

/// What a write is asked for is asked when its connection is there: the program may have been
/// stopped while it was made.
#[tokio::test]
async fn a_write_that_is_late_when_its_connection_is_there_never_arrives() {
    let files = Files::new();
    let identity = Identity::own(params(HERE));
    let seconds = Arc::new(AtomicU64::new(0));
    let stopped = Arc::clone(&seconds);
    let server = identity
        .serve_after(move || {
            stopped.fetch_add(11, Ordering::SeqCst);
        })
        .await;
    let nobody = Service::start(|_, _| Reply::Close).await;
    let (_, writer) = clients(ConnectOptions {
        endpoint: server.address.clone(),
        ca_file: Some(files.of("its.pem", &identity.pem)),
        ..nobody.options()
    });
    let delete = DeleteInstance {
        instance: InstanceId::new("orders").unwrap(),
    };
    let home = ProjectId::new("pid").unwrap().into();
    let delete = delete.prepare(&home).unwrap();
    let asked = Arc::new(AtomicU64::new(0));
    let until = |last: u64| {
        let (seconds, asked) = (Arc::clone(&seconds), Arc::clone(&asked));
        Departure::new(move || {
            asked.fetch_add(1, Ordering::SeqCst);
            seconds.load(Ordering::SeqCst) <= last
        })
    };
    let late = writer.send(&delete, &until(10)).await;
    let Err(WriteError::NotSent(error)) = late else {
        panic!("{late:?}");
    };
    assert_eq!(error.kind, ErrorKind::Timeout);
    assert_eq!(error.message, "it was held back at the last moment");
    assert_eq!(server.calls.load(Ordering::SeqCst), 0);
    // The next has a connection of its own, and is asked there.
    let sent = writer.send(&delete, &until(22)).await;
    assert!(sent.is_ok(), "{sent:?}");
    assert_eq!(server.calls.load(Ordering::SeqCst), 1);
    assert_eq!(asked.load(Ordering::SeqCst), 2);
}
