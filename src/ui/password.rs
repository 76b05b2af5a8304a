//! What the form for a new password says.

use super::form::Face;
use super::words::{Words, password as say};
use crate::api::ApiError;
use crate::state::State;
use crate::state::form::Offers;
use crate::state::password::{Draft, Field};

impl Face for Draft {
    fn title(&self, w: &Words, _: &State) -> String {
        say::title(w, self.label(), self.user())
    }

    fn refused(w: &Words, error: &ApiError) -> String {
        say::refused(w, error)
    }

    fn label<'w>(&self, w: &'w Words, field: Field) -> &'w str {
        say::label(w, field)
    }

    fn help(&self, w: &Words, field: Field, _: &Offers<'_>) -> String {
        say::help(w, field).to_owned()
    }

    fn about(&self, _: &Words, _: Field, _: &Offers<'_>) -> Option<String> {
        None
    }

    fn headings(_: &Words, _: Field) -> Vec<&str> {
        Vec::new()
    }

    fn no_choices<'w>(&self, _: &'w Words, _: Field, _: &Offers<'_>) -> Option<&'w str> {
        None
    }
}
