//! The broker itself: the management API of one instance, asked over HTTP. Nothing here knows a
//! screen.
//!
//! What can be asked is a value each ([`Ask`]): it knows its path and how its answer is read into
//! [`crate::model::broker`]. A [`Client`] sends it and says how long the answer took:
//!
//! ```text
//! ListNodes ── Ask::request ─▶ Request ── Client: Basic, gzip, a kept connection ─▶ bytes ── Ask::decode ─▶ model
//! ```
//!
//! Start with [`ListQueues`], which shows what the ways to ask differ in; where a broker is asked is
//! its [`Way`]. What changes something is a [`Change`], which is sent once. What the versions answer
//! was measured on 3.8, 3.10, 4.0 and 4.3. Names are parts of paths and percent-encoded as one.

mod address;
mod alarms;
mod ask;
mod bindings;
mod brokers;
mod certificate;
mod change;
mod channels;
mod client;
mod cluster;
mod connections;
mod consumers;
mod error;
mod exchanges;
mod failure;
mod features;
pub(super) mod fields;
mod login;
mod nodes;
mod overview;
mod pin;
mod policies;
mod queue;
mod queues;
mod quorum;
mod samples;
mod speech;
mod unanswered;
mod users;
mod vhosts;
mod way;
mod witness;

pub use address::{Address, AddressProblem};
pub use alarms::ListAlarms;
pub use ask::{Answered, Ask, Order, Page, PageOf};
pub use bindings::ListQueueBindings;
pub use brokers::{Brokers, PASSWORD_VARIABLE, PasswordSource, password_variable};
pub use certificate::Presented;
pub use change::{Change, ChangeError, ChangeKind, ChangeReply, MOST_PEEKED};
pub use channels::ListChannels;
pub use client::{Client, Options};
pub use cluster::ShowCluster;
pub use connections::{ListConnections, ShowConnection};
pub use consumers::ListConsumers;
pub use error::ManagementError;
pub use exchanges::ListExchanges;
pub use features::ListFeatureFlags;
pub use login::Login;
pub use nodes::{ListNodes, ShowMemory};
pub use overview::ShowOverview;
pub use pin::{Fingerprint, NoFingerprint};
pub use policies::{ListPolicies, PolicyOwner};
pub use queue::{ShowQueue, ShowRates};
pub use queues::ListQueues;
pub use quorum::ShowQuorum;
pub use samples::History;
pub use users::{ListUsers, WhoAmI};
pub use vhosts::ListVhosts;
pub use way::{BrokerSettings, GivenWay, Way, WaySource, given_for};
