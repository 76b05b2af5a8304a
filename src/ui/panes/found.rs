//! Text with the matches of a search marked, wrapped to the room there is.

mod marks;

use self::marks::Marks;
use crate::say;
use crate::state::search::Search;
use crate::text;
use crate::ui::canvas::Line;
use crate::ui::syntax::Kinds;
use crate::ui::theme::Role;
use crate::ui::words::Words;

/// Wrapped lines, and where the search is in them.
#[derive(Debug, Default)]
pub struct Found {
    pub lines: Vec<Line>,
    /// How many matches there are.
    pub matches: usize,
    /// The line in which the match begins that one is at.
    pub row: Option<usize>,
}

/// Wraps JSON, in its colours, and marks what a search finds in it, whatever its case.
pub fn find(whole: &str, room: usize, search: Option<&Search>) -> Found {
    let needle = search.map(Search::needle).unwrap_or_default();
    let places: Vec<Vec<(usize, usize)>> = whole
        .lines()
        .map(|line| matches(&text::clean(line), &needle))
        .collect();
    let count = places.iter().map(Vec::len).sum();
    let at = search.and_then(|search| search.at(count));
    let mut found = Found {
        matches: count,
        ..Found::default()
    };
    let mut before = 0;
    for (line, places) in whole.lines().zip(&places) {
        let rows = wrapped(line, room);
        let here = at.and_then(|at| at.checked_sub(before));
        before += places.len();
        let first = found.lines.len();
        let kinds = Kinds::of(&text::clean(line));
        let (lines, row) = marked(&rows, (places, here), kinds);
        found.row = found.row.or(row.map(|row| first + row));
        found.lines.extend(lines);
    }
    found
}

/// The rows of a line. Most are short and plain, and need no measuring.
fn wrapped(line: &str, room: usize) -> Vec<String> {
    match line.len() <= room && line.is_ascii() {
        true => vec![line.to_owned()],
        false => text::wrap_indented(line, room),
    }
}

/// Where a text in lower case is in another: from which of its characters to which, spaces and ends
/// of lines not counted. Those are what wrapping leaves as they are.
fn matches(line: &str, needle: &str) -> Vec<(usize, usize)> {
    if needle.is_empty() {
        return Vec::new();
    }
    // In lower case a character may become several; each remembers whose it is.
    let mut lower = String::new();
    let mut owners = Vec::new();
    let mut solid = 0;
    for letter in line.chars() {
        for small in letter.to_lowercase() {
            owners.extend(std::iter::repeat_n(solid, small.len_utf8()));
            lower.push(small);
        }
        solid += usize::from(!matches!(letter, ' ' | '\n'));
    }
    owners.push(solid);
    let found = lower.match_indices(needle);
    let places = found.map(|(at, _)| {
        let last = owners[at + needle.len() - 1];
        let is_space = lower.as_bytes()[at + needle.len() - 1] == b' ';
        (owners[at], last + usize::from(!is_space))
    });
    places.collect()
}

/// Rows with the matches in them marked, and the row in which match `at` begins.
fn marked(
    rows: &[String],
    (places, at): (&[(usize, usize)], Option<usize>),
    kinds: Kinds,
) -> (Vec<Line>, Option<usize>) {
    let mut marks = Marks::new(places, at);
    let mut lines = Vec::new();
    for row in rows {
        let (mut line, mut piece, mut look) = (Line::default(), String::new(), Role::Plain);
        let mut own = look;
        marks.begin_row(lines.len());
        for letter in row.chars() {
            if letter != ' ' {
                own = kinds.at(marks.solid);
            }
            let role = marks.role(letter, own);
            if role != look {
                line = line.then(std::mem::take(&mut piece), look);
                look = role;
            }
            piece.push(letter);
        }
        lines.push(line.then(piece, look));
    }
    (lines, marks.at_row)
}

/// A text on the rows that it takes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passage {
    /// All of it, in one line.
    pub text: String,
    /// Its rows: they have the letters of the text, with other spaces.
    pub rows: Vec<Line>,
    /// The row in which the match begins that one is at.
    pub at: Option<usize>,
}

impl Passage {
    /// A text of one row.
    pub fn line(line: Line) -> Self {
        Self {
            text: line.text(),
            rows: vec![line],
            at: None,
        }
    }

    /// The passage with another one below, which it is not parted from.
    #[must_use]
    pub fn above(self, below: Self) -> Self {
        Self {
            text: format!("{}\n{}", self.text, below.text),
            rows: self.rows.into_iter().chain(below.rows).collect(),
            at: None,
        }
    }
}

