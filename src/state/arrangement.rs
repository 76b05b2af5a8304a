//! How the list is arranged: its order, and which columns it shows. It outlives a run as text.

use super::sort::{Column, Direction, Sort};
use std::fmt::Write as _;

/// Order and columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arrangement {
    /// The order.
    pub sort: Sort,
    /// The columns.
    pub columns: Columns,
}

/// The columns of the list: all but the letter of the severity, in display order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns {
    all: Vec<(Column, Wish)>,
}

/// What the user wants of a column. One that is wanted is shown where there is room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Shown.
    Shown,
    /// Never shown.
    Hidden,
}

impl Default for Columns {
    fn default() -> Self {
        let all = Column::ALL
            .into_iter()
            .filter(|column| *column != Column::Severity);
        Self {
            all: all.map(|column| (column, Wish::Shown)).collect(),
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
    /// Neither natural nor reversed.
    #[error("no direction {0:?} is known")]
    Direction(String),
}

impl Columns {
    /// Every column in display order, hidden ones too.
    #[must_use]
    pub fn order(&self) -> Vec<Column> {
        self.all.iter().map(|(column, _)| *column).collect()
    }

    /// Whether a column is wanted.
    #[must_use]
    pub fn wants(&self, column: Column) -> bool {
        self.all.contains(&(column, Wish::Shown))
    }

    /// Shows or hides a column. The name cannot be hidden: one acts on names.
    pub fn toggle(&mut self, column: Column) {
        let held = self.all.iter_mut().find(|(known, _)| *known == column);
        if let Some((_, wish)) = held.filter(|_| column != Column::Name) {
            *wish = match wish {
                Wish::Shown => Wish::Hidden,
                Wish::Hidden => Wish::Shown,
            };
        }
    }

    /// Moves a column by so many places; it stops at the ends.
    pub fn shift(&mut self, column: Column, by: isize) {
        let Some(from) = self.all.iter().position(|(known, _)| *known == column) else {
            return;
        };
        let to = from.saturating_add_signed(by).min(self.all.len() - 1);
        let moved = self.all.remove(from);
        self.all.insert(to, moved);
    }
}

impl Arrangement {
    /// The arrangement as text, for [`Arrangement::parse`].
    #[must_use]
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
        let hidden = hidden.filter(|(_, wish)| *wish == Wish::Hidden);
        let hidden: Vec<&str> = hidden.map(|(column, _)| column.name()).collect();
        let _ = write!(text, "columns = {names:?}\nhidden = {hidden:?}\n");
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
            let from = columns.all.iter().position(|(known, _)| *known == named);
            if let Some(from) = from {
                let moved = columns.all.remove(from);
                columns.all.insert(place.min(columns.all.len()), moved);
            }
        }
        for hidden in listed("hidden")? {
            if columns.wants(hidden) {
                columns.toggle(hidden);
            }
        }
        let sort = Sort { column, direction };
        Ok(Self { sort, columns })
    }
}

fn column_of(word: &str) -> Result<Column, ArrangementError> {
    let mut all = Column::ALL.into_iter();
    let found = all.find(|column| column.name() == word);
    found.ok_or_else(|| ArrangementError::Column(word.to_owned()))
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
        arrangement.columns.shift(Column::Age, -99);
        assert_eq!(arrangement.columns.order()[0], Column::Age);
        assert!(
            arrangement.columns.wants(Column::Name),
            "names are always there"
        );
        assert_eq!(Arrangement::parse(&arrangement.to_text()), Ok(arrangement));
    }

    #[test]
    fn what_is_left_out_is_as_it_is_by_default_and_what_is_wrong_is_said() {
        assert_eq!(Arrangement::parse(""), Ok(Arrangement::default()));
        assert_eq!(
            Arrangement::parse("sort = \"colour\""),
            Err(ArrangementError::Column("colour".into()))
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
