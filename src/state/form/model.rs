//! What a form is about: its fields, the choices and rules, and the mutation it asks for.

use super::offers::{Offers, SelectOption};
use super::{Field, Values};
use crate::model::rules::Problem;
use crate::model::{Instance, InstanceKey, Scope};
use crate::state::query::{Query, QueryCache};
use crate::state::write::mutation::{Mutation, MutationKind};

/// What is wrong with which field, in the order of the form.
pub type Problems = Vec<(Field, Problem)>;

/// What a form is about. It holds what the form was opened for; what the user filled in is in
/// [`Values`], and what can be chosen is handed in with every call.
pub trait FormModel {
    fn asks_for(&self) -> MutationKind;

    /// Where the mutation would be sent.
    fn scope(&self) -> &Scope;

    /// The instance the form changes; a new one is none yet.
    fn key(&self) -> Option<&InstanceKey> {
        None
    }

    /// What has to be read for the form to be filled in.
    fn needs(&self) -> Vec<Query> {
        Vec::new()
    }

    /// What is read for what the form says beside its fields: it can do without.
    fn wants(&self) -> Vec<Query> {
        Vec::new()
    }

    /// The fields that are there now, in order; the last one is the button.
    fn fields(&self, values: &Values) -> Vec<(Field, Input)>;

    /// What a field can be, given the rest of the form.
    fn options(&self, _: Field, _: &Values, _: &Offers<'_>) -> Vec<SelectOption> {
        Vec::new()
    }

    /// Changes what follows from the choice that was just made in a field.
    fn chosen(&self, _: Field, _: &mut Values, _: &Offers<'_>) {}

    /// The mutation the form asks for.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    fn read(&self, values: &Values, offers: &Offers<'_>) -> Result<Mutation, Problems>;

    /// Takes in how the instance is now, and what else was read of it. What the user filled in
    /// stays.
    fn refresh_from(&mut self, _: &mut Values, _: &Instance, _: &QueryCache) {}
}

/// How a field takes its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// It is typed.
    Text,
    /// It is typed, or taken from a list of values in use.
    Suggested,
    /// One of a list.
    OneOf,
    /// Some of a list.
    SomeOf,
    /// Yes or no.
    Switch,
    /// It does something.
    Button,
}
