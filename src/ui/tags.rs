//! What the editor of an instance's tags says.

use super::form::Face;
use super::theme::Role;
use super::words::{Words, tags as say};
use crate::api::ApiError;
use crate::state::State;
use crate::state::form::{Offers, TagsStanding};
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

    fn help(&self, w: &Words, field: Field, offers: &Offers<'_>) -> String {
        let help = say::help(w, self.mark(field));
        match self.caveat(w, field, offers) {
            Some((caveat, _)) => say::both(w, &help, &caveat),
            None => help,
        }
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

    fn caveat(&self, w: &Words, field: Field, offers: &Offers<'_>) -> Option<(String, Role)> {
        let standing = offers.tags_standing();
        let text = say::standing(w, standing)?;
        let role = match standing {
            TagsStanding::Loading | TagsStanding::Known => Role::Moving,
            TagsStanding::Failed(_) | TagsStanding::Old(_) => Role::Warning,
        };
        (field != Field::Review).then_some((text, role))
    }
}
