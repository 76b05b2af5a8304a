//! The journal as whoever sends uses it: a line before, a line after.

use crate::contained::contained;
use crate::journal::{Attempt, EntryId, Journal, JournalError, Outcome, Policy};
use std::io;

/// The journal, and whether the user knows that it cannot be written.
pub struct Ledger<'a> {
    pub journal: &'a Journal,
    /// The user was told that it will not be written down, and wants it all the same.
    pub unrecorded: bool,
}

/// Why nothing may be sent: it is not written down.
pub enum Unwritten {
    /// For this reason, which the user has to be told first.
    Untold(String),
    /// The journal is required.
    Required(String),
}

impl Ledger<'_> {
    /// Writes down what is about to be sent, in the entry it was planned in if it was. Nothing when
    /// the user knows that it cannot be.
    ///
    /// # Errors
    /// [`Unwritten`].
    pub async fn begin(
        &self,
        planned: Option<EntryId>,
        attempt: Attempt,
    ) -> Result<Option<EntryId>, Unwritten> {
        let (journal, again) = (self.journal.clone(), (planned.clone(), attempt.clone()));
        let written = on_disk(move || journal.before(planned, attempt)).await;
        let (planned, attempt) = again;
        let keep = || self.journal.keep(planned, attempt).ok();
        self.written_or_kept(written, keep)
    }

    /// Writes down what is to be sent later, an entry for each.
    ///
    /// # Errors
    /// [`Unwritten`].
    pub async fn plan(&self, attempts: Vec<Attempt>) -> Result<Vec<EntryId>, Unwritten> {
        let (journal, kept) = (self.journal.clone(), attempts.clone());
        let written = on_disk(move || journal.plan(attempts)).await;
        let keep = || self.journal.keep_plan(kept).ok();
        let planned = self.written_or_kept(written, keep)?;
        Ok(planned.unwrap_or_default())
    }

    /// Writes down what came of it.
    pub async fn after(&self, entry: EntryId, outcome: Outcome) {
        let journal = self.journal.clone();
        if let Err(error) = on_disk(move || journal.after(&entry, outcome)).await {
            tracing::warn!(%error, "the answer to a write is not in the journal");
        }
    }

    /// What was written; or kept, to be written as soon as it can be, when the user knows.
    fn written_or_kept<T>(
        &self,
        written: Result<T, JournalError>,
        keep: impl FnOnce() -> Option<T>,
    ) -> Result<Option<T>, Unwritten> {
        let error = match written {
            Ok(written) => return Ok(Some(written)),
            Err(error) => error,
        };
        tracing::warn!(%error, "a write is not in the journal");
        match self.journal.policy() {
            Policy::Optional if self.unrecorded => Ok(contained(keep).ok().flatten()),
            Policy::Optional => Err(Unwritten::Untold(error.to_string())),
            Policy::Required => Err(Unwritten::Required(format!(
                "the journal is required and cannot be written: {error}"
            ))),
        }
    }
}

/// Does what waits for the disk where that holds nothing up. A panic there is an error like any
/// other.
async fn on_disk<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, JournalError> + Send + 'static,
) -> Result<T, JournalError> {
    match tokio::task::spawn_blocking(|| contained(work)).await {
        Ok(Ok(done)) => done,
        Ok(Err(defect)) => Err(io::Error::other(defect).into()),
        Err(gone) => Err(io::Error::other(gone).into()),
    }
}
