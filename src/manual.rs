//! What can be read without starting anything: the man page and the completions of the shells.
//!
//! Both come from the command line's own definition, the keys from the keymap and the filter's language
//! from the help, so that nothing here can say what is not so. The README's tables are compared with
//! the same sources.

pub mod keys;
mod page;

use clap::CommandFactory as _;
use clap_complete::Shell;

use crate::cli::Args;

pub use page::page;

/// What a shell needs to complete the command line.
pub fn completions(shell: Shell) -> String {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "warren", &mut text);
    String::from_utf8_lossy(&text).into_owned()
}
