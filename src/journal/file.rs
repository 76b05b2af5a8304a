//! The journal on disk: one write a line, for this user's eyes only, and of bounded size.

use super::line::Line;
use super::{Attempt, EntryId, JournalError, Outcome, Pages, Policy, read};
use crate::api::Clock;
use std::fs::{DirBuilder, File, OpenOptions, Permissions, TryLockError};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// Name of the journal in the state directory.
pub const FILE: &str = "journal.jsonl";
/// Where it goes when it is full; what was there is forgotten.
pub const OLD_FILE: &str = "journal.1.jsonl";
/// Who holds this may write: several sessions share one journal.
const LOCK: &str = "journal.lock";
/// When the journal is full, in bytes: some thousand writes.
const FULL: u64 = 2 * 1024 * 1024;
/// How long the lock is waited for. A line takes microseconds: whoever holds it for longer is
/// stopped, or hangs on its disk, and what was looked at before a write gets old meanwhile.
pub const PATIENCE: Duration = Duration::from_secs(3);
/// How often a lock that is held is tried again.
const TRY_AGAIN: Duration = Duration::from_millis(20);

/// The journal of a state directory. Cheap to clone; its clones count entries together. Every call
/// waits for the disk: none belongs on the thread that draws.
#[derive(Clone, Debug)]
pub struct Journal(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    directory: PathBuf,
    /// Why there is no directory; nothing is opened then.
    nowhere: Option<&'static str>,
    policy: Policy,
    clock: Clock,
    full: u64,
    patience: Duration,
    /// Makes ids of this process differ from those of any other.
    run: String,
    last: AtomicU64,
}

impl Journal {
    /// The journal of this directory; nothing is opened yet.
    #[must_use]
    pub fn new(directory: &Path, policy: Policy, clock: Clock) -> Self {
        Self::bounded(directory, policy, clock, (FULL, PATIENCE))
    }

    /// A journal that cannot be kept anywhere, and why: every call that writes fails with it.
    #[must_use]
    pub fn nowhere(why: &'static str, policy: Policy, clock: Clock) -> Self {
        Self::with(Path::new(""), Some(why), policy, clock, (FULL, PATIENCE))
    }

    fn bounded(directory: &Path, policy: Policy, clock: Clock, limits: (u64, Duration)) -> Self {
        Self::with(directory, None, policy, clock, limits)
    }

    fn with(
        directory: &Path,
        nowhere: Option<&'static str>,
        policy: Policy,
        clock: Clock,
        (full, patience): (u64, Duration),
    ) -> Self {
        let run = format!("{:x}-{}", clock.now(), std::process::id());
        Self(Arc::new(Inner {
            directory: directory.to_path_buf(),
            nowhere,
            policy,
            clock,
            full,
            patience,
            run,
            last: AtomicU64::new(0),
        }))
    }

    /// Whether a write may go without it.
    #[must_use]
    pub fn policy(&self) -> Policy {
        self.0.policy
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> PathBuf {
        self.0.directory.join(FILE)
    }

    /// Whether it can be written.
    ///
    /// # Errors
    /// The reason why not; after [`PATIENCE`] that another process holds the lock.
    pub fn probe(&self) -> Result<(), JournalError> {
        let _lock = self.lock()?;
        self.open()?;
        Ok(())
    }

    /// Writes down what is about to be sent; gives the id its answer is to be written down with.
    ///
    /// # Errors
    /// When it could not be written; [`JournalError::Locked`] after [`PATIENCE`].
    pub fn before(&self, attempt: Attempt) -> Result<EntryId, JournalError> {
        let number = self.0.last.fetch_add(1, Ordering::Relaxed) + 1;
        let id = EntryId(format!("{}-{number}", self.0.run));
        self.append(&Line::before(&id, self.0.clock.now(), attempt))?;
        Ok(id)
    }

    /// Writes down what came of it.
    ///
    /// # Errors
    /// As for [`Journal::before`].
    pub fn after(&self, id: &EntryId, outcome: Outcome) -> Result<(), JournalError> {
        self.append(&Line::after(id, self.0.clock.now(), outcome))
    }

    /// An error where there is no directory to keep it in.
    fn place(&self) -> io::Result<()> {
        match self.0.nowhere {
            Some(why) => Err(io::Error::other(why)),
            None => Ok(()),
        }
    }

    /// Everything that is in it. A journal that is not there yet is empty.
    ///
    /// # Errors
    /// When it is there and cannot be read.
    pub fn read(&self) -> io::Result<Pages> {
        self.place()?;
        let old = text(&self.0.directory.join(OLD_FILE))?;
        let new = text(&self.path())?;
        Ok(read(&[&old, &new]))
    }

    fn append(&self, line: &Line) -> Result<(), JournalError> {
        let text = line.text().map_err(io::Error::other)?;
        let _lock = self.lock()?;
        let mut file = self.open()?;
        if file.metadata()?.len() >= self.0.full {
            std::fs::rename(self.path(), self.0.directory.join(OLD_FILE))?;
            file = self.open()?;
        }
        // Straight to the system: it is there even when the program dies next.
        file.write_all(text.as_bytes())?;
        Ok(())
    }

    fn open(&self) -> io::Result<File> {
        let file = private().append(true).create(true).open(self.path())?;
        // It may be there already, with other rights.
        file.set_permissions(Permissions::from_mode(0o600))?;
        Ok(file)
    }

    fn lock(&self) -> Result<File, JournalError> {
        self.place()?;
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&self.0.directory)?;
        let lock = private()
            .append(true)
            .create(true)
            .open(self.0.directory.join(LOCK))?;
        let asked = Instant::now();
        loop {
            match lock.try_lock() {
                Ok(()) => return Ok(lock),
                Err(TryLockError::Error(error)) => return Err(error.into()),
                Err(TryLockError::WouldBlock) if asked.elapsed() >= self.0.patience => {
                    return Err(JournalError::Locked);
                }
                Err(TryLockError::WouldBlock) => thread::sleep(TRY_AGAIN),
            }
        }
    }
}

fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.mode(0o600);
    options
}

/// The text of a file; bytes that are no text cost their line.
fn text(path: &Path) -> io::Result<String> {
    let mut bytes = Vec::new();
    match File::open(path) {
        Ok(mut file) => file.read_to_end(&mut bytes)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => 0,
        Err(error) => return Err(error),
    };
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::{Sent, Target};

    fn attempt(name: &str) -> Attempt {
        Attempt {
            profile: "ops".into(),
            region: "r".into(),
            project: "p".into(),
            action: "delete the instance".into(),
            targets: vec![Target {
                id: None,
                name: name.into(),
            }],
            request: Sent {
                method: "DELETE".into(),
                path: "/x".into(),
                body: None,
            },
        }
    }

    fn journal(directory: &Path, full: u64) -> Journal {
        let limits = (full, PATIENCE);
        Journal::bounded(directory, Policy::Optional, Clock::new(|| 1000), limits)
    }

    #[test]
    fn the_file_and_its_directory_are_for_the_user_alone() {
        let base = tempfile::tempdir().unwrap();
        let directory = base.path().join("state/warren");
        journal(&directory, FULL).probe().unwrap();
        let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(
            (mode(&directory), mode(&directory.join(FILE))),
            (0o700, 0o600)
        );
    }

    #[test]
    fn what_is_written_is_read_back_and_clones_count_together() {
        let base = tempfile::tempdir().unwrap();
        let journal = journal(base.path(), FULL);
        let first = journal.before(attempt("a")).unwrap();
        let second = journal.clone().before(attempt("b")).unwrap();
        assert_ne!(first, second);
        let accepted = Outcome::accepted(204, None, 3);
        journal.after(&first, accepted.clone()).unwrap();
        let pages = journal.read().unwrap();
        let found: Vec<_> = pages
            .entries
            .iter()
            .map(|entry| {
                (
                    entry.attempt.targets[0].name.as_str(),
                    entry.outcome.clone(),
                )
            })
            .collect();
        assert_eq!(found, [("b", None), ("a", Some(accepted))]);
    }

    #[test]
    fn a_journal_that_is_not_there_is_empty_and_one_that_is_no_file_is_an_error() {
        let base = tempfile::tempdir().unwrap();
        let journal = journal(base.path(), FULL);
        assert_eq!(journal.read().unwrap(), Pages::default());
        std::fs::create_dir(base.path().join(FILE)).unwrap();
        assert!(journal.read().is_err());
        assert!(journal.probe().is_err());
        assert!(journal.before(attempt("a")).is_err());
    }

    #[test]
    fn a_full_journal_is_put_aside_once_and_still_read() {
        let base = tempfile::tempdir().unwrap();
        let journal = journal(base.path(), 300);
        for name in ["a", "b", "c", "d", "e", "f"] {
            journal.before(attempt(name)).unwrap();
        }
        let size = |name| base.path().join(name).metadata().unwrap().len();
        assert!(size(FILE) < 600 && size(OLD_FILE) < 600);
        let newest = &journal.read().unwrap().entries[0];
        assert_eq!(newest.attempt.targets[0].name, "f");
    }

    #[test]
    fn a_lock_that_another_process_holds_is_waited_for_and_then_said() {
        let base = tempfile::tempdir().unwrap();
        let limits = (FULL, Duration::from_millis(50));
        let clock = Clock::new(|| 1000);
        let journal = Journal::bounded(base.path(), Policy::Required, clock, limits);
        let id = journal.before(attempt("a")).unwrap();
        let other = File::open(base.path().join(LOCK)).unwrap();
        other.lock().unwrap();
        let accepted = Outcome::accepted(204, None, 3);
        let refused = [
            journal.before(attempt("b")).map(|_| ()),
            journal.after(&id, accepted),
            journal.probe(),
        ];
        for refused in refused {
            assert!(matches!(refused, Err(JournalError::Locked)));
        }
        drop(other);
        journal.before(attempt("c")).unwrap();
        assert_eq!(journal.read().unwrap().entries.len(), 2);
    }

    #[test]
    fn two_sessions_that_write_at_once_lose_nothing() {
        let base = tempfile::tempdir().unwrap();
        let writers: Vec<_> = (0..4)
            .map(|_| {
                let journal = journal(base.path(), 40_000);
                std::thread::spawn(move || {
                    for _ in 0..25 {
                        journal.before(attempt("x")).unwrap();
                    }
                })
            })
            .collect();
        for writer in writers {
            writer.join().unwrap();
        }
        let both = [OLD_FILE, FILE].map(|name| text(&base.path().join(name)).unwrap());
        let lines: usize = both.iter().map(|text| text.lines().count()).sum();
        assert_eq!(lines, 100);
    }
}
