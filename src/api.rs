//! The DMS client: requests, signatures, tokens, pages, errors. Nothing here knows a screen.
//!
//! [`connect`] gives an [`Access`]: a [`ReadClient`], and a [`WriteClient`] beside it unless the
//! access is read-only. Operations are values (see [`v2`]); a client sends them:
//!
//! ```text
//! v2::ShowInstance ── Read::request ─▶ Request ── sign or token ─▶ transport ─▶ bytes ── Read::decode ─▶ model
//!                                                     ▲
//!                                      gate: one refused credential stops every call that uses it
//! ```
//!
//! The operations of [`v2`] are the program's own; a client that speaks V1 sends their counterpart
//! in [`v1`] and answers in the same types.

mod agency;
mod answer;
mod call;
mod client;
pub mod cloud_eye;
mod connection;
pub mod credential;
mod departure;
mod error;
mod exceptions;
mod gate;
mod handshake;
mod iam;
mod lease;
mod limit;
mod listing;
pub mod management;
mod meaning;
mod metadata;
mod operation;
mod prepared;
mod probe;
mod proxy;
mod request;
pub mod retry;
mod route;
mod row;
mod shared;
pub mod sign;
mod transport;
mod trust;
pub mod v1;
pub mod v2;
mod wire;

pub use agency::{Account, Agency};
pub use client::{Accepted, Access, Clock, ConnectOptions, ReadClient, WriteClient, connect};
pub use credential::Credential;
pub use departure::Departure;
pub use error::*;
pub use gate::{Gate, LOCK_OUT, MOST, Refusals};
pub use handshake::{TlsProblem, Told};
pub use limit::Limit;
pub use listing::{ListProgress, ListedBefore, Listing, MissingPart, QueueList, TaskList};
pub use operation::{DecodeError, OneOrMore, Operation, Read, Service, Unsupported, Write};
pub use prepared::{ItemReply, Prepared, WriteReply};
pub use probe::{Door, Probed, Silence, Who};
pub use proxy::{BadProxy, Proxies, Proxy, ProxyProblem, ProxyTrial};
pub use request::{Body, Method, Request};
pub(crate) use route::{is_loopback, is_near};
pub(crate) use trust::Roots;
pub use wire::Rows;
