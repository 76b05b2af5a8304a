//! What speaks at an address that gives no answer in HTTP, or not as it was asked.

use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::Address;

/// Longest time for a connection, and for the first words.
const PATIENCE: Duration = Duration::from_secs(3);
/// Asked without name and password.
const QUESTION: &[u8] = b"GET / HTTP/1.1\r\nhost: broker\r\nconnection: close\r\n\r\n";

/// What is spoken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Speech {
    Http,
    Amqp,
    Tls,
    Other,
    /// It says nothing, or nobody is there.
    Nothing,
}

impl Speech {
    /// Asks for a page without TLS and looks at how the answer begins.
    pub(super) async fn at(address: &Address) -> Self {
        let mut heard = Vec::new();
        let asking = async {
            let mut stream = TcpStream::connect(address.authority()).await?;
            stream.write_all(QUESTION).await?;
            while heard.len() < 4 && stream.read_buf(&mut heard).await? > 0 {}
            Ok::<_, std::io::Error>(())
        };
        // What was heard before it broke off counts.
        let _ = timeout(PATIENCE, asking).await;
        Self::of(&heard)
    }

    fn of(heard: &[u8]) -> Self {
        match heard {
            [] => Self::Nothing,
            [b'H', b'T', b'T', b'P', ..] => Self::Http,
            [b'A', b'M', b'Q', b'P', ..] => Self::Amqp,
            // An alert, or a handshake, of version 3.
            [0x15 | 0x16, 3, ..] => Self::Tls,
            _ => Self::Other,
        }
    }
}
