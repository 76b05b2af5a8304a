//! The journal on disk: one write a line, for this user's eyes only, and of bounded size, but for
//! what a start still tells of.

use super::awaited::Open;
use super::carry;
use super::line::{Line, What};
use super::paper::{Disk, Keeping, Paper, READ, Real};
use super::run::Run;
use super::{Attempt, Entry, EntryId, JournalError, Outcome, Pages, Policy, Settlement, read};
use crate::api::{Clock, Operation};
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
pub const LOCK: &str = "journal.lock";
/// When the journal is full, in bytes: some thousand writes.
const FULL: u64 = 2 * 1024 * 1024;
/// How long the lock is waited for. A line takes microseconds: whoever holds it for longer is
/// stopped, or hangs on its disk, and what was looked at before a write gets old meanwhile.
pub const PATIENCE: Duration = Duration::from_secs(3);

/// The journal of a state directory. Cheap to clone; its clones count entries together. Every call
/// waits for the disk: none belongs on the thread that draws.
#[derive(Clone, Debug)]
pub struct Journal {
    inner: Arc<Inner>,
    /// The write whose entries are made.
    write: Option<u64>,
}

#[derive(Debug)]
struct Inner {
    directory: PathBuf,
    /// Why there is no directory; nothing is opened then.
    nowhere: Option<&'static str>,
    policy: Policy,
    clock: Clock,
    full: u64,
    patience: Duration,
    disk: Box<dyn Disk>,
    /// Makes ids of this process differ from those of any other, and shows that it runs.
    run: Run,
    last: AtomicU64,
    /// Writes without a known end: those of this run, and those of earlier ones it was told of.
    open: Mutex<Vec<Open>>,
    /// Lines that could not be written, oldest first. They come before the next one that can.
    owed: Mutex<VecDeque<String>>,
}

impl Journal {
    /// The journal of this directory; nothing is opened yet.
    pub fn new(directory: &Path, policy: Policy, clock: Clock) -> Self {
        Self::bounded(directory, policy, clock, (FULL, PATIENCE))
    }

    /// A journal that cannot be kept anywhere, and why: every call that writes fails with it.
    pub fn nowhere(why: &'static str, policy: Policy, clock: Clock) -> Self {
        let limits = (FULL, PATIENCE);
        Self::with(
            Path::new(""),
            Some(why),
            policy,
            clock,
            limits,
            Box::new(Real),
        )
    }

    fn bounded(directory: &Path, policy: Policy, clock: Clock, limits: (u64, Duration)) -> Self {
        Self::with(directory, None, policy, clock, limits, Box::new(Real))
    }

    fn with(
        directory: &Path,
        nowhere: Option<&'static str>,
        policy: Policy,
        clock: Clock,
        (full, patience): (u64, Duration),
        disk: Box<dyn Disk>,
    ) -> Self {
        let run = Run::new(directory, clock.now());
        let inner = Inner {
            directory: directory.to_path_buf(),
            nowhere,
            policy,
            clock,
            full,
            patience,
            disk,
            run,
            last: AtomicU64::new(0),
            open: Mutex::default(),
            owed: Mutex::default(),
        };
        Self {
            inner: Arc::new(inner),
            write: None,
        }
    }

    /// The same journal; the entries that are made here are of the write of this number.
    pub fn for_write(&self, write: u64) -> Self {
        Self {
            inner: Arc::clone(&self.inner),
            write: Some(write),
        }
    }

    /// Whether a write may go without it.
    pub fn policy(&self) -> Policy {
        self.inner.policy
    }

