//! How the list is arranged: its order, and which columns it shows; and the columns of other tables. It
//! outlives a run as text.

use super::column::Column;
use super::sort::{Direction, Sort};
use super::table::{ColumnWishes, TableColumns};
use std::fmt::Write as _;

/// Order and columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arrangement {
    pub sort: Sort,
    pub columns: Columns,
    pub tables: TableColumns,
}

/// The columns of the list: all but the letter of the severity, in display order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns {
    /// Whether each is wanted: one that is, is shown where there is room.
    all: Vec<(Column, bool)>,
}

impl Default for Columns {
    fn default() -> Self {
        let all = Column::ALL
            .iter()
            .copied()
            .filter(|column| *column != Column::Severity);
        Self {
            all: all
                .map(|column| (column, !Column::ON_REQUEST.contains(&column)))
                .collect(),
        }
    }
}

/// A text that is no arrangement.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ArrangementError {
    /// Not TOML.
    #[error("{0}")]
    Syntax(String),
    /// A name that is no column.
    #[error("no column {0:?} is known")]
    Column(String),
    /// Columns of a table that are not told as `+NAME` and `-NAME`.
    #[error("no columns {0:?} are known")]
    Table(String),
    /// Neither natural nor reversed.
    #[error("no direction {0:?} is known")]
    Direction(String),
}

impl Columns {
    /// Every column in display order, hidden ones too.
    pub fn order(&self) -> Vec<Column> {
        self.all.iter().map(|(column, _)| *column).collect()
    }

    /// Whether a column is wanted.
    pub fn wants(&self, column: Column) -> bool {
        self.all.contains(&(column, true))
    }

    /// Shows or hides a column. The name cannot be hidden: one acts on names.
    pub fn toggle(&mut self, column: Column) {
        self.wish(column, !self.wants(column));
    }

    /// The columns as a line asks for them: `+id -age` shows one more and one less, plain names
    /// show these and no others, in this order.
    ///
    /// # Errors
    /// The first name that is no column.
    pub fn told(&self, line: &str) -> Result<Self, ArrangementError> {
        let mut columns = self.clone();
        let mut place = 0;
        for word in line.split_whitespace() {
            let (wish, name) = match (word.strip_prefix('+'), word.strip_prefix('-')) {
                (Some(name), _) => (true, name),
                (None, Some(name)) => (false, name),
                (None, None) => {
                    if place == 0 {
                        columns.all.iter_mut().for_each(|one| one.1 = false);
                        columns.wish(Column::Name, true);
                    }
                    columns.put(column_of(word)?, place);
                    place += 1;
                    (true, word)
                }
            };
            columns.wish(column_of(name)?, wish);
        }
        Ok(columns)
    }

    /// Shows or hides a column; the name stays.
    fn wish(&mut self, column: Column, shown: bool) {
        if let Some(one) = self.all.iter_mut().find(|(known, _)| *known == column) {
            one.1 = shown || column == Column::Name;
        }
    }

    /// Puts a column at a place.
    fn put(&mut self, column: Column, place: usize) {
        self.carry(column, |_| place);
    }

    /// Moves a column by so many places; it stops at the ends.
    pub fn shift(&mut self, column: Column, by: isize) {
        self.carry(column, |from| from.saturating_add_signed(by));
    }

    fn carry(&mut self, column: Column, to: impl Fn(usize) -> usize) {
        if let Some(from) = self.all.iter().position(|(known, _)| *known == column) {
            let moved = self.all.remove(from);
            self.all.insert(to(from).min(self.all.len()), moved);
        }
    }
}

impl Arrangement {
    /// The arrangement as text, for [`Arrangement::parse`].
    pub fn to_text(&self) -> String {
        let direction = match self.sort.direction {
            Direction::Natural => "natural",
            Direction::Reversed => "reversed",
        };
        let mut text = format!(
            "sort = {:?}\ndirection = {direction:?}\n",
            self.sort.column.name()
        );
        let names: Vec<&str> = self
            .columns
            .all
            .iter()
            .map(|(column, _)| column.name())
            .collect();
        let hidden = self.columns.all.iter();
        let hidden = hidden.filter(|(_, wish)| !*wish);
        let hidden: Vec<&str> = hidden.map(|(column, _)| column.name()).collect();
        let _ = write!(text, "columns = {names:?}\nhidden = {hidden:?}\n");
        let tables = self.tables.lines();
        let tables = tables.map(|(table, line)| (table.to_owned(), line.into()));
        let tables: toml::Table = tables.collect();
        if !tables.is_empty() {
            let tables = toml::Table::from_iter([("tables".to_owned(), tables.into())]);
            let _ = write!(text, "\n{tables}");
        }
        text
    }

