//! `warren problems`: what is wrong with every instance at once, for people and for scripts.
//!
//! [`Problems::of`] takes what is found of each row of a state that was read without a screen, worst
//! first, and what could not be looked at; [`Problems::print`] writes it in one of two forms.

mod json;
mod table;
mod unchecked;

pub(crate) use json::{seen, time};
pub(crate) use table::{severity, sum};
pub use unchecked::Unchecked;

use crate::cli::ReportOutput;
use crate::findings::{Code, Finding, Severity};
use crate::l10n::Words;
use crate::list::Origin;
use crate::state::State;
use crate::state::notify::Notification;
use crate::state::row::Row;
use crate::ui::words;
use std::io::{self, Write};

/// What is told beyond the screen, as the JSON object that a command gets.
pub fn of_notification(w: &Words, told: &Notification) -> String {
    json::notification(w, told)
}

/// Something that is wrong with an instance.
#[derive(Clone, Copy, Debug)]
pub struct Problem<'a> {
    pub row: &'a Row,
    pub finding: &'a Finding,
}

/// Everything that is wrong, and what could not be looked at.
#[derive(Debug)]
pub struct Problems<'a> {
    state: &'a State,
    /// Worst first.
    pub all: Vec<Problem<'a>>,
    pub unchecked: Vec<Unchecked>,
}

impl<'a> Problems<'a> {
    /// What is found now.
    pub fn of(state: &'a State, w: &Words) -> Self {
        let rows = state.fleet.all().iter();
        let each = rows.flat_map(|row| {
            // What was so for a moment, while figures came, is not so.
            let holds = row.findings().iter().filter(|found| found.over.is_none());
            holds.map(move |finding| Problem { row, finding })
        });
        let mut all: Vec<Problem<'_>> = each.collect();
        all.sort_by_key(|Problem { row, finding }| {
            let since = std::cmp::Reverse(finding.since);
            (
                finding.severity,
                finding.code,
                since,
                row.instance.label(),
                &row.key,
            )
        });
        Self {
            state,
            all,
            unchecked: unchecked::of(state, w),
        }
    }

    /// The worst of it that somebody has to know of; what changes, or is frozen, is as it should be.
    pub fn worst(&self) -> Option<Severity> {
        let worst = self.all.iter().map(|problem| problem.finding.severity);
        let worst = worst.filter(|severity| *severity <= Severity::Unknown);
        worst.min()
    }

    /// Writes it, with a line break at the end.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn print(&self, w: &Words, output: ReportOutput, to: &mut impl Write) -> io::Result<()> {
        match output {
            ReportOutput::Table => table::print(w, self, to),
            ReportOutput::Json => json::print(w, self, to),
        }
    }

    fn origin(&self) -> Origin {
        Origin::when(self.state.profiles.iter().count() > 1)
    }
}

impl Problem<'_> {
    /// It in one sentence; where its status says it all, that.
    pub fn sentence(&self, w: &Words, state: &State) -> String {
        let says = words::finding::says(w, state.now, self.row, self.finding);
        match says.is_empty() {
            true => words::instance_status(w, self.row.instance.status.as_ref()),
            false => says,
        }
    }

    fn code(&self) -> Code {
        self.finding.code
    }
}
