//! What the form that changes an instance says.

use super::form::Face;
use super::words::{Words, create, modify as say};
use crate::api::ApiError;
use crate::state::State;
use crate::state::form::{About, Offers, Sheet as _};
use crate::state::modify::{Draft, Field};

impl Face for Draft {
    fn title(&self, w: &Words, _: &State) -> String {
        say::title(w, &self.key().scope, self.seen().label())
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

    /// What a changed field is now; else what is known of its value.
    fn about(&self, w: &Words, field: Field, offers: &Offers<'_>) -> Option<String> {
        if let Some(change) = self.change(field) {
            return Some(say::now(w, &change.from));
        }
        match field {
            Field::SecurityGroup => self.seen().network.security_group_name.clone(),
            Field::PublicIp => self.seen().network.public_address.clone(),
            Field::Project => {
                let value = self.taken(field);
                let choices = self.choices(field, offers);
                let known = choices.iter().find(|one| value.first() == Some(&one.value));
                let used = known.filter(|one| matches!(one.about, About::Used { .. }));
                used.map(|one| create::about(w, &one.about).join(" "))
            }
            _ => None,
        }
    }

    fn headings(_: &Words, _: Field) -> Vec<&str> {
        Vec::new()
    }

    fn no_choices<'w>(&self, _: &'w Words, _: Field, _: &Offers<'_>) -> Option<&'w str> {
        None
    }
}
