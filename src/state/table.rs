//! A table in front of the view: what a query gives of one place, what is in the journal, or what
//! happened. One that a query gives is declared once, by a [`Declared`] in a file beside this one;
//! cursor, filter, copying and exporting are the same for every table.

pub mod bin;
mod cell;
pub mod changes;
mod wishes;

use super::State;
use super::column::First;
use super::input::TextField;
use super::list_cursor::ListCursor;
use super::query::{Query, QueryCache};
use super::remote::{Cached, ReadState};
use crate::api::Rows;
use crate::model::{InstanceKey, Scope};
use crate::text::has_words;
pub use cell::{Cell, Measure};
use std::collections::BTreeSet;
use std::ops::Deref;
pub use wishes::{ColumnWishes, TableColumns};

/// The name of a sentence, and the days in it.
pub type Said = (&'static str, usize);

/// What a table is made of.
#[derive(Debug)]
pub struct Declared {
    /// The command that opens it, by its name: its words are the title.
    pub name: &'static str,
    /// What is read for it; nothing where its rows are known without.
    pub query: Option<Query>,
    pub columns: Columns,
    /// What names its rows, as a field of a file; nothing where their cells do.
    pub id: Option<&'static str>,
    /// The commands that are done from it, by their names.
    pub actions: &'static [&'static str],
    /// What is worth knowing above its rows.
    pub said: fn(&State, &Scope) -> Option<Said>,
    /// Its rows; nothing while they are not known.
    pub rows: fn(&State, &Arranged) -> Option<Cached<Rows<Row>>>,
}

/// A column of a table.
#[derive(Debug, PartialEq, Eq)]
pub struct TableColumn {
    /// The name of its heading.
    pub name: &'static str,
    /// Its field in a file.
    pub field: &'static str,
    /// What sorts by it where the columns are listed.
    pub letter: char,
    /// What it puts on top, and what it does the other way round.
    pub first: [First; 2],
}

/// The columns of a table. Each has a letter of its own, which is none that moves a cursor, begins
/// a sequence or leaves: not `g`, `j`, `k`, `q`. Others do not compile.
#[derive(Debug)]
pub struct Columns(&'static [TableColumn]);

impl Columns {
    pub const fn of(columns: &'static [TableColumn]) -> Self {
        let mut at = 0;
        while at < columns.len() {
            let letter = columns[at].letter;
            assert!(!matches!(letter, 'g' | 'j' | 'k' | 'q'), "moves or leaves");
            let mut other = 0;
            while other < at {
                assert!(columns[other].letter != letter, "has the same letter");
                other += 1;
            }
            at += 1;
        }
        Self(columns)
    }
}

impl Deref for Columns {
    type Target = [TableColumn];

    fn deref(&self) -> &Self::Target {
        self.0
    }
}

impl Declared {
    /// The place of the column under this heading, by its name, from 0.
    pub fn place(&self, heading: &str) -> Option<usize> {
        self.columns
            .iter()
            .position(|column| column.name == heading)
    }
}

impl PartialEq for Declared {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Declared {}

/// One row. It has a cell for every column.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub id: String,
    /// The instance it is about, where that is in the list.
    pub of: Option<InstanceKey>,
    /// What names it, to be copied.
    pub label: String,
    pub cells: Vec<Cell>,
}

/// A table of a place as it is arranged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arranged {
    pub about: &'static Declared,
    pub scope: Scope,
    /// The instance that its rows are about; that of all where there is none.
    pub of: Option<InstanceKey>,
    /// The words that every shown row has.
    pub filter: String,
    /// The column it is sorted by, from 0.
    pub by: usize,
    pub flipped: bool,
}

/// What a table is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum TableSource {
    /// What a query gives, or what else is declared.
    Query(&'static Declared),
    /// What was changed, newest first.
    Journal,
    /// Errors and events, newest first.
    Errors,
}

