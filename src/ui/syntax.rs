//! Printed JSON in colours: names, texts, numbers, and true, false and null. A line of it has at most
//! one name and one value.

use super::canvas::Line;
use super::theme::Role;
use crate::text;

/// What the characters of a line are, spaces not counted: those are what wrapping leaves as they are.
#[derive(Clone, Copy, Debug, Default)]
pub struct Kinds {
    /// Characters of the name.
    name: usize,
    /// From which character on the value stands, and behind which it ends.
    value: (usize, usize),
    kind: Option<Role>,
}

impl Kinds {
    /// What is in a line of indented JSON; a line of anything else is plain.
    pub fn of(line: &str) -> Self {
        let line = line.trim();
        let named = quoted(line).and_then(|end| line[end..].strip_prefix(": "));
        let value = named.unwrap_or(line);
        let name = solid(&line[..line.len() - value.len()]);
        let bare = value.strip_suffix(',').unwrap_or(value);
        let kind = match bare {
            "true" | "false" | "null" => Some(Role::JsonLiteral),
            _ if quoted(bare) == Some(bare.len()) => Some(Role::JsonText),
            _ if bare.parse::<f64>().is_ok() => Some(Role::JsonNumber),
            _ => None,
        };
        Self {
            // Without its colon.
            name: name.saturating_sub(1),
            value: (name, name + solid(bare)),
            kind,
        }
    }

    /// What a character is.
    pub fn at(self, place: usize) -> Role {
        let (from, to) = self.value;
        match self.kind {
            _ if place < self.name => Role::JsonName,
            Some(kind) if (from..to).contains(&place) => kind,
            Some(_) | None => Role::Plain,
        }
    }
}

/// Where the text that a line begins with ends.
fn quoted(line: &str) -> Option<usize> {
    let inside = line.strip_prefix('"')?;
    let mut escaped = false;
    for (at, letter) in inside.char_indices() {
        match letter {
            '"' if !escaped => return Some(at + 2),
            _ => escaped = letter == '\\' && !escaped,
        }
    }
    None
}

/// Characters that are no spaces.
fn solid(text: &str) -> usize {
    text.chars().filter(|letter| *letter != ' ').count()
}

/// A line of JSON on as many rows as it takes, that go on as deep as they begin.
pub fn indented(line: &str, room: usize) -> impl Iterator<Item = Line> + use<> {
    let kinds = Kinds::of(&text::clean(line));
    let mut before = 0;
    let rows = text::wrap_indented(line, room).into_iter();
    rows.map(move |row| {
        let mut coloured = Line::default();
        let (mut piece, mut look) = (String::new(), Role::Plain);
        for letter in row.chars() {
            let role = kinds.at(before);
            if letter != ' ' {
                before += 1;
                if role != look {
                    coloured = coloured.then(std::mem::take(&mut piece), look);
                    look = role;
                }
            }
            piece.push(letter);
        }
        coloured.then(piece, look)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(line: &str) -> String {
        let kinds = Kinds::of(line);
        let count = solid(line);
        let letter = |place| match kinds.at(place) {
            Role::JsonName => 'n',
            Role::JsonText => 't',
            Role::JsonNumber => '1',
            Role::JsonLiteral => 'b',
            _ => '.',
        };
        (0..count).map(letter).collect()
    }

    #[test]
    fn names_texts_numbers_and_words_are_told_apart() {
        assert_eq!(said(r#"  "a": "b c","#), "nnn.tttt.");
        assert_eq!(said(r#"  "a": -1.5e3,"#), "nnn.111111.");
        assert_eq!(said(r#"  "a": true"#), "nnn.bbbb");
        assert_eq!(said(r#"    null,"#), "bbbb.");
        assert_eq!(said(r#"  "a": {"#), "nnn..");
        assert_eq!(said(r#"  "say \": \"no\"","#), "tttttttttttttt.");
        assert_eq!(said(r#"  "a \"": "\\""#), "nnnnn.tttt");
        assert_eq!(said("POST /v2/p/instances"), "...................");
        assert_eq!(said("}"), ".");
    }

    #[test]
    fn a_text_keeps_its_colour_on_the_rows_below() {
        let lines: Vec<Line> = indented(r#"  "a": "one two three","#, 12).collect();
        let rows = ["  \"a\": \"one", "  two", "  three\","];
        assert_eq!(lines.iter().map(Line::text).collect::<Vec<_>>(), rows);
        let second = Line::plain("  ").then("three\"", Role::JsonText);
        assert_eq!(lines[2], second.then(",", Role::Plain));
    }
}
