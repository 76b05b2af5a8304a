//! Which columns of tables are wanted and which are not, beside what there is room for.

use super::TableColumn;
use std::collections::BTreeMap;

/// What was said of the columns of tables, by the names of the tables.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableColumns(BTreeMap<String, ColumnWishes>);

impl TableColumns {
    pub fn of(&self, table: &str) -> &ColumnWishes {
        static NONE: ColumnWishes = ColumnWishes(BTreeMap::new());
        self.0.get(table).unwrap_or(&NONE)
    }

    pub fn set(&mut self, table: &str, wishes: ColumnWishes) {
        self.0.insert(table.to_owned(), wishes);
    }

    /// Each table with its columns as a line asks for them.
    pub fn lines(&self) -> impl Iterator<Item = (&str, String)> {
        let all = self.0.iter().filter(|(_, wishes)| !wishes.0.is_empty());
        all.map(|(table, wishes)| (table.as_str(), wishes.line()))
    }
}

/// What was said of columns, by their names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ColumnWishes(BTreeMap<String, bool>);

impl ColumnWishes {
    /// What a line of [`TableColumns::lines`] says. Nothing for another one. A name that is no column of
    /// its table, as of a later version, does no harm.
    pub fn parse(line: &str) -> Option<Self> {
        let wish = |word: &str| match (word.strip_prefix('+'), word.strip_prefix('-')) {
            (Some(name), _) => Some((name.to_owned(), true)),
            (None, Some(name)) => Some((name.to_owned(), false)),
            (None, None) => None,
        };
        let wishes = line.split_whitespace().map(wish);
        wishes.collect::<Option<_>>().map(Self)
    }

    fn line(&self) -> String {
        let words = self.0.iter().map(|(name, wanted)| match wanted {
            true => format!("+{name}"),
            false => format!("-{name}"),
        });
        words.collect::<Vec<_>>().join(" ")
    }

    /// Whether a column is wanted, or is not; nothing where nothing was said of it.
    pub fn of(&self, name: &str) -> Option<bool> {
        self.0.get(name).copied()
    }

    /// As a line asks for them: `+node -size` wants one more and one less, plain names want these and
    /// no others. Nothing for a line with a name that is no column.
    pub fn told(&self, columns: &[TableColumn], line: &str) -> Option<Self> {
        let mut wishes = self.clone();
        let mut only_these = false;
        for word in line.split_whitespace() {
            let plain = word.trim_start_matches(['+', '-']);
            let column = columns.iter().find(|column| column.name == plain)?;
            if plain == word && !only_these {
                only_these = true;
                let names = columns.iter().map(|one| one.name.to_owned());
                wishes.0 = names.map(|name| (name, false)).collect();
            }
            let wanted = !word.starts_with('-');
            wishes.0.insert(column.name.to_owned(), wanted);
        }
        Some(wishes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::column::First;

    const fn column(name: &'static str) -> TableColumn {
        TableColumn {
            name,
            field: name,
            letter: 'x',
            first: [First::A, First::Z],
        }
    }

    static COLUMNS: [TableColumn; 3] = [column("queue"), column("node"), column("size")];

    fn after(lines: &[&str]) -> Option<[Option<bool>; 3]> {
        let mut wishes = ColumnWishes::default();
        for line in lines {
            wishes = wishes.told(&COLUMNS, line)?;
        }
        Some(COLUMNS.each_ref().map(|column| wishes.of(column.name)))
    }

    #[test]
    fn one_more_one_less_or_these_and_no_others() {
        assert_eq!(after(&[""]), Some([None, None, None]));
        let more = after(&["+node -size"]);
        assert_eq!(more, Some([None, Some(true), Some(false)]));
        assert_eq!(after(&["+node", "-node"]), Some([None, Some(false), None]));
        let these = after(&["+node", "size"]);
        assert_eq!(these, Some([Some(false), Some(false), Some(true)]));
        assert_eq!(after(&["+nod"]), None);
    }
}
