//! What proves who we are to the service.

use crate::secret::Secret;

/// One complete credential. Its parts come from one source as a unit and are never mixed.
#[derive(Clone, Debug, PartialEq, Eq)]
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
}

impl Credential {
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
        }
    }
}
