//! The form for a new password of the broker user.

use super::catalogue::{Words, fill, texts};
use super::error;
use crate::api::ApiError;
use crate::state::password::Field;

texts! {
    /// The form for a new password.
    pub struct Password {
        title,
        title_of,
        refused,
        refused_id,
        help,
    }
}

/// What the form is: whose password, and of which instance.
#[must_use]
pub fn title(w: &Words, name: &str, user: Option<&str>) -> String {
    match user {
        Some(user) => fill(&w.password.title_of, &[("name", &name), ("user", &user)]),
        None => fill(&w.password.title, &[("name", &name)]),
    }
}

/// The service did not take it.
#[must_use]
pub fn refused(w: &Words, failure: &ApiError) -> String {
    error::refused(w, (&w.password.refused, &w.password.refused_id), failure)
}

/// The label of a field: as in the form for a new instance.
#[must_use]
pub fn label(w: &Words, field: Field) -> &str {
    let t = &w.create.label;
    match field {
        Field::Password => &t.password,
        Field::Repeat => &t.repeat,
        Field::Review => &t.review,
    }
}

/// What a field takes.
#[must_use]
pub fn help(w: &Words, field: Field) -> &str {
    let created = &w.create.help;
    match field {
        Field::Password => &w.password.help,
        Field::Repeat => &created.repeat,
        Field::Review => &created.review,
    }
}
