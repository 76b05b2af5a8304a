//! Credentials in environment variables: three families of names, asked in order.
//!
//! The official SDKs' names come first, then Terraform's `HW_*`, then the `OS_*` names that
//! Terraform takes in their place. A family is a unit: a key of one never meets a secret of another.

use crate::api::Credential;
use crate::config::address::Address;
use crate::config::environment::Environment;
use crate::config::error::{ConfigError, Looked};
use crate::config::pair;
use crate::config::source::{Answer, Found, acting, shared};
use crate::secret::Secret;

/// The variables of one family; `None` where it has no name for a thing.
pub(super) struct Family {
    access_key: &'static str,
    secret_key: &'static str,
    security_token: &'static str,
    project_id: &'static str,
    iam_endpoint: &'static str,
    /// What only Terraform's families have.
    more: Option<More>,
}

/// Names beyond those of the SDKs.
struct More {
    auth_token: &'static str,
    user: &'static str,
    password: &'static str,
    domain: &'static str,
    region: &'static str,
    project_name: &'static str,
}

/// Domain of the cloud; Terraform has one name for it in both families.
const CLOUD: &str = "HW_CLOUD";

/// Where a half of a credential is, for errors.
const ENVIRONMENT: &str = "environment";

/// The official SDKs' names.
const SDK: Family = Family {
    access_key: "HUAWEICLOUD_SDK_AK",
    secret_key: "HUAWEICLOUD_SDK_SK",
    security_token: "HUAWEICLOUD_SDK_SECURITY_TOKEN",
    project_id: "HUAWEICLOUD_SDK_PROJECT_ID",
    iam_endpoint: "HUAWEICLOUD_SDK_IAM_ENDPOINT",
    more: None,
};

/// Terraform's names.
pub(super) const HW: Family = Family {
    access_key: "HW_ACCESS_KEY",
    secret_key: "HW_SECRET_KEY",
    security_token: "HW_SECURITY_TOKEN",
    project_id: "HW_PROJECT_ID",
    iam_endpoint: "HW_AUTH_URL",
    more: Some(More {
        auth_token: "HW_AUTH_TOKEN",
        user: "HW_USER_NAME",
        password: "HW_USER_PASSWORD",
        domain: "HW_DOMAIN_NAME",
        region: "HW_REGION_NAME",
        project_name: "HW_PROJECT_NAME",
    }),
};

/// The names that Terraform takes in their place.
const OS: Family = Family {
    access_key: "OS_ACCESS_KEY",
    secret_key: "OS_SECRET_KEY",
    security_token: "OS_SECURITY_TOKEN",
    project_id: "OS_PROJECT_ID",
    iam_endpoint: "OS_AUTH_URL",
    more: Some(More {
        auth_token: "OS_AUTH_TOKEN",
        user: "OS_USERNAME",
        password: "OS_PASSWORD",
        domain: "OS_DOMAIN_NAME",
        region: "OS_REGION_NAME",
        project_name: "OS_PROJECT_NAME",
    }),
};

const FAMILIES: [Family; 3] = [SDK, HW, OS];

/// The variable that has a token, if one has.
pub(super) fn token(environment: &Environment) -> Option<&'static str> {
    let tokens = FAMILIES.iter().filter_map(|family| family.more.as_ref());
    let mut tokens = tokens.map(|more| more.auth_token);
    tokens.find(|name| environment.var(name).is_some())
}

/// The first family that holds a credential. Terraform's two are one to its provider, so what it
/// says about agencies and profiles holds for both.
pub(super) fn ask(environment: &Environment) -> Result<Answer, ConfigError> {
    acting::refuse_sdks(environment)?;
    if let Some((variable, credential)) = SDK.credential(environment)? {
        let found = SDK.found(environment, variable, credential)?;
        return Ok(found.into());
    }
    if let Some(found) = shared::ask(environment)? {
        return Ok(found.into());
    }
    acting::refuse_terraforms(environment)?;
    for family in [HW, OS] {
        let Some((variable, credential)) = family.credential(environment)? else {
            continue;
        };
        let mut found = family.found(environment, variable, credential)?;
        if let Some(project) = acting::delegated_project(environment) {
            found.project_name = Some(project);
        }
        if let Some(agency) = acting::of_terraform(environment)? {
            found = acting::taking_on(found, agency, variable)?;
        }
        return Ok(found.into());
    }
    Ok(Answer::Nothing(
        FAMILIES.iter().map(Family::looked).collect(),
    ))
}

