//! Writes: what can be done and why not, the plan of it, the question before it, and how it goes
//! until it is settled.
//!
//! Read [`mutation::Mutate`] first, which is all there is to know of one kind of write. A
//! [`plan::Plan`] becomes [`plan::Armed`] through [`confirm::Confirm`] and nothing else.
//! [`pending`] follows what was sent.

pub mod batches;
pub mod broker;
pub mod bulk;
pub mod can;
pub mod change;
pub mod confirm;
pub mod mutation;
pub mod observation;
pub mod pending;
pub mod plan;
pub mod question;
pub mod tag_edit;
