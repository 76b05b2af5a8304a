//! The form for a new instance. It holds what the user filled in, right or wrong, and knows
//! nothing of the screen; what can be chosen is handed in with every call, so that a value
//! survives whatever the service answers meanwhile.
//!
//! Read [`Form`] first, then `draft` (the values), `offers` (the choices), `check` (the rules,
//! and the way to the request) and `keys`.

pub mod check;
pub mod draft;
pub mod field;
mod keys;
pub mod list;
pub mod offers;

use crate::api::ApiError;
use crate::api::v2::CreateInstance;
use crate::model::rules::{self, Limits, Problem};
use crate::model::{Instance, InstanceId, Scope};
use check::{Check, Problems};
use draft::{Draft, Switch};
pub use field::{Field, Kind};
use list::List;
pub use offers::{About, Choice, Offers, Standing};

/// The form.
#[derive(Clone, Debug)]
pub struct Form {
    scope: Scope,
    model: Option<InstanceId>,
    draft: Draft,
    focus: Field,
    list: Option<List>,
    refused: Option<ApiError>,
}

/// What a key led to.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// The form stays.
    Stay,
    /// The form is left; the caller keeps it, so that nothing typed is lost.
    Leave,
    /// Every rule is kept: ask whether to send this.
    Review(Box<CreateInstance>),
}

impl Form {
    /// The instance the form was filled like, if it was.
    #[must_use]
    pub fn model(&self) -> Option<&InstanceId> {
        self.model.as_ref()
    }

    /// Makes it a form of its own: from now on it is the draft that a new form continues.
    pub fn detach(&mut self) {
        self.model = None;
    }

    /// An empty form, or one filled like an instance.
    #[must_use]
    pub fn new(scope: Scope, like: Option<&Instance>) -> Self {
        Self {
            scope,
            model: like.map(|instance| instance.id.clone()),
            draft: like.map(Draft::like).unwrap_or_default(),
            focus: Field::Name,
            list: None,
            refused: None,
        }
    }

    /// Where the instance would be.
    #[must_use]
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// What was filled in.
    #[must_use]
    pub fn draft(&self) -> &Draft {
        &self.draft
    }

    /// The field that keys go to.
    #[must_use]
    pub fn focus(&self) -> Field {
        self.focus
    }

    /// The list that is open under it.
    #[must_use]
    pub fn list(&self) -> Option<&List> {
        self.list.as_ref()
    }

    /// What the service said when it refused the form, until it is sent again.
    #[must_use]
    pub fn refused(&self) -> Option<&ApiError> {
        self.refused.as_ref()
    }

    /// The fields that are there now, in order: a public address belongs to public access.
    #[must_use]
    pub fn fields(&self) -> Vec<Field> {
        let mut fields = Field::ALL.to_vec();
        if self.draft.public == Switch::Off {
            fields.retain(|field| *field != Field::PublicIp);
        }
        fields
    }

    /// What the field can be, given the rest of the form.
    #[must_use]
    pub fn choices(&self, field: Field, offers: &Offers<'_>) -> Vec<Choice> {
        offers.choices(field, &self.draft, &self.scope)
    }

    /// What the open list shows; nothing when none is open.
    #[must_use]
    pub fn listed(&self, offers: &Offers<'_>) -> Vec<Choice> {
        let choices = self.choices(self.focus, offers);
        let list = self.list.as_ref();
        list.map(|list| list.narrowed(choices)).unwrap_or_default()
    }

    /// What the disk can be, once product and brokers are known.
    #[must_use]
    pub fn storage_limits(&self, offers: &Offers<'_>) -> Option<Limits> {
        storage_limits(&self.draft, offers)
    }

    /// What is wrong with the form, in its order; empty when it can be sent.
    #[must_use]
    pub fn problems(&self, offers: &Offers<'_>) -> Vec<(Field, Problem)> {
        self.read(offers).err().unwrap_or_default()
    }

    /// Takes a refusal of the service in. Everything that was filled in stays; the focus goes to
    /// the field the refusal is about, if it says so.
    pub fn refuse(&mut self, error: ApiError) {
        let field = error.code.as_deref().and_then(Field::refused_by);
        self.list = None;
        self.focus = field.unwrap_or(self.focus);
        self.refused = Some(error);
    }

    fn read(&self, offers: &Offers<'_>) -> Result<CreateInstance, Problems> {
        let check = Check {
            draft: &self.draft,
            offers,
            scope: &self.scope,
        };
        check.read()
    }
}

fn storage_limits(draft: &Draft, offers: &Offers<'_>) -> Option<Limits> {
    let product = offers.product(draft)?;
    Some(rules::storage_limits(product, draft.brokers?))
}

#[cfg(test)]
mod tests;
