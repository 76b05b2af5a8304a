//! Everything that is tested from outside the crate, as one binary.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod config;
mod contract_sign;
mod screens;
