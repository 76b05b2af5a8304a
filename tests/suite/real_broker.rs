//! warren before real brokers: 3.8, 3.10, 4.0 and 4.3, as `tests/brokers/get` gets them. Without one
//! its tests are skipped with the reason, which fails where `WARREN_TEST_ALL` says that nothing may be
//! missing: 3.10 in any case, 4.3 unless nobody offers it any more. `WARREN_TEST_BROKERS` names others
//! that are to be got and tried, such as `"3.8 4.0"`.
//!
//! Each test is a function of a version; [`on_each`] makes a test of each of them. A version has one
//! node that tests have one after the other ([`shared::broker`]), and those that do something to it
//! that others cannot stand have one of their own ([`node::Node`]).

mod access;
mod alarms;
mod alone;
mod amqp;
mod api;
mod connections;
mod crowded;
mod incidents;
mod life;
mod node;
mod queues;
mod rows;
mod session;
mod shared;
mod version;
mod without_statistics;

/// A test of each version for each function.
macro_rules! on_each {
    ($($name:ident)*) => {
        mod on_3_8 { $(#[tokio::test] async fn $name() { beside_others(super::$name(Version::V3_8)).await; })* use crate::real_broker::{alone::beside_others, version::Version}; }
        mod on_3_10 { $(#[tokio::test] async fn $name() { beside_others(super::$name(Version::V3_10)).await; })* use crate::real_broker::{alone::beside_others, version::Version}; }
        mod on_4_0 { $(#[tokio::test] async fn $name() { beside_others(super::$name(Version::V4_0)).await; })* use crate::real_broker::{alone::beside_others, version::Version}; }
        mod on_4_3 { $(#[tokio::test] async fn $name() { beside_others(super::$name(Version::V4_3)).await; })* use crate::real_broker::{alone::beside_others, version::Version}; }
    };
}
use on_each;
