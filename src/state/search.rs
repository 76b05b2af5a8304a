//! Searching in the text of a pane: what is looked for, and which match one is at.
//!
//! Where the matches are only drawing knows: text is wrapped to the screen. So this counts steps,
//! and drawing makes a match of them.

use super::input::TextField;

/// Whether keys are text for the search now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// It is being typed.
    Typing,
    /// It is kept, and its matches are marked.
    Kept,
}

/// Whether the pane is to be scrolled to the match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seek {
    /// When it is drawn next.
    Match,
    /// No: it was, and the user scrolls as before.
    Nothing,
}

/// A search.
#[derive(Clone, Debug)]
pub struct Search {
    field: TextField,
    /// Whether it is being typed.
    pub stage: Stage,
    /// Steps from the first match, which go round at either end.
    pub steps: i64,
    /// Whether the pane is to be scrolled.
    pub seek: Seek,
}

impl Search {
    /// A search that is being typed, from this text on.
    pub fn new(text: &str) -> Self {
        Self {
            field: TextField::plain(text),
            stage: Stage::Typing,
            steps: 0,
            seek: Seek::Match,
        }
    }

    /// What is typed.
    pub fn field(&self) -> &TextField {
        &self.field
    }

    /// What is looked for, in lower case.
    pub fn needle(&self) -> String {
        self.field.text().to_lowercase()
    }

    /// What is typed, to be edited; the first match is the one to see then.
    pub fn field_mut(&mut self) -> &mut TextField {
        self.steps = 0;
        self.seek = Seek::Match;
        &mut self.field
    }

    /// Goes so many matches on, or back.
    pub fn step(&mut self, steps: i64) {
        self.steps = self.steps.saturating_add(steps);
        self.seek = Seek::Match;
    }

    /// Whether the match is to be scrolled to.
    pub fn is_sought(&self) -> bool {
        self.seek == Seek::Match
    }

    /// Which of so many matches one is at; nothing when there are none.
    pub fn at(&self, matches: usize) -> Option<usize> {
        let matches = i64::try_from(matches).ok().filter(|count| *count > 0)?;
        usize::try_from(self.steps.rem_euclid(matches)).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::input::Edit;

    #[test]
    fn steps_go_round_at_either_end_and_typing_starts_over() {
        let mut search = Search::new("a");
        assert_eq!(search.at(0), None);
        search.step(-1);
        assert_eq!(search.at(3), Some(2));
        search.step(5);
        assert_eq!(search.at(3), Some(1));
        search.field_mut().edit(Edit::Insert('B'));
        assert_eq!((search.at(3), search.needle()), (Some(0), "ab".to_owned()));
    }
}
