//! Who one says one is.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::secret::Secret;

/// A user of the broker and his password, which lives in memory only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Login {
    pub user: String,
    pub password: Secret,
}

impl Login {
    /// What `Authorization` says.
    pub(super) fn header(&self) -> Secret {
        let pair = format!("{}:{}", self.user, self.password.expose());
        Secret::new(format!("Basic {}", STANDARD.encode(pair)))
    }

    /// What must not come back in an answer.
    pub(super) fn secrets(&self) -> [Secret; 2] {
        let pair = format!("{}:{}", self.user, self.password.expose());
        [self.password.clone(), Secret::new(STANDARD.encode(pair))]
    }
}
