//! The form that sets a new password for the broker user (section 4.2.1). What is typed is masked,
//! and forgotten as soon as the form is left or sent.

use super::form::{self, Choice, Kind, Needs, Offers, Problems, Sheet, Switch};
use super::input::TextField;
use super::plan::Deed;
use crate::model::rules::{self, Problem};
use crate::model::{Instance, InstanceKey, Scope};

/// The form.
pub type Form = form::Form<Draft>;

/// One place of the form that can have the focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// The new password.
    Password,
    /// The same once more.
    Repeat,
    /// The button that leads to the review.
    Review,
}

/// What was typed so far, and whose password it is.
#[derive(Clone, Debug)]
pub struct Draft {
    key: InstanceKey,
    label: String,
    user: Option<String>,
    password: TextField,
    repeat: TextField,
}

impl Draft {
    /// An empty form about an instance.
    #[must_use]
    pub fn new(key: InstanceKey, instance: &Instance) -> Self {
        Self {
            key,
            label: instance.label().to_owned(),
            user: instance.access_user.clone(),
            password: TextField::masked(),
            repeat: TextField::masked(),
        }
    }

    /// The instance it is about.
    #[must_use]
    pub fn key(&self) -> &InstanceKey {
        &self.key
    }

    /// The name the user knew the instance by when the form opened.
    #[must_use]
    pub fn label(&self) -> &str {
        &self.label
    }

    /// The broker user whose password it is, where the service says.
    #[must_use]
    pub fn user(&self) -> Option<&str> {
        self.user.as_deref()
    }

    fn repeated(&self) -> Result<(), Problem> {
        let repeat = self.repeat.secret();
        if repeat.is_empty() {
            Err(Problem::Missing)
        } else if repeat != self.password.secret() {
            Err(Problem::NotTheSame)
        } else {
            Ok(())
        }
    }
}

impl Sheet for Draft {
    type Field = Field;

    fn scope(&self) -> &Scope {
        &self.key.scope
    }

    fn needs(&self) -> Needs {
        Needs::Nothing
    }

    fn fields(&self) -> Vec<Field> {
        vec![Field::Password, Field::Repeat, Field::Review]
    }

    fn kind(field: Field) -> Kind {
        match field {
            Field::Password | Field::Repeat => Kind::Text,
            Field::Review => Kind::Button,
        }
    }

    fn text(&self, field: Field) -> Option<&TextField> {
        match field {
            Field::Password => Some(&self.password),
            Field::Repeat => Some(&self.repeat),
            Field::Review => None,
        }
    }

    fn text_mut(&mut self, field: Field) -> Option<&mut TextField> {
        match field {
            Field::Password => Some(&mut self.password),
            Field::Repeat => Some(&mut self.repeat),
            Field::Review => None,
        }
    }

    /// Nothing here is chosen, and nothing typed is given away.
    fn taken(&self, _: Field) -> Vec<String> {
        Vec::new()
    }

    fn choices(&self, _: Field, _: &Offers<'_>) -> Vec<Choice> {
        Vec::new()
    }

    fn take(&mut self, _: Field, _: &str, _: &Offers<'_>) {}

    fn give_back(&mut self, _: Field, _: &str) {}

    fn switch(&self, _: Field) -> Option<Switch> {
        None
    }

    fn flip(&mut self, _: Field) {}

    fn read(&self, _: &Offers<'_>) -> Result<Deed, Problems<Field>> {
        let password = self.password.secret();
        let checks = [
            (Field::Password, rules::password(password.expose())),
            (Field::Repeat, self.repeated()),
        ];
        let problems = checks.into_iter();
        let problems = problems.filter_map(|(field, check)| Some((field, check.err()?)));
        let problems: Problems<Field> = problems.collect();
        match problems.is_empty() {
            true => Ok(Deed::ResetPassword {
                key: self.key.clone(),
                password,
            }),
            false => Err(problems),
        }
    }

    fn field_of(parameter: &str) -> Option<Field> {
        (parameter == "password").then_some(Field::Password)
    }
}
