//! What the journal is written on: lines that are there as a whole or not at all.

use super::carry;
use crate::model::EpochMs;
use crate::private;
use rustix::io::Errno;
use rustix::process::{Resource, getrlimit};
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};

/// Name of the journal in the state directory.
pub const FILE: &str = "journal.jsonl";
/// Where it goes when it is full; what was there is forgotten.
pub const OLD_FILE: &str = "journal.1.jsonl";
/// So much of the end of a journal is read, in bytes. One that warren wrote is longer only when the
/// writes of one day without a known end are: it is never put aside with more than this.
pub(super) const READ: u64 = 16 * 1024 * 1024;
/// More than a write needs: two lines, each with a request to fifty instances or a long answer.
const ROOM: usize = 64 * 1024;

/// What makes files outlive a power cut.
pub(super) trait Disk: std::fmt::Debug + Send + Sync {
    /// Waits until everything that was written to a file or a directory is on the disk.
    fn sync(&self, file: &File) -> io::Result<()>;
}

/// The disk of this machine.
#[derive(Debug)]
pub(super) struct Real;

impl Disk for Real {
    fn sync(&self, file: &File) -> io::Result<()> {
        file.sync_all()
    }
}

/// How a journal is kept.
#[derive(Clone, Copy, Debug)]
pub(super) struct Keeping<'a> {
    pub directory: &'a Path,
    /// A new one is begun when it has this many bytes.
    pub full: u64,
    /// What was written is to outlive a power cut.
    pub synced: bool,
    /// On what.
    pub disk: &'a dyn Disk,
}

/// The open journal. Whoever has it holds the journal's lock.
pub(super) struct Paper<'a> {
    keeping: Keeping<'a>,
    file: File,
}

impl<'a> Paper<'a> {
    /// Opens the journal, a new one when it is full.
    pub(super) fn open(keeping: Keeping<'a>, now: EpochMs) -> io::Result<Self> {
        let path = keeping.directory.join(FILE);
        let mut paper = Self {
            keeping,
            file: private::append(&path)?,
        };
        let length = paper.file.metadata()?.len();
        if length >= keeping.full {
            // One that cannot be put aside goes on: it must not be renamed, because only adding to
            // it is allowed, or what it has to take over cannot be read or has no room.
            let aside = paper.take_over(length, now);
            match aside.and_then(|()| fs::rename(&path, keeping.directory.join(OLD_FILE))) {
                Ok(()) => paper.file = private::append(&path)?,
                Err(error) => tracing::warn!(%error, "the journal is full and goes on"),
            }
        }
        Ok(paper)
    }

    /// Takes over what is still needed of the old journal: what it had is forgotten next.
    fn take_over(&mut self, length: u64, now: EpochMs) -> io::Result<()> {
        let directory = self.keeping.directory;
        let Some((old, _)) = private::read_end(&directory.join(OLD_FILE), READ)? else {
            return Ok(());
        };
        let new = private::read_end(&directory.join(FILE), READ)?;
        let needed = carry::needed(&old, &new.unwrap_or_default().0, now);
        if needed.is_empty() {
            return Ok(());
        }
        if length.saturating_add(needed.len() as u64) > READ {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.add(&needed)?;
        // The only other copy goes.
        self.keeping.disk.sync(&self.file)
    }

    /// Adds a line. What cannot be written whole is taken back; where that fails as well, the next
    /// line begins on a new one.
    pub(super) fn add(&mut self, line: &str) -> io::Result<()> {
        let before = self.file.metadata()?.len();
        let begun = match self.ends_whole(before)? {
            true => "",
            false => "\n",
        };
        let written = self.write(format!("{begun}{line}").as_bytes(), before);
        if written.is_err() {
            let _ = self.file.set_len(before);
        }
        written
    }

    /// Straight to the system: it is there even when the program dies next.
    fn write(&mut self, bytes: &[u8], before: u64) -> io::Result<()> {
        self.file.write_all(bytes)?;
        let Keeping {
            directory,
            synced,
            disk,
            ..
        } = self.keeping;
        if synced {
            disk.sync(&self.file)?;
            // A new file is found again only when its directory is there as well.
            if before == 0 {
                disk.sync(&File::open(directory)?)?;
            }
        }
        Ok(())
    }

    fn ends_whole(&self, length: u64) -> io::Result<bool> {
        let mut last = [b'\n'];
        if let Some(at) = length.checked_sub(1) {
            self.file.read_exact_at(&mut last, at)?;
        }
        Ok(last == *b"\n")
    }

    /// Whether there is room for a write: as much is written beside the journal, and removed. The
    /// journal itself is left alone, for others may follow what is added to it.
    pub(super) fn has_room(&self) -> io::Result<()> {
        let length = self.file.metadata()?.len();
        let most = getrlimit(Resource::Fsize).current;
        if most.is_some_and(|most| length.saturating_add(ROOM as u64) > most) {
            return Err(Errno::FBIG.into());
        }
        let path = self.beside();
        let _ = fs::remove_file(&path);
        let mut file = private::create(&path)?;
        let written = file.write_all(&[b'\n'; ROOM]);
        let written = match self.keeping.synced {
            true => written.and_then(|()| self.keeping.disk.sync(&file)),
            false => written,
        };
        fs::remove_file(&path)?;
        written
    }

    fn beside(&self) -> PathBuf {
        self.keeping
            .directory
            .join(format!("journal.room.{}", std::process::id()))
    }
}
