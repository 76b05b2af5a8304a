//! A run of the program, and whether it goes on: the process that wrote a line may have been killed,
//! and its number be another one's by now, or another machine's.
//!
//! Every run that writes holds the lock on a file of its own in the state directory. The lock goes
//! with the process, however that ends.

use super::EntryId;
use crate::model::EpochMs;
use crate::private;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// This run.
#[derive(Debug)]
pub(super) struct Run {
    directory: PathBuf,
    name: String,
    /// The lock, once something was written.
    shown: Mutex<Option<File>>,
}

impl Run {
    /// The run that began at this time, of this process.
    pub(super) fn new(directory: &Path, now: EpochMs) -> Self {
        Self {
            directory: directory.to_path_buf(),
            name: format!("{now:x}-{}", std::process::id()),
            shown: Mutex::default(),
        }
    }

    /// The id of its entry of this number.
    pub(super) fn entry(&self, number: u64) -> EntryId {
        EntryId(format!("{}-{number}", self.name))
    }

    /// Shows others that it goes on. Where it cannot, they take its writes for those of a run that
    /// is over, and warn of them too early.
    pub(super) fn show(&self) {
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        if shown.is_none() {
            match private::lock(&self.file(&self.name), Duration::ZERO) {
                Ok(lock) => *shown = lock.ok(),
                Err(error) => tracing::warn!(%error, "others cannot see that this run goes on"),
            }
        }
    }

    /// Whether the run that wrote this entry goes on: this one, or that of another process.
    pub(super) fn goes_on(&self, id: &EntryId) -> bool {
        let Some((name, _)) = id.0.rsplit_once('-') else {
            return false;
        };
        if name == self.name {
            return true;
        }
        // It becomes a file name.
        let known = |letter: char| letter.is_ascii_hexdigit() || letter == '-';
        if !name.chars().all(known) {
            return false;
        }
        let path = self.file(name);
        // Shared: several sessions may ask at once, and none is to be taken for the run itself.
        let locked = private::read_only(&path).map(|file| file.try_lock_shared());
        match locked {
            Ok(Err(TryLockError::WouldBlock)) => true,
            Ok(Ok(())) => {
                let _ = fs::remove_file(path);
                false
            }
            Ok(Err(TryLockError::Error(_))) | Err(_) => false,
        }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.directory.join(format!("run.{name}.lock"))
    }
}

impl Drop for Run {
    fn drop(&mut self) {
        let shown = self.shown.get_mut().unwrap_or_else(PoisonError::into_inner);
        if shown.is_some() {
            let _ = fs::remove_file(self.file(&self.name));
        }
    }
}
