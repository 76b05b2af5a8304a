//! Alarms: the rules that a user made, and what they made of the figures.
//!
//! The rules are fixed: [`rule`] has them. [`episode`] finds when one fires and for how long,
//! [`record`] does so for the whole fleet. [`rules`] and [`histories`] answer the calls.
//! [`templates`] has the vendor's own thresholds.

pub mod episode;
pub mod histories;
pub mod page;
pub mod record;
pub mod rule;
pub mod rules;
pub mod templates;
