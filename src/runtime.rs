//! The only place with a terminal, threads and tasks.
//!
//! [`run`] owns the loop: it waits for an event or for the moment at which the screen changes by
//! itself, drains what is queued, and draws once if anything looks different. It never awaits a
//! request: effects are handed to tasks, and their answers come back as events. What of this needs
//! no terminal is a [`session::Session`].

mod clipboard;
pub mod clock;
mod event_loop;
pub mod executor;
mod export;
mod frame;
mod headless;
pub mod input;
pub mod keep;
mod notify;
mod recorder;
pub mod screen;
pub mod session;
mod signals;
mod size;
pub mod terminal;

pub use event_loop::{Kept, LoopEvent, Way, Ways, run};
pub use frame::{Still, frame};
pub use headless::{Headless, Setting};
