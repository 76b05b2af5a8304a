//! The form that sets a new password for the broker user (section 4.2.1). What is typed is masked,
//! and forgotten as soon as the form is left or sent.

use super::model::Findings;
use super::offers::Offers;
use super::{Field, Form, FormModel, Input, Problems, Values};
use crate::model::rules::{self, Problem};
use crate::model::{Instance, InstanceKey};
use crate::state::write::mutation::{Mutation, PasswordReset};

/// Whose password is set.
#[derive(Clone, Debug)]
pub struct NewPassword {
    pub(super) key: InstanceKey,
    /// The name the user knew the instance by when the form opened.
    pub label: String,
    /// The broker user, where the service says.
    pub user: Option<String>,
}

/// An empty form about an instance.
pub fn form(key: InstanceKey, instance: &Instance) -> Form {
    let model = NewPassword {
        key,
        label: instance.label().to_owned(),
        user: instance.access_user.clone(),
    };
    let values = Values::default()
        .with_secret(Field::Password)
        .with_secret(Field::Repeat);
    Form::new(model, values)
}

/// Whether the password was typed twice.
///
/// # Errors
/// Nothing was typed the second time, or something else.
pub(super) fn repeated(values: &Values) -> Result<(), Problem> {
    let repeat = values.secret(Field::Repeat);
    if repeat.is_empty() {
        Err(Problem::Missing)
    } else if repeat != values.secret(Field::Password) {
        Err(Problem::NotTheSame)
    } else {
        Ok(())
    }
}

impl FormModel for NewPassword {
    fn fields(&self, _: &Values) -> Vec<(Field, Input)> {
        vec![
            (Field::Password, Input::Text),
            (Field::Repeat, Input::Text),
            (Field::Review, Input::Button),
        ]
    }

    fn read(&self, values: &Values, _: &Offers<'_>) -> Result<Mutation, Problems> {
        let password = values.secret(Field::Password);
        let mut found = Findings::default();
        found.take(Field::Password, rules::password(password.expose()));
        found.take(Field::Repeat, repeated(values));
        let key = self.key.clone();
        found.or(Some(PasswordReset { key, password }.into()))
    }
}
