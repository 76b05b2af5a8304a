//! The journal on disk: one write a line, for this user's eyes only, and of bounded size.

use super::line::Line;
use super::paper::Paper;
use super::{Attempt, EntryId, JournalError, Outcome, Pages, Policy, read};
use crate::api::Clock;
use crate::private;
use std::collections::VecDeque;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

pub use super::paper::{FILE, OLD_FILE};

/// Who holds this may write: several sessions share one journal.
const LOCK: &str = "journal.lock";
/// When the journal is full, in bytes: some thousand writes.
const FULL: u64 = 2 * 1024 * 1024;
/// So much of the end of a journal is read, in bytes. One that warren wrote is never as long.
const READ: u64 = 16 * 1024 * 1024;
/// How long the lock is waited for. A line takes microseconds: whoever holds it for longer is
/// stopped, or hangs on its disk, and what was looked at before a write gets old meanwhile.
pub const PATIENCE: Duration = Duration::from_secs(3);

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
    /// Lines that could not be written, oldest first. They come before the next one that can.
    owed: Mutex<VecDeque<String>>,
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
            owed: Mutex::default(),
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

    /// Whether a write can be written down: as much as it needs is written, and removed again.
    /// Lines that could not be written before are.
    ///
    /// # Errors
    /// The reason why not; [`JournalError::Locked`] after [`PATIENCE`].
    pub fn probe(&self) -> Result<(), JournalError> {
        let _lock = self.lock()?;
        let mut paper = self.open()?;
        paper.has_room()?;
        Ok(pay(&mut self.owed(), &mut paper)?)
    }

    /// How many lines of this run could not be written until now.
    #[must_use]
    pub fn unwritten(&self) -> usize {
        self.owed().len()
    }

    /// Writes down what is about to be sent; gives the id its answer is to be written down with.
    /// With [`Policy::Optional`] a line that the file system refuses is no error: it is kept, and
    /// written as soon as it can be.
    ///
    /// # Errors
    /// [`JournalError::Locked`] after [`PATIENCE`]; with [`Policy::Required`] whatever keeps it
    /// from the disk.
    pub fn before(&self, attempt: Attempt) -> Result<EntryId, JournalError> {
        let (id, line) = self.entry(attempt)?;
        match (self.append(&line), self.0.policy) {
            (Ok(()), _) => Ok(id),
            (Err(JournalError::Io(error)), Policy::Optional) => {
                tracing::warn!(%error, "a write is not in the journal yet");
                self.owed().push_back(line);
                Ok(id)
            }
            (Err(error), _) => Err(error),
        }
    }

    /// Keeps what is about to be sent although it cannot be written down now: for one whose user
    /// would not wait. It is written as soon as it can be.
    ///
    /// # Errors
    /// When it cannot be put in words.
    pub fn without_waiting(&self, attempt: Attempt) -> Result<EntryId, JournalError> {
        let (id, line) = self.entry(attempt)?;
        self.owed().push_back(line);
        Ok(id)
    }

    /// Writes down what came of it. A line that cannot be written is kept, and written as soon as
    /// it can be.
    ///
    /// # Errors
    /// Why it is not written yet.
    pub fn after(&self, id: &EntryId, outcome: Outcome) -> Result<(), JournalError> {
        let line = Line::after(id, self.0.clock.now(), outcome);
        let line = line.text().map_err(io::Error::other)?;
        let written = self.append(&line);
        if written.is_err() {
            self.owed().push_back(line);
        }
        written
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
        // Another session may put it aside meanwhile: what is read last holds it then.
        let new = private::read_end(&self.path(), READ)?;
        let old = private::read_end(&self.0.directory.join(OLD_FILE), READ)?;
        let (mut journals, mut cut) = (Vec::new(), 0);
        for (bytes, whole) in [old, new].into_iter().flatten() {
            cut += usize::from(!whole);
            journals.push(bytes);
        }
        let pages = read(&journals);
        let unreadable = pages.unreadable.max(cut);
        Ok(Pages {
            unreadable,
            ..pages
        })
    }

    fn entry(&self, attempt: Attempt) -> Result<(EntryId, String), JournalError> {
        let number = self.0.last.fetch_add(1, Ordering::Relaxed) + 1;
        let id = EntryId(format!("{}-{number}", self.0.run));
        let line = Line::before(&id, self.0.clock.now(), attempt);
        let line = line.text().map_err(io::Error::other)?;
        Ok((id, line))
    }

    fn append(&self, line: &str) -> Result<(), JournalError> {
        let _lock = self.lock()?;
        let mut paper = self.open()?;
        pay(&mut self.owed(), &mut paper)?;
        Ok(paper.add(line)?)
    }

    fn open(&self) -> io::Result<Paper<'_>> {
        let synced = self.0.policy == Policy::Required;
        Paper::open(&self.0.directory, self.0.full, synced)
    }

    fn lock(&self) -> Result<File, JournalError> {
        self.place()?;
        private::make_directory(&self.0.directory)?;
        let lock = private::lock(&self.0.directory.join(LOCK), self.0.patience)?;
        lock.map_err(|_| JournalError::Locked)
    }

    fn owed(&self) -> MutexGuard<'_, VecDeque<String>> {
        self.0.owed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Writes what could not be written before, the oldest first.
