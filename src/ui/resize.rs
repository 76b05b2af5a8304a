//! What the form that changes the size of an instance says.

use super::form::Face;
use super::words::{Words, create, resize as say};
use crate::api::ApiError;
use crate::model::rules::resize::Goal;
use crate::state::State;
use crate::state::form::Offers;
use crate::state::resize::{Draft, Field};

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

    fn help(&self, w: &Words, field: Field, offers: &Offers<'_>) -> String {
        say::help(w, field, self, offers)
    }

    /// What it is now, and what each broker gets of it.
    fn about(&self, w: &Words, field: Field, offers: &Offers<'_>) -> Option<String> {
        match (field, self.target()) {
            (Field::Way | Field::Review, _) => None,
            (Field::Storage, Some(target @ Goal::Storage(_))) => {
                Some(say::each(w, &self.size().after(&target)))
            }
            (Field::Brokers, Some(target @ Goal::Brokers(_))) => {
                Some(say::total(w, &self.size().after(&target)))
            }
            (Field::Flavor, Some(Goal::Flavor(flavor))) => {
                let products = offers.sizes(self.key())?;
                let product = products.iter().find(|one| one.id == flavor)?;
                Some(create::product(w, product))
            }
            _ => Some(say::now(w, field, self.size())),
        }
    }

    fn headings(w: &Words, field: Field) -> Vec<&str> {
        match field {
            Field::Flavor => create::product_headings(w),
            _ => Vec::new(),
        }
    }

    fn no_choices<'w>(&self, _: &'w Words, _: Field, _: &Offers<'_>) -> Option<&'w str> {
        None
    }
}
