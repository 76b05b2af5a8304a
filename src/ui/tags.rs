//! What the editor of an instance's tags says.

use super::form::Face;
use super::words::{Words, tags as say};
use crate::api::ApiError;
use crate::state::State;
use crate::state::form::Offers;
use crate::state::tags::{Draft, Field};

impl Face for Draft {
    fn title(&self, w: &Words, _: &State) -> String {
        say::title(w, &self.key().scope, self.name())
    }

    fn refused(w: &Words, error: &ApiError) -> String {
        say::refused(w, error)
    }

    /// What becomes of the line: that has to be seen beside every line.
    fn label<'w>(&self, w: &'w Words, field: Field) -> &'w str {
        say::label(w, self.mark(field))
    }

    fn help(&self, w: &Words, field: Field, _: &Offers<'_>) -> String {
        say::help(w, self.mark(field))
    }

    fn about(&self, w: &Words, field: Field, _: &Offers<'_>) -> Option<String> {
        say::was(w, self.mark(field)?)
    }

    fn headings(_: &Words, _: Field) -> Vec<&str> {
        Vec::new()
    }

    fn no_choices<'w>(&self, _: &'w Words, _: Field, _: &Offers<'_>) -> Option<&'w str> {
        None
    }
}
