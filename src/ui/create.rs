//! What the form for a new instance says.

use super::form::Face;
use super::words::{Words, create as say};
use crate::api::ApiError;
use crate::state::State;
use crate::state::create::{Draft, Field};
use crate::state::form::{About, Offers, Sheet as _};

impl Face for Draft {
    fn title(&self, w: &Words, state: &State) -> String {
        let place = super::words::frame::place(state, self.scope());
        say::title(w, &place, model(state, self))
    }

    fn refused(w: &Words, error: &ApiError) -> String {
        say::refused(w, error)
    }

    fn label<'w>(&self, w: &'w Words, field: Field) -> &'w str {
        say::label(w, field)
    }

    fn help(&self, w: &Words, field: Field, offers: &Offers<'_>) -> String {
        say::help(w, field, self.api(), self.storage_limits(offers))
    }

    fn about(&self, w: &Words, field: Field, offers: &Offers<'_>) -> Option<String> {
        match field {
            Field::Product => offers.product(self).map(|product| say::product(w, product)),
            Field::Vpc | Field::Subnet | Field::SecurityGroup => {
                let value = self.taken(field);
                let choices = self.choices(field, offers);
                let known = choices
                    .iter()
                    .find(|choice| value.first() == Some(&choice.value));
                known.map(|choice| match &choice.about {
                    About::Used {
                        name: Some(name), ..
                    } => name.clone(),
                    other => say::about(w, other).join(" "),
                })
            }
            _ => None,
        }
    }

    fn headings(w: &Words, field: Field) -> Vec<&str> {
        say::headings(w, field)
    }

    fn no_choices<'w>(&self, w: &'w Words, field: Field, offers: &Offers<'_>) -> Option<&'w str> {
        let of_product = matches!(field, Field::Brokers | Field::Disk);
        (of_product && offers.product(self).is_none()).then_some(w.create.no_product.as_str())
    }
}

/// The instance the form was filled like, by its name as long as it is known.
fn model<'a>(state: &'a State, draft: &'a Draft) -> Option<&'a str> {
    let id = draft.model()?;
    let mut rows = state.fleet.all().iter();
    let row = rows.find(|row| row.key.id == *id);
    Some(row.map_or(id.as_str(), |row| row.instance.label()))
}