fn pay(owed: &mut VecDeque<String>, paper: &mut Paper<'_>) -> io::Result<()> {
    while let Some(line) = owed.front() {
        paper.add(line)?;
        owed.pop_front();
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::{Sent, Target};
    use std::fs;
    use std::os::unix::fs::PermissionsExt as _;

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
        // It goes without; its line is kept.
        journal.before(attempt("a")).unwrap();
        assert_eq!(journal.unwritten(), 1);
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

    /// Runs one test of this module again, in a process of its own that a file limit does not
    /// kill: there the system refuses what goes beyond it, as a full disk does.
    fn on_a_small_disk(test: &str) {
        let name = format!("{}::{test}", module_path!().split_once("::").unwrap().1);
        let output = std::process::Command::new("sh")
            .args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\""])
            .arg(std::env::current_exe().unwrap())
            .args([&name, "--exact"])
            .env("WARREN_SMALL_DISK", "1")
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(said.contains("1 passed"), "{said}");
    }

    fn is_on_a_small_disk() -> bool {
        std::env::var_os("WARREN_SMALL_DISK").is_some()
    }

    /// From now on no file of this process grows beyond so many bytes.
    fn limit_files(bytes: Option<u64>) {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let maximum = getrlimit(Resource::Fsize).maximum;
        let current = bytes;
        setrlimit(Resource::Fsize, Rlimit { current, maximum }).unwrap();
    }

    #[test]
    fn what_a_full_disk_does_not_take_whole_is_taken_back_and_written_when_there_is_room() {
        if !is_on_a_small_disk() {
            return on_a_small_disk(
                "what_a_full_disk_does_not_take_whole_is_taken_back_and_written_when_there_is_room",
            );
        }
        let base = tempfile::tempdir().unwrap();
        let journal = journal(base.path(), FULL);
        let whole = || fs::read_to_string(base.path().join(FILE)).unwrap();
        let first = journal.before(attempt("a")).unwrap();
        let there = whole();
        // Half of the next line has room.
        limit_files(Some(there.len() as u64 * 3 / 2));
        journal
            .after(&first, Outcome::accepted(204, Some("x".repeat(500)), 3))
            .unwrap_err();
        let second = journal.before(attempt("b")).unwrap();
        assert_eq!((whole(), journal.unwritten()), (there, 2));
        let why = journal.probe().unwrap_err().to_string();
        assert!(why.starts_with("File too large"), "{why}");
        limit_files(None);
        journal
            .after(&second, Outcome::accepted(204, None, 3))
            .unwrap();
        assert_eq!(journal.unwritten(), 0);
        let pages = journal.read().unwrap();
        let answered = pages.entries.iter().filter(|entry| entry.outcome.is_some());
        assert_eq!((answered.count(), pages.unreadable), (2, 0));
        assert_eq!(whole().lines().count(), 4);
    }

    #[test]
    fn a_required_journal_on_a_full_disk_refuses_and_keeps_no_line_of_what_was_not_sent() {
        if !is_on_a_small_disk() {
            return on_a_small_disk(
                "a_required_journal_on_a_full_disk_refuses_and_keeps_no_line_of_what_was_not_sent",
            );
        }
        let base = tempfile::tempdir().unwrap();
        let limits = (FULL, PATIENCE);
        let clock = Clock::new(|| 1000);
        let journal = Journal::bounded(base.path(), Policy::Required, clock, limits);
        journal.before(attempt("a")).unwrap();
        limit_files(Some(
            base.path().join(FILE).metadata().unwrap().len() * 3 / 2,
        ));
        assert!(journal.before(attempt("b")).is_err());
        limit_files(None);
        journal.probe().unwrap();
        let pages = journal.read().unwrap();
        assert_eq!((pages.entries.len(), pages.unreadable), (1, 0));
    }

    #[test]
    fn a_line_that_another_program_left_torn_does_not_spoil_the_next() {
        let base = tempfile::tempdir().unwrap();
        let journal = journal(base.path(), FULL);
        journal.before(attempt("a")).unwrap();
        let path = base.path().join(FILE);
        let whole = fs::read(&path).unwrap();
        fs::write(&path, &whole[..whole.len() / 2]).unwrap();
        journal.before(attempt("b")).unwrap();
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(text.lines().count(), 2);
        let pages = journal.read().unwrap();
        assert_eq!((pages.entries.len(), pages.unreadable), (1, 1));
    }

    #[test]
    fn a_probe_leaves_nothing_behind_and_does_not_touch_what_is_followed() {
        let base = tempfile::tempdir().unwrap();
        let journal = journal(base.path(), FULL);
        journal.before(attempt("a")).unwrap();
        let before = fs::metadata(base.path().join(FILE)).unwrap();
        journal.probe().unwrap();
        let after = fs::metadata(base.path().join(FILE)).unwrap();
        assert_eq!(before.modified().unwrap(), after.modified().unwrap());
        let mut names: Vec<_> = fs::read_dir(base.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        names.sort();
        assert_eq!(names, [FILE, LOCK]);
    }

    #[test]
    fn a_journal_that_is_a_link_is_not_followed() {
        let base = tempfile::tempdir().unwrap();
        let theirs = base.path().join("theirs");
        fs::write(&theirs, "theirs\n").unwrap();
        for name in [FILE, LOCK] {
            let link = base.path().join(name);
            let _ = fs::remove_file(&link);
            std::os::unix::fs::symlink(&theirs, &link).unwrap();
            let limits = (FULL, PATIENCE);
            let clock = Clock::new(|| 1000);
            let journal = Journal::bounded(base.path(), Policy::Required, clock, limits);
            let why = journal.before(attempt("a")).unwrap_err().to_string();
            assert!(why.contains("is a symbolic link"), "{why}");
            fs::remove_file(&link).unwrap();
        }
        assert_eq!(fs::read_to_string(theirs).unwrap(), "theirs\n");
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
        let text = |name| fs::read_to_string(base.path().join(name)).unwrap_or_default();
        let both = [OLD_FILE, FILE].map(text);
        let lines: usize = both.iter().map(|text| text.lines().count()).sum();
        assert_eq!(lines, 100);
    }
}
