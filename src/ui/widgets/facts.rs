//! Labels with their values, in two columns where there is room.

use crate::text;
use crate::ui::canvas::Line;
use crate::ui::theme::Role;

/// A label and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact<'a> {
    pub label: &'a str,
    pub value: String,
    /// How the value looks.
    pub role: Role,
}

/// From this width on two facts share a line.
const TWO_COLUMNS: usize = 50;
/// Cells between the columns.
const GAP: usize = 2;

impl<'a> Fact<'a> {
    /// A fact without any meaning beyond its value.
    pub fn plain(label: &'a str, value: impl Into<String>) -> Self {
        Self {
            label,
            value: value.into(),
            role: Role::Plain,
        }
    }
}

impl<'a, T: Into<String>> From<(&'a str, T)> for Fact<'a> {
    fn from((label, value): (&'a str, T)) -> Self {
        Self::plain(label, value)
    }
}

/// Lays facts out in lines of at most `room` cells. Neighbours share a line when both fit into a
/// half; a value that does not fit into a line goes on below, under itself.
pub fn lines<'a, F: Into<Fact<'a>>>(facts: impl IntoIterator<Item = F>, room: usize) -> Vec<Line> {
    let facts: Vec<Fact<'_>> = facts.into_iter().map(Into::into).collect();
    let label = label_room(&facts, room);
    let half = (room.saturating_sub(GAP)) / 2;
    let fits = |fact: &Fact<'_>| room >= TWO_COLUMNS && label + text::width(&fact.value) <= half;
    let mut lines = Vec::new();
    let mut rest = facts.as_slice();
    while let Some((first, after)) = rest.split_first() {
        match after.split_first() {
            Some((second, after)) if fits(first) && fits(second) => {
                let line = Line::new(text::pad(first.label, label), Role::Quiet)
                    .then(text::pad(&first.value, half - label + GAP), first.role)
                    .then(text::pad(second.label, label), Role::Quiet)
                    .then(second.value.clone(), second.role);
                lines.push(line);
                rest = after;
            }
            _ => {
                lines.extend(alone(first, label, room));
                rest = after;
            }
        }
    }
    lines
}

/// Lays facts out in one column, however short they are.
pub fn column<'a>(facts: impl IntoIterator<Item = (&'a str, String)>, room: usize) -> Vec<Line> {
    let facts: Vec<Fact<'_>> = facts.into_iter().map(Into::into).collect();
    let label = label_room(&facts, room);
    let lines = facts.iter().flat_map(|fact| alone(fact, label, room));
    lines.collect()
}

/// Cells of the labels.
fn label_room(facts: &[Fact<'_>], room: usize) -> usize {
    let labels = facts.iter().map(|fact| text::width(fact.label));
    labels.max().unwrap_or(0).min(room / 2) + 1
}

fn alone(fact: &Fact<'_>, label: usize, room: usize) -> impl Iterator<Item = Line> + use<> {
    let name = Line::new(text::pad(fact.label, label), Role::Quiet);
    name.beside(&fact.value, room.saturating_sub(label), fact.role)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_of(facts: &[Fact<'_>], room: usize) -> Vec<String> {
        let lines = lines(facts.iter().cloned(), room);
        lines.iter().map(Line::text).collect()
    }

    #[test]
    fn short_facts_share_a_line_and_long_ones_get_their_own() {
        let facts = [
            Fact::plain("Type", "cluster"),
            Fact::plain("Version", "3.12.13"),
            Fact::plain("Id", "x".repeat(90)),
        ];
        assert_eq!(
            text_of(&facts, 80),
            [
                format!("{:8}{:33}{:8}{}", "Type", "cluster", "Version", "3.12.13"),
                format!("{:8}{}", "Id", "x".repeat(72)),
                format!("{:8}{}", "", "x".repeat(18)),
            ]
        );
        assert_eq!(
            text_of(&facts[..2], 40),
            ["Type    cluster", "Version 3.12.13"]
        );
    }
}
