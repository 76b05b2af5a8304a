//! What an operator does, from the first list to the end of a life cycle: the real session over
//! the real HTTP path. Read [`crate::live::Live`] first.

mod answers;
mod auto_expand;
mod batch;
mod batch_journal;
mod broker;
mod change;
mod cloud;
mod day;
mod defects;
mod faults;
mod figures;
mod first;
mod looking;
mod lost;
mod order;
mod panics;
mod quotas;
mod reading;
mod recycle;
mod resize;
mod restored;
mod tags;
mod tasks;
