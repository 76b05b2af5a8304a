//! The transitions on disk: a file of lines in the state directory, for the user alone, of bounded
//! size and age. Several sessions add to it: each holds a lock while it does.

use super::line::{text_of, transition_of};
use super::{Change, Transition};
use crate::findings::Code;
use crate::model::{EpochMs, InstanceKey};
use crate::private;
use crate::secret::mask;
use std::collections::{HashMap, HashSet};
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Name of the file in the state directory.
pub const FILE: &str = "transitions.jsonl";
/// Who holds this may write.
const LOCK: &str = "transitions.lock";
/// When the file is full, in bytes: some fifty thousand transitions.
const FULL: u64 = 16 * 1024 * 1024;
/// How long a transition is kept, in ms: 7 days.
const KEPT: i64 = 7 * DAY;
/// How long the beginning of what has not ended is kept, in ms.
const KEPT_OPEN: i64 = 30 * DAY;
const DAY: i64 = 24 * 60 * 60 * 1000;
/// How long the lock is waited for.
const PATIENCE: Duration = Duration::from_secs(3);

/// The transitions of a state directory. Every call waits for the disk.
#[derive(Clone, Debug)]
pub struct Store {
    directory: PathBuf,
    full: u64,
}

impl Store {
    /// Those of this directory; nothing is opened yet.
    pub fn new(directory: &Path) -> Self {
        Self {
            directory: directory.to_path_buf(),
            full: FULL,
        }
    }

    /// What is kept, oldest first. What is too old, damaged or said twice is left out; where that is
    /// much, the file is written anew.
    ///
    /// # Errors
    /// When the file is there and cannot be read.
    pub fn read(&self, now: EpochMs) -> io::Result<Vec<Transition>> {
        let Some(lines) = self.lines()? else {
            return Ok(Vec::new());
        };
        let kept = kept(&lines, now, u64::MAX);
        if lines.len() - kept.len() > lines.len() / 8 {
            // What is read is the same; that it takes more room than it must is not worth a word.
            if let Err(error) = self.compact(now) {
                tracing::warn!(%error, "the transitions take more room than they must");
            }
        }
        Ok(once(kept.into_iter().map(|(_, one)| one).collect()))
    }

    /// Adds these, oldest first. What is full is written anew before, without its older half.
    ///
    /// # Errors
    /// When they could not be written.
    pub fn add(&self, told: &[Transition], now: EpochMs) -> io::Result<()> {
        let masker = mask::of_the_process().masker();
        let lines = told.iter().filter_map(|one| text_of(one, &masker));
        let lines: String = lines.collect();
        private::make_directory(&self.directory)?;
        let _lock = self.lock(PATIENCE)?;
        let path = self.directory.join(FILE);
        let length = private::append(&path)?.metadata()?.len();
        if length.saturating_add(lines.len() as u64) > self.full {
            self.write_anew(now)?;
        }
        let mut file = private::append(&path)?;
        let before = file.metadata()?.len();
        // A line that another process could not finish costs no more than itself.
        let torn = before > 0 && !ends_whole(&file, before)?;
        let begun = if torn { "\n" } else { "" };
        let written = file.write_all(format!("{begun}{lines}").as_bytes());
        if written.is_err() {
            let _ = file.set_len(before);
        }
        written
    }

    fn compact(&self, now: EpochMs) -> io::Result<()> {
        // Whoever holds it may do the same: a start does not wait for that.
        let _lock = self.lock(Duration::ZERO)?;
        self.write_anew(now)
    }

    fn lock(&self, patience: Duration) -> io::Result<fs::File> {
        let lock = private::lock(&self.directory.join(LOCK), patience)?;
        lock.map_err(|_| io::Error::other("another process has locked it"))
    }

    /// Writes what is to be kept to a new file, and that into its place. The lock is held.
    fn write_anew(&self, now: EpochMs) -> io::Result<()> {
        let lines = self.lines()?.unwrap_or_default();
        let text: String = kept(&lines, now, self.full / 2)
            .into_iter()
            .flat_map(|(line, _)| [line, "\n"])
            .collect();
        let new = self
            .directory
            .join(format!("{FILE}.{}", std::process::id()));
        let _ = fs::remove_file(&new);
        let mut file = private::create(&new)?;
        let written = file.write_all(text.as_bytes());
        let kept = written.and_then(|()| fs::rename(&new, self.directory.join(FILE)));
        if kept.is_err() {
            let _ = fs::remove_file(&new);
        }
        kept
    }

    fn lines(&self) -> io::Result<Option<Vec<String>>> {
        let read = private::read_end(&self.directory.join(FILE), self.full)?;
        Ok(read.map(|(bytes, _)| {
            let text = String::from_utf8_lossy(&bytes);
            let lines = text.lines().filter(|line| !line.is_empty());
            lines.map(str::to_owned).collect()
        }))
    }
}

/// The lines that are worth keeping, oldest first, the newest of them with at most so many bytes: those
/// of the last days, and of what goes on its beginning.
fn kept(lines: &[String], now: EpochMs, most: u64) -> Vec<(&str, Transition)> {
    let mut seen = HashSet::new();
    let fresh = lines
        .iter()
        .map(String::as_str)
        .filter(|line| seen.insert(*line));
    let all: Vec<(&str, Transition)> = fresh
        .filter_map(|line| Some((line, transition_of(line)?)))
        .collect();
    let mut over: HashSet<(InstanceKey, Code)> = HashSet::new();
    let mut left = most;
    let mut kept = Vec::new();
    for (line, one) in all.into_iter().rev() {
        let age = now.saturating_sub(one.at);
        let goes_on = match &one.change {
            Change::Began { finding, .. } | Change::Worsened(finding) => {
                !over.contains(&(one.key.clone(), finding.code))
            }
            Change::Ended { code, .. } => {
                over.insert((one.key.clone(), *code));
                false
            }
            Change::Status { .. }
            | Change::TaskBegan { .. }
            | Change::TaskEnded { .. }
            | Change::Wrote { .. } => false,
        };
        left = left.saturating_sub(line.len() as u64 + 1);
        let recent = age <= KEPT && left > 0;
        if recent || (goes_on && age <= KEPT_OPEN) {
            kept.push((line, one));
        }
    }
    kept.reverse();
    kept
}

/// The same without what another session saw as well, a moment later.
fn once(mut all: Vec<Transition>) -> Vec<Transition> {
    let (mut statuses, mut tasks) = (HashMap::new(), HashMap::new());
    let (mut open, mut worse) = (HashMap::new(), HashSet::new());
    all.retain(|one| {
        let of = |code: Code| (one.key.clone(), code);
        match &one.change {
            Change::Status { to, .. } => {
                let before = statuses.insert(one.key.clone(), to.clone());
                before.as_ref() != Some(to)
            }
            Change::Began { finding, .. } => open.insert(of(finding.code), true) != Some(true),
            Change::Worsened(finding) => worse.insert(of(finding.code)),
            Change::Ended { code, .. } => {
                worse.remove(&of(*code));
                open.insert(of(*code), false) != Some(false)
            }
            Change::TaskBegan { id, .. } => tasks.insert(id.clone(), true) != Some(true),
            Change::TaskEnded { id, .. } => tasks.insert(id.clone(), false) != Some(false),
            Change::Wrote { .. } => true,
        }
    });
    all
}

fn ends_whole(file: &fs::File, length: u64) -> io::Result<bool> {
    use std::os::unix::fs::FileExt as _;
    let mut last = [b'\n'];
    file.read_exact_at(&mut last, length.saturating_sub(1))?;
    Ok(last == *b"\n")
}

#[cfg(test)]
mod tests;