/// Where keys go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableFocus {
    /// To the rows.
    List,
    /// Into the filter.
    Filter,
}

/// A table as it is looked through.
#[derive(Clone, Debug)]
pub struct TableView {
    pub source: TableSource,
    scope: Scope,
    of: Option<InstanceKey>,
    by: usize,
    flipped: bool,
    /// The row under the cursor, by its id.
    pub pick: ListCursor<String>,
    pub filter: TextField,
    /// Where keys go.
    pub focus: TableFocus,
    /// The ids of rows that are marked; those that the table has no more do not count.
    marked: BTreeSet<String>,
}

impl TableView {
    pub fn new(source: TableSource, scope: Scope) -> Self {
        Self {
            source,
            scope,
            of: None,
            by: 0,
            flipped: false,
            pick: ListCursor::default(),
            filter: TextField::default(),
            focus: TableFocus::List,
            marked: BTreeSet::new(),
        }
    }

    /// The same of this instance alone.
    #[must_use]
    pub fn of(self, of: Option<InstanceKey>) -> Self {
        Self { of, ..self }
    }

    /// Marks a row, or takes its mark away.
    pub fn toggle_mark(&mut self, id: &str) {
        if !self.marked.remove(id) {
            self.marked.insert(id.to_owned());
        }
    }

    pub fn is_marked(&self, id: &str) -> bool {
        self.marked.contains(id)
    }

    /// How it is arranged, if a query gives it.
    pub fn arranged(&self) -> Option<Arranged> {
        match self.source {
            TableSource::Query(about) => Some(Arranged {
                about,
                scope: self.scope.clone(),
                of: self.of.clone(),
                filter: self.filter.text().to_owned(),
                by: self.by,
                flipped: self.flipped,
            }),
            TableSource::Journal | TableSource::Errors => None,
        }
    }

    /// Where it was read, if it is this table.
    pub fn scope_of(&self, about: &'static Declared) -> Option<&Scope> {
        (self.source == TableSource::Query(about)).then_some(&self.scope)
    }

    /// The ids of its rows, in their order.
    pub fn ids(&self, state: &State) -> Vec<String> {
        match (self.source, self.arranged()) {
            (TableSource::Query(_), table) => {
                let rows = table.map(|table| table.rows(state));
                rows.unwrap_or_default()
                    .into_iter()
                    .map(|row| row.id)
                    .collect()
            }
            (TableSource::Journal, _) => {
                let shown = state.journal.shown(self.filter.text());
                shown.map(|entry| entry.id.to_string()).collect()
            }
            (TableSource::Errors, _) => {
                state.notices.iter().map(|one| one.id.to_string()).collect()
            }
        }
    }

    /// The id under the cursor.
    pub fn on(&self, state: &State) -> Option<String> {
        self.pick.on(&self.ids(state)).cloned()
    }

    /// What it is called where something of it is kept.
    pub fn name(&self) -> &'static str {
        match self.source {
            TableSource::Query(about) => about.name,
            other @ (TableSource::Journal | TableSource::Errors) => other.into(),
        }
    }

    /// Its columns, if a query gives it.
    pub fn columns(&self) -> &'static [TableColumn] {
        match self.source {
            TableSource::Query(about) => &about.columns,
            TableSource::Journal | TableSource::Errors => &[],
        }
    }

    /// The column it is sorted by, and what that puts on top.
    pub fn sorted_by(&self) -> Option<(&'static TableColumn, First)> {
        let column = self.columns().get(self.by)?;
        let [natural, reversed] = column.first;
        Some((column, if self.flipped { reversed } else { natural }))
    }

    /// Sorts by the column under this heading; turns it round when it is sorted by that.
    pub fn sort_by(&mut self, heading: &str) {
        let TableSource::Query(about) = self.source else {
            return;
        };
        if let Some(place) = about.place(heading) {
            self.flipped = self.by == place && !self.flipped;
            self.by = place;
        }
    }

    pub fn flip(&mut self) {
        self.flipped = !self.flipped;
    }
}