    /// Reads an arrangement. Columns it does not name keep their place at the end.
    ///
    /// # Errors
    /// What is not understood; then nothing of it holds.
    pub fn parse(text: &str) -> Result<Self, ArrangementError> {
        let table: toml::Table = toml::from_str(text)
            .map_err(|error| ArrangementError::Syntax(error.message().into()))?;
        let word = |name: &str| table.get(name).and_then(toml::Value::as_str);
        let column = word("sort").map_or(Ok(Column::Severity), column_of)?;
        let direction = match word("direction") {
            None | Some("natural") => Direction::Natural,
            Some("reversed") => Direction::Reversed,
            Some(other) => return Err(ArrangementError::Direction(other.to_owned())),
        };
        let listed = |name: &str| -> Result<Vec<Column>, ArrangementError> {
            let listed = table.get(name).and_then(toml::Value::as_array);
            let words = listed.into_iter().flatten();
            words
                .map(|value| column_of(value.as_str().unwrap_or_default()))
                .collect()
        };
        let mut columns = Columns::default();
        for (place, named) in listed("columns")?.into_iter().enumerate() {
            columns.put(named, place);
            columns.wish(named, true);
        }
        for hidden in listed("hidden")? {
            columns.wish(hidden, false);
        }
        let sort = Sort { column, direction };
        let mut tables = TableColumns::default();
        let told = table.get("tables").and_then(toml::Value::as_table);
        for (table, line) in told.into_iter().flatten() {
            let wrong = || ArrangementError::Table(line.to_string());
            let wishes = line.as_str().and_then(ColumnWishes::parse);
            tables.set(table, wishes.ok_or_else(wrong)?);
        }
        Ok(Self {
            sort,
            columns,
            tables,
        })
    }
}

fn column_of(word: &str) -> Result<Column, ArrangementError> {
    Column::named(word).ok_or_else(|| ArrangementError::Column(word.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arrangement_comes_back_from_its_text() {
        let mut arrangement = Arrangement::default();
        assert_eq!(
            Arrangement::parse(&arrangement.to_text()),
            Ok(arrangement.clone())
        );
        arrangement.sort = Sort {
            column: Column::Storage,
            direction: Direction::Reversed,
        };
        arrangement.columns.toggle(Column::Type);
        arrangement.columns.toggle(Column::Name);
        arrangement.columns.toggle(Column::Id);
        arrangement.columns.shift(Column::Age, -99);
        // Also of a later version, or of somebody who edits the file.
        let told = [
            ("broker-queues", "+node -size"),
            ("a \"\u{7f}\"", "-fd\u{7f}\""),
        ];
        for (table, line) in told {
            let wishes = ColumnWishes::parse(line).unwrap();
            arrangement.tables.set(table, wishes);
        }
        assert_eq!(arrangement.columns.order()[0], Column::Age);
        assert!(
            arrangement.columns.wants(Column::Name),
            "names are always there"
        );
        assert_eq!(Arrangement::parse(&arrangement.to_text()), Ok(arrangement));
    }

    #[test]
    fn columns_are_told_in_a_line_as_more_and_less_or_as_all_there_are() {
        let shown = |line: &str| {
            let columns = Columns::default().told(line)?;
            let order = columns.order().into_iter();
            let names = order.filter(|column| columns.wants(*column));
            Ok::<_, ArrangementError>(names.map(Column::name).collect::<Vec<_>>())
        };
        assert_eq!(shown("id status"), Ok(vec!["id", "status", "name"]));
        let usual = shown("").unwrap();
        let mut other = usual.clone();
        other.retain(|name| *name != "age");
        other.insert(other.len() - 1, "id");
        assert_eq!(shown("+ID -AGE"), Ok(other));
        assert_eq!(shown("-name"), Ok(usual), "names are always there");
        assert_eq!(
            shown("+id colour"),
            Err(ArrangementError::Column("colour".into()))
        );
    }

    #[test]
    fn a_column_that_an_older_arrangement_does_not_name_is_as_by_default() {
        let older = "columns = [\"name\", \"status\"]\nhidden = [\"status\"]\n";
        let columns = Arrangement::parse(older).unwrap().columns;
        let wanted = [Column::Id, Column::Age, Column::Status].map(|one| columns.wants(one));
        assert_eq!(wanted, [false, true, false]);
    }

    #[test]
    fn what_is_left_out_is_as_it_is_by_default_and_what_is_wrong_is_said() {
        assert_eq!(Arrangement::parse(""), Ok(Arrangement::default()));
        assert_eq!(
            Arrangement::parse("sort = \"colour\""),
            Err(ArrangementError::Column("colour".into()))
        );
        assert_eq!(
            Arrangement::parse("[tables]\nbroker-queues = \"node\""),
            Err(ArrangementError::Table("\"node\"".into()))
        );
        assert_eq!(
            Arrangement::parse("direction = \"up\""),
            Err(ArrangementError::Direction("up".into()))
        );
        assert!(matches!(
            Arrangement::parse("sort ="),
            Err(ArrangementError::Syntax(_))
        ));
    }
}
