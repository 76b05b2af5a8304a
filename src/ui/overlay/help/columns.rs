//! Texts below each other, in two columns where there is room. No text is parted.

use crate::ui::canvas::Line;
use crate::ui::panes::found::Passage;

/// Cells from which on a column is wide enough.
const COLUMN: usize = 36;

/// Texts below each other.
pub(super) enum Group {
    Below(Vec<Passage>),
    /// In two columns, where there is room for two.
    Beside(Vec<Passage>),
}

impl Group {
    pub(super) fn passages(&mut self) -> &mut [Passage] {
        match self {
            Self::Below(passages) | Self::Beside(passages) => passages,
        }
    }
}

/// Cells of a column where there is so much room.
pub(super) fn width(room: usize) -> usize {
    if room < 2 * COLUMN {
        room
    } else {
        room / 2 - 1
    }
}

/// The rows of all groups, and in which of them the match begins that one is at.
pub(super) fn laid_out(groups: &[Group], room: usize) -> (Vec<Line>, Option<usize>) {
    let (mut lines, mut at) = (Vec::new(), None);
    for group in groups {
        let above = lines.len();
        let row = match group {
            Group::Beside(passages) if room >= 2 * COLUMN => {
                let (left, right) = passages.split_at(half(passages));
                let (left, right) = (below(left), below(right));
                lines.extend(beside(&left.0, &right.0, room / 2));
                left.1.or(right.1)
            }
            Group::Below(passages) | Group::Beside(passages) => {
                let (rows, at) = below(passages);
                lines.extend(rows);
                at
            }
        };
        at = at.or(row.map(|row| above + row));
    }
    (lines, at)
}

/// How many of these go to the left, so that there are no fewer rows than on the right, and no
/// more than that takes.
fn half(passages: &[Passage]) -> usize {
    let rows: usize = passages.iter().map(|one| one.rows.len()).sum();
    let mut above = 0;
    let is_upper = |one: &&Passage| {
        let is_upper = 2 * above < rows;
        above += one.rows.len();
        is_upper
    };
    passages.iter().take_while(is_upper).count()
}

fn below(passages: &[Passage]) -> (Vec<Line>, Option<usize>) {
    let (mut rows, mut at) = (Vec::new(), None);
    for passage in passages {
        at = at.or(passage.at.map(|at| rows.len() + at));
        rows.extend(passage.rows.iter().cloned());
    }
    (rows, at)
}

/// The rows of two columns, the left of which takes so many cells.
fn beside(left: &[Line], right: &[Line], width: usize) -> Vec<Line> {
    let rows = 0..left.len().max(right.len());
    let rows = rows.map(|row| {
        let left = left.get(row).cloned().unwrap_or_default();
        match right.get(row) {
            Some(right) => left.padded(width).and(right),
            None => left,
        }
    });
    rows.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::theme::Role;

    fn passage(rows: &[&str]) -> Passage {
        Passage {
            text: rows.concat(),
            rows: rows.iter().map(|row| Line::plain(*row)).collect(),
            at: None,
        }
    }

    #[test]
    fn no_text_is_parted_and_no_title_is_left_below_the_texts_of_another() {
        let title = Passage::line(Line::new("TITLE", Role::Title));
        let mut group = vec![passage(&["a"]), passage(&["b1", "b2"]), passage(&["c"])];
        let drawn = |group: &[Passage]| {
            let (lines, at) = laid_out(&[Group::Beside(group.to_vec())], 2 * COLUMN);
            let texts = lines.iter().map(|line| {
                let text = line.text();
                let words: Vec<&str> = text.split_whitespace().collect();
                words.join("|")
            });
            (texts.collect::<Vec<String>>().join(" "), at)
        };
        assert_eq!(drawn(&group).0, "a|c b1 b2");
        group = vec![
            passage(&["a"]),
            title.above(passage(&["b"])),
            passage(&["c"]),
        ];
        group[2].at = Some(0);
        assert_eq!(drawn(&group), ("a|c TITLE b".to_owned(), Some(0)));
        group = vec![passage(&["a"]), passage(&["b"]), passage(&["c1", "c2"])];
        group[2].at = Some(1);
        assert_eq!(drawn(&group), ("a|c1 b|c2".to_owned(), Some(1)));
    }
}