/// Marks what a search finds in texts that are laid out already, whatever its case. Gives how many
/// matches there are.
pub fn mark<'a>(passages: impl Iterator<Item = &'a mut Passage>, search: &Search) -> usize {
    let needle = search.needle();
    let passages: Vec<(&mut Passage, Vec<(usize, usize)>)> = passages
        .map(|passage| {
            let places = matches(&passage.text, &needle);
            (passage, places)
        })
        .collect();
    let count = passages.iter().map(|(_, places)| places.len()).sum();
    let (at, mut before) = (search.at(count), 0);
    for (passage, places) in passages {
        let mut marks = Marks::new(&places, at.and_then(|at| at.checked_sub(before)));
        before += places.len();
        for (number, row) in passage.rows.iter_mut().enumerate() {
            marks.begin_row(number);
            *row = row.with_roles(|letter, own| marks.role(letter, own));
        }
        passage.at = marks.at_row;
    }
    count
}

/// Says which match one is at.
pub fn heading(w: &Words, search: &Search, matches: usize) -> Line {
    let needle = search.field().text();
    let text = match search.at(matches) {
        Some(at) => say!(w, "panes.found", needle, at = at + 1, of = matches),
        None if needle.is_empty() => w.text("panes.to-search").to_owned(),
        None => say!(w, "panes.not-found", needle),
    };
    let role = match matches {
        0 if !search.field().is_empty() => Role::Warning,
        _ => Role::Title,
    };
    Line::new(text, role)
}

/// How far to scroll for a row to be seen: not at all when it is, else so that there is something
/// above it.
pub fn shown(scroll: usize, row: usize, height: usize) -> usize {
    match (scroll..scroll + height).contains(&row) {
        true => scroll,
        false => row.saturating_sub(height / 3),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(found: &Found) -> Vec<String> {
        found.lines.iter().map(Line::text).collect()
    }

    #[test]
    fn a_match_is_found_whatever_its_case_and_across_the_end_of_a_row() {
        let mut search = Search::new("ORDERS eu");
        let whole = "{\n  \"name\": \"the Orders EU queue\",\n  \"b\": \"orders eu\"\n}";
        let found = find(whole, 22, Some(&search));
        assert_eq!((found.matches, found.row), (2, Some(1)));
        search.step(1);
        let found = find(whole, 22, Some(&search));
        assert_eq!(found.lines.last().map(Line::text), Some("}".to_owned()));
        assert_eq!(found.row, Some(texts(&found).len() - 2));
        let plain = find(whole, 22, None);
        assert_eq!(texts(&plain), texts(&found));
    }

    #[test]
    fn a_match_is_marked_in_lines_that_have_their_own_roles_and_across_the_end_of_a_row() {
        let title = Passage::line(Line::new("TASKS", Role::Title));
        let row = Passage {
            text: "x Sort by task name".to_owned(),
            rows: vec![
                Line::plain("x  Sort ").then("by task", Role::Quiet),
                Line::plain("   ").then("name", Role::Quiet),
            ],
            at: None,
        };
        let marked = |needle: &str| {
            let mut passages = [title.clone().above(row.clone())];
            let mut search = Search::new(needle);
            search.step(1);
            let count = mark(passages.iter_mut(), &search);
            let [passage] = passages;
            (count, passage.at, passage.rows)
        };
        let (count, at, rows) = marked("task");
        assert_eq!((count, at), (2, Some(1)));
        let first = Line::new("TASK", Role::Cursor).then("S", Role::Title);
        assert_eq!(rows[0], first);
        let lead = Line::plain("x  Sort ").then("by ", Role::Quiet);
        assert_eq!(rows[1], lead.clone().then("task", Role::Chip));
        let (count, at, rows) = marked("task name");
        assert_eq!((count, at), (1, Some(1)));
        assert_eq!(rows[1], lead.then("task", Role::Chip));
        assert_eq!(rows[2], Line::plain("   ").then("name", Role::Chip));
        let own = title.clone().above(row.clone()).rows;
        assert_eq!(marked(""), (0, None, own.clone()));
        assert_eq!(
            marked("tasks x"),
            (0, None, own),
            "another text begins there"
        );
    }

    #[test]
    fn only_the_match_is_marked_and_the_one_that_one_is_at_looks_different() {
        let found = find("aXbx", 10, Some(&Search::new("x")));
        let wanted = Line::plain("a")
            .then("X", Role::Chip)
            .then("b", Role::Plain)
            .then("x", Role::Cursor);
        assert_eq!(found.lines, [wanted]);
    }
}
