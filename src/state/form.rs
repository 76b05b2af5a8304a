//! Forms: fields with a focus, keys, an open list, problems beside each field, and a review that
//! asks before anything is sent. This is what all forms share; what one of them is about is its
//! [`Sheet`].
//!
//! Read [`Sheet`] first, then [`Form`] and `keys`; `offers` is what can be chosen, [`Open`] any
//! form that is open or kept.

mod keys;
pub mod list;
pub mod offers;
mod open;
pub mod refusal;
mod sheet;

use crate::api::ApiError;
use crate::state::plan::Deed;
use list::List;
pub use offers::{About, Choice, Offers, Standing, TagsStanding};
pub use open::Open;
pub use sheet::{Kind, Needs, Problems, Sheet, Switch};

/// A form: what was filled in, and where in it the user is.
#[derive(Clone, Debug)]
pub struct Form<S: Sheet> {
    sheet: S,
    focus: S::Field,
    list: Option<List>,
    refused: Option<ApiError>,
}

/// What a key led to.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// The form stays.
    Stay,
    /// The form is left.
    Leave,
    /// Every rule is kept: ask whether to do this.
    Review(Box<Deed>),
}

impl<S: Sheet> Form<S> {
    /// A form with the focus on this field.
    #[must_use]
    pub fn new(sheet: S, focus: S::Field) -> Self {
        Self {
            sheet,
            focus,
            list: None,
            refused: None,
        }
    }

    /// What was filled in.
    #[must_use]
    pub fn draft(&self) -> &S {
        &self.sheet
    }

    /// The same, to be changed by what is heard of the service.
    pub fn draft_mut(&mut self) -> &mut S {
        &mut self.sheet
    }

    /// The field that keys go to.
    #[must_use]
    pub fn focus(&self) -> S::Field {
        self.focus
    }

    /// The fields that are there now, in order.
    #[must_use]
    pub fn fields(&self) -> Vec<S::Field> {
        self.sheet.fields()
    }

    /// The list that is open under the focused field.
    #[must_use]
    pub fn list(&self) -> Option<&List> {
        self.list.as_ref()
    }

    /// What the service said when it refused the form, until it is sent again.
    #[must_use]
    pub fn refused(&self) -> Option<&ApiError> {
        self.refused.as_ref()
    }

    /// What the field can be, given the rest of the form.
    #[must_use]
    pub fn choices(&self, field: S::Field, offers: &Offers<'_>) -> Vec<Choice> {
        self.sheet.choices(field, offers)
    }

    /// What the open list shows; nothing when none is open.
    #[must_use]
    pub fn listed(&self, offers: &Offers<'_>) -> Vec<Choice> {
        let choices = self.choices(self.focus, offers);
        let list = self.list.as_ref();
        list.map(|list| list.narrowed(choices)).unwrap_or_default()
    }

    /// What is wrong with the form, in its order; empty when it can be sent.
    #[must_use]
    pub fn problems(&self, offers: &Offers<'_>) -> Problems<S::Field> {
        self.sheet.read(offers).err().unwrap_or_default()
    }

    /// Takes a refusal of the service in. Everything that was filled in stays; the focus goes to
    /// the field the refusal is about, if it says so.
    pub fn refuse(&mut self, error: ApiError) {
        let field = refusal::parameter(&error).and_then(S::field_of);
        let field = field.filter(|field| self.fields().contains(field));
        self.list = None;
        self.focus = field.unwrap_or(self.focus);
        self.refused = Some(error);
    }
}
