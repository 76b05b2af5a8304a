//! Acting for another account: an agency is a set of rights that one account lends to users of
//! another. Whoever takes it on gets temporary keys, or a token, of the lending account. Pure.

use std::fmt;
use std::time::Duration;

use super::{Body, Method, Request};

/// An agency, and in whose account it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agency {
    /// Its name, unique in the account that lends it.
    pub name: String,
    /// The account that lends it.
    pub account: Account,
    /// How long one set of temporary keys is to live: 15 minutes to 24 hours.
    pub life: Duration,
}

/// An account, by what is known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Account {
    Name(String),
    /// Its id, 32 hexadecimal digits.
    Id(String),
}

impl Agency {
    /// How long temporary keys live unless the user says otherwise. They are renewed by themselves,
    /// so a short life costs nothing.
    pub const LIFE: Duration = Duration::from_secs(3600);
    /// The shortest and the longest life that IAM grants.
    pub const LIVES: [Duration; 2] = [Duration::from_secs(900), Duration::from_secs(24 * 3600)];

    /// `POST /v3.0/OS-CREDENTIAL/securitytokens`: temporary keys of the lending account.
    pub(super) fn ask_for_keys(&self) -> Request {
        let role = self.role().with("duration_seconds", self.life.as_secs());
        Request::new(Method::Post, &["v3.0", "OS-CREDENTIAL", "securitytokens"])
            .carrying(Body::new().with_object("auth", identity(role)))
    }

    /// `POST /v3/auth/tokens`: a token of the lending account for one of its projects.
    pub(super) fn ask_for_token(&self, project: Body) -> Request {
        let scope = Body::new().with_object("project", project);
        let auth = identity(self.role()).with_object("scope", scope);
        Request::new(Method::Post, &["v3", "auth", "tokens"])
            .with("nocatalog", "true")
            .carrying(Body::new().with_object("auth", auth))
    }

    fn role(&self) -> Body {
        let (member, account) = match &self.account {
            Account::Name(name) => ("domain_name", name),
            Account::Id(id) => ("domain_id", id),
        };
        Body::new()
            .with("agency_name", self.name.as_str())
            .with(member, account.as_str())
    }
}

fn identity(role: Body) -> Body {
    let identity = Body::new()
        .with("methods", vec!["assume_role"])
        .with_object("assume_role", role);
    Body::new().with_object("identity", identity)
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => f.write_str(name),
            Self::Id(id) => f.write_str(id),
        }
    }
}

/// `agency@account`.
impl fmt::Display for Agency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.name, self.account)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn body(request: Request) -> Value {
        serde_json::from_slice(&request.body.unwrap().bytes()).unwrap()
    }

    #[test]
    fn keys_and_tokens_are_asked_for_with_the_method_assume_role() {
        let mut agency = Agency {
            name: "ops".into(),
            account: Account::Name("acme".into()),
            life: Agency::LIFE,
        };
        let keys = agency.ask_for_keys();
        assert_eq!(keys.uri(), "/v3.0/OS-CREDENTIAL/securitytokens");
        let role = json!({"agency_name": "ops", "domain_name": "acme", "duration_seconds": 3600});
        let identity = json!({"methods": ["assume_role"], "assume_role": role});
        assert_eq!(body(keys), json!({"auth": {"identity": identity}}));
        agency.account = Account::Id("d1".into());
        let token = agency.ask_for_token(Body::new().with("name", "cn-north-4"));
        assert_eq!(token.uri(), "/v3/auth/tokens?nocatalog=true");
        let role = json!({"agency_name": "ops", "domain_id": "d1"});
        let identity = json!({"methods": ["assume_role"], "assume_role": role});
        let scope = json!({"project": {"name": "cn-north-4"}});
        assert_eq!(
            body(token),
            json!({"auth": {"identity": identity, "scope": scope}})
        );
        assert_eq!(agency.to_string(), "ops@d1");
    }
}