impl Arranged {
    /// What is known of its place.
    pub fn known<'a>(&self, state: &'a State) -> &'a QueryCache {
        static NOTHING: QueryCache = QueryCache::EMPTY;
        match &self.about.query {
            Some(query) => state.known_of(&self.scope, query),
            None => &NOTHING,
        }
    }

    /// How far what it shows can be believed.
    pub fn read<'a>(&self, state: &'a State) -> ReadState<'a> {
        match &self.about.query {
            Some(query) => self.known(state).state(query),
            None => ReadState::Known,
        }
    }

    /// The rows that are shown, in their order.
    pub fn rows(&self, state: &State) -> Vec<Row> {
        let all = (self.about.rows)(state, self).map(|known| known.value.rows);
        self.arrange(all.unwrap_or_default())
    }

    fn arrange(&self, mut rows: Vec<Row>) -> Vec<Row> {
        rows.retain(|row| {
            if self.filter.is_empty() {
                return true;
            }
            let texts = row.cells.iter().flat_map(Cell::texts);
            let searched: Vec<&str> = texts.chain([row.id.as_str()]).collect();
            has_words(&searched.join(" "), &self.filter)
        });
        rows.sort_by(|one, other| {
            let order = one.cells[self.by].cmp(&other.cells[self.by], self.flipped);
            order.then_with(|| one.id.cmp(&other.id))
        });
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Status;

    static FRUIT: Declared = Declared {
        name: "fruit",
        query: None,
        columns: Columns::of(&[
            TableColumn {
                name: "name",
                field: "name",
                letter: 'n',
                first: [First::A, First::Z],
            },
            TableColumn {
                name: "since",
                field: "since",
                letter: 'a',
                first: [First::Newest, First::Oldest],
            },
            TableColumn {
                name: "status",
                field: "status",
                letter: 's',
                first: [First::A, First::Z],
            },
        ]),
        id: None,
        actions: &[],
        said: |_, _| None,
        rows: |_, _| None,
    };

    fn ids(view: &TableView) -> String {
        let rows = [("b", Some(9)), ("a", None), ("c", Some(2))].map(|(id, at)| Row {
            id: id.to_owned(),
            of: None,
            label: id.to_owned(),
            cells: vec![
                Cell::Text(Some(format!("Fruit {id}"))),
                Cell::Since(at),
                Cell::Status(at.map(|at| match at > 5 {
                    true => Status::Recycle,
                    false => Status::Running,
                })),
            ],
        });
        let rows = view.arranged().unwrap().arrange(rows.to_vec());
        rows.into_iter().map(|row| row.id).collect()
    }

    #[test]
    fn rows_are_sorted_by_a_column_and_what_is_not_known_comes_last() {
        let mut view = TableView::new(TableSource::Query(&FRUIT), Scope::new("p", "r"));
        assert_eq!(ids(&view), "abc");
        view.flip();
        assert_eq!(ids(&view), "cba");
        view.sort_by("since");
        assert_eq!(ids(&view), "bca");
        view.sort_by("since");
        assert_eq!(ids(&view), "cba");
        view.sort_by("name");
        assert_eq!(ids(&view), "abc");
        view.sort_by("status");
        assert_eq!(ids(&view), "bca");
        view.flip();
        assert_eq!(ids(&view), "cba");
    }

    #[test]
    fn a_filter_wants_every_word_whatever_its_case() {
        let mut view = TableView::new(TableSource::Query(&FRUIT), Scope::new("p", "r"));
        view.filter = TextField::plain("fruit B");
        assert_eq!(ids(&view), "b");
        view.filter = TextField::plain("fruit b x");
        assert_eq!(ids(&view), "");
        for word in ["recycle", "回收站"] {
            view.filter = TextField::plain(word);
            assert_eq!(ids(&view), "b");
        }
    }
}
