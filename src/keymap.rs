//! Which key means what, where. The table is `assets/keymap.toml`, in the user's own syntax; help,
//! the hint line and the README's table are made from it. The user's file is laid over it
//! ([`Keymap::merged`]); what is odd about that is a [`KeymapWarning`], never an error.
//!
//! [`Keymap::press`] is the way from a key to a command. Where text is typed, [`crate::key::typing`]
//! holds instead.

mod conflict;
mod file;
mod table;
#[cfg(test)]
mod tests;
mod warning;

pub use file::{PRESETS, Preset};
pub use table::{Binding, Keymap, spell};
pub use warning::{KeymapWarning, Never, Oddity, Shape};
