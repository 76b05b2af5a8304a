//! What one form is about: its fields and values, the choices and rules, and what it asks for.

use super::offers::{Choice, Offers};
use crate::model::rules::Problem;
use crate::model::{InstanceKey, Scope};
use crate::state::input::TextField;
use crate::state::plan::Deed;
use std::fmt::Debug;

/// What is wrong with which field, in the order of the form.
pub type Problems<F> = Vec<(F, Problem)>;

/// What a [`super::Form`] is filled with. It holds what the user filled in, right or wrong, and
/// knows nothing of the screen; what can be chosen is handed in with every call, so that a value
/// survives whatever the service answers meanwhile.
pub trait Sheet: Clone + Debug {
    /// One place of the form that can have the focus.
    type Field: Copy + PartialEq + Debug;

    /// Where it would be sent.
    fn scope(&self) -> &Scope;

    /// What has to be read for it to be filled in.
    fn needs(&self) -> Needs;

    /// The fields that are there now, in order; the last one is the button.
    fn fields(&self) -> Vec<Self::Field>;

    /// How a field takes its value.
    fn kind(field: Self::Field) -> Kind;

    /// The text of a field that is typed.
    fn text(&self, field: Self::Field) -> Option<&TextField>;

    /// The same, to be edited.
    fn text_mut(&mut self, field: Self::Field) -> Option<&mut TextField>;

    /// What a field is now, as choices name it: more than one where several can be.
    fn taken(&self, field: Self::Field) -> Vec<String>;

    /// What a field can be, given the rest of the form.
    fn choices(&self, field: Self::Field, offers: &Offers<'_>) -> Vec<Choice>;

    /// Takes a choice, and what follows from it.
    fn take(&mut self, field: Self::Field, value: &str, offers: &Offers<'_>);

    /// Takes a choice out again, where several can be.
    fn give_back(&mut self, field: Self::Field, value: &str);

    /// How a switch stands; `None` for other fields.
    fn switch(&self, field: Self::Field) -> Option<Switch>;

    /// Flips a switch.
    fn flip(&mut self, field: Self::Field);

    /// What the form asks for.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    fn read(&self, offers: &Offers<'_>) -> Result<Deed, Problems<Self::Field>>;

    /// The field that fills a parameter of the request in (see [`super::refusal::parameter`]);
    /// `None` when the form has none for it.
    fn field_of(parameter: &str) -> Option<Self::Field>;
}

/// What a form chooses from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Needs {
    /// Nothing that has to be read.
    #[default]
    Nothing,
    /// What the service offers in a scope.
    Catalogue(Scope),
    /// What the service offers for this instance.
    Sizes(InstanceKey),
}

impl Needs {
    /// Where it is read.
    #[must_use]
    pub fn scope(&self) -> Option<&Scope> {
        match self {
            Self::Nothing => None,
            Self::Catalogue(scope) => Some(scope),
            Self::Sizes(key) => Some(&key.scope),
        }
    }
}

/// How a field takes its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It is typed.
    Text,
    /// It is typed, or taken from a list of values in use.
    Suggested,
    /// One of a list.
    One,
    /// Some of a list.
    Some,
    /// Yes or no.
    Switch,
    /// It does something.
    Button,
}

/// A yes or no of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each name says it")]
pub enum Switch {
    On,
    Off,
}

impl Switch {
    /// The other one.
    #[must_use]
    pub fn flipped(self) -> Self {
        match self {
            Self::On => Self::Off,
            Self::Off => Self::On,
        }
    }
}
