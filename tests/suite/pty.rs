//! The built program on a real terminal: what only the bytes
//! on the wire to the terminal can show.
//!
//! Bounds are what a busy machine with two cores holds with a build that is not optimised; the
//! benchmarks hold the tight ones.

mod charset;
mod copying;
mod driver;
mod endings;
mod frames;
mod homeless;
mod input;
mod jobs;
mod keyboard;
mod memory;
mod paste;
mod proxy;
mod service;
mod size;
mod speed;
mod stillness;
mod unanswered;
