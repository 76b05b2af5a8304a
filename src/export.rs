//! A shown table as the text of a file: rows and order as they are on screen, all of them, and the
//! columns that the user has not hidden, whether there is room for them or not. Pure.
//!
//! A file outlives the screen it was made from. So each row that the service was asked for says
//! when it was read and how fresh that was (`fetched_at_utc`, `age_ms`, `freshness`), headings are
//! the API's own field names with the unit behind them (`_gb`, `_ms`), the same in every language,
//! and values are exact, not as they are shortened to fit a screen. Read [`sheet`] first.

mod in_front;
mod instances;
mod parts;
mod print;
mod records;

use crate::l10n::Words;
use crate::list::ListField;
use crate::model::EpochMs;
use crate::secret::mask::Masker;
use crate::state::State;
use crate::state::export::{Extent, Format, Table};
use crate::state::now::Now;

/// A value under its heading: the name of a field.
type Cell = (&'static str, ListField);

/// Rows, each with the same headings.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// What the rows are, for the name of a file.
    what: &'static str,
    rows: Vec<Vec<Cell>>,
    /// Whether there are all of them.
    pub extent: Extent,
}

/// The rows of a table as they are now.
pub fn sheet(w: &Words, state: &State, table: &Table) -> Sheet {
    match table {
        Table::Instances => instances::sheet(w, state),
        Table::Plugins(key) => parts::plugins(state, key),
        Table::Tasks(key) => parts::tasks(state, key),
        Table::Tags(key) => parts::tags(state, key),
        Table::Journal(filter) => records::journal(state, filter),
        Table::InFront(table) => in_front::sheet(w, state, table),
        Table::Errors => records::errors(w, state),
    }
}

impl Sheet {
    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The same without any secret that the masker knows.
    #[must_use]
    pub fn masked(mut self, masker: &Masker) -> Self {
        let fields = self.rows.iter_mut().flatten().map(|(_, field)| field);
        fields.for_each(|field| field.mask(masker));
        self
    }

    /// The text of the file.
    pub fn print(self, format: Format) -> String {
        match format {
            Format::Csv => print::csv(&self),
            Format::Json => print::json(self),
        }
    }

    /// A name for the file, by what is in it and when it was written.
    pub fn file_name(&self, format: Format, now: Now) -> String {
        let partial = match self.extent {
            Extent::Complete => "",
            Extent::Partial => "-partial",
        };
        let at = stamp(now.wall, "%Y%m%dT%H%M%SZ").unwrap_or_default();
        format!("warren-{}{partial}-{at}.{}", self.what, format.name())
    }
}

fn text(value: Option<&str>) -> ListField {
    ListField::Text(value.map(str::to_owned))
}

fn complete_if(all: bool) -> Extent {
    match all {
        true => Extent::Complete,
        false => Extent::Partial,
    }
}

/// A moment as a machine and a person read it.
fn utc(at: EpochMs) -> ListField {
    ListField::Text(stamp(at, "%Y-%m-%dT%H:%M:%S%.3fZ"))
}

fn stamp(at: EpochMs, format: &str) -> Option<String> {
    let time = jiff::Timestamp::from_millisecond(at).ok()?;
    Some(time.strftime(format).to_string())
}

fn number(value: Option<u64>) -> ListField {
    ListField::Number(value.and_then(|value| i64::try_from(value).ok()))
}

/// When something was read, how long that is ago, and how far it can be believed: the last cells
/// of every row that came from the service.
fn read_at(read: Now, now: Now, freshness: &'static str) -> [Cell; 3] {
    let age = i64::try_from(now.since(read).as_millis());
    [
        ("fetched_at_utc", utc(read.wall)),
        ("age_ms", ListField::Number(age.ok())),
        ("freshness", text(Some(freshness))),
    ]
}