impl Family {
    /// The family's credential and the variable that stands for it, in Terraform's order: a token,
    /// then keys, then a user.
    fn credential(
        &self,
        environment: &Environment,
    ) -> Result<Option<(&'static str, Credential)>, ConfigError> {
        let code = |name: &str| Ok::<_, ConfigError>(environment.code(name)?.map(str::to_owned));
        if let Some(more) = &self.more
            && let Some(token) = code(more.auth_token)?
        {
            return Ok(Some((
                more.auth_token,
                Credential::Token(Secret::new(token)),
            )));
        }
        let security_token = code(self.security_token)?;
        let given = [
            code(self.access_key)?,
            code(self.secret_key)?,
            security_token,
        ];
        let names = [self.access_key, self.secret_key, self.security_token];
        if let Some(keys) = pair::keys(names, given, |_| ENVIRONMENT.to_owned())? {
            return Ok(Some((self.access_key, keys)));
        }
        self.more
            .as_ref()
            .map_or(Ok(None), |more| more.user(environment))
    }

    /// Adds what the family says about the account.
    pub(super) fn found(
        &self,
        environment: &Environment,
        variable: &str,
        credential: Credential,
    ) -> Result<Found, ConfigError> {
        let code = |name: &str| Ok::<_, ConfigError>(environment.code(name)?.map(str::to_owned));
        let more = |name: fn(&More) -> &'static str| self.more.as_ref().map(name);
        let region = more(|more| more.region).map_or(Ok(None), code)?;
        let project_name = match more(|more| more.project_name) {
            Some(name) => environment.name(name)?.map(str::to_owned),
            None => None,
        };
        Ok(Found {
            kind: "env",
            words: format!("env {variable}"),
            credential,
            region,
            project_id: code(self.project_id)?,
            project_name,
            iam_endpoint: environment
                .var(self.iam_endpoint)
                .map(|given| Address::parse(given, self.iam_endpoint))
                .transpose()?,
            cloud: more(|_| CLOUD).map_or(Ok(None), code)?,
        })
    }

    /// The names to show when none of them is set.
    fn looked(&self) -> Looked {
        let keys = format!("{} with {}", self.access_key, self.secret_key);
        let place = match &self.more {
            None => keys,
            Some(more) => format!(
                "{}, or {keys}, or {} with {} and {}",
                more.auth_token, more.user, more.password, more.domain
            ),
        };
        Looked {
            place: format!("environment: {place}"),
            seen: "not set".into(),
        }
    }
}

impl More {
    /// A user with the password and the account it needs.
    fn user(
        &self,
        environment: &Environment,
    ) -> Result<Option<(&'static str, Credential)>, ConfigError> {
        match (
            environment.name(self.user)?,
            environment.password(self.password)?,
            environment.name(self.domain)?,
        ) {
            (Some(user), Some(password), Some(domain)) => {
                let (user, domain) = (user.to_owned(), domain.to_owned());
                Ok(Some((
                    self.user,
                    Credential::Password {
                        user,
                        password,
                        domain,
                    },
                )))
            }
            (Some(_), None, _) => Err(ConfigError::half(ENVIRONMENT, self.user, self.password)),
            (None, Some(_), _) => Err(ConfigError::half(ENVIRONMENT, self.password, self.user)),
            (Some(_), Some(_), None) => Err(ConfigError::half(ENVIRONMENT, self.user, self.domain)),
            // A domain alone is no attempt at a credential: it goes with keys too.
            (None, None, _) => Ok(None),
        }
    }
}
