//! Text with the matches of a search marked, wrapped to the room there is.

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

/// Where a text in lower case is in a line: from which of its characters to which, spaces not
/// counted. Those are what wrapping leaves as they are.
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
        solid += usize::from(letter != ' ');
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
    let (mut lines, mut current, mut solid) = (Vec::new(), None, 0);
    for (number, row) in rows.iter().enumerate() {
        let (mut line, mut piece, mut look) = (Line::default(), String::new(), Role::Plain);
        for letter in row.chars() {
            let inside = places
                .iter()
                .position(|(from, to)| (*from..*to).contains(&solid));
            let role = match inside {
                Some(place) if at == Some(place) => {
                    current = current.or(Some(number));
                    Role::Chip
                }
                Some(_) => Role::Cursor,
                None if letter == ' ' => look,
                None => kinds.at(solid),
            };
            if role != look {
                line = line.then(std::mem::take(&mut piece), look);
                look = role;
            }
            piece.push(letter);
            solid += usize::from(letter != ' ');
        }
        lines.push(line.then(piece, look));
    }
    (lines, current)
}

/// Marks what a search finds in lines that are laid out already, whatever its case.
pub fn mark(lines: &[Line], search: &Search) -> Found {
    let needle = search.needle();
    let places: Vec<Vec<(usize, usize)>> = lines
        .iter()
        .map(|line| letters(&line.text(), &needle))
        .collect();
    let matches = places.iter().map(Vec::len).sum();
    let at = search.at(matches);
    let (mut before, mut row) = (0, None);
    let mut marked = Vec::new();
    for (number, (line, places)) in lines.iter().zip(&places).enumerate() {
        let here = at.and_then(|at| at.checked_sub(before));
        before += places.len();
        if here.is_some_and(|here| here < places.len()) {
            row = Some(number);
        }
        let role = |letter: usize, own: Role| {
            let inside = |(from, to): &(usize, usize)| (*from..*to).contains(&letter);
            match places.iter().position(inside) {
                Some(place) if here == Some(place) => Role::Chip,
                Some(_) => Role::Cursor,
                None => own,
            }
        };
        marked.push(line.with_roles(role));
    }
    Found {
        lines: marked,
        matches,
        row,
    }
}

/// Where a text in lower case is in a line: from which of its characters to which.
fn letters(line: &str, needle: &str) -> Vec<(usize, usize)> {
    let one_each = |letter: char| letter.to_lowercase().next().unwrap_or(letter);
    let line: String = line.chars().map(one_each).collect();
    let count = needle.chars().count();
    let found = line.match_indices(needle).filter(|_| count > 0);
    let starts = found.map(|(at, _)| line[..at].chars().count());
    starts.map(|start| (start, start + count)).collect()
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
    fn a_match_is_marked_in_a_line_that_has_its_own_roles() {
        let lines = [
            Line::new("TASKS", Role::Title),
            Line::plain("x  Sort ").then("by task", Role::Quiet),
        ];
        let mut search = Search::new("task");
        search.step(1);
        let found = mark(&lines, &search);
        assert_eq!((found.matches, found.row), (2, Some(1)));
        let title = Line::new("TASK", Role::Cursor).then("S", Role::Title);
        let line = Line::plain("x  Sort ").then("by ", Role::Quiet);
        assert_eq!(found.lines, [title, line.then("task", Role::Chip)]);
        assert_eq!(mark(&lines, &Search::new("")).lines, lines);
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
