//! Which columns of a table are wanted and which are not, beside what there is room for.

use super::TableColumn;
use std::collections::BTreeMap;

/// What was said of columns, by their names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ColumnWishes(BTreeMap<&'static str, bool>);

impl ColumnWishes {
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
                wishes.0 = columns.iter().map(|one| (one.name, false)).collect();
            }
            wishes.0.insert(column.name, !word.starts_with('-'));
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
