//! Connections that can be cut in the middle: the faults a client meets below HTTP.
//!
//! A handler gets the [`Link`] of its connection and may cut it. The connection's [`Wire`] obeys
//! at the next write: it resets the connection or closes it part-way through the body, so that
//! the client sees the real thing.

use std::future::Future;
use std::io::{Error, ErrorKind};
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::time::{Instant, Sleep, sleep};

/// How a connection ends before its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// Nothing more is written; the client gets a TCP reset.
    Reset,
    /// The head and this many bytes of the body are written, then the connection is closed.
    AfterBody(usize),
}

/// A handler's hold on the connection it answers on.
#[derive(Clone, Debug, Default)]
pub struct Link(Arc<Mutex<Option<Cut>>>);

impl Link {
    /// Cuts the connection at the next answer that is written to it.
    pub fn cut(&self, cut: Cut) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(cut);
    }

    fn wanted(&self) -> Option<Cut> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Connected<IncomingStream<'_, Door>> for Link {
    fn connect_info(stream: IncomingStream<'_, Door>) -> Self {
        stream.io().link.clone()
    }
}

/// The listening socket. When `stop` turns true it accepts nothing more, and every connection it
/// ever accepted is closed.
pub struct Door {
    /// The bound socket.
    pub listener: TcpListener,
    /// Whether the server has been told to stop.
    pub stop: watch::Receiver<bool>,
    /// How long a connection without a request stays open; without one, for ever.
    pub idle: Option<Duration>,
}

impl Listener for Door {
    type Io = Wire;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Wire, SocketAddr) {
        let (stream, address) = Listener::accept(&mut self.listener).await;
        // Answers are small and single; waiting to fill a packet only adds latency.
        let _ = stream.set_nodelay(true);
        let mut stop = self.stop.clone();
        let stopped = Box::pin(async move {
            // A dropped sender means the server is gone, which is as good as being told.
            let _ = stop.wait_for(|stop| *stop).await;
        });
        (
            Wire {
                stream,
                link: Link::default(),
                head: Head::default(),
                stopped: Some(stopped),
                idle: self.idle.map(Idle::new),
            },
            address,
        )
    }

    fn local_addr(&self) -> std::io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

/// One accepted connection.
pub struct Wire {
    stream: TcpStream,
    link: Link,
    head: Head,
    /// Ready when the server stops; `None` once it was.
    stopped: Option<Pin<Box<dyn Future<Output = ()> + Send>>>,
    idle: Option<Idle>,
}

/// Counts how long a connection is without a request.
struct Idle {
    most: Duration,
    left: Pin<Box<Sleep>>,
    /// Whether a request has come and is not answered.
    asked: bool,
}

impl Idle {
    fn new(most: Duration) -> Self {
        Self {
            most,
            left: Box::pin(sleep(most)),
            asked: false,
        }
    }

    /// Begins to count again. It is looked at here, so that its end wakes the connection though
    /// nobody reads.
    fn answered(&mut self, context: &mut Context<'_>) {
        self.asked = false;
        self.left.as_mut().reset(Instant::now() + self.most);
        let _ = self.left.as_mut().poll(context);
    }

    fn poll_over(&mut self, context: &mut Context<'_>) -> bool {
        !self.asked && self.left.as_mut().poll(context).is_ready()
    }
}

/// Progress through the answer that is being cut.
#[derive(Default)]
struct Head {
    /// How much of the blank line that ends the head has been seen.
    matched: usize,
    /// How many bytes of body have been written.
    body: usize,
}

impl Head {
    const END: &'static [u8] = b"\r\n\r\n";

    /// How many of `bytes` may be written before `limit` bytes of body are out.
    fn allowed(&self, bytes: &[u8], limit: usize) -> usize {
        let (mut matched, mut body) = (self.matched, self.body);
        for (count, byte) in bytes.iter().enumerate() {
            if matched == Self::END.len() {
                if body == limit {
                    return count;
                }
                body += 1;
            } else {
                matched = next_match(matched, *byte);
            }
        }
        bytes.len()
    }

    fn wrote(&mut self, bytes: &[u8]) {
        for byte in bytes {
            if self.matched == Self::END.len() {
                self.body += 1;
            } else {
                self.matched = next_match(self.matched, *byte);
            }
        }
    }
}

fn next_match(matched: usize, byte: u8) -> usize {
    match Head::END.get(matched) {
        Some(expected) if *expected == byte => matched + 1,
        _ => usize::from(byte == b'\r'),
    }
}

impl Wire {
    fn poll_stopped(&mut self, context: &mut Context<'_>) -> bool {
        if let Some(stopped) = &mut self.stopped
            && stopped.as_mut().poll(context).is_ready()
        {
            self.stopped = None;
        }
        self.stopped.is_none()
    }
}

fn cut_off() -> Error {
    Error::from(ErrorKind::ConnectionAborted)
}

impl AsyncRead for Wire {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<std::io::Result<()>> {
        if self.poll_stopped(context) {
            return Poll::Ready(Err(cut_off()));
        }
        let before = buffer.filled().len();
        let polled = Pin::new(&mut self.stream).poll_read(context, buffer);
        let came = buffer.filled().len() > before;
        let Some(idle) = &mut self.idle else {
            return polled;
        };
        idle.asked |= came;
        match polled.is_pending() && idle.poll_over(context) {
            // As if the other end had closed it: so this one does, too.
            true => Poll::Ready(Ok(())),
            false => polled,
        }
    }
}

impl AsyncWrite for Wire {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<std::io::Result<usize>> {
        if self.poll_stopped(context) {
            return Poll::Ready(Err(cut_off()));
        }
        let allowed = match self.link.wanted() {
            None => bytes.len(),
            Some(Cut::Reset) => {
                self.stream.set_zero_linger()?;
                0
            }
            Some(Cut::AfterBody(limit)) => self.head.allowed(bytes, limit),
        };
        if allowed == 0 && !bytes.is_empty() {
            return Poll::Ready(Err(cut_off()));
        }
        let wrote = ready!(Pin::new(&mut self.stream).poll_write(context, &bytes[..allowed]))?;
        if let Some(idle) = &mut self.idle {
            idle.answered(context);
        }
        if self.link.wanted().is_some() {
            self.head.wrote(&bytes[..wrote]);
        }
        Poll::Ready(Ok(wrote))
    }

    fn poll_flush(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::*;

    #[tokio::test]
    async fn a_connection_without_a_request_is_closed_after_its_answer() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (_keep, stop) = watch::channel(false);
        let door = Door {
            listener,
            stop,
            idle: Some(Duration::from_millis(200)),
        };
        let app = Router::new().fallback(async || "here");
        let server = tokio::spawn(async move { axum::serve(door, app).await });
        let mut stream = TcpStream::connect(address).await.unwrap();
        let request = b"GET / HTTP/1.1\r\nhost: a\r\n\r\n";
        stream.write_all(request).await.unwrap();
        let mut all = String::new();
        stream.read_to_string(&mut all).await.unwrap();
        assert!(all.ends_with("\r\n\r\nhere"), "{all}");
        server.abort();
    }

    #[test]
    fn a_cut_answer_keeps_its_head_and_the_first_bytes_of_its_body() {
        let mut head = Head::default();
        assert_eq!(head.allowed(b"HTTP/1.1 200 OK\r\nA: b\r\n", 3), 23);
        head.wrote(b"HTTP/1.1 200 OK\r\nA: b\r\n");
        assert_eq!(head.allowed(b"\r\nbody", 3), 5);
        head.wrote(b"\r\nbod");
        assert_eq!(head.allowed(b"y", 3), 0);
    }
}
