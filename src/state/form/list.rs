//! The list of choices that is open under a field.

use super::offers::{OptionNote, SelectOption};
use crate::state::input::TextField;
use crate::state::list_cursor::ListCursor;
use crate::text::has_words;

/// An open list: what was typed to narrow it, and where its cursor is.
#[derive(Clone, Debug)]
pub struct List {
    /// Narrows the list.
    pub filter: TextField,
    pick: ListCursor<String>,
}

impl List {
    /// A list with its cursor on this value, if it is there.
    pub fn open(at: Option<&str>, choices: &[SelectOption]) -> Self {
        let values = values(choices);
        let mut pick = ListCursor::default();
        if let Some(place) = values.iter().position(|value| Some(value.as_str()) == at) {
            pick.go_to(place, &values);
        }
        Self {
            filter: TextField::default(),
            pick,
        }
    }

    /// The choices that have every word of the filter in their text.
    pub fn narrowed(&self, choices: Vec<SelectOption>) -> Vec<SelectOption> {
        let mut choices = choices;
        choices.retain(|choice| has_words(&haystack(choice), self.filter.text()));
        choices
    }

    /// Position of the cursor among the narrowed choices: on its value, else on the first.
    pub fn place(&self, narrowed: &[SelectOption]) -> Option<usize> {
        let first = (!narrowed.is_empty()).then_some(0);
        self.pick.place(&values(narrowed)).or(first)
    }

    /// Moves the cursor among the narrowed choices; it stops at the ends.
    pub fn move_by(&mut self, delta: isize, narrowed: &[SelectOption]) {
        if let Some(from) = self.place(narrowed) {
            let to = from.saturating_add_signed(delta);
            self.pick.go_to(to, &values(narrowed));
        }
    }
}

fn values(choices: &[SelectOption]) -> Vec<String> {
    choices.iter().map(|choice| choice.value.clone()).collect()
}

fn haystack(choice: &SelectOption) -> String {
    let words: Vec<&str> = match &choice.about {
        OptionNote::Nothing
        | OptionNote::Product(_)
        | OptionNote::Charging(_)
        | OptionNote::Default(_)
        | OptionNote::Way(_) => Vec::new(),
        OptionNote::Zone { name, code } => name.iter().chain(code).map(String::as_str).collect(),
        OptionNote::Used { name, by, .. } => name.iter().chain([by]).map(String::as_str).collect(),
    };
    let all = [choice.value.as_str()].into_iter().chain(words);
    all.collect::<Vec<_>>().join(" ")
}
