//! warren: watch and operate RabbitMQ instances of a cloud service from a terminal.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

pub mod api;
pub mod cli;
pub mod config;
pub mod model;
pub mod secret;
pub mod simulator;
