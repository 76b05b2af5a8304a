//! A write client that writes down what it does: before it sends, and after the answer.

use crate::api::{
    Accepted, ApiError, ErrorKind, ReadClient, Request, Write, WriteClient, WriteError,
};
use crate::journal::{Attempt, EntryId, Journal, JournalError, Outcome, Policy, Sent, Target};
use crate::model::Scope;
use std::io;
use std::time::Instant;
use tokio::task::JoinError;

/// The only thing that sends writes. It has the one place where the journal is written.
pub struct Recorded<'a> {
    /// Knows the project and the version of the API.
    pub reader: &'a ReadClient,
    /// Sends.
    pub writer: &'a WriteClient,
    /// Where everything is written down.
    pub journal: &'a Journal,
    /// Where it happens.
    pub scope: Scope,
    /// What it may be done to. Of several, each request's line has those the request names.
    pub targets: Vec<Target>,
}

impl Recorded<'_> {
    /// Sends one write, once, between two lines in the journal.
    ///
    /// # Errors
    /// Those of the client; [`WriteError::NotSent`] when the journal is required and cannot be
    /// written.
    pub async fn send<O: Write>(&self, op: &O) -> Result<Accepted<O::Reply>, WriteError> {
        self.send_and_name(op, |_| None).await
    }

    /// The same for a creation: `created` finds the id of the new instance in the answer.
    ///
    /// # Errors
    /// As above.
    pub async fn send_and_name<O: Write>(
        &self,
        op: &O,
        created: impl Fn(&O::Reply) -> Option<String> + Send + Sync,
    ) -> Result<Accepted<O::Reply>, WriteError> {
        let project = self.reader.project().await.map_err(WriteError::NotSent)?;
        let version = self.reader.api_version();
        let Ok(request) = op.request_in(version, &project) else {
            // The client says that this version has no such call. Nothing is sent.
            return self.writer.send(op).await;
        };
        let attempt = Attempt {
            profile: self.scope.profile.to_string(),
            region: self.scope.region.to_string(),
            project: project.to_string(),
            action: op.operation().to_string(),
            targets: self.named_in(&request),
            request: Sent::of(&request),
        };
        let entry = match (self.before(attempt).await, self.journal.policy()) {
            (Ok(entry), _) => Some(entry),
            (Err(_), Policy::Optional) => None,
            (Err(error), Policy::Required) => {
                let message = format!("the journal is required and cannot be written: {error}");
                let error = ApiError::local(op.operation(), ErrorKind::Setup, message);
                return Err(WriteError::NotSent(error));
            }
        };
        let begun = Instant::now();
        let sent = self.writer.send(op).await;
        let ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
        let outcome = match &sent {
            Ok(sent) => Outcome {
                created: created(&sent.reply),
                ..Outcome::accepted(sent.status, sent.request_id.clone(), ms)
            },
            Err(error) => Outcome::failed(error, ms),
        };
        if let Some(entry) = entry {
            self.after(entry, outcome).await;
        }
        sent
    }

    fn named_in(&self, request: &Request) -> Vec<Target> {
        if let [one] = self.targets.as_slice() {
            return vec![one.clone()];
        }
        let text = request.shown();
        let named = |target: &&Target| target.id.as_ref().is_some_and(|id| text.contains(id));
        self.targets.iter().filter(named).cloned().collect()
    }

    async fn before(&self, attempt: Attempt) -> Result<EntryId, JournalError> {
        let journal = self.journal.clone();
        let written = tokio::task::spawn_blocking(move || journal.before(attempt)).await;
        let written = written.map_err(gone).flatten();
        if let Err(error) = &written {
            tracing::warn!(%error, "a write is not in the journal");
        }
        written
    }

    async fn after(&self, entry: EntryId, outcome: Outcome) {
        let journal = self.journal.clone();
        let written = tokio::task::spawn_blocking(move || journal.after(&entry, outcome)).await;
        if let Err(error) = written.map_err(gone).flatten() {
            tracing::warn!(%error, "the answer to a write is not in the journal");
        }
    }
}

/// The thread that writes is no longer there.
fn gone(error: JoinError) -> JournalError {
    io::Error::other(error).into()
}
