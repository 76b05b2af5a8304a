//! What proves who we are to the service.

use std::fmt;

use super::Agency;
use crate::secret::Secret;

/// One complete credential. Its parts come from one source as a unit and are never mixed.
#[derive(Clone, PartialEq, Eq)]
pub enum Credential {
    /// An access key and its secret key; every request is signed (SDK-HMAC-SHA256).
    Keys {
        /// Access key id. Not secret, but shown only in part.
        access_key: String,
        /// Secret key.
        secret_key: Secret,
        /// Present for temporary keys; sent as `X-Security-Token` and signed.
        security_token: Option<Secret>,
    },
    /// A token that somebody else obtained; sent as `X-Auth-Token`.
    Token(Secret),
    /// A user and password, exchanged for a token at IAM (`POST /v3/auth/tokens`).
    Password {
        /// IAM user name.
        user: String,
        /// The user's password.
        password: Secret,
        /// Account (domain) name the user belongs to.
        domain: String,
    },
    /// The machine's own keys, as the metadata service of the cloud's servers hands them out.
    Machine {
        /// Address of the metadata service: `http://host[:port]`, no slash at the end.
        metadata: String,
    },
    /// Rights that another account lends, taken on with a credential of one's own.
    Agency {
        /// Whoever takes them on: any of the others.
        base: Box<Credential>,
        /// Which rights, of which account.
        agency: Agency,
    },
}

/// How much of an access key may be seen: enough to tell two apart.
const SHOWN: usize = 4;

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Keys { access_key, .. } => {
                let shown: String = access_key.chars().take(SHOWN).collect();
                write!(f, "Keys({shown}…)")
            }
            Self::Token(_) => f.write_str("Token"),
            Self::Password { user, domain, .. } => write!(f, "Password({user} of {domain})"),
            Self::Machine { metadata } => write!(f, "Machine({metadata})"),
            Self::Agency { base, agency } => write!(f, "Agency({agency} by {base:?})"),
        }
    }
}

impl Credential {
    /// The agency that is taken on, if any.
    pub fn agency(&self) -> Option<&Agency> {
        match self {
            Self::Agency { agency, .. } => Some(agency),
            Self::Keys { .. } | Self::Token(_) | Self::Password { .. } | Self::Machine { .. } => {
                None
            }
        }
    }

    /// The access key as something to be hidden: the service quotes it when it refuses it.
    pub(super) fn quotable(&self) -> Option<Secret> {
        match self {
            Self::Keys { access_key, .. } => Some(Secret::new(access_key.as_str())),
            Self::Agency { base, .. } => base.quotable(),
            Self::Token(_) | Self::Password { .. } | Self::Machine { .. } => None,
        }
    }

    /// Everything in it that must never be shown.
    pub(super) fn secrets(&self) -> Vec<&Secret> {
        match self {
            Self::Keys {
                secret_key,
                security_token,
                ..
            } => security_token.iter().chain([secret_key]).collect(),
            Self::Token(token) => vec![token],
            Self::Password { password, .. } => vec![password],
            Self::Machine { .. } => Vec::new(),
            Self::Agency { base, .. } => base.secrets(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Account;

    #[test]
    fn a_printed_credential_shows_the_start_of_the_access_key_at_most() {
        let keys = Credential::Keys {
            access_key: "CANARYACCESSKEY".into(),
            secret_key: Secret::new("canary-secret"),
            security_token: Some(Secret::new("canary-token")),
        };
        assert_eq!(format!("{keys:?}"), "Keys(CANA…)");
        let agency = Credential::Agency {
            base: Box::new(keys),
            agency: Agency {
                name: "ops".into(),
                account: Account::Name("acme".into()),
                life: Agency::LIFE,
            },
        };
        assert_eq!(format!("{agency:?}"), "Agency(ops@acme by Keys(CANA…))");
    }
}
