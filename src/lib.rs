//! warren: watch and operate RabbitMQ instances of a cloud service from a terminal.
//!
//! ```text
//!  terminal ──keys──▶ Event ──keymap──▶ Action ─┐
//!  poller ──answers──▶ Event ───────────────────┴▶ update(&mut State, …) ──▶ Vec<Effect>
//!                                                      │                        │
//!                              ui::draw(&State) ◀──────┘     runtime carries the effect out
//!                              (only when something changed)       └──▶ its answer is an Event
//! ```
//!
//! Start with [`state`], then [`update`]. [`api`] speaks to the service, [`simulator`] is the
//! service, and the two share no wire types.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

pub mod action;
pub mod api;
pub mod cli;
pub mod config;
pub mod effect;
pub mod event;
pub mod explain;
pub mod export;
pub mod journal;
pub mod keymap;
pub mod lang;
pub mod list;
pub mod log;
pub mod manual;
pub mod model;
pub mod poller;
pub mod runtime;
pub mod secret;
pub mod simulator;
pub mod start;
pub mod state;
pub mod ui;
pub mod update;
