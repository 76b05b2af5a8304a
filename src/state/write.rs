//! Writes: what can be done and why not, the plan of it, the question before it, and how it goes
//! until it is settled.
//!
//! Read [`plan::Plan`] first: it becomes [`plan::Armed`] through [`confirm::Confirm`] and nothing
//! else. [`pending`] follows what was sent.

pub mod batches;
pub mod can;
pub mod change;
pub mod confirm;
pub mod pending;
pub mod plan;
pub mod tag_edit;
