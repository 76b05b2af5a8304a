//! What the user gives of brokers beside what the service says of them: by the profile, by flags, in
//! the environment.

use std::collections::BTreeMap;

use super::{Address, BrokerSettings, GivenWay, ManagementError, Way, given_for};
use crate::model::Instance;
use crate::secret::Secret;

/// The variable of a password for all brokers; that of one broker begins with it.
pub const PASSWORD_VARIABLE: &str = "WARREN_BROKER_PASSWORD";

/// The variable of the password for the broker of this name: in upper case, and `_` for what is
/// neither an ASCII letter nor a digit.
pub fn password_variable(name: &str) -> String {
    let letter = |c: char| match c.is_ascii_alphanumeric() {
        true => c.to_ascii_uppercase(),
        false => '_',
    };
    let name: String = name.chars().map(letter).collect();
    format!("{PASSWORD_VARIABLE}_{name}")
}

/// All that is given of the brokers of a profile.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Brokers {
    /// By the profile, by name or id.
    pub settings: Vec<(String, BrokerSettings)>,
    /// By `--broker`, by name or id.
    pub flags: Vec<(String, Address)>,
    /// In the environment, by variable.
    pub passwords: BTreeMap<String, Secret>,
}

/// Where the password of a broker comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PasswordSource {
    /// It is in the environment.
    Known(Secret),
    /// This command prints it.
    Command(String),
    /// The user has to type it.
    Typed,
}

impl Brokers {
    /// What the profile says of the broker of an instance; `all` are the instances of the profile.
    ///
    /// # Errors
    /// [`ManagementError::SameName`].
    pub fn settings<'a>(
        &'a self,
        instance: &Instance,
        all: impl IntoIterator<Item = &'a Instance>,
    ) -> Result<Option<&'a BrokerSettings>, ManagementError> {
        given_for(&self.settings, instance, all)
    }

    /// The way to the broker of an instance; `command` is what `:broker` gave.
    ///
    /// # Errors
    /// As [`Way::of`], and [`ManagementError::SameName`].
    pub fn way<'a>(
        &'a self,
        instance: &Instance,
        all: impl IntoIterator<Item = &'a Instance> + Clone,
        command: Option<&Address>,
    ) -> Result<Way, ManagementError> {
        let given = GivenWay {
            command,
            flag: given_for(&self.flags, instance, all.clone())?,
            settings: self.settings(instance, all)?,
        };
        Way::of(instance, given)
    }

    /// Where the password comes from: its own variable, its own command, the variable for all, or
    /// the user.
    ///
    /// # Errors
    /// [`ManagementError::SameVariable`] when its own variable is that of another instance, too.
    pub fn password<'a>(
        &'a self,
        instance: &Instance,
        all: impl IntoIterator<Item = &'a Instance> + Clone,
    ) -> Result<PasswordSource, ManagementError> {
        if let Some(secret) = self.own_password(instance, all.clone())? {
            return Ok(PasswordSource::Known(secret.clone()));
        }
        let settings = self.settings(instance, all)?;
        let command = settings.and_then(|settings| settings.password_command.clone());
        let general = self.passwords.get(PASSWORD_VARIABLE);
        Ok(match (command, general) {
            (Some(command), _) => PasswordSource::Command(command),
            (None, Some(secret)) => PasswordSource::Known(secret.clone()),
            (None, None) => PasswordSource::Typed,
        })
    }

    fn own_password<'a>(
        &'a self,
        instance: &Instance,
        all: impl IntoIterator<Item = &'a Instance>,
    ) -> Result<Option<&'a Secret>, ManagementError> {
        let Some(name) = instance.name.as_deref() else {
            return Ok(None);
        };
        let variable = password_variable(name);
        let Some(secret) = self.passwords.get(&variable) else {
            return Ok(None);
        };
        let same = |other: &&Instance| {
            let name = other.name.as_deref();
            other.id != instance.id && name.map(password_variable).as_ref() == Some(&variable)
        };
        let others = all.into_iter().filter(same);
        let mut names: Vec<String> = others.filter_map(|other| other.name.clone()).collect();
        match names.is_empty() {
            true => Ok(Some(secret)),
            false => {
                names.insert(0, name.to_owned());
                Err(ManagementError::SameVariable { variable, names })
            }
        }
    }
}
