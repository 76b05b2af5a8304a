//! What is known of the journal: whether it can be written, and what it holds once somebody asked.

use crate::journal::{Pages, Policy};

/// The journal, as far as the screen needs it.
#[derive(Clone, Debug, Default)]
pub struct JournalState {
    /// Whether a write may go without it.
    pub policy: Policy,
    /// Why it cannot be written, in the words of the system; nothing while it can.
    pub trouble: Option<String>,
    /// What it holds.
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

/// News of the journal.
#[derive(Clone, Debug, PartialEq)]
pub enum News {
    /// Whether it can be written, or why not.
    Writable(Result<(), String>),
    /// What it holds, or why it cannot be read.
    Pages(Result<Pages, String>),
}

impl JournalState {
    /// Takes news in.
    pub fn take(&mut self, news: News) {
        match news {
            News::Writable(answer) => self.trouble = answer.err(),
            News::Pages(Ok(pages)) => self.pages = Reading::Read(pages),
            News::Pages(Err(why)) => self.pages = Reading::Failed(why),
        }
    }
}
