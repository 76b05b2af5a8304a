//! Setting a new password for the broker user. No reading tells of it.

use super::{Facts, Mutate, TASKS_AND_PLUGINS, Warning, one};
use crate::api::v2::ResetPassword;
use crate::api::{Operation, Prepared, Unsupported};
use crate::model::rules::Edition;
use crate::model::{Feature, Home, InstanceKey};
use crate::secret::Secret;
use crate::state::State;
use crate::state::query::Query;
use crate::state::row::Row;
use crate::state::write::can::Refusal;
use crate::state::write::pending::{EndsBy, News, Pending, Step};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasswordReset {
    pub key: InstanceKey,
    pub password: Secret,
}

impl PasswordReset {
    pub(super) const FACTS: Facts = Facts {
        outdates: TASKS_AND_PLUGINS,
        warning: Some(Warning::Clients),
        ends_by: EndsBy::Time,
        // 204 is the service's word that the password is new.
        ends_with_its_answer: true,
        can: State::can_reset_password,
        ..Facts::of(Operation::ResetPassword)
    };
}

impl Mutate for PasswordReset {
    fn calls(&self, home: &Home) -> Result<Vec<Prepared>, Unsupported> {
        let reset = ResetPassword {
            instance: self.key.id.clone(),
            new_password: self.password.clone(),
        };
        one(&reset, home)
    }

    fn follows(&self, _: &Pending) -> Vec<Query> {
        Vec::new()
    }

    fn reconcile(&self, _: &Pending, _: News<'_>) -> Step {
        Step::Stay
    }
}

impl State {
    /// Whether the password of the broker user can be reset: as for other changes, and not in the
    /// `AMQP-0-9-1` edition.
    ///
    /// # Errors
    /// The reason why not.
    pub fn can_reset_password(&self, row: &Row) -> Result<(), Refusal> {
        self.has(&row.key.scope, Feature::Password)?;
        let version = row.instance.engine_version.as_deref().unwrap_or_default();
        match Edition::of_version(version) {
            Edition::Amqp => Err(Refusal::NoPassword(version.to_owned())),
            Edition::Classic => self.can_modify(row),
        }
    }
}
