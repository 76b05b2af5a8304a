//! What is known of the journal: whether it can be written, and what it holds once somebody asked.

use crate::api::Operation;
use crate::journal::{Entry, EntryId, Pages, Policy, Settlement};
use crate::state::write::pending::WriteId;
use crate::text::has_words;

/// The journal, as far as the screen needs it.
#[derive(Clone, Debug, Default)]
pub struct JournalState {
    /// Whether a write may go without it.
    pub policy: Policy,
    /// Why it cannot be written, in the words of the system; nothing while it can.
    pub trouble: Option<String>,
    /// How many lines about changes of this run could not be written yet.
    pub unwritten: usize,
    /// What was learned of writes, to be handed to the journal.
    pub learned: Vec<Learned>,
    pub pages: Reading,
}

/// What was read of the journal.
#[derive(Clone, Debug, Default)]
pub enum Reading {
    /// Nobody asked.
    #[default]
    Unasked,
    /// It is being read.
    Loading,
    /// It cannot be read, for this reason.
    Failed(String),
    /// This was in it when it was opened.
    Read(Pages),
}

/// What became of a write after its answer, or without one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Learned {
    /// The number it was sent under.
    pub write: WriteId,
    pub operation: Operation,
    pub settlement: Settlement,
}

/// News of the journal.
#[derive(Clone, Debug, PartialEq)]
pub enum News {
    /// Whether it can be written.
    Writable {
        /// Why not; nothing when it can.
        trouble: Option<String>,
        /// How many lines of this run are not written yet.
        unwritten: usize,
    },
    /// The writes of earlier runs whose end nobody saw, or why they cannot be read.
    Unanswered(Result<Vec<Entry>, String>),
    /// What it holds, or why it cannot be read.
    Pages(Result<Pages, String>),
}

impl JournalState {
    /// What is in it, as far as it was read.
    fn entries(&self) -> &[Entry] {
        match &self.pages {
            Reading::Read(pages) => &pages.entries,
            Reading::Unasked | Reading::Loading | Reading::Failed(_) => &[],
        }
    }

    /// The writes that have every word of this text somewhere, newest first.
    pub fn shown<'a>(&'a self, filter: &'a str) -> impl Iterator<Item = &'a Entry> {
        let entries = self.entries().iter();
        entries.filter(move |entry| has_words(&searched(entry), filter))
    }

    /// One write.
    pub fn entry(&self, id: &EntryId) -> Option<&Entry> {
        self.entries().iter().find(|entry| entry.id == *id)
    }

    /// Takes news in.
    pub fn take(&mut self, news: News) {
        match news {
            News::Writable { trouble, unwritten } => {
                self.trouble = trouble;
                self.unwritten = unwritten;
            }
            News::Unanswered(_) => {}
            News::Pages(Ok(pages)) => self.pages = Reading::Read(pages),
            News::Pages(Err(why)) => self.pages = Reading::Failed(why),
        }
    }
}

/// What a filter looks through.
fn searched(entry: &Entry) -> String {
    let attempt = &entry.attempt;
    let mut words = vec![
        attempt.action.as_str(),
        &attempt.profile,
        &attempt.region,
        &attempt.request.method,
        &attempt.request.path,
    ];
    for target in &attempt.targets {
        words.push(&target.name);
        words.extend(target.id.as_deref());
    }
    if let Some(outcome) = &entry.outcome {
        words.push(outcome.result.as_str());
        words.extend(outcome.code.as_deref());
        words.extend(outcome.request_id.as_deref());
        words.extend(outcome.created.as_deref());
    }
    words.join(" ")
}
