//! Reads the user's keymap.

use super::Environment;
use crate::cli::Args;
use crate::keymap::{Keymap, KeymapWarning, Oddity, Preset};
use crate::text::Location;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// Where the user's keymap is: `keymap.toml` beside the configuration file.
pub fn keymap_file(args: &Args, environment: &Environment) -> Option<PathBuf> {
    Some(super::path(args, environment)?.with_file_name("keymap.toml"))
}

/// The keys in force, from the preset that is `chosen` by flag or configuration, else the one the
/// file names, and what is odd about the user's file. Nothing about it stops the start: a
/// file that cannot be read leaves the default keys, and one that is not there is no oddity.
pub fn load_keymap(path: Option<&Path>, chosen: Option<Preset>) -> (Keymap, Vec<KeymapWarning>) {
    let Some(path) = path else {
        let (keymap, _) = Keymap::preset(chosen.unwrap_or_default());
        return (keymap, Vec::new());
    };
    match std::fs::read_to_string(path) {
        Ok(text) => Keymap::merged(path, &text, chosen),
        Err(error) => {
            let (keymap, _) = Keymap::preset(chosen.unwrap_or_default());
            let there = error.kind() != ErrorKind::NotFound;
            let warning = there.then(|| KeymapWarning {
                at: Location {
                    file: path.to_path_buf(),
                    line: 1,
                },
                what: Oddity::Broken(format!("cannot be read: {error}")),
            });
            (keymap, warning.into_iter().collect())
        }
    }
}
