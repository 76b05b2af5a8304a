//! What a form is about: its fields, the choices and rules, and the mutation it asks for.

use super::offers::{Offers, SelectOption};
use super::{Field, Values};
use crate::model::rules::Problem;
use crate::model::{Instance, InstanceKey, Scope};
use crate::state::query::{Query, QueryCache};
use crate::state::write::mutation::{At, Mutation, MutationKind};

/// What is wrong with which field, in the order of the form.
pub type Problems = Vec<(Field, Problem)>;

/// What a form asks for and where, as the table of forms says.
pub trait Asks {
    fn asks_for(&self) -> MutationKind;
    fn at(&self) -> At<'_>;
}

/// Collects what is wrong while values are read.
#[derive(Default)]
pub(super) struct Findings(pub(super) Problems);

impl Findings {
    pub(super) fn take<T>(&mut self, field: Field, value: Result<T, Problem>) -> Option<T> {
        value.map_err(|problem| self.0.push((field, problem))).ok()
    }

    /// What was read, when nothing is wrong.
    pub(super) fn or<T>(self, read: Option<T>) -> Result<T, Problems> {
        match read {
            Some(read) if self.0.is_empty() => Ok(read),
            Some(_) | None => Err(self.0),
        }
    }
}

/// What a form is about. It holds what the form was opened for; what the user filled in is in
/// [`Values`], and what can be chosen is handed in with every call.
pub trait FormModel: Asks {
    /// Where the mutation would be sent.
    fn scope(&self) -> &Scope {
        self.at().scope()
    }

    /// The instance the form changes; a new one is none yet.
    fn key(&self) -> Option<&InstanceKey> {
        self.at().key()
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