    /// Where it is.
    pub fn path(&self) -> PathBuf {
        self.inner.directory.join(FILE)
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
    pub fn unwritten(&self) -> usize {
        self.owed().len()
    }

    /// Writes down requests that are to be sent later, all of them or none: one that is not sent
    /// then, whatever happens, is in the journal as such. Gives their ids, in this order.
    ///
    /// # Errors
    /// When they could not be written; [`JournalError::Locked`] after [`PATIENCE`].
    pub fn plan(&self, attempts: Vec<Attempt>) -> Result<Vec<EntryId>, JournalError> {
        let (ids, lines) = self.planned(attempts)?;
        self.append(Some(&lines.concat()))?;
        Ok(ids)
    }

    /// Keeps them instead, as [`Self::keep`] does what is about to be sent.
    ///
    /// # Errors
    /// When they cannot be put in words.
    pub fn keep_plan(&self, attempts: Vec<Attempt>) -> Result<Vec<EntryId>, JournalError> {
        let (ids, lines) = self.planned(attempts)?;
        self.owed().extend(lines);
        Ok(ids)
    }

    /// Writes down what is about to be sent; gives the id its answer is to be written down with:
    /// the one with which it was planned, if it was.
    ///
    /// # Errors
    /// When it could not be written: it is not to be sent. [`JournalError::Locked`] after
    /// [`PATIENCE`].
    pub fn before(
        &self,
        planned: Option<EntryId>,
        attempt: Attempt,
    ) -> Result<EntryId, JournalError> {
        let (id, line) = self.entry(planned, attempt)?;
        let written = self.append(Some(&line));
        if written.is_err() {
            self.opened().retain(|open| *open.id() != id);
        }
        written.map(|()| id)
    }

    /// Keeps what is about to be sent although it cannot be written down now, as its user was told.
    /// It is written as soon as it can be.
    ///
    /// # Errors
    /// When it cannot be put in words.
    pub fn keep(
        &self,
        planned: Option<EntryId>,
        attempt: Attempt,
    ) -> Result<EntryId, JournalError> {
        let (id, line) = self.entry(planned, attempt)?;
        self.owed().push_back(line);
        Ok(id)
    }

    /// Writes down what came of it. A line that cannot be written is kept, and written as soon as
    /// it can be.
    ///
    /// # Errors
    /// Why it is not written yet.
    pub fn after(&self, id: &EntryId, outcome: Outcome) -> Result<(), JournalError> {
        self.opened().retain_mut(|open| {
            if open.id() == id {
                open.answer(&outcome);
            }
            !open.is_over()
        });
        self.write_or_keep(&Line::new(
            id,
            self.inner.clock.now(),
            What::Answer(outcome),
        ))
    }

    /// Writes down what became of one target of a write: the one of this number, or one of an
    /// earlier run that did the same. Nothing is written of one whose end is in the journal.
    ///
    /// # Errors
    /// Why it is not written yet.
    pub fn settle(
        &self,
        write: u64,
        operation: Operation,
        known: &Settlement,
    ) -> Result<(), JournalError> {
        let mut told = Vec::new();
        self.opened().retain_mut(|open| {
            if open.settle((write, operation), known) {
                told.push(open.id().clone());
            }
            !open.is_over()
        });
        let mut written = Ok(());
        for id in told {
            let line = Line::new(&id, self.inner.clock.now(), What::Settled(known.clone()));
            written = written.and(self.write_or_keep(&line));
        }
        written
    }

    /// The writes of the last day of which nobody saw the end, and whose session runs no more;
    /// newest first. What becomes of them can be settled here.
    ///
    /// # Errors
    /// When the journal is there and cannot be read.
    pub fn unanswered(&self) -> io::Result<Vec<Entry>> {
        let now = self.inner.clock.now();
        let mut found = self.read()?.entries;
        found.retain(|entry| carry::is_told_of(entry, now) && !self.inner.run.goes_on(&entry.id));
        let open = found.iter().map(|entry| {
            let action = entry.attempt.action.clone();
            Open::new(entry.id.clone(), None, action, entry.open_targets())
        });
        self.opened().extend(open);
        Ok(found)
    }

    /// An error where there is no directory to keep it in.
    fn place(&self) -> io::Result<()> {
        match self.inner.nowhere {
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
        let old = private::read_end(&self.inner.directory.join(OLD_FILE), READ)?;
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

    fn entry(
        &self,
        planned: Option<EntryId>,
        attempt: Attempt,
    ) -> Result<(EntryId, String), JournalError> {
        let id = planned.unwrap_or_else(|| self.next_id());
        let (action, targets) = (attempt.action.clone(), attempt.targets.clone());
        let open = Open::new(id.clone(), self.write, action, targets);
        let line = Line::new(&id, self.inner.clock.now(), What::Send(attempt));
        let line = line.text().map_err(io::Error::other)?;
        self.opened().push(open);
        Ok((id, line))
    }

    fn planned(&self, attempts: Vec<Attempt>) -> io::Result<(Vec<EntryId>, Vec<String>)> {
        let now = self.inner.clock.now();
        let planned = attempts.into_iter().map(|attempt| {
            let id = self.next_id();
            let line = Line::new(&id, now, What::Planned(attempt)).text();
            line.map(|line| (id, line)).map_err(io::Error::other)
        });
        planned.collect()
    }

    fn next_id(&self) -> EntryId {
        let number = self.inner.last.fetch_add(1, Ordering::Relaxed) + 1;
        self.inner.run.entry(number)
    }

    /// Writes a line as soon as it can be, now if it can be. Whatever goes wrong it is kept first.
    fn write_or_keep(&self, line: &Line) -> Result<(), JournalError> {
        let line = line.text().map_err(io::Error::other)?;
        self.owed().push_back(line);
        self.append(None)
    }

    /// Writes everything that is owed, and then this.
    fn append(&self, line: Option<&str>) -> Result<(), JournalError> {
        let _lock = self.lock()?;
        self.inner.run.show();
        let mut paper = self.open()?;
        pay(&mut self.owed(), &mut paper)?;
        Ok(line.map_or(Ok(()), |line| paper.add(line))?)
    }

    fn open(&self) -> io::Result<Paper<'_>> {
        let keeping = Keeping {
            directory: &self.inner.directory,
            full: self.inner.full,
            synced: self.inner.policy == Policy::Required,
            disk: &*self.inner.disk,
        };
        Paper::open(keeping, self.inner.clock.now())
    }

    fn lock(&self) -> Result<File, JournalError> {
        self.place()?;
        private::make_directory(&self.inner.directory)?;
        let lock = private::lock(&self.inner.directory.join(LOCK), self.inner.patience)?;
        lock.map_err(|_| JournalError::Locked)
    }

    fn opened(&self) -> MutexGuard<'_, Vec<Open>> {
        self.inner
            .open
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn owed(&self) -> MutexGuard<'_, VecDeque<String>> {
        self.inner
            .owed
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
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
mod tests;
